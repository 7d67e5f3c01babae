"""The gradient laboratory: its requests, and one trial of a training."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import ConfigDict, Field
from typing_extensions import TypedDict

from app.documents.limits import Limits
from app.documents.requests import Integer, Number
from app.documents.validation import require
from app.runs.inquiries import Inquiries, passes_to_judge
from app.verdicts.gradients import Course
from app.verdicts.words import finite
from app.words.contrast import cell_in_words, keep_bias_in_words
from app.words.messages import Messages
from rnn_core.analysis.gradient_flow import CLIPPED_TO, Reach, Training, reach, train
from rnn_core.analysis.pieces import judged
from rnn_core.network.scoring import Score
from rnn_core.trace import Trace
from rnn_core.training.configuration import RunConfig

CHOSEN = "as chosen"


def in_words(name: str, variant: RunConfig, words: Messages) -> str:
    """How a variant differs from the chosen settings."""
    has_gates = name in ("gates", "half closed")
    return words.say(
        "course-words",
        name="gates" if has_gates else name.replace(" ", "_"),
        norm=f"{CLIPPED_TO:g}",
        cell=cell_in_words(variant.cell, words),
        bias=keep_bias_in_words(variant.cell, variant.keep_bias, words) if has_gates else "",
    )


class GradientsRequest(TypedDict, total=False):
    """What to measure; fields that are left out take their defaults."""

    __pydantic_config__ = ConfigDict(extra="forbid", strict=True)  # type: ignore[misc]

    task: Annotated[
        str, Field(description="`remembering` the first letter, or `next_character` of a text.")
    ]
    distance: Annotated[
        Integer,
        Field(description="How many timesteps lie between the letter and the prediction of it."),
    ]
    text: Annotated[
        str, Field(description="The text of the task `next_character`; other tasks ignore it.")
    ]
    cell: Annotated[str, Field(description="The kind of recurrent cell.")]
    hidden_size: Annotated[Integer, Field(description="H, the number of hidden units.")]
    initialization: Annotated[str, Field(description="How the weights are drawn.")]
    spectral_radius: Annotated[
        Number | None,
        Field(
            description="Spectral radius to which W_hh (for gated cells, each gate’s square "
            "block) is "
            "rescaled at initialization; null leaves it unscaled."
        ),
    ]
    keep_bias: Annotated[
        Number,
        Field(
            description="Initial bias of the LSTM’s forget gate or the GRU’s update gate; 0 "
            "for a tanh "
            "cell, which has neither."
        ),
    ]
    seed: Annotated[Integer, Field(description="Decides every random number.")]
    optimizer: Annotated[str, Field(description="The rule that turns gradients into updates.")]
    learning_rate: Annotated[Number, Field(description="The learning rate η.")]
    clip_norm: Annotated[
        Number | None,
        Field(description="The global norm that gradients are clipped to; null is no clipping."),
    ]
    iterations: Annotated[Integer, Field(description="How many iterations each training run has.")]
    iteration: Annotated[
        Integer,
        Field(
            description="The iteration whose gradients are measured, 0 at initialization; beyond "
            "`iterations` the run with the chosen settings trains on up to it."
        ),
    ]


def with_defaults(body: GradientsRequest, limits: Limits) -> dict[str, Any]:
    """The request, completed with defaults. Raises `Problem`."""
    given = dict(body)
    require(limits.gradients, given)
    return {name: given.get(name, limit.default) for name, limit in limits.gradients.items()}


def configuration_of(values: dict[str, Any]) -> RunConfig:
    """The network as chosen. Raises `InvalidConfiguration`."""
    return RunConfig.from_mapping(
        {name: value for name, value in values.items() if name not in ("iterations", "iteration")}
    )


def judged_split(configuration: RunConfig) -> str:
    """The split that a trained network is judged on: one it did not learn from, where there is."""
    return "test" if "test" in configuration.made_task.splits else "train"


async def trained(
    inquiries: Inquiries, configuration: RunConfig, iterations: int, at: int, seconds: float
) -> tuple[Training, float]:
    """A training of so many iterations, with the trace of iteration `at`, or what came of it in so
    many seconds; and how many of them are left."""
    # Forwards and backwards, which takes twice as long.
    passes = 3 * (iterations + 1)
    return await inquiries.in_pieces(
        seconds, configuration, passes, train, configuration, iterations, at
    )


async def scored(inquiries: Inquiries, configuration: RunConfig, training: Training) -> Score:
    """How good the network is at the end of its training."""
    split = judged_split(configuration)
    passes = passes_to_judge(configuration, (split,))
    judging = await inquiries.answer(
        configuration, passes, judged, configuration, training.last, (split,)
    )
    return judging.scores[split]


async def reached(inquiries: Inquiries, configuration: RunConfig, trace: Trace) -> Reach:
    """How far the gradients of an iteration reach."""
    passes = 2 * configuration.hidden_size
    return await inquiries.answer(configuration, passes, reach, configuration, trace)


@dataclass(frozen=True)
class Trial:
    """One training with one seed, in the numbers that seeds are compared by."""

    ratio: float | None
    loss: float | None
    right: int | None
    largest_norm: float | None
    stopped: str


def concluded(training: Training, measured: Reach, score: Score) -> Trial:
    """A training in these numbers: from where the gradient's reach is measured, to its end."""
    last_loss = measured.last_loss
    ratio = float(last_loss[1] / last_loss[-1]) if last_loss[-1] > 0 else None
    diverged = training.stopped == "diverged"
    return Trial(
        ratio=finite(ratio),
        loss=None if diverged else finite(score.loss),
        right=None if diverged else score.right,
        largest_norm=finite(float(training.gradient_norms.max())),
        stopped=training.stopped,
    )


def course(name: str, trials: Sequence[Trial]) -> Course:
    """One way to train, with all its seeds."""
    return Course(
        name=name,
        ratios=tuple(each.ratio for each in trials),
        losses=tuple(each.loss for each in trials),
        right=tuple(each.right for each in trials),
        largest_norms=tuple(each.largest_norm for each in trials),
        diverged=sum(each.stopped == "diverged" for each in trials),
        cut_short=sum(each.stopped == "time" for each in trials),
    )
