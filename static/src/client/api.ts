/** The REST API, one function for each thing the page asks of it. */

import { inLanguage } from "../lib/language";
import { say } from "../lib/messages";
import { rooted } from "../lib/root";
import type { Figure } from "../model/figures";
import type { Measured as Laboratory, SeedsMeasured } from "../model/laboratory";
import type { Measured } from "../model/lesson";
import type { Line } from "../model/models";
import type {
  Attempt,
  Changes,
  Check,
  Comparison,
  Contributions,
  Derivation,
  Edit,
  KeptRuns,
  LossShares,
  Progress,
  Run,
  RunEvent,
  Sample,
  Scores,
  Sensitivity,
  StateShares,
  Task,
  Trace,
} from "../model/types";

/** The header of a request that is carried out once, however often it is sent. */
const KEY = "Idempotency-Key";

export type FieldError = { field: string; message: string };
export type FigureOptions = { show: string; theme: string; log: boolean; part: string | null };

/** The server answered with an error it explains (application/problem+json). */
export class ProblemError extends Error {
  override name = "ProblemError";

  /** @param kind the last word of the problem's type: `run-not-found` */
  constructor(
    readonly status: number,
    readonly kind: string,
    detail: string,
    readonly errors: FieldError[],
  ) {
    super(detail);
  }
}

/** The server did not answer. */
export class UnreachableError extends Error {
  constructor() {
    super(say("unreachable"));
    this.name = "UnreachableError";
  }
}

