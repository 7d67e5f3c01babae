"""Every kind of network on every task, and short examples for each task."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import Any, TypeVar

from rnn_core.cells.registry import CELLS
from rnn_core.network.architecture import SHARING
from rnn_core.tasks.registry import TASKS
from rnn_core.training.configuration import RunConfig

Chosen = TypeVar("Chosen", bound=tuple[Any, ...])

# Shorter, for speed, than those of the training set, which any other task takes.
_OWN: dict[str, Any] = {
    "next_character": None,
    "counting": (("aabb", ""), ("ab", "")),
    "sentiment": (("not good", "bad"), ("good", "fine"), ("really not good", "bad")),
    "captioning": (("#.#/.#.", "a b"), ("###/...", "c")),
    "translation": (("i love you", "我爱你"), ("hello", "你好")),
    "remembering": (("axyx", "a"), ("bxx", "b")),
}
_RECURRENT = [name for name, cell in CELLS.items() if cell.carried]
_WITHOUT_WINDOWS = ("captioning", "translation")


def examples_of(task: str) -> Any:
    """Pairs of input and target; None where the task takes a text."""
    if task in _OWN:
        return _OWN[task]
    first = RunConfig(task=task).made_task.splits["train"][:3]
    return tuple((example.source, example.target) for example in first)


NETWORKS = [
    (task, cell, sharing)
    for task in TASKS
    for cell in (_RECURRENT if task in _WITHOUT_WINDOWS else [*_RECURRENT, "window_2"])
    for sharing in (SHARING if cell in _RECURRENT and task != "translation" else ["all"])
]
"""Task, cell and sharing of each."""


def _pairs(network: tuple[Any, ...]) -> set[tuple[tuple[int, Any], ...]]:
    return set(combinations(enumerate(network), 2))


def covering(networks: Sequence[Chosen]) -> list[Chosen]:
    """So few of them that each choice still meets each of the others that it meets in any."""
    left = set().union(*map(_pairs, networks))
    chosen: list[Chosen] = []
    while left:
        chosen.append(max(networks, key=lambda network: len(_pairs(network) & left)))
        left -= _pairs(chosen[-1])
    return chosen


COVERING = covering(NETWORKS)
"""Of each task, cell and sharing each meets each of the others."""
