"""The runs of this server: those alive, who watches and trains them, and the records of all.

A `RunStore` hands out `LiveRun`s by id. A change is acknowledged when its record is in the
database: a run that is no longer alive, or was on a server that was killed, is computed again.

Everything here belongs to the event loop; only the work on a run itself happens in a thread, under
the run's lock, so that two requests never meet in one run's buffers and the loop never waits for
arithmetic.
"""

from __future__ import annotations

import logging
import math
import secrets
import time
from collections import Counter, OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Literal, TypeVar

import anyio
import anyio.to_thread
from anyio.abc import TaskGroup

from app.database.connection import DatabaseError
from app.database.records import KeptRun, Receipt, RunRecords, Sketch
from app.documents.problems import Problem
from app.figures.decimation import decimated
from app.runs.quotas import Client
from app.settings import Settings
from app.words.messages import Saying, saying
from rnn_core.errors import CoreError
from rnn_core.trace import Hyperparameters
from rnn_core.training.interventions import Intervention
from rnn_core.training.record import RunRecord
from rnn_core.training.replay import Replay
from rnn_core.training.run import Run

T = TypeVar("T")
_log = logging.getLogger(__name__)
_ANYONE = Client()
_SKETCH_POINTS = 60
_SKETCH_GROWTH = 1.05

Cause = Literal["connected", "step", "train", "rewind", "patch", "deleted"]


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


class Training:
    """A training under way: its driver checks `stopped_by()`, anyone may `stop` it."""

    def __init__(self, live: LiveRun) -> None:
        self._live = live
        self._stop = anyio.Event()
        self._finished = anyio.Event()
        self._reason: Saying | None = None

    def stop(self, reason: Saying) -> None:
        """Asks it to end, and says why; the first reason counts."""
        if self._reason is None:
            self._reason = reason
            self._stop.set()

    def stopped_by(self) -> Saying | None:
        """Why it is to end; None while it may go on."""
        return self._reason

    async def sleep(self, seconds: float) -> None:
        """Sleeps so long, or until it is to stop."""
        with anyio.move_on_after(seconds):
            await self._stop.wait()

    async def wait_finished(self, seconds: float) -> None:
        """Waits until it has ended, but no longer than so many seconds."""
        with anyio.move_on_after(seconds):
            await self._finished.wait()

    def finish(self) -> None:
        """Lets the next training begin. Harmless when done twice."""
        if not self._finished.is_set():
            self._finished.set()
            self._live.training = None
            self._live.publish("train")


class Subscription:
    """One who follows a run. Holds no queue: only that something happened, and what last."""

    def __init__(self, live: LiveRun) -> None:
        self._live = live
        self._event = anyio.Event()
        self._cause: Cause | None = None
        self.ended = False
        """Whether there will be no more changes."""

    def notify(self, cause: Cause) -> None:
        """Remembers the latest cause and wakes the follower."""
        if not self.ended:
            self._cause = cause
            self._event.set()

    async def next(self, seconds: float) -> Cause | None:
        """The cause of the latest change not yet sent; None after so long without one."""
        with anyio.move_on_after(seconds):
            await self._event.wait()
        cause, self._cause = self._cause, None
        if not self.ended:
            self._event = anyio.Event()
        return cause

    def end(self) -> None:
        """Wakes the follower for the last time."""
        self.ended = True
        self._event.set()

    def close(self) -> None:
        """Called by the follower when it has gone."""
        self._live.subscriptions.discard(self)


