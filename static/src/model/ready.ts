/** Ready-made questions for a class, by chapter: each asks about the network that is on screen. Pure. */

import { kindOf } from "./cells";
import type { QuestionKind, Trace } from "./types";

/** What is asked, as the dialog holds it. */
export interface Asked {
  kind: QuestionKind;
  /** after how many iterations it is measured */
  steps: number;
  /** the last timestep that is read */
  t?: number;
  number?: { quantity: string; t?: number; index: number[] };
}

export interface Ready {
  id: string;
  chapter: string;
  /** null where the network on screen has no such number */
  asked: (trace: Trace) => Asked | null;
}

/** Which weight is asked about: one that is there in every network with a state. */
const WEIGHT = [0, 1];

const letter = (t: number, steps: number): Asked => ({ kind: "letter", t, steps });

function sign(quantity: string, index: number[], t?: number): Asked {
  return { kind: "sign", steps: 0, number: { quantity, index, ...(t === undefined ? {} : { t }) } };
}

/** A weight that all timesteps share, and not the first of its matrix. */
const ofWeight = (trace: Trace, what: string) =>
  (trace.parameters.W_hh?.[0]?.length ?? 0) > 1 ? sign(`${what}.W_hh`, WEIGHT) : null;

/** The last timestep that has a target. */
function lastAsked({ steps }: Trace) {
  return steps.filter(({ target }) => target !== null).at(-1) ?? null;
}

/** The first timestep at which the same is read as at the timestep before. */
function repeated({ steps }: Trace): number | null {
  const at = steps.findIndex(({ input }, place) => place > 0 && steps[place - 1]?.input === input);
  return at === -1 ? null : at + 1;
}

/** The gate that keeps the state, where there is one. */
function keepingGate(trace: Trace) {
  return { lstm: "f", gru: "z" }[kindOf(trace) as string] ?? null;
}

export const READY: readonly Ready[] = [
  { id: "first_letter", chapter: "one-step", asked: () => letter(1, 0) },
  {
    id: "first_state",
    chapter: "one-step",
    asked: ({ steps }) => sign("h", [0], Math.min(2, steps.length)),
  },
  {
    id: "same_letter",
    chapter: "recurrence",
    asked: (trace) => {
      const t = repeated(trace);
      return t === null ? null : letter(t, 10);
    },
  },
  { id: "loss_later", chapter: "recurrence", asked: () => ({ kind: "loss", steps: 100 }) },
  { id: "shared_gradient", chapter: "sharing", asked: (trace) => ofWeight(trace, "gradients") },
  {
    id: "weighted_sum",
    chapter: "two-matrices",
    asked: ({ steps }) => (steps[0]?.a === undefined ? null : sign("a", [0], steps.length)),
  },
  {
    id: "target_logit",
    chapter: "bptt",
    asked: (trace) => {
      const step = lastAsked(trace);
      return step === null ? null : sign("dlogits", [trace.vocabulary.indexOf(step.target ?? "")], step.t);
    },
  },
  {
    id: "other_logit",
    chapter: "bptt",
    asked: (trace) => {
      const step = lastAsked(trace);
      const other = trace.vocabulary.findIndex((token) => token !== step?.target);
      return step === null || other === -1 ? null : sign("dlogits", [other], step.t);
    },
  },
  { id: "update", chapter: "bptt", asked: (trace) => ofWeight(trace, "updates") },
  {
    id: "from_future",
    chapter: "gates",
    asked: ({ parameters }) => (parameters.W_hh === undefined ? null : sign("dh", [0], 1)),
  },
  {
    id: "keeping_gate",
    chapter: "gates",
    asked: (trace) => {
      const gate = keepingGate(trace);
      return gate === null
        ? null
        : { kind: "number", steps: 0, number: { quantity: gate, index: [0], t: Math.min(2, trace.steps.length) } };
    },
  },
  {
    id: "last_letter",
    chapter: "sentences",
    asked: (trace) => {
      const step = lastAsked(trace);
      return step === null ? null : letter(step.t, 100);
    },
  },
];
