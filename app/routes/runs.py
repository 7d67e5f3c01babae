"""The REST API: runs, one iteration at a time or many, and every number of theirs."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from functools import partial
from typing import Annotated, Any

import numpy as np
from fastapi import APIRouter, Body, Query, Request
from starlette.responses import Response

from app.database.records import Receipt
from app.documents.answers import HistoryAnswer, LimitsAnswer, RunAnswer, SampleAnswer, TraceAnswer
from app.documents.links import page_link
from app.documents.problems import Problem
from app.documents.requests import (
    Changes,
    ForkRequest,
    RewindRequest,
    RunRequest,
    SampleRequest,
    TrainRequest,
)
from app.documents.schemas import (
    NPZ_MEDIA_TYPE,
    divergence,
    dumps,
    hyperparameters_document,
    loss_document,
    sample_document,
    selected,
    trace_document,
    trace_npz,
)
from app.documents.validation import require
from app.figures.decimation import decimated
from app.routes.dependencies import (
    Asking,
    Changing,
    Fields,
    Iteration,
    Live,
    OneWhoAsks,
    OrderKey,
    ServerLimits,
    ServerQuotas,
    ServerSettings,
    Store,
    Words,
)
from app.runs.copies import Cause, Order, Repeated
from app.runs.live import LiveRun
from app.runs.orders import check_changes, intervene, must_have, replay, run_request
from app.runs.store import RunStore
from app.runs.streams import (
    EVENTS_MEDIA_TYPE,
    PROGRESS_MEDIA_TYPE,
    OwningStream,
    TrainingOrder,
    events,
    progress,
)
from app.web.language import words_of
from app.words.messages import Messages, Saying, saying
from rnn_core.training.interventions import CHANGES
from rnn_core.training.run import Run

router = APIRouter(prefix="/api", tags=["runs"])
server_router = APIRouter(prefix="/api", tags=["server"])


@router.post("/runs", status_code=201, response_model=RunAnswer)
async def create_run(
    request: Request,
    store: Store,
    settings: ServerSettings,
    limits: ServerLimits,
    visitor: OneWhoAsks,
    client: Asking,
    quotas: ServerQuotas,
    body: Annotated[
        RunRequest,
        Body(
            default_factory=dict,
            examples=[
                {"text": "hello", "hidden_size": 6, "learning_rate": 0.1, "seed": 7},
                {
                    "text": "banana",
                    "optimizer": "adam",
                    "interventions": [{"iteration": 12, "changes": {"learning_rate": 0.5}}],
                    "iteration": 40,
                },
            ],
        ),
    ],
) -> Response:
    """Create a run; fields that are left out take their defaults.

    The same configuration, interventions and iteration always give the same numbers. With an
    `iteration` the run is first trained up to it, which may take several seconds.
    """
    configuration, interventions, iteration = run_request(body, limits, settings)
    store.require_room()
    quotas.runs.require(client)
    quotas.runs.spend(client, 1)
    run = await store.compute(partial(Run, configuration, interventions))
    await replay(run, iteration, request, store, settings)
    if not body.get("listed", True):
        return _created(await store.add(run, client=client), words_of(request))
    live = await store.add(run, visitor.owner, client=client)
    return visitor.remember(_created(live, words_of(request)))


@router.get("/runs/{id}", response_model=RunAnswer)
async def get_run(live: Live, store: Store, words: Words) -> Response:
    """A run's configuration and current iteration."""
    await store.refresh(live)
    return _json(_run_document(live, words))


@router.patch("/runs/{id}", response_model=RunAnswer)
async def change_run(
    live: Changing,
    words: Words,
    settings: ServerSettings,
    limits: ServerLimits,
    body: Annotated[
        Changes,
        Body(
            examples=[
                {"learning_rate": 0.5},
                {"edits": [{"parameter": "W_hh", "index": [2, 3], "value": 0.5}]},
                {"clamps": [{"unit": 3, "value": 0.0}]},
            ]
        ),
    ],
) -> Response:
    """Change a run from this iteration on. The run keeps the change as an intervention.

    Changes hyperparameters, single weights (`edits`), or holds states at a value (`clamps`).
    An edit with the value null removes an earlier edit of that weight at this iteration.
    Interventions at later iterations, left over from before a rewind, are dropped; undo brings
    them back.
    """
    check_changes(body, limits, settings)
    await live.perform(partial(intervene, changes=dict(body), settings=settings), "patch")
    return _json(_run_document(live, words))


