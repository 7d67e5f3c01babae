/** The gradients' laboratory: its settings as a query, a request and a command. Pure. */

import { shellQuoted } from "../client/curl";
import type { Limit } from "./types";

export type Value = string | number | null;
/** by the names of the request's fields */
export type Settings = Record<string, Value>;

export interface TrainingResult {
  name: string;
  words: string;
  iterations: number;
  stopped: "iterations" | "diverged" | "time";
  largest_gradient_norm: number | null;
  loss: number | null;
  right: number;
  counted: number;
}

/** What `POST /api/gradients` answers, as far as the page reads it. */
export interface Measured {
  /** where this network opens in the workbench */
  page: string | null;
  iteration: number;
  diverged: boolean;
  T: number;
  gradient_norm: number | null;
  readings: Record<string, number | null> & { words: string };
  judged_on: string;
  mean_over: number;
  trainings: TrainingResult[];
  figures: Record<string, object>;
}

/** What `POST /api/gradients/seeds` answers, as far as the page reads it. */
export interface SeedsMeasured {
  seeds: number[];
  verdict: { seen: string[]; so: string[]; limit: string };
  seconds: number;
}

const NONE = "none";

export function defaults(limits: Record<string, Limit>): Settings {
  return Object.fromEntries(Object.entries(limits).map(([name, limit]) => [name, limit.default ?? null]));
}

/**
 * Settings that go together: only gated cells have a gate that keeps, and nothing is measured after
 * the training's end.
 */
export function consistent(settings: Settings): Settings {
  return {
    ...settings,
    keep_bias: settings.cell === "tanh" ? 0 : (settings.keep_bias ?? 0),
    iteration: Math.min(Number(settings.iteration), Number(settings.iterations)),
  };
}

/** @returns those that are not the default and matter to the task */
export function body(settings: Settings, limits: Record<string, Limit>): Settings {
  const idle = settings.task === "next_character" ? "distance" : "text";
  return Object.fromEntries(
    Object.entries(limits)
      .filter(([name, limit]) => name !== idle && settings[name] !== limit.default)
      .map(([name]) => [name, settings[name] ?? null]),
  );
}

/** @returns what the trainings with several seeds depend on */
export function seedless(settings: Settings, limits: Record<string, Limit>): string {
  const { seed: _seed, iteration: _iteration, ...rest } = body(settings, limits);
  return JSON.stringify(rest);
}

/** @returns `?cell=lstm&distance=50`, empty for the defaults */
export function toQuery(settings: Settings, limits: Record<string, Limit>): string {
  const parts = Object.entries(body(settings, limits)).map(
    ([name, value]) => `${name}=${value === null ? NONE : encodeURIComponent(value)}`,
  );
  return parts.length === 0 ? "" : `?${parts.join("&")}`;
}

/** @returns what cannot be read has its default */
export function fromQuery(query: string, limits: Record<string, Limit>): { settings: Settings; problems: string[] } {
  const settings = defaults(limits);
  const problems: string[] = [];
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

export function read(text: string, limit: Limit & { nullable?: boolean }): Value | undefined {
  if (text === NONE && limit.nullable === true) {
    return null;
  }
  if (limit.type === "string") {
    const length = Array.from(text).length;
    const fits =
      limit.choices === undefined
        ? length >= (limit.min_length ?? 0) && length <= (limit.max_length ?? Infinity) && new Set(text).size > 1
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

export function command(origin: string, settings: Settings, limits: Record<string, Limit>) {
  const sent = shellQuoted(JSON.stringify(body(settings, limits)));
  return `curl -s ${origin}/api/gradients -H 'Content-Type: application/json' -d ${sent}`;
}

/**
 * @param presets by name, what differs from the defaults
 * @returns the preset that these settings are, wherever they are measured
 */
export function presetOf(
  settings: Settings,
  presets: Record<string, Settings>,
  limits: Record<string, Limit>,
): string | null {
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

/** A measured norm: three digits, `3.2·10⁻⁸` where that is shorter. */
export function norm(value: number | null) {
  if (value === null || !Number.isFinite(value)) {
    return "∞";
  }
  if (value === 0 || (value >= 1e-3 && value < 1e5)) {
    return String(Number(value.toPrecision(3)));
  }
  const [digits = "", exponent = ""] = value.toExponential(1).split("e");
  const raised = Array.from(exponent.replace("+", ""), (sign) => (sign === "-" ? "⁻" : "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(sign)]));
  return `${digits}·10${raised.join("")}`;
}
