/**
 * One iteration as the phases a reader can stop at, in the order in which they are computed. Pure.
 *
 * The list depends on the form of the iteration only: on its timesteps, on which of them read, write
 * and are asked, and on the cell. What a phase says, with the numbers of a trace, is in
 * `captions.js`.
 */

import type { Parts } from "./cells";
import { PLAIN, partsOf } from "./cells";
import { subscript } from "./format";
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
  /** `compute h₃` */
  title: string;
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
  knows: (quantity: string, t?: number) => boolean;
}

const address = (quantity: string, t?: number): Address => ({ quantity, ...(t === undefined ? {} : { t }), index: [] });

/** What meets at a state on the way back, and its sum. */
const STREAMS = ["dh_from_output", "dh_from_future", "dh"];
/** Whether a cell state is passed on as well. */
const hasLane = (parts: Parts) => parts.backward.includes("dc");

function forward(t: number, { T, parts, recurrent, writes, asked }: Form): Phase[] {
  const at = subscript(t);
  const common = { half: "forward" as const, t };
  const phases: Phase[] = [
    {
      ...common,
      id: `x_${t}`,
      kind: "x",
      chapter: 1,
      title: `read x${at}`,
      computed: [address("x", t)],
      arrows: [],
    },
    {
      ...common,
      id: `h_${t}`,
      kind: "h",
      chapter: 2,
      title: `compute h${at}`,
      computed: parts.forward.map((name) => address(name, t)),
      arrows: [address("W_xh", t), ...(recurrent ? [address("W_hh", t)] : [])],
    },
    {
      ...common,
      id: `pass_${t}`,
      kind: "pass",
      chapter: 3,
      title: `pass h${at} on`,
      computed: [],
      arrows: [address("W_hh", t + 1)],
    },
    {
      ...common,
      id: `probs_${t}`,
      kind: "probs",
      chapter: 4,
      title: `predict ŷ${at}`,
      computed: [address("logits", t), address("probs", t)],
      arrows: [address("W_hy", t)],
    },
    {
      ...common,
      id: `loss_${t}`,
      kind: "loss",
      chapter: 5,
      title: `loss at t = ${t}`,
      computed: [address("loss", t)],
      arrows: [],
    },
  ];
  const happens: Partial<Record<Kind, boolean>> = {
    // Nothing comes after the last timestep that its state could be passed to.
    pass: recurrent && t < T,
    probs: writes[t - 1],
    loss: asked[t - 1],
  };
  return phases.filter(({ kind }) => happens[kind] ?? true);
}

function backward(t: number, { parts, used, asked }: Form): Phase[] {
  const at = subscript(t);
  const common = { half: "backward" as const, chapter: 6, t };
  const own = [...used].filter(([, times]) => times.includes(t));
  const phases: Phase[] = [
    {
      ...common,
      id: `dlogits_${t}`,
      kind: "dlogits",
      title: `∂L/∂y${at}`,
      computed: [address("dlogits", t)],
      arrows: [],
    },
    {
      ...common,
      id: `dh_${t}`,
      kind: "dh",
      title: `∂L/∂h${at}`,
      computed: [...STREAMS, ...STREAMS.map((name) => `${name}_norm`)].map((name) => address(name, t)),
      arrows: [address("dh_from_output", t), address("dh_from_future_norm", t)],
    },
    {
      ...common,
      id: `da_${t}`,
      kind: "da",
      title: parts.backward.length > 1 ? `back through the gates of t = ${t}` : `∂L/∂a${at}`,
      computed: [...parts.backward, ...(hasLane(parts) ? ["dc_from_future_norm", "dc_norm"] : [])].map((name) =>
        address(name, t),
      ),
      arrows: [],
    },
    {
      ...common,
      id: `gradients_${t}`,
      kind: "gradients",
      title: `the share of t = ${t}`,
      computed: [
        ...own.map(([name]) => address(`contributions.${name}`, t)),
        // Complete once the first of its timesteps has added its share.
        ...own.filter(([, [first]]) => first === t).map(([name]) => address(`gradients.${name}`)),
      ],
      arrows: [address("W_xh", t), address("W_hh", t), address("W_hy", t)],
    },
  ];
  return phases.filter(({ kind }) => kind !== "dlogits" || asked[t - 1]);
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
  const first: Phase[] = [
    {
      id: "h_0",
      kind: "picture",
      chapter: 1,
      half: "forward",
      t: 1,
      title: "the picture sets h₀",
      computed: [address("a_0"), address("h_0")],
      arrows: [],
    },
  ];
  const lane = hasLane(parts) ? ["c"] : [];
  const flows = ["h", ...lane].map((state) => address(`d${state}_from_future_norm`, 0));
  const start: Phase[] = [
    {
      id: "dh_0",
      kind: "start",
      chapter: 6,
      half: "backward",
      t: 1,
      title: "∂L/∂h₀",
      computed: [...["h", ...lane].flatMap((state) => [address(`d${state}_0`), address(`d${state}_0_norm`)]), ...flows],
      arrows: flows,
    },
  ];
  const last: Phase[] = [
    {
      id: "da_0",
      kind: "from-picture",
      chapter: 6,
      half: "backward",
      t: 1,
      title: "the gradient of W_ph",
      computed: [address("da_0"), ...ofPictures.map((name) => address(`gradients.${name}`))],
      arrows: [],
    },
  ];
  const phases: Phase[] = [
    ...(picture ? first : []),
    ...times.flatMap((t) => forward(t, form)),
    {
      id: "loss",
      kind: "total",
      chapter: 5,
      half: "forward",
      t: null,
      title: "add the losses",
      computed: [address("loss")],
      arrows: [],
    },
    ...wayBack(form).flatMap((t) => backward(t, form)),
    ...(recurrent ? start : []),
    ...(picture ? last : []),
    {
      id: "clip",
      kind: "clip",
      chapter: 7,
      half: "backward",
      t: null,
      title: "clip",
      computed: ["gradient_norm", "clip_scale", "clipped_gradient_norm"].map((name) => address(name)),
      arrows: [],
    },
    {
      id: "update",
      kind: "update",
      chapter: 7,
      half: "backward",
      t: null,
      title: "update",
      computed: parts.parameters.map((name) => address(`updates.${name}`)),
      arrows: [],
    },
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
