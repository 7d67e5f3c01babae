"""The measures of a gradient's reach, against what the core computed."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from app.lessons.measures import MEASURES, Measured
from rnn_core.errors import InvalidAddress
from rnn_core.training.configuration import RunConfig
from rnn_core.training.interventions import Intervention
from rnn_core.training.run import Run


def measured(name: str, run: Run, iteration: int = 0, **told: int) -> Measured:
    return MEASURES[name].of_run(run, iteration, told)


def test_without_a_tanh_to_speak_of_the_ratio_is_a_power_of_rho() -> None:
    # Next to nothing is read, so no unit saturates, and every factor is half the identity.
    weights = {"W_hh": (0.5 * np.eye(4)).tolist(), "W_xh": (1e-6 * np.ones((4, 7))).tolist()}
    run = Run(task="remembering", distance=8, hidden_size=4, initial_parameters=weights)
    found = measured("gradient_ratio", run)
    assert found.values["ratio"] == pytest.approx(0.5**8, rel=1e-6)
    assert (found.outcome, found.values["steps"], found.values["rho"]) == ("fades", 8, 0.5)


@pytest.mark.parametrize(
    ("settings", "outcome"),
    [
        ({"spectral_radius": 0.5}, "vanishes"),
        ({"spectral_radius": 3, "hidden_size": 32}, "explodes"),
        ({"cell": "lstm", "keep_bias": 4, "hidden_size": 24}, "arrives"),
    ],
)
def test_the_ratio_is_told_apart_by_its_size(settings: dict[str, object], outcome: str) -> None:
    run = Run(task="remembering", distance=20, seed=1, **settings)  # type: ignore[arg-type]
    assert measured("gradient_ratio", run).outcome == outcome


@pytest.mark.parametrize(("rho", "steps"), [(0.5, 10), (0.2, 5), (0.9, 66)])
def test_so_many_factors_leave_less_than_a_thousandth(rho: float, steps: int) -> None:
    found = measured("steps_until_vanished", Run(spectral_radius=rho))
    assert (found.outcome, found.values["steps"]) == ("reached", steps)
    assert int(found.values["before"]) <= 1000 < int(found.values["left"])
    assert found.values["left"] == round(rho**-steps)
    assert measured("steps_until_vanished", Run(spectral_radius=1.1)).outcome == "never"


@pytest.mark.parametrize("seed", [1, 2, 3, 4, 5])
def test_a_gradient_rises_again_where_more_of_it_gets_onto_the_lane(seed: int) -> None:
    settings = {"task": "remembering", "distance": 30, "cell": "lstm", "hidden_size": 24}
    run = Run(**settings, keep_bias=5, seed=seed)  # type: ignore[arg-type]
    found, steps = measured("lane_reach", run), run.trace.timesteps
    assert found.outcome == "dips"
    norms = np.linalg.norm(steps["dh"], axis=1)
    assert found.values["ratio"] == pytest.approx(norms[0] / norms[-1])
    assert found.values["least"] == pytest.approx(norms.min() / norms[-1])
    assert found.values["least_t"] == norms.argmin() + 1
    # What is on the lane and did not come along it has joined it there.
    joined = np.linalg.norm(steps["dc"] - steps["dc_from_future"], axis=1) / norms
    assert found.values["early"] == pytest.approx(joined[0])
    assert found.values["late"] == pytest.approx(joined[-1])
    assert joined[0] > 2 * joined[-1]
    # The cell states have grown, and the gates alone would have let the gradient fall.
    size = np.abs(steps["c"]).mean(axis=1)
    assert size[-1] > 10 * size[0]
    alone = np.linalg.norm(steps["dc"][-1] * np.prod(steps["f"][1:], axis=0))
    assert alone < np.linalg.norm(steps["dc"][-1]) < np.linalg.norm(steps["dc"][0])


def test_a_gradient_that_only_falls_does_not_dip() -> None:
    half = Run(task="remembering", distance=30, cell="lstm", hidden_size=24, seed=1)
    found = measured("lane_reach", half)
    assert (found.outcome, found.values["least_t"]) == ("vanishes", 1)
    short = Run(task="remembering", distance=1, cell="lstm", hidden_size=8, keep_bias=5, seed=1)
    assert measured("lane_reach", short).outcome == "arrives"
    with pytest.raises(InvalidAddress, match="no cell state"):
        measured("lane_reach", Run(task="remembering"))
    with pytest.raises(InvalidAddress, match="before the last"):
        measured("lane_reach", Run(cell="lstm"))


@pytest.mark.parametrize(("bias", "outcome"), [(0, "little"), (1, "some"), (4, "most")])
def test_a_lane_keeps_what_its_gates_let_through(bias: float, outcome: str) -> None:
    run = Run(cell="lstm", keep_bias=bias, hidden_size=3, seed=2)
    found = measured("lane", run)
    f = run.trace.timesteps["f"]
    assert found.values["kept"] == pytest.approx((f[1] * f[2] * f[3]).mean())
    assert (found.outcome, found.values["steps"]) == (outcome, 3)
    # By the definition of the cell state: what comes to c_t from the future has passed f_{t+1}.
    for name, t in (("near", 3), ("far", 1)):
        came = f[t] * run.trace.timesteps["dc"][t]
        assert found.values[name] == pytest.approx(np.linalg.norm(came))
    with pytest.raises(InvalidAddress, match="no forget gate"):
        measured("lane", Run())


def closed(gate: str, **settings: Any) -> Run:
    """An LSTM of three units one of whose gates is closed."""
    first = 3 * "ifgo".index(gate)
    edits = [{"parameter": "b_h", "index": [first + unit], "value": -6.0} for unit in range(3)]
    configuration = RunConfig(cell="lstm", hidden_size=3, seed=2, keep_bias=4, **settings)
    return Run(configuration, [Intervention(0, {"edits": edits})])


def test_a_lane_holds_what_its_input_gates_let_in() -> None:
    run, open_run = closed("i"), Run(cell="lstm", hidden_size=3, seed=2, keep_bias=4)
    found = measured("lane_filled", run, t=4)
    assert found.outcome == "empty"
    steps, before = run.trace.timesteps, open_run.trace.timesteps
    assert found.values["held"] == pytest.approx(np.linalg.norm(steps["c"][3]))
    assert found.values["before"] == pytest.approx(np.linalg.norm(before["c"][3]))
    assert found.values["i"] == pytest.approx(steps["i"].mean())
    assert measured("lane_filled", open_run, t=4).outcome == "same"
    assert measured("lane_shown", run, t=4).outcome == "emptied"
    with pytest.raises(InvalidAddress, match="no cell state"):
        measured("lane_filled", Run(), t=1)


def test_a_state_shows_what_its_output_gates_let_out() -> None:
    run, open_run = closed("o"), Run(cell="lstm", hidden_size=3, seed=2, keep_bias=4)
    found = measured("lane_shown", run, t=3)
    assert found.outcome == "hidden"
    steps, before = run.trace.timesteps, open_run.trace.timesteps
    for name, size in {
        "held": steps["c"][2],
        "shown": steps["h"][2],
        "kept": before["c"][2],
        "before": before["h"][2],
    }.items():
        assert found.values[name] == pytest.approx(np.linalg.norm(size)), name
    assert found.values["o"] == pytest.approx(steps["o"][2].mean())
    assert measured("lane_shown", open_run, t=3).outcome == "shown"
    with pytest.raises(InvalidAddress, match="timestep"):
        measured("lane_shown", run, t=9)


def test_what_training_does_to_the_reach_is_told() -> None:
    run = Run(task="remembering", distance=30, hidden_size=24, initialization="orthogonal", seed=1)
    before = measured("gradient_ratio", run).values["ratio"]
    run.train(150)
    found = measured("reach_change", run, 150)
    assert found.values["before"] == before
    assert (found.values["steps"], found.values["updates"]) == (30, 150)
    assert found.values["after"] == measured("gradient_ratio", run, 150).values["ratio"]
    assert found.outcome == "lost"
    assert measured("reach_change", run, 150, since=150).outcome == "kept"
    with pytest.raises(InvalidAddress, match="since is an iteration"):
        measured("reach_change", run, 10, since=20)
