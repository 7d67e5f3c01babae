/** What the first page says of its network: sentences made from the numbers of a trace. Pure. */

import { say, sentences } from "../lib/messages";
import { fixed, visible } from "./format";
import { probability } from "./network/numbers";
import { hasWords } from "./parts";
import { letters } from "./spelling";
import type { Trace } from "./types";

/** From this probability on, a prediction is called sure. */
const SURE = 0.95;

/** Whether every prediction is right. */
export const isSpelled = (trace: Trace) => letters(trace).every(({ right }) => right);

/**
 * What the network does now.
 *
 * @param learned the first iteration at which every prediction was right, where that is known
 */
export function told(trace: Trace, learned: number | null): string {
  const spelled = letters(trace);
  const between = hasWords(trace) ? " " : "";
  const written = (tokens: readonly string[]) => tokens.map(visible).join(between);
  /** all that was read up to a timestep */
  const read = (t: number) => written(trace.steps.slice(0, t).map(({ input }) => input));
  const wrong = spelled.find(({ right }) => !right);
  if (wrong !== undefined) {
    const { t, predicted, target } = wrong;
    const values = { read: read(t), guess: predicted === null ? "?" : visible(predicted), target: visible(target) };
    const right = spelled.filter((letter) => letter.right).length;
    return trace.iteration === 0
      ? say("first-begins", values)
      : say("first-guesses", { ...values, steps: trace.iteration, right, count: spelled.length });
  }
  const text = written(spelled.map(({ target }) => target));
  const key = learned === null ? "first-spells" : learned === 0 ? "first-lucky" : "first-learned";
  const doubted = spelled.reduce((one, other) =>
    (other.targetProbability ?? 0) < (one.targetProbability ?? 0) ? other : one,
  );
  const least = doubted.targetProbability ?? 0;
  const first = say(key, { text, steps: learned ?? 0 });
  if (least >= SURE) {
    // Cut off, not rounded: none is below what is said.
    return sentences([first, say("first-sure", { probability: fixed(Math.floor(least * 100) / 100, 2) })]);
  }
  return sentences([
    first,
    say("first-doubts", {
      target: visible(doubted.target),
      read: read(doubted.t),
      probability: probability(doubted.targetProbability),
    }),
  ]);
}
