"""Derivations as JSON, with links to walk along, and as plain text for terminals and handouts."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from typing import Any
from urllib.parse import urlencode

from app.words.formulas import formula_path, stated_for_all
from app.words.typesetting import linear
from rnn_core.analysis.explain import Derivation, Explainer
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

_WIDTH = 13
_MINUS = "\N{MINUS SIGN}"
# The arithmetic of more operands is not written in one line.
_MOST_IN_LINE = 6
# Longer sums fold to the terms that matter most, and the total of the others.
_MOST_TERMS = 10
_KEPT_TERMS = 8
# Beyond these, e^y is written as e^(y - the largest y), so that it stays a number.
_LARGEST_EXPONENT = 30.0


def address_document(address: Address) -> dict[str, Any]:
    """An address by its parts."""
    return {
        "iteration": address.iteration,
        "quantity": address.quantity,
        "t": address.t,
        "index": list(address.index),
    }


def explain_link(run_path: str, address: Address) -> str:
    """Where the derivation of an address is, below the resource of its run."""
    parts: dict[str, Any] = {"quantity": address.quantity}
    if address.t is not None:
        parts["t"] = address.t
    if address.index:
        parts["index"] = ",".join(map(str, address.index))
    query = urlencode(parts, safe=",")
    return f"{run_path}/iterations/{address.iteration}/explain?{query}"


def notation(explainer: Explainer, address: Address) -> str:
    """The quantity as formulas write it, without its index: `∂L/∂h_{3}`."""
    key = (address.quantity, address.t is not None)
    quantity = explainer.model(address.iteration).quantities[key]
    return linear(quantity.symbol(None if address.t is None else str(address.t)))


def _source(derivation: Derivation, explainer: Explainer) -> str | None:
    """Where the walk ends; of an input, which letter it is."""
    address = derivation.address
    if address.quantity != "x" or address.t is None:
        return derivation.source
    trace = explainer.trace(address.iteration)
    token, this = trace.inputs[address.t - 1], trace.stretch_at(address.t).inputs[address.index[0]]
    if trace.setting.reads > 1:
        return derivation.source
    what = "letter" if len(token) == 1 else "token"
    return f"the {what} read at timestep {address.t} is {token!r}" + (
        "" if token == this else f", not {this!r}"
    )


def _is_end(explainer: Explainer, address: Address) -> bool:
    """Whether it is made of no other number: a letter, a setting, an initial weight."""
    equation = explainer.equation(address)
    return equation is None or not any(equation.expression.references())


def derivation_document(
    derivation: Derivation, explainer: Explainer, run_path: str
) -> dict[str, Any]:
    """A derivation as JSON: the arithmetic is a tree whose leaves are operands with links."""
    equation, address = derivation.equation, derivation.address
    formula = None
    if equation is not None:
        t = "t" if address.t is None else str(address.t)
        formula = {
            "plain": equation.plain(t),
            "latex": equation.latex(t),
            "general": equation.plain(),
            "typeset": _typeset(explainer, address, run_path),
        }
    return {
        "address": address_document(address),
        "symbol": str(address),
        "notation": notation(explainer, address),
        "labels": explainer.labels(address),
        "words": derivation.words,
        "value": derivation.value,
        "formula": formula,
        "arithmetic": None
        if derivation.term is None
        else _term(derivation.term, explainer, run_path),
        "source": _source(derivation, explainer),
        "links": {
            "self": explain_link(run_path, address),
            "trace": f"{run_path}/iterations/{address.iteration}",
            "run": run_path,
        },
    }


def _typeset(explainer: Explainer, address: Address, run_path: str) -> str:
    """Where the formula is typeset: for all networks alike, or with this one's own weights."""
    configuration, model = explainer.configuration, explainer.model(address.iteration)
    quantity = (address.quantity, address.t is not None)
    ordinary = formula_path(
        configuration.cell, model.optimizer, address.quantity, address.t, clipped=model.clipped
    )
    of_all = stated_for_all(configuration.cell, model.optimizer, clipped=model.clipped)
    if of_all.get(quantity) == explainer.equation(address):
        return ordinary
    return f"{explain_link(run_path, address).replace('/explain?', '/formula?')}"


def _term(
    term: Term, explainer: Explainer, run_path: str, *, summed: bool = False
) -> dict[str, Any]:
    match term:
        case Operand(address, number):
            return {
                "op": "operand",
                "value": number,
                "symbol": str(address),
                "notation": notation(explainer, address),
                "labels": explainer.labels(address),
                "address": address_document(address),
                "href": explain_link(run_path, address),
                "end": _is_end(explainer, address),
            }
        case NumberTerm(number, note, symbol):
            return {"op": "number", "value": number, "note": note, "symbol": symbol or None}
    is_sum = isinstance(term, SumTerm)
    children = [_term(child, explainer, run_path, summed=is_sum) for child in term.children]
    document: dict[str, Any] = {"op": "", "value": term.value, "of": children}
    match term:
        case SumTerm(_, over):
            document |= {"op": "sum", "over": over or None}
            if not summed:
                document["fold"] = _fold([each.value for each in _flattened(term)])
        case ProductTerm():
            document["op"] = "product"
        case SoftmaxTerm(chosen, _):
            document |= {"op": "softmax", "chosen": chosen} | _shares(term)
        case FunctionTerm(name, _):
            document["op"] = name
    return document


