"""The network: a cell unrolled over a sequence, an output layer on every timestep, BPTT."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from rnn_core.arrays import Array, aligned_zeros
from rnn_core.cells.chain import Chain
from rnn_core.cells.protocol import Cell, Kernel, Views
from rnn_core.equations.expressions import Equation
from rnn_core.equations.functions import sqrt, square
from rnn_core.equations.notation import LOSS, LOSS_T, X, norm_of
from rnn_core.equations.operations import OneHotInputs, SumOverAxis, SumOverTime
from rnn_core.network import image_layer, output_layer
from rnn_core.network.architecture import Architecture
from rnn_core.network.image_layer import ImageLayer
from rnn_core.network.output_layer import OutputLayer, SharedOutputLayer, UnsharedOutputLayer
from rnn_core.tasks.task import Example
from rnn_core.trace import NORMED, Clamp


@dataclass(frozen=True)
class Passes:
    """The equations of one iteration's passes; `forward` and `backward` are per timestep."""

    before: tuple[Equation, ...]
    forward: tuple[Equation, ...]
    loss: Equation
    backward: tuple[Equation, ...]
    gradients: tuple[Equation, ...]
    norms: tuple[Equation, ...]

    def __iter__(self) -> Iterator[Equation]:
        yield from (*self.before, *self.forward, self.loss)
        yield from (*self.backward, *self.gradients, *self.norms)


def passes_of(cell: Cell, *, image: bool = False) -> Passes:
    """Forwards through cell and output layer, then backwards, in the order of computation."""
    return Passes(
        before=image_layer.FORWARD if image else (),
        forward=(Equation(X, OneHotInputs(cell.reads)), *cell.forward, *output_layer.FORWARD),
        loss=Equation(LOSS, SumOverTime(LOSS_T.now)),
        backward=(*output_layer.BACKWARD, *cell.backward),
        gradients=(
            *cell.gradients,
            *output_layer.GRADIENTS,
            *((*image_layer.BACKWARD, *image_layer.GRADIENTS) if image else ()),
        ),
        norms=tuple(_norms_of(cell)),
    )


def _norms_of(cell: Cell) -> Iterator[Equation]:
    """How large the gradients at the states are, and the parts that meet in them."""
    for equation in (*output_layer.BACKWARD, *cell.backward, *cell.gradients):
        gradient = equation.quantity
        if gradient.name in NORMED:
            entries = gradient.now if gradient.timed else gradient.ref
            yield Equation(norm_of(gradient), sqrt(SumOverAxis(square(entries), "unit")))


