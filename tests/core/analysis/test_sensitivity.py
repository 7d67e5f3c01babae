"""Which inputs and states mattered, against PyTorch's own derivatives."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from rnn_core.analysis.sensitivity import sensitivity, state_jacobians
from rnn_core.training.configuration import RunConfig
from rnn_core.training.run import Run


def test_sensitivities_agree_with_autograd(torch: Any) -> None:
    run = Run(RunConfig(text="abracadabra", hidden_size=5))
    run.train(5)
    trace = run.trace
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
    norms = state_jacobians(run.configuration, run.trace, 39).spectral_norm
    assert norms[0] < 1e-9
    assert (np.diff(norms) > 0).all()
