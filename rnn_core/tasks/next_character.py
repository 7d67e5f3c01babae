"""Predict the next character of one text."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from itertools import pairwise
from types import MappingProxyType
from typing import Any, ClassVar

from rnn_core.errors import InvalidConfiguration, UnknownToken
from rnn_core.tasks.task import Example, Part, read_all, require_characters
from rnn_core.vocabulary import Vocabulary

LONGEST_TO_REPEAT = 100


class NextCharacter:
    """Predict each next character of `text`: "hello" reads h, e, l, l and is to say e, l, l, o.

    Characters are Unicode code points, taken as they come (no normalization), and the vocabulary
    is in order of first appearance. `T` is one less than the number of characters.

    To judge what was learned, `longer` is the text twice and `shifted` begins one character later.
    Of their timesteps those count whose two characters follow one another in the text.
    """

    name: ClassVar[str] = "next_character"
    suggested: ClassVar[Mapping[str, Any]] = MappingProxyType({"cell": "tanh", "hidden_size": 6})
    suggested_iterations: ClassVar[int] = 500
    writes_freely: ClassVar[bool] = False
    image_shape: ClassVar[None] = None

    def __init__(self, text: str) -> None:
        if len(text) < 2:
            raise InvalidConfiguration(
                "text", "the text needs at least two characters", code="short-text"
            )
        if len(set(text)) < 2:
            raise InvalidConfiguration(
                "text",
                f"the text needs at least two different characters; it has only {text[0]!r}",
                code="uniform-text",
                character=repr(text[0]),
            )
        require_characters("text", text)
        self.text = text
        self._known = set(pairwise(text))
        self.vocabulary = Vocabulary.of(text)
        self.parts = (Part("", self.vocabulary),)

    @cached_property
    def splits(self) -> Mapping[str, tuple[Example, ...]]:
        pairs = {"train": [(self.text, "")]}
        if len(self.text) <= LONGEST_TO_REPEAT:
            pairs["longer"] = [(self.text * 2, "")]
        if len(self.text) > 2:
            pairs["shifted"] = [(self.text[1:], "")]
        return read_all(pairs, self.read)

    def read(self, source: str, target: str = "") -> Example:  # noqa: ARG002
        if len(source) < 2:
            raise InvalidConfiguration(
                "source", "the text needs at least two characters", code="short-text"
            )
        try:
            ids = self.vocabulary.encode(source)
        except UnknownToken as error:
            raise InvalidConfiguration(
                "source", str(error), code=error.code, **error.values
            ) from None
        return Example(
            source=source,
            target="",
            inputs=ids[:-1],
            targets=ids[1:],
            scored=tuple(pair in self._known for pair in pairwise(source)),
            lengths=(len(ids) - 1,),
        )
