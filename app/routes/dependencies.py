"""What the routes take from the application and from the request, declared once."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Path, Query, Request

from app.documents.limits import Limits
from app.figures.iteration import Show
from app.figures.palette import ThemeName
from app.runs.store import LiveRun, RunStore
from app.settings import Settings


async def _settings(request: Request) -> Settings:
    settings: Settings = request.app.state.settings
    return settings


async def _limits(request: Request) -> Limits:
    limits: Limits = request.app.state.limits
    return limits


async def _store(request: Request) -> RunStore:
    store: RunStore = request.app.state.runs
    return store


Store = Annotated[RunStore, Depends(_store)]
ServerSettings = Annotated[Settings, Depends(_settings)]
ServerLimits = Annotated[Limits, Depends(_limits)]


async def _live(
    id: Annotated[str, Path(description="The id of a run.", max_length=100)], store: Store
) -> LiveRun:
    return store.get(id)


Live = Annotated[LiveRun, Depends(_live)]
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
