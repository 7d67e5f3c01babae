"""Captioning: one picture in, a sequence of words out."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from types import MappingProxyType
from typing import Any, ClassVar

import numpy as np

from rnn_core.arrays import Array, frozen
from rnn_core.errors import InvalidConfiguration, UnknownToken
from rnn_core.tasks.data.pictures import captioned_pictures
from rnn_core.tasks.task import BOS, EOS, UNK, Example, Pair, Part, read_all, split
from rnn_core.vocabulary import Vocabulary
from rnn_core.words import counted

INK, PAPER = "#", "."


class Captioning:
    """Say in words what a small picture shows; one to many.

    The pixels, 1 where there is ink, decide the initial state, h_0 = tanh(W_ph p + b_ph), and are
    not seen again. Then words follow as in a decoder: BOS and the caption are read, the caption
    and EOS are to be said. The score counts captions, written freely, that are right as a whole.

    After Vinyals et al. 2015, with a picture small enough to need no convolution.
    """

    name: ClassVar[str] = "captioning"
    suggested: ClassVar[Mapping[str, Any]] = MappingProxyType(
        {"cell": "tanh", "hidden_size": 24, "optimizer": "adam", "learning_rate": 0.003}
    )
    suggested_iterations: ClassVar[int] = 20000
    writes_freely: ClassVar[bool] = True

    def __init__(self, pairs: tuple[Pair, ...] | None = None) -> None:
        given = captioned_pictures() if pairs is None else pairs
        rows = given[0][0].split("/")
        self.image_shape = (len(rows), len(rows[0]))
        self._pairs = split(given)
        words = Vocabulary.of(word for _, target in given for word in target.split()).tokens
        self.vocabulary = Vocabulary.of((*words, EOS))
        self.parts = (Part("", Vocabulary.of((BOS, *words, UNK))),)

    @cached_property
    def splits(self) -> Mapping[str, tuple[Example, ...]]:
        return read_all(self._pairs, self.read)

    def read(self, source: str, target: str = "") -> Example:
        words = target.split()
        try:
            answers = self.vocabulary.encode((*words, EOS))
            reads = self.parts[0].vocabulary.encode((BOS, *words))
        except UnknownToken as error:
            raise InvalidConfiguration(
                "target", str(error), code=error.code, **error.values
            ) from None
        return Example(
            source=source,
            target=target,
            inputs=reads,
            targets=answers,
            scored=(True,) * len(answers),
            lengths=(len(reads),),
            image=self._pixels(source),
        )

    def _pixels(self, source: str) -> Array:
        rows, (height, width) = source.split("/"), self.image_shape
        if len(rows) != height or any(len(row) != width or set(row) - {INK, PAPER} for row in rows):
            raise InvalidConfiguration(
                "source",
                f"a picture must be {counted(height, 'row')} of {counted(width, 'pixel')}, "
                f"{INK} (black) or {PAPER} (white), with / between the rows",
                code="picture",
                rows=height,
                columns=width,
                ink=INK,
                paper=PAPER,
            )
        return frozen(np.array([float(pixel == INK) for row in rows for pixel in row]))
