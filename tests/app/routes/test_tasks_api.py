"""Tasks over REST: what there is, how well it is learnt, and one's own try."""

from __future__ import annotations

from typing import Any

import pytest
from starlette.testclient import TestClient

from rnn_core.tasks.registry import TASKS

OWN = {
    "captioning": [["#.#/.#.", "a b"], ["###/...", "c"]],
    "translation": [["i love you", "我爱你"], ["hello", "你好"]],
    "sentiment": [["not good", "bad"], ["good", "fine"]],
    "counting": [["aabb", ""]],
    "remembering": [["axyx", "a"], ["bxxy", "b"]],
}


def start(client: TestClient, **configuration: Any) -> str:
    answer = client.post("/api/runs", json=configuration)
    assert answer.status_code == 201, answer.text
    path: str = answer.headers["location"]
    return path


def learnt(client: TestClient, task: str) -> str:
    configuration = {"task": task, "examples": OWN[task], "cell": "gru", "hidden_size": 12}
    return start(client, **configuration, iteration=400)


def test_every_task_tells_what_it_is(client: TestClient) -> None:
    tasks = client.get("/api/tasks").json()["tasks"]
    assert [task["name"] for task in tasks] == list(TASKS)
    for task in tasks:
        assert task["splits"]["train"] >= 1
        assert any(step["target"] for step in task["shape"])
        assert client.post("/api/runs", json={"task": task["name"], **task["suggested"]}).is_success


@pytest.mark.parametrize("task", TASKS)
def test_every_task_can_be_stepped_and_asked(client: TestClient, task: str) -> None:
    path = start(client, task=task)
    assert client.post(f"{path}/step").status_code == 200
    trace = client.get(f"{path}/iterations/1").json()
    assert len(trace["steps"]) == trace["parts"][-1]["last"]
    for step in trace["steps"]:
        if step["target"] is None:
            assert step["loss"] == 0
    check = client.get(f"{path}/iterations/1/check?parameter=b_y").json()
    assert check["overall_error"] < 1e-7


def test_the_halves_of_a_translation_have_weights_of_their_own(client: TestClient) -> None:
    path = start(client, task="translation", examples=OWN["translation"])
    trace = client.get(f"{path}/iterations/0").json()
    assert [(part["name"], part["writes"]) for part in trace["parts"]] == [
        ("encoder", False),
        ("decoder", True),
    ]
    assert {"W_xh_encoder", "W_xh_decoder", "W_hy"} <= set(trace["parameters"])
    encoder, decoder = trace["parts"]
    for step in trace["steps"]:
        part = encoder if step["t"] <= encoder["last"] else decoder
        assert len(step["x"]) == len(part["inputs"])
        assert part["inputs"][step["x"].index(1.0)] == step["input"]
    figure = client.get(f"{path}/iterations/0/figures/W_hh?part=decoder").json()
    assert figure["layout"]["meta"]["quantity"] == "W_hh_decoder"


def test_a_number_of_an_unshared_network_is_explained_with_its_own_weights(
    client: TestClient,
) -> None:
    path = start(client, sharing="none")
    here = f"{path}/iterations/0"
    answer = client.get(f"{here}/explain?quantity=a&t=3&index=1").json()
    assert answer["formula"]["plain"] == "a_3 = W_xh_3 x_3 + W_hh_3 h_2 + b_h_3"
    drawing = client.get(answer["formula"]["typeset"])
    assert drawing.headers["content-type"] == "image/svg+xml"
    gradient = client.get(f"{here}/explain?quantity=gradients.W_hh_3&index=0,1").json()
    assert gradient["formula"]["plain"] == "gradients.W_hh_3 = da_3 h_2ᵀ"


def test_the_score_counts_what_is_right(client: TestClient) -> None:
    path = learnt(client, "sentiment")
    score = client.get(f"{path}/score").json()
    assert score["iteration"] == 400
    assert score["splits"]["train"] == pytest.approx(
        {
            "examples": 2,
            "out_of_reach": 0,
            "loss": score["splits"]["train"]["loss"],
            "right": 2,
            "counted": 2,
            "sequences_right": 2,
            "answers_right": None,
            "value": 1.0,
        }
    )


def test_an_unshared_network_cannot_read_a_longer_text(client: TestClient) -> None:
    path = start(client, sharing="output")
    longer = client.get(f"{path}/score").json()["splits"]["longer"]
    assert (longer["out_of_reach"], longer["loss"], longer["value"]) == (1, None, 0.0)
    answer = client.post(f"{path}/try", json={"source": "hellohello"})
    assert answer.status_code == 409
    assert "no weights for timestep 5" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("task", "source", "text"),
    [
        ("translation", "i love you", "我爱你"),
        ("captioning", "#.#/.#.", "a b"),
        ("sentiment", "not good", "bad"),
        ("remembering", "bxxy", "b"),
    ],
)
def test_an_input_of_ones_own_is_answered(
    client: TestClient, task: str, source: str, text: str
) -> None:
    answer = client.post(f"{learnt(client, task)}/try", json={"source": source}).json()
    assert answer["text"] == text
    assert answer["ended"] == (task in ("translation", "captioning"))
    for step in answer["steps"]:
        assert sum(step["probs"]) == pytest.approx(1)
        assert step["output"] == answer["vocabulary"][step["probs"].index(max(step["probs"]))]


