/** The drawn numbers and arrows: which address each has, and which are lit or highlighted. */

import type { Address } from "../../model/types";

/** The number or arrow an event happened at. */
export function itemAt(target: EventTarget | null) {
  return target instanceof Element ? target.closest("[data-quantity], [data-arrow]") : null;
}

export function addressOf(item: Element | null): Address | null {
  const arrow = item?.getAttribute("data-arrow") ?? null;
  if (arrow !== null) {
    return { quantity: arrow, index: [] };
  }
  const quantity = item?.getAttribute("data-quantity") ?? null;
  if (item === null || quantity === null) {
    return null;
  }
  const index = item.getAttribute("data-index") ?? "";
  const t = item.getAttribute("data-t");
  return {
    quantity,
    ...(t === null ? {} : { t: Number(t) }),
    index: index === "" ? [] : index.split(",").map(Number),
  };
}

/** The drawn element of a number, when it is on screen. */
export function locate(root: Element, quantity: string, t = 0, index?: number) {
  const column = (at: number) => root.querySelector(at === 0 ? ".network-start" : `[data-column="${at}"]`);
  if (quantity.endsWith("_from_future_norm")) {
    // The arrow back into h_t leaves from the next column; folded, there is only its own.
    const which = `[data-quantity="${quantity}"][data-t="${t}"]`;
    return column(t + 1)?.querySelector(which) ?? column(t)?.querySelector(which) ?? null;
  }
  const isOfStart = ["h_0", "c_0", "p"].includes(quantity);
  const place = quantity === "loss" || quantity === "dh_norm" ? "" : `[data-index="${index}"]`;
  return column(isOfStart ? 0 : t)?.querySelector(`[data-quantity="${quantity}"]${place}`) ?? null;
}

/** Lights all arrows of the matrix that an address is of, and no others. */
export function light(root: Element, address: Address | null) {
  const matrix = address?.quantity.startsWith("W_") ? address.quantity : null;
  root.toggleAttribute("data-lit", matrix !== null);
  if (matrix !== null) {
    root.setAttribute("data-lit", matrix);
  }
  for (const arrow of root.querySelectorAll("[data-arrow]")) {
    arrow.classList.toggle("is-lit", arrow.getAttribute("data-arrow") === matrix);
  }
}

/** Highlights a number and its column, and no others. */
export function highlight(root: Element, address: Address | null, H: number) {
  for (const element of root.querySelectorAll(".network-picture .is-highlighted")) {
    element.classList.remove("is-highlighted");
  }
  if (address === null) {
    return;
  }
  const { quantity, t, index } = address;
  if (t !== undefined && t > 0) {
    root.querySelector(`[data-column="${t}"]`)?.classList.add("is-highlighted");
  }
  const isOfState = quantity === "a" || (quantity.startsWith("dh") && !quantity.endsWith("_norm"));
  const own = isOfState ? "h" : quantity;
  // Sums have a row for each gate of a unit.
  const place = own === "h" && index[0] !== undefined ? index[0] % H : index[0];
  locate(root, own, t, place)?.classList.add("is-highlighted");
}

/** The number, or the first arrow of the matrix, that is pointed at; null where it is not on screen. */
export function pointedAt(root: Element, { quantity, t, index }: Address): Element | null {
  if (quantity.startsWith("W_")) {
    return root.querySelector(`[data-arrow="${CSS.escape(quantity)}"]`);
  }
  return locate(root, quantity, t, index[0]);
}