export async function send(
  method: string,
  path: string,
  body?: unknown,
  signal?: AbortSignal,
  key?: string,
): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(inLanguage(path), {
      method,
      headers: {
        Accept: "application/json",
        ...(body === undefined ? {} : { "Content-Type": "application/json" }),
        ...(key === undefined ? {} : { [KEY]: key }),
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

/** What a problem+json may hold. */
interface Problem {
  status?: number;
  type?: string;
  title?: string;
  detail?: string;
  errors?: FieldError[];
}

async function problem(response: Response): Promise<Error> {
  // A proxy in between may answer in HTML; the status still says what happened.
  const told: Problem = await response.json().catch(() => ({}));
  if (told.status === undefined && [502, 503, 504].includes(response.status)) {
    return new UnreachableError();
  }
  const detail = told.detail ?? told.title ?? say("answered", { status: String(response.status) });
  const kind = told.type?.split(/[/:#]/).at(-1) ?? "";
  return new ProblemError(response.status, kind, detail, told.errors ?? []);
}

export async function json<T>(
  method: string,
  path: string,
  body?: unknown,
  signal?: AbortSignal,
  key?: string,
): Promise<T> {
  const response = await send(method, path, body, signal, key);
  try {
    return await response.json();
  } catch {
    signal?.throwIfAborted();
    throw new UnreachableError();
  }
}

/**
 * The JSON lines of a text that are complete from a position on, and where the next one begins.
 */
export function completeLines(text: string, from: number): { objects: unknown[]; next: number } {
  const next = Math.max(from, text.lastIndexOf("\n") + 1);
  const lines = text.slice(from, next).split("\n");
  return { objects: lines.filter((line) => line.trim() !== "").map((line) => JSON.parse(line)), next };
}

/**
 * Ask for a stream of JSON lines, and get its objects as they arrive. By XMLHttpRequest: where
 * the end of a fetched stream is being waited for, Chromium lists the request as cancelled.
 */
async function* stream<T>(
  path: string,
  body: unknown,
  signal: AbortSignal,
  key?: string,
): AsyncGenerator<T, void, void> {
  const request = new XMLHttpRequest();
  request.open("POST", inLanguage(path));
  request.setRequestHeader("Accept", "application/x-ndjson, application/json");
  request.setRequestHeader("Content-Type", "application/json");
  if (key !== undefined) {
    request.setRequestHeader(KEY, key);
  }
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
        yield* objects as T[];
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

function at(id: string) {
  return `/api/runs/${encodeURIComponent(id)}`;
}

export const api = {
  measureGradients: (body: Record<string, unknown>, theme: string, signal: AbortSignal): Promise<Laboratory> =>
    json("POST", `/api/gradients?theme=${theme}`, body, signal),

  measureSeeds: (body: Record<string, unknown>, signal: AbortSignal): Promise<SeedsMeasured> =>
    json("POST", "/api/gradients/seeds", body, signal),

  create: (body: Record<string, unknown>): Promise<Run> => json("POST", "/api/runs", body),

  run: (id: string): Promise<Run> => json("GET", at(id)),

  /** Runs that this browser has made, the latest used first. */
  runs: (skip: number, most: number): Promise<KeptRuns> => json("GET", `/api/runs?skip=${skip}&most=${most}`),

  async entitle(id: string, title: string): Promise<void> {
    await send("PUT", `${at(id)}/title`, { title });
  },

  async remove(id: string): Promise<void> {
    await send("DELETE", at(id));
  },

  /** Delete all runs that this browser has made. */
  async removeAll(): Promise<void> {
    await send("DELETE", "/api/runs");
  },

  /**
   * @param changes an edit with the value null takes back what was set there at this iteration
   */
  change: (
    id: string,
    changes: Omit<Changes, "edits"> & { edits?: (Omit<Edit, "value"> & { value: number | null })[] },
  ): Promise<Run> => json("PATCH", at(id), changes),

  /** Take the latest change back. */
  undo: (id: string): Promise<Run> => json("POST", `${at(id)}/undo`),

  /** Make the change again that was taken back last. */
  redo: (id: string): Promise<Run> => json("POST", `${at(id)}/redo`),

  /** @param key under which it is carried out once, however often it is asked for */
  step: (id: string, key?: string): Promise<Trace> => json("POST", `${at(id)}/step`, undefined, undefined, key),

  trace: (id: string, iteration: number | "latest"): Promise<Trace> => json("GET", `${at(id)}/iterations/${iteration}`),

  figures: (
    id: string,
    iteration: number,
    names: string[],
    { show, theme, log, part }: FigureOptions,
  ): Promise<Record<string, Figure>> =>
    json(
      "GET",
      `${at(id)}/iterations/${iteration}/figures?names=${names.join(",")}` +
        `&show=${show}&theme=${theme}&log=${log}` +
        (part === null ? "" : `&part=${encodeURIComponent(part)}`),
    ),

  /** The task of a run, with its own examples. */
  taskOf: (id: string): Promise<Task> => json("GET", `${at(id)}/task`),

  /** Some examples of a run. */
  examples: (
    id: string,
    split: string,
    offset: number,
    limit: number,
  ): Promise<{ count: number; examples: { source: string; target: string }[] }> =>
    json("GET", `${at(id)}/examples?split=${encodeURIComponent(split)}&offset=${offset}&limit=${limit}`),

  /** How good the network is, on every split. */
  score: (id: string, iteration: number): Promise<Scores> => json("GET", `${at(id)}/score?iteration=${iteration}`),

  /** What the network makes of an input. */
  attempt: (
    id: string,
    request: { source: string; target?: string; teacher_forcing?: boolean; iteration: number },
  ): Promise<Attempt> => json("POST", `${at(id)}/try`, request),

  /**
   * Why a number is what it is.
   *
   * @param path as `explainPath` or a derivation's links give it
   */
  explain: (path: string): Promise<Derivation> => json("GET", path),

  /**
   * A typeset formula.
   *
   * @returns SVG
   */
  async formula(path: string): Promise<string> {
    const response = await fetch(inLanguage(path)).catch(() => {
      throw new UnreachableError();
    });
    if (!response.ok) {
      throw await problem(response);
    }
    return response.text();
  },

  /** Check a gradient, or one number of it, against central differences. */
  check: (id: string, iteration: number, parameter: string, index: number[] | null): Promise<Check> =>
    json(
      "GET",
      `${at(id)}/iterations/${iteration}/check?parameter=${parameter}` +
        (index === null ? "" : `&index=${index.join(",")}`),
    ),

  /** A gradient as the sum of what each timestep adds to it. */
  contributions: (
    id: string,
    iteration: number,
    { parameter, first, last }: { parameter: string; first: number; last: number },
  ): Promise<Contributions> =>
    json(
      "GET",
      `${at(id)}/iterations/${iteration}/contributions?parameter=${parameter}` + `&first=${first}&last=${last}`,
    ),

  lossShares: (id: string, iteration: number, unit: number): Promise<LossShares> =>
    json("GET", `${at(id)}/iterations/${iteration}/loss-shares?unit=${unit}`),

  /** How one unit of every state depends on one weight, by the timesteps that use it. */
  stateShares: (
    id: string,
    iteration: number,
    { parameter, index, unit }: { parameter: string; index: number[]; unit: number },
  ): Promise<StateShares> =>
    json(
      "GET",
      `${at(id)}/iterations/${iteration}/state-shares?parameter=${parameter}&index=${index.join(",")}&unit=${unit}`,
    ),

  sensitivity: (
    id: string,
    iteration: number,
    { t, token, theme, log }: { t: number; token: number | null; theme: string; log: boolean },
  ): Promise<Sensitivity & { figure: Figure }> =>
    json(
      "GET",
      `${at(id)}/iterations/${iteration}/sensitivity?t=${t}${token === null ? "" : `&token=${token}`}` +
        `&figure=true&theme=${theme}&log=${log}`,
    ),

  /** What a scene of a chapter measures of a run, or of an experiment. */
  measure: (
    of: "runs" | "experiments",
    id: string,
    name: string,
    told: Record<string, string | number>,
  ): Promise<Measured> =>
    json(
      "GET",
      `/api/${of}/${encodeURIComponent(id)}/measures/${encodeURIComponent(name)}?` +
        Object.entries(told)
          .map(([key, value]) => `${key}=${encodeURIComponent(value)}`)
          .join("&"),
    ),

  history: (id: string, points: number): Promise<{ iterations: number[]; loss: (number | null)[] }> =>
    json("GET", `${at(id)}/history?points=${points}`),

  rewind: (id: string, iteration: number, keepInterventions: boolean = true): Promise<Run> =>
    json("POST", `${at(id)}/rewind`, { iteration, keep_interventions: keepInterventions }),

  /** A second run with the same past up to an iteration, and changes from there on. */
  fork: (id: string, body: Changes & { iteration: number }): Promise<Run> => json("POST", `${at(id)}/fork`, body),

  /** What differs between two runs at one iteration. */
  compare: (first: string, second: string, iteration: number): Promise<Comparison> =>
    json("GET", `${at(first)}/iterations/${iteration}/compare?run=${second}&iteration=${iteration}`),

  /** @returns null where the runs do not share a shape */
  comparisonFigures: (
    first: string,
    second: string,
    iteration: number,
    { theme, log, part }: { theme: string; log: boolean; part: string | null },
  ): Promise<Record<string, Figure | null>> =>
    json(
      "GET",
      `${at(first)}/iterations/${iteration}/compare/figures?run=${second}&iteration=${iteration}` +
        `&theme=${theme}&log=${log}${part === null ? "" : `&part=${part}`}`,
    ),

  sample: (
    id: string,
    request: { first: string; length: number; temperature: number; seed: number; iteration?: number },
  ): Promise<Sample> => json("POST", `${at(id)}/sample`, request),

  async pause(id: string): Promise<void> {
    await send("POST", `${at(id)}/pause`);
  },

  /**
   * Train, and get the progress as it is made. Aborting stops the training.
   *
   * @param key under which a training that was cut off goes on to where it was to end
   */
  train: (
    id: string,
    request: { iterations?: number; iterations_per_second?: number | null },
    signal: AbortSignal,
    key?: string,
  ): AsyncGenerator<Progress, void, void> => stream(`${at(id)}/train`, request, signal, key),

  /**
   * Carry out an experiment, and hear of every measurement; the last line is the whole result.
   */
  experiment: (request: Record<string, unknown>, signal: AbortSignal): AsyncGenerator<Line, void, void> =>
    stream("/api/experiments", request, signal),

  async cancelExperiment(id: string): Promise<void> {
    await send("DELETE", `/api/experiments/${encodeURIComponent(id)}`);
  },

  experimentFigures: (
    id: string,
    { split, theme, log }: { split: string; theme: string; log: boolean },
  ): Promise<Record<string, Figure>> =>
    json("GET", `/api/experiments/${encodeURIComponent(id)}/figures?split=${split}&theme=${theme}&log=${log}`),

  /**
   * Follow what happens to a run, until told to stop or the connection breaks.
   *
   * @returns stops following
   */
  follow(
    id: string,
    { onOpen, onEvent, onBreak }: { onOpen: () => void; onEvent: (event: RunEvent) => void; onBreak: () => void },
  ): () => void {
    const source = new EventSource(rooted(`${at(id)}/events`));
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

export type Api = typeof api;
