"""Experiments as requests ask for them and answers show them: JSON, and a table of measurements."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field
from typing_extensions import TypedDict

from app.documents.answers import Maybe, VerdictAnswer
from app.documents.links import configuration_link
from app.documents.requests import Integer, Number
from app.verdicts.experiments import judged_on, verdict
from app.words.contrast import applies, cell_in_words, keep_bias_in_words, setting_in_words
from app.words.messages import Messages
from rnn_core.analysis.experiments import (
    MODEL_FIELDS,
    Experiment,
    Measurement,
    curves,
    outcomes,
    weight_growth,
)

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

    task: Annotated[str, Field(description="The task all networks are trained on.")]
    text: Annotated[str, Field(description="The text of the task `next_character`.")]
    distance: Annotated[Integer, Field(description="The distance of the task `remembering`.")]
    examples: list[Annotated[list[str], Field(min_length=2, max_length=2)]] | None
    models: Annotated[list[ModelRequest], Field(description="The networks to compare.")]
    seeds: Annotated[list[Integer], Field(description="The seeds, all different.")]
    iterations: Annotated[
        Integer, Field(description="How many iterations each network is trained for.")
    ]
    evaluations: Annotated[
        Integer, Field(description="How often each network is evaluated during training.")
    ]


class _Answer(BaseModel):
    model_config = ConfigDict(use_attribute_docstrings=True)


class SpreadAnswer(_Answer):
    """Median, minimum and maximum over the seeds."""

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
    """Number of seeds that diverged."""
    seconds_per_iteration: SpreadAnswer | None
    """CPU time per iteration, measured while the server may have been busy."""
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
    """The lower bound of the loss for a window of this size; null for recurrent networks."""
    growth: list[list[int]]
    """[T, number of parameters] for longer texts; only for the task next_character."""
    outcome: OutcomeAnswer
    curves: dict[str, list[PointAnswer]]
    """By split."""


class ExperimentAnswer(_Answer):
    """An experiment and its results so far."""

    id: str
    request: dict[str, Any]
    """The request that repeats this experiment."""
    splits: list[str]
    measured: int
    of: int
    stopped: str | None
    """null while it is running; then finished, time or cancelled."""
    message: str | None
    seconds: float
    """How long it was computed, for all who asked for it together."""
    models: list[ModelAnswer]
    judged_on: str
    """The split that the verdict is about."""
    verdict: VerdictAnswer
    measurements: list[dict[str, Any]]
    """Every measurement: model, seed, iteration, and the counts on each split; at the end of a
    training run its `memory`, the state it carries through the longest example."""


def labels(experiment: Experiment, words: Messages) -> list[str]:
    """What to call the models: what they are, and what else differs among them.

    The page calls them so before they are trained: `LSTM, forget-gate bias 4` where it is not 0.
    """
    differing = [
        name
        for name in MODEL_FIELDS
        if name not in ("cell", "sharing", "keep_bias")
        and len({repr(getattr(c, name)) for c in experiment.configurations}) > 1
    ]
    found = []
    for configuration in experiment.configurations:
        parts = [_kind(configuration.cell, configuration.sharing, words)]
        if configuration.keep_bias:
            parts.append(keep_bias_in_words(configuration.cell, configuration.keep_bias, words))
        parts += [
            setting_in_words(name, getattr(configuration, name), words)
            for name in differing
            if applies(name, configuration)
        ]
        found.append(words.listed(parts))
    return found


def _kind(cell: str, sharing: str, words: Messages) -> str:
    names = [cell_in_words(cell, words)]
    if sharing != "all":
        names.append(setting_in_words("sharing", sharing, words))
    return words.listed(names)


def splits_of(experiment: Experiment) -> list[str]:
    """The splits of the task that each network is judged on."""
    return list(experiment.configurations[0].made_task.splits)


def growth_of(experiment: Experiment) -> list[tuple[tuple[int, int], ...]]:
    """Of each model [T, weights] for longer texts; empty where the task has no text."""
    if experiment.configurations[0].task != "next_character":
        return [() for _ in experiment.models]
    return [weight_growth(configuration) for configuration in experiment.configurations]


def results_document(
    experiment: Experiment,
    measurements: Sequence[Measurement],
    stopped: str | None,
    words: Messages,
) -> dict[str, Any]:
    """The results of an experiment so far, as `dumps` writes them."""
    splits, growth = splits_of(experiment), growth_of(experiment)
    called = labels(experiment, words)
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
            zip(called, outcomes(experiment, measurements), strict=True)
        )
    ]
    return {
        "splits": splits,
        "measured": len(measurements),
        "of": experiment.measurements,
        "models": models,
        "judged_on": judged_on(experiment),
        "verdict": asdict(verdict(experiment, called, measurements, stopped, words)),
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


def csv_header() -> bytes:
    """The names of the columns."""
    return _csv_line(_CSV_COLUMNS)


def csv_lines(
    experiment: Experiment, measurements: Iterable[Measurement], words: Messages
) -> Iterator[bytes]:
    """A line for each measurement on each split."""
    names = labels(experiment, words)
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


def _csv_line(values: Iterable[Any]) -> bytes:
    file = io.StringIO()
    # What is not there stays empty; floats are written so that they can be read back exactly.
    csv.writer(file).writerow(
        ["" if v is None else repr(v) if isinstance(v, float) else v for v in values]
    )
    return file.getvalue().encode()
