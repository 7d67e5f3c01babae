/** What the server's figures say: whose numbers they draw, in which colours. Pure. */

import type { Palette, ThemeName } from "./colours";
import { signed } from "./format";
import type { Address, Maybe } from "./types";

/** What a figure's points are: the names of the two (or one) coordinates. */
export interface Meta {
  quantity: string;
  /** of the data, rows first */
  axes: ("index" | "t" | "iteration")[];
  show?: "value" | "gradient" | "update";
  /** the top margin without a title */
  bare_top: number;
}

/** One trace of Plotly's: a heatmap, bars, or a line. */
export interface Series extends Record<string, unknown> {
  type?: string;
  x?: (string | number)[];
  y?: (string | number | null)[];
  z?: Maybe[][];
}

export interface Figure {
  data: Series[];
  layout: { meta: Meta; bargap?: number; margin?: object; title?: unknown; xaxis?: { range?: unknown[] } };
}

export type FigureAddress = Address & { show?: string };

/**
 * The address of the number at a point.
 *
 * @param point as Plotly counts it: row and column, or one number
 */
export function addressOf({ quantity, axes, show }: Meta, point: readonly number[] | number): FigureAddress | null {
  const numbers = typeof point === "number" ? [point] : point;
  // A vector is drawn as a matrix of one column.
  const places = numbers.slice(0, axes.length);
  const t = axes.indexOf("t");
  if (axes.includes("iteration") || places.length !== axes.length) {
    return null;
  }
  return {
    quantity,
    ...(t === -1 ? {} : { t: places[t] + 1 }),
    index: places.filter((_, axis) => axes[axis] === "index"),
    ...(show === undefined || show === "value" ? {} : { show }),
  };
}

/** A cell for a screen reader: its coordinates as the axes write them, and its value. */
export function described({ data: [series] }: Figure, [row = 0, column]: number[]) {
  const { x = [], y = [], z = [] } = series ?? {};
  if (column === undefined) {
    return `t = ${x[row]}: ${signed(Number(y[row]), 4)}`;
  }
  const at = [y[row], x[column]].filter((label) => label !== "").join(", ");
  return `${at}: ${signed(z[row]?.[column] ?? null, 4)}`;
}

/** A figure, or any part of one, with every colour of one theme replaced by the other's. */
export function recoloured<T>(value: T, colours: Map<string, string>): T {
  if (typeof value === "string") {
    return (colours.get(value) ?? value) as T;
  }
  if (Array.isArray(value)) {
    // Numbers, by far the longest arrays, have no colours in them.
    return typeof value.at(-1) === "number" ? value : (value.map((item) => recoloured(item, colours)) as T);
  }
  if (value !== null && typeof value === "object" && Object.getPrototypeOf(value) === Object.prototype) {
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, /^[xyz]$/.test(key) ? item : recoloured(item, colours)]),
    ) as T;
  }
  return value;
}

export function colourMap(palette: Palette, from: ThemeName, to: ThemeName): Map<string, string> {
  const target = new Map(Object.entries(palette[to]));
  return new Map(
    Object.entries(palette[from])
      .filter(([, colour]) => typeof colour === "string")
      .map(([role, colour]) => [colour, target.get(role)]),
  );
}
