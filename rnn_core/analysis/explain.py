"""Why a number is what it is: an address becomes a derivation.

Nothing here knows the algebra of a cell or an optimizer: it is read off the stated equations, and
every operand of a derivation has an address again. Followed far enough, each of them ends at a
letter, a hyperparameter, the initial state or an initial weight.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import product

import numpy as np

from rnn_core.analysis.derivation import Derivation
from rnn_core.analysis.labels import describe, labels, symbol
from rnn_core.analysis.model import Model
from rnn_core.analysis.numbers import Numbers
from rnn_core.arrays import Array, frozen
from rnn_core.cells.registry import CELLS
from rnn_core.cells.structure import keeping_gate_of
from rnn_core.equations.expressions import Equation, Reference
from rnn_core.equations.notation import (
    C_0,
    CLIP_NORM,
    DLOGITS,
    H_0,
    LEARNING_RATE,
    LOSS_T,
    OPTIMIZER_STEP,
    H,
    P,
    X,
)
from rnn_core.equations.operations import SumOverTime
from rnn_core.equations.terms import Address, Index, NumberTerm, Term
from rnn_core.errors import InvalidAddress
from rnn_core.trace import Trace
from rnn_core.training.configuration import RunConfig
from rnn_core.training.interventions import Intervention
from rnn_core.training.run import Run
from rnn_core.words import Remark


class Explainer:
    """Derivations of the numbers of one run. Calls `trace_of` for the iterations it needs."""

    def __init__(
        self,
        configuration: RunConfig,
        interventions: Iterable[Intervention],
        trace_of: Callable[[int], Trace],
    ) -> None:
        self._configuration = configuration
        self._interventions = tuple(interventions)
        self._numbers = Numbers(configuration, trace_of)

    @property
    def configuration(self) -> RunConfig:
        """The run's configuration."""
        return self._configuration

    @classmethod
    def of(cls, run: Run) -> Explainer:
        """The explainer of a run; valid until an intervention changes the run's past."""
        return cls(run.configuration, run.interventions, run.trace_at)

    def explain(self, address: Address) -> Derivation:
        """The derivation of the number at `address`.

        Raises `InvalidAddress` (which part is impossible, and what there is instead) and
        `IterationOutOfRange`.
        """
        quantity = self._numbers.checked(address)
        equation = self.equation(address)
        term: Term | None = None
        source: str | None
        if equation is None:
            source = self._source(address)
        else:
            scope = self._numbers.scope(address.iteration)
            term = equation.expression.expand(scope, address.t, address.index)
            note = term.note if isinstance(term, NumberTerm) and term.note else None
            source = self._letter(address) or note
        words, value = describe(self._numbers, address), self.value(address)
        return Derivation(address, quantity, words, value, equation, term, source, self.symbol)

    def equation(self, address: Address) -> Equation | None:
        """The statement that defines the number; None where the walk ends."""
        if self._held(address):
            return None
        if self._silent(address) or self._unused(address):
            return None
        model = self.model(address.iteration)
        if any(address.quantity == parameter.name for parameter in model.parameters) and (
            address.iteration == 0 or self._edited(address)
        ):
            return None
        stated = model.equations.get((address.quantity, address.t is not None))
        return None if stated is None else self._with_own_weights(stated, address)

    def _with_own_weights(self, equation: Equation, address: Address) -> Equation:
        """The equation with the weights of the timesteps that it speaks of."""
        trace = self.trace(address.iteration)
        if not trace.stretches[0].name:
            return equation
        own = {parameter.name: parameter for parameter in self.model(address.iteration).parameters}

        def by(reference: Reference) -> Reference:
            place = reference.place(address.t) if address.t is not None else reference.shift
            if reference.quantity.timed or place is None or reference.quantity.name in own:
                return reference
            stretch = trace.stretch_at(min(max(place, 1), trace.T))
            name = stretch.parameters.get(reference.quantity.name)
            return reference if name is None else replace(reference, quantity=own[name])

        return Equation(equation.quantity, equation.expression.rewritten(by))

    def _silent(self, address: Address) -> bool:
        """Whether it would be of a prediction, and nothing is to be predicted there."""
        if address.t is None or address.quantity not in (LOSS_T.name, DLOGITS.name):
            return False
        return self.trace(address.iteration).targets[address.t - 1] is None

    def _unused(self, address: Address) -> bool:
        """Whether it is the gradient of weights that no timestep of this example uses."""
        group, _, parameter = address.quantity.partition(".")
        if group != "gradients":
            return False
        architecture = self._configuration.architecture
        _, name = architecture.base[parameter]
        return bool(name) and all(
            parameter not in stretch.parameters.values()
            for stretch in self.trace(address.iteration).stretches
        )

    def model(self, iteration: int) -> Model:
        """The equations in force at an iteration."""
        return self._numbers.model(iteration)

    def trace(self, iteration: int) -> Trace:
        """The trace of an iteration."""
        return self._numbers.trace(iteration)

    def value(self, address: Address) -> float:
        """The number at a valid address."""
        return self._numbers.value(address)

    def labels(self, address: Address) -> tuple[str, ...]:
        """What stands for each index: the token itself, the unit's number, or gate and unit."""
        return labels(self._numbers, address)

    def symbol(self, address: Address) -> str:
        """The address with tokens in the place of their ids: `W_xh[4,'l']`."""
        return symbol(self._numbers, address)

    def contributions(self, iteration: int, parameter: str) -> Array:
        """What each timestep adds to a parameter's gradient, shape (T, *parameter).

        Shared weights mean added gradients: the sum over the first axis is the gradient. Timesteps
        that do not use the parameter add nothing.
        Raises `InvalidAddress`.
        """
        model = self.model(iteration)
        if parameter not in {each.name for each in model.parameters}:
            names = ", ".join(each.name for each in model.parameters)
            raise InvalidAddress(
                "parameter",
                f"“{parameter}” is not a parameter; the parameters are: {names}",
                code="unknown-parameter",
                parameter=parameter,
                known=names,
            )
        equation = model.equations[f"gradients.{parameter}", False]
        if not isinstance(equation.expression, SumOverTime):
            raise InvalidAddress(
                "parameter",
                f"{parameter} is used only before the first timestep",
                code="only-before",
                parameter=parameter,
            )
        scope = self._numbers.scope(iteration)
        of = equation.expression.of
        parts = np.zeros((scope.T, *self.trace(iteration).parameters[parameter].shape))
        with np.errstate(all="ignore"):
            for t in scope.timesteps(equation.expression.over):
                parts[t - 1] = of.evaluate(scope, t)
        return frozen(parts)

    def addresses(self, iteration: int) -> Iterator[Address]:
        """Every address of an iteration."""
        trace = self.trace(iteration)
        for (name, timed), quantity in self.model(iteration).quantities.items():
            for t in range(1, trace.T + 1) if timed else (None,):
                for index in product(*map(range, self._numbers.shape(iteration, quantity, t))):
                    yield Address(iteration, name, t, index)

    def _edited(self, address: Address) -> bool:
        return any(
            (edit.parameter, edit.index) == (address.quantity, address.index)
            for intervention in self._interventions
            if intervention.iteration == address.iteration
            for edit in intervention.edits
        )

    def _held(self, address: Address) -> bool:
        """Whether a clamp, and not an equation, decides the number."""
        names = (H.name, *CELLS[self._configuration.cell].cut_by_clamp)
        if address.t is None or address.quantity not in names:
            return False
        t, unit = address.t, address.index[0]
        return any(clamp.holds(t, unit) for clamp in self.trace(address.iteration).clamps)

    def _letter(self, address: Address) -> str | None:
        """Of an input, which letter it is; None where x_t holds several."""
        trace = self.trace(address.iteration)
        if address.quantity != X.name or address.t is None or trace.setting.reads > 1:
            return None
        token = trace.inputs[address.t - 1]
        this = trace.stretch_at(address.t).inputs[address.index[0]]
        kind = "letter" if len(token) == 1 else "token"
        other = "" if token == this else f", not {this!r}"
        return Remark(
            f"the input {kind} at timestep {address.t} is {token!r}{other}",
            remark="read",
            kind=kind,
            t=address.t,
            token=repr(token)[1:-1],
            this=repr(this)[1:-1],
            yes="yes" if token == this else "no",
        )

    def _source(self, address: Address) -> str:
        configuration = self._configuration
        name = address.quantity
        if self._silent(address):
            return Remark("zero: no target at this timestep", remark="no-target")
        if self._unused(address):
            return Remark(
                "zero: this example has no timestep that uses these weights", remark="not-used"
            )
        if self._held(address):
            if name == H.name:
                return Remark("held at this value by an intervention", remark="held")
            return Remark(
                "zero: the state is held by an intervention, so no gradient flows through it",
                remark="held-back",
            )
        if name == H_0.name:
            if configuration.h_0 is not None:
                return Remark("given with the configuration", remark="given")
            return Remark("the initial state is zero", remark="zero-state")
        if name == C_0.name:
            return Remark("the initial cell state is zero", remark="zero-cell-state")
        if name == P.name:
            return Remark("a pixel of the picture (1 = black)", remark="pixel")
        if name == OPTIMIZER_STEP.name:
            return Remark("counts this optimizer's updates from 1", remark="counts-updates")
        if name in (LEARNING_RATE.name, CLIP_NORM.name):
            return Remark("a hyperparameter, chosen for this iteration", remark="hyperparameter")
        if self._edited(address):
            return Remark(
                f"set to this value by an intervention at iteration {address.iteration}",
                remark="set",
                iteration=str(address.iteration),
            )
        if name in (configuration.initial_parameters or {}):
            return Remark("an initial weight, given with the configuration", remark="given-weight")
        if len(address.index) == 1:
            keeping = configuration.architecture.keeping_biases.get(name, ())
            if configuration.keep_bias and address.index[0] in keeping:
                gate = keeping_gate_of(configuration.architecture.cell).replace(" ", "-")
                return Remark(
                    f"{gate} biases start at {configuration.keep_bias:g}",
                    remark="keeping-bias",
                    gate=gate,
                    bias=f"{configuration.keep_bias:g}",
                )
            return Remark("biases start at zero", remark="zero-bias")
        return Remark(
            f"a random initial weight: {configuration.initialization}, "
            f"scale {configuration.initialization_scale:g}, seed {configuration.seed}",
            remark="random-weight",
            initialization=configuration.initialization,
            scale=f"{configuration.initialization_scale:g}",
            seed=str(configuration.seed),
        )


def explain(
    run: Run,
    quantity: str | Address,
    t: int | None = None,
    index: int | Index = (),
    iteration: int | None = None,
) -> Derivation:
    """Why a number of a run is what it is: `explain(run, "h", t=3, index=4)`.

    A number is a quantity of the notation ("h", "loss", "gradients.W_hh"), at a timestep from 1
    where it has one, with indexes from 0, at an iteration, by default the cursor's; or an address,
    as the operands of a derivation have. Raises `InvalidAddress`, `IterationOutOfRange`.
    """
    if isinstance(quantity, Address):
        return Explainer.of(run).explain(quantity)
    place = index if isinstance(index, tuple) else (index,)
    at = run.iteration if iteration is None else iteration
    return Explainer.of(run).explain(Address(at, quantity, t, place))
