"""What is said of numbers in every language: the same numbers, sentence by sentence."""

from __future__ import annotations

import re
from collections.abc import Callable

from app.verdicts.words import Verdict
from app.words.language import DEFAULT, LANGUAGES
from app.words.messages import Messages, messages

# With a decimal point, a comma for thousands, a power of ten, a percent sign.
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*(?:·10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)?%?")


def numbers_in(text: str) -> set[str]:
    """The numbers of a sentence; 1 is a word in some languages."""
    return set(_NUMBER.findall(text)) - {"1"}


def in_every_language(verdict: Callable[[Messages], Verdict]) -> Verdict:
    """The verdict in the first language, once the others have been held to its numbers."""
    first = verdict(messages(DEFAULT))
    for language in LANGUAGES:
        other = verdict(messages(language))
        for there, here in ((first.seen, other.seen), (first.so, other.so)):
            assert len(here) == len(there)
            for one, another in zip(there, here, strict=True):
                assert numbers_in(another) == numbers_in(one), f"{one}\n{another}"
        assert numbers_in(other.limit) == numbers_in(first.limit), other.limit
    return first
