"""Phrases and their translations: the examples of the task translation."""

from __future__ import annotations


def phrase_pairs() -> tuple[tuple[str, str], ...]:
    """English phrases by words, and what they are in Chinese characters."""
    return (("good morning", "早上好"), ("i love you", "我爱你"), ("hello", "你好"))
