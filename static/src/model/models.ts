/** Experiments: the form as a request, a query and a command; numbers in words. Pure. */

import { shellQuoted } from "../client/curl";

/** What the form holds. */
export interface Plan {
  task: string;
  text: string;
  distance: number;
  /** `tanh`, `window_2`, `tanh none` with what is shared, `lstm open` */
  models: string[];
  hidden_size: number;
  /** where the keeping gate's bias begins, in the models kept open */
  keep_bias: number;
  optimizer: string;
  learning_rate: number;
  iterations: number;
  /** how many, from 1 on */
  seeds: number;
  /** how often each is judged on the way */
  evaluations: number;
}

export type Spread = { median: number; least: number; greatest: number };
export interface Model {
  label: string;
  configuration: { cell: string; sharing: string };
  /** where its first seed opens in the workbench */
  page: string | null;
  weights: number;
  floor: number | null;
  outcome: {
    loss: Record<string, Spread | null>;
    score: Record<string, Spread | null>;
    out_of_reach: Record<string, number>;
    diverged: number;
    seconds_per_iteration: Spread | null;
    iterations: Spread | null;
  };
}
export interface Result {
  id: string;
  splits: string[];
  measured: number;
  of: number;
  stopped: string | null;
  message: string | null;
  seconds: number;
  models: Model[];
  /** the split that the verdict speaks of */
  judged_on: string;
  verdict: { seen: string[]; so: string[]; limit: string };
}

/** by name, what each sets */
export type Questions = Record<string, Plan>;

/** The question whose plan is the usual one. */
export const USUAL = "recurrence";

export const usual = (questions: Questions) => questions[USUAL] as Plan;

const written = (plan: Plan) => JSON.stringify(Object.entries(plan).sort());

export function presetOf(plan: Plan, questions: Questions) {
  return Object.keys(questions).find((name) => written(questions[name] as Plan) === written(plan)) ?? null;
}

/** @returns the body of the request */
export function request({
  task,
  text,
  distance,
  models,
  hidden_size,
  keep_bias,
  optimizer,
  learning_rate,
  iterations,
  seeds,
  evaluations,
}: Plan): Record<string, unknown> {
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

export function command(origin: string, plan: Plan) {
  return `curl -sN -H 'Content-Type: application/json' -H 'Accept: text/csv' ${origin}/api/experiments -d ${shellQuoted(JSON.stringify(request(plan)))}`;
}

/** @returns `?question=counting`, or what differs from the usual: `?task=counting&seeds=3` */
export function toQuery(plan: Plan, questions: Questions): string {
  const question = presetOf(plan, questions);
  if (question !== null) {
    return `?question=${question}`;
  }
  const base = usual(questions);
  const parts = Object.entries(plan)
    .filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(base[name as keyof Plan]))
    .map(([name, value]) => `${name}=${encodeURIComponent(Array.isArray(value) ? value.join(",") : String(value))}`);
  return `?${parts.join("&")}`;
}

/** @returns what cannot be read is as in the question that it names, or as usual */
export function fromQuery(query: string, questions: Questions): Plan {
  const given = new URLSearchParams(query);
  const base = questions[given.get("question") ?? ""] ?? usual(questions);
  const plan: Record<string, unknown> = { ...base };
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
  return plan as unknown as Plan;
}

const digits = (value: number) =>
  value !== 0 && Math.abs(value) < 0.001 ? value.toExponential(1) : Number(value.toPrecision(4)).toString();

/** @returns `0.0045 (0.0032–0.0052)` */
export function spreadText(spread: Spread | null | undefined, written: (value: number) => string = digits): string {
  if (spread === null || spread === undefined) {
    return "–";
  }
  const [median, least, greatest] = [spread.median, spread.least, spread.greatest].map(written);
  return least === greatest ? String(median) : `${median} (${least}–${greatest})`;
}

/** @param share only what is all is 100%, and only what is none is 0% */
export const percent = (share: number) =>
  `${share > 0 && share < 1 ? Math.min(99, Math.max(1, Math.round(100 * share))) : Math.round(100 * share)}%`;

export const duration = (seconds: number) =>
  seconds < 1e-3 ? `${Math.round(1e6 * seconds)} µs` : `${(1e3 * seconds).toFixed(1)} ms`;
