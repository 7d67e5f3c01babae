"""A run: a pure function of configuration, interventions and iteration, with a cursor.

Every number of every iteration is decided by these three; what is kept besides them (checkpoints,
losses, the last traces) is only a cache of that function.
"""

from __future__ import annotations

import time
from array import array
from collections import OrderedDict, deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise, zip_longest
from types import MappingProxyType
from typing import Any, Self, Unpack

import numpy as np

from rnn_core.arrays import Array, frozen
from rnn_core.display.markup import card
from rnn_core.errors import InvalidConfiguration, IterationOutOfRange, RunDiverged
from rnn_core.network.architecture import Architecture
from rnn_core.network.sampling import Sample, SampleStep, answer, sample
from rnn_core.network.scoring import Score, scores
from rnn_core.network.verify import GradientChecks, check_gradients
from rnn_core.tasks.task import require_characters
from rnn_core.trace import Hyperparameters, Trace
from rnn_core.training.checkpoints import Checkpoints
from rnn_core.training.configuration import RunConfig, RunSettings
from rnn_core.training.interventions import (
    HYPERPARAMETERS,
    Edit,
    Intervention,
    validated_changes,
    without_withdrawn_edits,
)
from rnn_core.training.record import RunRecord
from rnn_core.training.trainer import Stopped, Trainer
from rnn_core.vocabulary import Vocabulary

KEPT_TRACES = 2
KEPT_CHANGES = 100
"""So many of the latest changes can be taken back."""


@dataclass(frozen=True)
class Advance:
    """How far a `train` came, and which of its limits ended it."""

    iterations: int
    stopped: Stopped


