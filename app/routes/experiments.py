"""REST routes of experiments: several networks on one task, side by side, in one request."""

from __future__ import annotations

import csv
import io
import secrets
import time
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping
from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Body, Depends, Path, Query, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response
from typing_extensions import TypedDict

from app.documents.answers import Maybe, VerdictAnswer
from app.documents.limits import Limits, complaints
from app.documents.problems import FieldError, Problem
from app.documents.requests import Integer, Number
from app.documents.schemas import dumps
from app.documents.validation import invalid
from app.figures.experiments import experiment_figures
from app.routes.dependencies import LogOption, ServerLimits, ServerSettings, Store, ThemeOption
from app.runs.orders import complaints_of_examples
from app.runs.store import RunStore
from app.runs.streams import PROGRESS_MEDIA_TYPE, OwningStream
from app.settings import Settings
from app.verdicts.experiments import judged_on, verdict
from app.web.links import configuration_link
from app.words.contrast import applies, setting_in_words
from rnn_core.analysis.experiments import (
    MODEL_FIELDS,
    Experiment,
    Measurement,
    curves,
    longest_example,
    memories,
    outcomes,
    weight_growth,
)
from rnn_core.tasks.task import Pair
from rnn_core.words import counted

router = APIRouter(prefix="/api/experiments", tags=["experiments"])

CSV_MEDIA_TYPE = "text/csv"
_STRICT = ConfigDict(extra="forbid", strict=True)
_CSV_COLUMNS = (
    "model", "label", "cell", "sharing", "hidden_size", "keep_bias", "weights", "floor", "seed",
    "iteration", "split", "loss", "score", "right", "counted", "sequences_right", "answers_right",
    "examples", "out_of_reach", "seconds_per_iteration", "stopped",
)  # fmt: skip


class ModelRequest(TypedDict, total=False):
    """One network; fields that are left out take their defaults."""

    __pydantic_config__ = _STRICT  # type: ignore[misc]

    cell: str
    sharing: str
    hidden_size: Integer
    optimizer: str
    learning_rate: Number
    clip_norm: Number | None
    initialization: str
    initialization_scale: Number
    spectral_radius: Number | None
    keep_bias: Number


class ExperimentRequest(TypedDict, total=False):
    """What is compared: a task for all, models, and seeds that each model is trained with."""

    __pydantic_config__ = _STRICT  # type: ignore[misc]

    task: Annotated[str, Field(description="What all of them learn.")]
    text: Annotated[str, Field(description="Of the task next_character.")]
    distance: Annotated[Integer, Field(description="Of the task remembering.")]
    examples: list[Annotated[list[str], Field(min_length=2, max_length=2)]] | None
    models: Annotated[list[ModelRequest], Field(description="The networks, side by side.")]
    seeds: Annotated[list[Integer], Field(description="All different.")]
    iterations: Annotated[Integer, Field(description="How far each of them is trained.")]
    evaluations: Annotated[
        Integer, Field(description="How often each of them is judged on the way.")
    ]


class _Answer(BaseModel):
    model_config = ConfigDict(use_attribute_docstrings=True)


class SpreadAnswer(_Answer):
    """Over the seeds."""

    median: float
    least: float
    greatest: float


class PointAnswer(_Answer):
    """The results of a model over its seeds at one iteration."""

    iteration: int
    loss: SpreadAnswer | None
    score: SpreadAnswer | None
    seeds: int


class OutcomeAnswer(_Answer):
    """The results of a model at the end, by split."""

    loss: dict[str, SpreadAnswer | None]
    score: dict[str, SpreadAnswer | None]
    out_of_reach: dict[str, int]
    """Examples that an unshared network has no weights for."""
    diverged: int
    """How many seeds did."""
    seconds_per_iteration: SpreadAnswer | None
    """The processor's time; measured on this server, while whatever else it did went on."""
    iterations: SpreadAnswer | None


class ModelAnswer(_Answer):
    """One network of the experiment."""

    label: str
    configuration: dict[str, Any]
    page: str | None
    """The address at which its first seed opens in the workbench, as far as it was measured; null
    where it is too long."""
    weights: int
    """The number of parameters."""
    floor: Maybe
    """The loss that no window of this size can come below; null for recurrent networks."""
    growth: list[list[int]]
    """[T, weights] for longer texts, of the task next_character."""
    outcome: OutcomeAnswer
    curves: dict[str, list[PointAnswer]]
    """By split."""


