/** What the colours and marks of the diagram mean. */

import { h } from "../../lib/dom";
import type { Scale } from "../../model/colours";

export function createLegend() {
  const bar = h("span", { class: "network-scale" });
  const held = h(
    "span",
    { class: "network-legend-entry network-legend-held" },
    h("span", { class: "network-key network-key-held" }),
    "held by hand",
  );
  const gates = h(
    "span",
    { class: "network-legend-entry", hidden: true },
    "gate 0",
    h("span", { class: "network-key network-key-gate" }),
    "1",
  );
  const lane = h(
    "span",
    { class: "network-legend-entry", hidden: true },
    h("i", {}, "c", h("sub", {}, "t")),
    " may leave ±1",
  );
  const element = h(
    "div",
    { class: "network-legend" },
    h(
      "span",
      { class: "network-legend-entry" },
      h("i", {}, "h", h("sub", {}, "t")),
      h("span", {}, "−1"),
      bar,
      h("span", {}, "+1"),
    ),
    lane,
    gates,
    h(
      "span",
      { class: "network-legend-entry" },
      h("span", { class: "network-key network-key-predicted" }),
      "predicted",
    ),
    h("span", { class: "network-legend-entry" }, h("span", { class: "network-key network-key-target" }), "target"),
    held,
    h(
      "span",
      { class: "network-legend-entry network-legend-gradient" },
      h("span", { class: "network-key network-key-gradient" }),
      "gradient from ",
      h("i", {}, "t"),
      " + 1, with its length (thickness logarithmic)",
    ),
  );
  return {
    element,
    setScale(scale: Scale) {
      bar.style.background = scale.gradient;
    },
    /** @param there whether the cell state is drawn, on the states' scale */
    setLane(there: boolean) {
      lane.hidden = !there;
    },
    /** @param there whether gates are drawn */
    setGates(there: boolean) {
      gates.hidden = !there;
    },
    /** @param needed its room is kept while no state is held */
    setHeld(needed: boolean) {
      held.classList.toggle("is-needed", needed);
    },
  };
}
