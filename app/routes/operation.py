"""For whoever runs the server: whether it is there, whether it is ready, and what it has done.

No page and no learner needs these, so the API's document does not list them.
"""

from __future__ import annotations

import anyio
from fastapi import APIRouter, Request
from starlette.responses import Response

from app.documents.problems import Problem
from app.documents.schemas import dumps
from app.routes.dependencies import Store
from app.web.metrics import MEDIA_TYPE, Metrics
from app.words.messages import saying

router = APIRouter(include_in_schema=False)
metrics_router = APIRouter(include_in_schema=False)
_READY_SECONDS = 3
_UNCACHED = {"Cache-Control": "no-store"}


@router.api_route("/healthz", methods=["GET", "HEAD"])
async def health() -> Response:
    """The process answers. Whoever starts it again where it does not loses nothing acknowledged."""
    return _status("alive")


@router.api_route("/readyz", methods=["GET", "HEAD"])
async def readiness(store: Store) -> Response:
    """The database takes changes, and the server is not stopping. Raises `Problem`.

    A server that is full stays ready: those who have their runs on it go on.
    """
    with anyio.move_on_after(_READY_SECONDS):
        await store.require_ready()
        return _status("ready")
    raise Problem(
        503,
        saying("problem-database-slow", seconds=_READY_SECONDS),
        kind="not-ready",
        headers={"Retry-After": "5"},
    )


@metrics_router.get("/metrics")
async def metrics(request: Request, store: Store) -> Response:
    """Counts and durations, as Prometheus reads them."""
    of: Metrics = request.app.state.metrics
    return Response(await of.text(store), headers=_UNCACHED, media_type=MEDIA_TYPE)


def _status(status: str) -> Response:
    return Response(dumps({"status": status}), headers=_UNCACHED, media_type="application/json")
