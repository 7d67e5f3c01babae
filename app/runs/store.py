"""The runs alive on this server, and who watches and trains them.

A `RunStore` hands out `LiveRun`s by id. It is the only thing a durable store would replace: `add`,
`get`, `delete` and `close` are all that the routes know of it.

Everything here belongs to the event loop; only the work on a run itself happens in a thread, under
the run's lock, so that two requests never meet in one run's buffers and the loop never waits for
arithmetic.
"""

from __future__ import annotations

import secrets
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Literal, TypeVar

import anyio
import anyio.to_thread

from app.documents.problems import Problem
from app.settings import Settings
from app.words.messages import Saying, saying
from rnn_core.trace import Hyperparameters
from rnn_core.training.interventions import Intervention
from rnn_core.training.run import Run

T = TypeVar("T")

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
        self, id: str, run: Run, limiter: anyio.CapacityLimiter, clock: Callable[[], float]
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
        self.training: Training | None = None
        self.subscriptions: set[Subscription] = set()
        self.last_used = clock()
        self._clock = clock
        self._run = run
        self._lock = anyio.Lock(fast_acquire=True)
        self._limiter = limiter
        self._visitors = 0
        self._deleted = False

    @property
    def idle(self) -> bool:
        """Whether nobody trains it, follows it or works on it."""
        return self.training is None and not self.subscriptions and self._visitors == 0

    async def perform(self, work: Callable[[Run], T], cause: Cause | None = None) -> T:
        """Does `work` on the run in a thread, alone; with a `cause`, notifies the followers.

        Requests get their turns in the order in which they came. Raises `Problem` when the run is
        deleted in the meantime.
        """
        self._visitors += 1
        try:
            async with self._lock:
                if self._deleted:
                    raise not_found(self.id)
                try:
                    return await anyio.to_thread.run_sync(
                        partial(self._work, work, cause is not None), limiter=self._limiter
                    )
                finally:
                    if cause is not None and not self._deleted:
                        self.publish(cause)
        finally:
            self._visitors -= 1
            self.last_used = self._clock()

    def _work(self, work: Callable[[Run], T], changes: bool) -> T:
        try:
            return work(self._run)
        finally:
            # Also after an error: the work may have got half-way.
            if changes:
                self.state = RunState.of(self._run)

    def publish(self, cause: Cause) -> None:
        """Tells the followers that something changed."""
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


class RunStore:
    """The runs in memory: bounded in number, expiring when idle by the `clock`, in seconds."""

    def __init__(self, settings: Settings, clock: Callable[[], float] = time.monotonic) -> None:
        self._settings = settings
        self._clock = clock
        self._limiter = anyio.CapacityLimiter(settings.worker_threads)
        self._runs: OrderedDict[str, LiveRun] = OrderedDict()
        self._closed = False

    def __len__(self) -> int:
        return len(self._runs)

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

    def add(self, run: Run) -> LiveRun:
        """Takes a run in, in the place of the least recently used idle one where there is none."""
        self.require_room()
        while len(self._runs) >= self._settings.max_runs:
            self.delete(next(live.id for live in self._runs.values() if live.idle))
        live = LiveRun(secrets.token_hex(8), run, self._limiter, self._clock)
        self._runs[live.id] = live
        return live

    def get(self, id: str) -> LiveRun:
        """The run with this id. Raises `Problem`."""
        live = self._runs.get(id)
        if live is None or self._expired(live):
            self.expire()
            raise not_found(id)
        live.last_used = self._clock()
        self._runs.move_to_end(id)
        return live

    def delete(self, id: str) -> None:
        """Removes a run, and notifies those who follow it. Raises `Problem`."""
        live = self._runs.pop(id, None)
        if live is None:
            raise not_found(id)
        live.delete()

    def expire(self) -> None:
        """Forgets the runs that have been idle for too long."""
        for live in [live for live in self._runs.values() if self._expired(live)]:
            self.delete(live.id)

    def _expired(self, live: LiveRun) -> bool:
        return live.idle and self._clock() - live.last_used > self._settings.run_idle_seconds

    def begin_training(self, live: LiveRun) -> Training:
        """The right to train a run; whoever has it calls `finish`. Raises `Problem`."""
        if live.training is not None:
            raise Problem(
                409,
                saying("problem-already-training"),
                kind="already-training",
            )
        if self._closed:
            raise _closing()
        if self._count(lambda live: live.training is not None) >= self._settings.max_trainings:
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
            raise _closing()
        here, everywhere = (
            self._settings.max_event_streams_per_run,
            self._settings.max_event_streams,
        )
        if len(live.subscriptions) >= here:
            raise _busy(
                saying("problem-too-many-streams-of-run", count=here), kind="too-many-event-streams"
            )
        if sum(len(live.subscriptions) for live in self._runs.values()) >= everywhere:
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

    def _count(self, condition: Callable[[LiveRun], bool]) -> int:
        return sum(map(condition, self._runs.values()))


def not_found(id: str) -> Problem:
    """There is no such run."""
    return Problem(
        404,
        saying("problem-run-not-found", id=id[:40]),
        kind="run-not-found",
    )


def _busy(told: Saying, *, kind: str) -> Problem:
    return Problem(503, told, kind=kind, headers={"Retry-After": "5"})


def _closing() -> Problem:
    return _busy(saying("problem-stopping"), kind="stopping")
