"""The LSTM cell (Hochreiter & Schmidhuber 1997, with forget gates: Gers et al. 2000)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import ClassVar

import numpy as np
from numpy import add, multiply, subtract, tanh
from numpy.typing import NDArray

from rnn_core.arrays import Array, aligned_zeros
from rnn_core.cells.protocol import Held, InputLayer, Kernel, Views
from rnn_core.equations.expressions import Equation, Expression, Number, Quantity
from rnn_core.equations.functions import sigmoid, square
from rnn_core.equations.functions import tanh as tanh_of
from rnn_core.equations.notation import (
    B_H,
    DA,
    DC_0,
    DH,
    DH_0,
    DH_FROM_FUTURE,
    DH_FROM_OUTPUT,
    DH_THROUGH,
    W_HH,
    W_XH,
    A,
    H,
    X,
    gradient_of,
    over_gates,
)
from rnn_core.equations.operations import Gate, Outer, Stack, SumOverTime
from rnn_core.trace import Clamp

W_XG, W_HG, B_G = over_gates(W_XH), over_gates(W_HH), over_gates(B_H)
AG = over_gates(A, "the weighted sums of the gates")
DAG = over_gates(DA, "the gradient with respect to the weighted sums of the gates")
I = Quantity("i", "i_{@}", "the input gate: how much is written", ("unit",), timed=True)  # noqa: E741
F = Quantity("f", "f_{@}", "the forget gate: how much is kept", ("unit",), timed=True)
G = Quantity("g", "g_{@}", "the candidate: what would be written", ("unit",), timed=True)
O = Quantity("o", "o_{@}", "the output gate: how much is shown", ("unit",), timed=True)  # noqa: E741
C = Quantity("c", "c_{@}", "the cell state", ("unit",), timed=True)
DC_FROM_FUTURE = Quantity(
    "dc_from_future",
    r"\left.\frac{\partial L}{\partial c_{@}}\right|_{t+1}",
    "the contribution of later timesteps to the gradient with respect to the cell state",
    ("unit",),
    timed=True,
)
DC = Quantity(
    "dc",
    r"\frac{\partial L}{\partial c_{@}}",
    "the gradient with respect to the cell state",
    ("unit",),
    timed=True,
)
ONE = Number(1.0)


def _slope(gate: Quantity) -> Expression:
    """The derivative of σ in terms of its value."""
    return gate.now * (ONE - gate.now)


class LSTMCell:
    """i, f, o = σ(…), g = tanh(…) of W_xh x_t + W_hh h_{t-1} + b_h; then

    c_t = f_t ⊙ c_{t-1} + i_t ⊙ g_t,  h_t = o_t ⊙ tanh(c_t).

    The rows of W_xh (4H, V), W_hh (4H, H) and b_h (4H,) belong to the gates in PyTorch's order:
    input, forget, candidate, output. PyTorch's two biases are one here, their sum.
    """

    name: ClassVar[str] = "lstm"
    title: ClassVar[str] = "LSTM"
    parameters: ClassVar[tuple[Quantity, ...]] = (W_XG, W_HG, B_G)
    by_column: ClassVar[tuple[str, ...]] = ("W_xh", "W_hh")
    gates: ClassVar[int] = 4
    gate_names: ClassVar[tuple[str, ...]] = ("i", "f", "g", "o")
    keeping_gate: ClassVar[str | None] = "f"
    forward: ClassVar[tuple[Equation, ...]] = (
        Equation(AG, W_XG.now @ X.now + W_HG.now @ H.before + B_G.now),
        Equation(I, sigmoid(Gate(AG.now, 0, "i"))),
        Equation(F, sigmoid(Gate(AG.now, 1, "f"))),
        Equation(G, tanh_of(Gate(AG.now, 2, "g"))),
        Equation(O, sigmoid(Gate(AG.now, 3, "o"))),
        Equation(C, F.now * C.before + I.now * G.now),
        Equation(H, O.now * tanh_of(C.now)),
    )
    backward: ClassVar[tuple[Equation, ...]] = (
        Equation(DH_FROM_FUTURE, W_HG.after.transposed @ DAG.after),
        Equation(DH, DH_FROM_OUTPUT.now + DH_FROM_FUTURE.now),
        Equation(DH_THROUGH, DH.now),
        Equation(DC_FROM_FUTURE, F.after * DC.after),
        Equation(
            DC,
            DH_THROUGH.now * O.now * (ONE - square(tanh_of(C.now))) + DC_FROM_FUTURE.now,
        ),
        Equation(
            DAG,
            Stack(
                (
                    DC.now * G.now * _slope(I),
                    DC.now * C.before * _slope(F),
                    DC.now * I.now * (ONE - square(G.now)),
                    DH_THROUGH.now * tanh_of(C.now) * _slope(O),
                )
            ),
        ),
    )
    reads: ClassVar[int] = 1
    carried: ClassVar[tuple[str, ...]] = ("h", "c")
    cut_by_clamp: ClassVar[tuple[str, ...]] = ("dh_through",)
    gradients: ClassVar[tuple[Equation, ...]] = (
        Equation(gradient_of(W_XG), SumOverTime(Outer(DAG.now, X.now))),
        Equation(gradient_of(W_HG), SumOverTime(Outer(DAG.now, H.before))),
        Equation(gradient_of(B_G), SumOverTime(DAG.now)),
        Equation(DH_0, W_HG.first.transposed @ DAG.first),
        Equation(DC_0, F.first * DC.first),
    )

    def kernel(self, parameters: Views, gradients: Views, T: int) -> Kernel:
        return LSTMKernel(parameters, gradients, T)


class LSTMKernel:
    """The fast form of `LSTMCell`'s equations: one product for all gates.

    σ(z) = ½ tanh(½ z) + ½, so that one tanh serves all four gates.
    """

    def __init__(self, parameters: Views, gradients: Views, T: int) -> None:
        H = parameters["W_hh"].shape[1]
        self._W_hh, self._dW_hh_columns = parameters["W_hh"], gradients["W_hh"].T
        self._input = InputLayer(parameters, gradients, T)
        self._held: Held | None = None
        self._states = aligned_zeros(T + 1, H)
        self.h = self._states[1:]
        self._states_by_unit = self._states[:-1].T
        self._c_states = aligned_zeros(T + 1, H)
        self._c = self._c_states[1:]
        self._a = aligned_zeros(T, 4 * H)
        self._gates = aligned_zeros(T, 4, H)
        self._tanh_c = aligned_zeros(T, H)
        self._scale, self._offset = np.full(4 * H, 0.5), np.full(4 * H, 0.5)
        self._scale[2 * H : 3 * H], self._offset[2 * H : 3 * H] = 1.0, 0.0
        self._scratch, self._product = aligned_zeros(4 * H), aligned_zeros(H)
        self.dh_from_output = aligned_zeros(T, H)
        self._dh_futures = aligned_zeros(T + 1, H)
        self.dh = aligned_zeros(T, H)
        self._dh_through = aligned_zeros(T, H)
        self._dc_futures = aligned_zeros(T + 1, H)
        self.carried_in = (self._states[0], self._c_states[0])
        self.carried_out = (self._states[T], self._c_states[T])
        self.dcarried_in = (self._dh_futures[0], self._dc_futures[0])
        self.dcarried_out = (self._dh_futures[T], self._dc_futures[T])
        self._dc = aligned_zeros(T, H)
        self._da = aligned_zeros(T, 4, H)
        self._da_rows = self._da.reshape(T, 4 * H)
        self._factors = aligned_zeros(T, 4, H)
        self._through_output = aligned_zeros(T, H)
        flat_gates = self._gates.reshape(T, 4 * H)
        self._forward_rows = list(
            zip(
                self._states[:-1],
                self._c_states[:-1],
                self._input.out,
                self._a,
                flat_gates,
                [tuple(gates) for gates in self._gates],
                self._c,
                self._tanh_c,
                self.h,
                strict=True,
            )
        )
        self._backward_rows = list(
            zip(
                self.dh_from_output,
                self._dh_futures[1:],
                self.dh,
                self._through_output,
                self._dc_futures[1:],
                self._dc,
                self._factors[:, :3],
                self._factors[:, 3],
                self._da[:, :3],
                self._da[:, 3],
                self._da_rows,
                self._gates[:, 1],
                self._dc_futures[:-1],
                self._dh_futures[:-1],
                strict=True,
            )
        )[::-1]

    def read(self, ids: NDArray[np.intp]) -> None:
        self._input.read(ids)

    def clamp(self, clamps: Iterable[Clamp]) -> None:
        self._held = Held.of(clamps, self.h.shape)

    def forward(self) -> None:
        self._input.forward()
        from_state, product, held = self._scratch, self._product, self._held
        scale, offset, W_hh_dot = self._scale, self._offset, self._W_hh.dot
        for t, row in enumerate(self._forward_rows):
            h_before, c_before, from_input, a, flat, (i, f, g, o), c, tanh_c, h = row
            W_hh_dot(h_before, from_state)
            add(from_input, from_state, a)
            multiply(a, scale, flat)
            tanh(flat, flat)
            multiply(flat, scale, flat)
            add(flat, offset, flat)
            multiply(f, c_before, c)
            multiply(i, g, product)
            add(c, product, c)
            tanh(c, tanh_c)
            multiply(o, tanh_c, h)
            if held is not None:
                np.copyto(h, held.values[t], where=held.where[t])

    def backward(self) -> None:
        self._prepare_factors()
        free = None if self._held is None else ~self._held.where[::-1]
        W_hh = self._W_hh
        for place, row in enumerate(self._backward_rows):
            out, future, dh, by_output, dc_future, dc, *rest = row
            factors, factor_o, da, da_o, da_row, f, dc_before, dh_before = rest
            add(out, future, dh)
            through = dh if free is None else dh * free[place]
            multiply(through, by_output, dc)
            add(dc, dc_future, dc)
            multiply(factors, dc, da)
            multiply(factor_o, through, da_o)
            multiply(f, dc, dc_before)
            da_row.dot(W_hh, dh_before)
        np.copyto(self._dh_through, self.dh)
        if self._held is not None:
            self._dh_through[self._held.where] = 0.0
        self._input.backward(self._da_rows)
        self._states_by_unit.dot(self._da_rows, self._dW_hh_columns)

    def _prepare_factors(self) -> None:
        """∂c_t/∂a for the first three gates, ∂h_t/∂a for the fourth, all timesteps at once."""
        gates, factors, through = self._gates, self._factors, self._through_output
        i, g, o = gates[:, 0], gates[:, 2], gates[:, 3]
        subtract(1.0, gates, factors)
        multiply(factors, gates, factors)
        multiply(factors[:, 0], g, factors[:, 0])
        multiply(factors[:, 1], self._c_states[:-1], factors[:, 1])
        multiply(g, g, factors[:, 2])
        subtract(1.0, factors[:, 2], factors[:, 2])
        multiply(factors[:, 2], i, factors[:, 2])
        multiply(factors[:, 3], self._tanh_c, factors[:, 3])
        multiply(self._tanh_c, self._tanh_c, through)
        subtract(1.0, through, through)
        multiply(through, o, through)

    def dx(self) -> Array:
        return self._input.dx(self._da_rows)

    def quantities(self) -> Mapping[str, Array]:
        i, f, g, o = (self._gates[:, gate] for gate in range(4))
        return {
            "a": self._a,
            "i": i,
            "f": f,
            "g": g,
            "o": o,
            "c": self._c,
            "h": self.h,
            "dh_from_output": self.dh_from_output,
            "dh_from_future": self._dh_futures[1:],
            "dh": self.dh,
            "dh_through": self._dh_through,
            "dc_from_future": self._dc_futures[1:],
            "dc": self._dc,
            "da": self._da_rows,
        }
