"""Asking a run why: derivations, checks and sensitivities over REST."""

from __future__ import annotations

from typing import Any

import numpy as np
import plotly.graph_objects as go
import pytest
from starlette.testclient import TestClient

Json = dict[str, Any]


@pytest.fixture
def run(client: TestClient) -> Json:
    answer: Json = client.post("/api/runs", json={"iteration": 12}).json()
    return answer


def explain(client: TestClient, run: Json, query: str, **headers: str) -> Any:
    path = f"/api/runs/{run['id']}/iterations/latest/explain?{query}"
    return client.get(path, headers=headers)


def operands(term: Json) -> list[Json]:
    if term["op"] == "operand":
        return [term]
    return [operand for child in term.get("of") or [] for operand in operands(child)]


def test_a_derivation_has_formula_operands_and_result(client: TestClient, run: Json) -> None:
    answer = explain(client, run, "quantity=a&t=3&index=4").json()
    trace = client.get(f"/api/runs/{run['id']}/iterations/12").json()
    assert answer["value"] == trace["steps"][2]["a"][4]
    assert answer["formula"]["plain"] == "a_3 = W_xh x_3 + W_hh h_2 + b_h"
    assert answer["formula"]["general"] == "a_t = W_xh x_t + W_hh h_{t−1} + b_h"
    named = {operand["symbol"]: operand for operand in operands(answer["arithmetic"])}
    assert named["W_xh[4,2]"]["value"] == trace["parameters"]["W_xh"][4][2]
    assert named["W_xh[4,2]"]["labels"] == ["4", "l"]
    assert named["h_2[1]"]["value"] == trace["steps"][1]["h"][1]


def test_a_network_can_be_walked_along_the_links(client: TestClient, run: Json) -> None:
    answer = explain(client, run, "quantity=loss").json()
    visited = []
    while True:
        visited.append(answer["address"]["quantity"])
        below = operands(answer["arithmetic"]) if answer["arithmetic"] else []
        if not below:
            break
        following = max(below, key=lambda operand: abs(operand["value"]))
        answer = client.get(following["href"]).json()
        assert answer["value"] == following["value"]
    assert visited[:3] == ["loss", "loss", "probs"]
    assert answer["source"] or answer["value"] in (0.0, 1.0)


def test_plain_text_is_made_for_terminals(client: TestClient, run: Json) -> None:
    answer = explain(client, run, "quantity=a&t=3&index=4", accept="text/plain")
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    lines = answer.text.splitlines()
    assert lines[0].startswith("a_3[4] = ")
    assert "  a_3 = W_xh x_3 + W_hh h_2 + b_h" in lines
    assert any("W_xh[4,'l'] × x_3['l']" in line for line in lines)
    assert "(3 more terms, all 0)" in answer.text
    assert all(len(line) <= 100 for line in lines)


@pytest.mark.parametrize(
    ("query", "field", "message"),
    [
        ("quantity=g", "quantity", "is not a quantity"),
        ("quantity=h&t=9&index=0", "t", "t must be 1 to 4"),
        ("quantity=h&t=1&index=9", "index", "unit 0 to 5"),
        ("quantity=h&t=1&index=x", "index", "whole number"),
        ("quantity=W_hh&index=1", "index", "needs two indexes"),
    ],
)
def test_an_impossible_address_says_which_part(
    client: TestClient, run: Json, query: str, field: str, message: str
) -> None:
    answer = explain(client, run, query)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    (error,) = answer.json()["errors"]
    assert error["field"] == field
    assert message in error["message"]


def test_an_iteration_not_reached_is_not_found(client: TestClient, run: Json) -> None:
    path = f"/api/runs/{run['id']}/iterations/13/explain?quantity=loss"
    assert client.get(path).status_code == 404


def test_a_gradient_is_checked_on_the_server(client: TestClient, run: Json) -> None:
    path = f"/api/runs/{run['id']}/iterations/latest/check?parameter="
    whole = client.get(path + "W_hh").json()
    assert (whole["checked"], whole["total"]) == (36, 36)
    assert whole["overall_error"] < 1e-7
    single = client.get(path + "W_hh&index=2,3").json()
    assert single["checked"] == 1
    assert single["numeric"][0][0] is None
    assert single["relative_error"][2][3] < 1e-7
    assert client.get(path + "W").status_code == 422


def test_sensitivities_cover_the_letters_read(client: TestClient, run: Json) -> None:
    path = f"/api/runs/{run['id']}/iterations/latest/sensitivity"
    answer = client.get(f"{path}?t=3").json()
    assert answer["letters"] == ["h", "e", "l"]
    assert answer["token"] == "l"
    assert len(answer["of_letter"]) == len(answer["norm"]) == 3
    assert len(answer["state_norm"]) == 4
    assert answer["state_norm"][3] == pytest.approx(1.0)
    assert client.get(f"{path}?t=5").status_code == 422
    assert client.get(f"{path}?t={10**27}").status_code == 422
    assert client.get(f"{path}?t=1&token=4").status_code == 422
    for name in ("of_letter", "norm"):
        largest = max(abs(value) for value in answer[name])
        assert largest <= answer["bounds"][name] <= 5 * largest


def test_a_gradient_at_a_state_is_a_sum_over_the_losses(client: TestClient, run: Json) -> None:
    path = f"/api/runs/{run['id']}/iterations/latest"
    answer = client.get(f"{path}/loss-shares?unit=2").json()
    assert (answer["T"], answer["unit"]) == (4, 2)
    steps = client.get(path).json()["steps"]
    for t, step in enumerate(steps):
        column = [row[t] for row in answer["by_loss"]]
        assert column[:t] == [0] * t
        assert sum(column) == pytest.approx(step["dh"][2]) == pytest.approx(answer["total"][t])
    refused = client.get(f"{path}/loss-shares?unit=6")
    assert refused.status_code == 422
    assert refused.json()["detail"] == "unit must be 0 to 5, but is 6."


