"""The application and its command line."""

from __future__ import annotations

import argparse
import importlib.metadata
import logging
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, closing
from typing import Any, get_args

import anyio
import uvicorn
from fastapi import Depends, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.responses import Response
from starlette.routing import Match
from threadpoolctl import threadpool_limits

from app import resources
from app.classroom.attendance import Attendance
from app.classroom.records import ClassRecords
from app.classroom.store import ClassStore
from app.database.broadcast import Broadcast, SharedBroadcast
from app.database.connection import (
    Database,
    DatabaseError,
    can_be_shared,
    default_address,
    told,
)
from app.database.records import TOPIC, RunRecords
from app.documents.limits import Limits
from app.documents.problems import FieldError, Problem
from app.documents.schemas import NPZ_MEDIA_TYPE, of_divergence
from app.documents.validation import invalid, validation_problem
from app.lessons import chapters
from app.lessons.measures.refusals import Refused
from app.routes import (
    classes,
    collection,
    comparisons,
    experiments,
    exports,
    figures,
    gradients,
    iterations,
    lessons,
    operation,
    pages,
    runs,
    shares,
    tasks,
)
from app.routes.dependencies import spoken
from app.runs.experiments import ExperimentStore
from app.runs.first import first_trace
from app.runs.inquiries import Inquiries
from app.runs.processes import processes_of
from app.runs.published import Published
from app.runs.quotas import QuotaNews, Quotas
from app.runs.store import RunStore
from app.runs.streams import PROGRESS_MEDIA_TYPE
from app.settings import MOST_WORKERS, OFF, LogFormat, Settings
from app.web import logs
from app.web.assets import Assets, swagger_assets
from app.web.bundle import Bundle
from app.web.compression import Compression
from app.web.metrics import Metrics
from app.web.observed import Observed
from app.web.openapi import openapi_document
from app.web.refusal import refusal
from app.web.root import BelowRoot, path_of
from app.web.security import BodyLimit, HostAndOrigin, LastResort, SecurityHeaders
from app.web.serving import (
    ANSWER_SECONDS,
    Server,
    Worker,
    address_of,
    allow_many_connections,
    listening,
    supervise,
    why_not,
)
from app.words import formulas
from app.words.language import LANGUAGES
from app.words.messages import Sayable, Sentences, messages, saying
from rnn_core.errors import (
    CoreError,
    InvalidAddress,
    InvalidConfiguration,
    IterationOutOfRange,
    NotExportable,
    NoWeights,
    OutOfTime,
    RunDiverged,
    UnknownToken,
    named,
)
from rnn_core.training.configuration import RunConfig

_NAME = "RNN Explainer"
_PREFIX = "RNN_EXPLAINER_"
_log = logging.getLogger(__name__)
_DESCRIPTION = """\
Watch a recurrent network learn, one training iteration at a time, and look up every number it
computes.

Create a **run**, step or train it, and fetch the trace of any iteration: the network after so many
updates, its forward pass, its backward pass, and the update that the next step adds. A run is a
pure function of its configuration, its interventions and the number of the iteration.

Errors are `application/problem+json` (RFC 9457) on every route.
"""
_EXPIRY_SECONDS = 60.0
_SWITCH_SECONDS = 0.0005
"""After so long a thread that computes lets the one that answers requests have its turn."""
_WHY_ONE = (
    "Several workers need a database that they can share: "
    f"{_PREFIX}DATABASE=postgresql://user@host/name. With SQLite, or without a database, "
    "one process serves."
)


