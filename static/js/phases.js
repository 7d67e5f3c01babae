// @ts-check
/**
 * One iteration as the phases a reader can stop at, in the order in which they are computed. Pure.
 *
 * The list depends on the form of the iteration only: on its timesteps, on which of them read, write
 * and are asked, and on the cell. What a phase says, with the numbers of a trace, is in
 * `captions.js`.
 */

import { PLAIN, partsOf } from "./cells.js";
import { subscript } from "./format.js";
import { isAsked, isRecurrent, timestepsOf, writesAt } from "./parts.js";

/** @typedef {import("./types.js").Address} Address */
/** @typedef {import("./types.js").Maybe} Maybe */
/** @typedef {import("./cells.js").Parts} Parts */
/** @typedef {import("./views/network/text.js").Trace} Trace */
/** @typedef {import("./views/network/text.js").Step} Step */

/**
 * @typedef {"picture" | "x" | "h" | "pass" | "probs" | "loss" | "total" | "dlogits" | "dh" | "da"
 *   | "gradients" | "start" | "from-picture" | "clip" | "update"} Kind
 */

/**
 * @typedef {object} Phase
 * @property {string} id what is computed, as in the notation: `h_3`, `loss`, `dh_2`, `update`
 * @property {Kind} kind
 * @property {number} chapter 1 to 7
 * @property {"forward" | "backward"} half
 * @property {number | null} t
 * @property {string} title `compute h₃`
 * @property {Address[]} computed what is known from here on; of arrays, without an index
 * @property {Address[]} arrows the arrows in use: weights of a timestep, or the gradient that
 *   reaches a state
 */

/**
 * @typedef {object} Timeline
 * @property {number} T
 * @property {readonly Phase[]} phases
 * @property {number} turn where the backward half begins
 * @property {(id: string | null) => number} indexOf -1 when there is none
 * @property {(index: number, address: {quantity: string, t?: number}) => boolean} isKnown
 */

/**
 * What the list of phases depends on.
 *
 * @typedef {object} Form
 * @property {number} T
 * @property {Parts} parts of the cell
 * @property {boolean} recurrent
 * @property {boolean} picture whether a picture sets h_0
 * @property {boolean[]} writes which timesteps predict; the first is t = 1
 * @property {boolean[]} asked where a target is
 * @property {Map<string, number[]>} used at which timesteps each parameter is
 */

/**
 * A phase, and what is known by then.
 *
 * @typedef {object} Moment
 * @property {Phase} phase
 * @property {number} index
 * @property {(quantity: string, t?: number) => boolean} knows
 */

/**
 * @param {string} quantity
 * @param {number} [t]
 * @returns {Address}
 */
const address = (quantity, t) => ({ quantity, ...(t === undefined ? {} : { t }), index: [] });

/** What meets at a state on the way back, and its sum. */
const STREAMS = ["dh_from_output", "dh_from_future", "dh"];
/**
 * Whether a cell state is passed on as well.
 *
 * @param {Parts} parts
 */
const hasLane = (parts) => parts.backward.includes("dc");

/**
 * @param {number} t
 * @param {Form} form
 * @returns {Phase[]}
 */
function forward(t, { T, parts, recurrent, writes, asked }) {
  const at = subscript(t);
  const common = { half: /** @type {const} */ ("forward"), t };
  /** @type {Phase[]} */
  const phases = [
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
  /** @type {Partial<Record<Kind, boolean>>} */
  const happens = {
    // Nothing comes after the last timestep that its state could be passed to.
    pass: recurrent && t < T,
    probs: writes[t - 1],
    loss: asked[t - 1],
  };
  return phases.filter(({ kind }) => happens[kind] ?? true);
}

/**
 * @param {number} t
 * @param {Form} form
 * @returns {Phase[]}
 */
function backward(t, { parts, used, asked }) {
  const at = subscript(t);
  const common = { half: /** @type {const} */ ("backward"), chapter: 6, t };
  const own = [...used].filter(([, times]) => times.includes(t));
  /** @type {Phase[]} */
  const phases = [
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
 *
 * @param {Form} form
 * @returns {number[]}
 */
function wayBack({ T, recurrent, asked }) {
  const times = Array.from({ length: T }, (_, i) => T - i);
  const last = asked.lastIndexOf(true) + 1;
  return times.filter((t) => (recurrent ? t <= last : asked[t - 1]));
}

/**
 * The form of ordinary iterations: every timestep predicts, and all share their weights.
 *
 * @param {number} T
 * @param {Parts} parts
 * @returns {Form}
 */
function plainForm(T, parts) {
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

/**
 * @param {Trace} trace
 * @returns {Form}
 */
function formOf(trace) {
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

/**
 * The phases of a trace's iteration, the same list as long as its form stays the same.
 *
 * @returns {(trace: Trace) => Timeline}
 */
export function createTimelines() {
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
 * @param {number} T
 * @param {Parts} [parts] of the cell
 * @returns {Timeline}
 */
export const timeline = (T, parts = PLAIN) => timelineOf(plainForm(T, parts));

/**
 * @param {Form} form
 * @returns {Timeline}
 */
function timelineOf(form) {
  const { T, parts, recurrent, picture } = form;
  const times = Array.from({ length: T }, (_, i) => i + 1);
  const ofPictures = parts.parameters.filter((name) => /_ph$/.test(name));
  /** @type {Phase[]} */
  const first = [
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
  /** @type {Phase[]} */
  const start = [
    {
      id: "dh_0",
      kind: "start",
      chapter: 6,
      half: "backward",
      t: 1,
      title: "∂L/∂h₀",
      computed: [
        ...["h", ...lane].flatMap((state) => [address(`d${state}_0`), address(`d${state}_0_norm`)]),
        ...flows,
      ],
      arrows: flows,
    },
  ];
  /** @type {Phase[]} */
  const last = [
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
  /** @type {Phase[]} */
  const phases = [
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
  /** @type {Map<string, number>} */
  const places = new Map();
  /** @type {Map<string, number>} */
  const since = new Map();
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

/**
 * @param {Timeline} line
 * @param {string | null} id
 * @returns {Moment | null} `null` when there is no such phase
 */
export function momentAt(line, id) {
  const index = line.indexOf(id);
  return index === -1
    ? null
    : {
        phase: line.phases[index],
        index,
        knows: (quantity, t) =>
          line.isKnown(index, t === undefined ? { quantity } : { quantity, t }),
      };
}

/**
 * Where a jump leads: to the next timestep (in the direction of its half), and past the last one
 * to what follows the passes.
 *
 * @param {Timeline} line
 * @param {number} index
 * @param {1 | -1} direction
 * @returns {number}
 */
export function nextTimestep(line, index, direction) {
  const { phases } = line;
  /** @param {number} i */
  const key = (i) => {
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
 * @param {Timeline} line
 * @param {number} chapter
 * @param {number} index of the phase now; -1 for none
 * @returns {number}
 */
export function chapterStart(line, chapter, index) {
  const { phases } = line;
  const t = phases[index]?.t ?? (index > 0 && chapter < 6 ? line.T : 1);
  const here = phases.findIndex((phase) => phase.chapter === chapter && phase.t === t);
  const first = phases.findIndex((phase) => phase.chapter === chapter);
  return chapter < 6 && here !== -1 ? here : first;
}
