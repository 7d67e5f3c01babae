"""The experiments of this server: requests, progress, and the results that are kept."""

from __future__ import annotations

import secrets
import time
from collections import OrderedDict, deque
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from functools import partial
from typing import Any, TypeVar

import anyio

from app.documents.experiments import ExperimentRequest, results_document
from app.documents.limits import Limits, complaints
from app.documents.problems import FieldError, Problem
from app.documents.validation import invalid
from app.runs.orders import complaints_of_examples
from app.runs.processes import Processes
from app.runs.store import stopping
from app.settings import Settings
from app.words.messages import Messages, Sayable, saying
from rnn_core.analysis.experiments import Experiment, Measurement, advanced
from rnn_core.tasks.task import Pair

T = TypeVar("T")


class Work:
    """What an experiment computes: once for all who ask for the same, one round after the other.

    Whoever waits for it carries it on, so it goes on for as long as somebody does, and from where
    it was left when somebody asks again. In a round, each trial that is not yet at the checkpoint
    of all is taken further for a short time, several at once; measurements come in the order of
    `Experiment.run` all the same.
    """

    def __init__(
        self,
        experiment: Experiment,
        processes: Processes,
        seconds: float,
        clock: Callable[[], float],
    ) -> None:
        self.experiment = experiment
        self.measurements: list[Measurement] = []
        self.seconds = 0.0
        """How long it has been computed."""
        self.failed = False
        self._processes = processes
        self._seconds = seconds
        self._trials = list(experiment.trials)
        self._checkpoints = deque(experiment.checkpoints)
        self._measured: dict[int, Measurement | None] = {}
        """Of the trials at the next checkpoint, by place; None where there was none any more."""
        self._told = 0
        """How many of them stand in `measurements`, or have none."""
        self._turns = anyio.Lock(fast_acquire=True)
        self._clock = clock

    async def measurement(self, place: int) -> Measurement | None:
        """The measurement in this place. None if it takes more than a round, or there is none."""
        async with self._turns:
            if place >= len(self.measurements) and self._checkpoints:
                await self._compute()
        return self.measurements[place] if place < len(self.measurements) else None

    def is_done(self, place: int) -> bool:
        """Whether there will be no measurement in this place."""
        return not self._checkpoints and place >= len(self.measurements)

    async def _compute(self) -> None:
        begun = self._clock()
        waiting = [place for place in range(len(self._trials)) if place not in self._measured]
        errors: list[Exception] = []

        async def advance(place: int) -> None:
            try:
                trial, measurement = await self._processes.compute(
                    advanced,
                    self.experiment,
                    self._trials[place],
                    self._checkpoints[0],
                    self._seconds,
                )
            except Exception as error:
                errors.append(error)
            else:
                self._trials[place] = trial
                if measurement is not None:
                    self._measured[place] = measurement

        try:
            async with anyio.create_task_group() as tasks:
                for place in waiting[: self._processes.width]:
                    tasks.start_soon(advance, place)
        finally:
            self.seconds += self._clock() - begun
        if errors:
            self.failed = True
            raise errors[0]
        self._tell()

    def _tell(self) -> None:
        while self._told in self._measured:
            if (measurement := self._measured[self._told]) is not None:
                self.measurements.append(measurement)
            self._told += 1
        if self._told == len(self._trials):
            self._checkpoints.popleft()
            self._measured = {
                place: None for place, trial in enumerate(self._trials) if trial.stopped is not None
            }
            self._told = 0
            if len(self._measured) == len(self._trials):
                self._checkpoints.clear()


class LiveExperiment:
    """An experiment that somebody has asked for, with what they were told so far."""

    def __init__(
        self, id: str, work: Work, request: Mapping[str, Any], clock: Callable[[], float]
    ) -> None:
        self.id = id
        self.work = work
        self.request = dict(request)
        self.measurements: list[Measurement] = []
        self.stopped: str | None = None
        self.message: Sayable | str | None = None
        self._stop = anyio.Event()
        self._clock = clock
        self._begun = clock()

    @property
    def experiment(self) -> Experiment:
        """What is compared."""
        return self.work.experiment

    @property
    def seconds(self) -> float:
        """How long it has been waited for, while it goes on."""
        return self._clock() - self._begun

    def document(self, words: Messages) -> dict[str, Any]:
        """The experiment and its results so far, as `dumps` writes them."""
        results = results_document(self.experiment, tuple(self.measurements), self.stopped, words)
        return {
            "id": self.id,
            "request": self.request,
            "stopped": self.stopped,
            "message": words.said(self.message),
            "seconds": self.work.seconds,
            **results,
        }

    def stop(self, reason: str, message: Sayable | str | None = None) -> None:
        """Ends it; the first reason counts."""
        if self.stopped is None:
            self.stopped, self.message = reason, message
            self._stop.set()

    async def unless_stopped(self, wait: Callable[[], Awaitable[T]]) -> T | None:
        """What it waits for; None as soon as it is stopped."""
        result: T | None = None
        failure: Exception | None = None

        async def leave() -> None:
            await self._stop.wait()
            tasks.cancel_scope.cancel()

        async with anyio.create_task_group() as tasks:
            tasks.start_soon(leave)
            try:
                result = await wait()
            except Exception as error:
                # The tasks would put it into a group of errors.
                failure = error
            tasks.cancel_scope.cancel()
        if failure is not None:
            raise failure
        return result


