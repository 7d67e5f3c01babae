"""The training step: the fast path, the traced iteration, the textbook loop and PyTorch.

All contestants begin with the same weights and read the same random letters. A repeat gives each of
them, in an order drawn anew, a fresh start, some iterations to warm up and then the same number of
timed ones; so a slow moment of the machine meets all of them, and a ratio is taken within a repeat.

Times are the processor's, where the system counts them finely: nothing here waits, so on an idle
machine they are those of the clock, and on a busy one they leave out the turns of other processes.
"""

from __future__ import annotations

import gc
import math
import random
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from statistics import median
from typing import Any

import numpy as np
from threadpoolctl import threadpool_info

from benchmarks.report import Goal, Report
from benchmarks.textbook import TextbookRNN
from benchmarks.textbook_lstm import TextbookLSTM
from rnn_core.tasks.next_character import NextCharacter
from rnn_core.tasks.task import Part, Task
from rnn_core.trace import Trace
from rnn_core.training.configuration import RunConfig
from rnn_core.training.run import KEPT_TRACES
from rnn_core.training.trainer import Trainer
from rnn_core.vocabulary import Vocabulary

try:
    from benchmarks.pytorch import PyTorchRNN
except ImportError:
    PyTorchRNN = None  # type: ignore[assignment,misc]

FAST, TRACED, TEXTBOOK, PYTORCH = "fast", "traced", "textbook", "PyTorch"
CLOCK = (
    time.process_time
    if time.get_clock_info("process_time").resolution <= 1e-6
    else time.perf_counter
)
WARM_UP = 5
TIMED_SECONDS = 0.01
SEED = 20


@dataclass(frozen=True)
class Size:
    """T timesteps, V letters, H units, and what the fast path may take of the others' time."""

    T: int
    V: int
    H: int
    of_textbook: float
    of_pytorch: float
    traced: float | None = None
    cell: str = "tanh"

    def __str__(self) -> str:
        return f"{self.cell} T={self.T} V={self.V} H={self.H}"


SIZES = (
    Size(4, 4, 8, of_textbook=0.30, of_pytorch=0.07),
    Size(25, 65, 100, of_textbook=0.25, of_pytorch=0.18, traced=1.15),
    Size(18, 4, 50, of_textbook=0.22, of_pytorch=0.10),
    Size(200, 65, 256, of_textbook=0.25, of_pytorch=0.28),
    Size(25, 65, 100, of_textbook=0.2, of_pytorch=0.22, cell="lstm"),
    Size(18, 4, 50, of_textbook=0.2, of_pytorch=0.14, cell="lstm"),
)


class RandomLetters(NextCharacter):
    """T + 1 letters out of an alphabet of V, as if from a longer text that has all of them."""

    def __init__(self, size: Size) -> None:
        alphabet = tuple(chr(ord("0") + id_) for id_ in range(size.V))
        ids = np.random.default_rng(SEED).integers(size.V, size=size.T + 1)
        self.ids = tuple(map(int, ids))
        super().__init__("".join(alphabet[id_] for id_ in self.ids))
        self.vocabulary = Vocabulary(alphabet)
        self.parts = (Part("", self.vocabulary),)


@dataclass(frozen=True)
class LettersConfig(RunConfig):
    """A run on the letters of a size."""

    size: Size = SIZES[0]

    @cached_property
    def made_task(self) -> Task:
        return RandomLetters(self.size)


def letters_config(size: Size) -> LettersConfig:
    """The configuration in which all contestants run."""
    return LettersConfig(
        text=RandomLetters(size).text,
        cell=size.cell,
        hidden_size=size.H,
        learning_rate=0.1,
        clip_norm=5.0,
        size=size,
    )


Iterate = Callable[[int], list[float]]
"""Does so many iterations and returns the losses it came by: at least the first and the last."""


