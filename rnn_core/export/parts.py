"""What every script of a run has in common: settings, data, weights, training, and the check."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from rnn_core.arrays import Array
from rnn_core.errors import NotExportable
from rnn_core.network.architecture import Architecture
from rnn_core.tasks.task import Example
from rnn_core.trace import Hyperparameters
from rnn_core.training.interventions import Intervention
from rnn_core.training.run import Run
from rnn_core.training.trainer import Trainer
from rnn_core.words import counted

MOST_INLINE = 20_000
"""Numbers that are written into a script: so many are about 500 kB."""
WIDTH = 100
_BY_PART = '[None, *(name for name, T in example["lengths"].items() for _ in range(T))]'


@dataclass(frozen=True)
class Sets:
    """Weights that not all timesteps share: which parameters there are several of, and for whom."""

    hidden: frozenset[str]
    """Of the cell, by the notation's name."""
    output: frozenset[str]
    names: tuple[str, ...]
    """Of all parameters that belong to one of the sets."""
    labels: tuple[str, ...]
    """`encoder`, `decoder`; or `1`, `2`, …, one for each timestep."""
    at_timesteps: str
    """In Python: the label of each timestep, from 1 on."""

    def __bool__(self) -> bool:
        return bool(self.labels)

    @classmethod
    def of(cls, architecture: Architecture) -> Sets:
        cell = {quantity.name for quantity in architecture.cell.parameters}
        owned = {own: of for own, of in architecture.base.items() if of[1]}
        bases = {quantity.name for quantity, _ in owned.values()}
        labels = tuple(dict.fromkeys(label for _, label in owned.values()))
        by_part = len(architecture.task.parts) > 1
        return cls(
            hidden=frozenset(bases & cell),
            output=frozenset(bases - cell),
            names=tuple(owned),
            labels=labels,
            at_timesteps=_BY_PART if by_part else "[None, *map(str, steps)]",
        )


