/** Signed values as colours: the server's diverging scale, and text that stays readable on it. */

/** channels from 0 to 255 */
export type Rgb = [number, number, number];

/** one theme of the palette, as the server gives it */
export interface ThemeColours {
  surface: string;
  text: string;
  text_muted: string;
  line: string;
  w_xh: string;
  w_hh: string;
  w_hy: string;
  loss: string;
  negative: string;
  positive: string;
  /** positions 0..1 (zero at 0.5) and colours */
  diverging: [number, string][];
}

export type ThemeName = "light" | "dark";
export type Palette = Record<ThemeName, ThemeColours>;

export interface Scale {
  /** CSS colour of a value */
  colour: (value: number | null) => string;
  /** CSS colour of text on that colour */
  ink: (value: number | null) => string;
  /** CSS gradient of the whole scale, lowest value first */
  gradient: string;
}

/** The least contrast of text on a cell (WCAG 2, AA). */
export const LEAST_CONTRAST = 4.5;

const INKS = ["#1d2330", "#ffffff"];
// Black or white: one of the two always keeps 4.58 : 1.
const LAST_RESORTS = ["#000000", "#ffffff"];

/** @param hex `#rrggbb` */
function parseHex(hex: string): Rgb {
  const value = Number.parseInt(hex.slice(1), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}

/** @returns `#rrggbb` */
function toHex(rgb: Rgb): string {
  return `#${rgb.map((channel) => Math.round(channel).toString(16).padStart(2, "0")).join("")}`;
}

/** @returns relative luminance, 0 to 1 */
function luminance(hex: string): number {
  const [red, green, blue] = parseHex(hex).map((channel) => {
    const value = channel / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  }) as Rgb;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** @returns WCAG contrast ratio, 1 to 21 */
export function contrast(one: string, other: string): number {
  const a = luminance(one);
  const b = luminance(other);
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

/** @returns the colour of text on it */
export function readableInk(background: string): string {
  const best = (inks: string[]) => inks.reduce((a, b) => (contrast(b, background) > contrast(a, background) ? b : a));
  const ink = best(INKS);
  return contrast(ink, background) >= LEAST_CONTRAST ? ink : best(LAST_RESORTS);
}

/** @param position 0 to 1 */
function between(stops: [number, string][], position: number) {
  const after = stops.findIndex(([at]) => at >= position);
  const [end, endColour] = stops[Math.max(after, 0)];
  if (after <= 0) {
    return endColour;
  }
  const [start, startColour] = stops[after - 1];
  const share = (position - start) / (end - start);
  const low = parseHex(startColour);
  const high = parseHex(endColour);
  return toHex(low.map((channel, i) => channel + share * (high[i] - channel)) as Rgb);
}

/**
 * The scale of one theme for values from `-bound` to `bound`; values beyond take the end's
 * colour. Each of 511 shades is made once, when it is first needed.
 */
export function createScale(theme: ThemeColours, bound: number = 1): Scale {
  const half = 255;
  const shades: string[] = [];
  const inks: string[] = [];

  const shade = (value: number | null) => {
    const share = Math.max(-1, Math.min(1, (value ?? 0) / bound));
    return Number.isNaN(share) ? half : half + Math.round(share * half);
  };
  const colourOf = (at: number) => {
    shades[at] ??= between(theme.diverging, at / (2 * half));
    return shades[at];
  };
  const inkOn = (at: number) => {
    inks[at] ??= readableInk(colourOf(at));
    return inks[at];
  };
  const stops = theme.diverging.map(([at, colour]) => `${colour} ${100 * at}%`);
  return {
    colour: (value) => colourOf(shade(value)),
    ink: (value) => inkOn(shade(value)),
    gradient: `linear-gradient(90deg, ${stops.join(", ")})`,
  };
}
