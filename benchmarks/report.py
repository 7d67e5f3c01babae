"""What a benchmark found: lines with a target and a verdict, and what they were measured on."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from importlib import metadata
from math import ceil
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from threadpoolctl import threadpool_info


@dataclass(frozen=True)
class Goal:
    """A measured number and the most that it is to be."""

    name: str
    value: float
    target: float
    unit: str = ""
    low: float | None = None
    high: float | None = None
    """The middle half of the repeats, where there were any."""

    @property
    def reached(self) -> bool:
        """Whether the number, as it is printed, is at most the target."""
        return float(f"{self.value:.3f}") <= self.target

    @classmethod
    def of_ratios(cls, name: str, ratios: Sequence[float], target: float) -> Goal:
        """The median of ratios, each taken within one repeat."""
        low, _, high = quantiles(ratios, n=4) if len(ratios) > 1 else list(ratios) * 3
        return cls(name, median(ratios), target, low=low, high=high)

    def __str__(self) -> str:
        middle = "" if self.low is None else f"({self.low:.3f} to {self.high:.3f})"
        verdict = "reached" if self.reached else "NOT REACHED"
        return (
            f"  {self.name:<52}{self.value:>7.3f} {self.unit:<2}{middle:<18}"
            f"  at most {self.target:<5g}{self.unit:<3}{verdict}"
        )

    def to_dict(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "name": self.name,
            "value": self.value,
            "unit": self.unit,
            "middle_half": None if self.low is None else [self.low, self.high],
            "target": self.target,
            "reached": self.reached,
        }


@dataclass
class Report:
    """The lines of one benchmark, printed as they come and kept for the file."""

    title: str
    goals: list[Goal] = field(default_factory=list)
    tables: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def begin(self) -> None:
        """Prints the title."""
        self.say(f"\n{self.title}\n{'=' * len(self.title)}")

    def say(self, line: str = "") -> None:
        """Prints a line that is not kept."""
        print(line, flush=True)

    def goal(self, goal: Goal) -> None:
        """Takes in a number that has a target."""
        self.goals.append(goal)
        self.say(str(goal))

    def table(self, name: str, rows: Sequence[dict[str, Any]]) -> None:
        """Takes in rows of the same columns; numbers are printed in at most four digits."""
        self.tables[name] = list(rows)
        columns = list(rows[0])
        cells = [[_cell(row[column]) for column in columns] for row in rows]
        widths = [max(map(len, column)) for column in zip(columns, *cells, strict=True)]
        self.say(f"\n{name}")
        for line in (columns, *cells):
            first, *rest = (
                text.ljust(width) if place == 0 else text.rjust(width)
                for place, (text, width) in enumerate(zip(line, widths, strict=True))
            )
            self.say("  " + "   ".join((first, *rest)))

    def to_dict(self) -> dict[str, Any]:
        """As JSON."""
        return {"goals": [goal.to_dict() for goal in self.goals], "tables": self.tables}


def _cell(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.0f}" if abs(value) >= 1000 else f"{value:.4g}"
    return "–" if value is None else str(value)


def percentile(values: Iterable[float], percent: float) -> float:
    """The smallest of the values that so many percent of them do not exceed."""
    ordered = sorted(values)
    return ordered[max(ceil(len(ordered) * percent / 100) - 1, 0)]


def surroundings() -> dict[str, Any]:
    """What the numbers depend on; to be asked for when NumPy has been imported."""
    versions: dict[str, str | None] = {}
    for package in ("numpy", "torch", "uvicorn", "fastapi"):
        try:
            versions[package] = metadata.version(package)
        except metadata.PackageNotFoundError:
            versions[package] = None
    return {
        "processor": _processor(),
        "cores": os.cpu_count(),
        "system": platform.system(),
        "python": platform.python_version(),
        **versions,
        "blas": ", ".join(
            f"{library['internal_api']} {library['version']} ({library.get('architecture', '?')})"
            for library in threadpool_info()
            if library["user_api"] == "blas"
        ),
        "load": load(),
    }


def load() -> float | None:
    """Processes that wanted to run, on average over the last minute."""
    if sys.platform == "win32":
        return None
    return round(os.getloadavg()[0], 2)


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    for line in lines:
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
