"""Numbers arrive as they are, and what is not a number is told."""

from __future__ import annotations

import io
import json
import re
from typing import Any

import numpy as np
from starlette.testclient import TestClient

from rnn_core.training.configuration import RunConfig
from rnn_core.training.run import Run

EXPLODING = {
    "text": "hello world",
    "optimizer": "sgd",
    "learning_rate": 1e6,
    "clip_norm": None,
    "initialization_scale": 100,
}


def test_numbers_round_trip_exactly(client: TestClient) -> None:
    configuration = RunConfig(text="to be or not to be", hidden_size=20)
    core = Run(configuration)
    core.train(17)
    expected = core.trace
    path = client.post(
        "/api/runs", json={"text": configuration.text, "hidden_size": 20, "iteration": 17}
    ).json()["links"]["trace"]
    trace = client.get(path).json()
    assert trace["loss"] == expected.loss
    for group in ("parameters", "gradients", "updates"):
        for name, array in getattr(expected, group).items():
            np.testing.assert_array_equal(np.array(trace[group][name]), array)
    for name, array in expected.timesteps.items():
        np.testing.assert_array_equal(np.array([step[name] for step in trace["steps"]]), array)
    state = expected.optimizer_state["sum_of_squares"]
    for name, array in state.items():
        np.testing.assert_array_equal(
            np.array(trace["optimizer_state"]["sum_of_squares"][name]), array
        )


def test_the_archive_holds_the_same_numbers(client: TestClient, run: str) -> None:
    trace = client.post(f"{run}/step").json()
    response = client.get(f"{run}/iterations/1", headers={"Accept": "application/x-npz"})
    assert response.headers["content-type"] == "application/x-npz"
    archive = np.load(io.BytesIO(response.content), allow_pickle=False)
    assert archive["loss"] == trace["loss"]
    np.testing.assert_array_equal(archive["parameters/W_hh"], trace["parameters"]["W_hh"])
    np.testing.assert_array_equal(
        archive["timesteps/dh_from_future"], [step["dh_from_future"] for step in trace["steps"]]
    )
    metadata = json.loads(str(archive["metadata"]))
    assert metadata["iteration"] == 1
    assert metadata["targets"] == list("ello")


def test_an_archive_of_awkward_characters_can_be_read(client: TestClient) -> None:
    path = client.post("/api/runs", json={"text": "a\0\0b"}).json()["links"]["trace"]
    response = client.get(path, headers={"Accept": "application/x-npz"})
    archive = np.load(io.BytesIO(response.content), allow_pickle=False)
    assert json.loads(str(archive["metadata"]))["inputs"] == ["a", "\0", "\0"]


def _explode(client: TestClient) -> tuple[str, dict[str, Any]]:
    path = client.post("/api/runs", json=EXPLODING).headers["location"]
    lines = client.post(f"{path}/train", json={"iterations": 2000}).text.splitlines()
    return path, json.loads(lines[-1])


def test_an_exploding_run_says_so(client: TestClient) -> None:
    path, last = _explode(client)
    assert last["stopped"] == "diverged"
    assert last["diverged"] is True
    assert re.match(r"The run diverged at iteration \d+: .*learning rate", last["message"])

    run = client.get(path).json()
    assert run["diverged"] is True
    assert run["divergence"] == last["message"]
    trace = client.get(f"{path}/iterations/latest").json()
    assert trace["diverged"] is True
    assert trace["divergence"] == last["message"]
    assert "null" in json.dumps([trace["gradients"], trace["gradient_norm"], trace["loss"]])
    history = client.get(f"{path}/history").json()
    assert history["diverged"] is True

    for refused in (client.post(f"{path}/step"), client.post(f"{path}/train", json={})):
        assert refused.status_code == 409
        assert refused.json()["detail"] == last["message"]
    assert client.get(f"{path}/iterations/latest/figures").status_code == 200


def test_nothing_is_null_before_the_explosion(client: TestClient) -> None:
    path, last = _explode(client)
    for iteration in range(last["iteration"]):
        trace = client.get(f"{path}/iterations/{iteration}").json()
        assert trace["diverged"] is False
        for name in ("parameters", "gradients", "updates", "steps", "loss", "gradient_norm"):
            assert "null" not in json.dumps(trace[name])


def test_an_exploded_run_can_be_rewound(client: TestClient) -> None:
    path, last = _explode(client)
    before = last["iteration"] - 1
    run = client.post(f"{path}/rewind", json={"iteration": before}).json()
    assert run["diverged"] is False
    assert run["loss"] is not None
    changed = client.patch(path, json={"learning_rate": 1e-9, "clip_norm": 1})
    assert changed.status_code == 200
    assert client.post(f"{path}/step").json()["diverged"] is False


def test_a_large_trace_is_made(client: TestClient) -> None:
    text = "".join(chr(0x4E00 + index % 150) for index in range(200))
    path = client.post("/api/runs", json={"text": text, "hidden_size": 64}).headers["location"]
    assert len(client.post(f"{path}/step").json()["steps"]) == 199
