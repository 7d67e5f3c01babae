"""A run as a script that needs NumPy alone: forwards, backwards and the update, written out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from textwrap import indent

from rnn_core.cells.protocol import Cell
from rnn_core.equations.expressions import Equation, Quantity
from rnn_core.equations.notation import DC_0, DLOGITS, LOSS_T, H
from rnn_core.equations.operations import SumOverTime
from rnn_core.export.parts import WIDTH, Parts
from rnn_core.export.source import Python
from rnn_core.network.unrolled import passes_of
from rnn_core.training.optimizers import OPTIMIZERS

_PASSES = '''\
def passes(parameters, example, held):
    """Forwards through the timesteps, then backwards: the loss, and all gradients."""
'''
_HOLD = '''

def hold(values, held, t, at=None):
    """The states with those that are held by hand, or with `at` in place of these."""
    values = values.copy()
    for unit, value, time in held:
        if time in (None, t):
            values[unit] = value if at is None else at
    return values
'''
_FUNCTIONS = {
    "one_hot": '''

def one_hot(token, size):
    """A vector with 1 at the place of a token, and 0 elsewhere; all 0 where there is none."""
    vector = np.zeros(size)
    if token is not None:
        vector[token] = 1.0
    return vector
''',
    "softmax": '''

def softmax(y):
    """exp(y) / Σ exp(y); the largest is taken off first, so that nothing overflows."""
    weights = np.exp(y - y.max())
    return weights / weights.sum()
''',
    "sigmoid": '''

def sigmoid(z):
    """1 / (1 + exp(-z)), by tanh, which does not overflow."""
    return 0.5 * (1.0 + np.tanh(0.5 * z))
''',
}


def numpy_script(parts: Parts) -> str:
    """The script, to be run by itself: it trains as the run did, and prints how well it agrees."""
    writer = _Writer(parts)
    passes = writer.passes()
    functions = [text for name, text in _FUNCTIONS.items() if f"{name}(" in passes]
    if parts.holds:
        functions.append(_HOLD)
    return "".join(
        [
            parts.heading("NumPy"),
            "\nimport numpy as np\n",
            parts.settings(),
            parts.data("np.zeros(H)", "np.array({})", uses_numpy=False),
            parts.weights("np.array({})"),
            *functions,
            "\n\n",
            passes,
            *writer.optimizers(),
            writer.training(),
            parts.check(
                "float(loss)",
                "float(np.sum(each))",
                "float(np.sum(each ** 2))",
                "parameters.values()",
            ),
        ]
    )


class _Writer:
    def __init__(self, parts: Parts) -> None:
        self._parts, self._sets = parts, parts.sets
        self._cell: Cell = parts.architecture.cell
        self._image = parts.architecture.task.image_shape is not None
        self._all = passes_of(self._cell, image=self._image)
        self._python = Python(self._name, self._one_hots())

    def _one_hots(self) -> str:
        """What is read at a timestep, as Python."""
        size = "X[sets[{t}]]" if len(self._parts.architecture.task.parts) > 1 else "X"
        if self._cell.reads == 1:
            return f"one_hot(inputs[{{t}}], {size})"
        before = f"one_hot(inputs[{{t}} - back] if {{t}} > back else None, {size})"
        return f"np.concatenate([{before} for back in range({self._cell.reads})])"

    def _name(self, quantity: Quantity, t: str | None) -> str:
        """`h[t - 1]`, `W_hh`, or `W("W_hh", t)` where timesteps have weights of their own."""
        if quantity.timed:
            return f"{quantity.name}[{t}]"
        if quantity.name.startswith("gradients."):
            return f'gradients["{quantity.name.removeprefix("gradients.")}"]'
        if quantity.name in self._sets.hidden or quantity.name in self._sets.output:
            return f'W("{quantity.name}", {t})'
        return quantity.name

    # --- forwards and backwards ----------------------------------------------------------------

    def passes(self) -> str:
        lines = [
            *self._given(),
            "",
            "# Forwards.",
            *(self._assigned(each) for each in self._all.before),
            *self._initial(),
            "for t in steps:",
            *self._indented(self._forward()),
            f"total = {self._python(self._all.loss.expression)}  # {self._all.loss.plain()}",
            "",
            "# Backwards.",
            *self._nothing_follows(),
            "for t in reversed(steps):",
            *self._indented(self._backward()),
            "",
            "# What a weight does at every timestep adds up.",
            "gradients = {}",
            *self._gradients(),
            "return total, gradients",
        ]
        return _PASSES + indent("\n".join(lines) + "\n", "    ")

    def _given(self) -> Iterator[str]:
        own = [name for name in self._parts.parameters if name not in self._sets.names]
        if own:
            listed = ", ".join(f'"{name}"' for name in own)
            yield f"{', '.join(own)} = (parameters[name] for name in ({listed},))"
        yield 'inputs, targets = [None, *example["inputs"]], [None, *example["targets"]]'
        yield "T = len(inputs) - 1"
        yield "steps = range(1, T + 1)"
        if self._sets:
            yield f"sets = {self._sets.at_timesteps}"
            yield ""
            yield "def W(name, t):"
            yield '    """The weights of this name that the timestep t uses."""'
            yield '    return parameters[f"{name}_{sets[min(t, T)]}"]'
        if self._image:
            yield 'p = np.array([float(pixel) for row in example["image"] for pixel in row])'
        timed = dict.fromkeys(
            each.quantity.name
            for each in (*self._all.forward, *self._all.backward)
            if each.quantity.timed
        )
        yield ""
        yield f"{', '.join(timed)} = ({{}} for _ in range({len(timed)}))"

    def _initial(self) -> Iterator[str]:
        for name in self._cell.carried:
            value = "np.zeros(H)" if name != "h" else ("h_0" if self._image else "H_0")
            yield f"{name}[0] = {value}"

    def _forward(self) -> Iterator[str]:
        for equation in self._all.forward:
            yield self._assigned(equation, "0.0" if equation.quantity == LOSS_T else None)
            if equation.quantity.name == H.name and self._parts.holds:
                yield "h[t] = hold(h[t], held, t)"

    def _nothing_follows(self) -> Iterator[str]:
        after: dict[str, str] = {}
        for equation in self._all.backward:
            for reference in equation.expression.references():
                if reference.shift == 1 and reference.quantity.timed:
                    (axis,) = reference.quantity.axes
                    rows = "H" if axis == "unit" else f"{self._cell.gates} * H"
                    after[reference.quantity.name] = rows
        for name, rows in after.items():
            yield f"{name}[T + 1] = np.zeros({rows})  # nothing follows the last timestep"

    def _backward(self) -> Iterator[str]:
        for equation in self._all.backward:
            yield self._assigned(equation, "np.zeros(V)" if equation.quantity == DLOGITS else None)
            if equation.quantity.name in self._cell.cut_by_clamp and self._parts.holds:
                name = equation.quantity.name
                yield "# A held state depends on nothing."
                yield f"{name}[t] = hold({name}[t], held, t, at=0.0)"

    def _gradients(self) -> Iterator[str]:
        apart: list[str] = []
        for equation in self._all.gradients:
            name = equation.quantity.name.removeprefix("gradients.")
            if name not in self._sets.hidden and name not in self._sets.output:
                # What flows into the initial state is needed only where a picture decides it.
                is_needed = self._image and equation.quantity != DC_0
                if equation.quantity.name.startswith("gradients.") or is_needed:
                    yield self._assigned(equation)
                continue
            assert isinstance(equation.expression, SumOverTime)
            of = self._python(equation.expression.of)
            own = f"{name}_{{name}}"
            apart += [
                f'gradients[f"{own}"] = sum(',
                f'    (({of}) for t in mine), np.zeros_like(parameters[f"{own}"])',
                f")  # {equation.plain().replace('gradients.', '∂L/∂')}",
            ]
        if apart:
            yield "for name in SETS:"
            yield "    mine = [t for t in steps if sets[t] == name]"
            yield from self._indented(apart)

    def _assigned(self, equation: Equation, untargeted: str | None = None) -> str:
        """`untargeted` is what stands where nothing is to be predicted."""
        left = self._name(equation.quantity, "t" if equation.quantity.timed else None)
        right = self._python(equation.expression)
        if untargeted is not None and self._parts.has_gaps:
            right = f"{right} if targets[t] is not None else {untargeted}"
        formula = equation.plain().replace("gradients.", "∂L/∂")
        return "\n".join(_commented(f"{left} = {right}", formula))

    @staticmethod
    def _indented(lines: Iterable[str]) -> list[str]:
        return [f"    {part}" for line in lines for part in line.split("\n")]

    # --- the update ----------------------------------------------------------------------------

    def optimizers(self) -> Iterator[str]:
        """A function for each optimizer that the run uses."""
        for name in self._parts.optimizers:
            optimizer = OPTIMIZERS[name]
            parameter = self._parts.architecture.parameters[0]
            own = {
                f"optimizer_state.{slot}.{parameter.name}": f'state["{slot}"]'
                for slot in optimizer.slots
            }
            own |= {
                f"clipped_gradients.{parameter.name}": "g",
                f"updates.{parameter.name}": "update",
                "optimizer_step": "n",
                "learning_rate": "learning_rate",
            }
            python = Python(_Names(own))
            # In the formulas, without the parameter's name: they are the same for all.
            short = {
                name: called.replace('state["', "").replace('"]', "")
                for name, called in own.items()
            }
            short["learning_rate"] = "η"
            lines = [
                line
                for each in optimizer.equations(parameter)
                for line in _commented(
                    f"{own[each.quantity.name]} = {python(each.expression)}",
                    _replaced(each.plain(), short),
                )
            ]
            yield f"\n\ndef {name}(g, state, n, learning_rate):\n"
            told = "what is added to a parameter with the gradient g, at update n"
            yield f'    """{optimizer.title}: {told}."""\n'
            yield "".join(
                f'    state.setdefault("{slot}", np.zeros_like(g))\n' for slot in optimizer.slots
            )
            yield indent("\n".join(lines) + "\n", "    ")
            yield "    return update\n"

    def training(self) -> str:
        """The loop over the iterations."""
        return self._parts.training(
            start=["states, n = {name: {} for name in parameters}, 0"],
            change=[
                "parameters[parameter][tuple(index)] = value",
            ],
            anew=["states, n = {name: {} for name in parameters}, 0"],
            step=[
                "loss, gradients = passes(parameters, EXAMPLES[example_at(iteration)], held)",
                "if iteration == ITERATIONS:",
                "    break",
                "norm = np.sqrt(sum(np.sum(gradient ** 2) for gradient in gradients.values()))",
                "clip_scale = 1.0 if clip_norm is None or norm <= clip_norm else clip_norm / norm",
                "n += 1",
                "for name, gradient in gradients.items():",
                "    g = clip_scale * gradient",
                "    update = OPTIMIZERS[optimizer](g, states[name], n, learning_rate)",
                "    parameters[name] = parameters[name] + update",
            ],
            optimizers="{"
            + ", ".join(f'"{name}": {name}' for name in self._parts.optimizers)
            + "}",
        )


class _Names:
    """What quantities without a timestep are called."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = names

    def __call__(self, quantity: Quantity, _t: str | None) -> str:
        return self._names[quantity.name]


def _commented(line: str, formula: str) -> tuple[str, ...]:
    """A line with its formula: behind it, or above it where that would be too long."""
    together = f"{line}  # {formula}"
    return (together,) if len(together) <= WIDTH - 8 else (f"# {formula}", line)


def _replaced(text: str, by: Mapping[str, str]) -> str:
    for long, short in by.items():
        text = text.replace(long, short)
    return text
