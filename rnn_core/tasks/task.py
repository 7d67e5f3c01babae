"""What a task is: examples for training and for judging, and the tokens they are made of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, ClassVar, Protocol

import numpy as np

from rnn_core.arrays import Array
from rnn_core.errors import InvalidConfiguration, UnknownToken
from rnn_core.vocabulary import Vocabulary

BOS, EOS, UNK = "BOS", "EOS", "UNK"
"""Begin and end of a sequence that the network generates, and any unknown token."""

SPLIT_SEED = 0
"""The split belongs to the data set and not to a run: it is the same for every seed."""
FEWEST_TO_SPLIT = 10

Pair = tuple[str, str]
"""An example as people write it: the input and its target."""


@dataclass(frozen=True, eq=False)
class Example:
    """One sequence of `T` timesteps.

    At each an input is read, an id in the vocabulary of its part (`lengths` has the number of
    timesteps of each part), and an id of the output's vocabulary is to be predicted, or nothing
    (None): the loss there is zero. `scored` marks the predictions that the task's score counts.
    `image` (pixels,) decides the initial state, where there is one.
    """

    source: str
    target: str
    inputs: tuple[int, ...]
    targets: tuple[int | None, ...]
    scored: tuple[bool, ...]
    lengths: tuple[int, ...]
    image: Array | None = None

    def __len__(self) -> int:
        return len(self.inputs)


@dataclass(frozen=True)
class Part:
    """A stretch of a sequence with weights of its own; `writes`: its outputs are predictions."""

    name: str
    vocabulary: Vocabulary
    writes: bool = True


class Task(Protocol):
    """What a network is trained on. Given `pairs` replace the built-in examples."""

    name: ClassVar[str]
    suggested: ClassVar[Mapping[str, Any]]
    """Settings with which it can be learned: a place to begin, not the best."""
    suggested_iterations: ClassVar[int]
    """About how many iterations that takes."""
    writes_freely: ClassVar[bool]
    """Whether it generates its answer, each output the next input, from BOS to EOS."""

    @property
    def parts(self) -> tuple[Part, ...]:
        """The parts of a sequence in order; a single part, named "", where there is no encoder."""

    @property
    def vocabulary(self) -> Vocabulary:
        """The tokens of the output."""

    @property
    def image_shape(self) -> tuple[int, int] | None:
        """Rows and columns of the images it reads, if any."""

    @property
    def splits(self) -> Mapping[str, tuple[Example, ...]]:
        """The training set, and the sets never trained on: validation, test, longer, shifted."""

    def read(self, source: str, target: str = "") -> Example:
        """The example of a written input and target. Raises `InvalidConfiguration`."""


def split(pairs: Sequence[Pair]) -> dict[str, tuple[Pair, ...]]:
    """80 % train, 10 % validation, 10 % test; a few pairs are all for training."""
    if len(pairs) < FEWEST_TO_SPLIT:
        return {"train": tuple(pairs)}
    order = np.random.default_rng(SPLIT_SEED).permutation(len(pairs))
    shuffled = [pairs[place] for place in order]
    tenth = len(pairs) // 10
    train = len(pairs) - 2 * tenth
    return {
        "train": tuple(shuffled[:train]),
        "validation": tuple(shuffled[train : train + tenth]),
        "test": tuple(shuffled[train + tenth :]),
    }


def require_characters(field: str, *texts: str) -> None:
    """Raises `InvalidConfiguration` for texts that cannot be encoded."""
    if any("\ud800" <= character <= "\udfff" for text in texts for character in text):
        raise InvalidConfiguration(
            field,
            f"{field} holds half of a surrogate pair, which is not a character",
            code="surrogate",
            field=field,
        )


def word_ids(words: Iterable[str], vocabulary: Vocabulary) -> tuple[int, ...]:
    """The ids of words: as written, else in lower case where only that is known, else of UNK."""
    known = set(vocabulary.tokens)
    return vocabulary.encode(
        next((form for form in (word, word.lower()) if form in known), UNK) for word in words
    )


def asked_at_the_end(source: str, target: str, ids: tuple[int, ...], says: Vocabulary) -> Example:
    """An example with a single prediction: at its last timestep, of the target if there is one.

    Raises `InvalidConfiguration` for a target that is not in the vocabulary of the output.
    """
    try:
        answer = says.encode([target])[0] if target else None
    except UnknownToken as error:
        raise InvalidConfiguration("target", str(error), code=error.code, **error.values) from None
    blank = len(ids) - 1
    return Example(
        source=source,
        target=target,
        inputs=ids,
        targets=(*[None] * blank, answer),
        scored=(*[False] * blank, True),
        lengths=(len(ids),),
    )


def read_all(
    pairs: Mapping[str, Iterable[Pair]], read: Callable[[str, str], Example]
) -> Mapping[str, tuple[Example, ...]]:
    """The examples of every split; splits with nothing in them are left out."""
    examples = {name: tuple(read(*pair) for pair in of) for name, of in pairs.items()}
    return MappingProxyType({name: of for name, of in examples.items() if of})
