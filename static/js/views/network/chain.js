// @ts-check
/**
 * What connects a timestep with the one before: W_hh and the cell state forward, the gradient
 * back.
 */

import { setAttributes, svg } from "../../dom.js";
import { arrowHead, fillArrow, hueClass, weightName } from "./arrows.js";
import { HEAD, chainPath, headAngle } from "./fold.js";
import { gradientArrow } from "./gradients.js";

/** @typedef {import("../../phases.js").Moment} Moment */
/** @typedef {import("./column.js").Pose} Pose */
/** @typedef {import("./layout.js").Layout} Layout */
/** @typedef {import("./text.js").Trace} Trace */

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
  const gradient = gradientArrow(layout, "h");
  const element = svg("g", {}, arrow, lane && carried, gradient.element);
  return {
    element,
    /**
     * @param {Trace} trace
     * @param {number} t
     */
    fill(trace, t) {
      fillArrow(arrow, forwardName, "W_hh", trace, t);
      gradient.fill(trace, t);
    },
    /** @param {Moment | null} moment */
    reveal(moment) {
      gradient.reveal(moment);
    },
    /** @param {Pose} pose */
    pose({ x, previous, amount }) {
      const distance = x - previous;
      const above = { distance, half, reach, y: rows.forward, peak: rows.frame - 13 };
      const below = { ...above, y: rows.backward, peak: rows.frame + frameHeight + 12 };
      const there = chainPath(above, amount, false);
      const back = chainPath(below, amount, true);
      forward.setAttribute("d", there);
      forwardTouch.setAttribute("d", there);
      forwardHead.put(-half - HEAD, rows.forward, headAngle(there));
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
      gradient.pose(amount, back, {
        x: mix(straight, aside + (narrow ? 0 : 54)),
        y: mix(rows.backward + 17, rows.frame + frameHeight - 6),
      });
    },
  };
}
