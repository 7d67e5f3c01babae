"""The records of runs in the database: written before a change is acknowledged."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

import orjson
from sqlalchemy import Connection, Row, bindparam, delete, func, insert, select, update

from app.database.connection import Database
from app.database.tables import receipts, runs
from rnn_core.training.record import RunRecord

_PLACE = ("iteration", "furthest_iteration")
"""What changes with every step, and stands in columns of its own."""
_ADVANCE = update(runs).where(runs.c.id == bindparam("of"))


_KEPT_RECEIPTS = 100
"""Of each run, the latest."""
_RECEIPT_SECONDS = 86400.0


@dataclass(frozen=True)
class Receipt:
    """That an order of a client to a run was carried out: whoever repeats it gets this result."""

    run: str
    key: str
    order: str
    result: str


@dataclass(frozen=True)
class Sketch:
    """A few points of a run's losses."""

    iterations: list[int]
    loss: list[float | None]


@dataclass(frozen=True)
class KeptRun:
    """A run in a list: its record, and what is shown of it without computing it again."""

    id: str
    title: str
    record: RunRecord
    sketch: Sketch | None
    created: float
    used: float


class RunRecords:
    """The records of a database's runs. Every method raises `DatabaseError`; none of them is to be
    called where the event loop would wait. The `clock` gives seconds since the epoch."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._clock = clock

    def add(
        self,
        id: str,
        record: RunRecord,
        owner: str = "",
        sketch: Sketch | None = None,
        receipt: Receipt | None = None,
    ) -> None:
        """Keeps the record of a new run."""
        now = self._clock()
        values = {"id": id, "owner": owner, "created": now, "used": now, **_columns(record)}
        if sketch is not None:
            values["sketch"] = _written(sketch)
        with self._database.begin() as connection:
            connection.execute(insert(runs).values(**values))
            self._write(connection, receipt)

    def find(self, id: str) -> RunRecord | None:
        """The record of a run; None where there is none."""
        with self._database.begin() as connection:
            connection.execute(_ADVANCE, {"of": id, "used": self._clock()})
            row = connection.execute(
                select(runs.c.record, runs.c.iteration, runs.c.furthest_iteration).where(
                    runs.c.id == id
                )
            ).one_or_none()
        if row is None:
            return None
        return _record(row)

    def save(
        self,
        id: str,
        record: RunRecord,
        sketch: Sketch | None = None,
        receipt: Receipt | None = None,
    ) -> None:
        """Keeps what has become of a run; its sketch as it was where there is no new one."""
        self._update(id, _columns(record), sketch, receipt)

    def advance(
        self,
        id: str,
        iteration: int,
        furthest_iteration: int,
        sketch: Sketch | None = None,
        receipt: Receipt | None = None,
    ) -> None:
        """Keeps where a run stands, of which nothing else has changed."""
        place = {"iteration": iteration, "furthest_iteration": furthest_iteration}
        self._update(id, place, sketch, receipt)

    def _update(
        self, id: str, values: dict[str, Any], sketch: Sketch | None, receipt: Receipt | None
    ) -> None:
        if sketch is not None:
            values["sketch"] = _written(sketch)
        with self._database.begin() as connection:
            connection.execute(_ADVANCE, {"of": id, "used": self._clock(), **values})
            self._write(connection, receipt)

    def entitle(self, id: str, title: str) -> None:
        """Gives a run a title."""
        self._update(id, {"title": title}, None, None)

    def title(self, id: str) -> str:
        """The title of a run; empty where it has none."""
        with self._database.begin() as connection:
            return connection.scalar(select(runs.c.title).where(runs.c.id == id)) or ""

    def of_owner(self, owner: str, skip: int, most: int) -> tuple[int, list[KeptRun]]:
        """How many runs of an owner have been trained or have a title, and some of them, the one
        used last first."""
        wanted = (runs.c.owner == owner) & ((runs.c.furthest_iteration > 0) | (runs.c.title != ""))
        order = (runs.c.used.desc(), runs.c.id)
        page = select(runs).where(wanted).order_by(*order).offset(skip).limit(most)
        with self._database.begin() as connection:
            total = connection.scalar(select(func.count()).select_from(runs).where(wanted)) or 0
            return total, [_kept(row) for row in connection.execute(page)]

    def delete_of_owner(self, owner: str) -> list[str]:
        """Forgets all runs of an owner. Returns their ids."""
        with self._database.begin() as connection:
            theirs = select(runs.c.id).where(runs.c.owner == owner)
            connection.execute(delete(receipts).where(receipts.c.run.in_(theirs)))
            gone = delete(runs).where(runs.c.owner == owner).returning(runs.c.id)
            return list(connection.scalars(gone))

    def receipt(self, run: str, key: str) -> Receipt | None:
        """The receipt of an order that was carried out not long ago."""
        with self._database.begin() as connection:
            row = connection.execute(
                select(receipts.c.order, receipts.c.result).where(
                    receipts.c.run == run, receipts.c.key == key
                )
            ).one_or_none()
        return None if row is None else Receipt(run, key, row.order, row.result)

    def _write(self, connection: Connection, receipt: Receipt | None) -> None:
        if receipt is None:
            return
        values = {**asdict(receipt), "created": self._clock()}
        connection.execute(insert(receipts).values(**values))
        of_run = receipts.c.run == receipt.run
        latest = (
            select(receipts.c.key)
            .where(of_run)
            .order_by(receipts.c.created.desc())
            .limit(_KEPT_RECEIPTS)
        )
        connection.execute(delete(receipts).where(of_run, receipts.c.key.not_in(latest)))

    def count(self) -> int:
        """How many runs have a record."""
        with self._database.begin() as connection:
            return connection.execute(select(func.count()).select_from(runs)).scalar_one()

    def require_writable(self) -> None:
        """Raises `DatabaseError` where no change would be kept."""
        with self._database.begin() as connection:
            # No run has this id: it asks for the right to write, and writes nothing.
            connection.execute(_ADVANCE, {"of": "", "used": self._clock()})

    def purge(self, seconds: float, most: int) -> list[str]:
        """Forgets runs unused for so many seconds, and of more than `most` those unused longest.

        Returns their ids.
        """
        beyond = select(runs.c.id).order_by(runs.c.used.desc()).offset(most)
        old = runs.c.used < self._clock() - seconds
        with self._database.begin() as connection:
            stale = receipts.c.created < self._clock() - _RECEIPT_SECONDS
            connection.execute(delete(receipts).where(stale))
            old_or_beyond = delete(runs).where(old | runs.c.id.in_(beyond))
            return list(connection.scalars(old_or_beyond.returning(runs.c.id)))

    def delete(self, id: str) -> bool:
        """Forgets a run; False where there was none."""
        with self._database.begin() as connection:
            connection.execute(delete(receipts).where(receipts.c.run == id))
            return connection.execute(delete(runs).where(runs.c.id == id)).rowcount > 0


def _record(row: Row[*tuple[Any, ...]]) -> RunRecord:
    place = {"iteration": row.iteration, "furthest_iteration": row.furthest_iteration}
    return RunRecord.from_dict({**orjson.loads(row.record), **place})


def _kept(row: Row[*tuple[Any, ...]]) -> KeptRun:
    points = orjson.loads(row.sketch)
    sketch = Sketch(**points) if points else None
    return KeptRun(row.id, row.title, _record(row), sketch, row.created, row.used)


def _written(sketch: Sketch) -> str:
    return orjson.dumps(sketch).decode()


def _columns(record: RunRecord) -> dict[str, Any]:
    values = record.to_dict()
    place = {name: values.pop(name) for name in _PLACE}
    return {"record": orjson.dumps(values).decode(), **place}
