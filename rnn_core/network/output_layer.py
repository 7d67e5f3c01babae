"""The output layer: what the network says at each timestep, and the loss of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np

from rnn_core.arrays import Array
from rnn_core.cells.protocol import Views
from rnn_core.equations.expressions import Equation
from rnn_core.equations.functions import Softmax, log
from rnn_core.equations.notation import (
    B_Y,
    DH_FROM_OUTPUT,
    DLOGITS,
    LOGITS,
    LOSS_T,
    PROBS,
    W_HY,
    H,
    gradient_of,
)
from rnn_core.equations.operations import AtTarget, OneHotTarget, Outer, SumOverTime
from rnn_core.network.losses import SoftmaxCrossEntropy

PARAMETERS = (W_HY, B_Y)
FORWARD = (
    Equation(LOGITS, W_HY.now @ H.now + B_Y.now),
    Equation(PROBS, Softmax(LOGITS.now)),
    Equation(LOSS_T, -log(AtTarget(PROBS.now))),
)
BACKWARD = (
    Equation(DLOGITS, PROBS.now - OneHotTarget()),
    Equation(DH_FROM_OUTPUT, W_HY.now.transposed @ DLOGITS.now),
)
GRADIENTS = (
    Equation(gradient_of(W_HY), SumOverTime(Outer(DLOGITS.now, H.now))),
    Equation(gradient_of(B_Y), SumOverTime(DLOGITS.now)),
)


class OutputLayer(Protocol):
    """y_t = W_hy h_t + b_y with softmax cross-entropy on top, over all timesteps at once."""

    top: SoftmaxCrossEntropy

    def forward(self, h: Array) -> float:
        """The loss of the states (T, H)."""

    def backward(self, h: Array, dh_from_output: Array) -> None:
        """Fills ∂L/∂h_t through the output, (T, H), and the gradients of the layer's weights."""


class SharedOutputLayer:
    """The same W_hy and b_y at every timestep."""

    def __init__(self, parameters: Views, gradients: Views, T: int) -> None:
        self._W_hy, self._b_y = parameters["W_hy"], parameters["b_y"]
        self._W_hy_transposed = self._W_hy.T
        self._dW_hy, self._db_y = gradients["W_hy"], gradients["b_y"]
        self.top = SoftmaxCrossEntropy(T, len(self._b_y))
        self._dlogits_by_token = self.top.dlogits.T
        self._ones = np.ones(T)

    def forward(self, h: Array) -> float:
        logits = self.top.logits
        h.dot(self._W_hy_transposed, logits)
        np.add(logits, self._b_y, logits)
        return self.top.forward()

    def backward(self, h: Array, dh_from_output: Array) -> None:
        self.top.backward()
        dlogits = self.top.dlogits
        dlogits.dot(self._W_hy, dh_from_output)
        self._dlogits_by_token.dot(h, self._dW_hy)
        self._ones.dot(dlogits, self._db_y)


class UnsharedOutputLayer:
    """A W_hy and b_y for every timestep."""

    def __init__(self, parameters: Sequence[Views], gradients: Sequence[Views]) -> None:
        self._sets = list(zip(parameters, gradients, strict=True))
        self.top = SoftmaxCrossEntropy(len(self._sets), len(parameters[0]["b_y"]))

    def forward(self, h: Array) -> float:
        for (weights, _), state, logits in zip(self._sets, h, self.top.logits, strict=True):
            np.add(weights["W_hy"] @ state, weights["b_y"], out=logits)
        return self.top.forward()

    def backward(self, h: Array, dh_from_output: Array) -> None:
        self.top.backward()
        rows = zip(self._sets, h, self.top.dlogits, dh_from_output, strict=True)
        for (weights, gradients), state, dlogits, dh in rows:
            dlogits.dot(weights["W_hy"], dh)
            np.outer(dlogits, state, out=gradients["W_hy"])
            gradients["b_y"][...] = dlogits
