/**
 * Inside an iteration: what of a column is known at a moment, and the two streams of the gradient
 * in bars. Pure. Which state a part is in is an attribute; the style sheet ghosts what lies ahead
 * and marks what has just been computed, so that nothing ever moves.
 */

import type { Kind, Moment } from "../phases";
import type { Address, Maybe, Timestep, Trace } from "../types";

export type Status = "ahead" | "known" | "now";

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
  step: Timestep,
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
