"""The address of a run in the workbench: what the workbench itself puts into the address bar."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from functools import cache
from types import MappingProxyType
from typing import Any
from urllib.parse import quote

import orjson

from rnn_core.training.configuration import RunConfig
from rnn_core.training.interventions import Intervention

_LONGEST = 4000
ASKED = frozenset(
    {
        "run",
        "at",
        "iteration",
        "view",
        "phase",
        "inspect",
        "hide",
        *(f.name for f in fields(RunConfig)),
    }
)
"""What an address may ask of the workbench."""


def workbench(query: str = "") -> str:
    """The address of the workbench with a query, which is left as it is."""
    return f"/workbench?{query}" if query else "/workbench"


def page_link(
    run: str, configuration: RunConfig, interventions: Iterable[Intervention], iteration: int
) -> str:
    """`/workbench?run=ID&text=hi&at=12~clip_norm:1&iteration=40`: joins the run while it lives.

    The rest, which holds what differs from the defaults, makes the run again when it is gone. It
    is left out where it would not fit into an address.
    """
    parts = [f"run={_encoded(run)}", *_differences(configuration)]
    for intervention in interventions:
        changes = "".join(f"~{change}" for change in _changes(intervention))
        if changes:
            parts.append(f"at={_encoded(f'{intervention.iteration}{changes}')}")
    if iteration:
        parts.append(f"iteration={iteration}")
    link = workbench("&".join(parts))
    return link if len(link) <= _LONGEST else workbench(parts[0])


def configuration_link(configuration: RunConfig, iteration: int) -> str | None:
    """`/workbench?text=hi&iteration=40`: makes such a run and opens it; None where too long."""
    parts = [*_differences(configuration), f"iteration={iteration}"]
    link = workbench("&".join(parts))
    return link if len(link) <= _LONGEST else None


@cache
def _usual() -> Mapping[str, Any]:
    """The defaults. To make a configuration, and check it, takes longer than all of a link."""
    return MappingProxyType(RunConfig().to_dict())


def _differences(configuration: RunConfig) -> list[str]:
    usual = _usual()
    return [
        f"{name}={_encoded(_written(value))}"
        for name, value in configuration.to_dict().items()
        if value != usual[name]
    ]


def _changes(intervention: Intervention) -> Iterator[str]:
    """`learning_rate:0.5`, `W_hh[2,3]:0.5`, `h[3]:0` for a held unit, `h_2[3]:0` at t = 2."""
    for name, value in intervention.hyperparameters.items():
        yield f"{name}:{_written(value)}"
    for edit in intervention.edits:
        yield f"{edit.parameter}[{','.join(map(str, edit.index))}]:{_written(edit.value)}"
    clamps = intervention.clamps
    if clamps == ():
        yield "clamps:none"
    for clamp in clamps or ():
        time = "" if clamp.t is None else f"_{clamp.t}"
        yield f"h{time}[{clamp.unit}]:{_written(clamp.value)}"


def _written(value: Any) -> str:
    if value is None:
        return "none"
    if isinstance(value, str):
        return value
    return orjson.dumps(value).decode()


def _encoded(text: str) -> str:
    return quote(text, safe="~:,[]!'()*")
