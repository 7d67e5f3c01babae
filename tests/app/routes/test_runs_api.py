"""What a client can do with a run: the API's specification, one behaviour a test."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from starlette.testclient import TestClient

from app.settings import Settings
from rnn_core.training.optimizers import OPTIMIZERS

PARAMETERS = ["W_xh", "W_hh", "W_hy", "b_h", "b_y"]


def create(client: TestClient, **body: Any) -> dict[str, Any]:
    response = client.post("/api/runs", json=body)
    assert response.status_code == 201, response.text
    run: dict[str, Any] = response.json()
    return run


def step(client: TestClient, run: dict[str, Any], times: int = 1) -> dict[str, Any]:
    trace: dict[str, Any] = {}
    for _ in range(times):
        trace = client.post(f"{run['links']['self']}/step").json()
    return trace


def test_a_run_without_a_body_is_the_default_one(client: TestClient) -> None:
    response = client.post("/api/runs")
    run = response.json()
    assert response.status_code == 201
    assert response.headers["location"] == run["links"]["self"] == f"/api/runs/{run['id']}"
    assert run["configuration"]["text"] == "hello"
    assert run["vocabulary"] == ["h", "e", "l", "o"]
    assert run["parameter_count"] == 6 * 4 + 6 * 6 + 4 * 6 + 6 + 4
    assert (run["iteration"], run["furthest_iteration"], run["diverged"]) == (0, 0, False)
    assert client.get(run["links"]["self"]).json() == run


def test_the_configuration_is_what_was_asked_for(client: TestClient) -> None:
    asked = {
        "text": "naïve ☕\n",
        "hidden_size": 3,
        "optimizer": "adam",
        "learning_rate": 0.25,
        "clip_norm": None,
        "initialization": "orthogonal",
        "initialization_scale": 0.5,
        "seed": 2**32 - 1,
        "h_0": [0.1, 0.0, -0.1],
    }
    run = create(client, **asked)
    assert asked.items() <= run["configuration"].items()


def test_a_run_can_start_from_given_weights(client: TestClient) -> None:
    """The well-known worked example (Gupta, 2017): "h", then "e"."""
    run = create(
        client,
        text="helo",
        hidden_size=3,
        initial_parameters={
            "W_xh": [
                [0.287027, 0.84606, 0.572392, 0.486813],
                [0.902874, 0.871522, 0.691079, 0.18998],
                [0.537524, 0.09224, 0.558159, 0.491528],
            ],
            "W_hh": [[0.427043, 0, 0], [0, 0.427043, 0], [0, 0, 0.427043]],
            "W_hy": [
                [0.37168, 0.974829459, 0.830034886],
                [0.39141, 0.282585823, 0.659835709],
                [0.64985, 0.09821557, 0.334287084],
                [0.91266, 0.32581642, 0.144630018],
            ],
            "b_h": [0.567001, 0.567001, 0.567001],
            "b_y": [0, 0, 0, 0],
        },
    )
    steps = client.get(run["links"]["trace"]).json()["steps"]
    np.testing.assert_allclose(steps[0]["h"], [0.693168, 0.899554, 0.802118], atol=5e-7)
    np.testing.assert_allclose(steps[1]["h"], [0.936534, 0.949104, 0.76234], atol=1e-6)
    np.testing.assert_allclose(
        steps[1]["probs"], [0.419748, 0.194682, 0.162429, 0.223141], atol=1e-6
    )


def test_a_step_answers_with_the_trace_of_the_new_iteration(client: TestClient) -> None:
    run = create(client)
    before = client.get(run["links"]["trace"]).json()
    after = step(client, run)
    assert (before["iteration"], after["iteration"]) == (0, 1)
    for name in PARAMETERS:
        expected = np.add(before["parameters"][name], before["updates"][name])
        np.testing.assert_array_equal(after["parameters"][name], expected)
    assert [item["t"] for item in after["steps"]] == [1, 2, 3, 4]
    assert "".join(item["input"] for item in after["steps"]) == "hell"
    assert "".join(item["target"] for item in after["steps"]) == "ello"
    assert sum(item["loss"] for item in after["steps"]) == pytest.approx(after["loss"], rel=1e-12)
    assert after == client.get(run["links"]["trace"]).json()
    assert after == client.get(f"{run['links']['self']}/iterations/1").json()


def test_the_fields_of_a_trace_can_be_chosen(client: TestClient, run: str) -> None:
    def fields(names: str) -> dict[str, Any]:
        answer: dict[str, Any] = client.get(f"{run}/iterations/0?fields={names}").json()
        return answer

    always = {"iteration", "loss", "diverged"}
    assert set(fields("loss")) == always
    assert set(fields("parameters")) == always | {"parameters"}
    assert set(fields("loss,h")) == always | {"steps"}
    assert set(fields("loss,h")["steps"][0]) == {"t", "input", "target", "loss", "h"}
    assert set(fields("h,probs")["steps"][0]) == {"t", "input", "target", "h", "probs"}
    assert fields("steps")["steps"] == client.get(f"{run}/iterations/0").json()["steps"]
    step_only = client.post(f"{run}/step?fields=loss").json()
    assert set(step_only) == always
    assert step_only["iteration"] == 1


def test_past_iterations_stay_available(client: TestClient) -> None:
    run = create(client)
    traces = [client.get(run["links"]["trace"]).json()] + [step(client, run) for _ in range(5)]
    for iteration, trace in enumerate(traces):
        path = f"{run['links']['self']}/iterations/{iteration}"
        assert client.get(path).json() == trace


def test_rewinding_and_going_on_gives_the_same_numbers(client: TestClient) -> None:
    run = create(client)
    path = run["links"]["self"]
    fifth = step(client, run, 5)
    rewound = client.post(f"{path}/rewind", json={"iteration": 2}).json()
    assert (rewound["iteration"], rewound["furthest_iteration"]) == (2, 5)
    assert step(client, run, 3) == fifth
    forward = client.post(f"{path}/rewind", json={"iteration": 4}).json()
    assert forward["iteration"] == 4


def test_a_change_is_an_intervention_that_the_run_remembers(client: TestClient) -> None:
    run = create(client)
    path = run["links"]["self"]
    step(client, run, 3)
    changed = client.patch(path, json={"learning_rate": 0.5, "clip_norm": None}).json()
    changes = {"learning_rate": 0.5, "clip_norm": None}
    assert changed["interventions"] == [{"iteration": 3, "changes": changes}]
    assert changed["hyperparameters"] == {"optimizer": "adagrad", **changes}
    assert changed["configuration"]["learning_rate"] == 0.1
    fifth = step(client, run, 2)

    again = create(client, interventions=changed["interventions"], iteration=5)
    assert client.get(again["links"]["trace"]).json() == fifth

    client.post(f"{path}/rewind", json={"iteration": 1})
    assert step(client, run, 4) == fifth
    reset = client.post(f"{path}/rewind", json={"iteration": 0, "keep_interventions": False})
    assert reset.json()["interventions"] == []
    assert step(client, run, 5) != fifth


def test_a_created_run_stands_where_it_was_asked_to(client: TestClient) -> None:
    run = create(client, iteration=300)
    assert (run["iteration"], run["furthest_iteration"]) == (300, 300)
    stepped = create(client)
    client.post(f"{stepped['links']['self']}/train", json={"iterations": 300})
    assert client.get(run["links"]["trace"]).json() == client.get(stepped["links"]["trace"]).json()


def test_a_fork_shares_the_past_and_nothing_else(client: TestClient) -> None:
    run = create(client)
    path = run["links"]["self"]
    traces = [step(client, run) for _ in range(4)]
    response = client.post(f"{path}/fork", json={"iteration": 2, "optimizer": "sgd"})
    fork = response.json()
    assert response.status_code == 201
    assert fork["id"] != run["id"]
    assert fork["interventions"] == [{"iteration": 2, "changes": {"optimizer": "sgd"}}]
    past = client.get(f"{fork['links']['self']}/iterations/1").json()
    assert past == traces[0]
    assert step(client, fork) != traces[2]
    assert client.get(path).json()["iteration"] == 4
    here = client.post(f"{path}/fork").json()
    assert here["iteration"] == 4


def test_text_is_generated_from_a_chosen_character(client: TestClient) -> None:
    run = create(client, iteration=200)
    path = f"{run['links']['self']}/sample"
    greedy = client.post(path, json={"first": "h", "length": 4, "temperature": 0}).json()
    assert greedy["text"] == "hello"
    assert [item["input"] for item in greedy["steps"]] == list("hell")
    assert all(sum(item["probs"]) == pytest.approx(1) for item in greedy["steps"])
    request = {"first": "e", "length": 50, "temperature": 2, "seed": 3}
    first, second = (client.post(path, json=request).json() for _ in range(2))
    assert first == second
    assert len(first["text"]) == 51
    assert client.post(path, json={**request, "seed": 4}).json() != first
    assert client.post(path).json()["text"].startswith("h")


@pytest.mark.parametrize(
    ("configuration", "tokens"),
    [
        ({"text": "👍🏽e\u0301👍"}, ["👍", "🏽", "e", "\u0301"]),
        ({"task": "counting"}, ["a", "b", "EOS", "UNK"]),
        ({"task": "counting", "examples": [["xy", ""]]}, ["x", "y", "EOS", "UNK"]),
    ],
)
def test_a_sample_begins_with_any_token_of_the_vocabulary_and_by_default_with_the_first(
    client: TestClient, configuration: dict[str, Any], tokens: list[str]
) -> None:
    path = f"{create(client, **configuration)['links']['self']}/sample"
    for first in tokens:
        made = client.post(path, json={"first": first, "length": 1})
        assert made.status_code == 200, made.text
        assert made.json()["vocabulary"] == tokens
        assert made.json()["steps"][0]["input"] == first
    assert client.post(path).json()["steps"][0]["input"] == tokens[0]


@pytest.mark.parametrize("temperature", [0, 1e-300, 1e-5, 1, 9.99, 10])
def test_every_allowed_temperature_gives_probabilities(
    client: TestClient, temperature: float
) -> None:
    path = f"{create(client, iteration=50)['links']['self']}/sample"
    made = client.post(path, json={"temperature": temperature})
    assert made.status_code == 200, made.text
    for step in made.json()["steps"]:
        assert sum(step["probs"]) == pytest.approx(1)
        assert step["output"] in "helo"


def test_the_history_has_the_loss_of_every_iteration(client: TestClient) -> None:
    run = create(client)
    losses = [run["loss"]] + [step(client, run)["loss"] for _ in range(10)]
    history = client.get(run["links"]["history"]).json()
    assert history == {"iterations": list(range(11)), "loss": losses, "diverged": False}


def test_a_long_history_is_thinned_to_real_points(client: TestClient) -> None:
    run = create(client, iteration=2000, learning_rate=1.0)
    path = run["links"]["history"]
    everything = client.get(f"{path}?points=10000").json()["loss"]
    thinned = client.get(f"{path}?points=100").json()
    assert len(thinned["iterations"]) <= 100
    assert thinned["iterations"][0] == 0
    assert thinned["iterations"][-1] == 2000
    assert max(everything) in thinned["loss"]
    assert min(everything) in thinned["loss"]
    assert thinned["loss"] == [everything[iteration] for iteration in thinned["iterations"]]


def test_a_deleted_run_is_gone(client: TestClient, run: str) -> None:
    assert client.delete(run).status_code == 204
    for response in (client.get(run), client.delete(run), client.post(f"{run}/step")):
        assert response.status_code == 404
        assert response.json()["type"].endswith("run-not-found")


def test_figures_come_one_by_one_or_together(client: TestClient, run: str) -> None:
    together = client.get(f"{run}/iterations/0/figures?names=W_xh,loss_history").json()
    assert set(together) == {"W_xh", "loss_history"}
    assert client.get(f"{run}/iterations/0/figures/W_xh").json() == together["W_xh"]
    options = "show=gradient&theme=dark&log=true"
    assert client.get(f"{run}/iterations/latest/figures?{options}").status_code == 200
    assert client.get(f"{run}/iterations/0/figures/nonsense").status_code == 404


def test_the_link_to_the_page_makes_the_run_again(client: TestClient) -> None:
    run = create(
        client,
        text="a&b ~",
        clip_norm=None,
        interventions=[{"iteration": 2, "changes": {"learning_rate": 0.5, "clip_norm": 1}}],
        iteration=3,
    )
    assert run["links"]["page"] == (
        f"/workbench?run={run['id']}&text=a%26b%20~&clip_norm=none"
        "&at=2~learning_rate:0.5~clip_norm:1.0&iteration=3"
    )


def test_the_limits_are_told(client: TestClient) -> None:
    limits = client.get("/api/limits").json()
    assert limits["run"]["hidden_size"] == {
        "type": "integer",
        "minimum": 2,
        "maximum": 64,
        "default": 6,
        "allowed": "a whole number from 2 to 64",
    }
    assert limits["run"]["learning_rate"]["above"] == 0
    assert limits["run"]["optimizer"]["choices"] == list(OPTIMIZERS)
    assert limits["server"]["runs"] == Settings().max_runs


def test_a_past_network_writes_too(client: TestClient, run: str) -> None:
    request = {"first": "h", "length": 30, "temperature": 1.0, "seed": 3}
    untrained = client.post(f"{run}/sample", json=request).json()
    client.post(f"{run}/train", json={"iterations": 100})
    assert client.post(f"{run}/sample", json=request).json() != untrained
    assert client.post(f"{run}/sample", json={**request, "iteration": 0}).json() == untrained
    assert client.post(f"{run}/sample", json={"iteration": 101}).status_code == 422
