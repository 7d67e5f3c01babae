"""Hidden states, and what they are made of."""

from __future__ import annotations

import numpy as np

from app.lessons.measures.moments import at
from app.lessons.measures.refusals import refused
from app.lessons.measures.registry import Measured, Value, measure
from rnn_core.analysis.explain import Explainer
from rnn_core.analysis.subtotals import subtotals
from rnn_core.equations.terms import Address
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
    parts = _parts(run, iteration, t, unit)
    return Measured(_which(parts["letter"] != 0, parts["past"] != 0), {**parts})


@measure(
    "run", "letter past both neither", "letter past other_letter other_past bias sum other_sum"
)
def why_states_differ(run: Run, iteration: int, *, first: int, second: int, unit: int) -> Measured:
    """Which subtotals of a unit are different at two timesteps."""
    one, other = (_parts(run, iteration, t, unit) for t in (first, second))
    values: dict[str, Value] = {
        **one,
        "other_letter": other["letter"],
        "other_past": other["past"],
        "other_sum": other["sum"],
    }
    which = _which(one["letter"] != other["letter"], one["past"] != other["past"])
    return Measured(which, values)


@measure("run", "unmoved states predictions", "difference t written before text")
def moved(run: Run, iteration: int, *, t: int) -> Measured:
    """What the run's interventions have changed at a timestep, and in what it predicts.

    `difference` is the largest of a unit of that state; the predictions are those of all timesteps.
    """
    trace = at(run, iteration, t)
    untouched = Run(run.configuration)
    untouched.train(iteration)
    before = untouched.trace_at(iteration)
    difference = float(np.abs(trace.h[t - 1] - before.h[t - 1]).max())
    values: dict[str, Value] = {
        "difference": difference,
        "t": t,
        "written": "".join(trace.predictions),
        "before": "".join(before.predictions),
        "text": "".join(target or "" for target in trace.targets),
    }
    if trace.predictions != before.predictions:
        return Measured("predictions", values)
    return Measured("states" if difference else "unmoved", values)


def _parts(run: Run, iteration: int, t: int, unit: int) -> dict[str, float]:
    at(run, iteration, t)
    explainer = Explainer.of(run)
    derivation = explainer.explain(Address(iteration, "a", t, (unit,)))
    parts = {each.source: each.value for each in subtotals(explainer, derivation)}
    if not parts:
        raise refused("quantity", "refused-no-parts")
    return {
        "letter": parts.get("input", 0.0),
        "past": parts.get("past", 0.0),
        "bias": parts.get("bias", 0.0),
        "sum": derivation.value,
    }


def _which(letter: bool, past: bool) -> str:
    if letter and past:
        return "both"
    return "letter" if letter else "past" if past else "neither"
