"""The frozen record of everything one iteration computed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from textwrap import fill
from typing import TYPE_CHECKING

import numpy as np

from rnn_core.arrays import Array, Layout, NamedArrays, listed
from rnn_core.display.markup import Markup, card
from rnn_core.display.network import Column, Picture, Prediction, unrolled_network
from rnn_core.words import Remark, shortened

NORMED = ("dh_from_output", "dh_from_future", "dh", "dc_from_future", "dc", "dh_0", "dc_0")
"""The gradients whose norms a trace has, as far as the cell has them."""


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


@dataclass(frozen=True)
class Stretch:
    """Timesteps that use the same weights, `first` to `last`; all of them in an ordinary network.

    `name` is "", or the part of the sequence ("encoder"), or in an unshared network the timestep.
    `inputs` is what stands for each place of x_t; `writes`: the outputs there are predictions;
    `parameters` says what W_xh and the others are called here.
    """

    name: str
    first: int
    last: int
    inputs: tuple[str, ...]
    writes: bool
    parameters: Mapping[str, str]


@dataclass(frozen=True, eq=False)
class Setting:
    """What an iteration was about: the example, and where its numbers lie in the record."""

    source: str
    target: str
    example: int
    """Its place among the training examples."""
    examples: int
    """How many there are."""
    image_shape: tuple[int, int] | None
    vocabulary: tuple[str, ...]
    inputs: tuple[str, ...]
    targets: tuple[str | None, ...]
    input_ids: tuple[int, ...]
    stretches: tuple[Stretch, ...]
    hidden_size: int
    gate_names: tuple[str, ...]
    carried: tuple[str, ...]
    reads: int
    """How many of the last letters x_t holds."""
    parameter_layout: Layout
    timestep_layout: Layout
    initial_layout: Layout


@dataclass(frozen=True, eq=False, repr=False)
class Trace:
    """Iteration k: the network after k updates, its passes, and the update the next step adds.

    Arrays are read-only. `T` timesteps, `V` tokens, `H` units; row t-1 of an array in `timesteps`
    belongs to timestep t. Losses are in nats; `loss` is their sum over time.

    What `timesteps`, `parameters` and `initials` hold is an attribute as well: `trace.h` (T, H),
    `trace.probs` (T, V), `trace.W_hh` (H, H), `trace.h_0` (H,); the loss of each timestep is
    `trace.timesteps["loss"]`.

    All arrays lie in one flat record (parameters, gradients, the optimizer's state, timesteps,
    what there is before them) and are looked up in it on access; only the update is an array
    of its own.
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

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Array:
            if not name.startswith("__") and "setting" in vars(self):
                for arrays in (self.timesteps, self.parameters, self.initials):
                    if name in arrays:
                        return arrays[name]
            raise AttributeError(f"a trace has no {name!r}; its repr lists what it has")

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *self.timesteps, *self.parameters, *self.initials]

    def __repr__(self) -> str:
        rows = {
            "timesteps": listed(self.timesteps.shapes),
            "before t = 1": listed(self.initials.shapes),
            "parameters": listed(self.parameters.shapes),
            "gradients, updates": "as the parameters",
            "optimizer_state": ", ".join(self.optimizer_slots) or "none",
        }
        return "\n".join([f"Trace of {self._gist}", *(_row(*row) for row in rows.items())])

    @property
    def _gist(self) -> str:
        sizes = f"T = {self.T}, V = {len(self.vocabulary)}, H = {self.setting.hidden_size}"
        return (
            f"iteration {self.iteration}, loss {self.loss:.4g}: {shortened(self.text)!r}, {sizes}"
        )

    def _repr_html_(self) -> str:
        return card(f"Trace of {self._gist}", self.drawing)

    @cached_property
    def drawing(self) -> Markup:
        """The unrolled network with this iteration's numbers, as SVG; large ones in part."""
        return unrolled_network(self._picture())

    @property
    def text(self) -> str:
        """What is read, as people write it."""
        return self.setting.source

    @property
    def vocabulary(self) -> tuple[str, ...]:
        """The V tokens of the output in the order of their ids."""
        return self.setting.vocabulary

    @property
    def inputs(self) -> tuple[str, ...]:
        """The token read at t = 1..T."""
        return self.setting.inputs

    @property
    def targets(self) -> tuple[str | None, ...]:
        """The token to be predicted at t = 1..T; None where nothing is."""
        return self.setting.targets

    @property
    def stretches(self) -> tuple[Stretch, ...]:
        """Which weights the timesteps use."""
        return self.setting.stretches

    def stretch_at(self, t: int) -> Stretch:
        """The weights that timestep `t` uses."""
        return next(stretch for stretch in self.stretches if stretch.first <= t <= stretch.last)

    def stretch_of(self, parameter: str) -> Stretch | None:
        """The timesteps that use a parameter, where not all of them do."""
        return next(
            (s for s in self.stretches if s.name and parameter in s.parameters.values()), None
        )

    def x(self, t: int) -> Array:
        """The input at timestep `t`: a place for everything that can be read there."""
        row: Array = self.timesteps["x"][t - 1]
        return row[: len(self.stretch_at(t).inputs)]

    def read_at(self, t: int, place: int) -> tuple[bool, str]:
        """Whether this place of x_t is 1, and why."""
        V = len(self.stretch_at(t).inputs) // self.setting.reads
        back, token = divmod(place, V)
        if t - back < 1:
            return False, Remark("nothing is read before t = 1", remark="nothing-read")
        is_it = self.setting.input_ids[t - back - 1] == token
        return is_it, Remark(
            f"{'' if is_it else 'not '}the input at t = {t - back}",
            remark="input",
            yes="yes" if is_it else "no",
            t=t - back,
        )

    @property
    def initials(self) -> NamedArrays:
        """What there is before the first timestep: h_0 and dh_0 (H,); c_0, dc_0 of an LSTM; with
        an image p (pixels,), a_0 and da_0."""
        layout = self.setting.initial_layout
        return NamedArrays(self.record[len(self.record) - layout.size :], layout)

    @property
    def h(self) -> Array:
        """The hidden states, (T, H)."""
        return self.timesteps["h"]

    @property
    def probs(self) -> Array:
        """The probability of each token, (T, V)."""
        return self.timesteps["probs"]

    @property
    def h_0(self) -> Array:
        """The initial state, (H,)."""
        return self.initials["h_0"]

    @property
    def gate_names(self) -> tuple[str, ...]:
        """The gates that the rows of W_xh, W_hh and b_h belong to, in their order; empty where
        each unit has one row."""
        return self.setting.gate_names

    def row_labels(self, rows: int) -> tuple[str, ...]:
        """What to call the rows of an array over units or over gates: `2`, or `f[2]`."""
        H = self.setting.hidden_size
        if rows == H:
            return tuple(map(str, range(H)))
        return tuple(f"{gate}[{unit}]" for gate in self.gate_names for unit in range(H))

    @property
    def dh_0(self) -> Array:
        """∂L/∂h_0, (H,)."""
        return self.initials["dh_0"]

    @property
    def parameters(self) -> NamedArrays:
        """W_xh (H, V), W_hh (H, H), W_hy (V, H), b_h (H,), b_y (V,); by the names of their
        `stretches` where not all timesteps use the same."""
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

    def _picture(self) -> Picture:
        timesteps, targets, norms = self.timesteps, self.targets, self.norms
        columns = [
            Column(
                t=t,
                token=self.inputs[t - 1],
                states=timesteps["h"][t - 1],
                gradient=float(norms["dh_norm"][t - 1]),
                prediction=None
                if (target := targets[t - 1]) is None
                else Prediction(
                    timesteps["probs"][t - 1],
                    self.vocabulary.index(target),
                    float(timesteps["loss"][t - 1]),
                ),
            )
            for t in range(1, self.T + 1)
        ]
        shape = self.setting.image_shape
        return Picture(
            tokens=self.vocabulary,
            columns=columns,
            initial=self.h_0 if self.setting.carried else None,
            initial_gradient=float(norms["dh_0_norm"]),
            image=None if shape is None else self.initials["p"].reshape(shape),
        )

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
        """Euclidean norms of the states' gradients and of the parts that meet there: dh_norm,
        dh_from_output_norm and dh_from_future_norm (T,), dh_0_norm (); of an LSTM dc_norm and
        dc_from_future_norm (T,), dc_0_norm () as well."""
        there = (self.timesteps, self.initials)
        gradients = {name: each[name] for name in NORMED for each in there if name in each}
        with np.errstate(all="ignore"):
            return {
                f"{name}_norm": np.asarray(np.sqrt(np.einsum("...i,...i->...", each, each)))
                for name, each in gradients.items()
            }

    @cached_property
    def predictions(self) -> tuple[str, ...]:
        """The most probable token of each timestep."""
        return tuple(self.vocabulary[id_] for id_ in self.timesteps["probs"].argmax(axis=1))


def _row(name: str, entries: str) -> str:
    space = "\N{NO-BREAK SPACE}"
    unbroken = entries.replace(" ", space).replace(f"),{space}", "), ")
    lines = fill(unbroken, 96, initial_indent=f"  {name:18}  ", subsequent_indent=" " * 22)
    return lines.replace(space, " ")
