"""What a number is called, and what is remarked of it, in the language of whoever asks.

The core says the same in English (`rnn_core/analysis/labels`): a test holds the two together.
"""

from __future__ import annotations

from app.words.messages import Messages
from rnn_core.analysis.derivation import Derivation
from rnn_core.analysis.explain import Explainer
from rnn_core.cells.registry import CELLS
from rnn_core.equations.expressions import Axis
from rnn_core.equations.terms import Address
from rnn_core.words import Remark

ONE = frozenset(
    [
        "W_xh",
        "W_hh",
        "W_hy",
        "W_ph",
        "b_h",
        "b_y",
        "b_ph",
        "b_hn",
        "x",
        "p",
        "h",
        "c",
        "logits",
        "probs",
        "dlogits",
    ]
)
"""Quantities whose numbers have a message each, with a place for what each index stands for."""


def number_in_words(derivation: Derivation, explainer: Explainer, words: Messages) -> str:
    """What it is, when, and of which unit or token."""
    address = derivation.address
    axes = derivation.quantity.axes
    places = [
        _place(explainer, address, axis, place, label, words)
        for axis, place, label in zip(axes, address.index, explainer.labels(address), strict=True)
    ]
    group, _, name = address.quantity.rpartition(".")
    base, part = explainer.configuration.architecture.base.get(name, (None, ""))
    own = name if base is None else base.name
    if own in ONE and (base is None or len(places) == len(base.axes)) and places:
        first, second = (*places, "")[:2]
        number = words.say("address-one", name=own, first=first, second=second)
        if part:
            number = words.say("address-of-part", number=number, part=part)
        if group:
            what = _derived(group, name, words)
            return words.say("address-derived-for", what=what, number=number)
        if address.t is None:
            return number
        return words.say("address-at", number=number, t=str(address.t))
    what = _derived(group, name, words) if group else _what(explainer, address, axes, words)
    if address.t is not None:
        what = words.say("address-what-at", what=what, t=str(address.t))
    for place in places:
        what = words.say("address-what-place", what=what, place=place)
    return what


def remarked(text: str, words: Messages) -> str:
    """A remark of the core; what is no remark stays as it is."""
    if not isinstance(text, Remark):
        return text
    return words.say(f"remark-{text.remark}", **text.values)


def _derived(group: str, parameter: str, words: Messages) -> str:
    group, _, slot = group.partition(".")
    return words.say("address-derived", group=group, slot=slot, parameter=parameter)


def _what(explainer: Explainer, address: Address, axes: tuple[Axis, ...], words: Messages) -> str:
    name = address.quantity
    if name in CELLS[explainer.configuration.cell].gate_names:
        return words.say("network-gate-name", gate=name)
    if name.endswith("_norm") and (gradient := name.removesuffix("_norm")).startswith("d"):
        return words.say("address-norm", what=words.say("address-what", name=gradient))
    if name == "loss" and address.t is None:
        name = "whole_loss"
    if axes == ("gate",) and name in ("a", "da"):
        name = f"{name}_gates"
    return words.say("address-what", name=name)


def _place(
    explainer: Explainer, address: Address, axis: Axis, place: int, label: str, words: Messages
) -> str:
    trace = explainer.trace(address.iteration)
    if axis in ("token", "input"):
        return words.say("address-token", token=repr(label)[1:-1])
    if axis == "pixel":
        assert trace.setting.image_shape is not None
        row, column = divmod(place, trace.setting.image_shape[1])
        return words.say("address-pixel", row=str(row), column=str(column))
    if axis == "unit" or not trace.gate_names:
        return words.say("address-unit", unit=str(place))
    gate, unit = divmod(place, len(trace.h_0))
    return words.say("address-gate", gate=trace.gate_names[gate], unit=str(unit))
