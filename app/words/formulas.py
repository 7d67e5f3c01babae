"""The equations of the pages: read off the core's statements, typeset as inline SVG."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Any

from markupsafe import Markup

from app.words.language import DEFAULT
from app.words.typesetting import Drawing, drawn, sprite
from rnn_core.analysis.model import Model
from rnn_core.cells.registry import CELLS
from rnn_core.equations.expressions import Equation, Quantity, Reference
from rnn_core.equations.notation import (
    CLIP_SCALE,
    DH,
    DH_FROM_FUTURE,
    DH_FROM_OUTPUT,
    W_HH,
    clipped_gradient_of,
    gradient_of,
    optimizer_state_of,
    update_of,
)
from rnn_core.equations.operations import Gate, Nothing, Stack
from rnn_core.network import image_layer
from rnn_core.network.architecture import Architecture
from rnn_core.tasks.next_character import NextCharacter
from rnn_core.training.optimizers import OPTIMIZERS

_CELL = "tanh"
_ANY_PARAMETER = r"\theta"
_JOINED = ("dh_through", "dc_from_future")
"""What some cells name by the way, and formulas that are read in a row need not."""

_STATED = {
    "logits": ("logits", True),
    "probs": ("probs", True),
    "loss_t": ("loss", True),
    "loss": ("loss", False),
    "dlogits": ("dlogits", True),
    "dW_hy": ("gradients.W_hy", False),
}
"""The passes' equations by the names the templates use, with what they are stated for."""


@lru_cache(maxsize=16)
def model(cell: str, optimizer: str, *, clipped: bool) -> Model:
    """All equations of such a network."""
    smallest = Architecture(CELLS[cell], NextCharacter("ab"), hidden_size=1)
    return Model(smallest, optimizer, clipped=clipped)


def written_out(equation: Equation, definitions: Mapping[str, Equation]) -> Equation:
    """The equation with these quantities replaced by what they are defined as."""
    return replace(equation, expression=_written_out(equation.expression, definitions))


def _written_out(part: Any, definitions: Mapping[str, Equation]) -> Any:
    if isinstance(part, Reference):
        definition = definitions.get(part.quantity.name)
        if definition is None:
            return part
        if isinstance(definition.expression, Reference):
            return replace(definition.expression, shift=part.shift)
        return definition.expression if part.shift in (0, None) else part
    if isinstance(part, tuple):
        return tuple(_written_out(each, definitions) for each in part)
    if is_dataclass(part) and not isinstance(part, type):
        return replace(
            part,
            **{
                field.name: _written_out(getattr(part, field.name), definitions)
                for field in fields(part)
            },
        )
    return part


@cache
def stated() -> Mapping[str, str]:
    """The LaTeX of every formula that the templates name; `cell.quantity` for a cell's own."""
    passes = model(_CELL, "sgd", clipped=True).equations
    latex = {name: passes[key].latex() for name, key in _STATED.items()}
    for cell in CELLS:
        latex |= {f"{cell}.{name}": text for name, text in _stated_by(cell).items()}
    for equation in (*image_layer.FORWARD, *image_layer.BACKWARD, *image_layer.GRADIENTS):
        latex[f"image.{equation.quantity.name}"] = equation.latex()
    clipped = passes[clipped_gradient_of(W_HH).name, False]
    scale = {CLIP_SCALE.name: passes[CLIP_SCALE.name, False]}
    latex["clip"] = _of_any(written_out(clipped, scale))
    for name, optimizer in OPTIMIZERS.items():
        equations = model(_CELL, name, clipped=True).equations
        latex[name] = _of_any(equations[update_of(W_HH).name, False])
        for slot in optimizer.slots:
            state = equations[optimizer_state_of(slot, "", W_HH).name, False]
            latex[f"{name}_{slot}"] = _of_any(state)
    return MappingProxyType(latex)


def cells() -> list[str]:
    """The cells whose formulas the pages can show."""
    return list(CELLS)


def optimizers() -> Mapping[str, Sequence[str]]:
    """The names of each optimizer's formulas: its state, then its update."""
    return {
        name: (*(f"{name}_{slot}" for slot in optimizer.slots), name)
        for name, optimizer in OPTIMIZERS.items()
    }


