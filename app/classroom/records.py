"""The records of classes in the database: written before a change is acknowledged."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from typing import Any

import orjson
from sqlalchemy import Connection, Table, and_, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from app.classroom.attendance import elsewhere
from app.database.connection import Database
from app.database.tables import answers, classes, pupils, questions, removals, runs

Json = dict[str, Any]
Value = str | float


@dataclass(frozen=True, slots=True)
class View:
    """What a teacher shows: a run, an iteration of it, and where to look."""

    run: str
    iteration: int
    phase: str | None = None
    """The phase of the iteration that is stopped at; None shows all of it."""
    inspect: str | None = None
    """The number that is explained, as an address writes it: `h_3:4`."""
    revision: int = 0
    """Another one says that the same iteration has other numbers, because the run was changed."""
    cover: str | None = None
    """What is covered until it is revealed: `losses`, or `predictions` with the losses that tell
    how good they are."""
    pointer: str | None = None
    """What the teacher points at: a number, as in `inspect`, or a matrix by its name."""

    @property
    def numbers(self) -> tuple[str, int, int]:
        """What decides the numbers that are shown."""
        return self.run, self.iteration, self.revision


@dataclass(frozen=True, slots=True)
class Pupil:
    """Who joined a class."""

    id: str
    """By which its teacher names the pupil; in another class the same browser has another one."""
    owner: str
    name: str
    shares_progress: bool
    progress: Mapping[str, Json]
    """By chapter; empty unless the pupil shares it."""


@dataclass(frozen=True)
class Question:
    """What a class was asked, what it answered, and what came of it."""

    number: int
    asked: Json
    outcome: Json | None
    """What the core measured, once it is revealed."""
    values: tuple[Value, ...] = ()
    """The answers, in no order that would tell whose they are."""

    def counted(self) -> list[tuple[Value, int]]:
        """Each value that was answered and how often."""
        found = Counter(self.values)
        return sorted(found.items(), key=lambda item: (isinstance(item[0], str), item[0]))


@dataclass(frozen=True)
class Class:
    """A class as the database has it."""

    code: str
    owner: str
    view: View | None
    following: bool
    paused: bool
    question: Question | None
    pupils: tuple[Pupil, ...] = field(default=())
    """In the order in which they joined."""
    removed: frozenset[str] = frozenset()
    """Whose browsers may not come back."""
    elsewhere: frozenset[str] = frozenset()
    """Who follows it in other processes."""

    def pupil(self, owner: str) -> Pupil | None:
        """The pupil whose browser this is; None where it is nobody's in this class."""
        return next((pupil for pupil in self.pupils if pupil.owner == owner), None)


