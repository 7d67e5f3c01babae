"""Hidden states, and what they are made of."""

from __future__ import annotations

import numpy as np

from app.lessons.measures.moments import at
from app.lessons.measures.registry import Measured, Value, measure
from rnn_core.analysis.derivation import flattened
from rnn_core.analysis.explain import Explainer
from rnn_core.equations.terms import Address, SumTerm, Term
from rnn_core.errors import InvalidAddress
from rnn_core.training.run import Run


@measure("run", "same different", "letter other difference")
def states(run: Run, iteration: int, *, first: int, second: int) -> Measured:
    """Whether two timesteps have the same state: by how much their units differ at most."""
    trace = at(run, iteration, first, "first")
    at(run, iteration, second, "second")
    difference = float(np.abs(trace.h[first - 1] - trace.h[second - 1]).max())
    values: dict[str, Value] = {
        "letter": trace.inputs[first - 1],
        "other": trace.inputs[second - 1],
        "difference": difference,
    }
    return Measured("different" if difference else "same", values)


@measure("run", "letter past both neither", "letter past bias sum")
def parts_of_state(run: Run, iteration: int, *, t: int, unit: int) -> Measured:
    """What the sum inside a state is made of: from the letter, from the past, and the bias."""
    at(run, iteration, t)
    derivation = Explainer.of(run).explain(Address(iteration, "a", t, (unit,)))
    parts = {"letter": 0.0, "past": 0.0, "bias": 0.0}
    if not isinstance(derivation.term, SumTerm):
        raise InvalidAddress("unit", "this state is no sum of a letter and a past")
    for term in flattened(derivation.term):
        parts[_source(term)] += term.value
    from_letter, from_past = parts["letter"] != 0, parts["past"] != 0
    outcome = {(True, False): "letter", (False, True): "past", (True, True): "both"}.get(
        (from_letter, from_past), "neither"
    )
    return Measured(outcome, {**parts, "sum": derivation.value})


def _source(term: Term) -> str:
    names = [operand.address.quantity for operand in term.operands()]
    if any(name.startswith(("W_xh", "x")) for name in names):
        return "letter"
    return "past" if any(name.startswith(("W_hh", "h")) for name in names) else "bias"
