"""The expression language: formula, derivation and reference value from one statement.

A model states each of its equations once, as an expression over quantities:

    Equation(h, tanh(a.now))        Equation(a, W_xh.ref @ x.now + W_hh.ref @ h.before + b_h.ref)

From that statement come the typeset formula (`latex`), the plain one (`plain`), the value of the
whole quantity (`evaluate`, which the fast kernels are held to) and, for a single number, the
arithmetic that made it down to named operands (`expand`, see `terms`).

This module has the quantities and the operations written with a sign (+, -, *, @); those written
with a name are in `functions` and `operations`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, replace
from typing import Any, Literal, Protocol

import numpy as np

from rnn_core.arrays import Array
from rnn_core.equations.precedence import Binding, Written, added, multiplied, negative, number
from rnn_core.equations.terms import Index, NumberTerm, ProductTerm, SumTerm, Term
from rnn_core.words import Remark

Axis = Literal["unit", "token", "gate", "input", "pixel"]
"""Hidden units; tokens of the output; the gates of all units, first those of the first gate; what
is read at a timestep, a place for every token; pixels of an image."""
NOTHING_FOLLOWS = Remark("nothing follows the last timestep", remark="nothing-follows")


class Scope(Protocol):
    """Where an expression finds its quantities: one trace, and those of earlier iterations."""

    @property
    def T(self) -> int:
        """The number of timesteps."""

    def array(self, quantity: Quantity, t: int | None, iterations_back: int) -> Array:
        """The whole quantity."""

    def operand(
        self, quantity: Quantity, t: int | None, iterations_back: int, index: Index
    ) -> Term:
        """One number of it; not an operand where there is nothing, as before the first update."""

    def size(self, axis: Axis, t: int | None = None) -> int:
        """How many there are: H units, V tokens; what is read, which may differ from timestep to
        timestep, at t."""

    def target(self, t: int) -> int | None:
        """The id of the token to be predicted at timestep t, if any."""

    def read_at(self, t: int, place: int) -> tuple[bool, str]:
        """Whether this place of x_t is 1, and why."""

    def timesteps(self, over: str) -> range:
        """The timesteps at which the weights called `over` are in use; "" are all timesteps."""


class Expression(ABC):
    """A formula over quantities at a timestep `t`."""

    @abstractmethod
    def _latex(self, t: str) -> Written:
        """Typeset, and how strongly it holds together."""

    @abstractmethod
    def _plain(self, t: str) -> Written:
        """In one line of text, and how strongly it holds together."""

    def latex(self, t: str = "t") -> str:
        """Typeset, with `t` as the timestep."""
        return self._latex(t).text

    def plain(self, t: str = "t") -> str:
        """In one line of text, with `t` as the timestep."""
        return self._plain(t).text

    @abstractmethod
    def evaluate(self, scope: Scope, t: int | None) -> Array:
        """The whole value."""

    @abstractmethod
    def expand(self, scope: Scope, t: int | None, index: Index) -> Term:
        """The arithmetic of the number at `index`."""

    def references(self) -> Iterator[Reference]:
        """Every quantity the formula mentions, in order."""
        return iter(())

    def rewritten(self, by: Callable[[Reference], Reference]) -> Expression:
        """The same formula about other quantities."""
        parts: dict[str, Any] = {}
        for field in fields(self):  # type: ignore[arg-type]
            value = getattr(self, field.name)
            if isinstance(value, Expression):
                parts[field.name] = value.rewritten(by)
            elif isinstance(value, tuple) and value and isinstance(value[0], Expression):
                parts[field.name] = tuple(each.rewritten(by) for each in value)
        return replace(self, **parts) if parts else self  # type: ignore[type-var]

    def __add__(self, other: Expression) -> Expression:
        return Sum((self, other))

    def __sub__(self, other: Expression) -> Expression:
        return Sum((self, Negative(other)))

    def __mul__(self, other: Expression) -> Expression:
        return Product((self, other))

    def __neg__(self) -> Expression:
        return Negative(self)


@dataclass(frozen=True)
class Quantity:
    """A named quantity: a vector or matrix by its axes, of every timestep where it is `timed`.

    `latex` has `@` where the timestep stands. A parameter is not timed, but referred to by the
    timestep that uses it (`W_hh.after` is the one of t+1): not all need to use the same.
    """

    name: str
    latex: str
    words: str
    axes: tuple[Axis, ...] = ()
    timed: bool = False

    @property
    def now(self) -> Reference:
        """This quantity at t."""
        return Reference(self, 0)

    @property
    def before(self) -> Reference:
        """This quantity at t-1."""
        return Reference(self, -1)

    @property
    def after(self) -> Reference:
        """This quantity at t+1; zero past the last timestep."""
        return Reference(self, 1)

    @property
    def first(self) -> Reference:
        """This quantity at timestep 1."""
        return Reference(self, 1, absolute=True)

    @property
    def ref(self) -> Reference:
        """This quantity, which has no timestep."""
        return Reference(self)

    @property
    def previous(self) -> Reference:
        """This quantity, one iteration earlier."""
        return Reference(self, iterations_back=1)

    def symbol(self, t: str | None) -> str:
        """Typeset, at timestep `t`."""
        return self.latex.replace("@", t or "")

    def plain_symbol(self, t: str | None) -> str:
        """In plain text, at timestep `t`: by the quantity's name."""
        return self.name if t is None else at_time(self.name, t)