@router.post("/runs/{id}/undo", response_model=RunAnswer)
async def undo(live: Changing, store: Store, words: Words) -> Response:
    """Undo the latest change, and restore the interventions it dropped.

    The run goes back to the change's iteration if it is past it.
    """
    return await _walk_changes(live, store, words, Run.undo, saying("stopped-undone"), "undo")


@router.post("/runs/{id}/redo", response_model=RunAnswer)
async def redo(live: Changing, store: Store, words: Words) -> Response:
    """Redo the change that was undone last.

    The run goes back to the change's iteration if it is past it.
    """
    return await _walk_changes(live, store, words, Run.redo, saying("stopped-redone"), "redo")


async def _walk_changes(
    live: LiveRun,
    store: RunStore,
    words: Messages,
    walk: Callable[[Run], bool],
    reason: Saying,
    name: str,
) -> Response:
    await store.stop_training(live, reason)

    def work(run: Run) -> None:
        if not walk(run):
            raise Problem(409, saying(f"problem-nothing-to-{name}"), kind=f"nothing-to-{name}")

    await live.perform(work, "patch")
    return _json(_run_document(live, words))


@router.delete("/runs/{id}", status_code=204)
async def delete_run(live: Changing, store: Store) -> Response:
    """Delete a run."""
    await store.delete(live.id)
    return Response(status_code=204)


@router.post(
    "/runs/{id}/step",
    response_model=TraceAnswer,
    responses={200: {"content": {NPZ_MEDIA_TYPE: {}}}},
)
async def step(
    request: Request,
    live: Changing,
    settings: ServerSettings,
    fields: Fields = None,
    key: OrderKey = None,
) -> Response:
    """Train for one iteration and return the trace of the new one.

    With `Accept: application/x-npz` it returns a NumPy archive.
    """

    def one(run: Run) -> None:
        if run.iteration >= settings.max_iteration:
            raise Problem(
                409,
                saying("problem-last-iteration", iteration=str(settings.max_iteration)),
                kind="last-iteration",
            )
        run.step()

    order = _order(key, "step", {})
    try:
        return await _trace_response(request, live, fields, before=one, cause="step", order=order)
    except Repeated as done:
        return await _trace_response(request, live, fields, iteration=int(done.result))


@router.post(
    "/runs/{id}/train",
    response_class=Response,
    responses={
        200: {
            "description": "Lines of JSON about every tenth of a second, or for every iteration "
            "when training is slower; the last one says in `stopped` why training ended.",
        }
    },
)
async def train(
    live: Changing,
    words: Words,
    client: Asking,
    quotas: ServerQuotas,
    store: Store,
    settings: ServerSettings,
    limits: ServerLimits,
    body: Annotated[
        TrainRequest,
        Body(
            default_factory=dict,
            examples=[{"iterations": 500, "until_loss": 0.1}, {"iterations_per_second": 2}],
        ),
    ],
    key: OrderKey = None,
) -> Response:
    """Train for many iterations, and stream the progress.

    Ends after `iterations`, below `until_loss`, when the run diverges, when someone pauses,
    rewinds or deletes the run, and when the client disconnects. Repeated with the same
    `Idempotency-Key`, it goes on to where the first one was to end.
    """
    require(limits.train, body)
    await store.refresh(live)
    if live.state.diverged:
        raise Problem(
            409,
            divergence(live.state.iteration, live.state.hyperparameters),
            kind="run-diverged",
        )
    iterations = body.get("iterations", settings.max_iterations_per_request)
    with ExitStack() as held:
        held.callback(quotas.trainings.take(client))
        training = await store.begin_training(live, key)
        held.callback(training.finish)
        iterations -= await _trained_already(live, _order(key, "train", body))
        order = TrainingOrder(iterations, body.get("until_loss"), body.get("iterations_per_second"))
        lines = progress(live, training, order, store.lanes, settings, words)
        return OwningStream(lines, held.pop_all().close, PROGRESS_MEDIA_TYPE)


def _begin(_: Run) -> None:
    """The receipt of a training says where it began."""


async def _trained_already(live: LiveRun, order: Order | None) -> int:
    """How many iterations of an order that is repeated have been made."""
    if order is None:
        return 0
    try:
        await live.perform(_begin, "train", order)
    except Repeated as begun:
        return live.state.iteration - int(begun.result)
    return 0


