"""The runs of this server: those alive, and the records of all.

A `RunStore` hands out `LiveRun`s by id. A change is acknowledged when its record is in the
database: a run that is no longer alive, or was on a server that was killed, is computed again.
Where several processes share the database, each has copies of the runs that it is asked for, and
they tell one another what they changed.

Everything here belongs to the event loop; only the work on a run itself happens in a thread, under
the run's lock, so that two requests never meet in one run's buffers and the loop never waits for
arithmetic.
"""

from __future__ import annotations

import logging
import secrets
import time
from collections import Counter, OrderedDict
from collections.abc import Callable
from functools import partial
from typing import TypeVar, cast

import anyio
import anyio.to_thread
from anyio.abc import TaskGroup

from app.database.connection import DatabaseError
from app.database.records import KeptRun, Receipt, RunRecords
from app.documents.problems import Problem
from app.runs.copies import Cause, Copy, SharedCopy, place_of, sketch_of
from app.runs.live import Lanes, LiveRun, Subscription, Training, busy, not_found, not_kept
from app.runs.quotas import Client
from app.settings import Settings
from app.words.messages import Saying, saying
from rnn_core.errors import CoreError
from rnn_core.training.record import RunRecord
from rnn_core.training.replay import Replay
from rnn_core.training.run import Run

