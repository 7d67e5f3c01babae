"""An edge of the way back carries what flows along it, and a node the sum, in every phase.

The expected lengths are those of the trace's vectors. Held to them, and to each other, are the
number at an arrow and its thickness, the tooltip, what a screen reader says of it, the table of
the diagram, and the sentence of the phase.
"""

import itertools
import math
import re
from collections.abc import Mapping
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.boxes import box_of
from tests.browser.conftest import OpenPage, Server
from tests.browser.test_workbench import run_id

NETWORKS = {
    "tanh": "cell=tanh",
    "gru": "cell=gru",
    "lstm": "cell=lstm",
    "unshared": "sharing=none",
    "window": "cell=window_3",
}
ITERATION = 12
NOT_YET = "not yet"
NONE = "none"
AHEAD = "not computed yet"
TABLE_DELAY = 500
"""Milliseconds after which the table has followed the diagram."""

Place = tuple[str, int]
"""A gradient as the trace calls it, and its timestep; 0 is that of the initial state."""

HEADS = {
    "dh_from_output": "gradient from its output",
    "dh_from_future": "gradient from the next timestep",
    "dh": "gradient with respect to the state",
    "dc_from_future": "gradient from the next cell state",
    "dc": "gradient with respect to the cell state",
}

READ = """async () => {
  const network = document.querySelector('#network');
  // Even with less motion, styles change in a transition, of no length.
  do await new Promise(requestAnimationFrame);
  while (network.getAnimations({subtree: true}).length > 0);
  const canvas = network.querySelector('.network-canvas');
  const isSeen = (element) => {
    const {display, visibility} = getComputedStyle(element);
    if (display === 'none' || visibility === 'hidden') return false;
    for (let each = element; each instanceof SVGElement; each = each.parentElement) {
      const style = getComputedStyle(each);
      if (style.display === 'none' || Number(style.opacity) === 0) return false;
    }
    return true;
  };
  const width = (line) => line && parseFloat(getComputedStyle(line).strokeWidth);
  const words = (element) => element.textContent.trim();

  const drawn = [];
  for (const item of network.querySelectorAll('.network-gradient[data-quantity$="_norm"]')) {
    const value = item.querySelector('.network-strong');
    if (!isSeen(value)) continue;
    item.querySelector('.network-touch')
      .dispatchEvent(new PointerEvent('pointerover', {bubbles: true}));
    const tooltip = network.querySelector('.network-tooltip');
    drawn.push({
      quantity: item.dataset.quantity.replace(/_norm$/, ''), t: Number(item.dataset.t),
      label: words(value), width: width(item.querySelector('.network-line')),
      tooltip: tooltip.hidden ? null : {
        title: words(tooltip.querySelector('.network-tooltip-title')),
        value: words(tooltip.querySelector('.network-tooltip-value')),
        notes: words(tooltip.querySelector('.network-tooltip-notes')),
      },
    });
    canvas.dispatchEvent(new PointerEvent('pointerleave'));
  }
  for (const item of network.querySelectorAll('.network-downward')) {
    const value = item.querySelector('.network-strong');
    if (!isSeen(value)) continue;
    drawn.push({
      quantity: 'dh_from_output', t: Number(item.closest('[data-column]').dataset.column),
      label: words(value), width: width(item.querySelector('.network-line')), tooltip: null,
    });
  }

  // What the keys come by, and how it is called: up one column, down the next.
  const spoken = new Map();
  const active = () => network.querySelector('.network-picture [tabindex="0"]');
  const press = (key) => {
    const before = active();
    before.dispatchEvent(new KeyboardEvent('keydown', {key, bubbles: true, cancelable: true}));
    return active() !== before;
  };
  const listen = () => {
    const {quantity, t} = active().closest('[data-quantity]').dataset;
    if (!quantity.endsWith('_norm')) return;
    spoken.set(`${quantity} ${t}`, {
      quantity: quantity.replace(/_norm$/, ''), t: Number(t),
      text: active().getAttribute('aria-label'),
    });
  };
  const ways = ['PageUp', 'PageDown'];
  active().focus();
  press('Home');
  do {
    for (const way of ways) {
      do listen(); while (press(way));
    }
    ways.reverse();
  } while (press('ArrowRight'));
  active().blur();

  const heads = [...network.querySelectorAll('.network-table thead th')].map(words);
  const rows = {};
  for (const row of network.querySelectorAll('.network-table :is(tbody, tfoot) tr')) {
    rows[words(row.cells[0])] = [...row.cells].flatMap((cell) =>
      Array.from({length: cell.colSpan}, () => words(cell)));
  }
  const caption = words(document.querySelector('#phase-caption'));
  return {drawn, spoken: [...spoken.values()], heads, rows, caption};
}"""


