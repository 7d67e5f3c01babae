"""A formula in plain text, read by the usual precedence, is the equation that it was made from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any, cast

import numpy as np
import pytest

from rnn_core.analysis.model import Model
from rnn_core.arrays import Array
from rnn_core.equations.expressions import (
    Axis,
    Equation,
    Expression,
    Negative,
    Number,
    Quantity,
    Reference,
    Sum,
)
from rnn_core.equations.functions import log, power, quotient, sqrt, square, tanh
from rnn_core.equations.operations import (
    AtTarget,
    Gate,
    OneHotInputs,
    OneHotTarget,
    SumOverAxis,
    SumOverTime,
)
from rnn_core.equations.terms import Index, NumberTerm, Term
from rnn_core.training.configuration import RunConfig
from rnn_core.training.optimizers import OPTIMIZERS
from tests.arithmetic import evaluated
from tests.networks import NETWORKS, examples_of

T = 4
SIZES: dict[Axis, int] = {"unit": 3, "token": 5, "gate": 12, "input": 6, "pixel": 4}
# Of ordinary size: what ε stands next to shows.
CONSTANTS = {"β₁": 0.7, "β₂": 0.4, "ε": 0.3}


class AnyNumbers:
    """Positive numbers drawn for every quantity that is asked for."""

    def __init__(self) -> None:
        self._generator = np.random.default_rng(11)
        self._drawn: dict[tuple[str, int | None, int], Array] = {}
        self.T = T

    def array(self, quantity: Quantity, t: int | None, iterations_back: int) -> Array:
        key = (quantity.name, t, iterations_back)
        if key not in self._drawn:
            shape = [self.size(axis) for axis in quantity.axes]
            self._drawn[key] = self._generator.uniform(0.5, 2.0, shape)
        return self._drawn[key]

    def operand(
        self, quantity: Quantity, t: int | None, iterations_back: int, index: Index
    ) -> Term:
        return NumberTerm(float(self.array(quantity, t, iterations_back)[index]))

    def size(self, axis: Axis, t: int | None = None) -> int:
        return SIZES[axis]

    def target(self, t: int) -> int:
        return t % SIZES["token"]

    def read_at(self, t: int, place: int) -> tuple[bool, str]:
        back, token = divmod(place, 3)
        return (t - back) % 3 == token and t > back, ""

    def timesteps(self, over: str) -> range:
        return {"": range(1, T + 1), "encoder": range(1, 3), "decoder": range(3, T + 1)}[over]


def with_constants(part: Any) -> Any:
    """The same expression with other numbers for its symbols."""
    if isinstance(part, Number) and part.symbol_plain:
        return replace(part, number=float(evaluated(part.symbol_plain, constant)))
    if isinstance(part, tuple):
        return tuple(map(with_constants, part))
    if is_dataclass(part) and not isinstance(part, (type, Quantity)):
        changed = {field.name: with_constants(getattr(part, field.name)) for field in fields(part)}
        return replace(part, **changed)
    return part


def constant(name: str, _: int | None) -> float:
    return CONSTANTS[name]


def every_part(part: Any) -> list[Any]:
    inner = part if isinstance(part, tuple) else ()
    if is_dataclass(part) and not isinstance(part, (type, Quantity)):
        inner = tuple(getattr(part, field.name) for field in fields(part))
    return [part, *(each for one in inner for each in every_part(one))]


def read_back(expression: Expression, t: str, place: int | None, scope: AnyNumbers) -> Array:
    """What the text of the expression comes to, by the names that stand in it."""
    parts = every_part(expression)
    tokens = np.eye(SIZES["token"])

    def value(name: str, at: int | None) -> Any:
        time = t if at == place else "t"
        for part in parts:
            if isinstance(part, Reference) and part.plain(time) == name:
                return part.evaluate(scope, at)
            if isinstance(part, OneHotTarget | AtTarget) and f"target_{time}" in name:
                assert at is not None
                target = scope.target(at)
                return target if name.startswith("[") else tokens[target]
            if isinstance(part, Gate) and name == f"[{part.name}]":
                H = SIZES["unit"]
                return slice(part.number * H, (part.number + 1) * H)
            if isinstance(part, OneHotInputs) and name.startswith("input_"):
                # Of as many letters as are read, each one's vector is a part of the whole.
                whole = OneHotInputs(SIZES["input"] // 3).evaluate(scope, at)
                back = next(b for b in range(part.letters) if _input(time, b) == name)
                per_letter = len(whole) // part.letters
                return whole[back * per_letter : (back + 1) * per_letter]
        return CONSTANTS[name]

    return np.asarray(evaluated(expression.plain(t), value, place, scope.timesteps))


def _input(t: str, back: int) -> str:
    return OneHotInputs(back + 1).plain(t).split("onehot(")[-1].rstrip(")]")


def equations_of(cell: str, optimizer: str) -> Iterator[Equation]:
    """Those of every network with such a cell; each once."""
    seen: set[Equation] = set()
    for task, other, sharing in NETWORKS:
        if other != cell:
            continue
        architecture = RunConfig(
            task=task, examples=examples_of(task), cell=cell, sharing=sharing, hidden_size=2
        ).architecture
        for clipped in (True, False):
            for equation in Model(architecture, optimizer, clipped=clipped).equations.values():
                if equation not in seen:
                    seen.add(equation)
                    yield equation


def wordings(equation: Equation) -> Iterator[tuple[Expression, str, int | None]]:
    """What it states with the text of the timestep, and that timestep."""
    expression = cast(Expression, with_constants(equation.expression))
    if isinstance(expression, SumOverTime) and expression.over.isdigit():
        # A sum over the one timestep that uses these weights is written without a Σ.
        if int(expression.over) <= T:
            yield expression.of, expression.over, int(expression.over)
    elif equation.quantity.timed:
        yield from ((expression, str(t), t) for t in range(1, T + 1))
    else:
        yield expression, "t", None


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("cell", sorted({cell for _, cell, _ in NETWORKS}))
def test_every_formula_says_what_its_equation_states(cell: str, optimizer: str) -> None:
    scope = AnyNumbers()
    for equation in equations_of(cell, optimizer):
        for expression, text, t in wordings(equation):
            np.testing.assert_allclose(
                read_back(expression, text, t, scope),
                expression.evaluate(scope, t),
                rtol=1e-12,
                err_msg=expression.plain(text),
            )


a, b, c = (Quantity(name, name, "").ref for name in "abc")
v = Quantity("v", "v", "", ("unit",)).ref


@pytest.mark.parametrize(
    ("expression", "plain"),
    [
        (a - (b - c), "a - (b - c)"),
        (a + -b + c, "a - b + c"),
        (a - -b, "a - (-b)"),
        (-(a + b), "-(a + b)"),
        (Negative(Negative(a)), "-(-a)"),
        (-(a * b), "-a · b"),
        (a * -b, "a · (-b)"),
        (a * (b + c), "a · (b + c)"),
        (-quotient(a, b), "-a / b"),
        (quotient(-a, b), "-a / b"),
        (quotient(a, -b), "a / (-b)"),
        (quotient(a, b * c), "a / (b · c)"),
        (quotient(a, quotient(b, c)), "a / (b / c)"),
        (quotient(quotient(a, b), c), "(a / b) / c"),
        (quotient(a * b, sqrt(c) + a), "a · b / (√(c) + a)"),
        (quotient(a + b, c), "(a + b) / c"),
        (a * quotient(b, c), "a · (b / c)"),
        (square(a + b), "(a + b)²"),
        (square(-a), "(-a)²"),
        (-square(a), "-a²"),
        (square(square(a)), "(a²)²"),
        (square(tanh(a)), "tanh(a)²"),
        (square(sqrt(a)), "(√(a))²"),
        (square(Number(-2.0)), "(-2)²"),
        (square(Number(1e-10)), "(1e-10)²"),
        (sqrt(Number(2.0)), "√2"),
        (sqrt(Number(1e-10)), "√(1e-10)"),
        (a * Number(-2.0), "a · -2"),
        (a + Number(-2.0), "a - 2"),
        (a - Number(-2.0), "a - (-2)"),
        (power(a, b + c), "a^(b + c)"),
        (power(-a, Number(2.0)), "(-a)^2"),
        (-power(a, b), "-a^b"),
        (-log(a), "-log a"),
        (log(a * b), "log (a · b)"),
        (a * log(b), "a · (log b)"),
        (SumOverAxis(v, "unit") * a, "(Σ_j v[j]) · a"),
        (SumOverAxis(v + a, "unit"), "Σ_j (v + a)[j]"),
        (SumOverAxis(v, "unit") + a, "Σ_j v[j] + a"),
        (-SumOverAxis(v, "unit"), "-(Σ_j v[j])"),
        (SumOverTime(a + b), "Σ_t (a + b)"),
        (a * Sum((b,)), "a · b"),
    ],
)
def test_parentheses_stand_where_they_must_and_nowhere_else(
    expression: Expression, plain: str
) -> None:
    assert expression.plain() == plain
    scope = AnyNumbers()
    value = read_back(expression, "t", None, scope)
    assert float(value) == pytest.approx(float(expression.evaluate(scope, None)), rel=1e-12)


def test_a_typeset_power_of_a_fraction_or_a_sum_has_parentheses() -> None:
    assert square(quotient(a, b)).latex() == r"{\left(\frac{a}{b}\right)}^2"
    assert square(a + b).latex() == "{(a + b)}^2"
    assert power(a + b, c).latex() == "{(a + b)}^{c}"
    assert log(a + b).latex() == r"\log (a + b)"
    assert (a - (b - c)).latex() == "a - (b - c)"
