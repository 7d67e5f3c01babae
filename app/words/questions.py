"""The questions that the pages offer: the settings of each, and the text shown beforehand.

The text before an experiment states the question and the method, never the result: what the
result shows is made from its numbers (`experiment_verdicts`, `gradient_verdicts`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

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
    """A question, the text shown before it is answered, and the experiment that answers it."""

    title: str
    beforehand: str
    plan: Plan


QUESTIONS: Mapping[str, Question] = MappingProxyType(
    {
        "recurrence": Question(
            "Is recurrence needed?",
            "In “hello”, l is followed once by l and once by o. A network that sees only this "
            "letter cannot know which: the best it can do is probability ½ for each, at a loss of "
            "2 · ln 2 ≈ 1.386. Is a longer window enough? Is one letter enough, with a recurrent "
            "state?",
            Plan(),
        ),
        "sharing": Question(
            "Why share the weights?",
            "With unshared weights, a different set for each timestep, a network can fit the text "
            "it is trained on. How does it do on the text written twice (the "
            "longer text), and on the text without "
            "its first letter (the shifted text)?",
            Plan(text="hello hello", models=("tanh", "tanh output", "tanh none")),
        ),
        "counting": Question(
            "RNN or LSTM for counting?",
            "aaabbb: a network that has counted the a’s knows everything after the first b. "
            "Training goes up to n = 9. Which networks count, and which have "
            "memorized the lengths? "
            "Longer sequences, n = 10 to 15, show which.",
            Plan(
                task="counting",
                models=("tanh", "gru open", "lstm open"),
                hidden_size=8,
                optimizer="adam",
                learning_rate=0.01,
                iterations=1500,
                evaluations=20,
            ),
        ),
        "remembering": Question(
            "Which network remembers over 30 timesteps?",
            "A letter, then thirty others that do not matter: which letter came first? Two "
            "networks start with a bias of 4 on the gate that keeps the state, the LSTM’s forget "
            "gate f and the GRU’s update gate z, so it is open: σ(4) ≈ 0.98. A second LSTM starts "
            "with its forget gate half closed, σ(0) = 0.5, and the tanh RNN has no gate.",
            Plan(
                task="remembering",
                models=("tanh", "gru open", "lstm", "lstm open"),
                hidden_size=12,
                optimizer="adam",
                learning_rate=0.005,
                iterations=1200,
                evaluations=12,
            ),
        ),
    }
)


@dataclass(frozen=True)
class Setting:
    """A setting of the gradients' laboratory that a button chooses: what is not as usual."""

    title: str
    settings: Mapping[str, Any]


LABORATORY: Mapping[str, Setting] = MappingProxyType(
    {
        "vanish": Setting("Vanish", {"spectral_radius": 0.5}),
        "explode": Setting("Explode", {"hidden_size": 64, "spectral_radius": 3, "clip_norm": None}),
        "clipping": Setting(
            "Remedy: clipping", {"hidden_size": 64, "spectral_radius": 3, "clip_norm": 1}
        ),
        "orthogonal": Setting("Remedy: orthogonal", {"initialization": "orthogonal"}),
        "gates": Setting("Remedy: gates", {"cell": "lstm", "keep_bias": OPEN}),
    }
)
