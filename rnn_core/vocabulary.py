"""Tokens and their ids."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Self

import numpy as np

from rnn_core.arrays import Array, frozen
from rnn_core.errors import UnknownToken


@dataclass(frozen=True)
class Vocabulary:
    """An ordered set of `V` tokens; a token's id is its place in it."""

    tokens: tuple[str, ...]
    _ids: dict[str, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_ids", {token: id_ for id_, token in enumerate(self.tokens)})

    @classmethod
    def of(cls, tokens: Iterable[str]) -> Self:
        """The vocabulary of `tokens` in order of first appearance: "hello" gives h, e, l, o."""
        return cls(tuple(dict.fromkeys(tokens)))

    def __len__(self) -> int:
        return len(self.tokens)

    def encode(self, tokens: Iterable[str]) -> tuple[int, ...]:
        """The ids of `tokens`. Raises `UnknownToken`."""
        try:
            return tuple(self._ids[token] for token in tokens)
        except KeyError as error:
            raise UnknownToken(error.args[0], self.tokens) from None

    def decode(self, ids: Iterable[int]) -> tuple[str, ...]:
        """The tokens with these ids."""
        return tuple(self.tokens[id_] for id_ in ids)

    def one_hot(self, ids: Sequence[int]) -> Array:
        """The one-hot rows of `ids`, shape (len(ids), V)."""
        rows = np.zeros((len(ids), len(self.tokens)))
        rows[np.arange(len(ids)), list(ids)] = 1.0
        return frozen(rows)
