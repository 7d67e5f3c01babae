/** Where a gradient's norms are drawn, by powers of ten. Pure. */

import type { Maybe } from "./types";

/** Smaller ones are drawn as this. */
const SMALLEST = 1e-16;
/** Powers of ten that are written at most. */
const MOST_TICKS = 6;

const SUPERSCRIPTS: Record<string, string> = { "-": "⁻" };
const raised = (power: number) =>
  Array.from(String(power), (digit) => SUPERSCRIPTS[digit] ?? "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(digit)]).join("");

const powerOf = (value: Maybe) => Math.log10(Math.max(SMALLEST, value ?? SMALLEST));

export interface Axis {
  /** the lowest and the highest power */
  low: number;
  high: number;
  ticks: { power: number; text: string }[];
}

/** An axis that has room for all of these. */
export function axisOf(values: readonly Maybe[]): Axis {
  const powers = values.filter((value) => value !== null).map(powerOf);
  const high = Math.ceil(Math.max(0, ...powers));
  const low = Math.min(high - 3, Math.floor(Math.min(0, ...powers)));
  const step = Math.ceil((high - low) / MOST_TICKS);
  const ticks = [];
  for (let power = high; power >= low; power -= step) {
    ticks.push({ power, text: power === 0 ? "1" : `10${raised(power)}` });
  }
  return { low, high, ticks };
}

/** From the top, 0 to 1. */
export const heightOf = ({ low, high }: Axis, value: Maybe) => (high - powerOf(value)) / (high - low);

export const heightOfPower = ({ low, high }: Axis, power: number) => (high - power) / (high - low);
