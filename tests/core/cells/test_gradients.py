"""Every gradient against central differences of the loss."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from rnn_core.arrays import Array, aligned_zeros
from rnn_core.cells.registry import CELLS
from rnn_core.network.architecture import SHARING, Architecture
from rnn_core.network.unrolled import UnrolledNetwork
from rnn_core.tasks.next_character import NextCharacter
from rnn_core.tasks.registry import TASKS, task_of
from rnn_core.tasks.task import Example, Task
from rnn_core.trace import Clamp

TEXTS = {1: "ab", 2: "abb", 7: "abacabad"}


class Instance:
    """A network with random parameters whose loss can be asked for anywhere."""

    def __init__(
        self,
        text: str,
        cell: str,
        hidden_size: int,
        seed: int,
        clamps: tuple[Clamp, ...] = (),
        *,
        task: Task | None = None,
        sharing: str = "all",
    ) -> None:
        rng = np.random.default_rng(seed)
        task = task or NextCharacter(text)
        self.architecture = Architecture(CELLS[cell], task, hidden_size, sharing)
        self.example: Example = task.splits["train"][0]
        self.layout = self.architecture.layout
        self.parameters = aligned_zeros(self.layout.size)
        for view in self.layout.views(self.parameters).values():
            view[...] = rng.normal(size=view.shape)
        self.h_0 = rng.normal(size=hidden_size)

        self._gradient = aligned_zeros(self.layout.size)
        self._network = UnrolledNetwork(
            self.architecture,
            self.example.lengths,
            self.layout.views(self.parameters),
            self.layout.views(self._gradient),
            self.h_0,
        )
        self._network.clamp(clamps)

    def loss_and_gradients(self) -> tuple[float, dict[str, Array], Array]:
        loss = self.loss()
        self._network.backward()
        # Reading the example again clears them.
        gradients = {name: view.copy() for name, view in self.layout.views(self._gradient).items()}
        return loss, gradients, self._network.dh_0.copy()

    def loss(self) -> float:
        """With the parameters and the initial state as they are now."""
        self._network.load(self.example)
        return self._network.forward()


def central_differences(loss: Callable[[], float], variable: Array) -> Array:
    """Fourth-order central differences: with a step of 1e-3 their error is about 1e-12."""
    step = 1e-3
    numeric = np.empty_like(variable)
    for index in np.ndindex(variable.shape):
        middle = variable[index]
        values = []
        for shift in (2 * step, step, -step, -2 * step):
            variable[index] = middle + shift
            values.append(loss())
        variable[index] = middle
        numeric[index] = (8 * (values[1] - values[2]) - (values[0] - values[3])) / (12 * step)
    return numeric


def relative_error(analytic: Array, numeric: Array) -> float:
    scale = max(float(np.linalg.norm(analytic)), float(np.linalg.norm(numeric)), 1e-12)
    return float(np.linalg.norm(analytic - numeric)) / scale


@pytest.mark.parametrize("cell", sorted(CELLS))
@pytest.mark.parametrize("T", sorted(TEXTS))
def test_every_parameter_agrees_with_central_differences(cell: str, T: int) -> None:
    instance = Instance(TEXTS[T], cell, hidden_size=5, seed=T)
    assert len(instance.example) == T
    _, gradients, _ = instance.loss_and_gradients()
    views = instance.layout.views(instance.parameters)
    assert set(gradients) == set(views)
    for name, gradient in gradients.items():
        numeric = central_differences(instance.loss, views[name])
        assert relative_error(gradient, numeric) < 1e-7, name


@pytest.mark.parametrize("cell", sorted(CELLS))
@pytest.mark.parametrize("T", sorted(TEXTS))
def test_the_initial_state_agrees_with_central_differences(cell: str, T: int) -> None:
    instance = Instance(TEXTS[T], cell, hidden_size=5, seed=10 + T)
    _, _, dh_0 = instance.loss_and_gradients()
    assert relative_error(dh_0, central_differences(instance.loss, instance.h_0)) < 1e-7


@pytest.mark.parametrize("cell", sorted(CELLS))
def test_gradients_are_right_where_states_are_held(cell: str) -> None:
    clamps = (Clamp(1, 0.3), Clamp(2, -0.8, t=3), Clamp(4, 0.0, t=7))
    instance = Instance("abacabad", cell, hidden_size=5, seed=3, clamps=clamps)
    _, gradients, dh_0 = instance.loss_and_gradients()
    views = instance.layout.views(instance.parameters)
    for name, gradient in gradients.items():
        numeric = central_differences(instance.loss, views[name])
        assert relative_error(gradient, numeric) < 1e-7, name
    assert relative_error(dh_0, central_differences(instance.loss, instance.h_0)) < 1e-7


def small(name: str) -> Task:
    """A task whose examples are short enough for differences of every parameter."""
    own = {
        "counting": (("aabb", ""),),
        "sentiment": (("not good at all", "bad"), ("good", "fine")),
        "captioning": (("#.#/.#.", "a b"), ("###/...", "c")),
        "translation": (("i love you", "我爱你"), ("hello", "你好")),
        "remembering": (("axyx", "a"), ("bxx", "b")),
    }
    return task_of(name, "hello", 3, own.get(name))


@pytest.mark.parametrize("cell", ["tanh", "gru", "lstm"])
@pytest.mark.parametrize("task", TASKS)
def test_every_parameter_of_every_task_agrees_with_central_differences(
    task: str, cell: str
) -> None:
    instance = Instance("", cell, hidden_size=4, seed=5, task=small(task))
    _, gradients, _ = instance.loss_and_gradients()
    views = instance.layout.views(instance.parameters)
    for name, gradient in gradients.items():
        numeric = central_differences(instance.loss, views[name])
        assert relative_error(gradient, numeric) < 1e-7, name


@pytest.mark.slow
@pytest.mark.parametrize("cell", ["tanh", "gru", "lstm"])
@pytest.mark.parametrize("sharing", SHARING)
@pytest.mark.parametrize("task", ["next_character", "sentiment", "captioning"])
def test_every_parameter_of_an_unshared_network_agrees_with_central_differences(
    task: str, sharing: str, cell: str
) -> None:
    instance = Instance("", cell, hidden_size=4, seed=6, task=small(task), sharing=sharing)
    _, gradients, dh_0 = instance.loss_and_gradients()
    views = instance.layout.views(instance.parameters)
    for name, gradient in gradients.items():
        numeric = central_differences(instance.loss, views[name])
        assert relative_error(gradient, numeric) < 1e-7, name
    if task != "captioning":
        assert relative_error(dh_0, central_differences(instance.loss, instance.h_0)) < 1e-7


@pytest.mark.slow
@pytest.mark.parametrize(("task", "sharing"), [("translation", "all"), ("next_character", "none")])
def test_gradients_of_separate_weights_are_right_where_states_are_held(
    task: str, sharing: str
) -> None:
    clamps = (Clamp(1, 0.3), Clamp(2, -0.8, t=3), Clamp(0, 0.5, t=9))
    instance = Instance(
        "", "lstm", hidden_size=4, seed=7, clamps=clamps, task=small(task), sharing=sharing
    )
    _, gradients, _ = instance.loss_and_gradients()
    views = instance.layout.views(instance.parameters)
    for name, gradient in gradients.items():
        numeric = central_differences(instance.loss, views[name])
        assert relative_error(gradient, numeric) < 1e-7, name


def test_a_wrong_gradient_would_be_noticed() -> None:
    instance = Instance("hello", "tanh", hidden_size=5, seed=1)
    _, gradients, _ = instance.loss_and_gradients()
    views = instance.layout.views(instance.parameters)
    numeric = central_differences(instance.loss, views["W_hh"])
    wrong = gradients["W_hh"].copy()
    wrong[2, 3] *= 1 + 1e-4
    assert relative_error(wrong, numeric) > 1e-7
