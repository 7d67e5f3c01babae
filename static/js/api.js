// @ts-check
/** The REST API, one function for each thing the page asks of it. */

/** @typedef {import("./types.js").Run} Run */
/** @typedef {import("./types.js").RunEvent} RunEvent */
/** @typedef {import("./types.js").Trace} Trace */
/** @typedef {import("./types.js").Sample} Sample */
/** @typedef {import("./types.js").Progress} Progress */
/** @typedef {import("./types.js").Changes} Changes */
/** @typedef {import("./types.js").Edit} Edit */
/** @typedef {import("./types.js").Sensitivity} Sensitivity */
/** @typedef {import("./types.js").Derivation} Derivation */
/** @typedef {import("./types.js").Check} Check */
/** @typedef {import("./types.js").Contributions} Contributions */
/** @typedef {{field: string, message: string}} FieldError */
/** @typedef {import("./types.js").Task} Task */
/** @typedef {import("./types.js").Scores} Scores */
/** @typedef {import("./types.js").Attempt} Attempt */
/** @typedef {{show: string, theme: string, log: boolean, part: string | null}} FigureOptions */

/** The server answered with an error it explains (application/problem+json). */
export class ProblemError extends Error {
  /**
   * @param {number} status
   * @param {string} kind the last word of the problem's type: `run-not-found`
   * @param {string} detail
   * @param {FieldError[]} errors
   */
  constructor(status, kind, detail, errors) {
    super(detail);
    this.name = "ProblemError";
    this.status = status;
    this.kind = kind;
    this.errors = errors;
  }
}

/** The server did not answer. */
export class UnreachableError extends Error {
  constructor() {
    super("The server does not answer.");
    this.name = "UnreachableError";
  }
}

/**
 * @param {string} method
 * @param {string} path
 * @param {unknown} [body]
 * @param {AbortSignal} [signal]
 * @returns {Promise<Response>}
 */
async function send(method, path, body, signal) {
  /** @type {Response} */
  let response;
  try {
    response = await fetch(path, {
      method,
      headers: {
        Accept: "application/json",
        ...(body === undefined ? {} : { "Content-Type": "application/json" }),
      },
      body: body === undefined ? null : JSON.stringify(body),
      cache: "no-store",
      signal: signal ?? null,
    });
  } catch {
    signal?.throwIfAborted();
    throw new UnreachableError();
  }
  if (!response.ok) {
    throw await problem(response);
  }
  return response;
}

/**
 * @param {Response} response
 * @returns {Promise<Error>}
 */
