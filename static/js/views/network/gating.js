// @ts-check
/**
 * Where the gates of a cell stand: between the states that they read and the state that they make,
 * a strip for each gate, unit beside unit. Pure: what the cell is made of comes from the server.
 */

/** @typedef {import("../../cells.js").Structure} Structure */
/** @typedef {import("./layout.js").CellGrid} CellGrid */

/** Names of the gates stand above their strips. */
export const NAMES_ROOM = 17;
/** Of × and + in their circles. */
export const NODE = 8;
/** Below the state, the way on which it is passed on without weights, where it has no cells of its own. */
export const LANE_ROOM = 36;
const LANE_AT = 20;

/**
 * @typedef {object} Widths of what stands left of a state
 * @property {number} cell of one unit in a strip
 * @property {number} strip
 * @property {number} apart between strips
 * @property {number} padding
 * @property {number} block with all strips
 * @property {number} leastJoin from the block to the state
 * @property {number} widestJoin
 */

/**
 * The gates in the order in which they are drawn: first the one that keeps, for what it keeps comes
 * from the left.
 *
 * @param {Structure} structure
 */
export function drawnOrder({ gates, lanes }) {
  const keeping = lanes.map(({ keeps }) => keeps);
  return [...gates].sort((a, b) => Number(keeping.includes(b.name)) - Number(keeping.includes(a.name)));
}

/**
 * @param {Structure} structure
 * @param {CellGrid} cells of the state
 * @param {boolean} tight
 * @returns {Widths}
 */
export function gateWidths({ gates, lanes }, { columns }, tight) {
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
 * @param {object} place
 * @param {Structure} place.structure
 * @param {CellGrid} place.cells
 * @param {Widths} place.widths
 * @param {number} place.join room between the block and the state's frame
 * @param {number} place.frameWidth
 * @param {number} place.frameHeight
 * @param {number} place.framePadding
 * @param {number} place.frame top of the state's frame
 * @param {number} place.carry height on which the cell state goes on, where there is one
 */
export function gating({ structure, cells, widths, join, frameWidth, frameHeight, framePadding, frame, carry }) {
  const { cell, strip, apart, padding, block } = widths;
  const right = -frameWidth / 2 - join;
  const left = right - block;
  const strips = drawnOrder(structure).map((gate, place) => ({
    ...gate,
    left: left + padding + place * (strip + apart),
    middle: left + padding + place * (strip + apart) + strip / 2,
  }));
  /** @param {string} name */
  const middleOf = (name) => strips.find((each) => each.name === name)?.middle ?? left + block / 2;
  /** @param {readonly string[]} names */
  const between = (names) => names.reduce((sum, name) => sum + middleOf(name), 0) / names.length;
  const joinAt = frame + frameHeight / 2;
  const lanes = structure.lanes.map((lane) => {
    const own = lane.state !== "h";
    const y = own ? carry : frame + frameHeight + LANE_AT;
    return {
      ...lane,
      /** Whether it leads to cells of its own, and not to the state right of the gates. */
      own,
      y,
      keep: { x: middleOf(lane.keeps), y },
      add: own ? { x: between(lane.by), y } : { x: -frameWidth / 2 - NODE - 12, y: joinAt },
    };
  });
  return {
    structure,
    strips,
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
    /**
     * Top left corner of a unit's cell in a strip that begins at `x`.
     *
     * @param {number} x
     * @param {number} index
     */
    cellAt: (x, index) => ({
      x: x + (index % cells.columns) * (cell + 1),
      y: frame + framePadding + Math.floor(index / cells.columns) * (cells.height + cells.gap),
    }),
  };
}

/** @typedef {ReturnType<typeof gating>} Gating */
