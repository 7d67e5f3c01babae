/** What is added up in a triangle of numbers: by losses at every state, or by uses of a weight. Pure. */

import { boundOf } from "./contributions";
import { writtenSum } from "./sums";
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
  /** of the colours */
  bound: number;
}

/** Its numbers in writing, with as many digits as it takes for each sum to add up. */
export function writtenTriangle({ along, values, total }: Triangle): WrittenTriangle {
  const size = total.length;
  const texts: (string | null)[][] = values.map(() => Array.from({ length: size }, () => null));
  const totals = total.map((sum, line) => {
    const places = Array.from({ length: size }, (_, i): [number, number] =>
      along === "column" ? [i, line] : [line, i],
    )
      // Below the diagonal and on it.
      .filter(([row, column]) => column <= row);
    const written = writtenSum(
      places.map(([row, column]) => values[row]?.[column] ?? null),
      sum,
    );
    places.forEach(([row, column], i) => {
      (texts[row] as (string | null)[])[column] = written.addends[i] ?? null;
    });
    return written.total;
  });
  return { texts, totals, bound: boundOf([values, [total]]) };
}
