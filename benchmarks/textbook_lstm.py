"""The textbook LSTM loop: one timestep, one gate, one matrix at a time.

Written for this project in the manner of the textbook RNN beside it: column vectors, one-hot
inputs, four matrices for the input and four for the state, gradients accumulated inside the
reverse loop, clipping by global norm, Adagrad by parameter.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from rnn_core.arrays import Array

GATES = ("i", "f", "g", "o")


def _sigmoid(z: Array) -> Array:
    return np.asarray(1 / (1 + np.exp(-z)))


class TextbookLSTM:
    """Parameters by gate, float64; `iterate` is one full iteration and returns the loss."""

    def __init__(
        self, parameters: dict[str, Array], learning_rate: float = 0.1, clip_norm: float = 5.0
    ) -> None:
        self.p: dict[str, Array] = {"Why": parameters["W_hy"].copy()}
        self.p["by"] = parameters["b_y"].reshape(-1, 1).copy()
        for name, theirs in (("Wx", "W_xh"), ("Wh", "W_hh"), ("b", "b_h")):
            for gate, rows in zip(GATES, np.split(parameters[theirs], 4), strict=True):
                self.p[name + gate] = rows.reshape(len(rows), -1).copy()
        self.H = len(self.p["bi"])
        self.learning_rate, self.clip_norm = learning_rate, clip_norm
        self.memory = {name: np.zeros_like(p) for name, p in self.p.items()}

    def iterate(self, inputs: NDArray[np.intp], targets: NDArray[np.intp]) -> float:
        p, loss = self.p, 0.0
        xs: dict[int, Array] = {}
        ps: dict[int, Array] = {}
        gates: dict[int, dict[str, Array]] = {}
        hs: dict[int, Array] = {-1: np.zeros((self.H, 1))}
        cs: dict[int, Array] = {-1: np.zeros((self.H, 1))}
        for t in range(len(inputs)):
            xs[t] = np.zeros((p["Wxi"].shape[1], 1))
            xs[t][inputs[t]] = 1
            gates[t] = {}
            for gate in GATES:
                z = (
                    np.dot(p["Wx" + gate], xs[t])
                    + np.dot(p["Wh" + gate], hs[t - 1])
                    + p["b" + gate]
                )
                gates[t][gate] = np.tanh(z) if gate == "g" else _sigmoid(z)
            cs[t] = gates[t]["f"] * cs[t - 1] + gates[t]["i"] * gates[t]["g"]
            hs[t] = gates[t]["o"] * np.tanh(cs[t])
            y = np.dot(p["Why"], hs[t]) + p["by"]
            ps[t] = np.exp(y) / np.sum(np.exp(y))
            loss += -float(np.log(ps[t][targets[t], 0]))
        d = {name: np.zeros_like(parameter) for name, parameter in p.items()}
        dhnext, dcnext = np.zeros((self.H, 1)), np.zeros((self.H, 1))
        for t in reversed(range(len(inputs))):
            i, f, g, o = (gates[t][gate] for gate in GATES)
            dy = np.copy(ps[t])
            dy[targets[t]] -= 1
            d["Why"] += np.dot(dy, hs[t].T)
            d["by"] += dy
            dh = np.dot(p["Why"].T, dy) + dhnext
            tanh_c = np.tanh(cs[t])
            dc = dh * o * (1 - tanh_c * tanh_c) + dcnext
            dz = {
                "i": dc * g * i * (1 - i),
                "f": dc * cs[t - 1] * f * (1 - f),
                "g": dc * i * (1 - g * g),
                "o": dh * tanh_c * o * (1 - o),
            }
            dhnext = np.zeros((self.H, 1))
            for gate in GATES:
                d["Wx" + gate] += np.dot(dz[gate], xs[t].T)
                d["Wh" + gate] += np.dot(dz[gate], hs[t - 1].T)
                d["b" + gate] += dz[gate]
                dhnext += np.dot(p["Wh" + gate].T, dz[gate])
            dcnext = dc * f
        norm = float(np.sqrt(sum(float(np.sum(gradient * gradient)) for gradient in d.values())))
        if norm > self.clip_norm:
            for gradient in d.values():
                gradient *= self.clip_norm / norm
        for name, gradient in d.items():
            self.memory[name] += gradient * gradient
            p[name] += -self.learning_rate * gradient / (np.sqrt(self.memory[name]) + 1e-10)
        return loss
