"""REST routes of the runs that one browser has made."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Body, Query
from starlette.responses import Response

from app.database.records import KeptRun
from app.documents.answers import KeptRunsAnswer
from app.documents.links import page_link
from app.documents.requests import TitleRequest
from app.documents.schemas import dumps
from app.documents.validation import require
from app.routes.dependencies import Changing, OneWhoAsks, ServerLimits, ServerSettings, Store

router = APIRouter(prefix="/api/runs", tags=["runs"])


@router.get("", response_model=KeptRunsAnswer)
async def list_runs(
    store: Store,
    settings: ServerSettings,
    visitor: OneWhoAsks,
    skip: Annotated[int, Query(description="How many to leave out.", ge=0, le=1_000_000)] = 0,
    most: Annotated[int, Query(description="How many to return at most.", ge=1, le=100)] = 20,
) -> Response:
    """The runs that this browser has made and trained or given a title, the latest used first.

    They are told apart by a cookie that holds a random token; with curl, `-c` and `-b` keep it.
    Whoever knows the id of a run can open it, as ever.
    """
    total, kept = await store.of_owner(visitor.owner, skip, most)
    return _json(
        {
            "runs": [_document(run) for run in kept],
            "total": total,
            "kept_seconds": settings.run_kept_seconds,
        }
    )


@router.delete("", status_code=204)
async def delete_runs(store: Store, visitor: OneWhoAsks) -> Response:
    """Delete all runs that this browser has made."""
    await store.delete_of_owner(visitor.owner)
    return Response(status_code=204)


@router.put("/{id}/title", status_code=204)
async def set_title(
    live: Changing,
    store: Store,
    limits: ServerLimits,
    body: Annotated[TitleRequest, Body(examples=[{"title": "A learning rate too high"}])],
) -> Response:
    """Give a run a title; an empty one takes it away."""
    require(limits.title, {"title": body["title"]})
    await store.entitle(live.id, body["title"])
    return Response(status_code=204)


def _document(run: KeptRun) -> dict[str, Any]:
    record = run.record
    return {
        "id": run.id,
        "title": run.title,
        "configuration": record.configuration.to_dict(),
        "changes": len(record.interventions),
        "iteration": record.iteration,
        "furthest_iteration": record.furthest_iteration,
        "sketch": run.sketch,
        "created": _time(run.created),
        "used": _time(run.used),
        "links": {
            "self": f"/api/runs/{run.id}",
            "page": page_link(run.id, record.configuration, record.interventions, record.iteration),
        },
    }


def _time(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")


def _json(content: Any) -> Response:
    return Response(dumps(content), media_type="application/json")
