"""Networks of an experiment, side by side."""

from __future__ import annotations

import math
from statistics import median

from app.lessons.measures.refusals import refused
from app.lessons.measures.registry import Measured, Results, Value, measure
from app.words.messages import Listed
from rnn_core.network.scoring import Score


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


@measure("experiment", "first second overlap", "first second least most of seeds")
def more_right(results: Results, *, first: int, second: int, split: str = "train") -> Measured:
    """Which of two models has more right predictions with each of its seeds; else they overlap.

    `least` and `most` are of the seeds of the second.
    """
    one, other = (
        [score.right for score in _scores(results, name, model, split)]
        for name, model in (("first", first), ("second", second))
    )
    outcome = "first" if min(one) > max(other) else "second" if min(other) > max(one) else "overlap"
    values: dict[str, Value] = {
        "first": median(one),
        "second": median(other),
        "least": min(other),
        "most": max(other),
        "of": _scores(results, "second", second, split)[0].counted,
        "seeds": len(results.experiment.seeds),
    }
    return Measured(outcome, values)


@measure("experiment", "all some none", "above seeds median least greatest limit chance tested")
def right_share(results: Results, *, model: int, percent: int, split: str = "train") -> Measured:
    """With how many seeds a model gets at least so many percent right, beside mere chance."""
    scores = _scores(results, "model", model, split)
    ends = [100 * score.right / score.counted for score in scores]
    above = sum(each >= percent for each in ends)
    task = results.experiment.configurations[model - 1].made_task
    values: dict[str, Value] = {
        "above": above,
        "seeds": len(ends),
        "median": _percent(median(ends)),
        "least": _percent(min(ends)),
        "greatest": _percent(max(ends)),
        "limit": percent,
        "chance": _percent(100 / len(task.vocabulary)),
        "tested": scores[0].counted,
    }
    return Measured("none" if above == 0 else "all" if above == len(ends) else "some", values)


@measure(
    "experiment",
    "both first second neither",
    "first_above first_least first_greatest second_above second_least second_greatest "
    "seeds limit chance tested",
)
def which_learn(
    results: Results, *, first: int, second: int, percent: int, split: str = "train"
) -> Measured:
    """Which of two models gets at least so many percent right with all of its seeds.

    `above` counts the seeds with which each does, and `least` and `greatest` are percent.
    """
    values: dict[str, Value] = {}
    learn = []
    for name, model in (("first", first), ("second", second)):
        shares = right_share(results, model=model, percent=percent, split=split)
        learn.append(shares.outcome == "all")
        for each in ("above", "least", "greatest"):
            values[f"{name}_{each}"] = shares.values[each]
        alike = ("seeds", "limit", "chance", "tested")
        values.update({each: shares.values[each] for each in alike})
    outcomes = {(True, True): "both", (True, False): "first", (False, True): "second"}
    return Measured(outcomes.get((learn[0], learn[1]), "neither"), values)


@measure("experiment", "all some none", "perfect once seeds least most of")
def reads_perfectly(results: Results, *, model: int, split: str = "train") -> Measured:
    """With how many seeds a model makes no mistake in the end, and with how many it `once` did."""
    scores = _scores(results, "model", model, split)
    once = {
        each.seed
        for each in results.measurements
        if each.model == model - 1 and each.scores[split].right == each.scores[split].counted
    }
    right = [score.right for score in scores]
    perfect = sum(score.right == score.counted for score in scores)
    values: dict[str, Value] = {
        "perfect": perfect,
        "once": len(once),
        "seeds": len(scores),
        "least": min(right),
        "most": max(right),
        "of": scores[0].counted,
    }
    return Measured("none" if perfect == 0 else "all" if perfect == len(scores) else "some", values)


@measure("experiment", "first second same", "first second difference")
def fewer_weights(results: Results, *, first: int, second: int) -> Measured:
    """Which of two models has fewer numbers to learn."""
    for name, model in (("first", first), ("second", second)):
        results.require(name, model)
    one, other = (results.experiment.weights[model - 1] for model in (first, second))
    outcome = "same" if one == other else "first" if one < other else "second"
    values: dict[str, Value] = {"first": one, "second": other, "difference": abs(one - other)}
    return Measured(outcome, values)


def _percent(share: float) -> int | float:
    """Whole where it is, as in a sentence."""
    return round(share) if share == round(share) else round(share, 1)


def _losses(results: Results, name: str, model: int, split: str) -> list[float]:
    """The loss that each seed ends at."""
    return [
        math.inf if score.loss is None or math.isnan(score.loss) else float(score.loss)
        for score in _scores(results, name, model, split)
    ]


def _scores(results: Results, name: str, model: int, split: str) -> list[Score]:
    """What each seed ends at."""
    results.require(name, model)
    ends = {m.seed: m.scores for m in results.measurements if m.model == model - 1}
    if len(ends) < len(results.experiment.seeds):
        raise refused(name, "refused-not-measured", model=model)
    if any(split not in scores for scores in ends.values()):
        known = Listed(list(next(iter(ends.values()))))
        raise refused("split", "refused-split", known=known)
    return [scores[split] for scores in ends.values()]
