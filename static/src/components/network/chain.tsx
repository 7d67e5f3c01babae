/**
 * What connects a timestep with the one before: W_hh and the cell state forward, the gradient
 * back.
 */

import { NODE } from "../../model/network/gating";
import type { Layout } from "../../model/network/layout";
import { bypassPath, chainPath, HEAD, headAngle } from "../../model/network/paths";
import { partMark } from "../../model/parts";
import type { Moment } from "../../model/phases";
import type { Trace } from "../../model/types";
import { Head, WeightArrow } from "./arrows";
import { Flow } from "./gradients";

interface Folding {
  /** from the column before to this one, now */
  distance: number;
  /** of folding, 0 to 1 */
  amount: number;
}

/** How wide the name of W_hh is, and with the mark of its part; how far down h_0 is in its way. */
const [NAME, MARKED_NAME, SYMBOL_REACH] = [25, 43, 36];
/** From the arrow up to its name, whose letters below the line keep clear of the head. */
const ABOVE_HEAD = 11;

const between = (from: number, to: number, amount: number) => (from + (to - from) * amount).toFixed(1);

export function Chain({
  layout,
  trace,
  t,
  moment,
  distance,
  amount,
}: Folding & { layout: Layout; trace: Trace; t: number; moment: Moment | null }) {
  const { narrow, rows, frameWidth, frameHeight, lane, laneHeight, gated, inside, shown } = layout;
  const half = frameWidth / 2 + 3;
  const enter = half + inside;
  // Wide enough to pass outside of the state's name.
  const reach = (gated === null ? 90 : 180) + 0.42 * frameHeight;
  const place = { distance, half, enter, reach };
  const there = chainPath({ ...place, y: rows.forward, peak: rows.frame - (gated === null ? 13 : 22) }, amount, false);
  // Below a gated state its lane goes round.
  const peak = gated === null ? rows.frame + frameHeight + 12 : rows.frame - 35;
  const back = chainPath({ ...place, y: rows.backward, peak }, amount, true);
  const straight = -(distance + inside) / 2;
  // The first arrow is shorter: its name keeps clear of h_0, and of the frame that it leads to.
  const name = partMark(trace, "W_hh", t) === "" ? NAME : MARKED_NAME;
  const spare = (layout.gap(t) - 2 * (half - frameWidth / 2) - name) / 2;
  const isBeside = rows.forward - rows.frame < SYMBOL_REACH;
  const clear = gated === null && t === 1 && isBeside ? Math.max(0, Math.min(10, spare)) : 0;
  const aside = half + 0.3 * reach + 22;
  const mix = (from: number, to: number) => between(from, to, amount);
  const laneReach = 90 + 0.42 * laneHeight;
  const flow = { layout, trace, t, moment, amount };
  return (
    <g>
      <WeightArrow
        trace={trace}
        t={t}
        weights="W_hh"
        path={there}
        end={{ x: -enter - HEAD, y: rows.forward, degrees: headAngle(there) }}
        name={{
          class: "network-middle",
          x: mix(straight + clear, aside),
          y: mix(rows.forward - ABOVE_HEAD, rows.frame + 10),
        }}
      />
      {(lane || gated !== null) && <Carry layout={layout} distance={distance} amount={amount} />}
      {shown.gradients && (
        <Flow
          {...flow}
          letter="h"
          path={back}
          at={{
            x: mix(straight, aside + (narrow ? 0 : 54)),
            y: mix(rows.backward + 17, gated === null ? rows.frame + frameHeight - 6 : rows.frame + 36),
          }}
        />
      )}
      {lane && shown.gradients && (
        <Flow
          {...flow}
          letter="c"
          path={chainPath({ ...place, reach: laneReach, y: rows.carryBack, peak: rows.cellEnd + 24 }, amount, true)}
          at={{
            x: mix(straight, half + 0.3 * laneReach + (narrow ? 22 : 76)),
            y: mix(rows.carryBack + 17, rows.cellEnd + 12),
          }}
        />
      )}
    </g>
  );
}

/** The way on which a state goes on without weights: with gates, up to the one that keeps. */
function Carry({ layout, distance, amount }: Folding & { layout: Layout }) {
  const { rows, frameWidth, frameHeight, laneHeight, gated, inside } = layout;
  const half = frameWidth / 2 + 3;
  const [lane] = gated?.lanes ?? [];
  const enter = lane === undefined ? half : -(lane.keep.x - NODE - 3);
  const to = -enter - HEAD;
  if (lane !== undefined && !lane.own) {
    const from = frameWidth / 2 - 12 - distance;
    const bottom = rows.frame + frameHeight + 2;
    return (
      <g class="network-carry">
        <path class="network-line" d={bypassPath({ from, bottom, y: lane.y, left: gated?.left ?? 0, to }, amount)} />
        <Head x={to} y={lane.y} degrees={0} />
      </g>
    );
  }
  const reach = 90 + 0.42 * laneHeight;
  const path = chainPath({ distance, half, enter, y: rows.carry, reach, peak: rows.cellEnd + 11 }, amount, false);
  return (
    <g class="network-carry">
      <path class="network-line" d={path} />
      <Head x={to} y={rows.carry} degrees={headAngle(path)} />
      <text
        class="network-name network-middle"
        x={between(-(distance + inside) / 2, half + 0.3 * reach + 14, amount)}
        y={between(rows.carry - 8, rows.cellEnd - 4, amount)}
      >
        c
      </text>
    </g>
  );
}
