// @ts-check
/** The address bar: a run's configuration, interventions and iteration as a query, and back. */

/** @typedef {import("./types.js").Configuration} Configuration */
/** @typedef {import("./types.js").Intervention} Intervention */

/**
 * Everything that decides a run's numbers.
 *
 * @typedef {object} RunRecord
 * @property {Configuration} configuration
 * @property {Intervention[]} interventions
 * @property {number} iteration
 */

/**
 * @typedef {object} Link
 * @property {string | null} run a living run to join
 * @property {Partial<Configuration>} configuration
 * @property {Intervention[]} interventions
 * @property {number} iteration
 * @property {string[]} problems what could not be read, in words
 */

const TEXTS = ["task", "text", "cell", "optimizer", "initialization"];
const NUMBERS = ["hidden_size", "learning_rate", "clip_norm", "initialization_scale", "seed"];
const STRUCTURES = ["initial_parameters", "h_0"];
const FIELDS = [
  "task",
  "text",
  "cell",
  "hidden_size",
  "optimizer",
  "learning_rate",
  "clip_norm",
  "initialization",
  "initialization_scale",
  "seed",
  "initial_parameters",
  "h_0",
];
const NONE = "none";

/**
 * @param {string} text
 * @returns {string} encoded for a query, leaving what is legal there readable
 */
function encode(text) {
  return encodeURIComponent(text).replaceAll("%3A", ":").replaceAll("%2C", ",");
}

/** @param {unknown} value */
function written(value) {
  if (value === null) {
    return NONE;
  }
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/**
 * The configuration's fields that differ from the defaults, in the order of the notation.
 *
 * @param {Configuration} configuration
 * @param {Configuration} defaults
 * @returns {Partial<Configuration>}
 */
export function differences(configuration, defaults) {
  const values = /** @type {Record<string, unknown>} */ (configuration);
  const usual = /** @type {Record<string, unknown>} */ (defaults);
  return Object.fromEntries(
    FIELDS.filter(
      (name) => values[name] !== undefined && written(values[name]) !== written(usual[name] ?? null),
    ).map((name) => [name, values[name]]),
  );
}

/**
 * The query of a run: `?text=hi&at=12~learning_rate:0.5&iteration=40`, empty for the default run
 * at iteration 0.
 *
 * @param {RunRecord} record
 * @param {Configuration} defaults
 * @param {string | null} [run] a living run that the link joins
 * @returns {string}
 */
export function toQuery(record, defaults, run = null) {
  /** @type {string[]} */
  const parts = [];
  if (run !== null) {
    parts.push(`run=${encode(run)}`);
  }
  for (const [name, value] of Object.entries(differences(record.configuration, defaults))) {
    parts.push(`${name}=${encode(written(value))}`);
  }
  for (const { iteration, changes } of record.interventions) {
    const changed = Object.entries(changes).map(([name, value]) => `~${name}:${written(value)}`);
    parts.push(`at=${encode(`${iteration}${changed.join("")}`)}`);
  }
  if (record.iteration > 0) {
    parts.push(`iteration=${record.iteration}`);
  }
  return parts.length > 0 ? `?${parts.join("&")}` : "";
}

/**
 * @param {string} text
 * @returns {number | null} null when it is not a number
 */
function number(text) {
  const value = Number(text);
  return text.trim() !== "" && Number.isFinite(value) ? value : null;
}

/**
 * @param {string} text `12~learning_rate:0.5~clip_norm:none`
 * @returns {Intervention | null}
 */
function intervention(text) {
  const [at, ...changed] = text.split("~");
  const iteration = number(at ?? "");
  if (iteration === null || changed.length === 0) {
    return null;
  }
  /** @type {Record<string, unknown>} */
  const changes = {};
  for (const change of changed) {
    const colon = change.indexOf(":");
    const name = change.slice(0, colon);
    const value = change.slice(colon + 1);
    if (name === "optimizer") {
      changes[name] = value;
    } else if (name === "clip_norm" && value === NONE) {
      changes[name] = null;
    } else if ((name === "clip_norm" || name === "learning_rate") && number(value) !== null) {
      changes[name] = number(value);
    } else {
      return null;
    }
  }
  return { iteration, changes };
}

/**
 * Read a query. What cannot be read is left out and named in `problems`; ranges are the server's
 * business.
 *
 * @param {string} query
 * @returns {Link}
 */
export function fromQuery(query) {
  const parameters = new URLSearchParams(query);
  /** @type {Record<string, unknown>} */
  const configuration = {};
  /** @type {string[]} */
  const problems = [];
  for (const name of TEXTS) {
    const text = parameters.get(name);
    if (text !== null) {
      configuration[name] = text;
    }
  }
  for (const name of NUMBERS) {
    const text = parameters.get(name);
    if (text === null) {
      continue;
    }
    const value = number(text);
    if (name === "clip_norm" && text === NONE) {
      configuration[name] = null;
    } else if (value === null) {
      problems.push(`${name} is not a number in this link`);
    } else {
      configuration[name] = value;
    }
  }
  for (const name of STRUCTURES) {
    const text = parameters.get(name);
    if (text === null) {
      continue;
    }
    try {
      configuration[name] = JSON.parse(text);
    } catch {
      problems.push(`${name} cannot be read in this link`);
    }
  }
  /** @type {Intervention[]} */
  const interventions = [];
  for (const text of parameters.getAll("at")) {
    const read = intervention(text);
    if (read === null) {
      problems.push(`the change “${text}” cannot be read in this link`);
    } else {
      interventions.push(read);
    }
  }
  const iterationText = parameters.get("iteration");
  const iteration = iterationText === null ? 0 : number(iterationText);
  if (iteration === null || !Number.isInteger(iteration) || iteration < 0) {
    problems.push("the iteration is not a number in this link");
  }
  return {
    run: parameters.get("run"),
    configuration: /** @type {Partial<Configuration>} */ (configuration),
    interventions,
    iteration: iteration !== null && Number.isInteger(iteration) && iteration > 0 ? iteration : 0,
    problems,
  };
}