@router.post("/runs/{id}/pause", status_code=204)
async def pause(live: Changing, store: Store) -> Response:
    """Stop training a run, whoever started it. Does nothing when the run is not training."""
    await store.stop_training(live, saying("stopped-paused"))
    return Response(status_code=204)


@router.get(
    "/runs/{id}/iterations/{k}",
    response_model=TraceAnswer,
    responses={200: {"content": {NPZ_MEDIA_TYPE: {}}}},
)
async def get_trace(request: Request, live: Live, k: Iteration, fields: Fields = None) -> Response:
    """Every number of an iteration: forward, backward, and the update that the next step adds.

    Numbers are written exactly: parsing them gives the same doubles the server used. With
    `Accept: application/x-npz` it returns a NumPy archive, which is smaller and equally exact.
    """
    return await _trace_response(request, live, fields, iteration=_iteration(k))


@router.get("/runs/{id}/history", response_model=HistoryAnswer)
async def get_history(
    live: Live,
    limits: ServerLimits,
    points: Annotated[
        int | None,
        Query(description="At most this many points; peaks, valleys and the last one are kept."),
    ] = None,
) -> Response:
    """The loss of each iteration up to the current one."""
    limit = limits.history["points"]
    count = limit.default if points is None else points
    require(limits.history, {"points": count})

    def work(run: Run) -> bytes:
        losses = run.history()
        iterations = decimated(losses, count)
        return dumps(
            {
                "iterations": iterations,
                "loss": losses[iterations],
                "diverged": bool(run.diverged),
            }
        )

    return _json(await live.perform(work))


@router.post("/runs/{id}/rewind", response_model=RunAnswer)
async def rewind(
    live: Changing,
    store: Store,
    words: Words,
    limits: ServerLimits,
    body: Annotated[RewindRequest, Body(examples=[{"iteration": 0, "keep_interventions": False}])],
) -> Response:
    """Go back, or forward again, to an iteration the run has reached.

    Later interventions stay, and take effect again when the run gets there, unless
    `keep_interventions` is false: then those at this iteration go too. Stops any training in
    progress.
    """
    require(limits.run, {"iteration": body["iteration"]})
    await store.stop_training(live, saying("stopped-rewound"))

    def work(run: Run) -> None:
        must_have(run, body["iteration"])
        run.rewind(body["iteration"], keep_interventions=body.get("keep_interventions", True))

    await live.perform(work, "rewind")
    return _json(_run_document(live, words))


@router.post("/runs/{id}/fork", status_code=201, response_model=RunAnswer)
async def fork(
    live: Live,
    words: Words,
    visitor: OneWhoAsks,
    client: Asking,
    quotas: ServerQuotas,
    store: Store,
    settings: ServerSettings,
    limits: ServerLimits,
    body: Annotated[
        ForkRequest,
        Body(default_factory=dict, examples=[{"iteration": 12, "learning_rate": 0.01}]),
    ],
    key: OrderKey = None,
) -> Response:
    """Create a run with the same history up to an iteration, and changes from there on."""
    changes: Changes = {name: body[name] for name in CHANGES if name in body}  # type: ignore[assignment, literal-required]
    require(limits.run, {"iteration": body.get("iteration", 0)})
    if changes:
        check_changes(changes, limits, settings)
    store.require_room()
    quotas.runs.require(client)

    def work(run: Run) -> Run:
        iteration = body.get("iteration", run.iteration)
        must_have(run, iteration)
        other = run.fork(iteration)
        if changes:
            intervene(other, changes=dict(changes), settings=settings)
        return other

    order = _order(key, "fork", body)
    try:
        run = await live.perform(work, order=order)
    except Repeated as done:
        return _created(await store.get(done.result, client), words)

    def receipt_of(fork: str) -> Receipt | None:
        return None if order is None else Receipt(live.id, order.key, order.asks, fork)

    quotas.runs.spend(client, 1)
    made = await store.add(run, visitor.owner, receipt_of, client)
    return visitor.remember(_created(made, words))


@router.post("/runs/{id}/sample", response_model=SampleAnswer)
async def sample(
    live: Live,
    limits: ServerLimits,
    body: Annotated[
        SampleRequest,
        Body(
            default_factory=dict,
            examples=[{"first": "h", "length": 20, "temperature": 0.8, "seed": 1}],
        ),
    ],
) -> Response:
    """Generate text: each sampled token is the next input."""
    require(limits.sample, body)
    require(limits.run, {"iteration": body.get("iteration", 0)})
    values = {name: limit.default for name, limit in limits.sample.items() if name != "first"}
    values.update(body)

    def work(run: Run) -> bytes:
        must_have(run, body.get("iteration", 0))
        written = run.sample(
            values.get("first", run.configuration.made_task.vocabulary.tokens[0]),
            values["length"],
            values["temperature"],
            np.random.default_rng(values["seed"]),
            body.get("iteration"),
        )
        return dumps(sample_document(written, run.vocabulary.tokens))

    return _json(await live.perform(work))


