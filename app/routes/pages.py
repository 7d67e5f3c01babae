"""The HTML pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Query, Request
from fastapi.templating import Jinja2Templates
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup
from starlette.responses import Response

from app import resources
from app.classroom.addresses import is_local
from app.documents import links
from app.documents.limits import Limits
from app.documents.problems import Problem
from app.figures import palette
from app.lessons import chapters
from app.settings import Settings
from app.web import language
from app.web.assets import swagger_version
from app.web.bundle import Bundle
from app.web.root import below
from app.words import formulas
from app.words.language import LANGUAGES
from app.words.messages import Messages, messages, saying
from app.words.questions import LABORATORY, QUESTIONS
from app.words.tasks import task_words
from rnn_core.cells.registry import CELLS
from rnn_core.cells.structure import structure_of
from rnn_core.tasks.registry import TASKS
from rnn_core.tasks.suggestions import SUGGESTED
from rnn_core.training.configuration import RunConfig

router = APIRouter(include_in_schema=False)


def templates() -> Jinja2Templates:
    """The templates, with the formulas at hand."""
    pages = Jinja2Templates(directory=resources.TEMPLATES)
    # Options are offered in the order in which they are written.
    pages.env.policies["json.dumps_kwargs"] = {"sort_keys": False}
    pages.env.globals["workbench"] = links.workbench
    pages.env.globals["formula"] = _formula_of_page
    pages.env.globals["formula_symbols"] = formulas.symbols
    # In the page itself: one request less for every visit.
    pages.env.globals["icon"] = f"data:image/svg+xml,{quote(resources.ICON.read_text('utf-8'))}"
    pages.env.globals["cells"] = formulas.cells()
    pages.env.globals["optimizers"] = formulas.optimizers()
    pages.env.globals["forward_of"] = formulas.forward_of
    pages.env.globals["backward_of"] = formulas.backward_of
    pages.env.globals["gradients_of"] = formulas.gradients_of
    return pages


@pass_context
def _formula_of_page(context: Context, name: str) -> Markup:
    """A stated formula, read aloud in the language of the page."""
    return formulas.formula(name, context["language"])


def page_config(limits: Limits, bundle: Bundle, words: Messages) -> dict[str, Any]:
    """What the page must know before its first request."""
    return {
        "limits": limits.to_dict(words),
        "defaults": RunConfig().to_dict(),
        "choices": {
            name: limit.choices for name, limit in limits.run.items() if limit.choices is not None
        },
        "tasks": {
            name: {"title": task_words(name, words)["title"], "suggested": dict(SUGGESTED[name])}
            for name in TASKS
        },
        "cells": {name: asdict(structure_of(cell)) for name, cell in CELLS.items()},
        "palette": palette.palette_json(),
        "plotly": bundle.address("plotly"),
    }


def _config(request: Request) -> dict[str, Any]:
    state = request.app.state
    return page_config(state.limits, state.bundle, language.words_of(request))


@router.api_route("/", methods=["GET", "HEAD"])
def first(request: Request) -> Response:
    """Where one begins: the default run with its first iteration, the chapters, what leads on.

    The workbench stood here once: an address that asks something of it leads there.
    """
    if not links.ASKED.isdisjoint(request.query_params):
        # As it was written, to the last letter.
        query = request.scope["query_string"].decode("latin-1")
        return Response(status_code=308, headers={"Location": links.workbench(query)})
    found = chapters.chapters(language.language_of(request, chapters.LANGUAGES))
    return page_response(
        request,
        "first.html",
        {
            "page_config": _config(request),
            "chapters": found,
            "first_trace": inside_script(request.app.state.first_trace),
        },
    )


@router.api_route("/workbench", methods=["GET", "HEAD"])
def workbench(request: Request) -> Response:
    """One run and all that can be done with it; formulas of the cell that its address names.

    An address that asks for nothing opens the default run: its first iteration comes along.
    """
    known, asked = formulas.cells(), request.query_params.get("cell")
    return page_response(
        request,
        "workbench.html",
        {
            "page_config": _config(request),
            "cell": asked if asked in known else RunConfig().cell,
            "first_trace": None
            if request.url.query
            else inside_script(request.app.state.first_trace),
        },
    )


def inside_script(json: str) -> Markup:
    """JSON for the inside of a script element, which no text in it can end."""
    return Markup(json.replace("<", "\\u003c"))


@router.api_route("/compare", methods=["GET", "HEAD"])
def compare(request: Request) -> Response:
    """Two runs side by side."""
    return page_response(request, "compare.html", {"page_config": _config(request)})


@router.api_route("/gradients", methods=["GET", "HEAD"])
def gradients(request: Request) -> Response:
    """The gradients' laboratory."""
    config, words = _config(request), language.words_of(request)
    config["presets"] = [
        {"name": name, "title": preset.title(words), "settings": dict(preset.settings)}
        for name, preset in LABORATORY.items()
    ]
    return page_response(request, "gradients.html", {"page_config": config})


