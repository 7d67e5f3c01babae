// @ts-check
/**
 * A sum in writing: numbers with the same digits, as many as it takes for what is written to add
 * up. Pure.
 *
 * Nothing is summed for the reader: addends and total are the server's. Only what is written is
 * added, to see whether a reader who does so gets the total that is written.
 */

import { NOT_FINITE, fixed } from "./format.js";

/** @typedef {import("./types.js").Maybe} Maybe */

/**
 * @typedef {object} WrittenSum
 * @property {string[]} addends each with its minus sign, if it has one
 * @property {string} total
 * @property {"=" | "≈"} relation how the written addends relate to the written total
 */

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
 * @param {number} value
 * @param {number} power of ten
 * @returns {number} the value in units of it, by its digits
 */
function inUnitsOf(value, power) {
  const [digits, exponent] = value.toExponential().split("e");
  return Number(`${digits}e${Number(exponent) - power}`);
}

/** @param {string} text a number as `fixed` writes it @returns {bigint} its digits as an integer */
const digitsOf = (text) => BigInt(text.replace("−", "-").replace(".", ""));

/**
 * @param {readonly Maybe[]} addends
 * @param {Maybe} total
 * @param {boolean} [all] whether these are all addends, so that they can be held to the total
 * @returns {WrittenSum}
 */
export function writtenSum(addends, total, all = true) {
  const numbers = [...addends, total];
  const largest = Math.max(...numbers.map((value) => Math.abs(value ?? NaN)));
  if (!Number.isFinite(largest)) {
    const texts = numbers.map((value) => (value === null ? NOT_FINITE : fixed(value)));
    return { addends: texts.slice(0, -1), total: texts[numbers.length - 1], relation: "=" };
  }
  const isPlain = largest === 0 || (largest >= SMALLEST && largest < LARGEST);
  const power = largest === 0 ? 0 : Number(largest.toExponential().split("e")[1]);
  const least = isPlain ? Math.max(FEWEST_DECIMALS, SIGNIFICANT - 1 - power) : SIGNIFICANT - 1;
  /** @param {number} decimals */
  const write = (decimals) =>
    numbers.map((value) => fixed(isPlain ? value : inUnitsOf(value ?? 0, power), decimals));
  /** @param {string[]} texts */
  const addsUp = (texts) =>
    texts.slice(0, -1).reduce((sum, text) => sum + digitsOf(text), 0n) === digitsOf(texts[addends.length]);
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

/**
 * An addend after others, in one piece with its operator: `+ 0.13`, `− 0.20`.
 *
 * @param {string} text
 */
export const added = (text) => (text.startsWith("−") ? `−${NO_BREAK}${text.slice(1)}` : `+${NO_BREAK}${text}`);

/**
 * Addends in a row: `0.10 − 0.20 + …`.
 *
 * @param {readonly string[]} texts
 */
export const joined = (texts) => texts.map((text, i) => (i === 0 ? text : added(text))).join(" ");
