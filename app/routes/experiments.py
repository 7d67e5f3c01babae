"""REST routes of experiments: several networks on one task, side by side, in one request."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import ExitStack
from typing import Annotated, Any

from fastapi import APIRouter, Body, Depends, Path, Query, Request
from starlette.responses import Response

from app.documents.experiments import (
    ExperimentAnswer,
    ExperimentRequest,
    csv_header,
    csv_lines,
    growth_of,
    labels,
    measurement_document,
    splits_of,
)
from app.documents.problems import FieldError
from app.documents.schemas import dumps
from app.documents.validation import invalid
from app.figures.experiments import experiment_figures
from app.routes.dependencies import (
    Asking,
    LogOption,
    ServerLimits,
    ServerQuotas,
    ServerSettings,
    Store,
    ThemeOption,
    Words,
)
from app.runs.experiments import (
    ExperimentStore,
    LiveExperiment,
    carried_out,
    experiment_not_found,
    experiment_request,
)
from app.runs.published import Published
from app.runs.store import RunStore
from app.runs.streams import PROGRESS_MEDIA_TYPE, OwningStream
from app.settings import Settings
from app.words.messages import Listed, Messages, saying
from rnn_core.analysis.experiments import Experiment, curves, longest_example, memories

router = APIRouter(prefix="/api/experiments", tags=["experiments"])

CSV_MEDIA_TYPE = "text/csv"


async def _experiments(request: Request) -> ExperimentStore:
    store: ExperimentStore = request.app.state.experiments
    return store


Experiments = Annotated[ExperimentStore, Depends(_experiments)]


async def _published(request: Request) -> Published | None:
    published: Published | None = request.app.state.published
    return published


Others = Annotated[Published | None, Depends(_published)]


async def _live(
    id: Annotated[str, Path(description="The id of an experiment.", max_length=100)],
    experiments: Experiments,
    published: Others,
) -> LiveExperiment:
    live = experiments.here(id)
    if live is None and published is not None:
        live = await published.find(id)
    if live is None:
        raise experiment_not_found()
    return live


Live = Annotated[LiveExperiment, Depends(_live)]

_EXAMPLE = {
    "text": "hello",
    "models": [{"cell": "window_1"}, {"cell": "window_2"}, {"cell": "tanh"}],
    "seeds": [1, 2, 3],
    "iterations": 500,
}


def _nothing() -> None:
    """What gives nothing back."""


@router.post(
    "",
    response_class=Response,
    responses={
        200: {
            "description": "Lines of JSON: what was measured, one by one, and at last the whole "
            "result. With `Accept: text/csv` a table of all measurements.",
            "content": {PROGRESS_MEDIA_TYPE: {}, CSV_MEDIA_TYPE: {}},
        }
    },
)
async def create_experiment(
    request: Request,
    words: Words,
    store: Store,
    experiments: Experiments,
    published: Others,
    client: Asking,
    quotas: ServerQuotas,
    settings: ServerSettings,
    limits: ServerLimits,
    body: Annotated[ExperimentRequest, Body(examples=[_EXAMPLE])],
) -> Response:
    """Train several networks on one task with several seeds, and score them as they learn.

    All use the same data; a seed decides the weights and the order of the examples. It ends
    when all have been trained, when the server's time for an experiment is up, or when the request
    is cut off or the experiment deleted; what was measured until then stays for a while. Whoever
    asks for the same again gets the same measurements, without their being computed again.
    """
    experiment = await store.compute(lambda: experiment_request(body, limits, settings))
    # A class that asks for the same is counted once: only the first of them has it computed.
    is_new = not experiments.knows(experiment)
    if is_new:
        quotas.experiment_seconds.require(client)
    with ExitStack() as held:
        if is_new:
            held.callback(quotas.experiments.take(client))
        live = experiments.add(experiment, body)
        # It may have been left half-way by somebody else.
        before = live.work.seconds

        def end() -> None:
            live.stop("cancelled")
            if is_new:
                quotas.experiment_seconds.spend(client, live.work.seconds - before)

        held.callback(end)
        if published is not None:
            await published.add(live)
        release = held.pop_all().close
    if CSV_MEDIA_TYPE in request.headers.get("accept", ""):
        return OwningStream(_table(live, settings, words), release, CSV_MEDIA_TYPE)
    return OwningStream(_progress(live, store, settings, words), release, PROGRESS_MEDIA_TYPE)


@router.get("/{id}", response_model=ExperimentAnswer)
async def get_experiment(live: Live, store: Store, words: Words) -> Response:
    """An experiment and its results so far."""
    body = await store.compute(lambda: dumps(live.document(words)))
    return Response(body, media_type="application/json")


@router.get(
    "/{id}/csv",
    response_class=Response,
    responses={200: {"content": {CSV_MEDIA_TYPE: {"schema": {"type": "string"}}}}},
)
async def get_experiment_csv(live: Live, words: Words) -> Response:
    """Every measurement of an experiment, as a table."""
    rows = b"".join((csv_header(), *csv_lines(live.experiment, live.measurements, words)))
    return Response(
        rows,
        headers={"Content-Disposition": f'attachment; filename="experiment-{live.id}.csv"'},
        media_type=f"{CSV_MEDIA_TYPE}; charset=utf-8",
    )


@router.get("/{id}/figures")
async def get_experiment_figures(
    live: Live,
    words: Words,
    store: Store,
    split: Annotated[
        str, Query(description="The split to show: train, validation, test …", max_length=20)
    ] = "train",
    theme: ThemeOption = "light",
    log: LogOption = False,
) -> dict[str, dict[str, Any]]:
    """The figures of an experiment's results so far, each as Plotly JSON."""
    splits = splits_of(live.experiment)
    if split not in splits:
        message = saying("wrong-split", name=split)
        raise invalid(
            [FieldError("split", message, saying("allowed-one-of", known=Listed(splits)))]
        )

    def work() -> bytes:
        experiment, measurements = live.experiment, tuple(live.measurements)
        models = range(len(experiment.models))
        return dumps(
            experiment_figures(
                labels(experiment, words),
                {split: [curves(measurements, model, split) for model in models]},
                experiment.floors,
                growth_of(experiment),
                iterations=experiment.iterations,
                theme=theme,
                language=words.language,
                log=log,
                split=split,
                carried=[memories(measurements, model) for model in models],
                reads=_letters_read(experiment),
            )
        )

    body = await store.compute(work)
    return Response(body, media_type="application/json")  # type: ignore[return-value]


