// @ts-check
/** The gradients' laboratory: its settings as a query, a request and a command. Pure. */

import { shellQuoted } from "./curl.js";

/** @typedef {import("./types.js").Limit} Limit */
/** @typedef {string | number | null} Value */
/** @typedef {Record<string, Value>} Settings by the names of the request's fields */

/**
 * @typedef {object} TrainingResult
 * @property {string} name
 * @property {string} words
 * @property {number} iterations
 * @property {"iterations" | "diverged" | "time"} stopped
 * @property {number | null} largest_gradient_norm
 * @property {number | null} loss
 * @property {number} right
 * @property {number} counted
 */

/**
 * What `POST /api/gradients` answers, as far as the page reads it.
 *
 * @typedef {object} Measured
 * @property {string | null} page where this network opens in the workbench
 * @property {number} iteration
 * @property {boolean} diverged
 * @property {number} T
 * @property {number | null} gradient_norm
 * @property {Record<string, number | null> & {words: string}} readings
 * @property {string} judged_on
 * @property {number} mean_over
 * @property {TrainingResult[]} trainings
 * @property {Record<string, object>} figures
 */

/**
 * What `POST /api/gradients/seeds` answers, as far as the page reads it.
 *
 * @typedef {object} SeedsMeasured
 * @property {number[]} seeds
 * @property {{seen: string[], so: string[], limit: string}} verdict
 * @property {number} seconds
 */

const NONE = "none";

/**
 * @param {Record<string, Limit>} limits
 * @returns {Settings}
 */
export function defaults(limits) {
  return Object.fromEntries(Object.entries(limits).map(([name, limit]) => [name, limit.default]));
}

/**
 * Settings that go together: only gated cells have a gate that keeps, and nothing is measured after
 * the training's end.
 *
 * @param {Settings} settings
 * @returns {Settings}
 */
export function consistent(settings) {
  return {
    ...settings,
    keep_bias: settings["cell"] === "tanh" ? 0 : (settings["keep_bias"] ?? 0),
    iteration: Math.min(Number(settings["iteration"]), Number(settings["iterations"])),
  };
}

/**
 * @param {Settings} settings
 * @param {Record<string, Limit>} limits
 * @returns {Settings} those that are not the default and matter to the task
 */
export function body(settings, limits) {
  const idle = settings["task"] === "next_character" ? "distance" : "text";
  return Object.fromEntries(
    Object.entries(limits)
      .filter(([name, limit]) => name !== idle && settings[name] !== limit.default)
      .map(([name]) => [name, settings[name] ?? null]),
  );
}

/**
 * @param {Settings} settings
 * @param {Record<string, Limit>} limits
 * @returns {string} what the trainings with several seeds depend on
 */
export function seedless(settings, limits) {
  const { seed: _seed, iteration: _iteration, ...rest } = body(settings, limits);
  return JSON.stringify(rest);
}

/**
 * @param {Settings} settings
 * @param {Record<string, Limit>} limits
 * @returns {string} `?cell=lstm&distance=50`, empty for the defaults
 */
export function toQuery(settings, limits) {
  const parts = Object.entries(body(settings, limits)).map(
    ([name, value]) => `${name}=${value === null ? NONE : encodeURIComponent(value)}`,
  );
  return parts.length === 0 ? "" : `?${parts.join("&")}`;
}

/**
 * @param {string} query
 * @param {Record<string, Limit>} limits
 * @returns {{settings: Settings, problems: string[]}} what cannot be read has its default
 */
export function fromQuery(query, limits) {
  const settings = defaults(limits);
  /** @type {string[]} */
  const problems = [];
  for (const [name, text] of new URLSearchParams(query)) {
    const limit = limits[name];
    if (limit === undefined) {
      continue;
    }
    const value = read(text, limit);
    if (value === undefined) {
      problems.push(`${name} in the address is not ${limit.allowed}.`);
    } else {
      settings[name] = value;
    }
  }
  return { settings: consistent(settings), problems };
}

/**
 * @param {string} text
 * @param {Limit & {nullable?: boolean}} limit
 * @returns {Value | undefined}
 */
export function read(text, limit) {
  if (text === NONE && limit.nullable === true) {
    return null;
  }
  if (limit.type === "string") {
    const length = Array.from(text).length;
    const fits =
      limit.choices === undefined
        ? length >= (limit.min_length ?? 0) &&
          length <= (limit.max_length ?? Infinity) &&
          new Set(text).size > 1
        : limit.choices.includes(text);
    return fits ? text : undefined;
  }
  const value = Number(text);
  const fits =
    text.trim() !== "" &&
    Number.isFinite(value) &&
    (limit.type !== "integer" || Number.isSafeInteger(value)) &&
    value >= (limit.minimum ?? -Infinity) &&
    value > (limit.above ?? -Infinity) &&
    value <= (limit.maximum ?? Infinity);
  return fits ? value : undefined;
}

/**
 * @param {string} origin
 * @param {Settings} settings
 * @param {Record<string, Limit>} limits
 */
export function command(origin, settings, limits) {
  const sent = shellQuoted(JSON.stringify(body(settings, limits)));
  return `curl -s ${origin}/api/gradients -H 'Content-Type: application/json' -d ${sent}`;
}

/**
 * @param {Settings} settings
 * @param {Record<string, Settings>} presets by name, what differs from the defaults
 * @param {Record<string, Limit>} limits
 * @returns {string | null} the preset that these settings are, wherever they are measured
 */
export function presetOf(settings, presets, limits) {
  const usual = defaults(limits);
  for (const [name, changes] of Object.entries(presets)) {
    const wanted = { ...usual, ...changes };
    const other = Object.keys(limits).find(
      (field) => !["iteration", "seed", "text"].includes(field) && settings[field] !== wanted[field],
    );
    if (other === undefined) {
      return name;
    }
  }
  return null;
}

/**
 * A measured norm: three digits, `3.2·10⁻⁸` where that is shorter.
 *
 * @param {number | null} value
 */
export function norm(value) {
  if (value === null || !Number.isFinite(value)) {
    return "∞";
  }
  if (value === 0 || (value >= 1e-3 && value < 1e5)) {
    return String(Number(value.toPrecision(3)));
  }
  const [digits = "", exponent = ""] = value.toExponential(1).split("e");
  const raised = Array.from(exponent.replace("+", ""), (sign) =>
    sign === "-" ? "⁻" : "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(sign)],
  );
  return `${digits}·10${raised.join("")}`;
}
