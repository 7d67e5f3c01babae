"""The frozen record of everything one iteration computed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from rnn_core.arrays import Array, Layout, NamedArrays

_NORMED = ("dh", "dh_from_output", "dh_from_future")


@dataclass(frozen=True)
class Hyperparameters:
    """What may change during a run. `clip_norm` None is no clipping."""

    optimizer: str
    learning_rate: float
    clip_norm: float | None


@dataclass(frozen=True)
class Clamp:
    """A unit's state held at a value, at timestep `t` or, with None, at all of them."""

    unit: int
    value: float
    t: int | None = None

    def holds(self, t: int, unit: int) -> bool:
        """Whether it is this unit at this timestep that is held."""
        return self.unit == unit and self.t in (None, t)

    def to_dict(self) -> dict[str, int | float | None]:
        """The fields by name, ready to be written as JSON."""
        return {"unit": self.unit, "value": self.value, "t": self.t}


@dataclass(frozen=True, eq=False)
class Setting:
    """What is the same in all traces of a trainer."""

    text: str
    vocabulary: tuple[str, ...]
    inputs: tuple[str, ...]
    targets: tuple[str, ...]
    h_0: Array
    gate_names: tuple[str, ...]
    parameter_layout: Layout
    timestep_layout: Layout


@dataclass(frozen=True, eq=False)
class Trace:
    """Iteration k: the network after k updates, its passes, and the update the next step adds.

    Arrays are read-only. `T` timesteps, `V` tokens, `H` units; row t-1 of an array in `timesteps`
    belongs to timestep t. Losses are in nats; `loss` is their sum over time.

    All arrays lie in one flat record (parameters, gradients, the optimizer's state, timesteps,
    dh_0) and are looked up in it when asked for; only the update is an array of its own.
    """

    iteration: int
    hyperparameters: Hyperparameters
    clamps: tuple[Clamp, ...]
    """The states that are held; later ones go before earlier ones."""
    loss: float
    diverged: bool
    """Whether the loss, a gradient or the update is not finite, or too large to be squared."""
    gradient_norm: float
    """Global norm before clipping."""
    clip_scale: float
    """What the gradients are multiplied with before the optimizer sees them; 1 is no clipping."""
    optimizer_step: int
    """Which of the optimizer's updates this one is, from 1."""
    optimizer_slots: tuple[str, ...]
    setting: Setting
    record: Array
    update: Array
    """All updates as one flat vector."""

    @property
    def text(self) -> str:
        """The text of the task."""
        return self.setting.text

    @property
    def vocabulary(self) -> tuple[str, ...]:
        """The V tokens in the order of their ids."""
        return self.setting.vocabulary

    @property
    def inputs(self) -> tuple[str, ...]:
        """The token read at t = 1..T."""
        return self.setting.inputs

    @property
    def targets(self) -> tuple[str, ...]:
        """The token to be predicted at t = 1..T."""
        return self.setting.targets

    @property
    def h_0(self) -> Array:
        """The initial state, (H,)."""
        return self.setting.h_0

    @property
    def gate_names(self) -> tuple[str, ...]:
        """The gates that the rows of W_xh, W_hh and b_h belong to, in their order; empty where
        each unit has one row."""
        return self.setting.gate_names

    def row_labels(self, rows: int) -> tuple[str, ...]:
        """What to call the rows of an array over units or over gates: `2`, or `f[2]`."""
        H = len(self.h_0)
        if rows == H:
            return tuple(map(str, range(H)))
        return tuple(f"{gate}[{unit}]" for gate in self.gate_names for unit in range(H))

    @property
    def dh_0(self) -> Array:
        """∂L/∂h_0, (H,)."""
        return self.record[-len(self.setting.h_0) :]

    @property
    def parameters(self) -> NamedArrays:
        """W_xh (H, V), W_hh (H, H), W_hy (V, H), b_h (H,), b_y (V,)."""
        return self._parameter_like(0)

    @property
    def gradients(self) -> NamedArrays:
        """Before clipping, in the shapes of the parameters."""
        return self._parameter_like(1)

    @property
    def optimizer_state(self) -> dict[str, NamedArrays]:
        """slot -> parameter -> array: the state with this iteration's gradient in it."""
        return {
            slot: self._parameter_like(2 + place) for place, slot in enumerate(self.optimizer_slots)
        }

    @property
    def updates(self) -> NamedArrays:
        """What the next step adds to `parameters`."""
        return NamedArrays(self.update, self.setting.parameter_layout)

    @property
    def timesteps(self) -> NamedArrays:
        """x, logits, probs, dlogits (T, V); a, h, dh_from_output, dh_from_future, dh, da (T, H);
        loss (T,)."""
        start = (2 + len(self.optimizer_slots)) * self.setting.parameter_layout.size
        stop = start + self.setting.timestep_layout.size
        return NamedArrays(self.record[start:stop], self.setting.timestep_layout)

    def _parameter_like(self, place: int) -> NamedArrays:
        layout = self.setting.parameter_layout
        return NamedArrays(self.record[place * layout.size : (place + 1) * layout.size], layout)

    @property
    def T(self) -> int:
        """The number of timesteps."""
        return len(self.inputs)

    @property
    def clipped_gradient_norm(self) -> float:
        """Global norm after clipping."""
        return self.gradient_norm * self.clip_scale

    @cached_property
    def norms(self) -> dict[str, Array]:
        """Euclidean norms of the states' gradients: dh_norm, dh_from_output_norm and
        dh_from_future_norm (T,), dh_0_norm ()."""
        gradients = {name: self.timesteps[name] for name in _NORMED} | {"dh_0": self.dh_0}
        with np.errstate(all="ignore"):
            return {
                f"{name}_norm": np.asarray(np.sqrt(np.einsum("...i,...i->...", each, each)))
                for name, each in gradients.items()
            }

    @cached_property
    def predictions(self) -> tuple[str, ...]:
        """The most probable token of each timestep."""
        return tuple(self.vocabulary[id_] for id_ in self.timesteps["probs"].argmax(axis=1))
