"""Derivations as JSON, with links to walk along, and as plain text for terminals and handouts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from rnn_core.explain import Derivation, Explainer
from rnn_core.terms import (
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
        }
    return {
        "address": address_document(address),
        "symbol": str(address),
        "labels": explainer.labels(address),
        "words": derivation.words,
        "value": derivation.value,
        "formula": formula,
        "arithmetic": None
        if derivation.term is None
        else _term(derivation.term, explainer, run_path),
        "source": derivation.source,
        "links": {
            "self": explain_link(run_path, address),
            "trace": f"{run_path}/iterations/{address.iteration}",
            "run": run_path,
        },
    }


def _term(term: Term, explainer: Explainer, run_path: str) -> dict[str, Any]:
    match term:
        case Operand(address, number):
            return {
                "op": "operand",
                "value": number,
                "symbol": str(address),
                "labels": explainer.labels(address),
                "address": address_document(address),
                "href": explain_link(run_path, address),
            }
        case NumberTerm(number, note):
            return {"op": "number", "value": number, "note": note}
    children = [_term(child, explainer, run_path) for child in term.children]
    document: dict[str, Any] = {"op": "", "value": term.value, "of": children}
    match term:
        case SumTerm(_, over):
            document |= {"op": "sum", "over": over or None}
        case ProductTerm():
            document["op"] = "product"
        case SoftmaxTerm(chosen, _):
            document |= {"op": "softmax", "chosen": chosen}
        case FunctionTerm(name, _):
            document["op"] = name
    return document


def derivation_text(derivation: Derivation, explainer: Explainer) -> str:
    """A derivation as lines of text, with every operand by name."""
    return "\n".join(_lines(derivation, explainer)) + "\n"


def _lines(derivation: Derivation, explainer: Explainer) -> Iterator[str]:
    address = derivation.address
    yield f"{explainer.symbol(address)} = {_number(derivation.value).strip()}"
    yield f"{derivation.words}; iteration {address.iteration}"
    if derivation.equation is not None:
        yield ""
        yield f"  {derivation.equation.plain('t' if address.t is None else str(address.t))}"
    if derivation.source is not None:
        yield ""
        yield f"  {derivation.source}"
    term = derivation.term
    if term is None or isinstance(term, NumberTerm):
        return
    yield ""
    if isinstance(term, SumTerm):
        yield from _sum(term, explainer)
        return
    operands = tuple(term.operands())
    width = max((len(explainer.symbol(operand.address)) for operand in operands), default=0)
    for operand in operands:
        yield f"    {explainer.symbol(operand.address):{width}}  {_number(operand.value)}"
    if len(operands) <= 6:
        yield ""
        yield f"  {_written(term)} = {_number(term.value).strip()}"


def _sum(term: SumTerm, explainer: Explainer) -> Iterator[str]:
    terms = list(_flattened(term))
    rows = [
        (
            " × ".join(explainer.symbol(operand.address) for operand in each.operands())
            or (each.note if isinstance(each, NumberTerm) else ""),
            _written(each),
            each.value,
        )
        for each in terms
    ]
    shown = [row for row in rows if row[2] != 0] or rows[:1]
    widths = (max(len(row[0]) for row in shown), max(len(row[1]) for row in shown))
    for names, written, value in shown:
        yield f"    {names:{widths[0]}}  {written:>{widths[1]}}  = {_number(value)}"
    if len(rows) > len(shown):
        zeros = f"({len(rows) - len(shown)} more, each of them 0)"
        yield f"    {zeros}"
    yield f"    {'sum':{widths[0]}}  {'':{widths[1]}}  = {_number(term.value)}"


def _flattened(term: SumTerm) -> Iterator[Term]:
    for child in term.children:
        if isinstance(child, SumTerm):
            yield from _flattened(child)
        else:
            yield child


def _written(term: Term) -> str:
    """The arithmetic with its numbers, in one line."""
    match term:
        case Operand() | NumberTerm():
            return _number(term.value).strip()
        case SumTerm(terms):
            return " + ".join(map(_written, terms))
        case ProductTerm(factors):
            return " × ".join(
                f"({_written(factor)})" if isinstance(factor, SumTerm) else _written(factor)
                for factor in factors
            )
        case SoftmaxTerm(chosen, logits):
            below = " + ".join(f"exp({_written(logit)})" for logit in logits)
            return f"exp({_written(logits[chosen])}) / ({below})"
        case FunctionTerm(name, arguments):
            written = [_written(argument) for argument in arguments]
            if name == "square":
                return f"({written[0]})²"
            return FUNCTIONS[name].plain.format(*written)
    raise TypeError(type(term).__name__)


def _number(value: float) -> str:
    return f"{value:+{_WIDTH}.8g}".replace("-", "\N{MINUS SIGN}")