def create_app(
    settings: Settings | None = None, clock: Callable[[], float] = time.monotonic
) -> FastAPI:
    """The application: pages, API and static files, with its own runs.

    The `clock`, in seconds, says when a run has been idle and an experiment has had its time.
    """
    settings = settings or Settings()
    limits = Limits.of(settings)
    metrics = Metrics()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        database = await anyio.to_thread.run_sync(Database, settings.database)
        app.state.database = database
        broadcast = app.state.broadcast = (
            SharedBroadcast(database) if database.is_shared else Broadcast()
        )
        processes = processes_of(settings)
        compared = app.state.experiments = ExperimentStore(settings, processes, clock)
        published = app.state.published = (
            Published(database, broadcast, compared) if database.is_shared else None
        )
        attendance = (
            Attendance(
                database,
                broadcast,
                lasts_seconds=settings.class_attendance_seconds,
                interval_seconds=settings.class_event_interval_seconds,
            )
            if database.is_shared
            else None
        )
        await anyio.to_thread.run_sync(read_all)
        # One thread is faster at these sizes, and its results can be repeated.
        with closing(database), threadpool_limits(limits=1, user_api="blas"):
            async with anyio.create_task_group() as tasks:
                store = app.state.runs = RunStore(
                    settings, RunRecords(database), tasks, clock, metrics.trained
                )
                app.state.inquiries = Inquiries(store, processes, settings)
                taught = app.state.classes = ClassStore(
                    settings,
                    ClassRecords(database),
                    broadcast,
                    tasks,
                    attendance,
                )
                tasks.start_soon(_expire, store, taught)
                if attendance is not None:
                    tasks.start_soon(attendance.carry)
                if database.is_shared:
                    broadcast.listen(TOPIC, store.hear)
                    tasks.start_soon(store.follow)
                    tasks.start_soon(store.renew)
                if published is not None:
                    tasks.start_soon(published.carry, experiments.cancel)
                if database.is_shared:
                    news = QuotaNews(app.state.quotas, broadcast, database.origin)
                    tasks.start_soon(news.carry)
                tasks.start_soon(broadcast.carry)
                try:
                    yield
                finally:
                    store.close()
                    taught.close()
                    tasks.cancel_scope.cancel()
                    with anyio.CancelScope(shield=True):
                        await processes.close()

    app = FastAPI(
        title=_NAME,
        summary="Watch a recurrent network learn, number by number.",
        description=_DESCRIPTION,
        version=importlib.metadata.version("rnn-explainer"),
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        openapi_url="/openapi.json",
        redirect_slashes=False,
        generate_unique_id_function=lambda route: route.name,
        openapi_tags=[
            {
                "name": "runs",
                "description": "Configuration, training and every number of a run.",
            },
            {"name": "experiments", "description": "Networks side by side."},
            {"name": "classes", "description": "A teacher, pupils, and what they predict."},
            {"name": "server", "description": "The limits of this server."},
        ],
        # From the outside in. What fails below `LastResort` is answered by it.
        middleware=[
            *([Middleware(BelowRoot, root=settings.root_path)] if settings.root_path else []),
            Middleware(Observed, answered=metrics.answered),
            Middleware(SecurityHeaders),
            Middleware(LastResort),
            Middleware(HostAndOrigin, allowed_hosts=settings.allowed_hosts),
            Middleware(BodyLimit, max_bytes=settings.max_body_bytes),
            Middleware(Compression, but=(PROGRESS_MEDIA_TYPE, NPZ_MEDIA_TYPE)),
        ],
        telemetry={
            "tracing": False,
            "metrics": False,
            "logs": False,
            "operation_spans": False,
            "auto_configure": False,
        },
    )
    app.state.settings = settings
    app.state.limits = limits
    app.state.metrics = metrics
    app.state.quotas = Quotas(settings, clock)
    app.state.templates = pages.templates()
    app.state.first_trace = first_trace(RunConfig())
    app.state.bundle = Bundle(resources.STATIC / "dist", "/static/dist")
    for router in (
        collection.router,
        runs.router,
        figures.router,
        runs.server_router,
        iterations.router,
        shares.router,
        exports.router,
        tasks.router,
        comparisons.router,
        gradients.router,
        experiments.router,
        lessons.router,
        classes.router,
    ):
        app.include_router(router, dependencies=[Depends(spoken)])
    app.include_router(operation.router)
    if settings.metrics:
        app.include_router(operation.metrics_router)
    app.include_router(pages.router)
    app.include_router(lessons.pages)
    app.mount("/static-swagger", swagger_assets())
    app.mount("/static/dist", Assets(resources.STATIC / "dist"))
    app.mount("/static", Assets(files={"icon.svg": resources.ICON}))
    _add_error_handlers(app, limits)

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = openapi_document(app, limits, settings.root_path)
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]
    return app


def read_all() -> None:
    """Reads now what is read once: no visitor waits for it."""
    for language in LANGUAGES:
        messages(language)
    chapters.read_all()


async def _expire(store: RunStore, taught: ClassStore) -> None:
    while True:
        await anyio.sleep(_EXPIRY_SECONDS)
        store.expire()
        try:
            await store.purge()
            await taught.purge()
        except Problem as problem:
            _log.warning("old runs and classes were not deleted: %s", problem.detail)


