"""`python -m benchmarks.tasks`: every task with every cell, over five seeds, as a table.

Each is trained with the task's suggested settings, only the cell differs, and judged once at the
end. With `--write README.md` the table takes the place of what is between the markers there.
Seconds are the processor's, of training alone.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from threadpoolctl import threadpool_limits

from rnn_core.analysis.experiments import Experiment, Outcome, Spread, outcomes
from rnn_core.tasks.registry import TASKS
from rnn_core.tasks.suggestions import ITERATIONS, SUGGESTED

SEEDS = (1, 2, 3, 4, 5)
RECURRENT = ({"cell": "tanh"}, {"cell": "gru"}, {"cell": "lstm"})
OTHERS = ({"cell": "window_3"}, {"cell": "tanh", "sharing": "none"})
"""What does without recurrence, and what does without sharing; not every task can."""
WITHOUT_OTHERS = ("captioning", "translation")
BEGIN, END = "<!-- tasks -->", "<!-- /tasks -->"
NAMES = {"tanh": "tanh", "gru": "GRU", "lstm": "LSTM", "window_3": "window MLP (k = 3)"}


def experiment_on(task: str) -> Experiment:
    """The task with its suggested settings, and every kind of network that can learn it."""
    suggested = dict(SUGGESTED[task])
    of_task: dict[str, Any] = {"task": task}
    if "distance" in suggested:
        of_task["distance"] = suggested.pop("distance")
    models = RECURRENT if task in WITHOUT_OTHERS else (*RECURRENT, *OTHERS)
    return Experiment(
        of_task,
        tuple({**suggested, **model} for model in models),
        SEEDS,
        ITERATIONS[task],
        evaluations=1,
    )


def rows(task: str) -> Iterator[str]:
    """A row of the table for every network."""
    experiment = experiment_on(task)
    measurements = [each for each in experiment.run(seconds=60.0) if each is not None]
    for outcome, weights in zip(
        outcomes(experiment, measurements), experiment.weights, strict=True
    ):
        configuration = experiment.configurations[outcome.model]
        judged = "test" if "test" in outcome.score else "train"
        name = NAMES[configuration.cell]
        cells = (
            task.replace("_", " ") if outcome.model == 0 else "",
            name if configuration.sharing == "all" else f"{name}, unshared",
            configuration.hidden_size,
            weights,
            _loss(outcome.loss[judged]),
            _score(outcome, judged),
            _score(outcome, "longer"),
            experiment.iterations,
            _seconds(outcome),
        )
        yield f"| {' | '.join(map(str, cells))} |"


def _loss(spread: Spread | None) -> str:
    return (
        "–" if spread is None else f"{spread.median:.3g} ({spread.least:.3g}–{spread.greatest:.3g})"
    )


def _score(outcome: Outcome, split: str) -> str:
    if split not in outcome.score:
        return ""
    spread = outcome.score[split]
    if outcome.out_of_reach[split]:
        return "n/a"
    if spread is None:
        return "–"
    whole = f"{spread.median:.0%}"
    if spread.least == spread.greatest:
        return whole
    return f"{whole} ({spread.least:.0%}–{spread.greatest:.0%})"


def _seconds(outcome: Outcome) -> str:
    each, iterations = outcome.seconds_per_iteration, outcome.iterations
    if each is None or iterations is None:
        return "–"
    diverged = f"; {outcome.diverged} of {len(SEEDS)} diverged" if outcome.diverged else ""
    return f"{each.median * iterations.median:.1f}{diverged}"


def table() -> str:
    """All tasks with all networks, in Markdown."""
    head = (
        "task", "network", "H", "weights", "loss, test", "score, test", "score, longer",
        "iterations", "seconds",
    )  # fmt: skip
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    for task in TASKS:
        begun = time.perf_counter()
        lines += rows(task)
        print(f"{task}: {time.perf_counter() - begun:.0f} s", flush=True)
    return "\n".join(lines)


def main() -> None:
    """Prints the table, or writes it into a file."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.tasks",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--write", type=Path, metavar="FILE", help="a Markdown file with markers")
    options = parser.parse_args()
    with threadpool_limits(limits=1, user_api="blas"):
        made = table()
    if options.write is None:
        print(made)
        return
    text = options.write.read_text()
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    options.write.write_text(f"{before}{BEGIN}\n\n{made}\n\n{END}{after}")


if __name__ == "__main__":
    main()
