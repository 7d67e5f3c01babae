"""A run in memory, and its record in the database: what is acknowledged is in both."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal, TypeVar

from sqlalchemy import Connection

from app.database.records import Place, Receipt, RunRecords, Sketch, Standing
from app.documents.problems import Problem
from app.figures.decimation import decimated
from app.words.messages import saying
from rnn_core.trace import Hyperparameters
from rnn_core.training.interventions import Intervention
from rnn_core.training.record import RunRecord
from rnn_core.training.replay import Replay
from rnn_core.training.run import Run

T = TypeVar("T")
Cause = Literal["connected", "step", "train", "rewind", "patch", "deleted"]
_SKETCH_POINTS = 60
_SKETCH_GROWTH = 1.05
_AT_ONCE = 500
"""So many iterations may be computed again while other processes wait for the run."""


@dataclass(frozen=True, slots=True)
class RunState:
    """What there is to tell of a run between two pieces of work on it."""

    iteration: int
    furthest_iteration: int
    loss: float
    diverged: bool
    hyperparameters: Hyperparameters
    interventions: tuple[Intervention, ...]
    can_undo: bool
    can_redo: bool

    @classmethod
    def of(cls, run: Run) -> RunState:
        """The state of a run; nobody may be working on it."""
        return cls(
            run.iteration,
            run.furthest_iteration,
            run.loss,
            run.diverged,
            run.hyperparameters,
            run.interventions,
            run.can_undo,
            run.can_redo,
        )

    @classmethod
    def told(cls, standing: Standing) -> RunState:
        """The state of a run as the database has it, without computing anything."""
        record, place = standing.record, standing.place
        return cls(
            place.iteration,
            place.furthest_iteration,
            place.loss,
            place.diverged,
            record.hyperparameters,
            record.interventions,
            bool(record.before_changes),
            bool(record.undone),
        )


@dataclass(frozen=True, slots=True)
class Order:
    """A command with the key under which its client may repeat it, and what it asks, as JSON."""

    key: str
    asks: str


class Repeated(Exception):
    """The order was carried out before: `result` is what came of it."""

    def __init__(self, result: str) -> None:
        super().__init__(result)
        self.result = result


class Gone(Exception):
    """The run is no longer in the database."""


class TrainingTaken(Exception):
    """The right to train was taken away. `message` names the reason, if one was given."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class Behind(Exception):
    """Other processes have taken the run too far for others to wait until this copy is there."""


class Copy:
    """The run in memory. Its methods compute and write: they are called in threads, one at a time.

    This one is the only one of its run.
    """

    def __init__(self, id: str, run: Run, records: RunRecords) -> None:
        self.id = id
        self.state = RunState.of(run)
        """As it was left by the last piece of work."""
        self._run = run
        self._records = records
        self._kept = run.record
        self._sketched = 0
        self.advanced = 0
        """How many iterations the last piece of work made."""

    def work(
        self,
        work: Callable[[Run], T],
        cause: Cause | None,
        order: Order | None,
        training: str | None,
    ) -> T:
        """Does `work` on the run and, where it has a cause, keeps what came of it.

        With a receipt of the `order`. Raises `Repeated` when that has one already, `DatabaseError`,
        and what other processes are the reason for: `Gone`, `Behind`, `TrainingTaken` where the
        work is a piece of this `training`.
        """
        return self._worked(work, cause, order, None)

    def catch_up(self, seconds: float) -> bool:
        """Computes for some seconds what other processes have done; whether that was all."""
        return True

    def _worked(
        self,
        work: Callable[[Run], T],
        cause: Cause | None,
        order: Order | None,
        connection: Connection | None,
    ) -> T:
        self.advanced = 0
        if order is not None:
            self._require_new(order, connection)
        before = self._run.iteration
        try:
            result = work(self._run)
        except BaseException:
            # The work may have got half-way. It is no result to be had again.
            if cause is not None:
                self._keep(None, connection)
            raise
        finally:
            self.advanced = self._run.iteration - before
        if cause is not None:
            self._keep(order, connection)
        return result

    def _require_new(self, order: Order, connection: Connection | None) -> None:
        receipt = self._records.receipt(self.id, order.key, connection)
        if receipt is None:
            return
        if receipt.order != order.asks:
            raise Problem(422, saying("problem-key-reused"), kind="key-reused")
        raise Repeated(receipt.result)

    def _keep(self, order: Order | None, connection: Connection | None) -> None:
        record, place = self._run.record, place_of(self._run)
        receipt = None
        if order is not None:
            receipt = Receipt(self.id, order.key, order.asks, str(record.iteration))
        sketch = self._new_sketch()
        if _without_place(record) == _without_place(self._kept):
            self._records.advance(self.id, place, sketch, receipt, connection)
        else:
            self._records.save(self.id, record, place, sketch, receipt, connection)
        self._kept = record
        self.state = RunState.of(self._run)

    def _new_sketch(self) -> Sketch | None:
        """The losses in a few points, as often as one would see a difference."""
        furthest = self._run.furthest_iteration
        if self._sketched <= furthest <= _SKETCH_GROWTH * self._sketched:
            return None
        self._sketched = furthest
        return sketch_of(self._run)


