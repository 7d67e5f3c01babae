"""Why one number is what it is: its arithmetic, as text for terminals and HTML for notebooks."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from rnn_core.display.markup import LINE, LOSS, MUTED, TEXT, W_HH, W_HY, W_XH, Markup, card, tag
from rnn_core.equations.expressions import Equation, Quantity
from rnn_core.equations.precedence import Binding, Written, added, divided, multiplied, negative
from rnn_core.equations.precedence import number as written_number
from rnn_core.equations.terms import (
    FUNCTIONS,
    Address,
    FunctionTerm,
    NumberTerm,
    Operand,
    ProductTerm,
    SoftmaxTerm,
    SumTerm,
    Term,
)
from rnn_core.words import counted

_WIDTH = 13
_MINUS = "\N{MINUS SIGN}"
_MOST_IN_LINE = 6
"""The arithmetic of more operands is not written in one line."""
_MOST_TERMS = 10
_KEPT_TERMS = 8
"""Longer sums fold to the terms that matter most, and the total of the others."""


@dataclass(frozen=True, repr=False)
class Derivation:
    """Why one number is what it is.

    `term` is the arithmetic that made it; where there is none the walk ends, and `source` says
    where the number comes from. `equation` is the statement that both are read off. Printed, it
    shows all of the arithmetic, and in a notebook the terms that matter most.
    """

    address: Address
    quantity: Quantity
    words: str
    value: float
    equation: Equation | None
    term: Term | None
    source: str | None
    symbol_of: Callable[[Address], str] = field(compare=False)
    """How an address is written: with tokens in the place of their ids."""

    @property
    def operands(self) -> tuple[Operand, ...]:
        """The named numbers it was made of: `explain(run, operand.address)` goes on from there."""
        return tuple(self.term.operands()) if self.term is not None else ()

    @property
    def formula(self) -> str | None:
        """The equation in one line of text."""
        t = self.address.t
        return None if self.equation is None else self.equation.plain("t" if t is None else str(t))

    def __str__(self) -> str:
        return "\n".join(_lines(self))

    def __repr__(self) -> str:
        return "\n".join(_lines(self, folded=True))

    def _repr_html_(self) -> str:
        return _html(self)


@dataclass(frozen=True)
class Fold:
    """Which terms of a sum are shown; the `rest`, so many, come to `value` together."""

    shown: tuple[int, ...]
    rest: int
    value: float
    zero: bool
    """Whether each of the rest is zero."""


def fold(values: Sequence[float], kept: Sequence[int] = ()) -> Fold | None:
    """The terms of a sum that matter; None when all do. `kept` are shown whatever they are."""
    nonzero = [place for place, value in enumerate(values) if value != 0]
    shown = nonzero if len(values) - len(nonzero) > 1 else list(range(len(values)))
    if len(shown) > _MOST_TERMS:
        by_size = sorted(nonzero, key=lambda place: -abs(values[place]))
        shown = by_size[:_KEPT_TERMS]
    shown = sorted({*(shown or [0]), *kept})
    rest = [value for place, value in enumerate(values) if place not in set(shown)]
    if not rest:
        return None
    together = math.fsum(rest) if all(map(math.isfinite, rest)) else sum(rest)
    return Fold(tuple(shown), len(rest), together, not any(rest))


def _lines(derivation: Derivation, *, folded: bool = False) -> Iterator[str]:
    address, term = derivation.address, derivation.term
    yield f"{derivation.symbol_of(address)} = {_number(derivation.value)}"
    yield f"{derivation.words}; iteration {address.iteration}"
    for part in (derivation.formula, derivation.source):
        if part is not None:
            yield ""
            yield f"  {part}"
    if term is None or isinstance(term, NumberTerm):
        return
    yield ""
    if isinstance(term, SumTerm):
        yield from _sum(term, derivation, folded=folded)
        return
    operands = _named_operands(derivation, folded=folded)
    width = max((len(name) for name, _ in operands), default=0)
    for name, value in operands:
        yield f"    {name:{width}}  {_in_column(value)}"
    if len(derivation.operands) > len(operands):
        yield f"    ({len(derivation.operands) - len(operands)} more)"
    if len(operands) <= _MOST_IN_LINE:
        yield ""
        yield f"  {written(term)} = {_number(term.value)}"


def _named_operands(derivation: Derivation, *, folded: bool) -> list[tuple[str, float]]:
    operands = derivation.operands
    shown = operands[:_MOST_TERMS] if folded else operands
    return [(_operand(each, derivation).text, each.value) for each in shown]


def _sum(term: SumTerm, of: Derivation, *, folded: bool) -> Iterator[str]:
    rows = [(_name(each, of), written(each), each.value) for each in flattened(term)]
    fewer = fold([value for *_, value in rows]) if folded else None
    if fewer is None:
        shown = [row for row in rows if row[2] != 0] or rows[:1]
        rest = _rest(len(rows) - len(shown), None)
    else:
        shown = [rows[place] for place in fewer.shown]
        rest = _rest(fewer.rest, None if fewer.zero else fewer.value)
    widths = (max(len(row[0]) for row in shown), max(len(row[1]) for row in shown))
    for name, numbers, value in shown:
        yield f"    {name:{widths[0]}}  {numbers:>{widths[1]}}  = {_in_column(value)}"
    if len(rows) > len(shown):
        yield f"    {rest}"
    yield f"    {'sum':{widths[0]}}  {'':{widths[1]}}  = {_in_column(term.value)}"


def _rest(count: int, value: float | None) -> str:
    """What the terms that are not shown come to; None where all of them are 0."""
    if value is None:
        zero = "which is 0" if count == 1 else "all 0"
        return f"({counted(count, 'more term')}, {zero})"
    return f"({counted(count, 'more term')}, together {_number(value)})"


def _name(term: Term, of: Derivation) -> str:
    """What a term of a sum is made of; where it is made of nothing that has a name, why."""

    def name(leaf: _Leaf) -> Written:
        if isinstance(leaf, Operand):
            return _operand(leaf, of)
        return Written(leaf.symbol) if leaf.symbol else _value(leaf)

    if next(term.operands(), None) is not None:
        return _written(term, name).text
    return ", ".join(dict.fromkeys(leaf.note for leaf in _numbers(term) if leaf.note))


def _numbers(term: Term) -> Iterator[NumberTerm]:
    if isinstance(term, NumberTerm):
        yield term
    for child in term.children:
        yield from _numbers(child)


def flattened(term: SumTerm) -> Iterator[Term]:
    """The terms of a sum, those of nested sums included."""
    for child in term.children:
        if isinstance(child, SumTerm):
            yield from flattened(child)
        else:
            yield child


_Leaf = Operand | NumberTerm


def _written(term: Term, leaf: Callable[[_Leaf], Written]) -> Written:
    """The arithmetic in one line, with its numbers or their names as `leaf` writes them."""
    children = [_written(child, leaf) for child in term.children]
    match term:
        case Operand() | NumberTerm():
            return leaf(term)
        case SumTerm():
            return added(children)
        case ProductTerm((NumberTerm(-1.0, note="", symbol=""), _, *_)):
            return negative(multiplied(children[1:], " × "), _MINUS)
        case ProductTerm():
            return multiplied(children, " × ")
        case SoftmaxTerm(chosen, _):
            powers = [Written(f"exp({logit.text})") for logit in children]
            return divided(powers[chosen], added(powers))
        case FunctionTerm(name, _):
            return FUNCTIONS[name].plain(*children)
    raise TypeError(type(term).__name__)


def written(term: Term) -> str:
    """The arithmetic with its numbers, in one line."""
    return _written(term, _value).text


def _value(leaf: _Leaf) -> Written:
    return written_number(_number(leaf.value))


def _operand(operand: Operand, of: Derivation) -> Written:
    """Its name, as the formula has it: that of an earlier iteration is the previous one."""
    symbol = of.symbol_of(operand.address)
    if operand.address.iteration == of.address.iteration:
        return Written(symbol)
    return Written(f"previous {symbol}", Binding.SIDE_BY_SIDE)


def _number(value: float) -> str:
    return f"{value:.8g}".replace("-", _MINUS)


def _in_column(value: float) -> str:
    """With its sign, below and above others."""
    return f"{value:+{_WIDTH}.8g}".replace("-", _MINUS)


def _html(derivation: Derivation) -> Markup:
    address, term = derivation.address, derivation.term
    symbol = derivation.symbol_of(address)
    title = tag("span", _code(symbol), f" = {_number(derivation.value)}", style="font-weight:600")
    words = f"{derivation.words}; iteration {address.iteration}"
    parts = [tag("div", words, style=f"color:{MUTED}")]
    below = "margin-top:8px"
    if derivation.formula is not None:
        parts.append(tag("div", tag("code", derivation.formula, style=_PLAIN_CODE), style=below))
    if derivation.source is not None:
        parts.append(tag("div", derivation.source, style=below))
    if isinstance(term, SumTerm):
        parts.append(_table(_sum_rows(term, derivation)))
    elif term is not None and not isinstance(term, NumberTerm):
        rows = [(name, "", value) for name, value in _named_operands(derivation, folded=True)]
        parts.append(_table(rows))
        if len(derivation.operands) > len(rows):
            parts.append(tag("div", f"{len(derivation.operands) - len(rows)} more"))
        if len(derivation.operands) <= _MOST_IN_LINE:
            line = f"{written(term)} = {_number(term.value)}"
            parts.append(tag("div", line, style=below))
    return card(title, *parts)


def _sum_rows(term: SumTerm, of: Derivation) -> list[tuple[str, str, float]]:
    terms = list(flattened(term))
    folded = fold([each.value for each in terms])
    shown = range(len(terms)) if folded is None else folded.shown
    rows = [(_name(terms[place], of), written(terms[place]), terms[place].value) for place in shown]
    if folded is not None:
        rows.append((counted(folded.rest, "more term"), "", folded.value))
    return [*rows, ("sum", "", term.value)]


def _table(rows: Sequence[tuple[str, str, float]]) -> Markup:
    right = "text-align:right;padding:2px 0 2px 16px;background:none;border:none"
    cells = [
        tag(
            "tr",
            tag("td", _code(name), style="text-align:left;padding:2px 0;border:none"),
            tag("td", numbers, style=right),
            tag("td", _number(value), style=f"{right};font-weight:600"),
            style=f"background:none;border-top:1px solid {LINE}",
        )
        for name, numbers, value in rows
    ]
    style = f"margin-top:8px;border-collapse:collapse;color:{TEXT};font:inherit"
    return tag("table", tag("tbody", *cells), style=style)


_PLAIN_CODE = f"background:none;padding:0;color:{TEXT}"
_HUES = (("W_xh", W_XH), ("W_hh", W_HH), ("W_hy", W_HY), ("loss", LOSS))


def _code(text: str) -> Markup:
    hue = next((colour for name, colour in _HUES if text.startswith(name)), TEXT)
    return tag("code", text, style=f"background:none;padding:0;color:{hue}")
