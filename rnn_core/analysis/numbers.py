"""The numbers of a run: as a trace holds them or, where none does, as an equation states them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from rnn_core.analysis.model import Model
from rnn_core.arrays import Array
from rnn_core.equations.expressions import Axis, Quantity, Scope
from rnn_core.equations.notation import X
from rnn_core.equations.terms import Address, Index, NumberTerm, Operand, Term
from rnn_core.errors import InvalidAddress
from rnn_core.trace import Trace
from rnn_core.training.configuration import RunConfig
from rnn_core.words import Remark, counted

NOTHING_COLLECTED = Remark("empty before this optimizer's first update", remark="nothing-collected")


class Numbers:
    """The numbers of one run by their addresses. Calls `trace_of` for the iterations it needs."""

    def __init__(self, configuration: RunConfig, trace_of: Callable[[int], Trace]) -> None:
        self.configuration = configuration
        self._trace_of = trace_of
        self._models: dict[tuple[str, bool], Model] = {}
        self._traces: dict[int, Trace] = {}
        self._derived: dict[tuple[int, str], Array] = {}

    def model(self, iteration: int) -> Model:
        """The equations in force at an iteration."""
        hyperparameters = self.trace(iteration).hyperparameters
        key = (hyperparameters.optimizer, hyperparameters.clip_norm is not None)
        if key not in self._models:
            self._models[key] = Model(self.configuration.architecture, key[0], clipped=key[1])
        return self._models[key]

    def trace(self, iteration: int) -> Trace:
        """The trace of an iteration; made once."""
        if iteration not in self._traces:
            if len(self._traces) > 3:
                self._traces.clear()
            self._traces[iteration] = self._trace_of(iteration)
        return self._traces[iteration]

    def scope(self, iteration: int) -> Scope:
        """The quantities of an iteration, for its equations."""
        return _TraceScope(self, iteration)

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
                self._derived[key] = equation.expression.evaluate(self.scope(iteration), None)
        return self._derived[key]

    def quantity(self, address: Address) -> Quantity:
        """The quantity that a valid address is about."""
        key = (address.quantity, address.t is not None)
        return self.model(address.iteration).quantities[key]

    def shape(self, iteration: int, quantity: Quantity, t: int | None) -> tuple[int, ...]:
        """How many numbers it has along each axis."""
        trace = self.trace(iteration)
        if "input" not in quantity.axes:
            return tuple(size_of(trace, axis, t) for axis in quantity.axes)
        if t is not None:
            return (len(trace.stretch_at(t).inputs),)
        parameter = next(p for p in trace.parameters if quantity.name.endswith(p))
        return tuple(trace.parameters[parameter].shape)

    def checked(self, address: Address) -> Quantity:
        """The quantity of an address. Raises `InvalidAddress` where there is no such number."""
        trace, quantities = self.trace(address.iteration), self.model(address.iteration).quantities
        quantity = quantities.get((address.quantity, address.t is not None))
        if quantity is None:
            if (address.quantity, True) in quantities:
                raise InvalidAddress(
                    "t",
                    f"{address.quantity} needs a timestep: t must be 1 to {trace.T}",
                    code="needs-timestep",
                    quantity=address.quantity,
                    last=trace.T,
                )
            if (address.quantity, False) in quantities:
                raise InvalidAddress(
                    "t",
                    f"{address.quantity} has no timestep: leave t out",
                    code="no-timestep",
                    quantity=address.quantity,
                )
            names = sorted({name for name, _ in quantities})
            raise InvalidAddress(
                "quantity",
                f"“{address.quantity}” is not a quantity of this iteration; the quantities are: "
                f"{', '.join(names)}",
                code="unknown-quantity",
                quantity=address.quantity,
                known=", ".join(names),
            )
        if address.t is not None and not 1 <= address.t <= trace.T:
            raise InvalidAddress(
                "t",
                f"t must be 1 to {trace.T}, but is {address.t}{before_the_first(address)}",
                code="initial-state" if before_the_first(address) else "timestep",
                quantity=address.quantity,
                last=trace.T,
                given=address.t,
            )
        sizes = self.shape(address.iteration, quantity, address.t)
        ranges = ", ".join(
            f"{axis} 0 to {size - 1}" for axis, size in zip(quantity.axes, sizes, strict=True)
        )
        if len(address.index) != len(sizes):
            wanted = ("no index", "one index", "two indexes")[len(sizes)]
            given = counted(len(address.index), "was", "were") if address.index else "none was"
            raise InvalidAddress(
                "index",
                f"{address.quantity} needs {wanted}{f' ({ranges})' if sizes else ''}, "
                f"but {given} given",
            )
        if any(not 0 <= i < size for i, size in zip(address.index, sizes, strict=True)):
            raise InvalidAddress(
                "index",
                f"the {'index' if len(sizes) == 1 else 'indexes'} of "
                f"{address.quantity} must be {ranges}, "
                f"but got {list(address.index)}",
            )
        return quantity


def before_the_first(address: Address) -> str:
    """Where what somebody may look for at t = 0 is."""
    return (
        f" (the initial state is {address.quantity}_0)"
        if (address.t == 0 and address.quantity in ("h", "c"))
        else ""
    )


class _TraceScope:
    """The quantities of one iteration, and of the one before it."""

    def __init__(self, numbers: Numbers, iteration: int) -> None:
        self._numbers = numbers
        self._iteration = iteration
        self._trace = numbers.trace(iteration)

    @property
    def T(self) -> int:
        return self._trace.T

    def size(self, axis: Axis, t: int | None = None) -> int:
        return size_of(self._trace, axis, t)

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
            return NumberTerm(0.0, NOTHING_COLLECTED)
        address = Address(self._iteration - iterations_back, name, t, index)
        return Operand(address, self._numbers.value(address))

    def array(self, quantity: Quantity, t: int | None, iterations_back: int) -> Array:
        if t == 0:
            return self._trace.initials[f"{quantity.name}_0"]
        return self._numbers.array(self._iteration - iterations_back, quantity.name, t)


def size_of(trace: Trace, axis: Axis, t: int | None = None) -> int:
    """How many there are along an axis; of what is read, at timestep t."""
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
