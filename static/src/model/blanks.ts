/** Which numbers of a derivation can be left out: the terms of its sum, the sum, and the result. Pure. */

import type { Row, StepBlock } from "./arithmetic";
import { blocks } from "./arithmetic";
import { reading } from "./notation";
import type { Derivation, Maybe } from "./types";

export interface Blank {
  value: Maybe;
  /** as it is read */
  text: string;
}

/** The terms that matter, in their order. */
export function termsOf(derivation: Derivation): Row[] {
  const sum =
    derivation.arithmetic === null ? undefined : blocks(derivation.arithmetic).find(({ kind }) => kind === "sum");
  return sum?.kind === "sum" ? sum.rows.filter(({ shown }) => shown) : [];
}

/** What is no sum, step by step; the last one makes the result. */
export function stepsOf({ arithmetic }: Derivation): StepBlock[] {
  return (arithmetic === null ? [] : blocks(arithmetic)).filter((each) => each.kind === "step");
}

const blank = (value: Maybe): Blank => ({ value, text: reading(value, true) });

/** By name: `1`, `2` … of the terms, or of the steps before the last, `sum`, `result`. `inner` is the sum that a function is taken of. */
export function blanksOf(derivation: Derivation, inner: Derivation | null): Record<string, Blank> {
  const summed = inner ?? derivation;
  const terms = termsOf(summed);
  const parts = terms.length > 0 ? terms : stepsOf(summed).slice(0, -1);
  return {
    ...Object.fromEntries(parts.map(({ term }, place) => [String(place + 1), blank(term.value)])),
    ...(terms.length > 0 ? { sum: blank(summed.value) } : {}),
    result: blank(derivation.value),
  };
}
