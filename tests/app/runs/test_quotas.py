"""What one client may have, and that it takes nothing from another."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

import httpx2
import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from app.documents.problems import Problem
from app.main import create_app
from app.runs.quotas import AtOnce, Client, Most, Quotas, Spending
from app.settings import Settings
from app.words.messages import messages
from tests.app.conftest import Serve, until
from tests.app.routes.test_errors import problem

LONG: dict[str, Any] = {
    "text": "hello",
    "models": [{"cell": "lstm", "hidden_size": 64}],
    "iterations": 20_000,
    "seeds": list(range(10)),
}
"""An experiment that nobody waits for to end."""
OTHER: dict[str, Any] = {**LONG, "text": "other"}
PUPIL, NEIGHBOUR, STRANGER = Client("a", "1"), Client("a", "2"), Client("b", "3")


def refused(work: Callable[[Client], Any], client: Client) -> Problem:
    with pytest.raises(Problem) as caught:
        work(client)
    assert caught.value.status_code == 429
    assert caught.value.kind == "quota"
    return caught.value


def test_a_token_and_an_address_both_count() -> None:
    quota = AtOnce("quota-trainings-at-once", Most(token=2, address=3), 5, time.monotonic)
    give_back = quota.take(PUPIL)
    quota.take(PUPIL)
    assert "This browser" in str(refused(quota.take, PUPIL).detail)
    quota.take(NEIGHBOUR)
    assert "network address" in str(refused(quota.take, NEIGHBOUR).detail)
    # Without its token, or with a new one, it is still at its address.
    refused(quota.take, Client("a"))
    refused(quota.take, Client("a", "new"))
    quota.take(STRANGER)
    give_back()
    give_back()
    quota.take(NEIGHBOUR)
    refused(quota.take, NEIGHBOUR)


def test_what_is_used_up_comes_back_with_time() -> None:
    now = 0.0
    quota = Spending("quota-new-runs", Most(token=2, address=3), 100, lambda: now)
    for at in (0.0, 10.0):
        now = at
        quota.require(PUPIL)
        quota.spend(PUPIL, 1)
    assert refused(quota.require, PUPIL).headers == {"Retry-After": "90"}
    quota.require(NEIGHBOUR)
    quota.spend(NEIGHBOUR, 1)
    assert refused(quota.require, Client("a")).headers == {"Retry-After": "90"}
    quota.require(STRANGER)
    now = 99.5
    assert refused(quota.require, PUPIL).headers == {"Retry-After": "1"}
    now = 100.0
    quota.require(PUPIL)
    now = 1000.0
    quota.spend(STRANGER, 1)
    assert set(quota._spent) == set(STRANGER.keys)


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("testclient", "testclient"),
        ("", ""),
    ],
)
def test_a_network_of_ipv6_is_one_address(host: str, address: str) -> None:
    assert Client.at(host, "").address == address


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("kind", ["token", "address"])
@pytest.mark.parametrize(
    "what",
    [
        "trainings-at-once",
        "streams-at-once",
        "experiments-at-once",
        "experiment-seconds",
        "new-runs",
    ],
)
def test_every_quota_says_its_limit_and_when_to_try_again(
    what: str, kind: str, language: str
) -> None:
    said = messages(language).say(f"quota-{what}", kind=kind, count="17", seconds="43")
    assert "17" in said
    assert "43" in said


def at(app: FastAPI, address: str) -> TestClient:
    return TestClient(app, base_url="http://localhost:8000", client=(address, 50000))


def test_one_who_makes_runs_without_end_takes_no_run_from_another() -> None:
    app = create_app(Settings(max_runs=10))
    with at(app, "192.0.2.1") as learner:
        run = learner.post("/api/runs").headers["location"]
        learner.post(f"{run}/step")
        before = app.state.runs._runs[run.rpartition("/")[2]]
        hostile = at(app, "192.0.2.2")
        for _ in range(25):
            hostile.cookies.clear()
            assert hostile.post("/api/runs").status_code == 201
        # Not computed again either: it has stayed in memory.
        assert app.state.runs._runs[run.rpartition("/")[2]] is before
        assert learner.get(run).json()["iteration"] == 1


def test_new_runs_are_limited_and_forks_are_runs() -> None:
    app = create_app(Settings(new_runs_per_token=3, new_runs_per_address=4))
    with at(app, "192.0.2.1") as hostile:
        run = hostile.post("/api/runs").headers["location"]
        assert hostile.post(f"{run}/fork").status_code == 201
        assert hostile.post("/api/runs").status_code == 201
        hostile.post("/api/runs")
        told = problem(hostile.post(f"{run}/fork"), 429)
        assert told["type"].endswith(":quota")
        hostile.cookies.clear()
        answer = hostile.post("/api/runs")
        assert "from your network address" in problem(answer, 429)["detail"]
        assert 3500 < int(answer.headers["retry-after"]) <= 3600
        assert at(app, "192.0.2.2").post("/api/runs").status_code == 201


@pytest.mark.skipif(sys.platform != "linux", reason="the machine has one loopback address there")
def test_one_who_takes_all_that_is_to_be_had_leaves_some_for_another(serve: Serve) -> None:
    hostile = serve(
        max_trainings=4,
        max_trainings_per_address=3,
        max_event_streams=4,
        max_event_streams_per_address=3,
        max_experiments_running=2,
        max_experiments_per_address=1,
    )
    order = {"iterations_per_second": 1}
    elsewhere = httpx2.HTTPTransport(local_address="127.0.0.2")
    with (
        ExitStack() as taken,
        httpx2.Client(base_url=hostile.base_url, transport=elsewhere, timeout=60) as learner,
    ):
        for _ in range(3):
            run = hostile.post("/api/runs").headers["location"]
            # A new token for each.
            hostile.cookies.clear()
            taken.enter_context(hostile.stream("POST", f"{run}/train", json=order))
            taken.enter_context(hostile.stream("GET", f"{run}/events"))
        taken.enter_context(hostile.stream("POST", "/api/experiments", json=LONG))
        run = hostile.post("/api/runs").headers["location"]
        for refusal, said in (
            (hostile.post(f"{run}/train", json=order), "training runs under way as it may: 3."),
            (hostile.get(f"{run}/events"), "event streams open as it may: 3."),
            (hostile.post("/api/experiments", json=OTHER), "experiments under way as it may: 1."),
        ):
            told = problem(refusal, 429)
            assert said in told["detail"]
            assert told["type"].endswith(":quota")
            assert int(refusal.headers["retry-after"]) > 0
        run = learner.post("/api/runs").headers["location"]
        assert learner.post(f"{run}/step").status_code == 200
        with learner.stream("GET", f"{run}/events") as events:
            assert events.status_code == 200
            assert learner.post(f"{run}/train", json={"iterations": 5}).status_code == 200
        with learner.stream("POST", "/api/experiments", json=OTHER) as own:
            assert own.status_code == 200
        # What is being computed anyway is there for everybody.
        with hostile.stream("POST", "/api/experiments", json=LONG) as same:
            assert same.status_code == 200

    def free() -> bool:
        with hostile.stream("GET", f"{run}/events") as stream:
            return stream.status_code == 200

    # What someone has let go of is to be had again.
    until(free)


def test_experiments_are_limited_at_once_and_by_their_time(serve: Serve) -> None:
    client = serve(max_experiments_per_address=1, experiment_seconds_per_address=0.001)
    with client.stream("POST", "/api/experiments", json=LONG) as first:
        # Let go of, the lines would close the stream.
        lines = first.iter_lines()
        next(lines)
        told = problem(client.post("/api/experiments", json=OTHER), 429)
        assert told["detail"].endswith("Stop one, or try again in 30 s.")

    def answered() -> httpx2.Response:
        return client.post("/api/experiments", json=OTHER)

    until(lambda: "within an hour" in answered().json()["detail"])
    assert 3500 < int(answered().headers["retry-after"]) <= 3600


def test_a_class_behind_one_address_finds_room() -> None:
    settings = Settings()
    pupils = 60
    # A page follows one run, a comparison two.
    assert settings.max_event_streams_per_address >= 2 * pupils
    # A chapter makes a run for each of its scenes; nobody plays more than two hundred in an hour.
    assert settings.new_runs_per_address >= 200 * pupils
    for name in ("trainings", "event_streams", "experiments"):
        most = getattr(settings, f"max_{name}_per_address")
        assert getattr(settings, f"max_{name}_per_token") < most
        whole = {"experiments": "experiments_running"}.get(name, name)
        assert most < getattr(settings, f"max_{whole}")
    # Nobody can hold every run in memory.
    held = settings.max_event_streams_per_address + settings.max_trainings_per_address
    assert held < settings.max_runs


# --- several processes ------------------------------------------------------------------------


class Wire:
    """What several processes tell one another, without a database."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self.quotas = [AtOnce("quota-streams-at-once", MOST, 5, clock) for _ in range(2)]
        for quota in self.quotas:
            quota.untold()

    def carry(self) -> None:
        for origin, quota in enumerate(self.quotas):
            for key, amount in quota.untold().items():
                self.quotas[1 - origin].hear(str(origin), key, amount)


