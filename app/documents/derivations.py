"""Derivations as JSON, with links to walk along."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any
from urllib.parse import urlencode

from app.words.addresses import number_in_words, remarked
from app.words.formulas import formula_path, stated_for_all
from app.words.messages import Messages
from app.words.typesetting import linear
from rnn_core.analysis.derivation import Derivation, flattened, fold
from rnn_core.analysis.explain import Explainer
from rnn_core.analysis.subtotals import subtotals
from rnn_core.equations.terms import (
    Address,
    FunctionTerm,
    NumberTerm,
    Operand,
    ProductTerm,
    SoftmaxTerm,
    SumTerm,
    Term,
)

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


def _is_end(explainer: Explainer, address: Address) -> bool:
    """Whether it is made of no other number: a letter, a setting, an initial weight."""
    equation = explainer.equation(address)
    return equation is None or not any(equation.expression.references())


def derivation_document(
    derivation: Derivation, explainer: Explainer, run_path: str, words: Messages
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
        "words": number_in_words(derivation, explainer, words),
        "value": derivation.value,
        "formula": formula,
        "arithmetic": None
        if derivation.term is None
        else _term(derivation.term, explainer, run_path, words),
        "subtotals": [
            {
                "source": each.source,
                "notation": " ".join(notation(explainer, made_of) for made_of in each.made_of),
                "value": each.value,
            }
            for each in subtotals(explainer, derivation)
        ],
        "source": None if derivation.source is None else remarked(derivation.source, words),
        "links": {
            "self": explain_link(run_path, address),
            "trace": f"{run_path}/iterations/{address.iteration}",
            "run": run_path,
        },
    }


def _typeset(explainer: Explainer, address: Address, run_path: str) -> str:
    """Where the formula is typeset: for all networks alike, or with the weights of this one."""
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
    term: Term, explainer: Explainer, run_path: str, words: Messages, *, summed: bool = False
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
            return {
                "op": "number",
                "value": number,
                "note": remarked(note, words),
                "symbol": symbol or None,
            }
    is_sum = isinstance(term, SumTerm)
    children = [_term(child, explainer, run_path, words, summed=is_sum) for child in term.children]
    document: dict[str, Any] = {"op": "", "value": term.value, "of": children}
    match term:
        case SumTerm(_, over):
            document |= {"op": "sum", "over": over or None}
            if not summed:
                document["fold"] = _fold([each.value for each in flattened(term)])
        case ProductTerm():
            document["op"] = "product"
        case SoftmaxTerm(chosen, _):
            document |= {"op": "softmax", "chosen": chosen} | _shares(term)
        case FunctionTerm(name, _):
            document["op"] = name
    return document


def _fold(values: Sequence[float], kept: Sequence[int] = ()) -> dict[str, Any] | None:
    folded = fold(values, kept)
    return None if folded is None else asdict(folded)


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
