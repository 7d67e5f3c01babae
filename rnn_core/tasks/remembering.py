"""Remember the first letter, over a distance."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from types import MappingProxyType
from typing import Any, ClassVar

import numpy as np

from rnn_core.errors import InvalidConfiguration, UnknownToken
from rnn_core.tasks.task import (
    SPLIT_SEED,
    Example,
    Pair,
    Part,
    asked_at_the_end,
    read_all,
    split,
)
from rnn_core.vocabulary import Vocabulary

LETTERS = "abcd"
DISTRACTORS = "xyz"
SEQUENCES = 200
JUDGED = 20
LONGER_BY = 10


class Remembering:
    """Output the first letter `distance` timesteps after reading it, with x, y and z in between.

    One of four letters, 200 sequences with distractors drawn at random; only the last timestep
    has a target. `longer` lies `distance` + 10 apart, and in `shifted` a distractor comes first,
    so that the letter is read, and its answer expected, one timestep later.

    The long time-lag problem of Hochreiter & Schmidhuber 1997, section 5.2, at its simplest.
    """

    name: ClassVar[str] = "remembering"
    suggested: ClassVar[Mapping[str, Any]] = MappingProxyType(
        {
            "cell": "gru",
            "hidden_size": 12,
            "optimizer": "adam",
            "learning_rate": 0.01,
            "distance": 20,
        }
    )
    suggested_iterations: ClassVar[int] = 6000
    writes_freely: ClassVar[bool] = False
    image_shape: ClassVar[None] = None

    def __init__(self, distance: int, pairs: tuple[Pair, ...] | None = None) -> None:
        self.distance = distance
        self._own = pairs
        read, said = (LETTERS + DISTRACTORS, LETTERS)
        if pairs is not None:
            read = "".join(dict.fromkeys("".join(source for source, _ in pairs)))
            said = "".join(dict.fromkeys(target for _, target in pairs))
        self.vocabulary = Vocabulary.of(said)
        self.parts = (Part("", Vocabulary.of(read)),)

    @cached_property
    def splits(self) -> Mapping[str, tuple[Example, ...]]:
        if self._own is not None:
            return read_all(split(self._own), self.read)
        rng = np.random.default_rng(SPLIT_SEED)
        pairs = split([_sequence(self.distance, rng) for _ in range(SEQUENCES)])
        longer = [_sequence(self.distance + LONGER_BY, rng) for _ in range(JUDGED)]
        shifted = [
            (str(rng.choice([*DISTRACTORS])) + source, letter)
            for source, letter in (_sequence(self.distance, rng) for _ in range(JUDGED))
        ]
        return read_all({**pairs, "longer": longer, "shifted": shifted}, self.read)

    def read(self, source: str, target: str = "") -> Example:
        if not source:
            raise InvalidConfiguration(
                "source", "a sequence needs at least one letter", code="empty-sequence"
            )
        try:
            ids = self.parts[0].vocabulary.encode(source)
        except UnknownToken as error:
            raise InvalidConfiguration(
                "source", str(error), code=error.code, **error.values
            ) from None
        return asked_at_the_end(source, target, ids, self.vocabulary)


def _sequence(distance: int, rng: np.random.Generator) -> Pair:
    letter = str(rng.choice([*LETTERS]))
    return letter + "".join(rng.choice([*DISTRACTORS], distance)), letter