MOST = Most(token=2, address=3)


def test_what_is_held_in_another_process_counts_until_it_is_given_back() -> None:
    wire = Wire(time.monotonic)
    here, there = wire.quotas
    give_back = here.take(PUPIL)
    there.take(PUPIL)
    wire.carry()
    for quota in wire.quotas:
        refused(quota.take, PUPIL)
        quota.require(NEIGHBOUR)
    give_back()
    wire.carry()
    for quota in wire.quotas:
        quota.require(PUPIL)
    assert there._elsewhere == {}


def test_what_a_process_that_has_died_held_is_free_again() -> None:
    now = 0.0
    wire = Wire(lambda: now)
    here, there = wire.quotas
    for _ in range(2):
        here.take(PUPIL)
    wire.carry()
    refused(there.take, PUPIL)
    for _ in range(4):
        now += 5
        here.renew()
        wire.carry()
        refused(there.take, PUPIL)
    now += 16
    there.require(PUPIL)
    there.renew()
    assert there._elsewhere == {}


def test_a_process_that_serves_alone_keeps_no_news() -> None:
    quotas = Quotas(Settings(), time.monotonic)
    quotas.runs.spend(PUPIL, 1)
    quotas.streams.take(PUPIL)
    assert [quota.untold() for quota in quotas.named.values()] == [{}] * len(quotas.named)


