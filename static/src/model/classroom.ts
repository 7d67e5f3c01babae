/** Classes: which one an address names, and how guesses are drawn beside what came of them. Pure. */

import { say } from "../lib/messages";
import { subscript } from "./format";
import type { Address, Question } from "./types";

const CODE = /^[A-Z0-9]{6}$/;

/** What a pupil typed, as codes are written. */
export const plainCode = (typed: string) => typed.replace(/[\s-]/g, "").toUpperCase();

/** @returns the code of a class in an address bar */
export function classIn(query: string): string | null {
  const code = plainCode(new URLSearchParams(query).get("class") ?? "");
  return CODE.test(code) ? code : null;
}

/** The address that also says of which class the page is. */
export function withClass(address: string, code: string | null): string {
  return code === null ? address : `${address}${address.includes("?") ? "&" : "?"}class=${code}`;
}

const SYMBOLS: Record<string, string> = {
  logits: "y",
  probs: "ŷ",
  loss: "L",
  dlogits: "∂L/∂y",
  dh: "∂L/∂h",
  da: "∂L/∂a",
  dc: "∂L/∂c",
};

/** A number as a class reads it: `∂L/∂W_hh[2,0]`, `h₃[4]`. */
export function numberName({ quantity, t, index }: { quantity: string; t?: number | null; index: number[] }): string {
  const plain = quantity.replace(/^gradients\./, "∂L/∂").replace(/^updates\./, "Δ");
  const time = t === undefined || t === null ? "" : subscript(t);
  return `${SYMBOLS[quantity] ?? plain}${time}${index.length > 0 ? `[${index.join(",")}]` : ""}`;
}

/** What can be asked about a number: its address, without the iteration. */
export const askable = ({ quantity, t, index }: Address) => ({ quantity, index, ...(t === undefined ? {} : { t }) });

/** The question in words, the teacher's own or those of the page. */
export function questionText({ kind, text, iteration, target, read, quantity, t, index }: Question): string {
  if (text !== "" || kind === "choice") {
    return text;
  }
  const steps = target - iteration;
  if (kind === "letter") {
    return say("ask-letter", { steps, read: (read ?? []).join("") });
  }
  if (kind === "loss") {
    return say("ask-loss", { steps });
  }
  const number = numberName({ quantity: quantity ?? "", t: t ?? null, index: index ?? [] });
  return kind === "sign" ? say("ask-sign", { steps, number }) : say("ask-number", { steps, number });
}

/** What an option is called. */
export function optionText(kind: Question["kind"], option: string): string {
  if (kind === "loss" || kind === "sign") {
    return say(`option-${option}`);
  }
  return option === " " ? "␣" : option;
}

/** One option: how many chose it, whether it is right, and what the network gives it. */
export interface Row {
  option: string;
  text: string;
  count: number;
  /** of all answers; 0 where there are none */
  share: number;
  isTrue: boolean;
  probability: number | null;
}

/** The guesses of a question with options, in the order in which they were offered. */
export function rowsOf({ kind, options, counts, outcome }: Question): Row[] {
  const total = (counts ?? []).reduce((sum, { count }) => sum + count, 0);
  return (options ?? []).map((option, place) => {
    const count = counts?.find(({ value }) => value === option)?.count ?? 0;
    return {
      option,
      text: optionText(kind, option),
      count,
      share: total === 0 ? 0 : count / total,
      isTrue: outcome !== null && outcome.truth === option,
      probability: outcome?.probabilities?.[place] ?? null,
    };
  });
}

export interface Heap {
  /** of the axis, from 0 to 1 */
  from: number;
  to: number;
  count: number;
}

/** Guesses of a number, on an axis that also holds what came of them. */
export interface Heaps {
  low: number;
  high: number;
  heaps: Heap[];
  most: number;
  /** where the truth is on the axis */
  truth: number | null;
  /** the least and the greatest guess, and where they are on the axis; once where they are the same */
  ends: { value: number; at: number }[];
}

const HEAPS = 24;

const endsOf = (guesses: number[]) =>
  guesses.length === 0 ? [] : [...new Set([Math.min(...guesses), Math.max(...guesses)])];

export function heapsOf({ counts, outcome }: Question): Heaps | null {
  const guesses = (counts ?? []).flatMap(({ value, count }) => (typeof value === "number" ? [{ value, count }] : []));
  const truth = typeof outcome?.truth === "number" ? outcome.truth : null;
  const all = [...guesses.map(({ value }) => value), ...(truth === null ? [] : [truth])];
  if (all.length === 0) {
    return null;
  }
  const [least, greatest] = [Math.min(...all), Math.max(...all)];
  const margin = least === greatest ? Math.max(Math.abs(least) / 2, 0.5) : (greatest - least) / 12;
  const [low, high] = [least - margin, greatest + margin];
  const place = (value: number) => (value - low) / (high - low);
  const heaps: Heap[] = Array.from({ length: HEAPS }, (_, at) => ({
    from: at / HEAPS,
    to: (at + 1) / HEAPS,
    count: 0,
  }));
  for (const { value, count } of guesses) {
    const heap = heaps[Math.min(HEAPS - 1, Math.floor(place(value) * HEAPS))];
    if (heap !== undefined) {
      heap.count += count;
    }
  }
  return {
    low,
    high,
    heaps,
    most: Math.max(1, ...heaps.map(({ count }) => count)),
    truth: truth === null ? null : place(truth),
    ends: endsOf(guesses.map(({ value }) => value)).map((value) => ({ value, at: place(value) })),
  };
}

/** How many have answered. */
export const answersTo = ({ counts }: Question) => (counts ?? []).reduce((sum, { count }) => sum + count, 0);

/** A name that nobody thinks about for long; `choose` gives a whole number below its argument. */
export function animal(choose: (below: number) => number): string {
  const all = say("class-animals").split(/[,，、]\s*/);
  return all[choose(all.length)] ?? "";
}
