"""The REST route of the gradients' laboratory: one request, everything measured."""

from __future__ import annotations

import math
import time
from functools import partial
from threading import Event
from typing import Annotated, Any

import anyio
import numpy as np
from fastapi import APIRouter, Body, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import ClientDisconnect
from starlette.responses import Response
from typing_extensions import TypedDict

from app.answers import ConfigurationAnswer, Maybe, Vector
from app.dependencies import ServerLimits, ServerSettings, Store, ThemeOption
from app.gradient_figures import MEAN_OVER, gradient_figures
from app.limits import Limits
from app.links import configuration_link
from app.requests import Integer, Number
from app.schemas import dumps
from app.validation import require
from rnn_core.configuration import RunConfig
from rnn_core.gradients import (
    CLIPPED_TO,
    OPEN,
    Reach,
    Training,
    cures,
    reach,
    train,
)
from rnn_core.scoring import Examiner, Score

router = APIRouter(prefix="/api/gradients", tags=["questions"])

_WATCHED_EVERY = 0.05
CHOSEN = "as chosen"
_WORDS = {
    CHOSEN: "as chosen",
    "orthogonal": "orthogonal matrices, unscaled",
    "gates": f"gated cell, kept open by a bias of {OPEN:g}",
    "clipping": f"clipped to norm {CLIPPED_TO:g}",
    "no clipping": "not clipped",
}


class GradientsRequest(TypedDict, total=False):
    """What to measure; what is left out has its default."""

    __pydantic_config__ = ConfigDict(extra="forbid", strict=True)  # type: ignore[misc]

    task: Annotated[
        str, Field(description="`remembering` the first letter, or `next_character` of a text.")
    ]
    distance: Annotated[
        Integer, Field(description="How many timesteps lie between the letter and the question.")
    ]
    text: Annotated[str, Field(description="Of the task `next_character`; others ignore it.")]
    cell: Annotated[str, Field(description="The kind of recurrent cell.")]
    hidden_size: Annotated[Integer, Field(description="H, the number of hidden units.")]
    initialization: Annotated[str, Field(description="How the weights are drawn.")]
    spectral_radius: Annotated[
        Number | None,
        Field(
            description="What W_hh, with gates each of its square blocks, is scaled to at "
            "initialization; null leaves it as it is drawn."
        ),
    ]
    keep_bias: Annotated[
        Number,
        Field(
            description="Where the bias of the gate that keeps the state starts: f of an LSTM, z "
            "of a GRU. A tanh cell has none: 0."
        ),
    ]
    seed: Annotated[Integer, Field(description="Decides every random number.")]
    optimizer: Annotated[str, Field(description="The rule that turns gradients into updates.")]
    learning_rate: Annotated[Number, Field(description="Step size of the optimizer.")]
    clip_norm: Annotated[
        Number | None,
        Field(description="The global norm gradients are clipped to; null is no clipping."),
    ]
    iterations: Annotated[Integer, Field(description="How far each training goes.")]
    iteration: Annotated[
        Integer,
        Field(
            description="The iteration whose gradients are measured, 0 at initialization; beyond "
            "`iterations` the chosen training goes on up to it."
        ),
    ]


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
    """ρ^(T-t): what a purely linear recurrence of that spectral radius tends to; no measurement."""


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
    """What there is to read off."""

    spectral_radius: Maybe
    """The largest absolute value of an eigenvalue, over all blocks."""
    spectral_norm: Maybe
    """The largest singular value, over all blocks."""
    first_gradient: Maybe
    """‖∂L_T/∂h_1‖: where the first letter is read."""
    last_gradient: Maybe
    """‖∂L_T/∂h_T‖: where the question is asked."""
    ratio: Maybe
    """The first by the last."""
    words: str
    """What that means."""


class TrainingAnswer(_Answer):
    """One training from iteration 0, on the same seed as the others."""

    name: str
    words: str
    """What is different from what was chosen."""
    iterations: int
    stopped: str
    """`iterations`, or `diverged`, or `time` when the server's time for one request was up."""
    losses: Vector
    """Of every iteration, in nats."""
    gradient_norms: Vector
    """Of every iteration, before clipping."""
    largest_gradient_norm: Maybe
    loss: Maybe
    """The mean over the judged examples after the last iteration."""
    right: int
    """How many predictions are right then, of the examples in `judged_on`."""
    counted: int


class GradientsAnswer(_Answer):
    """Everything the laboratory measures of one network, and its figures."""

    configuration: ConfigurationAnswer
    page: str | None
    """The address at which this network opens in the workbench, at this iteration; null where it is
    too long."""
    iteration: int
    """The one whose gradients these are; an earlier one than asked for where training stopped."""
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
    """The figure of the losses shows the mean over so many iterations."""
    trainings: list[TrainingAnswer]
    seconds: float
    figures: dict[str, dict[str, Any]]
    """By name, each as Plotly's JSON."""


_EXAMPLES = [
    {"cell": "tanh", "distance": 20, "spectral_radius": 0.5},
    {"cell": "lstm", "distance": 50, "keep_bias": 4, "iteration": 100},
    {"task": "next_character", "text": "the quick brown fox", "spectral_radius": 2},
]