def contestants(size: Size) -> dict[str, Callable[[], Iterate]]:
    """What makes a fresh start of each."""
    task, configuration = RandomLetters(size), letters_config(size)
    parameters = dict(Trainer(configuration).trace().parameters)
    inputs, targets = (np.array(ids, dtype=np.intp) for ids in (task.ids[:-1], task.ids[1:]))

    def fast() -> Iterate:
        trainer = Trainer(configuration)
        losses = [trainer.evaluate()]

        def iterate(count: int) -> list[float]:
            trainer.advance(count, losses=losses)
            return losses

        return iterate

    def traced() -> Iterate:
        trainer = Trainer(configuration)
        losses = [trainer.evaluate()]
        # As a run does it.
        alive: deque[Trace] = deque(maxlen=KEPT_TRACES)

        def iterate(count: int) -> list[float]:
            for _ in range(count):
                losses.append(trainer.step())
                alive.append(trainer.trace())
            return losses

        return iterate

    def textbook() -> Iterate:
        kind = TextbookLSTM if size.cell == "lstm" else TextbookRNN
        network = kind(parameters, learning_rate=0.1, clip_norm=5.0)
        return lambda count: [network.iterate(inputs, targets) for _ in range(count)]

    def pytorch() -> Iterate:
        network = PyTorchRNN(
            size.cell, parameters, inputs, targets, learning_rate=0.1, clip_norm=5.0
        )
        return lambda count: [network.iterate() for _ in range(count)]

    found = {FAST: fast, TRACED: traced, TEXTBOOK: textbook}
    return found if PyTorchRNN is None else {**found, PYTORCH: pytorch}


def check(size: Size, starts: dict[str, Callable[[], Iterate]]) -> None:
    """Raises `AssertionError` where the contestants do not compute the same.

    The first losses agree to 1e-9. The second ones hold gradient, clipping and update to one
    another as well; to 1e-6 only, for PyTorch clips by norm + 1e-6.
    """
    losses = {name: start()(2)[:2] for name, start in starts.items()}
    reference = losses[FAST]
    for name, own in losses.items():
        for place, tolerance in enumerate((1e-9, 1e-6)):
            if not math.isclose(own[place], reference[place], rel_tol=tolerance):
                raise AssertionError(
                    f"{size}: at iteration {place} {name} has the loss {own[place]!r}, "
                    f"the fast path {reference[place]!r}"
                )


def time_one(start: Callable[[], Iterate], count: int) -> float:
    """Seconds of an iteration: `count` timed ones after a fresh start."""
    iterate = start()
    iterate(WARM_UP)
    began = CLOCK()
    iterate(count)
    return (CLOCK() - began) / count


def measure(size: Size, repeats: int) -> dict[str, list[float]]:
    """Seconds of an iteration by contestant, one for each repeat."""
    starts = contestants(size)
    check(size, starts)
    count = max(3, round(TIMED_SECONDS / time_one(starts[FAST], 10)))
    seconds: dict[str, list[float]] = {name: [] for name in starts}
    order = list(starts)
    shuffle = random.Random(SEED).shuffle
    # As timeit does: what one contestant leaves behind is not collected on another's time.
    gc.disable()
    gc.freeze()
    try:
        for _ in range(repeats):
            shuffle(order)
            for name in order:
                seconds[name].append(time_one(starts[name], count))
                gc.collect()
    finally:
        gc.unfreeze()
        gc.enable()
    return seconds


def _goal(size: Size, seconds: dict[str, list[float]], over: str, under: str, most: float) -> Goal:
    ratios = [a / b for a, b in zip(seconds[over], seconds[under], strict=True)]
    return Goal.of_ratios(f"{size}: {over} / {under}", ratios, most)


def run(report: Report, repeats: int) -> None:
    """Measures all sizes."""
    report.begin()
    threads = [(library["internal_api"], library["num_threads"]) for library in threadpool_info()]
    if any(number != 1 for _, number in threads):
        raise RuntimeError(f"not on one thread: {threads}")
    if PyTorchRNN is None:
        report.say("PyTorch is not installed: measured without it (make bench TORCH=1).")
    report.say(
        f"Medians of {repeats} paired ratios, the middle half of them in brackets; float64, "
        "one thread."
    )
    rows: list[dict[str, Any]] = []
    began, own_time = time.perf_counter(), time.process_time()
    for size in SIZES:
        seconds = measure(size, repeats)
        report.goal(_goal(size, seconds, FAST, TEXTBOOK, size.of_textbook))
        if PYTORCH in seconds:
            report.goal(_goal(size, seconds, FAST, PYTORCH, size.of_pytorch))
        if size.traced is not None:
            report.goal(_goal(size, seconds, TRACED, FAST, size.traced))
        microseconds = {name: median(own) * 1e6 for name, own in seconds.items()}
        rows.append({"size": str(size), **microseconds})
    share = (time.process_time() - own_time) / (time.perf_counter() - began)
    report.table("Microseconds of an iteration (medians)", rows)
    report.say(f"\nThis process had a processor for {share:.0%} of the time.")
    if share < 0.95:
        report.say("The rest went to other processes, whose traces in the caches cost time too.")
