/** Where things stand on a timeline of iterations. Pure. */

import { say } from "../lib/messages";
import type { Figure } from "./figures";
import { record } from "./interventions";
import type { Run } from "./types";

/** An iteration at which a run was changed. */
export interface Mark {
  iteration: number;
  /** what was changed, in words */
  text: string;
}

const SHORTEST = 10;

/** The share of the way from 0 to `end`, in 0..1. */
export function position(iteration: number, end: number) {
  return end <= 0 ? 0 : Math.min(1, Math.max(0, iteration / end));
}

/**
 * Round iterations from 0 to `end`, in steps of 1, 2 or 5 times a power of ten, and `end` itself;
 * a round one that would run into `end` is left out.
 *
 * @param most how many there is room for
 */
export function ticks(end: number, most: number): number[] {
  if (end <= 0) {
    return [0];
  }
  const step = stepFor(end / Math.max(1, most - 1));
  const round = [];
  for (let tick = 0; tick <= end - 0.6 * step; tick += step) {
    round.push(tick);
  }
  return [...(round.length > 0 ? round : [0]), end];
}

function stepFor(least: number) {
  if (least <= 1) {
    return 1;
  }
  const power = 10 ** Math.floor(Math.log10(least));
  return power * ([1, 2, 5, 10].find((factor) => factor * power >= least) as number);
}

/** One mark for each iteration, in order. */
function joined(changes: Mark[], separator: string): Mark[] {
  const texts: Map<number, string> = new Map();
  for (const { iteration, text } of changes) {
    const before = texts.get(iteration);
    texts.set(iteration, before === undefined ? text : before + separator + text);
  }
  return [...texts].sort(([one], [other]) => one - other).map(([iteration, text]) => ({ iteration, text }));
}

type Changed = Pick<Run, "configuration" | "interventions" | "iteration">;

/** A run's interventions. */
export const marks = (run: Changed): Mark[] => joined(record(run), say("list-separator"));

/** The interventions of several runs, each by its letter. */
export function marksOf(runs: Record<string, Changed>): Mark[] {
  const each = Object.entries(runs).flatMap(([letter, run]) =>
    marks(run).map(({ iteration, text }) => ({ iteration, text: `${letter}: ${text}` })),
  );
  return joined(each, say("clause-separator"));
}

/** Where the axis of a loss curve ends, or would while there is none. */
export function endOfAxis(curve: Figure | null | undefined) {
  const end = curve?.layout.xaxis?.range?.[1];
  return typeof end === "number" ? end : SHORTEST;
}

/**
 * The next mark before or after an iteration.
 *
 * @param all in order
 * @returns its iteration
 */
export function nextMark(all: readonly Mark[], iteration: number, direction: 1 | -1): number | null {
  const found =
    direction === 1
      ? all.find((mark) => mark.iteration > iteration)
      : all.filter((mark) => mark.iteration < iteration).at(-1);
  return found?.iteration ?? null;
}
