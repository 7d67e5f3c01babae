"""The REST route of the gradients' laboratory: one request, everything measured."""

from __future__ import annotations

import time
from dataclasses import asdict, replace
from functools import partial
from typing import Annotated, Any

import numpy as np
from fastapi import APIRouter, Body, Query, Request
from pydantic import BaseModel, ConfigDict
from starlette.responses import Response

from app.documents.answers import ConfigurationAnswer, Maybe, Vector, VerdictAnswer
from app.documents.links import configuration_link
from app.documents.schemas import dumps
from app.figures.gradients import MEAN_OVER, gradient_figures
from app.routes.dependencies import (
    ServerInquiries,
    ServerLimits,
    ServerSettings,
    Store,
    ThemeOption,
    Words,
)
from app.runs.inquiries import watched
from app.runs.laboratory import (
    CHOSEN,
    GradientsRequest,
    Trial,
    concluded,
    configuration_of,
    course,
    in_words,
    judged_split,
    reached,
    scored,
    trained,
    with_defaults,
)
from app.verdicts.gradients import ratio_in_words, verdict
from app.words.messages import Messages
from app.words.questions import variant_in_words
from rnn_core.analysis.gradient_flow import Reach, Training, cures
from rnn_core.network.scoring import Score
from rnn_core.training.configuration import RunConfig

router = APIRouter(prefix="/api/gradients", tags=["questions"])


class _Answer(BaseModel):
    model_config = ConfigDict(use_attribute_docstrings=True)


class NormsAnswer(_Answer):
    """One number for each t = 0..T; null where it is not finite."""

    loss: Vector
    """‖∂L/∂h_t‖ with all of the loss."""
    last_loss: Vector
    """‖∂L_T/∂h_t‖ with the loss of the last timestep alone."""
    state: Vector
    """‖∂h_T/∂h_t‖, the largest singular value of the Jacobian; of an LSTM with c_t held."""
    cell_state: Vector | None
    """‖∂h_T/∂c_t‖ of an LSTM."""
    linear: Vector
    """ρ^(T-t): what a purely linear recurrence of that spectral radius tends to; for reference, not
    measured."""


class BlockAnswer(_Answer):
    """W_hh, or the square block of one gate."""

    parameter: str
    gate: str
    """Empty where there are no gates."""
    spectral_radius: float
    spectral_norm: float
    eigenvalues: list[list[float]]
    """Real and imaginary part of each, the largest by absolute value first."""
    singular_values: list[float]


class ReadingsAnswer(_Answer):
    """The readings of the laboratory."""

    spectral_radius: Maybe
    """The largest absolute value of an eigenvalue, over all blocks."""
    spectral_norm: Maybe
    """The largest singular value, over all blocks."""
    first_gradient: Maybe
    """‖∂L_T/∂h_1‖: where the first letter is read."""
    last_gradient: Maybe
    """‖∂L_T/∂h_T‖: where the prediction is made."""
    ratio: Maybe
    """`first_gradient` divided by `last_gradient`."""
    words: str
    """What the readings mean."""


class TrainingAnswer(_Answer):
    """One training run from iteration 0, on the same seed as the others."""

    name: str
    words: str
    """How it differs from the chosen settings."""
    iterations: int
    stopped: str
    """`iterations`, `diverged`, or `time` when the server's limit for one request was reached."""
    losses: Vector
    """The loss of every iteration, in nats."""
    gradient_norms: Vector
    """The gradient norm of every iteration, before clipping."""
    largest_gradient_norm: Maybe
    loss: Maybe
    """The mean over the judged examples after the last iteration."""
    right: int
    """How many predictions are correct after training, on the split `judged_on`."""
    counted: int


class GradientsAnswer(_Answer):
    """Everything the laboratory measures about one network, and its figures."""

    configuration: ConfigurationAnswer
    page: str | None
    """The address at which this network opens in the workbench, at this iteration; null where it is
    too long."""
    iteration: int
    """The iteration whose gradients these are; earlier than asked for where training stopped."""
    diverged: bool
    T: int
    inputs: list[str]
    """What is read at t = 1..T."""
    source: str
    target: str
    loss: Maybe
    gradient_norm: Maybe
    """The global norm over all parameters, before clipping."""
    norms: NormsAnswer
    blocks: list[BlockAnswer]
    readings: ReadingsAnswer
    judged_on: str
    """`test`, or `train` where there is nothing to test on."""
    mean_over: int
    """Over how many iterations the figure of the losses shows the mean."""
    trainings: list[TrainingAnswer]
    seconds: float
    figures: dict[str, dict[str, Any]]
    """By name, each as Plotly's JSON."""


