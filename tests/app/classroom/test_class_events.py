"""What those hear who follow a class, over a real socket; and what it is when they come back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import httpx2
import pytest

from tests.app.conftest import Serve, until

Json = dict[str, Any]


@pytest.fixture
def teacher(serve: Serve) -> httpx2.Client:
    return serve()


@contextmanager
def pupil_of(teacher: httpx2.Client, room: str, name: str = "Otter") -> Iterator[httpx2.Client]:
    with httpx2.Client(base_url=teacher.base_url, timeout=60) as pupil:
        answer = pupil.put(f"{room}/pupil", json={"name": name})
        assert answer.status_code == 200, answer.text
        yield pupil


def opened(teacher: httpx2.Client) -> str:
    path: str = teacher.post("/api/classes").headers["location"]
    return path


def show(teacher: httpx2.Client, room: str, run: str, iteration: int, **more: Any) -> None:
    answer = teacher.put(f"{room}/view", json={"run": run, "iteration": iteration, **more})
    assert answer.status_code == 204, answer.text


@contextmanager
def following(client: httpx2.Client, room: str) -> Iterator[Iterator[tuple[str, Json]]]:
    with client.stream("GET", f"{room}/events") as response:
        assert response.headers["content-type"].startswith("text/event-stream")

        def events() -> Iterator[tuple[str, Json]]:
            name = ""
            for line in response.iter_lines():
                if line.startswith("event: "):
                    name = line.removeprefix("event: ")
                elif line.startswith("data: ") and name != "numbers":
                    yield name, json.loads(line.removeprefix("data: "))

        yield events()


def test_pupils_hear_at_once_what_is_shown(teacher: httpx2.Client) -> None:
    room = opened(teacher)
    run = teacher.post("/api/runs", json={"iteration": 3}).json()["id"]
    with ExitStack() as stack:
        streams = []
        for name in ("Otter", "Badger", "Heron"):
            pupil = stack.enter_context(pupil_of(teacher, room, name))
            streams.append(stack.enter_context(following(pupil, room)))
        for events in streams:
            assert next(events)[1]["view"] is None
        where = {"phase": "h_3", "inspect": "h_3:4", "cover": "losses", "pointer": "W_hh"}
        show(teacher, room, run, 2, **where)
        for events in streams:
            name, event = next(events)
            view = {"run": run, "iteration": 2, "revision": 0, **where}
            assert (name, event["view"]) == ("class", view)


def test_a_pupil_hears_nothing_of_the_others(teacher: httpx2.Client) -> None:
    room = opened(teacher)
    run = teacher.post("/api/runs").json()["id"]
    show(teacher, room, run, 0)
    teacher.post(f"{room}/questions", json={"kind": "loss"})
    with (
        pupil_of(teacher, room) as pupil,
        pupil_of(teacher, room, "Badger") as other,
        following(pupil, room) as events,
        following(teacher, room) as taught,
    ):
        first = next(events)[1]
        assert first.keys() == {"code", "following", "paused", "view", "question"}
        assert next(taught)[1]["present"] == 1
        answer = other.put(f"{room}/questions/1/answer", json={"value": "falls"})
        assert answer.status_code == 204
        counted = next(e for _, e in taught if e["question"]["counts"])
        assert counted["question"]["counts"] == [{"value": "falls", "count": 1}]
        # The next thing that the pupil hears of is not the answer.
        teacher.patch(room, json={"paused": True})
        assert next(events)[1] == {**first, "paused": True}


def test_the_numbers_come_before_it_is_said_that_they_are_shown(teacher: httpx2.Client) -> None:
    room = opened(teacher)
    run = teacher.post("/api/runs", json={"iteration": 3}).json()["id"]
    show(teacher, room, run, 2, revision=5)
    with (
        pupil_of(teacher, room) as pupil,
        pupil.stream("GET", f"{room}/events") as response,
    ):
        lines = (line for line in response.iter_lines() if line.startswith(("event:", "data:")))
        assert next(lines) == "event: numbers"
        numbers = json.loads(next(lines).removeprefix("data: "))
        assert (numbers["run"], numbers["revision"]) == (run, 5)
        assert numbers["trace"] == teacher.get(f"/api/runs/{run}/iterations/2").json()
        assert next(lines) == "event: class"


def test_all_have_the_numbers_of_an_iteration_that_was_changed_meanwhile(
    teacher: httpx2.Client,
) -> None:
    room = opened(teacher)
    run = teacher.post("/api/runs", json={"iteration": 3}).json()["id"]
    show(teacher, room, run, 3, revision=1)
    with pupil_of(teacher, room) as pupil, following(pupil, room) as events:
        next(events)
        before = pupil.get(f"{room}/trace").json()
        assert before == pupil.get(f"{room}/trace").json()
        edit = {"parameter": "W_hh", "index": [2, 3], "value": 0.5}
        assert teacher.patch(f"/api/runs/{run}", json={"edits": [edit]}).status_code == 200
        show(teacher, room, run, 3, revision=2)
        next(events)
        after = pupil.get(f"{room}/trace").json()
        assert after["parameters"]["W_hh"][2][3] == 0.5
        assert after == teacher.get(f"/api/runs/{run}/iterations/3").json()
        assert after != before


def test_who_comes_back_after_an_outage_hears_how_it_is_now(teacher: httpx2.Client) -> None:
    room = opened(teacher)
    run = teacher.post("/api/runs", json={"iteration": 9}).json()["id"]
    with pupil_of(teacher, room) as pupil:
        show(teacher, room, run, 1)
        with following(pupil, room) as events:
            assert next(events)[1]["view"]["iteration"] == 1
        for iteration in (2, 3, 4):
            show(teacher, room, run, iteration)
        teacher.patch(room, json={"following": False})
        with following(pupil, room) as events:
            _, event = next(events)
            assert (event["view"]["iteration"], event["following"]) == (4, False)


def test_the_class_stays_when_the_teacher_goes(teacher: httpx2.Client) -> None:
    room = opened(teacher)
    run = teacher.post("/api/runs", json={"iteration": 2}).json()["id"]
    show(teacher, room, run, 1)
    with following(teacher, room) as taught:
        next(taught)
    with pupil_of(teacher, room) as pupil, following(pupil, room) as events:
        assert next(events)[1]["view"]["iteration"] == 1
        show(teacher, room, run, 2)
        assert next(events)[1]["view"]["iteration"] == 2


def test_those_in_a_class_are_told_when_it_is_closed(teacher: httpx2.Client) -> None:
    room = opened(teacher)
    with pupil_of(teacher, room) as pupil, following(pupil, room) as events:
        next(events)
        assert teacher.delete(room).status_code == 204
        assert [name for name, _ in events] == ["closed"]
        assert pupil.get(f"{room}/events").status_code == 404


def removed(teacher: httpx2.Client, room: str, name: str) -> None:
    pupils = teacher.get(room).json()["pupils"]
    pupil = next(each["id"] for each in pupils if each["name"] == name)
    assert teacher.delete(f"{room}/pupils/{pupil}").status_code == 204


def test_who_is_removed_is_told_so_in_every_window_and_nobody_else(
    teacher: httpx2.Client,
) -> None:
    room = opened(teacher)
    with (
        pupil_of(teacher, room, "Rowdy") as rowdy,
        pupil_of(teacher, room, "Otter") as other,
        following(rowdy, room) as first,
        following(rowdy, room) as second,
        following(other, room) as others,
    ):
        for events in (first, second, others):
            next(events)
        removed(teacher, room, "Rowdy")
        for events in (first, second):
            assert [name for name, _ in events] == ["removed"]
        teacher.patch(room, json={"paused": True})
        assert next(others)[1]["paused"] is True


def test_those_who_leave_hear_no_more_in_any_window(teacher: httpx2.Client) -> None:
    room = opened(teacher)
    with pupil_of(teacher, room) as pupil, following(pupil, room) as events:
        next(events)
        assert pupil.delete(f"{room}/pupil").status_code == 204
        assert [name for name, _ in events] == ["closed"]


def test_those_who_have_gone_are_not_counted(teacher: httpx2.Client) -> None:
    room = opened(teacher)
    with pupil_of(teacher, room) as pupil:
        for _ in range(2):
            with following(pupil, room) as events, following(pupil, room) as second:
                next(events)
                next(second)
                # One pupil with two windows.
                assert teacher.get(room).json()["present"] == 1
        until(lambda: teacher.get(room).json()["present"] == 0)


def test_one_browser_follows_in_so_many_windows_only(serve: Serve) -> None:
    teacher = serve(max_class_streams_per_token=1)
    room = opened(teacher)
    with pupil_of(teacher, room) as pupil, following(pupil, room) as events:
        next(events)
        refused = pupil.get(f"{room}/events")
        assert refused.status_code == 429
        assert refused.headers["retry-after"]
        with pupil_of(teacher, room, "Badger") as other, following(other, room) as others:
            assert next(others)[0] == "class"


def test_whichever_process_a_pupil_follows_hears_what_is_shown(
    serve: Serve, postgresql: str
) -> None:
    here, there = (serve(database=postgresql) for _ in range(2))
    room = opened(here)
    run = here.post("/api/runs", json={"iteration": 3}).json()["id"]
    with pupil_of(there, room) as pupil, following(pupil, room) as events:
        assert next(events)[1]["view"] is None
        show(here, room, run, 2)
        assert next(events)[1]["view"]["iteration"] == 2
        here.patch(room, json={"following": False})
        assert next(events)[1]["following"] is False
        here.post(f"{room}/questions", json={"kind": "loss"})
        question = next(events)[1]["question"]
        answer = pupil.put(f"{room}/questions/{question['number']}/answer", json={"value": "falls"})
        assert answer.status_code == 204
        assert here.get(room).json()["question"]["counts"] == [{"value": "falls", "count": 1}]
        # Not by a pupil of the other process either.
        assert pupil.post(f"/api/runs/{run}/step").status_code == 403
        here.delete(room)
        assert [name for name, _ in events] == ["closed"]


def test_who_is_removed_by_another_process_is_told_so(serve: Serve, postgresql: str) -> None:
    here, there = (serve(database=postgresql) for _ in range(2))
    room = opened(here)
    with pupil_of(there, room, "Rowdy") as rowdy, following(rowdy, room) as events:
        next(events)
        removed(here, room, "Rowdy")
        assert [name for name, _ in events] == ["removed"]
        assert rowdy.get(f"{room}/events").status_code == 403