@router.get(
    "/runs/{id}/events",
    response_class=Response,
    responses={
        200: {
            "description": "Server-sent events named `run`: the current run, immediately and after "
            "every change, whoever made it, with its `cause`. Intermediate states may be skipped; "
            "comments keep the connection alive.",
        }
    },
)
async def follow_run(
    live: Live,
    words: Words,
    client: Asking,
    quotas: ServerQuotas,
    store: Store,
    settings: ServerSettings,
) -> Response:
    """Follow the changes of a run as server-sent events."""
    await store.refresh(live)
    with ExitStack() as held:
        held.callback(quotas.streams.take(client))
        subscription = store.subscribe(live)
        held.callback(subscription.close)
        described = events(live, subscription, partial(_run_document, words=words), settings)
        return OwningStream(described, held.pop_all().close, EVENTS_MEDIA_TYPE)


@server_router.get("/limits", response_model=LimitsAnswer)
async def get_limits(limits: ServerLimits, words: Words) -> Response:
    """Every limit of this server: the values each field allows, and the server's capacity."""
    return _json(limits.to_dict(words))


def _order(key: str | None, kind: str, body: Mapping[str, Any]) -> Order | None:
    # Not yet judged by its limits: it may hold an integer that is too large for orjson.
    return None if key is None else Order(key, json.dumps({"kind": kind, **body}, sort_keys=True))


# --- answers ----------------------------------------------------------------------------------


def _json(content: Any, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    body = content if isinstance(content, bytes) else dumps(content)
    return Response(body, status, headers, media_type="application/json")


def _created(live: LiveRun, words: Messages) -> Response:
    return _json(_run_document(live, words), 201, {"Location": f"/api/runs/{live.id}"})


def _run_document(live: LiveRun, words: Messages) -> dict[str, Any]:
    state = live.state
    here = f"/api/runs/{live.id}"
    return {
        "id": live.id,
        "configuration": live.configuration.to_dict(),
        "interventions": [intervention.to_dict() for intervention in state.interventions],
        "can_undo": state.can_undo,
        "can_redo": state.can_redo,
        "iteration": state.iteration,
        "furthest_iteration": state.furthest_iteration,
        "loss": state.loss,
        "diverged": state.diverged,
        "divergence": words.said(divergence(state.iteration, state.hyperparameters))
        if state.diverged
        else None,
        "hyperparameters": hyperparameters_document(state.hyperparameters),
        "vocabulary": live.vocabulary,
        "parameter_count": live.parameter_count,
        "training": live.is_training,
        "links": {
            "self": here,
            "trace": f"{here}/iterations/latest",
            "history": f"{here}/history",
            "events": f"{here}/events",
            "page": page_link(live.id, live.configuration, state.interventions, state.iteration),
        },
    }


async def _trace_response(
    request: Request,
    live: LiveRun,
    fields: str | None,
    *,
    iteration: int | None = None,
    before: Callable[[Run], None] | None = None,
    cause: Cause | None = None,
    order: Order | None = None,
) -> Response:
    """The trace of `iteration` or, where that is None, of the cursor's after doing `before`."""
    names, words = selected(fields), words_of(request)
    archive = NPZ_MEDIA_TYPE in request.headers.get("accept", "")
    loss_only = not archive and names is not None and names <= {"iteration", "loss", "diverged"}

    def work(run: Run) -> bytes:
        if before is not None:
            before(run)
        if loss_only and iteration in (None, run.iteration):
            return dumps(
                loss_document(
                    run.iteration, run.loss, run.hyperparameters, words, diverged=run.diverged
                )
            )
        trace = run.trace_at(iteration)
        return trace_npz(trace, words) if archive else dumps(trace_document(trace, names, words))

    body = await live.perform(work, cause, order)
    return Response(
        body,
        headers={"Vary": "Accept"},
        media_type=NPZ_MEDIA_TYPE if archive else "application/json",
    )


def _iteration(k: str) -> int | None:
    return None if k == "latest" else int(k)
