"""An experiment's measurements, at the last iteration that all its trials came to. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from app.verdicts.words import Values, finite
from app.words.messages import Messages
from rnn_core.analysis.experiments import Experiment, Measurement
from rnn_core.network.scoring import Score


@dataclass(frozen=True)
class Part:
    seen: tuple[str, ...] = ()
    so: tuple[str, ...] = ()
    limit: tuple[str, ...] = ()


def _whole(score: Score) -> float:
    return (score.sequences_right if score.answers_right is None else score.answers_right) / (
        score.examples
    )


class Reading:
    """The measurements of an experiment at the last iteration that all its trials came to."""

    def __init__(
        self,
        experiment: Experiment,
        labels: Sequence[str],
        measurements: Sequence[Measurement],
        words: Messages,
    ) -> None:
        self.words = words
        self.experiment, self.labels, self.measurements = experiment, labels, measurements
        self.seeds = len(experiment.seeds)
        self.models = range(len(experiment.models))
        self.task = experiment.configurations[0].task
        self.splits = experiment.configurations[0].made_task.splits

    @cached_property
    def iteration(self) -> int | None:
        """The last one at which every trial was judged, unless it had diverged before."""
        found: dict[tuple[int, int], set[int]] = {}
        for each in self.measurements:
            found.setdefault((each.model, each.seed), set()).add(each.iteration)
        if len(found) < len(self.models) * self.seeds:
            return None
        reached = [at for trial, at in found.items() if trial not in self._diverged]
        # Where all have diverged there is nothing to wait for.
        common = set.intersection(*reached) if reached else {self.experiment.iterations}
        return max(common, default=None)

    @cached_property
    def _diverged(self) -> set[tuple[int, int]]:
        return {(m.model, m.seed) for m in self.measurements if m.stopped == "diverged"}

    @property
    def all_diverged(self) -> bool:
        """Whether no trial has a number to be compared."""
        return len(self._diverged) == len(self.models) * self.seeds

    def diverged(self, model: int) -> int:
        """How many seeds of a model did."""
        return sum(trial[0] == model for trial in self._diverged)

    def lost(self, model: int) -> bool:
        """Whether it diverged with every seed and has no number at all."""
        return self.diverged(model) == self.seeds

    def scores(self, model: int, split: str) -> list[Score | None]:
        """One for each seed; None where it diverged."""
        by_seed = {
            each.seed: each.scores.get(split)
            for each in self.measurements
            if (each.model, each.iteration) == (model, self.iteration)
            and (each.model, each.seed) not in self._diverged
        }
        return [by_seed.get(seed) for seed in self.experiment.seeds]

    def right(self, model: int, split: str) -> Values:
        """The share that is right, by seed."""
        return [None if score is None else score.value for score in self.scores(model, split)]

    def whole(self, model: int, split: str) -> Values:
        """The share of the examples that are right as a whole, by seed."""
        return [None if score is None else _whole(score) for score in self.scores(model, split)]

    def loss(self, model: int, split: str = "train") -> list[float | None]:
        """By seed."""
        return [
            None if score is None else finite(score.loss) for score in self.scores(model, split)
        ]

    def out_of_reach(self, model: int, split: str) -> bool:
        """Whether there are examples that it has no weights for."""
        return any(score and score.out_of_reach for score in self.scores(model, split))
