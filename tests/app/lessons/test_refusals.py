"""What measures refuse is said in the language of whoever asks, with the same numbers."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.lessons.measures import MEASURES, Results
from app.lessons.measures.refusals import Refused
from app.resources import MESSAGES
from app.words.language import DEFAULT, LANGUAGES
from app.words.messages import messages
from rnn_core.analysis.experiments import Experiment
from tests.spoken import numbers_in

HELLO: dict[str, Any] = {"hidden_size": 3}
LSTM: dict[str, Any] = {"task": "remembering", "distance": 3, "cell": "lstm", "hidden_size": 3}
SENTENCES: dict[str, Any] = {"task": "sentiment", "hidden_size": 3}
SHORT: dict[str, Any] = {
    **SENTENCES,
    "cell": "lstm",
    "examples": [["good", "positive"], ["bad", "negative"]],
}
PHRASES: dict[str, Any] = {"task": "translation", "hidden_size": 3}

# The key of what is said (of the core's, where there is none), the measure, a run, what is told.
RUNS: list[tuple[str, str, dict[str, Any], dict[str, Any]]] = [
    ("refused-timestep", "most_probable", HELLO, {"t": 99}),
    ("refused-timestep", "states", HELLO, {"first": 1, "second": 0}),
    ("refused-no-target", "most_probable", SENTENCES, {"t": 1}),
    ("refused-since", "loss_change", HELLO, {"since": 5}),
    ("refused-since", "number_change", HELLO, {"quantity": "h", "t": 1, "index": "0", "since": 5}),
    ("refused-since", "moves", HELLO, {"quantity": "W_hh", "index": "0,0", "since": 5}),
    ("refused-since", "reach_change", LSTM, {"since": 5}),
    ("refused-index-form", "number_change", HELLO, {"quantity": "h", "t": 1, "index": "a"}),
    ("refused-no-index", "number_change", HELLO, {"quantity": "h", "t": 1, "index": "7"}),
    ("refused-no-index", "number_change", HELLO, {"quantity": "h", "t": 1, "index": "0,0"}),
    ("error-unknown-quantity", "number_change", HELLO, {"quantity": "W", "index": "0"}),
    ("refused-index", "weight_shares", HELLO, {"quantity": "W_hh", "index": "9,0"}),
    ("refused-index", "moves", HELLO, {"quantity": "b_h", "index": "9"}),
    ("refused-index", "nudged", HELLO, {"quantity": "W_hh", "index": "0", "t": 1}),
    ("error-unknown-parameter", "weight_shares", HELLO, {"quantity": "W", "index": "0,0"}),
    ("refused-no-parameter", "moves", HELLO, {"quantity": "W", "index": "0,0"}),
    ("refused-not-everywhere", "nudged", HELLO, {"quantity": "W", "index": "0,0", "t": 1}),
    (
        "refused-not-everywhere",
        "direct_and_total",
        PHRASES,
        {"quantity": "W_hh_encoder", "index": "0,0", "t": 1, "unit": 0},
    ),
    ("error-unit", "losses_reaching", HELLO, {"t": 1, "unit": 9}),
    ("error-unknown-quantity", "parts_of_state", {"cell": "gru"}, {"t": 1, "unit": 0}),
    ("refused-no-floor", "floor", HELLO, {}),
    ("refused-window", "window_size", HELLO, {"reads": 9}),
    ("refused-no-state", "window_outgrows", {"cell": "window_1", "hidden_size": 3}, {}),
    ("refused-no-text", "reading_of", HELLO, {"split": "nothing"}),
    ("refused-words", "reading_of", SENTENCES, {"split": "test"}),
    ("error-unknown-token", "after_shuffling", HELLO, {"letters": "xyz"}),
    ("refused-letters", "after_shuffling", HELLO, {"letters": "hhhh"}),
    ("refused-layers", "merging", HELLO, {"layers": 9}),
    ("refused-split", "score_on", SENTENCES, {"split": "nothing"}),
    ("refused-no-cell-state", "lane_reach", HELLO, {}),
    ("refused-no-cell-state", "lane_filled", HELLO, {"t": 1}),
    ("refused-no-cell-state", "lane_shown", HELLO, {"t": 1}),
    ("refused-earlier-losses", "lane_reach", {"cell": "lstm", "hidden_size": 3}, {}),
    ("refused-no-forget-gate", "lane", HELLO, {}),
    ("refused-short-lane", "lane", SHORT, {}),
    ("refused-parameter", "reading", HELLO, {"t": 1}),
    ("refused-parameter", "most_probable", HELLO, {"unit": 1}),
    ("refused-missing", "most_probable", HELLO, {}),
    ("refused-quantity", "size_of", HELLO, {"quantity": "W"}),
    ("refused-one-word", "turning_word", SENTENCES, {"source": "good"}),
    ("error-empty-sentence", "turning_word", SENTENCES, {"source": " "}),
    ("refused-examples", "tries", SENTENCES, {"examples": "good"}),
    ("refused-no-label", "turning_word", PHRASES, {"source": "she drinks tea"}),
    ("error-empty-phrase", "familiar", PHRASES, {"source": " "}),
]  # fmt: skip


def ask(client: TestClient, path: str, told: dict[str, Any], language: str) -> dict[str, Any]:
    answer = client.get(path, params=told, headers={"Accept-Language": language})
    assert answer.status_code == 422, answer.text
    assert answer.headers["content-language"] == language
    found: dict[str, Any] = answer.json()
    return found


@pytest.mark.parametrize(("key", "name", "settings", "told"), RUNS)
def test_a_refusal_is_said_in_every_language(
    client: TestClient, key: str, name: str, settings: dict[str, Any], told: dict[str, Any]
) -> None:
    run = client.post("/api/runs", json=settings).headers["location"]
    path = f"{run}/measures/{name}"
    [first] = ask(client, path, told, DEFAULT)["errors"]
    for language in LANGUAGES:
        [error] = ask(client, path, told, language)["errors"]
        assert error["field"] == first["field"]
        assert numbers_in(error["message"]) == numbers_in(first["message"])
        assert pattern_of(key, language).fullmatch(error["message"])


def pattern_of(key: str, language: str) -> re.Pattern[str]:
    """What the message of this key may be, whatever its values."""
    text = (MESSAGES / language / "server").rglob("*.ftl")
    source = "\n".join(path.read_text("utf-8") for path in text)
    [line] = re.findall(rf"^{key} = (.*(?:\n .*)*)", source, re.M)
    # Choices and values may be anything; what stands between them is the language's own.
    plain = re.sub(r"\{(?:[^{}]|\{[^{}]*\})*\}", "\0", line)
    return re.compile(".+".join(map(re.escape, plain.split("\0"))), re.S)


def test_what_is_wrong_with_a_parameter_or_an_experiment_is_said_in_every_language() -> None:
    planned = Experiment({}, ({"cell": "tanh"},), seeds=(1,), iterations=1)
    results = Results(planned, ())
    measures = MEASURES["lower_loss"], MEASURES["gets_below"], MEASURES["parameter_growth"]
    causes: dict[str, Callable[[], object]] = {
        "refused-model": lambda: measures[0].of_results(results, {"first": 9, "second": 1}),
        "refused-kind": lambda: measures[1].of_results(results, {"model": 1, "loss": "x"}),
        "refused-not-measured": lambda: measures[1].of_results(results, {"model": 1, "loss": 1}),
    }
    for key, cause in causes.items():
        with pytest.raises(Refused) as caught:
            cause()
        told = caught.value.told
        assert told.key == key
        assert str(caught.value) == messages(DEFAULT).said(told)
        for language in LANGUAGES:
            assert pattern_of(key, language).fullmatch(messages(language).said(told))


UNTRIED = {
    "refused-repeated",
    "refused-no-longer",
    "refused-not-finite",
    "refused-nothing-asked",
    "refused-no-parts",
}
"""They need a network that is trained for long or has diverged, a text that cannot be longer, or a
cell that there is not."""


def test_every_refusal_of_a_measure_is_tried() -> None:
    source = (MESSAGES / DEFAULT / "server" / "measures.ftl").read_text("utf-8")
    keys = set(re.findall(r"^(refused-[\w-]+) =", source, re.M))
    tried = {key for key, *_ in RUNS} | {"refused-model", "refused-kind", "refused-not-measured"}
    assert keys - tried <= UNTRIED
