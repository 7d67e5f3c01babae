"""Who is in class, where pupils and teacher are connected to different processes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import httpx2
import pytest
from sqlalchemy import delete, func, insert, select

from app.classroom.attendance import ATTENDED, topic
from app.database.connection import NOW, Database
from app.database.tables import attendance
from tests.app.classroom.test_class_events import following, opened, pupil_of
from tests.app.conftest import Serve, until

LASTS = 1.0


@pytest.fixture
def pair(serve: Serve, postgresql: str) -> list[httpx2.Client]:
    """Two servers that share a database."""
    settings: dict[str, Any] = {"database": postgresql, "class_attendance_seconds": LASTS}
    return [serve(**settings) for _ in range(2)]


@pytest.fixture
def database(postgresql: str) -> Iterator[Database]:
    """The database of both."""
    found = Database(postgresql)
    yield found
    found.close()


def present(teacher: httpx2.Client, room: str) -> int:
    count: int = teacher.get(room).json()["present"]
    return count


def follow(stack: ExitStack, server: httpx2.Client, room: str, name: str) -> None:
    """A pupil of a process follows a class until the stack is closed."""
    pupil = stack.enter_context(pupil_of(server, room, name))
    events = stack.enter_context(following(pupil, room))
    next(events)
    # A stream that nobody holds any more is closed.
    stack.callback(lambda: events)


def test_the_teacher_sees_who_is_here_whichever_process_they_follow(
    pair: list[httpx2.Client],
) -> None:
    here, there = pair
    room = opened(here)
    with following(here, room) as taught, ExitStack() as stack:
        assert next(taught)[1]["present"] == 0
        for place, (server, name) in enumerate(
            ((there, "Otter"), (here, "Badger"), (there, "Heron")), start=1
        ):
            follow(stack, server, room, name)
            assert next(e["present"] for _, e in taught if e["present"] == place) == place
        assert present(here, room) == 3
        stack.close()
        assert next(e["present"] for _, e in taught if e["present"] == 0) == 0


def test_a_pupil_with_windows_in_two_processes_is_one(pair: list[httpx2.Client]) -> None:
    here, there = pair
    room = opened(here)
    with pupil_of(here, room) as pupil, httpx2.Client(base_url=there.base_url) as elsewhere:
        elsewhere.cookies.update(pupil.cookies)
        with following(elsewhere, room) as first:
            next(first)
            until(lambda: present(here, room) == 1)
            with following(pupil, room) as second:
                next(second)
                assert present(here, room) == 1
            # Still here, in the other window.
            until(lambda: present(here, room) == 1)
        until(lambda: present(here, room) == 0)


def test_a_teacher_who_comes_to_another_process_sees_who_is_here(
    pair: list[httpx2.Client],
) -> None:
    here, there = pair
    room = opened(here)
    with (
        pupil_of(there, room) as otter,
        pupil_of(here, room, "Badger") as badger,
        following(otter, room) as first,
    ):
        next(first)
        with following(badger, room) as second:
            next(second)
            until(lambda: present(here, room) == 2)
            # In a room that the other pupil, and no teacher, has been in for a while.
            with following(here, room) as taught:
                assert next(e["present"] for _, e in taught if e["present"] == 2) == 2


def test_those_of_a_process_that_has_died_are_not_counted_for_long(
    pair: list[httpx2.Client], database: Database
) -> None:
    teacher = pair[0]
    room = opened(teacher)
    code = room.rsplit("/", 1)[1]
    with following(teacher, room) as taught:
        next(taught)
        with database.begin() as connection:
            row = {"code": code, "server": "dead", "pupils": '["somebody"]', "until": NOW + LASTS}
            connection.execute(insert(attendance).values(row))
            database.notify(connection, topic(code), ATTENDED)
        assert next(e["present"] for _, e in taught if e["present"] == 1) == 1
        # Nobody does anything more, and the teacher is told all the same.
        assert next(e["present"] for _, e in taught if e["present"] == 0) == 0


def test_a_process_that_was_taken_for_dead_tells_again(
    pair: list[httpx2.Client], database: Database
) -> None:
    here, there = pair
    room = opened(here)
    with pupil_of(there, room) as pupil, following(pupil, room) as events:
        next(events)
        until(lambda: present(here, room) == 1)
        with database.begin() as connection:
            connection.execute(delete(attendance))
        assert present(here, room) == 0
        until(lambda: present(here, room) == 1)


def test_all_who_follow_a_class_in_a_process_are_one_row_that_is_renewed(
    serve: Serve, postgresql: str, database: Database
) -> None:
    server = serve(database=postgresql, class_attendance_seconds=LASTS)
    room = opened(server)
    with ExitStack() as stack:
        for number in range(12):
            follow(stack, server, room, f"Otter {number}")

        def told() -> float:
            with database.begin() as connection:
                rows = select(func.count(), func.max(attendance.c.until))
                count, last = connection.execute(rows).one()
            assert count <= 1
            return float(last or 0.0)

        before = told()
        # One row for all of them, renewed.
        until(lambda: told() > before)
    until(lambda: told() == 0.0)
