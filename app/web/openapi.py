"""The OpenAPI document: what FastAPI makes of the routes, with limits, errors and streams."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from app.documents.answers import ProblemAnswer, ProgressLine, RunEvent
from app.documents.limits import Limit, Limits
from app.documents.problems import MEDIA_TYPE
from app.documents.schemas import NPZ_MEDIA_TYPE
from app.runs.streams import EVENTS_MEDIA_TYPE, PROGRESS_MEDIA_TYPE

_REFERENCE = "#/components/schemas/"
_SUMMARIES = {
    "create_run": "Create a run",
    "list_runs": "List the runs of this browser",
    "delete_runs": "Delete the runs of this browser",
    "set_title": "Give a run a title",
    "get_run": "Get a run",
    "change_run": "Change a run",
    "undo": "Undo the latest change",
    "redo": "Redo the latest undone change",
    "delete_run": "Delete a run",
    "step": "Train for one iteration",
    "train": "Train for many iterations",
    "pause": "Stop training",
    "get_trace": "Get every number of an iteration",
    "get_history": "Get the loss over the iterations",
    "rewind": "Go to an iteration the run has reached",
    "fork": "Fork a run",
    "sample": "Generate text",
    "follow_run": "Follow a run’s changes",
    "get_limits": "Get the limits of this server",
    "explain": "Explain how a number is computed",
    "formula": "Get the equation behind a number as SVG",
    "check": "Check a gradient against central differences",
    "contributions": "Get a gradient as a sum over timesteps",
    "get_sensitivity": "Find which inputs mattered",
    "get_loss_shares": "Get the gradients at the states as sums over the losses",
    "get_state_shares": "Get the derivative of the states by a weight as a sum over its uses",
    "get_tasks": "List the tasks",
    "get_task_examples": "List the examples of a task",
    "get_run_task": "Get the task of a run",
    "get_run_examples": "List the examples of a run",
    "get_score": "Score a run on every split",
    "try_input": "Run the network on your own input",
    "get_code": "Get a run as a script",
    "get_figures": "Get the figures of an iteration",
    "get_figure": "Get one figure of an iteration",
    "compare": "Compare an iteration of two runs",
    "get_comparison_figures": "Get the figures of a comparison",
    "measure_gradients": "Measure how far gradients reach",
    "measure_seeds": "Measure how far gradients reach, with several seeds",
    "create_experiment": "Run an experiment",
    "get_experiment": "Get an experiment",
    "get_experiment_csv": "Download an experiment as CSV",
    "get_experiment_figures": "Get an experiment’s figures",
    "cancel_experiment": "Cancel an experiment",
    "measure_run": "Measure a run",
    "measure_experiment": "Measure an experiment",
    "list_classes": "List the classes of this browser",
    "open_class": "Open a class",
    "get_class": "Get a class",
    "change_class": "Let the pupils of a class go, gather or pause them",
    "close_class": "Close a class",
    "join_class": "Join a class",
    "leave_class": "Leave a class",
    "remove_pupil": "Remove a pupil",
    "share_progress": "Share progress in the chapters, or no longer",
    "report_progress": "Report progress in a chapter",
    "show_class": "Show a class an iteration",
    "get_shown_trace": "Get every number of what a class is shown",
    "follow_class": "Follow a class",
    "ask_class": "Ask a class to predict",
    "end_question": "Take a question from the screens",
    "answer_question": "Answer a question",
    "reveal_question": "Reveal what came of a question",
    "get_class_answers": "Download the answers of a class as CSV",
    "get_class_code": "Get the QR code of a class",
}
"""What an operation is called in the list of them, by the name of its function."""
_PROBLEMS = {
    "404": "There is no such run, iteration or figure.",
    "409": "The run's state does not allow it.",
    "413": "The body is too large.",
    "415": "The body is not JSON.",
    "422": "Something in the request is not allowed; `errors` says what and where.",
    "429": "The client is at one of its limits; `Retry-After` says when to try again.",
    "503": "The server is at one of its limits.",
    "default": "Any other error.",
}


def openapi_document(app: FastAPI, limits: Limits, root: str = "") -> dict[str, Any]:
    """The document of this server, with its own limits, and the path that it is below."""
    document = get_openapi(
        title=app.title,
        version=app.version,
        summary=app.summary,
        description=app.description,
        routes=app.routes,
        tags=app.openapi_tags,
        servers=[{"url": root}] if root else None,
    )
    schemas: dict[str, Any] = document["components"]["schemas"]
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    for model in (ProblemAnswer, ProgressLine, RunEvent):
        schema = model.model_json_schema(ref_template=f"{_REFERENCE}{{model}}")
        schemas.update(schema.pop("$defs", {}))
        schemas[model.__name__] = schema
    _bound(schemas, limits)
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            operation["summary"] = _SUMMARIES[operation["operationId"]]
            _describe_errors(operation, method)
            if path.endswith("/history"):
                _bound_parameters(operation, limits.history)
            answers = operation["responses"]
            if path.endswith("/train"):
                answers["200"]["content"] = _stream(PROGRESS_MEDIA_TYPE, "ProgressLine")
            elif path.endswith("/events"):
                event = "ClassAnswer" if "/classes/" in path else "RunEvent"
                answers["200"]["content"] = _stream(EVENTS_MEDIA_TYPE, event)
            elif NPZ_MEDIA_TYPE in answers.get("200", {}).get("content", {}):
                answers["200"]["content"][NPZ_MEDIA_TYPE] = {
                    "schema": {"type": "string", "format": "binary"}
                }
            if "201" in answers:
                answers["201"]["headers"] = {
                    "Location": {
                        "description": "Where it is.",
                        "schema": {"type": "string", "format": "uri-reference"},
                    }
                }
    return document


def _stream(media_type: str, schema: str) -> dict[str, Any]:
    # OpenAPI 3.1 has no word for the items of a stream; 3.2 calls it so.
    return {
        media_type: {
            "schema": {"type": "string"},
            "itemSchema": {"$ref": f"{_REFERENCE}{schema}"},
        }
    }


def _describe_errors(operation: dict[str, Any], method: str) -> None:
    answers = operation["responses"]
    for status, description in _PROBLEMS.items():
        if status in ("413", "415") and method == "get":
            continue
        answers[status] = {
            "description": description,
            "content": {MEDIA_TYPE: {"schema": {"$ref": f"{_REFERENCE}ProblemAnswer"}}},
        }


def _bound(schemas: dict[str, Any], limits: Limits) -> None:
    hyperparameters = limits.hyperparameters
    _bound_schema(schemas["RunRequest"], limits.run, defaults=True)
    _bound_schema(schemas["Changes"], hyperparameters)
    _bound_schema(schemas["ForkRequest"], {**hyperparameters, "iteration": limits.run["iteration"]})
    _bound_schema(schemas["RewindRequest"], {"iteration": limits.run["iteration"]})
    _bound_schema(schemas["InterventionRequest"], {"iteration": limits.run["iteration"]})
    _bound_schema(schemas["TrainRequest"], limits.train, defaults=True)
    _bound_schema(schemas["TitleRequest"], limits.title)
    _bound_schema(schemas["JoinRequest"], {"name": limits.classroom["name"]})
    _bound_schema(schemas["ViewRequest"], {"iteration": limits.classroom["iteration"]})
    asked = {name: limits.classroom[name] for name in ("text", "steps")}
    _bound_schema(schemas["QuestionRequest"], asked, defaults=True)
    _bound_schema(schemas["SampleRequest"], limits.sample, defaults=True)
    _bound_schema(schemas["GradientsRequest"], limits.gradients, defaults=True)
    schemas["Changes"]["minProperties"] = 1
    for schema in (schemas["Changes"], schemas["ForkRequest"]):
        for name in ("edits", "clamps"):
            schema["properties"][name]["maxItems"] = int(limits.server["edits"])
    interventions = schemas["RunRequest"]["properties"]["interventions"]
    interventions["maxItems"] = int(limits.server["interventions"])


def _bound_schema(
    schema: dict[str, Any], limits: Mapping[str, Limit], *, defaults: bool = False
) -> None:
    for name, limit in limits.items():
        _bound_property(schema["properties"][name], limit)
        if defaults and limit.has_default:
            schema["properties"][name]["default"] = limit.default


def _bound_parameters(operation: dict[str, Any], limits: Mapping[str, Limit]) -> None:
    for parameter in operation["parameters"]:
        if parameter["name"] in limits:
            limit = limits[parameter["name"]]
            parameter["schema"] = {
                "type": limit.type,
                **limit.json_schema(),
                "default": limit.default,
            }


def _bound_property(schema: dict[str, Any], limit: Limit) -> None:
    branches = schema.get("anyOf", [schema])
    next(branch for branch in branches if branch.get("type") != "null").update(limit.json_schema())