@router.delete("/{id}", status_code=204)
async def cancel_experiment(live: Live, published: Others) -> Response:
    """Cancel an experiment; its results so far can still be fetched."""
    cancel(live)
    if published is not None:
        published.stop(live.id)
    return Response(status_code=204)


def cancel(live: LiveExperiment) -> None:
    """Ends an experiment because somebody wants it to."""
    live.stop("cancelled", saying("stopped-cancelled"))


async def _progress(
    live: LiveExperiment, store: RunStore, settings: Settings, words: Messages
) -> AsyncIterator[bytes]:
    yield _line({"id": live.id, "measured": 0, "of": live.experiment.measurements})
    async for measurement in carried_out(live, settings):
        yield _line(
            {
                "measured": len(live.measurements),
                "of": live.experiment.measurements,
                "measurement": measurement_document(measurement),
            }
        )
    yield await store.compute(lambda: _line(live.document(words)))


async def _table(live: LiveExperiment, settings: Settings, words: Messages) -> AsyncIterator[bytes]:
    yield csv_header()
    async for measurement in carried_out(live, settings):
        for line in csv_lines(live.experiment, [measurement], words):
            yield line


def _line(document: dict[str, Any]) -> bytes:
    return dumps(document) + b"\n"


def _letters_read(experiment: Experiment) -> tuple[str, ...]:
    """Of the longest example, where it is read letter by letter."""
    example = longest_example(experiment.configurations[0].made_task)
    return tuple(example.source) if len(example.source) == len(example) else ()