class Run:
    """A run and its cursor: `Run(text="hello", cell="lstm")`.

    The settings are the fields of `RunConfig`, by name; after a configuration, those that differ
    from it. `run.step()` and `run.train()` move the cursor forwards, `run.rewind()` back, and
    `run.trace` holds every number of the iteration that it stands at.

    Interventions after the cursor stay, and take effect when the cursor reaches them again; a new
    one drops those later than itself. Every change of the interventions can be undone, one by one,
    which brings back what it dropped, and redone; of those given to begin with each is one change.

    Not thread-safe: whoever shares a run holds a lock around it. Raises `InvalidConfiguration`.
    """

    def __init__(
        self,
        configuration: RunConfig | None = None,
        interventions: Iterable[Intervention] = (),
        /,
        *,
        checkpoint_bytes: int = 4 * 2**20,
        **settings: Unpack[RunSettings],
    ) -> None:
        self.configuration = RunConfig.of(configuration, settings)
        self._checkpoint_bytes = checkpoint_bytes
        self._checkpoints = Checkpoints(checkpoint_bytes)
        self._traces: OrderedDict[int, Trace] = OrderedDict()
        self._interventions = _in_order(interventions)
        self._before_changes = deque(
            (self._interventions[:count] for count in range(len(self._interventions))),
            maxlen=KEPT_CHANGES,
        )
        self._undone: deque[tuple[Intervention, ...]] = deque()
        self._trainer = self._new_trainer()
        self._losses = array("d", [self._trainer.evaluate()])

    @classmethod
    def of_record(cls, record: RunRecord, *, checkpoint_bytes: int = 4 * 2**20) -> Self:
        """The run of a record, with its changes to undo and redo, at iteration 0.

        `Replay` takes it to where the record stands. Raises `InvalidConfiguration`.
        """
        run = cls(record.configuration, record.interventions, checkpoint_bytes=checkpoint_bytes)
        run._before_changes = deque(record.before_changes, maxlen=KEPT_CHANGES)
        run._undone = deque(record.undone)
        return run

    @property
    def record(self) -> RunRecord:
        """All that decides this run, and where it stands: enough to have it again."""
        return RunRecord(
            self.configuration,
            self._interventions,
            self.iteration,
            self.furthest_iteration,
            tuple(self._before_changes),
            tuple(self._undone),
        )

    def __repr__(self) -> str:
        return f"Run({self.configuration.gist}) at iteration {self.iteration}, loss {self.loss:.4g}"

    def _repr_html_(self) -> str:
        return card(repr(self), self.trace.drawing)

    @property
    def interventions(self) -> tuple[Intervention, ...]:
        """All of them, in order, those after the cursor included."""
        return self._interventions

    @property
    def can_undo(self) -> bool:
        """Whether there is a change that `undo` would take back."""
        return bool(self._before_changes)

    @property
    def can_redo(self) -> bool:
        """Whether there is a change taken back that `redo` would make again."""
        return bool(self._undone)

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
    def architecture(self) -> Architecture:
        """The network: its cell, task and sizes, and which timesteps use which weights."""
        return self.configuration.architecture

    @property
    def vocabulary(self) -> Vocabulary:
        """The V tokens that can be predicted."""
        return self._trainer.vocabulary

    @property
    def parameter_count(self) -> int:
        """How many numbers are trained."""
        return self._trainer.parameter_count

    def step(self) -> float:
        """Moves the cursor one iteration forward; returns the loss there, in nats.

        Raises `RunDiverged`.
        """
        self.train(1)
        return self.loss

    def train(
        self,
        iterations: int = 10_000,
        *,
        until_loss: float | None = None,
        seconds: float | None = None,
    ) -> Advance:
        """Moves the cursor forward until one of the limits is reached.

        These are a number of iterations, a loss to get below (the sum over the timesteps, in nats),
        and seconds of wall clock. Raises `RunDiverged` when the run stands at a diverged iteration
        already.
        """
        if self.diverged:
            raise RunDiverged(self.iteration, clipped=self.hyperparameters.clip_norm is not None)
        start = self.iteration
        losses: list[float] = []
        try:
            stopped = self._trainer.advance(iterations, until_loss, seconds, losses)
        except KeyboardInterrupt:
            # It may have been in the middle of an update.
            self._trainer = self._new_trainer()
            self._seek(self._trainer, start + len(losses))
            raise
        finally:
            self._losses.extend(losses[len(self._losses) - start - 1 :])
        return Advance(self.iteration - start, stopped)

    def rewind(self, iteration: int, *, keep_interventions: bool = True) -> None:
        """Moves the cursor back to `iteration`, one that the run has been at.

        `keep_interventions=False` drops the interventions at `iteration` and after it.
        Raises `IterationOutOfRange`.
        """
        self._must_have(iteration)
        self._seek(self._trainer, iteration)
        if not keep_interventions:
            self._change_interventions(
                [kept for kept in self._interventions if kept.iteration < iteration]
            )

    def intervention_with(self, changes: Mapping[str, Any]) -> Intervention:
        """What the intervention at the cursor would be with these changes; changes nothing.

        Those that were made there before are kept where `changes` do not replace them; an edit
        whose value is None leaves out what was set there. Raises `InvalidConfiguration`.
        """
        iteration = self.iteration
        here = [kept.changes for kept in self._interventions if kept.iteration == iteration]
        changes, withdrawn = without_withdrawn_edits(changes)
        before = _without_edits(here[0] if here else {}, withdrawn, iteration)
        merged = Intervention(iteration, _merged(before, validated_changes(changes)))
        return Intervention(iteration, self._effective(merged, self._in_force_before(iteration)))

    def intervene(
        self, changes: Mapping[str, Any] = MappingProxyType({}), /, **more: Any
    ) -> Intervention:
        """Changes hyperparameters, weights or held states from the cursor's iteration on.

        `run.intervene(learning_rate=0.5, edits=[Edit("W_hh", (2, 3), 0.5)], clamps=[Clamp(3, 0)])`.
        Changes at the same iteration are one intervention, `intervention_with` them. Raises
        `InvalidConfiguration`.
        """
        intervention = self.intervention_with({**changes, **more})
        earlier = [kept for kept in self._interventions if kept.iteration < self.iteration]
        self._change_interventions([*earlier, *([intervention] if intervention.changes else [])])
        return intervention

    def undo(self) -> bool:
        """Takes back the latest change of the interventions; False where there was none.

        The cursor stays where it is, or goes back to the change's iteration when it is past it.
        """
        return self._walk(self._before_changes, self._undone)

    def redo(self) -> bool:
        """Makes the change again that was taken back last; False where none was, or since another.

        The cursor stays where it is, or goes back to the change's iteration when it is past it.
        """
        return self._walk(self._undone, self._before_changes)

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

    @property
    def trace(self) -> Trace:
        """Every number of the cursor's iteration: `run.trace.h` has the shape (T, H)."""
        return self.trace_at()

    def trace_at(self, iteration: int | None = None) -> Trace:
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
        length: int = 20,
        temperature: float = 0.0,
        rng: np.random.Generator | int | None = None,
        iteration: int | None = None,
    ) -> Sample:
        """Text by the network at `iteration`, by default the cursor's: `first` and `length` tokens.

        Each token is drawn from softmax(y / `temperature`), at 0 the most probable one, and is read
        next. `rng` may be a seed. Raises `IterationOutOfRange`, `UnknownToken`, `NoWeights`.
        """
        trace = self.trace_at(iteration)
        return sample(
            self.configuration.architecture,
            trace.parameters,
            trace.h_0,
            first,
            length,
            temperature,
            np.random.default_rng(rng),
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
        """What the network at `iteration` makes of an input of your own, timestep by timestep.

        With `teacher_forcing` it reads the tokens of `target` instead of its own answers.
        Raises `IterationOutOfRange`, `InvalidConfiguration`, `NoWeights`.
        """
        require_characters("source", source)
        require_characters("target", target)
        trace = self.trace_at(iteration)
        example = self.configuration.made_task.read(source, target)
        return answer(
            self.configuration.architecture,
            trace.parameters,
            trace.h_0,
            example,
            trace.clamps,
            teacher_forcing=teacher_forcing,
        )

    def scores(
        self, iteration: int | None = None, seconds: float | None = None
    ) -> dict[str, Score]:
        """How good the network at `iteration` is, on every split of the task.

        Raises `IterationOutOfRange`, and `OutOfTime` where it takes longer than `seconds`.
        """
        trace = self.trace_at(iteration)
        deadline = None if seconds is None else time.perf_counter() + seconds
        return scores(
            self.configuration.architecture, trace.parameters, trace.h_0, trace.clamps, deadline
        )

    def check_gradients(self, seconds: float | None = None) -> GradientChecks:
        """Every gradient at the cursor by backpropagation and by central differences.

        After `seconds` the rest stays unchecked.
        """
        return check_gradients(self, seconds)

    def _new_trainer(self) -> Trainer:
        return Trainer(self.configuration, self._interventions, self._checkpoints.visit)

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

    def _change_interventions(self, interventions: Iterable[Intervention]) -> None:
        before = self._interventions
        self._replace_interventions(_in_order(interventions))
        if self._interventions != before:
            self._before_changes.append(before)
            self._undone.clear()

    def _walk(
        self, back: deque[tuple[Intervention, ...]], forth: deque[tuple[Intervention, ...]]
    ) -> bool:
        if not back:
            return False
        now = self._interventions
        self._replace_interventions(back.pop())
        forth.append(now)
        return True

    def _replace_interventions(self, interventions: tuple[Intervention, ...]) -> None:
        since = _first_difference(self._interventions, interventions)
        if since is None:
            return
        iteration = self.iteration
        # An intervention that does not fit raises before anything is changed.
        trainer = Trainer(self.configuration, interventions, self._checkpoints.visit)
        self._interventions = interventions
        self._checkpoints.forget_after(since)
        for stale in [kept for kept in self._traces if kept >= since]:
            del self._traces[stale]
        # What intervenes at `since` decides the loss there.
        del self._losses[since:]
        self._trainer = trainer
        self._seek(self._trainer, min(iteration, since))
        if iteration >= since:
            self._losses.append(self._trainer.evaluate())

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


def _without_edits(
    changes: Mapping[str, Any], withdrawn: Iterable[Edit], iteration: int
) -> dict[str, Any]:
    """The changes without what they set at these places."""
    rest = {(edit.parameter, edit.index): edit for edit in changes.get("edits", ())}
    for edit in withdrawn:
        if rest.pop((edit.parameter, edit.index), None) is None:
            place = ",".join(map(str, edit.index))
            raise InvalidConfiguration(
                "edits",
                f"{edit.parameter}[{place}] has not been set at iteration {iteration}: "
                "its value is a number there, not null",
                code="not-set",
                number=f"{edit.parameter}[{place}]",
                iteration=iteration,
            )
    left = dict(changes)
    if "edits" in left:
        left["edits"] = tuple(rest.values())
    return left


def _first_difference(
    first: tuple[Intervention, ...], second: tuple[Intervention, ...]
) -> int | None:
    """The first iteration at which two lists intervene differently; None where nowhere."""
    for one, other in zip_longest(first, second):
        if one != other:
            return min(each.iteration for each in (one, other) if each is not None)
    return None


def _in_order(interventions: Iterable[Intervention]) -> tuple[Intervention, ...]:
    ordered = tuple(sorted(interventions, key=lambda intervention: intervention.iteration))
    for first, second in pairwise(ordered):
        if first.iteration == second.iteration:
            raise InvalidConfiguration(
                "interventions",
                f"there are two interventions at iteration {first.iteration}: "
                "combine them into one",
                code="two-interventions",
                iteration=first.iteration,
            )
    return ordered
