"""The same network in PyTorch's own modules, eager and on one thread.

`torch.nn.RNN` runs the timesteps in C++, which is far faster than a loop in Python over them. Its
second bias is held at zero, so that the parameters are the same. Everything else is as it comes.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from rnn_core.arrays import Array


class PyTorchRNN:
    """`iterate` is one full iteration and returns the loss."""

    def __init__(
        self,
        cell: str,
        parameters: Mapping[str, Array],
        inputs: NDArray[np.intp],
        targets: NDArray[np.intp],
        learning_rate: float = 0.1,
        clip_norm: float = 5.0,
    ) -> None:
        torch.set_num_threads(1)
        V, H = parameters["W_hy"].shape
        layer: type[nn.RNN | nn.LSTM] = {"tanh": nn.RNN, "lstm": nn.LSTM}[cell]
        self.rnn = layer(V, H, dtype=torch.float64)
        self.output = nn.Linear(H, V, dtype=torch.float64)
        with torch.no_grad():
            for target, name in (
                (self.rnn.weight_ih_l0, "W_xh"),
                (self.rnn.weight_hh_l0, "W_hh"),
                (self.rnn.bias_ih_l0, "b_h"),
                (self.output.weight, "W_hy"),
                (self.output.bias, "b_y"),
            ):
                target.copy_(torch.from_numpy(parameters[name].copy()))
            self.rnn.bias_hh_l0.zero_()
        self.rnn.bias_hh_l0.requires_grad_(False)
        self.trained = [
            parameter
            for module in (self.rnn, self.output)
            for parameter in module.parameters()
            if parameter.requires_grad
        ]
        self.optimizer = torch.optim.Adagrad(self.trained, lr=learning_rate)
        self.clip_norm = clip_norm
        # The one-hot rows are made once, outside what is timed.
        self.x = torch.zeros(len(inputs), V, dtype=torch.float64)
        self.x[torch.arange(len(inputs)), torch.from_numpy(inputs)] = 1.0
        self.targets = torch.from_numpy(targets)

    def iterate(self) -> float:
        self.optimizer.zero_grad()
        h, _ = self.rnn(self.x)
        loss = nn.functional.cross_entropy(self.output(h), self.targets, reduction="sum")
        loss.backward()
        nn.utils.clip_grad_norm_(self.trained, self.clip_norm)
        self.optimizer.step()
        return float(loss.item())
