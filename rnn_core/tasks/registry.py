"""The registry of tasks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from types import MappingProxyType

from rnn_core.errors import InvalidConfiguration
from rnn_core.tasks.captioning import Captioning
from rnn_core.tasks.counting import Counting
from rnn_core.tasks.next_character import NextCharacter
from rnn_core.tasks.remembering import Remembering
from rnn_core.tasks.sentiment import Sentiment
from rnn_core.tasks.task import Pair, Task
from rnn_core.tasks.translation import Translation

_OF_PAIRS = (Counting, Sentiment, Captioning, Translation)
_WITH_PAIRS: Mapping[str, Callable[[tuple[Pair, ...] | None], Task]] = MappingProxyType(
    {task.name: task for task in _OF_PAIRS}
)
KINDS: tuple[type[Task], ...] = (NextCharacter, *_OF_PAIRS, Remembering)
TASKS = tuple(kind.name for kind in KINDS)


def task_of(name: str, text: str, distance: int, pairs: tuple[Pair, ...] | None) -> Task:
    """The task of a configuration: with pairs of its own, or with None the built-in ones.

    Raises `InvalidConfiguration`.
    """
    if name == NextCharacter.name:
        if pairs is not None:
            raise InvalidConfiguration(
                "examples",
                f"the task {name} learns its text, so examples must be null",
                "null",
                code="no-examples",
                task=name,
            )
        return NextCharacter(text)
    if pairs is None:
        return _built_in(name, distance if name == Remembering.name else 0)
    return Remembering(distance, pairs) if name == Remembering.name else _WITH_PAIRS[name](pairs)


@lru_cache(maxsize=16)
def _built_in(name: str, distance: int) -> Task:
    # They never change, and are large enough that the runs of one server should share them.
    return Remembering(distance) if name == Remembering.name else _WITH_PAIRS[name](None)
