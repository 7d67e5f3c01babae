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
    parts = [quantity.words]
    if address.t is not None:
        parts.append(f"at timestep {address.t}")
    for axis, place in zip(quantity.axes, address.index, strict=True):
        label = _label(numbers, trace, address, axis, place)
        parts.append(_place_in_words(trace, axis, place, label))
    return ", ".join(parts)


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