_EXAMPLES = [
    {"cell": "tanh", "distance": 20, "spectral_radius": 0.5},
    {"cell": "lstm", "distance": 50, "keep_bias": 4, "iteration": 100},
    {"task": "next_character", "text": "the quick brown fox", "spectral_radius": 2},
]


class CourseAnswer(_Answer):
    """One way to train, with several seeds; each list has a value for every seed."""

    name: str
    words: str
    """How it differs from the chosen settings."""
    ratios: Vector
    """‖∂L_T/∂h_1‖ divided by ‖∂L_T/∂h_T‖, at initialization."""
    losses: Vector
    """The mean over the judged examples after training; null where it diverged."""
    right: list[int | None]
    largest_norms: Vector
    """The largest gradient norm during training, before clipping."""
    diverged: int
    """Number of seeds that diverged."""
    cut_short: int
    """Number of seeds for which the server's time limit was reached."""


class SeedsAnswer(_Answer):
    """The laboratory's training runs with several seeds."""

    seeds: list[int]
    T: int
    iterations: int
    judged_on: str
    counted: int
    """How many predictions `right` is out of."""
    courses: list[CourseAnswer]
    verdict: VerdictAnswer
    seconds: float


@router.post("", response_model=GradientsAnswer)
async def measure_gradients(
    request: Request,
    words: Words,
    store: Store,
    inquiries: ServerInquiries,
    limits: ServerLimits,
    settings: ServerSettings,
    body: Annotated[GradientsRequest, Body(default_factory=dict, examples=_EXAMPLES)],
    theme: ThemeOption = "light",
) -> Response:
    """Measure how far gradients reach, then train as chosen and with each remedy.

    Nothing is stored: the same request gives the same answer, unless a training run was
    stopped by the server's time limit for one request, in which case it says so.
    """
    values = with_defaults(body, limits)
    configuration = configuration_of(values)
    # A cell's weights are made, and may be too many, before anything is trained.
    others = cures(configuration)
    started = time.perf_counter()
    at, iterations = values["iteration"], values["iterations"]
    left = settings.gradient_seconds
    trainings: dict[str, Training] = {}
    scores: dict[str, Score] = {}
    async with watched(request):
        for place, (name, variant) in enumerate({CHOSEN: configuration, **others}.items()):
            chosen = name == CHOSEN
            share = left / (1 + len(others) - place)
            training, unused = await trained(
                inquiries,
                variant,
                max(iterations, at) if chosen else iterations,
                at if chosen else 0,
                share,
            )
            left -= share - unused
            trainings[name] = training
            scores[name] = await scored(inquiries, variant, training)
        measured = await reached(inquiries, configuration, trainings[CHOSEN].trace)
    return await store.compute(
        partial(
            _answer,
            configuration,
            others,
            trainings,
            scores,
            measured,
            values,
            theme,
            started,
            words,
        )
    )


@router.post("/seeds", response_model=SeedsAnswer)
async def measure_seeds(
    request: Request,
    words: Words,
    inquiries: ServerInquiries,
    limits: ServerLimits,
    settings: ServerSettings,
    body: Annotated[GradientsRequest, Body(default_factory=dict, examples=_EXAMPLES)],
    seeds: Annotated[int, Query(ge=1, le=10, description="Number of seeds: 1, 2, 3, …")] = 5,
) -> Response:
    """Train as chosen and with each remedy, with several seeds, and say what the results show.

    The seeds are 1, 2, 3 …; the request's own seed and iteration are ignored. Each seed gets the
    time limit of a normal request.
    """
    configuration = configuration_of(with_defaults(body, limits))
    iterations = with_defaults(body, limits)["iterations"]
    variants = {CHOSEN: configuration, **cures(configuration)}
    started = time.perf_counter()
    trials: dict[str, list[Trial]] = {name: [] for name in variants}
    left = settings.gradient_seconds * seeds
    async with watched(request):
        orders = [(name, seed) for seed in range(1, seeds + 1) for name in variants]
        for place, (name, seed) in enumerate(orders):
            share = left / (len(orders) - place)
            variant = replace(variants[name], seed=seed)
            training, unused = await trained(inquiries, variant, iterations, 0, share)
            left -= share - unused
            measured = await reached(inquiries, variant, training.trace)
            score = await scored(inquiries, variant, training)
            trials[name].append(concluded(training, measured, score))
    splits = configuration.made_task.splits[judged_split(configuration)]
    counted = sum(sum(example.scored) for example in splits)
    courses = [course(variant_in_words(name, words), of) for name, of in trials.items()]
    chosen, *others = courses
    T = len(configuration.made_task.splits["train"][0])
    told = verdict(chosen, others, words, iterations=iterations, counted=counted, T=T)
    document = {
        "seeds": list(range(1, seeds + 1)),
        "T": T,
        "iterations": iterations,
        "judged_on": judged_split(configuration),
        "counted": counted,
        "courses": [
            {**asdict(each), "words": in_words(name, variants[name], words)}
            for name, each in zip(variants, courses, strict=True)
        ],
        "verdict": asdict(told),
        "seconds": time.perf_counter() - started,
    }
    return Response(dumps(document), media_type="application/json")