async function problem(response) {
  /** @type {any} */
  let told = {};
  try {
    told = await response.json();
  } catch {
    // A proxy in between may answer in HTML; the status still says what happened.
  }
  if (told.status === undefined && [502, 503, 504].includes(response.status)) {
    return new UnreachableError();
  }
  const detail = told.detail ?? told.title ?? `The server answered ${response.status}.`;
  const kind = String(told.type ?? "").split(/[/:#]/).at(-1) ?? "";
  return new ProblemError(response.status, kind, detail, told.errors ?? []);
}

/**
 * @template T
 * @param {string} method
 * @param {string} path
 * @param {unknown} [body]
 * @param {AbortSignal} [signal]
 * @returns {Promise<T>}
 */
async function json(method, path, body, signal) {
  const response = await send(method, path, body, signal);
  try {
    return await response.json();
  } catch {
    signal?.throwIfAborted();
    throw new UnreachableError();
  }
}

/**
 * The JSON lines of a text that are complete from a position on, and where the next one begins.
 *
 * @param {string} text
 * @param {number} from
 * @returns {{objects: any[], next: number}}
 */
export function completeLines(text, from) {
  const next = Math.max(from, text.lastIndexOf("\n") + 1);
  const lines = text.slice(from, next).split("\n");
  return { objects: lines.filter((line) => line.trim() !== "").map((line) => JSON.parse(line)), next };
}

/**
 * Ask for a stream of JSON lines, and get its objects as they arrive. By XMLHttpRequest: where
 * the end of a fetched stream is being waited for, Chromium lists the request as cancelled.
 *
 * @param {string} path
 * @param {unknown} body
 * @param {AbortSignal} signal
 * @returns {AsyncGenerator<any, void, void>}
 */
async function* stream(path, body, signal) {
  const request = new XMLHttpRequest();
  request.open("POST", path);
  request.setRequestHeader("Accept", "application/x-ndjson, application/json");
  request.setRequestHeader("Content-Type", "application/json");
  let ended = false;
  let wake = () => {};
  request.addEventListener("progress", () => wake());
  request.addEventListener("loadend", () => {
    ended = true;
    wake();
  });
  const abort = () => request.abort();
  signal.addEventListener("abort", abort);
  request.send(JSON.stringify(body));
  try {
    for (let read = 0; ; ) {
      // Looked at before the text, so that nothing that came in between is lost.
      const last = ended;
      if (request.status >= 400) {
        if (last) {
          throw await problem(new Response(request.responseText, { status: request.status }));
        }
      } else {
        const { objects, next } = completeLines(request.responseText, read);
        read = next;
        yield* objects;
      }
      if (last) {
        break;
      }
      if (!ended) {
        await new Promise((resolve) => {
          wake = () => resolve(undefined);
        });
      }
    }
  } finally {
    signal.removeEventListener("abort", abort);
    if (!ended) {
      request.abort();
    }
  }
  if (request.status === 0) {
    throw new UnreachableError();
  }
}

/** @param {string} id */
function at(id) {
  return `/api/runs/${encodeURIComponent(id)}`;
}

export const api = {
  /**
   * @param {Record<string, unknown>} body
   * @param {string} theme
   * @param {AbortSignal} signal
   * @returns {Promise<import("./laboratory.js").Measured>}
   */
  measureGradients: (body, theme, signal) => json("POST", `/api/gradients?theme=${theme}`, body, signal),

  /**
   * @param {Record<string, unknown>} body
   * @param {AbortSignal} signal
   * @returns {Promise<import("./laboratory.js").SeedsMeasured>}
   */
  measureSeeds: (body, signal) => json("POST", "/api/gradients/seeds", body, signal),

  /**
   * @param {Record<string, unknown>} body
   * @returns {Promise<Run>}
   */
  create: (body) => json("POST", "/api/runs", body),

  /**
   * @param {string} id
   * @returns {Promise<Run>}
   */
  run: (id) => json("GET", at(id)),

  /**
   * @param {string} id
   * @param {Omit<Changes, "edits"> & {edits?: (Omit<Edit, "value"> & {value: number | null})[]}} changes
   *   an edit with the value null takes back what was set there at this iteration
   * @returns {Promise<Run>}
   */
  change: (id, changes) => json("PATCH", at(id), changes),

  /**
   * Take the latest change back.
   *
   * @param {string} id
   * @returns {Promise<Run>}
   */
  undo: (id) => json("POST", `${at(id)}/undo`),

  /**
   * Make the change again that was taken back last.
   *
   * @param {string} id
   * @returns {Promise<Run>}
   */
  redo: (id) => json("POST", `${at(id)}/redo`),

  /**
   * @param {string} id
   * @returns {Promise<Trace>}
   */
  step: (id) => json("POST", `${at(id)}/step`),

  /**
   * @param {string} id
   * @param {number | "latest"} iteration
   * @returns {Promise<Trace>}
   */
  trace: (id, iteration) => json("GET", `${at(id)}/iterations/${iteration}`),

  /**
   * @param {string} id
   * @param {number} iteration
   * @param {string[]} names
   * @param {FigureOptions} options
   * @returns {Promise<Record<string, object>>}
   */
  figures: (id, iteration, names, { show, theme, log, part }) =>
    json(
      "GET",
      `${at(id)}/iterations/${iteration}/figures?names=${names.join(",")}` +
        `&show=${show}&theme=${theme}&log=${log}` +
        (part === null ? "" : `&part=${encodeURIComponent(part)}`),
    ),

  /**
   * The task of a run, with its own examples.
   *
   * @param {string} id
   * @returns {Promise<Task>}
   */
  taskOf: (id) => json("GET", `${at(id)}/task`),

  /**
   * Some examples of a run.
   *
   * @param {string} id
   * @param {string} split
   * @param {number} offset
   * @param {number} limit
   * @returns {Promise<{count: number, examples: {source: string, target: string}[]}>}
   */
  examples: (id, split, offset, limit) =>
    json("GET", `${at(id)}/examples?split=${encodeURIComponent(split)}&offset=${offset}&limit=${limit}`),

  /**
   * How good the network is, on every split.
   *
   * @param {string} id
   * @param {number} iteration
   * @returns {Promise<Scores>}
   */
  score: (id, iteration) => json("GET", `${at(id)}/score?iteration=${iteration}`),

  /**
   * What the network makes of an input.
   *
   * @param {string} id
   * @param {{source: string, target?: string, teacher_forcing?: boolean, iteration: number}} request
   * @returns {Promise<Attempt>}
   */
  attempt: (id, request) => json("POST", `${at(id)}/try`, request),

  /**
   * Why a number is what it is.
   *
   * @param {string} path as `explainPath` or a derivation's links give it
   * @returns {Promise<Derivation>}
   */
  explain: (path) => json("GET", path),

  /**
   * A typeset formula.
   *
   * @param {string} path
   * @returns {Promise<string>} SVG
   */
  async formula(path) {
    const response = await fetch(path).catch(() => {
      throw new UnreachableError();
    });
    if (!response.ok) {
      throw await problem(response);
    }
    return response.text();
  },

  /**
   * Check a gradient, or one number of it, against central differences.
   *
   * @param {string} id
   * @param {number} iteration
   * @param {string} parameter
   * @param {number[] | null} index
   * @returns {Promise<Check>}
   */
  check: (id, iteration, parameter, index) =>
    json(
      "GET",
      `${at(id)}/iterations/${iteration}/check?parameter=${parameter}` +
        (index === null ? "" : `&index=${index.join(",")}`),
    ),

  /**
   * A gradient as the sum of what each timestep adds to it.
   *
   * @param {string} id
   * @param {number} iteration
   * @param {{parameter: string, first: number, last: number}} part
   * @returns {Promise<Contributions>}
   */
  contributions: (id, iteration, { parameter, first, last }) =>
    json(
      "GET",
      `${at(id)}/iterations/${iteration}/contributions?parameter=${parameter}` +
        `&first=${first}&last=${last}`,
    ),

  /**
   * @param {string} id
   * @param {number} iteration
   * @param {{t: number, token: number | null, theme: string, log: boolean}} output
   * @returns {Promise<Sensitivity>}
   */
  sensitivity: (id, iteration, { t, token, theme, log }) =>
    json(
      "GET",
      `${at(id)}/iterations/${iteration}/sensitivity?t=${t}${token === null ? "" : `&token=${token}`}` +
        `&figure=true&theme=${theme}&log=${log}`,
    ),

  /**
   * @param {string} id
   * @param {number} points
   * @returns {Promise<{iterations: number[], loss: (number | null)[]}>}
   */
  history: (id, points) => json("GET", `${at(id)}/history?points=${points}`),

  /**
   * @param {string} id
   * @param {number} iteration
   * @param {boolean} [keepInterventions]
   * @returns {Promise<Run>}
   */
  rewind: (id, iteration, keepInterventions = true) =>
    json("POST", `${at(id)}/rewind`, { iteration, keep_interventions: keepInterventions }),

  /**
   * A second run with the same past up to an iteration, and changes from there on.
   *
   * @param {string} id
   * @param {import("./types.js").Changes & {iteration: number}} body
   * @returns {Promise<Run>}
   */
  fork: (id, body) => json("POST", `${at(id)}/fork`, body),

  /**
   * What differs between two runs at one iteration.
   *
   * @param {string} first
   * @param {string} second
   * @param {number} iteration
   * @returns {Promise<import("./types.js").Comparison>}
   */
  compare: (first, second, iteration) =>
    json("GET", `${at(first)}/iterations/${iteration}/compare?run=${second}&iteration=${iteration}`),

  /**
   * @param {string} first
   * @param {string} second
   * @param {number} iteration
   * @param {{theme: string, log: boolean, part: string | null}} options
   * @returns {Promise<Record<string, object | null>>} null where the runs do not share a shape
   */
  comparisonFigures: (first, second, iteration, { theme, log, part }) =>
    json(
      "GET",
      `${at(first)}/iterations/${iteration}/compare/figures?run=${second}&iteration=${iteration}` +
        `&theme=${theme}&log=${log}${part === null ? "" : `&part=${part}`}`,
    ),

  /**
   * @param {string} id
   * @param {{first: string, length: number, temperature: number, seed: number, iteration?: number}}
   *   request
   * @returns {Promise<Sample>}
   */
  sample: (id, request) => json("POST", `${at(id)}/sample`, request),

  /**
   * @param {string} id
   * @returns {Promise<void>}
   */
  async pause(id) {
    await send("POST", `${at(id)}/pause`);
  },

  /**
   * Train, and get the progress as it is made. Aborting stops the training.
   *
   * @param {string} id
   * @param {{iterations?: number, iterations_per_second?: number | null}} request
   * @param {AbortSignal} signal
   * @returns {AsyncGenerator<Progress, void, void>}
   */
  train: (id, request, signal) => stream(`${at(id)}/train`, request, signal),

  /**
   * Carry out an experiment, and hear of every measurement; the last line is the whole result.
   *
   * @param {Record<string, unknown>} request
   * @param {AbortSignal} signal
   * @returns {AsyncGenerator<any, void, void>}
   */
  experiment: (request, signal) => stream("/api/experiments", request, signal),

  /**
   * @param {string} id
   * @returns {Promise<void>}
   */
  async cancelExperiment(id) {
    await send("DELETE", `/api/experiments/${encodeURIComponent(id)}`);
  },

  /**
   * @param {string} id
   * @param {{split: string, theme: string, log: boolean}} options
   * @returns {Promise<Record<string, object>>}
   */
  experimentFigures: (id, { split, theme, log }) =>
    json("GET", `/api/experiments/${encodeURIComponent(id)}/figures?split=${split}&theme=${theme}&log=${log}`),

  /**
   * Follow what happens to a run, until told to stop or the connection breaks.
   *
   * @param {string} id
   * @param {{onOpen: () => void, onEvent: (event: RunEvent) => void, onBreak: () => void}} listener
   * @returns {() => void} stops following
   */
  follow(id, { onOpen, onEvent, onBreak }) {
    const source = new EventSource(`${at(id)}/events`);
    source.addEventListener("open", onOpen);
    source.addEventListener("run", (event) => onEvent(JSON.parse(event.data)));
    // EventSource would retry by itself, but not tell why it broke, nor stop at a run that is gone.
    source.addEventListener("error", () => {
      source.close();
      onBreak();
    });
    return () => source.close();
  },
};

/** @typedef {typeof api} Api */
