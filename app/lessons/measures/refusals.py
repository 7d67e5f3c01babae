"""What a measure refuses, with a sentence for every language."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from app.words.language import DEFAULT
from app.words.messages import Listed, Saying, messages, saying
from rnn_core.errors import CoreError, InvalidAddress


class Refused(InvalidAddress):
    """A parameter of a measure, or the run that it is asked of, is not as it has to be."""

    def __init__(self, part: str, told: Saying) -> None:
        super().__init__(part, messages(DEFAULT).said(told))
        self.told = told


def refused(part: str, key: str, **values: Any) -> Refused:
    """What is wrong with `part`, by its key in the catalogues."""
    return Refused(part, saying(key, **values))


def outside(quantity: str, shape: tuple[int, ...]) -> Refused:
    """An index that a quantity of this shape does not have."""
    ranges = Listed([f"0–{size - 1}" for size in shape])
    return refused("index", "refused-index", quantity=quantity, count=len(shape), ranges=ranges)


@contextmanager
def about(part: str) -> Iterator[None]:
    """What the core refuses of a parameter that it knows under another name."""
    try:
        yield
    except CoreError as error:
        raise InvalidAddress(part, str(error), code=error.code, **error.values) from None
