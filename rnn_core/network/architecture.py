"""The architecture: which weights a network has, and which timesteps use them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from rnn_core.arrays import Layout
from rnn_core.cells.protocol import Cell
from rnn_core.cells.registry import CELLS
from rnn_core.equations.expressions import Quantity
from rnn_core.equations.notation import of_weights
from rnn_core.errors import InvalidConfiguration, NoWeights
from rnn_core.network import image_layer, output_layer
from rnn_core.tasks.task import Part, Task
from rnn_core.trace import Stretch
from rnn_core.words import counted, listed

SHARING = ("all", "output", "none")
"""Which weights all timesteps have in common: all of them, those of the output only, or none."""
MOST_WEIGHTS = 200_000


class Architecture:
    """A cell unrolled over the sequences of a task, with an output layer.

    Where all weights are shared there is one set of them for each part of the task's sequences. In
    an unshared network each timestep has its own: as many sets as the longest training example has
    timesteps, and none for what lies beyond. Raises `InvalidConfiguration`.
    """

    def __init__(self, cell: Cell, task: Task, hidden_size: int, sharing: str = "all") -> None:
        if not cell.carried:
            if len(task.parts) > 1 or task.image_shape is not None:
                raise InvalidConfiguration(
                    "cell",
                    f"a window network passes no state on, which the task {task.name} needs",
                    listed([name for name, each in CELLS.items() if each.carried], "or"),
                    code="window-carries-nothing",
                    task=task.name,
                )
            if sharing != "all":
                raise InvalidConfiguration(
                    "sharing",
                    "a window network shares all its weights, so sharing must be all",
                    "all",
                    code="window-shares",
                )
        if len(task.parts) > 1 and sharing != "all":
            raise InvalidConfiguration(
                "sharing",
                f"in the task {task.name} the encoder and the decoder each share their weights, "
                "so sharing must be all",
                "all",
            )
        self.cell, self.task, self.hidden_size, self.sharing = cell, task, hidden_size, sharing
        self.longest = max(len(example) for example in task.splits["train"])
        """The timesteps of the longest training example."""
        timesteps = tuple(str(t) for t in range(1, self.longest + 1))
        parts = {part.name: part for part in task.parts}
        writing = [part.name for part in task.parts if part.writes]
        self._hidden_sets = tuple(parts) if sharing == "all" else timesteps
        self._output_sets = timesteps if sharing == "none" else ("",)
        assert len(writing) == 1
        shapes: dict[str, tuple[int, ...]] = {}
        quantities: list[Quantity] = []
        by_column: list[str] = []
        self.base: dict[str, tuple[Quantity, str]] = {}
        """Of each parameter by its name: the notation's own, and the set of weights it is in."""
        for quantity, sets in self._by_set():
            for name in sets:
                own = of_weights(quantity, name)
                part = parts.get(name, task.parts[0])
                quantities.append(own)
                shapes[own.name] = tuple(self._size(axis, part) for axis in quantity.axes)
                self.base[own.name] = (quantity, name)
                if quantity.name in cell.by_column:
                    by_column.append(own.name)
        self.weights = sum(math.prod(shape) for shape in shapes.values())
        """How many numbers are trained."""
        if self.weights > MOST_WEIGHTS:
            raise InvalidConfiguration(
                "sharing",
                f"a network of this kind and size has {counted(self.weights, 'parameter')}; "
                f"at most {MOST_WEIGHTS:,} are possible",
                code="many-parameters",
                count=self.weights,
                most=MOST_WEIGHTS,
            )
        self.parameters = tuple(quantities)
        """Matrices first."""
        self.layout = Layout(shapes, by_column, aligned=True)
        """Where each of them lies in one flat vector."""

    def _by_set(self) -> list[tuple[Quantity, tuple[str, ...]]]:
        image = image_layer.PARAMETERS if self.task.image_shape is not None else ()
        every = [
            *((quantity, self._hidden_sets) for quantity in self.cell.parameters),
            *((quantity, self._output_sets) for quantity in output_layer.PARAMETERS),
            *((quantity, ("",)) for quantity in image),
        ]
        return sorted(every, key=lambda one: -len(one[0].axes))

    def _size(self, axis: str, part: Part) -> int:
        rows, columns = self.task.image_shape or (0, 0)
        return {
            "token": len(self.task.vocabulary),
            "unit": self.hidden_size,
            "gate": self.cell.gates * self.hidden_size,
            "input": self.cell.reads * len(part.vocabulary),
            "pixel": rows * columns,
        }[axis]

    def stretches(self, lengths: Sequence[int]) -> tuple[Stretch, ...]:
        """Which weights the timesteps of a sequence use, by the number of timesteps of its parts.

        Raises `NoWeights`.
        """
        if self.sharing == "all":
            stretches, first = [], 1
            for part, length in zip(self.task.parts, lengths, strict=True):
                stretches.append(self._stretch(part, part.name, first, first + length - 1))
                first += length
            return tuple(stretches)
        if sum(lengths) > self.longest:
            raise NoWeights(self.longest + 1, self.longest)
        (part,) = self.task.parts
        return tuple(self._stretch(part, str(t), t, t) for t in range(1, sum(lengths) + 1))

    def _stretch(self, part: Part, name: str, first: int, last: int) -> Stretch:
        output = name if self.sharing == "none" else ""
        own = {q.name: of_weights(q, name).name for q in self.cell.parameters}
        output_own = {q.name: of_weights(q, output).name for q in output_layer.PARAMETERS}
        return Stretch(
            name=name,
            first=first,
            last=last,
            inputs=input_labels(part.vocabulary.tokens, self.cell.reads),
            writes=part.writes,
            parameters={**own, **output_own},
        )

    def weights_when_merged(self, timesteps: int) -> int:
        """How many numbers would be trained if the first so many timesteps had one set of weights.

        Where the timesteps share their weights already, nothing changes.
        """
        merged = {str(t) for t in range(2, timesteps + 1)}
        return sum(
            math.prod(self.layout.shapes[name])
            for name, (_, owner) in self.base.items()
            if owner not in merged
        )

    @property
    def recurrent(self) -> Mapping[str, int]:
        """The matrices from state to state, and the rows of one gate in each."""
        return {
            name: self.hidden_size
            for name, (quantity, _) in self.base.items()
            if quantity.name == "W_hh"
        }

    @property
    def keeping_biases(self) -> Mapping[str, range]:
        """The vectors with biases of the gate that keeps the state, and where in each they are.

        Empty where the cell has no such gate.
        """
        if self.cell.keeping_gate is None:
            return {}
        start = self.cell.gate_names.index(self.cell.keeping_gate) * self.hidden_size
        return {
            name: range(start, start + self.hidden_size)
            for name, (quantity, _) in self.base.items()
            if quantity.name == "b_h"
        }


_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def input_labels(tokens: Sequence[str], reads: int) -> tuple[str, ...]:
    """What to call the places of x_t: the tokens, and those read before as `h ₋₁`."""
    return tuple(
        token if back == 0 else f"{token} ₋{str(back).translate(_SUBSCRIPTS)}"
        for back in range(reads)
        for token in tokens
    )
