// @ts-check
/** Experiments: the form as a request, a query and a command; the result in words. Pure. */

import { shellQuoted } from "./curl.js";

/**
 * What the form holds.
 *
 * @typedef {object} Plan
 * @property {string} task
 * @property {string} text
 * @property {number} distance
 * @property {string[]} models `tanh`, `window_2`, `tanh none` with what is shared
 * @property {number} hidden_size
 * @property {string} optimizer
 * @property {number} learning_rate
 * @property {number} iterations
 * @property {number} seeds how many, from 1 on
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
 */

/** @type {Plan} */
export const USUAL = {
  task: "next_character",
  text: "hello",
  distance: 30,
  models: ["window_1", "window_2", "window_3", "tanh"],
  hidden_size: 6,
  optimizer: "adagrad",
  learning_rate: 0.1,
  iterations: 1000,
  seeds: 3,
};

/** @type {Record<string, Partial<Plan>>} */
export const PRESETS = {
  recurrence: {},
  sharing: { models: ["tanh", "tanh output", "tanh none"] },
  counting: { task: "counting", models: ["tanh", "gru", "lstm"], hidden_size: 8, optimizer: "adam", learning_rate: 0.01, iterations: 4000 },
  remembering: { task: "remembering", distance: 30, models: ["tanh", "gru", "lstm"], hidden_size: 12, optimizer: "adam", learning_rate: 0.005, iterations: 4000 },
};

/** @param {Plan} plan */
export function presetOf(plan) {
  return Object.keys(PRESETS).find((name) => JSON.stringify({ ...USUAL, ...PRESETS[name] }) === JSON.stringify(plan)) ?? null;
}

/**
 * @param {Plan} plan
 * @returns {Record<string, unknown>} the body of the request
 */
export function request({ task, text, distance, models, hidden_size, optimizer, learning_rate, iterations, seeds }) {
  return {
    task,
    ...(task === "next_character" ? { text } : {}),
    ...(task === "remembering" ? { distance } : {}),
    models: models.map((model) => {
      const [cell = "", sharing = "all"] = model.split(" ");
      return { cell, ...(sharing === "all" ? {} : { sharing }), hidden_size, optimizer, learning_rate };
    }),
    seeds: Array.from({ length: seeds }, (_, place) => place + 1),
    iterations,
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
 * @returns {string} what differs from the usual, `?task=counting&models=tanh,lstm`
 */
export function toQuery(plan) {
  const parts = Object.entries(plan)
    .filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(USUAL[/** @type {keyof Plan} */ (name)]))
    .map(([name, value]) => `${name}=${encodeURIComponent(Array.isArray(value) ? value.join(",") : String(value))}`);
  return parts.length === 0 ? "" : `?${parts.join("&")}`;
}

/**
 * @param {string} query
 * @returns {Plan} what cannot be read is as usual
 */
export function fromQuery(query) {
  const given = new URLSearchParams(query);
  /** @type {Record<string, unknown>} */
  const plan = { ...USUAL };
  for (const [name, usual] of Object.entries(USUAL)) {
    const text = given.get(name);
    if (text === null) {
      continue;
    }
    if (Array.isArray(usual)) {
      plan[name] = text.split(",").filter((model) => /^[a-z]+(_\d)?( output| none)?$/.test(model));
    } else if (typeof usual === "number") {
      plan[name] = text.trim() !== "" && Number.isFinite(Number(text)) ? Number(text) : usual;
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

/** @param {number} share */
export const percent = (share) => `${Math.round(100 * share)}%`;

/** @param {number} seconds */
export const duration = (seconds) => (seconds < 1e-3 ? `${Math.round(1e6 * seconds)} µs` : `${(1e3 * seconds).toFixed(1)} ms`);

/** @param {string[]} names `A, B and C` */
const listed = (names) =>
  [names.slice(0, -1).join(", "), ...names.slice(-1)].filter((part) => part !== "").join(" and ");

/**
 * What the result says, sentence by sentence; each is read off its numbers.
 *
 * @param {Result} result
 * @returns {string[]}
 */
export function inWords({ models, splits }) {
  /** @type {string[]} */
  const said = [];
  for (const { label, floor, outcome } of models) {
    const train = outcome.loss["train"];
    if (floor !== null && floor > 1e-9 && train !== null && train !== undefined) {
      said.push(`“${label}”: the loss comes to ${digits(train.median)}, and cannot come below ${digits(floor)}: who sees no more letters than that cannot know better.`);
    }
  }
  const floors = models.flatMap(({ floor }) => (floor !== null && floor > 1e-9 ? [floor] : []));
  const least = Math.min(...floors);
  for (const { label, floor, outcome } of models) {
    const train = outcome.loss["train"];
    if (floors.length > 0 && (floor === null || floor < least) && train !== null && train !== undefined && train.greatest < least) {
      said.push(`“${label}” comes below that with every seed: ${spreadText(train)}.`);
    }
  }
  for (const { label, outcome } of models) {
    const beyond = splits.filter((split) => (outcome.out_of_reach[split] ?? 0) > 0);
    if (beyond.length > 0) {
      said.push(`“${label}” has no weights for so many timesteps: ${beyond.join(" and ")} sequences cannot be read.`);
    }
    if (outcome.diverged > 0) {
      said.push(`“${label}” diverged with ${outcome.diverged} ${outcome.diverged === 1 ? "seed" : "seeds"}.`);
    }
  }
  for (const split of ["test", "longer", "shifted"].filter((name) => splits.includes(name))) {
    const scored = models.flatMap(({ label, outcome }) => {
      const score = outcome.score[split];
      return score === null || score === undefined || (outcome.out_of_reach[split] ?? 0) > 0 ? [] : [{ label, score }];
    });
    const best = scored.reduce((most, { score }) => Math.max(most, score.median), -1);
    const leading = scored.filter(({ score }) => score.median === best).map(({ label }) => `“${label}”`);
    if (scored.length > 1 && leading.length < scored.length) {
      said.push(`On ${split} examples ${listed(leading)} ${leading.length === 1 ? "is" : "are"} best, with ${percent(best)} right in the median.`);
    }
  }
  return said;
}
