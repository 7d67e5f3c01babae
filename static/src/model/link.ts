/** The address bar: a run's configuration, interventions and iteration as a query, and back. */

import { listed, say } from "../lib/messages";
import { rooted } from "../lib/root";
import { quoted } from "./format";
import { hidingProblems } from "./hiding";
import type { Changes, Configuration, Intervention } from "./types";

/** Everything that decides a run's numbers. */
export interface RunRecord {
  configuration: Configuration;
  interventions: Intervention[];
  iteration: number;
}

export interface Link {
  /** a living run to join */
  run: string | null;
  configuration: Partial<Configuration>;
  interventions: Intervention[];
  iteration: number;
  /** an iteration of a living run to look at, where it stands elsewhere */
  view: number | null;
  /** of the iteration, to stop at */
  phase: string | null;
  /** what could not be read, in words */
  problems: string[];
}

const TEXTS = ["task", "text", "cell", "sharing", "optimizer", "initialization"];
const NUMBERS = [
  "distance",
  "hidden_size",
  "learning_rate",
  "clip_norm",
  "initialization_scale",
  "spectral_radius",
  "keep_bias",
  "seed",
];
const NULLABLE = ["clip_norm", "spectral_radius"];
const STRUCTURES = ["examples", "initial_parameters", "h_0"];
const FIELDS = [
  "task",
  "text",
  "distance",
  "examples",
  "cell",
  "hidden_size",
  "sharing",
  "optimizer",
  "learning_rate",
  "clip_norm",
  "initialization",
  "initialization_scale",
  "spectral_radius",
  "keep_bias",
  "seed",
  "initial_parameters",
  "h_0",
];
/** What a link may say of a run. */
export const NAMES = ["run", ...FIELDS, "at", "iteration", "view", "phase"];
const NONE = "none";
const PHASE = /^[a-z]{1,12}(_\d{1,6})?$/;

/** The address of the workbench with a query, or none. */
export const workbench = (query = "") => rooted(`/workbench${query}`);

/** @returns encoded for a query, leaving what is understood there readable */
function encode(text: string): string {
  return encodeURIComponent(text).replace(/%(?:3A|2C|5B|5D)/g, decodeURIComponent);
}

