"""What a network reads, and where it is asked."""

from __future__ import annotations

import numpy as np

from app.lessons.measures.moments import at
from app.lessons.measures.registry import Measured, Value, measure
from rnn_core.training.run import Run


@measure("run", "one several none", "letter place size ones")
def one_hot(run: Run, iteration: int, *, t: int) -> Measured:
    """How the input of a timestep is written: which place is 1, counted from 0."""
    trace = at(run, iteration, t)
    x = trace.x(t)
    places = np.flatnonzero(x)
    outcome = "none" if places.size == 0 else "one" if places.size == 1 else "several"
    place = int(places[0]) if places.size else 0
    values: dict[str, Value] = {
        "letter": trace.inputs[t - 1],
        "place": place,
        "size": x.size,
        "ones": places.size,
    }
    return Measured(outcome, values)


@measure("run", "last each some", "inputs targets first_target")
def targets(run: Run, iteration: int) -> Measured:
    """How many tokens are read and how many are asked for: only the last, each, or some."""
    trace = run.trace_at(iteration)
    asked = [t for t, target in enumerate(trace.targets, 1) if target is not None]
    outcome = "each" if len(asked) == trace.T else "last" if asked == [trace.T] else "some"
    values: dict[str, Value] = {
        "inputs": trace.T,
        "targets": len(asked),
        "first_target": asked[0] if asked else 0,
    }
    return Measured(outcome, values)
