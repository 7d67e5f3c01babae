"""Long questions that somebody waits for: answered in pieces, wherever long work is computed."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from typing import Any, Protocol, TypeVar

import anyio
from fastapi import Request
from starlette.requests import ClientDisconnect

from app.runs.processes import Processes
from app.runs.store import RunStore
from app.settings import Settings
from rnn_core.analysis.pieces import seconds_of
from rnn_core.training.configuration import RunConfig

_WATCHED_EVERY = 0.05


class Piece(Protocol):
    """What came of some pieces of work, with all that the next one needs to know."""

    @property
    def is_over(self) -> bool:
        """Whether there is no next one."""


T = TypeVar("T")
P = TypeVar("P", bound=Piece)


class Inquiries:
    """Where the long questions of one server are answered.

    What takes no longer than a piece of a training stays in this process, where nothing has to be
    sent for it; the sizes of the network and the number of passes through it decide. The answer is
    the same.
    """

    def __init__(self, store: RunStore, processes: Processes, settings: Settings) -> None:
        self._store = store
        self._processes = processes
        self._settings = settings

    def is_small(self, configuration: RunConfig, passes: int) -> bool:
        """Whether so many passes through a network are computed in this process."""
        return seconds_of(configuration.architecture, passes) <= self._settings.chunk_seconds

    async def answer(
        self, configuration: RunConfig, passes: int, work: Callable[..., T], *arguments: Any
    ) -> T:
        """The result of `work`, a pure function that makes so many passes through the network.

        Raises what it raises, and `Problem` where nobody computes it.
        """
        if self.is_small(configuration, passes):
            return await self._store.compute(lambda: work(*arguments))
        return await self._processes.compute(work, *arguments)

    async def in_pieces(
        self,
        seconds: float,
        configuration: RunConfig,
        passes: int,
        work: Callable[..., P],
        *arguments: Any,
    ) -> tuple[P, float]:
        """What comes of `work` in so many seconds, and how many of them are left.

        Those in which it waits for its turn do not count: so the answer does not depend on how
        many others ask. It is called with its arguments, the seconds of a piece, and what came of
        the one before.
        """
        left = seconds
        result: P | None = None
        while result is None or (left > 0 and not result.is_over):
            piece = min(left, self._settings.piece_seconds)
            began = time.perf_counter()
            result = await self.answer(configuration, passes, work, *arguments, piece, result)
            left -= min(piece, time.perf_counter() - began)
        return result, max(0.0, left)


def passes_to_judge(configuration: RunConfig, splits: Iterable[str]) -> int:
    """How many passes through the network it takes to judge it on these splits."""
    task = configuration.made_task
    examples = sum(len(task.splits[name]) for name in splits)
    return 2 * examples if task.writes_freely else examples


@asynccontextmanager
async def watched(request: Request) -> AsyncIterator[None]:
    """Cancels what is done within as soon as nobody waits for the answer any more.

    A slider that moves on leaves its question behind. Raises `ClientDisconnect` then.
    """
    gone = False

    async def watch() -> None:
        nonlocal gone
        while not await request.is_disconnected():
            await anyio.sleep(_WATCHED_EVERY)
        gone = True
        tasks.cancel_scope.cancel()

    failure: Exception | None = None
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(watch)
        try:
            yield
        except Exception as error:
            # The tasks would put it into a group of errors.
            failure = error
        tasks.cancel_scope.cancel()
    if gone:
        raise ClientDisconnect
    if failure is not None:
        raise failure
