"""Static files: there, small, and asked for no more often than needed."""

from __future__ import annotations

import re
from urllib.parse import urljoin

import pytest
from starlette.testclient import TestClient

from app.web.assets import plotly_version


def test_a_file_is_revalidated(client: TestClient) -> None:
    first = client.get("/static/css/tokens.css")
    assert first.status_code == 200
    assert first.headers["content-type"].startswith("text/css")
    assert first.headers["cache-control"] == "no-cache"
    etag = first.headers["etag"]
    again = client.get("/static/css/tokens.css", headers={"If-None-Match": etag})
    assert again.status_code == 304
    assert again.headers["etag"] == etag
    assert again.content == b""


def test_modules_are_served_as_javascript(client: TestClient) -> None:
    assert client.get("/static/js/docs.js").headers["content-type"].startswith("text/javascript")


def test_plotly_is_compressed_and_kept_for_good(client: TestClient) -> None:
    path = f"/static-plotly/plotly.min.js?v={plotly_version()}"
    response = client.get(path, headers={"Accept-Encoding": "gzip"})
    assert response.headers["content-encoding"] == "gzip"
    assert response.headers["vary"] == "Accept-Encoding"
    assert int(response.headers["content-length"]) < len(response.content) / 2
    assert "immutable" in response.headers["cache-control"]
    plain = client.get(path, headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert plain.content == response.content
    assert plain.headers["etag"] != response.headers["etag"]
    assert client.get("/static-plotly/plotly.min.js").headers["cache-control"] == "no-cache"


def test_a_head_request_has_no_body(client: TestClient) -> None:
    for path in ("/", "/docs", "/static/css/tokens.css"):
        response = client.head(path)
        assert response.status_code == 200
        assert response.content == b""


def test_large_answers_are_compressed_and_small_ones_are_not(client: TestClient) -> None:
    small = client.post("/api/runs", json={"text": "hello", "hidden_size": 2})
    assert "content-encoding" not in small.headers
    path = client.post("/api/runs", json={"text": "abc" * 60, "hidden_size": 64}).json()
    large = client.get(path["links"]["trace"])
    assert large.headers["content-encoding"] == "gzip"


def test_the_pages_are_there(client: TestClient) -> None:
    for path in ("/", "/compare", "/docs"):
        page = client.get(path)
        assert page.status_code == 200
        assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert 'id="page-config"' in client.get("/").text
    assert "/static-swagger/swagger-ui-bundle.js" in client.get("/docs").text


PAGES = {
    "/": "js/pages/workbench.js",
    "/compare": "js/pages/compare.js",
    "/experiments": "js/pages/models.js",
    "/gradients": "js/pages/gradients.js",
    "/docs": "js/docs.js",
}


@pytest.mark.parametrize("path", PAGES)
def test_a_page_names_all_that_its_script_imports(client: TestClient, path: str) -> None:
    text = client.get(path).text
    script = re.search(rf'<script type="module" src="([^"]+/{PAGES[path]})">', text)
    assert script is not None
    named = re.findall(r'<link rel="modulepreload" href="([^"]+)">', text)
    assert len(set(named)) == len(named)
    imports = re.compile(r'^(?:import|export|\}) ?[^"\n(]*"(\.[^"]+)";$', re.MULTILINE)
    needed, unread = set(), [script[1]]
    while unread:
        source = client.get(address := unread.pop()).text
        for name in imports.findall(source):
            if (found := urljoin(address, name)) not in needed:
                needed.add(found)
                unread.append(found)
    assert set(named) == needed - {script[1]}


@pytest.mark.parametrize("path", PAGES)
def test_what_a_page_names_is_kept_for_good(client: TestClient, path: str) -> None:
    named = re.findall(r'(?:src|href)="(/static/[^"]+)"', client.get(path).text)
    assert named
    for address in named:
        response = client.get(address)
        assert response.status_code == 200
        assert "immutable" in response.headers["cache-control"]


def test_what_a_file_is_now_is_not_kept_under_an_earlier_version(client: TestClient) -> None:
    answer = client.get("/static/0123456789abcdef/css/tokens.css")
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-cache"
