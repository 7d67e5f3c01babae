"""The trainer: steps a network through the iterations of a run."""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from rnn_core.arrays import (
    Array,
    Layout,
    aligned_empty,
    aligned_zeros,
    frozen,
    frozen_copy,
)
from rnn_core.errors import RunDiverged
from rnn_core.network.initialization import initialize
from rnn_core.network.unrolled import UnrolledNetwork
from rnn_core.tasks.task import Example
from rnn_core.trace import Clamp, Hyperparameters, Setting, Trace
from rnn_core.training.configuration import RunConfig
from rnn_core.training.interventions import Intervention
from rnn_core.training.optimizers import OPTIMIZERS, clip_scale, global_norm
from rnn_core.vocabulary import Vocabulary

Stopped = Literal["iterations", "loss", "diverged", "time"]
LARGEST_NORM = 1e140
MOST_TIMESTEPS = 512
"""Of all networks that are kept set up, one for each length of a sequence, together."""


@dataclass(frozen=True, eq=False)
class Checkpoint:
    """A trainer's state on arrival at an iteration, before that iteration's interventions."""

    iteration: int
    parameters: Array
    """flat, (P,)"""
    optimizer_state: Array
    """(slots, P)"""
    optimizer_step: int
    hyperparameters: Hyperparameters
    clamps: tuple[Clamp, ...]

    @property
    def size_in_bytes(self) -> int:
        """The memory its arrays take."""
        return self.parameters.nbytes + self.optimizer_state.nbytes


def following(trace: Trace) -> Checkpoint:
    """The state on arrival at the iteration after the one that was recorded."""
    size, slots = trace.setting.parameter_layout.size, len(trace.optimizer_slots)
    state = trace.record[2 * size : (2 + slots) * size].reshape(slots, size)
    return Checkpoint(
        iteration=trace.iteration + 1,
        parameters=frozen(trace.record[:size] + trace.update),
        optimizer_state=frozen_copy(state),
        optimizer_step=trace.optimizer_step,
        hyperparameters=trace.hyperparameters,
        clamps=trace.clamps,
    )


@dataclass(frozen=True, eq=False)
class _Unrolled:
    """A network for sequences of one length, and the buffers that a record of it copies."""

    network: UnrolledNetwork
    arrays: list[Array]
    timestep_layout: Layout
    initial_layout: Layout

    @classmethod
    def of(cls, network: UnrolledNetwork) -> _Unrolled:
        timesteps, initials = network.quantities(), network.initial_quantities()
        return cls(
            network,
            [
                array.reshape(-1) if array.flags.c_contiguous else array
                for array in (*timesteps.values(), *initials.values())
            ],
            Layout({name: array.shape for name, array in timesteps.items()}),
            Layout({name: array.shape for name, array in initials.items()}),
        )


