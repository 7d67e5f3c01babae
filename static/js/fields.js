// @ts-check
/** What a person types into a field: checked against the limits before anything is sent. */

import { count, counted } from "./format.js";

/** @typedef {import("./types.js").Limit} Limit */
/** @typedef {{value: number, error?: undefined} | {error: string, value?: undefined}} Reading */

/**
 * What a field allows, in words: `a whole number from 2 to 64`.
 *
 * @param {Limit} limit
 */
export function allowed(limit) {
  return limit.allowed.replace(/, or null$/, "");
}

// What may be one with what is beside it: accents, skin tones, flags, joiners.
const JOINS = /[\p{M}\p{Cf}\p{Emoji_Modifier}\p{Regional_Indicator}\u1100-\u11ff]/u;

/**
 * A number as typed: a comma for a point and a true minus are understood.
 *
 * @param {string} text
 * @param {Limit} limit
 * @returns {Reading}
 */
export function readNumber(text, limit) {
  const plain = text.trim().replaceAll("\u2212", "-").replace(/^([-+]?\d*),(\d+)$/, "$1.$2");
  const value = Number(plain);
  const fits =
    plain !== "" &&
    Number.isFinite(value) &&
    (limit.type !== "integer" || Number.isSafeInteger(value)) &&
    (limit.above === undefined || value > limit.above) &&
    value >= (limit.minimum ?? -Infinity) &&
    value <= (limit.maximum ?? Infinity);
  return fits ? { value } : { error: `Enter ${allowed(limit)}.` };
}

/**
 * @param {string} text
 * @param {Limit} limit
 * @returns {string | null} what is wrong with a text to learn, or null
 */
export function textError(text, limit) {
  const tokens = Array.from(text);
  const least = limit.min_length ?? 2;
  const most = limit.max_length ?? Infinity;
  if (tokens.length < least || tokens.length > most) {
    return `Enter ${least} to ${counted(most, "character")}; this has ${count(tokens.length)}${
      JOINS.test(text) ? " code points, and a single character can be several" : ""
    }.`;
  }
  if (new Set(tokens).size < 2) {
    return "Use at least two different characters: with one there is nothing to predict.";
  }
  if (/\p{Surrogate}/u.test(text)) {
    return "This text holds half of a character; type that character again.";
  }
  return null;
}

/**
 * A position 0..1 on a logarithmic scale between two bounds, and back.
 *
 * @param {number} low
 * @param {number} high
 */
export function logarithmic(low, high) {
  const span = Math.log(high / low);
  return {
    /** @param {number} value */
    position: (value) => Math.min(1, Math.max(0, Math.log(value / low) / span)),
    /** @param {number} position two significant digits, so that a slider gives round numbers */
    value: (position) =>
      Math.min(high, Math.max(low, Number((low * Math.exp(position * span)).toPrecision(2)))),
  };
}
