/** Numbers and characters as text. Pure; the same value reads the same everywhere. */

import { quotation, say } from "../lib/messages";

/** What stands where the server sent `null` for a number that is not finite. */
export const NOT_FINITE = "∞";

const MINUS = "\u2212";

/**
 * @param text a number as JavaScript writes it
 * @returns with a true minus sign
 */
function withMinus(text: string): string {
  return text.replaceAll("-", MINUS);
}

/** Fixed decimals, a true minus sign, and never a negative zero: `−0.31`, `0.00`. */
export function fixed(value: number | null, decimals: number = 2) {
  if (value === null || !Number.isFinite(value)) {
    return NOT_FINITE;
  }
  const text = Math.abs(value) >= 1e6 ? value.toExponential(2) : value.toFixed(decimals);
  return withMinus(Number(text) === 0 ? text.replace("-", "") : text);
}

/** Like `fixed`, and positive numbers carry their sign: `+0.58`. */
export function signed(value: number | null, decimals: number = 2) {
  const text = fixed(value, decimals);
  return value !== null && value > 0 && Number(text) !== 0 && text !== NOT_FINITE ? `+${text}` : text;
}

/** Every digit of a float64, as the API sends it. */
export function exact(value: number | null) {
  return value === null || !Number.isFinite(value) ? say("not-finite") : withMinus(String(value));
}

/** A loss: three decimals, more when it is small enough to vanish in them. */
export function loss(value: number | null) {
  if (value === null || value >= 0.01 || value === 0) {
    return fixed(value, 3);
  }
  return value >= 1e-4 ? fixed(value, 5) : withMinus(value.toExponential(2));
}

/** Significant digits of a probability under a logarithm, at most. */
const MOST_DIGITS = 6;

/**
 * A probability as it stands in `−log p = loss`: in the fewest digits of which the equation holds
 * as it is written. What they cannot tell from 0 or 1 is cut off: `0.9999…` goes on.
 *
 * @param surprise its loss, as the server sent it
 * @param write how the loss is written
 * @param least digits that a probability has beside it
 */
export function logged(
  p: number | null,
  surprise: number | null,
  write: (value: number | null) => string = loss,
  least: number = p !== null && p < 0.1 ? 1 : 2,
) {
  if (p === null || !Number.isFinite(p)) {
    return fixed(p);
  }
  const written = write(surprise);
  if (p === 0 || p === 1) {
    return written === write(-Math.log(p)) ? String(p) : cutOff(p);
  }
  for (let digits = least; digits <= MOST_DIGITS; digits += 1) {
    const nearest = Number(p.toPrecision(digits));
    // On the edge between two printed losses, the neighbour of the last digit may be what is right.
    const unit = 10 ** -decimalsOf(p, digits);
    const candidates = digits < MOST_DIGITS ? [nearest] : [nearest, nearest - unit, nearest + unit];
    for (const candidate of candidates) {
      const text = p < 0.001 ? candidate.toExponential(digits - 1) : candidate.toFixed(decimalsOf(p, digits));
      if (candidate > 0 && candidate < 1 && write(-Math.log(Number(text))) === written) {
        return withMinus(text);
      }
    }
  }
  return cutOff(p);
}

function cutOff(p: number) {
  return p < 0.001 ? "0.000…" : p > 0.9999 ? "0.9999…" : String(p);
}

/**
 * @param value above 0, at most 1
 * @param digits significant ones
 */
function decimalsOf(value: number, digits: number) {
  return Math.max(0, digits - 1 - Math.floor(Math.log10(value)));
}

/** A difference of two losses with its direction: `▼ 0.12`, `▲ 0.03`, or empty when equal. */
export function lossChange(before: number | null, after: number | null) {
  if (before === null || after === null || before === after) {
    return "";
  }
  const size = Math.abs(after - before);
  const text = size >= 0.005 ? size.toFixed(2) : size.toPrecision(1);
  return `${after < before ? "▼" : "▲"} ${withMinus(text)}`;
}

/** A short number for a setting: `0.1`, `1e−5`, without trailing zeros. */
export function setting(value: number) {
  const rounded = Number(value.toPrecision(6));
  const size = Math.abs(rounded);
  return withMinus(size !== 0 && (size < 1e-4 || size >= 1e6) ? rounded.toExponential() : String(rounded));
}

/** A whole number with its thousands apart: `12,000`. */
export function count(value: number) {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** @returns its digits as subscripts: `₁₂` */
export function subscript(value: number): string {
  return String(value).replace(/\d/g, (digit) => String.fromCharCode(0x2080 + Number(digit)));
}

const PICTURES = new Map([
  [" ", "␣"],
  ["\n", "⏎"],
  ["\r", "␍"],
  ["\t", "⇥"],
  ["\u00a0", "⍽"],
  ["\u007f", "␡"],
]);

const SPOKEN = new Map([
  [" ", "space"],
  ["\n", "line_break"],
  ["\r", "carriage_return"],
  ["\t", "tab"],
  ["\u00a0", "no_break_space"],
]);

/** @returns `U+200B` */
function codePoint(token: string): string {
  return `U+${(token.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
}

/** One character made visible: a space is `␣`, a line break `⏎`, a combining mark sits on `◌`. */
export function visible(token: string) {
  const picture = PICTURES.get(token);
  if (picture !== undefined) {
    return picture;
  }
  if (token < " " && token !== "") {
    return String.fromCharCode(0x2400 + token.charCodeAt(0));
  }
  if (/^\p{M}/u.test(token)) {
    return `◌${token}`;
  }
  return /^[\p{C}\p{Z}]/u.test(token) ? codePoint(token) : token;
}

/** An input of words as people write it: a mark that is a token of its own stands at the word before. */
export function prose(source: string) {
  return visible(source).replaceAll(/ (?=[,.;:!?])/g, "");
}

/** One character for a screen reader. */
export function spoken(token: string) {
  const name = SPOKEN.get(token);
  if (name !== undefined) {
    return say("character", { name });
  }
  return /^[\p{C}\p{Z}\p{M}]/u.test(token) ? codePoint(token) : token;
}

/**
 * A text with its invisible characters made visible, in quotation marks; spaces inside stay spaces.
 *
 * @param longest characters kept before it is cut
 */
export function quoted(text: string, longest: number = Infinity) {
  const tokens = Array.from(text);
  const kept = tokens.slice(0, longest).map((token) => (token === " " ? " " : visible(token)));
  return quotation(`${kept.join("")}${tokens.length > longest ? "…" : ""}`);
}

const OPTIMIZERS = new Map([
  ["sgd", "SGD"],
  ["adagrad", "Adagrad"],
  ["adam", "Adam"],
]);

/**
 * @param name as the API writes it
 * @returns as people write it
 */
export function optimizerName(name: string): string {
  return OPTIMIZERS.get(name) ?? name;
}

export function cellName(name: string): string {
  const window = /^window_(\d)$/.exec(name)?.[1];
  return say("cell-name", { name, cell: window === undefined ? name : "window", window: window ?? "" });
}
