/** What a chapter is made of, as the server reads it from its Markdown, and what is said of it. Pure. */

import { integer } from "../lib/messages";
import { readNumber } from "./fields";
import type { Figure as Drawing } from "./figures";
import { fixed } from "./format";
import type { Measured as MeasuredReach } from "./laboratory";
import { reading } from "./notation";
import type { Moment, Phase, Timeline } from "./phases";
import type { Triangle } from "./triangle";
import type { Attempt, Contributions, Derivation, Limit, Run, Scores, Task, Trace } from "./types";

/** Where a scene's run stands; `phase` is up to where of the iteration everything is known. */
export interface Standing {
  configuration: Record<string, unknown>;
  interventions: Record<string, unknown>[];
  iteration: number;
  phase: string | null;
}

export interface Prediction {
  kind: "choice" | "token" | "number" | "sign";
  ask: string;
  /** of a choice, by name */
  options: Record<string, string>;
}

export interface NumberPlace {
  quantity: string;
  t: number | null;
  index: number[];
}

export interface Figure {
  name: string;
  told: {
    show?: string[] | string;
    caption?: boolean;
    split?: string;
    unit?: number;
    sliders?: string[];
    of?: string;
    /** those that are drawn; by default all */
    gates?: string[];
    t?: number | number[] | null;
    sources?: string[];
    /** of windows, the widest */
    to?: number;
  } & Partial<Omit<NumberPlace, "t">>;
}

export interface Scene {
  id: string;
  before: Standing;
  after: Standing;
  experiment: Record<string, unknown> | null;
  figure: Figure | null;
  predict: Prediction;
  action: "reveal" | "compute" | "step" | "train" | "edit" | "zero" | "swap" | "merge" | "experiment";
  /** where the reader chooses each next phase, or merges layers: what each kind of step is called */
  by_hand: Record<string, string> | null;
  /** what is said where another kind comes first, by that kind */
  unready: Record<string, string> | null;
  label: string;
  measure: string;
  told: Record<string, string | number>;
  verdict: Record<string, string>;
  /** the prediction that each outcome corresponds to, or the measured value that it has to be */
  right: Record<string, string> | string;
}

/** A check that leaves numbers of a derivation out. */
export interface Sum {
  id: string;
  state: Standing;
  number: NumberPlace;
  ask: string;
  blank: string[];
  tolerance: number;
  well: string;
}

export interface Lesson {
  slug: string;
  /** with what counts as done and what need not be done */
  sections: { id: string; parts: string[]; optional: string[] }[];
  scenes: Scene[];
  sums: Sum[];
}

/** Which of a measure's outcomes it is, and the values behind it. */
export interface Measured {
  outcome: string;
  values: Record<string, number | string | null>;
}

/** of a sentence; a measured value is set apart */
export type Piece = { text: string; isMeasured: boolean };

/** The losses of a run up to an iteration. */
export interface Course {
  iterations: number[];
  loss: (number | null)[];
}

/** What a figure shows at a moment. */
export interface View {
  trace: Trace | null;
  moment: Moment | null;
  course: Course | null;
  /** of the number that a figure explains */
  derivation: Derivation | null;
  /** of a gradient that a figure adds up by timesteps */
  contributions: Contributions | null;
  /** of what a figure adds up in a triangle */
  triangle: Triangle | null;
  /** how far a gradient reaches */
  reach: MeasuredReach | null;
  /** and how far it reached before the scene trained */
  untrained: MeasuredReach | null;
  /** of an experiment, as the server draws them; by name */
  drawings: Record<string, Drawing> | null;
  /** of the run, where a figure is about more than one example */
  task: Task | null;
  /** what the network makes of the inputs that a figure is about */
  attempts: Attempt[];
  /** how good it is, on every split */
  scores: Scores | null;
  /** what the figure has asked of the run, beside its trace */
  measures: Measured[];
  /** how many layers use the same weights, where the reader merges them */
  merged: number;
  /** whether the action has been taken */
  isSeen: boolean;
  /** whether it is under way */
  isActing: boolean;
  /** whether what the figure shows is what has been asked for */
  isHidden: boolean;
  run: Run | null;
}

/** Where the last network of an experiment stands in the end, with the first seed: it can be looked into. */
export function trialOf(experiment: Record<string, unknown>): Standing {
  const { models, seeds, iterations, evaluations: _, ...task } = experiment;
  const model = (models as Record<string, unknown>[]).at(-1);
  const [seed = 1] = (seeds ?? []) as number[];
  return {
    configuration: { ...task, ...model, seed },
    interventions: [],
    iteration: iterations as number,
    phase: null,
  };
}