def test_a_client_of_several_processes_has_what_a_client_of_one_has(
    serve: Serve, postgresql: str
) -> None:
    settings: dict[str, Any] = {
        "new_runs_per_token": 3,
        "wrong_codes_per_token": 4,
        "max_event_streams_per_token": 2,
    }
    clients = [serve(database=postgresql, **settings) for _ in range(2)]
    teacher = serve(database=postgresql)
    # With the answer comes the token that all the others are counted by.
    run = clients[0].post("/api/runs").headers["location"]
    clients[1].cookies.update(clients[0].cookies)

    def all_answer(status: int, ask: Callable[[httpx2.Client], httpx2.Response]) -> None:
        for client in clients:
            until(lambda client=client: ask(client).status_code == status)  # type: ignore[misc]

    def forked(client: httpx2.Client) -> httpx2.Response:
        """Never carried out, so that asking makes no run."""
        return client.post(f"{run}/fork", json={"iteration": 9})

    for place in (1, 0, 1):
        all_answer(422, forked)
        assert clients[place].post("/api/runs").status_code == 201
    all_answer(429, forked)

    room = teacher.post("/api/classes").headers["location"]
    for place in (0, 1, 0, 1):
        all_answer(200, lambda client: client.get(room))
        assert clients[place].get("/api/classes/AAAAAA").status_code == 404
    all_answer(429, lambda client: client.get(room))

    def followed(client: httpx2.Client) -> httpx2.Response:
        with client.stream("GET", f"{run}/events") as third:
            return third

    with ExitStack() as streams:
        for client in clients:
            stream = streams.enter_context(client.stream("GET", f"{run}/events"))
            assert stream.status_code == 200
        all_answer(429, followed)
        streams.close()
        all_answer(200, followed)
