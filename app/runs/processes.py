"""Where long work is computed: in threads of the serving process, in processes of its own, or on
other machines. It is the same work with the same result.

What is sent there are functions of the package with values of its own types, which Python's own
means carry from process to process. Nothing that a client sent is ever read that way.
"""

from __future__ import annotations

import asyncio
import logging
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.connection import wait
from typing import Any, Protocol, TypeVar

import anyio
import anyio.to_thread
from threadpoolctl import threadpool_limits

from app.documents.problems import Problem
from app.settings import Settings
from app.words.messages import saying

T = TypeVar("T")
_log = logging.getLogger(__name__)
_ATTEMPTS = 3
_NICE = 5
"""Whoever steps and looks goes before whoever waits for an experiment."""


class Processes(Protocol):
    """Computes pieces of long work."""

    width: int
    """How many pieces it computes at once."""

    async def compute(self, work: Callable[..., T], *arguments: Any) -> T:
        """The result of `work`. Raises what it raises, and `Problem` where nobody computes it."""

    async def close(self) -> None:
        """Lets go of the processes."""


class Threads:
    """Threads of this process: for tests, and where there must be no other processes."""

    width = 1

    def __init__(self) -> None:
        self._limiter = anyio.CapacityLimiter(self.width)

    async def compute(self, work: Callable[..., T], *arguments: Any) -> T:
        return await anyio.to_thread.run_sync(work, *arguments, limiter=self._limiter)

    async def close(self) -> None:
        pass


class Pool:
    """Processes of this machine, started when the first piece comes."""

    def __init__(self, width: int) -> None:
        self.width = width
        self._executor: ProcessPoolExecutor | None = None

    async def compute(self, work: Callable[..., T], *arguments: Any) -> T:
        for _ in range(_ATTEMPTS):
            if self._executor is None:
                context = multiprocessing.get_context("spawn")
                self._executor = ProcessPoolExecutor(self.width, context, initializer=prepare)
            executor = self._executor
            try:
                return await asyncio.wrap_future(executor.submit(work, *arguments))
            except BrokenProcessPool:
                # One of them was killed. The work is a pure function: it is done again.
                _log.warning("a process that computes has died; others take its place")
                if self._executor is executor:
                    self._executor = None
        raise nobody_computes()

    async def close(self) -> None:
        if self._executor is not None:
            self._executor.shutdown(wait=False, cancel_futures=True)


def prepare() -> None:
    """What a process that computes does first."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_leave_alone, name="parent", daemon=True).start()
    # One thread is faster at these sizes, and its results can be repeated.
    threadpool_limits(limits=1, user_api="blas")
    if sys.platform != "win32":
        os.nice(_NICE)


def _leave_alone() -> None:
    """Ends a process whose server has been killed: nobody would ever ask it for anything."""
    parent = multiprocessing.parent_process()
    assert parent is not None
    wait([parent.sentinel])
    os._exit(0)


class Cluster:
    """Machines that a scheduler of Dask's gives work to. Raises `ImportError` without `dask`."""

    def __init__(self, address: str, wait_seconds: float = 10.0) -> None:
        # Half a second, and only where it is wanted.
        from distributed import Client

        self.width = 1
        self._address = address
        self._wait_seconds = wait_seconds
        self._make_client: Callable[..., Any] = Client
        self._client: Any = None
        self._connecting = anyio.Lock()

    async def compute(self, work: Callable[..., T], *arguments: Any) -> T:
        try:
            client = await self._connected()
            # Not pure for Dask: two who ask for the same share it before it comes here.
            future = client.submit(on_one_thread, work, *arguments, pure=False)
            result: T = await future
        except OSError as error:
            _log.warning("the scheduler does not answer: %s", error)
            raise nobody_computes() from error
        return result

    async def _connected(self) -> Any:
        async with self._connecting:
            if self._client is None:
                self._client = await self._make_client(
                    self._address, asynchronous=True, timeout=self._wait_seconds
                )
            threads = await self._client.nthreads()
            self.width = max(1, sum(threads.values()))
        return self._client

    async def close(self) -> None:
        if self._client is not None:
            await self._client.close()


def on_one_thread(work: Callable[..., T], *arguments: Any) -> T:
    """The result of `work`, with BLAS on one thread, as everywhere."""
    with threadpool_limits(limits=1, user_api="blas"):
        return work(*arguments)


def nobody_computes() -> Problem:
    """What computes long work is not there."""
    return Problem(
        503,
        saying("problem-nobody-computes"),
        kind="nobody-computes",
        headers={"Retry-After": "5"},
    )


def processes_of(settings: Settings) -> Processes:
    """Those that the settings want. Raises `ImportError` where Dask is wanted and not installed."""
    if settings.scheduler:
        return Cluster(settings.scheduler)
    return Pool(settings.processes) if settings.processes > 0 else Threads()