@pytest.mark.parametrize(
    ("task", "known", "unknown", "between"),
    [
        ("sentiment", "good", ("quite", "zzz", "Goods", "👍🏽"), " "),
        ("translation", "hello", ("elephants", "zzz", "Hellos", "👍🏽"), " "),
        ("counting", "a", ("q", "é", "A", "👍"), ""),
    ],
)
def test_what_is_not_known_is_marked_with_what_is_read_instead(
    client: TestClient, task: str, known: str, unknown: tuple[str, ...], between: str
) -> None:
    path = start(client, task=task, examples=OWN[task])
    written = [known, *unknown, known]
    answer = client.post(f"{path}/try", json={"source": between.join(written)}).json()
    steps = answer["steps"][: len(written)]
    assert [(step["input"], step["known"], step["read"]) for step in steps] == [
        (token, token == known, known if token == known else "UNK") for token in written
    ]
    rest = answer["steps"][len(written) :]
    assert all(step["known"] and step["read"] == step["input"] for step in rest)
    # Whatever is not known is the same to the network.
    others = [known, *(["?"] * len(unknown)), known]
    same = client.post(f"{path}/try", json={"source": between.join(others)}).json()
    assert same["text"] == answer["text"]
    assert [step["probs"] for step in same["steps"]] == [step["probs"] for step in answer["steps"]]


@pytest.mark.parametrize(
    ("task", "written", "same"),
    [("sentiment", "Not GOOD", "not good"), ("translation", "I Love you", "i love you")],
)
def test_a_word_with_capitals_is_read_as_the_word_in_lower_case(
    client: TestClient, task: str, written: str, same: str
) -> None:
    path = learnt(client, task)
    answer = client.post(f"{path}/try", json={"source": written}).json()
    words = answer["steps"][: len(written.split())]
    assert [step["input"] for step in words] == written.split()
    assert [step["read"] for step in words] == same.split()
    assert all(step["known"] for step in words)
    lower = client.post(f"{path}/try", json={"source": same}).json()
    assert [step["probs"] for step in answer["steps"]] == [s["probs"] for s in lower["steps"]]


def test_teacher_forcing_reads_the_right_target(client: TestClient) -> None:
    path = start(client, task="translation", examples=OWN["translation"])
    request = {"source": "hello", "target": "你好", "teacher_forcing": True}
    answer = client.post(f"{path}/try", json=request).json()
    assert [step["input"] for step in answer["steps"]] == ["hello", "BOS", "你", "好"]


@pytest.mark.parametrize(
    ("request_", "field", "said"),
    [
        ({"source": ""}, "source", "at least one word"),
        ({"source": "x" * 201}, "source", "too long"),
        ({"source": "good", "iteration": 9}, "iteration", "not been reached"),
        ({"source": "good", "words": 1}, "words", "there is no field"),
    ],
)
def test_a_bad_try_is_told_what_is_wrong(
    client: TestClient, request_: dict[str, Any], field: str, said: str
) -> None:
    path = start(client, task="sentiment", examples=OWN["sentiment"])
    answer = client.post(f"{path}/try", json=request_)
    assert answer.status_code == 422
    (error,) = answer.json()["errors"]
    assert (error["field"], said in error["message"]) == (field, True)


@pytest.mark.parametrize(
    ("configuration", "field"),
    [
        ({"task": "translation", "cell": "window_2"}, "cell"),
        ({"task": "translation", "sharing": "none"}, "sharing"),
        ({"cell": "window_1", "sharing": "output"}, "sharing"),
        ({"distance": 101}, "distance"),
        ({"task": "sentiment", "examples": []}, "examples"),
        ({"task": "sentiment", "examples": [["good"]]}, "examples[0]"),
        ({"task": "sentiment", "examples": [["x" * 201, "y"]]}, "examples[0]"),
        ({"task": "sentiment", "examples": [["x", "y"]] * 501}, "examples"),
        ({"task": "sentiment", "examples": [["x" * 150, "y"]] * 200}, "examples"),
        ({"task": "captioning", "examples": [["#./##", "a"], ["#..", "b"]]}, "source"),
        ({"text": "ab" * 100, "hidden_size": 64, "sharing": "none"}, "sharing"),
        ({"spectral_radius": -1}, "spectral_radius"),
    ],
)
def test_what_cannot_be_trained_is_refused_at_its_field(
    client: TestClient, configuration: dict[str, Any], field: str
) -> None:
    answer = client.post("/api/runs", json=configuration)
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == [field]


def test_examples_are_told_some_at_a_time(client: TestClient) -> None:
    path = "/api/tasks/counting/examples"
    first = client.get(f"{path}?split=train&limit=3").json()
    second = client.get(f"{path}?split=train&offset=1&limit=1").json()
    assert first["count"] == 80
    assert second["examples"] == first["examples"][1:2]
    assert client.get("/api/tasks/juggling/examples").status_code == 404
    own = start(client, task="sentiment", examples=OWN["sentiment"])
    assert client.get(f"{own}/examples").json()["count"] == 2
