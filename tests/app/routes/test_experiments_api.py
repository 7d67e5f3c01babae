"""Experiments over REST: one request, lines of progress, a result that stays for a while."""

from __future__ import annotations

import csv
import io
import itertools
import json
from typing import Any

import plotly.graph_objects as go
import pytest
from starlette.testclient import TestClient

from tests.app.conftest import Connect, creation_of

SMALL: dict[str, Any] = {
    "text": "hello",
    "models": [{"cell": "window_1"}, {"cell": "tanh"}, {"cell": "tanh", "sharing": "none"}],
    "seeds": [1, 2],
    "iterations": 60,
    "evaluations": 3,
}


def lines_of(client: TestClient, request: dict[str, Any]) -> list[dict[str, Any]]:
    answer = client.post("/api/experiments", json=request)
    assert answer.status_code == 200, answer.text
    return [json.loads(line) for line in answer.text.splitlines()]


def test_one_request_carries_out_an_experiment(client: TestClient) -> None:
    first, *progress, result = lines_of(client, SMALL)
    assert first["of"] == len(progress) == 3 * 2 * 4
    assert [line["measured"] for line in progress] == list(range(1, 25))
    assert result["stopped"] == "finished"
    assert [model["label"] for model in result["models"]] == [
        "window MLP, k = 1",
        "tanh RNN",
        "tanh RNN, no weights shared",
    ]
    window, rnn, unshared = result["models"]
    assert window["floor"] == pytest.approx(1.3862943611198906)
    assert rnn["floor"] is None
    assert unshared["outcome"]["out_of_reach"]["longer"] == 1
    assert unshared["growth"][0] == [4, unshared["weights"]]
    assert rnn["curves"]["train"][-1]["seeds"] == 2
    # What is said of it is said of these numbers.
    assert "“tanh RNN” ends with a loss of" in " ".join(result["verdict"]["seen"])
    assert result["verdict"]["so"]


def test_models_that_differ_in_any_field_are_told_apart_in_words(client: TestClient) -> None:
    models = [
        {"cell": "lstm", "clip_norm": None},
        {"cell": "gru", "clip_norm": 0.5, "optimizer": "sgd", "learning_rate": 0.5},
        {"cell": "tanh", "initialization": "orthogonal", "spectral_radius": 0.9},
        {"cell": "window_2", "hidden_size": 3, "initialization_scale": 0.5},
    ]
    request = {**SMALL, "models": models}
    *_, result = lines_of(client, request)
    assert [model["label"].split(", η")[0] for model in result["models"]] == [
        "LSTM, 6 units, Adagrad",
        "GRU, 6 units, SGD",
        "tanh RNN, 6 units, Adagrad",
        "window MLP, k = 2, 3 units, Adagrad",
    ]
    assert result["models"][0]["label"] == (
        "LSTM, 6 units, Adagrad, η = 0.1, no clipping, normal weights, weights × 1, W_hh unscaled"
    )
    # What would mean nothing for a model is not said of it.
    assert "W_hh" not in result["models"][3]["label"]
    assert result["models"][1]["label"] == (
        "GRU, 6 units, SGD, η = 0.5, clipped to 0.5, normal weights, weights × 1, W_hh unscaled"
    )


def test_a_result_stays_as_json_and_as_a_table(client: TestClient) -> None:
    *_, result = lines_of(client, SMALL)
    path = f"/api/experiments/{result['id']}"
    assert client.get(path).json()["measurements"] == result["measurements"]
    table = list(csv.DictReader(io.StringIO(client.get(f"{path}/csv").text)))
    # train, longer and shifted of every measurement
    assert len(table) == 3 * len(result["measurements"])
    row = next(row for row in table if row["split"] == "train")
    first = result["measurements"][0]
    assert float(row["loss"]) == first["splits"]["train"]["loss"]


def test_the_table_can_be_asked_for_at_once(client: TestClient) -> None:
    answer = client.post("/api/experiments", json=SMALL, headers={"Accept": "text/csv"})
    assert answer.headers["content-type"].startswith("text/csv")
    table = list(csv.DictReader(io.StringIO(answer.text)))
    assert len(table) == 3 * 24
    assert {row["label"] for row in table} == {
        "window MLP, k = 1",
        "tanh RNN",
        "tanh RNN, no weights shared",
    }


@pytest.mark.slow
@pytest.mark.parametrize("task", ["next_character", "remembering", "translation"])
def test_each_network_opens_as_the_run_that_was_measured(client: TestClient, task: str) -> None:
    models = [{"cell": "gru", "hidden_size": 5, "optimizer": "adam", "learning_rate": 0.02}]
    models.append({"cell": "lstm", "hidden_size": 4, "keep_bias": 4})
    models.append({"cell": "tanh", "hidden_size": 4, "clip_norm": None})
    request = {"task": task, "models": models, "seeds": [3, 1], "iterations": 20, "evaluations": 1}
    *_, result = lines_of(client, request)
    for place, model in enumerate(result["models"]):
        run = client.post("/api/runs", json=creation_of(model["page"])).json()
        assert (run["iteration"], run["configuration"]["seed"]) == (20, 3)
        scored = client.get(f"/api/runs/{run['id']}/score").json()["splits"]
        (measured,) = (
            measurement["splits"]
            for measurement in result["measurements"]
            if (measurement["model"], measurement["seed"]) == (place, 3)
            and measurement["iteration"] == 20
        )
        for split, score in measured.items():
            assert scored[split]["loss"] == score["loss"]
            assert scored[split]["right"] == score["right"]


def test_the_same_request_measures_the_same_on_any_server(connect: Connect) -> None:
    results = [lines_of(connect(), SMALL)[-1]["measurements"] for _ in range(2)]
    for result in results:
        for measurement in result:
            del measurement["seconds_per_iteration"]
    assert results[0] == results[1]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("log", [False, True])
