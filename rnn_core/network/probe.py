"""The network of one iteration, set up again to compute what would happen."""

from __future__ import annotations

import numpy as np

from rnn_core.arrays import Array, aligned_zeros
from rnn_core.network.architecture import Architecture
from rnn_core.network.unrolled import UnrolledNetwork
from rnn_core.trace import Trace


class Probe:
    """A copy of the network that a trace was taken of; its `parameters` may be written to."""

    def __init__(self, architecture: Architecture, trace: Trace) -> None:
        example = architecture.task.splits["train"][trace.setting.example]
        layout = architecture.layout
        self.parameters = layout.views(aligned_zeros(layout.size))
        for name, array in trace.parameters.items():
            self.parameters[name][...] = array
        self._network = UnrolledNetwork(
            architecture,
            example.lengths,
            self.parameters,
            layout.views(aligned_zeros(layout.size)),
            trace.h_0,
        )
        self._network.load(example)
        self._network.clamp(trace.clamps)

    def loss(self) -> float:
        """The loss with the parameters as they are now."""
        with np.errstate(all="ignore"):
            return self._network.forward()

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