class ExperimentAnswer(_Answer):
    """An experiment and its results so far."""

    id: str
    request: dict[str, Any]
    """What it can be repeated with."""
    splits: list[str]
    measured: int
    of: int
    stopped: str | None
    """null while it goes on; finished, time or cancelled."""
    message: str | None
    seconds: float
    models: list[ModelAnswer]
    judged_on: str
    """The split that the verdict speaks of."""
    verdict: VerdictAnswer
    measurements: list[dict[str, Any]]
    """Every single one: model, seed, iteration, and per split what was counted; at the end of a
    trial its `memory`, what it carries through the longest example."""


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
        self.message: str | None = None
        self._clock = clock
        self._begun = clock()
        self._took: float | None = None

    @property
    def seconds(self) -> float:
        """Since it began, or for as long as it went on."""
        return self._clock() - self._begun if self._took is None else self._took

    def stop(self, reason: str, message: str | None = None) -> None:
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

    def add(self, experiment: Experiment, request: Mapping[str, Any]) -> LiveExperiment:
        """Begins one. Raises `Problem` where too many are under way."""
        running = sum(live.stopped is None for live in self._experiments.values())
        if running >= self._settings.max_experiments_running:
            raise Problem(
                503,
                f"{counted(running, 'experiment is', 'experiments are')} under way on this server. "
                "Try again in a minute.",
                kind="too-many-experiments",
                title="Too many experiments",
            )
        live = LiveExperiment(secrets.token_urlsafe(12), experiment, request, self._clock)
        self._experiments[live.id] = live
        while len(self._experiments) > self._settings.max_experiments:
            oldest = next(i for i, e in self._experiments.items() if e.stopped is not None)
            del self._experiments[oldest]
        return live

    def get(self, id: str) -> LiveExperiment:
        """The experiment with this id. Raises `Problem`."""
        live = self._experiments.get(id)
        if live is None:
            raise Problem(
                404,
                "There is no such experiment on this server, or it is gone: repeat its request.",
                kind="experiment-not-found",
                title="There is no such experiment",
            )
        return live


async def _experiments(request: Request) -> ExperimentStore:
    store: ExperimentStore = request.app.state.experiments
    return store


Experiments = Annotated[ExperimentStore, Depends(_experiments)]


async def _live(
    id: Annotated[str, Path(description="The id of an experiment.", max_length=100)],
    experiments: Experiments,
) -> LiveExperiment:
    return experiments.get(id)


Live = Annotated[LiveExperiment, Depends(_live)]

_EXAMPLE = {
    "text": "hello",
    "models": [{"cell": "window_1"}, {"cell": "window_2"}, {"cell": "tanh"}],
    "seeds": [1, 2, 3],
    "iterations": 500,
}


@router.post(
    "",
    response_class=Response,
    responses={
        200: {
            "description": "Lines of JSON: what was measured, one by one, and at last the whole "
            "result. With `Accept: text/csv` a table of all measurements.",
            "content": {PROGRESS_MEDIA_TYPE: {}, CSV_MEDIA_TYPE: {}},
        }
    },
)
async def create_experiment(
    request: Request,
    store: Store,
    experiments: Experiments,
    settings: ServerSettings,
    limits: ServerLimits,
    body: Annotated[ExperimentRequest, Body(examples=[_EXAMPLE])],
) -> Response:
    """Train several networks on one task with several seeds, and score them as they learn.

    All use the same data; a seed decides the weights and the order of the examples. It ends
    when all have been trained, when the server's time for an experiment is up, or when the request
    is cut off or the experiment deleted; what was measured until then stays for a while.
    """
    experiment = await store.compute(lambda: _experiment(body, limits, settings))
    live = experiments.add(experiment, body)
    if CSV_MEDIA_TYPE in request.headers.get("accept", ""):
        return OwningStream(
            _table(live, store, settings), lambda: live.stop("cancelled"), CSV_MEDIA_TYPE
        )
    return OwningStream(
        _progress(live, store, settings), lambda: live.stop("cancelled"), PROGRESS_MEDIA_TYPE
    )


@router.get("/{id}", response_model=ExperimentAnswer)
async def get_experiment(live: Live, store: Store) -> Response:
    """An experiment and its results so far."""
    body = await store.compute(lambda: dumps(experiment_document(live)))
    return Response(body, media_type="application/json")


