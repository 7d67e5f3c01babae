"""Experiments: the same data and seeds for all, results that can be had again, honest limits."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from rnn_core.analysis.experiments import (
    Experiment,
    Measurement,
    Spread,
    curves,
    outcomes,
    weight_growth,
)
from rnn_core.errors import InvalidConfiguration
from rnn_core.training.configuration import RunConfig
from rnn_core.training.run import Run

MODELS = (
    {"cell": "window_1"},
    {"cell": "window_2"},
    {"cell": "tanh"},
    {"cell": "tanh", "sharing": "output"},
    {"cell": "tanh", "sharing": "none"},
)


def measured(experiment: Experiment) -> list[Measurement]:
    return [each for each in experiment.run() if each is not None]


def without_times(measurements: list[Measurement]) -> list[tuple[object, ...]]:
    return [(m.model, m.seed, m.iteration, m.scores, m.stopped) for m in measurements]


def test_every_model_is_judged_with_every_seed_at_every_checkpoint() -> None:
    experiment = Experiment({"text": "hello"}, MODELS[:2], (1, 2, 3), 50, evaluations=5)
    found = measured(experiment)
    assert len(found) == experiment.measurements == 2 * 3 * 6
    assert {(m.model, m.seed, m.iteration) for m in found} == {
        (model, seed, k) for model in (0, 1) for seed in (1, 2, 3) for k in (0, 10, 20, 30, 40, 50)
    }
    # Whatever it is stopped at, no trial is a checkpoint ahead of another.
    assert [m.iteration for m in found] == sorted(m.iteration for m in found)


@pytest.mark.slow
def test_an_experiment_can_be_repeated() -> None:
    models = ({"cell": "gru"}, {"cell": "tanh"})
    experiment = Experiment({"task": "counting"}, models, (4, 9), 50, evaluations=5)
    again = replace(experiment)
    first = measured(experiment)
    # In pieces of whatever size.
    second = [each for each in again.run(seconds=0.0) if each is not None]
    assert without_times(first) == without_times(second)


def test_a_trial_is_the_run_of_its_configuration() -> None:
    experiment = Experiment(
        {"task": "sentiment"}, ({"cell": "gru", "hidden_size": 5},), (3,), 60, 1
    )
    last = measured(experiment)[-1]
    run = Run(RunConfig(task="sentiment", cell="gru", hidden_size=5, seed=3))
    run.train(60)
    assert last.scores == run.scores()


def test_a_window_of_one_letter_stays_above_its_floor_and_the_rnn_does_not() -> None:
    assert Experiment({"text": "hello"}, MODELS, (1,), 1).floors[2:] == (None, None, None)
    experiment = Experiment({"text": "hello"}, (MODELS[0], MODELS[2]), (1, 2, 3), 1500)
    floor, none = experiment.floors
    assert floor == pytest.approx(2 * math.log(2))
    assert floor is not None
    assert none is None
    found = measured(experiment)
    window = [m.scores["train"].loss or 0.0 for m in found if m.model == 0]
    assert min(window) > floor
    ends = outcomes(experiment, found)
    rnn = ends[1].loss["train"]
    assert rnn is not None
    assert rnn.greatest < 0.1 < floor


def test_an_unshared_network_fits_what_it_saw_and_nothing_else() -> None:
    experiment = Experiment({"text": "hello"}, MODELS[2:], (1, 2, 3), 1000)
    shared, output, none = outcomes(experiment, measured(experiment))
    for unshared in (output, none):
        assert unshared.score["train"] == Spread(1.0, 1.0, 1.0)
        assert unshared.out_of_reach["longer"] == 1
        assert unshared.loss["longer"] is None
        shifted = unshared.loss["shifted"]
        assert shifted is not None
        assert shifted.least > 3
    assert shared.out_of_reach["longer"] == 0
    assert experiment.weights[0] < experiment.weights[1] < experiment.weights[2]


def test_what_diverges_is_a_result() -> None:
    models = ({"cell": "tanh", "optimizer": "sgd", "learning_rate": 1e6, "clip_norm": None},)
    experiment = Experiment({"text": "hello"}, models, (1, 2), 500)
    found = measured(experiment)
    assert {m.stopped for m in found} == {None, "diverged"}
    (end,) = outcomes(experiment, found)
    assert end.diverged == 2


def test_a_curve_is_the_spread_over_the_seeds() -> None:
    experiment = Experiment({"text": "hello"}, ({"cell": "tanh"},), (1, 2, 3), 20, evaluations=2)
    found = measured(experiment)
    for point in curves(found, 0, "train"):
        losses = sorted(
            m.scores["train"].loss or 0.0 for m in found if m.iteration == point.iteration
        )
        assert point.loss == Spread(losses[1], losses[0], losses[2])
        assert point.seeds == 3


def test_weights_grow_with_the_text_only_where_they_are_not_shared() -> None:
    growth = {
        sharing: dict(weight_growth(RunConfig(sharing=sharing, hidden_size=6)))
        for sharing in ("all", "output", "none")
    }
    # W_xh 6 × 4, W_hh 6 × 6, b_h 6; W_hy 4 × 6, b_y 4.
    assert growth["all"][4] == growth["all"][40] == 66 + 28
    assert growth["output"][10] == 10 * 66 + 28
    assert growth["none"][10] == 10 * (66 + 28)


@pytest.mark.parametrize(("cell", "state"), [("tanh", "h"), ("gru", "h"), ("lstm", "c")])
def test_a_memory_is_the_states_of_the_run_itself(cell: str, state: str) -> None:
    # Its one example is the longest there is.
    own: dict[str, Any] = {"task": "counting", "examples": (("aaabbb", ""),)}
    experiment = Experiment(own, ({"cell": cell, "hidden_size": 3},), (5,), 30, evaluations=1)
    first, last = measured(experiment)
    run = Run(RunConfig(**own, cell=cell, hidden_size=3, seed=5))
    run.train(30)
    states = run.trace.timesteps[state]
    assert first.memory is None
    assert last.memory is not None
    assert last.memory.state == state
    assert last.memory.largest == tuple(np.abs(states).max(axis=1).tolist())
    steps = np.diff(np.vstack((np.zeros(3), states)), axis=0)
    assert last.memory.moved == pytest.approx(np.linalg.norm(steps, axis=1))


def test_what_carries_nothing_or_cannot_read_so_far_has_no_memory() -> None:
    models = ({"cell": "window_1"}, {"cell": "tanh", "sharing": "none"})
    experiment = Experiment({"text": "hello"}, models, (1,), 5, evaluations=1)
    assert [each.memory for each in measured(experiment)] == [None] * 4


@pytest.mark.parametrize(
    ("task", "models", "seeds", "iterations", "said"),
    [
        ({}, (), (1,), 10, "needs at least one model"),
        ({}, ({},), (), 10, "needs at least one model and one seed"),
        ({}, ({},), (1, 1), 10, "must be different"),
        ({}, ({},), (1,), 0, "at least 1"),
        ({"cell": "gru"}, ({},), (1,), 10, "belongs to a model"),
        ({}, ({"text": "a"},), (1,), 10, "is not a field of a model"),
        ({"task": "translation"}, ({"cell": "window_1"},), (1,), 10, "window network"),
    ],
)
def test_what_cannot_be_compared_is_refused(
    task: dict[str, object],
    models: tuple[dict[str, object], ...],
    seeds: tuple[int, ...],
    iterations: int,
    said: str,
) -> None:
    with pytest.raises(InvalidConfiguration, match=said):
        Experiment(task, models, seeds, iterations)