class LiveRun:
    """A run with its lock, its training and its followers."""

    def __init__(
        self,
        id: str,
        run: Run,
        records: RunRecords,
        forget: Callable[[LiveRun], None],
        trained: Callable[[int], None],
        limiter: anyio.CapacityLimiter,
        clock: Callable[[], float],
    ) -> None:
        self.id = id
        self.configuration = run.configuration
        self.vocabulary = run.vocabulary.tokens
        self.parameter_count = run.parameter_count
        self.state = RunState.of(run)
        """As it was left by the last piece of work: to be read without waiting for the lock."""
        self.scales: Mapping[str, float] | None = None
        """Those of the figures drawn last; the next ones keep to them as far as they fit."""
        self.difference_scales: tuple[str, Mapping[str, float]] | None = None
        """The same for its last comparison, with the id of the run it was compared with."""
        self.client = Client()
        """Who had it made, or computed again."""
        self.training: Training | None = None
        self.subscriptions: set[Subscription] = set()
        self.last_used = clock()
        self._clock = clock
        self._run = run
        self._records = records
        self._kept = run.record
        self._sketched = 0
        self._forget = forget
        self._trained = trained
        self._lock = anyio.Lock(fast_acquire=True)
        self._limiter = limiter
        self._visitors = 0
        self._deleted = False
        self._unsaved: Problem | None = None
        """Why what is in memory is not what has been kept, so that nobody may go on from it."""

    @property
    def idle(self) -> bool:
        """Whether nobody trains it, follows it or works on it."""
        return self.training is None and not self.subscriptions and self._visitors == 0

    async def perform(
        self, work: Callable[[Run], T], cause: Cause | None = None, order: Order | None = None
    ) -> T:
        """Does `work` on the run in a thread, alone; with a `cause`, notifies the followers.

        Requests get their turns in the order in which they came. Work with a cause is done when
        the database has kept what came of it, with a receipt of the order. Raises `Repeated` when
        the order has a receipt already, and `Problem` when the database could not keep it, the run
        is deleted in the meantime, or the order's key belongs to another one.
        """
        self._visitors += 1
        try:
            async with self._lock:
                if self._deleted:
                    raise not_found(self.id)
                if self._unsaved is not None:
                    raise self._unsaved
                before = self.state.iteration
                try:
                    return await anyio.to_thread.run_sync(
                        partial(self._work, work, order, cause is not None), limiter=self._limiter
                    )
                except DatabaseError as error:
                    self._unsaved = _not_kept(error)
                    self._forget(self)
                    raise self._unsaved from error
                finally:
                    if cause is not None:
                        if cause in ("step", "train"):
                            self._trained(self.state.iteration - before)
                        self.publish(cause)
        finally:
            self._visitors -= 1
            self.last_used = self._clock()

    def _work(self, work: Callable[[Run], T], order: Order | None, changes: bool) -> T:
        if order is not None:
            self._require_new(order)
        try:
            result = work(self._run)
        except BaseException:
            # The work may have got half-way. It is no result to be had again.
            if changes:
                self._keep(None)
            raise
        if changes:
            self._keep(order)
        return result

    def _require_new(self, order: Order) -> None:
        receipt = self._records.receipt(self.id, order.key)
        if receipt is None:
            return
        if receipt.order != order.asks:
            raise Problem(422, saying("problem-key-reused"), kind="key-reused")
        raise Repeated(receipt.result)

    def _keep(self, order: Order | None) -> None:
        record = self._run.record
        place = (record.iteration, record.furthest_iteration)
        receipt = None if order is None else self.receipt(order, str(record.iteration))
        if record == replace(self._kept, iteration=place[0], furthest_iteration=place[1]):
            self._records.advance(self.id, *place, self._new_sketch(), receipt)
        else:
            self._records.save(self.id, record, self._new_sketch(), receipt)
        self._kept = record
        self.state = RunState.of(self._run)

    def _new_sketch(self) -> Sketch | None:
        """The losses in a few points, as often as one would see a difference."""
        furthest = self._run.furthest_iteration
        if self._sketched <= furthest <= _SKETCH_GROWTH * self._sketched:
            return None
        self._sketched = furthest
        return _sketch(self._run)

    def receipt(self, order: Order, result: str) -> Receipt:
        """That an order to this run had this result."""
        return Receipt(self.id, order.key, order.asks, result)

    def publish(self, cause: Cause) -> None:
        """Tells the followers that something changed."""
        if self._deleted or self._unsaved is not None:
            return
        for subscription in self.subscriptions:
            subscription.notify(cause)

    def delete(self) -> None:
        """Ends everything that goes on with this run."""
        self._deleted = True
        if self.training is not None:
            self.training.stop(saying("stopped-deleted"))
        for subscription in self.subscriptions:
            subscription.notify("deleted")
            subscription.end()

    def end(self) -> None:
        """Ends it in memory only: who follows it comes back and finds it as it was kept."""
        for subscription in self.subscriptions:
            subscription.end()


def _sketch(run: Run) -> Sketch:
    losses = run.history(run.furthest_iteration)
    at = decimated(losses, _SKETCH_POINTS)
    return Sketch(
        at.tolist(), [loss if math.isfinite(loss) else None for loss in losses[at].tolist()]
    )


def _none(_: str) -> None:
    return None


class _Loading:
    """A run that is being computed again from its record."""

    def __init__(self) -> None:
        self.done = anyio.Event()
        self.live: LiveRun | None = None
        self.problem: Problem | None = None
        self.share = 0.0
        """How much of it has been computed."""