@router.get(
    "/{id}/csv",
    response_class=Response,
    responses={200: {"content": {CSV_MEDIA_TYPE: {"schema": {"type": "string"}}}}},
)
async def get_experiment_csv(live: Live) -> Response:
    """Every measurement of an experiment, as a table."""
    rows = b"".join(_csv_lines(live, live.measurements, header=True))
    return Response(
        rows,
        headers={"Content-Disposition": f'attachment; filename="experiment-{live.id}.csv"'},
        media_type=f"{CSV_MEDIA_TYPE}; charset=utf-8",
    )


@router.get("/{id}/figures")
async def get_experiment_figures(
    live: Live,
    store: Store,
    split: Annotated[
        str, Query(description="The split to show: train, validation, test …", max_length=20)
    ] = "train",
    theme: ThemeOption = "light",
    log: LogOption = False,
) -> dict[str, dict[str, Any]]:
    """The figures of an experiment's results so far, each as Plotly JSON."""
    splits = _splits(live)
    if split not in splits:
        message = f"there is no split “{split}” in this task"
        raise invalid([FieldError("split", message, f"one of {', '.join(splits)}")])

    def work() -> bytes:
        experiment, measurements = live.experiment, tuple(live.measurements)
        models = range(len(experiment.models))
        return dumps(
            experiment_figures(
                labels(experiment),
                {split: [curves(measurements, model, split) for model in models]},
                experiment.floors,
                _growth(experiment),
                iterations=experiment.iterations,
                theme=theme,
                log=log,
                split=split,
                carried=[memories(measurements, model) for model in models],
                reads=_letters_read(experiment),
            )
        )

    body = await store.compute(work)
    return Response(body, media_type="application/json")  # type: ignore[return-value]


@router.delete("/{id}", status_code=204)
async def cancel_experiment(live: Live) -> Response:
    """Cancel an experiment; its results so far can still be fetched."""
    live.stop("cancelled", "Cancelled.")
    return Response(status_code=204)


def _experiment(body: ExperimentRequest, limits: Limits, settings: Settings) -> Experiment:
    """The experiment that is asked for. Raises `Problem`."""
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
        errors.append(FieldError("seeds", "a seed is there twice", "seeds that are all different"))
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
    there = "is none" if count == 0 else f"are {count}"
    return [FieldError(name, f"of {name} there {there}", f"1 to {most} {name}")]


