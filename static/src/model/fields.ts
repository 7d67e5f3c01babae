/** What a person types into a field: checked against the limits before anything is sent. */

import { say } from "../lib/messages";
import type { Limit } from "./types";

export type Reading = { value: number; error?: undefined } | { error: string; value?: undefined };

/** What a field allows, in words: `a whole number from 2 to 64`. */
export function allowed(limit: Limit) {
  return limit.allowed.replace(/, or null$/, "");
}

// What may be one with what is beside it: accents, skin tones, flags, joiners.
const JOINS = /[\p{M}\p{Cf}\p{Emoji_Modifier}\p{Regional_Indicator}\u1100-\u11ff]/u;

/** A number as typed: a comma for a point and a true minus are understood. */
export function readNumber(text: string, limit: Limit): Reading {
  const plain = text
    .trim()
    .replaceAll("\u2212", "-")
    .replace(/^([-+]?\d*),(\d+)$/, "$1.$2");
  const value = Number(plain);
  const fits =
    plain !== "" &&
    Number.isFinite(value) &&
    (limit.type !== "integer" || Number.isSafeInteger(value)) &&
    (limit.above === undefined || value > limit.above) &&
    value >= (limit.minimum ?? -Infinity) &&
    value <= (limit.maximum ?? Infinity);
  return fits ? { value } : { error: say("wrong-number", { allowed: allowed(limit) }) };
}

/** @returns what is wrong with a text to learn, or null */
export function textError(text: string, limit: Limit): string | null {
  const tokens = Array.from(text);
  const least = limit.min_length ?? 2;
  const most = limit.max_length ?? Infinity;
  if (tokens.length < least || tokens.length > most) {
    return say("wrong-length", { least, most, count: tokens.length, joined: JOINS.test(text) ? "yes" : "no" });
  }
  if (new Set(tokens).size < 2) {
    return say("wrong-uniform");
  }
  if (/\p{Surrogate}/u.test(text)) {
    return say("wrong-half");
  }
  return null;
}

/** A position 0..1 on a logarithmic scale between two bounds, and back. */
export function logarithmic(low: number, high: number) {
  const span = Math.log(high / low);
  return {
    position: (value: number) => Math.min(1, Math.max(0, Math.log(value / low) / span)),
    /** @param position two significant digits, so that a slider gives round numbers */
    value: (position: number) =>
      Math.min(high, Math.max(low, Number((low * Math.exp(position * span)).toPrecision(2)))),
  };
}
