"""The stated equations against the fast kernels: the same numbers from the same statement."""

from __future__ import annotations

import numpy as np
import pytest

from rnn_core.analysis.model import Model
from rnn_core.arrays import Array
from rnn_core.cells.registry import CELLS
from rnn_core.equations.expressions import Axis, Quantity
from rnn_core.equations.terms import Index, NumberTerm, Term
from rnn_core.network.unrolled import passes_of
from rnn_core.trace import Trace
from rnn_core.training.configuration import RunConfig
from rnn_core.training.run import Run

TEXTS = ("hello", "ab", "abracadabra")


class ReferenceUnroller:
    """Evaluates the stated equations in their order, from the parameters and letters alone."""

    def __init__(self, trace: Trace, cell: str) -> None:
        self.trace = trace
        self.values: dict[tuple[str, int | None], Array] = {
            (name, None): np.array(array) for name, array in trace.parameters.items()
        }
        self.values["h", 0] = np.array(trace.h_0)
        self.values["c", 0] = np.zeros_like(trace.h_0)
        self.values["h_0", None] = self.values["h", 0]
        passes = passes_of(CELLS[cell])
        timed_norms = [norm for norm in passes.norms if norm.quantity.timed]
        untimed_norms = [norm for norm in passes.norms if not norm.quantity.timed]
        for t in range(1, self.T + 1):
            for equation in passes.forward:
                self.values[equation.quantity.name, t] = equation.expression.evaluate(self, t)
        self.values["loss", None] = passes.loss.expression.evaluate(self, None)
        for t in range(self.T, 0, -1):
            for equation in (*passes.backward, *timed_norms):
                self.values[equation.quantity.name, t] = equation.expression.evaluate(self, t)
        for equation in (*passes.gradients, *untimed_norms):
            self.values[equation.quantity.name, None] = equation.expression.evaluate(self, None)

    @property
    def T(self) -> int:
        return self.trace.T

    def array(self, quantity: Quantity, t: int | None, iterations_back: int) -> Array:
        assert iterations_back == 0
        return self.values[quantity.name, t]

    def operand(
        self, quantity: Quantity, t: int | None, iterations_back: int, index: Index
    ) -> Term:
        return NumberTerm(float(self.array(quantity, t, iterations_back)[index]))

    def size(self, axis: Axis, t: int | None = None) -> int:
        rows = {
            "token": self.trace.vocabulary,
            "unit": self.trace.h_0,
            "input": self.trace.parameters["W_xh"].T,
        }
        return len(rows.get(axis, self.trace.parameters["b_h"]))

    def target(self, t: int) -> int:
        token = self.trace.targets[t - 1]
        assert token is not None
        return self.trace.vocabulary.index(token)

    def read_at(self, t: int, place: int) -> tuple[bool, str]:
        V = len(self.trace.vocabulary)
        back, token = divmod(place, V)
        letters = (None,) * back + self.trace.inputs
        return letters[t - 1] == self.trace.vocabulary[token], ""

    def timesteps(self, over: str) -> range:
        assert not over
        return range(1, self.T + 1)


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("cell", sorted(CELLS))
def test_the_kernels_compute_what_the_equations_state(cell: str, text: str) -> None:
    h_0 = tuple(np.linspace(-1, 1, 7)) if CELLS[cell].carried else None
    run = Run(RunConfig(text=text, cell=cell, hidden_size=7, h_0=h_0))
    run.train(3)
    trace = run.trace
    stated = ReferenceUnroller(trace, cell).values
    for name, rows in trace.timesteps.items():
        for t in range(1, trace.T + 1):
            np.testing.assert_allclose(
                rows[t - 1], stated[name, t], rtol=1e-12, atol=1e-14, err_msg=f"{name}_{t}"
            )
    for name, gradient in trace.gradients.items():
        np.testing.assert_allclose(gradient, stated[f"gradients.{name}", None], atol=1e-12)
    np.testing.assert_allclose(trace.dh_0, stated["dh_0", None], atol=1e-13)
    assert trace.loss == pytest.approx(float(stated["loss", None]), rel=1e-13)
    for name, norms in trace.norms.items():
        for place, norm in enumerate(norms.reshape(-1), start=1):
            assert norm == pytest.approx(float(stated[name, place if norms.ndim else None]))


@pytest.mark.parametrize("cell", sorted(CELLS))
def test_every_quantity_of_a_trace_is_stated(cell: str) -> None:
    trace = Run(RunConfig(cell=cell)).trace
    stated = {equation.quantity.name for equation in passes_of(CELLS[cell])}
    assert {*trace.timesteps} <= stated
    assert {f"gradients.{name}" for name in trace.parameters} <= stated


def model_of(cell: str, optimizer: str, *, clipped: bool) -> Model:
    return Model(RunConfig(cell=cell).architecture, optimizer, clipped=clipped)


def test_the_tanh_cell_is_written_as_in_the_books() -> None:
    equations = model_of("tanh", "adagrad", clipped=True).equations
    assert equations["a", True].plain() == "a_t = W_xh x_t + W_hh h_{t−1} + b_h"
    assert equations["a", True].plain("3") == "a_3 = W_xh x_3 + W_hh h_2 + b_h"
    assert equations["a", True].latex() == "a_{t} = W_{xh} x_{t} + W_{hh} h_{t-1} + b_h"
    assert equations["loss", True].plain() == "loss_t = −log probs_t[target_t]"
    assert equations["da", True].plain() == "da_t = dh_t ⊙ (1 − h_t²)"
    assert (
        equations["clip_scale", False].plain() == "clip_scale = min(1, clip_norm / gradient_norm)"
    )
    assert equations["updates.W_hh", False].plain() == (
        "updates.W_hh = −learning_rate · clipped_gradients.W_hh"
        " / (√(optimizer_state.sum_of_squares.W_hh) + ε)"
    )
