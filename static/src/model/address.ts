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

type Data = { quantity?: string; t?: string; index?: string; iteration?: string };

/** The address an element carries in its `data-` attributes. */
export function placeOf({ quantity = "", t = "", index = "", iteration = "" }: Data): Place | null {
  if (quantity === "") {
    return null;
  }
  // What arrives at h_0 and c_0 is drawn like what arrives at the timesteps.
  if (t === "0" && quantity.endsWith("_from_future_norm")) {
    return { quantity: quantity.replace("_from_future", "_0"), index: [] };
  }
  return {
    quantity,
    ...(t === "" ? {} : { t: Number(t) }),
    index: index === "" ? [] : index.split(",").map(Number),
    ...(iteration === "" ? {} : { iteration: Number(iteration) }),
  };
}

/** The attributes of an element that `placeOf` reads. */
export const placeData = ({ quantity, t, index, iteration }: Place) => ({
  "data-quantity": quantity,
  "data-t": t,
  "data-index": index.length > 0 ? index.join(",") : undefined,
  "data-iteration": iteration,
});

export const placeOfAddress = ({ t, ...rest }: FullAddress): Required<Omit<Place, "t">> & { t?: number } =>
  t === null ? rest : { ...rest, t };

/**
 * @param current the iteration on screen
 * @returns without an iteration where it is the one on screen
 */
export function placeAt(address: FullAddress, current: number): Place {
  const { iteration, ...rest } = placeOfAddress(address);
  return iteration === current ? rest : { ...rest, iteration };
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

/** Where the diagram draws what has no place of its own: a gated cell's sums `a` are by gate, these by unit. */
const DRAWN_AS: Record<string, string> = {
  a: "h",
  da: "h",
  dh: "h",
  dh_from_output: "h",
  dh_from_future: "h",
  m: "h",
  dh_through: "h",
  dc: "c",
  dc_from_future: "c",
  logits: "probs",
  dlogits: "probs",
  dh_0: "h_0",
  a_0: "h_0",
  da_0: "h_0",
  dc_0: "c_0",
};
const AT_UNIT = ["h", "a", "da", "dh", "dh_from_output", "dh_from_future"];

/**
 * What the diagram draws of a number: the unit of h_t for a_t and its gradients, the letter's bar
 * for y_t, the matrix for each of its numbers.
 */
export function drawnAs({ quantity, t, index }: Address): Address {
  const parameter = parameterOf(quantity);
  if (parameter !== null) {
    return { quantity: parameter, index };
  }
  if (quantity === "dh_0_norm" || quantity === "dc_0_norm") {
    return { quantity: quantity.replace("_0", "_from_future"), t: 0, index: [] };
  }
  return { quantity: DRAWN_AS[quantity] ?? quantity, ...(t === undefined ? {} : { t }), index };
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
  const isWhole = parameterOf(a.quantity) !== null && (a.index.length === 0 || b.index.length === 0);
  return isWhole ? a.quantity === b.quantity : placeText(a) === placeText(b);
}
