"""What a page needs of a derivation beside the arithmetic: folded sums, shares, notation."""

from __future__ import annotations

import math
from typing import Any

import pytest
from starlette.testclient import TestClient

Json = dict[str, Any]


def explained(client: TestClient, body: Json, query: str) -> Json:
    run = client.post("/api/runs", json=body).json()
    answer = client.get(f"/api/runs/{run['id']}/iterations/latest/explain?{query}")
    assert answer.status_code == 200
    document: Json = answer.json()
    return document


def flat(term: Json) -> list[Json]:
    if term["op"] == "sum":
        return [each for child in term["of"] for each in flat(child)]
    return [term]


def test_a_short_sum_folds_only_its_zeros(client: TestClient) -> None:
    arithmetic = explained(client, {"iteration": 3}, "quantity=a&t=3&index=4")["arithmetic"]
    fold = arithmetic["fold"]
    # x_3 is one-hot: of four letters, three add nothing.
    assert (fold["rest"], fold["zero"], fold["value"]) == (3, True, 0)
    assert fold["shown"] == [2, *range(4, 11)]
    assert all("fold" not in child for child in arithmetic["of"])


def test_a_long_sum_folds_to_what_matters(client: TestClient) -> None:
    body = {"hidden_size": 40, "iteration": 1}
    arithmetic = explained(client, body, "quantity=logits&t=2&index=1")["arithmetic"]
    values = [each["value"] for each in flat(arithmetic)]
    fold = arithmetic["fold"]
    assert len(fold["shown"]) == 8
    hidden = [value for place, value in enumerate(values) if place not in fold["shown"]]
    assert fold["rest"] == len(hidden) == 33
    assert fold["value"] == pytest.approx(sum(hidden), abs=1e-15)
    least = min(abs(values[place]) for place in fold["shown"])
    assert max(map(abs, hidden)) <= least
    shown = sum(values[place] for place in fold["shown"])
    assert shown + fold["value"] == pytest.approx(arithmetic["value"], abs=1e-14)


def test_a_softmax_has_its_shares(client: TestClient) -> None:
    document = explained(client, {"iteration": 3}, "quantity=probs&t=1&index=1")
    softmax = document["arithmetic"]
    assert softmax["shift"] == 0
    assert softmax["total"] == pytest.approx(sum(softmax["exponentials"]))
    for operand, exponential, share in zip(
        softmax["of"], softmax["exponentials"], softmax["shares"], strict=True
    ):
        assert exponential == pytest.approx(math.exp(operand["value"]))
        assert share == pytest.approx(exponential / softmax["total"])
    assert softmax["shares"][softmax["chosen"]] == pytest.approx(document["value"])
    assert softmax["fold"] is None


def test_the_chosen_letter_of_many_is_always_shown(client: TestClient) -> None:
    text = "the quick brown fox jumps over the lazy dog"
    for index in range(0, 26, 5):
        document = explained(client, {"text": text}, f"quantity=probs&t=1&index={index}")
        fold = document["arithmetic"]["fold"]
        assert index in fold["shown"]
        shown = sum(document["arithmetic"]["shares"][place] for place in fold["shown"])
        assert shown + fold["share"] == pytest.approx(1)


@pytest.mark.parametrize(
    ("query", "notation"),
    [
        ("quantity=dh&t=3&index=4", "∂L/∂h_{3}"),
        ("quantity=gradients.W_hh&index=2,3", "∂L/∂W_{hh}"),
        ("quantity=probs&t=3&index=0", "ŷ_{3}"),
        ("quantity=gradient_norm", "‖g‖"),
        ("quantity=learning_rate", "η"),
    ],
)
def test_numbers_are_named_as_formulas_name_them(
    client: TestClient, query: str, notation: str
) -> None:
    assert explained(client, {}, query)["notation"] == notation


def test_the_typeset_formula_is_linked(client: TestClient) -> None:
    document = explained(client, {"clip_norm": None}, "quantity=h&t=3&index=4")
    answer = client.get(document["formula"]["typeset"])
    assert "h 3 equals" in answer.text
    start = explained(client, {}, "quantity=W_hh&index=0,0")
    assert start["formula"] is None


@pytest.mark.parametrize(
    ("body", "query", "notations"),
    [
        ({}, "quantity=a&t=3&index=4", ["W_{xh} x_{3}", "W_{hh} h_{2}", "b_{h}"]),
        ({}, "quantity=a&t=1&index=4", ["W_{xh} x_{1}", "W_{hh} h_{0}", "b_{h}"]),
        ({"cell": "lstm"}, "quantity=a&t=2&index=7", ["W_{xh} x_{2}", "W_{hh} h_{1}", "b_{h}"]),
        ({"cell": "gru"}, "quantity=z&t=2&index=1", ["W_{xh} x_{2}", "W_{hh} h_{1}", "b_{h}"]),
        ({"cell": "window_2"}, "quantity=a&t=2&index=1", ["W_{xh} x_{2}", "b_{h}"]),
        (
            {"sharing": "none"},
            "quantity=a&t=3&index=1",
            ["W_{xh}^{(3)} x_{3}", "W_{hh}^{(3)} h_{2}", "b_{h}^{(3)}"],
        ),
        ({}, "quantity=h&t=3&index=4", []),
        ({}, "quantity=logits&t=3&index=1", []),
    ],
)
def test_a_weighted_sum_has_its_subtotals(
    client: TestClient, body: Json, query: str, notations: list[str]
) -> None:
    document = explained(client, {"hidden_size": 6, "iteration": 3, **body}, query)
    found = document["subtotals"]
    assert [each["notation"] for each in found] == notations
    arithmetic = document["arithmetic"]
    summed = arithmetic if arithmetic["op"] == "sum" else arithmetic["of"][0]
    if found:
        total = math.fsum(each["value"] for each in found)
        assert total == pytest.approx(summed["value"], abs=1e-14)