@router.api_route("/experiments", methods=["GET", "HEAD"])
def experiments(request: Request) -> Response:
    """Several networks on the same task, side by side."""
    config, words = _config(request), language.words_of(request)
    config["questions"] = [
        {
            "name": name,
            "title": each.title(words),
            "beforehand": each.beforehand(words),
            "plan": asdict(each.plan),
        }
        for name, each in QUESTIONS.items()
    ]
    asked = QUESTIONS.get(request.query_params.get("question", ""))
    if asked is None and not request.query_params:
        asked = next(iter(QUESTIONS.values()))
    return page_response(
        request,
        "experiments.html",
        {
            "page_config": config,
            "title": None if asked is None else asked.title(words),
        },
    )


@router.api_route("/runs", methods=["GET", "HEAD"])
def runs(request: Request) -> Response:
    """The runs that this browser has made."""
    limits: Limits = request.app.state.limits
    return page_response(request, "runs.html", {"longest_title": limits.title["title"].max_length})


@router.api_route("/class", methods=["GET", "HEAD"])
def classroom(request: Request) -> Response:
    """Where a teacher opens a class, and shows how to join it."""
    settings: Settings = request.app.state.settings
    found = chapters.chapters(language.language_of(request, chapters.LANGUAGES))
    config = {
        "listens_locally": is_local(settings.host),
        "port": settings.port,
        "chapters": [
            {"slug": each.slug, "title": str(each.title), "parts": len(each.parts)}
            for each in found
        ],
    }
    return page_response(request, "class.html", {"page_config": config})


@router.api_route("/join", methods=["GET", "HEAD"])
@router.api_route("/join/{code}", methods=["GET", "HEAD"])
def join(request: Request, code: str = "") -> Response:
    """Where pupils join a class."""
    limits: Limits = request.app.state.limits
    longest = limits.classroom["name"].max_length
    return page_response(request, "join.html", {"code": code[:40], "longest_name": longest})


@router.api_route("/docs", methods=["GET", "HEAD"])
def docs(request: Request) -> Response:
    """The documentation of the API, drawn by Swagger UI from this server's own files."""
    return page_response(request, "docs.html", {"swagger_version": swagger_version()})


@router.api_route("/formulas/{cell}/{optimizer}/{quantity}.svg", methods=["GET", "HEAD"])
def formula(
    request: Request,
    cell: str,
    optimizer: str,
    quantity: str,
    t: Annotated[int | None, Query(ge=1, le=100_000)] = None,
    clipped: bool = True,
) -> Response:
    """The equation that defines a quantity, typeset; with its timestep where it has one."""
    reader = language.language_of(request)
    drawing = formulas.formula_of(cell, optimizer, quantity, t, clipped=clipped, language=reader)
    if drawing is None:
        raise Problem(404, saying("problem-no-equation", quantity=quantity))
    return Response(
        drawing.whole,
        headers={
            "Cache-Control": "public, max-age=3600",
            "Content-Language": reader,
            "Vary": "Accept-Language, Cookie",
        },
        media_type="image/svg+xml",
    )


def page_response(
    request: Request, template: str, context: dict[str, Any], written_in: Sequence[str] = LANGUAGES
) -> Response:
    """A page made from a template, in the reader's language if it is `written_in` it.

    It can be switched to every language, because the choice holds for the pages after it too.
    """
    pages: Jinja2Templates = request.app.state.templates
    words = messages(language.language_of(request, written_in))
    root: str = request.scope.get("root_path", "")
    answer = pages.TemplateResponse(
        request,
        template,
        {
            "root": root,
            "page": template.removesuffix(".html"),
            "bundle": request.app.state.bundle,
            "say": words.say_marked,
            "language": words.language,
            "chosen": language.language_of(request),
            "languages": [
                {
                    "tag": tag,
                    "name": messages(tag).say("language-name"),
                    "address": there,
                    "is_written": tag in written_in,
                }
                for tag, there in language.addresses(request.url, root)
            ],
            "address": language.address(request.url, root),
            # Search engines read only whole addresses of a page in other languages.
            "origin": str(request.base_url).rstrip("/"),
            **context,
        },
        headers={"Cache-Control": "no-cache", **language.headers(words.language)},
    )
    answer.body = below(root, bytes(answer.body))
    answer.headers["Content-Length"] = str(len(answer.body))
    language.remember(answer, language.asked_for(request), root)
    return answer
