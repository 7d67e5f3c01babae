"""Wherever an experiment is computed, its numbers are the core's."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.documents.problems import Problem
from app.runs.experiments import ExperimentStore, carried_out
from app.runs.processes import Cluster, Pool, Processes
from app.settings import Settings
from rnn_core.analysis.experiments import Experiment, Measurement, advanced
from rnn_core.cells.registry import CELLS
from tests.app.conftest import Connect
from tests.app.runs.conftest import Open


@asynccontextmanager
async def opened(open_processes: Open) -> AsyncIterator[Processes]:
    processes = open_processes()
    try:
        yield processes
    finally:
        await processes.close()


def numbers(measurements: list[Measurement]) -> list[Any]:
    """All but the time that it took."""
    return [
        (m.model, m.seed, m.iteration, m.stopped, repr(m.scores), repr(m.memory))
        for m in measurements
    ]


def experiment(**changes: Any) -> Experiment:
    chosen: dict[str, Any] = {
        "task": {"text": "hello"},
        "models": ({"cell": "tanh"}, {"cell": "lstm"}, {"cell": "tanh", "learning_rate": 1e300}),
        "seeds": (1, 2),
        "iterations": 60,
        "evaluations": 5,
    }
    return Experiment(**{**chosen, **changes})


def alone(asked: Experiment) -> list[Any]:
    """What the core measures by itself."""
    return numbers([found for found in asked.run() if found is not None])


async def measured(asked: Experiment, processes: Processes, **chosen: Any) -> list[Measurement]:
    limits = Settings(**chosen)
    live = ExperimentStore(limits, processes).add(asked, {})
    found = [each async for each in carried_out(live, limits)]
    assert live.stopped == "finished", live.message
    return found


@pytest.mark.parametrize("piece_seconds", [0.25, 1e-9])
async def test_wherever_it_is_computed_the_numbers_are_the_same(
    open_processes: Open, piece_seconds: float
) -> None:
    async with opened(open_processes) as processes:
        found = await measured(experiment(), processes, piece_seconds=piece_seconds)
    assert numbers(found) == alone(experiment())
    assert {measurement.stopped for measurement in found} == {None, "iterations", "diverged"}


@settings(
    max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(
    cell=st.sampled_from(sorted(CELLS)),
    optimizer=st.sampled_from(["sgd", "adagrad", "adam"]),
    task=st.sampled_from(
        [{"text": "hello"}, {"text": "aab"}, {"task": "remembering", "distance": 2}]
    ),
    clip_norm=st.sampled_from([None, 0.5]),
    iterations=st.integers(1, 12),
)
def test_a_trial_that_is_taken_up_again_at_every_iteration_has_the_same_numbers(
    cell: str, optimizer: str, task: dict[str, Any], clip_norm: float | None, iterations: int
) -> None:
    model = {"cell": cell, "optimizer": optimizer, "clip_norm": clip_norm, "hidden_size": 3}
    asked = experiment(task=task, models=(model,), seeds=(3,), iterations=iterations)
    (trial,) = asked.trials
    found = []
    for checkpoint in asked.checkpoints:
        while trial.stopped is None:
            trial, measurement = advanced(asked, trial, checkpoint, seconds=0.0)
            if measurement is not None:
                found.append(measurement)
                break
    assert numbers(found) == alone(asked)


async def test_a_process_that_is_killed_takes_nothing_with_it() -> None:
    asked = experiment(iterations=3000, seeds=(1,))
    async with opened(lambda: Pool(2)) as processes:
        assert isinstance(processes, Pool)
        killed = 0
        limits = Settings(piece_seconds=0.02)
        live = ExperimentStore(limits, processes).add(asked, {})
        found = []
        async for each in carried_out(live, limits):
            found.append(each)
            if len(found) in (2, 7):
                assert processes._executor is not None
                os.kill(next(iter(processes._executor._processes)), signal.SIGKILL)
                killed += 1
    assert killed == 2
    assert numbers(found) == alone(asked)


async def test_where_nobody_computes_it_says_so() -> None:
    limits = Settings()
    async with opened(lambda: Cluster("tcp://127.0.0.1:9", wait_seconds=0.5)) as processes:
        live = ExperimentStore(limits, processes).add(experiment(), {})
        assert [each async for each in carried_out(live, limits)] == []
    assert live.stopped == "cancelled"
    with pytest.raises(Problem, match="does not answer"):
        await processes.compute(int)


async def test_whoever_cancels_ends_it_soon(open_processes: Open) -> None:
    limits = Settings(piece_seconds=0.02)
    async with opened(open_processes) as processes:
        live = ExperimentStore(limits, processes).add(experiment(iterations=100_000), {})
        async for _ in carried_out(live, limits):
            live.stop("cancelled")
    assert 0 < len(live.measurements) < experiment(iterations=100_000).measurements


def test_the_server_answers_the_same_from_processes_of_its_own(connect: Connect) -> None:
    asked = {
        "text": "hello",
        "models": [{"cell": "tanh"}, {"cell": "gru"}],
        "seeds": [1, 2],
        "iterations": 50,
    }
    answers = [
        json.loads(
            connect(processes=processes).post("/api/experiments", json=asked).text.splitlines()[-1]
        )
        for processes in (0, 2)
    ]
    assert answers[0]["stopped"] == answers[1]["stopped"] == "finished"

    def without_time(answer: dict[str, Any]) -> list[Any]:
        return [
            {name: value for name, value in each.items() if not name.startswith("seconds")}
            for each in answer["measurements"]
        ]

    assert without_time(answers[0]) == without_time(answers[1])
