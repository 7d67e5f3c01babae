"""What verdicts are made of: how the seeds of two networks compare, and numbers in words."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Literal

from app.words.messages import Messages

Values = Sequence[float | None]
"""One for each seed, the greater the better; None where it diverged or is
not finite, which is worse than any."""
Standing = Literal["ahead", "behind", "same", "overlap"]
WORST = float("-inf")


@dataclass(frozen=True)
class Verdict:
    """What a result says: `seen`, measure by measure; `so`, what that supports; `limit`,
    how far it goes.

    Every sentence is made from the numbers, and says the opposite where they do.
    """

    seen: tuple[str, ...]
    so: tuple[str, ...]
    limit: str


def standing(first: Values, second: Values) -> Standing:
    """How `first` stands to `second`: ahead where each of its seeds is better than each of those.

    "same" where every seed of both has the same value; "overlap" is all between.
    """
    ours, theirs = _known(first), _known(second)
    if min(ours) > max(theirs):
        return "ahead"
    if max(ours) < min(theirs):
        return "behind"
    return "same" if len({*ours, *theirs}) == 1 else "overlap"


def _known(values: Values) -> list[float]:
    return [WORST if value is None else value for value in values]


def finite(value: float | None) -> float | None:
    """The value, where it is a finite number."""
    return value if value is not None and math.isfinite(value) else None


def of_seeds(count: int, seeds: int, words: Messages) -> str:
    """`with every seed`, `with 3 of 5 seeds`; of one seed, `with the one seed`."""
    if seeds == 1:
        which = "only" if count else "not-the-only"
    else:
        which = "all" if count == seeds else "some" if count else "none"
    return words.say("verdict-seeds", which=which, count=count, seeds=seeds)


def do_not_show(seeds: int, words: Messages) -> str:
    """How a sentence about what is left open begins: `These seeds do not show`."""
    return words.say("verdict-unshown", seeds=seeds)


def with_all(seeds: int, words: Messages) -> str:
    """How a sentence about all of them begins: `With every seed`."""
    return capitalized(of_seeds(seeds, seeds, words))


def diverged_in_words(name: str, count: int, seeds: int, words: Messages) -> str:
    return words.say("verdict-diverged", name=name, seeds=of_seeds(count, seeds, words))


def capitalized(sentence: str) -> str:
    """The sentence with its first letter a capital."""
    return sentence[:1].upper() + sentence[1:]


def uncapitalized(sentence: str) -> str:
    """The sentence with its first letter small."""
    return sentence[:1].lower() + sentence[1:]


def spread(values: Values, written: Callable[[float], str], words: Messages) -> str:
    """The median, and in brackets the range where there is one."""
    known = [value for value in values if value is not None]
    if not known:
        return words.say("verdict-no-result")
    least, greatest = written(min(known)), written(max(known))
    middle = written(median(known))
    if least == greatest:
        return middle
    return words.say("verdict-spread", median=middle, least=least, greatest=greatest)


def quoted(parts: Sequence[str], words: Messages) -> str:
    """`“A”, “B” and “C”`."""
    return words.conjoined([words.say("quotation", text=part) for part in parts])


def told(pairs: Iterable[tuple[str, str]], words: Messages) -> str:
    """What each of several has: `“A” 3, “B” 4 and “C” 5`."""
    return words.conjoined(
        [words.say("verdict-value", name=name, value=value) for name, value in pairs]
    )


def percent(share: float) -> str:
    """`86%`; only what is all is 100%, only what is none is 0%, and halves are rounded up."""
    if 0 < share < 1:
        return f"{min(99, max(1, math.floor(100 * share + 0.5)))}%"
    return f"{100 * share:.0f}%"


_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def number(value: float, digits: int = 3) -> str:
    """`1.39`, `0.0037`; `3·10⁻⁸` where that is shorter."""
    if not math.isfinite(value):
        return "∞"
    if value == 0 or 1e-4 <= abs(value) < 1e5:
        return f"{float(f'{value:.{digits}g}'):g}" if abs(value) < 1e3 else f"{value:,.0f}"
    return power_of_ten(value)


def power_of_ten(value: float) -> str:
    """`3·10⁻⁸`."""
    mantissa, exponent = f"{value:.0e}".split("e")
    return f"{mantissa}·10{str(int(exponent)).translate(_SUPERSCRIPTS)}"
