"""All that decides a run and how far it has come: what has to be kept to have it again."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Self

from rnn_core.errors import InvalidRecord
from rnn_core.trace import Hyperparameters
from rnn_core.training.configuration import RunConfig
from rnn_core.training.interventions import Intervention

Interventions = tuple[Intervention, ...]

VERSION = 1
"""Of the dictionary. One that is read must have it."""


@dataclass(frozen=True)
class RunRecord:
    """A run without its numbers, which follow from it: `Replay` computes them again.

    `before_changes` holds the interventions as they were before each change that can be undone,
    the latest last; `undone` those that can be had back, the next one last.
    """

    configuration: RunConfig
    interventions: Interventions = ()
    iteration: int = 0
    furthest_iteration: int = 0
    before_changes: tuple[Interventions, ...] = ()
    undone: tuple[Interventions, ...] = ()

    @property
    def hyperparameters(self) -> Hyperparameters:
        """Those in force where the run stands."""
        values = self.configuration.hyperparameters
        for intervention in self.interventions:
            if intervention.iteration <= self.iteration:
                values = replace(values, **intervention.hyperparameters)
        return values

    def to_dict(self) -> dict[str, Any]:
        """Ready to be written as JSON. An intervention that several lists hold stands in it once,
        and each list holds the places where its own stand."""
        found: dict[str, int] = {}

        def places(interventions: Interventions) -> list[int]:
            texts = (json.dumps(each.to_dict()) for each in interventions)
            return [found.setdefault(text, len(found)) for text in texts]

        lists = {
            "now": places(self.interventions),
            "before_changes": [places(each) for each in self.before_changes],
            "undone": [places(each) for each in self.undone],
        }
        return {
            "version": VERSION,
            "configuration": self.configuration.to_dict(),
            "interventions": [json.loads(text) for text in found],
            **lists,
            "iteration": self.iteration,
            "furthest_iteration": self.furthest_iteration,
        }

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Self:
        """What `to_dict` returned. Raises `InvalidRecord`, `InvalidConfiguration`."""
        if values.get("version") != VERSION:
            raise InvalidRecord(f"version must be {VERSION}, but is {values.get('version')!r}")
        try:
            known = [Intervention(i["iteration"], i["changes"]) for i in values["interventions"]]
            return cls(
                RunConfig.from_mapping(values["configuration"]),
                _at(known, values["now"]),
                values["iteration"],
                values["furthest_iteration"],
                tuple(_at(known, places) for places in values["before_changes"]),
                tuple(_at(known, places) for places in values["undone"]),
            )
        except (KeyError, IndexError, TypeError) as error:
            raise InvalidRecord(f"this is no record of a run: {error!r}") from error


def _at(known: Sequence[Intervention], places: Iterable[int]) -> Interventions:
    return tuple(known[place] for place in places)
