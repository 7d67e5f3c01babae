"""What whoever runs the server asks of it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import httpx2
import pytest
from fastapi import FastAPI
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import text
from starlette.testclient import TestClient

from app.database.connection import Database
from app.routes import operation
from app.runs.store import RunStore
from tests.app.conftest import Connect, Serve, until
from tests.app.routes.test_errors import problem

Labels = tuple[tuple[str, str], ...]


def store_of(client: TestClient) -> RunStore:
    assert isinstance(client.app, FastAPI)
    store: RunStore = client.app.state.runs
    return store


def metrics(client: TestClient | httpx2.Client) -> dict[tuple[str, Labels], float]:
    """Every sample by its name and labels."""
    answer = client.get("/metrics")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/plain; version=")
    return {
        (
            sample.name.removeprefix("rnn_explainer_"),
            tuple(sorted(sample.labels.items())),
        ): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


def labels(method: str, route: str, status: int | None = None) -> Labels:
    named = {"method": method, "route": route}
    return tuple(sorted((named if status is None else {**named, "status": str(status)}).items()))


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_a_server_is_alive_and_ready(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    assert client.head(path).status_code == 200


def test_it_is_not_ready_while_the_database_takes_no_changes(
    connect: Connect, tmp_path: Path
) -> None:
    client = connect(database=f"sqlite:///{tmp_path / 'runs.sqlite3'}")
    assert isinstance(client.app, FastAPI)
    database: Database = client.app.state.database

    def only_reads(only: bool) -> None:
        with database.begin() as connection:
            connection.execute(text(f"PRAGMA query_only={'ON' if only else 'OFF'}"))

    only_reads(True)
    told = problem(client.get("/readyz"), 503)
    assert told["type"].endswith(":not-ready")
    assert "readonly" in told["detail"]
    assert client.get("/readyz?lang=zh").json()["detail"].startswith("数据库")
    assert client.get("/readyz").headers["retry-after"] == "5"
    assert client.get("/healthz").status_code == 200
    only_reads(False)
    assert client.get("/readyz").status_code == 200


def test_it_is_not_ready_while_the_database_does_not_answer(
    connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = connect()
    assert isinstance(client.app, FastAPI)
    database: Database = client.app.state.database
    monkeypatch.setattr(operation, "_READY_SECONDS", 0.01)
    with database.begin():
        told = problem(client.get("/readyz"), 503)
        assert told["detail"] == "The database has not answered for 0.01 seconds."
    monkeypatch.undo()
    assert client.get("/readyz").status_code == 200


def test_it_is_not_ready_once_it_is_stopping_but_alive(connect: Connect) -> None:
    client = connect()
    store_of(client).close()
    assert problem(client.get("/readyz"), 503)["detail"] == "The server is stopping."
    assert client.get("/healthz").status_code == 200


def test_a_full_server_is_ready(connect: Connect) -> None:
    client = connect(max_runs=1)
    run = client.post("/api/runs").headers["location"]
    live = store_of(client)._runs[run.rpartition("/")[2]]
    store_of(client).subscribe(live)
    assert client.post("/api/runs").status_code == 503
    assert client.get("/readyz").status_code == 200


def test_metrics_are_served_only_where_they_are_asked_for(
    client: TestClient, connect: Connect
) -> None:
    problem(client.get("/metrics"), 404)
    assert connect(metrics=True).get("/metrics").status_code == 200


def test_requests_are_counted_by_route_and_never_by_what_was_written(connect: Connect) -> None:
    client = connect(metrics=True)
    for place in range(3):
        client.get(f"/api/runs/my-own-words-{place}?my=own")
        client.get(f"/my-own-words-{place}")
    client.get("/static/icon.svg")
    client.request("MINE", "/api/limits")
    found = metrics(client)
    assert found["requests_total", labels("GET", "/api/runs/{id}", 404)] == 3
    assert found["requests_total", labels("GET", "unknown", 404)] == 3
    assert found["requests_total", labels("GET", "/static/*", 200)] == 1
    assert found["requests_total", labels("other", "/api/limits", 405)] == 1
    assert found["request_seconds_count", labels("GET", "/api/runs/{id}")] == 3
    assert found["request_seconds_sum", labels("GET", "/api/runs/{id}")] > 0
    assert not any("my" in value or "MINE" in value for _, named in found for _, value in named)
    # The answer to this one counts the one before.
    assert metrics(client)["requests_total", labels("GET", "/metrics", 200)] == 1


def test_each_application_counts_for_itself(connect: Connect) -> None:
    one, other = connect(metrics=True), connect(metrics=True)
    one.post("/api/runs")
    assert metrics(one)["runs_kept", ()] == 1
    assert metrics(other)["runs_kept", ()] == 0
    assert ("requests_total", labels("POST", "/api/runs", 201)) not in metrics(other)


def test_iterations_are_counted_that_were_stepped_and_trained(connect: Connect) -> None:
    client = connect(metrics=True, max_runs=1)
    run = client.post("/api/runs").headers["location"]
    client.post(f"{run}/step")
    client.post(f"{run}/train", json={"iterations": 300})
    client.post(f"{run}/rewind", json={"iteration": 10})
    client.post(f"{run}/step")
    client.delete(run)
    client.post("/api/runs")
    client.post("/api/runs")
    found = metrics(client)
    assert found["iterations_trained_total", ()] == 302
    assert found["runs_kept", ()] == 2
    assert found["runs_in_memory", ()] == 1


def test_streams_and_trainings_are_counted_while_they_last(serve: Serve) -> None:
    client = serve(metrics=True)
    run = client.post("/api/runs").headers["location"]

    def seen(name: str) -> Callable[[], float]:
        return lambda: metrics(client)[name, ()]

    with ExitStack() as streams:
        order = {"iterations_per_second": 5}
        streams.enter_context(client.stream("GET", f"{run}/events"))
        streams.enter_context(client.stream("POST", f"{run}/train", json=order))
        assert seen("event_streams")() == 1
        assert seen("trainings")() == 1
    until(lambda: seen("event_streams")() == 0 and seen("trainings")() == 0)
    assert metrics(client)["requests_total", labels("GET", "/api/runs/{id}/events", 200)] == 1
