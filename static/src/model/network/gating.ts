/**
 * Where the gates of a cell stand: between the states that they read and the state that they make,
 * a strip for each gate, unit beside unit. Pure: what the cell is made of comes from the server.
 */

import type { Structure } from "../cells";

/** the hidden units of one timestep, row by row */
export interface CellGrid {
  columns: number;
  rows: number;
  /** of one cell */
  width: number;
  /** of one cell */
  height: number;
  gap: number;
  showsText: boolean;
}

/** Names of the gates stand above their strips. */
export const NAMES_ROOM = 17;
/** Of × and + in their circles. */
export const NODE = 8;
/**
 * Below the state, the way on which it is passed on without weights, where it has no cells of its own.
 */
export const LANE_ROOM = 36;
const LANE_AT = 20;

/** of what stands left of a state */
export interface Widths {
  /** of one unit in a strip */
  cell: number;
  strip: number;
  /** between strips */
  apart: number;
  padding: number;
  /** with all strips */
  block: number;
  /** from the block to the state */
  leastJoin: number;
  widestJoin: number;
}

/**
 * The gates in the order in which they are drawn: first the one that keeps, for what it keeps comes
 * from the left.
 */
export function drawnOrder({ gates, lanes }: Structure) {
  const keeping = lanes.map(({ keeps }) => keeps);
  return [...gates].sort((a, b) => Number(keeping.includes(b.name)) - Number(keeping.includes(a.name)));
}

/** What is added to a lane where the gates that make it are left out. */
const LEFT_OUT = "…";

/** A cell with only some of its gates, for whom the others are still unknown. */
export function withOnly<T extends Structure | null>(structure: T, names: readonly string[] | undefined): T {
  if (structure === null || names === undefined) {
    return structure;
  }
  const has = (by: readonly string[]) => by.every((name) => names.includes(name));
  return {
    ...structure,
    gates: structure.gates.filter(({ name }) => names.includes(name)),
    lanes: structure.lanes.map((lane) => (has(lane.by) ? lane : { ...lane, adds: LEFT_OUT, by: [] })),
    shown: structure.shown.filter(({ by }) => has(by)),
  };
}

/** @param cells of the state */
export function gateWidths({ gates, lanes }: Structure, { columns }: CellGrid, tight: boolean): Widths {
  const cell = columns === 1 ? (tight ? 11 : 14) : columns === 2 ? (tight ? 6 : 8) : columns <= 4 ? 5 : 3;
  const strip = columns * (cell + 1) - 1;
  const [apart, padding] = tight ? [2, 3] : [3, 5];
  const joins = lanes.some(({ state }) => state === "h");
  return {
    cell,
    strip,
    apart,
    padding,
    block: gates.length * (strip + apart) - apart + 2 * padding,
    leastJoin: joins ? (tight ? 34 : 38) : tight ? 17 : 22,
    widestJoin: joins ? 44 : 32,
  };
}

/**
 * @param place.join room between the block and the state's frame
 * @param place.frame top of the state's frame
 * @param place.carry height on which the cell state goes on, where there is one
 */
export function gating({
  structure,
  gates,
  cells,
  widths,
  join,
  frameWidth,
  frameHeight,
  framePadding,
  frame,
  carry,
}: {
  structure: Structure;
  /** those that are drawn, where the others would be blank; by default all */
  gates?: readonly string[] | undefined;
  cells: CellGrid;
  widths: Widths;
  /** room between the block and the state's frame */
  join: number;
  frameWidth: number;
  frameHeight: number;
  framePadding: number;
  /** top of the state's frame */
  frame: number;
  /** height on which the cell state goes on, where there is one */
  carry: number;
}) {
  const { cell, strip, apart, padding, block } = widths;
  const right = -frameWidth / 2 - join;
  const left = right - block;
  const strips = drawnOrder(structure).map((gate, place) => ({
    ...gate,
    left: left + padding + place * (strip + apart),
    middle: left + padding + place * (strip + apart) + strip / 2,
  }));
  const middleOf = (name: string) => strips.find((each) => each.name === name)?.middle ?? left + block / 2;
  const between = (names: readonly string[]) => names.reduce((sum, name) => sum + middleOf(name), 0) / names.length;
  const joinAt = frame + frameHeight / 2;
  const only = withOnly(structure, gates);
  const lanes = only.lanes.map((lane, place) => {
    const own = lane.state !== "h";
    const y = own ? carry : frame + frameHeight + LANE_AT;
    return {
      ...lane,
      /** Whether it leads to cells of its own, and not to the state right of the gates. */
      own,
      y,
      keep: { x: middleOf(lane.keeps), y },
      add: own ? { x: between(structure.lanes[place]?.by ?? []), y } : { x: -frameWidth / 2 - NODE - 12, y: joinAt },
    };
  });
  return {
    structure: only,
    strips: strips.filter(({ name }) => only.gates.some((gate) => gate.name === name)),
    left,
    right,
    top: frame - NAMES_ROOM,
    bottom: frame + frameHeight,
    joinAt,
    lanes,
    /** Where W_xh comes in. */
    entry: strips.at(-1)?.middle ?? right,
    stripWidth: strip,
    cellWidth: cell,
    cellHeight: cells.height,
    joinRoom: join,
    /** Top left corner of a unit's cell in a strip that begins at `x`. */
    cellAt: (x: number, index: number) => ({
      x: x + (index % cells.columns) * (cell + 1),
      y: frame + framePadding + Math.floor(index / cells.columns) * (cells.height + cells.gap),
    }),
  };
}

export type Gating = ReturnType<typeof gating>;
