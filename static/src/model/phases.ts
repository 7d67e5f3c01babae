/**
 * One iteration as the phases a reader can stop at, in the order in which they are computed. Pure.
 *
 * The list depends on the form of the iteration only: on its timesteps, on which of them read, write
 * and are asked, and on the cell. What a phase says, with the numbers of a trace, is in `captions`.
 */

import type { Parts } from "./cells";
import { PLAIN, partsOf } from "./cells";
import { isAsked, isRecurrent, timestepsOf, writesAt } from "./parts";
import type { Address, Trace } from "./types";

export type Kind =
  | "picture"
  | "x"
  | "h"
  | "pass"
  | "probs"
  | "loss"
  | "total"
  | "dlogits"
  | "dh"
  | "da"
  | "gradients"
  | "start"
  | "from-picture"
  | "clip"
  | "update";

export interface Phase {
  /** what is computed, as in the notation: `h_3`, `loss`, `dh_2`, `update` */
  id: string;
  kind: Kind;
  /** 1 to 7 */
  chapter: number;
  half: "forward" | "backward";
  t: number | null;
  /** what is known from here on; of arrays, without an index */
  computed: Address[];
  /** the arrows in use: weights of a timestep, or the gradient that reaches a state */
  arrows: Address[];
}

export interface Timeline {
  T: number;
  phases: readonly Phase[];
  /** where the backward half begins */
  turn: number;
  /** -1 when there is none */
  indexOf: (id: string | null) => number;
  isKnown: (index: number, address: { quantity: string; t?: number }) => boolean;
}

/** What the list of phases depends on. */
export interface Form {
  T: number;
  /** of the cell */
  parts: Parts;
  recurrent: boolean;
  /** whether a picture sets h_0 */
  picture: boolean;
  /** which timesteps predict; the first is t = 1 */
  writes: boolean[];
  /** where a target is */
  asked: boolean[];
  /** at which timesteps each parameter is */
  used: Map<string, number[]>;
}

/** A phase, and what is known by then. */
export interface Moment {
  phase: Phase;
  index: number;
  /** of a quantity; of `target`, whether there is one at a timestep may be told */
  knows: (quantity: string, t?: number) => boolean;
}

const address = (quantity: string, t?: number): Address => ({ quantity, ...(t === undefined ? {} : { t }), index: [] });

/** What meets at a state on the way back, and its sum. */
const STREAMS = ["dh_from_output", "dh_from_future", "dh"];
/** Whether a cell state is passed on as well. */
const hasLane = (parts: Parts) => parts.backward.includes("dc");

const CHAPTERS: Record<Kind, number> = {
  picture: 1,
  x: 1,
  h: 2,
  pass: 3,
  probs: 4,
  loss: 5,
  total: 5,
  dlogits: 6,
  dh: 6,
  da: 6,
  gradients: 6,
  start: 6,
  "from-picture": 6,
  clip: 7,
  update: 7,
};
/** Of phases that an iteration has once. */
const IDS: Partial<Record<Kind, string>> = {
  picture: "h_0",
  total: "loss",
  start: "dh_0",
  "from-picture": "da_0",
  clip: "clip",
  update: "update",
};

const phase = (kind: Kind, t: number | null, computed: Address[], arrows: Address[] = []): Phase => ({
  id: IDS[kind] ?? `${kind}_${t}`,
  kind,
  chapter: CHAPTERS[kind],
  half: CHAPTERS[kind] < 6 ? "forward" : "backward",
  t,
  computed,
  arrows,
});

function forward(t: number, { T, parts, recurrent, writes, asked }: Form): Phase[] {
  const at = (...names: string[]) => names.map((name) => address(name, t));
  return [
    phase("x", t, at("x")),
    phase("h", t, at(...parts.forward), at("W_xh", ...(recurrent ? ["W_hh"] : []))),
    // Nothing comes after the last timestep that its state could be passed to.
    ...(recurrent && t < T ? [phase("pass", t, [], [address("W_hh", t + 1)])] : []),
    ...(writes[t - 1] ? [phase("probs", t, at("logits", "probs"), at("W_hy"))] : []),
    ...(asked[t - 1] ? [phase("loss", t, at("loss"))] : []),
  ];
}

function backward(t: number, { parts, used, asked }: Form): Phase[] {
  const at = (...names: string[]) => names.map((name) => address(name, t));
  const own = [...used].filter(([, times]) => times.includes(t));
  const shares = own.map(([name]) => address(`contributions.${name}`, t));
  // Complete once the first of its timesteps has added its share.
  const complete = own.filter(([, [first]]) => first === t).map(([name]) => address(`gradients.${name}`));
  return [
    ...(asked[t - 1] ? [phase("dlogits", t, at("dlogits"))] : []),
    phase(
      "dh",
      t,
      at(...STREAMS, ...STREAMS.map((name) => `${name}_norm`)),
      at("dh_from_output", "dh_from_future_norm"),
    ),
    phase("da", t, at(...parts.backward, ...(hasLane(parts) ? ["dc_from_future_norm", "dc_norm"] : []))),
    phase("gradients", t, [...shares, ...complete], at("W_xh", "W_hh", "W_hy")),
  ];
}

/**
 * The timesteps the way back leads through, the last one first: from where something is asked on,
 * to all before it; without recurrence only those themselves.
 */
