/** What the figures of the chapters are given. */

import type { Signal } from "@preact/signals";

import type { Structure } from "../../model/cells";
import type { Palette, ThemeName } from "../../model/colours";
import type { Figure, View } from "../../model/lesson";
import type { FullAddress } from "../../model/types";

/** What every figure of a page has in common. */
export interface Setting {
  palette: Palette;
  cells: Record<string, Structure>;
  /** the address of Plotly's script */
  plotly: string;
  theme: Signal<ThemeName>;
}

/** What stands in a figure for what the reader has to guess first. */
export const UNKNOWN = "?";

export interface FigureProps {
  figure: Figure;
  view: View;
  /** what the reader expects */
  guess: string;
  setting: Setting;
  /** what the reader has moved in the figure, by name */
  moved: Record<string, number>;
  onMove: (name: string, value: number) => void;
  /** where the run is configured so before anything is moved */
  configuration: Record<string, unknown>;
  /** an operand of what is explained is asked about */
  onExplain: (address: FullAddress) => void;
}
