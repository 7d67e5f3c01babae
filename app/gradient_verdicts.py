"""What the gradients' laboratory says of several seeds: sentences made from their numbers. Pure."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.verdict_words import (
    Standing,
    Values,
    Verdict,
    listed,
    number,
    of_seeds,
    quoted,
    spread,
    standing,
)
from rnn_core import words

VANISHES, FADES, ARRIVES = 1e-3, 0.1, 10.0
"""What is left of a gradient is called so below the first, below the second, up to the third."""
_LEAST = 1e-300


@dataclass(frozen=True)
class Course:
    """One way to train, with several seeds; every tuple has a value for each.

    `ratios` is ‖∂L_T/∂h_1‖ by ‖∂L_T/∂h_T‖ at initialization, None where it is not finite; `losses`
    and `right` are of the judged examples after training, None where it diverged.
    """

    name: str
    ratios: tuple[float | None, ...]
    losses: tuple[float | None, ...]
    right: tuple[int | None, ...]
    largest_norms: tuple[float | None, ...]
    diverged: int
    cut_short: int
    """With how many seeds the server's time was up before the training's end."""


def fate(ratio: float | None) -> str:
    """What becomes of a gradient on its way back, in a word."""
    if ratio is None or not math.isfinite(ratio):
        return "is not finite"
    if ratio < VANISHES:
        return "vanishes"
    if ratio < FADES:
        return "fades"
    return "arrives" if ratio <= ARRIVES else "explodes"


def verdict(
    chosen: Course, others: Sequence[Course], *, iterations: int, counted: int, T: int
) -> Verdict:
    """What becomes of the gradient as chosen and with each change, and what that was worth.

    `counted` is the number of judged predictions; `T` the distance in timesteps.
    """
    courses = (chosen, *others)
    seeds = len(chosen.ratios)
    start = "With one seed" if seeds == 1 else f"With {words.counted(seeds, 'seed')}"
    bracket = " (the median; in brackets the least and the greatest)" if seeds > 1 else ""
    seen = [
        f"{start}, at initialization, what is left at t = 1 of the gradient at t = {T}{bracket}: "
        f"{listed([f'“{c.name}” {spread(c.ratios, _digits)}' for c in courses])}."
    ]
    if iterations:
        rights = [f"“{c.name}” {spread(c.right, _digits)}" for c in courses]
        losses = [f"“{c.name}” {spread(c.losses, number)}" for c in courses]
        norms = [f"“{c.name}” {spread(c.largest_norms, _digits)}" for c in courses]
        seen += [
            f"After {words.counted(iterations, 'iteration')}, right of {counted}: "
            f"{listed(rights)}.",
            f"Their loss: {listed(losses)}.",
            f"The largest gradient norm on the way, before clipping: {listed(norms)}.",
        ]
    so = [_of_chosen(chosen), *_of_reach(chosen, others)]
    if iterations:
        so += _of_training(chosen, others)
    return Verdict(tuple(seen), tuple(so), " ".join(_limits(courses, seeds)))


def _digits(value: float) -> str:
    return number(value, 2)


def _of_chosen(chosen: Course) -> str:
    fates = [fate(ratio) for ratio in chosen.ratios]
    if len(set(fates)) == 1:
        return f"As chosen the gradient {fates[0]} {of_seeds(len(fates), len(fates))}."
    told = [f"{one} with {fates.count(one)}" for one in dict.fromkeys(fates)]
    return f"As chosen it depends on the seed what becomes of the gradient: it {listed(told)}."


def _of_reach(chosen: Course, others: Sequence[Course]) -> Iterator[str]:
    by_standing: dict[Standing, list[str]] = {}
    for other in others:
        unchanged = other.ratios == chosen.ratios
        found = "same" if unchanged else standing(_nearness(other), _nearness(chosen))
        by_standing.setdefault(found, []).append(other.name)
    words: dict[Standing, str] = {
        "ahead": "Nearer to arriving in full than as chosen, with every seed: {}.",
        "behind": "Farther from arriving in full than as chosen, with every seed: {}.",
        "same": "Exactly as far as chosen, with every seed, the gradient reaches with {}.",
        "overlap": "Whether it reaches better with {}, these seeds do not decide.",
    }
    for found, told in words.items():
        if names := by_standing.get(found):
            yield told.format(quoted(names))


def _nearness(course: Course) -> Values:
    """How little the gradient is changed on its way, as orders of magnitude below 0."""
    return [
        None if ratio is None or not math.isfinite(ratio) else -abs(math.log10(max(ratio, _LEAST)))
        for ratio in course.ratios
    ]


def _of_training(chosen: Course, others: Sequence[Course]) -> Iterator[str]:
    for other in others:
        better = standing(_negated(other.losses), _negated(chosen.losses))
        pairs = list(zip(_worst(other.losses), _worst(chosen.losses), strict=True))
        lower, seeds = sum(ours < theirs for ours, theirs in pairs), len(pairs)
        yield {
            "ahead": f"Trained with “{other.name}”, the loss ends lower than as chosen with any "
            "seed of either.",
            "behind": f"Trained with “{other.name}”, the loss ends higher than as chosen with any "
            "seed of either.",
            "same": f"Trained with “{other.name}”, the loss ends the same.",
        }.get(
            better,
            f"Trained with “{other.name}”, the loss ends lower than as chosen on the same seed "
            f"{of_seeds(lower, seeds)}, and their ranges overlap"
            f"{'' if lower == seeds else ': this does not show that it helps'}.",
        )


def _negated(values: Values) -> Values:
    return [None if value is None else -value for value in values]


def _worst(values: Values) -> list[float]:
    return [math.inf if value is None else value for value in values]


def _limits(courses: Sequence[Course], seeds: int) -> Iterator[str]:
    for course in courses:
        if course.diverged:
            yield (
                f"“{course.name}” diverged {of_seeds(course.diverged, seeds)}: it counts as worst."
            )
        if course.cut_short:
            yield (
                f"“{course.name}” was not trained to the end {of_seeds(course.cut_short, seeds)}: "
                "the server’s time was up."
            )
    if seeds == 1:
        yield "One seed shows what can happen, not what must."
    yield (
        "How far a gradient reaches at initialization is not how well a network learns: training "
        "moves every weight away from there."
    )