def forward_of(cell: str) -> list[str]:
    """The names of the cell's own forward formulas, in their order."""
    return [f"{cell}.{equation.quantity.name}" for equation in CELLS[cell].forward]


def backward_of(cell: str) -> list[str]:
    """The names of the cell's own backward formulas, those of its gates one by one."""
    return [name for name in stated() if name.startswith(f"{cell}.d")]


def gradients_of(cell: str) -> list[str]:
    """The names of the formulas of the cell's weight matrices' gradients."""
    return [f"{cell}.gradients.{matrix.name}" for matrix in _matrices_of(cell)]


def _matrices_of(cell: str) -> list[Quantity]:
    return [matrix for matrix in CELLS[cell].parameters if len(matrix.axes) == 2]


def _stated_by(cell: str) -> Mapping[str, str]:
    """The formulas of one cell, as far as it has its own."""
    own, equations = CELLS[cell], model(cell, "sgd", clipped=True).equations
    latex = {equation.quantity.name: equation.latex() for equation in own.forward}
    latex["dh"] = _state_gradient(cell)
    for equation in own.backward:
        name = equation.quantity.name
        if name in (*_JOINED, DH_FROM_FUTURE.name, DH.name):
            continue
        now = written_out(equation, _joined(cell))
        if isinstance(now.expression, Stack):
            left = equation.quantity.symbol("t")
            for gate, part in zip(own.gate_names, now.expression.parts, strict=True):
                # What a gate passes on as it is says nothing.
                if not isinstance(part, Gate):
                    latex[f"{name}.{gate}"] = rf"{left}[\text{{{gate}}}] = {part.latex()}"
        else:
            latex[name] = now.latex()
    for matrix in _matrices_of(cell):
        key = gradient_of(matrix).name
        latex[key] = equations[key, False].latex()
    return latex


def _joined(cell: str) -> Mapping[str, Equation]:
    equations = model(cell, "sgd", clipped=True).equations
    return {name: equations[name, True] for name in _JOINED if (name, True) in equations}


def _state_gradient(cell: str) -> str:
    """The two streams into the state's gradient, written out."""
    equations = model(cell, "sgd", clipped=True).equations
    parts = {of.name: equations[of.name, True] for of in (DH_FROM_OUTPUT, DH_FROM_FUTURE)}
    if isinstance(parts[DH_FROM_FUTURE.name].expression, Nothing):
        only = replace(equations[DH.name, True], expression=DH_FROM_OUTPUT.now)
        return written_out(only, {DH_FROM_OUTPUT.name: parts[DH_FROM_OUTPUT.name]}).latex()
    return written_out(written_out(equations[DH.name, True], parts), _joined(cell)).latex()


def _of_any(equation: Equation) -> str:
    """The same equation holds for every parameter."""
    return equation.latex().replace(W_HH.latex, _ANY_PARAMETER)


def formula(name: str, language: str) -> Markup:
    """The named formula of `stated` as inline SVG; the page must also hold `symbols()`."""
    return Markup(drawn(stated()[name], language).svg)


@cache
def symbols() -> Markup:
    """The glyph outlines of all formulas that the templates name, to stand once in a page."""
    return sprite(drawn(latex, DEFAULT).glyphs for latex in stated().values())


def formula_of(
    cell: str, optimizer: str, quantity: str, t: int | None, *, clipped: bool, language: str
) -> Drawing | None:
    """The equation of a quantity, at a timestep where it has one; None where there is none."""
    if cell not in CELLS or optimizer not in OPTIMIZERS:
        return None
    equation = model(cell, optimizer, clipped=clipped).equations.get((quantity, t is not None))
    time = "t" if t is None else str(t)
    return None if equation is None else drawn(equation.latex(time), language)


def stated_for_all(
    cell: str, optimizer: str, *, clipped: bool
) -> Mapping[tuple[str, bool], Equation]:
    """The equations of a network that shares its weights and has one part and no image."""
    return model(cell, optimizer, clipped=clipped).equations


def formula_path(cell: str, optimizer: str, quantity: str, t: int | None, *, clipped: bool) -> str:
    """Where the page gets `formula_of`."""
    time = "" if t is None else f"t={t}&"
    return f"/formulas/{cell}/{optimizer}/{quantity}.svg?{time}clipped={str(clipped).lower()}"