async def _measured(
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
            live.stop("time", f"An experiment computes for at most {counted(seconds, 'second')}.")
            return
        found = await store.compute(piece)
        if isinstance(found, StopIteration):
            live.stop("finished")
        elif found is not None:
            live.measurements.append(found)
            yield found


async def _progress(
    live: LiveExperiment, store: RunStore, settings: Settings
) -> AsyncIterator[bytes]:
    yield _line({"id": live.id, "measured": 0, "of": live.experiment.measurements})
    async for measurement in _measured(live, store, settings):
        yield _line(
            {
                "measured": len(live.measurements),
                "of": live.experiment.measurements,
                "measurement": measurement_document(measurement),
            }
        )
    yield await store.compute(lambda: _line(experiment_document(live)))


async def _table(live: LiveExperiment, store: RunStore, settings: Settings) -> AsyncIterator[bytes]:
    for line in _csv_lines(live, (), header=True):
        yield line
    async for measurement in _measured(live, store, settings):
        for line in _csv_lines(live, [measurement], header=False):
            yield line


def _line(document: dict[str, Any]) -> bytes:
    return dumps(document) + b"\n"


def labels(experiment: Experiment) -> list[str]:
    """What to call the models: what they are, and what else differs among them.

    The page calls them so before they are trained: `LSTM, b_f = 4` where the bias of the keeping
    gate is not 0.
    """
    differing = [
        name
        for name in MODEL_FIELDS
        if name not in ("cell", "sharing", "keep_bias")
        and len({repr(getattr(c, name)) for c in experiment.configurations}) > 1
    ]
    words = []
    for configuration in experiment.configurations:
        parts = [_kind(configuration.cell, configuration.sharing)]
        if configuration.keep_bias:
            gate = configuration.architecture.cell.keeping_gate
            parts.append(f"b_{gate} = {configuration.keep_bias:g}")
        parts += [
            setting_in_words(name, getattr(configuration, name))
            for name in differing
            if applies(name, configuration)
        ]
        words.append(", ".join(parts))
    return words


def _kind(cell: str, sharing: str) -> str:
    shared = "" if sharing == "all" else f", {setting_in_words('sharing', sharing)}"
    return f"{setting_in_words('cell', cell)}{shared}"


def _splits(live: LiveExperiment) -> list[str]:
    return list(live.experiment.configurations[0].made_task.splits)


def _letters_read(experiment: Experiment) -> tuple[str, ...]:
    """Of the longest example, where it is read letter by letter."""
    example = longest_example(experiment.configurations[0].made_task)
    return tuple(example.source) if len(example.source) == len(example) else ()


def _growth(experiment: Experiment) -> list[tuple[tuple[int, int], ...]]:
    if experiment.configurations[0].task != "next_character":
        return [() for _ in experiment.models]
    return [weight_growth(configuration) for configuration in experiment.configurations]


def experiment_document(live: LiveExperiment) -> dict[str, Any]:
    """An experiment as `dumps` writes it."""
    experiment, measurements = live.experiment, tuple(live.measurements)
    splits, growth = _splits(live), _growth(experiment)
    models = [
        {
            "label": label,
            "configuration": {
                name: getattr(experiment.configurations[model], name) for name in MODEL_FIELDS
            },
            "page": _page(experiment, measurements, model),
            "weights": experiment.weights[model],
            "floor": experiment.floors[model],
            "growth": growth[model],
            "outcome": {name: value for name, value in asdict(outcome).items() if name != "model"},
            "curves": {
                split: [asdict(point) for point in curves(measurements, model, split)]
                for split in splits
            },
        }
        for model, (label, outcome) in enumerate(
            zip(labels(experiment), outcomes(experiment, measurements), strict=True)
        )
    ]
    return {
        "id": live.id,
        "request": live.request,
        "splits": splits,
        "measured": len(measurements),
        "of": experiment.measurements,
        "stopped": live.stopped,
        "message": live.message,
        "seconds": live.seconds,
        "models": models,
        "judged_on": judged_on(experiment),
        "verdict": asdict(verdict(experiment, labels(experiment), measurements, live.stopped)),
        "measurements": [measurement_document(measurement) for measurement in measurements],
    }


def _page(experiment: Experiment, measurements: Iterable[Measurement], model: int) -> str | None:
    """The address of the model's first seed in the workbench, where it was measured last."""
    configuration = experiment.configurations[model]
    reached = (
        measurement.iteration
        for measurement in measurements
        if (measurement.model, measurement.seed) == (model, configuration.seed)
    )
    return configuration_link(configuration, max(reached, default=0))


def measurement_document(measurement: Measurement) -> dict[str, Any]:
    """A measurement as `dumps` writes it."""
    return {
        "model": measurement.model,
        "seed": measurement.seed,
        "iteration": measurement.iteration,
        "stopped": measurement.stopped,
        "memory": None if measurement.memory is None else vars(measurement.memory),
        "seconds_per_iteration": measurement.seconds_per_iteration,
        "splits": {
            name: {**vars(score), "value": score.value}
            for name, score in measurement.scores.items()
        },
    }


def _csv_lines(
    live: LiveExperiment, measurements: list[Measurement] | tuple[()], *, header: bool
) -> Iterator[bytes]:
    experiment = live.experiment
    names = labels(experiment)
    if header:
        yield _csv_line(_CSV_COLUMNS)
    for measurement in measurements:
        model = measurement.model
        configuration = experiment.configurations[model]
        for split, score in measurement.scores.items():
            yield _csv_line(
                (
                    model,
                    names[model],
                    configuration.cell,
                    configuration.sharing,
                    configuration.hidden_size,
                    configuration.keep_bias,
                    experiment.weights[model],
                    experiment.floors[model],
                    measurement.seed,
                    measurement.iteration,
                    split,
                    score.loss,
                    score.value,
                    score.right,
                    score.counted,
                    score.sequences_right,
                    score.answers_right,
                    score.examples,
                    score.out_of_reach,
                    measurement.seconds_per_iteration,
                    measurement.stopped,
                )
            )


def _csv_line(values: tuple[Any, ...]) -> bytes:
    file = io.StringIO()
    # What is not there stays empty; floats are written so that they can be read back exactly.
    csv.writer(file).writerow(
        ["" if v is None else repr(v) if isinstance(v, float) else v for v in values]
    )
    return file.getvalue().encode()
