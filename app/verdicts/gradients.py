"""What the gradients' laboratory says of several seeds: sentences made from their numbers. Pure."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from app.verdicts.words import (
    Standing,
    Values,
    Verdict,
    diverged_in_words,
    do_not_show,
    number,
    of_seeds,
    power_of_ten,
    quoted,
    spread,
    standing,
    told,
    with_all,
)
from app.words.messages import Messages

VANISHES, FADES, ARRIVES = 1e-3, 0.1, 10.0
"""What is left of a gradient is called so below the first, below the second, up to the third."""
_LEAST = 1e-300
BOUNDS = {"vanishes": f"{VANISHES:g}", "fades": f"{FADES:g}", "arrives": f"{ARRIVES:g}"}
"""What the ratio is compared with, for the words of `fate`."""


@dataclass(frozen=True)
class Course:
    """One way to train, with several seeds; every tuple has a value for each.

    `ratios` is ‖∂L_T/∂h_1‖ by ‖∂L_T/∂h_T‖ at initialization, None where it is not finite; `losses`
    and `right` are of the judged examples after training, None where it diverged.
    """

    name: str
    """In words."""
    ratios: tuple[float | None, ...]
    losses: tuple[float | None, ...]
    right: tuple[int | None, ...]
    largest_norms: tuple[float | None, ...]
    diverged: int
    cut_short: int
    """With how many seeds the server's time was up before the training's end."""


def fate(ratio: float | None) -> str:
    """What becomes of a gradient on its way back: `vanishes`, `fades`, `arrives`, `explodes`, or
    `infinite` where it is not finite."""
    if ratio is None or not math.isfinite(ratio):
        return "infinite"
    if ratio < VANISHES:
        return "vanishes"
    if ratio < FADES:
        return "fades"
    return "arrives" if ratio <= ARRIVES else "explodes"


def verdict(
    chosen: Course,
    others: Sequence[Course],
    words: Messages,
    *,
    iterations: int,
    counted: int,
    T: int,
) -> Verdict:
    """What becomes of the gradient as chosen and with each change, and what that was worth.

    `counted` is the number of judged predictions; `T` the distance in timesteps.
    """
    courses = (chosen, *others)
    seeds = len(chosen.ratios)
    said = words.say

    def each(values: Callable[[Course], Values], written: Callable[[float], str] = _digits) -> str:
        return told(((c.name, spread(values(c), written, words)) for c in courses), words)

    seen = [
        said("verdict-measured-seeds" if seeds > 1 else "verdict-measured", seeds=seeds),
        said("verdict-ratios", T=str(T), ratios=each(lambda course: course.ratios)),
    ]
    if iterations:
        rights = each(lambda course: course.right)
        seen += [
            said("verdict-correct", counted=str(counted), iterations=iterations, rights=rights),
            said(
                "verdict-losses",
                iterations=iterations,
                losses=each(lambda course: course.losses, number),
            ),
            said("verdict-norms", norms=each(lambda course: course.largest_norms)),
        ]
    so = [_of_chosen(chosen, words), *_of_reach(chosen, others, words)]
    if iterations:
        so += _of_training(chosen, others, counted, words)
    limits = _limits(courses, seeds, words)
    return Verdict(tuple(seen), tuple(so), said("sentence-separator").join(limits))


def _digits(value: float) -> str:
    return number(value, 2)


def _of_chosen(chosen: Course, words: Messages) -> str:
    fates = [fate(ratio) for ratio in chosen.ratios]
    seeds = len(fates)
    if len(set(fates)) == 1:
        every = of_seeds(seeds, seeds, words)
        if fates[0] == "infinite":
            return words.say("verdict-chosen-infinite", seeds=every)
        return words.say("verdict-chosen", fate=fates[0], seeds=every, **BOUNDS)
    each = [
        words.say("verdict-fate-seeds", fate=one, seeds=of_seeds(fates.count(one), seeds, words))
        for one in dict.fromkeys(fates)
    ]
    return words.say("verdict-chosen-split", fates=words.conjoined(each))


def _of_reach(chosen: Course, others: Sequence[Course], words: Messages) -> Iterator[str]:
    by_standing: dict[Standing, list[str]] = {"ahead": [], "behind": [], "same": [], "overlap": []}
    for other in others:
        unchanged = other.ratios == chosen.ratios
        found = "same" if unchanged else standing(_nearness(other), _nearness(chosen))
        by_standing[found].append(other.name)
    for found, names in by_standing.items():
        if names:
            yield words.say(
                "verdict-reach",
                found=found,
                all=with_all(len(chosen.ratios), words),
                unshown=do_not_show(len(chosen.ratios), words),
                names=quoted(names, words),
                count=len(names),
                chosen=chosen.name,
            )


def _nearness(course: Course) -> Values:
    """How little the gradient is changed on its way, as orders of magnitude below 0."""
    return [
        None if ratio is None or not math.isfinite(ratio) else -abs(math.log10(max(ratio, _LEAST)))
        for ratio in course.ratios
    ]


def _of_training(
    chosen: Course, others: Sequence[Course], counted: int, words: Messages
) -> Iterator[str]:
    for other in others:
        sentences = [_of_loss(chosen, other, words), *_of_accuracy(chosen, other, counted, words)]
        yield words.say("sentence-separator").join(sentences)


def _of_loss(chosen: Course, other: Course, words: Messages) -> str:
    found = standing(_negated(other.losses), _negated(chosen.losses))
    pairs = list(zip(_worst(other.losses), _worst(chosen.losses), strict=True))
    lower, seeds = sum(ours < theirs for ours, theirs in pairs), len(pairs)
    names = {"name": other.name, "chosen": chosen.name}
    if found == "same":
        return words.say("verdict-loss-same", seeds=of_seeds(seeds, seeds, words), **names)
    if found == "overlap":
        if lower == 0:
            return words.say("verdict-loss-never", **names)
        doubt = "no" if lower == seeds else "yes"
        ahead = of_seeds(lower, seeds, words)
        return words.say("verdict-loss-overlap", seeds=ahead, doubt=doubt, **names)
    all_of_them = with_all(seeds, words)
    return words.say("verdict-loss-apart", all=all_of_them, found=found, seeds=seeds, **names)


def _of_accuracy(chosen: Course, other: Course, counted: int, words: Messages) -> Iterator[str]:
    """Nothing where one of them diverged with every seed and predicts nothing."""
    if all(right is None for right in other.right) or all(right is None for right in chosen.right):
        return
    yield words.say(
        "verdict-accuracy",
        ours=spread(other.right, _digits, words),
        theirs=spread(chosen.right, _digits, words),
        counted=counted,
        chosen=chosen.name,
        overlap="yes" if standing(other.right, chosen.right) == "overlap" else "no",
    )


def _negated(values: Values) -> Values:
    return [None if value is None else -value for value in values]


def _worst(values: Values) -> list[float]:
    return [math.inf if value is None else value for value in values]


def _limits(courses: Sequence[Course], seeds: int, words: Messages) -> Iterator[str]:
    for course in courses:
        if course.diverged:
            yield diverged_in_words(course.name, course.diverged, seeds, words)
        if course.cut_short:
            cut = of_seeds(course.cut_short, seeds, words)
            yield words.say("verdict-cut-short", name=course.name, seeds=cut)
    if seeds == 1:
        yield words.say("verdict-one-seed")
    yield words.say("verdict-fates-limit", **BOUNDS)


def ratio_in_words(ratio: float | None, T: int, words: Messages) -> str:
    """What is left of the gradient of the last loss at the first timestep."""
    if ratio is None or not math.isfinite(ratio):
        return words.say("verdict-no-gradients")
    times = _times(ratio)
    return words.say("verdict-ratio", times=times, T=str(T), fate=fate(ratio), **BOUNDS)


def _times(ratio: float) -> str:
    """`0.0035`, `1600`, `3·10⁻⁸`."""
    if ratio == 0 or 1e-4 <= ratio < 1e4:
        return f"{float(f'{ratio:.2g}'):g}"
    return power_of_ten(ratio)