def test_the_figures_are_plotlys(client: TestClient, theme: str, log: bool) -> None:
    *_, result = lines_of(client, SMALL)
    path = f"/api/experiments/{result['id']}/figures?theme={theme}&log={str(log).lower()}"
    figures = client.get(path).json()
    assert set(figures) == {"loss", "score", "growth", "memory"}
    for figure in figures.values():
        go.Figure(figure)
    loss = figures["loss"]
    medians = [curve for curve in loss["data"] if curve.get("showlegend", True)]
    assert [curve["name"] for curve in medians] == [m["label"] for m in result["models"]]
    points = result["models"][1]["curves"]["train"]
    if not log:
        assert medians[1]["y"] == [point["loss"]["median"] for point in points]
        assert loss["layout"]["shapes"][0]["y0"] == pytest.approx(1.3862943611198906)
        # The curves begin in the picture, and end above what is said of the line.
        assert loss["layout"]["yaxis"]["range"][1] >= max(each["y"][0] for each in medians)
        assert loss["layout"]["annotations"][0]["yanchor"] == "top"


def test_what_is_carried_is_drawn_letter_by_letter(client: TestClient) -> None:
    models = [{"cell": "lstm", "hidden_size": 4}, {"cell": "window_1"}, {"cell": "gru"}]
    request = {**SMALL, "task": "counting", "models": models}
    *_, result = lines_of(client, request)
    path = f"/api/experiments/{result['id']}/figures"
    memory = client.get(path).json()["memory"]
    drawn = [curve for curve in memory["data"] if curve.get("showlegend", True)]
    # A window carries nothing.
    assert [curve["name"] for curve in drawn] == ["LSTM, 4 units: |c|", "GRU, 6 units: |h|"]
    assert memory["layout"]["xaxis"]["ticktext"] == [*"aaaaaaaaaaaaaaabbbbbbbbbbbbbbb"]
    for curve, model in zip(drawn, (0, 2), strict=True):
        of = [
            m["memory"]["largest"]
            for m in result["measurements"]
            if m["memory"] and m["model"] == model
        ]
        assert len(of) == 2
        assert curve["y"] == pytest.approx([sum(both) / 2 for both in zip(*of, strict=True)])


@pytest.mark.parametrize("log", ["true", "false"])
def test_several_floors_are_told_apart(client: TestClient, log: str) -> None:
    models = [{"cell": f"window_{k}"} for k in (1, 2, 3)]
    *_, result = lines_of(client, {**SMALL, "task": "counting", "models": models})
    floors = [model["floor"] for model in result["models"]]
    path = f"/api/experiments/{result['id']}/figures?log={log}"
    layout = client.get(path).json()["loss"]["layout"]
    lines = layout["shapes"]
    assert [line["y0"] for line in lines] == floors
    assert len({line["line"]["color"] for line in lines}) == 3
    (said,) = layout["annotations"]
    for floor, line in zip(floors, lines, strict=True):
        assert f'<span style="color:{line["line"]["color"]}">{floor:.4g}</span>' in said["text"]


@pytest.mark.slow
def test_time_is_up_after_a_while_and_what_there_is_stays(connect: Connect) -> None:
    seconds = itertools.count()
    client = connect(clock=lambda: float(next(seconds)), experiment_seconds=3)
    *_, result = lines_of(client, {**SMALL, "task": "translation", "models": [{"cell": "lstm"}]})
    assert result["stopped"] == "time"
    assert 0 < result["measured"] < result["of"]
    assert "at most 3 seconds" in result["message"]


def test_a_cancelled_experiment_tells_what_it_measured(client: TestClient) -> None:
    *_, result = lines_of(client, SMALL)
    path = f"/api/experiments/{result['id']}"
    assert client.delete(path).status_code == 204
    # It had been finished already.
    assert client.get(path).json()["stopped"] == "finished"


def test_old_results_make_place_for_new_ones(connect: Connect) -> None:
    client = connect(max_experiments=2)
    ids = [lines_of(client, {**SMALL, "iterations": 2})[-1]["id"] for _ in range(3)]
    assert [client.get(f"/api/experiments/{id}").status_code for id in ids] == [404, 200, 200]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"models": []}, "models"),
        ({"models": [{"cell": "tanh"}] * 9}, "models"),
        ({"models": [{"cell": "transformer"}]}, "models[0].cell"),
        ({"models": [{"hidden_size": 1000}]}, "models[0].hidden_size"),
        ({"models": [{"units": 3}]}, "models[0].units"),
        ({"seeds": []}, "seeds"),
        ({"seeds": [1, 1]}, "seeds"),
        ({"seeds": [-1]}, "seeds[0]"),
        ({"seeds": list(range(11))}, "seeds"),
        ({"iterations": 0}, "iterations"),
        ({"iterations": 20_001}, "iterations"),
        ({"evaluations": 51}, "evaluations"),
        ({"text": "aa"}, "text"),
        ({"examples": [["x" * 201, ""]], "task": "counting"}, "examples[0]"),
        ({"task": "captioning", "models": [{"cell": "window_2"}]}, "cell"),
    ],
)
def test_a_bad_request_is_told_what_is_wrong(
    client: TestClient, change: dict[str, Any], field: str
) -> None:
    answer = client.post("/api/experiments", json={**SMALL, **change})
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == [field]


def test_an_unknown_experiment_is_not_found(client: TestClient) -> None:
    assert client.get("/api/experiments/nothing").status_code == 404
    path = f"/api/experiments/{lines_of(client, SMALL)[-1]['id']}/figures?split=sideways"
    assert client.get(path).status_code == 422
