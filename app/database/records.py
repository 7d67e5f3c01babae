"""The records of runs in the database: written before a change is acknowledged."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import asdict, dataclass
from typing import Any

import orjson
from sqlalchemy import Connection, Row, bindparam, delete, false, func, insert, select, update

from app.database.connection import NOW, Database
from app.database.tables import receipts, runs
from rnn_core.training.record import RunRecord

_PLACE = ("iteration", "furthest_iteration")
"""What changes with every step, and stands in columns of its own."""
_ADVANCE = update(runs).where(runs.c.id == bindparam("of"))
_ADVANCE_VERSION = _ADVANCE.values(version=runs.c.version + 1)
TOPIC = "runs"
"""Of the news of what happened to a run: its id, and what, parted by a space."""
_STANDING = select(
    *(runs.c[name] for name in ("record", "iteration", "furthest_iteration", "version")),
    *(runs.c[name] for name in ("loss", "diverged", "training", "training_stopped")),
).where(runs.c.id == bindparam("of"))
_OF_ONE_PROCESS = _STANDING.add_columns(false().label("is_trained"))
_OF_SEVERAL = _STANDING.add_columns(
    ((runs.c.training != "") & (runs.c.training_until >= NOW)).label("is_trained")
)
_LOCKED = _OF_SEVERAL.with_for_update()

_KEPT_RECEIPTS = 100
"""Of each run, the latest."""
_RECEIPT_SECONDS = 86400.0
_OF_RUN = receipts.c.run == bindparam("of")
_RECEIPT = select(receipts.c.order, receipts.c.result).where(
    _OF_RUN, receipts.c.key == bindparam("with")
)
_INSERT_RECEIPT = insert(receipts)
_DELETE_RECEIPTS = delete(receipts).where(
    _OF_RUN,
    receipts.c.key.not_in(
        select(receipts.c.key)
        .where(_OF_RUN)
        .order_by(receipts.c.created.desc())
        .limit(_KEPT_RECEIPTS)
    ),
)


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


@dataclass(frozen=True)
class Place:
    """Where a run stands: what changes with every step."""

    iteration: int
    furthest_iteration: int
    loss: float
    diverged: bool


@dataclass(frozen=True)
class Standing:
    """What the database says of a run that several processes share."""

    row: Row[*tuple[Any, ...]]
    version: int
    """How often it has been changed."""
    place: Place
    training: str
    """Who had the right to train it last; empty where that was given up, or taken away."""
    is_trained: bool
    """Whether that right holds still."""
    training_stopped: str
    """The message that says why its training was stopped; empty where none was."""

    @property
    def record(self) -> RunRecord:
        """Its record. Reading it takes longer than reading the row."""
        return _record(self.row)


@dataclass(frozen=True)
class Turn:
    """A transaction in which no other process changes the run of this standing."""

    standing: Standing
    connection: Connection


class RunRecords:
    """The records of a database's runs. Every method raises `DatabaseError`; none of them is to be
    called where the event loop would wait. The `clock` gives seconds since the epoch."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._clock = clock

    @property
    def is_shared(self) -> bool:
        """Whether other processes change these runs too."""
        return self._database.is_shared

    def add(
        self,
        id: str,
        record: RunRecord,
        place: Place,
        owner: str = "",
        sketch: Sketch | None = None,
        receipt: Receipt | None = None,
    ) -> None:
        """Keeps the record of a new run."""
        now = self._clock()
        values = {"id": id, "owner": owner, "created": now, "used": now, **_columns(record)}
        values |= {"loss": place.loss, "diverged": place.diverged}
        if sketch is not None:
            values["sketch"] = _written(sketch)
        with self._database.begin() as connection:
            connection.execute(insert(runs).values(**values))
            self._write(connection, receipt)

    def find(self, id: str) -> Standing | None:
        """What there is of a run; None where there is none."""
        with self._database.begin() as connection:
            if not self.is_shared:
                connection.execute(_ADVANCE, {"of": id, "used": self._clock()})
            asked = _OF_SEVERAL if self.is_shared else _OF_ONE_PROCESS
            row = connection.execute(asked, {"of": id}).one_or_none()
        return None if row is None else _standing(row)

    @contextmanager
    def turn(self, id: str) -> Iterator[Turn | None]:
        """A transaction in which no other process changes this run; None where there is none."""
        with self._database.begin() as connection:
            row = connection.execute(_LOCKED, {"of": id}).one_or_none()
            yield None if row is None else Turn(_standing(row), connection)

    def save(
        self,
        id: str,
        record: RunRecord,
        place: Place,
        sketch: Sketch | None = None,
        receipt: Receipt | None = None,
        connection: Connection | None = None,
    ) -> None:
        """Keeps what has become of a run; its sketch as it was where there is no new one."""
        self._update(id, _columns(record) | self._told(place), sketch, receipt, connection)

    def advance(
        self,
        id: str,
        place: Place,
        sketch: Sketch | None = None,
        receipt: Receipt | None = None,
        connection: Connection | None = None,
    ) -> None:
        """Keeps where a run stands, of which nothing else has changed."""
        columns = {name: getattr(place, name) for name in _PLACE}
        self._update(id, columns | self._told(place), sketch, receipt, connection)

    def _told(self, place: Place) -> dict[str, Any]:
        """What other processes know of a run without computing it."""
        if not self.is_shared:
            return {}
        return {
            "loss": place.loss,
            "diverged": place.diverged,
        }

    def _update(
        self,
        id: str,
        values: dict[str, Any],
        sketch: Sketch | None = None,
        receipt: Receipt | None = None,
        connection: Connection | None = None,
    ) -> None:
        if sketch is not None:
            values["sketch"] = _written(sketch)
        values["used"] = self._clock()
        with self._begin(connection) as connection:
            if self.is_shared:
                connection.execute(_ADVANCE_VERSION, {"of": id, **values})
            else:
                connection.execute(_ADVANCE, {"of": id, **values})
            self._write(connection, receipt)

    def _begin(self, connection: Connection | None) -> AbstractContextManager[Connection]:
        return self._database.begin() if connection is None else nullcontext(connection)

    def tell(self, id: str, what: str, connection: Connection) -> None:
        """Tells the other processes what happened to a run, once the transaction is committed."""
        self._database.notify(connection, TOPIC, f"{id} {what}")

    def begin_training(self, id: str, training: str, key: str, seconds: float) -> bool:
        """Gives a training the right to the run, for so many seconds; False where another one has
        it, whose order had another key."""
        free = (runs.c.training == "") | (runs.c.training_until < NOW)
        if key:
            free |= runs.c.training_key == key
        values = {"training": training, "training_key": key, "training_stopped": ""}
        return self._give(id, free, {**values, "training_until": NOW + seconds}, "train")

    def renew_trainings(self, trainings: list[str], seconds: float) -> None:
        """Lets trainings keep their right for so many seconds from now."""
        with self._database.begin() as connection:
            renewed = update(runs).where(runs.c.training.in_(trainings))
            connection.execute(renewed.values(training_until=NOW + seconds))

    def end_training(self, id: str, training: str) -> None:
        """Lets the next training begin."""
        self._give(id, runs.c.training == training, {"training": ""}, "train")

    def stop_training(self, id: str, message: str) -> bool:
        """Takes the right to train a run from whoever has it; False where nobody has."""
        values = {"training": "", "training_stopped": message}
        return self._give(id, runs.c.training != "", values, "train")

    def _give(self, id: str, where: Any, values: dict[str, Any], what: str) -> bool:
        with self._database.begin() as connection:
            given = connection.execute(
                update(runs).where((runs.c.id == id) & where).values(**values)
            )
            if given.rowcount > 0:
                self.tell(id, what, connection)
            return given.rowcount > 0

    def entitle(self, id: str, title: str) -> None:
        """Gives a run a title."""
        self._update(id, {"title": title})

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
            return self._deleted(connection, connection.scalars(gone))

    def receipt(self, run: str, key: str, connection: Connection | None = None) -> Receipt | None:
        """The receipt of an order that was carried out not long ago."""
        with self._begin(connection) as connection:
            row = connection.execute(_RECEIPT, {"of": run, "with": key}).one_or_none()
        return None if row is None else Receipt(run, key, row.order, row.result)

    def _write(self, connection: Connection, receipt: Receipt | None) -> None:
        if receipt is None:
            return
        values = {**asdict(receipt), "created": self._clock()}
        connection.execute(_INSERT_RECEIPT, values)
        connection.execute(_DELETE_RECEIPTS, {"of": receipt.run})

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
            gone = connection.scalars(old_or_beyond.returning(runs.c.id))
            return self._deleted(connection, gone)

    def delete(self, id: str) -> bool:
        """Forgets a run; False where there was none."""
        with self._database.begin() as connection:
            connection.execute(delete(receipts).where(receipts.c.run == id))
            gone = delete(runs).where(runs.c.id == id).returning(runs.c.id)
            return bool(self._deleted(connection, connection.scalars(gone)))

    def _deleted(self, connection: Connection, ids: Iterable[str]) -> list[str]:
        gone = list(ids)
        for id in gone:
            self.tell(id, "deleted", connection)
        return gone


def _record(row: Row[*tuple[Any, ...]]) -> RunRecord:
    place = {"iteration": row.iteration, "furthest_iteration": row.furthest_iteration}
    return RunRecord.from_dict({**orjson.loads(row.record), **place})


def _standing(row: Row[*tuple[Any, ...]]) -> Standing:
    place = Place(row.iteration, row.furthest_iteration, row.loss, row.diverged)
    training = (row.training, row.is_trained, row.training_stopped)
    return Standing(row, row.version, place, *training)


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
