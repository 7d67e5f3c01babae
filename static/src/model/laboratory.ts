/** The gradients' laboratory: its settings as a query, a request and a command. Pure. */

import { say } from "../lib/messages";
import { logarithmic } from "./fields";
import type { Figure } from "./figures";
import type { components } from "./schema";
import { shellQuoted } from "./shell";
import type { Limit } from "./types";

export type Value = string | number | null;
/** by the names of the request's fields */
export type Settings = Record<string, Value>;

/** What a button of the page sets, beside the defaults. */
export interface Preset {
  name: string;
  title: string;
  settings: Settings;
}

export type Measured = components["schemas"]["GradientsAnswer"] & { figures: Record<string, Figure> };
export type SeedsMeasured = components["schemas"]["SeedsAnswer"];

const NONE = "none";

/** From, to and step of each slider; without a step it goes by powers. */
const RANGES: Record<string, [number, number, number?]> = {
  distance: [5, 100, 1],
  hidden_size: [2, 64, 1],
  spectral_radius: [0.1, 3, 0.05],
  keep_bias: [0, 6, 0.25],
  iteration: [0, 400, 1],
  iterations: [50, 500, 50],
  learning_rate: [0.001, 10],
  clip_norm: [0.01, 100],
};

/** A slider's positions, and which value each stands for. */
export function scaleOf(name: string) {
  const [low, high, step] = RANGES[name] as [number, number, number?];
  if (step !== undefined) {
    return { min: low, max: high, step, position: (value: number) => value, value: (position: number) => position };
  }
  const { position, value } = logarithmic(low, high);
  return { min: 0, max: 1, step: 0.001, position, value };
}

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
      problems.push(say("gradients-unreadable", { name, allowed: limit.allowed }));
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

/** The preset that these settings are, wherever they are measured. */
export function presetOf(settings: Settings, presets: Preset[], limits: Record<string, Limit>): string | null {
  const fields = Object.keys(limits).filter((field) => !["iteration", "seed", "text"].includes(field));
  const found = presets.find((preset) => {
    const wanted = { ...defaults(limits), ...preset.settings };
    return fields.every((field) => settings[field] === wanted[field]);
  });
  return found?.name ?? null;
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