T = TypeVar("T")
_log = logging.getLogger(__name__)
_ANYONE = Client()
_LEASE_SECONDS = 3.0
"""So long a process that was killed keeps others from training what it trained."""
_RENEW_SECONDS = 1.0


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
        self.lanes = Lanes(settings.worker_threads)
        self._runs: OrderedDict[str, LiveRun] = OrderedDict()
        self._loading: dict[str, _Loading] = {}
        self._news: dict[str, Cause] = {}
        self._news_any = anyio.Event()
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
            raise busy(
                saying("problem-database-silent", reason=str(error)), kind="not-ready"
            ) from error

    async def compute(self, work: Callable[[], T]) -> T:
        """Does work that belongs to no run yet in one of the threads that compute."""
        return await anyio.to_thread.run_sync(work, limiter=self.lanes.short)

    def require_room(self) -> None:
        """Raises `Problem` when no run could be added."""
        self.expire()
        if len(self._runs) >= self._settings.max_runs and not any(
            live.idle for live in self._runs.values()
        ):
            raise busy(
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
            lambda: self._records.add(id, run.record, place_of(run), owner, sketch_of(run), receipt)
        )
        return self._take_in(id, run, 0, client)

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

    def _take_in(self, id: str, run: Run, version: int, client: Client) -> LiveRun:
        while len(self._runs) >= self._settings.max_runs:
            # Where none is idle any more there are a few too many until one is.
            idle = self._to_let_go()
            if idle is None:
                break
            self._let_go(idle)
        copy = (
            SharedCopy(id, run, self._records, version)
            if self._records.is_shared
            else Copy(id, run, self._records)
        )
        live = LiveRun(copy, run, self._let_go, self._trained, self.lanes, self._clock)
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
            raise busy(
                saying("problem-run-loading", percent=int(100 * loading.share)), kind="run-loading"
            )
        return loading.live

    async def _load(self, id: str, client: Client, loading: _Loading) -> None:
        try:
            standing = await self._with_records(partial(self._records.find, id))
            if standing is None:
                raise not_found(id)
            self.require_room()
            run = await self._replayed(standing.record, loading)
            loading.live = self._take_in(id, run, standing.version, client)
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
        while (run := await anyio.to_thread.run_sync(advance, limiter=self.lanes.long)) is None:
            loading.share = replay.iteration / record.furthest_iteration
        return run

    async def _with_records(self, work: Callable[[], T]) -> T:
        try:
            return await anyio.to_thread.run_sync(work, limiter=self.lanes.short)
        except DatabaseError as error:
            raise not_kept(error) from error

    async def begin_training(self, live: LiveRun, key: str | None = None) -> Training:
        """The right to train a run; whoever has it calls `finish`. Raises `Problem`.

        An order that is repeated with its `key` takes the right over from where it was carried out.
        """
        if live.training is not None:
            raise _already_training()
        if self._closed:
            raise stopping()
        if self.trainings >= self._settings.max_trainings:
            raise busy(
                saying("problem-too-many-trainings", count=self._settings.max_trainings),
                kind="too-many-trainings",
            )
        training = live.training = Training(
            live, secrets.token_hex(8), self._give_back, self._give_back_soon
        )
        if self._records.is_shared:
            begin = partial(
                self._records.begin_training, live.id, training.token, key or "", _LEASE_SECONDS
            )
            try:
                begun = await self._with_records(begin)
            except BaseException:
                training.finish()
                raise
            if not begun:
                training.finish()
                raise _already_training()
        training.is_begun = True
        live.publish("train")
        return training

    def _give_back_soon(self, training: Training) -> None:
        if not self._closed:
            self._tasks.start_soon(self._give_back, training)

    async def _give_back(self, training: Training) -> None:
        if not self._records.is_shared:
            return
        end = partial(self._records.end_training, training.live.id, training.token)
        try:
            await self._with_records(end)
        except Problem as problem:
            _log.warning("a run is kept for a training that has ended: %s", problem.detail)

    async def stop_training(self, live: LiveRun, reason: Saying) -> None:
        """Stops a training of a run, wherever it is under way. Does nothing where none is."""
        if live.training is not None:
            live.training.stop(reason)
            # A stopped training ends within one chunk; only a client that does not read delays it.
            await live.training.wait_finished(1.0)
        elif self._records.is_shared:
            await self._with_records(partial(self._records.stop_training, live.id, reason.key))

    async def refresh(self, live: LiveRun) -> None:
        """Brings what is told of a run up to date, where other processes change it too.

        Raises `Problem` where it is gone.
        """
        if not self._records.is_shared:
            return
        held = live.training if live.training is not None and live.training.is_begun else None
        standing = await self._with_records(partial(self._records.find, live.id))
        if standing is None:
            self._runs.pop(live.id, None)
            live.delete()
            raise not_found(live.id)
        live.tell(standing, held)

    def hear(self, news: str) -> None:
        """Takes note of what another process did to a run; empty where it may be anything."""
        if not news:
            self._news.update(dict.fromkeys(self._runs, "connected"))
        else:
            id, what = news.split(" ")
            if what == "deleted":
                if (live := self._runs.pop(id, None)) is not None:
                    live.delete()
                return
            if id not in self._runs:
                return
            self._news[id] = cast(Cause, what)
        self._news_any.set()

    async def follow(self) -> None:
        """Tells those who follow runs here what other processes do to them."""
        while True:
            with anyio.move_on_after(_RENEW_SECONDS):
                await self._news_any.wait()
            self._news_any = anyio.Event()
            news, self._news = self._news, {}
            for id, cause in news.items():
                live = self._runs.get(id)
                if live is None or (live.training is None and not live.subscriptions):
                    continue
                try:
                    await self.refresh(live)
                except Problem as problem:
                    _log.warning("what was done to a run is not known: %s", problem.detail)
                except CoreError:
                    # One record that this version cannot read must not end all that goes on.
                    _log.exception("the record of run %s cannot be read", id)
                else:
                    live.publish(cause)

    async def renew(self) -> None:
        """Keeps the right to what is trained here, and notices where it is no longer kept."""
        while True:
            await anyio.sleep(_RENEW_SECONDS)
            tokens = [live.training.token for live in self._runs.values() if live.training]
            try:
                if tokens:
                    await self._with_records(
                        partial(self._records.renew_trainings, tokens, _LEASE_SECONDS)
                    )
            except Problem as problem:
                _log.warning("the right to train was not renewed: %s", problem.detail)
            for live in self._runs.values():
                if live.training is None and live.is_training:
                    self._news.setdefault(live.id, "train")
                    self._news_any.set()

    def subscribe(self, live: LiveRun) -> Subscription:
        """Begins to follow a run; whoever does calls `close`. Raises `Problem`."""
        if self._closed:
            raise stopping()
        here, everywhere = (
            self._settings.max_event_streams_per_run,
            self._settings.max_event_streams,
        )
        if len(live.subscriptions) >= here:
            raise busy(
                saying("problem-too-many-streams-of-run", count=here), kind="too-many-event-streams"
            )
        if self.event_streams >= everywhere:
            raise busy(
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


def _already_training() -> Problem:
    return Problem(409, saying("problem-already-training"), kind="already-training")


def stopping() -> Problem:
    """Nothing new begins, because the server is to stop."""
    return busy(saying("problem-stopping"), kind="stopping")
