"""The direction of imports: what may know of what."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from rnn_core.tasks.registry import TASKS

ROOT = Path(__file__).parents[1]

LEVELS = {
    "rnn_core": [
        {"arrays", "words"},
        {"errors", "display"},
        {"equations", "vocabulary", "trace"},
        {"cells", "tasks"},
        {"network"},
        {"training"},
        {"analysis", "export"},
    ],
    "app": [
        {"settings", "resources"},
        {"database", "words"},
        {"figures", "verdicts"},
        {"documents", "lessons"},
        {"runs"},
        {"classroom"},
        {"web"},
        {"routes"},
        {"main"},
    ],
}
"""A package may import from the levels before its own, and from others of its level nothing."""


def modules(package: str) -> dict[str, Path]:
    """The modules of a package by name, packages inside it as modules of their own."""
    found = {}
    for path in sorted((ROOT / package).rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        found[".".join(part for part in parts if part != "__init__")] = path
    return found


MODULES = modules("rnn_core") | modules("app")


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name}: relative import"
            assert node.module is not None
            for alias in node.names:
                name = f"{node.module}.{alias.name}"
                yield name if name in MODULES else node.module


GRAPH = {
    name: {target for target in imports(path) if target in MODULES} - {name}
    for name, path in MODULES.items()
}


def part_of(module: str) -> str:
    """The package, or module, directly under its top package: `cells` of `rnn_core.cells.gru`."""
    return module.split(".")[1] if "." in module else ""


@pytest.mark.parametrize("package", ["rnn_core", "app"])
def test_every_part_has_a_level(package: str) -> None:
    assert {part_of(name) for name in modules(package)} - {""} == set().union(*LEVELS[package])


@pytest.mark.parametrize("name", [name for name in MODULES if part_of(name)])
def test_imports_point_one_way(name: str) -> None:
    levels = LEVELS[name.split(".")[0]]
    own = next(number for number, parts in enumerate(levels) if part_of(name) in parts)
    allowed = set().union(*levels[:own]) | {part_of(name)}
    known = {part_of(t) for t in GRAPH[name] if t.split(".")[0] == name.split(".")[0]} - {""}
    assert known <= allowed, f"{name} imports {known - allowed}"


def test_there_are_no_circular_imports() -> None:
    graph = {name: set(targets) for name, targets in GRAPH.items()}
    while free := [name for name, targets in graph.items() if not targets]:
        for name in free:
            del graph[name]
        for targets in graph.values():
            targets.difference_update(free)
    assert not graph, f"a circle among {sorted(graph)}"


@pytest.mark.parametrize("name", modules("rnn_core"))
def test_the_core_needs_numpy_and_the_standard_library_only(name: str) -> None:
    roots = {target.split(".")[0] for target in imports(MODULES[name])}
    assert roots <= {*sys.stdlib_module_names, "numpy", "rnn_core"}


def test_tasks_and_their_data_do_not_know_each_other_sideways() -> None:
    tasks = set(TASKS)
    for task in tasks:
        known = {target.split(".")[-1] for target in GRAPH[f"rnn_core.tasks.{task}"]}
        assert not known & (tasks | {"registry"}), f"{task} imports {known}"


def test_figures_know_traces_colours_and_words_only() -> None:
    for name in modules("app"):
        if part_of(name) == "figures":
            assert {part_of(t) for t in GRAPH[name] if t.startswith("app.")} <= {"figures", "words"}


def test_verdicts_know_results_and_words_only() -> None:
    for name in modules("app"):
        if part_of(name) == "verdicts":
            assert {part_of(t) for t in GRAPH[name] if t.startswith("app.")} <= {
                "verdicts",
                "words",
            }
