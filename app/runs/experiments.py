"""The experiments of this server: requests, progress, and the results that are kept."""

from __future__ import annotations

import secrets
import time
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable, Mapping
from typing import Any

import anyio

from app.documents.experiments import ExperimentRequest, results_document
from app.documents.limits import Limits, complaints
from app.documents.problems import FieldError, Problem
from app.documents.validation import invalid
from app.runs.orders import complaints_of_examples
from app.runs.store import RunStore, stopping
from app.settings import Settings
from app.words.messages import Messages, Saying, saying
from rnn_core.analysis.experiments import Experiment, Measurement
from rnn_core.tasks.task import Pair


class Work:
    """What an experiment computes: once for all who ask for the same, one piece after the other.

    Whoever waits for it carries it on, so it goes on for as long as somebody does, and from where
    it was left when somebody asks again.
    """

    def __init__(self, experiment: Experiment, seconds: float, clock: Callable[[], float]) -> None:
        self.experiment = experiment
        self.measurements: list[Measurement] = []
        self.seconds = 0.0
        """How long it has been computed."""
        self.failed = False
        self._finished = False
        self._pieces = experiment.run(seconds)
        self._turns = anyio.Lock(fast_acquire=True)
        self._clock = clock

    async def measurement(self, place: int, store: RunStore) -> Measurement | None:
        """The measurement in this place. None if it takes more than a piece, or there is none."""
        async with self._turns:
            if place >= len(self.measurements) and not self._finished:
                await store.compute(self._compute)
        return self.measurements[place] if place < len(self.measurements) else None

    def is_done(self, place: int) -> bool:
        """Whether there will be no measurement in this place."""
        return self._finished and place >= len(self.measurements)

    def _compute(self) -> None:
        begun = self._clock()
        try:
            found = next(self._pieces)
        except StopIteration:
            self._finished = True
        except BaseException:
            self.failed = True
            raise
        else:
            if found is not None:
                self.measurements.append(found)
        finally:
            self.seconds += self._clock() - begun


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
        self.message: Saying | None = None
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

    def stop(self, reason: str, message: Saying | None = None) -> None:
        """Ends it; the first reason counts."""
        if self.stopped is None:
            self.stopped, self.message = reason, message


class ExperimentStore:
    """The experiments of this server: a few, the latest ones. The `clock` counts their seconds."""

    def __init__(self, settings: Settings, clock: Callable[[], float] = time.monotonic) -> None:
        self._settings = settings
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
            work = Work(experiment, self._settings.chunk_seconds, self._clock)
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

    def get(self, id: str) -> LiveExperiment:
        """The experiment with this id. Raises `Problem`."""
        live = self._experiments.get(id)
        if live is None:
            raise Problem(
                404,
                saying("problem-experiment-not-found"),
                kind="experiment-not-found",
            )
        return live


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
        task=_with_pairs(task),
        models=tuple(dict(model) for model in models),
        seeds=tuple(seeds),
        iterations=sizes["iterations"],
        evaluations=sizes["evaluations"],
    )


def _with_pairs(task: dict[str, Any]) -> dict[str, Any]:
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


async def carried_out(
    live: LiveExperiment, store: RunStore, settings: Settings
) -> AsyncIterator[Measurement]:
    """Carries the experiment out in short pieces, so that others get their turns."""
    while live.stopped is None:
        if live.seconds > settings.experiment_seconds:
            seconds = settings.experiment_seconds
            live.stop("time", saying("stopped-experiment-time", seconds=seconds))
            return
        place = len(live.measurements)
        found = await live.work.measurement(place, store)
        if found is not None:
            live.measurements.append(found)
            yield found
        elif live.work.is_done(place):
            live.stop("finished")