/** The timesteps that a figure is about. */
export const timesOf = ({ told }: Figure): number[] => [told.t ?? []].flat();

/** What a figure asks of a run, each a measure with what it is told. */
export function measuresOf(
  { figure, measure, told }: Scene,
  trace: Trace,
): [string, Record<string, string | number>][] {
  const counted = (count: number) => Array.from({ length: count }, (_, place) => place);
  switch (figure?.name) {
    case "merge":
      return counted(trace.steps.length).map((place) => ["merging", { layers: place + 1 }]);
    case "widths":
      return counted(figure.told.to ?? 1).map((place) => ["window_size", { reads: place + 1 }]);
    case "subtotals":
      return timesOf(figure).flatMap((t) =>
        counted(trace.h_0.length).map((unit): [string, Record<string, number>] => ["parts_of_state", { t, unit }]),
      );
    case "nudge":
    case "readings":
    case "answered":
      return [[measure, told]];
    default:
      return [];
  }
}

/** A measured value in a sentence. */
export function told(value: number | string | null | undefined): string {
  if (typeof value === "string") {
    return value;
  }
  if (value === null || value === undefined || Number.isInteger(value) || Math.abs(value) >= 0.01) {
    return Number.isInteger(value) ? integer(value as number).replace("-", "−") : fixed(value ?? null, 2);
  }
  return reading(value, true);
}

/** A sentence with `{placeholders}`, in pieces. */
export function sentence(template: string, values: Measured["values"]): Piece[] {
  // Every second piece is the name of a value.
  return template
    .split(/\{(\w+)\}/)
    .map((piece, place) =>
      place % 2 === 0 ? { text: piece, isMeasured: false } : { text: told(values[piece]), isMeasured: true },
    )
    .filter(({ text }) => text !== "");
}

/** The verdict on what was measured. */
export const verdictOf = ({ verdict }: Scene, { outcome, values }: Measured): Piece[] =>
  sentence(verdict[outcome] ?? "", values);

/** What the prediction should have been. */
export function answerOf({ right }: Scene, { outcome, values }: Measured): string {
  return typeof right === "string" ? String(values[right] ?? "") : (right[outcome] ?? "");
}

/** What the laboratory of gradients is told of a run. */
const OF_LABORATORY = [
  "task",
  "text",
  "distance",
  "cell",
  "hidden_size",
  "initialization",
  "spectral_radius",
  "keep_bias",
  "seed",
  "optimizer",
  "learning_rate",
  "clip_norm",
];

/** The request that measures how far the gradient reaches where a run stands; nothing else is trained. */
export function reachRequest({ configuration, iteration }: Standing, moved: Record<string, number>) {
  const own = Object.entries(configuration).filter(([name]) => OF_LABORATORY.includes(name));
  return { ...Object.fromEntries(own), ...moved, iterations: 0, iteration };
}

const ANY: Limit = { type: "number", allowed: "" };

/** A number as people type it: with either minus sign, a comma or a point. */
export function typedNumber(text: string): number | null {
  return readNumber(text, ANY).value ?? null;
}

/** In a chapter, no text of a figure is smaller. */
const LEAST_TEXT = 14;

/** A figure, or any part of one, with its texts as large as those around it. */
export function enlarged<T>(value: T, name = ""): T {
  if (typeof value === "string") {
    return value.replace(/font-size:\s*\d+px/g, `font-size:${LEAST_TEXT}px`) as T;
  }
  if (Array.isArray(value)) {
    return typeof value.at(-1) === "number" ? value : (value.map((each) => enlarged(each)) as T);
  }
  if (value === null || typeof value !== "object") {
    return value;
  }
  const parts = Object.entries(value).map(([key, part]) => [
    key,
    key === "size" && name.endsWith("font") ? Math.max(LEAST_TEXT, part) : enlarged(part, key),
  ]);
  return Object.fromEntries(parts);
}

/** Whether a prediction is what was measured. */
export function isRight(scene: Scene, guess: string, measured: Measured): boolean {
  const answer = answerOf(scene, measured);
  return scene.predict.kind === "number" ? typedNumber(guess) === Number(answer) : guess === answer;
}

/** Whether a typed number is near enough to the server's; null where it is no number. */
export function isNear(text: string, value: number | null, tolerance: number): boolean | null {
  const typed = typedNumber(text);
  return typed === null || value === null ? null : Math.abs(typed - value) <= tolerance;
}

/** The phases from after the one to the other. */
export function between(line: Timeline, from: string | null, to: string | null): Phase[] {
  const first = line.indexOf(from);
  const last = to === null ? line.phases.length - 1 : line.indexOf(to);
  return line.phases.slice(first + 1, last + 1);
}
