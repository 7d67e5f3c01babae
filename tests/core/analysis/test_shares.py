"""What gradients through time are sums of, against central differences."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from rnn_core.analysis.explain import Explainer
from rnn_core.analysis.shares import loss_shares, share_by_differences, state_shares
from rnn_core.arrays import Array
from rnn_core.errors import InvalidAddress, InvalidConfiguration
from rnn_core.training.configuration import RunConfig
from rnn_core.training.interventions import Intervention
from rnn_core.training.run import Run

STEP = 1e-4
CELLS = ("tanh", "gru")
"""Of an LSTM a clamp would cut the state that is passed on beside h."""


def held(run: Run, t: int, values: Array) -> Run:
    """The same network with the state at t held at these values."""
    clamps = [{"unit": i, "value": float(v), "t": t} for i, v in enumerate(values)]
    return Run(run.configuration, [Intervention(0, {"clamps": clamps})])


@pytest.mark.parametrize("cell", CELLS)
def test_what_each_loss_sends_back_agrees_with_central_differences(cell: str) -> None:
    run = Run(hidden_size=3, seed=2, cell=cell)
    found = loss_shares(run.configuration, run.trace).by_loss
    for t in range(1, 5):
        for unit in range(3):
            shift = STEP * np.eye(3)[unit]
            above, below = (
                held(run, t, run.trace.h[t - 1] + sign * shift).trace.timesteps["loss"]
                for sign in (1, -1)
            )
            numeric = (above - below) / (2 * STEP)
            np.testing.assert_allclose(found[:, t - 1, unit], numeric, atol=1e-8)


@pytest.mark.parametrize("settings", [{}, {"cell": "lstm"}, {"task": "remembering", "distance": 4}])
def test_what_the_losses_send_back_adds_up_to_the_gradient(settings: dict[str, Any]) -> None:
    run = Run(hidden_size=4, **settings)
    run.train(3)
    found = loss_shares(run.configuration, run.trace)
    np.testing.assert_allclose(found.by_loss.sum(axis=0), run.trace.timesteps["dh"], atol=1e-12)
    assert not np.triu(found.norms, 1).any()
    silent = [t for t, target in enumerate(run.trace.targets) if target is None]
    assert not found.norms[silent].any()


def state_of(configuration: RunConfig, parameter: str, array: Array) -> Array:
    given: dict[str, Any] = {**Run(configuration).trace.parameters, parameter: array}
    return Run(replace(configuration, initial_parameters=given)).trace.h


@pytest.mark.parametrize("cell", ["tanh", "gru", "lstm"])
@pytest.mark.parametrize(
    ("parameter", "index"), [("W_hh", (1, 0)), ("W_xh", (0, 2)), ("b_h", (1,)), ("W_hy", (1, 1))]
)
def test_a_state_s_derivative_is_the_sum_of_what_each_use_has_done(
    cell: str, parameter: str, index: tuple[int, ...]
) -> None:
    configuration = RunConfig(hidden_size=3, seed=2, cell=cell)
    run = Run(configuration)
    array = np.array(run.trace.parameters[parameter])
    states = []
    for sign in (1, -1):
        changed = array.copy()
        changed[index] += sign * STEP
        states.append(state_of(configuration, parameter, changed))
    numeric = (states[0] - states[1]) / (2 * STEP)
    for unit in range(3):
        found = state_shares(configuration, run.trace, unit, parameter, index)
        np.testing.assert_allclose(found.total, numeric[:, unit], atol=1e-8)
        assert not np.triu(found.by_use, 1).any()


def test_the_direct_derivative_holds_the_state_before() -> None:
    run = Run(hidden_size=3, seed=2)
    h = np.vstack((run.trace.h_0, run.trace.h))
    found = state_shares(run.configuration, run.trace, 0, "W_hh", (0, 1))
    np.testing.assert_allclose(found.direct, (1 - h[1:, 0] ** 2) * h[:-1, 1], atol=1e-15)
    # No weight into another unit acts on this one without a timestep in between.
    assert not state_shares(run.configuration, run.trace, 0, "W_hh", (1, 1)).direct.any()


@pytest.mark.parametrize("cell", ["tanh", "lstm"])
def test_a_timestep_s_share_agrees_with_a_nudge_at_that_timestep_alone(cell: str) -> None:
    run = Run(hidden_size=3, seed=2, cell=cell)
    shares = Explainer.of(run).contributions(0, "W_hh")
    for t in range(1, 5):
        share, numeric = share_by_differences(run.configuration, run.trace, t, "W_hh", (0, 1))
        assert share == pytest.approx(shares[t - 1, 0, 1], abs=1e-14)
        assert numeric == pytest.approx(share, abs=1e-10)


def test_what_cannot_be_told_apart_is_refused() -> None:
    run = Run(hidden_size=3)
    for parameter, index, unit in (
        ("W_hx", (0, 0), 0),
        ("W_hh", (3, 0), 0),
        ("W_hh", (0,), 0),
        ("W_hh", (0, 0), 3),
    ):
        with pytest.raises(InvalidAddress):
            state_shares(run.configuration, run.trace, unit, parameter, index)
    with pytest.raises(InvalidAddress, match="t must be 1 to 4, but is 5"):
        share_by_differences(run.configuration, run.trace, 5, "W_hh", (0, 0))
    unshared = Run(hidden_size=3, sharing="none")
    with pytest.raises(InvalidAddress, match="every timestep uses; those are: none"):
        state_shares(unshared.configuration, unshared.trace, 0, "W_hh", (0, 0))
    window = Run(cell="window_2")
    with pytest.raises(InvalidConfiguration):
        state_shares(window.configuration, window.trace, 0, "W_xh", (0, 0))


def test_a_sequence_that_would_take_long_is_refused() -> None:
    longest = Run(text="ab" * 32 + "a", hidden_size=2)
    assert loss_shares(longest.configuration, longest.trace).by_loss.shape == (64, 64, 2)
    longer = Run(text="ab" * 33, hidden_size=2)
    for asked in (
        lambda: loss_shares(longer.configuration, longer.trace),
        lambda: state_shares(longer.configuration, longer.trace, 0, "b_h", (0,)),
    ):
        with pytest.raises(InvalidAddress, match="has 65 timesteps; at most 64 can be taken apart"):
            asked()
