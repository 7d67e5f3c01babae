"""Tasks: named sources of the sequences a network learns from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from rnn_core.errors import InvalidConfiguration
from rnn_core.vocabulary import Vocabulary


@dataclass(frozen=True)
class Sequence:
    """One training sequence: at each of `T` timesteps an input id and the id to be predicted."""

    inputs: tuple[int, ...]
    targets: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.inputs)


class Task(Protocol):
    """What a network is trained on."""

    @property
    def text(self) -> str:
        """The text as it is shown."""

    @property
    def vocabulary(self) -> Vocabulary:
        """The tokens; the sequence need not use all of them."""

    @property
    def sequence(self) -> Sequence:
        """The sequence of one iteration."""


@dataclass(frozen=True)
class NextCharacter:
    """Predict each next character of `text`: "hello" reads h, e, l, l and is to say e, l, l, o.

    Characters are Unicode code points, taken as they come (no normalization), and the vocabulary
    is in order of first appearance. `T` is one less than the number of characters.
    """

    text: str

    def __post_init__(self) -> None:
        if len(self.text) < 2:
            raise InvalidConfiguration("text", "the text needs at least two characters")
        if len(set(self.text)) < 2:
            raise InvalidConfiguration(
                "text",
                f"the text needs at least two different characters; it has only {self.text[0]!r}",
            )
        if any("\ud800" <= character <= "\udfff" for character in self.text):
            raise InvalidConfiguration(
                "text", "the text holds half of a surrogate pair, which is not a character"
            )

    @property
    def vocabulary(self) -> Vocabulary:
        return Vocabulary.of(self.text)

    @property
    def sequence(self) -> Sequence:
        ids = self.vocabulary.encode(self.text)
        return Sequence(inputs=ids[:-1], targets=ids[1:])
