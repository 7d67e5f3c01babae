"""How far gradients reach: their norms over time, exact Jacobians between states, and W_hh's
eigenvalues and singular values.

For h_t = tanh(W_hh h_{t-1} + …) it is ∂h_T/∂h_t = Π diag(1 - h_s²) W_hh over s = T … t+1: one
factor for each step back, so that its norm shrinks or grows like a power of the distance (Bengio
et al. 1994; Pascanu et al. 2013). Here it is not estimated but pulled back through the network.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from rnn_core.arrays import Array, frozen
from rnn_core.network.probe import Probe
from rnn_core.trace import Trace
from rnn_core.training.configuration import RunConfig
from rnn_core.training.trainer import Stopped, Trainer, following

OPEN = 4.0
"""A bias of the forget gate (update gate in a GRU): it starts at about σ(4) = 0.98, not 0.5."""
CLIPPED_TO = 1.0


@dataclass(frozen=True, eq=False)
class RecurrentBlock:
    """A square matrix (H, H) from state to state: W_hh, or what of it belongs to one gate."""

    parameter: str
    gate: str
    """Empty where there are no gates."""
    eigenvalues: NDArray[np.complex128]
    """(H,), the largest by absolute value first."""
    singular_values: Array
    """(H,), the largest first."""

    @property
    def spectral_radius(self) -> float:
        """The largest absolute value of an eigenvalue."""
        return float(np.abs(self.eigenvalues[0]))

    @property
    def spectral_norm(self) -> float:
        """The largest singular value: what one product can lengthen a vector by at most."""
        return float(self.singular_values[0])


@dataclass(frozen=True, eq=False)
class Reach:
    """How far back one iteration's gradients reach; every array has a row for each t = 0..T.

    `loss` is ‖∂L/∂h_t‖ with all of the loss, `last_loss` ‖∂L_T/∂h_t‖ with the last timestep's
    alone. `state` is ‖∂h_T/∂h_t‖, the largest singular value of the Jacobian. Where a cell carries
    a second state c, that one is held in it, and `cell_state` is ‖∂h_T/∂c_t‖ by every way there is
    from c_t, the one through h_t included. `linear` is ρ^(T-t), what a recurrence
    h_t = W h_{t-1} with the largest spectral radius ρ among `blocks` tends to; zero where nothing
    is recurrent. Not finite where the iteration has diverged.
    """

    loss: Array
    last_loss: Array
    state: Array
    cell_state: Array | None
    linear: Array
    blocks: tuple[RecurrentBlock, ...]

    @property
    def T(self) -> int:
        """The number of timesteps."""
        return len(self.loss) - 1


@dataclass(frozen=True, eq=False)
class Training:
    """The course of a training from iteration 0, and two traces: of one iteration on the way, and
    of the last.

    `losses` and `gradient_norms`, before clipping, have a number for every iteration reached.
    """

    losses: Array
    gradient_norms: Array
    stopped: Stopped
    trace: Trace
    last: Trace

    @property
    def is_over(self) -> bool:
        """Whether there is nothing left to train: it was not stopped by the time."""
        return self.stopped != "time"


def reach(configuration: RunConfig, trace: Trace) -> Reach:
    """The norms and spectra of the iteration that `trace` is of; takes H backward passes."""
    probe = Probe(configuration.architecture, trace)
    probe.loss()
    T, H = trace.T, len(trace.h_0)
    carried = trace.setting.carried
    # ∂h_T/∂h_t and, of an LSTM, ∂h_T/∂c_t, each (T+1, H, H): a row for each unit of h_T.
    jacobians = {name: np.empty((T + 1, H, H)) for name in ("h", *carried[1:])}
    for unit, direction in enumerate(np.eye(H)):
        probe.pull_back(T, direction)
        for name, jacobian in jacobians.items():
            jacobian[:, unit] = probe.pulled_back(name)
    with np.errstate(all="ignore"):
        loss = np.vstack((trace.initials["dh_0"], trace.timesteps["dh"]))
        last_loss = trace.timesteps["dh_from_output"][-1] @ jacobians["h"]
        blocks = recurrent_blocks(configuration, trace)
        radius = max((block.spectral_radius for block in blocks), default=0.0)
        cell_state = [_spectral_norms(jacobians[name]) for name in carried[1:]]
        return Reach(
            loss=_norms(loss),
            last_loss=_norms(last_loss),
            state=_spectral_norms(jacobians["h"]),
            cell_state=cell_state[0] if cell_state else None,
            linear=frozen(np.power(radius, np.arange(T, -1, -1, dtype=np.float64))),
            blocks=blocks,
        )


def recurrent_blocks(configuration: RunConfig, trace: Trace) -> tuple[RecurrentBlock, ...]:
    """The spectra of every matrix from state to state; none where one is not finite."""
    blocks = []
    gates = trace.gate_names or ("",)
    for name, rows in configuration.architecture.recurrent.items():
        matrix = trace.parameters[name]
        if not np.isfinite(matrix).all():
            return ()
        for place, gate in enumerate(gates):
            block = matrix[place * rows : (place + 1) * rows]
            values = np.linalg.eigvals(block).astype(np.complex128)
            values = values[np.argsort(-np.abs(values), kind="stable")]
            values.flags.writeable = False
            singular = np.asarray(np.linalg.svd(block, compute_uv=False), dtype=np.float64)
            blocks.append(RecurrentBlock(name, gate, values, frozen(singular)))
    return tuple(blocks)


def train(
    configuration: RunConfig,
    iterations: int,
    at: int,
    seconds: float | None = None,
    begun: Training | None = None,
) -> Training:
    """Trains for so many iterations and keeps the trace of iteration `at`.

    Stops where the run diverges, or after `seconds` of wall clock; the trace is then that of the
    last iteration reached, if that comes before `at`. What was stopped by the time goes on where
    it had `begun`, with the same numbers.
    """
    deadline = None if seconds is None else time.perf_counter() + seconds
    trainer = Trainer(configuration)
    trace: Trace | None = None
    if begun is not None:
        if begun.is_over:
            return begun
        trainer.restore(following(begun.last))
        trace = begun.trace if begun.trace.iteration == at else None
    losses, norms = [], []
    stopped: Stopped | None = None
    while stopped is None:
        losses.append(trainer.evaluate())
        norms.append(trainer.gradient_norm)
        if trainer.iteration == at:
            trace = trainer.trace()
        if trainer.iteration >= iterations:
            stopped = "iterations"
        elif trainer.diverged:
            stopped = "diverged"
        elif deadline is not None and time.perf_counter() > deadline:
            stopped = "time"
        else:
            trainer.step()
    last = trainer.trace()
    before = ((), ()) if begun is None else (begun.losses, begun.gradient_norms)
    return Training(
        frozen(np.array([*before[0], *losses])),
        frozen(np.array([*before[1], *norms])),
        stopped,
        trace or last,
        last,
    )


def cures(configuration: RunConfig) -> dict[str, RunConfig]:
    """The usual remedies, each as one change to the configuration, with the same seed.

    "orthogonal": orthogonal matrices, unscaled, so that without gates every eigenvalue of W_hh lies
    on the unit circle; "gates": an LSTM (or the gated cell there is) whose state is kept at first;
    "half closed": the chosen gated cell without a bias that keeps its state, where it has one;
    "clipping": clipped where it was not, "no clipping" where it was. What would change nothing is
    left out.
    """
    gated = "lstm" if configuration.architecture.cell.keeping_gate is None else configuration.cell
    changed = {
        "orthogonal": replace(
            configuration,
            initialization="orthogonal",
            initialization_scale=1.0,
            spectral_radius=None,
        ),
        "gates": replace(configuration, cell=gated, keep_bias=OPEN, initial_parameters=None),
    }
    if configuration.keep_bias:
        changed["half closed"] = replace(configuration, keep_bias=0.0)
    if configuration.clip_norm is None:
        changed["clipping"] = replace(configuration, clip_norm=CLIPPED_TO)
    else:
        changed["no clipping"] = replace(configuration, clip_norm=None)
    return {name: other for name, other in changed.items() if other != configuration}


def _norms(vectors: Array) -> Array:
    norms: Array = np.linalg.norm(vectors, axis=-1)
    return frozen(norms)


def _spectral_norms(jacobians: Array) -> Array:
    """The largest singular values, (T+1,); NaN where a Jacobian is not finite."""
    norms = np.full(len(jacobians), np.nan)
    finite = np.isfinite(jacobians).all(axis=(1, 2))
    norms[finite] = np.linalg.norm(jacobians[finite], ord=2, axis=(1, 2))
    return frozen(norms)
