"""Settings with which each task can be learned, as the task itself suggests them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from rnn_core.tasks.registry import KINDS

SUGGESTED: Mapping[str, Mapping[str, Any]] = MappingProxyType(
    {kind.name: kind.suggested for kind in KINDS}
)
"""Fields of a configuration, by task; the others have their defaults."""
ITERATIONS: Mapping[str, int] = MappingProxyType(
    {kind.name: kind.suggested_iterations for kind in KINDS}
)
"""About how many iterations each task takes with these settings."""
