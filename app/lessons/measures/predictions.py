"""What a network predicts, and what that costs."""

from __future__ import annotations

import math

import numpy as np

from app.lessons.measures.moments import at, target_at
from app.lessons.measures.refusals import refused
from app.lessons.measures.registry import Measured, Value, measure
from rnn_core.trace import Trace
from rnn_core.training.run import Run

MOST_REPEATED = 2000
"""Up to this iteration a measure may train a run again."""


@measure("run", "correct wrong", "letter token target p p_target y exp total")
def most_probable(run: Run, iteration: int, *, t: int) -> Measured:
    """The most probable next token at a timestep, how softmax makes its probability from its logit
    `y`, and whether it is the right one."""
    trace = at(run, iteration, t)
    target = target_at(trace, t)
    probs, token = trace.probs[t - 1], trace.predictions[t - 1]
    with np.errstate(over="ignore"):
        exps = np.exp(trace.timesteps["logits"][t - 1])
    place = trace.vocabulary.index(token)
    values: dict[str, Value] = {
        "letter": trace.inputs[t - 1],
        "token": token,
        "target": target,
        "p": float(probs.max()),
        "p_target": float(probs[trace.vocabulary.index(target)]),
        "y": float(trace.timesteps["logits"][t - 1][place]),
        "exp": float(exps[place]),
        "total": float(exps.sum()),
    }
    return Measured("correct" if token == target else "wrong", values)


@measure("run", "better worse", "letter target p loss even even_p")
def loss_of(run: Run, iteration: int, *, t: int) -> Measured:
    """The loss of a timestep, beside that of giving every token the same probability."""
    trace = at(run, iteration, t)
    target = target_at(trace, t)
    loss, size = float(trace.timesteps["loss"][t - 1]), len(trace.vocabulary)
    values: dict[str, Value] = {
        "letter": trace.inputs[t - 1],
        "target": target,
        "p": float(trace.probs[t - 1][trace.vocabulary.index(target)]),
        "loss": loss,
        "even": math.log(size),
        "even_p": 1 / size,
    }
    return Measured("better" if loss < math.log(size) else "worse", values)


@measure("run", "none some all", "right of loss written text")
def reading(run: Run, iteration: int) -> Measured:
    """How many of the predictions are right, and what all of them cost."""
    trace = run.trace_at(iteration)
    asked = [(p, t) for p, t in zip(trace.predictions, trace.targets, strict=True) if t is not None]
    right = sum(predicted == target for predicted, target in asked)
    values: dict[str, Value] = {
        "right": right,
        "of": len(asked),
        "loss": trace.loss,
        "written": "".join(predicted for predicted, _ in asked),
        "text": "".join(target for _, target in asked),
    }
    return Measured("none" if right == 0 else "all" if right == len(asked) else "some", values)


@measure("run", "learnt not_yet", "first steps loss written text")
def spells(run: Run, iteration: int) -> Measured:
    """Whether every prediction is right, and from which iteration on that was first so."""
    if iteration > MOST_REPEATED:
        raise refused("iteration", "refused-repeated", most=str(MOST_REPEATED))
    again = Run(run.configuration, run.interventions)
    first: int | None = None
    for passed in range(iteration + 1):
        if first is None and _all_right(again.trace):
            first = passed
        if passed < iteration and not again.diverged:
            again.step()
    now = reading(run, iteration)
    values: dict[str, Value] = {
        "first": -1 if first is None else first,
        "steps": iteration,
        "loss": now.values["loss"],
        "written": now.values["written"],
        "text": now.values["text"],
    }
    return Measured("learnt" if now.outcome == "all" else "not_yet", values)


def _all_right(trace: Trace) -> bool:
    return all(
        target in (None, predicted)
        for predicted, target in zip(trace.predictions, trace.targets, strict=True)
    )
