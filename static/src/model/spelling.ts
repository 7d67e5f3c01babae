/** What the network spells, read off a trace. */

import type { Timestep, Trace } from "./types";

/**
 * One timestep's letter in, letter out, and whether it is the right one. `predicted` is null
 * where the probabilities are not finite.
 */
export interface Letter {
  t: number;
  input: string;
  target: string;
  predicted: string | null;
  right: boolean;
  targetProbability: number | null;
}

/** The most probable token of a timestep; the first of several equal ones, as NumPy's argmax. */
export function predicted(step: Timestep, vocabulary: string[]): string | null {
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

export function letters(trace: Trace): Letter[] {
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
