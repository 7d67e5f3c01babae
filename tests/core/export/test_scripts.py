"""Scripts of runs, each run in a process of its own: they compute what the run did."""

from __future__ import annotations

import itertools
import os
import re
import subprocess
import sys
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rnn_core import CELLS, TASKS, Run
from rnn_core.errors import InvalidConfiguration, IterationOutOfRange, NotExportable
from rnn_core.export.numpy_script import numpy_script
from rnn_core.export.parts import MOST_INLINE, Parts
from rnn_core.export.torch_script import torch_script
from rnn_core.training.optimizers import OPTIMIZERS
from tests.networks import covering

# Where it must be there (RNN_EXPLAINER_REQUIRE_TORCH), no test begins without it: tests/conftest.
needs_torch = pytest.mark.skipif(find_spec("torch") is None, reason="PyTorch is not installed")
FIELDS: dict[str, tuple[Any, ...]] = {
    "task": tuple(TASKS),
    "cell": tuple(CELLS),
    "optimizer": tuple(OPTIMIZERS),
    "sharing": ("all", "output", "none"),
    "clip_norm": (None, 0.5),
}
DIFFERENCE = re.compile(r"largest difference from the run: (\S+)")
ITERATIONS = 7


def is_possible(settings_of: dict[str, Any]) -> bool:
    try:
        Run(**settings_of)
    except InvalidConfiguration:
        return False
    return True


EVERY = [
    values
    for values in itertools.product(*FIELDS.values())
    if is_possible(dict(zip(FIELDS, values, strict=True)))
]
NETWORKS = [dict(zip(FIELDS, values, strict=True)) for values in covering(EVERY)]
"""Each pair of settings is in one of them."""


def changed_by_hand(run: Run) -> Run:
    """Further on, with everything that can be changed by hand."""
    run.train(3)
    weight = next(name for name in run.trace.parameters if name.startswith("W_hy"))
    other = "sgd" if run.hyperparameters.optimizer == "adam" else "adam"
    run.intervene(
        optimizer=other,
        learning_rate=0.05,
        edits=[{"parameter": weight, "index": [0, 1], "value": 0.5}],
        clamps=[{"unit": 2, "value": 0.3}, {"unit": 1, "value": 0.0, "t": 2}],
    )
    run.train(2)
    run.intervene(clip_norm=0.1, clamps=[])
    run.train(2)
    return run


def outputs(folder: Path, scripts: Iterable[str]) -> list[str]:
    """What each prints; one process for all, because a library may take seconds to import."""
    paths = []
    for number, text in enumerate(scripts):
        path = folder / f"script_{number}.py"
        path.write_text(text, encoding="utf-8")
        paths.append(str(path))
    runner = (
        "import runpy, sys\n"
        "for path in sys.argv[1:]:\n"
        "    runpy.run_path(path, run_name='__main__')\n"
        "    print('---')\n"
    )
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", runner, *paths],
        capture_output=True,
        text=True,
        cwd=folder,
        check=False,
        env={name: value for name, value in os.environ.items() if name != "PYTHONPATH"},
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.split("---\n")[:-1]


def differences(folder: Path, scripts: Iterable[str]) -> list[float]:
    found = []
    for output in outputs(folder, scripts):
        match = DIFFERENCE.search(output)
        assert match is not None, output
        found.append(float(match[1]))
    return found


def runs(*, by_hand: bool) -> list[Run]:
    made = []
    for network in NETWORKS:
        run = Run(**network)
        if by_hand:
            changed_by_hand(run)
        else:
            run.train(ITERATIONS)
        made.append(run)
    return made


@pytest.mark.parametrize("by_hand", [False, True], ids=["as-it-is", "changed-by-hand"])
def test_numpy_computes_what_the_run_did(tmp_path: Path, *, by_hand: bool) -> None:
    scripts = [numpy_script(Parts(run, run.iteration)) for run in runs(by_hand=by_hand)]
    found = differences(tmp_path, scripts)
    assert len(found) == len(NETWORKS)
    assert max(found) < 1e-12


@needs_torch
@pytest.mark.parametrize("by_hand", [False, True], ids=["as-it-is", "changed-by-hand"])
def test_pytorch_computes_what_the_run_did(tmp_path: Path, *, by_hand: bool) -> None:
    scripts = [torch_script(Parts(run, run.iteration)) for run in runs(by_hand=by_hand)]
    found = differences(tmp_path, scripts)
    assert len(found) == len(NETWORKS)
    assert max(found) < 1e-12


def test_the_check_of_a_script_can_fail(tmp_path: Path) -> None:
    run = Run()
    run.train(3)
    script = numpy_script(Parts(run, 3)).replace("ITERATIONS = 3", "ITERATIONS = 2")
    [difference] = differences(tmp_path, [script])
    assert difference > 1e-3


def test_a_script_stops_where_it_is_asked_to(tmp_path: Path) -> None:
    run = Run(cell="gru")
    run.train(9)
    [output] = outputs(tmp_path, [numpy_script(Parts(run, 4))])
    assert f"iteration 4: loss {float(run.trace_at(4).loss)!r}"[:24] in output
    for beyond in (10, 10**9):
        with pytest.raises(IterationOutOfRange):
            Parts(run, beyond)


def test_the_formulas_stand_beside_the_code() -> None:
    text = numpy_script(Parts(Run(), 0))
    assert "a[t] = W_xh @ x[t] + W_hh @ h[t - 1] + b_h  # a_t = W_xh x_t" in text
    assert "da[t] = dh[t] * (1.0 - h[t] ** 2)  # da_t = dh_t ⊙ (1 − h_t²)" in text


def test_too_many_weights_are_refused() -> None:
    with pytest.raises(NotExportable, match=f"{MOST_INLINE:,}"):
        Parts(Run(hidden_size=200), 0)


@settings(max_examples=60, deadline=None)
@given(st.text(min_size=2, max_size=12).filter(lambda text: len(set(text)) > 1))
def test_whatever_the_text_a_script_is_python(text: str) -> None:
    try:
        run = Run(text=text)
    except InvalidConfiguration:
        return
    for write in (numpy_script, torch_script):
        compile(write(Parts(run, 0, 'http://here/"""')), "script.py", "exec")
