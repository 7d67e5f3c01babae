"""What the gradients' laboratory says of several seeds: sentences made from their numbers. Pure."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.verdicts.words import (
    ONE_SEED,
    Standing,
    Values,
    Verdict,
    do_not_show,
    number,
    of_seeds,
    quoted,
    spread,
    standing,
    with_all,
)
from rnn_core import words
from rnn_core.words import listed

VANISHES, FADES, ARRIVES = 1e-3, 0.1, 10.0
"""What is left of a gradient is called so below the first, below the second, up to the third."""
_LEAST = 1e-300
BOUNDS = {
    "vanishes": f"below {VANISHES:g}",
    "fades": f"between {VANISHES:g} and {FADES:g}",
    "arrives": f"between {FADES:g} and {ARRIVES:g}",
    "explodes": f"above {ARRIVES:g}",
}
"""Between what the ratio lies for each word of `fate`."""


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
    start = "Measured with one seed."
    if seeds > 1:
        start = (
            f"Measured with {words.counted(seeds, 'seed')}. Each number is the median over the "
            "seeds, with the range in brackets."
        )
    seen = [
        start,
        f"Gradient norm at t = 1 divided by that at t = {T}, at initialization: "
        f"{listed([f'“{c.name}” {spread(c.ratios, _digits)}' for c in courses])}.",
    ]
    if iterations:
        rights = [f"“{c.name}” {spread(c.right, _digits)}" for c in courses]
        losses = [f"“{c.name}” {spread(c.losses, number)}" for c in courses]
        norms = [f"“{c.name}” {spread(c.largest_norms, _digits)}" for c in courses]
        seen += [
            f"Correct predictions out of {counted} after "
            f"{words.counted(iterations, 'iteration')}: {listed(rights)}.",
            f"Loss after {words.counted(iterations, 'iteration')}: {listed(losses)}.",
            f"Largest gradient norm during training, before clipping: {listed(norms)}.",
        ]
    so = [_of_chosen(chosen), *_of_reach(chosen, others)]
    if iterations:
        so += _of_training(chosen, others, counted)
    return Verdict(tuple(seen), tuple(so), " ".join(_limits(courses, seeds)))


def _digits(value: float) -> str:
    return number(value, 2)


def _of_chosen(chosen: Course) -> str:
    fates = [fate(ratio) for ratio in chosen.ratios]
    if len(set(fates)) == 1:
        bounds = BOUNDS.get(fates[0])
        told = (
            f": the ratio of its norms at t = 1 and at the last timestep is {bounds}"
            if bounds
            else ""
        )
        return f"As chosen, the gradient {fates[0]} {of_seeds(len(fates), len(fates))}{told}."
    each = [f"{one} {of_seeds(fates.count(one), len(fates))}" for one in dict.fromkeys(fates)]
    return f"As chosen, the outcome depends on the seed: the gradient {listed(each)}."


def _of_reach(chosen: Course, others: Sequence[Course]) -> Iterator[str]:
    by_standing: dict[Standing, list[str]] = {}
    for other in others:
        unchanged = other.ratios == chosen.ratios
        found = "same" if unchanged else standing(_nearness(other), _nearness(chosen))
        by_standing.setdefault(found, []).append(other.name)
    words: dict[Standing, str] = {
        "ahead": "{all}, {names} {preserve} the gradient’s norm better than “{chosen}”.",
        "behind": "{all}, {names} {preserve} the gradient’s norm worse than “{chosen}”.",
        "same": "{all}, {names} {preserve} the gradient’s norm exactly as well as “{chosen}”.",
        "overlap": "{open} whether {names} {preserve} the gradient’s norm better or worse than "
        "“{chosen}”.",
    }
    for found, told in words.items():
        if names := by_standing.get(found):
            yield told.format(
                all=with_all(len(chosen.ratios)),
                open=do_not_show(len(chosen.ratios)),
                names=quoted(names),
                preserve="preserve" if len(names) > 1 else "preserves",
                chosen=chosen.name,
            )


def _nearness(course: Course) -> Values:
    """How little the gradient is changed on its way, as orders of magnitude below 0."""
    return [
        None if ratio is None or not math.isfinite(ratio) else -abs(math.log10(max(ratio, _LEAST)))
        for ratio in course.ratios
    ]


def _of_training(chosen: Course, others: Sequence[Course], counted: int) -> Iterator[str]:
    for other in others:
        told = f"{_of_loss(chosen, other)}."
        if accuracy := _of_accuracy(chosen, other, counted):
            told += f" {accuracy}."
        yield told


def _of_loss(chosen: Course, other: Course) -> str:
    found = standing(_negated(other.losses), _negated(chosen.losses))
    pairs = list(zip(_worst(other.losses), _worst(chosen.losses), strict=True))
    lower, seeds = sum(ours < theirs for ours, theirs in pairs), len(pairs)
    if found == "same":
        return f"“{other.name}” ends with the same loss as “{chosen.name}” {of_seeds(seeds, seeds)}"
    if found == "overlap":
        if lower == 0:
            return (
                f"“{other.name}” never ends with a lower loss than "
                f"“{chosen.name}” on the same seed, "
                "so there is no sign that it helps"
            )
        doubt = "" if lower == seeds else ", so this does not show that it helps"
        return (
            f"Compared seed by seed, “{other.name}” ends with a lower loss than “{chosen.name}” "
            f"{of_seeds(lower, seeds)}, but their ranges overlap{doubt}"
        )
    any_seed = " does with any seed" if seeds > 1 else ""
    return (
        f"{with_all(seeds)}, “{other.name}” ends with a "
        f"{'lower' if found == 'ahead' else 'higher'} loss than “{chosen.name}”{any_seed}"
    )


def _of_accuracy(chosen: Course, other: Course, counted: int) -> str:
    """Empty where one of them diverged with every seed and predicts nothing."""
    if all(right is None for right in other.right) or all(right is None for right in chosen.right):
        return ""
    ours, theirs = (spread(course.right, _digits) for course in (other, chosen))
    told = (
        f"It gets {ours} of {words.counted(counted, 'prediction')} correct, "
        f"“{chosen.name}” {theirs}"
    )
    overlap = standing(other.right, chosen.right) == "overlap"
    return f"{told}; these ranges overlap" if overlap else told


def _negated(values: Values) -> Values:
    return [None if value is None else -value for value in values]


def _worst(values: Values) -> list[float]:
    return [math.inf if value is None else value for value in values]


def _limits(courses: Sequence[Course], seeds: int) -> Iterator[str]:
    for course in courses:
        if course.diverged:
            yield (
                f"“{course.name}” diverged {of_seeds(course.diverged, seeds)}: a run that diverged "
                "counts as worst."
            )
        if course.cut_short:
            yield (
                f"“{course.name}” was stopped early {of_seeds(course.cut_short, seeds)}: "
                "the server’s time limit was reached."
            )
    if seeds == 1:
        yield ONE_SEED
    yield (
        "We compare the gradient’s norm at t = 1 with that at the last timestep: below "
        f"{VANISHES:g}× it “vanishes”, below {FADES:g}× it “fades”, up to {ARRIVES:g}× it "
        "“arrives”, above that it “explodes”. How far a gradient reaches at initialization "
        "does not decide how well a network learns, because training changes every weight."
    )
