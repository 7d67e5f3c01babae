// @ts-check
/** What the network spells, read off a trace. */

/** @typedef {import("./types.js").Trace} Trace */
/** @typedef {import("./types.js").Timestep} Timestep */

/**
 * One timestep's letter in, letter out, and whether it is the right one. `predicted` is null
 * where the probabilities are not finite.
 *
 * @typedef {object} Letter
 * @property {number} t
 * @property {string} input
 * @property {string} target
 * @property {string | null} predicted
 * @property {boolean} right
 * @property {number | null} targetProbability
 */

/**
 * The most probable token of a timestep; the first of several equal ones, as NumPy's argmax.
 *
 * @param {Timestep} step
 * @param {string[]} vocabulary
 * @returns {string | null}
 */
export function predicted(step, vocabulary) {
  let best = -1;
  let highest = -Infinity;
  for (const [index, probability] of step.probs.entries()) {
    if (probability === null) {
      return null;
    }
    if (probability > highest) {
      best = index;
      highest = probability;
    }
  }
  return vocabulary[best] ?? null;
}

/**
 * @param {Trace} trace
 * @returns {Letter[]}
 */
export function letters(trace) {
  return trace.steps.flatMap((step) => {
    const { t, input, target } = step;
    if (target === null) {
      return [];
    }
    const letter = predicted(step, trace.vocabulary);
    return [
      {
        t,
        input,
        target,
        predicted: letter,
        right: letter === target,
        targetProbability: step.probs[trace.vocabulary.indexOf(target)] ?? null,
      },
    ];
  });
}
