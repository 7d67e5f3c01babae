"""The store: bounded and expiring, but never at the cost of a run in use."""

from __future__ import annotations

import httpx2
import pytest
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


def test_the_least_recently_used_run_makes_place(connect: Connect) -> None:
    client = connect(max_runs=3)
    first, second, third = (create(client) for _ in range(3))
    client.get(first)
    fourth = create(client)
    alive = [client.get(run).status_code for run in (first, second, third, fourth)]
    assert alive == [200, 404, 200, 200]


def test_an_idle_run_expires(connect: Connect) -> None:
    clock = Clock()
    client = connect(clock=clock, run_idle_seconds=60)
    run = create(client)
    for _ in range(4):
        clock.now += 59
        assert client.get(run).status_code == 200
    clock.now += 61
    gone = client.get(run)
    assert gone.status_code == 404
    assert "expired" in gone.json()["detail"]


def test_a_run_in_use_is_neither_evicted_nor_expired(serve: Serve) -> None:
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
        refused = client.post("/api/runs")
        assert refused.status_code == 503
        assert refused.json()["type"].endswith("too-many-runs")
        clock.now += 61
        assert client.get(followed).status_code == 200
        assert client.get(trained).status_code == 200

    def gone() -> bool:
        """A while later: the server has to notice first that nobody listens any more."""
        clock.now += 61
        return client.get(followed).status_code == 404

    until(gone)


@pytest.mark.parametrize("number", [1, 5])
def test_the_number_of_runs_is_bounded(connect: Connect, number: int) -> None:
    client = connect(max_runs=number)
    runs = [create(client) for _ in range(number + 3)]
    assert sum(client.get(run).status_code == 200 for run in runs) == number
