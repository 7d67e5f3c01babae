"""Text made from trees of arithmetic, with the parentheses that the usual precedence requires.

Formulas and the numbers put into them are written by the same rules, so that what is printed,
read again, is the arithmetic that it was made from.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

_MINUS = ("-", "\N{MINUS SIGN}")


class Binding(IntEnum):
    """How strongly the outermost operation of a text holds together, from the loosest."""

    SUM = 0
    """a + b, a - b"""
    SIGMA = 1
    """Σ a: over everything up to the next plus."""
    NEGATIVE = 2
    """-a"""
    QUOTIENT = 3
    """a / b, log a"""
    PRODUCT = 4
    """a · b, and a negative number"""
    SIDE_BY_SIDE = 5
    """W h"""
    POWER = 6
    """a², and 1e-10"""
    WHOLE = 7
    """A name, f(a), (a + b)"""
    DIGITS = 8
    """An unsigned number without an exponent."""


@dataclass(frozen=True, slots=True)
class Written:
    """A text and how strongly it holds together."""

    text: str
    binding: Binding = Binding.WHOLE

    def within(self, least: Binding) -> str:
        """The text, in parentheses where it holds together less than `least`."""
        if self.binding >= least:
            return self.text
        tall = r"\frac" in self.text
        return rf"\left({self.text}\right)" if tall else f"({self.text})"


def number(text: str) -> Written:
    """A number in digits, with any sign and exponent."""
    if text.startswith(_MINUS):
        return Written(text, Binding.PRODUCT)
    return Written(text, Binding.POWER if "e" in text else Binding.DIGITS)


def added(terms: Sequence[Written]) -> Written:
    """a + b - c"""
    first, *others = terms
    if not others:
        return first
    text = first.text
    for term in others:
        minus = term.text.startswith(_MINUS)
        text += f" {term.text[0]} {term.text[1:]}" if minus else f" + {term.text}"
    return Written(text, Binding.SUM)


def negative(of: Written, minus: str = "-") -> Written:
    """-a"""
    least = Binding.WHOLE if of.text.startswith(_MINUS) else Binding.QUOTIENT
    return Written(minus + of.within(least), Binding.NEGATIVE)


def multiplied(factors: Sequence[Written], sign: str) -> Written:
    """a · b"""
    first, *others = factors
    if not others:
        return first
    texts = [_leading(first), *(factor.within(Binding.PRODUCT) for factor in others)]
    return Written(sign.join(texts), _with_sign_of(first, Binding.PRODUCT))


def divided(numerator: Written, denominator: Written) -> Written:
    """a / b"""
    text = f"{_leading(numerator)} / {denominator.within(Binding.POWER)}"
    return Written(text, _with_sign_of(numerator, Binding.QUOTIENT))


def _leading(first: Written) -> str:
    """A minus in front of the first factor is one in front of the whole."""
    return first.text if first.binding is Binding.NEGATIVE else first.within(Binding.PRODUCT)


def _with_sign_of(first: Written, binding: Binding) -> Binding:
    return Binding.NEGATIVE if first.binding is Binding.NEGATIVE else binding


def squared(of: Written) -> Written:
    """a²"""
    return Written(f"{of.within(Binding.WHOLE)}²", Binding.POWER)


def raised(base: Written, exponent: Written) -> Written:
    """a^b"""
    below, above = base.within(Binding.WHOLE), exponent.within(Binding.WHOLE)
    return Written(f"{below}^{above}", Binding.POWER)


def root(of: Written) -> Written:
    """√a: of more than a number in parentheses, to show where it ends."""
    text = of.text if of.binding is Binding.DIGITS else f"({of.text})"
    return Written(f"√{text}", Binding.POWER)


def logarithm(of: Written) -> Written:
    """log a"""
    return Written(f"log {of.within(Binding.WHOLE)}", Binding.QUOTIENT)
