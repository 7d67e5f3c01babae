"""Training: what a run is configured with, and the trainer that steps it."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from types import MappingProxyType
from typing import Any, Literal, Self

import numpy as np

from rnn_core.arrays import (
    Array,
    Layout,
    aligned_empty,
    aligned_zeros,
    frozen,
    frozen_copy,
)
from rnn_core.cells import CELLS
from rnn_core.errors import InvalidConfiguration, RunDiverged
from rnn_core.initialization import INITIALIZATIONS, initialize
from rnn_core.network import UnrolledNetwork, parameter_layout
from rnn_core.optimizers import OPTIMIZERS, clip_scale, global_norm
from rnn_core.tasks import NextCharacter, Task
from rnn_core.trace import Hyperparameters, Setting, Trace
from rnn_core.vocabulary import Vocabulary

Nested = Sequence[Any]
"""Numbers in nested sequences; kept as tuples, which can be compared and written down."""

Stopped = Literal["iterations", "loss", "diverged", "time"]
LARGEST_NORM = 1e140
TASKS = ("next_character",)
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
    if not np.isfinite(array).all():
        raise InvalidConfiguration(field, f"{field} holds a number that is not finite")
    return array


def _nested(array: Array) -> Nested:
    return tuple(_nested(row) if row.ndim else float(row) for row in array)


@dataclass(frozen=True)
class RunConfig:
    """Everything that decides a run's numbers, but its interventions. Validates itself.

    `initial_parameters` (any of W_xh (H, V), W_hh (H, H), W_hy (V, H), b_h (H,), b_y (V,)) take
    the place of what the seed would give; `h_0` (H,) is zero where not given.
    Raises `InvalidConfiguration`.
    """

    task: str = "next_character"
    text: str = "hello"
    cell: str = "tanh"
    hidden_size: int = 6
    optimizer: str = "adagrad"
    learning_rate: float = 0.1
    clip_norm: float | None = 5.0
    initialization: str = "normal"
    initialization_scale: float = 1.0
    seed: int = 7
    initial_parameters: Mapping[str, Nested] | None = None
    h_0: Nested | None = None

    def __post_init__(self) -> None:
        _choice("task", self.task, TASKS)
        _choice("cell", self.cell, CELLS)
        if not isinstance(self.text, str):
            raise InvalidConfiguration("text", "the text is a string")
        vocabulary = NextCharacter(self.text).vocabulary
        _whole("hidden_size", self.hidden_size, 1)
        validate_hyperparameters({name: getattr(self, name) for name in HYPERPARAMETERS})
        _choice("initialization", self.initialization, INITIALIZATIONS)
        _number("initialization_scale", self.initialization_scale, 0)
        _whole("seed", self.seed, 0)
        if self.initial_parameters is not None:
            layout = parameter_layout(CELLS[self.cell], len(vocabulary), self.hidden_size)
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
            object.__setattr__(self, "h_0", _nested(_array("h_0", self.h_0, (self.hidden_size,))))

    @classmethod
    def from_mapping(cls, values: Mapping[str, Any]) -> Self:
        """The configuration with these fields, the others by default."""
        names = {field.name for field in fields(cls)}
        for name in values:
            if name not in names:
                raise InvalidConfiguration(
                    name, f"{name!r} is not a field; these are: {', '.join(sorted(names))}"
                )
        return cls(**values)

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


@dataclass(frozen=True)
class Intervention:
    """A change of hyperparameters that takes effect with the update of `iteration`."""

    iteration: int
    changes: Mapping[str, Any]

    def __post_init__(self) -> None:
        _whole("iteration", self.iteration, 0)
        validate_hyperparameters(self.changes)
        object.__setattr__(self, "changes", MappingProxyType(dict(self.changes)))

    def to_dict(self) -> dict[str, Any]:
        """The fields by name, ready to be written as JSON."""
        return {"iteration": self.iteration, "changes": dict(self.changes)}


@dataclass(frozen=True, eq=False)
class Checkpoint:
    """A trainer's state on arrival at an iteration, before that iteration's interventions."""

    iteration: int
    parameters: Array
    """flat, (P,)"""
    optimizer_state: Array
    """(slots, P)"""
    optimizer_step: int
    hyperparameters: Hyperparameters

    @property
    def size_in_bytes(self) -> int:
        """The memory its arrays take."""
        return self.parameters.nbytes + self.optimizer_state.nbytes


class Trainer:
    """Steps one network through the iterations of a configuration with its interventions.

    Each iteration is evaluated once: forward, backward, clipping, and the optimizer's update, which
    is computed but not added. `step` adds it. So an evaluated iteration can be traced, at the cost
    of copies only and with the very numbers the fast path uses. `on_arrival` is called at every
    iteration before its interventions take effect and before it is evaluated. A `task` takes the
    place of the configuration's own.
    """

    def __init__(
        self,
        configuration: RunConfig,
        interventions: Iterable[Intervention] = (),
        on_arrival: Callable[[Trainer], None] | None = None,
        *,
        task: Task | None = None,
    ) -> None:
        self._on_arrival = on_arrival
        cell = CELLS[configuration.cell]
        task = task or NextCharacter(configuration.text)
        self._vocabulary, sequence = task.vocabulary, task.sequence
        V, H = len(self._vocabulary), configuration.hidden_size
        self._layout = parameter_layout(cell, V, H)
        self._h_0 = frozen(
            np.zeros(H) if configuration.h_0 is None else np.array(configuration.h_0)
        )
        self._parameters = aligned_zeros(self._layout.size)
        self._gradient = aligned_zeros(self._layout.size)
        self._clipped = aligned_zeros(self._layout.size)
        self._update = aligned_zeros(self._layout.size)
        self._network = UnrolledNetwork(
            cell,
            self._vocabulary,
            sequence,
            self._h_0,
            self._layout.views(self._parameters),
            self._layout.views(self._gradient),
        )
        quantities = self._network.quantities()
        self._quantities = [array.reshape(-1) for array in quantities.values()]
        self._setting = Setting(
            text=task.text,
            vocabulary=self._vocabulary.tokens,
            inputs=self._vocabulary.decode(sequence.inputs),
            targets=self._vocabulary.decode(sequence.targets),
            h_0=self._h_0,
            parameter_layout=self._layout,
            timestep_layout=Layout({name: array.shape for name, array in quantities.items()}),
        )
        self._changes = {
            intervention.iteration: intervention.changes for intervention in interventions
        }
        self.start = self._first_checkpoint(configuration)
        self.restore(self.start)

    @property
    def vocabulary(self) -> Vocabulary:
        """The tokens of the task."""
        return self._vocabulary

    @property
    def parameter_count(self) -> int:
        """How many numbers are trained."""
        return sum(math.prod(shape) for shape in self._layout.shapes.values())

    def _first_checkpoint(self, configuration: RunConfig) -> Checkpoint:
        flat = initialize(
            self._layout,
            configuration.initialization,
            configuration.initialization_scale,
            np.random.default_rng(configuration.seed),
        ).copy()
        views = self._layout.views(flat)
        for name, nested in (configuration.initial_parameters or {}).items():
            views[name][...] = nested
        slots = OPTIMIZERS[configuration.optimizer].slots
        return Checkpoint(
            iteration=0,
            parameters=frozen(flat),
            optimizer_state=frozen(np.zeros((len(slots), self._layout.size))),
            optimizer_step=0,
            hyperparameters=configuration.hyperparameters,
        )

    def restore(self, checkpoint: Checkpoint) -> None:
        """Goes to the checkpoint's iteration, whose interventions then take effect."""
        self.iteration = checkpoint.iteration
        self._parameters[...] = checkpoint.parameters
        self._state = aligned_zeros(*checkpoint.optimizer_state.shape)
        self._state[...] = checkpoint.optimizer_state
        self._optimizer_step = checkpoint.optimizer_step
        self._use(checkpoint.hyperparameters)
        self._arrive()

    def checkpoint(self) -> Checkpoint:
        """The state on arrival; to be asked for by `on_arrival`, before anything changes it."""
        return Checkpoint(
            iteration=self.iteration,
            parameters=frozen_copy(self._parameters),
            optimizer_state=frozen_copy(self._state),
            optimizer_step=self._optimizer_step,
            hyperparameters=self.hyperparameters,
        )

    def _use(self, hyperparameters: Hyperparameters) -> None:
        self.hyperparameters = hyperparameters
        self._optimizer = OPTIMIZERS[hyperparameters.optimizer]

    def _arrive(self) -> None:
        self._evaluated = False
        if self._on_arrival is not None:
            self._on_arrival(self)
        changes = self._changes.get(self.iteration)
        if changes is None:
            return
        before = self.hyperparameters.optimizer
        self._use(replace(self.hyperparameters, **changes))
        if self.hyperparameters.optimizer != before:
            self._state = aligned_zeros(len(self._optimizer.slots), self._layout.size)
            self._optimizer_step = 0

    def evaluate(self) -> float:
        """The loss at this iteration, with everything the next step needs computed."""
        if not self._evaluated:
            with np.errstate(all="ignore"):
                self._evaluate()
        return self.loss

    def _evaluate(self) -> None:
        gradient, hyperparameters = self._gradient, self.hyperparameters
        self.loss = self._network.forward()
        self._network.backward()
        self._gradient_norm = global_norm(gradient)
        self._clip_scale = clip_scale(self._gradient_norm, hyperparameters.clip_norm)
        if self._clip_scale != 1.0:
            gradient = np.multiply(gradient, self._clip_scale, out=self._clipped)
        if not self._update.flags.writeable:  # a trace has it
            self._update = aligned_empty(self._layout.size)
        self._optimizer.update(
            hyperparameters.learning_rate,
            gradient,
            self._optimizer_step + 1,
            self._state,
            self._update,
        )
        dh_0 = self._network.dh_0
        # Not only finite: squares of it, summed over any run, must be finite as well.
        self.diverged: bool = not (
            math.isfinite(self.loss)
            and self._gradient_norm * max(1.0, hyperparameters.learning_rate) < LARGEST_NORM
            and dh_0.dot(dh_0) < LARGEST_NORM
        )
        self._evaluated = True

    def _step(self) -> None:
        np.add(self._parameters, self._update, out=self._parameters)
        self._optimizer_step += 1
        self.iteration += 1
        self._arrive()

    def step(self) -> float:
        """One iteration further; returns the loss there. Raises `RunDiverged`."""
        self.evaluate()
        if self.diverged:
            raise RunDiverged(self.iteration)
        self._step()
        return self.evaluate()

    def advance(
        self,
        iterations: int,
        until_loss: float | None = None,
        seconds: float | None = None,
        losses: list[float] | None = None,
    ) -> Stopped:
        """Steps without traces until one of the limits is reached; says which one.

        Stops after `iterations`, below `until_loss`, at a diverged iteration, or after `seconds`
        (of wall clock, checked after every iteration). Every new loss is appended to `losses`.
        """
        deadline = None if seconds is None else time.perf_counter() + seconds
        self.evaluate()
        with np.errstate(all="ignore"):
            if until_loss is not None and self.loss < until_loss:
                return "loss"
            for _ in range(iterations):
                if self.diverged:
                    break
                self._step()
                self._evaluate()
                if losses is not None:
                    losses.append(self.loss)
                if until_loss is not None and self.loss < until_loss:
                    return "loss"
                if deadline is not None and time.perf_counter() > deadline and not self.diverged:
                    return "time"
        return "diverged" if self.diverged else "iterations"

    def trace(self) -> Trace:
        """The record of this iteration."""
        self.evaluate()
        # One copy: many middle-sized ones cost several times as much in the allocator.
        record = np.concatenate(
            (
                self._parameters,
                self._gradient,
                *self._state,
                *self._quantities,
                self._network.dh_0,
            )
        )
        return Trace(
            iteration=self.iteration,
            hyperparameters=self.hyperparameters,
            loss=self.loss,
            diverged=self.diverged,
            gradient_norm=self._gradient_norm,
            clip_scale=self._clip_scale,
            optimizer_step=self._optimizer_step + 1,
            optimizer_slots=self._optimizer.slots,
            setting=self._setting,
            record=frozen(record),
            update=frozen(self._update),
        )
