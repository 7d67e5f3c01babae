"""What a number is called: what stands for its indexes, and its address in symbols and in words."""

from __future__ import annotations

from dataclasses import replace

from rnn_core.analysis.numbers import Numbers, size_of
from rnn_core.equations.expressions import Axis
from rnn_core.equations.terms import Address
from rnn_core.network.architecture import input_labels
from rnn_core.trace import Trace


def labels(numbers: Numbers, address: Address) -> tuple[str, ...]:
    """What stands for each index: the token itself, the unit's number, or gate and unit."""
    trace = numbers.trace(address.iteration)
    return tuple(
        _label(numbers, trace, address, axis, place)
        for axis, place in zip(numbers.quantity(address).axes, address.index, strict=True)
    )


def _label(numbers: Numbers, trace: Trace, address: Address, axis: Axis, place: int) -> str:
    match axis:
        case "token":
            return trace.vocabulary[place]
        case "unit" | "gate":
            return trace.row_labels(size_of(trace, axis))[place]
        case "input":
            return _inputs(numbers, trace, address)[place]
        case "pixel":
            return str(place)


def _inputs(numbers: Numbers, trace: Trace, address: Address) -> tuple[str, ...]:
    """What stands for each place of x_t, or for each column of a W_xh."""
    if address.t is not None:
        return trace.stretch_at(address.t).inputs
    architecture = numbers.configuration.architecture
    name = next(p for p in architecture.base if address.quantity.endswith(p))
    part = {part.name: part for part in architecture.task.parts}.get(
        architecture.base[name][1], architecture.task.parts[0]
    )
    return input_labels(part.vocabulary.tokens, architecture.cell.reads)


def symbol(numbers: Numbers, address: Address) -> str:
    """The address with tokens in the place of their ids: `W_xh[4,'l']`."""
    axes = numbers.quantity(address).axes
    inside = ",".join(
        repr(label) if axis in ("token", "input") else label
        for axis, label in zip(axes, labels(numbers, address), strict=True)
    )
    bare = str(replace(address, index=()))
    return f"{bare}[{inside}]" if inside else bare


def describe(numbers: Numbers, address: Address) -> str:
    """In words: what it is, when, and of which unit or token."""
    trace = numbers.trace(address.iteration)
    quantity = numbers.quantity(address)
    places = [
        _place_in_words(trace, axis, place, _label(numbers, trace, address, axis, place))
        for axis, place in zip(quantity.axes, address.index, strict=True)
    ]
    when = f" at timestep {address.t}" if address.t is not None else ""
    if (one := _one_of(numbers, address, places)) is not None:
        return f"{one}{when}"
    return ", ".join([f"{quantity.words}{',' if when else ''}{when}", *places])


_ONE = {
    "W_xh": "weight from input {1} to {0}",
    "W_hh": "weight from {1} (at t − 1) to {0}",
    "W_hy": "weight from {1} to the logit of {0}",
    "W_ph": "weight from the pixel at {1} to {0} of the initial state",
    "b_h": "bias of {0}",
    "b_y": "bias of the logit of {0}",
    "b_ph": "bias of {0} of the initial state",
    "b_hn": "bias of the state input to the candidate of {0}, before the reset gate",
    "x": "the entry for {0} of the one-hot input",
    "p": "the pixel at {0} (1 = black)",
    "h": "the hidden state of {0}",
    "c": "the cell state of {0}",
    "logits": "the logit of {0}",
    "probs": "the probability of {0}",
    "dlogits": "the gradient with respect to the logit of {0}",
}
"""One number of a quantity, with what its indexes stand for; others are told in a row."""


def _one_of(numbers: Numbers, address: Address, places: list[str]) -> str | None:
    group, _, name = address.quantity.rpartition(".")
    base, part = numbers.configuration.architecture.base.get(name, (None, ""))
    words = _ONE.get(name if base is None else base.name)
    if words is None or len(places) != words.count("{"):
        return None
    one = words.format(*places)
    if part:
        one += f", at timestep {part}" if part.isdigit() else f", of the {part}"
    # What is derived from a parameter says so, and which of its numbers it is of.
    return f"{numbers.quantity(address).words}, for the {one}" if group else one


def _place_in_words(trace: Trace, axis: Axis, place: int, label: str) -> str:
    if axis in ("token", "input"):
        return repr(label)
    if axis == "pixel":
        assert trace.setting.image_shape is not None
        row, column = divmod(place, trace.setting.image_shape[1])
        return f"row {row}, column {column}"
    if axis == "unit" or not trace.gate_names:
        return f"unit {place}"
    gate, unit = divmod(place, len(trace.h_0))
    return f"gate {trace.gate_names[gate]} of unit {unit}"
