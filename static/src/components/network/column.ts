/**
 * Drawing one timestep. A column is made once for a layout and then filled with any timestep's
 * numbers, so that scrolling and training reuse the same nodes and change attributes only.
 */

import { setAttributes, svg } from "../../lib/dom";
import type { Scale } from "../../model/colours";
import { summary } from "../../model/network/descriptions";
import type { Layout } from "../../model/network/layout";
import { columnStates } from "../../model/network/moments";
import { isAsked, partAt, sharingOf } from "../../model/parts";
import type { Moment } from "../../model/phases";
import type { Maybe, Trace } from "../../model/types";
import { verticalArrow } from "./arrows";
import { chainBlock } from "./chain";
import { gateBlock } from "./gates";
import { gradientSum } from "./gradients";
import { inputBlock } from "./inputs";
import { lossBlock } from "./losses";
import { bars, rankingRows } from "./outputs";
import { pictureBlock } from "./picture";
import { createStreams } from "./reveal";
import { stateBlock } from "./states";

/** where a column is while the chain is folded or unrolled */
export interface Pose {
  /** centre */
  x: number;
  /** centre of the column before it */
  previous: number;
  /** of folding, 0 to 1 */
  amount: number;
  opacity: number;
}

export interface Column {
  element: SVGGElement;
  fill: (trace: Trace, t: number, scale: Scale) => void;
  pose: (pose: Pose) => void;
  reveal: (trace: Trace, t: number, moment: Moment | null) => void;
  /** shapes of what changed */
  changed: (before: Trace, after: Trace, t: number) => Element[];
}

/** Changes of a value from which on it counts as notable. */
const NOTABLE = { h: 0.03, probs: 0.03 };

/** Neighbouring timesteps with weights of their own get hues far apart: the golden angle. */
const turnOf = (t: number) => Math.round((t - 1) * 137.508) % 360;

/** h_0: the state before the first letter. */
export function createStart(layout: Layout) {
  const block = stateBlock(layout, "h_0");
  const lane = layout.lane ? stateBlock(layout, "c_0") : null;
  const picture = layout.image === null ? null : pictureBlock(layout);
  const element = svg(
    "g",
    { class: "network-column network-start" },
    ...[lane?.element, picture?.element].filter((each) => each !== undefined),
    block.element,
  );
  return {
    element,
    fill(trace: Trace, scale: Scale) {
      setAttributes(element, { role: "group", "aria-label": "h_0, the initial state" });
      block.fill(trace.h_0, 0, scale);
      // Without its numbers the cell state before the first letter is not drawn.
      setAttributes(lane?.element ?? element, { display: trace.c_0 || lane === null ? null : "none" });
      lane?.fill(trace.c_0 ?? [], 0, scale);
      picture?.fill(trace);
    },
    reveal(moment: Moment | null) {
      const kind = moment?.phase.kind;
      setAttributes(element, {
        "data-h": kind === "picture" ? "now" : null,
        "data-w-ph": kind === "picture" || kind === "from-picture" ? "now" : null,
      });
    },
    pose({ x, opacity }: Pose) {
      setAttributes(element, {
        transform: `translate(${x.toFixed(1)} 0)`,
        opacity: opacity < 1 ? opacity.toFixed(3) : null,
      });
    },
  };
}

export function createColumn(layout: Layout): Column {
  const { rows, pitch, gated } = layout;
  const output = layout.fewLetters ? bars(layout) : rankingRows(layout);
  const cells = stateBlock(layout, "h");
  const lane = layout.lane ? stateBlock(layout, "c") : null;
  const input = inputBlock(layout);
  const losses = lossBlock(layout);
  const sum = gradientSum(layout);
  const chain = layout.recurrent ? chainBlock(layout) : null;
  const gates = gated === null ? null : gateBlock(layout, gated);
  // Below its name there is room for the gradient's.
  const named = gated === null ? {} : { nameY: rows.outputArrow + 14 };
  const upward = verticalArrow("W_hy", rows.frame - 3, rows.outputArrow, named);
  const inward =
    gated === null
      ? verticalArrow("W_xh", rows.input - 3, rows.cellEnd + 3)
      : verticalArrow("W_xh", rows.input - 3, gated.bottom + 3, {
          x: layout.entry,
          nameY: rows.input - 8,
        });
  const element = svg(
    "g",
    { class: "network-column", role: "group" },
    svg("rect", {
      class: "network-band",
      x: layout.shift - pitch / 2 + 2,
      y: 2,
      width: pitch - 4,
      height: layout.height - 4,
      rx: 10,
    }),
    ...(gates === null ? [] : [gates.box]),
    ...(chain === null ? [] : [chain.element]),
    losses.element,
    output.element,
    upward.element,
    ...(gates === null ? [] : [gates.element]),
    ...(lane === null ? [] : [lane.element]),
    cells.element,
    sum.element,
    inward.element,
    input.element,
  );
  let streams: ReturnType<typeof createStreams> | null = null;
  return {
    element,
    fill(trace, t, scale) {
      element.setAttribute("data-column", String(t));
      element.setAttribute("aria-label", summary(trace, t));
      const { name, writes } = partAt(trace, t);
      const sharing = sharingOf(trace);
      setAttributes(element, {
        "data-part": sharing === "halves" ? name : null,
        "data-unshared": sharing === "unshared" ? "" : null,
      });
      element.style.setProperty("--turn", sharing === "unshared" ? String(turnOf(t)) : "0");
      element.classList.toggle("is-unasked", !isAsked(trace, t));
      losses.fill(trace, t);
      setAttributes(output.element, { display: writes ? null : "none" });
      setAttributes(upward.element, { display: writes ? null : "none" });
      if (writes) {
        output.fill(trace, t);
        upward.fill(trace, t);
      }
      inward.fill(trace, t);
      gates?.fill(trace, t, scale);
      lane?.fill(trace.steps[t - 1].c ?? [], t, scale);
      cells.fill(trace.steps[t - 1].h, t, scale, trace.clamps);
      input.fill(trace, t);
      chain?.fill(trace, t);
      sum.fill(trace, t);
    },
    pose(pose) {
      setAttributes(element, {
        transform: `translate(${pose.x.toFixed(1)} 0)`,
        opacity: pose.opacity < 1 ? pose.opacity.toFixed(3) : null,
      });
      chain?.pose(pose);
      sum.pose(pose.amount);
    },
    reveal(trace, t, moment) {
      setAttributes(element, {
        ...columnStates(moment, t),
        "aria-label": summary(trace, t, moment?.knows),
      });
      chain?.reveal(moment);
      sum.reveal(moment, t);
      if (moment !== null && streams === null) {
        streams = createStreams(layout);
        element.append(streams.element);
      }
      streams?.reveal(trace, t, moment);
    },
    changed(before, after, t) {
      const was = before.steps[t - 1];
      const is = after.steps[t - 1];
      const differs: (a: Maybe[], b: Maybe[], i: number, least: number) => boolean = (a, b, i, least) =>
        Math.abs((a[i] ?? 0) - (b[i] ?? 0)) >= least;
      return [
        ...cells.shapes.filter((_, i) => differs(was.h, is.h, i, NOTABLE.h)).map(({ rect }) => rect),
        ...output.items
          .filter(({ group }) => differs(was.probs, is.probs, Number(group.getAttribute("data-index")), NOTABLE.probs))
          .map(({ track }) => track),
      ];
    },
  };
}
