"""Sentiment: a sentence in, one verdict at its end."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from types import MappingProxyType
from typing import Any, ClassVar

from rnn_core.errors import InvalidConfiguration
from rnn_core.tasks.data.sentences import labelled_sentences
from rnn_core.tasks.task import (
    UNK,
    Example,
    Pair,
    Part,
    asked_at_the_end,
    read_all,
    split,
    word_ids,
)
from rnn_core.vocabulary import Vocabulary


class Sentiment:
    """Read a sentence word by word and say at its last word what it thinks; many to one.

    Only the last timestep has a target. The outputs before it are there all the same: they show
    how the verdict moves as the words come in. Words that the training split does not have are
    read as UNK, whose weights nothing trains.
    """

    name: ClassVar[str] = "sentiment"
    suggested: ClassVar[Mapping[str, Any]] = MappingProxyType(
        {"cell": "gru", "hidden_size": 8, "optimizer": "adam", "learning_rate": 0.01}
    )
    suggested_iterations: ClassVar[int] = 4000
    writes_freely: ClassVar[bool] = False
    image_shape: ClassVar[None] = None

    def __init__(self, pairs: tuple[Pair, ...] | None = None) -> None:
        given = labelled_sentences() if pairs is None else pairs
        self._pairs = split(given)
        train = self._pairs["train"]
        self.vocabulary = Vocabulary.of(label for _, label in given)
        words = Vocabulary.of(_words(source for source, _ in train)).tokens
        self.parts = (Part("", Vocabulary.of((*words, UNK))),)

    @cached_property
    def splits(self) -> Mapping[str, tuple[Example, ...]]:
        return read_all(self._pairs, self.read)

    def read(self, source: str, target: str = "") -> Example:
        words = source.split()
        if not words:
            raise InvalidConfiguration(
                "source", "a sentence needs at least one word", code="empty-sentence"
            )
        ids = word_ids(words, self.parts[0].vocabulary)
        return asked_at_the_end(source, target, ids, self.vocabulary)


def _words(sentences: Iterable[str]) -> Iterable[str]:
    return (word for sentence in sentences for word in sentence.split())
