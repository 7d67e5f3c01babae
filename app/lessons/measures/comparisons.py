"""Networks of an experiment, side by side."""

from __future__ import annotations

import math
from collections.abc import Iterator
from statistics import median
from typing import Any

from app.lessons.measures.registry import Measured, Results, Value, measure
from rnn_core.errors import InvalidAddress


@measure("experiment", "first second overlap", "first second first_worst second_best seeds")
def lower_loss(results: Results, *, first: int, second: int, split: str = "train") -> Measured:
    """Which of two models ends at the lower loss with each of its seeds; else they overlap."""
    one, other = _losses(results, "first", first, split), _losses(results, "second", second, split)
    outcome = "first" if max(one) < min(other) else "second" if max(other) < min(one) else "overlap"
    values: dict[str, Value] = {
        "first": median(one),
        "second": median(other),
        "first_worst": max(one),
        "second_best": min(other),
        "seeds": len(results.experiment.seeds),
    }
    return Measured(outcome, values)


@measure("experiment", "all some none", "below seeds median least greatest limit")
def gets_below(results: Results, *, model: int, loss: float, split: str = "train") -> Measured:
    """With how many seeds a model ends below a loss."""
    ends = _losses(results, "model", model, split)
    below = sum(each < loss for each in ends)
    values: dict[str, Value] = {
        "below": below,
        "seeds": len(ends),
        "median": median(ends),
        "least": min(ends),
        "greatest": max(ends),
        "limit": loss,
    }
    return Measured("none" if below == 0 else "all" if below == len(ends) else "some", values)


@measure("experiment", "first second same", "first second difference")
def fewer_weights(results: Results, *, first: int, second: int) -> Measured:
    """Which of two models has fewer numbers to learn."""
    for name, model in (("first", first), ("second", second)):
        _must_be_a_model(results, name, model)
    one, other = (results.experiment.weights[model - 1] for model in (first, second))
    outcome = "same" if one == other else "first" if one < other else "second"
    values: dict[str, Value] = {"first": one, "second": other, "difference": abs(one - other)}
    return Measured(outcome, values)


def _must_be_a_model(results: Results, name: str, model: int) -> None:
    models = len(results.experiment.models)
    if not 1 <= model <= models:
        raise InvalidAddress(name, f"{name} is {model}, but the models are 1 to {models}")


def _losses(results: Results, name: str, model: int, split: str) -> list[float]:
    """The loss that each seed ends at."""
    _must_be_a_model(results, name, model)
    ends = {m.seed: m.scores for m in results.measurements if m.model == model - 1}
    if len(ends) < len(results.experiment.seeds):
        raise InvalidAddress(name, f"model {model} has not been measured with every seed yet")
    if any(split not in scores for scores in ends.values()):
        raise InvalidAddress("split", f"there is no split {split!r} in this task")
    return list(_infinite_where_there_is_none(scores[split].loss for scores in ends.values()))


def _infinite_where_there_is_none(losses: Iterator[float | None] | Any) -> Iterator[float]:
    for loss in losses:
        yield math.inf if loss is None or math.isnan(loss) else float(loss)
