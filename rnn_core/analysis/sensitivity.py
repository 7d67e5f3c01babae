"""Which inputs and states mattered: exact derivatives, by backpropagation from a chosen place."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rnn_core.arrays import Array, frozen
from rnn_core.errors import InvalidAddress
from rnn_core.network.probe import Probe
from rnn_core.trace import Trace
from rnn_core.training.configuration import RunConfig


@dataclass(frozen=True, eq=False)
class Sensitivity:
    """How one logit, y_t of one token, depends on the inputs at 1..t.

    `of_letter` (t,) is its derivative along the one-hot entry of the letter that was read there;
    `norm` (t,) is ‖∂y_t[token]/∂x_s‖ over all entries.
    """

    t: int
    token: str
    of_letter: Array
    norm: Array


@dataclass(frozen=True, eq=False)
class StateJacobians:
    """‖∂h_t/∂h_s‖ for s = 0..t, the largest singular value of each, shape (t+1,).

    Where it falls towards zero the gradient vanishes, where it grows it explodes. The last is 1.
    """

    t: int
    spectral_norm: Array


def sensitivity(configuration: RunConfig, trace: Trace, t: int, token: int) -> Sensitivity:
    """The derivatives of y_t[token] by each input. Raises `InvalidAddress`."""
    _require_timestep(trace, t)
    if not 0 <= token < len(trace.vocabulary):
        raise InvalidAddress(
            "token",
            f"token must be 0 to {len(trace.vocabulary) - 1}, but is {token}",
            code="token",
            last=len(trace.vocabulary) - 1,
            given=token,
        )
    probe = Probe(configuration.architecture, trace)
    probe.loss()
    W_hy = trace.parameters[trace.stretch_at(t).parameters["W_hy"]]
    _, dx = probe.pull_back(t, W_hy[token])
    ids = list(trace.setting.input_ids[:t])
    return Sensitivity(
        t,
        trace.vocabulary[token],
        frozen(dx[np.arange(t), ids]),
        frozen(np.linalg.norm(dx, axis=1)),
    )


def state_jacobians(configuration: RunConfig, trace: Trace, t: int) -> StateJacobians:
    """The norms of ∂h_t/∂h_s; takes H backward passes. Raises `InvalidAddress`."""
    _require_timestep(trace, t)
    probe = Probe(configuration.architecture, trace)
    probe.loss()
    H = len(trace.h_0)
    rows = np.stack([probe.pull_back(t, direction)[0] for direction in np.eye(H)])
    jacobians = rows.transpose(1, 0, 2)
    if not np.isfinite(jacobians).all():
        return StateJacobians(t, frozen(np.full(t + 1, np.nan)))
    return StateJacobians(t, frozen(np.linalg.norm(jacobians, ord=2, axis=(1, 2))))


def _require_timestep(trace: Trace, t: int) -> None:
    if not 1 <= t <= trace.T:
        raise InvalidAddress(
            "t", f"t must be 1 to {trace.T}, but is {t}", code="timestep", last=trace.T, given=t
        )