def _fold(values: Sequence[float], kept: Sequence[int] = ()) -> dict[str, Any] | None:
    """Which terms of a sum matter, and what the others come to together; None when all do.

    Terms count through nested sums. `kept` are shown whatever they are.
    """
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
    return {
        "shown": shown,
        "rest": len(rest),
        "value": together,
        "zero": not any(rest),
    }


def _shares(term: SoftmaxTerm) -> dict[str, Any]:
    """Every e^y, their total, and what part of it each of them is."""
    logits = [each.value for each in term.children]
    if not all(map(math.isfinite, logits)):
        return {"shift": 0.0, "exponentials": [], "total": math.nan, "shares": [], "fold": None}
    top = max(logits)
    shift = top if top > _LARGEST_EXPONENT or top < -_LARGEST_EXPONENT else 0.0
    exponentials = [math.exp(logit - shift) for logit in logits]
    total = math.fsum(exponentials)
    fold = _fold(exponentials, kept=[term.chosen])
    if fold is not None:
        fold["share"] = fold["value"] / total
    return {
        "shift": shift,
        "exponentials": exponentials,
        "total": total,
        "shares": [each / total for each in exponentials],
        "fold": fold,
    }


def derivation_text(derivation: Derivation, explainer: Explainer) -> str:
    """A derivation as lines of text, with every operand by name."""
    return "\n".join(_lines(derivation, explainer)) + "\n"


def _lines(derivation: Derivation, explainer: Explainer) -> Iterator[str]:
    address = derivation.address
    yield f"{explainer.symbol(address)} = {_number(derivation.value)}"
    yield f"{derivation.words}; iteration {address.iteration}"
    if derivation.equation is not None:
        yield ""
        yield f"  {derivation.equation.plain('t' if address.t is None else str(address.t))}"
    source = _source(derivation, explainer)
    if source is not None:
        yield ""
        yield f"  {source}"
    term = derivation.term
    if term is None or isinstance(term, NumberTerm):
        return
    yield ""
    if isinstance(term, SumTerm):
        yield from _sum(term, derivation, explainer)
        return
    operands = [(_operand(each, derivation, explainer).text, each) for each in term.operands()]
    width = max((len(name) for name, _ in operands), default=0)
    for name, operand in operands:
        yield f"    {name:{width}}  {_in_column(operand.value)}"
    if len(operands) <= _MOST_IN_LINE:
        yield ""
        yield f"  {written(term)} = {_number(term.value)}"


def _sum(term: SumTerm, of: Derivation, explainer: Explainer) -> Iterator[str]:
    rows = [(_name(each, of, explainer), written(each), each.value) for each in _flattened(term)]
    shown = [row for row in rows if row[2] != 0] or rows[:1]
    widths = (max(len(row[0]) for row in shown), max(len(row[1]) for row in shown))
    for name, numbers, value in shown:
        yield f"    {name:{widths[0]}}  {numbers:>{widths[1]}}  = {_in_column(value)}"
    if len(rows) > len(shown):
        zeros = f"({len(rows) - len(shown)} more, each of them 0)"
        yield f"    {zeros}"
    yield f"    {'sum':{widths[0]}}  {'':{widths[1]}}  = {_in_column(term.value)}"


def _name(term: Term, of: Derivation, explainer: Explainer) -> str:
    """What a term of a sum is made of; where it is made of nothing that has a name, why."""

    def name(leaf: _Leaf) -> Written:
        if isinstance(leaf, Operand):
            return _operand(leaf, of, explainer)
        return Written(leaf.symbol) if leaf.symbol else _value(leaf)

    if next(term.operands(), None) is not None:
        return _written(term, name).text
    return ", ".join(dict.fromkeys(leaf.note for leaf in _numbers(term) if leaf.note))


def _numbers(term: Term) -> Iterator[NumberTerm]:
    if isinstance(term, NumberTerm):
        yield term
    for child in term.children:
        yield from _numbers(child)


def _flattened(term: SumTerm) -> Iterator[Term]:
    for child in term.children:
        if isinstance(child, SumTerm):
            yield from _flattened(child)
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


def _operand(operand: Operand, of: Derivation, explainer: Explainer) -> Written:
    """Its name, as the formula has it: that of an earlier iteration is the previous one."""
    symbol = explainer.symbol(operand.address)
    if operand.address.iteration == of.address.iteration:
        return Written(symbol)
    return Written(f"previous {symbol}", Binding.SIDE_BY_SIDE)


def _number(value: float) -> str:
    return f"{value:.8g}".replace("-", _MINUS)


def _in_column(value: float) -> str:
    """With its sign, below and above others."""
    return f"{value:+{_WIDTH}.8g}".replace("-", _MINUS)
