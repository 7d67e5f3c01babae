/** Which timesteps are on screen, and where to scroll to see another. Pure. */

import type { Layout } from "./layout";

/** What of the canvas is on screen. */
export interface View {
  left: number;
  width: number;
}

/** Where the folded cell stands. */
export const middleOf = ({ gutter }: Layout, { left, width }: View) => left + gutter + (width - gutter) / 2;

/** The timesteps that show something, and one more on either side. */
export function timestepsIn(layout: Layout, { left, width }: View): number[] {
  const [first, last] = layout.between(left, left + width);
  const from = Math.max(1, first - 1);
  return Array.from({ length: Math.min(layout.T, last + 1) - from + 1 }, (_, i) => from + i);
}

/** The first and the last timestep that are wholly on screen. */
export function fullyVisible(layout: Layout, { left, width }: View): [number, number] {
  const { gutter, pitch, T } = layout;
  const from = left + (left > 0 ? gutter : 0);
  const to = left + width;
  let [first, last] = layout.between(from, to);
  if (first < last && layout.middle(first) - pitch / 2 < from - 4 && first < T) {
    first += 1;
  }
  if (last > first && layout.middle(last) + pitch / 2 > to + 4) {
    last -= 1;
  }
  return [first, last];
}

/** How far to scroll to bring a timestep into view, moving as little as possible. */
export function uncovered(layout: Layout, { left, width }: View, t: number) {
  const { gutter, pitch } = layout;
  const x = layout.middle(t);
  if (t === 0) {
    return 0;
  }
  return Math.min(x - pitch / 2 - gutter, Math.max(left, x + pitch / 2 - width));
}

/** How far to scroll to see a timestep in the middle, where it comes from and where it leads. */
export const centred = (layout: Layout, { width }: View, t: number) => layout.middle(t) - (width + layout.gutter) / 2;

/**
 * How far to scroll to see a timestep near the middle, with nothing cut off beside the names of the
 * rows: the first timestep there is whole, with the arrow that leads to it.
 */
export function settled(layout: Layout, view: View, t: number) {
  const middle = centred(layout, view, t);
  const least = layout.middle(t) + layout.pitch / 2 - view.width;
  const startOf = (first: number) =>
    first === 1 ? 0 : layout.x(first - 1) + layout.frameWidth / 2 + 1 - layout.gutter;
  const starts = Array.from({ length: t }, (_, before) => startOf(before + 1));
  const open = starts.filter((start) => start >= least);
  return open.length === 0
    ? startOf(t)
    : open.reduce((best, start) => (Math.abs(start - middle) < Math.abs(best - middle) ? start : best));
}

/** How many timesteps are on screen at a time. */
export const pageOf = ({ gutter, pitch }: Layout, { width }: View) => Math.max(1, Math.floor((width - gutter) / pitch));
