"""The arithmetic that made one number: a tree from named operands up to the result."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from rnn_core.arrays import Array
from rnn_core.equations.precedence import (
    Binding,
    Written,
    divided,
    logarithm,
    raised,
    root,
    squared,
)

Index = tuple[int, ...]


@dataclass(frozen=True)
class Address:
    """Where a number is: iteration, quantity, timestep (None where it has none), indexes."""

    iteration: int
    quantity: str
    t: int | None = None
    index: Index = ()

    def __str__(self) -> str:
        time = "" if self.t is None else f"_{self.t}"
        index = f"[{','.join(map(str, self.index))}]" if self.index else ""
        return f"{self.quantity}{time}{index}"


@dataclass(frozen=True)
class ElementwiseFunction:
    """A function applied to every element: for whole arrays, for one number, and as written."""

    array: Callable[..., Array]
    scalar: Callable[..., float]
    latex: Callable[..., Written]
    plain: Callable[..., Written]


def _log(value: float) -> float:
    return math.log(value) if value > 0 else (-math.inf if value == 0 else math.nan)


def _quotient(numerator: float, denominator: float) -> float:
    if denominator == 0:
        return math.nan if numerator == 0 else math.copysign(math.inf, numerator)
    return numerator / denominator


def _called(template: str) -> Callable[..., Written]:
    """f(a): what is written inside needs no parentheses of its own."""
    return lambda *of: Written(template.format(*(argument.text for argument in of)))


def _base(of: Written) -> str:
    """What an exponent can be set to in LaTeX: a fraction needs parentheses."""
    tall = r"\frac" in of.text
    return Written(of.text, Binding.QUOTIENT if tall else of.binding).within(Binding.WHOLE)


FUNCTIONS: Mapping[str, ElementwiseFunction] = MappingProxyType(
    {
        "tanh": ElementwiseFunction(
            np.tanh, math.tanh, _called(r"\tanh\left({0}\right)"), _called("tanh({0})")
        ),
        "sigmoid": ElementwiseFunction(
            lambda z: 0.5 * (1.0 + np.tanh(0.5 * z)),
            lambda z: 0.5 * (1.0 + math.tanh(0.5 * z)),
            _called(r"\sigma\left({0}\right)"),
            _called("σ({0})"),
        ),
        "log": ElementwiseFunction(
            np.log,
            _log,
            lambda of: Written(rf"\log {of.within(Binding.WHOLE)}", Binding.QUOTIENT),
            logarithm,
        ),
        "square": ElementwiseFunction(
            np.square,
            lambda z: z * z,
            lambda of: Written(f"{{{_base(of)}}}^2", Binding.POWER),
            squared,
        ),
        "sqrt": ElementwiseFunction(np.sqrt, math.sqrt, _called(r"\sqrt{{{0}}}"), root),
        "quotient": ElementwiseFunction(
            np.divide, _quotient, _called(r"\frac{{{0}}}{{{1}}}"), divided
        ),
        "power": ElementwiseFunction(
            np.power,
            math.pow,
            lambda of, exponent: Written(f"{{{_base(of)}}}^{{{exponent.text}}}", Binding.POWER),
            raised,
        ),
        "minimum": ElementwiseFunction(
            np.minimum, min, _called(r"\min\left({0},\, {1}\right)"), _called("min({0}, {1})")
        ),
    }
)


@dataclass(frozen=True)
class Term(ABC):
    """A node in the arithmetic that made one number."""

    @property
    @abstractmethod
    def value(self) -> float:
        """What this node comes to, computed from its operands' values."""

    def operands(self) -> Iterator[Operand]:
        """The named numbers below this node, in reading order."""
        for child in self.children:
            yield from child.operands()

    @property
    def children(self) -> tuple[Term, ...]:
        """The nodes directly below."""
        return ()


@dataclass(frozen=True)
class Operand(Term):
    """A number with an address, which has a derivation of its own."""

    address: Address
    number: float

    @property
    def value(self) -> float:
        return self.number

    def operands(self) -> Iterator[Operand]:
        yield self


@dataclass(frozen=True)
class NumberTerm(Term):
    """A number of the formula itself.

    `note` says why it stands there, where that is not plain; `symbol` is its name (ε, β₁).
    """

    number: float
    note: str = ""
    symbol: str = ""

    @property
    def value(self) -> float:
        return self.number


@dataclass(frozen=True)
class SumTerm(Term):
    """a + b + …; `of` names what is summed over ("unit", "token", "timestep"), if anything."""

    terms: tuple[Term, ...]
    of: str = ""

    @property
    def value(self) -> float:
        values = [term.value for term in self.terms]
        try:
            return math.fsum(values)
        except (OverflowError, ValueError):
            return sum(values)

    @property
    def children(self) -> tuple[Term, ...]:
        return self.terms


@dataclass(frozen=True)
class ProductTerm(Term):
    """a × b × …"""

    factors: tuple[Term, ...]

    @property
    def value(self) -> float:
        return math.prod(factor.value for factor in self.factors)

    @property
    def children(self) -> tuple[Term, ...]:
        return self.factors


@dataclass(frozen=True)
class FunctionTerm(Term):
    """f(a, …); `name` is one of `FUNCTIONS`."""

    name: str
    arguments: tuple[Term, ...]

    @property
    def value(self) -> float:
        return FUNCTIONS[self.name].scalar(*(argument.value for argument in self.arguments))

    @property
    def children(self) -> tuple[Term, ...]:
        return self.arguments


@dataclass(frozen=True)
class SoftmaxTerm(Term):
    """exp(y_i) / Σ_j exp(y_j) for the `chosen` of the logits y."""

    chosen: int
    logits: tuple[Term, ...]

    @property
    def value(self) -> float:
        top = max(operand.value for operand in self.logits)
        weights = [math.exp(operand.value - top) for operand in self.logits]
        return weights[self.chosen] / math.fsum(weights)

    @property
    def children(self) -> tuple[Term, ...]:
        return self.logits
