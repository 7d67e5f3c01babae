"""Many learners at once: one process by `python -m benchmarks.load`, several by
`python -m benchmarks.load --database postgresql://… --workers 2`.

Each learner has a run, a connection that steps it, and an event stream that follows it. Times are
those that a client measures on the same machine, which it shares with the server. What a stranger
waits for is measured in turn with and without the others' work, so their ratio is of one run.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import re
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.report import percentile
from benchmarks.serving import HOST, Client, Connection, settings_of

STEPS_PER_SECOND = 5.0
_ANSWERS = (ConnectionError, OSError, asyncio.IncompleteReadError)


@contextmanager
def server(database: str, *arguments: str) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """A server with this database, and its port. Quotas are those of the whole server: all come
    from one address."""
    most = {
        f"RNN_EXPLAINER_{name}_PER_ADDRESS": "100000"
        for name in ("MAX_TRAININGS", "MAX_EVENT_STREAMS", "NEW_RUNS")
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "app.main", "--host", HOST, "--port", "0", *arguments],
        stdout=subprocess.PIPE,
        text=True,
        env=settings_of(os.environ)
        | most
        | {"RNN_EXPLAINER_DATABASE": database, "RNN_EXPLAINER_MAX_RUNS": "1000"},
    )
    try:
        assert process.stdout is not None
        found = re.search(r":(\d+)", process.stdout.readline())
        if found is None:
            raise RuntimeError("the server did not start")
        yield process, int(found[1])
    finally:
        process.terminate()
        process.wait(20)


@dataclass
class Told:
    """What the learners met with."""

    seconds: list[float] = field(default_factory=list)
    events: int = 0
    retries: dict[int, int] = field(default_factory=dict)
    """Of each learner whose connection broke."""
    lost: int = 0
    """Steps that were acknowledged and are not there."""
    errors: list[str] = field(default_factory=list)


class Learner:
    """Steps a run so many times a second, and follows it; tries again where it is cut off."""

    def __init__(self, number: int, client: Client, told: Told) -> None:
        self._number = number
        self._client = client
        self._told = told
        self._connection: Connection | None = None
        self.run = ""
        self._acknowledged = 0

    async def begin(self) -> None:
        self.run = await self._client.new_run(await self._connected(), text="hello")

    async def step_for(self, seconds: float) -> None:
        chance = random.Random(self._number)
        end = time.perf_counter() + seconds
        due = time.perf_counter() + chance.random() / STEPS_PER_SECOND
        while due < end:
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            due += 1 / STEPS_PER_SECOND
            began = time.perf_counter()
            key = f"{self._number}-{self._acknowledged}"
            request = self._client.request("POST", f"{self.run}/step")
            request = request[:-2] + f"Idempotency-Key: {key}\r\n\r\n".encode()
            while True:
                try:
                    await (await self._connected()).answer(request)
                    break
                except RuntimeError as error:
                    self._told.errors.append(str(error)[:200])
                    break
                except _ANSWERS:
                    self._connection = None
                    retries = self._told.retries
                    retries[self._number] = retries.get(self._number, 0) + 1
            self._acknowledged += 1
            self._told.seconds.append(time.perf_counter() - began)

    async def check(self) -> None:
        state = await (await self._connected()).json(self._client.request("GET", self.run))
        self._told.lost += max(0, self._acknowledged - state["iteration"])

    async def _connected(self) -> Connection:
        if self._connection is None or self._connection.transport.is_closing():
            loop = asyncio.get_running_loop()
            made = await loop.create_connection(Connection, HOST, self._client.port)
            self._connection = made[1]
        return self._connection


async def follow(client: Client, run: str, told: Told) -> None:
    """Follows a run; comes back where it is cut off."""
    while True:
        with suppress(*_ANSWERS):
            reader, writer = await asyncio.open_connection(HOST, client.port)
            try:
                writer.write(client.request("GET", f"{run}/events"))
                head = await reader.readuntil(b"\r\n\r\n")
                if not head.startswith(b"HTTP/1.1 200"):
                    told.errors.append(head[:60].decode())
                    return
                while line := await reader.readline():
                    told.events += line.startswith(b"event:")
            finally:
                writer.close()
        await asyncio.sleep(0.5)


@asynccontextmanager
async def class_of(
    client: Client, learners: int, streams: int, told: Told
) -> AsyncIterator[list[Learner]]:
    """So many learners with their runs, and so many event streams on these."""
    people = [Learner(number, client, told) for number in range(learners)]
    for person in people:
        await person.begin()
    following = [
        asyncio.create_task(follow(client, people[place % learners].run, told))
        for place in range(streams)
    ]
    while told.events < streams and not told.errors:
        await asyncio.sleep(0.05)
    try:
        yield people
    finally:
        for task in following:
            task.cancel()


def say(name: str, told: Told) -> None:
    times = sorted(told.seconds)
    marks = ", ".join(f"p{q} {percentile(times, q) * 1e3:.1f} ms" for q in (50, 99))
    retried = len(told.retries)
    most = max(told.retries.values(), default=0)
    print(
        f"{name}: {len(times)} steps, {marks}; {told.events} events; {len(told.errors)} errors; "
        f"{retried} learners retried, each at most {most} times; {told.lost} steps lost",
        flush=True,
    )
    for error in told.errors[:3]:
        print(f"    {error}")


async def learners(port: int, count: int, streams: int, seconds: float, name: str) -> None:
    """Learners who step at their pace, and streams that follow them."""
    client, told = Client(port), Told()
    async with class_of(client, count, streams, told) as people:
        await asyncio.gather(*(person.step_for(2.0) for person in people))
        told.seconds.clear()
        await asyncio.gather(*(person.step_for(seconds) for person in people))
        for person in people:
            await person.check()
    say(name, told)


async def killed(process: subprocess.Popen[str], port: int, count: int, seconds: float) -> None:
    """The same while a worker is killed in the middle."""
    client, told = Client(port), Told()
    async with class_of(client, count, count, told) as people:
        stepping = asyncio.gather(*(person.step_for(seconds) for person in people))
        await asyncio.sleep(seconds / 2)
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        workers = [c for c in children if b"spawn" in Path(f"/proc/{c}/cmdline").read_bytes()]
        os.kill(int(workers[-1]), signal.SIGKILL)
        await stepping
        for person in people:
            await person.check()
    say(f"{count} learners, a worker killed", told)


async def stranger(port: int, seconds: float, rounds: int) -> None:
    """One learner's steps, alone and while others train as fast as it goes and compare networks."""
    client = Client(port)
    ratios = []
    for _ in range(rounds):
        alone, busy = Told(), Told()
        async with class_of(client, 1, 1, alone) as (person,):
            await person.step_for(seconds)
        others = [asyncio.create_task(_work(client, *each)) for each in await _orders(client)]
        await asyncio.sleep(1.0)
        async with class_of(client, 1, 1, busy) as (person,):
            await person.step_for(seconds)
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        await asyncio.sleep(0.5)
        say("a stranger alone", alone)
        say("  beside four trainings and two experiments", busy)
        ratios.append(percentile(sorted(busy.seconds), 99) / percentile(sorted(alone.seconds), 99))
    print("p99 beside them / alone: " + ", ".join(f"{ratio:.2f}" for ratio in ratios))


