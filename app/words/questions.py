"""The questions that the pages offer, and the settings of each.

The text before an experiment states the question and the method, never the result: what the
result shows is made from its numbers (`experiment_verdicts`, `gradient_verdicts`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from app.words.messages import Messages
from rnn_core.analysis.gradient_flow import OPEN

KEPT_OPEN = "open"
"""`lstm open` is an LSTM whose forget-gate bias is the plan's `keep_bias`."""


@dataclass(frozen=True)
class Plan:
    """What the form of the experiments' page holds; `models` as `tanh`, `window_2`, `tanh none`
    with what is shared, `lstm open`; `seeds` how many, from 1 on.
    """

    task: str = "next_character"
    text: str = "hello"
    distance: int = 30
    models: tuple[str, ...] = ("window_1", "window_2", "window_3", "tanh")
    hidden_size: int = 6
    keep_bias: float = OPEN
    optimizer: str = "adagrad"
    learning_rate: float = 0.1
    iterations: int = 1000
    seeds: int = 5
    evaluations: int = 40

    def request(self) -> dict[str, Any]:
        """The body of `POST /api/experiments`, as the page sends it."""
        common = {
            "hidden_size": self.hidden_size,
            "optimizer": self.optimizer,
            "learning_rate": self.learning_rate,
        }
        own = {"next_character": ("text",), "remembering": ("distance",)}.get(self.task, ())
        return {
            "task": self.task,
            **{name: getattr(self, name) for name in own},
            "models": [{**self._model(name), **common} for name in self.models],
            "seeds": list(range(1, self.seeds + 1)),
            "iterations": self.iterations,
            "evaluations": self.evaluations,
        }

    def _model(self, name: str) -> dict[str, Any]:
        cell, _, kind = name.partition(" ")
        if kind == KEPT_OPEN:
            return {"cell": cell, "keep_bias": self.keep_bias}
        return {"cell": cell, **({"sharing": kind} if kind else {})}


@dataclass(frozen=True)
class Question:
    """A question, and the experiment that answers it."""

    name: str
    plan: Plan

    def title(self, words: Messages) -> str:
        return words.say(f"asked-{self.name}")

    def beforehand(self, words: Messages) -> str:
        """The text shown before it is answered."""
        return words.say(f"asked-{self.name}-beforehand")


QUESTIONS: Mapping[str, Question] = MappingProxyType(
    {
        name: Question(name, plan)
        for name, plan in {
            "recurrence": Plan(),
            "sharing": Plan(text="hello hello", models=("tanh", "tanh output", "tanh none")),
            "counting": Plan(
                task="counting",
                models=("tanh", "gru open", "lstm open"),
                hidden_size=8,
                optimizer="adam",
                learning_rate=0.01,
                iterations=1500,
                evaluations=20,
            ),
            "remembering": Plan(
                task="remembering",
                models=("tanh", "gru open", "lstm", "lstm open"),
                hidden_size=12,
                optimizer="adam",
                learning_rate=0.005,
                iterations=1200,
                evaluations=12,
            ),
        }.items()
    }
)


@dataclass(frozen=True)
class Preset:
    """Settings of the gradients' laboratory that a button chooses: what is not as usual."""

    name: str
    settings: Mapping[str, Any]

    def title(self, words: Messages) -> str:
        return words.say(f"preset-{self.name}")


_CHOSEN: Mapping[str, Mapping[str, Any]] = {
    "vanish": {"spectral_radius": 0.5},
    "explode": {"hidden_size": 64, "spectral_radius": 3, "clip_norm": None},
    "clipping": {"hidden_size": 64, "spectral_radius": 3, "clip_norm": 1},
    "orthogonal": {"initialization": "orthogonal"},
    "gates": {"cell": "lstm", "keep_bias": OPEN},
}

LABORATORY: Mapping[str, Preset] = MappingProxyType(
    {name: Preset(name, settings) for name, settings in _CHOSEN.items()}
)


def variant_in_words(name: str, words: Messages) -> str:
    """What the laboratory calls one of its trainings: `as chosen`, `orthogonal`, `half closed`."""
    kind = name.replace(" ", "_")
    return words.say(f"course-{kind}")
