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
            "hidden_size": 8,
            "optimizer": "adam",
            "learning_rate": 0.01,
        },
        "sentiment": {
            "cell": "lstm",
            "hidden_size": 12,
            "optimizer": "adam",
            "learning_rate": 0.01,
        },
        "captioning": {
            "cell": "gru",
            "hidden_size": 24,
            "optimizer": "adam",
            "learning_rate": 0.005,
        },
        "translation": {
            "cell": "gru",
            "hidden_size": 32,
            "optimizer": "adam",
            "learning_rate": 0.005,
        },
        "remembering": {
            "cell": "lstm",
            "hidden_size": 12,
            "optimizer": "adam",
            "learning_rate": 0.01,
            "distance": 10,
        },
    }
)
"""Fields of a configuration, by task; the others have their defaults."""
