"""Every question of the API, asked of every kind of network on every task.

Of those three that make a network each meets each; all of them together are the core's affair
(`core/analysis/test_every_address.py`).
"""

from __future__ import annotations

import re

import pytest
from starlette.testclient import TestClient

from app.figures.iteration import EVERY_FIGURE
from tests.networks import COVERING, examples_of


@pytest.fixture(params=COVERING, ids=lambda network: "-".join(network))
def path(request: pytest.FixtureRequest, client: TestClient) -> str:
    task, cell, sharing = request.param
    body = {
        "task": task,
        "examples": examples_of(task),
        "cell": cell,
        "sharing": sharing,
        "hidden_size": 3,
        "iteration": 3,
    }
    answer = client.post("/api/runs", json=body)
    assert answer.status_code == 201, answer.text
    location: str = answer.headers["location"]
    return location


@pytest.mark.slow
def test_every_network_answers_every_question(client: TestClient, path: str) -> None:
    trace = client.get(f"{path}/iterations/3").json()
    T = len(trace["steps"])
    here = f"{path}/iterations/3"
    for part in trace["parts"]:
        names = ",".join(EVERY_FIGURE)
        figures = client.get(f"{here}/figures?names={names}&part={part['name']}")
        assert figures.status_code == 200
        assert set(figures.json()) == set(EVERY_FIGURE)
    typeset: set[str] = set()
    for parameter, array in trace["parameters"].items():
        check = client.get(f"{here}/check?parameter={parameter}").json()
        assert check["overall_error"] < 1e-7, parameter
        index = "0,0" if isinstance(array[0], list) else "0"
        for quantity in (parameter, f"gradients.{parameter}", f"updates.{parameter}"):
            answer = client.get(f"{here}/explain?quantity={quantity}&index={index}")
            assert answer.status_code == 200, quantity
            formula = answer.json()["formula"]
            # The formulas of the other timesteps' weights differ in a number: one of each is set.
            kind = re.sub(r"_\d+", "", quantity)
            if formula is not None and kind not in typeset:
                typeset.add(kind)
                assert client.get(formula["typeset"]).status_code == 200, quantity
        summed = client.get(f"{here}/contributions?parameter={parameter}")
        assert summed.status_code == (422 if parameter.endswith("ph") else 200), parameter
    assert client.get(f"{here}/loss-shares?unit=1").status_code == 200
    made = client.get(path).json()["configuration"]
    can_be_told_apart = (
        made["sharing"] == "all" and len(trace["parts"]) == 1 and made["cell"] != "window_2"
    )
    uses = client.get(f"{here}/state-shares?parameter=b_h&index=0")
    assert uses.status_code == (200 if can_be_told_apart else 422)
    for t in range(1, T + 1):
        assert client.get(f"{here}/sensitivity?t={t}&figure=true").status_code == 200
        for quantity in ("x", "h", "probs", "dh"):
            answer = client.get(f"{here}/explain?quantity={quantity}&t={t}&index=0")
            assert answer.status_code == 200
            plain = client.get(
                f"{here}/explain?quantity={quantity}&t={t}&index=0",
                headers={"Accept": "text/plain"},
            )
            assert plain.status_code == 200
    archive = client.get(here, headers={"Accept": "application/x-npz"})
    assert archive.status_code == 200


def test_every_network_is_compared_forked_and_changed(client: TestClient, path: str) -> None:
    parameter = next(iter(client.get(f"{path}/iterations/3").json()["parameters"]))
    edit = {"parameter": parameter, "index": [0, 0], "value": 0.5}
    fork = client.post(f"{path}/fork", json={"iteration": 1, "edits": [edit]})
    assert fork.status_code == 201
    other = fork.json()["id"]
    client.post(f"/api/runs/{other}/train", json={"iterations": 2})
    for query in ("compare?", "compare/figures?"):
        answer = client.get(f"{path}/iterations/3/{query}run={other}&iteration=3")
        assert answer.status_code == 200
    held = client.patch(path, json={"clamps": [{"unit": 1, "value": 0.3, "t": 2}]})
    assert held.status_code == 200
    # Whatever the length of the examples to come.
    assert client.post(f"{path}/train", json={"iterations": 5}).status_code == 200
    assert client.get(f"{path}/score").status_code == 200
    back = client.post(f"{path}/rewind", json={"iteration": 0})
    assert back.json()["iteration"] == 0
