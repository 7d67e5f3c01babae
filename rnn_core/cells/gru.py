"""The GRU cell (Cho et al. 2014), in PyTorch's form: the reset gate acts after the product."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import ClassVar

import numpy as np
from numpy import add, multiply, subtract, tanh
from numpy.typing import NDArray

from rnn_core.arrays import Array, aligned_zeros
from rnn_core.cells.protocol import Held, InputLayer, Kernel, Views
from rnn_core.equations.expressions import Equation, Number, Quantity
from rnn_core.equations.functions import sigmoid, square
from rnn_core.equations.functions import tanh as tanh_of
from rnn_core.equations.notation import (
    B_H,
    DA,
    DH,
    DH_0,
    DH_FROM_FUTURE,
    DH_FROM_OUTPUT,
    DH_THROUGH,
    W_HH,
    W_XH,
    H,
    X,
    gradient_of,
    over_gates,
)
from rnn_core.equations.operations import Gate, Outer, Stack, SumOverTime
from rnn_core.trace import Clamp

W_XG, W_HG, B_G = over_gates(W_XH), over_gates(W_HH), over_gates(B_H)
B_HN = Quantity(
    "b_hn", "b_{hn}", "biases of the state input to the candidate, before the reset gate", ("unit",)
)
FROM_INPUT = Quantity(
    "from_input", "u_{@}", "the input's part of the weighted sums", ("gate",), timed=True
)
FROM_STATE = Quantity(
    "from_state", "v_{@}", "the state's part of the weighted sums", ("gate",), timed=True
)
R = Quantity("r", "r_{@}", "the reset gate: how much of the past is seen", ("unit",), timed=True)
Z = Quantity("z", "z_{@}", "the update gate: how much is kept", ("unit",), timed=True)
M = Quantity(
    "m", "m_{@}", "the state input to the candidate, before the reset gate", ("unit",), timed=True
)
N = Quantity("n", "n_{@}", "the candidate: what would be written", ("unit",), timed=True)
DAG = over_gates(DA, "the gradient with respect to the weighted sums of the gates")
DV = Quantity(
    "dfrom_state",
    r"\frac{\partial L}{\partial v_{@}}",
    "the gradient with respect to the state's part of the weighted sums",
    ("gate",),
    timed=True,
)
ONE = Number(1.0)


class GRUCell:
    """r, z = σ(…) of W_xh x_t + b_h + W_hh h_{t-1}; then

    n_t = tanh(W_xn x_t + b_n + r_t ⊙ (W_hn h_{t-1} + b_hn)),
    h_t = (1 - z_t) ⊙ n_t + z_t ⊙ h_{t-1}.

    The rows of W_xh (3H, V), W_hh (3H, H) and b_h (3H,) belong to the gates in PyTorch's order:
    reset, update, candidate. Of PyTorch's two biases the candidate needs both, b_n and b_hn (H,);
    those of the other gates are one here, their sum.
    """

    name: ClassVar[str] = "gru"
    title: ClassVar[str] = "GRU"
    parameters: ClassVar[tuple[Quantity, ...]] = (W_XG, W_HG, B_G, B_HN)
    by_column: ClassVar[tuple[str, ...]] = ("W_xh",)
    gates: ClassVar[int] = 3
    gate_names: ClassVar[tuple[str, ...]] = ("r", "z", "n")
    keeping_gate: ClassVar[str | None] = "z"
    forward: ClassVar[tuple[Equation, ...]] = (
        Equation(FROM_INPUT, W_XG.now @ X.now + B_G.now),
        Equation(FROM_STATE, W_HG.now @ H.before),
        Equation(R, sigmoid(Gate(FROM_INPUT.now, 0, "r") + Gate(FROM_STATE.now, 0, "r"))),
        Equation(Z, sigmoid(Gate(FROM_INPUT.now, 1, "z") + Gate(FROM_STATE.now, 1, "z"))),
        Equation(M, Gate(FROM_STATE.now, 2, "n") + B_HN.now),
        Equation(N, tanh_of(Gate(FROM_INPUT.now, 2, "n") + R.now * M.now)),
        Equation(H, (ONE - Z.now) * N.now + Z.now * H.before),
    )
    backward: ClassVar[tuple[Equation, ...]] = (
        Equation(DH_FROM_FUTURE, W_HG.after.transposed @ DV.after + Z.after * DH_THROUGH.after),
        Equation(DH, DH_FROM_OUTPUT.now + DH_FROM_FUTURE.now),
        Equation(DH_THROUGH, DH.now),
        Equation(
            DAG,
            Stack(
                (
                    DH_THROUGH.now
                    * (ONE - Z.now)
                    * (ONE - square(N.now))
                    * M.now
                    * R.now
                    * (ONE - R.now),
                    DH_THROUGH.now * (H.before - N.now) * Z.now * (ONE - Z.now),
                    DH_THROUGH.now * (ONE - Z.now) * (ONE - square(N.now)),
                )
            ),
        ),
        Equation(
            DV,
            Stack((Gate(DAG.now, 0, "r"), Gate(DAG.now, 1, "z"), Gate(DAG.now, 2, "n") * R.now)),
        ),
    )
    reads: ClassVar[int] = 1
    carried: ClassVar[tuple[str, ...]] = ("h",)
    cut_by_clamp: ClassVar[tuple[str, ...]] = ("dh_through",)
    gradients: ClassVar[tuple[Equation, ...]] = (
        Equation(gradient_of(W_XG), SumOverTime(Outer(DAG.now, X.now))),
        Equation(gradient_of(W_HG), SumOverTime(Outer(DV.now, H.before))),
        Equation(gradient_of(B_G), SumOverTime(DAG.now)),
        Equation(gradient_of(B_HN), SumOverTime(Gate(DV.now, 2, "n"))),
        Equation(DH_0, W_HG.first.transposed @ DV.first + Z.first * DH_THROUGH.first),
    )

    def kernel(self, parameters: Views, gradients: Views, T: int) -> Kernel:
        return GRUKernel(parameters, gradients, T)


class GRUKernel:
    """The fast form of `GRUCell`'s equations: one product for all gates.

    σ(z) = ½ tanh(½ z) + ½, so that one tanh serves both gates.
    """

    def __init__(self, parameters: Views, gradients: Views, T: int) -> None:
        H = parameters["W_hh"].shape[1]
        self._W_hh, self._dW_hh = parameters["W_hh"], gradients["W_hh"]
        self._b_hn, self._db_hn = parameters["b_hn"], gradients["b_hn"]
        self._input = InputLayer(parameters, gradients, T)
        self._held: Held | None = None
        self._ones = np.ones(T)
        self._states = aligned_zeros(T + 1, H)
        self.h = self._states[1:]
        self._from_state = aligned_zeros(T, 3 * H)
        self._gates = aligned_zeros(T, 2, H)
        self._m = aligned_zeros(T, H)
        self._n = aligned_zeros(T, H)
        self._product = aligned_zeros(H)
        self.dh_from_output = aligned_zeros(T, H)
        self._dh_futures = aligned_zeros(T + 1, H)
        self.carried_in, self.carried_out = (self._states[0],), (self._states[T],)
        self.dcarried_in, self.dcarried_out = (self._dh_futures[0],), (self._dh_futures[T],)
        self.dh = aligned_zeros(T, H)
        self._dh_through = aligned_zeros(T, H)
        self._da = aligned_zeros(T, 3, H)
        self._da_rows = self._da.reshape(T, 3 * H)
        self._dv = aligned_zeros(T, 3, H)
        self._dv_rows = self._dv.reshape(T, 3 * H)
        self._factors = aligned_zeros(T, 3, H)
        self._v_factors = aligned_zeros(T, 3, H)
        z, out = self._gates[:, 1], self._input.out
        self._forward_rows = list(
            zip(
                self._states[:-1],
                self._from_state,
                out[:, : 2 * H],
                self._from_state[:, : 2 * H],
                self._gates.reshape(T, 2 * H),
                self._from_state[:, 2 * H :],
                self._m,
                self._gates[:, 0],
                self._n,
                out[:, 2 * H :],
                z,
                self.h,
                strict=True,
            )
        )
        self._backward_rows = list(
            zip(
                self.dh_from_output,
                self._dh_futures[1:],
                self.dh,
                self._v_factors,
                self._dv,
                self._dv_rows,
                z,
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
        product, held, b_hn = self._product, self._held, self._b_hn
        W_hh_dot = self._W_hh.dot
        for t, row in enumerate(self._forward_rows):
            before, from_state, input_rz, state_rz, rz, state_n, m, r, n, input_n, z, h = row
            W_hh_dot(before, from_state)
            add(input_rz, state_rz, rz)
            multiply(rz, 0.5, rz)
            tanh(rz, rz)
            multiply(rz, 0.5, rz)
            add(rz, 0.5, rz)
            add(state_n, b_hn, m)
            multiply(r, m, n)
            add(n, input_n, n)
            tanh(n, n)
            # (1 - z) n + z h' as n + z (h' - n)
            subtract(before, n, product)
            multiply(product, z, product)
            add(n, product, h)
            if held is not None:
                np.copyto(h, held.values[t], where=held.where[t])

    def backward(self) -> None:
        self._prepare_factors()
        W_hh, product = self._W_hh, self._product
        free = None if self._held is None else ~self._held.where[::-1]
        for place, row in enumerate(self._backward_rows):
            out, future, dh, factors, dv, dv_row, z, dh_before = row
            add(out, future, dh)
            through = dh if free is None else dh * free[place]
            multiply(factors, through, dv)
            dv_row.dot(W_hh, dh_before)
            multiply(z, through, product)
            add(dh_before, product, dh_before)
        np.copyto(self._dh_through, self.dh)
        if self._held is not None:
            self._dh_through[self._held.where] = 0.0
        multiply(self._factors, self._dh_through[:, None, :], self._da)
        self._input.backward(self._da_rows)
        self._dv_rows.T.dot(self._states[:-1], self._dW_hh)
        self._ones.dot(self._dv[:, 2], self._db_hn)

    def _prepare_factors(self) -> None:
        """∂h_t/∂a of the three gates for all timesteps at once, and ∂h_t/∂v."""
        r, z, n = self._gates[:, 0], self._gates[:, 1], self._n
        factors = self._factors
        factors[:, 2] = (1.0 - z) * (1.0 - n * n)
        factors[:, 0] = factors[:, 2] * self._m * (r * (1.0 - r))
        factors[:, 1] = (self._states[:-1] - n) * (z * (1.0 - z))
        self._v_factors[...] = factors
        multiply(self._v_factors[:, 2], r, self._v_factors[:, 2])

    def dx(self) -> Array:
        return self._input.dx(self._da_rows)

    def quantities(self) -> Mapping[str, Array]:
        return {
            "from_input": self._input.out,
            "from_state": self._from_state,
            "r": self._gates[:, 0],
            "z": self._gates[:, 1],
            "m": self._m,
            "n": self._n,
            "h": self.h,
            "dh_from_output": self.dh_from_output,
            "dh_from_future": self._dh_futures[1:],
            "dh": self.dh,
            "dh_through": self._dh_through,
            "da": self._da_rows,
            "dfrom_state": self._dv_rows,
        }
