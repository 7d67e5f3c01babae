"""Numbers and quotations in sentences."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

LONGEST_QUOTED = 40


class Remark(str):
    """A sentence about a number, in English.

    Where a program has to say it in other words, `remark` names the sentence and `values` are what
    stands in it.
    """

    remark: str
    values: dict[str, Any]

    def __new__(cls, text: str, /, *, remark: str = "", **values: Any) -> Remark:
        self = super().__new__(cls, text)
        self.remark, self.values = remark, values
        return self


def counted(number: float, noun: str, plural: str | None = None) -> str:
    """A number with what it counts: "1 unit", "6 units", "12,000 units".

    `plural` is needed where it is not the noun and an s.
    """
    written = f"{number:,}" if number == int(number) else f"{number:g}"
    return f"{written.removesuffix('.0')} {noun if number == 1 else plural or f'{noun}s'}"


def listed(names: Sequence[str], last: str = "and") -> str:
    """Names in a sentence: `A, B and C`."""
    *before, end = names
    return f"{', '.join(before)} {last} {end}" if before else end


def indexes_in_words(name: str, shape: Sequence[int]) -> str:
    """What indexes there are: `the indexes of W_hh must be 0 to 5 and 0 to 3`."""
    ranges = " and ".join(f"0 to {size - 1}" for size in shape)
    return f"the {'index' if len(shape) == 1 else 'indexes'} of {name} must be {ranges}"


def shortened(text: str) -> str:
    """The text, or its beginning where it is too long to be quoted."""
    return text if len(text) <= LONGEST_QUOTED else f"{text[:LONGEST_QUOTED]}…"
