"""What a cell is: one timestep of a recurrent network, its equations and its fast kernel.

A cell names its parameters and makes a kernel: hand-vectorised code for a whole sequence.
Everything a kernel computes stays in its buffers, one row per timestep, so that a record is one
copy and nothing is computed twice. What can be done for all timesteps in one product is done
outside the recurrence; inside it only what depends on the timestep before.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import ClassVar, Protocol, Self

import numpy as np
from numpy.typing import NDArray

from rnn_core.arrays import Array, aligned_zeros
from rnn_core.equations.expressions import Equation, Quantity
from rnn_core.trace import Clamp

Views = Mapping[str, Array]


class Kernel(Protocol):
    """The forward and backward pass of one cell over one sequence of `T` timesteps.

    `h` (T, H) holds h_1 … h_T; `dh_from_output` (T, H) is filled by the output layer between the
    two passes; `dh` (T, H) is ∂L/∂h_t after the second.

    What is carried from timestep to timestep (h, and the LSTM's c) comes in at `carried_in`, to be
    filled before the first pass, and goes out at `carried_out`; its gradients come in at
    `dcarried_out`, to be filled before the second pass (zero where nothing follows), and go out at
    `dcarried_in`. All are views of rows, in the order of the cell's `carried`.
    """

    h: Array
    dh_from_output: Array
    dh: Array

    @property
    def carried_in(self) -> tuple[Array, ...]:
        """h_0, and what else is carried."""

    @property
    def carried_out(self) -> tuple[Array, ...]:
        """h_T, and what else is carried."""

    @property
    def dcarried_in(self) -> tuple[Array, ...]:
        """∂L/∂h_0, and what else is carried."""

    @property
    def dcarried_out(self) -> tuple[Array, ...]:
        """What flows into h_T from beyond, and into what else is carried."""

    def read(self, ids: NDArray[np.intp]) -> None:
        """Sets the inputs, (T,), of the passes to come."""

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

    @property
    def name(self) -> str:
        """Its name in a configuration."""

    @property
    def title(self) -> str:
        """What people call it."""

    @property
    def reads(self) -> int:
        """How many of the last letters x_t holds."""

    parameters: ClassVar[tuple[Quantity, ...]]
    """The cell's own, without the output layer's."""
    by_column: ClassVar[tuple[str, ...]]
    """The parameters that lie in memory column by column: a one-hot input picks a column."""
    forward: ClassVar[tuple[Equation, ...]]
    """One timestep, in order."""
    backward: ClassVar[tuple[Equation, ...]]
    """One timestep in reverse, in order, with dh_from_output given."""
    gates: ClassVar[int]
    """How many rows of W_xh, W_hh and b_h each unit has."""
    gate_names: ClassVar[tuple[str, ...]]
    """What the gates are called, in their order; empty where there is one row for each unit."""
    keeping_gate: ClassVar[str | None]
    """The gate that decides, at 1, that a unit's state stays as it is; None where there is none."""
    carried: ClassVar[tuple[str, ...]]
    """The quantities that one timestep hands to the next; none where there is no recurrence."""
    cut_by_clamp: ClassVar[tuple[str, ...]]
    """The gradients that are zero where the state is held."""
    gradients: ClassVar[tuple[Equation, ...]]
    """What is added up over the timesteps, and what flows into the initial state."""

    def kernel(self, parameters: Views, gradients: Views, T: int) -> Kernel:
        """A kernel for `T` timesteps that reads `parameters` and writes `gradients` in place.

        Its inputs are still to be `read`; its initial state is zero.
        """


@dataclass(frozen=True, eq=False)
class Held:
    """Which states are held, (T, H), and at which values."""

    where: NDArray[np.bool_]
    values: Array

    @classmethod
    def of(cls, clamps: Iterable[Clamp], shape: tuple[int, ...]) -> Self | None:
        where, values = np.zeros(shape, dtype=bool), np.zeros(shape)
        for clamp in clamps:
            # A timestep that this sequence does not have holds nothing.
            rows = slice(None) if clamp.t is None else slice(clamp.t - 1, clamp.t)
            where[rows, clamp.unit] = True
            values[rows, clamp.unit] = clamp.value
        return cls(where, values) if where.any() else None


class InputLayer:
    """W_xh x_t + b_h for all timesteps at once, and the gradients of both.

    x_t is one-hot: the product is a column of W_xh, and its gradient adds up rows by letter.
    G is the number of rows: the units, or the gates of all units.
    """

    def __init__(self, parameters: Views, gradients: Views, T: int) -> None:
        self._columns, self._bias = parameters["W_xh"].T, parameters["b_h"]
        self._d_columns, self._d_bias = gradients["W_xh"].T, gradients["b_h"]
        self._ids = np.zeros(T, dtype=np.intp)
        self._times = np.arange(T)
        self._ones = np.ones(T)
        self.out = aligned_zeros(T, len(self._bias))

    def read(self, ids: NDArray[np.intp]) -> None:
        """Takes other inputs, (T,)."""
        T, V = len(ids), len(self._columns)
        self._ids[...] = ids
        # Where most tokens are not in the sequence, only the columns of those that are get summed.
        present = np.unique(ids)
        self._present = present if 2 * len(present) <= V else None
        rows = ids if self._present is None else np.searchsorted(present, ids)
        self._x_by_id = aligned_zeros(V if self._present is None else len(present), T)
        self._x_by_id[rows, self._times] = 1.0
        self._sums = aligned_zeros(len(self._x_by_id), len(self._bias))
        self._d_columns.fill(0.0)

    def forward(self) -> None:
        """Fills `out`, (T, G)."""
        self._columns.take(self._ids, 0, self.out, "clip")
        np.add(self.out, self._bias, self.out)

    def backward(self, da: Array) -> None:
        """The gradients of W_xh and b_h from those at its output, (T, G)."""
        if self._present is None:
            self._x_by_id.dot(da, self._d_columns)
        else:
            self._x_by_id.dot(da, self._sums)
            self._d_columns[self._present] = self._sums
        self._ones.dot(da, self._d_bias)

    def dx(self, da: Array) -> Array:
        """∂L/∂x_t, (T, V)."""
        return np.asarray(da @ self._columns.T)
