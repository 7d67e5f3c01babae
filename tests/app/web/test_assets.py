"""Static files: there, small, and asked for no more often than needed."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from urllib.parse import urljoin

import pytest
from starlette.testclient import TestClient

from app.web.bundle import Bundle


def test_a_file_is_revalidated(client: TestClient) -> None:
    first = client.get("/static/icon.svg")
    assert first.status_code == 200
    assert first.headers["content-type"].startswith("image/svg+xml")
    assert first.headers["cache-control"] == "no-cache"
    etag = first.headers["etag"]
    again = client.get("/static/icon.svg", headers={"If-None-Match": etag})
    assert again.status_code == 304
    assert again.headers["etag"] == etag
    assert again.content == b""


@pytest.fixture
def plotly(client: TestClient) -> str:
    """The address of the largest script."""
    config = re.search(r'id="page-config">(.*?)</script>', client.get("/workbench").text)
    assert config is not None
    address: str = json.loads(config[1])["plotly"]
    return address


def test_scripts_are_served_as_javascript(client: TestClient, plotly: str) -> None:
    assert client.get(plotly).headers["content-type"].startswith("text/javascript")


def test_a_large_script_is_compressed(client: TestClient, plotly: str) -> None:
    response = client.get(plotly, headers={"Accept-Encoding": "gzip"})
    assert response.headers["content-encoding"] == "gzip"
    assert response.headers["vary"] == "Accept-Encoding"
    assert int(response.headers["content-length"]) < len(response.content) / 2
    plain = client.get(plotly, headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert plain.content == response.content
    assert plain.headers["etag"] != response.headers["etag"]


def test_a_head_request_has_no_body(client: TestClient) -> None:
    for path in ("/workbench", "/docs", "/static/icon.svg"):
        response = client.head(path)
        assert response.status_code == 200
        assert response.content == b""


def test_large_answers_are_compressed_and_small_ones_are_not(client: TestClient) -> None:
    small = client.post("/api/runs", json={"text": "hello", "hidden_size": 2})
    assert "content-encoding" not in small.headers
    path = client.post("/api/runs", json={"text": "abc" * 60, "hidden_size": 64}).json()
    large = client.get(path["links"]["trace"])
    assert large.headers["content-encoding"] == "gzip"


@pytest.mark.parametrize("path", ["/", "/learn", "/learn/one-step", "/glossary", "/workbench"])
def test_a_page_is_compressed(client: TestClient, path: str) -> None:
    page = client.get(path, headers={"Accept-Encoding": "gzip"})
    assert page.headers["content-encoding"] == "gzip"
    assert "Accept-Encoding" in page.headers["vary"]
    assert int(page.headers["content-length"]) < len(page.content) / 2
    plain = client.get(path, headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert plain.content == page.content


def test_a_stream_is_not_compressed(client: TestClient, run: str) -> None:
    told = client.post(f"{run}/train", json={"iterations": 2000})
    assert told.headers["content-type"].startswith("application/x-ndjson")
    assert "content-encoding" not in told.headers


def test_the_pages_are_there(client: TestClient) -> None:
    for path in ("/", "/workbench", "/compare", "/docs"):
        page = client.get(path)
        assert page.status_code == 200
        assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert 'id="page-config"' in client.get("/workbench").text
    assert "/static-swagger/swagger-ui-bundle.js" in client.get("/docs").text


PAGES = [
    "/",
    "/workbench",
    "/compare",
    "/experiments",
    "/gradients",
    "/docs",
    "/learn/one-step",
    "/glossary",
    "/runs",
]
IMPORT = re.compile(r'(?:import|from)"(\.[^"]+)"')


@pytest.mark.parametrize("path", PAGES)
def test_a_page_names_all_that_its_script_imports(client: TestClient, path: str) -> None:
    text = client.get(path).text
    scripts = re.findall(r'<script [^>]*type="module" src="([^"]+)">', text)
    named = re.findall(r'<link rel="modulepreload" href="([^"]+)">', text)
    assert len(set(named)) == len(named)
    needed, unread = set(), [*scripts]
    while unread:
        source = client.get(address := unread.pop()).text
        for name in IMPORT.findall(source):
            if (found := urljoin(address, name)) not in needed:
                needed.add(found)
                unread.append(found)
    assert set(named) == needed


@pytest.mark.parametrize("path", PAGES)
def test_what_is_named_by_its_content_is_kept_for_good(client: TestClient, path: str) -> None:
    named = re.findall(r'(?:src|href)="(/static/dist/[^"]+)"', client.get(path).text)
    assert named
    for address in named:
        response = client.get(address)
        assert response.status_code == 200
        assert "immutable" in response.headers["cache-control"]


def test_a_page_takes_at_most_twelve_files(client: TestClient) -> None:
    for path in PAGES:
        named = re.findall(r'(?:src|href)="(/static[^"]+)"', client.get(path).text)
        assert len(named) <= 12


def test_pages_that_were_not_built_say_how_to_build_them(tmp_path: Path) -> None:
    bundle = Bundle(tmp_path, "/static/dist")
    assert not bundle.is_built()
    with pytest.raises(RuntimeError, match="make build"):
        bundle.elements("workbench")


def test_pages_built_anew_are_named_at_once(tmp_path: Path) -> None:
    def built(name: str, changed: int) -> None:
        page: dict[str, object] = {"script": name, "style": None, "chunks": []}
        manifest = tmp_path / "manifest.json"
        manifest.write_text(json.dumps({"workbench": page}))
        os.utime(manifest, (changed, changed))

    bundle = Bundle(tmp_path, "/static/dist")
    built("workbench-AAAAAAAA.js", 1)
    assert "workbench-AAAAAAAA.js" in bundle.elements("workbench")
    built("workbench-BBBBBBBB.js", 2)
    assert "workbench-BBBBBBBB.js" in bundle.elements("workbench")