class SharedCopy(Copy):
    """A copy of a run that other processes change too.

    Whoever changes it locks its row in the database, brings the copy up to date, works, writes,
    and tells the others. Whoever reads it brings the copy up to date.
    """

    def __init__(self, id: str, run: Run, records: RunRecords, version: int) -> None:
        super().__init__(id, run, records)
        self.version = version
        """How often the run had been changed when this copy was as it is."""
        self._replay: Replay | None = None
        self._replayed: Standing | None = None

    def work(
        self,
        work: Callable[[Run], T],
        cause: Cause | None,
        order: Order | None,
        training: str | None,
    ) -> T:
        if cause is None and order is None:
            self._require_current(_found(self._records.find(self.id)))
            return work(self._run)
        failure: BaseException | None = None
        result: T
        with self._records.turn(self.id) as turn:
            standing = _found(None if turn is None else turn.standing)
            assert turn is not None
            if training is not None and standing.training != training:
                raise TrainingTaken(standing.training_stopped)
            self._require_current(standing)
            try:
                result = self._worked(work, cause, order, turn.connection)
            except Exception as error:
                # What it has got to is kept nevertheless, so the transaction must not end with it.
                failure = error
            if cause is not None and self.version > standing.version:
                self._records.tell(self.id, cause, turn.connection)
        if failure is not None:
            raise failure
        return result

    def _keep(self, order: Order | None, connection: Connection | None) -> None:
        super()._keep(order, connection)
        self.version += 1

    def _require_current(self, standing: Standing) -> None:
        if standing.version == self.version:
            return
        replay = Replay(standing.record, self._run)
        if standing.record.furthest_iteration - replay.iteration > _AT_ONCE:
            raise Behind
        self._use(replay.advance(), standing)

    def catch_up(self, seconds: float) -> bool:
        if self._replay is None:
            self._replayed = _found(self._records.find(self.id))
            self._replay = Replay(self._replayed.record, self._run)
        run = self._replay.advance(seconds)
        if run is None:
            return False
        assert self._replayed is not None
        self._use(run, self._replayed)
        self._replay = self._replayed = None
        return True

    def _use(self, run: Run | None, standing: Standing) -> None:
        assert run is not None
        self._run, self._kept, self.version = run, standing.record, standing.version
        self.state = RunState.of(run)


def _found(standing: Standing | None) -> Standing:
    if standing is None:
        raise Gone
    return standing


def place_of(run: Run) -> Place:
    """Where a run stands; nobody may be working on it."""
    return Place(run.iteration, run.furthest_iteration, run.loss, bool(run.diverged))


def _without_place(record: RunRecord) -> RunRecord:
    return replace(record, iteration=0, furthest_iteration=0)


def sketch_of(run: Run) -> Sketch:
    """A few points of a run's losses."""
    losses = run.history(run.furthest_iteration)
    at = decimated(losses, _SKETCH_POINTS)
    return Sketch(
        at.tolist(), [loss if math.isfinite(loss) else None for loss in losses[at].tolist()]
    )
