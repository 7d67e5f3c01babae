// @ts-check
/**
 * What the diagram shows right now, shared by the modules that draw it, point at it and walk
 * through it; and where a number of it is.
 */

import { inputGroups, isAsked, partAt, writesAt } from "../../parts.js";

/** @typedef {import("../../types.js").Address} Address */
/** @typedef {import("../../phases.js").Moment} Moment */
/** @typedef {import("./column.js").Column} Column */
/** @typedef {import("./keyboard.js").Place} Place */
/** @typedef {import("./layout.js").Layout} Layout */
/** @typedef {import("./text.js").Trace} Trace */

/**
 * @typedef {object} Scene
 * @property {Trace | null} trace
 * @property {Layout | null} layout
 * @property {Map<number, Column>} columns those on screen, by timestep
 * @property {ReturnType<typeof import("./column.js").createStart> | null} start h_0
 * @property {Moment | null} moment inside the iteration; null shows all of it
 * @property {boolean} folded
 * @property {number} foldedT the timestep whose numbers the folded cell shows
 * @property {number} amount of folding, 0 to 1
 */

/** @returns {Scene} */
export function emptyScene() {
  return {
    trace: null,
    layout: null,
    columns: new Map(),
    start: null,
    moment: null,
    folded: false,
    foldedT: 1,
    amount: 0,
  };
}

/**
 * Whether a number is known at the moment that is shown.
 *
 * @param {Scene} scene
 * @param {Address} address
 */
export function isKnown({ moment }, { quantity, t }) {
  return moment === null || moment.knows(quantity, t);
}

/**
 * What the keys can visit in a column, top to bottom.
 *
 * @param {Scene} scene
 * @param {number} t
 * @returns {Place[]}
 */
export function placesIn({ trace, layout, columns }, t) {
  if (trace === null || layout === null) {
    return [];
  }
  /** @type {(quantity: string, length: number) => Place[]} */
  const all = (quantity, length) => Array.from({ length }, (_, index) => ({ quantity, t, index }));
  const H = trace.h_0.length;
  if (t === 0) {
    return [
      ...all("h_0", H),
      { quantity: "dh_from_future_norm", t, index: 0 },
      ...all("c_0", layout.lane && trace.c_0 ? H : 0),
      ...all("dc_from_future_norm", layout.lane && trace.c_0 ? 1 : 0),
      ...all("p", trace.example.image?.pixels.length ?? 0),
    ];
  }
  const column = columns.get(t)?.element;
  const letters = layout.fewLetters
    ? trace.vocabulary.map((_, index) => index)
    : Array.from(column?.querySelectorAll('[data-quantity="probs"]') ?? [], (item) =>
        Number(item.getAttribute("data-index")),
      );
  const { x } = trace.steps[t - 1];
  const read = inputGroups(partAt(trace, t)).map(({ offset, tokens }) => ({
    quantity: "x",
    t,
    index: offset + tokens.findIndex((_, i) => x[offset + i] === 1),
    offset,
  }));
  return [
    ...all("loss", isAsked(trace, t) ? 1 : 0),
    ...(writesAt(trace, t) ? letters.map((index) => ({ quantity: "probs", t, index })) : []),
    ...all("h", H),
    ...all("dh_norm", 1),
    // Nothing comes back into the last state.
    ...all("dh_from_future_norm", layout.recurrent && t < trace.steps.length ? 1 : 0),
    ...(layout.gated?.strips ?? []).flatMap(({ name }) => all(name, H)),
    ...all("c", layout.lane ? H : 0),
    ...all("dc_from_future_norm", layout.lane && t < trace.steps.length ? 1 : 0),
    ...read
      .filter(({ index, offset }) => index >= offset)
      .map(({ quantity, index }) => ({ quantity, t, index })),
  ];
}

/**
 * Whether it is what an arrow back in time carries.
 *
 * @param {string} quantity
 */
const isFlow = (quantity) => quantity.endsWith("_from_future_norm");

/**
 * The drawn element of a number, when it is on screen.
 *
 * @param {Scene} scene
 * @param {string} quantity
 * @param {number | undefined} t
 * @param {number | undefined} index
 */
export function locate({ columns, start }, quantity, t, index) {
  if (isFlow(quantity)) {
    // The arrow back into h_t leaves from the next column; folded, there is only its own.
    const which = `[data-quantity="${quantity}"][data-t="${t}"]`;
    return [(t ?? 0) + 1, t ?? 0]
      .map((at) => columns.get(at)?.element.querySelector(which) ?? null)
      .find((element) => element !== null) ?? null;
  }
  const column =
    quantity === "h_0" || quantity === "c_0" || quantity === "p"
      ? start?.element
      : columns.get(t ?? 0)?.element;
  const which = quantity === "loss" || quantity === "dh_norm" ? "" : `[data-index="${index}"]`;
  return column?.querySelector(`[data-quantity="${quantity}"]${which}`) ?? null;
}

/**
 * The number or arrow an event happened at.
 *
 * @param {EventTarget | null} target
 */
export function itemAt(target) {
  return target instanceof Element ? target.closest("[data-quantity], [data-arrow]") : null;
}

/**
 * @param {Element} element with data-quantity or data-arrow
 * @returns {Address | null}
 */
export function addressOf(element) {
  const arrow = element.getAttribute("data-arrow");
  if (arrow !== null) {
    return { quantity: arrow, index: [] };
  }
  const quantity = element.getAttribute("data-quantity");
  if (quantity === null) {
    return null;
  }
  const index = element.getAttribute("data-index");
  const t = element.getAttribute("data-t");
  return {
    quantity,
    ...(t === null ? {} : { t: Number(t) }),
    index: index === null || index === "" ? [] : index.split(",").map(Number),
  };
}

/** @param {EventTarget | null} target */
export function addressAt(target) {
  const element = itemAt(target);
  return element === null ? null : addressOf(element);
}
