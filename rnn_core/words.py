"""Numbers and quotations in sentences."""

from __future__ import annotations

LONGEST_QUOTED = 40


def counted(number: float, noun: str, plural: str | None = None) -> str:
    """A number with what it counts: "1 unit", "6 units", "12,000 units".

    `plural` is needed where it is not the noun and an s.
    """
    written = f"{number:,}" if number == int(number) else f"{number:g}"
    return f"{written.removesuffix('.0')} {noun if number == 1 else plural or f'{noun}s'}"


def shortened(text: str) -> str:
    """The text, or its beginning where it is too long to be quoted."""
    return text if len(text) <= LONGEST_QUOTED else f"{text[:LONGEST_QUOTED]}…"
