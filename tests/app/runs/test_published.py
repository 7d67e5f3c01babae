"""An experiment is there for whoever asks, whichever process carries it out."""

from __future__ import annotations

import json
from typing import Any

import httpx2
import pytest

from app.runs.experiments import LiveExperiment, Work
from app.runs.processes import Threads
from app.runs.published import read, written
from app.words.messages import saying
from rnn_core.analysis.experiments import Experiment
from tests.app.conftest import Serve, until

Json = dict[str, Any]
SMALL: Json = {
    "text": "hello",
    "models": [{"cell": "tanh"}, {"cell": "lstm"}],
    "seeds": [1, 2],
    "iterations": 40,
    "evaluations": 4,
}
LONG: Json = {**SMALL, "models": [{"cell": "tanh"}], "iterations": 20_000, "evaluations": 20}


@pytest.fixture
def pair(serve: Serve, postgresql: str) -> list[httpx2.Client]:
    return [serve(database=postgresql) for _ in range(2)]


def everything(client: httpx2.Client, id: str) -> list[Any]:
    """All that can be asked of an experiment."""
    paths = ("", "/figures", "/csv")
    answers = [client.get(f"/api/experiments/{id}{path}") for path in paths]
    assert [answer.status_code for answer in answers] == [200] * 3
    return [
        answer.json() if "json" in answer.headers["content-type"] else answer.text
        for answer in answers
    ]


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"task": "sentiment", "text": "", "models": [{"cell": "gru"}], "seeds": [3]},
        {
            "task": "translation",
            "models": [{"cell": "tanh"}],
            "seeds": [3],
            "examples": [["a b", "c d"], ["b a", "d c"]],
        },
    ],
)
def test_the_other_server_tells_the_same(pair: list[httpx2.Client], changes: Json) -> None:
    asked = {**SMALL, **changes}
    if "task" in changes:
        del asked["text"]
    answer = pair[0].post("/api/experiments", json=asked)
    last = json.loads(answer.text.splitlines()[-1])
    assert last["stopped"] == "finished"
    id = last["id"]
    mine = everything(pair[0], id)
    until(lambda: everything(pair[1], id)[0]["stopped"] == "finished")
    assert everything(pair[1], id) == mine


def test_it_is_there_from_the_first_line_and_the_other_server_can_cancel_it(
    pair: list[httpx2.Client],
) -> None:
    with pair[0].stream("POST", "/api/experiments", json={**LONG, "seeds": [9]}) as answer:
        following = answer.iter_lines()
        id = json.loads(next(following))["id"]
        assert pair[1].get(f"/api/experiments/{id}").json()["stopped"] is None
        assert pair[1].delete(f"/api/experiments/{id}").status_code == 204
        last = json.loads(list(following)[-1])
    assert (last["stopped"], last["message"]) == ("cancelled", "Cancelled.")


def test_one_that_nobody_knows_is_not_found(pair: list[httpx2.Client]) -> None:
    for path in ("", "/figures", "/csv"):
        assert pair[1].get(f"/api/experiments/none{path}").status_code == 404
    assert pair[1].delete("/api/experiments/none").status_code == 404


def test_what_is_written_is_read_again_to_the_last_bit() -> None:
    experiment = Experiment(
        {"text": "hello"},
        (*SMALL["models"], {"cell": "tanh", "learning_rate": 1e300}),
        (1, 2),
        iterations=40,
        evaluations=4,
    )
    live = LiveExperiment("id", Work(experiment, Threads(), 1.0, float), SMALL, float)
    live.measurements = [found for found in experiment.run() if found is not None]
    assert {found.stopped for found in live.measurements} == {None, "iterations", "diverged"}
    live.stop("time", saying("stopped-experiment-time", seconds=240.0))
    again = read("id", written(live))
    assert again.experiment == experiment
    assert repr(again.measurements) == repr(live.measurements)
    assert (again.stopped, again.message) == (live.stopped, live.message)
