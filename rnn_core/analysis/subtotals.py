"""Where a weighted sum comes from: what the input, the past and the bias bring to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rnn_core.analysis.derivation import Derivation, flattened
from rnn_core.analysis.explain import Explainer
from rnn_core.equations.notation import H_0, H, X
from rnn_core.equations.terms import Address, FunctionTerm, Operand, SumTerm, Term

SOURCES = ("input", "past", "bias")


@dataclass(frozen=True)
class Subtotal:
    """What one of `SOURCES` brings to a weighted sum."""

    source: str
    made_of: tuple[Address, ...]
    """The weights, and what they are multiplied by: of its first term."""
    value: float


def subtotals(explainer: Explainer, derivation: Derivation) -> tuple[Subtotal, ...]:
    """The weighted sum in a derivation by its sources, in their order.

    Empty where there is no such sum, or where something else is in it. A cell may write the sum in
    two parts, each with a name: they are taken apart.
    """
    address = derivation.address
    parameters = {each.name for each in explainer.model(address.iteration).parameters}
    found: dict[str, list[Term]] = {}
    for term in _summands(explainer, derivation):
        source = _source(term, address.t, parameters)
        if source is None:
            return ()
        found.setdefault(source, []).append(term)
    if len(found) < 2:
        return ()
    return tuple(
        Subtotal(
            source,
            tuple(operand.address for operand in found[source][0].operands()),
            SumTerm(tuple(found[source])).value,
        )
        for source in SOURCES
        if source in found
    )


def _summands(explainer: Explainer, derivation: Derivation) -> Iterator[Term]:
    term = derivation.term
    if isinstance(term, FunctionTerm) and len(term.arguments) == 1:
        [term] = term.arguments
    if not isinstance(term, SumTerm):
        return
    for each in flattened(term):
        part = None
        # A bias has no timestep, and is no part of its own.
        if isinstance(each, Operand) and each.address.t is not None:
            part = explainer.explain(each.address).term
        if isinstance(part, SumTerm):
            yield from flattened(part)
        else:
            yield each


def _source(term: Term, t: int | None, parameters: set[str]) -> str | None:
    made_of = [operand.address for operand in term.operands()]
    others = [each for each in made_of if each.quantity not in parameters]
    if t is None or len(made_of) > 2 or len(others) > 1:
        return None
    if not others:
        return "bias" if len(made_of) == 1 else None
    [other] = others
    if other.quantity == X.name:
        return "input"
    is_before = other.t == t - 1 if other.quantity == H.name else other.quantity == H_0.name
    return "past" if is_before else None