def at_time(name: str, t: str) -> str:
    """`h_3`, `h_{t-1}`"""
    return f"{name}_{t}" if len(t) == 1 else f"{name}_{{{t}}}"


@dataclass(frozen=True)
class Reference(Expression):
    """A quantity at t + `shift`, or at `shift` itself where `absolute`; untimed with None."""

    quantity: Quantity
    shift: int | None = None
    absolute: bool = False
    iterations_back: int = 0

    def time(self, t: int | None) -> int | None:
        """The timestep at which the quantity is looked up; None where it has none."""
        return self.place(t) if self.quantity.timed else None

    def place(self, t: int | None) -> int | None:
        """The timestep meant."""
        if self.shift is None:
            return None
        if self.absolute:
            return self.shift
        assert t is not None
        return t + self.shift

    def written_time(self, t: str) -> str | None:
        if self.shift is None or not self.quantity.timed:
            return None
        if self.absolute:
            return str(self.shift)
        if t.isdigit():
            return str(int(t) + self.shift)
        return t if self.shift == 0 else f"{t}{self.shift:+d}"

    def _latex(self, t: str) -> Written:
        symbol = self.quantity.symbol(self.written_time(t))
        if self.iterations_back:
            return Written(rf"{symbol}^{{\text{{previous}}}}", Binding.POWER)
        return Written(symbol)

    def _plain(self, t: str) -> Written:
        symbol = self.quantity.plain_symbol(self.written_time(t))
        if self.iterations_back:
            return Written(f"previous {symbol}", Binding.SIDE_BY_SIDE)
        return Written(symbol)

    def evaluate(self, scope: Scope, t: int | None) -> Array:
        if self.beyond(scope, t):
            return np.zeros([scope.size(axis) for axis in self.quantity.axes])
        return scope.array(self.quantity, self.time(t), self.iterations_back)

    def rewritten(self, by: Callable[[Reference], Reference]) -> Reference:
        return by(self)

    def expand(self, scope: Scope, t: int | None, index: Index) -> Term:
        if self.beyond(scope, t):
            return NumberTerm(0.0, NOTHING_FOLLOWS)
        return scope.operand(self.quantity, self.time(t), self.iterations_back, index)

    def references(self) -> Iterator[Reference]:
        yield self

    def beyond(self, scope: Scope, t: int | None) -> bool:
        """Whether it lies past the last timestep, where nothing is."""
        time = self.time(t)
        return time is not None and time > scope.T

    def __matmul__(self, vector: Reference) -> Expression:
        return MatrixVector(self, vector)

    @property
    def transposed(self) -> _Transposed:
        """For Wᵀ d."""
        return _Transposed(self)


@dataclass(frozen=True)
class _Transposed:
    matrix: Reference

    def __matmul__(self, vector: Reference) -> Expression:
        return MatrixVector(self.matrix, vector, transposed=True)


@dataclass(frozen=True)
class Number(Expression):
    """A number of the formula, written as `symbol` (ε, β₁) where it has one."""

    number: float
    symbol_latex: str = ""
    symbol_plain: str = ""

    def _latex(self, t: str) -> Written:
        return Written(self.symbol_latex) if self.symbol_latex else number(f"{self.number:g}")

    def _plain(self, t: str) -> Written:
        return Written(self.symbol_plain) if self.symbol_plain else number(f"{self.number:g}")

    def evaluate(self, scope: Scope, t: int | None) -> Array:
        return np.array(self.number)

    def expand(self, scope: Scope, t: int | None, index: Index) -> Term:
        return NumberTerm(self.number, symbol=self.symbol_plain)


@dataclass(frozen=True)
class Sum(Expression):
    """a + b + …, elementwise."""

    terms: tuple[Expression, ...]

    def _latex(self, t: str) -> Written:
        return added([term._latex(t) for term in self.terms])

    def _plain(self, t: str) -> Written:
        return added([term._plain(t) for term in self.terms])

    def evaluate(self, scope: Scope, t: int | None) -> Array:
        values = [term.evaluate(scope, t) for term in self.terms]
        total = values[0]
        for value in values[1:]:
            total = total + value
        return np.asarray(total)

    def expand(self, scope: Scope, t: int | None, index: Index) -> Term:
        terms: list[Term] = []
        for term in self.terms:
            expanded = term.expand(scope, t, index)
            inner = isinstance(expanded, SumTerm) and not expanded.of
            terms.extend(expanded.children if inner else (expanded,))
        return SumTerm(tuple(terms))

    def references(self) -> Iterator[Reference]:
        for term in self.terms:
            yield from term.references()

    def __add__(self, other: Expression) -> Expression:
        return Sum((*self.terms, other))


