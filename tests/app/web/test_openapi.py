"""The OpenAPI document: complete, true, and fit to make a client from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any

import httpx2
import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.config import SchemathesisConfig
from starlette.testclient import TestClient

from app.documents.limits import Limits
from app.main import create_app
from app.settings import Settings
from app.web.openapi import openapi_document

SETTINGS = Settings(
    max_iteration=500,
    max_iterations_per_request=200,
    train_seconds=0.2,
    gradient_seconds=0.01,
    max_hidden_size=8,
    max_runs=20,
    # One client makes a run for each request that is drawn.
    new_runs_per_token=100_000,
    new_runs_per_address=100_000,
    new_classes_per_address=100_000,
    wrong_codes_per_token=100_000,
    wrong_codes_per_address=100_000,
)
APP = create_app(SETTINGS)


@pytest.fixture(scope="module")
def address(serving: Callable[[Settings], AbstractContextManager[str]]) -> Iterator[str]:
    with serving(SETTINGS) as address:
        yield address


@pytest.fixture(scope="module")
def keep_alive(address: str) -> Iterator[httpx2.Client]:
    with httpx2.Client(base_url=address, timeout=60) as client:
        yield client


@pytest.fixture
def document(client: TestClient) -> dict[str, Any]:
    content: dict[str, Any] = client.get("/openapi.json").json()
    return content


def operations(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, item in document["paths"].items():
        for method, operation in item.items():
            yield path, method, operation


def test_every_operation_has_a_name_and_a_description(document: dict[str, Any]) -> None:
    names = [operation["operationId"] for *_, operation in operations(document)]
    assert len(set(names)) == len(names)
    assert all(name.isidentifier() for name in names)
    assert {"create_run", "step", "train", "get_trace", "follow_run"} <= set(names)
    for *_, operation in operations(document):
        assert operation["description"]
        assert operation["summary"]


def test_every_operation_tells_its_errors(document: dict[str, Any]) -> None:
    for *_, operation in operations(document):
        answers = operation["responses"]
        assert {"404", "422", "503", "default"} <= set(answers)
        for status, answer in answers.items():
            if status == "default" or status >= "400":
                assert set(answer["content"]) == {"application/problem+json"}
            elif status != "204":
                assert answer["content"]


def test_the_bounds_are_those_of_the_settings() -> None:
    limits = Limits.of(SETTINGS)
    schemas = openapi_document(APP, limits)["components"]["schemas"]
    hidden_size = schemas["RunRequest"]["properties"]["hidden_size"]
    assert (hidden_size["minimum"], hidden_size["maximum"]) == (2, 8)
    assert schemas["TrainRequest"]["properties"]["iterations"]["maximum"] == 200
    rate = schemas["RunRequest"]["properties"]["learning_rate"]
    assert (rate["exclusiveMinimum"], rate["default"]) == (0, 0.1)
    assert schemas["RunRequest"]["additionalProperties"] is False
    assert "required" not in schemas["RunRequest"]


def test_every_reference_leads_somewhere(document: dict[str, Any]) -> None:
    def references(value: Any) -> Iterator[str]:
        if isinstance(value, dict):
            if isinstance(value.get("$ref"), str):
                yield value["$ref"]
            for item in value.values():
                yield from references(item)
        elif isinstance(value, list):
            for item in value:
                yield from references(item)

    found = set(references(document))
    assert found
    for reference in found:
        target: Any = document
        for part in reference.removeprefix("#/").split("/"):
            target = target[part]


# Some rules are beyond JSON Schema: shapes that depend on one another, two different characters,
# the characters of a run's own vocabulary. What they refuse must still be told as 422.
CHECKS = {
    "positive_data_acceptance": {
        "expected-statuses": ["200", "201", "204", "404", "409", "422", "503"]
    }
}


def _schema(**generation: str) -> Any:
    config = SchemathesisConfig.from_dict({"checks": CHECKS, "generation": generation})
    schema = schemathesis.openapi.from_dict(APP.openapi(), config=config)
    # An event stream has no end to wait for; test_streams.py reads it over a socket.
    return schema.exclude(path_regex="/events$")


anything = _schema()
of_a_run = _schema(mode="positive").include(path_regex="^/api/runs/{id}")


@pytest.mark.slow
@anything.parametrize()  # type: ignore[untyped-decorator]
@settings(max_examples=25, suppress_health_check=list(HealthCheck))
def test_the_server_does_what_the_document_says(address: str, case: schemathesis.Case[Any]) -> None:
    case.call_and_validate(base_url=address)


@pytest.mark.slow
@of_a_run.parametrize()  # type: ignore[untyped-decorator]
@settings(max_examples=25, suppress_health_check=list(HealthCheck))
def test_the_answers_of_a_living_run_are_as_documented(
    address: str, keep_alive: httpx2.Client, case: schemathesis.Case[Any]
) -> None:
    run = keep_alive.post("/api/runs", json={"text": "hello", "iteration": 3}).json()
    case.path_parameters = {**(case.path_parameters or {}), "id": run["id"]}
    if "/compare" in case.path:
        case.query = {**(case.query or {}), "run": run["id"]}
    response = case.call_and_validate(base_url=address)
    if response.status_code == 404:
        assert not response.json()["type"].endswith("run-not-found")
