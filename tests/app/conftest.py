"""The application with settings of the test's choosing: in process, and behind a real socket."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx2
import pytest
import uvicorn
from fastapi import FastAPI
from starlette.testclient import TestClient

from app.main import create_app
from app.settings import Settings

Clock = Callable[[], float]
Connect = Callable[..., TestClient]
Serve = Callable[..., httpx2.Client]


@pytest.fixture
def connect() -> Iterator[Connect]:
    """Call it with settings, and a clock: a client of a new application that has them."""
    with ExitStack() as clients:

        def open_client(clock: Clock = time.monotonic, **settings: Any) -> TestClient:
            app = create_app(Settings(**settings), clock)
            client = TestClient(app, base_url="http://localhost:8000")
            return clients.enter_context(client)

        yield open_client


@pytest.fixture(scope="session")
def usual() -> FastAPI:
    """The application with the usual settings: it begins anew, without a run, for each client."""
    return create_app(Settings())


@pytest.fixture
def client(usual: FastAPI) -> Iterator[TestClient]:
    """A client of an application with the usual settings."""
    with TestClient(usual, base_url="http://localhost:8000") as client:
        yield client


@pytest.fixture
def run(client: TestClient) -> str:
    """The path of a new run with the usual configuration."""
    path: str = client.post("/api/runs").headers["location"]
    return path


@contextmanager
def _served(settings: Settings, clock: Clock = time.monotonic) -> Iterator[str]:
    app = create_app(settings, clock)
    config = uvicorn.Config(app, log_level="warning", access_log=False, lifespan="on")
    server = uvicorn.Server(config)
    listener = socket.create_server(("127.0.0.1", 0))
    thread = threading.Thread(target=server.run, args=([listener],))
    thread.start()
    while not server.started:
        time.sleep(0.005)
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        app.state.runs.close()
        server.should_exit = True
        thread.join()
        listener.close()


@pytest.fixture(scope="session")
def serving() -> Callable[[Settings], AbstractContextManager[str]]:
    """Call it with settings: a context in which a real server with them has this address."""
    return _served


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Call it with settings, and a clock: a client of a real server, over a real socket."""
    with ExitStack() as stack:

        def start(clock: Clock = time.monotonic, **settings: Any) -> httpx2.Client:
            address = stack.enter_context(_served(Settings(**settings), clock))
            return stack.enter_context(httpx2.Client(base_url=address, timeout=60))

        yield start


def until(condition: Callable[[], bool], seconds: float = 60.0) -> None:
    """Waits for something that will happen; the seconds are for a machine that is very slow."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.01)


def creation_of(page: str) -> dict[str, Any]:
    """The request that makes the run of a page's address, as the page reads it."""
    return {name: _read(value) for name, value in parse_qsl(urlsplit(page).query)}


def _read(value: str) -> Any:
    try:
        return None if value == "none" else json.loads(value)
    except ValueError:
        return value
