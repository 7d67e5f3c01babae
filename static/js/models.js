// @ts-check
/** Experiments: the form as a request, a query and a command; numbers in words. Pure. */

import { shellQuoted } from "./curl.js";

/**
 * What the form holds.
 *
 * @typedef {object} Plan
 * @property {string} task
 * @property {string} text
 * @property {number} distance
 * @property {string[]} models `tanh`, `window_2`, `tanh none` with what is shared, `lstm open`
 * @property {number} hidden_size
 * @property {number} keep_bias where the keeping gate's bias begins, in the models kept open
 * @property {string} optimizer
 * @property {number} learning_rate
 * @property {number} iterations
 * @property {number} seeds how many, from 1 on
 * @property {number} evaluations how often each is judged on the way
 */

/** @typedef {{median: number, least: number, greatest: number}} Spread */
/**
 * @typedef {object} Model
 * @property {string} label
 * @property {{cell: string, sharing: string}} configuration
 * @property {string | null} page where its first seed opens in the workbench
 * @property {number} weights
 * @property {number | null} floor
 * @property {{
 *   loss: Record<string, Spread | null>, score: Record<string, Spread | null>,
 *   out_of_reach: Record<string, number>, diverged: number,
 *   seconds_per_iteration: Spread | null, iterations: Spread | null,
 * }} outcome
 */
/**
 * @typedef {object} Result
 * @property {string} id
 * @property {string[]} splits
 * @property {number} measured
 * @property {number} of
 * @property {string | null} stopped
 * @property {string | null} message
 * @property {number} seconds
 * @property {Model[]} models
 * @property {string} judged_on the split that the verdict speaks of
 * @property {{seen: string[], so: string[], limit: string}} verdict
 */

/** @typedef {Record<string, Plan>} Questions by name, what each sets */

/** The question whose plan is the usual one. */
export const USUAL = "recurrence";

/** @param {Questions} questions */
export const usual = (questions) => /** @type {Plan} */ (questions[USUAL]);

/** @param {Plan} plan */
const written = (plan) => JSON.stringify(Object.entries(plan).sort());

/**
 * @param {Plan} plan
 * @param {Questions} questions
 */
export function presetOf(plan, questions) {
  return Object.keys(questions).find((name) => written(/** @type {Plan} */ (questions[name])) === written(plan)) ?? null;
}

/**
 * @param {Plan} plan
 * @returns {Record<string, unknown>} the body of the request
 */
export function request({ task, text, distance, models, hidden_size, keep_bias, optimizer, learning_rate, iterations, seeds, evaluations }) {
  return {
    task,
    ...(task === "next_character" ? { text } : {}),
    ...(task === "remembering" ? { distance } : {}),
    models: models.map((model) => {
      const [cell = "", kind = "all"] = model.split(" ");
      const own = kind === "open" ? { keep_bias } : kind === "all" ? {} : { sharing: kind };
      return { cell, ...own, hidden_size, optimizer, learning_rate };
    }),
    seeds: Array.from({ length: seeds }, (_, place) => place + 1),
    iterations,
    evaluations,
  };
}

/**
 * @param {string} origin
 * @param {Plan} plan
 */
export function command(origin, plan) {
  return `curl -sN -H 'Content-Type: application/json' -H 'Accept: text/csv' ${origin}/api/experiments -d ${shellQuoted(JSON.stringify(request(plan)))}`;
}

/**
 * @param {Plan} plan
 * @param {Questions} questions
 * @returns {string} `?question=counting`, or what differs from the usual: `?task=counting&seeds=3`
 */
export function toQuery(plan, questions) {
  const question = presetOf(plan, questions);
  if (question !== null) {
    return `?question=${question}`;
  }
  const base = usual(questions);
  const parts = Object.entries(plan)
    .filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(base[/** @type {keyof Plan} */ (name)]))
    .map(([name, value]) => `${name}=${encodeURIComponent(Array.isArray(value) ? value.join(",") : String(value))}`);
  return `?${parts.join("&")}`;
}

/**
 * @param {string} query
 * @param {Questions} questions
 * @returns {Plan} what cannot be read is as in the question that it names, or as usual
 */
export function fromQuery(query, questions) {
  const given = new URLSearchParams(query);
  const base = questions[given.get("question") ?? ""] ?? usual(questions);
  /** @type {Record<string, unknown>} */
  const plan = { ...base };
  for (const [name, value] of Object.entries(base)) {
    const text = given.get(name);
    if (text === null) {
      continue;
    }
    if (Array.isArray(value)) {
      plan[name] = text.split(",").filter((model) => /^[a-z]+(_\d)?( output| none| open)?$/.test(model));
    } else if (typeof value === "number") {
      plan[name] = text.trim() !== "" && Number.isFinite(Number(text)) ? Number(text) : value;
    } else {
      plan[name] = text;
    }
  }
  return /** @type {Plan} */ (plan);
}

/** @param {number} value */
const digits = (value) => (value !== 0 && Math.abs(value) < 0.001 ? value.toExponential(1) : Number(value.toPrecision(4)).toString());

/**
 * @param {Spread | null | undefined} spread
 * @param {(value: number) => string} [written]
 * @returns {string} `0.0045 (0.0032–0.0052)`
 */
export function spreadText(spread, written = digits) {
  if (spread === null || spread === undefined) {
    return "–";
  }
  const [median, least, greatest] = [spread.median, spread.least, spread.greatest].map(written);
  return least === greatest ? String(median) : `${median} (${least}–${greatest})`;
}

/** @param {number} share only what is all is 100%, and only what is none is 0% */
export const percent = (share) => `${share > 0 && share < 1 ? Math.min(99, Math.max(1, Math.round(100 * share))) : Math.round(100 * share)}%`;

/** @param {number} seconds */
export const duration = (seconds) => (seconds < 1e-3 ? `${Math.round(1e6 * seconds)} µs` : `${(1e3 * seconds).toFixed(1)} ms`);
