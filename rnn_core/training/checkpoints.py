"""Checkpoints: a bounded cache of where a run has been."""

from __future__ import annotations

from bisect import bisect_right
from collections import deque
from collections.abc import Callable

from rnn_core.training.trainer import Checkpoint, Trainer

SPACING = 64
"""Iterations between two checkpoints, before there are too many of them."""
RECENT = 4
"""How many of the latest are kept at this spacing: going back a little is what people do."""


class Checkpoints:
    """Checkpoints over the whole past, thinner as it grows, and the latest ones side by side.

    The interval between those of the whole past doubles whenever their memory exceeds the budget.
    """

    def __init__(self, budget_in_bytes: int) -> None:
        self._budget = budget_in_bytes
        self._interval = SPACING
        self._by_iteration: dict[int, Checkpoint] = {}
        self._iterations: list[int] = []
        self._recent: deque[Checkpoint] = deque(maxlen=RECENT)

    def visit(self, trainer: Trainer) -> None:
        """Stores the trainer's state where the spacing requires it."""
        iteration = trainer.iteration
        if iteration % SPACING:
            return
        is_new = not self._recent or iteration > self._recent[-1].iteration
        is_wanted = iteration % self._interval == 0 and iteration not in self._by_iteration
        if not (is_new or is_wanted):
            return
        checkpoint = trainer.checkpoint()
        if is_new:
            self._recent.append(checkpoint)
        if is_wanted:
            self._by_iteration[iteration] = checkpoint
            self._iterations = sorted(self._by_iteration)
            if len(self._iterations) * checkpoint.size_in_bytes > self._budget:
                self._interval *= 2
                self._keep(lambda kept: kept % self._interval == 0)

    def forget_after(self, iteration: int) -> None:
        """Drops the checkpoints that a change of the future invalidates."""
        self._keep(lambda kept: kept <= iteration)
        self._recent = deque((c for c in self._recent if c.iteration <= iteration), maxlen=RECENT)

    def take_over(self, other: Checkpoints, iteration: int) -> None:
        """Shares another run's checkpoints at or before `iteration`: they never change."""
        self._interval = other._interval
        self._by_iteration.update(other._by_iteration)
        self._recent = other._recent.copy()
        self.forget_after(iteration)

    def latest(self, iteration: int) -> Checkpoint | None:
        """The last checkpoint at or before `iteration`."""
        place = bisect_right(self._iterations, iteration)
        found = [self._by_iteration[self._iterations[place - 1]]] if place else []
        found += [checkpoint for checkpoint in self._recent if checkpoint.iteration <= iteration]
        return max(found, key=lambda checkpoint: checkpoint.iteration, default=None)

    def _keep(self, wanted: Callable[[int], bool]) -> None:
        self._by_iteration = {
            iteration: checkpoint
            for iteration, checkpoint in self._by_iteration.items()
            if wanted(iteration)
        }
        self._iterations = sorted(self._by_iteration)
