"""The same run in PyTorch, float64: gradients, single updates, and fifty iterations."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from rnn_core.arrays import Array
from rnn_core.cells.registry import CELLS
from rnn_core.trace import Trace
from rnn_core.training.configuration import RunConfig
from rnn_core.training.optimizers import OPTIMIZERS
from rnn_core.training.trainer import Trainer

LAYERS = {"tanh": "RNN", "gru": "GRU", "lstm": "LSTM"}
RECURRENT = sorted(CELLS.keys() & LAYERS)
TEXTS = ("hello", "ab", "abracadabra", "the cat sat on the mat")


class TorchRun:
    """PyTorch's own layer with a linear output, begun at the parameters of a trace.

    PyTorch has two biases where one is enough: the second is held at zero, but for the candidate of
    a GRU, where it is b_hn.
    """

    def __init__(self, torch: Any, start: Trace, cell: str = "tanh") -> None:
        self.torch = torch
        V, H = len(start.vocabulary), len(start.h_0)
        layer = getattr(torch.nn, LAYERS[cell])
        self.rnn = layer(V, H, dtype=torch.float64)
        self.output = torch.nn.Linear(H, V, dtype=torch.float64)
        self.by_name = {
            "W_xh": self.rnn.weight_ih_l0,
            "W_hh": self.rnn.weight_hh_l0,
            "b_h": self.rnn.bias_ih_l0,
            "W_hy": self.output.weight,
            "b_y": self.output.bias,
        }
        with torch.no_grad():
            for name, parameter in self.by_name.items():
                parameter.copy_(torch.tensor(np.ascontiguousarray(start.parameters[name])))
            self.rnn.bias_hh_l0.zero_()
        second = self.rnn.bias_hh_l0
        if cell == "gru":
            with torch.no_grad():
                second[2 * H :] = torch.tensor(np.array(start.parameters["b_hn"]))
            free = torch.zeros(3 * H, dtype=torch.float64)
            free[2 * H :] = 1.0
            second.register_hook(lambda gradient: gradient * free)
            self.by_name["b_hn"] = second
        else:
            second.requires_grad_(False)
        self.H = H
        self.x = torch.tensor(start.timesteps["x"].copy())
        self.h_0 = torch.tensor(start.h_0.copy()).reshape(1, H).requires_grad_()
        ids = {token: place for place, token in enumerate(start.vocabulary)}
        self.targets = torch.tensor([ids[token] for token in start.targets if token is not None])

    def backward(self) -> float:
        for parameter in self.by_name.values():
            parameter.grad = None
        initial = self.h_0
        if isinstance(self.rnn, self.torch.nn.LSTM):
            initial = (self.h_0, self.torch.zeros_like(self.h_0))
        states, _ = self.rnn(self.x, initial)
        loss = self.torch.nn.functional.cross_entropy(
            self.output(states), self.targets, reduction="sum"
        )
        loss.backward()
        return float(loss.detach())

    def clip(self, clip_norm: float) -> None:
        """By the global norm; PyTorch's own adds 1e-6 to the norm, which is not our definition."""
        gradients = [parameter.grad for parameter in self.by_name.values()]
        norm = self.torch.sqrt(sum((gradient**2).sum() for gradient in gradients))
        if norm > clip_norm:
            for gradient in gradients:
                gradient *= clip_norm / norm

    def optimizer(self, name: str, learning_rate: float) -> Any:
        return getattr(self.torch.optim, OPTIMIZERS[name].title)(
            self.by_name.values(), lr=learning_rate
        )

    def values(self) -> dict[str, Array]:
        return {name: self._ours(name, p.detach().numpy()) for name, p in self.by_name.items()}

    def gradients(self) -> dict[str, Array]:
        return {name: self._ours(name, p.grad.numpy()) for name, p in self.by_name.items()}

    def _ours(self, name: str, array: Array) -> Array:
        return array[2 * self.H :] if name == "b_hn" else array


def largest_difference(ours: Array, theirs: Array) -> float:
    return float(np.max(np.abs(ours - theirs) / np.maximum(1.0, np.abs(theirs))))


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("cell", RECURRENT)
def test_gradients_agree(torch: Any, cell: str, text: str) -> None:
    H = 9
    h_0 = tuple(np.random.default_rng(0).normal(size=H))
    trainer = Trainer(RunConfig(text=text, cell=cell, hidden_size=H, h_0=h_0))
    trainer.advance(2)
    trace = trainer.trace()
    oracle = TorchRun(torch, trace, cell)
    loss = oracle.backward()
    assert trace.loss == pytest.approx(loss, rel=1e-12)
    assert set(trace.gradients) == set(oracle.by_name)
    for name, gradient in oracle.gradients().items():
        assert largest_difference(trace.gradients[name], gradient) < 1e-12, name
    assert largest_difference(trace.dh_0, oracle.h_0.grad.numpy()[0]) < 1e-12


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("clip_norm", [None, 1.0])
@pytest.mark.parametrize("cell", RECURRENT)
def test_one_update_agrees(torch: Any, cell: str, optimizer: str, clip_norm: float | None) -> None:
    configuration = RunConfig(
        cell=cell, optimizer=optimizer, learning_rate=0.05, clip_norm=clip_norm
    )
    trainer = Trainer(configuration)
    trainer.advance(7)
    oracle = TorchRun(torch, Trainer(configuration).trace(), cell)
    stepper = oracle.optimizer(optimizer, 0.05)
    before = oracle.values()
    for _ in range(8):
        oracle.backward()
        if clip_norm is not None:
            oracle.clip(clip_norm)
        before = {name: array.copy() for name, array in oracle.values().items()}
        stepper.step()
    trace = trainer.trace()
    for name, array in oracle.values().items():
        assert largest_difference(trace.parameters[name], before[name]) < 1e-12, name
        assert largest_difference(trace.updates[name], array - before[name]) < 1e-12, name


