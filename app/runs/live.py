"""A run that is alive: its lock, its training, and those who follow it. All on the event loop."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import TypeVar

import anyio
import anyio.to_thread

from app.database.connection import DatabaseError
from app.database.records import Standing
from app.documents.problems import Problem
from app.runs.copies import Behind, Cause, Copy, Gone, Order, RunState, SharedCopy, TrainingTaken
from app.runs.quotas import Client
from app.words.messages import Saying, saying
from rnn_core.training.run import Run

T = TypeVar("T")
_CATCH_UP_SECONDS = 0.025
_LONG_THREADS = 1
_ROUND_SECONDS = 0.1
_SHORTEST_PIECE = 0.002


class Lanes:
    """The threads that compute: those for what somebody waits for, and a few for what goes on.

    Python computes in one thread at a time, and whoever wants to be next waits for all others: so
    those who train as fast as it goes share a lane, one piece after the other.
    """

    def __init__(self, threads: int) -> None:
        self.short = anyio.CapacityLimiter(threads)
        self.long = anyio.CapacityLimiter(_LONG_THREADS)

    def piece_seconds(self, most: float) -> float:
        """How long a piece may take, so that the turn of each comes soon however many there are."""
        waiting = self.long.statistics().tasks_waiting + 1
        return max(_SHORTEST_PIECE, min(most, _ROUND_SECONDS / waiting))


class Training:
    """A training under way: its driver checks `stopped_by()`, anyone may `stop` it."""

    def __init__(
        self,
        live: LiveRun,
        token: str,
        give_back: Callable[[Training], Awaitable[None]],
        give_back_soon: Callable[[Training], None],
    ) -> None:
        self.token = token
        """Its right to the run, where other processes might train it."""
        self.live = live
        self.is_begun = False
        """Whether it has been given the right."""
        self._give_back = give_back
        self._give_back_soon = give_back_soon
        self._is_given_back = False
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

    async def end(self) -> None:
        """Gives the right to train back, and lets the next training begin."""
        if not self._is_given_back:
            self._is_given_back = True
            await self._give_back(self)
        self.finish()

    def finish(self) -> None:
        """The same for whoever cannot wait for it. Harmless when done twice."""
        if not self._is_given_back:
            self._is_given_back = True
            self._give_back_soon(self)
        if not self._finished.is_set():
            self._finished.set()
            self.live.training = None
            self.live.publish("train")


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
        copy: Copy,
        run: Run,
        forget: Callable[[LiveRun], None],
        trained: Callable[[int], None],
        lanes: Lanes,
        clock: Callable[[], float],
    ) -> None:
        self.id = copy.id
        self.configuration = run.configuration
        self.vocabulary = run.vocabulary.tokens
        self.parameter_count = run.parameter_count
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
        self._copy = copy
        self._told: tuple[int, RunState] | None = None
        self._is_trained_elsewhere = False
        self._forget = forget
        self._trained = trained
        self._lock = anyio.Lock(fast_acquire=True)
        self._lanes = lanes
        self._visitors = 0
        self._deleted = False
        self._unsaved: Problem | None = None
        """Why what is in memory is not what has been kept, so that nobody may go on from it."""

    @property
    def state(self) -> RunState:
        """As it was left by the last piece of work here, or by one elsewhere that was told since:
        to be read without waiting for the lock."""
        copy = self._copy
        if self._told is not None and isinstance(copy, SharedCopy):
            version, state = self._told
            if version > copy.version:
                return state
        return copy.state

    @property
    def idle(self) -> bool:
        """Whether nobody trains it here, follows it or works on it."""
        return self.training is None and not self.subscriptions and self._visitors == 0

    @property
    def is_training(self) -> bool:
        """Whether somebody trains it, here or elsewhere."""
        return self.training is not None or self._is_trained_elsewhere

    async def perform(
        self,
        work: Callable[[Run], T],
        cause: Cause | None = None,
        order: Order | None = None,
        training: Training | None = None,
    ) -> T:
        """Does `work` on the run in a thread, alone; with a `cause`, notifies the followers.

        Requests get their turns in the order in which they came. Work with a cause is done when
        the database has kept what came of it, with a receipt of the order. Raises `Repeated` when
        the order has a receipt already, and `Problem` when the database could not keep it, the run
        is deleted in the meantime, the order's key belongs to another one, or the right of the
        `training` that it is a piece of has been taken away.
        """
        self._visitors += 1
        try:
            async with self._lock:
                if self._deleted:
                    raise not_found(self.id)
                if self._unsaved is not None:
                    raise self._unsaved
                token = None if training is None else training.token
                try:
                    return await self._worked(
                        partial(self._copy.work, work, cause, order, token),
                        self._lanes.short if training is None else self._lanes.long,
                    )
                except DatabaseError as error:
                    self._unsaved = not_kept(error)
                    self._forget(self)
                    raise self._unsaved from error
                except Gone:
                    self.delete()
                    self._forget(self)
                    raise not_found(self.id) from None
                except TrainingTaken as taken:
                    raise Problem(
                        409, saying(taken.message or "stopped-elsewhere"), kind="training-stopped"
                    ) from None
                finally:
                    if cause is not None:
                        if cause in ("step", "train"):
                            self._trained(self._copy.advanced)
                        self.publish(cause)
        finally:
            self._visitors -= 1
            self.last_used = self._clock()

    async def _worked(self, work: Callable[[], T], lane: anyio.CapacityLimiter) -> T:
        while True:
            try:
                result: T = await anyio.to_thread.run_sync(work, limiter=lane)
            except Behind:
                piece = partial(self._copy.catch_up, _CATCH_UP_SECONDS)
                while not await anyio.to_thread.run_sync(piece, limiter=self._lanes.long):
                    pass
            else:
                return result

    def tell(self, standing: Standing, held: Training | None) -> None:
        """Takes note of what the database says of it. `held` is the training that had the right to
        it when the database was asked."""
        if self._told is None or standing.version >= self._told[0]:
            self._told = (standing.version, RunState.told(standing))
        self._is_trained_elsewhere = standing.is_trained and self.training is None
        if held is not None and standing.training != held.token:
            held.stop(saying(standing.training_stopped or "stopped-elsewhere"))

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


def not_found(id: str) -> Problem:
    """There is no such run."""
    return Problem(
        404,
        saying("problem-run-not-found", id=id[:40]),
        kind="run-not-found",
    )


def not_kept(error: DatabaseError) -> Problem:
    """The database could not keep it."""
    return busy(saying("problem-not-kept", reason=str(error)), kind="not-kept")


def busy(told: Saying, *, kind: str) -> Problem:
    """Not now; in a few seconds perhaps."""
    return Problem(503, told, kind=kind, headers={"Retry-After": "5"})
