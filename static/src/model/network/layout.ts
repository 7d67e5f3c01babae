/**
 * Where everything of the unrolled network stands. Pure: sizes in, coordinates out.
 *
 * A column is one timestep. Its width follows from H, V and, as long as all columns fit, from
 * the room there is. Where they only fit close together, they stand close together; with still
 * more of them the diagram scrolls, and they have their usual room again unless the room is narrow.
 * Nothing depends on the numbers shown, so nothing moves from one iteration to the next.
 */

import type { Structure } from "../cells";
import { hasWords, inputGroups, isRecurrent, sharingOf } from "../parts";
import type { Trace } from "../types";
import { across, down } from "./density";
import { gating, LANE_ROOM } from "./gating";
import { tokenWidth } from "./tokens";

export interface Size {
  T: number;
  H: number;
  /** output tokens */
  V: number;
  /** of the room the diagram has on screen */
  width: number;
  /** timesteps to make room for; of several sequences the longest so far */
  fit?: number;
  /** input tokens, where they are others than those of the output */
  inputs?: number;
  /** of inputs a timestep reads at once */
  groups?: number;
  /** whether tokens are longer than a character */
  words?: boolean;
  /** of the output tokens, in pixels */
  widest?: number;
  /** of the input tokens, in pixels */
  widestInput?: number;
  /** whether weights carry the mark of their part */
  marks?: boolean;
  /** whether the window is low */
  low?: boolean;
  /** without recurrence nothing comes before the first timestep */
  recurrent?: boolean;
  /** whether there is a cell state beside the state */
  lane?: boolean;
  /** of a gated cell */
  structure?: Structure | null;
  /** of its gates those that are drawn */
  gates?: readonly string[] | undefined;
  /** whether parts are named above */
  halves?: boolean;
  /** that sets h_0 */
  image?: { rows: number; columns: number } | null;
  shown?: Rows;
}

/** What a drawing may do without. */
export interface Rows {
  /** the predictions */
  outputs: boolean;
  losses: boolean;
  /** what flows back, and what arrives at each state */
  gradients: boolean;
}

export const ALL_ROWS: Rows = { outputs: true, losses: true, gradients: true };

export type Layout = ReturnType<typeof networkLayout>;

/** With more letters than this a one-hot vector becomes its letter, and softmax a ranking. */
const MOST_LETTERS = 8;
/** Rows of a ranking: the most probable letters, the target always among them. */
export const RANKING_ROWS = 5;

const WIDEST_COLUMN = 250;
/** The distance from h_0 to the first timestep, in columns. */
const START_SHARE = 0.72;
/** From this width on, a column has room for "loss₁ = −log 0.86 = 0.145" in one line. */
const ROOMY = 192;
/** Closer than this, the name of W_hy stands between the numbers of the gradients of the next timestep. */
const CROWDED = 88;
const NARROW_SCREEN = 700;
const CAPTIONS = 26;
const INPUT_ROW = 26;
/** Between the state and the cell state, where the arrow from one to the other is. */
const LANE_GAP = 22;
const LANE_CELL = 17;
const LARGEST_IMAGE = 84;
const WIDEST_LABEL = 64;
const WIDEST_LETTER = 27;
const WIDEST_INPUT = 104;
/**
 * Right of a gated state its gradient's length is written, and half of "loss₁ = −log 0.86 = 0.145".
 */
const RIGHT_OF_GATED = 74;
/** Where nothing is above the states but their names. */
const ABOVE_STATES = 16;
/** Each further digit of "loss₁₀". */
const HALF_A_DIGIT = 5;

