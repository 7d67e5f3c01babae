"""Runs of every cell over REST: their gates, their rows by gate, their derivations."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

GATES = {"tanh": [], "gru": ["r", "z", "n"], "lstm": ["i", "f", "g", "o"]}


def start(client: TestClient, cell: str) -> str:
    answer = client.post("/api/runs", json={"cell": cell, "iteration": 5})
    assert answer.status_code == 201
    path: str = answer.headers["location"]
    return path


@pytest.mark.parametrize("cell", sorted(GATES))
def test_a_trace_has_the_gates_of_its_cell(client: TestClient, cell: str) -> None:
    trace = client.get(f"{start(client, cell)}/iterations/latest").json()
    assert trace["gate_names"] == GATES[cell]
    rows = 6 * max(1, len(GATES[cell]))
    assert [len(trace["parameters"][name]) for name in ("W_xh", "W_hh", "b_h")] == [rows] * 3
    for step in trace["steps"]:
        assert {"h", "probs", "da", *GATES[cell]} <= set(step)
        assert ("c" in step) == (cell == "lstm")


@pytest.mark.parametrize("cell", sorted(GATES))
def test_every_cell_learns_hello(client: TestClient, cell: str) -> None:
    path = start(client, cell)
    client.post(f"{path}/train", json={"iterations": 2000, "until_loss": 0.05})
    text = client.post(f"{path}/sample", json={"first": "h", "length": 4, "temperature": 0})
    assert text.json()["text"] == "hello"


def test_a_gate_is_explained_by_its_rows(client: TestClient) -> None:
    path = start(client, "lstm")
    answer = client.get(f"{path}/iterations/5/explain?quantity=c&t=2&index=3").json()
    assert answer["formula"]["plain"] == "c_2 = f_2 ⊙ c_1 + i_2 ⊙ g_2"
    row = client.get(f"{path}/iterations/5/explain?quantity=W_hh&index=9,2").json()
    assert row["labels"] == ["f[3]", "2"]
    check = client.get(f"{path}/iterations/5/check?parameter=W_hh").json()
    assert check["overall_error"] < 1e-7


def test_a_figure_names_the_rows_by_gate(client: TestClient) -> None:
    path = start(client, "gru")
    figure = client.get(f"{path}/iterations/5/figures/W_hh").json()
    assert figure["data"][0]["y"][5:8] == ["r[5]", "z[0]", "z[1]"]


def test_two_gated_runs_are_compared_row_by_row(client: TestClient) -> None:
    path = start(client, "lstm")
    fork = client.post(f"{path}/fork", json={"iteration": 2, "learning_rate": 0.5}).json()
    other = fork["id"]
    query = f"run={other}&names=W_xh,hidden_states"
    figures = client.get(f"{path}/iterations/2/compare/figures?{query}").json()
    drawn = figures.get("figures", figures)["W_xh"]["data"][0]
    assert len(drawn["y"]) == 24
    assert drawn["y"][6] == "f[0]"
