"""Text generation from a trained network."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from rnn_core.arrays import Array, frozen_copy
from rnn_core.cells import CELLS
from rnn_core.errors import InvalidConfiguration
from rnn_core.trace import Clamp
from rnn_core.vocabulary import Vocabulary


@dataclass(frozen=True, eq=False)
class SampleStep:
    """One generated token: what was read, the distribution (V,) it was drawn from, what came."""

    input: str
    probs: Array
    output: str


@dataclass(frozen=True, eq=False)
class Sample:
    """`text` is the first token and all that was generated after it."""

    text: str
    steps: tuple[SampleStep, ...]


def softmax_at_temperature(logits: Array, temperature: float) -> Array:
    """softmax(logits / temperature), shape (V,); at temperature 0 all on the largest logit."""
    if temperature == 0:
        probs = np.zeros_like(logits)
        probs[logits.argmax()] = 1.0
        return probs
    weights = np.exp((logits - logits.max()) / temperature)
    return np.asarray(weights / weights.sum())


def sample(
    cell: str,
    vocabulary: Vocabulary,
    parameters: Mapping[str, Array],
    h_0: Array,
    first: str,
    length: int,
    temperature: float,
    rng: np.random.Generator,
    clamps: Iterable[Clamp] = (),
) -> Sample:
    """Lets the network write `length` tokens after `first`, each fed back as the next input.

    Of the `clamps`, those that hold at all timesteps hold here as well.

    Raises `UnknownToken` for a `first` outside the vocabulary, `InvalidConfiguration` for a
    `length` below 1 or a negative `temperature`.
    """
    if length < 1:
        raise InvalidConfiguration("length", f"length is at least 1, not {length}")
    if not temperature >= 0 or not np.isfinite(temperature):
        raise InvalidConfiguration("temperature", f"temperature is 0 or more, not {temperature}")
    (token,) = vocabulary.encode([first])
    ids = np.array([token])
    kernel = CELLS[cell].kernel(parameters, _no_gradients(parameters), ids, h_0)
    kernel.clamp(clamp for clamp in clamps if clamp.t is None)
    steps: list[SampleStep] = []
    text = [first]
    with np.errstate(all="ignore"):
        for _ in range(length):
            kernel.forward()
            logits = parameters["W_hy"] @ kernel.states[1] + parameters["b_y"]
            probs = softmax_at_temperature(logits, temperature)
            if not np.isfinite(probs).all():
                raise InvalidConfiguration(
                    "iteration", "this network's outputs are not finite: nothing can be sampled"
                )
            id_ = int(rng.choice(len(probs), p=probs)) if temperature else int(probs.argmax())
            output = vocabulary.tokens[id_]
            steps.append(SampleStep(text[-1], frozen_copy(probs), output))
            text.append(output)
            ids[0] = id_
            kernel.carry_over()
    return Sample("".join(text), tuple(steps))


def _no_gradients(parameters: Mapping[str, Array]) -> Mapping[str, Array]:
    return {name: np.empty_like(array) for name, array in parameters.items()}
