// @ts-check
/** What changed notably from one iteration to the next is outlined for a moment. */

import { prefersReducedMotion } from "../../dom.js";

/** @typedef {import("./column.js").Column} Column */
/** @typedef {import("./text.js").Trace} Trace */

const MOST_PULSES = 80;
const PULSE = 700;

/**
 * @param {HTMLElement} root
 * @param {Map<number, Column>} columns
 * @param {Trace} before
 * @param {Trace} after
 */
export function pulse(root, columns, before, after) {
  if (
    prefersReducedMotion() ||
    before.example.source !== after.example.source ||
    before.example.target !== after.example.target ||
    before.text !== after.text ||
    before.steps.length !== after.steps.length ||
    before.h_0.length !== after.h_0.length
  ) {
    return;
  }
  const colour = getComputedStyle(root).getPropertyValue("--network-pulse").trim();
  const shapes = [...columns].flatMap(([t, column]) => column.changed(before, after, t));
  for (const shape of shapes.slice(0, MOST_PULSES)) {
    shape.animate(
      [{ stroke: colour, strokeWidth: "3px" }, { stroke: colour, strokeWidth: "3px", offset: 0.3 }, {}],
      { duration: PULSE, easing: "ease-out" },
    );
  }
}
