"""Softmax and cross-entropy, over all timesteps at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from rnn_core.arrays import aligned_zeros


class SoftmaxCrossEntropy:
    """ŷ_t = softmax(y_t),  L_t = -log ŷ_t[target],  L = Σ_t L_t (a sum, not a mean),
    ∂L/∂y_t = ŷ_t - onehot(target).

    The loss is the logarithm of the probability shown, not of a log-sum-exp: where a probability
    has underflowed to zero the loss is infinite, and the run counts as diverged.

    Where nothing is to be predicted (a target of None) L_t and ∂L/∂y_t are zero.

    Buffers: `logits`, `probs`, `dlogits` (T, V); `loss` (T,), in nats.
    """

    def __init__(self, T: int, vocabulary_size: int) -> None:
        V = vocabulary_size
        self.logits = aligned_zeros(T, V)
        self.probs = aligned_zeros(T, V)
        self.dlogits = aligned_zeros(T, V)
        self.loss = aligned_zeros(T)
        self._row_sums = aligned_zeros(T)
        self._column = self._row_sums.reshape(T, 1)
        self._ones_over_tokens = np.ones(V)
        self._ones_over_time = np.ones(T)
        self._rows: NDArray[np.intp] = np.arange(T) * V
        self._at_target: NDArray[np.intp] = self._rows
        self._flat_probs = self.probs.reshape(-1)
        self._target_rows = aligned_zeros(T, V)
        self._silent: NDArray[np.intp] | None = None

    def ask(self, targets: Sequence[int | None]) -> None:
        """Takes other targets, one for each timestep, for the passes to come."""
        self._at_target = self._rows + np.array([target or 0 for target in targets], dtype=np.intp)
        self._target_rows.fill(0.0)
        self._target_rows.reshape(-1)[self._at_target] = 1.0
        silent = [place for place, target in enumerate(targets) if target is None]
        self._silent = np.array(silent) if silent else None

    def forward(self) -> float:
        """Computes `probs` and `loss` from `logits`; returns the sum of the loss over time."""
        probs, loss = self.probs, self.loss
        np.maximum.reduce(self.logits, axis=1, keepdims=True, out=self._column)
        np.subtract(self.logits, self._column, probs)
        np.exp(probs, probs)
        probs.dot(self._ones_over_tokens, self._row_sums)
        np.divide(probs, self._column, probs)
        self._flat_probs.take(self._at_target, None, loss, "clip")
        np.log(loss, loss)
        np.negative(loss, loss)
        if self._silent is not None:
            loss[self._silent] = 0.0
        return float(loss.dot(self._ones_over_time))

    def backward(self) -> None:
        """Computes `dlogits` from `probs`."""
        np.subtract(self.probs, self._target_rows, self.dlogits)
        if self._silent is not None:
            self.dlogits[self._silent] = 0.0
