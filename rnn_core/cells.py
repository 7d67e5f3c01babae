"""Cells: one timestep of a recurrent network, its equations and its fast kernel.

A cell names its parameters and makes a kernel: hand-vectorised code for a whole sequence.
Everything a kernel computes stays in its buffers, one row per timestep, so that a record is one
copy and nothing is computed twice. What can be done for all timesteps in one product is done
outside the recurrence; inside it only what depends on the timestep before.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import ClassVar, Protocol, Self

import numpy as np
from numpy import add, multiply, subtract, tanh
from numpy.typing import NDArray

from rnn_core.arrays import Array, aligned_zeros
from rnn_core.equations import Equation, Number, Outer, Quantity, SumOverTime, square
from rnn_core.equations import tanh as tanh_of
from rnn_core.notation import (
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
from rnn_core.trace import Clamp

Views = Mapping[str, Array]


class Kernel(Protocol):
    """The forward and backward pass of one cell over one sequence of `T` timesteps.

    `states` (T+1, H) holds h_0 … h_T; `dh_from_output` (T, H) is filled by the output layer between
    the two passes; `dh` (T, H) and `dh_0` (H,) are ∂L/∂h_t
    and ∂L/∂h_0 after the second.
    """

    states: Array
    dh_from_output: Array
    dh: Array
    dh_0: Array

    def clamp(self, clamps: Iterable[Clamp]) -> None:
        """Holds these states, and only these, at their values in every pass from now on.

        A held state depends on nothing: no gradient flows through it to what it would have been.
        """

    def forward(self) -> None:
        """Computes the states of t = 1..T."""

    def backward(self) -> None:
        """Computes ∂L/∂h_t for t = T..1 and the cell's parameters' gradients."""

    def dx(self) -> Array:
        """∂L/∂x_t (T, V) after a backward pass; nothing that training needs."""

    def quantities(self) -> Mapping[str, Array]:
        """The buffers by the names of the notation, each with a leading axis of T rows."""


class Cell(Protocol):
    """The kind of a cell."""

    name: ClassVar[str]
    parameters: ClassVar[tuple[Quantity, ...]]
    """The cell's own, without the output layer's."""
    by_column: ClassVar[tuple[str, ...]]
    """The parameters that lie in memory column by column: a one-hot input picks a column."""
    forward: ClassVar[tuple[Equation, ...]]
    """One timestep, in order."""
    backward: ClassVar[tuple[Equation, ...]]
    """One timestep in reverse, in order, with dh_from_output given."""
    cut_by_clamp: ClassVar[tuple[str, ...]]
    """The gradients that are zero where the state is held."""
    gradients: ClassVar[tuple[Equation, ...]]
    """What is added up over the timesteps, and what flows into the initial state."""

    def kernel(
        self, parameters: Views, gradients: Views, ids: NDArray[np.intp], h_0: Array
    ) -> Kernel:
        """A kernel that reads `parameters` and writes `gradients` in place.

        `ids` (T,) are the inputs, `h_0` (H,) the initial state.
        """


@dataclass(frozen=True, eq=False)
class _Held:
    """Which states are held, (T, H), and at which values."""

    where: NDArray[np.bool_]
    values: Array

    @classmethod
    def of(cls, clamps: Iterable[Clamp], shape: tuple[int, ...]) -> Self | None:
        where, values = np.zeros(shape, dtype=bool), np.zeros(shape)
        for clamp in clamps:
            rows = slice(None) if clamp.t is None else clamp.t - 1
            where[rows, clamp.unit] = True
            values[rows, clamp.unit] = clamp.value
        return cls(where, values) if where.any() else None


class TanhKernel:
    """The fast form of `TanhCell`'s equations; the names are theirs, without the time.

    ∂L/∂W_xh = Σ_t ∂L/∂a_t x_tᵀ and its like are one product each, after the reverse recurrence.
    """

    def __init__(
        self, parameters: Views, gradients: Views, ids: NDArray[np.intp], h_0: Array
    ) -> None:
        T, H = len(ids), len(h_0)
        self._W_hh, self._b_h = parameters["W_hh"], parameters["b_h"]
        self._W_xh_columns = parameters["W_xh"].T
        self._dW_xh_columns, self._dW_hh = gradients["W_xh"].T, gradients["W_hh"]
        self._db_h = gradients["b_h"]
        self._ids = ids
        self._x_by_id = aligned_zeros(len(self._W_xh_columns), T)
        self._x_by_id[ids, np.arange(T)] = 1.0
        self._ones = np.ones(T)
        self.states = aligned_zeros(T + 1, H)
        self.states[0] = h_0
        self._h_previous, self._h = self.states[:-1], self.states[1:]
        self._a = aligned_zeros(T, H)
        self._from_input = aligned_zeros(T, H)
        self._from_state = aligned_zeros(H)
        self.dh_from_output = aligned_zeros(T, H)
        self._futures = aligned_zeros(T + 1, H)
        self.dh_0, self._dh_from_future = self._futures[0], self._futures[1:]
        self.dh = aligned_zeros(T, H)
        self._slope = aligned_zeros(T, H)
        self._da = aligned_zeros(T, H)
        self._da_by_unit = self._da.T
        self._held: _Held | None = None
        # The row views of a timestep are made once: making one costs as much as arithmetic on it.
        self._forward_rows = list(
            zip(self._h_previous, self._from_input, self._a, self._h, strict=True)
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

    def clamp(self, clamps: Iterable[Clamp]) -> None:
        self._held = _Held.of(clamps, self._h.shape)

    def forward(self) -> None:
        self._W_xh_columns.take(self._ids, 0, self._from_input, "clip")
        add(self._from_input, self._b_h, self._from_input)
        W_hh_dot, from_state = self._W_hh.dot, self._from_state
        if self._held is not None:
            self._forward_held(self._held)
            return
        for h_previous, from_input, a, h in self._forward_rows:
            W_hh_dot(h_previous, from_state)
            add(from_input, from_state, a)
            tanh(a, h)

    def _forward_held(self, held: _Held) -> None:
        rows = zip(self._forward_rows, held.where, held.values, strict=True)
        for (h_previous, from_input, a, h), where, values in rows:
            self._W_hh.dot(h_previous, self._from_state)
            add(from_input, self._from_state, a)
            tanh(a, h)
            np.copyto(h, values, where=where)

    def backward(self) -> None:
        multiply(self._h, self._h, self._slope)
        subtract(1.0, self._slope, self._slope)
        if self._held is not None:
            self._slope[self._held.where] = 0.0
        W_hh = self._W_hh
        for from_output, from_future, dh, slope, da, to_previous in self._backward_rows:
            add(from_output, from_future, dh)
            multiply(dh, slope, da)
            da.dot(W_hh, to_previous)
        self._x_by_id.dot(self._da, self._dW_xh_columns)
        self._da_by_unit.dot(self._h_previous, self._dW_hh)
        self._ones.dot(self._da, self._db_h)

    def dx(self) -> Array:
        return np.asarray(self._da @ self._W_xh_columns.T)

    def quantities(self) -> Mapping[str, Array]:
        return {
            "a": self._a,
            "h": self._h,
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
    parameters: ClassVar[tuple[Quantity, ...]] = (W_XH, W_HH, B_H)
    by_column: ClassVar[tuple[str, ...]] = ("W_xh",)
    forward: ClassVar[tuple[Equation, ...]] = (
        Equation(A, W_XH.ref @ X.now + W_HH.ref @ H.before + B_H.ref),
        Equation(H, tanh_of(A.now)),
    )
    backward: ClassVar[tuple[Equation, ...]] = (
        Equation(DH_FROM_FUTURE, W_HH.ref.transposed @ DA.after),
        Equation(DH, DH_FROM_OUTPUT.now + DH_FROM_FUTURE.now),
        Equation(DA, DH.now * (Number(1.0) - square(H.now))),
    )
    cut_by_clamp: ClassVar[tuple[str, ...]] = ("da",)
    gradients: ClassVar[tuple[Equation, ...]] = (
        Equation(gradient_of(W_XH), SumOverTime(Outer(DA.now, X.now))),
        Equation(gradient_of(W_HH), SumOverTime(Outer(DA.now, H.before))),
        Equation(gradient_of(B_H), SumOverTime(DA.now)),
        Equation(DH_0, W_HH.ref.transposed @ DA.first),
    )

    def kernel(
        self, parameters: Views, gradients: Views, ids: NDArray[np.intp], h_0: Array
    ) -> Kernel:
        return TanhKernel(parameters, gradients, ids, h_0)


CELLS: Mapping[str, Cell] = MappingProxyType({cell.name: cell for cell in (TanhCell(),)})
