"""An experiment that several ask for is computed once, for as long as somebody waits for it."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable
from contextlib import aclosing, asynccontextmanager
from typing import Any

import anyio
import pytest
from starlette.testclient import TestClient

from app.documents.problems import Problem
from app.runs.experiments import ExperimentStore, LiveExperiment, carried_out
from app.runs.processes import Threads
from app.settings import Settings
from rnn_core.analysis.experiments import Experiment, Measurement
from tests.app.conftest import Connect

SMALL: dict[str, Any] = {
    "text": "hello",
    "models": [{"cell": "tanh"}, {"cell": "window_2"}],
    "seeds": [1, 2],
    "iterations": 40,
    "evaluations": 4,
}


def experiment(**changes: Any) -> Experiment:
    given = {**SMALL, **changes}
    task = {"text": given.pop("text")}
    return Experiment(task, tuple(given.pop("models")), tuple(given.pop("seeds")), **given)


def alone() -> list[Measurement]:
    """What the core measures by itself."""
    return [found for found in experiment().run() if found is not None]


def numbers(measurements: list[Measurement]) -> list[tuple[Any, ...]]:
    """All but the time that it took."""
    return [(m.model, m.seed, m.iteration, m.stopped, repr(m.scores)) for m in measurements]


@asynccontextmanager
async def laboratory(
    **settings: Any,
) -> AsyncIterator[tuple[ExperimentStore, Callable[[LiveExperiment], AsyncIterator[Measurement]]]]:
    chosen = Settings(**settings)
    yield ExperimentStore(chosen, Threads()), lambda live: carried_out(live, chosen)


async def all_of(measured: AsyncIterator[Measurement]) -> list[Measurement]:
    return [each async for each in measured]


def lines_of(client: TestClient, request: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        json.loads(line) for line in client.post("/api/experiments", json=request).text.splitlines()
    ]


def test_whoever_asks_for_the_same_gets_the_same_measurements(client: TestClient) -> None:
    first, second = (lines_of(client, SMALL)[-1] for _ in range(2))
    # To the last bit of the time that they took: nothing was measured again.
    assert first["measurements"] == second["measurements"]
    assert first["seconds"] == second["seconds"]
    assert first["id"] != second["id"]
    other = lines_of(client, {**SMALL, "iterations": 41})[-1]
    assert other["measurements"] != first["measurements"]


async def test_all_who_ask_at_once_share_the_work_and_get_what_the_core_measures() -> None:
    async with laboratory() as (experiments, carry_out):
        lives = [experiments.add(experiment(), SMALL) for _ in range(6)]
        assert len({live.work for live in lives}) == 1
        found: dict[int, list[Measurement]] = {}

        async def wait(place: int) -> None:
            found[place] = await all_of(carry_out(lives[place]))

        async with anyio.create_task_group() as waiting:
            for place in range(len(lives)):
                waiting.start_soon(wait, place)
        assert {live.stopped for live in lives} == {"finished"}
        assert all(each == found[0] for each in found.values())
        assert numbers(found[0]) == numbers(alone())


@pytest.mark.parametrize("heard", [0, 1, 5])
async def test_who_leaves_stops_nobody_else_and_loses_nothing(heard: int) -> None:
    async with laboratory() as (experiments, carry_out):
        leaving = experiments.add(experiment(), SMALL)
        staying = experiments.add(experiment(), SMALL)
        async with aclosing(carry_out(leaving)) as measured:  # type: ignore[type-var]
            for _ in range(heard):
                await anext(measured)
        leaving.stop("cancelled")
        assert numbers(await all_of(carry_out(staying))) == numbers(alone())
        assert len(leaving.measurements) == heard
        again = experiments.add(experiment(), SMALL)
        assert again.work is staying.work
        assert await all_of(carry_out(again)) == staying.measurements


async def test_a_cut_off_request_loses_no_measurement() -> None:
    async with laboratory() as (experiments, carry_out):
        for _ in range(30):
            live = experiments.add(experiment(), SMALL)
            with anyio.move_on_after(0.01):
                await all_of(carry_out(live))
            live.stop("cancelled")
        last = experiments.add(experiment(), SMALL)
        assert numbers(await all_of(carry_out(last))) == numbers(alone())


async def test_a_class_that_asks_the_same_takes_one_place() -> None:
    async with laboratory(max_experiments_running=1, max_experiments=3) as (experiments, _):
        lives = [experiments.add(experiment(), SMALL) for _ in range(60)]
        assert all(experiments.here(live.id) is live for live in lives)
        with pytest.raises(Problem) as refused:
            experiments.add(experiment(iterations=41), SMALL)
        assert refused.value.kind == "too-many-experiments"
        for live in lives:
            live.stop("cancelled")
        experiments.add(experiment(iterations=41), SMALL)


async def test_what_was_left_half_way_is_to_be_computed_by_who_asks_again() -> None:
    async with laboratory() as (experiments, carry_out):
        assert not experiments.knows(experiment())
        live = experiments.add(experiment(), SMALL)
        assert experiments.knows(experiment())
        live.stop("cancelled")
        assert not experiments.knows(experiment())
        await all_of(carry_out(experiments.add(experiment(), SMALL)))
        assert experiments.knows(experiment())


def test_what_failed_is_tried_anew(connect: Connect, monkeypatch: pytest.MonkeyPatch) -> None:
    client = connect()

    def fails(*_: Any) -> Any:
        raise RuntimeError("a bug")

    with monkeypatch.context() as with_bug:
        with_bug.setattr("app.runs.experiments.advanced", fails)
        with pytest.raises(RuntimeError):
            client.post("/api/experiments", json=SMALL)
    assert lines_of(client, SMALL)[-1]["stopped"] == "finished"
