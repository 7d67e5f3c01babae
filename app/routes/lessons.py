"""What the chapters ask: measures of runs and experiments, and the pages themselves."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from pydantic import BaseModel, ConfigDict, Field, create_model
from starlette.responses import Response

from app.documents.problems import Problem
from app.documents.schemas import dumps
from app.lessons import chapters
from app.lessons.glossary import glossary
from app.lessons.measures import MEASURES, Measure, Measured, Results
from app.lessons.measures.registry import parameters_of
from app.routes import experiments
from app.routes.dependencies import Live, ServerSettings, Store
from app.routes.pages import page_config, page_response
from app.web.language import language_of
from app.words.messages import Listed, messages, saying
from app.words.typesetting import drawn, sprite
from rnn_core.training.run import Run

_LONGEST = 500
"""Of a text that a measure is told."""

router = APIRouter(prefix="/api", tags=["questions"])
pages = APIRouter(include_in_schema=False)


class MeasuredAnswer(BaseModel):
    """Which of a measure's outcomes it is, and the values behind it."""

    model_config = ConfigDict(use_attribute_docstrings=True)

    outcome: str
    values: dict[str, float | int | str | None]
    """null where a number is not finite."""


def _named(of: str) -> Any:
    names = ", ".join(f"`{name}`" for name, each in MEASURES.items() if each.of == of)
    return Path(description=f"One of {names}.", max_length=40)


def _query(of: str, **more: Any) -> type[BaseModel]:
    """All that measures can be told, each optional: a measure knows itself what it needs."""
    told: dict[str, Any] = {
        name: (each.kind | None, Field(None, description=each.description, max_length=longest))
        for name, each in parameters_of(of).items()
        for longest in [_LONGEST if each.kind is str else None]
    }
    return create_model(f"{of.capitalize()}Told", **{**more, **told})


_ITERATION = Field(None, description="By default the run's current one.", ge=0, le=1_000_000_000)
_RunTold = _query("run", iteration=(int | None, _ITERATION))
_ExperimentTold = _query("experiment")


@router.get("/runs/{id}/measures/{name}", response_model=MeasuredAnswer)
async def measure_run(
    live: Live,
    name: Annotated[str, _named("run")],
    settings: ServerSettings,
    told: Annotated[_RunTold, Query()],  # type: ignore[valid-type]
) -> Response:
    """Measure a run at an iteration: which of the measure's outcomes it is, and its values.

    The chapters have a sentence for each outcome. Each measure has parameters of its own.
    """
    measure = _measure(name, "run")
    given = _given(told)
    iteration = given.pop("iteration", None)

    def work(run: Run) -> bytes:
        at = run.iteration if iteration is None else iteration
        return _written(measure.of_run(run, at, given, settings.score_seconds))

    return Response(await live.perform(work), media_type="application/json")


@router.get("/experiments/{id}/measures/{name}", response_model=MeasuredAnswer)
async def measure_experiment(
    live: experiments.Live,
    store: Store,
    name: Annotated[str, _named("experiment")],
    told: Annotated[_ExperimentTold, Query()],  # type: ignore[valid-type]
) -> Response:
    """Measure the results of an experiment."""
    measure = _measure(name, "experiment")
    given = _given(told)

    def work() -> bytes:
        results = Results(live.experiment, tuple(live.measurements))
        return _written(measure.of_results(results, given))

    return Response(await store.compute(work), media_type="application/json")


def _measure(name: str, of: str) -> Measure:
    measure = MEASURES.get(name)
    if measure is None or measure.of != of:
        known = Listed([each.name for each in MEASURES.values() if each.of == of])
        raise Problem(
            404,
            saying("problem-measure-not-found", name=name[:40], known=known),
            kind="measure-not-found",
        )
    return measure


def _given(told: BaseModel) -> dict[str, Any]:
    return told.model_dump(exclude_none=True)


def _written(measured: Measured) -> bytes:
    return dumps({"outcome": measured.outcome, "values": dict(measured.values)})


# ---- pages -----------------------------------------------------------------------------------


@pages.api_route("/learn", methods=["GET", "HEAD"])
def learn_all(request: Request) -> Response:
    """Every chapter, with what it settles."""
    language = language_of(request, chapters.LANGUAGES)
    found = chapters.chapters(language)
    return page_response(request, "learn.html", {"chapters": found}, chapters.LANGUAGES)


@pages.api_route("/learn/{slug}", methods=["GET", "HEAD"])
def learn(request: Request, slug: str) -> Response:
    """A chapter."""
    if slug not in chapters.ORDER:
        known = Listed(chapters.ORDER)
        raise Problem(404, saying("problem-no-chapter", slug=slug[:40], known=known))
    reader = language_of(request, chapters.LANGUAGES)
    chapter = chapters.chapter_for(reader, slug)
    before, after = chapters.neighbours(reader, slug)
    words = messages(chapter.language)
    config = page_config(request.app.state.limits, request.app.state.bundle, words)
    config["lesson"] = chapter.document()
    symbols = {
        term.id: drawn(term.symbol, chapter.language) for term in chapter.terms if term.symbol
    }
    return page_response(
        request,
        "chapter.html",
        {
            "page_config": config,
            "chapter": chapter,
            "before": before,
            "after": after,
            "reader": messages(reader),
            "name_of": _name_of,
            "place": chapters.ORDER.index(slug) + 1,
            "symbols": symbols,
            "sprite": sprite([chapter.glyphs, *(each.glyphs for each in symbols.values())]),
        },
        chapters.languages_of(slug),
    )


def _name_of(language: str) -> str:
    return messages(language).say("language-name")


@pages.api_route("/glossary", methods=["GET", "HEAD"])
def show_glossary(request: Request) -> Response:
    """Every technical term."""
    terms = sorted(
        glossary(language_of(request, chapters.LANGUAGES)).values(),
        # The English term stands beside each other language's own.
        key=lambda term: (term.original or term.term).casefold(),
    )
    symbols = {term.id: drawn(term.symbol, term.language) for term in terms if term.symbol}
    return page_response(
        request,
        "glossary.html",
        {
            "terms": terms,
            "symbols": symbols,
            "sprite": sprite([each.glyphs for each in symbols.values()]),
        },
        chapters.LANGUAGES,
    )
