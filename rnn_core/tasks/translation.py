"""Translation: one sequence in, another of another length out."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from types import MappingProxyType
from typing import Any, ClassVar

from rnn_core.errors import InvalidConfiguration, UnknownToken
from rnn_core.tasks.data.phrases import phrase_pairs
from rnn_core.tasks.task import BOS, EOS, UNK, Example, Pair, Part, read_all, split, word_ids
from rnn_core.vocabulary import Vocabulary


class Translation:
    """English words in, Chinese characters out; two halves, each with weights of its own.

    The encoder reads the phrase; its last state is where the decoder begins. In training the
    decoder reads the right characters, whatever it has output itself (teacher forcing): BOS and
    then each target, one timestep late. When it translates, it reads its own outputs (free
    running) until it outputs EOS. The score counts generated translations that are right from the
    first character to EOS.

    Sutskever, Vinyals & Le 2014; Cho et al. 2014.
    """

    name: ClassVar[str] = "translation"
    suggested: ClassVar[Mapping[str, Any]] = MappingProxyType(
        {"cell": "gru", "hidden_size": 32, "optimizer": "adam", "learning_rate": 0.005}
    )
    suggested_iterations: ClassVar[int] = 10000
    writes_freely: ClassVar[bool] = True
    image_shape: ClassVar[None] = None

    def __init__(self, pairs: tuple[Pair, ...] | None = None) -> None:
        given = phrase_pairs() if pairs is None else pairs
        self._pairs = split(given)
        train = self._pairs["train"]
        words = Vocabulary.of(word for source, _ in train for word in source.split()).tokens
        characters = Vocabulary.of(c for _, target in given for c in _characters(target)).tokens
        self.vocabulary = Vocabulary.of((*characters, EOS))
        self.parts = (
            Part("encoder", Vocabulary.of((*words, UNK)), writes=False),
            Part("decoder", Vocabulary.of((BOS, *characters, UNK))),
        )

    @cached_property
    def splits(self) -> Mapping[str, tuple[Example, ...]]:
        return read_all(self._pairs, self.read)

    def read(self, source: str, target: str = "") -> Example:
        words = source.split()
        if not words:
            raise InvalidConfiguration(
                "source", "a phrase needs at least one word", code="empty-phrase"
            )
        encoder, decoder = (part.vocabulary for part in self.parts)
        reads = word_ids(words, encoder)
        tokens = _characters(target)
        try:
            answers = self.vocabulary.encode((*tokens, EOS))
            writes = decoder.encode((BOS, *tokens))
        except UnknownToken as error:
            raise InvalidConfiguration(
                "target", str(error), code=error.code, **error.values
            ) from None
        return Example(
            source=source,
            target=target,
            inputs=(*reads, *writes),
            targets=(*[None] * len(reads), *answers),
            scored=(*[False] * len(reads), *[True] * len(answers)),
            lengths=(len(reads), len(writes)),
        )


def _characters(target: str) -> tuple[str, ...]:
    return tuple("".join(target.split()))
