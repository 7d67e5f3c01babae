"""The server below a path of a proxy: everything that it writes stays below it."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import httpx2
import pytest
from pydantic import ValidationError
from starlette.testclient import TestClient

from app.lessons import chapters
from app.settings import Settings
from app.words.language import LANGUAGES
from tests.app.conftest import Connect
from tests.app.routes.test_errors import problem
from tests.command import served
from tests.nginx import location

ADDRESS = re.compile(r'\b(?:href|src)="([^"]*)"')
PAGES = (
    "/",
    "/workbench",
    "/compare",
    "/experiments",
    "/gradients",
    "/docs",
    "/glossary",
    "/learn",
    *(f"/learn/{slug}" for slug in chapters.ORDER),
)
BehindNginx = Callable[[str], AbstractContextManager[str]]


@pytest.fixture
def below(connect: Connect) -> TestClient:
    return connect(root_path="/rnn")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", PAGES)
def test_no_address_of_a_page_leads_out(below: TestClient, path: str, language: str) -> None:
    page = below.get(f"{path}?lang={language}", headers={"Accept-Encoding": "identity"})
    assert page.status_code == 200
    assert 'data-root="/rnn"' in page.text
    assert int(page.headers["content-length"]) == len(page.content)
    addresses = ADDRESS.findall(page.text)
    outside = re.compile(r"/rnn/(?!rnn/)|#|data:|http://localhost:8000/rnn/(?!rnn/)")
    assert len(addresses) > 10
    assert [each for each in addresses if not outside.match(each)] == []
    for each in set(addresses):
        if each.startswith("/rnn/"):
            # What the proxy passes on has no root path any more.
            assert below.get(each.removeprefix("/rnn")).status_code == 200, each


def test_a_page_at_the_root_is_as_it_was(client: TestClient) -> None:
    page = client.get("/workbench").text
    assert "data-root" not in page
    assert 'href="/learn"' in page


@pytest.mark.parametrize("root", ["", "/rnn"])
def test_the_proxy_may_take_the_path_away_or_not(below: TestClient, root: str) -> None:
    created = below.post(f"{root}/api/runs")
    assert created.headers["cache-control"] == "no-store"
    run = created.headers["location"]
    assert run == f"/rnn/api/runs/{created.json()['id']}"
    assert below.get(run).json() == below.get(run.removeprefix("/rnn")).json()
    # Links begin at the server's base address, which the document names.
    assert created.json()["links"]["self"] == run.removeprefix("/rnn")
    assert below.get(f"{root}/openapi.json").json()["servers"] == [{"url": "/rnn"}]
    sent_on = below.get(f"{root}/?iteration=3", follow_redirects=False)
    assert sent_on.headers["location"] == "/rnn/workbench?iteration=3"
    problem(below.get("/rnn/rnn/workbench"), 404)
    assert below.get("/rnnworkbench").status_code == 404
    assert below.get(f"{root}/healthz").status_code == 200


def test_errors_are_those_of_the_same_route(below: TestClient) -> None:
    body = {"cell": "window_1"}
    told = below.post("/rnn/api/gradients", json=body).json()
    at_root = below.post("/api/gradients", json=body).json()
    assert told["errors"] == at_root["errors"] != []
    assert told["instance"] == at_root["instance"] == "/rnn/api/gradients"
    assert below.put("/rnn/api/limits").headers["allow"] == "GET"


def test_nothing_is_remembered_outside_of_the_path(below: TestClient, client: TestClient) -> None:
    assert "Path=/rnn/;" in below.post("/api/runs").headers["set-cookie"]
    assert "Path=/;" in client.post("/api/runs").headers["set-cookie"]
    assert "Path=/rnn/;" in below.get("/workbench?lang=zh").headers["set-cookie"]
    assert "Path=/;" in client.get("/workbench?lang=zh").headers["set-cookie"]


@pytest.mark.parametrize("given", ["rnn", "/rnn", "/rnn/", "rnn/"])
def test_a_root_path_can_be_written_with_or_without_slashes(given: str) -> None:
    assert Settings(root_path=given).root_path == "/rnn"
    assert Settings(root_path="/a/b.c").root_path == "/a/b.c"
    assert Settings(root_path="/").root_path == ""


@pytest.mark.parametrize("given", ['/"', "/a b", "/<", "/a//b", "/..", "/a/../b", "/é", "/a?b"])
def test_a_root_path_that_is_none_is_refused(given: str) -> None:
    with pytest.raises(ValidationError):
        Settings(root_path=given)


def test_through_nginx_as_the_readme_sets_it_up(behind_nginx: BehindNginx) -> None:
    settings = {"RNN_EXPLAINER_ALLOWED_HOSTS": "school.example"}
    with (
        served("--port", "0", "--root-path", "/rnn", **settings) as address,
        # TLS ends in nginx; here, before it.
        behind_nginx(location(address.removesuffix("/rnn")).replace("$scheme", "https")) as outside,
        httpx2.Client(
            base_url=outside,
            headers={"Host": "school.example", "Origin": "https://school.example"},
            timeout=60,
        ) as client,
    ):
        assert client.get("/").status_code == 404
        assert client.get("/rnn").headers["location"].endswith("/rnn/")
        page = client.get("/rnn/workbench").text
        assert 'hreflang="en" href="https://school.example/rnn/workbench?lang=en"' in page
        created = client.post("/rnn/api/runs")
        assert created.status_code == 201
        run = created.headers["location"]
        assert run.startswith("/rnn/api/runs/")
        with client.stream("GET", f"{run}/events") as stream:
            events = stream.iter_lines()
            assert event(events)["cause"] == "connected"
            # Comes while the stream is open: nothing on the way waits for more.
            assert client.post(f"{run}/step").status_code == 200
            told = event(events)
            assert (told["cause"], told["iteration"]) == ("step", 1)
        order = {"iterations_per_second": 20}
        with client.stream("POST", f"{run}/train", json=order) as stream:
            # It would go on for more than an hour.
            assert '"stopped":null' in next(stream.iter_lines())
            assert client.post(f"{run}/pause").status_code == 204


def event(lines: Any) -> dict[str, Any]:
    found = next(line for line in lines if line.startswith("data:"))
    content: dict[str, Any] = httpx2.Response(200, text=found.removeprefix("data:")).json()
    return content


@pytest.mark.parametrize(("believed", "scheme"), [("127.0.0.1", "https"), ("192.0.2.1", "http")])
def test_only_a_known_proxy_is_believed(
    behind_nginx: BehindNginx, believed: str, scheme: str
) -> None:
    settings = {
        "RNN_EXPLAINER_ALLOWED_HOSTS": "school.example",
        "RNN_EXPLAINER_FORWARDED_ALLOW_IPS": believed,
        "RNN_EXPLAINER_ROOT_PATH": "rnn",
    }
    with (
        served("--port", "0", **settings) as address,
        behind_nginx(location(address.removesuffix("/rnn")).replace("$scheme", "https")) as outside,
    ):
        host = {"Host": "school.example"}
        page = httpx2.get(f"{outside}/rnn/learn", headers=host, timeout=60).text
        assert f'href="{scheme}://school.example/rnn/learn?lang=en"' in page
