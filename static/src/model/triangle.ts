/** What is added up in a triangle of numbers: by losses at every state, or by uses of a weight. Pure. */

import { writtenSums } from "./sums";
import type { LossShares, Maybe, StateShares } from "./types";

export interface Triangle {
  /** in which direction its numbers are added up */
  along: "column" | "row";
  /** row by row; zero above the diagonal, where nothing can be */
  values: Maybe[][];
  total: Maybe[];
}

/** A row for each loss, a column for each state. */
export const ofLosses = ({ by_loss, total }: LossShares): Triangle => ({ along: "column", values: by_loss, total });

/** A row for each state, a column for each timestep at which the weight is used. */
export const ofUses = ({ by_use, total }: StateShares): Triangle => ({ along: "row", values: by_use, total });

export interface WrittenTriangle {
  /** null above the diagonal */
  texts: (string | null)[][];
  totals: string[];
}

/** Its numbers in writing, with as many digits as it takes for each sum to add up. */
export function writtenTriangle({ along, values, total }: Triangle): WrittenTriangle {
  const size = total.length;
  const texts: (string | null)[][] = values.map(() => Array.from({ length: size }, () => null));
  const lines = total.map((_, line) =>
    Array.from({ length: size }, (_, i): [number, number] => (along === "column" ? [i, line] : [line, i]))
      // Below the diagonal and on it.
      .filter(([row, column]) => column <= row),
  );
  const written = writtenSums(
    lines.map((places, line) => ({
      addends: places.map(([row, column]) => values[row]?.[column] ?? null),
      total: total[line] ?? null,
    })),
  );
  lines.forEach((places, line) => {
    places.forEach(([row, column], i) => {
      (texts[row] as (string | null)[])[column] = written[line]?.addends[i] ?? null;
    });
  });
  return { texts, totals: written.map((each) => each.total) };
}
