"""The notation: every quantity that formulas, traces, JSON and pages speak of, by one name."""

from __future__ import annotations

from dataclasses import replace

from rnn_core.equations.expressions import Axis, Quantity

# Parameters
W_XH = Quantity("W_xh", "W_{xh}", "weights from the input to the hidden units", ("unit", "input"))
W_HH = Quantity(
    "W_hh", "W_{hh}", "weights from the previous hidden state to the hidden units", ("unit", "unit")
)
W_HY = Quantity("W_hy", "W_{hy}", "weights from the hidden units to the output", ("token", "unit"))
B_H = Quantity("b_h", "b_h", "biases of the hidden units", ("unit",))
B_Y = Quantity("b_y", "b_y", "biases of the output", ("token",))

# Forwards
W_PH = Quantity("W_ph", "W_{ph}", "weights from the pixels to the initial state", ("unit", "pixel"))
B_PH = Quantity("b_ph", "b_{ph}", "biases of the initial state", ("unit",))
X = Quantity("x", "x_{@}", "the input, one-hot", ("input",), timed=True)
P = Quantity("p", "p", "the pixels: 1 is black", ("pixel",))
A_0 = Quantity("a_0", "a_0", "the weighted sum of the pixels", ("unit",))
H_0 = Quantity("h_0", "h_0", "the initial state", ("unit",))
C_0 = Quantity("c_0", "c_0", "the initial cell state", ("unit",))
A = Quantity("a", "a_{@}", "the weighted sum before tanh", ("unit",), timed=True)
H = Quantity("h", "h_{@}", "the hidden state", ("unit",), timed=True)
LOGITS = Quantity("logits", "y_{@}", "the logits", ("token",), timed=True)
PROBS = Quantity(
    "probs", r"\hat{y}_{@}", "the probability given to each token", ("token",), timed=True
)
LOSS_T = Quantity("loss", "L_{@}", "the loss of the timestep", timed=True)
LOSS = Quantity("loss", "L", "the loss of the iteration, summed over the timesteps")


def _gradient(variable: str) -> str:
    return rf"\frac{{\partial L}}{{\partial {variable}}}"


# Backwards
DLOGITS = Quantity(
    "dlogits", _gradient("y_{@}"), "the gradient with respect to the logits", ("token",), timed=True
)
DH_FROM_OUTPUT = Quantity(
    "dh_from_output",
    rf"\left.{_gradient('h_{@}')}\right|_{{\text{{output}}}}",
    "the contribution of this timestep's output to the gradient with respect to the state",
    ("unit",),
    timed=True,
)
DH_FROM_FUTURE = Quantity(
    "dh_from_future",
    rf"\left.{_gradient('h_{@}')}\right|_{{\text{{future}}}}",
    "the contribution of later timesteps to the gradient with respect to the state",
    ("unit",),
    timed=True,
)
DH_THROUGH = Quantity(
    "dh_through",
    r"\left.\frac{\partial L}{\partial h_{@}}\right|_{\text{through}}",
    "the gradient with respect to the state, as far as it flows through the state's computation",
    ("unit",),
    timed=True,
)
DH = Quantity(
    "dh", _gradient("h_{@}"), "the gradient with respect to the hidden state", ("unit",), timed=True
)
DA = Quantity(
    "da",
    _gradient("a_{@}"),
    "the gradient with respect to the weighted sum before tanh",
    ("unit",),
    timed=True,
)
DH_0 = Quantity(
    "dh_0", _gradient("h_0"), "the gradient with respect to the initial state", ("unit",)
)
DA_0 = Quantity(
    "da_0",
    _gradient("a_0"),
    "the gradient with respect to the weighted sum of the pixels",
    ("unit",),
)
DC_0 = Quantity(
    "dc_0", _gradient("c_0"), "the gradient with respect to the initial cell state", ("unit",)
)

