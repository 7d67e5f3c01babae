// @ts-check
/** Signed values as colours: the server's diverging scale, and text that stays readable on it. */

/** @typedef {[number, number, number]} Rgb channels from 0 to 255 */

/**
 * @typedef {object} ThemeColours one theme of the palette, as the server gives it
 * @property {string} surface
 * @property {string} text
 * @property {string} text_muted
 * @property {string} line
 * @property {string} w_xh
 * @property {string} w_hh
 * @property {string} w_hy
 * @property {string} loss
 * @property {string} negative
 * @property {string} positive
 * @property {[number, string][]} diverging positions 0..1 (zero at 0.5) and colours
 */

/** @typedef {"light" | "dark"} ThemeName */
/** @typedef {Record<ThemeName, ThemeColours>} Palette */

/**
 * @typedef {object} Scale
 * @property {(value: number | null) => string} colour CSS colour of a value
 * @property {(value: number | null) => string} ink CSS colour of text on that colour
 * @property {string} gradient CSS gradient of the whole scale, lowest value first
 */

/** The least contrast of text on a cell (WCAG 2, AA). */
export const LEAST_CONTRAST = 4.5;

const INKS = ["#1d2330", "#ffffff"];
// Black or white: one of the two always keeps 4.58 : 1.
const LAST_RESORTS = ["#000000", "#ffffff"];

/**
 * @param {string} hex `#rrggbb`
 * @returns {Rgb}
 */
function parseHex(hex) {
  const value = Number.parseInt(hex.slice(1), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}

/**
 * @param {Rgb} rgb
 * @returns {string} `#rrggbb`
 */
function toHex(rgb) {
  return `#${rgb.map((channel) => Math.round(channel).toString(16).padStart(2, "0")).join("")}`;
}

/**
 * @param {string} hex
 * @returns {number} relative luminance, 0 to 1
 */
function luminance(hex) {
  const [red, green, blue] = /** @type {Rgb} */ (
    parseHex(hex).map((channel) => {
      const value = channel / 255;
      return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    })
  );
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/**
 * @param {string} one
 * @param {string} other
 * @returns {number} WCAG contrast ratio, 1 to 21
 */
export function contrast(one, other) {
  const a = luminance(one);
  const b = luminance(other);
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

/**
 * @param {string} background
 * @returns {string} the colour of text on it
 */
export function readableInk(background) {
  /** @param {string[]} inks */
  const best = (inks) =>
    inks.reduce((a, b) => (contrast(b, background) > contrast(a, background) ? b : a));
  const ink = best(INKS);
  return contrast(ink, background) >= LEAST_CONTRAST ? ink : best(LAST_RESORTS);
}

/**
 * @param {[number, string][]} stops
 * @param {number} position 0 to 1
 */
function between(stops, position) {
  const after = stops.findIndex(([at]) => at >= position);
  const [end, endColour] = stops[Math.max(after, 0)];
  if (after <= 0) {
    return endColour;
  }
  const [start, startColour] = stops[after - 1];
  const share = (position - start) / (end - start);
  const low = parseHex(startColour);
  const high = parseHex(endColour);
  return toHex(/** @type {Rgb} */ (low.map((channel, i) => channel + share * (high[i] - channel))));
}

/**
 * The scale of one theme for values from `-bound` to `bound`; values beyond take the end's
 * colour. 511 shades are made once, so that colouring a cell is one look-up.
 *
 * @param {ThemeColours} theme
 * @param {number} [bound]
 * @returns {Scale}
 */
export function createScale(theme, bound = 1) {
  const half = 255;
  const shades = Array.from({ length: 2 * half + 1 }, (_, i) =>
    between(theme.diverging, i / (2 * half)),
  );
  const inks = shades.map(readableInk);

  /** @param {number | null} value */
  const shade = (value) => {
    const share = Math.max(-1, Math.min(1, (value ?? 0) / bound));
    return Number.isNaN(share) ? half : half + Math.round(share * half);
  };
  const stops = theme.diverging.map(([at, colour]) => `${colour} ${100 * at}%`);
  return {
    colour: (value) => shades[shade(value)],
    ink: (value) => inks[shade(value)],
    gradient: `linear-gradient(to right, ${stops.join(", ")})`,
  };
}