async def _orders(client: Client) -> list[tuple[str, Any]]:
    async with client.connections(1) as (connection,):
        runs = [await client.new_run(connection, text="hello") for _ in range(4)]
    models = [{"cell": cell, "hidden_size": 32} for cell in ("tanh", "lstm")]
    orders: list[tuple[str, Any]] = [(f"{run}/train", {}) for run in runs]
    orders += [
        (
            "/api/experiments",
            {"task": "sentiment", "models": models, "seeds": [seed], "iterations": 20_000},
        )
        for seed in random.sample(range(1, 1000), 2)
    ]
    return orders


async def _work(client: Client, path: str, body: Any) -> None:
    while True:
        reader, writer = await asyncio.open_connection(HOST, client.port)
        try:
            writer.write(client.request("POST", path, body))
            while await reader.read(65536):
                pass
        finally:
            writer.close()


def alone(database: str, seconds: float, rounds: int) -> None:
    """What one process does."""
    with server(database) as (_, port):
        for _ in range(rounds):
            asyncio.run(learners(port, 60, 60, seconds, "60 learners, 60 streams, one process"))
        asyncio.run(stranger(port, seconds, rounds))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", default="", help="a PostgreSQL, for several workers")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    seconds = options.seconds
    if not options.database:
        with TemporaryDirectory() as folder:
            alone(f"sqlite:///{folder}/runs.sqlite3", seconds, options.rounds)
        return
    with server(options.database, "--workers", str(options.workers)) as (process, port):
        name = f"300 learners, 1000 streams, {options.workers} workers"
        for _ in range(options.rounds):
            asyncio.run(learners(port, 300, 1000, seconds, name))
        asyncio.run(killed(process, port, 60, seconds))


if __name__ == "__main__":
    main()