def test_a_state_s_derivative_is_a_sum_over_the_uses_of_a_weight(
    client: TestClient, run: Json
) -> None:
    path = f"/api/runs/{run['id']}/iterations/latest/state-shares?parameter=W_hh"
    answer = client.get(f"{path}&index=2,3&unit=1").json()
    for t, row in enumerate(answer["by_use"], start=1):
        assert row[t - 1] == answer["direct"][t - 1]
        assert row[t:] == [0] * (4 - t)
        assert sum(row) == pytest.approx(answer["total"][t - 1])
    assert client.get(f"{path}&index=2").status_code == 422
    assert client.get(f"{path}&index=2,3&unit=9").status_code == 422
    assert client.get(path.replace("W_hh", "W") + "&index=2,3").status_code == 422


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("log", ["true", "false"])
def test_the_norms_of_the_states_are_drawn_when_asked(
    client: TestClient, run: Json, theme: str, log: str
) -> None:
    path = f"/api/runs/{run['id']}/iterations/latest/sensitivity?t=4"
    assert "figure" not in client.get(path).json()
    answer = client.get(f"{path}&figure=true&theme={theme}&log={log}").json()
    go.Figure(answer["figure"])
    (curve,) = answer["figure"]["data"]
    assert curve["x"] == [0, 1, 2, 3, 4]
    assert curve["y"] == answer["state_norm"]
    assert answer["figure"]["layout"]["xaxis"]["ticktext"][1:] == [
        "1<br>h",
        "2<br>e",
        "3<br>l",
        "4<br>l",
    ]


def test_the_norms_of_a_diverged_run_are_drawn_as_gaps(client: TestClient) -> None:
    made = client.post(
        "/api/runs", json={"optimizer": "sgd", "learning_rate": 1e6, "clip_norm": None}
    ).json()
    path = f"/api/runs/{made['id']}"
    client.post(f"{path}/train", json={"iterations": 1000})
    assert client.get(path).json()["diverged"]
    for log in ("true", "false"):
        answer = client.get(
            f"{path}/iterations/latest/sensitivity?t=4&figure=true&log={log}"
        ).json()
        go.Figure(answer["figure"])
        # Saturated, its states answer to nothing; a logarithmic axis has no place for 0.
        assert answer["state_norm"] == [0.0] * 4 + [1.0]
        gap = None if log == "true" else 0.0
        assert answer["figure"]["data"][0]["y"] == [gap] * 4 + [1.0]


def test_contributions_add_up_to_the_gradient(client: TestClient, run: Json) -> None:
    path = f"/api/runs/{run['id']}/iterations/latest/contributions"
    trace = client.get(f"/api/runs/{run['id']}/iterations/12").json()
    for name in ("W_xh", "W_hh", "W_hy", "b_h", "b_y"):
        answer = client.get(f"{path}?parameter={name}").json()
        assert (answer["first"], answer["last"]) == (1, 4)
        assert answer["total"] == trace["gradients"][name]
        parts = np.array(answer["contributions"])
        assert parts.shape == (4, *np.shape(answer["total"]))
        assert parts.sum(axis=0) == pytest.approx(np.array(answer["total"]), abs=1e-12)
        assert answer["norm"] == pytest.approx([float(np.linalg.norm(part)) for part in parts])
        assert answer["total_norm"] == pytest.approx(float(np.linalg.norm(answer["total"])))
    whole = client.get(f"{path}?parameter=b_y").json()
    some = client.get(f"{path}?parameter=b_y&first=2&last=3").json()
    assert some["contributions"] == whole["contributions"][1:3]
    assert some["total"] == whole["total"]


@pytest.mark.parametrize(
    ("query", "field", "message"),
    [
        ("parameter=W", "parameter", "the parameters are: W_xh"),
        ("parameter=W_hh&first=5", "first", "T is 4"),
        ("parameter=W_hh&last=5", "last", "1 to 4"),
        ("parameter=W_hh&first=3&last=2", "last", "3 to 4"),
    ],
)
def test_impossible_contributions_say_which_part(
    client: TestClient, run: Json, query: str, field: str, message: str
) -> None:
    answer = client.get(f"/api/runs/{run['id']}/iterations/latest/contributions?{query}")
    assert answer.status_code == 422
    (error,) = answer.json()["errors"]
    assert error["field"] == field
    assert message in error["message"]


def test_too_many_contributions_are_asked_for_in_parts(client: TestClient) -> None:
    run = client.post("/api/runs", json={"text": "ab" * 100, "hidden_size": 64}).json()
    path = f"/api/runs/{run['id']}/iterations/0/contributions?parameter=W_hh"
    answer = client.get(path)
    assert answer.status_code == 422
    assert "at most 61 timesteps" in answer.json()["errors"][0]["message"]
    assert len(client.get(f"{path}&first=139").json()["contributions"]) == 61


def test_contributions_of_a_diverged_run_are_null(client: TestClient) -> None:
    body = {"optimizer": "sgd", "learning_rate": 1e6, "clip_norm": None, "iteration": 0}
    run = client.post("/api/runs", json=body).json()
    while not client.post(f"/api/runs/{run['id']}/step").json()["diverged"]:
        pass
    path = f"/api/runs/{run['id']}/iterations/latest/contributions?parameter=W_hh"
    answer = client.get(path)
    assert answer.status_code == 200
    assert "NaN" not in answer.text
