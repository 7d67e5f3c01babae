"""Several processes on one PostgreSQL: whichever is asked, a run is one run."""

from __future__ import annotations

import itertools
import json
import threading
from collections.abc import Callable, Iterator
from typing import Any

import httpx2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import update
from starlette.testclient import TestClient

from app.database import tables
from app.database.connection import Database
from app.database.records import TOPIC
from app.settings import Settings
from tests.app import forked
from tests.app.conftest import Connect, Serve, until
from tests.app.runs.test_durable import CHANGES, whole

Json = dict[str, Any]
Client = TestClient | httpx2.Client
SERVERS = 2


@pytest.fixture
def pair(connect: Connect, postgresql: str) -> list[TestClient]:
    """Clients of two servers that share a database."""
    return [connect(database=postgresql) for _ in range(SERVERS)]


@pytest.fixture
def serving(serve: Serve, postgresql: str) -> list[httpx2.Client]:
    """The same behind real sockets."""
    return [serve(database=postgresql) for _ in range(SERVERS)]


def test_a_run_that_one_server_made_is_on_the_other_too(pair: list[TestClient]) -> None:
    first, second = pair
    run = first.post("/api/runs", json={"cell": "lstm", "iteration": 7}).headers["location"]
    assert whole(second, run) == whole(first, run)


@pytest.mark.parametrize("there", CHANGES)
@pytest.mark.parametrize("here", CHANGES)
def test_each_server_goes_on_from_what_the_other_did(
    pair: list[TestClient], client: TestClient, here: str, there: str
) -> None:
    runs = [each.post("/api/runs").headers["location"] for each in (pair[0], client)]
    whole(pair[1], runs[0])
    changes = ("step", "patch", "step", here, there, here, there)
    for change, who in zip(changes, itertools.cycle((0, 1)), strict=False):
        shared, alone = pair[who], client
        answers = [CHANGES[change](*each) for each in ((shared, runs[0]), (alone, runs[1]))]
        assert answers[0].status_code == answers[1].status_code
    same = [without_ids(whole(each, runs[0])) for each in pair]
    assert same[0] == same[1] == without_ids(whole(client, runs[1]))


def without_ids(documents: tuple[Json, ...]) -> list[Json]:
    return [
        {name: value for name, value in each.items() if name not in ("id", "links")}
        for each in documents
    ]


