/** What is being explained, and the way there. Pure; `client/inspection` asks the server. */

import type { Place } from "./address";
import type { Check, Derivation, Maybe } from "./types";

export interface Answer {
  derivation: Derivation;
  /** of its only operand, where it has just one */
  inner: Derivation | null;
  /** typeset */
  formula: string | null;
  innerFormula: string | null;
  /** the same number, one look earlier */
  before: { iteration: number; value: Maybe } | null;
}

export type Visit = { place: Place; label: Pick<Derivation, "notation" | "labels"> | null; root: boolean };
/** what went wrong, what helps */
export type Trouble = { text: string; retry: boolean; here: boolean };
export type Proof = { state: "checking" } | { state: "failed"; text: string } | { state: "checked"; check: Check };

export interface Inspection {
  place: Place | null;
  visits: Visit[];
  /** of the visits; those after it are the way forward */
  at: number;
  answer: Answer | null;
  trouble: Trouble | null;
  /** of the one number on screen */
  proof: Proof | null;
  /** of whole parameters at the iteration on screen */
  proofs: Record<string, Proof>;
  /** on screen */
  iteration: number;
  run: string | null;
}

export const NOTHING_INSPECTED: Inspection = {
  place: null,
  visits: [],
  at: -1,
  answer: null,
  trouble: null,
  proof: null,
  proofs: {},
  iteration: 0,
  run: null,
};

/** The way from where the reader began to where they are. */
export function crumbs(visits: Visit[], at: number): { visit: Visit; at: number }[] {
  const way = visits.slice(0, at + 1);
  const first = Math.max(0, way.map(({ root }) => root).lastIndexOf(true));
  return way.slice(first).map((visit, offset) => ({ visit, at: first + offset }));
}

/** @param array nested as deep as the index is long */
export function entry(array: unknown, index: number[]): Maybe {
  const found = index.reduce((part, place) => (Array.isArray(part) ? part[place] : null), array);
  return typeof found === "number" ? found : null;
}
