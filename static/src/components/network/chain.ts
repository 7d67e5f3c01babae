/**
 * What connects a timestep with the one before: W_hh and the cell state forward, the gradient
 * back.
 */

import { setAttributes, svg } from "../../lib/dom";
import { NODE } from "../../model/network/gating";
import type { Layout } from "../../model/network/layout";
import { bypassPath, chainPath, HEAD, headAngle } from "../../model/network/paths";
import type { Moment } from "../../model/phases";
import type { Trace } from "../../model/types";
import { arrowHead, fillArrow, hueClass, weightName } from "./arrows";
import type { Pose } from "./column";
import { gradientArrow } from "./gradients";

/** The way on which a state goes on without weights: with gates, up to the one that keeps. */
function carryBlock(layout: Layout) {
  const { rows, frameWidth, frameHeight, laneHeight, gated } = layout;
  const half = frameWidth / 2 + 3;
  const [lane] = gated?.lanes ?? [];
  const line = svg("path", { class: "network-line" });
  const head = arrowHead();
  const name = svg("text", { class: "network-name network-middle" }, "c");
  const bypasses = lane !== undefined && !lane.own;
  const element = svg("g", { class: "network-carry" }, line, head.element, !bypasses && name);
  const to = lane === undefined ? half : -(lane.keep.x - NODE - 3);
  return {
    element,
    pose(distance: number, amount: number, mix: (from: number, to: number) => string) {
      if (lane !== undefined && bypasses) {
        const place = {
          from: frameWidth / 2 - 12 - distance,
          bottom: rows.frame + frameHeight + 2,
          y: lane.y,
          left: gated?.left ?? 0,
          to: -to - HEAD,
        };
        const path = bypassPath(place, amount);
        line.setAttribute("d", path);
        head.put(-to - HEAD, lane.y, 0);
        return;
      }
      const reach = 90 + 0.42 * laneHeight;
      const place = { distance, half, enter: to, y: rows.carry, reach, peak: rows.cellEnd + 11 };
      const path = chainPath(place, amount, false);
      line.setAttribute("d", path);
      head.put(-to - HEAD, rows.carry, headAngle(path));
      setAttributes(name, {
        x: mix((half - distance - half - layout.inside) / 2, half + 0.3 * reach + 14),
        y: mix(rows.carry - 8, rows.cellEnd - 4),
      });
    },
  };
}

export function chainBlock(layout: Layout) {
  const { narrow, rows, frameWidth, frameHeight, lane, laneHeight, gated, inside } = layout;
  const half = frameWidth / 2 + 3;
  const enter = half + inside;
  // Wide enough to pass outside of the state's name.
  const reach = (gated === null ? 90 : 180) + 0.42 * frameHeight;
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
  const carried = lane || gated !== null ? carryBlock(layout) : null;
  const gradient = gradientArrow(layout, "h");
  const laneGradient = lane ? gradientArrow(layout, "c") : null;
  const element = svg(
    "g",
    {},
    ...[arrow, carried?.element, gradient.element, laneGradient?.element].filter((each) => each !== undefined),
  );
  return {
    element,
    fill(trace: Trace, t: number) {
      fillArrow(arrow, forwardName, "W_hh", trace, t);
      gradient.fill(trace, t);
      laneGradient?.fill(trace, t);
    },
    reveal(moment: Moment | null) {
      gradient.reveal(moment);
      laneGradient?.reveal(moment);
    },
    pose({ x, previous, amount }: Pose) {
      const distance = x - previous;
      const above = { distance, half, enter, reach, y: rows.forward, peak: rows.frame - (gated === null ? 13 : 22) };
      // Below a gated state its lane goes round.
      const peak = gated === null ? rows.frame + frameHeight + 12 : rows.frame - 35;
      const there = chainPath(above, amount, false);
      const back = chainPath({ ...above, y: rows.backward, peak }, amount, true);
      forward.setAttribute("d", there);
      forwardTouch.setAttribute("d", there);
      forwardHead.put(-enter - HEAD, rows.forward, headAngle(there));
      const straight = -(distance + inside) / 2;
      const aside = half + 0.3 * reach + 22;
      const mix: (from: number, to: number) => string = (from, to) => (from + (to - from) * amount).toFixed(1);
      carried?.pose(distance, amount, mix);
      setAttributes(forwardName.element, {
        x: mix(straight, aside),
        y: mix(rows.forward - 8, rows.frame + 10),
      });
      gradient.pose(amount, back, {
        x: mix(straight, aside + (narrow ? 0 : 54)),
        y: mix(rows.backward + 17, gated === null ? rows.frame + frameHeight - 6 : rows.frame + 36),
      });
      if (laneGradient !== null) {
        const laneReach = 90 + 0.42 * laneHeight;
        const under = { distance, half, enter, reach: laneReach, y: rows.carryBack, peak: rows.cellEnd + 24 };
        laneGradient.pose(amount, chainPath(under, amount, true), {
          x: mix(straight, half + 0.3 * laneReach + (narrow ? 22 : 76)),
          y: mix(rows.carryBack + 17, rows.cellEnd + 12),
        });
      }
    },
  };
}
