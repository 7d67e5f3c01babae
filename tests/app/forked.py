"""Servers in processes of their own that can be killed, and start without importing all anew."""

from __future__ import annotations

import multiprocessing
import os
import socket
from collections.abc import Mapping
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess

import uvicorn

from app.main import create_app, main
from app.settings import Settings

_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(["tests.preloaded"])


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, started: Connection) -> None:
        super().__init__(config)
        self._started = started

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        assert sockets is not None
        self._started.send(sockets[0].getsockname()[1])


def _serve(settings: Settings, started: Connection) -> None:
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(create_app(settings), log_level="warning", lifespan="on")
    _Server(config, started).run(sockets=[listener])


def started(settings: Settings) -> tuple[BaseProcess, str]:
    """The process of a new server, and its address."""
    ours, theirs = _CONTEXT.Pipe()
    process = _CONTEXT.Process(target=_serve, args=(settings, theirs), daemon=True)
    process.start()
    assert ours.poll(60), "the server did not start"
    return process, f"http://127.0.0.1:{ours.recv()}"


def _command(arguments: tuple[str, ...], environment: Mapping[str, str], told: Connection) -> None:
    os.environ.update(environment)
    os.dup2(told.fileno(), 1)
    main(arguments)


def commanded(*arguments: str, **environment: str) -> tuple[BaseProcess, str]:
    """The process of the command with these arguments, and the line that it says it serves with."""
    ours, theirs = _CONTEXT.Pipe(duplex=False)
    # It has processes of its own, which those of a daemon may not.
    process = _CONTEXT.Process(target=_command, args=(arguments, environment, theirs))
    process.start()
    theirs.close()
    with os.fdopen(os.dup(ours.fileno())) as lines:
        return process, lines.readline()
