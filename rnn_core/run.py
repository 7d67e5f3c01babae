"""A run: a pure function of configuration, interventions and iteration, with a cursor.

Every number of every iteration is decided by these three; what is kept besides them (checkpoints,
losses, the last traces) is only a cache of that function.
"""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from rnn_core.arrays import Array, frozen
from rnn_core.checkpoints import Checkpoints
from rnn_core.configuration import HYPERPARAMETERS, Intervention, RunConfig, validated_changes
from rnn_core.errors import InvalidConfiguration, IterationOutOfRange, RunDiverged
from rnn_core.sampling import Sample, SampleStep, answer, sample
from rnn_core.scoring import Score, scores
from rnn_core.tasks.task import require_characters
from rnn_core.trace import Hyperparameters, Trace
from rnn_core.training import Stopped, Trainer
from rnn_core.vocabulary import Vocabulary

KEPT_TRACES = 2


@dataclass(frozen=True)
class Advance:
    """How far an `advance` came, and which of its limits ended it."""

    iterations: int
    stopped: Stopped


class Run:
    """A run and its cursor. Not thread-safe: whoever shares one holds a lock around it.

    Interventions after the cursor stay, and take effect when the cursor reaches them again; a new
    one drops those later than itself, as an edit after an undo drops the redo.
    """

    def __init__(
        self,
        configuration: RunConfig,
        interventions: Iterable[Intervention] = (),
        *,
        checkpoint_bytes: int = 4 * 2**20,
    ) -> None:
        self.configuration = configuration
        self._checkpoint_bytes = checkpoint_bytes
        self._checkpoints = Checkpoints(checkpoint_bytes)
        self._traces: OrderedDict[int, Trace] = OrderedDict()
        self._interventions = _in_order(interventions)
        self._trainer = Trainer(configuration, self._interventions, self._checkpoints.visit)
        self._losses = array("d", [self._trainer.evaluate()])

    @property
    def interventions(self) -> tuple[Intervention, ...]:
        """All of them, in order, those after the cursor included."""
        return self._interventions

    @property
    def iteration(self) -> int:
        """The cursor."""
        return self._trainer.iteration

    @property
    def furthest_iteration(self) -> int:
        """The furthest iteration whose numbers this run has computed."""
        return len(self._losses) - 1

    @property
    def loss(self) -> float:
        """The loss at the cursor: the sum over timesteps, in nats."""
        return self._trainer.evaluate()

    @property
    def diverged(self) -> bool:
        """Whether the iteration at the cursor holds a number that is not finite."""
        self._trainer.evaluate()
        return self._trainer.diverged

    @property
    def hyperparameters(self) -> Hyperparameters:
        """Those in force at the cursor."""
        return self._trainer.hyperparameters

    @property
    def vocabulary(self) -> Vocabulary:
        """The tokens of the run's task."""
        return self._trainer.vocabulary

    @property
    def parameter_count(self) -> int:
        """How many numbers are trained."""
        return self._trainer.parameter_count

    def advance(
        self,
        iterations: int = 1,
        *,
        until_loss: float | None = None,
        seconds: float | None = None,
    ) -> Advance:
        """Moves the cursor forward until one of the limits is reached.

        Raises `RunDiverged` when the run stands at a diverged iteration already.
        """
        if self.diverged:
            raise RunDiverged(self.iteration)
        start = self.iteration
        losses: list[float] = []
        stopped = self._trainer.advance(iterations, until_loss, seconds, losses)
        self._losses.extend(losses[len(self._losses) - start - 1 :])
        return Advance(self.iteration - start, stopped)

    def rewind(self, iteration: int, *, keep_interventions: bool = True) -> None:
        """Moves the cursor back to `iteration`, one that the run has been at.

        `keep_interventions=False` drops the interventions at `iteration` and after it.
        Raises `IterationOutOfRange`.
        """
        self._must_have(iteration)
        if not keep_interventions:
            self._replace_interventions(
                [kept for kept in self._interventions if kept.iteration < iteration], iteration
            )
        self._seek(self._trainer, iteration)

    def intervene(self, changes: Mapping[str, Any]) -> Intervention:
        """Changes hyperparameters, weights or held states from the cursor's iteration on.

        Changes at the same iteration are one intervention. Raises `InvalidConfiguration`.
        """
        iteration = self.iteration
        earlier = [kept for kept in self._interventions if kept.iteration < iteration]
        here = [kept for kept in self._interventions if kept.iteration == iteration]
        intervention = Intervention(
            iteration, _merged(here[0].changes if here else {}, validated_changes(changes))
        )
        intervention = Intervention(
            iteration, self._effective(intervention, self._in_force_before(iteration))
        )
        self._replace_interventions(
            [*earlier, *([intervention] if intervention.changes else [])], iteration
        )
        self._seek(self._trainer, iteration)
        return intervention

    def undo_intervention(self) -> Intervention | None:
        """Takes back the latest intervention, wherever it is; returns it.

        The cursor stays where it is, or goes back to that iteration when it is past it.
        """
        if not self._interventions:
            return None
        *kept, last = self._interventions
        iteration = self.iteration
        self._replace_interventions(kept, last.iteration)
        self._seek(self._trainer, min(iteration, last.iteration))
        return last

    def fork(self, iteration: int, changes: Mapping[str, Any] | None = None) -> Run:
        """A second run with the same past up to `iteration`, its cursor, and `changes` from there.

        Raises `IterationOutOfRange`, `InvalidConfiguration`.
        """
        self._must_have(iteration)
        run = Run(
            self.configuration,
            [kept for kept in self._interventions if kept.iteration <= iteration],
            checkpoint_bytes=self._checkpoint_bytes,
        )
        run._checkpoints.take_over(self._checkpoints, iteration)
        run._losses = self._losses[: iteration + 1]
        run._seek(run._trainer, iteration)
        if changes:
            run.intervene(changes)
        return run

    def trace(self, iteration: int | None = None) -> Trace:
        """The record of `iteration`, by default the cursor's. Raises `IterationOutOfRange`."""
        iteration = self.iteration if iteration is None else iteration
        if iteration in self._traces:
            self._traces.move_to_end(iteration)
            return self._traces[iteration]
        if iteration == self.iteration:
            trace = self._trainer.trace()
        else:
            self._must_have(iteration)
            other = Trainer(self.configuration, self._interventions)
            self._seek(other, iteration)
            trace = other.trace()
        self._traces[iteration] = trace
        while len(self._traces) > KEPT_TRACES:
            self._traces.popitem(last=False)
        return trace

    def history(self, iteration: int | None = None) -> Array:
        """The loss of every iteration from 0 to `iteration`, by default the cursor's.

        Shape (iteration + 1,). Raises `IterationOutOfRange`.
        """
        iteration = self.iteration if iteration is None else iteration
        self._must_have(iteration)
        return frozen(np.array(self._losses[: iteration + 1]))

    def sample(
        self,
        first: str,
        length: int,
        temperature: float,
        rng: np.random.Generator,
        iteration: int | None = None,
    ) -> Sample:
        """Text by the network at `iteration`, by default the cursor's; see `rnn_core.sampling`.

        Raises `IterationOutOfRange`.
        """
        trace = self.trace(iteration)
        return sample(
            self.configuration.architecture,
            trace.parameters,
            trace.h_0,
            first,
            length,
            temperature,
            rng,
            trace.clamps,
        )

    def answer(
        self,
        source: str,
        target: str = "",
        iteration: int | None = None,
        *,
        teacher_forcing: bool = False,
    ) -> tuple[SampleStep, ...]:
        """What the network at `iteration` makes of somebody's own input; see `rnn_core.sampling`.

        Raises `IterationOutOfRange`, `InvalidConfiguration`, `UnknownToken`, `NoWeights`.
        """
        require_characters("source", source)
        require_characters("target", target)
        trace = self.trace(iteration)
        example = self.configuration.made_task.read(source, target)
        return answer(
            self.configuration.architecture,
            trace.parameters,
            trace.h_0,
            example,
            trace.clamps,
            teacher_forcing=teacher_forcing,
        )

    def scores(self, iteration: int | None = None) -> dict[str, Score]:
        """How good the network at `iteration` is, on every split of the task.

        Raises `IterationOutOfRange`.
        """
        trace = self.trace(iteration)
        return scores(self.configuration.architecture, trace.parameters, trace.h_0, trace.clamps)

    def _must_have(self, iteration: int) -> None:
        if not 0 <= iteration <= self.furthest_iteration:
            raise IterationOutOfRange(iteration, 0, self.furthest_iteration)

    def _in_force_before(self, iteration: int) -> dict[str, Any]:
        values: dict[str, Any] = {
            name: getattr(self.configuration, name) for name in HYPERPARAMETERS
        }
        values["clamps"] = ()
        for earlier in self._interventions:
            if earlier.iteration < iteration:
                values.update(earlier.changes)
        return values

    @staticmethod
    def _effective(intervention: Intervention, before: Mapping[str, Any]) -> dict[str, Any]:
        return {
            name: value
            for name, value in intervention.changes.items()
            if (value if name == "edits" else before[name] != value)
        }

    def _replace_interventions(self, interventions: Iterable[Intervention], since: int) -> None:
        interventions = _in_order(interventions)
        if interventions == self._interventions:
            return
        iteration = self.iteration
        trainer = Trainer(self.configuration, interventions, self._checkpoints.visit)
        self._interventions = interventions
        self._checkpoints.forget_after(since)
        for stale in [kept for kept in self._traces if kept >= since]:
            del self._traces[stale]
        del self._losses[since + 1 :]
        self._trainer = trainer
        self._seek(self._trainer, min(iteration, since))

    def _seek(self, trainer: Trainer, iteration: int) -> None:
        checkpoint = self._checkpoints.latest(iteration)
        if not (
            trainer.iteration <= iteration
            and (checkpoint is None or checkpoint.iteration <= trainer.iteration)
        ):
            trainer.restore(checkpoint or trainer.start)
        trainer.advance(iteration - trainer.iteration)


def _merged(first: Mapping[str, Any], second: Mapping[str, Any]) -> dict[str, Any]:
    """Both changes as one: of two edits of one weight the second counts."""
    merged = {**first, **second}
    if "edits" in first and "edits" in second:
        edits = {(edit.parameter, edit.index): edit for edit in (*first["edits"], *second["edits"])}
        merged["edits"] = tuple(edits.values())
    return merged


def _in_order(interventions: Iterable[Intervention]) -> tuple[Intervention, ...]:
    ordered = tuple(sorted(interventions, key=lambda intervention: intervention.iteration))
    for first, second in pairwise(ordered):
        if first.iteration == second.iteration:
            raise InvalidConfiguration(
                "interventions", f"two interventions at iteration {first.iteration}: make them one"
            )
    return ordered
