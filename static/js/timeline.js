// @ts-check
/** Where things stand on a timeline of iterations. Pure. */

import { record } from "./interventions.js";

/** @typedef {import("./types.js").Run} Run */

/**
 * An iteration at which a run was changed.
 *
 * @typedef {object} Mark
 * @property {number} iteration
 * @property {string} text what was changed, in words
 */

/**
 * The share of the way from 0 to `end`, in 0..1.
 *
 * @param {number} iteration
 * @param {number} end
 */
export function position(iteration, end) {
  return end <= 0 ? 0 : Math.min(1, Math.max(0, iteration / end));
}

/**
 * Round iterations from 0 to `end`, in steps of 1, 2 or 5 times a power of ten, and `end` itself;
 * a round one that would run into `end` is left out.
 *
 * @param {number} end
 * @param {number} most how many there is room for
 * @returns {number[]}
 */
export function ticks(end, most) {
  if (end <= 0) {
    return [0];
  }
  const step = stepFor(end / Math.max(1, most - 1));
  const round = [];
  for (let tick = 0; tick <= end - 0.6 * step; tick += step) {
    round.push(tick);
  }
  return [...(round.length > 0 ? round : [0]), end];
}

/** @param {number} least */
function stepFor(least) {
  if (least <= 1) {
    return 1;
  }
  const power = 10 ** Math.floor(Math.log10(least));
  return power * (/** @type {number} */ ([1, 2, 5, 10].find((factor) => factor * power >= least)));
}

/**
 * A run's interventions, one mark for each iteration.
 *
 * @param {Pick<Run, "configuration" | "interventions" | "iteration">} run
 * @returns {Mark[]}
 */
export function marks(run) {
  /** @type {Map<number, string[]>} */
  const texts = new Map();
  for (const { iteration, text } of record(run)) {
    texts.set(iteration, [...(texts.get(iteration) ?? []), text]);
  }
  return [...texts].map(([iteration, each]) => ({ iteration, text: each.join(", ") }));
}

/**
 * The next mark before or after an iteration.
 *
 * @param {readonly Mark[]} all in order
 * @param {number} iteration
 * @param {1 | -1} direction
 * @returns {number | null} its iteration
 */
export function nextMark(all, iteration, direction) {
  const found =
    direction === 1
      ? all.find((mark) => mark.iteration > iteration)
      : all.filter((mark) => mark.iteration < iteration).at(-1);
  return found?.iteration ?? null;
}
