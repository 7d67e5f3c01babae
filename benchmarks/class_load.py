"""A class under load: how long after a teacher's move each pupil's page hears of it.

    python -m benchmarks.class_load [--pupils 300] [--moves 40]

It starts a server of its own. Times are from the teacher's request being sent until a pupil's
event has arrived, with the numbers of the iteration before it; all on one machine.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from statistics import quantiles
from typing import Any

_STARTED = re.compile(r"http://([\d.]+):(\d+)")
_BETWEEN_MOVES = 0.25
_TOGETHER = 25
"""How many pupils join at once."""


@dataclass
class Client:
    """A browser: its cookie, and one connection for its requests."""

    host: str
    port: int
    cookie: str = ""
    _reader: asyncio.StreamReader | None = field(default=None, repr=False)
    _writer: asyncio.StreamWriter | None = field(default=None, repr=False)

    async def ask(self, method: str, path: str, body: object = None) -> Any:
        """The JSON of an answer; None where it is empty."""
        if self._writer is None:
            self._reader, self._writer = await asyncio.open_connection(self.host, self.port)
        assert self._reader is not None
        content = b"" if body is None else json.dumps(body).encode()
        if self._reader.at_eof():
            # The server closes what has been silent for a while.
            self.close()
            self._reader, self._writer = await asyncio.open_connection(self.host, self.port)
        self._writer.write(self._head(method, path, content) + content)
        await self._writer.drain()
        head = (await self._reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        status = int(head.split(" ", 2)[1])
        for name, value in re.findall(r"(?im)^([\w-]+): ([^\r\n]*)", head):
            if name.lower() == "set-cookie":
                self.cookie = value.split(";")[0]
        length = re.search(r"(?i)content-length: (\d+)", head)
        answer = await self._reader.readexactly(int(length[1])) if length else b""
        if status >= 400:
            raise RuntimeError(f"{method} {path}: {status} {answer.decode()[:300]}")
        return json.loads(answer) if answer else None

    async def events(self, path: str) -> AsyncIterator[tuple[float, str, bytes]]:
        """The name and data of each event of a stream, with the time when it came."""
        reader, writer = await asyncio.open_connection(self.host, self.port, limit=2**20)
        try:
            writer.write(self._head("GET", path, b""))
            await writer.drain()
            name = ""
            while line := await reader.readline():
                if line.startswith(b"event: "):
                    name = line[7:].strip().decode()
                elif line.startswith(b"data: "):
                    yield time.perf_counter(), name, line[6:]
        finally:
            writer.close()

    def close(self) -> None:
        if self._writer is not None:
            self._writer.close()

    def _head(self, method: str, path: str, content: bytes) -> bytes:
        lines = [f"{method} {path} HTTP/1.1", f"Host: {self.host}:{self.port}"]
        lines += [f"Cookie: {self.cookie}"] if self.cookie else []
        if content:
            lines += ["Content-Type: application/json", f"Content-Length: {len(content)}"]
        elif method != "GET":
            lines.append("Content-Length: 0")
        return ("\r\n".join(lines) + "\r\n\r\n").encode()


class Pupil:
    """One who follows: when each iteration was heard of, and when its numbers had come."""

    def __init__(self, client: Client, room: str) -> None:
        self.client = client
        self.heard: dict[int, float] = {}
        self.read: dict[int, float] = {}
        self._room = room

    async def follow(self, is_here: asyncio.Event) -> None:
        async for at, name, data in self.client.events(f"{self._room}/events"):
            is_here.set()
            # Not read as a whole: a pupil's device would do that, and this is the server's machine.
            found = re.search(rb'"iteration":(\d+)', data)
            if found is not None:
                (self.heard if name == "class" else self.read).setdefault(int(found[1]), at)


@asynccontextmanager
async def server() -> AsyncIterator[tuple[str, int]]:
    """A server of its own, on any free port."""
    process = subprocess.Popen(
        [sys.executable, "-m", "app.main", "--port", "0"],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"RNN_EXPLAINER_DATABASE": "off"},
    )
    assert process.stdout is not None
    try:
        started = _STARTED.search(process.stdout.readline())
        if started is None:
            raise RuntimeError("the server did not start")
        yield started[1], int(started[2])
    finally:
        process.terminate()
        process.wait()


async def measure(pupils: int, moves: int) -> tuple[list[float], list[float]]:
    """Milliseconds until each event of each pupil, and until each had the numbers."""
    async with server() as (host, port):
        teacher = Client(host, port)
        room = f"/api/classes/{(await teacher.ask('POST', '/api/classes'))['code']}"
        run = (await teacher.ask("POST", "/api/runs", {"iteration": moves}))["id"]
        there = [Pupil(Client(host, port), room) for _ in range(pupils)]
        for first in range(0, pupils, _TOGETHER):
            await asyncio.gather(
                *(
                    each.client.ask("PUT", f"{room}/pupil", {"name": "Otter"})
                    for each in there[first : first + _TOGETHER]
                )
            )
        arrivals = [asyncio.Event() for _ in there]
        following = [
            asyncio.create_task(each.follow(here))
            for each, here in zip(there, arrivals, strict=True)
        ]
        await asyncio.gather(*(here.wait() for here in arrivals))
        sent: dict[int, float] = {}
        for iteration in range(1, moves + 1):
            sent[iteration] = time.perf_counter()
            await teacher.ask("PUT", f"{room}/view", {"run": run, "iteration": iteration})
            await asyncio.sleep(max(0.0, sent[iteration] + _BETWEEN_MOVES - time.perf_counter()))
        last = moves
        while not all(last in each.heard for each in there):
            await asyncio.sleep(0.01)
        for task in following:
            task.cancel()
        for each in there:
            each.client.close()
        return (
            [1000 * (at - sent[k]) for each in there for k, at in each.heard.items()],
            [1000 * (at - sent[k]) for each in there for k, at in each.read.items()],
        )


def _told(what: str, times: list[float], of: int) -> str:
    cuts = quantiles(times, n=100)
    return (
        f"{what}: p50 {cuts[49]:.0f} ms, p99 {cuts[98]:.0f} ms, most {max(times):.0f} ms "
        f"({len(times)} of {of})"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pupils", type=int, default=300)
    parser.add_argument("--moves", type=int, default=40)
    options = parser.parse_args()
    of = options.pupils * options.moves
    heard, read = asyncio.run(measure(options.pupils, options.moves))
    print(_told("the numbers of the iteration", read, of))
    print(_told("the event that shows it", heard, of))


if __name__ == "__main__":
    main()
