"""Answers that go on: the progress of a training, and the events of a run."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import anyio
from fastapi.sse import KEEPALIVE_COMMENT, format_sse_event
from starlette.requests import ClientDisconnect
from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from app.documents.problems import Problem
from app.documents.schemas import divergence, dumps, of_divergence
from app.runs.copies import Cause
from app.runs.live import Lanes, LiveRun, Subscription, Training
from app.settings import Settings
from app.words.messages import Messages, Sayable, saying
from rnn_core.errors import RunDiverged
from rnn_core.training.run import Advance, Run

PROGRESS_MEDIA_TYPE = "application/x-ndjson"
EVENTS_MEDIA_TYPE = "text/event-stream"


class OwningStream(StreamingResponse):
    """A stream that lets go of what it holds however it ends, even before its first line.

    It is cancelled when the client goes; a generator's own `finally` would not run when it had not
    begun, nor soon when it was cancelled while its last line was being sent.
    """

    def __init__(
        self, content: AsyncIterator[bytes], release: Callable[[], None], media_type: str
    ) -> None:
        super().__init__(
            content,
            media_type=media_type,
            headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
        )
        self._release = release

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        except ClientDisconnect:
            pass
        finally:
            self._release()


@dataclass(frozen=True)
class TrainingOrder:
    """How far and how fast to train."""

    iterations: int
    until_loss: float | None
    iterations_per_second: float | None


class _Pace:
    """How many iterations are due. Time lost is not made up for by a burst."""

    def __init__(self, per_second: float, slack: float) -> None:
        self._per_second = per_second
        self._slack = slack
        self._start = time.perf_counter()
        self._done = 0

    def due(self) -> int:
        """Iterations due now, at least 0."""
        late = time.perf_counter() - self._next()
        if late > self._slack:
            self._start += late
            late = 0.0
        return 0 if late < 0 else int(late * self._per_second) + 1

    def wait(self) -> float:
        """Seconds until the next one is due."""
        return max(0.0, self._next() - time.perf_counter())

    def did(self, iterations: int) -> None:
        self._done += iterations

    def _next(self) -> float:
        return self._start + self._done / self._per_second


async def progress(
    live: LiveRun,
    training: Training,
    order: TrainingOrder,
    lanes: Lanes,
    settings: Settings,
    words: Messages,
) -> AsyncIterator[bytes]:
    """Trains in short pieces, and reports its progress in lines of JSON."""
    begun = told = time.perf_counter()
    pace: _Pace | None = None
    every_iteration = False
    if (per_second := order.iterations_per_second) is not None:
        pace = _Pace(per_second, 10 * settings.chunk_seconds)
        every_iteration = per_second * settings.progress_seconds <= 1
    done = 0
    # An order that is repeated may have been carried out already.
    stopped: str | None = None if order.iterations > 0 else "iterations"
    message: Sayable | str | None = None

    def chunk(wanted: int, run: Run) -> Advance | None:
        wanted = min(wanted, settings.max_iteration - run.iteration)
        if wanted <= 0:
            return None
        seconds = lanes.piece_seconds(settings.chunk_seconds)
        return run.train(wanted, until_loss=order.until_loss, seconds=seconds)

    while stopped is None:
        now = time.perf_counter()
        if (reason := training.stopped_by()) is not None:
            stopped, message = "cancelled", reason
            break
        if now - begun >= settings.train_seconds:
            stopped = "time"
            message = saying("stopped-training-time", seconds=settings.train_seconds)
            break
        wanted = order.iterations - done
        if pace is not None:
            due = pace.due()
            if due == 0:
                await training.sleep(min(pace.wait(), begun + settings.train_seconds - now))
                continue
            wanted = min(wanted, due)
        try:
            advance = await live.perform(partial(chunk, wanted), "train", training=training)
        except RunDiverged as error:
            stopped, message = "diverged", of_divergence(error)
            break
        except Problem as gone:
            stopped, message = "cancelled", training.stopped_by() or gone.told
            break
        if advance is None:
            stopped = "iterations"
            message = saying("stopped-last-iteration", iteration=str(settings.max_iteration))
            break
        done += advance.iterations
        if pace is not None:
            pace.did(advance.iterations)
        if advance.stopped == "loss":
            stopped = "loss"
        elif advance.stopped == "diverged":
            stopped, message = (
                "diverged",
                divergence(live.state.iteration, live.state.hyperparameters),
            )
        elif done >= order.iterations:
            stopped = "iterations"
        elif every_iteration or time.perf_counter() - told >= settings.progress_seconds:
            told = time.perf_counter()
            yield _line(live, None, None)
    await training.end()
    yield _line(live, stopped, words.said(message))


def _line(live: LiveRun, stopped: str | None, message: str | None) -> bytes:
    state = live.state
    line: dict[str, Any] = {
        "iteration": state.iteration,
        "loss": state.loss,
        "diverged": state.diverged,
        "stopped": stopped,
    }
    if message is not None:
        line["message"] = message
    return dumps(line) + b"\n"


async def events(
    live: LiveRun,
    subscription: Subscription,
    describe: Callable[[LiveRun], dict[str, Any]],
    settings: Settings,
) -> AsyncIterator[bytes]:
    """Server-sent events: the run as it is, at once and after every change.

    Changes between two events are not sent one by one: each event has the latest state.
    """
    cause: Cause | None = "connected"
    while True:
        if cause is None:
            yield KEEPALIVE_COMMENT
        else:
            data = dumps({**describe(live), "cause": cause}).decode()
            yield format_sse_event(data_str=data, event="run", retry=1000)
            await anyio.sleep(settings.event_interval_seconds)
        if subscription.ended and cause == "deleted":
            return
        cause = await subscription.next(settings.heartbeat_seconds)
        if cause is None and subscription.ended:
            return
