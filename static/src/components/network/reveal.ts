/**
 * Inside an iteration: what of a column is known at a moment, and the two streams of the gradient
 * beside the cells they meet in. Which state a part is in is an attribute; the style sheet ghosts
 * what lies ahead and marks what has just been computed, so that nothing ever moves.
 */

import { setAttributes, setText, svg } from "../../lib/dom";
import type { Kind, Moment } from "../../model/phases";
import type { Address, Maybe } from "../../model/types";
import type { Layout } from "./layout";
import type { Trace } from "./text";
import { norm } from "./text";

export type Status = "ahead" | "known" | "now";

const WIDEST_STREAMS = 104;
const LEAST_STREAMS = 46;
const CLEARANCE = 7;
const TIGHT_CLEARANCE = 3;
/** Room for the name of the state before. */
const NAME = 27;

const within = (list: readonly Address[], quantity: string, t: number) =>
  list.some((each) => each.quantity === quantity && each.t === t);

/**
 * Whether a number is ahead, has just been computed, or was before; null outside an iteration.
 */
export function statusOf(moment: Moment | null, quantity: string, t: number): Status | null {
  if (moment === null) {
    return null;
  }
  const { phase, knows } = moment;
  return within(phase.computed, quantity, t) ? "now" : knows(quantity, t) ? "known" : "ahead";
}

/** The parts of a column and their states, as attributes; all null outside an iteration. */
export function columnStates(moment: Moment | null, t: number): Record<string, string | null> {
  const names = ["x", "h", "c", "gates", "probs", "loss", "scores", "w-xh", "w-hh", "w-hy", "current"];
  if (moment === null) {
    return Object.fromEntries(names.map((name) => [`data-${name}`, null]));
  }
  const { phase, knows } = moment;
  const here = phase.t === t && !["start", "picture", "from-picture"].includes(phase.kind);
  const status: (quantity: string, at: number) => Status | null = (quantity, at) => statusOf(moment, quantity, at);
  const arrow: (name: string, result: string) => Status = (name, result) =>
    within(phase.arrows, name, t) ? "now" : knows(result, t) ? "known" : "ahead";
  const during: (...kinds: Kind[]) => boolean = (...kinds) => here && kinds.includes(phase.kind);
  const states = {
    x: status("x", t),
    h: during("pass", "dh", "da") ? "now" : status("h", t),
    // Back from a state the way leads through the cell state and the gates.
    c: during("pass", "da") ? "now" : status("h", t),
    gates: during("da") ? "now" : status("h", t),
    probs: status("probs", t),
    loss: phase.kind === "total" ? "now" : status("loss", t),
    scores: status("dlogits", t),
    "w-xh": arrow("W_xh", "h"),
    "w-hh": arrow("W_hh", "h"),
    "w-hy": arrow("W_hy", "probs"),
    current: here ? "" : null,
  };
  return Object.fromEntries(Object.entries(states).map(([name, value]) => [`data-${name}`, value]));
}

/** The bound of the bars of all timesteps, so that they can be compared. */
export function streamBound({ steps }: Trace) {
  let bound = 0;
  for (const { dh, dh_from_output, dh_from_future } of steps) {
    for (const values of [dh, dh_from_output, dh_from_future]) {
      for (const value of values) {
        bound = Math.max(bound, Math.abs(value ?? 0));
      }
    }
  }
  return bound || 1;
}

/**
 * Two bars for one unit, from where to where, in shares of the bound. For ∂L/∂h the second begins
 * where the first one ends, so that its end is the sum; for ∂L/∂a both begin at zero.
 */
export function streamBars(
  kind: "dh" | "da",
  step: Trace["steps"][number],
  unit: number,
  bound: number,
): { first: [number, number]; second: [number, number]; end: number } {
  const share = (value: Maybe) => (value ?? 0) / bound;
  if (kind === "da") {
    const end = share(step.da[unit]);
    return { first: [0, share(step.dh[unit])], second: [0, end], end };
  }
  const met = share(step.dh_from_output[unit]);
  const end = share(step.dh[unit]);
  return { first: [0, met], second: [met, end], end };
}

