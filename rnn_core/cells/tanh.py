"""The tanh cell, also called vanilla or Elman cell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import ClassVar

import numpy as np
from numpy import add, multiply, subtract, tanh
from numpy.typing import NDArray

from rnn_core.arrays import Array, aligned_zeros
from rnn_core.cells.protocol import Held, InputLayer, Kernel, Views
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
    W_HH,
    W_XH,
    A,
    H,
    X,
    gradient_of,
)
from rnn_core.equations.operations import Outer, SumOverTime
from rnn_core.trace import Clamp


class TanhKernel:
    """The fast form of `TanhCell`'s equations; the names are theirs, without the time.

    ∂L/∂W_xh = Σ_t ∂L/∂a_t x_tᵀ and its like are one product each, after the reverse recurrence.
    """

    def __init__(self, parameters: Views, gradients: Views, T: int) -> None:
        H = parameters["W_hh"].shape[1]
        self._W_hh, self._dW_hh = parameters["W_hh"], gradients["W_hh"]
        self._input = InputLayer(parameters, gradients, T)
        self._states = aligned_zeros(T + 1, H)
        self._h_previous, self.h = self._states[:-1], self._states[1:]
        self._a = aligned_zeros(T, H)
        self._from_state = aligned_zeros(H)
        self.dh_from_output = aligned_zeros(T, H)
        self._futures = aligned_zeros(T + 1, H)
        self._dh_from_future = self._futures[1:]
        self.carried_in, self.carried_out = (self._states[0],), (self._states[T],)
        self.dcarried_in, self.dcarried_out = (self._futures[0],), (self._futures[T],)
        self.dh = aligned_zeros(T, H)
        self._slope = aligned_zeros(T, H)
        self._da = aligned_zeros(T, H)
        self._da_by_unit = self._da.T
        self._held: Held | None = None
        # The row views of a timestep are made once: making one costs as much as arithmetic on it.
        self._forward_rows = list(
            zip(self._h_previous, self._input.out, self._a, self.h, strict=True)
        )
        self._backward_rows = list(
            zip(
                self.dh_from_output,
                self._dh_from_future,
                self.dh,
                self._slope,
                self._da,
                self._futures[:-1],
                strict=True,
            )
        )[::-1]

    def read(self, ids: NDArray[np.intp]) -> None:
        self._input.read(ids)

    def clamp(self, clamps: Iterable[Clamp]) -> None:
        self._held = Held.of(clamps, self.h.shape)

    def forward(self) -> None:
        self._input.forward()
        W_hh_dot, from_state = self._W_hh.dot, self._from_state
        if self._held is not None:
            self._forward_held(self._held)
            return
        for h_previous, from_input, a, h in self._forward_rows:
            W_hh_dot(h_previous, from_state)
            add(from_input, from_state, a)
            tanh(a, h)

    def _forward_held(self, held: Held) -> None:
        rows = zip(self._forward_rows, held.where, held.values, strict=True)
        for (h_previous, from_input, a, h), where, values in rows:
            self._W_hh.dot(h_previous, self._from_state)
            add(from_input, self._from_state, a)
            tanh(a, h)
            np.copyto(h, values, where=where)

    def backward(self) -> None:
        multiply(self.h, self.h, self._slope)
        subtract(1.0, self._slope, self._slope)
        if self._held is not None:
            self._slope[self._held.where] = 0.0
        W_hh = self._W_hh
        for from_output, from_future, dh, slope, da, to_previous in self._backward_rows:
            add(from_output, from_future, dh)
            multiply(dh, slope, da)
            da.dot(W_hh, to_previous)
        self._input.backward(self._da)
        self._da_by_unit.dot(self._h_previous, self._dW_hh)

    def dx(self) -> Array:
        return self._input.dx(self._da)

    def quantities(self) -> Mapping[str, Array]:
        return {
            "a": self._a,
            "h": self.h,
            "dh_from_output": self.dh_from_output,
            "dh_from_future": self._dh_from_future,
            "dh": self.dh,
            "da": self._da,
        }


class TanhCell:
    """The vanilla (Elman) cell.

    a_t = W_xh x_t + W_hh h_{t-1} + b_h,  h_t = tanh(a_t).
    """

    name: ClassVar[str] = "tanh"
    title: ClassVar[str] = "tanh RNN"
    parameters: ClassVar[tuple[Quantity, ...]] = (W_XH, W_HH, B_H)
    by_column: ClassVar[tuple[str, ...]] = ("W_xh",)
    forward: ClassVar[tuple[Equation, ...]] = (
        Equation(A, W_XH.now @ X.now + W_HH.now @ H.before + B_H.now),
        Equation(H, tanh_of(A.now)),
    )
    backward: ClassVar[tuple[Equation, ...]] = (
        Equation(DH_FROM_FUTURE, W_HH.after.transposed @ DA.after),
        Equation(DH, DH_FROM_OUTPUT.now + DH_FROM_FUTURE.now),
        Equation(DA, DH.now * (Number(1.0) - square(H.now))),
    )
    gates: ClassVar[int] = 1
    gate_names: ClassVar[tuple[str, ...]] = ()
    keeping_gate: ClassVar[str | None] = None
    reads: ClassVar[int] = 1
    carried: ClassVar[tuple[str, ...]] = ("h",)
    cut_by_clamp: ClassVar[tuple[str, ...]] = ("da",)
    gradients: ClassVar[tuple[Equation, ...]] = (
        Equation(gradient_of(W_XH), SumOverTime(Outer(DA.now, X.now))),
        Equation(gradient_of(W_HH), SumOverTime(Outer(DA.now, H.before))),
        Equation(gradient_of(B_H), SumOverTime(DA.now)),
        Equation(DH_0, W_HH.first.transposed @ DA.first),
    )

    def kernel(self, parameters: Views, gradients: Views, T: int) -> Kernel:
        return TanhKernel(parameters, gradients, T)
