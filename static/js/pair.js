// @ts-check
/**
 * The address of a comparison: two runs as links write them, every name with its letter, and one
 * iteration: `/compare?a.iteration=200&b.at=40~learning_rate:0.5&iteration=60`. Pure.
 */

import { NAMES, fromQuery, toQuery, unknownNames } from "./link.js";

/** @typedef {import("./types.js").Configuration} Configuration */
/** @typedef {import("./link.js").Link} Link */
/** @typedef {import("./link.js").RunRecord} RunRecord */

/**
 * One of two runs: what decides its numbers, up to its furthest iteration, and its living run.
 *
 * @typedef {object} PairSide
 * @property {RunRecord} record
 * @property {string | null} [run] a living run that the link joins
 */

/**
 * @typedef {object} PairLink
 * @property {Link | null} first null where the link says nothing about it
 * @property {Link | null} second
 * @property {number | null} iteration
 * @property {boolean} log whether the loss has a logarithmic axis
 * @property {string[]} problems
 */

const LETTERS = /** @type {const} */ (["a", "b"]);
const OF_BOTH = ["iteration", "log"];

/**
 * @param {PairSide} first
 * @param {PairSide | null} second
 * @param {number} iteration
 * @param {Configuration} defaults
 * @param {{log?: boolean}} [looked]
 * @returns {string}
 */
export function toPairQuery(first, second, iteration, defaults, { log = false } = {}) {
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

/**
 * @param {string} query
 * @returns {PairLink}
 */
export function fromPairQuery(query) {
  const parameters = new URLSearchParams(query);
  /** @type {string[]} */
  const problems = unknownNames(
    [...parameters.keys()],
    [...LETTERS.flatMap((letter) => NAMES.map((name) => `${letter}.${name}`)), ...OF_BOTH],
    `${OF_BOTH.join(", ")}, and with “a.” or “b.” before it ${NAMES.join(", ")}: a.run=… is a living run`,
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
    problems.push("the iteration is not a number in this link");
  }
  return {
    first: sides[0] ?? null,
    second: sides[1] ?? null,
    iteration: readable ? Number(text) : null,
    log: parameters.get("log") === "1",
    problems,
  };
}
