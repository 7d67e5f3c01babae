"""Proof on demand, and which inputs mattered: against autograd, differences and each other."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from rnn_core.analysis.sensitivity import sensitivity, state_jacobians
from rnn_core.analysis.verify import check_gradient
from rnn_core.cells.registry import CELLS
from rnn_core.errors import InvalidAddress
from rnn_core.training.configuration import RunConfig
from rnn_core.training.run import Run


@pytest.mark.parametrize("cell", sorted(CELLS))
def test_a_right_gradient_is_confirmed(cell: str) -> None:
    run = Run(RunConfig(cell=cell))
    run.advance(10)
    for parameter in run.trace().parameters:
        check = check_gradient(run.configuration, run.trace(), parameter)
        assert check.complete
        assert check.overall_error < 1e-7, parameter


def test_a_check_can_fail() -> None:
    another_text = check_gradient(RunConfig(text="heelo"), Run(RunConfig()).trace(), "W_hh")
    assert another_text.overall_error > 1e-3


def test_single_numbers_can_be_checked() -> None:
    run = Run(RunConfig())
    check = check_gradient(run.configuration, run.trace(), "W_hh", [(2, 3)])
    assert check.checked == 1
    assert not check.complete
    assert check.relative_error[2, 3] < 1e-7
    assert np.isnan(check.numeric[0, 0])


def test_a_check_that_runs_out_of_time_says_how_far_it_came() -> None:
    run = Run(RunConfig(text="the cat sat on the mat", hidden_size=30))
    check = check_gradient(run.configuration, run.trace(), "W_hh", seconds=0.005)
    assert 0 < check.checked < 900
    assert check.overall_error < 1e-7


def test_held_states_are_held_in_the_check_too() -> None:
    run = Run(RunConfig())
    run.intervene({"clamps": [{"unit": 2, "value": 0.5}]})
    check = check_gradient(run.configuration, run.trace(), "W_hh")
    assert check.overall_error < 1e-7


@pytest.mark.parametrize(
    ("parameter", "index", "part"), [("W", (0, 0), "parameter"), ("W_hh", (0, 9), "index")]
)
def test_what_cannot_be_checked_is_refused(
    parameter: str, index: tuple[int, ...], part: str
) -> None:
    run = Run(RunConfig())
    with pytest.raises(InvalidAddress) as caught:
        check_gradient(run.configuration, run.trace(), parameter, [index])
    assert caught.value.part == part


def test_sensitivities_agree_with_autograd(torch: Any) -> None:
    run = Run(RunConfig(text="abracadabra", hidden_size=5))
    run.advance(5)
    trace = run.trace()
    tensors = {n: torch.tensor(np.array(a)) for n, a in trace.parameters.items()}
    x = torch.tensor(np.array(trace.timesteps["x"]), requires_grad=True)
    h = torch.tensor(np.array(trace.h_0), requires_grad=True)
    states = [h]
    for row in x:
        h = torch.tanh(tensors["W_xh"] @ row + tensors["W_hh"] @ h + tensors["b_h"])
        states.append(h)
    t, token = 7, 2
    logit = (tensors["W_hy"] @ states[t] + tensors["b_y"])[token]
    (dx,) = torch.autograd.grad(logit, x, retain_graph=True)
    ours = sensitivity(run.configuration, trace, t, token)
    ids = trace.timesteps["x"].argmax(axis=1)
    np.testing.assert_allclose(ours.of_letter, dx.numpy()[np.arange(t), ids[:t]], atol=1e-12)
    np.testing.assert_allclose(ours.norm, np.linalg.norm(dx.numpy()[:t], axis=1), atol=1e-12)
    norms = state_jacobians(run.configuration, trace, t).spectral_norm
    for s in range(t):
        rows = [
            torch.autograd.grad(states[t][i], states[s], retain_graph=True)[0].numpy()
            for i in range(5)
        ]
        assert norms[s] == pytest.approx(np.linalg.norm(np.stack(rows), ord=2), rel=1e-11)
    assert norms[t] == pytest.approx(1.0)


def test_a_contracting_network_forgets() -> None:
    run = Run(RunConfig(text="ab" * 20, initialization="orthogonal", initialization_scale=0.5))
    norms = state_jacobians(run.configuration, run.trace(), 39).spectral_norm
    assert norms[0] < 1e-9
    assert (np.diff(norms) > 0).all()
