"""REST routes that put two runs side by side."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict
from starlette.responses import Response

from app.documents.problems import FieldError
from app.documents.schemas import dumps
from app.documents.validation import invalid
from app.figures.comparison import (
    COMPARISON_FIGURES,
    Side,
    comparison_figure,
    difference_scales,
)
from app.routes.dependencies import (
    Iteration,
    Live,
    LogOption,
    PartOption,
    Store,
    ThemeOption,
    Words,
)
from app.runs.live import LiveRun
from app.words.contrast import Contrast, contrast
from app.words.messages import Listed, Messages, saying
from rnn_core.analysis.compare import difference
from rnn_core.trace import Trace
from rnn_core.training.run import Run

router = APIRouter(prefix="/api/runs/{id}/iterations/{k}/compare", tags=["questions"])

Other = Annotated[str, Query(description="The id of the other run.", max_length=100)]
OtherIteration = Annotated[
    str,
    Query(description="The other run's iteration, or `latest`.", pattern="^(latest|[0-9]{1,9})$"),
]


class _Answer(BaseModel):
    model_config = ConfigDict(use_attribute_docstrings=True)


class ComparedAnswer(_Answer):
    """One of the two that are compared."""

    run: str
    iteration: int
    loss: float | None
    label: str
    """What distinguishes it from the other: `η = 0.5 from 12`."""


class DifferenceAnswer(_Answer):
    """second − first; what only one of the two has is left out."""

    first: ComparedAnswer
    second: ComparedAnswer
    words: str
    """What differs in their configurations and interventions; A is the first."""
    same_until: int | None
    """The iteration up to which the two runs are identical; null when they always are."""
    loss: float | None
    parameters: dict[str, list[Any]]
    timesteps: dict[str, list[Any]]


@router.get("", response_model=DifferenceAnswer)
async def compare(
    live: Live,
    words: Words,
    store: Store,
    k: Iteration,
    run: Other,
    iteration: OtherIteration = "latest",
) -> Response:
    """The difference between an iteration of another run and this one, number by number."""
    first = await live.perform(_trace_at(k))
    other = await store.get(run, live.client)
    second = await other.perform(_trace_at(iteration))
    result = difference(first, second)
    told = _contrast(live, other, words)
    document = {
        "first": _compared(live, first, told.first),
        "second": _compared(other, second, told.second),
        "words": told.words,
        "same_until": told.since,
        "loss": result.loss,
        "parameters": result.parameters,
        "timesteps": result.timesteps,
    }
    return Response(dumps(document), media_type="application/json")


@router.get("/figures")
async def get_comparison_figures(
    live: Live,
    words: Words,
    store: Store,
    k: Iteration,
    run: Other,
    iteration: OtherIteration = "latest",
    names: Annotated[
        str | None,
        Query(
            description=f"Any of {', '.join(COMPARISON_FIGURES)}, separated by commas; by default "
            "all.",
            max_length=1000,
        ),
    ] = None,
    theme: ThemeOption = "light",
    log: LogOption = False,
    part: PartOption = None,
) -> dict[str, dict[str, Any] | None]:
    """Figures of two runs as Plotly JSON: both losses in one plot, and the differences.

    A figure is null where the two runs have different shapes.
    """
    wanted = COMPARISON_FIGURES if names is None else tuple(dict.fromkeys(names.split(",")))
    for name in wanted:
        if name not in COMPARISON_FIGURES:
            raise invalid(
                [
                    FieldError(
                        "names",
                        saying("wrong-comparison", name=name[:40]),
                        saying("allowed-any", known=Listed(COMPARISON_FIGURES)),
                    )
                ]
            )
    other = await store.get(run, live.client)
    told = _contrast(live, other, words)
    first = await live.perform(_side_at(k, told.first))
    second = await other.perform(_side_at(iteration, told.second))
    result = difference(first.trace, second.trace)
    partner, used = live.difference_scales or (other.id, None)
    scales = difference_scales(first.trace, result, used if partner == other.id else None)
    live.difference_scales = (other.id, scales)
    figures = {
        name: comparison_figure(
            name,
            first,
            second,
            result,
            theme=theme,
            language=words.language,
            log=log,
            scales=scales,
            part=part,
        )
        for name in wanted
    }
    return Response(dumps(figures), media_type="application/json")  # type: ignore[return-value]


def _trace_at(k: str) -> Callable[[Run], Trace]:
    return lambda run: run.trace_at(None if k == "latest" else int(k))


def _side_at(k: str, label: str) -> Callable[[Run], Side]:
    return lambda run: Side(label, _trace_at(k)(run), run.history(run.furthest_iteration))


def _contrast(live: LiveRun, other: LiveRun, words: Messages) -> Contrast:
    return contrast(
        live.configuration,
        live.state.interventions,
        other.configuration,
        other.state.interventions,
        words,
    )


def _compared(live: LiveRun, trace: Trace, label: str) -> dict[str, Any]:
    return {"run": live.id, "iteration": trace.iteration, "loss": trace.loss, "label": label}
