"""What gradients through time are sums of: a gradient at a state of what each loss sends back, a
weight's of what each timestep adds, and a state's derivative by a weight of what each use of that
weight has done to it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rnn_core.arrays import Array, frozen
from rnn_core.equations.terms import Index
from rnn_core.errors import InvalidAddress
from rnn_core.network.probe import Probe
from rnn_core.network.verify import STEP
from rnn_core.trace import Trace
from rnn_core.training.configuration import RunConfig
from rnn_core.words import counted

MOST_TIMESTEPS = 64
"""Of a sequence that is taken apart: T backward passes of up to T timesteps take long beyond it."""


@dataclass(frozen=True, eq=False)
class LossShares:
    """`by_loss`, (T, T, H): ∂L_s/∂h_t at [s-1, t-1].

    Zero where s < t, because a loss knows nothing of later states. Over s they add up to ∂L/∂h_t.
    """

    by_loss: Array

    def of_unit(self, unit: int) -> Array:
        """∂L_s/∂h_t[unit], (T, T). Raises `InvalidAddress`."""
        _require_unit(self.by_loss.shape[2], unit)
        return frozen(self.by_loss[:, :, unit].copy())

    @property
    def norms(self) -> Array:
        """‖∂L_s/∂h_t‖, (T, T)."""
        norms: Array = np.linalg.norm(self.by_loss, axis=2)
        return frozen(norms)


@dataclass(frozen=True, eq=False)
class StateShares:
    """`by_use`, (T, T): at [t-1, k-1] what the use of a weight at timestep k has done to h_t[unit].

    The last of a row, k = t, is the direct derivative ∂⁺h_t[unit]/∂w, in which h_{t-1} is held; the
    others act through earlier states. A whole row adds up to the total derivative.
    """

    by_use: Array

    @property
    def direct(self) -> Array:
        """∂⁺h_t[unit]/∂w, (T,)."""
        return frozen(self.by_use.diagonal().copy())

    @property
    def total(self) -> Array:
        """dh_t[unit]/dw, (T,)."""
        return frozen(self.by_use.sum(axis=1))


def loss_shares(configuration: RunConfig, trace: Trace) -> LossShares:
    """How much every loss contributes to the gradient at every state; takes T backward passes.

    Raises `InvalidAddress` where the sequence is longer than `MOST_TIMESTEPS`.
    """
    _require_few(trace)
    probe = Probe(configuration.architecture, trace)
    probe.loss()
    by_loss = np.zeros((trace.T, trace.T, len(trace.h_0)))
    for s in range(1, trace.T + 1):
        if trace.targets[s - 1] is not None:
            states, _ = probe.pull_back(s, trace.timesteps["dh_from_output"][s - 1])
            by_loss[s - 1, :s] = states[1:]
    return LossShares(frozen(by_loss))


def state_shares(
    configuration: RunConfig, trace: Trace, unit: int, parameter: str, index: Index
) -> StateShares:
    """How one unit depends on one weight, by the timesteps that use it; takes T backward passes.

    Raises `InvalidAddress`, and `InvalidConfiguration` where timesteps cannot be told apart.
    """
    _require_few(trace)
    _require_weight(trace, parameter, index)
    _require_unit(len(trace.h_0), unit)
    probe = Probe.by_timestep(configuration.architecture, trace)
    probe.loss()
    by_use = np.zeros((trace.T, trace.T))
    direction = np.eye(len(trace.h_0))[unit]
    for t in range(1, trace.T + 1):
        probe.pull_back(t, direction)
        for k in range(1, t + 1):
            by_use[t - 1, k - 1] = probe.gradients[f"{parameter}_{k}"][index]
    return StateShares(frozen(by_use))


def share_by_differences(
    configuration: RunConfig, trace: Trace, t: int, parameter: str, index: Index
) -> tuple[float, float]:
    """What timestep t adds to a weight's gradient: by backpropagation, and by central differences.

    The differences change the weight at that timestep and leave it as it is at every other. Raises
    `InvalidAddress`, and `InvalidConfiguration` where timesteps cannot be told apart.
    """
    _require_weight(trace, parameter, index)
    if not 1 <= t <= trace.T:
        raise InvalidAddress(
            "t",
            f"t must be 1 to {trace.T}, but is {t}",
            code="timestep",
            last=trace.T,
            given=t,
        )
    probe = Probe.by_timestep(configuration.architecture, trace)
    probe.loss()
    probe.backward()
    own = f"{parameter}_{t}"
    share, weights = float(probe.gradients[own][index]), probe.parameters[own]
    middle, loss = weights[index], {}
    for shift in (2, 1, -1, -2):
        weights[index] = middle + shift * STEP
        loss[shift] = probe.loss()
    return share, (8 * (loss[1] - loss[-1]) - (loss[2] - loss[-2])) / (12 * STEP)


def losses_of_nudges(
    configuration: RunConfig, trace: Trace, t: int, parameter: str, index: Index, step: float
) -> tuple[float, float]:
    """The loss where a weight is larger by `step` at timestep t alone, and where it is smaller."""
    _require_weight(trace, parameter, index)
    probe = Probe.by_timestep(configuration.architecture, trace)
    weights = probe.parameters[f"{parameter}_{t}"]
    middle, losses = weights[index], []
    for shift in (step, -step):
        weights[index] = middle + shift
        losses.append(float(probe.loss()))
    return losses[0], losses[1]


def _require_few(trace: Trace) -> None:
    if trace.T > MOST_TIMESTEPS:
        raise InvalidAddress(
            "iteration",
            f"the sequence of iteration {trace.iteration} has {counted(trace.T, 'timestep')}; "
            f"at most {MOST_TIMESTEPS} can be taken apart",
            code="many-timesteps",
            iteration=trace.iteration,
            count=trace.T,
            most=MOST_TIMESTEPS,
        )


def _require_unit(units: int, unit: int) -> None:
    last = units - 1
    if not 0 <= unit <= last:
        raise InvalidAddress(
            "unit", f"unit must be 0 to {last}, but is {unit}", code="unit", last=last, given=unit
        )


def _require_weight(trace: Trace, parameter: str, index: Index) -> None:
    shared = trace.stretches[0].parameters
    if parameter not in shared or any(each.parameters != shared for each in trace.stretches):
        everywhere = [
            name
            for base, name in shared.items()
            if all(stretch.parameters[base] == name for stretch in trace.stretches)
        ]
        raise InvalidAddress(
            "parameter",
            f"“{parameter}” is no parameter that every timestep uses; those are: "
            f"{', '.join(everywhere) or 'none'}",
        )
    shape = trace.parameters[shared[parameter]].shape
    inside = len(index) == len(shape) and all(
        0 <= place < size for place, size in zip(index, shape, strict=True)
    )
    if not inside:
        ranges = ", ".join(f"0 to {size - 1}" for size in shape)
        raise InvalidAddress("index", f"the index of {parameter} is {ranges}")
