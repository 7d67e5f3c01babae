"""The core's errors say the same in the catalogues, and the same numbers in every language."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from app.words.language import DEFAULT, LANGUAGES
from app.words.messages import messages
from rnn_core.analysis.explain import explain
from rnn_core.analysis.sensitivity import sensitivity
from rnn_core.analysis.shares import loss_shares
from rnn_core.errors import CoreError
from rnn_core.export.parts import Parts
from rnn_core.training.configuration import RunConfig
from rnn_core.training.interventions import Intervention
from rnn_core.training.run import Run
from tests.app.words.test_messages import CODE, CORE
from tests.spoken import numbers_in


def configured(**settings: Any) -> Callable[[], Any]:
    return lambda: Run(RunConfig.from_mapping(settings))


def read(source: str, target: str = "", **settings: Any) -> Callable[[], Any]:
    return lambda: RunConfig.from_mapping(settings).made_task.read(source, target)


def changed(**changes: Any) -> Callable[[], Any]:
    return lambda: Run(RunConfig()).intervene(changes)


RUN = Run(RunConfig())
LONG = Run(RunConfig(text="hello" * 20))


def asked(quantity: str, t: int | None = None) -> Callable[[], Any]:
    return lambda: explain(RUN, quantity, t, 0)


CAUSES: dict[str, Callable[[], Any]] = {
    "unknown-token": read("xyz"),
    "surrogate": configured(text="ab\ud800"),
    "picture": read("##", task="captioning"),
    "empty-phrase": read("", task="translation"),
    "empty-sentence": read("", task="sentiment"),
    "empty-sequence": read("", task="counting"),
    "counting-target": read("aabb", "b", task="counting"),
    "short-text": configured(text="h"),
    "uniform-text": configured(text="hh"),
    "no-examples": configured(examples=[["a", "b"]]),
    "cannot-generate": lambda: Run(RunConfig(task="sentiment")).sample("good", 3),
    "window-carries-nothing": configured(task="translation", cell="window_2"),
    "window-shares": configured(cell="window_2", sharing="none"),
    "many-parameters": configured(text="hello" * 400, hidden_size=400, sharing="none"),
    "not-exportable": lambda: Parts(Run(hidden_size=200), 0),
    "unknown-parameter": changed(edits=[{"parameter": "W", "index": [0], "value": 1.0}]),
    "token": lambda: sensitivity(RUN.configuration, RUN.trace, 1, 99),
    "timestep": asked("h", 99),
    "initial-state": asked("h", 0),
    "needs-timestep": asked("h"),
    "no-timestep": asked("gradient_norm", 3),
    "unknown-quantity": asked("nothing"),
    "nested": configured(h_0=[[1], [1, 2]]),
    "too-large": configured(h_0=[1e300] * 6),
    "unit": changed(clamps=[{"unit": 99, "value": 0.0}]),
    "many-timesteps": lambda: loss_shares(LONG.configuration, LONG.trace),
    "not-set": changed(edits=[{"parameter": "W_hh", "index": [0, 0], "value": None}]),
    "two-interventions": lambda: Run(
        RunConfig(), [Intervention(0, {"learning_rate": 1.0}), Intervention(0, {"clip_norm": 1.0})]
    ),
    "no-gate": configured(keep_bias=1.0),
    "no-state": configured(cell="window_2", h_0=[0.0] * 6),
    "picture-sets": configured(task="captioning", h_0=[0.0] * 6),
}


@pytest.mark.parametrize("code", CAUSES)
def test_the_catalogues_say_what_the_core_says(code: str) -> None:
    with pytest.raises(CoreError) as caught:
        CAUSES[code]()
    error = caught.value
    assert error.code == code
    assert messages(DEFAULT).say(f"error-{code}", **error.values) == str(error)
    for language in LANGUAGES:
        told = messages(language).say(f"error-{code}", **error.values)
        assert numbers_in(told) == numbers_in(str(error))


def test_every_code_of_the_core_is_tried() -> None:
    codes = {code for path in CORE for code in CODE.findall(path.read_text("utf-8"))}
    # Neither can be had without a network that is trained for long, or a task of its own.
    assert codes - set(CAUSES) <= {"not-finite", "only-before"}
