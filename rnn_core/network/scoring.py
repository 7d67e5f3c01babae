"""How good a network is, on examples it was trained on and on others."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from rnn_core.arrays import Array
from rnn_core.errors import NoWeights, OutOfTime
from rnn_core.network.architecture import Architecture
from rnn_core.network.sampling import Stepper, answered, written
from rnn_core.network.unrolled import UnrolledNetwork
from rnn_core.tasks.task import Example
from rnn_core.trace import Clamp

Counted = Literal["predictions", "answers"]


@dataclass(frozen=True)
class Score:
    """How a network does on some examples.

    `loss` is the mean over the examples of their summed losses, in nats; `right` of `counted`
    predictions are the target, of those that the task's score counts, each read with everything
    right before it; in `sequences_right` of the `examples` all of them are. Where the task is to
    write, `answers_right` of the `examples` are right as a whole, written freely; else None. What
    an unshared network cannot read, since it has no weights for the timestep, is `out_of_reach` and
    counts as wrong in `counted`; `loss` is of the others, and None where there are no others.
    """

    examples: int
    out_of_reach: int
    loss: float | None
    right: int
    counted: int
    sequences_right: int
    answers_right: int | None

    @property
    def value(self) -> float | None:
        """The task's score: the share that is right, of answers or of predictions."""
        if self.answers_right is not None:
            return self.answers_right / self.examples if self.examples else None
        return self.right / self.counted if self.counted else None


class Examiner:
    """Scores one network, with the parameters it has when called."""

    def __init__(
        self,
        architecture: Architecture,
        parameters: Mapping[str, Array],
        h_0: Array,
        clamps: Iterable[Clamp] = (),
    ) -> None:
        self._architecture, self._parameters, self._h_0 = architecture, parameters, h_0
        self._clamps = tuple(clamps)
        self._stepper = Stepper(architecture, parameters, h_0, self._clamps)
        self._gradients = {name: np.empty_like(array) for name, array in parameters.items()}

    def score(self, examples: Iterable[Example], deadline: float | None = None) -> Score:
        """The score on these examples. Raises `OutOfTime` at the deadline, of `perf_counter`."""
        examples = tuple(examples)
        networks: dict[tuple[int, ...], UnrolledNetwork | None] = {}
        loss, right, counted, out_of_reach = 0.0, 0, 0, 0
        sequences_right, answers_right = 0, 0
        free = self._architecture.task.writes_freely
        for done, example in enumerate(examples):
            require_time(deadline, done, len(examples))
            counted += sum(example.scored)
            if example.lengths not in networks:
                networks[example.lengths] = self._network(example.lengths)
            network = networks[example.lengths]
            if network is None:
                out_of_reach += 1
                continue
            network.load(example)
            with np.errstate(all="ignore"):
                loss += network.forward()
            said = network.probs.argmax(axis=1)
            right_here = sum(
                scored and int(id_) == target
                for scored, id_, target in zip(example.scored, said, example.targets, strict=True)
            )
            right += right_here
            sequences_right += right_here == sum(example.scored)
            if free and np.isfinite(network.probs).all():
                answers_right += self._is_right(example)
        read = len(examples) - out_of_reach
        return Score(
            examples=len(examples),
            out_of_reach=out_of_reach,
            loss=loss / read if read else None,
            right=right,
            counted=counted,
            sequences_right=sequences_right,
            answers_right=answers_right if free else None,
        )

    def _network(self, lengths: tuple[int, ...]) -> UnrolledNetwork | None:
        try:
            network = UnrolledNetwork(
                self._architecture, lengths, self._parameters, self._gradients, self._h_0
            )
        except NoWeights:
            return None
        network.clamp(self._clamps)
        return network

    def _is_right(self, example: Example) -> bool:
        task = self._architecture.task
        steps = answered(self._stepper, task, example)
        wanted = tuple(
            task.vocabulary.tokens[target] for target in example.targets if target is not None
        )
        return written(steps, task.parts[-1].name) == wanted


def scores(
    architecture: Architecture,
    parameters: Mapping[str, Array],
    h_0: Array,
    clamps: Iterable[Clamp] = (),
    deadline: float | None = None,
) -> dict[str, Score]:
    """The score on every split of the task. Raises `OutOfTime`."""
    examiner = Examiner(architecture, parameters, h_0, clamps)
    splits = architecture.task.splits
    return {name: examiner.score(of, deadline) for name, of in splits.items()}


def require_time(deadline: float | None, done: int, examples: int) -> None:
    """Raises `OutOfTime` where the deadline, of `perf_counter`, has passed."""
    if deadline is not None and time.perf_counter() > deadline:
        raise OutOfTime(done, examples)
