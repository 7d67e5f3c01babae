/** A gradient as the sum of its timesteps: what of it is to be shown, and one weight's sum in writing. */

import { say } from "../lib/messages";
import { NOT_FINITE } from "./format";
import { parameterAt, timestepsOf } from "./parts";
import type { Moment } from "./phases";
import { joined, writtenSum } from "./sums";
import type { Contributions, Maybe, Trace } from "./types";

/** Row and column of a weight. */
export type Place = [row: number, column: number];

export interface Scene {
  T: number;
  /** the timesteps that use the matrix */
  uses: number[];
  /** the inputs */
  letters: string[];
  /** the first timestep that is known; T + 1 for none */
  from: number;
  /** the timestep that has just been added */
  now: number | null;
  /** whether an iteration is being walked through */
  inside: boolean;
}

/** Of a large network over a long text, as many timesteps are shown as make so many numbers. */
const MOST_NUMBERS = 100_000;
const TALLEST = 78;
const MOST_SHOWN_ADDENDS = 8;
/** From this many times the parts on, a sum has a scale of its own. */
const MOST_TIMES = 5;
const LADDER = [1, 2, 5, 10];

/** The matrix that does here what the chosen one does: at the timestep on screen, or where there is one. */
function matrixIn(trace: Trace, chosen: string, t: number) {
  const times = [t, ...trace.parts.map(({ last }) => last)];
  const found = [chosen, "W_xh"].flatMap((role) => times.map((time) => parameterAt(trace, role, time)));
  return found.find((name) => name !== null) ?? chosen;
}

/** Which matrix, and which of its timesteps, to show around the one on screen. */
export function selectionOf(trace: Trace, chosen: string, moment: Moment | null) {
  const T = trace.steps.length;
  const t = moment?.phase.t ?? T;
  const parameter = matrixIn(trace, chosen, t);
  const matrix = (trace.parameters as Record<string, Maybe[][]>)[parameter];
  const most = Math.max(1, Math.floor(MOST_NUMBERS / (matrix.length * matrix[0].length)));
  const first = Math.max(1, Math.min(T - most + 1, Math.floor((t - 1) / most) * most + 1));
  return { parameter, first, last: Math.min(T, first + most - 1) };
}

export function sceneOf(trace: Trace, parameter: string, moment: Moment | null): Scene {
  const T = trace.steps.length;
  // Timesteps that do not use the matrix have nothing to tell, and are no sign that others have.
  let from = T + 1;
  while (from > 1 && (moment === null || moment.knows(`contributions.${parameter}`, from - 1))) {
    from -= 1;
  }
  return {
    T,
    uses: timestepsOf(trace, parameter),
    letters: trace.steps.map(({ input }) => input),
    from,
    now: moment?.phase.kind === "gradients" ? moment.phase.t : null,
    inside: moment !== null,
  };
}

/** The smallest of 1, 2, 5 times a power of ten that is not below any absolute value. */
export function boundOf(matrices: readonly Maybe[][][]) {
  const sizes = matrices.flat(2).map((value) => Math.abs(value ?? 0));
  const largest = sizes.reduce((most, size) => Math.max(most, size), 0);
  if (!(largest > 0) || !Number.isFinite(largest)) {
    return 1;
  }
  const power = 10 ** Math.floor(Math.log10(largest));
  return (LADDER.find((rung) => rung * power >= largest * (1 - 1e-12)) ?? 10) * power;
}

/**
 * The bounds of the colours. One scale lets the parts be seen to add up; but of many timesteps
 * that pull the same way the sum is so much larger that on its scale every part would be blank.
 */
export function boundsOf(contributions: readonly Maybe[][][], total: Maybe[][]): { each: number; sum: number } {
  const each = boundOf(contributions);
  const sum = boundOf([total]);
  return sum > MOST_TIMES * each ? { each, sum } : { each: Math.max(each, sum), sum: Math.max(each, sum) };
}

/** How large a weight's cell is drawn. */
export function cellSize(rows: number, columns: number) {
  return Math.max(1, Math.min(13, Math.floor(TALLEST / rows), Math.floor((1.6 * TALLEST) / columns)));
}

/** The weight whose gradient is largest. */
export function largestOf({ total }: Contributions): Place {
  let best: Place = [0, 0];
  total.forEach((line, i) =>
    line.forEach((value, j) => {
      if (Math.abs(value ?? 0) > Math.abs(total[best[0]][best[1]] ?? 0)) {
        best = [i, j];
      }
    }),
  );
  return best;
}

export interface WeightSum {
  /** of the timesteps that are here and use the weight */
  addends: { t: number; text: string }[];
  /** whether those are all timesteps that use it */
  all: boolean;
  total: string;
  relation: "=" | "≈";
}

/** What each timestep adds to one weight's gradient, with digits that add up. */
export function sumOf(data: Contributions, [row, column]: Place, { uses }: Scene): WeightSum {
  const here = uses.filter((t) => t >= data.first && t <= data.last);
  const all = here.length === uses.length;
  const { addends, total, relation } = writtenSum(
    here.map((t) => data.contributions[t - data.first][row][column]),
    data.total[row][column],
    all,
  );
  return { addends: here.map((t, i) => ({ t, text: addends[i] })), all, total, relation };
}

/** One weight's gradient as a sum in a line, as far as it is known. */
export function sentenceOf(data: Contributions, place: Place, scene: Scene) {
  const { addends, all, total, relation } = sumOf(data, place, scene);
  const name = `∂L/∂${data.parameter}[${place.join(",")}]`;
  if (total === NOT_FINITE) {
    return say("sums-not-finite", { name });
  }
  const known = addends.filter(({ t }) => t >= scene.from).map(({ text }) => text);
  if (scene.from > 1 && known.length === 0) {
    return say("sums-nothing-yet", { name });
  }
  const shown =
    known.length > MOST_SHOWN_ADDENDS
      ? [...known.slice(0, MOST_SHOWN_ADDENDS - 2), "…", known[known.length - 1]]
      : known;
  if (scene.from > 1) {
    return say("sums-so-far", { name, sum: joined(["…", ...shown]) });
  }
  const isFirst = all || addends[0]?.t === scene.uses[0];
  const isLast = all || addends[addends.length - 1]?.t === scene.uses[scene.uses.length - 1];
  const sum = joined([...(isFirst ? [] : ["…"]), ...shown, ...(isLast ? [] : ["…"])]);
  return addends.length === 1 && all ? `${name} = ${total}` : `${name} = ${sum} ${relation} ${total}`;
}