def _answer(
    configuration: RunConfig,
    others: dict[str, RunConfig],
    trainings: dict[str, Training],
    scores: dict[str, Score],
    measured: Reach,
    values: dict[str, Any],
    theme: str,
    started: float,
    words: Messages,
) -> Response:
    trace = trainings[CHOSEN].trace
    splits = configuration.made_task.splits
    judged_on = judged_split(configuration)
    mean_over = MEAN_OVER if len(splits["train"]) > 1 else 1
    figures = gradient_figures(
        measured,
        trace.inputs,
        {name: training for name, training in trainings.items() if values["iterations"] > 0}
        or {CHOSEN: trainings[CHOSEN]},
        iteration=trace.iteration,
        every_step=configuration.task == "next_character",
        mean_over=mean_over,
        clip_norm=configuration.clip_norm,
        theme=theme,
        language=words.language,
    )
    variants = {CHOSEN: configuration, **others}
    document = {
        "configuration": configuration.to_dict(),
        "page": configuration_link(configuration, trace.iteration),
        "iteration": trace.iteration,
        "diverged": trace.diverged,
        "T": trace.T,
        "inputs": trace.inputs,
        "source": trace.setting.source,
        "target": trace.setting.target,
        "loss": trace.loss,
        "gradient_norm": trace.gradient_norm,
        "norms": {
            "loss": measured.loss,
            "last_loss": measured.last_loss,
            "state": measured.state,
            "cell_state": measured.cell_state,
            "linear": measured.linear,
        },
        "blocks": [
            {
                "parameter": block.parameter,
                "gate": block.gate,
                "spectral_radius": block.spectral_radius,
                "spectral_norm": block.spectral_norm,
                "eigenvalues": np.column_stack((block.eigenvalues.real, block.eigenvalues.imag)),
                "singular_values": block.singular_values,
            }
            for block in measured.blocks
        ],
        "readings": _readings(measured, words),
        "judged_on": judged_on,
        "mean_over": mean_over,
        "trainings": [
            _training(name, variants[name], training, scores[name], words)
            for name, training in trainings.items()
        ],
        "seconds": time.perf_counter() - started,
        "figures": figures,
    }
    return Response(dumps(document), media_type="application/json")


def _training(
    name: str, variant: RunConfig, training: Training, score: Score, words: Messages
) -> dict[str, Any]:
    norms = training.gradient_norms
    return {
        "name": variant_in_words(name, words),
        "words": in_words(name, variant, words),
        "iterations": len(training.losses) - 1,
        "stopped": training.stopped,
        "losses": training.losses,
        "gradient_norms": norms,
        "largest_gradient_norm": float(norms.max()),
        "loss": score.loss,
        "right": score.right,
        "counted": score.counted,
    }


def _readings(measured: Reach, words: Messages) -> dict[str, Any]:
    first, last = float(measured.last_loss[1]), float(measured.last_loss[-1])
    blocks = measured.blocks
    ratio = first / last if last > 0 else None
    return {
        "words": ratio_in_words(ratio, measured.T, words),
        "spectral_radius": max((block.spectral_radius for block in blocks), default=None),
        "spectral_norm": max((block.spectral_norm for block in blocks), default=None),
        "first_gradient": first,
        "last_gradient": last,
        "ratio": ratio,
    }


_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