class Lengths(Mapping[Place, float]):
    """The length of every gradient along an edge and at a node of an iteration."""

    def __init__(self, trace: dict[str, Any]) -> None:
        steps = trace["steps"]
        self.T = len(steps)
        self.of_all_gradients: float = trace["gradient_norm"]
        self.is_recurrent = any("W_hh" in part["parameters"] for part in trace["parts"])
        self.states = ["h", "c"] if "c" in steps[0] else ["h"]
        self._values: dict[Place, float] = {}
        for state in self.states:
            for step in steps:
                t = step["t"]
                self._add(step, f"d{state}", t)
                # Nothing comes after the last one.
                if self.is_recurrent and t < self.T:
                    self._add(step, f"d{state}_from_future", t)
            if self.is_recurrent:
                start = math.hypot(*trace[f"d{state}_0"])
                assert trace[f"d{state}_0_norm"] == pytest.approx(start, rel=1e-12)
                self._values[f"d{state}_from_future", 0] = start
        for step in steps:
            if step["target"] is not None:
                self._add(step, "dh_from_output", step["t"])

    def _add(self, step: dict[str, Any], name: str, t: int) -> None:
        length = math.hypot(*step[name])
        assert step[f"{name}_norm"] == pytest.approx(length, rel=1e-12)
        self._values[name, t] = length

    def __getitem__(self, place: Place) -> float:
        return self._values[place]

    def __iter__(self) -> Any:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def computed_in(self, phase: str) -> set[Place]:
        kind, _, at = phase.partition("_")
        if phase == "dh_0":
            places = {(f"d{state}_from_future", 0) for state in self.states}
        elif kind == "dh":
            places = {(name, int(at)) for name in ("dh", "dh_from_output", "dh_from_future")}
        elif kind == "da" and "c" in self.states:
            places = {(name, int(at)) for name in ("dc", "dc_from_future")}
        else:
            places = set()
        return places & set(self)


def lengths_of(server: Server, page: Page) -> Lengths:
    path = f"/api/runs/{run_id(page)}/iterations/{ITERATION}"
    return Lengths(server.request("GET", path))


def number(text: str) -> float:
    return float(text.replace("−", "-"))


def says(text: str, value: float) -> bool:
    """Whether a number is the value, to the digits that are written."""
    mantissa, _, power = text.partition("e")
    decimals = len(mantissa.partition(".")[2])
    unit = 10.0 ** (number(power or "0") - decimals)
    return bool(abs(number(text) - value) <= 0.5001 * unit)


def subscript(t: int) -> str:
    return chr(0x2080 + t)


def title(place: Place) -> str:
    """What an edge or a node is called: `‖∂L/∂h₃ from 4‖`."""
    name, t = place
    source = f" from {t + 1}" if name.endswith("_from_future") and t > 0 else ""
    return f"‖∂L/∂{name[1]}{subscript(t)}{source}‖"


def expected_sentence(phase: str, written: dict[Place, str], lengths: Lengths) -> str | None:
    """What a phase's caption says of lengths; None where it says nothing of them."""
    kind, _, at = phase.partition("_")
    if phase == "dh_0":
        way = [written["dh", t] for t in range(lengths.T, 0, -1)]
        return f"to h₀: {' → '.join([*way, written['dh_from_future', 0]])}."
    t = int(at) if at.isdigit() else 0
    if kind == "dh" and ("dh_from_future", t) in lengths:
        return (
            f"from its own prediction (norm {written['dh_from_output', t]}) and "
            f"from timestep {t + 1} (norm {written['dh_from_future', t]}). Their sum is "
            f"∂L/∂h{subscript(t)}, with norm {written['dh', t]}. "
        )
    if kind == "dh":
        return f"‖∂L/∂h{subscript(t)}‖ = {written['dh', t]}."
    if kind == "da" and ("dc_from_future", t) in lengths:
        flow, total = written["dc_from_future", t], written["dc", t]
        return f"(norm {flow}; the sum’s is {total})"
    return None


