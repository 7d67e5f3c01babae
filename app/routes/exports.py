"""REST routes of what people take with them: a run as a script that reproduces it."""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from app.documents.links import page_link
from app.routes.dependencies import Live
from rnn_core.export.numpy_script import numpy_script
from rnn_core.export.parts import Parts
from rnn_core.export.torch_script import torch_script
from rnn_core.training.run import Run

router = APIRouter(prefix="/api/runs/{id}", tags=["runs"])
PYTHON_MEDIA_TYPE = "text/x-python"
Kind = Literal["numpy", "pytorch"]
_WRITERS: MappingProxyType[str, Callable[[Parts], str]] = MappingProxyType(
    {"numpy": numpy_script, "pytorch": torch_script}
)


@router.get(
    "/code",
    response_class=Response,
    responses={200: {"content": {PYTHON_MEDIA_TYPE: {}}}},
)
async def get_code(
    request: Request,
    live: Live,
    kind: Annotated[
        Kind, Query(alias="as", description="The library that the script needs.")
    ] = "numpy",
    iteration: Annotated[
        int | None,
        Query(description="How far it trains; by default to where the run stands.", ge=0, le=10**9),
    ] = None,
) -> Response:
    """A script that computes this run again, from its initial weights to an iteration.

    It is generated from the equations that the run is computed by, and prints how far its loss and
    parameters are from the run's. A network of very many weights is refused.
    """

    def work(run: Run) -> str:
        until = run.iteration if iteration is None else iteration
        path = page_link(live.id, run.configuration, run.interventions, until)
        address = f"{str(request.base_url).rstrip('/')}{path}"
        return _WRITERS[kind](Parts(run, until, address))

    text = await live.perform(work)
    headers = {"Content-Disposition": f'attachment; filename="rnn_{kind}.py"'}
    return Response(text, media_type=PYTHON_MEDIA_TYPE, headers=headers)
