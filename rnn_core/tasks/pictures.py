"""Pictures and their captions: the examples of the task captioning."""

from __future__ import annotations


def captioned_pictures() -> tuple[tuple[str, str], ...]:
    """Rows of pixels, # and ., joined by /, and what they show."""
    return (
        ("###/#.#/###", "a square"),
        (".#./###/.#.", "a cross"),
        ("#../.#./..#", "a line down"),
    )
