"""The direction of imports: what may know of what."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

CORE_LEVELS = [
    {"errors", "arrays", "precedence", "words"},
    {"terms"},
    {"equations"},
    {"notation"},
    {"vocabulary", "trace", "losses", "optimizers", "initialization"},
    {"tasks"},
    {"cell"},
    {"tanh_cell", "gru_cell", "lstm_cell", "window_cell", "chain", "structure"},
    {"cells", "output_layer", "image_layer"},
    {"architecture"},
    {"network", "compare", "floor"},
    {"configuration", "sampling"},
    {"training", "scoring"},
    {"checkpoints"},
    {"run"},
    {"probe"},
    {"explain", "verify", "sensitivity", "gradients", "experiments"},
]
"""A module may import from the levels before its own, and from its own level nothing."""


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name}: relative import"
            assert node.module is not None
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def level_of(module: str, levels: list[set[str]]) -> int:
    return next(number for number, names in enumerate(levels) if module in names)


def modules(package: str) -> list[Path]:
    return sorted(p for p in (ROOT / package).glob("*.py") if p.stem != "__init__")


@pytest.mark.parametrize("path", modules("rnn_core"), ids=lambda path: path.stem)
def test_the_core_needs_numpy_and_the_standard_library_only(path: Path) -> None:
    roots = {name.split(".")[0] for name in imports(path)}
    assert roots <= {*sys.stdlib_module_names, "numpy", "rnn_core"}


TASK_LEVELS = [
    {"task", "sentences", "phrases", "pictures", "suggestions"},
    {"next_character", "counting", "sentiment", "captioning", "translation", "remembering"},
    {"registry"},
]


@pytest.mark.parametrize(
    ("package", "levels"),
    [("rnn_core", CORE_LEVELS), ("rnn_core/tasks", TASK_LEVELS)],
    ids=["core", "tasks"],
)
def test_imports_point_one_way(package: str, levels: list[set[str]]) -> None:
    above = package.split("/")
    for path in modules(package):
        own = level_of(path.stem, levels)
        for name in imports(path):
            *before, module = name.split(".")[: len(above) + 1]
            if before == above and module in set().union(*levels):
                assert level_of(module, levels) < own, f"{path.stem} imports {module}"


@pytest.mark.parametrize("path", modules("rnn_core/tasks"), ids=lambda path: path.stem)
def test_tasks_know_nothing_of_networks(path: Path) -> None:
    known = {name.split(".")[1] for name in imports(path) if name.startswith("rnn_core.")}
    assert known <= {"tasks", "arrays", "errors", "vocabulary", "words"}


ROUTES = {"api", "inquiries", "tasks", "comparisons", "gradients", "experiments", "pages"}
PURE = {
    "palette",
    "decimation",
    "figure_parts",
    "figures",
    "comparison_figures",
    "gradient_figures",
    "experiment_figures",
    "sensitivity_figures",
}


VERDICTS = {
    "verdict_words",
    "experiment_reading",
    "counting_verdicts",
    "experiment_verdicts",
    "gradient_verdicts",
}


def app_imports() -> dict[str, set[str]]:
    graph: dict[str, set[str]] = {}
    for path in modules("app"):
        parts = [name.split(".") for name in imports(path)]
        graph[path.stem] = {p[1] for p in parts if p[0] == "app" and len(p) > 1} - {path.stem}
    return {
        name: {target for target in targets if target in graph} for name, targets in graph.items()
    }


def test_the_routes_are_known_to_nothing_but_the_application() -> None:
    for name, targets in app_imports().items():
        if name != "main":
            assert not targets & ROUTES, f"{name} imports {targets & ROUTES}"


def test_figures_know_traces_and_colours_only() -> None:
    graph = app_imports()
    for name in PURE:
        assert graph[name] <= PURE, f"{name} imports {graph[name] - PURE}"


def test_verdicts_know_results_and_words_only() -> None:
    graph = app_imports()
    for name in VERDICTS:
        assert graph[name] <= VERDICTS, f"{name} imports {graph[name] - VERDICTS}"


def test_the_application_has_no_circular_imports() -> None:
    graph = app_imports()
    while free := [name for name, targets in graph.items() if not targets]:
        for name in free:
            del graph[name]
        for targets in graph.values():
            targets.difference_update(free)
    assert not graph, f"a circle among {sorted(graph)}"
