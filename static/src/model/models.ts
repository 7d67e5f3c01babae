/** Experiments: the form as a request, a query and a command; numbers in words. Pure. */

import { say } from "../lib/messages";
import type { components } from "./schema";
import { shellQuoted } from "./shell";

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

type Spread = components["schemas"]["SpreadAnswer"];
export type Model = components["schemas"]["ModelAnswer"];
export type Result = components["schemas"]["ExperimentAnswer"];
/** One line of the server's stream; the last is the result. */
export type Line =
  | Result
  | (Partial<Pick<Result, "id">> &
      Pick<Result, "measured" | "of"> & {
        measurement?: { model: number; seed: number; iteration: number };
      });

/** A question of the page: what it says before it is answered, and the plan that answers it. */
export interface Question {
  name: string;
  title: string;
  beforehand: string;
  plan: Plan;
}

/** The cells on offer, each with what is shared or whether it is kept open. */
export const MODELS = [
  ["window_1"],
  ["window_2"],
  ["window_3"],
  ["tanh"],
  ["tanh", "output"],
  ["tanh", "none"],
  ["gru"],
  ["gru", "open"],
  ["lstm"],
  ["lstm", "open"],
].map((words) => words.join(" "));

/** What a result calls the network too. */
export function labelOf(model: string, bias: number) {
  const name = model.replace(" ", "_");
  return say(`experiments-model-${name}`, { bias: String(bias), isBiased: bias === 0 ? "no" : "yes" });
}

/** A plan with its numbers as they are typed. */
export type Form = { [K in keyof Plan]: Plan[K] extends number ? string : Plan[K] };

export const formOf = (plan: Plan) =>
  Object.fromEntries(
    Object.entries(plan).map(([name, value]) => [name, typeof value === "number" ? String(value) : value]),
  ) as Form;

export const NUMBERS = [
  "distance",
  "hidden_size",
  "keep_bias",
  "learning_rate",
  "iterations",
  "evaluations",
  "seeds",
] as const;

export const planOf = (form: Form): Plan => ({
  ...form,
  ...(Object.fromEntries(NUMBERS.map((name) => [name, Number(form[name].replace(",", "."))])) as Record<
    (typeof NUMBERS)[number],
    number
  >),
});

/** The first number that no request can be made of. */
export function unreadable(plan: Plan) {
  const seeds = Number.isInteger(plan.seeds) && plan.seeds >= 1 && plan.seeds <= 100;
  return NUMBERS.find((name) => !Number.isFinite(plan[name]) || (name === "seeds" && !seeds)) ?? null;
}

/** The question whose plan is the usual one. */
export const USUAL = "recurrence";

export const usual = (questions: Question[]) => questions.find(({ name }) => name === USUAL)?.plan as Plan;

const written = (plan: Plan) => JSON.stringify(Object.entries(plan).sort());

export const questionOf = (plan: Plan, questions: Question[]) =>
  questions.find((question) => written(question.plan) === written(plan)) ?? null;

/** The body of the request. */
export function request(plan: Plan): Record<string, unknown> {
  const { task, text, distance, hidden_size, optimizer, learning_rate, iterations, evaluations } = plan;
  return {
    task,
    ...(task === "next_character" ? { text } : {}),
    ...(task === "remembering" ? { distance } : {}),
    models: plan.models.map((model) => {
      const [cell = "", kind = "all"] = model.split(" ");
      const own = kind === "open" ? { keep_bias: plan.keep_bias } : kind === "all" ? {} : { sharing: kind };
      return { cell, ...own, hidden_size, optimizer, learning_rate };
    }),
    seeds: Array.from({ length: plan.seeds }, (_, place) => place + 1),
    iterations,
    evaluations,
  };
}

export function command(origin: string, plan: Plan) {
  return `curl -sN -H 'Content-Type: application/json' -H 'Accept: text/csv' ${origin}/api/experiments -d ${shellQuoted(JSON.stringify(request(plan)))}`;
}

/** @returns `?question=counting`, or what differs from the usual: `?task=counting&seeds=3` */
export function toQuery(plan: Plan, questions: Question[]): string {
  const question = questionOf(plan, questions);
  if (question !== null) {
    return `?question=${question.name}`;
  }
  const base = usual(questions);
  const parts = Object.entries(plan)
    .filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(base[name as keyof Plan]))
    .map(([name, value]) => `${name}=${encodeURIComponent(Array.isArray(value) ? value.join(",") : String(value))}`);
  return `?${parts.join("&")}`;
}

/** @returns what cannot be read is as in the question that it names, or as usual */
export function fromQuery(query: string, questions: Question[]): Plan {
  const given = new URLSearchParams(query);
  const base = questions.find(({ name }) => name === given.get("question"))?.plan ?? usual(questions);
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
