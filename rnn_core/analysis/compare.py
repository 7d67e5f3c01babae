"""Two iterations side by side: what differs between their traces, number by number."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rnn_core.arrays import Array, frozen
from rnn_core.trace import Trace

COMPARED = ("a", "h", "logits", "probs", "loss", "dh")
OF_GATES = ("W_xh", "W_hh", "b_h")
OF_OUTPUTS = ("W_hy", "b_y")
OF_INPUTS = ("W_xh",)


@dataclass(frozen=True, eq=False)
class Difference:
    """second - first, for everything whose numbers stand for the same in both.

    `parameters` by name; `timesteps` by quantity, each with a leading axis of T rows; what the two
    do not share (another text, other letters, gates or number of units) is left out.
    """

    loss: float
    parameters: dict[str, Array]
    timesteps: dict[str, Array]


def difference(first: Trace, second: Trace) -> Difference:
    """What `second` has more than `first`. Timesteps are compared where both read one text."""
    with np.errstate(all="ignore"):
        parameters = {
            name: frozen(second.parameters[name] - array)
            for name, array in first.parameters.items()
            if name in second.parameters
            and second.parameters[name].shape == array.shape
            and _axes(name, first) == _axes(name, second)
        }
        timesteps = {
            name: frozen(second.timesteps[name] - first.timesteps[name])
            for name in COMPARED
            if (first.text, first.inputs) == (second.text, second.inputs)
            and name in first.timesteps
            and name in second.timesteps
            and first.timesteps[name].shape == second.timesteps[name].shape
        }
        return Difference(second.loss - first.loss, parameters, timesteps)


def _axes(name: str, trace: Trace) -> tuple[tuple[str, ...], ...]:
    # Two networks may have as many letters or rows, but other ones.
    kind = "_".join(name.split("_")[:2])
    reads = (trace.stretch_of(name) or trace.stretches[0]).inputs
    return (
        trace.gate_names if kind in OF_GATES else (),
        trace.vocabulary if kind in OF_OUTPUTS else (),
        reads if kind in OF_INPUTS else (),
    )