class Trainer:
    """Steps one network through the iterations of a configuration with its interventions.

    Each iteration is evaluated once: forward, backward, clipping, and the optimizer's update, which
    is computed but not added; `step` adds it. So an evaluated iteration can be traced, at the cost
    of copies only and with the very numbers the fast path uses. `on_arrival` is called at every
    iteration before its interventions take effect and before it is evaluated.

    Of several examples an iteration trains on one, in an order that the seed decides anew for each
    pass over all of them: which one is a function of the iteration alone.
    """

    def __init__(
        self,
        configuration: RunConfig,
        interventions: Iterable[Intervention] = (),
        on_arrival: Callable[[Trainer], None] | None = None,
    ) -> None:
        self._on_arrival = on_arrival
        self._seed = configuration.seed
        self._architecture = configuration.architecture
        task, H = configuration.made_task, configuration.hidden_size
        self._examples = task.splits["train"]
        self._vocabulary = task.vocabulary
        self._layout = self._architecture.layout
        self._h_0 = frozen(
            np.zeros(H) if configuration.h_0 is None else np.array(configuration.h_0)
        )
        self._parameters = aligned_zeros(self._layout.size)
        self._gradient = aligned_zeros(self._layout.size)
        self._clipped = aligned_zeros(self._layout.size)
        self._update = aligned_zeros(self._layout.size)
        self._views = (self._layout.views(self._parameters), self._layout.views(self._gradient))
        self._networks: OrderedDict[tuple[int, ...], _Unrolled] = OrderedDict()
        self._clamps: tuple[Clamp, ...] = ()
        self._epoch = -1
        self._order: Sequence[int] = (0,)
        self._loaded: Example | None = None
        self._last_setting: Setting | None = None
        self._interventions = {
            intervention.iteration: intervention for intervention in interventions
        }
        for intervention in self._interventions.values():
            intervention.require_fitting(self._layout.shapes, self._architecture.longest, H)
        self.start = self._first_checkpoint(configuration)
        self.restore(self.start)

    @property
    def vocabulary(self) -> Vocabulary:
        """The tokens of the task."""
        return self._vocabulary

    @property
    def parameter_count(self) -> int:
        """How many numbers are trained."""
        return self._architecture.weights

    @property
    def gradient_norm(self) -> float:
        """The global norm before clipping, at the iteration last evaluated."""
        return self._gradient_norm

    def _first_checkpoint(self, configuration: RunConfig) -> Checkpoint:
        flat = initialize(
            self._layout,
            configuration.initialization,
            configuration.initialization_scale,
            np.random.default_rng(configuration.seed),
            configuration.spectral_radius,
            self._architecture.recurrent,
        ).copy()
        views = self._layout.views(flat)
        for name, place in self._architecture.keeping_biases.items():
            views[name][place.start : place.stop] = configuration.keep_bias
        for name, nested in (configuration.initial_parameters or {}).items():
            views[name][...] = nested
        slots = OPTIMIZERS[configuration.optimizer].slots
        return Checkpoint(
            iteration=0,
            parameters=frozen(flat),
            optimizer_state=frozen(np.zeros((len(slots), self._layout.size))),
            optimizer_step=0,
            hyperparameters=configuration.hyperparameters,
            clamps=(),
        )

    def restore(self, checkpoint: Checkpoint) -> None:
        """Goes to the checkpoint's iteration, whose interventions then take effect."""
        self.iteration = checkpoint.iteration
        self._parameters[...] = checkpoint.parameters
        self._state = aligned_zeros(*checkpoint.optimizer_state.shape)
        self._state[...] = checkpoint.optimizer_state
        self._optimizer_step = checkpoint.optimizer_step
        self._use(checkpoint.hyperparameters)
        self._hold(checkpoint.clamps)
        self._arrive()

    def checkpoint(self) -> Checkpoint:
        """The state on arrival; to be taken in `on_arrival`, before anything changes it."""
        return Checkpoint(
            iteration=self.iteration,
            parameters=frozen_copy(self._parameters),
            optimizer_state=frozen_copy(self._state),
            optimizer_step=self._optimizer_step,
            hyperparameters=self.hyperparameters,
            clamps=self._clamps,
        )

    def _use(self, hyperparameters: Hyperparameters) -> None:
        self.hyperparameters = hyperparameters
        self._optimizer = OPTIMIZERS[hyperparameters.optimizer]

    def _hold(self, clamps: tuple[Clamp, ...]) -> None:
        self._clamps = clamps
        for unrolled in self._networks.values():
            unrolled.network.clamp(clamps)

    def example_at(self, iteration: int) -> int:
        """Which of the training examples an iteration is about."""
        if len(self._examples) == 1:
            return 0
        epoch, place = divmod(iteration, len(self._examples))
        if epoch != self._epoch:
            self._epoch = epoch
            rng = np.random.default_rng([self._seed, epoch])
            self._order = rng.permutation(len(self._examples)).tolist()
        return self._order[place]

    def _load(self) -> None:
        """Sets up the network for this iteration's example."""
        example = self._examples[self.example_at(self.iteration)]
        if example is self._loaded:
            return
        unrolled = self._networks.get(example.lengths)
        if unrolled is None:
            network = UnrolledNetwork(self._architecture, example.lengths, *self._views, self._h_0)
            network.clamp(self._clamps)
            unrolled = self._networks[example.lengths] = _Unrolled.of(network)
            while len(self._networks) > 1 and (
                sum(map(sum, self._networks.keys())) > MOST_TIMESTEPS
            ):
                self._networks.popitem(last=False)
        self._networks.move_to_end(example.lengths)
        # What another example has left at weights that this one does not use.
        self._gradient.fill(0.0)
        unrolled.network.load(example)
        self._network, self._unrolled, self._loaded = unrolled.network, unrolled, example

    def _arrive(self) -> None:
        self._evaluated = False
        if self._on_arrival is not None:
            self._on_arrival(self)
        intervention = self._interventions.get(self.iteration)
        if intervention is None:
            return
        before = self.hyperparameters.optimizer
        self._use(replace(self.hyperparameters, **intervention.hyperparameters))
        if self.hyperparameters.optimizer != before:
            self._state = aligned_zeros(len(self._optimizer.slots), self._layout.size)
            self._optimizer_step = 0
        for edit in intervention.edits:
            self._layout.view(self._parameters, edit.parameter)[edit.index] = edit.value
        if intervention.clamps is not None:
            self._hold(intervention.clamps)

    def evaluate(self) -> float:
        """The loss at this iteration, with everything the next step needs computed."""
        if not self._evaluated:
            with np.errstate(all="ignore"):
                self._evaluate()
        return self.loss

    def _evaluate(self) -> None:
        gradient, hyperparameters = self._gradient, self.hyperparameters
        self._load()
        self.loss = self._network.forward()
        self._network.backward()
        self._gradient_norm = global_norm(gradient)
        self._clip_scale = clip_scale(self._gradient_norm, hyperparameters.clip_norm)
        if self._clip_scale != 1.0:
            gradient = np.multiply(gradient, self._clip_scale, out=self._clipped)
        if not self._update.flags.writeable:  # a trace has it
            self._update = aligned_empty(self._layout.size)
        self._optimizer.update(
            hyperparameters.learning_rate,
            gradient,
            self._optimizer_step + 1,
            self._state,
            self._update,
        )
        dh_0 = self._network.dh_0
        # Not only finite: squares of it, summed over any run, must be finite as well.
        self.diverged: bool = not (
            math.isfinite(self.loss)
            and self._gradient_norm * max(1.0, hyperparameters.learning_rate) < LARGEST_NORM
            and dh_0.dot(dh_0) < LARGEST_NORM
        )
        self._evaluated = True

    def _step(self) -> None:
        np.add(self._parameters, self._update, out=self._parameters)
        self._optimizer_step += 1
        self.iteration += 1
        self._arrive()

    def step(self) -> float:
        """One iteration further; returns the loss there. Raises `RunDiverged`."""
        self.evaluate()
        if self.diverged:
            raise RunDiverged(self.iteration, clipped=self.hyperparameters.clip_norm is not None)
        self._step()
        return self.evaluate()

    def advance(
        self,
        iterations: int,
        until_loss: float | None = None,
        seconds: float | None = None,
        losses: list[float] | None = None,
    ) -> Stopped:
        """Steps without traces until one of the limits is reached; says which one.

        Stops after `iterations`, below `until_loss`, at a diverged iteration, or after `seconds`
        (of wall clock, checked after every iteration). Every new loss is appended to `losses`.
        """
        deadline = None if seconds is None else time.perf_counter() + seconds
        self.evaluate()
        with np.errstate(all="ignore"):
            if until_loss is not None and self.loss < until_loss:
                return "loss"
            for _ in range(iterations):
                if self.diverged:
                    break
                self._step()
                self._evaluate()
                if losses is not None:
                    losses.append(self.loss)
                if until_loss is not None and self.loss < until_loss:
                    return "loss"
                if deadline is not None and time.perf_counter() > deadline and not self.diverged:
                    return "time"
        return "diverged" if self.diverged else "iterations"

    def _setting(self) -> Setting:
        example, architecture = self._loaded, self._architecture
        assert example is not None
        key = self.example_at(self.iteration)
        if self._last_setting is not None and self._last_setting.example == key:
            return self._last_setting
        task = architecture.task
        parts = zip(task.parts, example.lengths, strict=True)
        reads = [part.vocabulary for part, length in parts for _ in range(length)]
        self._last_setting = Setting(
            source=example.source,
            target=example.target,
            example=key,
            examples=len(self._examples),
            image_shape=task.image_shape,
            vocabulary=self._vocabulary.tokens,
            inputs=tuple(
                vocabulary.tokens[id_]
                for vocabulary, id_ in zip(reads, example.inputs, strict=True)
            ),
            targets=tuple(
                None if id_ is None else self._vocabulary.tokens[id_] for id_ in example.targets
            ),
            input_ids=example.inputs,
            stretches=architecture.stretches(example.lengths),
            hidden_size=architecture.hidden_size,
            gate_names=architecture.cell.gate_names,
            carried=architecture.cell.carried,
            reads=architecture.cell.reads,
            parameter_layout=self._layout,
            timestep_layout=self._unrolled.timestep_layout,
            initial_layout=self._unrolled.initial_layout,
        )
        return self._last_setting

    def trace(self) -> Trace:
        """The record of this iteration."""
        self.evaluate()
        # One copy: many middle-sized ones cost several times as much in the allocator.
        record = np.concatenate(
            (
                self._parameters,
                self._gradient,
                *self._state,
                *[array if array.ndim == 1 else array.ravel() for array in self._unrolled.arrays],
            )
        )
        return Trace(
            iteration=self.iteration,
            hyperparameters=self.hyperparameters,
            clamps=self._clamps,
            loss=self.loss,
            diverged=self.diverged,
            gradient_norm=self._gradient_norm,
            clip_scale=self._clip_scale,
            optimizer_step=self._optimizer_step + 1,
            optimizer_slots=self._optimizer.slots,
            setting=self._setting(),
            record=frozen(record),
            update=frozen(self._update),
        )