/** The gradient down from the output, and the bars left of the cells. */
export function createStreams(layout: Layout) {
  const { H, rows, frameWidth, frameHeight, cells } = layout;
  const down = svg("path", {
    class: "network-line network-dashed",
    "marker-end": "url(#network-gradient-head)",
    d: `M-9 ${rows.outputArrow + 1}V${rows.frame - 12}`,
  });
  const downText = svg("text", {
    class: "network-small network-gradient-text network-right network-strong",
    x: -17,
    // Below it stands the length of the sum.
    y: rows.outputArrow + 14,
    "aria-hidden": "true",
  });
  const downward = svg("g", { class: "network-gradient network-downward" }, down, downText);

  const room = svg("rect", { class: "network-streams-room", rx: 5 });
  const axis = svg("path", { class: "network-streams-axis" });
  const pitch = H <= 8 ? cells.height + cells.gap : (frameHeight - 10) / H;
  const lane = Math.max(1, Math.min(8, pitch / 2 - (pitch > 8 ? 2 : 0.4)));
  const units = Array.from({ length: H }, (_, unit) => {
    const middle = rows.frame + 5 + (unit + 0.5) * pitch - (H <= 8 ? cells.gap / 2 : 0);
    return {
      first: svg("rect", { class: "network-stream-first", y: middle - lane, height: lane }),
      second: svg("rect", { class: "network-stream-second", y: middle, height: lane }),
      end: svg("path", { class: "network-stream-end", "stroke-width": pitch < 8 ? 1 : 2 }),
      middle,
    };
  });
  const bars = svg(
    "g",
    { class: "network-streams", "aria-hidden": "true" },
    room,
    axis,
    ...units.flatMap(({ first, second, end }) => [first, second, end]),
  );
  const element = svg("g", {}, downward, bars);

  return {
    element,
    reveal(trace: Trace, t: number, moment: Moment | null) {
      const step = trace.steps[t - 1];
      const arrives = moment !== null && step.target !== null && moment.knows("dh", t);
      setAttributes(downward, { display: arrives ? null : "none" });
      if (moment === null) {
        setAttributes(bars, { display: "none" });
        return;
      }
      const { kind } = moment.phase;
      downward.classList.toggle("is-now", kind === "dh" && moment.phase.t === t);
      if (arrives) {
        down.style.strokeWidth = gradientThickness(step.dh_from_output_norm).toFixed(2);
        setText(downText, norm(step.dh_from_output_norm));
      }
      // Behind the gates there is more than one number for a unit.
      const isPlain = (trace.gate_names ?? []).length === 0;
      const shown = moment.phase.t === t && (kind === "dh" || (kind === "da" && isPlain));
      setAttributes(bars, { display: shown ? null : "none", "data-kind": shown ? kind : null });
      if (!shown) {
        return;
      }
      const clearance = layout.tight ? TIGHT_CLEARANCE : CLEARANCE;
      // A gated state's gates make room: on the way back they come later.
      const width =
        layout.gated !== null
          ? layout.inside - clearance + 2
          : layout.tight
            ? layout.gap(t) - 2 * clearance
            : Math.max(LEAST_STREAMS, Math.min(WIDEST_STREAMS, layout.gap(t) - clearance - NAME));
      const right = -frameWidth / 2 - clearance;
      const centre = right - width / 2;
      const reach = width / 2 - 3;
      setAttributes(room, {
        x: right - width,
        y: layout.gated?.top ?? rows.frame,
        width,
        height: frameHeight + rows.frame - (layout.gated?.top ?? rows.frame),
      });
      axis.setAttribute("d", `M${centre} ${rows.frame + 3}v${frameHeight - 6}`);
      const bound = streamBound(trace);
      units.forEach(({ first, second, end, middle }, unit) => {
        const found = streamBars(kind, step, unit, bound);
        place(first, found.first);
        place(second, found.second);
        const x = (centre + found.end * reach).toFixed(1);
        end.setAttribute("d", `M${x} ${middle - lane - 1}v${2 * lane + 2}`);
      });
      function place(bar: SVGRectElement, [from, to]: [number, number]) {
        setAttributes(bar, {
          x: (centre + Math.min(from, to) * reach).toFixed(1),
          width: (Math.abs(to - from) * reach).toFixed(1),
        });
      }
    },
  };
}

/**
 * The thickness of a gradient's arrow: logarithmic, for what matters are its orders of magnitude;
 * the same for every run and iteration.
 */
export function gradientThickness(value: Maybe | undefined) {
  if (value === null || value === undefined || !(value > 0)) {
    return 0.6;
  }
  return Math.max(0.6, Math.min(8, 4.4 + 1.3 * Math.log10(value)));
}
