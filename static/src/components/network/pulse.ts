/** What changed notably from one iteration to the next is outlined for a moment. */

import { prefersReducedMotion } from "../../lib/dom";
import type { Maybe, Trace } from "../../model/types";

const MOST_PULSES = 80;
const PULSE = 700;
/** Of a state, or a probability. */
const NOTABLE = 0.03;

const formOf = ({ example, text, steps, h_0 }: Trace) =>
  JSON.stringify([example.source, example.target, text, steps.length, h_0.length]);

export function pulse(root: HTMLElement, before: Trace, after: Trace) {
  if (prefersReducedMotion() || formOf(before) !== formOf(after)) {
    return;
  }
  const stroke = getComputedStyle(root).getPropertyValue("--network-pulse").trim();
  const differs = (a: Maybe, b: Maybe) => Math.abs((a ?? 0) - (b ?? 0)) >= NOTABLE;
  const items = [...root.querySelectorAll<SVGElement>('[data-quantity="h"], [data-quantity="probs"]')];
  const changed = items.filter(({ dataset: { quantity, t, index } }) => {
    const [was, is] = [before, after].map(({ steps }) => steps[Number(t) - 1][quantity as "h" | "probs"]);
    return differs(was[Number(index)], is[Number(index)]);
  });
  for (const item of changed.slice(0, MOST_PULSES)) {
    const shape = item.querySelector(".network-track") ?? item.querySelector("rect");
    shape?.animate([{ stroke, strokeWidth: "3px" }, { stroke, strokeWidth: "3px", offset: 0.3 }, {}], {
      duration: PULSE,
      easing: "ease-out",
    });
  }
}