@dataclass(frozen=True)
class Parts:
    """A run up to an iteration, in pieces of Python.

    Raises `NotExportable`, `IterationOutOfRange`.
    """

    run: Run
    iteration: int
    address: str = ""
    """Where the run is shown; empty where nowhere."""
    architecture: Architecture = field(init=False)
    sets: Sets = field(init=False)

    def __post_init__(self) -> None:
        self.run.trace_at(self.iteration)
        architecture = self.run.architecture
        object.__setattr__(self, "architecture", architecture)
        object.__setattr__(self, "sets", Sets.of(architecture))
        if architecture.weights > MOST_INLINE:
            raise NotExportable(architecture.weights, MOST_INLINE)

    @property
    def interventions(self) -> tuple[Intervention, ...]:
        """Those that have taken effect."""
        return tuple(each for each in self.run.interventions if each.iteration <= self.iteration)

    @property
    def optimizers(self) -> tuple[str, ...]:
        """The names of all that are used."""
        used = [self._hyperparameters.optimizer]
        used += [each.hyperparameters.get("optimizer", used[0]) for each in self.interventions]
        return tuple(dict.fromkeys(used))

    @property
    def edits(self) -> bool:
        """Whether a weight is set by hand at any iteration."""
        return any(each.edits for each in self.interventions)

    @property
    def holds(self) -> bool:
        """Whether a state is held by hand at any iteration."""
        return any(each.clamps for each in self.interventions)

    @property
    def parameters(self) -> Mapping[str, Array]:
        """The initial weights, by name."""
        return self.architecture.layout.views(self._trainer.start.parameters)

    @cached_property
    def _trainer(self) -> Trainer:
        return Trainer(self.run.configuration)

    @property
    def _hyperparameters(self) -> Hyperparameters:
        return self.run.configuration.hyperparameters

    @cached_property
    def examples(self) -> Mapping[int, Example]:
        """The training examples that have had their turn, by number."""
        every = self.architecture.task.splits["train"]
        # The first pass over all of them has had all.
        first = range(min(self.iteration + 1, len(every)))
        used = {self._trainer.example_at(each) for each in first}
        return {number: every[number] for number in sorted(used)}

    @property
    def has_gaps(self) -> bool:
        """Whether nothing is to be predicted at some timestep."""
        return any(None in example.targets for example in self.examples.values())

    # --- as Python -----------------------------------------------------------------------------

    def heading(self, library: str) -> str:
        """The script's docstring."""
        gist = self.run.configuration.gist
        lines = [
            f"A recurrent network with {library}: {gist}; {counted(self.iteration, 'iteration')}.",
            "",
            "Generated by RNN Explainer from the equations that it computes by. It starts from the",
            "run's own initial weights, trains to the same iteration, and prints the loss and how",
            "far it and the weights are from those of the run.",
        ]
        if self.address:
            lines += ["", self.address]
        text = "\n".join(lines).replace("\\", "\\\\").replace('"', "'")
        return f'"""{text}\n"""\n'

    def settings(self) -> str:
        """Sizes and hyperparameters."""
        task, values = self.architecture.task, self._hyperparameters
        sizes = {part.name: len(part.vocabulary) for part in task.parts}
        size = repr(sizes) if len(sizes) > 1 else str(next(iter(sizes.values())))
        lines = [
            "",
            f"VOCABULARY = {json.dumps(task.vocabulary.tokens, ensure_ascii=False)}",
            f"H = {self.architecture.hidden_size}  # hidden units",
            "V = len(VOCABULARY)  # tokens that can be predicted",
            f"X = {size}  # tokens that can be read",
            f"ITERATIONS = {self.iteration}",
            f"SEED = {self.run.configuration.seed}  # decides the order of the examples",
            f'optimizer = "{values.optimizer}"',
            f"learning_rate, clip_norm = {values.learning_rate!r}, {values.clip_norm!r}",
        ]
        if self.sets:
            lines.append(f"SETS = {json.dumps(self.sets.labels)}  # weights are shared within each")
        if self.interventions:
            lines += ["", "# What was changed by hand, and at which iteration."]
            lines += ["CHANGES = {", *_entries(self._changes()), "}"]
        return "\n".join(lines) + "\n"

    def _changes(self) -> dict[int, dict[str, Any]]:
        changes: dict[int, dict[str, Any]] = {}
        for each in self.interventions:
            of: dict[str, Any] = dict(each.hyperparameters)
            if each.edits:
                of["edits"] = [(e.parameter, list(e.index), e.value) for e in each.edits]
            if each.clamps is not None:
                of["held"] = [(c.unit, c.value, c.t) for c in each.clamps]
            changes[each.iteration] = of
        return changes

    def data(self, zeros: str, vector: str, *, uses_numpy: bool) -> str:
        """The examples, as ids of tokens, and which one an iteration trains on.

        `zeros` and `vector` are how a state is made; `uses_numpy` says that it is not imported yet.
        """
        task = self.architecture.task
        every = task.splits["train"]
        written = {}
        for number, example in self.examples.items():
            of: dict[str, Any] = {"inputs": list(example.inputs), "targets": list(example.targets)}
            if len(task.parts) > 1:
                names = [part.name for part in task.parts]
                of["lengths"] = dict(zip(names, example.lengths, strict=True))
            if example.image is not None and task.image_shape is not None:
                rows = example.image.reshape(task.image_shape)
                of["image"] = [[float(value) for value in row] for row in rows]
                if set(example.image.tolist()) <= {0.0, 1.0}:
                    of["image"] = ["".join(str(int(value)) for value in row) for row in rows]
            written[number] = of
        text = (
            "\n# Token numbers; a target of None: nothing is to be predicted there.\n"
            if self.has_gaps
            else "\n# Token numbers.\n"
        )
        text += "\n".join(["EXAMPLES = {", *_entries(written), "}"]) + "\n"
        if self.architecture.task.image_shape is None and self.architecture.cell.carried:
            h_0 = self.run.configuration.h_0
            value = zeros if h_0 is None else vector.format(np.array(h_0).tolist())
            text += f"H_0 = {value}  # the initial state\n"
        text += "\n\ndef example_at(iteration):\n"
        if len(every) == 1:
            text += '    """There is one example."""\n    return 0\n'
        else:
            text += (
                '    """Which example it is: each pass over all has its own order."""\n'
                + ("    import numpy as np\n\n" if uses_numpy else "")
                + f"    epoch, place = divmod(iteration, {len(every)})\n"
                "    rng = np.random.default_rng([SEED, epoch])\n"
                f"    return int(rng.permutation({len(every)})[place])\n"
            )
        return text

    def weights(self, made: str) -> str:
        """The initial weights; `made` is how an array is made of a list."""
        lines = ["", "", "# The initial weights, to the last digit.", "parameters = {"]
        for name, array in self.parameters.items():
            lines.append(f'    "{name}": {made.format(_numbers(array))},')
        return "\n".join([*lines, "}"]) + "\n"

    def training(
        self,
        *,
        start: Sequence[str],
        change: Sequence[str],
        anew: Sequence[str],
        step: Sequence[str],
        optimizers: str,
    ) -> str:
        """The loop over the iterations."""
        lines = [
            "",
            "",
            f"OPTIMIZERS = {optimizers}",
            *start,
            "held = ()  # states that are held by hand",
        ]
        lines.append("for iteration in range(ITERATIONS + 1):")
        if self.interventions:
            lines += [
                "    changes = CHANGES.get(iteration, {})",
                '    learning_rate = changes.get("learning_rate", learning_rate)',
                '    clip_norm = changes.get("clip_norm", clip_norm)',
                '    held = changes.get("held", held)',
                '    if changes.get("optimizer", optimizer) != optimizer:',
                '        optimizer = changes["optimizer"]',
                *(f"        {line}" for line in anew),
            ]
        if self.edits:
            lines.append('    for parameter, index, value in changes.get("edits", ()):')
            lines += [f"        {line}" for line in change]
        return "\n".join([*lines, *(f"    {line}" for line in step)]) + "\n"

    def check(self, loss: str, total: str, squares: str, values: str) -> str:
        """Prints the loss and the checksum, and how far they are from those of the run.

        `total` and `squares` are numbers made of `each` of the `values`.
        """
        trace = self.run.trace_at(self.iteration)
        parameters = np.concatenate([array.ravel() for array in trace.parameters.values()])
        expected = [trace.loss, math.fsum(parameters), math.fsum(parameters**2)]
        sums = [f"sum({each} for each in {values})" for each in (total, squares)]
        return "\n".join(
            [
                "",
                f"expected = [{', '.join(map(_float, expected))}]",
                f"found = [{loss}, {sums[0]}, {sums[1]}]",
                "difference = max(abs(a - b) / max(1.0, abs(b)) for a, b in zip(found, expected))",
                'print(f"iteration {ITERATIONS}: loss {found[0]!r}")',
                'print(f"checksum: all parameters {found[1]!r}, their squares {found[2]!r}")',
                'print(f"largest difference from the run: {difference:.1e}")',
                "",
            ]
        )


def _float(value: float) -> str:
    return repr(float(value)) if math.isfinite(value) else f'float("{float(value)}")'


def _numbers(array: Array) -> str:
    if array.ndim == 1:
        return f"[{', '.join(map(_float, array))}]"
    rows = ",\n        ".join(_numbers(row) for row in array)
    return f"[\n        {rows},\n    ]"


def _entries(values: Mapping[int, object]) -> list[str]:
    return [f"    {key}: {value!r}," for key, value in values.items()]
