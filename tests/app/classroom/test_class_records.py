"""The records of classes: what is kept, and for how long."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from app.classroom.records import ClassRecords, View
from app.database.connection import Database
from app.settings import OFF


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def records(clock: Clock) -> Iterator[ClassRecords]:
    database = Database(OFF)
    yield ClassRecords(database, clock)
    database.close()


def test_an_idle_class_is_forgotten_with_all_that_belongs_to_it(
    records: ClassRecords, clock: Clock
) -> None:
    records.add("AAAAAA", "teacher", 10)
    records.join("AAAAAA", "pupil", "Otter", 10)
    records.ask("AAAAAA", {"kind": "loss"}, 10)
    records.answer("AAAAAA", 1, "pupil", "falls")
    records.remove("AAAAAA", "rowdy", 10)
    clock.now += 100
    records.add("BBBBBB", "teacher", 10)
    assert records.purge(99) == ["AAAAAA"]
    assert records.find("AAAAAA") is None
    assert records.questions("AAAAAA") == []
    assert records.answer_of("AAAAAA", 1, "pupil") is None
    assert records.of_owner("teacher") == ["BBBBBB"]
    # The code may be given out again.
    records.add("AAAAAA", "another", 10)
    assert records.join("AAAAAA", "rowdy", "Lamb", 10) is True


USES: dict[str, Callable[[ClassRecords], object]] = {
    "show": lambda records: records.show("AAAAAA", View("run", 1)),
    "set": lambda records: records.set("AAAAAA", paused=True),
    "join": lambda records: records.join("AAAAAA", "pupil", "Otter", 10),
    "ask": lambda records: records.ask("AAAAAA", {"kind": "loss"}, 10),
    "put_away": lambda records: records.put_away("AAAAAA"),
}


@pytest.mark.parametrize("use", USES)
def test_a_class_that_is_used_stays(records: ClassRecords, clock: Clock, use: str) -> None:
    records.add("AAAAAA", "teacher", 10)
    clock.now += 90
    USES[use](records)
    clock.now += 90
    assert records.purge(100) == []


def test_a_code_is_given_out_once(records: ClassRecords) -> None:
    assert records.add("AAAAAA", "teacher", 10) is True
    assert records.add("AAAAAA", "another", 10) is False
    assert records.add("BBBBBB", "another", 1) is None


def test_the_answers_are_in_no_order_that_tells_who_gave_them(records: ClassRecords) -> None:
    records.add("AAAAAA", "teacher", 10)
    records.ask("AAAAAA", {"kind": "number"}, 10)
    for owner, value in (("c", 3.0), ("a", -1.0), ("b", 2.0)):
        records.answer("AAAAAA", 1, owner, value)
    found = records.find("AAAAAA")
    assert found is not None
    assert found.question is not None
    assert found.question.values == (-1.0, 2.0, 3.0)


def test_who_was_removed_while_joining_is_not_in_it(records: ClassRecords) -> None:
    records.add("AAAAAA", "teacher", 10)
    records.remove("AAAAAA", "rowdy", 10)
    assert records.join("AAAAAA", "rowdy", "Lamb", 10) is None
    found = records.find("AAAAAA")
    assert found is not None
    assert not found.pupils
    assert found.removed == {"rowdy"}


def test_many_pupils_join_at_once_and_none_too_many(records: ClassRecords) -> None:
    records.add("AAAAAA", "teacher", 10)
    with ThreadPoolExecutor(8) as threads:
        let_in = list(
            threads.map(
                lambda number: records.join("AAAAAA", f"pupil {number}", "Otter", 20), range(40)
            )
        )
    found = records.find("AAAAAA")
    assert found is not None
    assert let_in.count(True) == 20
    names = {pupil.name for pupil in found.pupils}
    assert names == {"Otter", *(f"Otter {number}" for number in range(2, 21))}
