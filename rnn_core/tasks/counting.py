"""Count: after n a's come n b's, and the end."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from types import MappingProxyType
from typing import Any, ClassVar

import numpy as np

from rnn_core.errors import InvalidConfiguration
from rnn_core.tasks.task import EOS, SPLIT_SEED, UNK, Example, Pair, Part, read_all, split
from rnn_core.vocabulary import Vocabulary

SEQUENCES = 100
LARGEST = 9
LONGER = range(10, 16)


class Counting:
    """Predict the next token of aⁿbⁿ followed by EOS: 100 sequences, n drawn from 1 to 9.

    Nobody can know how many a's there will be, but after the first b counting tells everything.
    So the score counts the predictions made while a b is read: the other b's, and EOS.
    `longer` has n = 10 to 15, which no training sequence has.

    The language aⁿbⁿ is the usual probe for counting in recurrent networks (Gers & Schmidhuber
    2001, who trained on n up to 10).
    """

    name: ClassVar[str] = "counting"
    suggested: ClassVar[Mapping[str, Any]] = MappingProxyType(
        {"cell": "lstm", "hidden_size": 4, "optimizer": "adam", "learning_rate": 0.01}
    )
    suggested_iterations: ClassVar[int] = 4000
    writes_freely: ClassVar[bool] = False
    image_shape: ClassVar[None] = None

    def __init__(self, pairs: tuple[Pair, ...] | None = None) -> None:
        self._own = pairs
        letters = dict.fromkeys("".join(source for source, _ in pairs or ())) if pairs else "ab"
        self.vocabulary = Vocabulary((*letters, EOS, UNK))
        self.parts = (Part("", self.vocabulary),)

    @cached_property
    def splits(self) -> Mapping[str, tuple[Example, ...]]:
        if self._own is not None:
            return read_all(split(self._own), self.read)
        drawn = np.random.default_rng(SPLIT_SEED).integers(1, LARGEST + 1, SEQUENCES)
        pairs = split([_sequence(int(n)) for n in drawn])
        return read_all({**pairs, "longer": tuple(map(_sequence, LONGER))}, self.read)

    def read(self, source: str, target: str = "") -> Example:
        if target:
            raise InvalidConfiguration(
                "target",
                "for the counting task, leave the target empty: it is the "
                "sequence itself, followed by EOS",
                code="counting-target",
            )
        if not source:
            raise InvalidConfiguration(
                "source", "a sequence needs at least one letter", code="empty-sequence"
            )
        known = self.vocabulary.tokens
        ids = self.vocabulary.encode(letter if letter in known else UNK for letter in source)
        return Example(
            source=source,
            target="",
            inputs=ids,
            targets=(*ids[1:], self.vocabulary.encode([EOS])[0]),
            scored=tuple(self._own is not None or letter == "b" for letter in source),
            lengths=(len(ids),),
        )


def _sequence(n: int) -> Pair:
    return "a" * n + "b" * n, ""
