/** Tokens where there is little room: elided by their estimated width. */

import { visible } from "../format";

/** Wide signs take their full size, capitals two thirds of it, others a good half. */
const WIDE = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60]/u;
const CAPITAL = /\p{Lu}/u;
const FULL = 1.02;
const LARGE = 0.7;
const HALF = 0.56;

/** @param size of the font, in pixels */
export function tokenWidth(token: string, size: number) {
  return Array.from(visible(token)).reduce(
    (sum, sign) => sum + size * (WIDE.test(sign) ? FULL : CAPITAL.test(sign) ? LARGE : HALF),
    0,
  );
}

/**
 * A token that fits, if need be without its end.
 *
 * @param room in pixels
 * @param size of the font
 */
export function elided(token: string, room: number, size: number) {
  const signs = Array.from(token);
  // A single sign has no end to lose.
  if (signs.length < 2 || tokenWidth(token, size) <= room) {
    return visible(token);
  }
  let kept = signs.length;
  while (kept > 1 && tokenWidth(signs.slice(0, kept).join(""), size) + size * 0.8 > room) {
    kept -= 1;
  }
  return `${signs.slice(0, kept).join("")}…`;
}
