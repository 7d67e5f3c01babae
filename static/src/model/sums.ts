/**
 * A sum in writing: numbers with the same digits, as many as it takes for what is written to add
 * up. Pure.
 *
 * Nothing is summed for the reader: addends and total are the server's. Only what is written is
 * added, to see whether a reader who does so gets the total that is written.
 */

import { fixed, NOT_FINITE } from "./format";
import type { Maybe } from "./types";

export interface WrittenSum {
  /** each with its minus sign, if it has one */
  addends: string[];
  total: string;
  /** how the written addends relate to the written total */
  relation: "=" | "≈";
}

/** Of the largest number; a smaller one shows fewer, for all have the same last digit. */
const SIGNIFICANT = 3;
const FEWEST_DECIMALS = 2;
const NO_BREAK = "\u00a0";
/** So many digits more are tried for a sum that rounding has left wrong by one in the last. */
const MORE = 3;
/** Outside of these the largest number, and so all, are written with its power of ten. */
const SMALLEST = 0.0005;
const LARGEST = 1e5;

/**
 * @param power of ten
 * @returns the value in units of it, by its digits
 */
function inUnitsOf(value: number, power: number): number {
  const [digits, exponent] = value.toExponential().split("e");
  return Number(`${digits}e${Number(exponent) - power}`);
}

/**
 * @param text a number as `fixed` writes it
 * @returns its digits as an integer
 */
const digitsOf = (text: string): bigint => BigInt(text.replace("−", "-").replace(".", ""));

const PLAIN = /^−?\d+\.\d+$/;

/** Whether numbers with the same decimals add up to the last of them as they are written. */
const addsUp = (texts: readonly string[]) =>
  texts.slice(0, -1).reduce((sum, text) => sum + digitsOf(text), 0n) === digitsOf(texts.at(-1) ?? "0");

/** @param all whether these are all addends, so that they can be held to the total */
export function writtenSum(addends: readonly Maybe[], total: Maybe, all: boolean = true): WrittenSum {
  const numbers = [...addends, total];
  const largest = Math.max(...numbers.map((value) => Math.abs(value ?? NaN)));
  if (!Number.isFinite(largest)) {
    const texts = numbers.map((value) => (value === null ? NOT_FINITE : fixed(value)));
    return { addends: texts.slice(0, -1), total: texts[numbers.length - 1], relation: "=" };
  }
  const isPlain = largest === 0 || (largest >= SMALLEST && largest < LARGEST);
  const power = largest === 0 ? 0 : Number(largest.toExponential().split("e")[1]);
  const least = isPlain ? Math.max(FEWEST_DECIMALS, SIGNIFICANT - 1 - power) : SIGNIFICANT - 1;
  const write = (decimals: number) =>
    numbers.map((value) => fixed(isPlain ? value : inUnitsOf(value ?? 0, power), decimals));
  const tries = Array.from({ length: all ? MORE + 1 : 1 }, (_, more) => write(least + more));
  const found = all ? tries.find(addsUp) : tries[0];
  const scale = isPlain ? "" : `e${String(power).replace("-", "−")}`;
  const texts = (found ?? tries[0]).map((text) => (Number(text.replace("−", "")) === 0 ? text : `${text}${scale}`));
  return {
    addends: texts.slice(0, -1),
    total: texts[addends.length],
    relation: found === undefined ? "≈" : "=",
  };
}

/** One of several sums that stand below one another. */
interface Line {
  addends: readonly Maybe[];
  total: Maybe;
}

/** Sums below one another, with as many decimals in each where they all add up so; else each with its own. */
export function writtenSums(lines: readonly Line[]): WrittenSum[] {
  const own = lines.map(({ addends, total }) => writtenSum(addends, total));
  const texts = own.flatMap(({ addends, total }) => [...addends, total]);
  if (!texts.every((text) => PLAIN.test(text))) {
    return own;
  }
  const least = Math.max(0, ...texts.map((text) => text.length - text.indexOf(".") - 1));
  for (let decimals = least; decimals <= least + MORE; decimals++) {
    const all = lines.map(({ addends, total }) => [...addends, total].map((value) => fixed(value, decimals)));
    if (all.every(addsUp)) {
      return all.map((line) => ({ addends: line.slice(0, -1), total: line.at(-1) ?? "", relation: "=" }));
    }
  }
  return own;
}

/** An addend after others, in one piece with its operator: `+ 0.13`, `− 0.20`. */
export const added = (text: string) => (text.startsWith("−") ? `−${NO_BREAK}${text.slice(1)}` : `+${NO_BREAK}${text}`);

/** Addends in a row: `0.10 − 0.20 + …`. */
export const joined = (texts: readonly string[]) => texts.map((text, i) => (i === 0 ? text : added(text))).join(" ");