def check_thickness(drawn: list[dict[str, Any]], lengths: Lengths) -> None:
    """Of two arrows, the one along which more flows is the thicker one."""
    arrows = sorted(
        (lengths[item["quantity"], item["t"]], item["width"])
        for item in drawn
        if item["quantity"] not in ("dh", "dc")
    )
    for (less, thin), (more, thick) in itertools.pairwise(arrows):
        assert thin <= thick, arrows
        # Below a fiftieth no difference is drawn, nor between arrows as thin as can be seen.
        if more > 1.02 * less and more > 0.002:
            assert thin < thick, arrows


def check_notes(notes: str, place: Place, written: dict[Place, str]) -> None:
    """What is said of a node's edges beside it, and of an edge's node, are their own numbers."""
    name, t = place
    told = re.findall(r"norm ([^\s).]+(?:\.\d+)?(?:e−?\d+)?)", notes)
    if name == "dh":
        edges = [written.get((edge, t)) for edge in ("dh_from_output", "dh_from_future")]
        assert told == [text for text in edges if text is not None], notes
    else:
        assert told == ([written[name[:2], t]] if t > 0 else []), notes


def check_table(found: dict[str, Any], known: set[Place], lengths: Lengths) -> dict[Place, str]:
    """A number for all that is known, a word for all that is not; the numbers as written."""
    heads = {head: place for place, head in enumerate(found["heads"])}
    names = {name for name, _ in lengths}
    assert {head for head in heads if head.startswith("gradient")} == {HEADS[n] for n in names}
    times = range(0 if lengths.is_recurrent else 1, lengths.T + 1)
    assert set(found["rows"]) == {str(t) for t in times}
    written = {}
    for name, t in itertools.product(sorted(names), times):
        text = found["rows"][str(t)][heads[HEADS[name]]]
        # All that reaches the initial state is what one edge brings.
        place = (f"{name}_from_future", 0) if t == 0 and name in ("dh", "dc") else (name, t)
        if place not in lengths:
            assert text == NONE, (place, text)
        elif place not in known:
            assert text == NOT_YET, (place, text)
        else:
            assert says(text, lengths[place]), (place, text, lengths[place])
            written[name, t] = text
    return written


def check_phase(page: Page, phase: str, known: set[Place], lengths: Lengths) -> None:
    found = page.evaluate(READ)
    written = check_table(found, known, lengths)

    # The sum at a cell state has no number in the drawing.
    in_drawing = {place for place in known if place[0] != "dc"}
    drawn = {(item["quantity"], item["t"]): item for item in found["drawn"]}
    assert len(drawn) == len(found["drawn"])
    assert set(drawn) == in_drawing
    check_thickness(found["drawn"], lengths)
    for place, item in drawn.items():
        assert item["label"] == written[place], place
        if place[0] == "dh_from_output":
            continue  # what a node's tooltip says of it is checked with the node
        tooltip = item["tooltip"]
        assert tooltip["title"] == title(place)
        exact = number(tooltip["value"].removeprefix("="))
        assert exact == pytest.approx(lengths[place], rel=1e-12)
        check_notes(tooltip["notes"], place, written)

    spoken = {(item["quantity"], item["t"]): item["text"] for item in found["spoken"]}
    assert set(spoken) == {place for place in lengths if place[0] not in ("dh_from_output", "dc")}
    for place, text in spoken.items():
        name, _, rest = text.partition(" = ")
        assert name == title(place)
        value, _, notes = rest.partition(". ")
        if place in known:
            assert number(value) == pytest.approx(lengths[place], rel=1e-12), place
            check_notes(notes, place, written)
        else:
            assert value.removesuffix(".") == AHEAD, place

    sentence = expected_sentence(phase, written, lengths)
    together = re.match(r"All gradients together have norm (\S+)[,.] ", found["caption"])
    if together is not None:
        assert says(together[1], lengths.of_all_gradients)
    elif sentence is None:
        assert not re.search(r"norm|‖", found["caption"]), found["caption"]
    else:
        assert sentence in found["caption"]