@router.post("", response_model=GradientsAnswer)
async def measure_gradients(
    request: Request,
    store: Store,
    limits: ServerLimits,
    settings: ServerSettings,
    body: Annotated[GradientsRequest, Body(default_factory=dict, examples=_EXAMPLES)],
    theme: ThemeOption = "light",
) -> Response:
    """Measure how far gradients reach, train, and train again with each of the cures.

    Nothing is kept: the same request has the same answer, but where a training was stopped by the
    server's time for one request, which it says.
    """
    values = _with_defaults(body, limits)
    configuration = _configuration(values)
    # A cell's weights are made, and may be too many, before anything is trained.
    others = cures(configuration)
    started = time.perf_counter()
    at, iterations = values["iteration"], values["iterations"]
    trainings: dict[str, Training] = {}
    gone = Event()

    async def watch() -> None:
        # A slider that moves on leaves its question behind: nobody is to wait for the answer.
        while not gone.is_set():
            await anyio.sleep(_WATCHED_EVERY)
            if await request.is_disconnected():
                gone.set()

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(watch)
        for place, (name, variant) in enumerate({CHOSEN: configuration, **others}.items()):
            left = settings.gradient_seconds - (time.perf_counter() - started)
            chosen = name == CHOSEN
            trainings[name] = await store.compute(
                partial(
                    train,
                    variant,
                    max(iterations, at) if chosen else iterations,
                    at if chosen else 0,
                    max(0.0, left) / (1 + len(others) - place),
                    gone.is_set,
                )
            )
            if gone.is_set():
                break
        tasks.cancel_scope.cancel()
    if gone.is_set():
        raise ClientDisconnect
    return await store.compute(
        partial(_answer, configuration, others, trainings, values, theme, started)
    )


def _with_defaults(body: GradientsRequest, limits: Limits) -> dict[str, Any]:
    given = dict(body)
    require(limits.gradients, given)
    return {name: given.get(name, limit.default) for name, limit in limits.gradients.items()}


def _configuration(values: dict[str, Any]) -> RunConfig:
    return RunConfig.from_mapping(
        {name: value for name, value in values.items() if name not in ("iterations", "iteration")}
    )


def _answer(
    configuration: RunConfig,
    others: dict[str, RunConfig],
    trainings: dict[str, Training],
    values: dict[str, Any],
    theme: str,
    started: float,
) -> Response:
    trace = trainings[CHOSEN].trace
    measured = reach(configuration, trace)
    splits = configuration.made_task.splits
    judged_on = "test" if "test" in splits else "train"
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
        "readings": _readings(measured),
        "judged_on": judged_on,
        "mean_over": mean_over,
        "trainings": [
            _training(name, training, _judged(variants[name], training, judged_on))
            for name, training in trainings.items()
        ],
        "seconds": time.perf_counter() - started,
        "figures": figures,
    }
    return Response(dumps(document), media_type="application/json")


def _judged(configuration: RunConfig, training: Training, split: str) -> Score:
    last = training.last
    examiner = Examiner(configuration.architecture, last.parameters, last.h_0)
    return examiner.score(configuration.made_task.splits[split])


def _training(name: str, training: Training, score: Score) -> dict[str, Any]:
    norms = training.gradient_norms
    return {
        "name": name,
        "words": _WORDS[name],
        "iterations": len(training.losses) - 1,
        "stopped": training.stopped,
        "losses": training.losses,
        "gradient_norms": norms,
        "largest_gradient_norm": float(norms.max()),
        "loss": score.loss,
        "right": score.right,
        "counted": score.counted,
    }


def _readings(measured: Reach) -> dict[str, Any]:
    first, last = float(measured.last_loss[1]), float(measured.last_loss[-1])
    blocks = measured.blocks
    ratio = first / last if last > 0 else None
    return {
        "words": _in_words(ratio, measured.T),
        "spectral_radius": max((block.spectral_radius for block in blocks), default=None),
        "spectral_norm": max((block.spectral_norm for block in blocks), default=None),
        "first_gradient": first,
        "last_gradient": last,
        "ratio": ratio,
    }


def _in_words(ratio: float | None, T: int) -> str:
    """What is left of the gradient of the last loss at the first timestep."""
    if ratio is None or not math.isfinite(ratio):
        return "There is no gradient to be compared: a number is not finite, or all are zero."
    start = f"At t = 1 the gradient of the last loss is {_times(ratio)} what it is at t = {T}"
    if ratio < 1e-3:
        return f"{start}: it vanishes on the way back."
    if ratio < 0.1:
        return f"{start}: it fades on the way back."
    if ratio <= 10:
        return f"{start}: it arrives."
    return f"{start}: it explodes on the way back."


def _times(ratio: float) -> str:
    """`0.0035 times`, `1600 times`, `3·10⁻⁸ times`."""
    if ratio == 0 or 1e-4 <= ratio < 1e4:
        return f"{float(f'{ratio:.2g}'):g} times"
    digit, exponent = f"{ratio:.0e}".split("e")
    return f"{digit}·10{str(int(exponent)).translate(_SUPERSCRIPTS)} times"


_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
