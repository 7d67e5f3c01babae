"""Reads arithmetic back from text with the usual precedence, knowing nothing of who wrote it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

Value = Any
Time = int | None
Names = Callable[[str, Time], Value]
Expression = Callable[[Time], Value]

_TOKEN = re.compile(
    r"""\s*(?:
        (?P<number>\d+\.?\d*(?:e[+-]?\d+)?|inf\b|nan\b)
        | (?P<sum>Σ_(?:\{[^}]*\}|\w))
        | (?P<call>tanh|σ|softmax|exp|min|onehot)(?=\()
        | (?P<prefix>log\b|√)
        | (?P<name>(?:previous\ )?[A-Za-zβε](?:(?![ᵀ²])[\w.])*(?:\{[^}]*\})?)
        | (?P<sign>[-+×·⊙/^²ᵀ()\[\],])
    )""",
    re.VERBOSE,
)
_TIMES = ("×", "·", "⊙")
_FUNCTIONS: Mapping[str, Callable[..., Value]] = {
    "tanh": np.tanh,
    "σ": lambda z: 1 / (1 + np.exp(-z)),
    "softmax": lambda y: np.exp(y) / np.exp(y).sum(),
    "exp": np.exp,
    "min": np.minimum,
    "log": np.log,
    "√": np.sqrt,
    # Whatever stands for it is the vector.
    "onehot": lambda vector: vector,
}


def evaluated(
    text: str,
    names: Names | None = None,
    t: Time = None,
    timesteps: Callable[[str], range] = lambda _: range(0),
) -> Value:
    """What the text comes to. `names` gives the value of a name, or of what is in brackets after
    one, at a timestep; `timesteps` those that a sum over time runs over."""
    return _Reader(text, names, timesteps).whole()(t)


class _Reader:
    """Recursive descent: sum, product, minus, side by side, power, brackets behind, atom."""

    def __init__(self, text: str, names: Names | None, timesteps: Callable[[str], range]) -> None:
        text = text.replace("\N{MINUS SIGN}", "-")
        self._tokens: list[tuple[str, str]] = []
        end = 0
        while end < len(text.rstrip()):
            match = _TOKEN.match(text, end)
            assert match is not None, f"cannot read {text[end:]!r} of {text!r}"
            assert match.lastgroup is not None
            self._tokens.append((match.lastgroup, match[match.lastgroup]))
            end = match.end()
        self._names = names
        self._timesteps = timesteps

    def _peek(self) -> tuple[str, str]:
        return self._tokens[0] if self._tokens else ("end", "")

    def _next_is(self, *signs: str) -> bool:
        kind, text = self._peek()
        return kind == "sign" and text in signs

    def _take(self, *signs: str) -> str:
        assert not signs or self._next_is(*signs), f"{signs} expected before {self._tokens}"
        return self._tokens.pop(0)[1]

    def whole(self) -> Expression:
        expression = self._sum()
        assert not self._tokens, f"left over: {self._tokens}"
        return expression

    def _sum(self) -> Expression:
        total = self._product()
        while self._next_is("+", "-"):
            operation = np.add if self._take() == "+" else np.subtract
            total = _both(total, self._product(), operation)
        return total

    def _product(self) -> Expression:
        if self._peek()[0] == "sum":
            return self._sigma()
        result = self._signed()
        while self._next_is(*_TIMES, "/"):
            operation = np.divide if self._take() == "/" else np.multiply
            result = _both(result, self._signed(), operation)
        return result

    def _sigma(self) -> Expression:
        _, _, under = self._take().strip("{}").partition("_")
        of = self._product()
        if under == "j":
            return lambda t: np.sum(of(t), axis=-1)
        over = under.strip("{}").removeprefix("t").removeprefix(" in ")
        return lambda _: sum(of(time) for time in self._timesteps(over))

    def _signed(self) -> Expression:
        if self._next_is("-"):
            self._take()
            of = self._signed()
            return lambda t: -of(t)
        return self._side_by_side()

    def _side_by_side(self) -> Expression:
        left = self._power()
        if self._peek()[0] == "name":
            return _both(left, self._power(), _matrix_product)
        return left

    def _power(self) -> Expression:
        base = self._behind()
        if self._next_is("^"):
            self._take()
            return _both(base, self._behind(), np.power)
        return base

    def _behind(self) -> Expression:
        of = self._atom()
        while self._next_is("²", "ᵀ", "["):
            match self._take():
                case "²":
                    of = _each(of, np.square)
                case "ᵀ":
                    of = _each(of, lambda a: a.T if a.ndim == 2 else a[np.newaxis])
                case "[":
                    of = self._element(of)
        return of

    def _element(self, of: Expression) -> Expression:
        name = self._take()
        self._take("]")
        if name == "j":
            return of
        return lambda t: of(t)[self._named(f"[{name}]", t)]

    def _atom(self) -> Expression:
        kind, text = self._tokens.pop(0)
        match kind, text:
            case "number", _:
                return lambda _: np.float64(text)
            case "name", _:
                return lambda t: self._named(text, t)
            case "prefix", _:
                return _each(self._behind() if text == "log" else self._atom(), _FUNCTIONS[text])
            case "call", _:
                self._take("(")
                arguments = self._list(")")
                return lambda t: _FUNCTIONS[text](*(argument(t) for argument in arguments))
            case "sign", "(":
                inner = self._sum()
                self._take(")")
                return inner
            case "sign", "[":
                parts = self._list("]")
                return lambda t: np.concatenate([part(t) for part in parts])
        raise AssertionError(f"{text!r} is no beginning, before {self._tokens}")

    def _list(self, end: str) -> list[Expression]:
        parts = [self._sum()]
        while self._next_is(","):
            self._take()
            parts.append(self._sum())
        self._take(end)
        return parts

    def _named(self, name: str, t: Time) -> Value:
        assert self._names is not None, f"{name!r} is no number"
        return self._names(name, t)


def _both(
    left: Expression, right: Expression, operation: Callable[[Value, Value], Value]
) -> Expression:
    return lambda t: operation(left(t), right(t))


def _each(of: Expression, function: Callable[[Value], Value]) -> Expression:
    return lambda t: function(of(t))


def _matrix_product(left: Value, right: Value) -> Value:
    return np.outer(left, right) if left.ndim == 1 else left @ right