function wayBack({ T, recurrent, asked }: Form): number[] {
  const times = Array.from({ length: T }, (_, i) => T - i);
  const last = asked.lastIndexOf(true) + 1;
  return times.filter((t) => (recurrent ? t <= last : asked[t - 1]));
}

/** The form of ordinary iterations: every timestep predicts, and all share their weights. */
function plainForm(T: number, parts: Parts): Form {
  const all = Array.from({ length: T }, () => true);
  const times = all.map((_, i) => i + 1);
  return {
    T,
    parts,
    recurrent: true,
    picture: false,
    writes: all,
    asked: all,
    used: new Map(parts.parameters.map((name) => [name, times])),
  };
}

function formOf(trace: Trace): Form {
  const parts = partsOf(trace);
  return {
    T: trace.steps.length,
    parts,
    recurrent: isRecurrent(trace),
    picture: Boolean(trace.example.image),
    writes: trace.steps.map(({ t }) => writesAt(trace, t)),
    asked: trace.steps.map(({ t }) => isAsked(trace, t)),
    used: new Map(parts.parameters.map((name) => [name, timestepsOf(trace, name)])),
  };
}

/** The phases of a trace's iteration, the same list as long as its form stays the same. */
export function createTimelines(): (trace: Trace) => Timeline {
  let key = "";
  let line = timeline(1);
  return (trace) => {
    const form = formOf(trace);
    const now = JSON.stringify([form, [...form.used]]);
    if (now !== key) {
      key = now;
      line = timelineOf(form);
    }
    return line;
  };
}

/**
 * All phases of an ordinary iteration over `T` timesteps.
 *
 * @param parts of the cell
 */
export const timeline = (T: number, parts: Parts = PLAIN): Timeline => timelineOf(plainForm(T, parts));

function timelineOf(form: Form): Timeline {
  const { T, parts, recurrent, picture } = form;
  const times = Array.from({ length: T }, (_, i) => i + 1);
  const ofPictures = parts.parameters.filter((name) => /_ph$/.test(name));
  const states = hasLane(parts) ? ["h", "c"] : ["h"];
  const flows = states.map((state) => address(`d${state}_from_future_norm`, 0));
  const initial = states.flatMap((state) => [address(`d${state}_0`), address(`d${state}_0_norm`)]);
  const ofWeights = ["da_0", ...ofPictures.map((name) => `gradients.${name}`)].map((name) => address(name));
  const clipped = ["gradient_norm", "clip_scale", "clipped_gradient_norm"].map((name) => address(name));
  const updates = parts.parameters.map((name) => address(`updates.${name}`));
  const phases: Phase[] = [
    ...(picture ? [phase("picture", 1, [address("a_0"), address("h_0")])] : []),
    ...times.flatMap((t) => forward(t, form)),
    phase("total", null, [address("loss")]),
    ...wayBack(form).flatMap((t) => backward(t, form)),
    ...(recurrent ? [phase("start", 1, [...initial, ...flows], flows)] : []),
    ...(picture ? [phase("from-picture", 1, ofWeights)] : []),
    phase("clip", null, clipped),
    phase("update", null, updates),
  ];
  const places: Map<string, number> = new Map();
  const since: Map<string, number> = new Map();
  phases.forEach(({ id, computed }, index) => {
    places.set(id, index);
    for (const { quantity, t } of computed) {
      since.set(`${quantity}:${t ?? ""}`, index);
    }
  });
  return {
    T,
    phases,
    turn: phases.findIndex(({ half }) => half === "backward"),
    indexOf: (id) => (id === null ? -1 : (places.get(id) ?? -1)),
    // What no phase computes was there before: parameters, h_0.
    isKnown: (index, { quantity, t }) => (since.get(`${quantity}:${t ?? ""}`) ?? -1) <= index,
  };
}

/** @returns `null` when there is no such phase */
export function momentAt(line: Timeline, id: string | null): Moment | null {
  const index = line.indexOf(id);
  return index === -1
    ? null
    : {
        phase: line.phases[index],
        index,
        knows: (quantity, t) => line.isKnown(index, t === undefined ? { quantity } : { quantity, t }),
      };
}

/**
 * Where a jump leads: to the next timestep (in the direction of its half), and past the last one
 * to what follows the passes.
 */
export function nextTimestep(line: Timeline, index: number, direction: 1 | -1): number {
  const { phases } = line;
  const key = (i: number) => {
    const { half, kind, t } = phases[i];
    return `${half} ${["start", "from-picture", "picture"].includes(kind) ? 0 : (t ?? kind)}`;
  };
  let i = index;
  while (i + direction >= 0 && i + direction < phases.length && key(i) === key(index)) {
    i += direction;
  }
  // Backwards one arrives at the end of a timestep: its beginning is meant.
  while (direction === -1 && i > 0 && key(i - 1) === key(i)) {
    i -= 1;
  }
  return i;
}

/**
 * The phase a chapter begins with, at the timestep where the reader is.
 *
 * @param index of the phase now; -1 for none
 */
export function chapterStart(line: Timeline, chapter: number, index: number): number {
  const { phases } = line;
  const t = phases[index]?.t ?? (index > 0 && chapter < 6 ? line.T : 1);
  const here = phases.findIndex((phase) => phase.chapter === chapter && phase.t === t);
  const first = phases.findIndex((phase) => phase.chapter === chapter);
  return chapter < 6 && here !== -1 ? here : first;
}
