"""A trained network on its own: what it says of a text, and what it writes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from rnn_core.arrays import Array, frozen_copy
from rnn_core.cells.protocol import Kernel
from rnn_core.errors import InvalidConfiguration, NoWeights
from rnn_core.network.architecture import Architecture
from rnn_core.network.image_layer import ImageLayer
from rnn_core.tasks.task import BOS, EOS, UNK, Example, Task
from rnn_core.trace import Clamp, Stretch

LONGEST_ANSWER = 40
"""Tokens after which a network that does not come to an end is stopped."""


@dataclass(frozen=True, eq=False)
class SampleStep:
    """One timestep: what was read, the distribution (V,) over what comes, and what was taken.

    `part` is the part of the sequence ("encoder"), `h` (H,) the state.
    """

    input: str
    probs: Array = field(repr=False)
    output: str
    part: str
    h: Array = field(repr=False)


@dataclass(frozen=True, eq=False)
class Sample:
    """`text` is the first token and all that was generated after it."""

    text: str
    steps: tuple[SampleStep, ...] = field(repr=False)


def softmax_at_temperature(logits: Array, temperature: float) -> Array:
    """softmax(logits / temperature), shape (V,); at temperature 0 all on the largest logit."""
    if temperature == 0:
        probs = np.zeros_like(logits)
        probs[logits.argmax()] = 1.0
        return probs
    weights = np.exp((logits - logits.max()) / temperature)
    return np.asarray(weights / weights.sum())


class Stepper:
    """A network that reads token by token, from t = 1 on.

    Of the `clamps`, those that hold at all timesteps hold here as well.
    """

    def __init__(
        self,
        architecture: Architecture,
        parameters: Mapping[str, Array],
        h_0: Array,
        clamps: Iterable[Clamp] = (),
    ) -> None:
        self._architecture, self._parameters = architecture, parameters
        self._gradients = {name: np.empty_like(array) for name, array in parameters.items()}
        self._clamps = tuple(clamp for clamp in clamps if clamp.t is None)
        self._kernels: dict[str, Kernel] = {}
        self._stretches: dict[int, Stretch] = {}
        self._h_0 = h_0
        self.begin()

    def begin(self) -> None:
        """Goes back to before t = 1, with the initial state."""
        cell = self._architecture.cell
        nothing = np.zeros_like(self._h_0)
        self._carried: tuple[Array, ...] = (self._h_0, *(nothing for _ in cell.carried[1:]))
        if not cell.carried:
            letters = len(self._architecture.task.parts[0].vocabulary)
            self._carried = (np.zeros((cell.reads - 1, letters)),)
        self._read = 0

    def look(self, image: Array) -> None:
        """Lets an image (pixels,) decide the initial state."""
        layer = ImageLayer(self._parameters, self._gradients)
        layer.look(image)
        h_0 = np.zeros(self._architecture.hidden_size)
        layer.forward(h_0)
        self._carried = (h_0, *self._carried[1:])

    def step(self, part: int, id_: int) -> tuple[Array, Array]:
        """Reads a token; the logits (V,) of what comes, and the state (H,).

        Raises `NoWeights`.
        """
        self._read += 1
        stretch = self._stretch(part)
        kernel = self._kernels.get(stretch.name)
        if kernel is None:
            kernel = self._architecture.cell.kernel(
                {base: self._parameters[name] for base, name in stretch.parameters.items()},
                {base: self._gradients[name] for base, name in stretch.parameters.items()},
                1,
            )
            kernel.clamp(self._clamps)
            self._kernels[stretch.name] = kernel
        for place, array in zip(kernel.carried_in, self._carried, strict=True):
            place[...] = array
        kernel.read(np.array([id_], dtype=np.intp))
        kernel.forward()
        self._carried = tuple(array.copy() for array in kernel.carried_out)
        W_hy = self._parameters[stretch.parameters["W_hy"]]
        b_y = self._parameters[stretch.parameters["b_y"]]
        h = kernel.h[0]
        return W_hy @ h + b_y, h

    def _stretch(self, part: int) -> Stretch:
        architecture = self._architecture
        if architecture.sharing != "all":
            return architecture.stretches((self._read,))[-1]
        if not self._stretches:
            one_of_each = [1] * len(architecture.task.parts)
            self._stretches = dict(enumerate(architecture.stretches(one_of_each)))
        return self._stretches[part]


def sample(
    architecture: Architecture,
    parameters: Mapping[str, Array],
    h_0: Array,
    first: str,
    length: int,
    temperature: float,
    rng: np.random.Generator,
    clamps: Iterable[Clamp] = (),
) -> Sample:
    """Lets the network write `length` tokens after `first`, each fed back as the next input.

    It ends before that after EOS, or where an unshared network has no weights any more.

    Raises `UnknownToken` for a `first` outside the vocabulary, `InvalidConfiguration` for a
    `length` below 1, a negative `temperature`, or a task whose answers are not its next inputs.
    """
    if length < 1:
        raise InvalidConfiguration("length", f"length must be at least 1, but is {length}")
    if not temperature >= 0 or not np.isfinite(temperature):
        raise InvalidConfiguration(
            "temperature", f"temperature must be at least 0, but is {temperature}"
        )
    task = architecture.task
    vocabulary = task.vocabulary
    if task.writes_freely or task.parts[0].vocabulary.tokens != vocabulary.tokens:
        raise InvalidConfiguration(
            "task",
            f"a network trained on the task {task.name} cannot generate text from "
            "one token: try an input",
            code="cannot-generate",
            task=task.name,
        )
    (token,) = vocabulary.encode([first])
    stepper = Stepper(architecture, parameters, h_0, clamps)
    steps: list[SampleStep] = []
    text = [first]
    with np.errstate(all="ignore"):
        for _ in range(length):
            try:
                logits, h = stepper.step(0, token)
            except NoWeights:
                break
            probs = softmax_at_temperature(logits, temperature)
            _require_finite(probs)
            token = int(rng.choice(len(probs), p=probs)) if temperature else int(probs.argmax())
            output = vocabulary.tokens[token]
            steps.append(SampleStep(text[-1], frozen_copy(probs), output, "", frozen_copy(h)))
            text.append(output)
            if output == EOS:
                break
    return Sample("".join(text), tuple(steps))


def answer(
    architecture: Architecture,
    parameters: Mapping[str, Array],
    h_0: Array,
    example: Example,
    clamps: Iterable[Clamp] = (),
    *,
    teacher_forcing: bool = False,
) -> tuple[SampleStep, ...]:
    """What the network makes of an example's input, timestep by timestep.

    Where the task is to write, it writes freely: from BOS on, always its most probable token, to
    EOS or for `LONGEST_ANSWER` tokens. Otherwise, and with `teacher_forcing`, it reads what the
    example has to read, whatever it said itself. Raises `NoWeights`, `InvalidConfiguration` for a
    network whose numbers are not finite.
    """
    stepper = Stepper(architecture, parameters, h_0, clamps)
    return answered(stepper, architecture.task, example, teacher_forcing=teacher_forcing)


def answered(
    stepper: Stepper, task: Task, example: Example, *, teacher_forcing: bool = False
) -> tuple[SampleStep, ...]:
    """The same, by a stepper that there is already."""
    stepper.begin()
    if example.image is not None:
        stepper.look(example.image)
    steps: list[SampleStep] = []

    def read(part: int, token: int) -> SampleStep:
        logits, h = stepper.step(part, token)
        probs = softmax_at_temperature(logits, 1.0)
        _require_finite(probs)
        step = SampleStep(
            task.parts[part].vocabulary.tokens[token],
            frozen_copy(probs),
            task.vocabulary.tokens[int(probs.argmax())],
            task.parts[part].name,
            frozen_copy(h),
        )
        steps.append(step)
        return step

    with np.errstate(all="ignore"):
        if teacher_forcing or not task.writes_freely:
            parts = [part for part, length in enumerate(example.lengths) for _ in range(length)]
            for part, token in zip(parts, example.inputs, strict=True):
                read(part, token)
            return tuple(steps)
        last = len(task.parts) - 1
        for token in example.inputs[: sum(example.lengths[:-1])]:
            read(0, token)
        reads = task.parts[last].vocabulary
        token = reads.encode([BOS])[0]
        for _ in range(LONGEST_ANSWER):
            try:
                step = read(last, token)
            except NoWeights:
                break
            if step.output == EOS:
                break
            known = step.output in reads.tokens
            token = reads.encode([step.output if known else UNK])[0]
    return tuple(steps)


def written(steps: Iterable[SampleStep], part: str) -> tuple[str, ...]:
    """What was written in a part, EOS included where it came to one."""
    return tuple(step.output for step in steps if step.part == part)


def text_of(task: Task, said: Sequence[str]) -> tuple[str, bool]:
    """What was said as a text without EOS, and whether it came to its end; a label is its last."""
    ended = EOS in said
    if not task.writes_freely:
        return said[-1], ended
    between = " " if task.name == "captioning" else ""
    return between.join(said[: said.index(EOS)] if ended else said), ended


def _require_finite(probs: Array) -> None:
    if not np.isfinite(probs).all():
        raise InvalidConfiguration(
            "iteration",
            "this network's outputs are not finite, so nothing can be sampled",
            code="not-finite",
        )