@pytest.mark.parametrize("cell", RECURRENT)
def test_fifty_iterations_of_sgd_agree(torch: Any, cell: str) -> None:
    configuration = RunConfig(cell=cell, optimizer="sgd", learning_rate=0.1, clip_norm=None)
    trainer = Trainer(configuration)
    oracle = TorchRun(torch, trainer.trace(), cell)
    stepper = oracle.optimizer("sgd", 0.1)
    for _ in range(50):
        loss = oracle.backward()
        assert trainer.evaluate() == pytest.approx(loss, abs=1e-9)
        stepper.step()
        trainer.step()
    for name, array in oracle.values().items():
        assert largest_difference(trainer.trace().parameters[name], array) < 1e-9, name


EXAMPLES = (("i love you", "我爱你"), ("hello", "你好"), ("do you love me", "你爱我吗"))


@pytest.mark.parametrize("cell", RECURRENT)
def test_an_encoder_and_a_decoder_agree(torch: Any, cell: str) -> None:
    configuration = RunConfig(task="translation", examples=EXAMPLES, cell=cell, hidden_size=7)
    trainer = Trainer(configuration)
    trainer.advance(4)
    trace = trainer.trace()
    encoder, decoder = (Half(torch, trace, cell, part) for part in ("encoder", "decoder"))
    _, carried = encoder.layer(encoder.x)
    states, _ = decoder.layer(decoder.x, carried)
    W_hy = torch.tensor(trace.parameters["W_hy"].copy(), requires_grad=True)
    b_y = torch.tensor(trace.parameters["b_y"].copy(), requires_grad=True)
    ids = {token: place for place, token in enumerate(trace.vocabulary)}
    targets = torch.tensor([ids[token] for token in trace.targets if token is not None])
    loss = torch.nn.functional.cross_entropy(states @ W_hy.T + b_y, targets, reduction="sum")
    loss.backward()
    assert trace.loss == pytest.approx(float(loss.detach()), rel=1e-12)
    theirs = {"W_hy": W_hy.grad, "b_y": b_y.grad, **encoder.gradients(), **decoder.gradients()}
    for name, gradient in trace.gradients.items():
        if not name.startswith("b_hn"):
            assert largest_difference(gradient, theirs[name].numpy()) < 1e-12, name


class Half:
    """PyTorch's own layer with the weights of one part of a translation."""

    def __init__(self, torch: Any, trace: Trace, cell: str, part: str) -> None:
        kind = {"tanh": torch.nn.RNN, "gru": torch.nn.GRU, "lstm": torch.nn.LSTM}[cell]
        (stretch,) = [each for each in trace.stretches if each.name == part]
        H = len(trace.h_0)
        self.part = part
        self.layer = kind(len(stretch.inputs), H, dtype=torch.float64)
        own = {"W_xh": "weight_ih_l0", "W_hh": "weight_hh_l0", "b_h": "bias_ih_l0"}
        self.ours = {f"{name}_{part}": theirs for name, theirs in own.items()}
        with torch.no_grad():
            for name, theirs in self.ours.items():
                array = np.ascontiguousarray(trace.parameters[name])
                getattr(self.layer, theirs).copy_(torch.tensor(array))
            self.layer.bias_hh_l0.zero_()
            if cell == "gru":
                b_hn = trace.parameters[f"b_hn_{part}"].copy()
                self.layer.bias_hh_l0[2 * H :] = torch.tensor(b_hn)
        rows = range(stretch.first, stretch.last + 1)
        self.x = torch.tensor(np.stack([trace.x(t) for t in rows]))

    def gradients(self) -> dict[str, Any]:
        return {name: getattr(self.layer, theirs).grad for name, theirs in self.ours.items()}


def test_an_unshared_network_with_an_image_agrees(torch: Any) -> None:
    own = (("#.#/.#.", "a b a"), ("###/...", "b"))
    configuration = RunConfig(task="captioning", examples=own, hidden_size=5, sharing="none")
    trainer = Trainer(configuration)
    trainer.advance(3)
    trace = trainer.trace()
    weights = {
        name: torch.tensor(np.ascontiguousarray(array), requires_grad=True)
        for name, array in trace.parameters.items()
    }
    pixels = torch.tensor(trace.initials["p"].copy())
    h = torch.tanh(weights["W_ph"] @ pixels + weights["b_ph"])
    loss = torch.zeros(())
    for t, target in enumerate(trace.targets, start=1):
        x = torch.tensor(trace.x(t).copy())
        h = torch.tanh(weights[f"W_xh_{t}"] @ x + weights[f"W_hh_{t}"] @ h + weights[f"b_h_{t}"])
        logits = weights[f"W_hy_{t}"] @ h + weights[f"b_y_{t}"]
        assert target is not None
        loss = loss - torch.log_softmax(logits, 0)[trace.vocabulary.index(target)]
    loss.backward()
    assert trace.loss == pytest.approx(float(loss.detach()), rel=1e-12)
    for name, gradient in trace.gradients.items():
        theirs = weights[name].grad
        expected = np.zeros_like(gradient) if theirs is None else theirs.numpy()
        assert largest_difference(gradient, expected) < 1e-12, name
