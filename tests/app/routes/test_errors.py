"""Errors: one shape on every route, and words that help."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import httpx2
import pytest
from starlette.testclient import TestClient

from app.main import create_app
from app.runs.store import RunStore
from app.settings import Settings
from rnn_core.network.architecture import SHARING
from rnn_core.tasks.registry import TASKS
from tests.networks import examples_of

Connect = Callable[..., TestClient]


def problem(response: httpx2.Response, status: int) -> dict[str, Any]:
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    content: dict[str, Any] = response.json()
    assert set(content) == {"type", "title", "status", "detail", "instance", "errors", "request_id"}
    assert content["request_id"] == response.headers["x-request-id"]
    assert content["status"] == status
    assert content["instance"] == response.request.url.path
    for error in content["errors"]:
        assert {"field", "message"} <= set(error) <= {"field", "message", "allowed"}
    return content


@pytest.mark.parametrize(
    ("body", "field", "message"),
    [
        ({"text": "a"}, "text", "text is too short: it has 1 character"),
        ({"text": "aaaa"}, "text", "text consists of “a” alone"),
        ({"text": "ab" * 101}, "text", "text is too long: it has 202 characters"),
        (
            {"text": "👍🏽" * 101},
            "text",
            "text is too long: it has 202 code points, and a single character can be several",
        ),
        (
            {"text": "e\u0301" * 101},
            "text",
            "text is too long: it has 202 code points, and a single character can be several",
        ),
        ({"text": "👍😀" * 101}, "text", "text is too long: it has 202 characters"),
        (
            {"task": "translation", "examples": [["i", "🇩🇪" * 101]]},
            "examples[0]",
            "an example's text is too long: it has 202 code points, and a single character can be",
        ),
        (
            {"task": "translation", "examples": [["👍🏽" * 50, "我"]] * 250},
            "examples",
            "the examples are too long: in all they have 25250 code points, and a single",
        ),
        ({"task": "counting", "examples": [["ab"]]}, "examples[0]", "has too few entries"),
        (
            {"task": "counting", "examples": [["a", "b", "c"]]},
            "examples[0]",
            "has too many entries",
        ),
        ({"text": 7}, "text", "text must be a string"),
        ({"text": None}, "text", "text must be a string"),
        ({"hidden_size": 1}, "hidden_size", "hidden_size must be at least 2, but is 1"),
        ({"hidden_size": 65}, "hidden_size", "hidden_size must be at most 64, but is 65"),
        ({"hidden_size": 2.5}, "hidden_size", "hidden_size must be a whole number"),
        ({"hidden_size": "6"}, "hidden_size", "hidden_size must be a whole number"),
        ({"hidden_size": True}, "hidden_size", "hidden_size must be a whole number"),
        ({"learning_rate": 0}, "learning_rate", "learning_rate must be above 0, but is 0"),
        ({"learning_rate": -1}, "learning_rate", "learning_rate must be above 0, but is -1"),
        ({"learning_rate": 2e6}, "learning_rate", "learning_rate must be at most 1000000"),
        ({"learning_rate": "fast"}, "learning_rate", "learning_rate must be a number"),
        ({"learning_rate": None}, "learning_rate", "learning_rate must be a number"),
        ({"clip_norm": 0}, "clip_norm", "clip_norm must be above 0"),
        ({"optimizer": "magic"}, "optimizer", "but is “magic”"),
        ({"cell": "transformer"}, "cell", "but is “transformer”"),
        ({"task": "addition"}, "task", "but is “addition”"),
        ({"initialization": "zeros"}, "initialization", "but is “zeros”"),
        ({"initialization_scale": 101}, "initialization_scale", "must be at most 100"),
        ({"seed": 2**32}, "seed", "seed must be at most 4294967295"),
        ({"seed": -1}, "seed", "seed must be at least 0"),
        ({"iteration": 1_000_001}, "iteration", "iteration must be at most 1000000"),
        ({"learningrate": 1}, "learningrate", "there is no field “learningrate” here"),
        ({"h_0": [1, 2]}, "h_0", "h_0 must have 6 numbers, but has 2 numbers"),
        (
            {"cell": "window_2", "spectral_radius": 1},
            "spectral_radius",
            "a window_2 network passes no state on",
        ),
        ({"keep_bias": 1}, "keep_bias", "a tanh cell has no forget gate or update gate"),
        ({"cell": "gru", "keep_bias": 11}, "keep_bias", "keep_bias must be at most 10"),
        ({"initial_parameters": {"W": [[1]]}}, "initial_parameters.W", "there is no field “W”"),
        (
            {"initial_parameters": {"W_hh": [[1]]}},
            "initial_parameters.W_hh",
            "must have shape 6 × 6, but has 1 × 1",
        ),
        ({"initial_parameters": {"b_h": ["x"]}}, "initial_parameters.b_h[0]", "must be a number"),
        ({"interventions": [{"iteration": 0}]}, "interventions[0].changes", "is missing"),
        (
            {"interventions": [{"iteration": 0, "changes": {"learning_rate": -1}}]},
            "interventions[0].changes.learning_rate",
            "must be above 0",
        ),
        (
            {"interventions": [{"iteration": 0, "changes": {"seed": 1}}]},
            "interventions[0].changes.seed",
            "there is no field “seed” here",
        ),
        (
            {"interventions": [{"iteration": 3, "changes": {"learning_rate": 1}}] * 2},
            "interventions",
            "two interventions at iteration 3",
        ),
        (
            {"interventions": [{"iteration": n, "changes": {}} for n in range(201)]},
            "interventions",
            "there are too many: 201 interventions",
        ),
    ],
)
def test_an_invalid_configuration_is_explained(
    client: TestClient, body: dict[str, Any], field: str, message: str
) -> None:
    content = problem(client.post("/api/runs", json=body), 422)
    (error,) = content["errors"]
    assert error["field"] == field
    assert message in error["message"]
    assert message in content["detail"]


def test_everything_wrong_is_told_at_once(client: TestClient) -> None:
    body = {"text": "aa", "hidden_size": 0, "learning_rate": 0}
    errors = problem(client.post("/api/runs", json=body), 422)["errors"]
    assert [error["field"] for error in errors] == ["text", "hidden_size", "learning_rate"]
    assert errors[1]["allowed"] == "a whole number from 2 to 64"


def test_a_mistyped_field_is_recognised(client: TestClient) -> None:
    (error,) = problem(client.post("/api/runs", json={"learning_rat": 1}), 422)["errors"]
    assert error["allowed"] == "did you mean learning_rate?"


@pytest.mark.parametrize(
    ("path", "body", "allowed"),
    [
        ("try", {"text": "hello"}, "did you mean source?"),
        ("try", {"input": "hello"}, "did you mean source?"),
        ("try", {"teacherforcing": True}, "did you mean teacher_forcing?"),
        ("try", {"word": "hello"}, "one of source, target, teacher_forcing, iteration"),
        ("rewind", {"iteration": 0, "text": "hello"}, "one of iteration, keep_interventions"),
    ],
)
def test_a_field_that_a_route_does_not_have_is_answered_with_those_it_has(
    client: TestClient, path: str, body: dict[str, Any], allowed: str
) -> None:
    run = client.post("/api/runs").headers["location"]
    (error,) = problem(client.post(f"{run}/{path}", json=body), 422)["errors"]
    assert error["allowed"] == allowed


def test_a_field_within_a_list_is_answered_with_those_it_may_have_there(
    client: TestClient,
) -> None:
    model = {"models": [{"seed": 1}], "iterations": 1}
    (error,) = problem(client.post("/api/experiments", json=model), 422)["errors"]
    assert error["allowed"].startswith("one of cell, sharing, hidden_size")
    change = {"interventions": [{"iteration": 0, "changes": {"lr": 1}}]}
    (error,) = problem(client.post("/api/runs", json=change), 422)["errors"]
    assert error["allowed"] == "did you mean learning_rate?"


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999", "1" + "0" * 400])
def test_numbers_that_are_not_finite_are_refused(client: TestClient, number: str) -> None:
    headers = {"Content-Type": "application/json"}
    for body in (f'{{"learning_rate": {number}}}', f'{{"h_0": [0, 0, 0, 0, 0, {number}]}}'):
        response = client.post("/api/runs", content=body, headers=headers)
        assert "number" in problem(response, 422)["detail"]


@pytest.mark.parametrize("first", ["👍🏽", "he", "", "z", "x" * 1000, "EOS"])
def test_where_a_sample_begins_is_a_token_of_the_vocabulary(client: TestClient, first: str) -> None:
    run = client.post("/api/runs").headers["location"]
    content = problem(client.post(f"{run}/sample", json={"first": first}), 422)
    (error,) = content["errors"]
    assert error == {
        "field": "first",
        "message": "first must be one token of the vocabulary: 'h', 'e', 'l', 'o'",
        "allowed": "one token of the vocabulary: 'h', 'e', 'l', 'o'",
    }
    assert content["detail"] == f"{error['message']}."


@pytest.mark.parametrize("temperature", [10.5, 11, 1e300])
def test_a_temperature_out_of_bounds_is_told_the_bound(
    client: TestClient, temperature: float
) -> None:
    run = client.post("/api/runs").headers["location"]
    refused = client.post(f"{run}/sample", json={"first": "👍🏽", "temperature": temperature})
    (error,) = problem(refused, 422)["errors"]
    assert error["field"] == "temperature"
    assert "temperature must be at most 10" in error["message"]
    assert error["allowed"] == "a number from 0 to 10"


@pytest.mark.parametrize("source", ["hezlo", "👍🏽"])
def test_a_letter_that_a_text_does_not_have_is_an_error_of_the_source(
    client: TestClient, source: str
) -> None:
    run = client.post("/api/runs").headers["location"]
    (error,) = problem(client.post(f"{run}/try", json={"source": source}), 422)["errors"]
    assert error["field"] == "source"
    assert "not in the vocabulary, which has 'h', 'e', 'l', 'o'" in error["message"]


def test_half_a_surrogate_pair_is_refused(client: TestClient) -> None:
    headers = {"Content-Type": "application/json"}
    own = r'{"task": "translation", "examples": [["a", "\ud800"]]}'
    for body in (r'{"text": "a\ud800"}', r'{"\ud800": 1}', own):
        problem(client.post("/api/runs", content=body, headers=headers), 422)
    run = client.post("/api/runs", json={"task": "translation"}).headers["location"]
    for body in (r'{"source": "\udfff"}', r'{"source": "she", "target": "\ud800"}'):
        problem(client.post(f"{run}/try", content=body, headers=headers), 422)


def test_examples_that_the_task_would_not_look_at_are_refused(client: TestClient) -> None:
    for task, examples, field in (
        ("next_character", [["ab", ""]], "examples"),
        ("counting", [["aabb", "b"]], "target"),
    ):
        refused = client.post("/api/runs", json={"task": task, "examples": examples})
        assert problem(refused, 422)["errors"][0]["field"] == field


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("PATCH", "", {}),
        ("PATCH", "", {"hidden_size": 7}),
        ("PATCH", "", {"learning_rate": 0}),
        ("PATCH", "", [1]),
        ("POST", "/train", {"iterations": 0}),
        ("POST", "/train", {"iterations": 100_001}),
        ("POST", "/train", {"iterations_per_second": 0}),
        ("POST", "/train", {"until_loss": "low"}),
        ("POST", "/rewind", {}),
        ("POST", "/rewind", {"iteration": 1}),
        ("POST", "/rewind", {"iteration": -1}),
        ("POST", "/fork", {"iteration": 1}),
        ("POST", "/fork", {"text": "abc"}),
        ("POST", "/sample", {"first": "x"}),
        ("POST", "/sample", {"first": ""}),
        ("POST", "/sample", {"length": 0}),
        ("POST", "/sample", {"length": 501}),
        ("POST", "/sample", {"temperature": 11}),
        ("POST", "/step?fields=nonsense", None),
        ("POST", "/step?fields=", None),
        ("GET", "/iterations/first", None),
        ("GET", "/iterations/0/figures?names=nonsense", None),
        ("GET", "/iterations/0/figures?show=nothing", None),
        ("GET", "/history?points=1", None),
        ("GET", "/history?points=many", None),
    ],
)
def test_what_is_not_allowed_is_refused(
    client: TestClient, run: str, method: str, path: str, body: Any
) -> None:
    before = client.get(run).json()
    content = problem(client.request(method, f"{run}{path}", json=body), 422)
    assert content["errors"]
    assert client.get(run).json() == before


def test_an_iteration_not_reached_is_not_found(client: TestClient, run: str) -> None:
    for path in ("/iterations/1", "/iterations/1/figures", "/iterations/1/figures/W_xh"):
        content = problem(client.get(f"{run}{path}"), 404)
        assert (
            content["detail"] == "Iteration 1 has not been reached: this run has iterations 0 to 0."
        )


@pytest.mark.parametrize("path", ["/", "/step", "/train", "/rewind", "/nothing", "/api/runs/"])
@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE", "PATCH"])
def test_unknown_routes_and_methods(client: TestClient, method: str, path: str) -> None:
    response = client.request(method, f"/api/nowhere{path}")
    problem(response, 404)


def test_a_method_that_is_not_possible_tells_which_are(client: TestClient, run: str) -> None:
    response = client.put(run)
    assert "does not support PUT. Allowed: " in problem(response, 405)["detail"]
    assert response.headers["allow"] == "DELETE, GET, PATCH"
    problem(client.post("/static/icon.svg"), 405)
    problem(client.get("/static/nothing.css"), 404)
    problem(client.get("/static/../pyproject.toml"), 404)
    problem(client.get("/static-plotly/datasets"), 404)


def test_a_body_that_is_not_json(client: TestClient) -> None:
    content = problem(client.post("/api/runs", data={"text": "hello"}), 415)
    assert "Content-Type: application/json" in content["detail"]
    headers = {"Content-Type": "application/json"}
    response = client.post("/api/runs", content='{"text": }', headers=headers)
    assert "not JSON" in problem(response, 400)["detail"]
    problem(client.post("/api/runs", content=b"\xff\xfe", headers=headers), 400)
    problem(client.post("/api/runs", content="[" * 100_000, headers=headers), 400)
    problem(client.post("/api/runs", json=[1]), 422)


def test_a_body_that_is_too_large(connect: Connect) -> None:
    client = connect(max_body_bytes=2000)
    problem(client.post("/api/runs", json={"text": "x" * 2000}), 413)

    def chunks() -> Any:
        yield b'{"text": "'
        for _ in range(100):
            yield b"x" * 100
        yield b'"}'

    headers = {"Content-Type": "application/json"}
    problem(client.post("/api/runs", content=chunks(), headers=headers), 413)
    problem(client.post("/nowhere", content=b"x" * 3000), 413)
    assert client.post("/api/runs", json={"text": "x" * 100 + "y"}).status_code == 201


def test_interventions_are_limited(connect: Connect) -> None:
    client = connect(max_interventions=2)
    run = client.post("/api/runs").headers["location"]
    for rate in (0.2, 0.3):
        assert client.patch(run, json={"learning_rate": rate}).status_code == 200
        client.post(f"{run}/step")
    content = problem(client.patch(run, json={"learning_rate": 0.4}), 409)
    assert content["type"].endswith("too-many-interventions")


def test_a_failure_of_the_server_gives_nothing_away(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("the secret")

    monkeypatch.setattr(RunStore, "get", fail)
    with TestClient(create_app(Settings()), base_url="http://localhost") as client:
        response = client.get("/api/runs/x")
    problem(response, 500)
    assert "secret" not in response.text
    assert "secret" in caplog.text
    assert "content-security-policy" in response.headers


def _hold_to_what_is_allowed(client: TestClient, network: dict[str, Any]) -> None:
    """Asks for a network; where it is refused, nothing that is refused is called allowed."""
    answer = client.post("/api/runs", json=network)
    if answer.status_code == 201:
        client.delete(answer.headers["location"])
        return
    for error in problem(answer, 422)["errors"]:
        allowed = error.get("allowed")
        refused = network.get(error["field"])
        assert error["field"] in network, error
        assert allowed is not None, error
        options = re.split(r", | or ", allowed.removeprefix("one of ").partition(" for a ")[0])
        assert str(refused) not in options, error
        # What is allowed instead is let in, as far as this field is concerned.
        for option in options:
            instead = {"null": None, "0": 0}.get(option, option)
            again = client.post("/api/runs", json={**network, error["field"]: instead})
            complaints = again.json().get("errors", [])
            assert error["field"] not in [each["field"] for each in complaints], (error, complaints)
            if again.status_code == 201:
                client.delete(again.headers["location"])


@pytest.mark.parametrize("task", TASKS)
@pytest.mark.parametrize("cell", ["tanh", "gru", "lstm", "window_1", "window_2"])
@pytest.mark.parametrize("sharing", SHARING)
@pytest.mark.parametrize("setting", [{}, {"keep_bias": 4}, {"spectral_radius": 1}])
def test_what_is_refused_beside_other_settings_is_not_called_allowed(
    client: TestClient, task: str, cell: str, sharing: str, setting: dict[str, Any]
) -> None:
    pairs = examples_of(task)
    examples = None if pairs is None else [list(pair) for pair in pairs]
    network = {"task": task, "cell": cell, "sharing": sharing, "hidden_size": 2, **setting}
    _hold_to_what_is_allowed(client, {**network, "examples": examples})


@pytest.mark.parametrize("clip_norm", [None, 5])
def test_a_diverged_run_is_advised_to_clip_only_where_it_does_not(
    client: TestClient, clip_norm: float | None
) -> None:
    body = {"optimizer": "sgd", "learning_rate": 1e6, "clip_norm": clip_norm, "iteration": 5}
    run = client.post("/api/runs", json=body).json()
    assert run["diverged"]
    assert ("turn on gradient clipping" in run["divergence"]) == (clip_norm is None)
    trace = client.get(run["links"]["trace"]).json()
    assert trace["divergence"] == run["divergence"]
    refused = problem(client.post(f"/api/runs/{run['id']}/step"), 409)
    assert refused["detail"] == run["divergence"]
