"""What a run is configured with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from difflib import get_close_matches
from functools import cached_property
from types import MappingProxyType
from typing import Any, Self, TypedDict

from rnn_core.arrays import Array
from rnn_core.cells.registry import CELLS
from rnn_core.errors import InvalidConfiguration
from rnn_core.network.architecture import SHARING, Architecture
from rnn_core.network.initialization import INITIALIZATIONS
from rnn_core.tasks.next_character import NextCharacter
from rnn_core.tasks.registry import TASKS, task_of
from rnn_core.tasks.remembering import Remembering
from rnn_core.tasks.task import Pair, Task, require_characters
from rnn_core.trace import Hyperparameters
from rnn_core.training.interventions import HYPERPARAMETERS, validate_hyperparameters
from rnn_core.training.validation import (
    array_of,
    require_choice,
    require_number,
    require_whole,
    sequence,
)
from rnn_core.words import shortened

Nested = Sequence[Any]
"""Numbers in nested sequences; kept as tuples, which can be compared and written down."""


def _pairs(given: object) -> tuple[Pair, ...]:
    pairs = []
    for each in sequence("examples", given):
        if (
            isinstance(each, str)
            or not isinstance(each, Sequence)
            or len(each) != 2
            or not all(isinstance(text, str) for text in each)
        ):
            raise InvalidConfiguration(
                "examples", "an example is a pair of strings, the input and its target"
            )
        require_characters("examples", *each)
        pairs.append((each[0], each[1]))
    if not pairs:
        raise InvalidConfiguration("examples", "examples must not be empty")
    return tuple(pairs)


def _nested(array: Array) -> Nested:
    return tuple(_nested(row) if row.ndim else float(row) for row in array)


class RunSettings(TypedDict, total=False):
    """The fields of `RunConfig` as keyword arguments."""

    task: str
    text: str
    distance: int
    examples: Sequence[Pair] | None
    cell: str
    hidden_size: int
    sharing: str
    optimizer: str
    learning_rate: float
    clip_norm: float | None
    initialization: str
    initialization_scale: float
    spectral_radius: float | None
    keep_bias: float
    seed: int
    initial_parameters: Mapping[str, Nested | Array] | None
    h_0: Nested | Array | None


@dataclass(frozen=True, repr=False)
class RunConfig:
    """Everything that decides a run's numbers, but its interventions. Validates itself.

    `text` is that of the task next_character; `distance` that of remembering; `examples`, pairs of
    input and target, take the place of another task's built-in ones. `sharing` says
    which weights all timesteps have in common. `spectral_radius` is what W_hh (with gates each of
    its square blocks) is scaled to at initialization. `keep_bias` is where the biases of the gate
    that keeps the state begin, f of an LSTM and z of a GRU: at 0 it starts half closed.
    `initial_parameters` (any of W_xh (H, V), W_hh (H, H), W_hy (V, H), b_h (H,), b_y (V,)) take
    the place of what the seed would give; `h_0` (H,) is zero where not given.
    Raises `InvalidConfiguration`.
    """

    task: str = "next_character"
    text: str = "hello"
    distance: int = 10
    examples: tuple[Pair, ...] | None = None
    cell: str = "tanh"
    hidden_size: int = 6
    sharing: str = "all"
    optimizer: str = "adagrad"
    learning_rate: float = 0.1
    clip_norm: float | None = 5.0
    initialization: str = "normal"
    initialization_scale: float = 1.0
    spectral_radius: float | None = None
    keep_bias: float = 0.0
    seed: int = 7
    initial_parameters: Mapping[str, Nested] | None = None
    h_0: Nested | None = None

    def __post_init__(self) -> None:
        require_choice("task", self.task, TASKS)
        require_choice("cell", self.cell, CELLS)
        if not isinstance(self.text, str):
            raise InvalidConfiguration("text", "text must be a string")
        require_whole("distance", self.distance, 1)
        if self.examples is not None:
            object.__setattr__(self, "examples", _pairs(self.examples))
        require_whole("hidden_size", self.hidden_size, 1)
        require_choice("sharing", self.sharing, SHARING)
        validate_hyperparameters({name: getattr(self, name) for name in HYPERPARAMETERS})
        require_choice("initialization", self.initialization, INITIALIZATIONS)
        require_number("initialization_scale", self.initialization_scale, 0)
        if self.spectral_radius is not None:
            require_number("spectral_radius", self.spectral_radius, 0)
        require_number("keep_bias", self.keep_bias, 0)
        if self.keep_bias and self.architecture.cell.keeping_gate is None:
            raise InvalidConfiguration(
                "keep_bias",
                f"a {self.cell} cell has no forget gate or update gate, so keep_bias must be 0",
                f"0 for a {self.cell} cell",
                code="no-gate",
                cell=self.cell,
            )
        require_whole("seed", self.seed, 0)
        layout = self.architecture.layout
        for name in ("spectral_radius", "h_0"):
            if getattr(self, name) is not None and not self.architecture.recurrent:
                raise InvalidConfiguration(
                    name,
                    f"a {self.cell} network passes no state on: it has neither W_hh nor h_0",
                    "null",
                    code="no-state",
                    cell=self.cell,
                )
        if self.initial_parameters is not None:
            given = {}
            for name, nested in self.initial_parameters.items():
                if name not in layout.shapes:
                    raise InvalidConfiguration(
                        "initial_parameters",
                        f"“{name}” is not a parameter; the parameters are: "
                        f"{', '.join(layout.shapes)}",
                        code="unknown-parameter",
                        parameter=name,
                        known=", ".join(layout.shapes),
                    )
                given[name] = _nested(
                    array_of(f"initial_parameters.{name}", nested, layout.shapes[name])
                )
            object.__setattr__(self, "initial_parameters", MappingProxyType(given) or None)
        if self.h_0 is not None:
            if self.made_task.image_shape is not None:
                raise InvalidConfiguration(
                    "h_0",
                    "in this task the picture sets the initial state, so h_0 must be null",
                    "null",
                    code="picture-sets",
                )
            object.__setattr__(self, "h_0", _nested(array_of("h_0", self.h_0, (self.hidden_size,))))

    def __reduce__(self) -> tuple[Any, ...]:
        return RunConfig, tuple(self.to_dict().values())

    def __repr__(self) -> str:
        """With the fields that differ from their defaults."""
        changed = (
            f"{field.name}={getattr(self, field.name)!r}"
            for field in fields(self)
            if getattr(self, field.name) != field.default
        )
        return f"RunConfig({', '.join(changed)})"

    @property
    def gist(self) -> str:
        """Task, cell and size, in a line."""
        of_the_task = {NextCharacter.name: "text", Remembering.name: "distance"}.get(self.task)
        names = ("task", of_the_task, "cell", "hidden_size")
        return ", ".join(f"{name}={_short(getattr(self, name))}" for name in names if name)

    @cached_property
    def made_task(self) -> Task:
        """The task by its name, with the examples."""
        return task_of(self.task, self.text, self.distance, self.examples)

    @cached_property
    def architecture(self) -> Architecture:
        """The network by its cell and its sizes."""
        cell = CELLS[self.cell]
        return Architecture(cell, self.made_task, self.hidden_size, self.sharing)

    @classmethod
    def from_mapping(cls, values: Mapping[str, Any]) -> Self:
        """The configuration with these fields, the others by default."""
        _require_fields(values)
        return cls(**values)

    @classmethod
    def of(cls, configuration: object, settings: Mapping[str, Any]) -> RunConfig:
        """The configuration, where there is one, with these fields replaced."""
        if configuration is None:
            return cls.from_mapping(settings)
        if not isinstance(configuration, RunConfig):
            raise InvalidConfiguration(
                "configuration", 'settings go by their names: Run(text="hello", cell="lstm")'
            )
        _require_fields(settings)
        return replace(configuration, **settings)

    def to_dict(self) -> dict[str, Any]:
        """The fields by name, ready to be written as JSON."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        if self.initial_parameters is not None:
            values["initial_parameters"] = dict(self.initial_parameters)
        return values

    @property
    def hyperparameters(self) -> Hyperparameters:
        """Those of iteration 0."""
        return Hyperparameters(self.optimizer, self.learning_rate, self.clip_norm)


def _short(value: object) -> str:
    return repr(shortened(value) if isinstance(value, str) else value)


def _require_fields(values: Mapping[str, Any]) -> None:
    names = sorted(field.name for field in fields(RunConfig))
    for name in values:
        if name not in names:
            close = get_close_matches(name, names, n=1)
            meant = f"; did you mean {close[0]!r}?" if close else "."
            raise InvalidConfiguration(
                name, f"{name!r} is not a setting{meant} The settings are: {', '.join(names)}"
            )