function written(value: unknown) {
  if (value === null) {
    return NONE;
  }
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** The configuration's fields that differ from the defaults, in the order of the notation. */
export function differences(configuration: Configuration, defaults: Configuration): Partial<Configuration> {
  const values = configuration as unknown as Record<string, unknown>;
  const usual = defaults as unknown as Record<string, unknown>;
  return Object.fromEntries(
    FIELDS.filter((name) => values[name] !== undefined && written(values[name]) !== written(usual[name] ?? null)).map(
      (name) => [name, values[name]],
    ),
  );
}

/**
 * `learning_rate:0.5`, `W_hh[2,3]:0.5`, `h[3]:0` for a held unit, `h_2[3]:0` for one at t = 2.
 */
function changesWritten({ edits = [], clamps, ...hyperparameters }: Changes): string[] {
  return [
    ...Object.entries(hyperparameters).map(([name, value]) => `${name}:${written(value)}`),
    ...edits.map(({ parameter, index, value }) => `${parameter}[${index.join(",")}]:${value}`),
    ...(clamps?.length === 0 ? [`clamps:${NONE}`] : []),
    ...(clamps ?? []).map(({ unit, value, t }) => `h${t === null || t === undefined ? "" : `_${t}`}[${unit}]:${value}`),
  ];
}

/**
 * The query of a run: `?text=hi&at=12~learning_rate:0.5&iteration=40`, empty for the default run
 * at iteration 0.
 *
 * @param run a living run that the link joins
 * @param looked what is looked at: of the iteration,
 *   and which one, where the living run stands elsewhere
 */
export function toQuery(
  record: RunRecord,
  defaults: Configuration,
  run: string | null = null,
  { phase = null, view = null }: { phase?: string | null; view?: number | null } = {},
): string {
  const parts: string[] = [];
  if (run !== null) {
    parts.push(`run=${encode(run)}`);
  }
  for (const [name, value] of Object.entries(differences(record.configuration, defaults))) {
    parts.push(`${name}=${encode(written(value))}`);
  }
  for (const { iteration, changes } of record.interventions) {
    const changed = changesWritten(changes).map((change) => `~${change}`);
    if (changed.length > 0) {
      parts.push(`at=${encode(`${iteration}${changed.join("")}`)}`);
    }
  }
  if (record.iteration > 0) {
    parts.push(`iteration=${record.iteration}`);
  }
  if (run !== null && view !== null) {
    parts.push(`view=${view}`);
  }
  if (phase !== null) {
    parts.push(`phase=${encode(phase)}`);
  }
  return parts.length > 0 ? `?${parts.join("&")}` : "";
}

/** @returns null when it is not a number */
function number(text: string): number | null {
  const value = Number(text);
  return text.trim() !== "" && Number.isFinite(value) ? value : null;
}

const WEIGHT = /^([WUb]_\w+)\[(\d{1,6}(?:,\d{1,6})?)\]$/;
const STATE = /^h(?:_([1-9]\d{0,5}))?\[(\d{1,6})\]$/;

/**
 * Take one change of an intervention into its changes.
 *
 * @param text `W_hh[2,3]:0.5`
 * @returns whether it could be read
 */
function readChange(changes: Changes, text: string): boolean {
  const colon = text.lastIndexOf(":");
  const name = text.slice(0, Math.max(0, colon));
  const told = text.slice(colon + 1);
  const value = number(told);
  const state = STATE.exec(name);
  const weight = WEIGHT.exec(name);
  if (name === "optimizer") {
    changes.optimizer = told;
  } else if (name === "clip_norm" && told === NONE) {
    changes.clip_norm = null;
  } else if (name === "clamps" && told === NONE) {
    changes.clamps ??= [];
  } else if (value === null) {
    return false;
  } else if (name === "clip_norm" || name === "learning_rate") {
    changes[name] = value;
  } else if (state !== null) {
    const t = state[1] === undefined ? null : Number(state[1]);
    changes.clamps = [...(changes.clamps ?? []), { unit: Number(state[2]), value, t }];
  } else if (weight !== null) {
    const [, parameter = "", places = ""] = weight;
    const index = places.split(",").map(Number);
    changes.edits = [...(changes.edits ?? []), { parameter, index, value }];
  } else {
    return false;
  }
  return true;
}

/** @param text `12~learning_rate:0.5~W_hh[2,3]:0.5~h[3]:0` */
function intervention(text: string): Intervention | null {
  const [at = "", ...changed] = text.split("~");
  const changes: Changes = {};
  const read = /^\d{1,9}$/.test(at) && changed.every((change) => readChange(changes, change));
  return read && changed.length > 0 ? { iteration: Number(at), changes } : null;
}

/**
 * @param names in a link
 * @param allowed in words
 * @returns a sentence about those that mean nothing, or none
 */
export function unknownNames(names: readonly string[], known: readonly string[], allowed: string): string[] {
  const unknown = [...new Set(names)].filter((name) => !known.includes(name));
  if (unknown.length === 0) {
    return [];
  }
  const told = listed(unknown.slice(0, 3).map((name) => quoted(name, 40)));
  const more = unknown.length - 3;
  const all = more > 0 ? say("link-more", { names: told, count: more }) : told;
  return [say("link-unknown", { count: unknown.length, names: all, allowed })];
}

/**
 * Read a query. What cannot be read is left out and named in `problems`; ranges are the server's
 * business.
 */
export function fromQuery(query: string): Link {
  const parameters = new URLSearchParams(query);
  const configuration: Record<string, unknown> = {};
  const problems: string[] = unknownNames(
    [...parameters.keys()],
    [...NAMES, "inspect", "class", "hide"],
    say("link-names", { names: listed(NAMES) }),
  );
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
    if (NULLABLE.includes(name) && text === NONE) {
      configuration[name] = null;
    } else if (value === null) {
      problems.push(say("link-number", { name }));
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
      problems.push(say("link-structure", { name }));
    }
  }
  const interventions: Intervention[] = [];
  for (const text of parameters.getAll("at")) {
    const read = intervention(text);
    if (read === null) {
      problems.push(say("link-change", { text }));
    } else {
      interventions.push(read);
    }
  }
  const iterationText = parameters.get("iteration");
  const iteration = iterationText === null ? 0 : number(iterationText);
  if (iteration === null || !Number.isInteger(iteration) || iteration < 0) {
    problems.push(say("link-iteration"));
  }
  const phase = parameters.get("phase");
  if (phase !== null && !PHASE.test(phase)) {
    problems.push(say("link-phase", { text: phase }));
  }
  problems.push(...hidingProblems(query));
  const view = parameters.get("view") ?? "";
  return {
    run: parameters.get("run"),
    configuration: configuration as Partial<Configuration>,
    interventions,
    iteration: iteration !== null && Number.isInteger(iteration) && iteration > 0 ? iteration : 0,
    view: /^\d{1,9}$/.test(view) ? Number(view) : null,
    phase: phase !== null && PHASE.test(phase) ? phase : null,
    problems,
  };
}
