// @ts-check
/** What the colours and marks of the diagram mean. */

import { h } from "../../dom.js";

/** @typedef {import("../../colours.js").Scale} Scale */

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
  const lane = h("span", { class: "network-legend-entry", hidden: true }, h("i", {}, "c", h("sub", {}, "t")), " may leave ±1");
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
    h(
      "span",
      { class: "network-legend-entry" },
      h("span", { class: "network-key network-key-target" }),
      "target",
    ),
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
    /** @param {Scale} scale */
    setScale(scale) {
      bar.style.background = scale.gradient;
    },
    /** @param {boolean} there whether the cell state is drawn, on the states' scale */
    setLane(there) {
      lane.hidden = !there;
    },
    /** @param {boolean} there whether gates are drawn */
    setGates(there) {
      gates.hidden = !there;
    },
    /** @param {boolean} needed its room is kept while no state is held */
    setHeld(needed) {
      held.classList.toggle("is-needed", needed);
    },
  };
}
