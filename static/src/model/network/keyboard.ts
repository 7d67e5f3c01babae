/**
 * Moving through the numbers of the diagram with keys. Pure: a place and a key give a place.
 *
 * Left and right change the timestep, up and down the number within it, from the loss down to the
 * input; Page Up and Page Down go to the next kind of number, Home and End to the first and last
 * timestep.
 */

import { inputGroups, isAsked, partAt, writesAt } from "../parts";
import type { Trace } from "../types";
import type { Layout } from "./layout";
import { ranking, targetIndex } from "./numbers";

/** `t` 0 is h_0 */
export type Place = { quantity: string; t: number; index: number };

/** What can be visited in one column, top to bottom. */
export type Places = (t: number) => Place[];

/** What corresponds to one another at t = 0 and later. */
const AT_START = new Map([
  ["c", "c_0"],
  ["c_0", "c_0"],
  ["x", "p"],
  ["p", "p"],
  ["dh_from_future_norm", "dh_from_future_norm"],
  ["dc_from_future_norm", "dc_from_future_norm"],
]);
const AFTER = new Map([
  ["h_0", "h"],
  ["c_0", "c"],
  ["p", "x"],
]);

const same = (place: Place, other: Place) => place.quantity === other.quantity && place.index === other.index;

/** The place in another column that corresponds to this one. */
export function inColumn(place: Place, t: number, places: Places): Place {
  const column = places(t);
  const quantity = t === 0 ? (AT_START.get(place.quantity) ?? "h_0") : (AFTER.get(place.quantity) ?? place.quantity);
  const kind = column.filter((other) => other.quantity === quantity);
  const wanted = { ...place, quantity };
  return (
    column.find((other) => same(other, wanted)) ??
    kind[Math.min(place.index, kind.length - 1)] ??
    kind[0] ??
    column.find((other) => other.quantity.startsWith("h")) ??
    column[0]
  );
}

/**
 * @param key as in KeyboardEvent
 * @returns `null` when the key means nothing here
 */
export function move(
  place: Place,
  key: string,
  { first, last, places }: { first: number; last: number; places: Places },
): Place | null {
  const to = (t: number) => inColumn(place, Math.max(first, Math.min(last, t)), places);
  const column = places(place.t);
  const here = Math.max(
    0,
    column.findIndex((other) => same(other, place)),
  );
  const nextKind = (step: number) => {
    let i = here;
    while (column[i + step] && column[i].quantity === column[here].quantity) {
      i += step;
    }
    return column.find((other) => other.quantity === column[i].quantity) ?? place;
  };
  switch (key) {
    case "ArrowLeft":
      return to(place.t - 1);
    case "ArrowRight":
      return to(place.t + 1);
    case "Home":
      return to(first);
    case "End":
      return to(last);
    case "ArrowUp":
      return column[Math.max(0, here - 1)];
    case "ArrowDown":
      return column[Math.min(column.length - 1, here + 1)];
    case "PageUp":
      return nextKind(-1);
    case "PageDown":
      return nextKind(1);
    default:
      return null;
  }
}

/** What the keys can visit in a column, top to bottom. */
export function placesIn(trace: Trace, layout: Layout, t: number): Place[] {
  const all = (quantity: string, length: number): Place[] =>
    Array.from({ length }, (_, index) => ({ quantity, t, index }));
  const H = trace.h_0.length;
  const { outputs, losses, gradients } = layout.shown;
  const arriving = (name: string, isThere: boolean) => all(name, gradients && isThere ? 1 : 0);
  if (t === 0) {
    const hasCellState = layout.lane && trace.c_0 !== undefined;
    return [
      ...all("h_0", H),
      ...arriving("dh_from_future_norm", true),
      ...all("c_0", hasCellState ? H : 0),
      ...arriving("dc_from_future_norm", hasCellState),
      ...all("p", trace.example.image?.pixels.length ?? 0),
    ];
  }
  const { x, probs } = trace.steps[t - 1];
  const letters = layout.fewLetters
    ? probs.map((_, index) => index)
    : ranking(probs, targetIndex(trace, t), layout.rankingRows);
  const read = inputGroups(partAt(trace, t)).flatMap(({ offset, tokens }) => {
    const hot = tokens.findIndex((_, i) => x[offset + i] === 1);
    return hot === -1 ? [] : [{ quantity: "x", t, index: offset + hot }];
  });
  // Nothing comes back into the last state.
  const isFollowed = t < trace.steps.length;
  return [
    ...all("loss", losses && isAsked(trace, t) ? 1 : 0),
    ...(outputs && writesAt(trace, t) ? letters.map((index) => ({ quantity: "probs", t, index })) : []),
    ...all("h", H),
    ...arriving("dh_norm", true),
    ...arriving("dh_from_future_norm", layout.recurrent && isFollowed),
    ...(layout.gated?.strips ?? []).flatMap(({ name }) => all(name, H)),
    ...all("c", layout.lane ? H : 0),
    ...arriving("dc_from_future_norm", layout.lane && isFollowed),
    ...read,
  ];
}
