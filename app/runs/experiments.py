"""The experiments of this server: requests, progress, and the results that are kept."""

from __future__ import annotations

import secrets
import time
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from typing import Any

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


class LiveExperiment:
    """An experiment with what was measured so far."""

    def __init__(
        self,
        id: str,
        experiment: Experiment,
        request: Mapping[str, Any],
        clock: Callable[[], float],
    ) -> None:
        self.id = id
        self.experiment = experiment
        self.request = dict(request)
        self.measurements: list[Measurement] = []
        self.stopped: str | None = None
        self.message: Saying | None = None
        self._clock = clock
        self._begun = clock()
        self._took: float | None = None

    @property
    def seconds(self) -> float:
        """Since it began, or for as long as it went on."""
        return self._clock() - self._begun if self._took is None else self._took

    def document(self, words: Messages) -> dict[str, Any]:
        """The experiment and its results so far, as `dumps` writes them."""
        results = results_document(self.experiment, tuple(self.measurements), self.stopped, words)
        return {
            "id": self.id,
            "request": self.request,
            "stopped": self.stopped,
            "message": words.said(self.message),
            "seconds": self.seconds,
            **results,
        }

    def stop(self, reason: str, message: Saying | None = None) -> None:
        """Ends it; the first reason counts."""
        if self.stopped is None:
            self.stopped, self.message = reason, message
            self._took = self.seconds


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
        running = sum(live.stopped is None for live in self._experiments.values())
        if running >= self._settings.max_experiments_running:
            raise Problem(
                503,
                saying("problem-too-many-experiments", count=running),
                kind="too-many-experiments",
            )
        live = LiveExperiment(secrets.token_urlsafe(12), experiment, request, self._clock)
        self._experiments[live.id] = live
        while len(self._experiments) > self._settings.max_experiments:
            oldest = next(i for i, e in self._experiments.items() if e.stopped is not None)
            del self._experiments[oldest]
        return live

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
    pieces: Iterator[Measurement | None] = live.experiment.run(settings.chunk_seconds)

    def piece() -> Measurement | StopIteration | None:
        try:
            return next(pieces)
        except StopIteration as end:
            return end

    while live.stopped is None:
        if live.seconds > settings.experiment_seconds:
            seconds = settings.experiment_seconds
            live.stop("time", saying("stopped-experiment-time", seconds=seconds))
            return
        found = await store.compute(piece)
        if isinstance(found, StopIteration):
            live.stop("finished")
        elif found is not None:
            live.measurements.append(found)
            yield found
