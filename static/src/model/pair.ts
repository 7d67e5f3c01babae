/**
 * The address of a comparison: two runs as links write them, every name with its letter, and one
 * iteration: `/compare?a.iteration=200&b.at=40~learning_rate:0.5&iteration=60`. Pure.
 */

import { listed, say } from "../lib/messages";
import type { Link, RunRecord } from "./link";
import { fromQuery, NAMES, toQuery, unknownNames } from "./link";
import type { Configuration } from "./types";

export const BOTH = ["first", "second"] as const;
export type Which = (typeof BOTH)[number];
export type Both<T> = Record<Which, T>;
/** What they are called on the page. */
export const LETTER: Both<string> = { first: "A", second: "B" };

/**
 * One of two runs: what decides its numbers, up to its furthest iteration, and its living run.
 */
export interface PairSide {
  record: RunRecord;
  /** a living run that the link joins */
  run?: string | null;
}

export interface PairLink {
  /** null where the link says nothing about it */
  first: Link | null;
  second: Link | null;
  iteration: number | null;
  /** whether the loss has a logarithmic axis */
  log: boolean;
  problems: string[];
}

const LETTERS = ["a", "b"] as const;
const OF_BOTH = ["iteration", "log"];

export function toPairQuery(
  first: PairSide,
  second: PairSide | null,
  iteration: number,
  defaults: Configuration,
  { log = false }: { log?: boolean } = {},
): string {
  const parts = [first, second].flatMap((side, place) => {
    if (side === null) {
      return [];
    }
    const { iteration: furthest } = side.record;
    // The iteration of both says it already, unless more of the run is known.
    const record = { ...side.record, iteration: furthest > iteration ? furthest : 0 };
    const query = toQuery(record, defaults, side.run ?? null).slice(1);
    const own = query === "" ? [] : query.split("&");
    // Something must stand for a run that is all default.
    return (own.length > 0 ? own : [`seed=${side.record.configuration.seed}`]).map(
      (part) => `${LETTERS[place]}.${part}`,
    );
  });
  return `?${[...parts, `iteration=${iteration}`, ...(log ? ["log=1"] : [])].join("&")}`;
}

export function fromPairQuery(query: string): PairLink {
  const parameters = new URLSearchParams(query);
  const problems: string[] = unknownNames(
    [...parameters.keys()],
    [...LETTERS.flatMap((letter) => NAMES.map((name) => `${letter}.${name}`)), ...OF_BOTH],
    say("compare-link-names", { both: listed(OF_BOTH), own: listed(NAMES) }),
  );
  const sides = LETTERS.map((letter) => {
    const own = new URLSearchParams(
      [...parameters]
        .filter(([name]) => name.startsWith(`${letter}.`) && NAMES.includes(name.slice(2)))
        .map(([name, value]) => [name.slice(2), value]),
    );
    if (own.size === 0) {
      return null;
    }
    const link = fromQuery(`?${own}`);
    problems.push(...link.problems.map((problem) => `${letter.toUpperCase()}: ${problem}`));
    return link;
  });
  const text = parameters.get("iteration");
  const readable = text !== null && /^\d{1,9}$/.test(text);
  if (text !== null && !readable) {
    problems.push(say("compare-link-iteration"));
  }
  return {
    first: sides[0] ?? null,
    second: sides[1] ?? null,
    iteration: readable ? Number(text) : null,
    log: parameters.get("log") === "1",
    problems,
  };
}
