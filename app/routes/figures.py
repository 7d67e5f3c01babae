"""REST routes of an iteration's figures."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from starlette.responses import Response

from app.documents.problems import FieldError, Problem
from app.documents.schemas import dumps
from app.documents.validation import invalid
from app.figures.iteration import EVERY_FIGURE, FIGURES, figure, scales_after
from app.routes.dependencies import (
    Iteration,
    Live,
    LogOption,
    PartOption,
    ShowOption,
    ThemeOption,
    Words,
)
from app.runs.live import LiveRun
from app.words.messages import Listed, saying
from rnn_core.training.run import Run

router = APIRouter(prefix="/api", tags=["runs"])


@router.get("/runs/{id}/iterations/{k}/figures")
async def get_figures(
    live: Live,
    words: Words,
    k: Iteration,
    names: Annotated[
        str | None,
        Query(
            description=f"Any of {', '.join(EVERY_FIGURE)}, separated by commas; by default "
            f"{', '.join(FIGURES)}.",
            max_length=1000,
        ),
    ] = None,
    show: ShowOption = "value",
    theme: ThemeOption = "light",
    log: LogOption = False,
    part: PartOption = None,
) -> dict[str, dict[str, Any]]:
    """The page's figures of an iteration, by name, each as Plotly JSON."""
    wanted = FIGURES if names is None else tuple(dict.fromkeys(names.split(",")))
    for name in wanted:
        if name not in EVERY_FIGURE:
            raise invalid(
                [
                    FieldError(
                        "names",
                        saying("wrong-figure", name=name[:40]),
                        saying("allowed-any", known=Listed(EVERY_FIGURE)),
                    )
                ]
            )
    return await _draw(  # type: ignore[return-value]
        live,
        k,
        lambda draw: {name: draw(name) for name in wanted},
        show,
        theme,
        log,
        part,
        words.language,
    )


@router.get("/runs/{id}/iterations/{k}/figures/{name}")
async def get_figure(
    live: Live,
    words: Words,
    k: Iteration,
    name: Annotated[str, Path(max_length=100)],
    show: ShowOption = "value",
    theme: ThemeOption = "light",
    log: LogOption = False,
    part: PartOption = None,
) -> dict[str, Any]:
    """A figure of an iteration as Plotly JSON."""
    if name not in EVERY_FIGURE:
        raise Problem(
            404,
            saying("problem-figure-not-found", name=name[:40], known=Listed(EVERY_FIGURE)),
            kind="figure-not-found",
        )
    content = await _draw(live, k, lambda draw: draw(name), show, theme, log, part, words.language)
    return content  # type: ignore[return-value]


async def _draw(
    live: LiveRun,
    k: str,
    compose: Callable[[Callable[[str], dict[str, Any]]], Any],
    show: str,
    theme: str,
    log: bool,
    part: str | None,
    language: str,
) -> Response:
    def work(run: Run) -> bytes:
        trace = run.trace_at(None if k == "latest" else int(k))
        options: dict[str, Any] = {
            "history": run.history(run.furthest_iteration),
            "show": show,
            "theme": theme,
            "language": language,
            "log": log,
            "scales": scales_after(trace, live.scales),
            "present": run.iteration,
            "part": part,
        }
        live.scales = options["scales"]
        return dumps(compose(lambda name: figure(name, trace, **options)))

    return Response(await live.perform(work), media_type="application/json")