export function networkLayout({
  T,
  H,
  V,
  width,
  fit = T,
  inputs = V,
  groups = 1,
  words = false,
  widest = 0,
  widestInput = widest,
  marks = false,
  low = false,
  recurrent = true,
  lane = false,
  structure = null,
  gates,
  halves = false,
  image = null,
  shown = ALL_ROWS,
}: Size) {
  const narrow = width < NARROW_SCREEN;
  const label = Math.max(18, Math.min(WIDEST_LABEL, Math.ceil(widest) + 8));

  // The picture that sets h_0 stands under it, as an input stands under its state.
  const pixel =
    image === null ? 0 : Math.max(4, Math.min(14, Math.floor(LARGEST_IMAGE / Math.max(image.rows, image.columns))));
  const imageWidth = image === null ? 0 : image.columns * pixel;
  const imageHeight = image === null ? 0 : image.rows * pixel;

  /** @param short whether vectors are shown as their letters */
  function arrange(tight: boolean, short: boolean) {
    const fewLetters = V <= MOST_LETTERS && !words && !short;
    const fewInputs = inputs <= MOST_LETTERS && !words && !short;
    const { cells, framePadding, leastArrow, leastColumn, nameReach, gates } = across(
      {
        T: Math.max(T, fit),
        H,
        V,
        inputs,
        fewLetters,
        fewInputs,
        words,
        label,
        widest,
        widestInput,
        marks,
        recurrent,
        structure,
      },
      tight,
      low,
    );
    const cellsWidth = cells.columns * (cells.width + cells.gap) - cells.gap;
    const frameWidth = cellsWidth + 2 * framePadding;
    // Row names are their symbols where there is little room.
    const terse = narrow || tight;
    const gutter = terse ? 46 : 84;
    // h_0 is narrower than a timestep: only cells, and the arrow out of it.
    const startHalf = Math.max(frameWidth, imageWidth) / 2;
    const pastTheCellState = lane && image !== null ? 20 : 0;
    const startX = gutter + (tight ? 4 : 10) + pastTheCellState + startHalf;
    const margin = tight ? 8 : 14;
    const outputWidth = (pitch: number) =>
      fewLetters
        ? V * Math.min(WIDEST_LETTER, Math.floor((pitch - margin) / V))
        : Math.min(114 + label, pitch - (tight ? 6 : words ? 16 : 24));
    /**
     * The room that a column has to spare is shared with the arrows between the columns.
     *
     * @param pitch between a state's gates and the state itself
     */
    const join = (pitch: number) => {
      if (gates === null) {
        return 0;
      }
      const spare = pitch - frameWidth - leastArrow - gates.block - gates.leastJoin;
      return Math.min(gates.widestJoin, gates.leastJoin + Math.max(0, Math.floor(spare / 3)));
    };
    /** @param pitch from a state's left edge to where its cell begins */
    const inside = (pitch: number) => (gates === null ? 0 : gates.block + join(pitch));
    /** @param pitch from a state to the right end of what is above it */
    const rightOf = (pitch: number) => Math.max(outputWidth(pitch), pitch >= ROOMY ? 132 : 104) / 2;
    /** @param pitch from a state to the left end of its cell, and of what that reads */
    const leftOf = (pitch: number) =>
      frameWidth / 2 +
      Math.max(
        inside(pitch),
        gates === null || !words ? 0 : join(pitch) + gates.padding + gates.strip / 2 + WIDEST_INPUT / 2,
      );
    /** @param pitch from a state to the middle of all that belongs to its timestep */
    const shift = (pitch: number) => (gates === null ? 0 : Math.round((rightOf(pitch) - leftOf(pitch)) / 2) - 4);
    /** @param pitch where the first timestep stands then */
    const first = (pitch: number) =>
      recurrent
        ? startX +
          Math.max(
            frameWidth + leastArrow + inside(pitch),
            gates === null ? START_SHARE * pitch : pitch,
            startHalf + pitch / 2 + 4 - shift(pitch),
          )
        : gutter + 8 + pitch / 2;
    /** @param pitch from the centre of the last timestep to the end of what is drawn */
    const last = (pitch: number) =>
      gates === null
        ? Math.max(pitch / 2, nameReach)
        : Math.max(
            outputWidth(pitch) / 2 + 4,
            shift(pitch) + pitch / 2,
            RIGHT_OF_GATED + HALF_A_DIGIT * (String(Math.max(T, fit)).length - 1),
          );
    const fits = (pitch: number) => first(pitch) + (fit - 1) * pitch + last(pitch) <= width;
    const fitting =
      gates !== null
        ? WIDEST_COLUMN + gates.block
        : recurrent
          ? Math.min(
              (width - startX - frameWidth - leastArrow) / (fit - 0.5),
              (width - startX) / (fit - 0.5 + START_SHARE),
              (width - startX - startHalf - 4) / fit,
            )
          : (width - gutter - 8) / fit;
    let pitch = Math.max(leastColumn, Math.floor(Math.min(WIDEST_COLUMN + (gates?.block ?? 0), fitting)));
    while (pitch > leastColumn && !fits(pitch)) {
      pitch -= 1;
    }
    return {
      tight,
      terse,
      gutter,
      fewLetters,
      fewInputs,
      cells,
      cellsWidth,
      framePadding,
      frameWidth,
      startX,
      firstX: first(pitch),
      pitch,
      last: last(pitch),
      fits: fits(leastColumn),
      margin,
      outputWidth: outputWidth(pitch),
      gates,
      nameReach,
      join: join(pitch),
      inside: inside(pitch),
      shift: shift(pitch),
    };
  }

  const arrangements = [arrange(false, false), arrange(true, false), arrange(true, true)];
  const arranged = arrangements.find(({ fits }) => fits) ?? arrangements[narrow ? 1 : 0];
  const { tight, fewLetters, fewInputs, cells, cellsWidth, framePadding, frameWidth } = arranged;
  const { gutter, startX, firstX, pitch, last, shift, inside, margin } = arranged;
  const heights = down(low, structure !== null);
  const cellsHeight = cells.rows * (cells.height + cells.gap) - cells.gap;
  const frameHeight = cellsHeight + 2 * framePadding;

  // The cell state has as many cells as the state, less tall where they are tall.
  const laneCell = Math.min(cells.height, LANE_CELL);
  const laneHeight = lane ? cells.rows * (laneCell + cells.gap) - cells.gap + 2 * framePadding : 0;
  const end = firstX + (T - 1) * pitch + last;
  const offset = Math.max(0, Math.floor((width - firstX - (fit - 1) * pitch - last) / 2));

  const letterWidth = Math.min(WIDEST_LETTER, Math.floor((pitch - margin) / V));
  const inputWidth = fewInputs
    ? Math.min(WIDEST_LETTER, Math.floor((pitch - margin) / inputs))
    : words
      ? Math.min(WIDEST_INPUT, pitch - (tight ? 6 : 16))
      : 32;
  const roomy = pitch >= ROOMY;
  const crowded = arranged.gates === null && shown.gradients && pitch < CROWDED;

  let y = 10;
  const row = (height: number) => {
    const top = y;
    y += height;
    return top;
  };
  const captions = row(halves ? CAPTIONS : 0);
  const loss = row(!shown.losses ? 0 : roomy ? 24 : 38);
  const verdict = row(shown.losses ? heights.verdict : 0);
  const output = row(shown.outputs ? heights.bars + 34 : ABOVE_STATES);
  const outputArrow = row(shown.outputs ? heights.upward : 0) + 4;
  const frame = row(frameHeight);
  row(lane ? LANE_GAP : 0);
  const laneTop = row(lane ? laneHeight : structure === null ? 0 : LANE_ROOM);
  const cellEnd = y;
  const inputArrow = row(heights.inward);
  const input = row(INPUT_ROW * groups);
  const inputLabel = row(heights.inputLabel);
  y = Math.max(y, input + imageHeight + 26);
  const middle = frame + frameHeight / 2;
  const laneMiddle = laneTop + laneHeight / 2;
  const carry = structure === null ? laneMiddle : laneMiddle - 9;
  const gated =
    structure === null || arranged.gates === null
      ? null
      : gating({
          structure,
          gates,
          cells,
          widths: arranged.gates,
          join: arranged.join,
          frameWidth,
          frameHeight,
          framePadding,
          frame,
          carry,
        });

  return {
    T,
    fit,
    H,
    V,
    narrow,
    terse: arranged.terse,
    tight,
    roomy,
    crowded,
    barHeight: heights.bars,
    rankingRow: heights.ranked,
    gutter,
    offset,
    pitch,
    width: Math.max(width, Math.ceil(end)),
    height: y,
    cells,
    laneCells: { ...cells, height: laneCell },
    frameWidth,
    frameHeight,
    laneHeight,
    fewLetters,
    letterWidth,
    fewInputs,
    inputWidth,
    groups,
    inputs,
    words,
    recurrent,
    lane,
    halves,
    image,
    shown,
    pixel,
    imageWidth,
    rankingRows: fewLetters ? 0 : Math.min(V, RANKING_ROWS),
    /** Room for a token in a ranking. */
    label,
    rankingWidth: arranged.outputWidth,
    /** From the last state to the end of what is drawn. */
    last,
    /** From a state to the end of the names right of it. */
    nameReach: arranged.nameReach,
    /** The gates left of the state, where there are any. */
    gated,
    /** From a state's left edge to where its cell begins. */
    inside,
    /** From a state to the middle of all that belongs to its timestep. */
    shift,
    /** Where an input goes into the cell. */
    entry: gated?.entry ?? 0,
    rows: {
      captions,
      loss,
      verdict,
      output,
      outputArrow,
      frame,
      lane: laneTop,
      /** Where the cell ends, with its cell state if it has one. */
      cellEnd,
      inputArrow,
      input,
      inputRow: INPUT_ROW,
      inputLabel,
      /** W_hh runs above the middle of the cells, the gradient below it. */
      forward: middle - 11,
      backward: middle + 13,
      carry,
      carryBack: laneMiddle + 12,
    },
    /** Of another sequence this is all that may differ where nothing has to move. */
    geometry: [
      width,
      low,
      H,
      V,
      pitch,
      firstX,
      offset,
      y,
      fewLetters,
      inputs,
      groups,
      words,
      lane,
      halves,
      pixel,
      inside,
    ].join(" "),
    /** Centre of a timestep's column; 0 is h_0. */
    x: (t: number) => offset + (t === 0 ? (recurrent ? startX : firstX - pitch) : firstX + (t - 1) * pitch),
    /** The middle of all that belongs to a timestep. */
    middle: (t: number) => offset + shift + firstX + (t - 1) * pitch,
    /** Room for an arrow between a timestep's cell and the states before it. */
    gap: (t: number) => (t === 1 ? firstX - startX : pitch) - frameWidth - inside,
    /** Top left corner of a unit's cell, relative to the centre of its column. */
    cell: (index: number) => ({
      x: -cellsWidth / 2 + (index % cells.columns) * (cells.width + cells.gap),
      y: frame + framePadding + Math.floor(index / cells.columns) * (cells.height + cells.gap),
    }),
    /** The same for the cell state. */
    laneCell: (index: number) => ({
      x: -cellsWidth / 2 + (index % cells.columns) * (cells.width + cells.gap),
      y: laneTop + framePadding + Math.floor(index / cells.columns) * (laneCell + cells.gap),
    }),
    /** First and last timestep that show something between two horizontal positions. */
    between: (left: number, right: number): [number, number] => [
      Math.max(1, Math.min(T, Math.floor((left - offset - shift - firstX) / pitch + 0.5) + 1)),
      Math.max(1, Math.min(T, Math.ceil((right - offset - shift - firstX) / pitch + 0.5))),
    ],
  };
}

/** The room that tokens of this size of font take, in pixels. */
const TOKEN_SIZE = 12.5;

const widestOf = (tokens: readonly string[]) => Math.max(...tokens.map((token) => tokenWidth(token, TOKEN_SIZE)));

/** Where everything of a trace's network stands. */
export function layoutOf(
  trace: Trace,
  room: {
    fit: number;
    width: number;
    low: boolean;
    structure: Structure | null;
    gates?: readonly string[] | undefined;
    shown: Rows;
  },
) {
  const groups = trace.parts.map(inputGroups);
  const sharing = sharingOf(trace);
  return networkLayout({
    ...room,
    T: trace.steps.length,
    H: trace.h_0.length,
    V: trace.vocabulary.length,
    inputs: Math.max(...groups.flat().map(({ tokens }) => tokens.length)),
    groups: Math.max(...groups.map(({ length }) => length)),
    words: hasWords(trace),
    widest: widestOf(trace.vocabulary),
    widestInput: widestOf(groups.flat().flatMap(({ tokens }) => tokens)),
    marks: sharing !== "shared",
    recurrent: isRecurrent(trace),
    lane: trace.steps[0]?.c !== undefined,
    halves: sharing === "halves",
    image: trace.example.image,
  });
}
