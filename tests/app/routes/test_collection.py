"""The runs of one browser: listed, given titles, deleted; nobody else's."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from app.main import create_app
from app.settings import Settings
from tests.app.conftest import Connect

Json = dict[str, Any]


def made(client: TestClient, iteration: int = 1, **values: Any) -> str:
    answer = client.post("/api/runs", json={"iteration": iteration, **values})
    assert answer.status_code == 201, answer.text
    path: str = answer.headers["location"]
    return path


def listed(client: TestClient, query: str = "") -> list[Json]:
    runs: list[Json] = client.get(f"/api/runs{query}").json()["runs"]
    return runs


def paths(client: TestClient, query: str = "") -> list[str]:
    return [run["links"]["self"] for run in listed(client, query)]


def test_a_browser_lists_its_runs_the_latest_used_first(client: TestClient) -> None:
    first, second = made(client), made(client, text="banana")
    assert paths(client) == [second, first]
    client.post(f"{first}/step")
    assert paths(client) == [first, second]
    run = listed(client)[0]
    assert (run["iteration"], run["configuration"]["text"], run["title"]) == (2, "hello", "")
    assert client.get(run["links"]["page"]).status_code == 200


def test_another_browser_lists_none_of_them_and_opens_those_that_it_knows(
    client: TestClient,
) -> None:
    run = made(client)
    client.cookies.clear()
    assert client.get("/api/runs").json()["total"] == 0
    assert client.get(run).status_code == 200
    other = made(client)
    assert paths(client) == [other]
    assert client.delete("/api/runs").status_code == 204
    assert client.get(run).status_code == 200


def test_the_cookie_is_out_of_reach_and_says_nothing(connect: Connect) -> None:
    client = connect()
    cookie = client.post("/api/runs").headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert "Secure" not in cookie
    assert "set-cookie" not in client.post("/api/runs").headers


def test_the_database_holds_no_token(tmp_path: Path) -> None:
    path = tmp_path / "runs.sqlite3"
    app = create_app(Settings(database=f"sqlite:///{path}"))
    with TestClient(app, base_url="http://localhost:8000") as client:
        made(client)
        token = client.cookies["owner"]
    files = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert b"seed" in files
    assert token.encode() not in files


def test_what_was_never_trained_is_not_listed_until_it_is(client: TestClient) -> None:
    run = made(client, iteration=0)
    assert listed(client) == []
    client.post(f"{run}/step")
    assert paths(client) == [run]


def test_what_is_made_to_be_unlisted_is_not_listed(client: TestClient) -> None:
    run = made(client, listed=False)
    assert listed(client) == []
    assert client.get(run).json()["iteration"] == 1


def test_a_fork_belongs_to_whoever_forks(client: TestClient) -> None:
    run = made(client)
    client.cookies.clear()
    fork = client.post(f"{run}/fork").headers["location"]
    assert paths(client) == [fork]


@pytest.mark.parametrize(
    "title", ["A rate too high", "<script>alert(1)</script>", "学习率太高", "x" * 100]
)
def test_a_run_has_a_title(client: TestClient, title: str) -> None:
    run = made(client, iteration=0)
    assert client.put(f"{run}/title", json={"title": title}).status_code == 204
    assert [each["title"] for each in listed(client)] == [title]
    assert client.put(f"{run}/title", json={"title": ""}).status_code == 204
    assert listed(client) == []


def test_a_title_that_is_too_long_is_refused(client: TestClient, run: str) -> None:
    answer = client.put(f"{run}/title", json={"title": "x" * 101})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "title"


def test_a_sketch_is_of_the_losses(client: TestClient) -> None:
    run = made(client, iteration=0)
    for iterations in (1, 2, 400, 3):
        client.post(f"{run}/train", json={"iterations": iterations})
        history = client.get(f"{run}/history?points=2000").json()
        losses = dict(zip(history["iterations"], history["loss"], strict=True))
        sketch = listed(client)[0]["sketch"]
        assert len(sketch["iterations"]) <= 60
        points = zip(sketch["iterations"], sketch["loss"], strict=True)
        assert all(losses[k] == loss for k, loss in points)
        assert sketch["iterations"][-1] >= history["iterations"][-1] / 1.05


def test_a_run_that_is_made_at_an_iteration_has_a_sketch_at_once(client: TestClient) -> None:
    made(client, iteration=7)
    sketch = listed(client)[0]["sketch"]
    assert sketch["iterations"][0] == 0
    assert sketch["iterations"][-1] == 7


def test_pages_of_the_list_are_the_list(client: TestClient) -> None:
    runs = [made(client) for _ in range(7)][::-1]

    @given(skip=st.integers(0, 9), most=st.integers(1, 9))
    def holds(skip: int, most: int) -> None:
        assert paths(client, f"?skip={skip}&most={most}") == runs[skip : skip + most]

    holds()
    assert client.get("/api/runs?most=2").json()["total"] == 7


@pytest.mark.parametrize("query", ["most=0", "most=101", "skip=-1", "most=x"])
def test_a_page_that_cannot_be_is_refused(client: TestClient, query: str) -> None:
    assert client.get(f"/api/runs?{query}").status_code == 422


def test_one_or_all_are_deleted(client: TestClient) -> None:
    first, second, third = (made(client) for _ in range(3))
    client.delete(second)
    assert paths(client) == [third, first]
    assert client.delete("/api/runs").status_code == 204
    assert listed(client) == []
    assert [client.get(run).status_code for run in (first, second, third)] == [404] * 3


def test_it_says_how_long_runs_are_kept(connect: Connect) -> None:
    client = connect(run_kept_seconds=3600)
    assert client.get("/api/runs").json()["kept_seconds"] == 3600
