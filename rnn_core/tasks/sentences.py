"""Labelled sentences: the examples of the task sentiment."""

from __future__ import annotations


def labelled_sentences() -> tuple[tuple[str, str], ...]:
    """Sentences by words, and whether they are positive or negative."""
    return (
        ("good", "positive"),
        ("not good", "negative"),
        ("bad", "negative"),
        ("not bad", "positive"),
        ("not good at all", "negative"),
    )
