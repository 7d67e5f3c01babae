"""What the values of settings and interventions may be, with messages that say what is allowed.

Each function raises `InvalidConfiguration`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from rnn_core.arrays import Array
from rnn_core.errors import InvalidConfiguration
from rnn_core.words import counted

LARGEST_GIVEN = 1e6
"""The largest weight or state that may be given by hand: beyond it nothing can be learned."""


def require_choice(field: str, value: object, choices: Iterable[str]) -> None:
    """Requires one of the choices."""
    if value not in (allowed := tuple(choices)):
        raise InvalidConfiguration(
            field, f"{field} must be one of {', '.join(allowed)}, but is {value!r}"
        )


def require_number(field: str, value: object, low: float, *, open_low: bool = False) -> None:
    """Requires a number of at least, or above, `low`."""
    if (
        isinstance(value, bool)
        or not isinstance(value, (int, float))
        or not math.isfinite(value)
        or value < low
        or (open_low and value == low)
    ):
        bound = f"above {low:g}" if open_low else f"at least {low:g}"
        raise InvalidConfiguration(field, f"{field} must be a number {bound}, but is {value!r}")


def require_finite(field: str, value: object) -> None:
    """Requires a number up to `LARGEST_GIVEN`."""
    if (
        isinstance(value, bool)
        or not isinstance(value, (int, float))
        or not abs(value) <= LARGEST_GIVEN
    ):
        raise InvalidConfiguration(
            field,
            f"values in {field} must be numbers up to {LARGEST_GIVEN:g}, but one is {value!r}",
        )


def require_whole(field: str, value: object, low: int) -> None:
    """Requires a whole number of at least `low`."""
    if isinstance(value, bool) or not isinstance(value, int) or value < low:
        raise InvalidConfiguration(
            field, f"{field} must be a whole number of at least {low}, but is {value!r}"
        )


def array_of(field: str, nested: object, shape: tuple[int, ...]) -> Array:
    """Nested numbers as an array of the shape."""
    expected = " × ".join(map(str, shape))
    try:
        array = np.array(nested, dtype=np.float64)
    except (TypeError, ValueError, OverflowError):
        raise InvalidConfiguration(
            field,
            f"{field} must be {expected} numbers, in nested lists of equal length",
            code="nested",
            field=field,
            shape=expected,
        ) from None
    if array.shape != shape:
        raise InvalidConfiguration(
            field,
            f"{field} must have {_in_words(shape)}, but has {_in_words(array.shape, shape)}",
        )
    if not (np.abs(array) <= LARGEST_GIVEN).all():
        raise InvalidConfiguration(
            field,
            f"the numbers in {field} must be finite and at most {LARGEST_GIVEN:g}",
            code="too-large",
            field=field,
            most=f"{LARGEST_GIVEN:g}",
        )
    return array


def _in_words(shape: tuple[int, ...], beside: tuple[int, ...] = ()) -> str:
    """A shape in a sentence, in short after one of the same kind."""
    if len(shape) < 2:
        return counted(shape[0] if shape else 1, "number")
    written = " × ".join(map(str, shape))
    return written if len(beside) > 1 else f"shape {written}"


def sequence(field: str, value: object) -> Sequence[Any]:
    """The value, where it is a list."""
    if isinstance(value, str) or not isinstance(value, Sequence):
        raise InvalidConfiguration(field, f"{field} must be a list")
    return value
