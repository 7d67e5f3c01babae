"""Settings with which each task is learnt: where to begin, not what is best."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

SUGGESTED: Mapping[str, Mapping[str, Any]] = MappingProxyType(
    {
        "next_character": {"cell": "tanh", "hidden_size": 6},
        "counting": {
            "cell": "lstm",
            "hidden_size": 4,
            "optimizer": "adam",
            "learning_rate": 0.01,
        },
        "sentiment": {
            "cell": "gru",
            "hidden_size": 8,
            "optimizer": "adam",
            "learning_rate": 0.01,
        },
        "captioning": {
            "cell": "tanh",
            "hidden_size": 24,
            "optimizer": "adam",
            "learning_rate": 0.003,
        },
        "translation": {
            "cell": "gru",
            "hidden_size": 32,
            "optimizer": "adam",
            "learning_rate": 0.005,
        },
        "remembering": {
            "cell": "gru",
            "hidden_size": 12,
            "optimizer": "adam",
            "learning_rate": 0.01,
            "distance": 20,
        },
    }
)
"""Fields of a configuration, by task; the others have their defaults."""
ITERATIONS: Mapping[str, int] = MappingProxyType(
    {
        "next_character": 500,
        "counting": 4000,
        "sentiment": 4000,
        "captioning": 20000,
        "translation": 10000,
        "remembering": 6000,
    }
)
"""After about so many iterations of these settings the task is learnt, as far as it is."""
