"""How good a network is, on examples it was trained on and on others."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from rnn_core.arrays import Array, aligned_zeros
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


@dataclass(frozen=True)
class Tally:
    """What a network did on the first examples of some: enough to go on with the others."""

    done: int = 0
    out_of_reach: int = 0
    loss: float = 0.0
    """The sum."""
    right: int = 0
    counted: int = 0
    sequences_right: int = 0
    answers_right: int = 0


_NOTHING = Tally()


class Examiner:
    """Scores one network, with the parameters that it has now."""

    def __init__(
        self,
        architecture: Architecture,
        parameters: Mapping[str, Array],
        h_0: Array,
        clamps: Iterable[Clamp] = (),
    ) -> None:
        layout = architecture.layout
        # Wherever they come from: the same place in memory gives the same digits.
        self._parameters = layout.views(aligned_zeros(layout.size))
        for name, array in parameters.items():
            self._parameters[name][...] = array
        self._architecture, self._h_0, self._clamps = architecture, h_0, tuple(clamps)
        self._stepper = Stepper(architecture, self._parameters, h_0, self._clamps)
        self._gradients = layout.views(aligned_zeros(layout.size))

    def score(self, examples: Iterable[Example], deadline: float | None = None) -> Score:
        """The score on these examples. Raises `OutOfTime` at the deadline, of `perf_counter`."""
        examples = tuple(examples)
        tally = self.tally(examples, deadline)
        if tally.done < len(examples):
            raise OutOfTime(tally.done, len(examples))
        return self.score_of(tally)

    def score_of(self, tally: Tally) -> Score:
        """The score on the examples of a tally."""
        read = tally.done - tally.out_of_reach
        return Score(
            examples=tally.done,
            out_of_reach=tally.out_of_reach,
            loss=tally.loss / read if read else None,
            right=tally.right,
            counted=tally.counted,
            sequences_right=tally.sequences_right,
            answers_right=tally.answers_right if self._architecture.task.writes_freely else None,
        )

    def tally(
        self, examples: Sequence[Example], deadline: float | None = None, begun: Tally = _NOTHING
    ) -> Tally:
        """What it does on these examples, or as many as there is time for, at least one, until the
        deadline, of `perf_counter`; it goes on where it had `begun`."""
        networks: dict[tuple[int, ...], UnrolledNetwork | None] = {}
        done, out_of_reach, loss = begun.done, begun.out_of_reach, begun.loss
        right, counted = begun.right, begun.counted
        sequences_right, answers_right = begun.sequences_right, begun.answers_right
        free = self._architecture.task.writes_freely
        for example in examples[done:]:
            if done > begun.done and deadline is not None and time.perf_counter() > deadline:
                break
            done += 1
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
        return Tally(done, out_of_reach, loss, right, counted, sequences_right, answers_right)

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
