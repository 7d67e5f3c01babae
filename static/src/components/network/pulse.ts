/** What changed notably from one iteration to the next is outlined for a moment. */

import { prefersReducedMotion } from "../../lib/dom";
import type { Trace } from "../../model/types";
import type { Column } from "./column";

const MOST_PULSES = 80;
const PULSE = 700;

export function pulse(root: HTMLElement, columns: Map<number, Column>, before: Trace, after: Trace) {
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
    shape.animate([{ stroke: colour, strokeWidth: "3px" }, { stroke: colour, strokeWidth: "3px", offset: 0.3 }, {}], {
      duration: PULSE,
      easing: "ease-out",
    });
  }
}
