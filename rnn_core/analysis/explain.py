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
from rnn_core.analysis.model import Model
from rnn_core.arrays import Array, frozen
from rnn_core.cells.registry import CELLS
from rnn_core.equations.expressions import Axis, Equation, Quantity, Reference
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
from rnn_core.equations.terms import Address, Index, NumberTerm, Operand, Term
from rnn_core.errors import InvalidAddress
from rnn_core.network.architecture import input_labels
from rnn_core.trace import Trace
from rnn_core.training.configuration import RunConfig
from rnn_core.training.interventions import Intervention
from rnn_core.training.run import Run
from rnn_core.words import counted


class Explainer:
    """Derivations of the numbers of one run. Asks `trace_of` for the iterations it needs."""

    def __init__(
        self,
        configuration: RunConfig,
        interventions: Iterable[Intervention],
        trace_of: Callable[[int], Trace],
    ) -> None:
        self._configuration = configuration
        self._interventions = tuple(interventions)
        self._trace_of = trace_of
        self._models: dict[tuple[str, bool], Model] = {}
        self._traces: dict[int, Trace] = {}
        self._derived: dict[tuple[int, str], Array] = {}

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
        quantity = self._checked(address)
        equation = self.equation(address)
        if equation is None:
            return Derivation(
                address,
                quantity,
                self.describe(address),
                self.value(address),
                None,
                None,
                self._source(address),
                self.symbol,
            )
        term = self._expand(equation, address)
        value = self.value(address)
        note = term.note if isinstance(term, NumberTerm) and term.note else None
        source = self._letter(address) or note
        return Derivation(
            address, quantity, self.describe(address), value, equation, term, source, self.symbol
        )

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
        hyperparameters = self.trace(iteration).hyperparameters
        key = (hyperparameters.optimizer, hyperparameters.clip_norm is not None)
        if key not in self._models:
            self._models[key] = Model(self._configuration.architecture, key[0], clipped=key[1])
        return self._models[key]

    def trace(self, iteration: int) -> Trace:
        """The trace of an iteration; asked for once."""
        if iteration not in self._traces:
            if len(self._traces) > 3:
                self._traces.clear()
            self._traces[iteration] = self._trace_of(iteration)
        return self._traces[iteration]

    def value(self, address: Address) -> float:
        """The number at a valid address, as the trace has it."""
        return float(self.array(address.iteration, address.quantity, address.t)[address.index])

    def array(self, iteration: int, name: str, t: int | None) -> Array:
        """A whole quantity: as the trace has it or, where it has not, as its equation states it."""
        recorded = _recorded(self.trace(iteration), name, t)
        if recorded is not None:
            return recorded
        key = (iteration, name)
        if key not in self._derived:
            equation = self.model(iteration).equations[name, False]
            with np.errstate(all="ignore"):
                self._derived[key] = equation.expression.evaluate(
                    _TraceScope(self, iteration), None
                )
        return self._derived[key]

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
                "parameter", f"{parameter!r} is not a parameter; these are: {names}"
            )
        equation = model.equations[f"gradients.{parameter}", False]
        if not isinstance(equation.expression, SumOverTime):
            raise InvalidAddress(
                "parameter", f"{parameter} is used before the first timestep, and at none after it"
            )
        scope = _TraceScope(self, iteration)
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
                for index in product(*map(range, self._shape(iteration, quantity, t))):
                    yield Address(iteration, name, t, index)

    def _shape(self, iteration: int, quantity: Quantity, t: int | None) -> tuple[int, ...]:
        """How many numbers it has along each axis."""
        trace = self.trace(iteration)
        if "input" not in quantity.axes:
            return tuple(_size(trace, axis, t) for axis in quantity.axes)
        if t is not None:
            return (len(trace.stretch_at(t).inputs),)
        parameter = next(p for p in trace.parameters if quantity.name.endswith(p))
        return tuple(trace.parameters[parameter].shape)

    def labels(self, address: Address) -> tuple[str, ...]:
        """What stands for each index: the token itself, the unit's number, or gate and unit."""
        trace = self.trace(address.iteration)
        return tuple(
            self._label(trace, address, axis, place)
            for axis, place in zip(self._quantity(address).axes, address.index, strict=True)
        )

    def _label(self, trace: Trace, address: Address, axis: Axis, place: int) -> str:
        match axis:
            case "token":
                return trace.vocabulary[place]
            case "unit" | "gate":
                return trace.row_labels(_size(trace, axis))[place]
            case "input":
                return self._inputs(trace, address)[place]
            case "pixel":
                return str(place)

    def _inputs(self, trace: Trace, address: Address) -> tuple[str, ...]:
        """What stands for each place of x_t, or for each column of a W_xh."""
        if address.t is not None:
            return trace.stretch_at(address.t).inputs
        architecture = self._configuration.architecture
        name = next(p for p in architecture.base if address.quantity.endswith(p))
        part = {part.name: part for part in architecture.task.parts}.get(
            architecture.base[name][1], architecture.task.parts[0]
        )
        return input_labels(part.vocabulary.tokens, architecture.cell.reads)

    def symbol(self, address: Address) -> str:
        """The address with tokens in the place of their ids: `W_xh[4,'l']`."""
        axes = self._quantity(address).axes
        labels = ",".join(
            repr(label) if axis in ("token", "input") else label
            for axis, label in zip(axes, self.labels(address), strict=True)
        )
        bare = str(replace(address, index=()))
        return f"{bare}[{labels}]" if labels else bare

    def _quantity(self, address: Address) -> Quantity:
        key = (address.quantity, address.t is not None)
        return self.model(address.iteration).quantities[key]

    def describe(self, address: Address) -> str:
        """In words: what it is, when, and of which unit or token."""
        trace = self.trace(address.iteration)
        quantity = self._quantity(address)
        parts = [quantity.words]
        if address.t is not None:
            parts.append(f"at timestep {address.t}")
        for axis, place in zip(quantity.axes, address.index, strict=True):
            label = self._label(trace, address, axis, place)
            parts.append(_place_in_words(trace, axis, place, label))
        return ", ".join(parts)

    def _expand(self, equation: Equation, address: Address) -> Term:
        scope = _TraceScope(self, address.iteration)
        return equation.expression.expand(scope, address.t, address.index)

    def _checked(self, address: Address) -> Quantity:
        trace, quantities = self.trace(address.iteration), self.model(address.iteration).quantities
        quantity = quantities.get((address.quantity, address.t is not None))
        if quantity is None:
            if (address.quantity, True) in quantities:
                raise InvalidAddress(
                    "t", f"{address.quantity} needs a timestep: t is 1 to {trace.T}"
                )
            if (address.quantity, False) in quantities:
                raise InvalidAddress("t", f"{address.quantity} has no timestep: leave t out")
            names = sorted({name for name, _ in quantities})
            raise InvalidAddress(
                "quantity",
                f"{address.quantity!r} is not a quantity of this iteration; these are: "
                f"{', '.join(names)}",
            )
        if address.t is not None and not 1 <= address.t <= trace.T:
            raise InvalidAddress("t", f"t is 1 to {trace.T} here, not {address.t}")
        sizes = self._shape(address.iteration, quantity, address.t)
        ranges = ", ".join(
            f"{axis} 0 to {size - 1}" for axis, size in zip(quantity.axes, sizes, strict=True)
        )
        if len(address.index) != len(sizes):
            wanted = counted(len(sizes), "index number") if sizes else "no index number"
            raise InvalidAddress(
                "index",
                f"{address.quantity} takes {wanted}{f' ({ranges})' if sizes else ''}, "
                f"not {len(address.index)}",
            )
        if any(not 0 <= i < size for i, size in zip(address.index, sizes, strict=True)):
            raise InvalidAddress("index", f"the index of {address.quantity} is {ranges}")
        return quantity

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
        what = "letter" if len(token) == 1 else "token"
        other = "" if token == this else f", not {this!r}"
        return f"the {what} read at timestep {address.t} is {token!r}{other}"

    def _source(self, address: Address) -> str:
        configuration = self._configuration
        name = address.quantity
        if self._silent(address):
            return "zero: nothing is to be predicted at this timestep"
        if self._unused(address):
            return "zero: this example has no timestep that uses these weights"
        if self._held(address):
            if name == H.name:
                return "held at this value by an intervention"
            return "zero: the state is held by an intervention, and nothing flows through it"
        if name == H_0.name:
            given = configuration.h_0 is not None
            return "given with the configuration" if given else "the initial state is zero"
        if name == C_0.name:
            return "the initial cell state is zero"
        if name == P.name:
            return "a pixel of the picture: 1 is ink"
        if name == OPTIMIZER_STEP.name:
            return "counts this optimizer's updates from 1"
        if name in (LEARNING_RATE.name, CLIP_NORM.name):
            return "a hyperparameter, chosen for this iteration"
        if self._edited(address):
            return f"set to this value by an intervention at iteration {address.iteration}"
        if name in (configuration.initial_parameters or {}):
            return "an initial weight, given with the configuration"
        if len(address.index) == 1:
            keeping = configuration.architecture.keeping_biases.get(name, ())
            if configuration.keep_bias and address.index[0] in keeping:
                return f"biases of the keeping gate begin at {configuration.keep_bias:g}"
            return "biases begin at zero"
        return (
            f"an initial weight, drawn: {configuration.initialization}, "
            f"scale {configuration.initialization_scale:g}, seed {configuration.seed}"
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


class _TraceScope:
    """The quantities of one iteration, and of the one before it."""

    def __init__(self, explainer: Explainer, iteration: int) -> None:
        self._explainer = explainer
        self._iteration = iteration
        self._trace = explainer.trace(iteration)

    @property
    def T(self) -> int:
        return self._trace.T

    def size(self, axis: Axis, t: int | None = None) -> int:
        return _size(self._trace, axis, t)

    def target(self, t: int) -> int | None:
        token = self._trace.targets[t - 1]
        return None if token is None else self._trace.vocabulary.index(token)

    def read_at(self, t: int, place: int) -> tuple[bool, str]:
        return self._trace.read_at(t, place)

    def timesteps(self, over: str) -> range:
        if not over:
            return range(1, self.T + 1)
        stretch = next((s for s in self._trace.stretches if s.name == over), None)
        return range(0) if stretch is None else range(stretch.first, stretch.last + 1)

    def operand(
        self, quantity: Quantity, t: int | None, iterations_back: int, index: Index
    ) -> Term:
        name = quantity.name
        if t == 0:
            name, t = f"{name}_0", None
        if (
            iterations_back
            and name.startswith("optimizer_state.")
            and self._trace.optimizer_step == 1
        ):
            return NumberTerm(0.0, "empty before this optimizer's first update")
        address = Address(self._iteration - iterations_back, name, t, index)
        return Operand(address, self._explainer.value(address))

    def array(self, quantity: Quantity, t: int | None, iterations_back: int) -> Array:
        if t == 0:
            return self._trace.initials[f"{quantity.name}_0"]
        return self._explainer.array(self._iteration - iterations_back, quantity.name, t)


def _place_in_words(trace: Trace, axis: Axis, place: int, label: str) -> str:
    if axis in ("token", "input"):
        return f"for {label!r}"
    if axis == "pixel":
        assert trace.setting.image_shape is not None
        row, column = divmod(place, trace.setting.image_shape[1])
        return f"row {row}, column {column}"
    if axis == "unit" or not trace.gate_names:
        return f"unit {place}"
    gate, unit = divmod(place, len(trace.h_0))
    return f"gate {trace.gate_names[gate]} of unit {unit}"


def _size(trace: Trace, axis: Axis, t: int | None = None) -> int:
    match axis:
        case "token":
            return len(trace.vocabulary)
        case "unit":
            return trace.setting.hidden_size
        case "gate":
            return max(1, len(trace.gate_names)) * trace.setting.hidden_size
        case "input":
            assert t is not None, "what can be read differs from timestep to timestep"
            return len(trace.stretch_at(t).inputs)
        case "pixel":
            rows, columns = trace.setting.image_shape or (0, 0)
            return rows * columns


_SCALARS = ("loss", "gradient_norm", "clip_scale", "clipped_gradient_norm", "optimizer_step")


def _recorded(trace: Trace, name: str, t: int | None) -> Array | None:
    """The whole quantity, where the trace itself holds it."""
    if t is not None:
        if name == X.name:
            return trace.x(t)
        rows = trace.norms[name] if name in trace.norms else trace.timesteps[name]
        return np.asarray(rows[t - 1])
    if name in _SCALARS:
        return np.asarray(getattr(trace, name))
    if name in ("learning_rate", "clip_norm"):
        return np.asarray(getattr(trace.hyperparameters, name))
    if name in trace.norms:
        return trace.norms[name]
    if name in trace.initials:
        return trace.initials[name]
    if name in trace.parameters:
        return trace.parameters[name]
    group, _, rest = name.partition(".")
    if group in ("gradients", "updates"):
        return np.asarray(getattr(trace, group)[rest])
    if group == "optimizer_state":
        slot, _, parameter = rest.partition(".")
        return trace.optimizer_state[slot][parameter]
    return None
