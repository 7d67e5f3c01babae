"""The textbook loop that the fast path is measured against: one timestep, one matrix at a time.

Written for this project in the manner of min-char-rnn (Karpathy, 2015): column vectors, one-hot
inputs, a dictionary per quantity, gradients accumulated inside the reverse loop, Adagrad by
parameter. It differs where the project does: clipping by global norm, ε outside the root.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from rnn_core.arrays import Array


class TextbookRNN:
    """Five parameters, float64; `iterate` is one full iteration and returns the loss."""

    def __init__(
        self, parameters: dict[str, Array], learning_rate: float = 0.1, clip_norm: float = 5.0
    ) -> None:
        self.Wxh = parameters["W_xh"].copy()
        self.Whh = parameters["W_hh"].copy()
        self.Why = parameters["W_hy"].copy()
        self.bh = parameters["b_h"].reshape(-1, 1).copy()
        self.by = parameters["b_y"].reshape(-1, 1).copy()
        self.learning_rate = learning_rate
        self.clip_norm = clip_norm
        self.memory = [np.zeros_like(p) for p in (self.Wxh, self.Whh, self.Why, self.bh, self.by)]

    def iterate(self, inputs: NDArray[np.intp], targets: NDArray[np.intp]) -> float:
        xs: dict[int, Array] = {}
        hs: dict[int, Array] = {-1: np.zeros((len(self.bh), 1))}
        ps: dict[int, Array] = {}
        loss = 0.0
        for t in range(len(inputs)):
            xs[t] = np.zeros((self.Wxh.shape[1], 1))
            xs[t][inputs[t]] = 1
            hs[t] = np.tanh(np.dot(self.Wxh, xs[t]) + np.dot(self.Whh, hs[t - 1]) + self.bh)
            y = np.dot(self.Why, hs[t]) + self.by
            ps[t] = np.exp(y) / np.sum(np.exp(y))
            loss += -float(np.log(ps[t][targets[t], 0]))
        dWxh, dWhh, dWhy = (np.zeros_like(p) for p in (self.Wxh, self.Whh, self.Why))
        dbh, dby = np.zeros_like(self.bh), np.zeros_like(self.by)
        dhnext = np.zeros_like(hs[0])
        for t in reversed(range(len(inputs))):
            dy = np.copy(ps[t])
            dy[targets[t]] -= 1
            dWhy += np.dot(dy, hs[t].T)
            dby += dy
            dh = np.dot(self.Why.T, dy) + dhnext
            dhraw = (1 - hs[t] * hs[t]) * dh
            dbh += dhraw
            dWxh += np.dot(dhraw, xs[t].T)
            dWhh += np.dot(dhraw, hs[t - 1].T)
            dhnext = np.dot(self.Whh.T, dhraw)
        gradients = [dWxh, dWhh, dWhy, dbh, dby]
        norm = float(np.sqrt(sum(float(np.sum(g * g)) for g in gradients)))
        if norm > self.clip_norm:
            for gradient in gradients:
                gradient *= self.clip_norm / norm
        parameters = (self.Wxh, self.Whh, self.Why, self.bh, self.by)
        for parameter, gradient, memory in zip(parameters, gradients, self.memory, strict=True):
            memory += gradient * gradient
            parameter += -self.learning_rate * gradient / (np.sqrt(memory) + 1e-10)
        return loss
