"""Experiments: several networks on the same data and seeds, side by side."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from statistics import median
from typing import Any, Literal

import numpy as np

from rnn_core.analysis.window_floor import window_floor
from rnn_core.arrays import Array
from rnn_core.errors import InvalidConfiguration, NoWeights
from rnn_core.network.architecture import Architecture
from rnn_core.network.scoring import Examiner, Score
from rnn_core.network.unrolled import UnrolledNetwork
from rnn_core.tasks.task import Example, Task
from rnn_core.training.configuration import RunConfig
from rnn_core.training.trainer import Checkpoint, Trainer

Stopped = Literal["iterations", "diverged"]
MODEL_FIELDS = (
    "cell",
    "sharing",
    "hidden_size",
    "optimizer",
    "learning_rate",
    "clip_norm",
    "initialization",
    "initialization_scale",
    "spectral_radius",
    "keep_bias",
)
"""What may differ from model to model; the task is the same for all."""
GROWTH_UP_TO = 40
"""Timesteps up to which the growth of the number of weights is computed."""


@dataclass(frozen=True)
class Memory:
    """What a network carries through the task's longest example, at t = 1..T.

    `state` is what it keeps: "c" of an LSTM, "h" elsewhere. `largest` is the largest absolute
    value of a unit, `moved` the distance ‖s_t - s_(t-1)‖ that a timestep moves it by, the first
    from where it begins: at h_0, or at zero.
    """

    state: str
    largest: tuple[float, ...]
    moved: tuple[float, ...]


@dataclass(frozen=True)
class Measurement:
    """One trial, a model with a seed, as it was found at one iteration.

    `memory` is measured where the trial ends, of networks that carry something. `seconds` is the
    processor's time of the thread that trained, for all iterations up to here, without judging.
    `stopped` is None where the trial goes on.
    """

    model: int
    seed: int
    iteration: int
    scores: Mapping[str, Score]
    seconds: float
    stopped: Stopped | None
    memory: Memory | None = None

    @property
    def seconds_per_iteration(self) -> float | None:
        """The mean so far; None before the first iteration."""
        return self.seconds / self.iteration if self.iteration else None


@dataclass(frozen=True)
class Spread:
    """Median, least and greatest over the seeds."""

    median: float
    least: float
    greatest: float

    @classmethod
    def of(cls, values: Sequence[float | None]) -> Spread | None:
        """The spread of those that there are; None where there are none."""
        known = [value for value in values if value is not None]
        return cls(median(known), min(known), max(known)) if known else None


@dataclass(frozen=True)
class Experiment:
    """Models on one task, each with every seed, judged at some iterations from 0 to the last.

    `task` are fields of a configuration that all models share, `models` those of `MODEL_FIELDS` of
    each. A seed decides the weights and the order of the examples, the same order for all models.
    Raises `InvalidConfiguration`.
    """

    task: Mapping[str, Any]
    models: tuple[Mapping[str, Any], ...]
    seeds: tuple[int, ...]
    iterations: int
    evaluations: int = 20

    def __post_init__(self) -> None:
        if not self.models or not self.seeds:
            raise InvalidConfiguration(
                "models", "an experiment needs at least one model and one seed"
            )
        if len(set(self.seeds)) < len(self.seeds):
            raise InvalidConfiguration("seeds", "seeds must be different")
        if self.iterations < 1 or self.evaluations < 1:
            raise InvalidConfiguration(
                "iterations", "iterations and evaluations must be at least 1"
            )
        for name in self.task:
            if name in MODEL_FIELDS or name == "seed":
                raise InvalidConfiguration(name, f"{name} belongs to a model, not to the task")
        for model in self.models:
            for name in model:
                if name not in MODEL_FIELDS:
                    fields = ", ".join(MODEL_FIELDS)
                    raise InvalidConfiguration(
                        "models", f"“{name}” is not a field of a model; the fields are: {fields}"
                    )
        _ = self.configurations

    def __reduce__(self) -> tuple[type[Experiment], tuple[Any, ...]]:
        """What another process makes it from: not what was computed from it."""
        models = tuple(dict(model) for model in self.models)
        return Experiment, (
            dict(self.task),
            models,
            self.seeds,
            self.iterations,
            self.evaluations,
        )

    @cached_property
    def configurations(self) -> tuple[RunConfig, ...]:
        """One for each model, with the first seed."""
        return tuple(
            RunConfig.from_mapping({**self.task, **model, "seed": self.seeds[0]})
            for model in self.models
        )

    def configuration(self, model: int, seed: int) -> RunConfig:
        """Of one trial."""
        return RunConfig.from_mapping({**self.task, **self.models[model], "seed": seed})

    @cached_property
    def checkpoints(self) -> tuple[int, ...]:
        """The iterations at which every trial is judged, 0 and the last among them."""
        count = min(self.evaluations, self.iterations)
        return tuple(round(self.iterations * place / count) for place in range(count + 1))

    @property
    def measurements(self) -> int:
        """How many there are when nothing diverges."""
        return len(self.checkpoints) * len(self.models) * len(self.seeds)

    @cached_property
    def weights(self) -> tuple[int, ...]:
        """How many numbers each model trains."""
        return tuple(configuration.architecture.weights for configuration in self.configurations)

    @cached_property
    def floors(self) -> tuple[float | None, ...]:
        """The loss that a window network cannot come below, for every model; None for others."""
        return tuple(
            None
            if configuration.architecture.cell.carried
            else window_floor(
                configuration.made_task.splits["train"], configuration.architecture.cell.reads
            )
            for configuration in self.configurations
        )

    @property
    def trials(self) -> tuple[Trial, ...]:
        """All of them before their first iteration."""
        return tuple(Trial(model, seed) for model in range(len(self.models)) for seed in self.seeds)

    def run(self, seconds: float = 0.025) -> Iterator[Measurement | None]:
        """Carries it out; yields every measurement, and None at least every `seconds` or so.

        All trials come to a checkpoint before any goes on to the next: what there is when it is
        stopped early can be compared. Judging is not interrupted.
        """
        trials = [_Course(self, trial) for trial in self.trials]
        for checkpoint in self.checkpoints:
            for trial in trials:
                while not trial.is_at(checkpoint):
                    trial.advance(checkpoint, seconds)
                    yield None
                if trial.stopped is None:
                    yield trial.measure(last=checkpoint == self.iterations)


@dataclass(frozen=True)
class Trial:
    """One model with one seed, and how far it has come: enough to go on from in another process."""

    model: int
    seed: int
    state: Checkpoint | None = None
    """None before its first iteration."""
    seconds: float = 0.0
    stopped: Stopped | None = None


def advanced(
    experiment: Experiment, trial: Trial, checkpoint: int, seconds: float
) -> tuple[Trial, Measurement | None]:
    """The trial, taken further for so many seconds, and its measurement if it is at the checkpoint.

    A pure function, but for the time that it takes: the numbers are those of `Experiment.run`.
    """
    course = _Course(experiment, trial, keeps=True)
    if not course.is_at(checkpoint):
        course.advance(checkpoint, seconds)
    measurement = None
    if course.is_at(checkpoint) and course.stopped is None:
        measurement = course.measure(last=checkpoint == experiment.iterations)
    return course.trial, measurement


class _Course:
    """A trial that is being computed. It keeps its state where another is to go on from it."""

    def __init__(self, experiment: Experiment, trial: Trial, *, keeps: bool = False) -> None:
        self._model, self._seed = trial.model, trial.seed
        self._configuration = experiment.configuration(trial.model, trial.seed)
        self._state: Checkpoint | None = None
        self._trainer = Trainer(self._configuration, on_arrival=self._keep if keeps else None)
        if trial.state is not None:
            self._trainer.restore(trial.state)
        self._seconds = trial.seconds
        self.stopped = trial.stopped

    def _keep(self, trainer: Trainer) -> None:
        # The state of the optimizer changes as soon as an iteration is evaluated.
        self._state = trainer.checkpoint()

    @property
    def trial(self) -> Trial:
        """Where it stands."""
        return Trial(self._model, self._seed, self._state, self._seconds, self.stopped)

    def is_at(self, checkpoint: int) -> bool:
        """Whether there is nothing to be trained up to there."""
        return self.stopped is not None or self._trainer.iteration >= checkpoint or self._diverged

    @property
    def _diverged(self) -> bool:
        self._trainer.evaluate()
        return self._trainer.diverged

    def advance(self, checkpoint: int, seconds: float) -> None:
        begun = time.thread_time()
        self._trainer.advance(checkpoint - self._trainer.iteration, seconds=seconds)
        self._seconds += time.thread_time() - begun

    def measure(self, *, last: bool) -> Measurement:
        if self._diverged:
            self.stopped = "diverged"
        elif last:
            self.stopped = "iterations"
        trace = self._trainer.trace()
        architecture = self._configuration.architecture
        examiner = Examiner(architecture, trace.parameters, trace.h_0)
        splits = self._configuration.made_task.splits
        ended = self.stopped == "iterations"
        return Measurement(
            model=self._model,
            seed=self._seed,
            iteration=self._trainer.iteration,
            scores={name: examiner.score(examples) for name, examples in splits.items()},
            seconds=self._seconds,
            stopped=self.stopped,
            memory=memory_of(architecture, trace.parameters, trace.h_0) if ended else None,
        )


def longest_example(task: Task) -> Example:
    """The longest of all splits, the first of them: what a memory is measured on."""
    return max((e for examples in task.splits.values() for e in examples), key=len)


def memory_of(
    architecture: Architecture, parameters: Mapping[str, Array], h_0: Array
) -> Memory | None:
    """What is carried through the longest example; None where nothing is, or it cannot be read."""
    if not architecture.cell.carried:
        return None
    example = longest_example(architecture.task)
    gradients = {name: np.empty_like(array) for name, array in parameters.items()}
    try:
        network = UnrolledNetwork(architecture, example.lengths, parameters, gradients, h_0)
    except NoWeights:
        return None
    network.load(example)
    with np.errstate(all="ignore"):
        network.forward()
    name = architecture.cell.carried[-1]
    states = network.quantities()[name]
    before = np.vstack((network.initial_quantities()[f"{name}_0"], states[:-1]))
    return Memory(
        state=name,
        largest=tuple(np.abs(states).max(axis=1).tolist()),
        moved=tuple(np.linalg.norm(states - before, axis=1).tolist()),
    )


@dataclass(frozen=True)
class Point:
    """What the seeds of one model came to at one iteration, on one split."""

    iteration: int
    loss: Spread | None
    score: Spread | None
    seeds: int
    """How many of them got there."""


def curves(measurements: Sequence[Measurement], model: int, split: str) -> tuple[Point, ...]:
    """The spread over the seeds at every iteration at which the model was judged."""
    by_iteration: dict[int, list[Score]] = {}
    for measurement in measurements:
        if measurement.model == model and split in measurement.scores:
            by_iteration.setdefault(measurement.iteration, []).append(measurement.scores[split])
    return tuple(
        Point(
            iteration,
            Spread.of([_finite(score.loss) for score in scores]),
            Spread.of([score.value for score in scores]),
            len(scores),
        )
        for iteration, scores in sorted(by_iteration.items())
    )


def _finite(loss: float | None) -> float | None:
    return loss if loss is not None and abs(loss) < float("inf") else None


@dataclass(frozen=True)
class Outcome:
    """One model at the end of its trials: the last measurement of each seed."""

    model: int
    loss: Mapping[str, Spread | None]
    """By split."""
    score: Mapping[str, Spread | None]
    out_of_reach: Mapping[str, int]
    """Examples of a split that the model has no weights for, with any one seed."""
    diverged: int
    """How many seeds did."""
    seconds_per_iteration: Spread | None
    iterations: Spread | None


def outcomes(experiment: Experiment, measurements: Sequence[Measurement]) -> tuple[Outcome, ...]:
    """What each model came to, as far as it was measured."""
    return tuple(_outcome(model, measurements) for model in range(len(experiment.models)))


def _outcome(model: int, measurements: Sequence[Measurement]) -> Outcome:
    last: dict[int, Measurement] = {}
    for measurement in measurements:
        if measurement.model == model:
            last[measurement.seed] = measurement
    found = list(last.values())
    splits = list(found[0].scores) if found else []
    return Outcome(
        model=model,
        loss={s: Spread.of([_finite(each.scores[s].loss) for each in found]) for s in splits},
        score={s: Spread.of([each.scores[s].value for each in found]) for s in splits},
        out_of_reach={s: found[0].scores[s].out_of_reach for s in splits},
        diverged=sum(each.stopped == "diverged" for each in found),
        seconds_per_iteration=Spread.of([each.seconds_per_iteration for each in found]),
        iterations=Spread.of([float(each.iteration) for each in found]),
    )


def memories(measurements: Sequence[Measurement], model: int) -> tuple[Memory, ...]:
    """What each seed of a model carries at the end, as far as they came there."""
    return tuple(
        measurement.memory
        for measurement in measurements
        if measurement.model == model and measurement.memory is not None
    )


def weight_growth(configuration: RunConfig) -> tuple[tuple[int, int], ...]:
    """How many weights the same network has on longer texts: (T, weights), the text repeated.

    Of the task next_character, from the text's own T on; the letters stay the same. Ends before
    the network would have more weights than are possible.
    """
    text = configuration.text
    growth = []
    for T in range(len(text) - 1, GROWTH_UP_TO + 1):
        longer = (text * (T // len(text) + 2))[: T + 1]
        try:
            network = RunConfig(
                text=longer,
                cell=configuration.cell,
                sharing=configuration.sharing,
                hidden_size=configuration.hidden_size,
            )
        except InvalidConfiguration:
            break
        growth.append((T, network.architecture.weights))
    return tuple(growth)
