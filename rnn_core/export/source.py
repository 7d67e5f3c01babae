"""Equations as Python: each expression of the language as NumPy would compute it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum

from rnn_core.equations.expressions import (
    Expression,
    MatrixVector,
    Negative,
    Number,
    Product,
    Quantity,
    Reference,
    Sum,
)
from rnn_core.equations.functions import Apply, Softmax
from rnn_core.equations.operations import (
    AtTarget,
    Gate,
    Nothing,
    OneHotInputs,
    OneHotTarget,
    Outer,
    Stack,
    SumOverTime,
)


class Binding(IntEnum):
    """How strongly a piece of Python holds together, weakest first."""

    SUM = 1
    PRODUCT = 2
    SIGN = 3
    POWER = 4
    WHOLE = 5


@dataclass(frozen=True)
class Source:
    """A piece of Python, and how strongly it holds together."""

    text: str
    binding: Binding = Binding.WHOLE

    def within(self, binding: Binding) -> str:
        """In parentheses where it holds together less than this."""
        return self.text if self.binding >= binding else f"({self.text})"


_CALLS = {"tanh": "np.tanh", "sigmoid": "sigmoid", "log": "np.log", "sqrt": "np.sqrt"}


class Python:
    """Writes expressions as Python; `name` says what a quantity is called at a timestep.

    `time` is how the timestep is written: `t`, or `t - 1`; None for what has none.
    """

    def __init__(self, name: Callable[[Quantity, str | None], str], one_hots: str = "") -> None:
        """`one_hots` is what is read at a timestep `{t}`."""
        self._name, self._one_hots = name, one_hots

    def __call__(self, expression: Expression, t: str = "t") -> str:
        """The expression as Python, at the timestep `t`."""
        return self._written(expression, t).text

    def _reference(self, of: Reference, t: str) -> str:
        if of.shift is None:
            return self._name(of.quantity, None)
        if of.absolute:
            return self._name(of.quantity, str(of.shift))
        return self._name(
            of.quantity, t if of.shift == 0 else f"{t} {'+-'[of.shift < 0]} {abs(of.shift)}"
        )

    def _written(self, expression: Expression, t: str) -> Source:
        match expression:
            case Reference():
                return Source(self._reference(expression, t))
            case Number():
                return Source(repr(expression.number))
            case Sum():
                return self._sum(expression, t)
            case Negative():
                return Source(
                    f"-{self._written(expression.of, t).within(Binding.SIGN)}", Binding.SIGN
                )
            case Product():
                first, *rest = (self._written(factor, t) for factor in expression.factors)
                factors = [
                    first.within(Binding.PRODUCT),
                    *(each.within(Binding.SIGN) for each in rest),
                ]
                return Source(" * ".join(factors), Binding.PRODUCT)
            case MatrixVector():
                matrix = self._reference(expression.matrix, t) + ".T" * expression.transposed
                return Source(
                    f"{matrix} @ {self._reference(expression.vector, t)}", Binding.PRODUCT
                )
            case Apply():
                return self._applied(expression, t)
            case Softmax():
                return Source(f"softmax({self._reference(expression.of, t)})")
            case Gate(number=0):
                return Source(f"{self._reference(expression.of, t)}[:H]")
            case Gate(number=number):
                start = "H" if number == 1 else f"{number} * H"
                return Source(f"{self._reference(expression.of, t)}[{start} : {number + 1} * H]")
            case Stack():
                parts = ", ".join(self._written(part, t).text for part in expression.parts)
                return Source(f"np.concatenate([{parts}])")
            case Outer():
                left, right = (
                    self._reference(each, t) for each in (expression.left, expression.right)
                )
                return Source(f"np.outer({left}, {right})")
            case SumOverTime():
                return Source(f"sum({self._written(expression.of, 't').text} for t in steps)")
            case AtTarget():
                return Source(f"{self._reference(expression.of, t)}[targets[{t}]]")
            case OneHotTarget():
                return Source(f"one_hot(targets[{t}], V)")
            case OneHotInputs():
                return Source(self._one_hots.format(t=t))
            case Nothing():
                return Source("np.zeros(H)")
        raise TypeError(f"{type(expression).__name__} has no form in Python")

    def _sum(self, total: Sum, t: str) -> Source:
        first, *rest = total.terms
        text = self._written(first, t).within(Binding.SUM)
        for term in rest:
            sign, of = ("-", term.of) if isinstance(term, Negative) else ("+", term)
            text += f" {sign} {self._written(of, t).within(Binding.PRODUCT)}"
        return Source(text, Binding.SUM)

    def _applied(self, apply: Apply, t: str) -> Source:
        first, *others = (self._written(argument, t) for argument in apply.arguments)
        match apply.function:
            case "square":
                return Source(f"{first.within(Binding.WHOLE)} ** 2", Binding.POWER)
            case "power":
                exponent = others[0].within(Binding.WHOLE)
                return Source(f"{first.within(Binding.WHOLE)} ** {exponent}", Binding.POWER)
            case "quotient":
                below = others[0].within(Binding.SIGN)
                return Source(f"{first.within(Binding.PRODUCT)} / {below}", Binding.PRODUCT)
        return Source(f"{_CALLS[apply.function]}({first.text})")