@pytest.mark.parametrize("network", NETWORKS)
def test_every_phase_says_the_same_of_an_edge_and_of_a_node(
    server: Server, open_page: OpenPage, network: str
) -> None:
    page = open_page(
        f"/workbench?text=hell&{NETWORKS[network]}&iteration={ITERATION}",
        alone=True,
        reduced_motion="reduce",
    )
    expect(page.locator(".network-table tbody tr")).to_have_count(3)
    lengths = lengths_of(server, page)
    page.clock.install()
    page.keyboard.press(".")
    phases = page.locator("#phases")
    expect(phases).to_have_attribute("data-phase", "x_1")
    last = int(page.get_attribute("#phase-slider", "max") or 0)
    known: set[Place] = set()
    phase = ""
    for index in range(last + 1):
        if index > 0:
            page.click("#phase-next")
        expect(page.locator("#phase-slider")).to_have_value(str(index))
        page.clock.fast_forward(TABLE_DELAY)
        phase = phases.get_attribute("data-phase") or ""
        known |= lengths.computed_in(phase)
        check_phase(page, phase, known, lengths)
    assert phase == "update"
    assert known == set(lengths)


TIP = 8
"""Pixels by which the box of an arrow with its head may reach over what it connects."""


def across(of: Locator) -> tuple[float, float]:
    box = box_of(of)
    return box["x"], box["x"] + box["width"]


def test_the_edge_into_h_3_is_what_the_sentence_says_comes_from_timestep_4(
    server: Server, open_page: OpenPage
) -> None:
    page = open_page(f"/workbench?iteration={ITERATION}&phase=dh_3", reduced_motion="reduce")
    expect(page.locator("#phases")).to_have_attribute("data-phase", "dh_3")
    lengths = lengths_of(server, page)
    told = re.search(
        r"from timestep 4 \(norm (\S+)\).*with norm (\S+)\. Norms",
        page.inner_text("#phase-caption"),
    )
    assert told is not None
    along, total = told.groups()
    assert along != total
    assert says(along, lengths["dh_from_future", 3])
    assert says(total, lengths["dh", 3])

    edge = page.locator("[data-quantity='dh_from_future_norm'][data-t='3']")
    node = page.locator("[data-quantity='dh_norm'][data-t='3']")
    expect(edge.locator(".network-strong")).to_have_text(along)
    expect(node.locator(".network-strong")).to_have_text(total)

    # The one stands between the two states, the other at the state where the arrow ends.
    frame = ".network-column[data-column='{}'] .network-frame"
    left, right = across(page.locator(frame.format(3))), across(page.locator(frame.format(4)))
    begin, end = across(edge.locator(".network-line"))
    assert left[1] - TIP < begin < end < right[0] + TIP
    begin, end = across(edge.locator(".network-strong"))
    assert left[1] < begin < end < right[0]
    begin, end = across(node.locator(".network-strong"))
    assert left[0] - (end - begin) - 20 < begin < end < left[1]

    tooltip = page.locator(".network-tooltip")
    for item, place in ((edge, ("dh_from_future", 3)), (node, ("dh", 3))):
        item.locator(".network-strong").hover()
        expect(tooltip.locator(".network-tooltip-title")).to_have_text(title(place))
        exact = tooltip.locator(".network-tooltip-value").inner_text().removeprefix(" =")
        assert number(exact.strip(" =")) == pytest.approx(lengths[place], rel=1e-12)


@pytest.mark.parametrize("cell", ["tanh", "gru", "lstm"])
def test_the_folded_cell_tells_what_comes_to_its_timestep(
    server: Server, open_page: OpenPage, cell: str
) -> None:
    page = open_page(
        f"/workbench?cell={cell}&iteration={ITERATION}&phase=dh_3", reduced_motion="reduce"
    )
    page.click("#view-folded")
    lengths = lengths_of(server, page)
    for t in (3, 2, 1):
        while page.get_attribute("#phases", "data-phase") != f"gradients_{t}":
            page.click("#phase-next")
        expect(page.locator(".network-shown")).to_have_text(f"numbers of t = {t} of {lengths.T}")
        labels = {item["quantity"]: item for item in page.evaluate(READ)["drawn"]}
        for quantity in ("dh", *(f"d{state}_from_future" for state in lengths.states)):
            assert labels[quantity]["t"] == t
            assert says(labels[quantity]["label"], lengths[quantity, t])