class ExperimentStore:
    """The experiments of this server: a few, the latest ones. The `clock` counts their seconds."""

    def __init__(
        self,
        settings: Settings,
        processes: Processes,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._settings = settings
        self._processes = processes
        self._clock = clock
        self._experiments: OrderedDict[str, LiveExperiment] = OrderedDict()
        self._closed = False

    def add(self, experiment: Experiment, request: Mapping[str, Any]) -> LiveExperiment:
        """Begins one. Raises `Problem` where too many are under way."""
        if self._closed:
            raise stopping()
        work = self._known(experiment)
        others = {id(live.work) for live in self._experiments.values() if live.stopped is None} - {
            id(work)
        }
        if len(others) >= self._settings.max_experiments_running:
            raise Problem(
                503,
                saying("problem-too-many-experiments", count=len(others)),
                kind="too-many-experiments",
            )
        if work is None:
            work = Work(experiment, self._processes, self._settings.piece_seconds, self._clock)
        live = LiveExperiment(secrets.token_urlsafe(12), work, request, self._clock)
        self._experiments[live.id] = live
        stopped = [each.id for each in self._experiments.values() if each.stopped is not None]
        for oldest in stopped[: max(0, len(self._experiments) - self._settings.max_experiments)]:
            del self._experiments[oldest]
        return live

    def knows(self, experiment: Experiment) -> bool:
        """Whether it has been computed, or is being computed for somebody else.

        One that was left half-way is not: who asks for it has the rest computed.
        """
        return any(
            live.experiment == experiment and live.stopped in (None, "finished")
            for live in self._experiments.values()
            if not live.work.failed
        )

    def _known(self, experiment: Experiment) -> Work | None:
        """The same experiment, if somebody has asked for it: its numbers are the same."""
        for live in self._experiments.values():
            if live.experiment == experiment and not live.work.failed:
                return live.work
        return None

    def close(self) -> None:
        """Ends all, because the server is to stop."""
        self._closed = True
        for live in self._experiments.values():
            live.stop("cancelled", saying("problem-stopping"))

    def here(self, id: str) -> LiveExperiment | None:
        """The experiment with this id, if this process carries it out, or has done so."""
        return self._experiments.get(id)


def experiment_not_found() -> Problem:
    """There is no such experiment, or no longer."""
    return Problem(404, saying("problem-experiment-not-found"), kind="experiment-not-found")


def experiment_request(body: ExperimentRequest, limits: Limits, settings: Settings) -> Experiment:
    """The requested experiment. Raises `Problem`."""
    models, seeds = body.get("models", []), body.get("seeds", [1, 2, 3])
    task: dict[str, Any] = {
        name: body[name] for name in ("task", "text", "distance", "examples") if name in body
    }
    sizes = {name: limit.default for name, limit in limits.experiment.items()}
    sizes |= {name: body[name] for name in sizes if name in body}  # type: ignore[literal-required]
    errors = complaints(limits.run, task) + complaints(limits.experiment, sizes)
    errors += complaints_of_examples(body.get("examples"), settings)
    errors += _complaint_of_count("models", len(models), settings.max_experiment_models)
    errors += _complaint_of_count("seeds", len(seeds), settings.max_experiment_seeds)
    if len(set(seeds)) < len(seeds):
        errors.append(FieldError("seeds", saying("wrong-same-seeds"), saying("allowed-different")))
    for place, seed in enumerate(seeds):
        errors += complaints({f"seeds[{place}]": limits.run["seed"]}, {f"seeds[{place}]": seed})
    for place, model in enumerate(models):
        errors += complaints(limits.run, model, f"models[{place}].")
    if errors:
        raise invalid(errors)
    return Experiment(
        task=with_pairs(task),
        models=tuple(dict(model) for model in models),
        seeds=tuple(seeds),
        iterations=sizes["iterations"],
        evaluations=sizes["evaluations"],
    )


def with_pairs(task: dict[str, Any]) -> dict[str, Any]:
    """The task with its own examples, if it has some, as pairs."""
    given = task.get("examples")
    if given is None:
        return task
    pairs: tuple[Pair, ...] = tuple((source, target) for source, target in given)
    return {**task, "examples": pairs}


def _complaint_of_count(name: str, count: int, most: int) -> list[FieldError]:
    if 1 <= count <= most:
        return []
    key, values = ("wrong-count", {"count": str(count)}) if count else ("wrong-empty", {})
    allowed = saying("allowed-count", most=str(most), name=name)
    return [FieldError(name, saying(key, name=name, **values), allowed)]


async def carried_out(live: LiveExperiment, settings: Settings) -> AsyncIterator[Measurement]:
    """Carries the experiment out in short pieces, so that others get their turns."""
    while live.stopped is None:
        if live.seconds > settings.experiment_seconds:
            seconds = settings.experiment_seconds
            live.stop("time", saying("stopped-experiment-time", seconds=seconds))
            return
        place = len(live.measurements)
        try:
            found = await live.unless_stopped(partial(live.work.measurement, place))
        except Problem as problem:
            live.stop("cancelled", problem.told)
            return
        if found is not None:
            live.measurements.append(found)
            yield found
        elif live.work.is_done(place):
            live.stop("finished")