def _add_error_handlers(app: FastAPI, limits: Limits) -> None:
    async def http_error(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        problem = error if isinstance(error, Problem) else _http_problem(request, error)
        return refusal(problem, request)

    async def invalid_request(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        is_of_gradients = path_of(request.scope).startswith(gradients.router.prefix)
        own = limits.gradients if is_of_gradients else None
        field = getattr(request.scope.get("route"), "body_field", None)
        body = field.field_info.annotation if field is not None else None
        problem = validation_problem(error, limits, own, body)
        return refusal(problem, request)

    async def core_error(request: Request, error: Exception) -> Response:
        assert isinstance(error, CoreError)
        return refusal(_core_problem(error), request)

    app.add_exception_handler(HTTPException, http_error)
    app.add_exception_handler(RequestValidationError, invalid_request)
    app.add_exception_handler(CoreError, core_error)


def _core_problem(error: CoreError) -> Problem:
    """The error table: what the core refuses, as an answer."""
    match error:
        case InvalidConfiguration():
            return invalid([FieldError(error.field, _told(error), error.allowed)])
        case UnknownToken():
            allowed = saying("allowed-token", known=named(error.tokens))
            return invalid([FieldError("first", saying("wrong-token", allowed=allowed), allowed)])
        case InvalidAddress():
            return invalid([FieldError(error.part, _told(error))])
        case IterationOutOfRange():
            return Problem(
                404,
                saying(
                    "problem-iteration-not-found",
                    requested=str(error.requested),
                    first=str(error.first),
                    last=str(error.last),
                ),
                kind="iteration-not-found",
            )
        case NoWeights():
            return Problem(
                409,
                saying("problem-no-weights", timestep=error.timestep, last=error.last),
                kind="no-weights",
            )
        case NotExportable():
            return Problem(
                409, saying(f"error-{error.code}", **error.values), kind="not-exportable"
            )
        case OutOfTime():
            return Problem(
                422,
                saying("problem-judging-too-long", done=str(error.done), of=str(error.examples)),
                kind="judging-too-long",
            )
        case RunDiverged():
            return Problem(409, of_divergence(error), kind="run-diverged")
        case _:
            return Problem(422, Sentences([str(error)]), kind="invalid-request")


def _told(error: CoreError) -> Sayable | str:
    """Its sentence; in English where the core does not say what stands in it."""
    if isinstance(error, Refused):
        return error.told
    if error.code is None:
        return str(error)
    return saying(f"error-{error.code}", **error.values)


def _http_problem(request: Request, error: HTTPException) -> Problem:
    """What the framework refuses: unknown paths and methods, bodies that cannot be read."""
    headers = dict(error.headers or {})
    path = request.url.path
    if error.status_code == 404:
        return Problem(404, saying("problem-nothing-here", path=path[:200]))
    if error.status_code == 405:
        methods = _methods(request) or {headers.get("Allow", headers.get("allow", ""))}
        allow = ", ".join(sorted(methods))
        return Problem(
            405,
            saying("problem-method", path=path[:200], method=request.method, allowed=allow),
            headers={"Allow": allow},
        )
    return Problem(error.status_code, Sentences([str(error.detail).rstrip(".")]), headers=headers)


def _methods(request: Request) -> set[str]:
    """The methods that some route has for the path of the request."""
    methods: set[str] = set()
    for method in ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"):
        scope = {**request.scope, "method": method}
        if any(route.matches(scope)[0] == Match.FULL for route in request.app.routes):
            methods.add(method)
    return methods


def main(arguments: Sequence[str] | None = None) -> int:
    """Serves until it is interrupted. Returns the exit code."""
    try:
        settings = Settings()
    except ValidationError as error:
        for item in error.errors():
            name = str(item["loc"][0]).upper()
            variable = (
                name if name in ("HOST", "PORT") else f"{_PREFIX}{name.removeprefix(_PREFIX)}"
            )
            print(f"{variable}: {item['msg']}", file=sys.stderr)
        return 1
    if "database" not in settings.model_fields_set:
        settings = settings.model_copy(update={"database": default_address()})
    if "processes" not in settings.model_fields_set:
        settings = settings.model_copy(update={"processes": max(1, (os.cpu_count() or 1) - 1)})
    parser = argparse.ArgumentParser(prog="rnn-explainer", description=f"Serve {_NAME}.")
    parser.add_argument(
        "--host", default=settings.host, help="the address to listen on (default: %(default)s)"
    )
    parser.add_argument(
        "--port", type=_port, default=settings.port, help="the port (default: %(default)s)"
    )
    parser.add_argument(
        "--root-path",
        default=settings.root_path,
        help="below which path a proxy leads here, as in /rnn (default: none)",
    )
    parser.add_argument(
        "--workers",
        type=_count,
        default=settings.workers,
        help="how many processes serve; several share a PostgreSQL (default: %(default)s)",
    )
    parser.add_argument(
        "--log-requests",
        action="store_true",
        default=settings.log_requests,
        help="print a line for each request",
    )
    parser.add_argument(
        "--log-format",
        choices=get_args(LogFormat),
        default=settings.log_format,
        help="what the log is written for, people or programs (default: %(default)s)",
    )
    options = parser.parse_args(arguments)
    try:
        root = Settings(root_path=options.root_path).root_path
    except ValidationError as error:
        print(f"--root-path: {error.errors()[0]['msg']}", file=sys.stderr)
        return 1
    chosen = {"root_path": root, "log_format": options.log_format}
    settings = settings.model_copy(update={**chosen, "log_requests": options.log_requests})

    if options.workers > 1 and not can_be_shared(settings.database):
        print(_WHY_ONE, file=sys.stderr)
        return 1
    try:
        listener = listening(options.host, options.port)
    except OSError as error:
        print(why_not(options.host, options.port, error), file=sys.stderr)
        return 1
    where = {"host": options.host, "port": listener.getsockname()[1]}
    settings = settings.model_copy(update=where)
    try:
        # Asked now, so that what is wrong with it is said in a sentence.
        Database(settings.database).close()
    except DatabaseError as error:
        listener.close()
        print(_why_no_database(settings.database, error), file=sys.stderr)
        return 1
    if not Bundle(resources.STATIC / "dist", "/static/dist").is_built():
        print("The pages have not been built: `make run` builds and serves them.", file=sys.stderr)
        return 1
    said = f"{_NAME} is at {address_of(options.host, listener)}{root} (Ctrl-C stops it)"

    def ready() -> None:
        print(said, flush=True)

    if options.workers > 1:
        logs.configure(settings.log_format, requests=settings.log_requests)
        return supervise(Worker(_serve, (settings,), listener), options.workers, ready)
    _serve(settings, listener, ready)
    return 0


def _serve(settings: Settings, listener: socket.socket, ready: Callable[[], object]) -> None:
    """Serves on a socket until it is interrupted."""
    allow_many_connections()
    sys.setswitchinterval(_SWITCH_SECONDS)
    logs.configure(settings.log_format, requests=settings.log_requests)
    app = create_app(settings)
    # Typeset now, and not while the first visitor waits.
    formulas.symbols()
    config = uvicorn.Config(
        app,
        # Its own lines for requests have raw addresses, and those have what people wrote.
        access_log=False,
        log_config=None,
        log_level="warning",
        forwarded_allow_ips=settings.forwarded_allow_ips,
        lifespan="on",
        server_header=False,
        timeout_graceful_shutdown=ANSWER_SECONDS,
    )
    if threading.current_thread() is threading.main_thread():
        # uvicorn stops in order, and then repeats the signal: being asked to stop is no failure.
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        Server(config, app, ready).run(sockets=[listener])
    except KeyboardInterrupt:
        print()


def _port(text: str) -> int:
    port = int(text)
    if not 0 <= port <= 65535:
        raise argparse.ArgumentTypeError("a port is a number from 0 to 65535")
    return port


def _count(text: str) -> int:
    count = int(text)
    if not 1 <= count <= MOST_WORKERS:
        raise argparse.ArgumentTypeError(f"from 1 to {MOST_WORKERS} processes can serve")
    return count


def _why_no_database(address: str, error: DatabaseError) -> str:
    why = f"The runs cannot be kept in {told(address)}: {str(error).strip().rstrip('.')}."
    if can_be_shared(address):
        return why
    return (
        f"{why} Another server may be using it. {_PREFIX}DATABASE=sqlite:///FILE keeps them in "
        f"another file, {_PREFIX}DATABASE={OFF} only until the server stops."
    )


if __name__ == "__main__":
    sys.exit(main())
