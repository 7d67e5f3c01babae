"""Functions in the expression language: elementwise ones, and softmax."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from rnn_core.arrays import Array
from rnn_core.equations.expressions import Expression, Reference, Scope, is_scalar
from rnn_core.equations.precedence import Written
from rnn_core.equations.terms import FUNCTIONS, FunctionTerm, Index, SoftmaxTerm, Term


@dataclass(frozen=True)
class Apply(Expression):
    """An elementwise function of `FUNCTIONS`."""

    function: str
    arguments: tuple[Expression, ...]

    def _latex(self, t: str) -> Written:
        arguments = [argument._latex(t) for argument in self.arguments]
        return FUNCTIONS[self.function].latex(*arguments)

    def _plain(self, t: str) -> Written:
        arguments = [argument._plain(t) for argument in self.arguments]
        return FUNCTIONS[self.function].plain(*arguments)

    def evaluate(self, scope: Scope, t: int | None) -> Array:
        values = [argument.evaluate(scope, t) for argument in self.arguments]
        return np.asarray(FUNCTIONS[self.function].array(*values))

    def expand(self, scope: Scope, t: int | None, index: Index) -> Term:
        return FunctionTerm(
            self.function,
            tuple(
                argument.expand(scope, t, () if is_scalar(argument) else index)
                for argument in self.arguments
            ),
        )

    def references(self) -> Iterator[Reference]:
        for argument in self.arguments:
            yield from argument.references()


@dataclass(frozen=True)
class Softmax(Expression):
    """softmax(y), over the tokens."""

    of: Reference

    def _latex(self, t: str) -> Written:
        return Written(rf"\mathrm{{softmax}}\left({self.of.latex(t)}\right)")

    def _plain(self, t: str) -> Written:
        return Written(f"softmax({self.of.plain(t)})")

    def evaluate(self, scope: Scope, t: int | None) -> Array:
        y = self.of.evaluate(scope, t)
        weights = np.exp(y - y.max())
        return np.asarray(weights / weights.sum())

    def expand(self, scope: Scope, t: int | None, index: Index) -> Term:
        time = self.of.time(t)
        logits = tuple(
            scope.operand(self.of.quantity, time, 0, (j,)) for j in range(scope.size("token"))
        )
        return SoftmaxTerm(index[0], logits)

    def references(self) -> Iterator[Reference]:
        yield self.of


def tanh(argument: Expression) -> Expression:
    """tanh, elementwise."""
    return Apply("tanh", (argument,))


def sigmoid(argument: Expression) -> Expression:
    """The logistic function σ, elementwise."""
    return Apply("sigmoid", (argument,))


def log(argument: Expression) -> Expression:
    """The natural logarithm, elementwise."""
    return Apply("log", (argument,))


def square(argument: Expression) -> Expression:
    """The square, elementwise."""
    return Apply("square", (argument,))


def sqrt(argument: Expression) -> Expression:
    """The square root, elementwise."""
    return Apply("sqrt", (argument,))


def quotient(numerator: Expression, denominator: Expression) -> Expression:
    """numerator / denominator, elementwise."""
    return Apply("quotient", (numerator, denominator))


def power(base: Expression, exponent: Expression) -> Expression:
    """base to the exponent, elementwise."""
    return Apply("power", (base, exponent))


def minimum(first: Expression, second: Expression) -> Expression:
    """The smaller one, elementwise."""
    return Apply("minimum", (first, second))