@settings(
    max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(
    moves=st.lists(
        st.tuples(st.sampled_from(sorted(CHANGES)), st.integers(0, SERVERS - 1)), max_size=12
    ),
    cell=st.sampled_from(["tanh", "gru", "lstm"]),
)
def test_however_a_run_s_requests_are_spread_its_numbers_are_those_of_one_server(
    pair: list[TestClient], client: TestClient, moves: list[tuple[str, int]], cell: str
) -> None:
    runs = [
        each.post("/api/runs", json={"cell": cell, "hidden_size": 3}).headers["location"]
        for each in (pair[0], client)
    ]
    for change, who in moves:
        answers = [
            CHANGES[change](each, run) for each, run in zip((pair[who], client), runs, strict=True)
        ]
        assert answers[0].status_code == answers[1].status_code
    for each in pair:
        assert without_ids(whole(each, runs[0])) == without_ids(whole(client, runs[1]))


def test_what_one_server_trained_far_the_other_computes_again(pair: list[TestClient]) -> None:
    first, second = pair
    run = first.post("/api/runs").headers["location"]
    whole(second, run)
    first.post(f"{run}/train", json={"iterations": 3000})
    assert whole(second, run) == whole(first, run)
    assert second.post(f"{run}/step").json()["iteration"] == 3001


def test_a_run_that_one_server_deleted_is_gone_from_the_other(pair: list[TestClient]) -> None:
    first, second = pair
    run = first.post("/api/runs").headers["location"]
    whole(second, run)
    assert first.delete(run).status_code == 204
    for path in ("", "/iterations/latest", "/history"):
        assert second.get(run + path).status_code == 404
    assert second.post(f"{run}/step").status_code == 404


def test_an_order_that_is_repeated_elsewhere_is_carried_out_once(pair: list[TestClient]) -> None:
    first, second = pair
    run = first.post("/api/runs").headers["location"]
    key = {"Idempotency-Key": "a"}
    steps = [each.post(f"{run}/step", headers=key).json() for each in (first, second, first)]
    assert steps[0] == steps[1] == steps[2]
    forks = [
        each.post(f"{run}/fork", headers={"Idempotency-Key": "b"}).json()["id"]
        for each in (second, first)
    ]
    assert forks[0] == forks[1]


def test_steps_at_once_on_both_servers_are_all_made(serving: list[httpx2.Client]) -> None:
    run = serving[0].post("/api/runs").headers["location"]
    seen: list[int] = []

    def steps(client: httpx2.Client) -> None:
        for _ in range(25):
            answer = client.post(f"{run}/step?fields=loss,iteration")
            assert answer.status_code == 200, answer.text
            seen.append(answer.json()["iteration"])

    threads = [threading.Thread(target=steps, args=(each,)) for each in serving]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(seen) == list(range(1, 51))
    assert {each.get(run).json()["iteration"] for each in serving} == {50}


class Events:
    """The events of a run, as someone follows them."""

    def __init__(self, client: httpx2.Client, run: str) -> None:
        self.latest: Json = {}
        self.causes: list[str] = []
        self.ended = False
        self._lines = client.stream("GET", f"{run}/events", timeout=60)
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()
        until(lambda: bool(self.causes))

    def _read(self) -> None:
        with self._lines as answer:
            for line in answer.iter_lines():
                if line.startswith("data: "):
                    self.latest = json.loads(line.removeprefix("data: "))
                    self.causes.append(self.latest["cause"])
        self.ended = True


@pytest.mark.parametrize("change", CHANGES)
def test_who_follows_a_run_on_one_server_sees_what_is_done_on_the_other(
    serving: list[httpx2.Client], change: str
) -> None:
    first, second = serving
    run = first.post("/api/runs").headers["location"]
    for before in ("step", "step", "patch", "edit", "undo"):
        CHANGES[before](first, run)  # type: ignore[arg-type]
    events = Events(second, run)
    assert CHANGES[change](first, run).status_code == 200  # type: ignore[arg-type]
    expected = first.get(run).json()
    until(lambda: {**events.latest, "cause": None} == {**expected, "cause": None})
    first.delete(run)
    until(lambda: events.ended)
    assert events.causes[-1] == "deleted"


def test_a_record_that_cannot_be_read_ends_nobody_else_s_events(
    serving: list[httpx2.Client], postgresql: str
) -> None:
    first, second = serving
    runs = [first.post("/api/runs").headers["location"] for _ in range(2)]
    followed = [Events(second, run) for run in runs]
    database = Database(postgresql)
    with database.begin() as connection:
        id = runs[0].rpartition("/")[2]
        broken = {"record": '{"version": 99}', "version": 1}
        connection.execute(update(tables.runs).where(tables.runs.c.id == id).values(**broken))
        database.notify(connection, TOPIC, f"{id} step")
    database.close()
    first.post(f"{runs[1]}/step")
    until(lambda: followed[1].latest["iteration"] == 1)
    assert not followed[0].ended
    for run in runs:
        first.delete(run)
    until(lambda: all(each.ended for each in followed))


@pytest.fixture
def trained(serving: list[httpx2.Client]) -> Iterator[tuple[str, list[Json]]]:
    """A run that the first server trains, and the lines of its progress."""
    client = serving[0]
    run = client.post("/api/runs").headers["location"]
    lines: list[Json] = []

    def train() -> None:
        body = {"iterations": 100_000, "iterations_per_second": 50}
        with client.stream("POST", f"{run}/train", json=body, timeout=60) as answer:
            for line in answer.iter_lines():
                lines.append(json.loads(line))

    thread = threading.Thread(target=train)
    thread.start()
    until(lambda: len(lines) > 1)
    yield run, lines
    serving[0].post(f"{run}/pause")
    thread.join()


def test_a_run_is_trained_in_one_place_at_a_time(
    serving: list[httpx2.Client], trained: tuple[str, list[Json]]
) -> None:
    run, _ = trained
    assert serving[1].get(run).json()["training"] is True
    refused = serving[1].post(f"{run}/train", json={"iterations": 5})
    assert refused.status_code == 409
    assert refused.json()["type"].endswith("already-training")


STOPS: dict[str, tuple[str, Callable[[httpx2.Client, str], Any]]] = {
    "pause": ("Paused.", lambda client, run: client.post(f"{run}/pause")),
    "rewind": (
        "The run was rewound.",
        lambda client, run: client.post(f"{run}/rewind", json={"iteration": 0}),
    ),
    "delete": ("The run was deleted.", lambda client, run: client.delete(run)),
}


@pytest.mark.parametrize("stop", STOPS)
def test_a_training_is_stopped_from_the_other_server(
    serving: list[httpx2.Client], trained: tuple[str, list[Json]], stop: str
) -> None:
    run, lines = trained
    message, order = STOPS[stop]
    assert order(serving[1], run).is_success
    until(lambda: lines[-1]["stopped"] is not None)
    assert (lines[-1]["stopped"], lines[-1]["message"]) == ("cancelled", message)
    if stop != "delete":
        documents = [each.get(run).json() for each in serving]
        assert documents[0] == documents[1]
        assert documents[0]["training"] is False
        assert stop != "rewind" or documents[0]["iteration"] == 0


def test_who_repeats_an_order_to_train_takes_it_over(serving: list[httpx2.Client]) -> None:
    first, second = serving
    run = first.post("/api/runs").headers["location"]
    body = {"iterations": 40, "iterations_per_second": 20}
    key = {"Idempotency-Key": "a"}
    lines: list[Json] = []

    def train() -> None:
        with first.stream("POST", f"{run}/train", json=body, headers=key) as answer:
            lines.extend(json.loads(line) for line in answer.iter_lines())

    thread = threading.Thread(target=train)
    thread.start()
    until(lambda: first.get(run).json()["iteration"] > 2)
    answer = second.post(f"{run}/train", json=body, headers=key, timeout=60)
    thread.join()
    last = json.loads(answer.text.splitlines()[-1])
    assert (last["stopped"], last["iteration"]) == ("iterations", 40)
    assert lines[-1]["stopped"] == "cancelled"
    assert lines[-1]["message"] == "The training goes on through another connection."


@pytest.mark.slow
def test_when_a_server_is_killed_another_one_has_all_that_it_acknowledged(
    postgresql: str,
) -> None:
    chosen = Settings(database=postgresql)
    doomed, address = forked.started(chosen)
    other, other_address = forked.started(chosen)
    try:
        with (
            httpx2.Client(base_url=address, timeout=60) as client,
            httpx2.Client(base_url=other_address, timeout=60) as survivor,
        ):
            stepped = client.post("/api/runs").headers["location"]
            trained = client.post("/api/runs").headers["location"]
            acknowledged = {"step": 0, "train": 0}

            def train() -> None:
                try:
                    with client.stream("POST", f"{trained}/train", json={}) as answer:
                        for line in answer.iter_lines():
                            acknowledged["train"] = json.loads(line)["iteration"]
                except httpx2.TransportError:
                    pass

            def step() -> None:
                for number in itertools.count(1):
                    try:
                        client.post(f"{stepped}/step?fields=loss")
                    except httpx2.TransportError:
                        return
                    acknowledged["step"] = number

            threads = [threading.Thread(target=each) for each in (train, step)]
            for thread in threads:
                thread.start()
            until(lambda: acknowledged["step"] > 20 and acknowledged["train"] > 1000)
            doomed.kill()
            for thread in threads:
                thread.join()
            kept = survivor.get(stepped).json()["iteration"]
            assert acknowledged["step"] <= kept <= acknowledged["step"] + 1
            assert survivor.post(f"{stepped}/step").json()["iteration"] == kept + 1
            # The right of whoever was killed to train the run ends by itself.
            until(lambda: survivor.get(trained).json()["training"] is False)
            assert survivor.get(trained).json()["iteration"] >= acknowledged["train"]
            last = survivor.post(f"{trained}/train", json={"iterations": 5}).text.splitlines()[-1]
            assert json.loads(last)["stopped"] == "iterations"
    finally:
        for process in (doomed, other):
            process.kill()
