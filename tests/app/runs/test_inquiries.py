"""Wherever a long question is answered, the numbers are the core's; and it ends with who asked."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import anyio
import httpx2
import pytest
from starlette.testclient import TestClient

from app.database.connection import Database
from app.database.records import RunRecords
from app.runs.inquiries import Inquiries, passes_to_judge
from app.runs.processes import Cluster, Pool, Processes
from app.runs.store import RunStore
from app.settings import Settings
from rnn_core import Run
from rnn_core.analysis.gradient_flow import reach, train
from rnn_core.analysis.pieces import checked, judged
from rnn_core.errors import InvalidAddress
from rnn_core.training.configuration import RunConfig
from tests.app.conftest import Connect, Serve
from tests.app.runs.conftest import Open
from tests.networks import NETWORKS, examples_of


class Nobody:
    """Takes no work."""

    width = 1

    async def compute(self, work: Callable[..., Any], *arguments: Any) -> Any:
        raise AssertionError(f"{work} was sent")

    async def close(self) -> None:
        pass


@asynccontextmanager
async def asking(processes: Processes, **chosen: Any) -> AsyncIterator[Inquiries]:
    """Where questions are answered; without other settings all of them are sent."""
    settings = Settings(**{"chunk_seconds": 1e-9, **chosen})
    database = Database(settings.database)
    try:
        async with anyio.create_task_group() as tasks:
            store = RunStore(settings, RunRecords(database), tasks)
            yield Inquiries(store, processes, settings)
    finally:
        await processes.close()
        database.close()


def configurations() -> list[RunConfig]:
    optimizers = ("sgd", "adagrad", "adam")
    return [
        RunConfig(
            task=task,
            examples=examples_of(task),
            cell=cell,
            sharing=sharing,
            hidden_size=3 + place % 5,
            optimizer=optimizers[place % 3],
            clip_norm=None if place % 2 else 0.5,
        )
        for place, (task, cell, sharing) in enumerate(NETWORKS)
    ]


async def test_every_network_is_answered_the_same_wherever_it_is_computed(
    open_processes: Open,
) -> None:
    processes = open_processes()
    async with asking(processes, piece_seconds=0.02) as inquiries:
        # What is sent to a cluster is the same as what is sent to a pool.
        for configuration in configurations()[:: 5 if isinstance(processes, Cluster) else 1]:
            whole = train(configuration, 8, 3)
            training, _ = await inquiries.in_pieces(
                60, configuration, 9, train, configuration, 8, 3
            )
            assert training.losses.tobytes() == whole.losses.tobytes()
            assert training.trace.record.tobytes() == whole.trace.record.tobytes()
            assert training.last.update.tobytes() == whole.last.update.tobytes()

            parameter = next(iter(whole.trace.gradients))
            here = checked(configuration, whole.trace, parameter, None)
            check, _ = await inquiries.in_pieces(
                60, configuration, 9, checked, configuration, whole.trace, parameter, None
            )
            assert check.complete
            assert check.numeric.tobytes() == here.numeric.tobytes()

            splits = tuple(configuration.made_task.splits)[:2]
            judging, _ = await inquiries.in_pieces(
                60, configuration, 9, judged, configuration, whole.last, splits
            )
            run = Run(configuration)
            run.train(8)
            scores = run.scores()
            assert repr(judging.scores) == repr({name: scores[name] for name in splits})

            if configuration.architecture.recurrent:
                far = await inquiries.answer(configuration, 9, reach, configuration, whole.last)
                assert far.state.tobytes() == reach(configuration, whole.last).state.tobytes()


async def test_what_it_raises_is_raised_here(open_processes: Open) -> None:
    run = Run()
    async with asking(open_processes()) as inquiries:
        with pytest.raises(InvalidAddress, match="the index of b_h is 0 to 5") as caught:
            await inquiries.answer(
                run.configuration, 4, checked, run.configuration, run.trace, "b_h", [(9,)]
            )
        assert caught.value.part == "index"


async def test_what_is_small_is_sent_to_nobody_and_is_the_same() -> None:
    hello = RunConfig()
    large = RunConfig(text=100 * "ab", cell="lstm", hidden_size=64)
    async with asking(Nobody(), chunk_seconds=0.025) as inquiries:
        assert inquiries.is_small(hello, 4 * 36)
        assert inquiries.is_small(hello, passes_to_judge(hello, ("train",)))
        assert not inquiries.is_small(large, 4 * 64)
        assert not inquiries.is_small(hello, 3 * 10_000)
        found, _ = await inquiries.in_pieces(5.0, hello, 60, train, hello, 20, 0)
        assert found.losses.tolist() == train(hello, 20, 0).losses.tolist()
        with pytest.raises(AssertionError, match="was sent"):
            await inquiries.in_pieces(5.0, large, 60, train, large, 20, 0)


class KilledAtTimes(Pool):
    """One of its processes is killed with the third and the eighth piece."""

    pieces = 0

    async def compute(self, work: Callable[..., Any], *arguments: Any) -> Any:
        self.pieces += 1
        if self.pieces in (3, 8):
            assert self._executor is not None
            os.kill(next(iter(self._executor._processes)), signal.SIGKILL)
        return await super().compute(work, *arguments)


async def test_a_process_that_is_killed_takes_nothing_with_it() -> None:
    configuration = RunConfig(hidden_size=20, cell="lstm")
    pool = KilledAtTimes(1)
    async with asking(pool, piece_seconds=0.02) as inquiries:
        training, _ = await inquiries.in_pieces(
            120, configuration, 10_000, train, configuration, 2_000, 7
        )
    assert pool.pieces > 8
    whole = train(configuration, 2_000, 7)
    assert training.losses.tobytes() == whole.losses.tobytes()
    assert training.last.record.tobytes() == whole.last.record.tobytes()


async def test_who_has_gone_leaves_the_processes_to_others(open_processes: Open) -> None:
    configuration = RunConfig()
    async with asking(open_processes(), piece_seconds=0.1) as inquiries:
        # What starts slowly is there.
        await inquiries.answer(configuration, 1, train, configuration, 1, 0)
        with anyio.move_on_after(0.3) as waiting:
            await inquiries.in_pieces(
                600, configuration, 10**7, train, configuration, 10_000_000, 0
            )
        assert waiting.cancelled_caught
        began = time.perf_counter()
        await inquiries.answer(configuration, 1, train, configuration, 1, 0)
        assert time.perf_counter() - began < 5


async def test_only_the_time_that_it_is_computed_counts(open_processes: Open) -> None:
    configuration = RunConfig()
    async with asking(open_processes(), piece_seconds=0.05) as inquiries:
        training, left = await inquiries.in_pieces(
            0.2, configuration, 10**7, train, configuration, 10_000_000, 0
        )
    assert training.stopped == "time"
    assert left == 0
    assert training.last.iteration == len(training.losses) - 1 > 0


REQUESTS: list[tuple[int, str, str, Any]] = [
    (200, "POST", "/api/gradients", {"cell": "lstm", "distance": 6, "iterations": 30}),
    (200, "POST", "/api/gradients/seeds?seeds=2", {"distance": 6, "iterations": 20}),
    (200, "GET", "{run}/iterations/latest/check?parameter=W_hh", None),
    (200, "GET", "{run}/iterations/20/check?parameter=W_hy&index=1,2", None),
    (422, "GET", "{run}/iterations/20/check?parameter=W_no", None),
    (422, "GET", "{run}/iterations/20/check?parameter=b_h&index=99", None),
    (404, "GET", "{run}/iterations/99/check?parameter=b_h", None),
    (200, "GET", "{run}/score", None),
    (200, "GET", "{run}/score?iteration=7", None),
    (404, "GET", "{run}/score?iteration=99", None),
]


def test_the_server_answers_the_same_from_processes_of_its_own(connect: Connect) -> None:
    def answers(client: TestClient) -> list[Any]:
        asked = {"task": "sentiment", "cell": "gru", "hidden_size": 5, "iteration": 30}
        made = client.post("/api/runs", json=asked)
        assert made.status_code == 201
        run = made.headers["location"]
        found = []
        for status, method, path, body in REQUESTS:
            answer = client.request(method, path.format(run=run), json=body)
            assert answer.status_code == status, path
            # The time that it took, and what is said of this request alone.
            own = {"seconds": 0, "instance": "", "request_id": ""}
            found.append({**answer.json(), **own})
        return found

    limits = {"gradient_seconds": 600, "check_seconds": 600, "score_seconds": 600}
    here = answers(connect(**limits, chunk_seconds=60))
    there = answers(connect(**limits, processes=2, chunk_seconds=1e-9, piece_seconds=0.02))
    for (_, _, path, _), one, other in zip(REQUESTS, here, there, strict=True):
        assert one == other, path


def test_a_run_goes_on_while_its_gradient_is_checked(serve: Serve) -> None:
    client = serve(processes=1, check_seconds=4.0)
    made = client.post("/api/runs", json={"text": 90 * "ab", "cell": "lstm", "hidden_size": 48})
    run = made.headers["location"]
    base = str(client.base_url)
    done: list[str] = []

    async def check() -> None:
        async with httpx2.AsyncClient(base_url=base, timeout=60) as asker:
            answer = (await asker.get(f"{run}/iterations/0/check?parameter=W_hh")).json()
        # Too many numbers for the time.
        assert 0 < answer["checked"] < answer["total"] == 4 * 48 * 48
        done.append("check")

    async def step() -> None:
        async with httpx2.AsyncClient(base_url=base, timeout=60) as stepper:
            await anyio.sleep(0.3)
            for _ in range(3):
                assert (await stepper.post(f"{run}/step")).status_code == 200
                done.append("step")

    async def both() -> None:
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(check)
            tasks.start_soon(step)

    anyio.run(both)
    assert done == ["step", "step", "step", "check"]
