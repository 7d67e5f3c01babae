"""What a cell is made of, read off its equations: what a picture of it has to show.

Gates, each with the gates it looks through; lanes, on which a state goes on from timestep to
timestep by a product with a gate and without any weights; and a state that is shown of another.
"""

from __future__ import annotations

from dataclasses import dataclass

from rnn_core.cells.protocol import Cell
from rnn_core.equations.expressions import Equation, Expression, Product, Sum
from rnn_core.equations.functions import Apply

_AT_T = ("_t", "")


@dataclass(frozen=True)
class GatePart:
    """A gate, or what is gated: `signed` goes from -1 to 1, other gates from 0 to 1.

    `reads` are the gates of the same timestep that it is computed from.
    """

    name: str
    words: str
    signed: bool
    reads: tuple[str, ...]


@dataclass(frozen=True)
class Lane:
    """`state`_t = `keeps`_t ⊙ `state`_{t-1} + `adds`, where `adds` is made of the gates `by`."""

    state: str
    keeps: str
    adds: str
    by: tuple[str, ...]


@dataclass(frozen=True)
class Shown:
    """`state`_t = `formula`, made of `of`_t, which is handed on as well, and of the gates `by`."""

    state: str
    of: str
    formula: str
    by: tuple[str, ...]


@dataclass(frozen=True)
class Structure:
    """The gates in the order of their rows; all empty for a cell without gates."""

    gates: tuple[GatePart, ...]
    lanes: tuple[Lane, ...]
    shown: tuple[Shown, ...]


def structure_of(cell: Cell) -> Structure:
    """What the cell's forward equations say of its build."""
    stated = {equation.quantity.name: equation for equation in cell.forward}
    gates = tuple(_gate(stated[name], cell.gate_names) for name in cell.gate_names)
    carried = [stated[name] for name in cell.carried]
    lanes = (_lane(equation, cell.gate_names) for equation in carried)
    shown = (_shown(equation, cell) for equation in carried)
    return Structure(
        gates,
        tuple(lane for lane in lanes if lane is not None),
        tuple(each for each in shown if each is not None),
    )


def keeping_gate_of(cell: Cell) -> str:
    """In words, of a cell that has one: `forget gate`, `update gate`."""
    stated = (equation.quantity for equation in cell.forward)
    words = next(quantity.words for quantity in stated if quantity.name == cell.keeping_gate)
    return words.partition(":")[0].removeprefix("the ")


def _now(expression: Expression, names: tuple[str, ...]) -> tuple[str, ...]:
    """Which of these it mentions, at its own timestep."""
    mentioned = (each.quantity.name for each in expression.references() if each.shift == 0)
    return tuple(dict.fromkeys(name for name in mentioned if name in names))


def _gate(equation: Equation, gates: tuple[str, ...]) -> GatePart:
    expression, quantity = equation.expression, equation.quantity
    assert isinstance(expression, Apply), f"{quantity.name} is no function of a sum"
    signed = expression.function == "tanh"
    return GatePart(quantity.name, quantity.words, signed, _now(expression, gates))


def _lane(equation: Equation, gates: tuple[str, ...]) -> Lane | None:
    if not isinstance(equation.expression, Sum):
        return None
    state = equation.quantity
    for kept in equation.expression.terms:
        if not isinstance(kept, Product) or state.before not in kept.factors:
            continue
        others = tuple(term for term in equation.expression.terms if term is not kept)
        added = others[0] if len(others) == 1 else Sum(others)
        (keeps,) = _now(kept, gates)
        return Lane(state.name, keeps, added.plain().replace(*_AT_T), _now(added, gates))
    return None


def _shown(equation: Equation, cell: Cell) -> Shown | None:
    expression, others = (
        equation.expression,
        tuple(name for name in cell.carried if name != equation.quantity.name),
    )
    of = _now(expression, others)
    if not of:
        return None
    formula = expression.plain().replace(*_AT_T)
    return Shown(equation.quantity.name, of[0], formula, _now(expression, cell.gate_names))
