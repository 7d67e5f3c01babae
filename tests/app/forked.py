"""A server in a process of its own that can be killed, and starts without importing all anew."""

from __future__ import annotations

import multiprocessing
import socket
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess

import uvicorn

from app.main import create_app, read_all
from app.settings import Settings

_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(["app.main", "alembic.command", __name__])
# Read before the first fork, and not by each server.
read_all()


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
