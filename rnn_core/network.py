"""The network: a cell unrolled over a sequence, an output layer on every timestep, BPTT."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from rnn_core.arrays import Array, Layout
from rnn_core.cell import Cell, Views
from rnn_core.equations import (
    AtTarget,
    Equation,
    OneHot,
    Outer,
    Quantity,
    Softmax,
    SumOverAxis,
    SumOverTime,
    log,
    sqrt,
    square,
)
from rnn_core.losses import SoftmaxCrossEntropy
from rnn_core.notation import (
    B_Y,
    DH,
    DH_0,
    DH_0_NORM,
    DH_FROM_FUTURE,
    DH_FROM_FUTURE_NORM,
    DH_FROM_OUTPUT,
    DH_FROM_OUTPUT_NORM,
    DH_NORM,
    DLOGITS,
    LOGITS,
    LOSS,
    LOSS_T,
    PROBS,
    W_HY,
    H,
    X,
    gradient_of,
)
from rnn_core.tasks import Sequence
from rnn_core.trace import Clamp
from rnn_core.vocabulary import Vocabulary

OUTPUT_PARAMETERS = (W_HY, B_Y)
OUTPUT_FORWARD = (
    Equation(LOGITS, W_HY.ref @ H.now + B_Y.ref),
    Equation(PROBS, Softmax(LOGITS.now)),
    Equation(LOSS_T, -log(AtTarget(PROBS.now))),
)
OUTPUT_BACKWARD = (
    Equation(DLOGITS, PROBS.now - OneHot("target")),
    Equation(DH_FROM_OUTPUT, W_HY.ref.transposed @ DLOGITS.now),
)
OUTPUT_GRADIENTS = (
    Equation(gradient_of(W_HY), SumOverTime(Outer(DLOGITS.now, H.now))),
    Equation(gradient_of(B_Y), SumOverTime(DLOGITS.now)),
)
NORMS = tuple(
    Equation(norm, sqrt(SumOverAxis(square(of), "unit")))
    for norm, of in (
        (DH_NORM, DH.now),
        (DH_FROM_OUTPUT_NORM, DH_FROM_OUTPUT.now),
        (DH_FROM_FUTURE_NORM, DH_FROM_FUTURE.now),
        (DH_0_NORM, DH_0.ref),
    )
)


def parameters_of(cell: Cell) -> tuple[Quantity, ...]:
    """The cell's parameters and the output layer's, matrices first."""
    return tuple(sorted((*cell.parameters, *OUTPUT_PARAMETERS), key=lambda p: -len(p.axes)))


@dataclass(frozen=True)
class Passes:
    """The equations of one iteration's passes; `forward` and `backward` are per timestep."""

    forward: tuple[Equation, ...]
    loss: Equation
    backward: tuple[Equation, ...]
    gradients: tuple[Equation, ...]
    norms: tuple[Equation, ...]

    def __iter__(self) -> Iterator[Equation]:
        yield from (*self.forward, self.loss, *self.backward, *self.gradients, *self.norms)


def passes_of(cell: Cell) -> Passes:
    """Forwards through cell and output layer, then backwards, in the order of computation."""
    return Passes(
        forward=(Equation(X, OneHot("input")), *cell.forward, *OUTPUT_FORWARD),
        loss=Equation(LOSS, SumOverTime(LOSS_T.now)),
        backward=(*OUTPUT_BACKWARD, *cell.backward),
        gradients=(*cell.gradients, *OUTPUT_GRADIENTS),
        norms=NORMS,
    )


def parameter_layout(cell: Cell, V: int, H: int) -> Layout:
    """Where each of `parameters_of(cell)` lies in one flat vector."""
    sizes = {"token": V, "unit": H, "gate": cell.gates * H}
    shapes = {p.name: tuple(sizes[axis] for axis in p.axes) for p in parameters_of(cell)}
    return Layout(shapes, cell.by_column, aligned=True)


class UnrolledNetwork:
    """One sequence through one set of parameters, forwards and backwards through time.

    y_t = W_hy h_t + b_y on every timestep, softmax cross-entropy on top (`losses`), and below it
    whatever the cell computes (`cells`). Backwards, ∂L/∂h_t through its own output is
    W_hyᵀ ∂L/∂y_t, ∂L/∂W_hy = Σ_t ∂L/∂y_t h_tᵀ and ∂L/∂b_y = Σ_t ∂L/∂y_t.

    Reads `parameters` and writes `gradients` in place: both are the named views of a layout.
    """

    def __init__(
        self,
        cell: Cell,
        vocabulary: Vocabulary,
        sequence: Sequence,
        h_0: Array,
        parameters: Views,
        gradients: Views,
    ) -> None:
        ids = np.array(sequence.inputs, dtype=np.intp)
        self.x = vocabulary.one_hot(sequence.inputs)
        self._kernel = cell.kernel(parameters, gradients, ids, h_0)
        self._output = SoftmaxCrossEntropy(
            np.array(sequence.targets, dtype=np.intp), len(vocabulary)
        )
        self._h = self._kernel.states[1:]
        self._W_hy, self._b_y = parameters["W_hy"], parameters["b_y"]
        self._W_hy_transposed = self._W_hy.T
        self._dW_hy, self._db_y = gradients["W_hy"], gradients["b_y"]
        self._dlogits_by_token = self._output.dlogits.T
        self._ones = np.ones(len(sequence))

    @property
    def dh_0(self) -> Array:
        """∂L/∂h_0, shape (H,), after a backward pass."""
        return self._kernel.dh_0

    def clamp(self, clamps: Iterable[Clamp]) -> None:
        """Holds these states, and only these, at their values from now on."""
        self._kernel.clamp(clamps)

    def forward(self) -> float:
        """Runs t = 1..T; returns the loss, summed over the timesteps, in nats."""
        kernel, output = self._kernel, self._output
        kernel.forward()
        self._h.dot(self._W_hy_transposed, output.logits)
        np.add(output.logits, self._b_y, output.logits)
        return output.forward()

    def backward(self) -> None:
        """Runs t = T..1 after a forward pass and leaves every gradient in `gradients`."""
        kernel, output = self._kernel, self._output
        output.backward()
        dlogits = output.dlogits
        dlogits.dot(self._W_hy, kernel.dh_from_output)
        kernel.backward()
        self._dlogits_by_token.dot(self._h, self._dW_hy)
        self._ones.dot(dlogits, self._db_y)

    def pull_back(self, t: int, direction: Array) -> tuple[Array, Array]:
        """∂(direction · h_t)/∂h_s for s = 0..t, (t+1, H), and /∂x_s for s = 1..t, (t, V).

        After a forward pass; it overwrites what a backward pass has left.
        """
        kernel = self._kernel
        kernel.dh_from_output.fill(0.0)
        kernel.dh_from_output[t - 1] = direction
        kernel.backward()
        return np.vstack((kernel.dh_0, kernel.dh[:t])), kernel.dx()[:t].copy()

    def quantities(self) -> Mapping[str, Array]:
        """Every per-timestep buffer by its name, each with a leading axis of T rows."""
        output = self._output
        return {
            "x": self.x,
            **self._kernel.quantities(),
            "logits": output.logits,
            "probs": output.probs,
            "loss": output.loss,
            "dlogits": output.dlogits,
        }
