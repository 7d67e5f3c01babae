/**
 * Moving through the numbers of the diagram with keys. Pure: a place and a key give a place.
 *
 * Left and right change the timestep, up and down the number within it, from the loss down to the
 * input; Page Up and Page Down go to the next kind of number, Home and End to the first and last
 * timestep.
 */

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
