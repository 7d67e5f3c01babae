"""The network of one iteration, set up again to compute what would happen."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from rnn_core.arrays import Array, aligned_zeros
from rnn_core.network.architecture import Architecture
from rnn_core.network.unrolled import UnrolledNetwork
from rnn_core.trace import Trace


class Probe:
    """A copy of the network that a trace was taken of; its `parameters` may be written to.

    `gradients`, by the same names, are what the last pass backwards left there.
    """

    def __init__(
        self,
        architecture: Architecture,
        trace: Trace,
        parameters: Mapping[str, Array] | None = None,
    ) -> None:
        example = architecture.task.splits["train"][trace.setting.example]
        layout = architecture.layout
        self.parameters = layout.views(aligned_zeros(layout.size))
        self.gradients = layout.views(aligned_zeros(layout.size))
        for name, array in (parameters or trace.parameters).items():
            self.parameters[name][...] = array
        self._network = UnrolledNetwork(
            architecture,
            example.lengths,
            self.parameters,
            self.gradients,
            trace.h_0,
        )
        self._network.load(example)
        self._network.clamp(trace.clamps)

    @classmethod
    def by_timestep(cls, architecture: Architecture, trace: Trace) -> Probe:
        """The same network, with a copy of every weight for each timestep: `W_hh_3`.

        So what a weight does at one timestep can be told from what it does at the others. Raises
        `InvalidConfiguration` where the cell or the task does not allow it.
        """
        own = Architecture(architecture.cell, architecture.task, architecture.hidden_size, "none")
        copies = {
            name: trace.parameters[trace.stretch_at(stretch.first).parameters[base]]
            for stretch in own.stretches((trace.T,))
            for base, name in stretch.parameters.items()
        }
        others = {
            name: each for name, each in trace.parameters.items() if name in own.layout.shapes
        }
        return cls(own, trace, {**others, **copies})

    def loss(self) -> float:
        """The loss with the parameters as they are now."""
        with np.errstate(all="ignore"):
            return self._network.forward()

    @property
    def h(self) -> Array:
        """The states, (T, H), of the last forward pass."""
        return self._network.h

    def backward(self) -> None:
        """Leaves the gradients of the loss in `gradients`. Needs a forward pass before."""
        with np.errstate(all="ignore"):
            self._network.backward()

    def pull_back(self, t: int, direction: Array) -> tuple[Array, Array]:
        """The gradients of `direction` · h_t at every state h_0 … h_t and input x_1 … x_t.

        `direction` is (H,); the answers are (t+1, H) and (t, V). Needs a forward pass before.
        """
        with np.errstate(all="ignore"):
            return self._network.pull_back(t, direction)

    def pulled_back(self, state: str) -> Array:
        """The last `pull_back`'s gradients at a carried state ("h", or "c") of t = 0..T, (T+1, H).

        Those of timesteps after the one it started from are zero.
        """
        initial = self._network.initial_quantities()[f"d{state}_0"]
        return np.vstack((initial, self._network.quantities()[f"d{state}"]))
