// @ts-check
/**
 * Where everything of the unrolled network stands. Pure: sizes in, coordinates out.
 *
 * A column is one timestep. Its width follows from H, V and, as long as all columns fit, from
 * the room there is; with more columns it stays at its least and the diagram scrolls. Nothing
 * depends on the numbers shown, so nothing moves from one iteration to the next.
 */

/**
 * @typedef {object} CellGrid the hidden units of one timestep, row by row
 * @property {number} columns
 * @property {number} rows
 * @property {number} width of one cell
 * @property {number} height of one cell
 * @property {number} gap
 * @property {boolean} showsText
 */

/**
 * @typedef {object} Size
 * @property {number} T
 * @property {number} H
 * @property {number} V
 * @property {number} width of the room the diagram has on screen
 */

/** @typedef {ReturnType<typeof networkLayout>} Layout */

/** With more letters than this a one-hot vector becomes its letter, and softmax a ranking. */
export const MOST_LETTERS = 8;
/** Rows of a ranking: the most probable letters, the target always among them. */
export const RANKING_ROWS = 5;

const FRAME_PADDING = 5;
const WIDEST_COLUMN = 250;
/** The distance from h_0 to the first timestep, in columns. */
const START_SHARE = 0.72;
const LEAST_ARROW = 62;
/** From this width on, a column has room for "loss₁ = −log 0.86 = 0.145" in one line. */
const ROOMY = 192;
const NARROW_SCREEN = 700;

/**
 * Few units get big cells with their number; many get small ones without.
 *
 * @param {number} H
 * @returns {CellGrid}
 */
export function cellGrid(H) {
  /** @type {(columns: number, width: number, height: number, gap: number) => CellGrid} */
  const grid = (columns, width, height, gap) => ({
    columns,
    rows: Math.ceil(H / columns),
    width,
    height,
    gap,
    showsText: width >= 30,
  });
  if (H <= 8) {
    return grid(1, 42, 23, 3);
  }
  if (H <= 24) {
    return grid(2, 38, 20, 2);
  }
  if (H <= 64) {
    return grid(Math.ceil(H / 16), 16, 14, 2);
  }
  return grid(Math.ceil(H / 24), 10, 9, 1);
}

/**
 * @param {Size} size
 */
export function networkLayout({ T, H, V, width }) {
  const narrow = width < NARROW_SCREEN;
  const gutter = narrow ? 46 : 84;
  const cells = cellGrid(H);
  const cellsWidth = cells.columns * (cells.width + cells.gap) - cells.gap;
  const cellsHeight = cells.rows * (cells.height + cells.gap) - cells.gap;
  const frameWidth = cellsWidth + 2 * FRAME_PADDING;
  const frameHeight = cellsHeight + 2 * FRAME_PADDING;

  const fewLetters = V <= MOST_LETTERS;
  const leastOutput = fewLetters ? V * 19 + 14 : 118;
  const leastColumn = Math.ceil(
    Math.max(frameWidth + LEAST_ARROW, leastOutput, fewLetters ? V * 19 + 14 : 0, 104),
  );

  // h_0 is narrower than a timestep: only cells, and the arrow out of it.
  const startX = gutter + 10 + frameWidth / 2;
  const fitting = (width - startX) / (T - 0.5 + START_SHARE);
  const pitch = Math.max(leastColumn, Math.floor(Math.min(WIDEST_COLUMN, fitting)));
  const firstX = Math.max(
    startX + Math.max(frameWidth + LEAST_ARROW, START_SHARE * pitch),
    gutter + 8 + leastOutput / 2,
  );
  const end = firstX + (T - 0.5) * pitch;
  const offset = Math.max(0, Math.floor((width - end) / 2));

  const letterWidth = Math.min(27, Math.floor((pitch - 14) / V));
  const roomy = pitch >= ROOMY;

  let y = 10;
  /** @param {number} height */
  const row = (height) => {
    const top = y;
    y += height;
    return top;
  };
  const loss = row(roomy ? 24 : 38);
  const verdict = row(30);
  const output = row(104);
  const outputArrow = row(54) + 4;
  const frame = row(frameHeight);
  const inputArrow = row(50);
  const input = row(26);
  const inputLabel = row(30);
  const middle = frame + frameHeight / 2;

  return {
    T,
    H,
    V,
    narrow,
    roomy,
    gutter,
    offset,
    pitch,
    width: Math.max(width, Math.ceil(end)),
    height: y,
    cells,
    frameWidth,
    frameHeight,
    fewLetters,
    letterWidth,
    rankingRows: fewLetters ? 0 : Math.min(V, RANKING_ROWS),
    rankingWidth: Math.min(132, pitch - 24),
    rows: {
      loss,
      verdict,
      output,
      outputArrow,
      frame,
      inputArrow,
      input,
      inputLabel,
      /** W_hh runs above the middle of the cells, the gradient below it. */
      forward: middle - 11,
      backward: middle + 13,
    },
    /**
     * Centre of a timestep's column; 0 is h_0.
     *
     * @param {number} t
     */
    x: (t) => offset + (t === 0 ? startX : firstX + (t - 1) * pitch),
    /**
     * Room for an arrow between a timestep's cells and those before it.
     *
     * @param {number} t
     */
    gap: (t) => (t === 1 ? firstX - startX : pitch) - frameWidth,
    /**
     * Top left corner of a unit's cell, relative to the centre of its column.
     *
     * @param {number} index
     */
    cell: (index) => ({
      x: -cellsWidth / 2 + (index % cells.columns) * (cells.width + cells.gap),
      y:
        frame + FRAME_PADDING + Math.floor(index / cells.columns) * (cells.height + cells.gap),
    }),
    /**
     * First and last timestep that show something between two horizontal positions.
     *
     * @param {number} left
     * @param {number} right
     * @returns {[number, number]}
     */
    between: (left, right) => [
      Math.max(1, Math.min(T, Math.floor((left - offset - firstX) / pitch + 0.5) + 1)),
      Math.max(1, Math.min(T, Math.ceil((right - offset - firstX) / pitch + 0.5))),
    ],
  };
}

/**
 * The letters a ranking shows: the most probable ones, and the target in the last row when it is
 * not among them. Equal probabilities keep the order of the vocabulary.
 *
 * @param {readonly (number | null)[]} probs
 * @param {number} target
 * @param {number} rows
 * @returns {number[]} indexes into the vocabulary
 */
export function ranking(probs, target, rows) {
  const order = probs.map((_, i) => i).sort((a, b) => (probs[b] ?? 0) - (probs[a] ?? 0) || a - b);
  const shown = order.slice(0, rows);
  if (target >= 0 && !shown.includes(target)) {
    shown[rows - 1] = target;
  }
  return shown;
}

/**
 * The most probable letter, the first of equal ones; -1 when no probability is a number.
 *
 * @param {readonly (number | null)[]} probs
 */
export function predicted(probs) {
  let best = -1;
  probs.forEach((p, i) => {
    if (p !== null && (best === -1 || p > (probs[best] ?? 0))) {
      best = i;
    }
  });
  return best;
}
