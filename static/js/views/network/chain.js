// @ts-check
/**
 * What connects a timestep with the one before: W_hh and the cell state forward, the gradient
 * back.
 */

import { setAttributes, setText, svg } from "../../dom.js";
import { subscript } from "../../format.js";
import { arrowHead, fillArrow, hueClass, weightName } from "./arrows.js";
import { HEAD, chainPath, headAngle } from "./fold.js";
import { gradientThickness } from "./reveal.js";
import { norm } from "./text.js";

/** @typedef {import("./column.js").Pose} Pose */
/** @typedef {import("./layout.js").Layout} Layout */
/** @typedef {import("./text.js").Trace} Trace */

/** From this room on, a gradient's arrow carries the name of its number. */
const NAMED_GAP = 112;

/** @param {Layout} layout */
export function chainBlock(layout) {
  const { narrow, rows, frameWidth, frameHeight, lane, laneHeight } = layout;
  const half = frameWidth / 2 + 3;
  // Wide enough to pass outside of the state's name.
  const reach = 90 + 0.42 * frameHeight;
  const carryReach = 90 + 0.42 * laneHeight;
  const forwardTouch = svg("path", { class: "network-touch" });
  const forward = svg("path", { class: "network-line" });
  const forwardHead = arrowHead();
  const forwardName = weightName("W_hh", { class: "network-name network-middle" });
  const arrow = svg(
    "g",
    { class: `network-arrow ${hueClass("W_hh")}`, "data-arrow": "W_hh" },
    forwardTouch,
    forward,
    forwardHead.element,
    forwardName.element,
  );
  const carry = svg("path", { class: "network-line" });
  const carryHead = arrowHead();
  const carryName = svg("text", { class: "network-name network-middle" }, "c");
  const carried = svg("g", { class: "network-carry" }, carry, carryHead.element, carryName);
  const backwardTouch = svg("path", { class: "network-touch" });
  const backward = svg("path", {
    class: "network-line network-dashed",
    "marker-end": "url(#network-gradient-head)",
  });
  const backwardName = svg("tspan", { class: "network-norm" });
  const backwardValue = svg("tspan", { class: "network-strong" });
  const backwardText = svg(
    "text",
    { class: "network-small network-gradient-text", "aria-hidden": "true" },
    backwardName,
    backwardValue,
  );
  const gradient = svg(
    "g",
    { class: "network-item network-gradient", "data-quantity": "dh_norm", "data-index": "" },
    backwardTouch,
    backward,
    backwardText,
  );
  const element = svg("g", {}, arrow, lane && carried, gradient);
  let name = "";
  let named = false;
  return {
    element,
    /**
     * @param {Trace} trace
     * @param {number} t
     */
    fill(trace, t) {
      fillArrow(arrow, forwardName, "W_hh", trace, t);
      const value = t === 1 ? trace.dh_0_norm : trace.steps[t - 2].dh_norm;
      gradient.setAttribute("data-t", String(t - 1));
      backward.style.strokeWidth = gradientThickness(value).toFixed(2);
      name = `‖∂L/∂h${subscript(t - 1)}‖ `;
      named = layout.gap(t) >= NAMED_GAP;
      setText(backwardValue, norm(value));
    },
    /** @param {Pose} pose */
    pose({ x, previous, amount }) {
      setText(backwardName, named || (amount > 0.5 && !narrow) ? name : "");
      const distance = x - previous;
      const above = { distance, half, reach, y: rows.forward, peak: rows.frame - 13 };
      const below = { ...above, y: rows.backward, peak: rows.frame + frameHeight + 12 };
      const there = chainPath(above, amount, false);
      const back = chainPath(below, amount, true);
      forward.setAttribute("d", there);
      forwardTouch.setAttribute("d", there);
      forwardHead.put(-half - HEAD, rows.forward, headAngle(there));
      backward.setAttribute("d", back);
      backwardTouch.setAttribute("d", back);
      if (lane) {
        const kept = chainPath({ ...above, reach: carryReach, y: rows.carry, peak: rows.cellEnd + 11 }, amount, false);
        carry.setAttribute("d", kept);
        carryHead.put(-half - HEAD, rows.carry, headAngle(kept));
      }
      const straight = -distance / 2;
      const aside = half + 0.3 * reach + 22;
      /** @type {(from: number, to: number) => string} */
      const mix = (from, to) => (from + (to - from) * amount).toFixed(1);
      setAttributes(carryName, {
        x: mix(straight, half + 0.3 * carryReach + 14),
        y: mix(rows.carry - 8, rows.cellEnd - 4),
      });
      setAttributes(forwardName.element, {
        x: mix(straight, aside),
        y: mix(rows.forward - 8, rows.frame + 10),
      });
      setAttributes(backwardText, {
        x: mix(straight, aside + (narrow ? 0 : 34)),
        y: mix(rows.backward + 17, rows.frame + frameHeight - 6),
      });
    },
  };
}
