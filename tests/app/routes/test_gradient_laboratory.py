"""The gradients' laboratory over REST: measured by the core, bounded, and drawn as valid Plotly."""

from __future__ import annotations

from typing import Any

import numpy as np
import plotly.graph_objects as go
import pytest
from starlette.testclient import TestClient

from app.figures.gradients import GRADIENT_FIGURES
from app.figures.palette import THEME_NAMES
from rnn_core.analysis.gradient_flow import reach, train
from rnn_core.training.configuration import RunConfig
from tests.app.conftest import Connect, creation_of

SHORT = {"distance": 6, "hidden_size": 4, "iterations": 12}


def measured(client: TestClient, **body: Any) -> dict[str, Any]:
    answer = client.post("/api/gradients", json={**SHORT, **body})
    assert answer.status_code == 200, answer.text
    content: dict[str, Any] = answer.json()
    return content


def trainings(answer: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {training["name"]: training for training in answer["trainings"]}


def test_the_numbers_are_the_cores(client: TestClient) -> None:
    answer = measured(client, cell="lstm", keep_bias=2, iteration=5)
    fields = {**answer["configuration"]}
    assert (fields["cell"], fields["task"], fields["optimizer"]) == ("lstm", "remembering", "sgd")
    assert fields["keep_bias"] == 2
    configuration = RunConfig.from_mapping({**fields, "examples": None})
    training = train(configuration, 12, 5)
    wanted = reach(configuration, training.trace)
    assert answer["norms"]["loss"] == wanted.loss.tolist()
    assert answer["norms"]["state"] == wanted.state.tolist()
    assert wanted.cell_state is not None
    assert answer["norms"]["cell_state"] == wanted.cell_state.tolist()
    assert answer["blocks"][1]["singular_values"] == wanted.blocks[1].singular_values.tolist()
    assert [re + 1j * im for re, im in answer["blocks"][1]["eigenvalues"]] == list(
        wanted.blocks[1].eigenvalues
    )
    assert trainings(answer)["as chosen"]["losses"] == training.losses.tolist()
    assert (answer["iteration"], answer["T"], len(answer["inputs"])) == (5, 7, 7)


@pytest.mark.parametrize("changes", [{}, {"cell": "lstm", "keep_bias": 2}, {"clip_norm": None}])
def test_the_network_opens_as_the_run_that_was_measured(
    client: TestClient, changes: dict[str, Any]
) -> None:
    answer = measured(client, iteration=5, **changes)
    run = client.post("/api/runs", json=creation_of(answer["page"])).json()
    trace = client.get(f"/api/runs/{run['id']}/iterations/5").json()
    assert run["iteration"] == 5
    assert trace["gradient_norm"] == answer["gradient_norm"]
    assert [step["dh_norm"] for step in trace["steps"]] == pytest.approx(
        answer["norms"]["loss"][1:], rel=1e-12
    )


def test_the_same_request_has_the_same_answer(client: TestClient) -> None:
    first, second = measured(client), measured(client)
    assert {**first, "seconds": 0} == {**second, "seconds": 0}


def test_the_readings_are_of_the_first_and_the_last_timestep(client: TestClient) -> None:
    answer = measured(client, spectral_radius=0.3, distance=30)
    readings, norms = answer["readings"], answer["norms"]
    assert readings["first_gradient"] == norms["last_loss"][1]
    assert readings["last_gradient"] == norms["last_loss"][-1]
    assert readings["ratio"] == readings["first_gradient"] / readings["last_gradient"]
    assert readings["spectral_radius"] == pytest.approx(0.3)
    assert "vanishes" in readings["words"]


@pytest.mark.parametrize(
    ("body", "word"),
    [
        ({"spectral_radius": 3, "distance": 20, "hidden_size": 16}, "explodes"),
        ({"cell": "gru", "keep_bias": 3, "distance": 20}, "arrives"),
    ],
)
def test_the_words_say_what_is_measured(
    client: TestClient, body: dict[str, Any], word: str
) -> None:
    assert word in measured(client, **body)["readings"]["words"]


def test_the_cures_are_trained_beside_on_the_same_examples(client: TestClient) -> None:
    answer = measured(client, clip_norm=None)
    assert list(trainings(answer)) == ["as chosen", "orthogonal", "gates", "clipping"]
    chosen, clipped = trainings(answer)["as chosen"], trainings(answer)["clipping"]
    assert clipped["losses"][0] == chosen["losses"][0]
    assert clipped["losses"] != chosen["losses"]
    for training in answer["trainings"]:
        assert len(training["losses"]) == len(training["gradient_norms"]) == 13
        assert training["largest_gradient_norm"] == max(training["gradient_norms"])
        assert 0 <= training["right"] <= training["counted"] == 20
    assert answer["judged_on"] == "test"


def test_a_text_is_judged_on_itself(client: TestClient) -> None:
    answer = measured(client, task="next_character", text="hello world")
    assert answer["judged_on"] == "train"
    assert answer["source"] == "hello world"
    assert trainings(answer)["as chosen"]["counted"] == 10
    assert answer["norms"]["loss"] != answer["norms"]["last_loss"]


def test_a_diverged_training_is_told_and_drawn(client: TestClient) -> None:
    answer = measured(
        client, learning_rate=1000, clip_norm=None, spectral_radius=10, iterations=100, iteration=90
    )
    assert answer["diverged"]
    assert answer["iteration"] < 90
    assert trainings(answer)["as chosen"]["stopped"] == "diverged"
    for drawn in answer["figures"].values():
        go.Figure(drawn)


def test_a_training_that_takes_too_long_is_told(connect: Connect) -> None:
    client = connect(gradient_seconds=1e-9)
    answer = measured(client, iteration=10)
    assert {training["stopped"] for training in answer["trainings"]} == {"time"}
    assert answer["iteration"] == 0
    assert not answer["diverged"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("distance", 101),
        ("distance", 4),
        ("hidden_size", 65),
        ("iterations", 501),
        ("iteration", -1),
        ("spectral_radius", 11),
        ("learning_rate", 0),
        ("clip_norm", 0),
        ("cell", "window_1"),
        ("task", "translation"),
        ("text", "aaaa"),
        ("text", 300 * "ab"),
        ("keep_bias", 1),
        ("iterations", "many"),
        ("sharing", "none"),
    ],
)
def test_what_is_beyond_a_limit_is_refused_with_its_field(
    client: TestClient, field: str, value: object
) -> None:
    answer = client.post("/api/gradients", json={field: value})
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert [error["field"] for error in answer.json()["errors"]] == [field]


