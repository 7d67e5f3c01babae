/**
 * Addresses of numbers: as text in a link (`h_3:4`, `gradients.W_hh:2,0@11`), as a request, and
 * as what is drawn of them in the diagram and the figures. Pure.
 */

import type { Address, FullAddress } from "./types";

/**
 * A number to be explained: at an iteration of its own, or (without one) at the iteration on
 * screen, whichever that is.
 */
export type Place = Address & { iteration?: number };

/** of a figure; rows first, as Plotly counts */
export type Cell = { figure: string; point: number[] };

const WRITTEN =
  /^([A-Za-z][\w.]*?)(?:_([1-9]\d{0,6}))?(?::(\d{1,6}(?:,\d{1,6})*)|\[(\d{1,6}(?:,\d{1,6})*)\])?(?:@(\d{1,9}))?$/;

/** @returns with nothing that an address bar would have to encode */
export function placeText({ quantity, t, index, iteration }: Place): string {
  return (
    quantity +
    (t === undefined ? "" : `_${t}`) +
    (index.length > 0 ? `:${index.join(",")}` : "") +
    (iteration === undefined ? "" : `@${iteration}`)
  );
}

/** @param text as `placeText` writes it, or with the index in brackets: `h_3[4]` */
export function readPlace(text: string): Place | null {
  const match = WRITTEN.exec(text);
  if (match === null) {
    return null;
  }
  const [, quantity = "", t, afterColon, inBrackets, iteration] = match;
  const index = afterColon ?? inBrackets;
  // W_xh_3 is a matrix of its own, no timestep of one.
  const ofTimestep = t !== undefined && parameterOf(quantity) === null;
  return {
    quantity: ofTimestep || t === undefined ? quantity : `${quantity}_${t}`,
    ...(ofTimestep ? { t: Number(t) } : {}),
    index: index === undefined ? [] : index.split(",").map(Number),
    ...(iteration === undefined ? {} : { iteration: Number(iteration) }),
  };
}

/**
 * @param query of an address bar
 * @returns the query that also says what is being explained
 */
export function withInspected(query: string, place: Place | null): string {
  if (place === null) {
    return query;
  }
  return `${query}${query === "" ? "?" : "&"}inspect=${placeText(place)}`;
}

export function inspectedIn(query: string): Place | null {
  const text = new URLSearchParams(query).get("inspect");
  return text === null ? null : readPlace(text);
}

/** @returns where its derivation is */
export function explainPath(run: string, iteration: number, { quantity, t, index }: Address): string {
  return (
    `/api/runs/${encodeURIComponent(run)}/iterations/${iteration}/explain?quantity=${encodeURIComponent(quantity)}` +
    (t === undefined ? "" : `&t=${t}`) +
    (index.length > 0 ? `&index=${index.join(",")}` : "")
  );
}

export function samePlace(one: Place | null, other: Place | null) {
  return one === other || (one !== null && other !== null && placeText(one) === placeText(other));
}

/** The address an element carries in its `data-` attributes. */
export function placeOf({
  quantity,
  t,
  index,
  iteration,
}: {
  quantity?: string;
  t?: string;
  index?: string;
  iteration?: string;
}): Place | null {
  if (quantity === undefined || quantity === "") {
    return null;
  }
  // What arrives at h_0 and c_0 is drawn like what arrives at the timesteps.
  if (t === "0" && quantity.endsWith("_from_future_norm")) {
    return { quantity: quantity.replace("_from_future", "_0"), index: [] };
  }
  return {
    quantity,
    ...(t === undefined || t === "" ? {} : { t: Number(t) }),
    index: index === undefined || index === "" ? [] : index.split(",").map(Number),
    ...(iteration === undefined || iteration === "" ? {} : { iteration: Number(iteration) }),
  };
}

/**
 * @param current the iteration on screen
 * @returns without an iteration where it is the one on screen
 */
export function placeAt({ iteration, quantity, t, index }: FullAddress, current: number): Place {
  return {
    quantity,
    ...(t === null ? {} : { t }),
    index,
    ...(iteration === current ? {} : { iteration }),
  };
}

/** A place for each kind of number a figure's cell stands for. */
export function placeInFigure({ show, quantity, ...rest }: Address & { show?: string }): Address {
  const prefix = show === "gradient" ? "gradients." : show === "update" ? "updates." : "";
  return { ...rest, quantity: `${prefix}${quantity}` };
}

/** @returns the parameter that it is, or is the gradient, update, … of */
export function parameterOf(quantity: string): string | null {
  const name = quantity.split(".").at(-1) ?? "";
  return /^(W|b)_/.test(name) ? name : null;
}

const AT_UNIT = ["h", "a", "da", "dh", "dh_from_output", "dh_from_future"];
/**
 * Of a gated cell; by unit, unlike its sums `a`, which are by gate. Its gates are drawn themselves.
 */
const IN_CELL = ["m", "dh_through"];
const AT_CELL_STATE = ["c", "dc", "dc_from_future"];
const AT_LETTER = ["probs", "logits", "dlogits"];

/**
 * What the diagram draws of a number: the unit of h_t for a_t and its gradients, the letter's bar
 * for y_t, the matrix for each of its numbers.
 */
export function drawnAs({ quantity, t, index }: Address): Address | null {
  const parameter = parameterOf(quantity);
  if (parameter !== null) {
    return { quantity: parameter, index };
  }
  if (quantity === "dh_0_norm" || quantity === "dc_0_norm") {
    return { quantity: quantity.replace("_0", "_from_future"), t: 0, index: [] };
  }
  if (AT_CELL_STATE.includes(quantity)) {
    return { quantity: "c", ...(t === undefined ? {} : { t }), index };
  }
  const drawn =
    AT_UNIT.includes(quantity) || IN_CELL.includes(quantity)
      ? "h"
      : AT_LETTER.includes(quantity)
        ? "probs"
        : quantity === "dh_0" || quantity === "a_0" || quantity === "da_0"
          ? "h_0"
          : quantity === "dc_0"
            ? "c_0"
            : quantity;
  return { quantity: drawn, ...(t === undefined ? {} : { t }), index };
}

/** The cell of a figure that stands for a number. */
export function cellOf({ quantity, t, index }: Address): Cell | null {
  const parameter = parameterOf(quantity);
  if (parameter !== null && index.length > 0) {
    return { figure: parameter, point: index };
  }
  if (t === undefined || t < 1) {
    return null;
  }
  if (AT_UNIT.includes(quantity)) {
    return { figure: "hidden_states", point: [...index, t - 1] };
  }
  return quantity === "loss" ? { figure: "loss_per_timestep", point: [t - 1] } : null;
}

/**
 * Whether two numbers are the same, or drawn at the same spot; a whole matrix (an arrow of the
 * diagram) goes with each of its numbers.
 */
export function related(one: Address, other: Address) {
  const [a, b] = [drawnAs(one), drawnAs(other)];
  if (a === null || b === null || a.quantity !== b.quantity) {
    return false;
  }
  const whole = parameterOf(a.quantity) !== null && (a.index.length === 0 || b.index.length === 0);
  return whole || placeText(a) === placeText(b);
}
