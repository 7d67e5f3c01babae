"""The image layer: the initial state of a network that is shown a picture."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from rnn_core.arrays import Array
from rnn_core.cells.protocol import Views
from rnn_core.equations.expressions import Equation, Number
from rnn_core.equations.functions import square
from rnn_core.equations.functions import tanh as tanh_of
from rnn_core.equations.notation import A_0, B_PH, DA_0, DH_0, H_0, W_PH, P, gradient_of
from rnn_core.equations.operations import Outer

PARAMETERS = (W_PH, B_PH)
FORWARD = (
    Equation(A_0, W_PH.ref @ P.ref + B_PH.ref),
    Equation(H_0, tanh_of(A_0.ref)),
)
BACKWARD = (Equation(DA_0, DH_0.ref * (Number(1.0) - square(H_0.ref))),)
GRADIENTS = (
    Equation(gradient_of(W_PH), Outer(DA_0.ref, P.ref)),
    Equation(gradient_of(B_PH), DA_0.ref),
)


class ImageLayer:
    """a_0 = W_ph p + b_ph,  h_0 = tanh(a_0); p (pixels,), 1 where there is ink."""

    def __init__(self, parameters: Views, gradients: Views) -> None:
        self._W_ph, self._b_ph = parameters["W_ph"], parameters["b_ph"]
        self._dW_ph, self._db_ph = gradients["W_ph"], gradients["b_ph"]
        self._a_0, self._da_0 = np.zeros_like(self._b_ph), np.zeros_like(self._b_ph)
        self._h_0 = np.zeros_like(self._b_ph)
        self._p = np.zeros(self._W_ph.shape[1])

    def look(self, image: Array) -> None:
        """Takes another image, (pixels,), for the passes to come."""
        self._p[...] = image

    def forward(self, h_0: Array) -> None:
        """Fills the initial state."""
        np.add(self._W_ph @ self._p, self._b_ph, out=self._a_0)
        np.tanh(self._a_0, out=self._h_0)
        h_0[...] = self._h_0

    def backward(self, dh_0: Array) -> None:
        """From the gradient at the initial state to those of the layer's weights."""
        np.multiply(dh_0, 1.0 - self._h_0 * self._h_0, out=self._da_0)
        np.outer(self._da_0, self._p, out=self._dW_ph)
        self._db_ph[...] = self._da_0

    def quantities(self) -> Mapping[str, Array]:
        """The buffers by the names of the notation."""
        return {"p": self._p, "a_0": self._a_0, "da_0": self._da_0}
