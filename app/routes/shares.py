"""REST routes about what gradients through time are sums of: by losses, and by uses of a weight."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict
from starlette.responses import Response

from app.documents.answers import Matrix, Vector
from app.documents.schemas import dumps
from app.routes.dependencies import Iteration, Live
from app.routes.iterations import parsed_index
from rnn_core.analysis.shares import loss_shares, state_shares
from rnn_core.training.run import Run

router = APIRouter(prefix="/api/runs/{id}/iterations/{k}", tags=["questions"])


class _Answer(BaseModel):
    model_config = ConfigDict(use_attribute_docstrings=True)


class LossSharesAnswer(_Answer):
    """How much the loss of each timestep contributes to the gradient at each state."""

    iteration: int
    T: int
    unit: int
    by_loss: Matrix
    """∂L_s/∂h_t[unit] at [s-1][t-1]; zero where s < t."""
    total: Vector
    """∂L/∂h_t[unit], the sum over s, for t = 1..T."""


class StateSharesAnswer(_Answer):
    """What each use of a weight has done to a state."""

    iteration: int
    T: int
    unit: int
    parameter: str
    index: list[int]
    by_use: Matrix
    """At [t-1][k-1] what the use at timestep k has done to h_t[unit]; k = t is direct."""
    direct: Vector
    """With h_{t-1} held, for t = 1..T."""
    total: Vector
    """dh_t[unit]/dw, the sum over k, for t = 1..T."""


@router.get("/loss-shares", response_model=LossSharesAnswer)
async def get_loss_shares(
    live: Live,
    k: Iteration,
    unit: Annotated[int, Query(description="The unit, from 0.", ge=0, le=1_000_000)] = 0,
) -> Response:
    """The gradient at each state as a sum over the losses that it contributes to."""

    def work(run: Run) -> bytes:
        trace = run.trace_at(None if k == "latest" else int(k))
        by_loss = loss_shares(run.configuration, trace).of_unit(unit)
        return dumps(
            {
                "iteration": trace.iteration,
                "T": trace.T,
                "unit": unit,
                "by_loss": by_loss,
                "total": trace.timesteps["dh"][:, unit].copy(),
            }
        )

    return Response(await live.perform(work), media_type="application/json")


@router.get("/state-shares", response_model=StateSharesAnswer)
async def get_state_shares(
    live: Live,
    k: Iteration,
    parameter: Annotated[
        str,
        Query(
            description="`W_xh`, `W_hh` or `b_h`: used by every timestep.",
            max_length=100,
            examples=["W_hh"],
        ),
    ],
    index: Annotated[
        str, Query(description="The index, from 0: `2,0`.", max_length=20, examples=["0,1"])
    ],
    unit: Annotated[int, Query(description="The unit, from 0.", ge=0, le=1_000_000)] = 0,
) -> Response:
    """The derivative of each state by one weight, direct and through the states before it."""
    place = parsed_index(index)

    def work(run: Run) -> bytes:
        trace = run.trace_at(None if k == "latest" else int(k))
        shares = state_shares(run.configuration, trace, unit, parameter, place)
        return dumps(
            {
                "iteration": trace.iteration,
                "T": trace.T,
                "unit": unit,
                "parameter": parameter,
                "index": list(place),
                "by_use": shares.by_use,
                "direct": shares.direct,
                "total": shares.total,
            }
        )

    return Response(await live.perform(work), media_type="application/json")
