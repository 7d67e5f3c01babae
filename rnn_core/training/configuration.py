"""What a run is configured with, and how its course may be changed."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from difflib import get_close_matches
from functools import cached_property
from types import MappingProxyType
from typing import Any, Self, TypedDict

import numpy as np

from rnn_core.arrays import Array, Shapes
from rnn_core.cells.registry import CELLS
from rnn_core.errors import InvalidConfiguration
from rnn_core.network.architecture import SHARING, Architecture
from rnn_core.network.initialization import INITIALIZATIONS
from rnn_core.tasks.next_character import NextCharacter
from rnn_core.tasks.registry import TASKS, task_of
from rnn_core.tasks.remembering import Remembering
from rnn_core.tasks.task import Pair, Task, require_characters
from rnn_core.trace import Clamp, Hyperparameters
from rnn_core.training.optimizers import OPTIMIZERS
from rnn_core.words import shortened

LARGEST_GIVEN = 1e6
"""Weights and states given by hand are not larger: beyond, nothing is left to be learnt."""

Nested = Sequence[Any]
"""Numbers in nested sequences; kept as tuples, which can be compared and written down."""

HYPERPARAMETERS = tuple(field.name for field in fields(Hyperparameters))


def _choice(field: str, value: object, choices: Iterable[str]) -> None:
    if value not in (allowed := tuple(choices)):
        raise InvalidConfiguration(field, f"{field} is one of {', '.join(allowed)}, not {value!r}")


def _number(field: str, value: object, low: float, *, open_low: bool = False) -> None:
    if (
        isinstance(value, bool)
        or not isinstance(value, (int, float))
        or not math.isfinite(value)
        or value < low
        or (open_low and value == low)
    ):
        bound = f"above {low:g}" if open_low else f"at least {low:g}"
        raise InvalidConfiguration(field, f"{field} is a number {bound}, not {value!r}")


def _finite(field: str, value: object) -> None:
    if (
        isinstance(value, bool)
        or not isinstance(value, (int, float))
        or not abs(value) <= LARGEST_GIVEN
    ):
        raise InvalidConfiguration(
            field, f"the values in {field} are numbers up to {LARGEST_GIVEN:g}, not {value!r}"
        )


def _whole(field: str, value: object, low: int) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or value < low:
        raise InvalidConfiguration(
            field, f"{field} is a whole number of at least {low}, not {value!r}"
        )


def validate_hyperparameters(changes: Mapping[str, object]) -> None:
    """Raises `InvalidConfiguration` where a change is not one of `Hyperparameters` or not valid."""
    for name, value in changes.items():
        if name == "optimizer":
            _choice(name, value, OPTIMIZERS)
        elif name == "learning_rate":
            _number(name, value, 0, open_low=True)
        elif name == "clip_norm":
            if value is not None:
                _number(name, value, 0, open_low=True)
        else:
            raise InvalidConfiguration(
                name,
                f"{name} cannot change during a run; {', '.join(HYPERPARAMETERS)} can",
            )


def _array(field: str, nested: object, shape: tuple[int, ...]) -> Array:
    expected = " × ".join(map(str, shape))
    try:
        array = np.array(nested, dtype=np.float64)
    except (TypeError, ValueError, OverflowError):
        raise InvalidConfiguration(
            field, f"{field} is {expected} numbers in nested lists of even length"
        ) from None
    if array.shape != shape:
        actual = " × ".join(map(str, array.shape)) or "a single number"
        raise InvalidConfiguration(field, f"{field} has the shape {expected}, not {actual}")
    if not (np.abs(array) <= LARGEST_GIVEN).all():
        raise InvalidConfiguration(
            field, f"the numbers in {field} are finite and not larger than {LARGEST_GIVEN:g}"
        )
    return array


def _pairs(given: object) -> tuple[Pair, ...]:
    pairs = []
    for each in _sequence("examples", given):
        if (
            isinstance(each, str)
            or not isinstance(each, Sequence)
            or len(each) != 2
            or not all(isinstance(text, str) for text in each)
        ):
            raise InvalidConfiguration(
                "examples", "an example is a pair of texts: what is read, and what is to come of it"
            )
        require_characters("examples", *each)
        pairs.append((each[0], each[1]))
    if not pairs:
        raise InvalidConfiguration("examples", "there is no example to learn from")
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
    what is read and what is to come of it, take the place of another task's own. `sharing` says
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
        _choice("task", self.task, TASKS)
        _choice("cell", self.cell, CELLS)
        if not isinstance(self.text, str):
            raise InvalidConfiguration("text", "the text is a string")
        _whole("distance", self.distance, 1)
        if self.examples is not None:
            object.__setattr__(self, "examples", _pairs(self.examples))
        _whole("hidden_size", self.hidden_size, 1)
        _choice("sharing", self.sharing, SHARING)
        validate_hyperparameters({name: getattr(self, name) for name in HYPERPARAMETERS})
        _choice("initialization", self.initialization, INITIALIZATIONS)
        _number("initialization_scale", self.initialization_scale, 0)
        if self.spectral_radius is not None:
            _number("spectral_radius", self.spectral_radius, 0)
        _number("keep_bias", self.keep_bias, 0)
        if self.keep_bias and self.architecture.cell.keeping_gate is None:
            raise InvalidConfiguration(
                "keep_bias", f"a {self.cell} cell has no gate that keeps its state"
            )
        _whole("seed", self.seed, 0)
        layout = self.architecture.layout
        for name in ("spectral_radius", "h_0"):
            if getattr(self, name) is not None and not self.architecture.recurrent:
                raise InvalidConfiguration(
                    name, f"a {self.cell} passes no state on: it has neither W_hh nor h_0"
                )
        if self.initial_parameters is not None:
            given = {}
            for name, nested in self.initial_parameters.items():
                if name not in layout.shapes:
                    raise InvalidConfiguration(
                        "initial_parameters",
                        f"{name!r} is not a parameter; these are: {', '.join(layout.shapes)}",
                    )
                given[name] = _nested(
                    _array(f"initial_parameters.{name}", nested, layout.shapes[name])
                )
            object.__setattr__(self, "initial_parameters", MappingProxyType(given) or None)
        if self.h_0 is not None:
            if self.made_task.image_shape is not None:
                raise InvalidConfiguration("h_0", "the image decides the initial state here")
            object.__setattr__(self, "h_0", _nested(_array("h_0", self.h_0, (self.hidden_size,))))

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


@dataclass(frozen=True)
class Edit:
    """One weight set to a value; training goes on from there."""

    parameter: str
    index: tuple[int, ...]
    value: float

    def to_dict(self) -> dict[str, Any]:
        """The fields by name, ready to be written as JSON."""
        return {"parameter": self.parameter, "index": list(self.index), "value": self.value}


CHANGES = (*HYPERPARAMETERS, "edits", "clamps")
"""What an intervention can change."""


@dataclass(frozen=True)
class Intervention:
    """A change that takes effect on arrival at `iteration`, before its forward pass.

    `changes` maps names to values: hyperparameters; `edits`, weights to be set; `clamps`, all the
    states that are held at a value from here on (none of them with an empty list). Edits and
    clamps may be given as mappings of their fields. Raises `InvalidConfiguration`.
    """

    iteration: int
    changes: Mapping[str, Any]

    def __post_init__(self) -> None:
        _whole("iteration", self.iteration, 0)
        object.__setattr__(self, "changes", MappingProxyType(validated_changes(self.changes)))

    @property
    def hyperparameters(self) -> dict[str, Any]:
        """The hyperparameters among the changes."""
        return {name: self.changes[name] for name in HYPERPARAMETERS if name in self.changes}

    @property
    def edits(self) -> tuple[Edit, ...]:
        """The weights to be set."""
        return tuple(self.changes.get("edits", ()))

    @property
    def clamps(self) -> tuple[Clamp, ...] | None:
        """The states held from here on; None where that does not change."""
        return self.changes.get("clamps")

    def require_fitting(self, shapes: Shapes, T: int, H: int) -> None:
        """Raises `InvalidConfiguration` where an edit or a clamp is not inside the network."""
        for edit in self.edits:
            if edit.parameter not in shapes:
                raise InvalidConfiguration(
                    "edits",
                    f"{edit.parameter!r} is not a parameter; these are: {', '.join(shapes)}",
                )
            shape = shapes[edit.parameter]
            inside = len(edit.index) == len(shape) and all(
                0 <= place < size for place, size in zip(edit.index, shape, strict=True)
            )
            if not inside:
                ranges = ", ".join(f"0 to {size - 1}" for size in shape)
                raise InvalidConfiguration(
                    "edits", f"the index of {edit.parameter} is {ranges}, not {list(edit.index)}"
                )
        for clamp in self.clamps or ():
            if not 0 <= clamp.unit < H:
                raise InvalidConfiguration("clamps", f"unit is 0 to {H - 1}, not {clamp.unit}")
            if clamp.t is not None and not 1 <= clamp.t <= T:
                raise InvalidConfiguration("clamps", f"t is 1 to {T}, not {clamp.t}")

    def to_dict(self) -> dict[str, Any]:
        """The fields by name, ready to be written as JSON."""
        changes = dict(self.changes)
        for name in ("edits", "clamps"):
            if name in changes:
                changes[name] = [each.to_dict() for each in changes[name]]
        return {"iteration": self.iteration, "changes": changes}


def without_withdrawn_edits(
    changes: Mapping[str, Any],
) -> tuple[dict[str, Any], tuple[Edit, ...]]:
    """The changes without the edits whose value is None, and these, at 0.

    Raises `InvalidConfiguration`.
    """
    rest: list[Any] = []
    withdrawn: list[Edit] = []
    for each in _sequence("edits", changes.get("edits", ())):
        if isinstance(each, Mapping) and "value" in each and each["value"] is None:
            withdrawn.append(_edit({**each, "value": 0.0}))
        else:
            rest.append(each)
    if not withdrawn:
        return dict(changes), ()
    kept = {name: value for name, value in changes.items() if name != "edits"}
    return (kept | {"edits": rest} if rest else kept), tuple(withdrawn)


def validated_changes(changes: Mapping[str, Any]) -> dict[str, Any]:
    """The changes in their proper types. Raises `InvalidConfiguration`."""
    validated: dict[str, Any] = {}
    for name, value in changes.items():
        if name == "edits":
            validated[name] = tuple(_edit(each) for each in _sequence(name, value))
        elif name == "clamps":
            validated[name] = tuple(_clamp(each) for each in _sequence(name, value))
        elif name in HYPERPARAMETERS:
            validate_hyperparameters({name: value})
            validated[name] = value
        else:
            raise InvalidConfiguration(
                name, f"{name} cannot change during a run; {', '.join(CHANGES)} can"
            )
    return validated


def _sequence(field: str, value: object) -> Sequence[Any]:
    if isinstance(value, str) or not isinstance(value, Sequence):
        raise InvalidConfiguration(field, f"{field} is a list")
    return value


def _edit(value: object) -> Edit:
    if isinstance(value, Edit):
        return value
    if not isinstance(value, Mapping) or set(value) != {"parameter", "index", "value"}:
        raise InvalidConfiguration("edits", "an edit has a parameter, an index and a value")
    for place in _sequence("edits", value["index"]):
        _whole("edits", place, 0)
    _finite("edits", value["value"])
    return Edit(str(value["parameter"]), tuple(value["index"]), float(value["value"]))


def _clamp(value: object) -> Clamp:
    if isinstance(value, Clamp):
        return value
    if not isinstance(value, Mapping) or not {"unit", "value"} <= set(value) <= {
        "unit",
        "value",
        "t",
    }:
        raise InvalidConfiguration("clamps", "a clamp has a unit, a value and maybe a timestep t")
    _whole("clamps", value["unit"], 0)
    _finite("clamps", value["value"])
    if value.get("t") is not None:
        _whole("clamps", value["t"], 1)
    return Clamp(value["unit"], float(value["value"]), value.get("t"))
