/** The numbers of a trace as the network shows them: which ones, and in how few digits. Pure. */

import { say } from "../../lib/messages";
import { fixed, subscript } from "../format";
import type { Maybe, Timestep, Trace } from "../types";

/**
 * A probability in as few digits as do not lie: neither 0.00 nor 1.00 for what is neither.
 * `0.9999…` goes on with other digits.
 */
export function probability(value: Maybe) {
  if (value === null || value === 0 || value === 1) {
    return fixed(value, value === null ? 2 : 0);
  }
  if (value < 0.001) {
    return value.toExponential(0).replace("-", "−");
  }
  if (value < 0.01 || value > 0.99) {
    return value > 0.9999 ? "0.9999…" : fixed(value, value > 0.999 ? 4 : 3);
  }
  return fixed(value, 2);
}

/** A probability where there is room for few characters: `.86`, `<.01`, `>.99`. */
export function shortProbability(value: Maybe) {
  if (value !== null && value > 0 && value < 0.005) {
    return "<.01";
  }
  if (value !== null && value < 1 && value >= 0.995) {
    return ">.99";
  }
  return fixed(value, 2).replace(/^0/, "");
}

/** The norm of a gradient, over many orders of magnitude. */
export function norm(value: Maybe | undefined) {
  if (value === undefined) {
    return "";
  }
  if (value === null || value === 0) {
    return fixed(value, 0);
  }
  return value < 0.005 || value >= 1000
    ? value.toExponential(0).replace("-", "−").replace("+", "")
    : fixed(value, value < 0.1 ? 3 : value < 100 ? 2 : 0);
}

/** The most probable letter, the first of equal ones; -1 when no probability is a number. */
export function predicted(probs: readonly Maybe[]) {
  let best = -1;
  probs.forEach((p, i) => {
    if (p !== null && (best === -1 || p > (probs[best] ?? 0))) {
      best = i;
    }
  });
  return best;
}

/**
 * The letters a ranking shows, as indexes into the vocabulary: the most probable ones, and the
 * target in the last row when it is not among them. Where all have a row, they keep their order.
 */
export function ranking(probs: readonly Maybe[], target: number, rows: number): number[] {
  const all = probs.map((_, i) => i);
  if (probs.length <= rows) {
    return all;
  }
  const shown = all.sort((a, b) => (probs[b] ?? 0) - (probs[a] ?? 0) || a - b).slice(0, rows);
  if (target >= 0 && !shown.includes(target)) {
    shown[rows - 1] = target;
  }
  return shown;
}

export function targetIndex(trace: Trace, t: number) {
  const { target } = trace.steps[t - 1];
  return target === null ? -1 : trace.vocabulary.indexOf(target);
}

/** The letter predicted at a timestep; `null` when the run has diverged beyond any prediction. */
export function guessedToken(trace: Trace, t: number): string | null {
  return trace.vocabulary[predicted(trace.steps[t - 1].probs)] ?? null;
}

/** A gate at a timestep, unit by unit. */
export function gateValues(step: Timestep, name: string): readonly Maybe[] {
  return (step as unknown as Record<string, Maybe[] | undefined>)[name] ?? [];
}

/**
 * The length of what flows back into a state, or cell state, from the timestep after it. Nothing
 * else reaches those before the first timestep, so it is their whole gradient's.
 */
export function flowInto(trace: Trace, t: number, letter: "h" | "c"): Maybe | undefined {
  if (t === 0) {
    return letter === "h" ? trace.dh_0_norm : trace.dc_0_norm;
  }
  const step = trace.steps[t - 1];
  return letter === "h" ? step?.dh_from_future_norm : step?.dc_from_future_norm;
}

/** What that is called, on its arrow and wherever it is named. */
export const flowName = (t: number, letter: "h" | "c") =>
  t === 0 ? `‖∂L/∂${letter}${subscript(t)}‖` : say("network-flow-name", { letter, at: subscript(t), next: t + 1 });
