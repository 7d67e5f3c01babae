/**
 * How close together the parts of a timestep may stand. Pure.
 *
 * Across, a network is condensed before a timestep of it is cut off: first less air and less that
 * is said twice, then vectors as their letters. No text gets smaller. Down, a low window takes
 * shorter arrows and bars.
 */

import type { Structure } from "../cells";
import type { CellGrid, Widths } from "./gating";
import { gateWidths } from "./gating";

export interface Across {
  cells: CellGrid;
  framePadding: number;
  /** between two frames */
  leastArrow: number;
  /** how far right of a column's centre the names in it reach */
  nameReach: number;
  leastColumn: number;
  /** left of the state */
  gates: Widths | null;
}

/** What decides how wide a column has to be. */
export interface Contents {
  T: number;
  H: number;
  V: number;
  inputs: number;
  /** whether each output token has a bar */
  fewLetters: boolean;
  /** whether each input token has a cell */
  fewInputs: boolean;
  words: boolean;
  /** of a token in a ranking */
  label: number;
  /** of the output tokens */
  widest: number;
  widestInput: number;
  /** whether weights carry the mark of their part */
  marks: boolean;
  recurrent: boolean;
  /** of a gated cell */
  structure: Structure | null;
}

/** "loss₁ = 0.145", and "−log 0.9999…" alone. */
const LOSS = 104;
const TIGHT_LOSS = 70;
/** "0.9999…" beside a bar, and "0.992" on it. */
const RANKING = 100;
const TIGHT_RANKING = 38;

/** The symbol of a state beside its frame, and each digit of its timestep. */
const SYMBOL = 9;
const DIGIT = 8;

/** Few units get big cells with their number; many get small ones without. */
export function cellGrid(H: number, tight: boolean = false, low: boolean = false): CellGrid {
  const grid: (columns: number, width: number, height: number, gap: number) => CellGrid = (
    columns,
    width,
    height,
    gap,
  ) => ({
    columns,
    rows: Math.ceil(H / columns),
    width,
    height,
    gap,
    showsText: width >= 30,
  });
  if (H <= 8) {
    return grid(1, tight ? 34 : 42, low ? 20 : 23, low ? 2 : 3);
  }
  if (H <= 24) {
    return grid(2, tight ? 34 : 38, low ? 17 : 20, 2);
  }
  if (H <= 64) {
    return grid(Math.ceil(H / 16), 16, low ? 12 : 14, 2);
  }
  return grid(Math.ceil(H / 24), 10, 9, 1);
}

export function across(contents: Contents, tight: boolean, low: boolean): Across {
  const { T, H, V, inputs, fewLetters, fewInputs, words, label, widest, widestInput, marks, recurrent, structure } =
    contents;
  const cells = cellGrid(H, tight, low);
  const framePadding = tight ? 3 : 5;
  const gates = structure === null ? null : gateWidths(structure, cells, tight);
  const leastArrow = tight ? (marks ? 45 : 30) : gates === null ? 62 : marks ? 54 : 44;
  const frame = cells.columns * (cells.width + cells.gap) - cells.gap + 2 * framePadding;
  const letter = tight ? 14 : 19;
  const digits = String(T).length;
  const output = fewLetters
    ? V * Math.max(letter, Math.ceil(widest)) + (tight ? 8 : 14)
    : label + (tight ? TIGHT_RANKING : RANKING);
  const input = fewInputs
    ? inputs * Math.max(letter, Math.ceil(widestInput)) + (tight ? 8 : 14)
    : words
      ? tight
        ? Math.min(92, Math.ceil(widestInput) + 16)
        : 92
      : 0;
  const arrow = (recurrent ? leastArrow : 8) + (gates === null ? 0 : gates.block + gates.leastJoin);
  return {
    cells,
    framePadding,
    leastArrow,
    nameReach: Math.max(marks ? 54 + 3 * digits : 42, frame / 2 + (tight ? 1 : 5) + SYMBOL + DIGIT * digits),
    leastColumn: Math.ceil(Math.max(frame + arrow, output, input, tight ? TIGHT_LOSS : LOSS)),
    gates,
  };
}

/**
 * Heights of the rows, top to bottom.
 *
 * @param gated names of weights and gradients stand above one another
 */
export function down(low: boolean, gated: boolean) {
  const heights = low
    ? { verdict: 24, bars: 52, ranked: 17, upward: 40, inward: 38, inputLabel: 24 }
    : { verdict: 30, bars: 70, ranked: 19.5, upward: 54, inward: 50, inputLabel: 30 };
  return gated ? { ...heights, upward: 62 } : heights;
}
