/** A line of numbers for a guess and what was measured, with round ends. Pure. */

/** Most of what is guessed is a count; a short line would make much of a small difference. */
const LEAST_RANGE = 4;
const STEPS = 5;
/** Rounding to the ends adds at most two steps. */
const MOST_TICKS = STEPS + 3;

export interface NumberLine {
  low: number;
  high: number;
  /** from the lower end to the higher; 0 is one of them */
  ticks: number[];
}

function roundStep(range: number): number {
  const rough = range / STEPS;
  const power = 10 ** Math.floor(Math.log10(rough));
  return power * ([1, 2, 5].find((factor) => factor * power >= rough) ?? 10);
}

export function numberLine(values: readonly number[]): NumberLine {
  const least = Math.min(0, ...values);
  const most = Math.max(0, ...values);
  const step = roundStep(Math.max(LEAST_RANGE, most - least));
  const first = Math.floor(least / step);
  const last = Math.max(Math.ceil(most / step), first + Math.ceil(LEAST_RANGE / step));
  const count = Math.min(MOST_TICKS, last - first + 1);
  return {
    low: first * step,
    high: last * step,
    ticks: Array.from({ length: count }, (_, place) => (first + place) * step),
  };
}
