"""`python -m benchmarks [core] [explaining] [serving] [page]`: how fast it computes and answers.

    core        One full iteration (forward, backward, clip, Adagrad; float64; one thread) on the
                fast path, against the same iteration traced, the textbook loop over the timesteps
                and, where installed, PyTorch.
    explaining  From an address to the JSON of its derivation.
    serving     The real server in a process of its own, asked over connections that are kept: a
                step with its whole trace against one that answers with the loss only, requests
                per second, and the largest and oldest traces.
    page        The workbench in a real browser, until its network is drawn, against a page that
                only holds that drawing; its requests, and what holds it up. Medians of seven.

`python -m benchmarks.class_load` measures a class of 300 pupils.

A line with a target is the median of ratios, each taken within one repeat, where both sides meet
the same moments of the machine; behind it, in brackets, the middle half of these ratios. When that
is wide, or the load at the start was far from nothing, the machine was busy: measure again. The
tables have no targets: they are times on this machine. Targets that are missed do not make the
program fail, for on a busy machine that says nothing.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path
from typing import Any

BENCHMARKS = ("core", "explaining", "serving", "page")
VISITS = 7
# NumPy, PyTorch and their libraries read these when they are imported.
ONE_THREAD = dict.fromkeys(
    (
        "OPENBLAS_NUM_THREADS",
        "OMP_NUM_THREADS",
        "MKL_NUM_THREADS",
        "BLIS_NUM_THREADS",
        "VECLIB_MAXIMUM_THREADS",
    ),
    "1",
)


def main() -> int:
    """Measures what was asked for. Returns the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "benchmarks", nargs="*", metavar="BENCHMARK", help="what to measure (default: all)"
    )
    parser.add_argument(
        "--repeats", type=_count, default=21, help="how often to measure (default: %(default)s)"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the results to FILE too")
    options = parser.parse_args()
    chosen = options.benchmarks or BENCHMARKS
    for name in chosen:
        if name not in BENCHMARKS:
            parser.error(f"there is no benchmark {name!r}; there are: {', '.join(BENCHMARKS)}")

    environment_of_server = dict(os.environ)
    os.environ.update(ONE_THREAD)
    from benchmarks import core, explaining, serving
    from benchmarks.report import Report, surroundings

    results: dict[str, Any] = {"surroundings": surroundings(), "repeats": options.repeats}
    print(", ".join(f"{name} {value}" for name, value in results["surroundings"].items()))
    reports = []
    if "core" in chosen:
        reports.append(Report("core"))
        core.run(reports[-1], options.repeats)
    if "explaining" in chosen:
        reports.append(Report("explaining"))
        explaining.run(reports[-1], options.repeats)
    if "serving" in chosen:
        reports.append(Report("serving"))
        serving.run(reports[-1], options.repeats, environment_of_server)
    if "page" in chosen:
        from benchmarks import page  # Needs Playwright, the others do not.

        reports.append(Report("page"))
        page.run(reports[-1], min(options.repeats, VISITS), environment_of_server)
    goals = [goal for report in reports for goal in report.goals]
    missed = [goal.name for goal in goals if not goal.reached]
    print(f"\n{len(goals) - len(missed)} of {len(goals)} targets reached.")
    if missed:
        print("Not reached: " + "; ".join(missed))
    if options.json is not None:
        results |= {report.title: report.to_dict() for report in reports}
        options.json.write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")
    return 0


def _count(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("at least once")
    return number


if __name__ == "__main__":
    sys.exit(main())
