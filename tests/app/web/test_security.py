"""Who may talk to the server, and what it tells browsers about itself."""

from __future__ import annotations

import re
import socket
from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

Connect = Callable[..., TestClient]


@pytest.mark.parametrize(
    "host",
    [
        "localhost",
        "localhost:8000",
        "LOCALHOST:8000",
        "localhost.:8000",
        "rnn.localhost:8000",
        "127.0.0.1:8000",
        "192.168.1.20:8000",
        "[::1]:8000",
        socket.gethostname(),
    ],
)
def test_the_server_answers_to_its_own_names(client: TestClient, host: str) -> None:
    assert client.get("/api/limits", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    ["evil.example", "localhost.evil.example:8000", "127.0.0.1.evil.example", "notlocalhost"],
)
def test_the_server_does_not_answer_to_a_foreign_name(client: TestClient, host: str) -> None:
    for path in ("/workbench", "/api/limits", "/static/icon.svg", "/nowhere"):
        response = client.get(path, headers={"Host": host})
        assert response.status_code == 421
        assert response.headers["content-type"] == "application/problem+json"
        assert response.json()["type"].endswith("unknown-host")


def test_a_request_without_one_host_is_refused(client: TestClient) -> None:
    assert client.get("/api/limits", headers={"Host": ""}).status_code == 400
    twice = [("Host", "localhost"), ("Host", "evil.example")]
    assert client.get("/api/limits", headers=twice).status_code == 400


def test_more_names_can_be_allowed(connect: Connect) -> None:
    client = connect(allowed_hosts="lab.example, rnn.example")
    for host in ("lab.example", "rnn.example:8000"):
        assert client.get("/api/limits", headers={"Host": host}).status_code == 200
        origin = {"Host": "127.0.0.1:8000", "Origin": f"https://{host}"}
        assert client.post("/api/runs", headers=origin).status_code == 201
    assert client.get("/api/limits", headers={"Host": "evil.example"}).status_code == 421


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "http://localhost:8000"},
        {"Origin": "http://localhost:8000", "Sec-Fetch-Site": "same-origin"},
        {"Sec-Fetch-Site": "same-origin"},
        {"Sec-Fetch-Site": "none"},
    ],
)
def test_our_own_pages_and_programs_may_change_things(
    client: TestClient, headers: dict[str, str]
) -> None:
    assert client.post("/api/runs", headers=headers).status_code == 201


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "http://localhost:3000", "Sec-Fetch-Site": "same-site"},
        {"Origin": "http://127.0.0.1:8000"},
        {"Origin": "null"},
        {"Origin": ""},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_foreign_pages_may_not_change_anything(
    client: TestClient, run: str, headers: dict[str, str]
) -> None:
    before = client.get(run).json()
    for method, path in (
        ("POST", "/api/runs"),
        ("POST", f"{run}/step"),
        ("POST", f"{run}/train"),
        ("PATCH", run),
        ("DELETE", run),
    ):
        response = client.request(method, path, headers=headers)
        assert response.status_code == 403
        assert response.json()["type"].endswith("foreign-origin")
    assert client.get(run).json() == before


@pytest.mark.parametrize(
    "path", ["/", "/workbench", "/compare", "/docs", "/api/limits", "/nowhere", "/openapi.json"]
)
def test_every_answer_carries_the_headers(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "script-src 'self';" in policy
    assert "frame-ancestors 'self'" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert "access-control-allow-origin" not in headers


@pytest.mark.parametrize("path", ["/", "/workbench", "/compare", "/docs"])
def test_the_pages_have_no_inline_scripts_and_nothing_from_elsewhere(
    client: TestClient, path: str
) -> None:
    page = client.get(path).text
    for attributes in re.findall(r"<script\b([^>]*)>", page):
        assert "src=" in attributes or 'type="application/json"' in attributes
    # Only the same page in other languages is named in full, and nothing is loaded from there.
    alternates = r'<link rel="alternate" hreflang="[\w-]+" href="http://localhost:8000/'
    page = re.sub(alternates, '<link href="/', page)
    assert not re.search(r"""(?:src|href)=["'](?:https?:)?//""", page)
    assert not re.search(r"""\son\w+=["']""", page)
