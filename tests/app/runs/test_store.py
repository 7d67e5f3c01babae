"""The store: bounded and expiring, but never at the cost of a run in use."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import httpx2
from fastapi import FastAPI
from starlette.testclient import TestClient

from tests.app.conftest import Connect, Serve, until


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def create(client: TestClient | httpx2.Client) -> str:
    path: str = client.post("/api/runs").headers["location"]
    return path


def in_memory(client: TestClient) -> int:
    app = client.app
    assert isinstance(app, FastAPI)
    return len(app.state.runs)


def test_the_number_of_runs_in_memory_is_bounded_and_none_is_lost(connect: Connect) -> None:
    client = connect(max_runs=3)
    runs = [create(client) for _ in range(6)]
    for run in runs:
        client.post(f"{run}/step?fields=loss")
    assert in_memory(client) == 3
    assert [client.get(run).json()["iteration"] for run in runs] == [1] * 6
    assert in_memory(client) == 3


def test_an_idle_run_leaves_memory_and_is_had_again(connect: Connect) -> None:
    clock = Clock()
    client = connect(clock=clock, run_idle_seconds=60, max_runs=5)
    run = create(client)
    before = client.post(f"{run}/step").json()
    clock.now += 59
    assert client.get(run).status_code == 200
    clock.now += 61
    create(client)
    assert in_memory(client) == 1
    assert client.get(f"{run}/iterations/latest").json() == before
    assert in_memory(client) == 2


def test_a_run_in_use_stays_in_memory(serve: Serve) -> None:
    clock = Clock()
    client = serve(clock=clock, max_runs=2, run_idle_seconds=60)
    followed, trained = create(client), create(client)
    with (
        client.stream("GET", f"{followed}/events") as events,
        client.stream("POST", f"{trained}/train", json={"iterations_per_second": 1}) as training,
    ):
        received = events.iter_lines()
        progress = training.iter_lines()
        next(received)
        next(progress)
        clock.now += 61
        refused = client.post("/api/runs")
        assert refused.status_code == 503
        assert refused.json()["type"].endswith("too-many-runs")
        assert client.get(followed).status_code == 200
        assert client.get(trained).json()["training"]
    # The server has to notice first that nobody listens any more.
    until(lambda: client.post("/api/runs").status_code == 201)


def test_a_run_is_computed_again_once_for_all_who_ask(serve: Serve) -> None:
    client = serve(max_runs=1)
    run = create(client)
    with client.stream("POST", f"{run}/train", json={"iterations": 3000}) as training:
        training.read()
    create(client)
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(client.get, [run] * 8))
    assert [answer.json()["iteration"] for answer in answers] == [3000] * 8


def test_a_run_that_takes_long_to_compute_again_is_waited_for(serve: Serve) -> None:
    client = serve(max_runs=1, replay_seconds=0.001, chunk_seconds=0.005)
    run = create(client)
    with client.stream("POST", f"{run}/train", json={"iterations": 5000}) as training:
        training.read()
    create(client)
    answer = client.get(run)
    assert answer.status_code == 503
    assert answer.json()["type"].endswith("run-loading")
    assert answer.headers["retry-after"]
    until(lambda: client.get(run).status_code == 200)
    assert client.get(run).json()["iteration"] == 5000


def test_what_is_deleted_is_not_had_again(connect: Connect) -> None:
    client = connect(max_runs=1)
    run, other = create(client), create(client)
    assert client.delete(run).status_code == 204
    assert client.delete(other).status_code == 204
    assert [client.get(path).status_code for path in (run, other)] == [404, 404]
    assert client.delete(run).status_code == 404