class UnrolledNetwork:
    """One sequence after another through one set of parameters, forwards and backwards in time.

    y_t = W_hy h_t + b_y on every timestep, softmax cross-entropy on top (`losses`), and below it
    whatever the cell computes (`cells`). Backwards, ∂L/∂h_t through its own output is
    W_hyᵀ ∂L/∂y_t, ∂L/∂W_hy = Σ_t ∂L/∂y_t h_tᵀ and ∂L/∂b_y = Σ_t ∂L/∂y_t.

    Reads `parameters` and writes `gradients` in place: both are the named views of the
    architecture's layout. `lengths` are the timesteps of each part of the sequences it can `load`;
    gradients of weights that no timestep uses are left as they are. Raises `NoWeights`.
    """

    def __init__(
        self,
        architecture: Architecture,
        lengths: Sequence[int],
        parameters: Views,
        gradients: Views,
        h_0: Array | None = None,
    ) -> None:
        cell, T = architecture.cell, sum(lengths)
        self._h_0 = h_0
        stretches = architecture.stretches(lengths)
        own = [
            (
                {base: parameters[name] for base, name in stretch.parameters.items()},
                {base: gradients[name] for base, name in stretch.parameters.items()},
            )
            for stretch in stretches
        ]
        kernels = [
            cell.kernel(*views, stretch.last - stretch.first + 1)
            for stretch, views in zip(stretches, own, strict=True)
        ]
        self._kernel: Kernel = kernels[0] if len(kernels) == 1 else Chain(kernels)
        self._output: OutputLayer
        if architecture.sharing == "none":
            self._output = UnsharedOutputLayer(*zip(*own, strict=True))
        else:
            self._output = SharedOutputLayer(parameters, gradients, T)
        self._image = (
            ImageLayer(parameters, gradients) if architecture.task.image_shape is not None else None
        )
        self._carried = cell.carried
        self._nothing = aligned_zeros(architecture.hidden_size)
        self._x = aligned_zeros(T, max(len(stretch.inputs) for stretch in stretches))
        self._places = [
            (t - 1, t - 1 - back, back * (len(stretch.inputs) // cell.reads))
            for stretch in stretches
            for t in range(stretch.first, stretch.last + 1)
            for back in range(min(cell.reads, t))
        ]

    def load(self, example: Example) -> None:
        """Takes another example, with the same lengths, for the passes to come."""
        self._kernel.read(np.array(example.inputs, dtype=np.intp))
        self._output.top.ask(example.targets)
        self._x.fill(0.0)
        for row, read, offset in self._places:
            self._x[row, offset + example.inputs[read]] = 1.0
        if self._image is not None:
            assert example.image is not None
            self._image.look(example.image)
        elif self._h_0 is not None and self._carried:
            self._kernel.carried_in[0][...] = self._h_0

    def clamp(self, clamps: Iterable[Clamp]) -> None:
        """Holds these states, and only these, at their values from now on."""
        self._kernel.clamp(tuple(clamps))

    @property
    def dh_0(self) -> Array:
        """∂L/∂h_0, shape (H,), after a backward pass."""
        return self._kernel.dcarried_in[0] if self._carried else self._nothing

    @property
    def probs(self) -> Array:
        """The probabilities, (T, V), after a forward pass."""
        return self._output.top.probs

    @property
    def h(self) -> Array:
        """The states, (T, H), after a forward pass."""
        return self._kernel.h

    def forward(self) -> float:
        """Runs t = 1..T; returns the loss, summed over the timesteps, in nats."""
        if self._image is not None:
            self._image.forward(self._kernel.carried_in[0])
        self._kernel.forward()
        return self._output.forward(self._kernel.h)

    def backward(self) -> None:
        """Runs t = T..1 after a forward pass and leaves every gradient in `gradients`."""
        kernel = self._kernel
        self._output.backward(kernel.h, kernel.dh_from_output)
        kernel.backward()
        if self._image is not None:
            self._image.backward(kernel.dcarried_in[0])

    def pull_back(self, t: int, direction: Array) -> tuple[Array, Array]:
        """∂(direction · h_t)/∂h_s for s = 0..t, (t+1, H), and /∂x_s for s = 1..t, (t, V).

        After a forward pass; it overwrites what a backward pass has left. Where the parts of a
        sequence read different vocabularies, V is the larger one's size.
        """
        kernel = self._kernel
        kernel.dh_from_output.fill(0.0)
        kernel.dh_from_output[t - 1] = direction
        kernel.backward()
        return np.vstack((self.dh_0, kernel.dh[:t])), kernel.dx()[:t].copy()

    def quantities(self) -> Mapping[str, Array]:
        """Every per-timestep buffer by its name, each with a leading axis of T rows."""
        top = self._output.top
        return {
            "x": self._x,
            **self._kernel.quantities(),
            "logits": top.logits,
            "probs": top.probs,
            "loss": top.loss,
            "dlogits": top.dlogits,
        }

    def initial_quantities(self) -> Mapping[str, Array]:
        """Every buffer at t = 0 by its name: the states, their gradients, and the image's."""
        kernel = self._kernel
        quantities: dict[str, Array] = {}
        for name, state, gradient in zip(
            self._carried, kernel.carried_in, kernel.dcarried_in, strict=False
        ):
            quantities[f"{name}_0"] = state
            quantities[f"d{name}_0"] = gradient
        if not self._carried:
            quantities |= {"h_0": self._nothing, "dh_0": self._nothing}
        if self._image is not None:
            quantities |= self._image.quantities()
        return quantities
