"""Operations on whole vectors in the expression language: parts, outer products, sums, one-hots."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from rnn_core.arrays import Array
from rnn_core.equations.expressions import Axis, Expression, Reference, Scope, at_time
from rnn_core.equations.precedence import Binding, Written, number
from rnn_core.equations.terms import Index, NumberTerm, ProductTerm, SumTerm, Term
from rnn_core.words import Remark


@dataclass(frozen=True)
class Gate(Expression):
    """The part of a quantity over gates that belongs to one gate, a vector over units."""

    of: Reference
    number: int
    name: str

    def _latex(self, t: str) -> Written:
        return Written(rf"{self.of.latex(t)}[\text{{{self.name}}}]")

    def _plain(self, t: str) -> Written:
        return Written(f"{self.of.plain(t)}[{self.name}]")

    def evaluate(self, scope: Scope, t: int | None) -> Array:
        H = scope.size("unit")
        return self.of.evaluate(scope, t)[self.number * H : (self.number + 1) * H]

    def expand(self, scope: Scope, t: int | None, index: Index) -> Term:
        row, *rest = index
        return self.of.expand(scope, t, (self.number * scope.size("unit") + row, *rest))

    def references(self) -> Iterator[Reference]:
        yield self.of


@dataclass(frozen=True)
class Stack(Expression):
    """Vectors over units, one for each gate, as one quantity over gates."""

    parts: tuple[Expression, ...]

    def _latex(self, t: str) -> Written:
        parts = r",\; ".join(part.latex(t) for part in self.parts)
        return Written(rf"\left[{parts}\right]")

    def _plain(self, t: str) -> Written:
        return Written(f"[{', '.join(part.plain(t) for part in self.parts)}]")

    def evaluate(self, scope: Scope, t: int | None) -> Array:
        return np.concatenate([part.evaluate(scope, t) for part in self.parts])

    def expand(self, scope: Scope, t: int | None, index: Index) -> Term:
        gate, unit = divmod(index[0], scope.size("unit"))
        return self.parts[gate].expand(scope, t, (unit,))

    def references(self) -> Iterator[Reference]:
        for part in self.parts:
            yield from part.references()


@dataclass(frozen=True)
class Outer(Expression):
    """u vᵀ."""

    left: Reference
    right: Reference

    def _latex(self, t: str) -> Written:
        text = f"{self.left.latex(t)} {self.right.latex(t)}^{{\\top}}"
        return Written(text, Binding.SIDE_BY_SIDE)

    def _plain(self, t: str) -> Written:
        return Written(f"{self.left.plain(t)} {self.right.plain(t)}ᵀ", Binding.SIDE_BY_SIDE)

    def evaluate(self, scope: Scope, t: int | None) -> Array:
        return np.outer(self.left.evaluate(scope, t), self.right.evaluate(scope, t))

    def expand(self, scope: Scope, t: int | None, index: Index) -> Term:
        row, column = index
        return ProductTerm(
            (self.left.expand(scope, t, (row,)), self.right.expand(scope, t, (column,)))
        )

    def references(self) -> Iterator[Reference]:
        yield self.left
        yield self.right


@dataclass(frozen=True)
class SumOverTime(Expression):
    """Σ_t of an expression, or of the timesteps at which the weights called `over` are in use."""

    of: Expression
    over: str = ""

    def _latex(self, t: str) -> Written:
        if self.over.isdigit():
            return self.of._latex(self.over)
        under = rf"{{t \in \text{{{self.over}}}}}" if self.over else "t"
        of = self.of._latex("t").within(Binding.QUOTIENT)
        return Written(rf"\sum_{under} {of}", Binding.SIGMA)

    def _plain(self, t: str) -> Written:
        if self.over.isdigit():
            return self.of._plain(self.over)
        under = f"t in {self.over}" if self.over else "t"
        of = self.of._plain("t").within(Binding.QUOTIENT)
        return Written(f"Σ_{{{under}}} {of}" if self.over else f"Σ_t {of}", Binding.SIGMA)

    def evaluate(self, scope: Scope, t: int | None) -> Array:
        first, *rest = scope.timesteps(self.over)
        total = self.of.evaluate(scope, first)
        for time in rest:
            total = total + self.of.evaluate(scope, time)
        return np.asarray(total)

    def expand(self, scope: Scope, t: int | None, index: Index) -> Term:
        return SumTerm(
            tuple(self.of.expand(scope, time, index) for time in scope.timesteps(self.over)),
            of="timestep",
        )

    def references(self) -> Iterator[Reference]:
        return self.of.references()


@dataclass(frozen=True)
class SumOverAxis(Expression):
    """Σ_j of the last axis of an elementwise expression."""

    of: Expression
    axis: Axis

    def _latex(self, t: str) -> Written:
        return Written(rf"\sum_j {self._of_each(self.of._latex(t))}", Binding.SIGMA)

    def _plain(self, t: str) -> Written:
        return Written(f"Σ_j {self._of_each(self.of._plain(t))}", Binding.SIGMA)

    def _of_each(self, of: Written) -> str:
        return f"{of.within(Binding.POWER)}[j]"

    def evaluate(self, scope: Scope, t: int | None) -> Array:
        return np.asarray(self.of.evaluate(scope, t).sum(axis=-1))

    def expand(self, scope: Scope, t: int | None, index: Index) -> Term:
        # Not every timestep reads from the same vocabulary: the array itself has the right size.
        size = self.of.evaluate(scope, t).shape[-1]
        return SumTerm(
            tuple(self.of.expand(scope, t, (*index, j)) for j in range(size)), of=self.axis
        )

    def references(self) -> Iterator[Reference]:
        return self.of.references()


@dataclass(frozen=True)
class AtTarget(Expression):
    """The element of a vector over tokens that belongs to the target at t."""

    of: Reference

    def _latex(self, t: str) -> Written:
        return Written(rf"{self.of.latex(t)}[\text{{target}}_{{{t}}}]")

    def _plain(self, t: str) -> Written:
        return Written(f"{self.of.plain(t)}[{at_time('target', t)}]")

    def evaluate(self, scope: Scope, t: int | None) -> Array:
        assert t is not None
        return np.asarray(self.of.evaluate(scope, t)[scope.target(t)])

    def expand(self, scope: Scope, t: int | None, index: Index) -> Term:
        assert t is not None
        target = scope.target(t)
        assert target is not None
        return self.of.expand(scope, t, (target,))

    def references(self) -> Iterator[Reference]:
        yield self.of


@dataclass(frozen=True)
class OneHotTarget(Expression):
    """The one-hot vector of the token to be predicted at t."""

    def _latex(self, t: str) -> Written:
        return Written(rf"\mathrm{{onehot}}\left(\text{{target}}_{{{t}}}\right)")

    def _plain(self, t: str) -> Written:
        return Written(f"onehot({at_time('target', t)})")

    def evaluate(self, scope: Scope, t: int | None) -> Array:
        assert t is not None
        vector = np.zeros(scope.size("token"))
        vector[scope.target(t)] = 1.0
        return vector

    def expand(self, scope: Scope, t: int | None, index: Index) -> Term:
        assert t is not None
        is_it = scope.target(t) == index[0]
        why = Remark(
            f"{'' if is_it else 'not '}the target at t = {t}",
            remark="target",
            yes="yes" if is_it else "no",
            t=t,
        )
        return NumberTerm(float(is_it), why)


@dataclass(frozen=True)
class OneHotInputs(Expression):
    """The one-hot vectors of the last tokens read, this one first, side by side."""

    letters: int = 1

    def _latex(self, t: str) -> Written:
        written = [
            rf"\mathrm{{onehot}}\left(\text{{input}}_{{{_earlier(t, back)}}}\right)"
            for back in range(self.letters)
        ]
        side_by_side = r",\; ".join(written)
        return Written(written[0] if len(written) == 1 else rf"\left[{side_by_side}\right]")

    def _plain(self, t: str) -> Written:
        written = [f"onehot({at_time('input', _earlier(t, back))})" for back in range(self.letters)]
        return Written(written[0] if len(written) == 1 else f"[{', '.join(written)}]")

    def evaluate(self, scope: Scope, t: int | None) -> Array:
        assert t is not None
        places = range(scope.size("input", t))
        return np.array([float(scope.read_at(t, place)[0]) for place in places])

    def expand(self, scope: Scope, t: int | None, index: Index) -> Term:
        assert t is not None
        is_it, why = scope.read_at(t, index[0])
        return NumberTerm(float(is_it), why)


def _earlier(t: str, back: int) -> str:
    if t.isdigit():
        return str(int(t) - back)
    return t if back == 0 else f"{t}-{back}"


@dataclass(frozen=True)
class Nothing(Expression):
    """Zeros, and why."""

    axis: Axis
    why: str

    def _latex(self, t: str) -> Written:
        return number("0")

    def _plain(self, t: str) -> Written:
        return number("0")

    def evaluate(self, scope: Scope, t: int | None) -> Array:
        return np.zeros(scope.size(self.axis))

    def expand(self, scope: Scope, t: int | None, index: Index) -> Term:
        return NumberTerm(0.0, self.why)