@dataclass(frozen=True)
class Negative(Expression):
    """-a."""

    of: Expression

    def _latex(self, t: str) -> Written:
        return negative(self.of._latex(t))

    def _plain(self, t: str) -> Written:
        return negative(self.of._plain(t))

    def evaluate(self, scope: Scope, t: int | None) -> Array:
        return -self.of.evaluate(scope, t)

    def expand(self, scope: Scope, t: int | None, index: Index) -> Term:
        return ProductTerm((NumberTerm(-1.0), self.of.expand(scope, t, index)))

    def references(self) -> Iterator[Reference]:
        return self.of.references()


@dataclass(frozen=True)
class Product(Expression):
    """a ⊙ b ⊙ …, elementwise; a scalar multiplies every element."""

    factors: tuple[Expression, ...]

    def _latex(self, t: str) -> Written:
        sign = r" \, " if any(map(is_scalar, self.factors)) else r" \odot "
        return multiplied([factor._latex(t) for factor in self.factors], sign)

    def _plain(self, t: str) -> Written:
        sign = " · " if any(map(is_scalar, self.factors)) else " ⊙ "
        return multiplied([factor._plain(t) for factor in self.factors], sign)

    def evaluate(self, scope: Scope, t: int | None) -> Array:
        values = [factor.evaluate(scope, t) for factor in self.factors]
        product = values[0]
        for value in values[1:]:
            product = product * value
        return np.asarray(product)

    def expand(self, scope: Scope, t: int | None, index: Index) -> Term:
        return ProductTerm(
            tuple(
                factor.expand(scope, t, () if is_scalar(factor) else index)
                for factor in self.factors
            )
        )

    def references(self) -> Iterator[Reference]:
        for factor in self.factors:
            yield from factor.references()


def is_scalar(expression: Expression) -> bool:
    """Whether it is one number, and not an array of them."""
    references = list(expression.references())
    return all(not reference.quantity.axes for reference in references)


@dataclass(frozen=True)
class MatrixVector(Expression):
    """W v, or Wᵀ v; zero where v lies past the last timestep."""

    matrix: Reference
    vector: Reference
    transposed: bool = False

    def _latex(self, t: str) -> Written:
        matrix = self.matrix.latex(t) + (r"^{\top}" if self.transposed else "")
        return Written(f"{matrix} {self.vector.latex(t)}", Binding.SIDE_BY_SIDE)

    def _plain(self, t: str) -> Written:
        matrix = self.matrix.plain(t) + ("ᵀ" if self.transposed else "")
        return Written(f"{matrix} {self.vector.plain(t)}", Binding.SIDE_BY_SIDE)

    def evaluate(self, scope: Scope, t: int | None) -> Array:
        matrix = self.matrix.evaluate(scope, t)
        matrix = matrix.T if self.transposed else matrix
        if self.vector.beyond(scope, t):
            return np.zeros(len(matrix))
        return matrix @ self.vector.evaluate(scope, t)

    def expand(self, scope: Scope, t: int | None, index: Index) -> Term:
        if self.vector.beyond(scope, t):
            return NumberTerm(0.0, NOTHING_FOLLOWS)
        (row,) = index
        (axis,) = self.vector.quantity.axes
        return SumTerm(
            tuple(
                ProductTerm(
                    (
                        self.matrix.expand(scope, t, (j, row) if self.transposed else (row, j)),
                        self.vector.expand(scope, t, (j,)),
                    )
                )
                for j in range(scope.size(axis, self.vector.time(t)))
            ),
            of=axis,
        )

    def references(self) -> Iterator[Reference]:
        yield self.matrix
        yield self.vector


@dataclass(frozen=True)
class Equation:
    """`quantity` = `expression`, at every timestep where the quantity is timed."""

    quantity: Quantity
    expression: Expression

    def latex(self, t: str = "t") -> str:
        """The whole equation, typeset."""
        left = self.quantity.symbol(t if self.quantity.timed else None)
        return f"{left} = {self.expression.latex(t)}"

    def plain(self, t: str = "t") -> str:
        """The whole equation in one line, with the minus sign that numbers have."""
        left = self.quantity.plain_symbol(t if self.quantity.timed else None)
        return f"{left} = {self.expression.plain(t)}".replace("-", "\N{MINUS SIGN}")
