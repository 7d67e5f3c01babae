"""What the routes take from the application and from the request, declared once."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Header, Path, Query, Request

from app.classroom.store import ClassStore
from app.documents.limits import Limits
from app.documents.problems import FieldError, Problem
from app.documents.validation import invalid
from app.figures.iteration import Show
from app.figures.palette import ThemeName
from app.runs.inquiries import Inquiries
from app.runs.live import LiveRun
from app.runs.quotas import Client, Quotas
from app.runs.store import RunStore
from app.settings import Settings
from app.web.language import PARAMETER, words_of
from app.web.owner import Visitor, owner_of, visitor_of
from app.words.language import LANGUAGES
from app.words.messages import Either, Messages, saying


async def _settings(request: Request) -> Settings:
    settings: Settings = request.app.state.settings
    return settings


async def _limits(request: Request) -> Limits:
    limits: Limits = request.app.state.limits
    return limits


async def _store(request: Request) -> RunStore:
    store: RunStore = request.app.state.runs
    return store


async def _inquiries(request: Request) -> Inquiries:
    inquiries: Inquiries = request.app.state.inquiries
    return inquiries


Store = Annotated[RunStore, Depends(_store)]
ServerInquiries = Annotated[Inquiries, Depends(_inquiries)]
ServerSettings = Annotated[Settings, Depends(_settings)]
ServerLimits = Annotated[Limits, Depends(_limits)]


async def spoken(
    request: Request,
    lang: Annotated[
        str | None,
        Query(
            description=f"The language of what the answer says in words: {' or '.join(LANGUAGES)}. "
            "By default that of the cookie `lang`, else the one that `Accept-Language` prefers.",
            json_schema_extra={"enum": [*LANGUAGES, None]},
        ),
    ] = None,
) -> Messages:
    """The messages of the request's language. Raises `Problem` where it names an unknown one."""
    words = words_of(request)
    if lang is not None and lang not in LANGUAGES:
        allowed = Either(LANGUAGES)
        raise invalid([FieldError(PARAMETER, saying("wrong-language", allowed=allowed), allowed)])
    return words


Words = Annotated[Messages, Depends(spoken)]


async def _client(request: Request) -> Client:
    host = request.client.host if request.client is not None else ""
    return Client.at(host, owner_of(request))


Asking = Annotated[Client, Depends(_client)]


async def _live(
    id: Annotated[str, Path(description="The id of a run.", max_length=100)],
    store: Store,
    client: Asking,
) -> LiveRun:
    return await store.get(id, client)


Live = Annotated[LiveRun, Depends(_live)]


async def _classes(request: Request) -> ClassStore:
    classes: ClassStore = request.app.state.classes
    return classes


Classes = Annotated[ClassStore, Depends(_classes)]


async def _changing(live: Live, request: Request, classes: Classes) -> LiveRun:
    """The run of the path, for whoever may change it: all, unless a class is shown it."""
    teacher = await classes.teacher_of(live.id)
    if teacher is not None and teacher != owner_of(request):
        raise Problem(403, saying("problem-run-of-class"), kind="run-of-class")
    return live


Changing = Annotated[LiveRun, Depends(_changing)]


async def _visitor(request: Request) -> Visitor:
    return visitor_of(request)


async def _quotas(request: Request) -> Quotas:
    quotas: Quotas = request.app.state.quotas
    return quotas


ServerQuotas = Annotated[Quotas, Depends(_quotas)]
OneWhoAsks = Annotated[Visitor, Depends(_visitor)]
OrderKey = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        description="Chosen by the client. A request that is repeated with the same key, because "
        "its answer was lost, is carried out once and answered again. Kept for a day.",
        min_length=1,
        max_length=100,
        pattern="^[!-~]+$",
    ),
]
Iteration = Annotated[
    str,
    Path(
        description="An iteration the run has reached, or `latest` for its current one.",
        pattern="^(latest|[0-9]{1,9})$",
    ),
]
Fields = Annotated[
    str | None,
    Query(
        description="Fields to return, separated by commas: any names of a trace or of its "
        "timesteps, `loss,h,probs,parameters`. By default all. `loss` alone skips the trace "
        "and is fastest.",
        max_length=1000,
    ),
]
ShowOption = Annotated[
    Show, Query(description="What to draw of the parameters: value, gradient or update.")
]
ThemeOption = Annotated[ThemeName, Query(description="The colours.")]
LogOption = Annotated[bool, Query(description="Whether the loss axis is logarithmic.")]
PartOption = Annotated[
    str | None,
    Query(
        description="Which weights to show where they are not shared: `encoder`, `decoder`, "
        "or the timestep of an unshared network; by default the first.",
        max_length=20,
    ),
]