class ClassRecords:
    """The records of a database's classes. Every method raises `DatabaseError`; none of them is to
    be called where the event loop would wait. The `clock` gives seconds since the epoch."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._clock = clock

    def add(self, code: str, owner: str, most: int) -> bool | None:
        """Opens a class. False where there is one with this code; None where there are too many."""
        now = self._clock()
        values = {"code": code, "owner": owner, "created": now, "used": now}
        state = {"following": True, "paused": False, "question": 0}
        with self._database.begin() as connection:
            if (connection.scalar(select(func.count()).select_from(classes)) or 0) >= most:
                return None
            if connection.scalar(select(classes.c.code).where(classes.c.code == code)) is not None:
                return False
            connection.execute(insert(classes).values(**values, **state))
        return True

    def of_owner(self, owner: str) -> list[str]:
        """The codes of a teacher's classes, the latest opened first."""
        order = (classes.c.created.desc(), classes.c.code)
        mine = select(classes.c.code).where(classes.c.owner == owner).order_by(*order)
        with self._database.begin() as connection:
            return list(connection.scalars(mine))

    def find(self, code: str) -> Class | None:
        """A class with all that belongs to it; None where there is none."""
        with self._database.begin() as connection:
            row = connection.execute(select(classes).where(classes.c.code == code)).one_or_none()
            if row is None:
                return None
            there = select(pupils).where(pupils.c.code == code)
            joined = connection.execute(there.order_by(pupils.c.joined, pupils.c.owner))
            removed = select(removals.c.owner).where(removals.c.code == code)
            return Class(
                code,
                row.owner,
                View(row.run, **orjson.loads(row.view)) if row.run else None,
                row.following,
                row.paused,
                self._question(connection, code, row.question) if row.question else None,
                tuple(
                    Pupil(
                        _id(code, each.owner),
                        each.owner,
                        each.name,
                        each.shares_progress,
                        orjson.loads(each.progress),
                    )
                    for each in joined
                ),
                frozenset(connection.scalars(removed)),
                elsewhere(connection, code, self._database.origin)
                if self._database.is_shared
                else frozenset(),
            )

    def questions(self, code: str) -> list[Question]:
        """All questions that a class was asked."""
        with self._database.begin() as connection:
            asked = select(questions.c.number).where(questions.c.code == code)
            numbers = connection.scalars(asked.order_by(questions.c.number)).all()
            found = (self._question(connection, code, number) for number in numbers)
            return [question for question in found if question is not None]

    def _question(self, connection: Connection, code: str, number: int) -> Question | None:
        here = and_(questions.c.code == code, questions.c.number == number)
        row = connection.execute(select(questions).where(here)).one_or_none()
        if row is None:
            return None
        given = and_(answers.c.code == code, answers.c.number == number)
        # Their order in the table would tell who answered first.
        values = [
            orjson.loads(each) for each in connection.scalars(select(answers.c.value).where(given))
        ]
        values.sort(key=lambda value: (isinstance(value, str), value))
        outcome = orjson.loads(row.outcome) if row.outcome else None
        return Question(number, orjson.loads(row.asked), outcome, tuple(values))

    def show(self, code: str, view: View) -> None:
        """Keeps what the teacher shows."""
        rest = asdict(view)
        del rest["run"]
        self._change(code, run=view.run, view=orjson.dumps(rest).decode())

    def set(self, code: str, *, following: bool | None = None, paused: bool | None = None) -> None:
        """Lets the pupils go or gathers them; pauses or goes on."""
        wanted = {"following": following, "paused": paused}
        self._change(code, **{name: value for name, value in wanted.items() if value is not None})

    def _change(self, code: str, **values: Any) -> None:
        here = classes.c.code == code
        with self._database.begin() as connection:
            connection.execute(update(classes).where(here).values(used=self._clock(), **values))

    def join(self, code: str, owner: str, name: str, most: int) -> bool | None:
        """Lets a pupil in, or gives one who is in another name. False where the class is full;
        None where the pupil was removed from it."""
        here = pupils.c.code == code
        mine = and_(here, pupils.c.owner == owner)
        gone = and_(removals.c.code == code, removals.c.owner == owner)
        with self._database.begin() as connection:
            _lock(connection, code)
            if connection.scalar(select(removals.c.owner).where(gone)) is not None:
                return None
            known = connection.scalar(select(pupils.c.name).where(mine))
            others = select(pupils.c.name).where(here, pupils.c.owner != owner)
            taken = set(connection.scalars(others))
            if known is None and len(taken) >= most:
                return False
            name = _free(name, taken)
            if known is None:
                now = self._clock()
                values = {"code": code, "owner": owner, "name": name, "joined": now}
                connection.execute(insert(pupils).values(**values, shares_progress=False))
            else:
                connection.execute(update(pupils).where(mine).values(name=name))
            used = update(classes).where(classes.c.code == code).values(used=self._clock())
            connection.execute(used)
        return True

    def share_progress(self, code: str, owner: str, *, shares: bool) -> None:
        """Whether the teacher may see how far a pupil is; what was seen is forgotten if not."""
        values: Json = {"shares_progress": shares} | ({} if shares else {"progress": "{}"})
        mine = and_(pupils.c.code == code, pupils.c.owner == owner)
        with self._database.begin() as connection:
            connection.execute(update(pupils).where(mine).values(**values))

    def keep_progress(self, code: str, owner: str, chapter: str, progress: Json) -> bool:
        """Keeps how far a pupil is in a chapter. False where the pupil does not share it."""
        mine = and_(pupils.c.code == code, pupils.c.owner == owner, pupils.c.shares_progress)
        with self._database.begin() as connection:
            known = connection.scalar(select(pupils.c.progress).where(mine))
            if known is None:
                return False
            all_of_it = orjson.dumps({**orjson.loads(known), chapter: progress}).decode()
            connection.execute(update(pupils).where(mine).values(progress=all_of_it))
        return True

    def leave(self, code: str, owner: str) -> None:
        """Forgets a pupil and what the pupil answered."""
        with self._database.begin() as connection:
            self._forget_pupil(connection, code, owner)

    def remove(self, code: str, owner: str, most: int) -> None:
        """Forgets a pupil and what the pupil answered, and does not let the same browser in any
        more. Of those removed, the latest so many are known."""
        here = removals.c.code == code
        latest = select(removals.c.owner).where(here).order_by(removals.c.removed.desc())
        with self._database.begin() as connection:
            _lock(connection, code)
            self._forget_pupil(connection, code, owner)
            mine = and_(here, removals.c.owner == owner)
            connection.execute(delete(removals).where(mine))
            values = {"code": code, "owner": owner, "removed": self._clock()}
            connection.execute(insert(removals).values(**values))
            known = list(connection.scalars(latest.limit(most)))
            connection.execute(delete(removals).where(here, removals.c.owner.not_in(known)))

    def _forget_pupil(self, connection: Connection, code: str, owner: str) -> None:
        for table in (pupils, answers):
            mine = and_(table.c.code == code, table.c.owner == owner)
            connection.execute(delete(table).where(mine))

    def ask(self, code: str, asked: Json, most: int) -> bool:
        """Puts a question on the screens. False where there have been too many."""
        with self._database.begin() as connection:
            _lock(connection, code)
            latest = select(func.max(questions.c.number)).where(questions.c.code == code)
            number = (connection.scalar(latest) or 0) + 1
            if number > most:
                return False
            values = {"code": code, "number": number, "asked": orjson.dumps(asked).decode()}
            connection.execute(insert(questions).values(**values))
            here = classes.c.code == code
            now = {"question": number, "used": self._clock()}
            connection.execute(update(classes).where(here).values(**now))
        return True

    def put_away(self, code: str) -> None:
        """Takes the question from the screens; its answers are kept."""
        self._change(code, question=0)

    def answer(self, code: str, number: int, owner: str, value: Value) -> bool:
        """Keeps a pupil's answer, in place of an earlier one. False where it is too late."""
        open_ = and_(
            questions.c.code == code, questions.c.number == number, questions.c.outcome == ""
        )
        keys = {"code": code, "number": number, "owner": owner}
        mine = and_(*(answers.c[name] == key for name, key in keys.items()))
        written = orjson.dumps(value).decode()
        with self._database.begin() as connection:
            if connection.scalar(select(questions.c.number).where(open_)) is None:
                return False
            changed = connection.execute(update(answers).where(mine).values(value=written))
            if changed.rowcount == 0:
                try:
                    with connection.begin_nested():
                        connection.execute(insert(answers).values(**keys, value=written))
                except IntegrityError:
                    # Sent twice at once: the same pupil's, so either is theirs.
                    connection.execute(update(answers).where(mine).values(value=written))
        return True

    def answer_of(self, code: str, number: int, owner: str) -> Value | None:
        """What a pupil answered."""
        mine = and_(answers.c.code == code, answers.c.number == number, answers.c.owner == owner)
        with self._database.begin() as connection:
            written = connection.scalar(select(answers.c.value).where(mine))
        return None if written is None else orjson.loads(written)

    def reveal(self, code: str, number: int, outcome: Json) -> None:
        """Keeps what the core measured. No answer is taken any more."""
        here = and_(questions.c.code == code, questions.c.number == number)
        with self._database.begin() as connection:
            written = orjson.dumps(outcome).decode()
            connection.execute(update(questions).where(here).values(outcome=written))

    def teachers(self) -> dict[str, str]:
        """By the run that a class is shown, its teacher, where the run is the teacher's own."""
        own = and_(runs.c.id == classes.c.run, runs.c.owner == classes.c.owner)
        shown = select(classes.c.run, classes.c.owner).join(runs, own)
        with self._database.begin() as connection:
            return {row.run: row.owner for row in connection.execute(shown)}

    def close(self, code: str) -> None:
        """Forgets a class and all that belongs to it."""
        with self._database.begin() as connection:
            self._forget(connection, [code])

    def purge(self, seconds: float) -> list[str]:
        """Forgets classes unused for so many seconds. Returns their codes."""
        old = classes.c.used < self._clock() - seconds
        with self._database.begin() as connection:
            gone = list(connection.scalars(select(classes.c.code).where(old)))
            self._forget(connection, gone)
            return gone

    def _forget(self, connection: Connection, codes: list[str]) -> None:
        table: Table
        for table in (answers, questions, removals, pupils, classes):
            connection.execute(delete(table).where(table.c.code.in_(codes)))


def _lock(connection: Connection, code: str) -> None:
    """Lets no other process change a class meanwhile; with SQLite there is none."""
    connection.execute(select(classes.c.code).where(classes.c.code == code).with_for_update())


def _id(code: str, owner: str) -> str:
    return sha256(f"{code} {owner}".encode()).hexdigest()[:16]


def _free(name: str, taken: set[str]) -> str:
    """The name, with a number where somebody else has it."""
    number, free = 1, name
    while free in taken:
        number += 1
        free = f"{name} {number}"
    return free
