/** How the inspector writes numbers and names. Pure. */

import { logged, NOT_FINITE, signed, subscript, visible } from "./format";
import type { Derivation, Maybe } from "./types";

export type Part = { kind: "text" | "name" | "sub" | "sup"; text: string; parts: Part[] };
/** what a number is called: `h_{3}` of the unit `4` */
export type Named = Pick<Derivation, "notation" | "labels">;

const SUPERSCRIPTS = new Map(Array.from("0123456789−", (digit, i) => [digit, "⁰¹²³⁴⁵⁶⁷⁸⁹⁻"[i]]));
// Never below zero: a plus sign would only be noise.
const UNSIGNED =
  /^(x|[ifozr]|probs|loss|.*norm|gradient_square_sums?\..*|optimizer_state\.(v|sum_of_squares)\..*|learning_rate|clip_scale|optimizer_step)$/;

export const isUnsigned = (quantity: string) => UNSIGNED.test(quantity);

/** `2.1·10⁻⁵` */
function scientific(value: number): string {
  const [digits = "", exponent = "0"] = value.toExponential(1).split("e");
  const power = String(Number(exponent)).replace("-", "−");
  return `${digits.replace("-", "−").replace(/\.0$/, "")}·10${raised(power)}`;
}

const raised = (power: string) => Array.from(power, (digit) => SUPERSCRIPTS.get(digit) ?? digit).join("");

/**
 * A number to be read in an equation: four digits after the point, more where there would be
 * nothing to see, fewer where it is short or large.
 */
export function reading(value: Maybe | undefined, unsigned: boolean = false) {
  if (value === null || value === undefined || !Number.isFinite(value)) {
    return NOT_FINITE;
  }
  const size = Math.abs(value);
  const plus = value > 0 ? "+" : "";
  const text = /^-?[\d.]{1,5}$/.test(String(value))
    ? `${plus}${String(value).replace("-", "−")}`
    : size < 0.00095 || size >= 1e5
      ? `${plus}${scientific(value)}`
      : signed(value, size < 10 ? 4 : size < 100 ? 3 : 1);
  return unsigned ? text.replace("+", "") : text;
}

/** A probability p to be read in `−log p = …`, so that the equation holds as it is written. */
export function readingUnderLog(p: Maybe | undefined, surprise: Maybe | undefined) {
  const text = logged(p ?? null, surprise ?? null, (value) => reading(value, true), 4);
  return text.replace(/e(−\d+)$/, (_, power) => `·10${raised(power)}`);
}

/** The error of a check in words for a badge: `3·10⁻¹²`. */
export function errorText(value: Maybe | undefined) {
  if (value === null || value === undefined || !Number.isFinite(value)) {
    return NOT_FINITE;
  }
  return value === 0 ? "0" : scientific(Number(value.toPrecision(1)));
}

/** A name as the server writes it, `∂L/∂h_{3}`, in parts to be typeset. */
export function nameParts(notation: string): Part[] {
  const parts: Part[] = [];
  for (let i = 0; i < notation.length; ) {
    const mark = notation[i];
    if ((mark === "_" || mark === "^") && notation[i + 1] === "{") {
      let end = i + 2;
      for (let depth = 1; end < notation.length && depth > 0; end += 1) {
        depth += notation[end] === "{" ? 1 : notation[end] === "}" ? -1 : 0;
      }
      const text = notation.slice(i + 2, end - 1);
      parts.push({ kind: mark === "_" ? "sub" : "sup", text, parts: nameParts(text) });
      i = end;
      continue;
    }
    const text = /^(?:[A-Za-zŷ-]|[α-ω])+|^[^A-Za-zŷα-ω_^]+|^./u.exec(notation.slice(i))?.[0] ?? "";
    parts.push({ kind: /^[A-Za-zŷα-ω]/u.test(text) ? "name" : "text", text, parts: [] });
    i += text.length;
  }
  return parts;
}

/** Which of them it is: `[4]`. */
export const indexOf = (labels: string[]) => (labels.length > 0 ? `[${labels.map(visible).join(",")}]` : "");

/** The name in plain characters, for labels and announcements: `∂L/∂h₃`, `W_hh`. */
export function plainName(notation: string) {
  return notation
    .replace(/_\{(\d+)\}/g, (_, digits) => subscript(Number(digits)))
    .replace(/_\{(\w+)\}/g, "_$1")
    .replace(/[{}]/g, "");
}

/** The colour class of a name: the matrix's own, or that of loss and gradients. */
export function identity(quantity: string) {
  const matrix = /^(?:W_)(xh|hh|hy)$/.exec(quantity);
  if (matrix !== null) {
    return `w-${matrix[1]}`;
  }
  return /^(loss|d[a-z]|gradient|clipped_gradient)/.test(quantity) ? "loss-ink" : "";
}