# The update
GRADIENT_NORM = Quantity(
    "gradient_norm", r"\lVert g \rVert", "the norm of all gradients together, before clipping"
)
CLIP_SCALE = Quantity("clip_scale", "s", "the factor that clipping multiplies the gradients by")
CLIPPED_GRADIENT_NORM = Quantity(
    "clipped_gradient_norm", r"s \lVert g \rVert", "the norm of all gradients after clipping"
)
LEARNING_RATE = Quantity("learning_rate", r"\eta", "the learning rate")
CLIP_NORM = Quantity("clip_norm", "c", "the largest gradient norm allowed")
OPTIMIZER_STEP = Quantity("optimizer_step", "n", "the number of this optimizer's update")


def over_gates(quantity: Quantity, words: str = "") -> Quantity:
    """The same quantity with a row for every gate of every unit, and in other words."""
    axes: tuple[Axis, ...] = ("gate", *quantity.axes[1:])
    return replace(quantity, axes=axes, words=words or quantity.words)


def of_weights(parameter: Quantity, name: str) -> Quantity:
    """The same parameter in one of several sets of weights: a part's, or a timestep's ("3")."""
    if not name:
        return parameter
    of = f"of timestep {name}" if name.isdigit() else f"of the {name}"
    above = f"({name})" if name.isdigit() else rf"\text{{{name}}}"
    return replace(
        parameter,
        name=f"{parameter.name}_{name}",
        latex=f"{parameter.latex}^{{{above}}}",
        words=f"{parameter.words}, {of}",
    )


def gradient_of(parameter: Quantity) -> Quantity:
    """Its gradient, before clipping."""
    return Quantity(
        f"gradients.{parameter.name}",
        _gradient(parameter.latex),
        f"the gradient of {parameter.name}",
        parameter.axes,
    )


def norm_of(gradient: Quantity) -> Quantity:
    """The Euclidean norm, over the units, of a gradient at a state or of a part of it."""
    return Quantity(
        f"{gradient.name}_norm",
        rf"\left\lVert {gradient.latex} \right\rVert",
        f"the norm of {gradient.words}",
        timed=gradient.timed,
    )


def square_sums_of(parameter: Quantity) -> Quantity:
    """The squares of a matrix's gradient, added up by row."""
    return Quantity(
        f"gradient_square_sums.{parameter.name}",
        rf"\left\lVert {_gradient(parameter.latex)} \right\rVert^2_{{i}}",
        f"the squared gradients of {parameter.name}, added up by row",
        parameter.axes[:1],
    )


def square_sum_of(parameter: Quantity) -> Quantity:
    """The squares of a parameter's gradient, added up."""
    return Quantity(
        f"gradient_square_sum.{parameter.name}",
        rf"\left\lVert {_gradient(parameter.latex)} \right\rVert^2",
        f"the squared gradients of {parameter.name}, added up",
    )


def clipped_gradient_of(parameter: Quantity) -> Quantity:
    """Its gradient after clipping: what the optimizer sees."""
    return Quantity(
        f"clipped_gradients.{parameter.name}",
        f"g_{{{parameter.latex}}}",
        f"the gradient of {parameter.name} after clipping",
        parameter.axes,
    )


def optimizer_state_of(slot: str, latex: str, parameter: Quantity) -> Quantity:
    """The optimizer's memory of a parameter, with this iteration's gradient in it."""
    return Quantity(
        f"optimizer_state.{slot}.{parameter.name}",
        latex,
        f"the optimizer's {slot} for {parameter.name}",
        parameter.axes,
    )


def update_of(parameter: Quantity) -> Quantity:
    """What the next step adds to a parameter."""
    return Quantity(
        f"updates.{parameter.name}",
        rf"\Delta {parameter.latex}",
        f"what the next step adds to {parameter.name}",
        parameter.axes,
    )


def next_of(parameter: Quantity) -> Quantity:
    """The parameter after the update."""
    return Quantity(
        f"next_parameters.{parameter.name}",
        f"{parameter.latex}'",
        f"{parameter.name} after the update",
        parameter.axes,
    )
