"""No recurrence: a multilayer perceptron that sees the last letters and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from rnn_core.arrays import Array, aligned_zeros
from rnn_core.cells.protocol import Held, Kernel, Views
from rnn_core.equations.expressions import Equation, Number, Quantity
from rnn_core.equations.functions import square
from rnn_core.equations.functions import tanh as tanh_of
from rnn_core.equations.notation import (
    B_H,
    DA,
    DH,
    DH_0,
    DH_FROM_FUTURE,
    DH_FROM_OUTPUT,
    W_XH,
    A,
    H,
    X,
    gradient_of,
)
from rnn_core.equations.operations import Nothing, Outer, SumOverTime
from rnn_core.trace import Clamp
from rnn_core.words import Remark

NO_RECURRENCE = Remark(
    "nothing flows back: no timestep is connected with another", remark="no-recurrence"
)


class WindowCell:
    """An MLP on the last `reads` letters: their one-hots, this letter's first, side by side in x_t.

    a_t = W_xh x_t + b_h,  h_t = tanh(a_t).

    The same weights at every timestep, but nothing is carried from one to the next. W_xh is
    (H, reads · V); before the first letter there is nothing, and x_t is zero there.
    """

    parameters: ClassVar[tuple[Quantity, ...]] = (W_XH, B_H)
    by_column: ClassVar[tuple[str, ...]] = ("W_xh",)
    forward: ClassVar[tuple[Equation, ...]] = (
        Equation(A, W_XH.now @ X.now + B_H.now),
        Equation(H, tanh_of(A.now)),
    )
    backward: ClassVar[tuple[Equation, ...]] = (
        Equation(DH_FROM_FUTURE, Nothing("unit", NO_RECURRENCE)),
        Equation(DH, DH_FROM_OUTPUT.now + DH_FROM_FUTURE.now),
        Equation(DA, DH.now * (Number(1.0) - square(H.now))),
    )
    gates: ClassVar[int] = 1
    gate_names: ClassVar[tuple[str, ...]] = ()
    keeping_gate: ClassVar[str | None] = None
    carried: ClassVar[tuple[str, ...]] = ()
    cut_by_clamp: ClassVar[tuple[str, ...]] = ("da",)
    gradients: ClassVar[tuple[Equation, ...]] = (
        Equation(gradient_of(W_XH), SumOverTime(Outer(DA.now, X.now))),
        Equation(gradient_of(B_H), SumOverTime(DA.now)),
        Equation(DH_0, Nothing("unit", NO_RECURRENCE)),
    )

    def __init__(self, reads: int) -> None:
        self.reads = reads
        self.name = f"window_{reads}"
        self.title = f"window MLP, k = {reads}"

    def kernel(self, parameters: Views, gradients: Views, T: int) -> Kernel:
        return WindowKernel(self.reads, parameters, gradients, T)


class WindowKernel:
    """The fast form of `WindowCell`'s equations: every pass is a product or two over all timesteps.

    What is handed on, so that a text can be read letter by letter, are the letters before.
    """

    def __init__(self, reads: int, parameters: Views, gradients: Views, T: int) -> None:
        W_xh, self._b_h = parameters["W_xh"], parameters["b_h"]
        self._columns, self._d_columns = W_xh.T, gradients["W_xh"].T
        self._db_h = gradients["b_h"]
        H, V = len(W_xh), W_xh.shape[1] // reads
        before = reads - 1
        self._letters = aligned_zeros(before + T, V)
        self._x = aligned_zeros(T, reads * V)
        self._x_by_letter = self._x.T
        self._times = np.arange(before, before + T)
        self._windows = [
            (self._x[:, back * V :][:, :V], self._letters[before - back :][:T])
            for back in range(reads)
        ]
        self._a = aligned_zeros(T, H)
        self.h = aligned_zeros(T, H)
        self.dh_from_output = aligned_zeros(T, H)
        self.dh = aligned_zeros(T, H)
        self._nothing = aligned_zeros(T, H)
        self._slope = aligned_zeros(T, H)
        self._da = aligned_zeros(T, H)
        self._ones = np.ones(T)
        self._held: Held | None = None
        self.carried_in, self.carried_out = (self._letters[:before],), (self._letters[T:],)
        self.dcarried_in: tuple[Array, ...] = ()
        self.dcarried_out: tuple[Array, ...] = ()

    def read(self, ids: NDArray[np.intp]) -> None:
        self._letters[self._times] = 0.0
        self._letters[self._times, ids] = 1.0

    def clamp(self, clamps: Iterable[Clamp]) -> None:
        self._held = Held.of(clamps, self.h.shape)

    def forward(self) -> None:
        for window, letters in self._windows:
            np.copyto(window, letters)
        self._x.dot(self._columns, self._a)
        np.add(self._a, self._b_h, self._a)
        np.tanh(self._a, self.h)
        if self._held is not None:
            np.copyto(self.h, self._held.values, where=self._held.where)

    def backward(self) -> None:
        np.copyto(self.dh, self.dh_from_output)
        np.multiply(self.h, self.h, self._slope)
        np.subtract(1.0, self._slope, self._slope)
        if self._held is not None:
            self._slope[self._held.where] = 0.0
        np.multiply(self.dh, self._slope, self._da)
        self._x_by_letter.dot(self._da, self._d_columns)
        self._ones.dot(self._da, self._db_h)

    def dx(self) -> Array:
        return np.asarray(self._da @ self._columns.T)

    def quantities(self) -> Mapping[str, Array]:
        return {
            "a": self._a,
            "h": self.h,
            "dh_from_output": self.dh_from_output,
            "dh_from_future": self._nothing,
            "dh": self.dh,
            "da": self._da,
        }
