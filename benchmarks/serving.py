"""The server as a client meets it: a process of its own, HTTP/1.1 over connections that are kept.

The client sends prepared bytes and looks only for the end of the answer, so that the numbers are
the server's. It reads no JSON, and asks for no compression.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from itertools import cycle
from random import Random
from statistics import median
from tempfile import TemporaryDirectory
from threading import Timer
from typing import Any

from benchmarks.report import Goal, Report, percentile

HOST = "127.0.0.1"
PAIRS = 200
"""Of requests, in one repeat."""
WARM_UP_SECONDS = 0.5
THROUGHPUT_SECONDS = 3.0
CONNECTIONS = (1, 32)
LARGEST_T, LARGEST_H = 200, 64
LARGE_TRACES = 10
FURTHEST = 10_000
OLD_TRACES = 20
LONGEST_PHASE = 180.0
START_SECONDS = 60.0


@contextmanager
def server(environment: Mapping[str, str]) -> Iterator[int]:
    """A server on a free port of this machine; gives the port, and ends the server afterwards."""
    with (
        TemporaryDirectory() as folder,
        subprocess.Popen(
            [sys.executable, "-m", "app.main", "--host", HOST, "--port", "0"],
            stdout=subprocess.PIPE,
            text=True,
            env=settings_of(environment)
            | {"RNN_EXPLAINER_DATABASE": f"sqlite:///{folder}/runs.sqlite3"},
        ) as process,
    ):
        patience = Timer(START_SECONDS, process.kill)
        patience.start()
        try:
            assert process.stdout is not None
            # The server says where it is as soon as it can be asked.
            found = re.search(r"http://[\d.]+:(\d+)", process.stdout.readline())
            patience.cancel()
            if found is None:
                raise RuntimeError("the server did not start")
            yield int(found[1])
        finally:
            patience.cancel()
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()


def settings_of(environment: Mapping[str, str]) -> dict[str, str]:
    settings = {
        name: value
        for name, value in environment.items()
        if not name.upper().startswith("RNN_EXPLAINER_")
    }
    # A text of one letter more than it has timesteps.
    return settings | {"RNN_EXPLAINER_MAX_TEXT_LENGTH": str(LARGEST_T + 1)}


class Connection(asyncio.Protocol):
    """One kept connection: a request is bytes, an answer is complete when all of it has come."""

    def __init__(self) -> None:
        self._received = bytearray()
        self._body_begins = 0
        self._length = 0
        self._answer: asyncio.Future[bytes] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        received = self._received
        received += data
        if not self._body_begins:
            end = received.find(b"\r\n\r\n")
            if end < 0:
                return
            self._body_begins = end + 4
            self._length = _content_length(bytes(received[:end]))
        if len(received) - self._body_begins >= self._length and self._answer is not None:
            self._answer.set_result(bytes(received))
            self._answer = None

    def connection_lost(self, error: Exception | None) -> None:
        if self._answer is not None:
            self._answer.set_exception(error or ConnectionError("the server hung up"))
            self._answer = None

    async def answer(self, request: bytes) -> bytes:
        """Head and body of the answer. Raises `RuntimeError` where it is an error."""
        self._received.clear()
        self._body_begins = 0
        self._answer = asyncio.get_running_loop().create_future()
        self.transport.write(request)
        answer = await self._answer
        if not answer.startswith(b"HTTP/1.1 2"):
            raise RuntimeError(answer.decode(errors="replace"))
        return answer

    async def time(self, request: bytes) -> tuple[float, int]:
        """Seconds until the last byte of the answer, and the size of its body."""
        began = time.perf_counter()
        answer = await self.answer(request)
        seconds = time.perf_counter() - began
        return seconds, len(answer) - self._body_begins

    async def json(self, request: bytes) -> Any:
        """The answer, read."""
        answer = await self.answer(request)
        return json.loads(answer[self._body_begins :])


def _content_length(head: bytes) -> int:
    found = re.search(rb"\r\ncontent-length: (\d+)", head, re.IGNORECASE)
    if found is None:
        raise RuntimeError(f"an answer of unknown length: {head!r}")
    return int(found[1])


class Client:
    """Requests to one server, and connections to it."""

    def __init__(self, port: int) -> None:
        self.port = port

    def request(self, method: str, path: str, body: Any = None) -> bytes:
        """The bytes of a request."""
        content = b"" if body is None else json.dumps(body).encode()
        head = f"{method} {path} HTTP/1.1\r\nHost: {HOST}:{self.port}\r\n"
        if method == "POST":
            head += f"Content-Type: application/json\r\nContent-Length: {len(content)}\r\n"
        return head.encode() + b"\r\n" + content

    @asynccontextmanager
    async def connections(self, count: int) -> AsyncIterator[list[Connection]]:
        """So many connections, closed afterwards."""
        loop = asyncio.get_running_loop()
        opened = [
            (await loop.create_connection(Connection, HOST, self.port))[1] for _ in range(count)
        ]
        try:
            yield opened
        finally:
            for connection in opened:
                connection.transport.close()

    async def new_run(self, connection: Connection, **configuration: Any) -> str:
        """The path of a new run."""
        answer = await connection.json(self.request("POST", "/api/runs", configuration))
        return f"/api/runs/{answer['id']}"


async def trace_against_loss(client: Client, report: Report, repeats: int) -> None:
    """Steps of "hello" on one connection, in turn with the whole trace and with the loss only."""
    async with client.connections(1) as (connection,):
        run = await client.new_run(connection, text="hello")
        full = client.request("POST", f"{run}/step")
        loss = client.request("POST", f"{run}/step?fields=loss")
        await _ask_for(WARM_UP_SECONDS, connection, [full, loss])
        ratios: list[float] = []
        medians: dict[bytes, list[float]] = {full: [], loss: []}
        for _ in range(repeats):
            own: dict[bytes, list[float]] = {full: [], loss: []}
            for place in range(2 * PAIRS):
                request = (full, loss)[place % 2]
                own[request].append((await connection.time(request))[0])
            for request, seconds in own.items():
                medians[request].append(median(seconds))
            ratios.append(medians[full][-1] / medians[loss][-1])
        _, size = await connection.time(full)
    report.goal(Goal.of_ratios("POST step, hello: p50 with trace / with loss only", ratios, 1.5))
    report.say(
        f"    p50 {median(medians[full]) * 1e6:.0f} µs with the trace "
        f"({size / 1000:.1f} kB of JSON), {median(medians[loss]) * 1e6:.0f} µs with the loss only"
    )


async def throughput(client: Client, report: Report) -> None:
    """Steps of "hello" on several connections at once, each with a run of its own."""
    rows = []
    for path, answer in (("/step", "trace"), ("/step?fields=loss", "loss only")):
        for count in CONNECTIONS:
            async with client.connections(count) as opened:
                steps = [
                    client.request("POST", await client.new_run(one, text="hello") + path)
                    for one in opened
                ]

                async def all_for(
                    seconds: float,
                    opened: Sequence[Connection] = opened,
                    steps: Sequence[bytes] = steps,
                ) -> list[float]:
                    tasks = (
                        _ask_for(seconds, one, [step])
                        for one, step in zip(opened, steps, strict=True)
                    )
                    return [took for own in await asyncio.gather(*tasks) for took in own]

                await all_for(WARM_UP_SECONDS)
                began, own_time = time.perf_counter(), time.process_time()
                times = await all_for(THROUGHPUT_SECONDS)
                wall = time.perf_counter() - began
                rows.append(
                    {
                        "answer": answer,
                        "connections": count,
                        "requests / s": len(times) / wall,
                        "p50 ms": percentile(times, 50) * 1e3,
                        "p99 ms": percentile(times, 99) * 1e3,
                        "client's processor %": (time.process_time() - own_time) / wall * 100,
                    }
                )
    report.table("POST step on hello", rows)


async def _ask_for(
    seconds: float, connection: Connection, requests: Sequence[bytes]
) -> list[float]:
    times = []
    end = time.perf_counter() + seconds
    for request in cycle(requests):
        times.append((await connection.time(request))[0])
        if time.perf_counter() > end:
            break
    return times


async def large_trace(client: Client, report: Report) -> None:
    """Whole traces at the largest sizes, each of an iteration that nobody has asked for yet."""
    letters = [chr(code) for code in range(0x4E00, 0x4E00 + LARGEST_T + 1)]
    random = Random(1)
    texts = {
        "65 letters": "".join(
            letters[:65] + [random.choice(letters[:65]) for _ in range(LARGEST_T + 1 - 65)]
        ),
        "all different": "".join(letters),
    }
    for name, text in texts.items():
        async with client.connections(1) as (connection,):
            run = await client.new_run(connection, text=text, hidden_size=LARGEST_H)
            step = client.request("POST", f"{run}/step?fields=loss")
            trace = client.request("GET", f"{run}/iterations/latest")
            times, size = [], 0
            for _ in range(LARGE_TRACES):
                await connection.answer(step)
                seconds, size = await connection.time(trace)
                times.append(seconds)
            goal = f"GET trace, T={LARGEST_T} H={LARGEST_H}, {name}: slowest"
            report.goal(Goal(goal, max(times), 1.0, "s"))
            report.say(f"    median {median(times):.3f} s, {size / 1e6:.2f} MB of JSON")


async def old_traces(client: Client, report: Report) -> None:
    """Traces of past iterations of a run of "hello" that has come far."""
    async with client.connections(1) as (connection,):
        run = await client.new_run(connection, text="hello", iteration=FURTHEST)
        random = Random(1)
        past = [FURTHEST - 1, *(random.randrange(FURTHEST) for _ in range(OLD_TRACES - 1))]
        times = []
        for iteration in past:
            request = client.request("GET", f"{run}/iterations/{iteration}")
            seconds, _ = await connection.time(request)
            times.append(seconds)
    report.goal(Goal(f"GET past traces, hello at {FURTHEST}: slowest", max(times), 0.3, "s"))
    report.say(f"    median {median(times) * 1e3:.2f} ms of {len(times)} iterations")


async def _run(port: int, report: Report, repeats: int) -> None:
    client = Client(port)
    for phase in (
        trace_against_loss(client, report, repeats),
        large_trace(client, report),
        old_traces(client, report),
        throughput(client, report),
    ):
        await asyncio.wait_for(phase, LONGEST_PHASE)


def run(report: Report, repeats: int, environment: Mapping[str, str] = os.environ) -> None:
    """Starts a server, asks it, and ends it."""
    report.begin()
    with server(environment) as port:
        asyncio.run(_run(port, report, repeats))
