"""How the course of a run may be changed: hyperparameters, weights and held states."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from types import MappingProxyType
from typing import Any

from rnn_core.arrays import Shapes
from rnn_core.errors import InvalidConfiguration
from rnn_core.trace import Clamp, Hyperparameters
from rnn_core.training.optimizers import OPTIMIZERS
from rnn_core.training.validation import (
    require_choice,
    require_finite,
    require_number,
    require_whole,
    sequence,
)
from rnn_core.words import indexes_in_words

HYPERPARAMETERS = tuple(field.name for field in fields(Hyperparameters))


def validate_hyperparameters(changes: Mapping[str, object]) -> None:
    """Raises `InvalidConfiguration` where a change is not one of `Hyperparameters` or not valid."""
    for name, value in changes.items():
        if name == "optimizer":
            require_choice(name, value, OPTIMIZERS)
        elif name == "learning_rate":
            require_number(name, value, 0, open_low=True)
        elif name == "clip_norm":
            if value is not None:
                require_number(name, value, 0, open_low=True)
        else:
            raise InvalidConfiguration(
                name,
                f"{name} cannot change during a run; {', '.join(HYPERPARAMETERS)} can",
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
        require_whole("iteration", self.iteration, 0)
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
                    f"“{edit.parameter}” is not a parameter; the parameters are: "
                    f"{', '.join(shapes)}",
                    code="unknown-parameter",
                    parameter=edit.parameter,
                    known=", ".join(shapes),
                )
            shape = shapes[edit.parameter]
            inside = len(edit.index) == len(shape) and all(
                0 <= place < size for place, size in zip(edit.index, shape, strict=True)
            )
            if not inside:
                raise InvalidConfiguration(
                    "edits",
                    f"{indexes_in_words(edit.parameter, shape)}, but got {list(edit.index)}",
                )
        for clamp in self.clamps or ():
            if not 0 <= clamp.unit < H:
                raise InvalidConfiguration(
                    "clamps",
                    f"unit must be 0 to {H - 1}, but is {clamp.unit}",
                    code="unit",
                    last=H - 1,
                    given=clamp.unit,
                )
            if clamp.t is not None and not 1 <= clamp.t <= T:
                raise InvalidConfiguration(
                    "clamps",
                    f"t must be 1 to {T}, but is {clamp.t}",
                    code="timestep",
                    last=T,
                    given=clamp.t,
                )

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
    for each in sequence("edits", changes.get("edits", ())):
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
            validated[name] = tuple(_edit(each) for each in sequence(name, value))
        elif name == "clamps":
            validated[name] = tuple(_clamp(each) for each in sequence(name, value))
        elif name in HYPERPARAMETERS:
            validate_hyperparameters({name: value})
            validated[name] = value
        else:
            raise InvalidConfiguration(
                name, f"{name} cannot change during a run; {', '.join(CHANGES)} can"
            )
    return validated


def _edit(value: object) -> Edit:
    if isinstance(value, Edit):
        return value
    if not isinstance(value, Mapping) or set(value) != {"parameter", "index", "value"}:
        raise InvalidConfiguration("edits", "an edit must have a parameter, an index and a value")
    for place in sequence("edits", value["index"]):
        require_whole("edits", place, 0)
    require_finite("edits", value["value"])
    return Edit(str(value["parameter"]), tuple(value["index"]), float(value["value"]))


def _clamp(value: object) -> Clamp:
    if isinstance(value, Clamp):
        return value
    if not isinstance(value, Mapping) or not {"unit", "value"} <= set(value) <= {
        "unit",
        "value",
        "t",
    }:
        raise InvalidConfiguration(
            "clamps", "a clamp must have a unit and a value, and may have a timestep t"
        )
    require_whole("clamps", value["unit"], 0)
    require_finite("clamps", value["value"])
    if value.get("t") is not None:
        require_whole("clamps", value["t"], 1)
    return Clamp(value["unit"], float(value["value"]), value.get("t"))
