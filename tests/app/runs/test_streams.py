"""Training and events as streams, over a real socket; and two clients at one run."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import httpx2
import pytest

from tests.app.conftest import Serve, until


@pytest.fixture
def client(serve: Serve) -> httpx2.Client:
    return serve()


@pytest.fixture
def run(client: httpx2.Client) -> str:
    path: str = client.post("/api/runs").headers["location"]
    return path


def lines(response: httpx2.Response) -> Iterator[dict[str, Any]]:
    for line in response.iter_lines():
        yield json.loads(line)


def train(client: httpx2.Client, run: str, **order: Any) -> list[dict[str, Any]]:
    with client.stream("POST", f"{run}/train", json=order) as response:
        assert response.status_code == 200
        assert response.headers["content-type"] == "application/x-ndjson"
        assert "content-encoding" not in response.headers
        return list(lines(response))


@contextmanager
def following(client: httpx2.Client, run: str) -> Iterator[Iterator[dict[str, Any]]]:
    with client.stream("GET", f"{run}/events") as response:
        assert response.headers["content-type"].startswith("text/event-stream")

        def events() -> Iterator[dict[str, Any]]:
            name = ""
            for line in response.iter_lines():
                if line.startswith("event: "):
                    name = line.removeprefix("event: ")
                elif line.startswith("data: "):
                    assert name == "run"
                    yield json.loads(line.removeprefix("data: "))

        yield events()


def test_a_training_ends_after_its_iterations(client: httpx2.Client, run: str) -> None:
    progress = train(client, run, iterations=137)
    assert [line["stopped"] for line in progress[:-1]] == [None] * (len(progress) - 1)
    assert progress[-1]["stopped"] == "iterations"
    assert progress[-1]["iteration"] == client.get(run).json()["iteration"] == 137
    assert progress[-1]["loss"] == client.get(run).json()["loss"]


def test_a_training_ends_below_a_loss(client: httpx2.Client, run: str) -> None:
    last = train(client, run, until_loss=0.1)[-1]
    assert last["stopped"] == "loss"
    assert last["loss"] < 0.1
    history = client.get(f"{run}/history").json()["loss"]
    assert all(loss >= 0.1 for loss in history[:-1])
    again = train(client, run, until_loss=0.1)
    assert [(line["stopped"], line["iteration"]) for line in again] == [("loss", last["iteration"])]


def test_progress_comes_while_it_trains(client: httpx2.Client, run: str) -> None:
    progress = train(client, run, iterations=40_000)
    iterations = [line["iteration"] for line in progress]
    assert len(progress) > 3
    assert iterations == sorted(set(iterations))


def test_a_paced_training_tells_every_iteration_and_keeps_time(
    client: httpx2.Client, run: str
) -> None:
    begun = time.monotonic()
    progress = train(client, run, iterations=5, iterations_per_second=10)
    assert time.monotonic() - begun > 0.35
    assert [line["iteration"] for line in progress] == [1, 2, 3, 4, 5]


def test_a_fast_pace_is_kept_without_a_line_for_each_iteration(
    client: httpx2.Client, run: str
) -> None:
    begun = time.monotonic()
    progress = train(client, run, iterations=300, iterations_per_second=500)
    assert time.monotonic() - begun > 0.5
    assert len(progress) < 150


def test_a_pause_by_another_client_stops_it(client: httpx2.Client, run: str) -> None:
    with ThreadPoolExecutor() as pool:
        training = pool.submit(train, client, run, iterations_per_second=0.01)
        until(lambda: client.get(run).json()["training"])
        assert client.post(f"{run}/pause").status_code == 204
        assert client.get(run).json()["training"] is False
        last = training.result(timeout=60)[-1]
    assert (last["stopped"], last["message"]) == ("cancelled", "Paused.")
    # The next iteration would have come after 100 seconds; nobody waited for it.
    assert last["iteration"] == 1
    assert client.post(f"{run}/pause").status_code == 204


def test_a_client_that_goes_away_stops_its_training(client: httpx2.Client, run: str) -> None:
    with client.stream("POST", f"{run}/train", json={}) as response:
        next(response.iter_lines())
    until(lambda: not client.get(run).json()["training"])
    iteration = client.get(run).json()["iteration"]
    time.sleep(0.2)
    assert client.get(run).json()["iteration"] == iteration
    assert train(client, run, iterations=1)[-1]["iteration"] == iteration + 1


def test_only_one_training_at_a_time(client: httpx2.Client, run: str) -> None:
    with client.stream("POST", f"{run}/train", json={"iterations_per_second": 1}) as response:
        progress = lines(response)
        next(progress)
        second = client.post(f"{run}/train", json={})
        assert second.status_code == 409
        assert second.json()["type"].endswith("already-training")


def test_other_requests_pass_while_it_trains(client: httpx2.Client, run: str) -> None:
    with client.stream("POST", f"{run}/train", json={}) as response:
        progress = lines(response)
        next(progress)
        for _ in range(20):
            assert client.get(f"{run}/iterations/latest").status_code == 200
            assert client.patch(run, json={"learning_rate": 0.2}).status_code == 200
        assert client.get(run).json()["training"] is True
        assert next(progress)["stopped"] is None


def test_a_rewind_ends_a_training(client: httpx2.Client, run: str) -> None:
    with client.stream("POST", f"{run}/train", json={"iterations_per_second": 20}) as response:
        progress = lines(response)
        next(progress)
        assert client.post(f"{run}/rewind", json={"iteration": 0}).json()["iteration"] == 0
        last = list(progress)[-1]
    assert (last["stopped"], last["message"]) == ("cancelled", "The run was rewound.")
    assert client.get(run).json()["iteration"] == 0


def test_a_deleted_run_ends_its_training_and_its_events(client: httpx2.Client, run: str) -> None:
    with (
        following(client, run) as events,
        client.stream("POST", f"{run}/train", json={"iterations_per_second": 20}) as response,
    ):
        progress = lines(response)
        next(progress)
        assert client.delete(run).status_code == 204
        assert list(progress)[-1]["stopped"] == "cancelled"
        assert list(events)[-1]["cause"] == "deleted"


def test_a_training_ends_when_its_time_is_over(serve: Serve) -> None:
    client = serve(train_seconds=0.3)
    run = client.post("/api/runs").headers["location"]
    for order in ({}, {"iterations_per_second": 1}):
        last = train(client, run, **order)[-1]
        assert last["stopped"] == "time"
        assert "0.3 seconds" in last["message"]


def test_a_run_has_a_last_iteration(serve: Serve) -> None:
    client = serve(max_iteration=10)
    run = client.post("/api/runs").headers["location"]
    last = train(client, run)[-1]
    assert (last["iteration"], last["stopped"]) == (10, "iterations")
    assert "10" in last["message"]
    refused = client.post(f"{run}/step")
    assert refused.status_code == 409
    assert refused.json()["type"].endswith("last-iteration")


def test_events_follow_every_client(client: httpx2.Client, run: str) -> None:
    with following(client, run) as events:
        first = next(events)
        assert (first["cause"], first["iteration"], first["training"]) == ("connected", 0, False)

        client.post(f"{run}/step")
        event = next(events)
        assert (event["cause"], event["iteration"]) == ("step", 1)
        assert event["loss"] == client.get(run).json()["loss"]

        client.patch(run, json={"learning_rate": 0.5})
        event = next(events)
        assert event["cause"] == "patch"
        assert event["hyperparameters"]["learning_rate"] == 0.5

        client.post(f"{run}/rewind", json={"iteration": 0})
        assert next(events)["cause"] == "rewind"

        train(client, run, iterations=50)
        for event in events:
            assert event["cause"] == "train"
            if not event["training"]:
                break
        assert event["iteration"] == 50


def test_events_are_coalesced_and_end_with_the_latest_state(
    client: httpx2.Client, run: str
) -> None:
    with following(client, run) as events:
        next(events)
        for _ in range(100):
            client.post(f"{run}/step?fields=loss")
        seen = 0
        for event in events:
            seen += 1
            if event["iteration"] == 100:
                break
        assert seen < 100


def test_a_silent_stream_shows_that_it_lives(serve: Serve) -> None:
    client = serve(heartbeat_seconds=0.1)
    run = client.post("/api/runs").headers["location"]
    with client.stream("GET", f"{run}/events") as response:
        received = response.iter_lines()
        assert any(line.startswith(":") for line in received)


def test_event_streams_are_limited_and_given_back(serve: Serve) -> None:
    client = serve(max_event_streams_per_run=1)
    run = client.post("/api/runs").headers["location"]
    with following(client, run) as events:
        next(events)
        refused = client.get(f"{run}/events")
        assert refused.status_code == 503
        assert refused.json()["type"].endswith("too-many-event-streams")

    def free() -> bool:
        with client.stream("GET", f"{run}/events") as response:
            return response.status_code == 200

    until(free)


def test_event_streams_of_all_runs_are_limited(serve: Serve) -> None:
    client = serve(max_event_streams=1)
    run, other = (client.post("/api/runs").headers["location"] for _ in range(2))
    with following(client, run) as events:
        next(events)
        assert client.get(f"{other}/events").status_code == 503


def test_trainings_are_limited(serve: Serve) -> None:
    client = serve(max_trainings=1)
    run, other = (client.post("/api/runs").headers["location"] for _ in range(2))
    with client.stream("POST", f"{run}/train", json={"iterations_per_second": 1}) as response:
        progress = lines(response)
        next(progress)
        refused = client.post(f"{other}/train", json={})
        assert refused.status_code == 503
        assert refused.headers["retry-after"]
        assert refused.json()["type"].endswith("too-many-trainings")


def test_two_clients_never_lose_or_double_an_iteration(client: httpx2.Client, run: str) -> None:
    """Steps, trainings and reads at once: the iterations add up, and the numbers are right."""
    seen: list[int] = []
    guard = threading.Lock()

    def steps() -> None:
        with httpx2.Client(base_url=client.base_url, timeout=60) as own:
            for _ in range(100):
                iteration = own.post(f"{run}/step").json()["iteration"]
                own.get(f"{run}/iterations/latest?fields=h")
                with guard:
                    seen.append(iteration)

    with ThreadPoolExecutor() as pool:
        workers = [pool.submit(steps) for _ in range(4)]
        training = pool.submit(train, client, run, iterations=500, iterations_per_second=2000)
        for worker in workers:
            worker.result(timeout=60)
        training.result(timeout=60)
    assert len(set(seen)) == len(seen) == 400
    assert client.get(run).json()["iteration"] == 900
    alone = client.post("/api/runs", json={"iteration": 900}).json()["links"]["trace"]
    assert client.get(alone).json() == client.get(f"{run}/iterations/latest").json()


def test_a_long_replay_is_bounded_and_blocks_nobody(serve: Serve) -> None:
    client = serve(replay_seconds=1.0)
    run = client.post("/api/runs").headers["location"]
    body = {"text": "ab" * 100, "hidden_size": 64, "iteration": 1_000_000}
    with ThreadPoolExecutor() as pool:
        replay = pool.submit(client.post, "/api/runs", json=body)
        answered = 0
        while not replay.done():
            assert client.post(f"{run}/step").status_code == 200
            answered += 1
        refused = replay.result()
    # One that waits for the replay is answered once.
    assert answered > 3
    assert refused.status_code == 422
    problem = refused.json()
    assert problem["type"].endswith("replay-too-long")
    assert problem["errors"][0]["field"] == "iteration"
