/**
 * What the diagram shows right now, shared by the modules that draw it, point at it and walk
 * through it; and where a number of it is.
 */

import type { Layout } from "../../model/network/layout";
import type { Moment } from "../../model/phases";
import type { Address, Trace } from "../../model/types";
import type { Column } from "./column";

export interface Scene {
  trace: Trace | null;
  layout: Layout | null;
  /** those on screen, by timestep */
  columns: Map<number, Column>;
  /** h_0 */
  start: ReturnType<typeof import("./column.js").createStart> | null;
  /** inside the iteration; null shows all of it */
  moment: Moment | null;
  folded: boolean;
  /** the timestep whose numbers the folded cell shows */
  foldedT: number;
  /** of folding, 0 to 1 */
  amount: number;
}

export function emptyScene(): Scene {
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

/** Whether a number is known at the moment that is shown. */
export function isKnown({ moment }: Scene, { quantity, t }: Address) {
  return moment === null || moment.knows(quantity, t);
}

/** Whether it is what an arrow back in time carries. */
const isFlow = (quantity: string) => quantity.endsWith("_from_future_norm");

/** The drawn element of a number, when it is on screen. */
export function locate({ columns, start }: Scene, quantity: string, t: number | undefined, index: number | undefined) {
  if (isFlow(quantity)) {
    // The arrow back into h_t leaves from the next column; folded, there is only its own.
    const which = `[data-quantity="${quantity}"][data-t="${t}"]`;
    return (
      [(t ?? 0) + 1, t ?? 0]
        .map((at) => columns.get(at)?.element.querySelector(which) ?? null)
        .find((element) => element !== null) ?? null
    );
  }
  const column =
    quantity === "h_0" || quantity === "c_0" || quantity === "p" ? start?.element : columns.get(t ?? 0)?.element;
  const which = quantity === "loss" || quantity === "dh_norm" ? "" : `[data-index="${index}"]`;
  return column?.querySelector(`[data-quantity="${quantity}"]${which}`) ?? null;
}

/** The number or arrow an event happened at. */
export function itemAt(target: EventTarget | null) {
  return target instanceof Element ? target.closest("[data-quantity], [data-arrow]") : null;
}

/** @param element with data-quantity or data-arrow */
export function addressOf(element: Element): Address | null {
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

export function addressAt(target: EventTarget | null) {
  const element = itemAt(target);
  return element === null ? null : addressOf(element);
}
