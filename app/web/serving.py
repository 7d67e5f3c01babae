"""Processes that serve: one, or several on one socket, started, watched and stopped in order."""

from __future__ import annotations

import errno
import logging
import multiprocessing
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import wait
from multiprocessing.context import SpawnProcess
from typing import Any

import uvicorn
from fastapi import FastAPI

if sys.platform != "win32":
    import resource

_log = logging.getLogger(__name__)
ANSWER_SECONDS = 3
"""How long a server that stops waits for answers that are on their way."""
STOP_SECONDS = 4.5
"""After so long it has stopped."""
_AGAIN_SECONDS = 1.0
_CONTEXT = multiprocessing.get_context("spawn")
# Sockets can be handed to processes once this has been called.
multiprocessing.allow_connection_pickling()


class Server(uvicorn.Server):
    """uvicorn that says when it is ready, and stops within `STOP_SECONDS`.

    It ends what goes on (event streams, trainings, experiments) at once and waits for answers that
    are on their way; what computes on in a thread after that is left behind. Nothing of it was
    acknowledged, and whatever was is in the database.
    """

    def __init__(self, config: uvicorn.Config, app: FastAPI, ready: Callable[[], object]) -> None:
        super().__init__(config)
        self._app = app
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        last = threading.Timer(STOP_SECONDS, _leave)
        last.daemon = True
        last.start()
        self._app.state.runs.close()
        self._app.state.experiments.close()
        self._app.state.classes.close()
        await super().shutdown(sockets)


def _leave() -> None:
    _log.warning("stopped while something was being computed, which nobody waits for any more")
    os._exit(0)


@dataclass(frozen=True)
class Worker:
    """A process that serves: it calls `serve` with the `arguments`, the listener, and what is to
    be called when it is ready. All of them are handed to another process."""

    serve: Callable[..., object]
    arguments: tuple[Any, ...]
    listener: socket.socket


def supervise(worker: Worker, count: int, ready: Callable[[], object]) -> int:
    """Has so many processes serve until it is asked to stop; begins another where one has died.

    Calls `ready` once all are. Returns the exit code: 1 where one did not get so far.
    """
    ends = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ends.set())
    are_ready = _CONTEXT.Semaphore(0)
    workers = [_started(worker, are_ready) for _ in range(count)]
    waiting_for = count
    while not ends.is_set():
        wait([each.sentinel for each in workers], timeout=0.1)
        while waiting_for > 0 and are_ready.acquire(block=False):
            waiting_for -= 1
            if waiting_for == 0:
                ready()
        for place, each in enumerate(workers):
            if each.is_alive():
                continue
            if waiting_for > 0:
                ends.set()
                break
            _log.error("a worker has died (%s); another one takes its place", each.exitcode)
            ends.wait(_AGAIN_SECONDS)
            workers[place] = _started(worker, are_ready)
    for each in workers:
        each.terminate()
    for each in workers:
        each.join(STOP_SECONDS + 1)
        if each.is_alive():
            each.kill()
    return 1 if waiting_for > 0 else 0


def _started(worker: Worker, are_ready: Any) -> SpawnProcess:
    # Not a daemon: those may have no processes of their own, and experiments want some.
    process = _CONTEXT.Process(target=_work, args=(worker, are_ready))
    process.start()
    return process


def _work(worker: Worker, are_ready: Any) -> None:
    # Ctrl-C reaches all processes of a terminal; the one that supervises tells the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_leave_alone, name="supervisor", daemon=True).start()
    worker.serve(*worker.arguments, worker.listener, are_ready.release)


def _leave_alone() -> None:
    """Stops a worker whose supervisor has been killed."""
    parent = multiprocessing.parent_process()
    assert parent is not None
    wait([parent.sentinel])
    os.kill(os.getpid(), signal.SIGTERM)


def allow_many_connections() -> None:
    """As many open files as this user may have: each event stream is one."""
    if sys.platform != "win32":
        _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def listening(host: str, port: int) -> socket.socket:
    family, kind, protocol, _, address = socket.getaddrinfo(
        host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
    )[0]
    listener = socket.socket(family, kind, protocol)
    try:
        if sys.platform != "win32":
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        # From here on the port is ours: two servers that start at once cannot both believe so.
        listener.listen(2048)
    except OSError:
        listener.close()
        raise
    listener.setblocking(False)
    return listener


def why_not(host: str, port: int, error: OSError) -> str:
    if isinstance(error, socket.gaierror):
        return f"There is no address “{host}” to listen on. Choose another with --host."
    if error.errno == errno.EADDRINUSE:
        return (
            f"Port {port} on {host} is taken by another program. "
            f"Choose another port: --port {port + 1 if port < 65535 else 8000}"
        )
    if error.errno == errno.EACCES:
        return f"Port {port} may not be used here. Choose one from 1024 up: --port 8000"
    return f"Cannot listen on {host}, port {port}: {error.strerror or error}."


def address_of(host: str, listener: socket.socket) -> str:
    port = listener.getsockname()[1]
    if host in ("", "0.0.0.0", "::"):
        host = "127.0.0.1"
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