class RunStore:
    """The runs: those in memory bounded in number, the others computed again from their records.

    What waits for a run that is long to compute goes on in `tasks`. The `clock`, in seconds, says
    when a run has been idle. `trained` is told of every iteration that a run is trained for.
    """

    def __init__(
        self,
        settings: Settings,
        records: RunRecords,
        tasks: TaskGroup,
        clock: Callable[[], float] = time.monotonic,
        trained: Callable[[int], None] = lambda _: None,
    ) -> None:
        self._settings = settings
        self._records = records
        self._tasks = tasks
        self._clock = clock
        self._trained = trained
        self._limiter = anyio.CapacityLimiter(settings.worker_threads)
        self._runs: OrderedDict[str, LiveRun] = OrderedDict()
        self._loading: dict[str, _Loading] = {}
        self._closed = False

    def __len__(self) -> int:
        return len(self._runs)

    @property
    def event_streams(self) -> int:
        """How many event streams are open."""
        return sum(len(live.subscriptions) for live in self._runs.values())

    @property
    def trainings(self) -> int:
        """How many trainings are under way."""
        return sum(live.training is not None for live in self._runs.values())

    async def count_kept(self) -> int:
        """How many runs have a record. Raises `Problem`."""
        return await self._asked(self._records.count)

    async def require_ready(self) -> None:
        """Raises `Problem` where the server is stopping, or the database takes no changes."""
        if self._closed:
            raise stopping()
        await self._asked(self._records.require_writable)

    async def _asked(self, ask: Callable[[], T]) -> T:
        # Not in the threads that compute: whoever looks after the server waits for none of them.
        try:
            return await anyio.to_thread.run_sync(ask, abandon_on_cancel=True)
        except DatabaseError as error:
            raise _busy(
                saying("problem-database-silent", reason=str(error)), kind="not-ready"
            ) from error

    async def compute(self, work: Callable[[], T]) -> T:
        """Does work that belongs to no run yet in one of the threads that compute."""
        return await anyio.to_thread.run_sync(work, limiter=self._limiter)

    def require_room(self) -> None:
        """Raises `Problem` when no run could be added."""
        self.expire()
        if len(self._runs) >= self._settings.max_runs and not any(
            live.idle for live in self._runs.values()
        ):
            raise _busy(
                saying("problem-too-many-runs", count=self._settings.max_runs), kind="too-many-runs"
            )

    async def add(
        self,
        run: Run,
        owner: str = "",
        receipt_of: Callable[[str], Receipt | None] = _none,
        client: Client = _ANYONE,
    ) -> LiveRun:
        """Takes a new run in, and keeps its record, with a receipt of who ordered this id.

        Raises `Problem`.
        """
        self.require_room()
        id = secrets.token_hex(8)
        receipt = receipt_of(id)
        await self._with_records(
            lambda: self._records.add(id, run.record, owner, _sketch(run), receipt)
        )
        return self._take_in(id, run, client)

    async def get(self, id: str, client: Client = _ANYONE) -> LiveRun:
        """The run with this id, computed again from its record where it is not in memory.

        Raises `Problem` where there is none, or where computing it takes longer than a request
        may last: it goes on, and who comes back finds it.
        """
        live = self._runs.get(id)
        if live is None:
            live = await self._loaded(id, client)
        live.last_used = self._clock()
        self._runs.move_to_end(id)
        return live

    async def delete(self, id: str) -> None:
        """Removes a run, and notifies those who follow it. Raises `Problem`."""
        kept = await self._with_records(partial(self._records.delete, id))
        live = self._runs.pop(id, None)
        if live is not None:
            live.delete()
        elif not kept:
            raise not_found(id)

    async def of_owner(self, owner: str, skip: int, most: int) -> tuple[int, list[KeptRun]]:
        """How many runs an owner has, and some of them, the one used last first."""
        return await self._with_records(partial(self._records.of_owner, owner, skip, most))

    async def delete_of_owner(self, owner: str) -> None:
        """Deletes all runs of an owner."""
        for id in await self._with_records(partial(self._records.delete_of_owner, owner)):
            if (live := self._runs.pop(id, None)) is not None:
                live.delete()

    async def entitle(self, id: str, title: str) -> None:
        """Gives a run a title."""
        await self._with_records(partial(self._records.entitle, id, title))

    async def title(self, id: str) -> str:
        """The title of a run; empty where it has none."""
        return await self._with_records(partial(self._records.title, id))

    def expire(self) -> None:
        """Lets runs that have been idle for long go from memory. Their records stay."""
        idle = self._settings.run_idle_seconds
        for live in list(self._runs.values()):
            if live.idle and self._clock() - live.last_used > idle:
                self._let_go(live)

    async def purge(self) -> None:
        """Deletes the records that have not been used for too long, or are too many."""
        settings = self._settings
        work = partial(self._records.purge, settings.run_kept_seconds, settings.max_kept_runs)
        for id in await self._with_records(work):
            if (live := self._runs.pop(id, None)) is not None:
                live.delete()

    def _take_in(self, id: str, run: Run, client: Client) -> LiveRun:
        while len(self._runs) >= self._settings.max_runs:
            # Where none is idle any more there are a few too many until one is.
            idle = self._to_let_go()
            if idle is None:
                break
            self._let_go(idle)
        live = LiveRun(
            id, run, self._records, self._let_go, self._trained, self._limiter, self._clock
        )
        live.client = client
        self._runs[id] = live
        return live

    def _to_let_go(self) -> LiveRun | None:
        """Of the idle runs of whoever has most in memory, the one unused longest."""
        at = Counter(live.client.address for live in self._runs.values())
        by = Counter(live.client for live in self._runs.values())
        return max(
            (live for live in self._runs.values() if live.idle),
            key=lambda live: (at[live.client.address], by[live.client]),
            default=None,
        )

    def _let_go(self, live: LiveRun) -> None:
        self._runs.pop(live.id, None)
        live.end()

    async def _loaded(self, id: str, client: Client) -> LiveRun:
        loading = self._loading.get(id)
        if loading is None:
            loading = self._loading[id] = _Loading()
            self._tasks.start_soon(self._load, id, client, loading)
        with anyio.move_on_after(self._settings.replay_seconds):
            await loading.done.wait()
        if loading.problem is not None:
            raise loading.problem
        if loading.live is None:
            raise _busy(
                saying("problem-run-loading", percent=int(100 * loading.share)), kind="run-loading"
            )
        return loading.live

    async def _load(self, id: str, client: Client, loading: _Loading) -> None:
        try:
            record = await self._with_records(partial(self._records.find, id))
            if record is None:
                raise not_found(id)
            self.require_room()
            run = await self._replayed(record, loading)
            loading.live = self._take_in(id, run, client)
        except Problem as problem:
            loading.problem = problem
        except CoreError:
            _log.exception("the record of run %s cannot be read", id)
            loading.problem = Problem(
                500, saying("problem-record-unreadable"), kind="record-unreadable"
            )
        finally:
            del self._loading[id]
            loading.done.set()

    async def _replayed(self, record: RunRecord, loading: _Loading) -> Run:
        replay = await self.compute(partial(Replay, record))
        advance = partial(replay.advance, self._settings.chunk_seconds)
        while (run := await self.compute(advance)) is None:
            loading.share = replay.iteration / record.furthest_iteration
        return run

    async def _with_records(self, work: Callable[[], T]) -> T:
        try:
            return await anyio.to_thread.run_sync(work, limiter=self._limiter)
        except DatabaseError as error:
            raise _not_kept(error) from error

    def begin_training(self, live: LiveRun) -> Training:
        """The right to train a run; whoever has it calls `finish`. Raises `Problem`."""
        if live.training is not None:
            raise Problem(
                409,
                saying("problem-already-training"),
                kind="already-training",
            )
        if self._closed:
            raise stopping()
        if self.trainings >= self._settings.max_trainings:
            raise _busy(
                saying("problem-too-many-trainings", count=self._settings.max_trainings),
                kind="too-many-trainings",
            )
        live.training = Training(live)
        live.publish("train")
        return live.training

    def subscribe(self, live: LiveRun) -> Subscription:
        """Begins to follow a run; whoever does calls `close`. Raises `Problem`."""
        if self._closed:
            raise stopping()
        here, everywhere = (
            self._settings.max_event_streams_per_run,
            self._settings.max_event_streams,
        )
        if len(live.subscriptions) >= here:
            raise _busy(
                saying("problem-too-many-streams-of-run", count=here), kind="too-many-event-streams"
            )
        if self.event_streams >= everywhere:
            raise _busy(
                saying("problem-too-many-streams", count=everywhere), kind="too-many-event-streams"
            )
        subscription = Subscription(live)
        live.subscriptions.add(subscription)
        return subscription

    def close(self) -> None:
        """Ends trainings and event streams, because the server is to stop."""
        self._closed = True
        for live in self._runs.values():
            if live.training is not None:
                live.training.stop(saying("problem-stopping"))
            for subscription in live.subscriptions:
                subscription.end()


def not_found(id: str) -> Problem:
    """There is no such run."""
    return Problem(
        404,
        saying("problem-run-not-found", id=id[:40]),
        kind="run-not-found",
    )


def _not_kept(error: DatabaseError) -> Problem:
    return _busy(saying("problem-not-kept", reason=str(error)), kind="not-kept")


def _busy(told: Saying, *, kind: str) -> Problem:
    return Problem(503, told, kind=kind, headers={"Retry-After": "5"})


def stopping() -> Problem:
    """Nothing new begins, because the server is to stop."""
    return _busy(saying("problem-stopping"), kind="stopping")