def test_the_limits_are_told_where_a_type_is_wrong(client: TestClient) -> None:
    answer = client.post("/api/gradients", json={"iterations": "many"})
    assert answer.json()["errors"][0]["allowed"] == "a whole number from 0 to 500"


def test_a_text_of_half_a_character_is_refused(client: TestClient) -> None:
    body = b'{"task": "next_character", "text": "a\\ud800"}'
    answer = client.post(
        "/api/gradients", content=body, headers={"Content-Type": "application/json"}
    )
    assert answer.status_code == 422


@pytest.mark.parametrize("theme", THEME_NAMES)
@pytest.mark.parametrize(
    "body",
    [
        {},
        {"cell": "lstm", "hidden_size": 64},
        {"cell": "gru", "task": "next_character", "text": "a <b>&"},
        {"iterations": 0},
        {"spectral_radius": 0},
    ],
)
def test_every_figure_is_valid_plotly(client: TestClient, theme: str, body: dict[str, Any]) -> None:
    answer = client.post(f"/api/gradients?theme={theme}", json={**SHORT, **body}).json()
    assert tuple(answer["figures"]) == GRADIENT_FIGURES
    for drawn in answer["figures"].values():
        go.Figure(drawn)
        assert drawn["layout"]["meta"]["axes"] == ["iteration"]


def test_the_figures_show_the_numbers_of_the_answer(client: TestClient) -> None:
    answer = measured(client, task="next_character", text="abcabd", iteration=3)
    figures = answer["figures"]
    assert figures["loss_gradients"]["data"][0]["y"] == answer["norms"]["loss"]
    linear, state = figures["jacobians"]["data"]
    assert state["y"] == answer["norms"]["state"]
    assert linear["y"] == answer["norms"]["linear"]
    assert "linear" in linear["name"]
    eigenvalues = np.array(answer["blocks"][0]["eigenvalues"])
    assert figures["eigenvalues"]["data"][0]["x"] == eigenvalues[:, 0].tolist()
    assert figures["losses"]["data"][0]["y"] == trainings(answer)["as chosen"]["losses"]


def test_where_examples_differ_losses_are_means_and_norms_the_largest(client: TestClient) -> None:
    answer = measured(client, iterations=60)
    over, chosen = answer["mean_over"], trainings(answer)["as chosen"]
    losses = answer["figures"]["losses"]["data"][0]["y"]
    norms = answer["figures"]["gradient_norms"]["data"][0]["y"]
    assert losses[50] == pytest.approx(np.mean(chosen["losses"][51 - over : 51]))
    assert losses[2] == pytest.approx(np.mean(chosen["losses"][:3]))
    assert norms[50] == max(chosen["gradient_norms"][51 - over : 51])


def test_the_page_is_served_and_linked(client: TestClient) -> None:
    page = client.get("/gradients")
    assert page.status_code == 200
    assert 'href="/gradients" aria-current="page"' in page.text
    assert 'href="/gradients"' in client.get("/workbench").text
