/** Which part of the diagram is on screen, and scrolling to another. */
import type { Layout } from "../../model/network/layout";

export function createViewport(scroller: HTMLElement) {
  /** What of the canvas is on screen, read before anything is written: reading costs a layout. */
  let left = 0;
  let width = 0;

  function measure() {
    left = scroller.scrollLeft;
    width = scroller.clientWidth;
  }

  return {
    measure,
    width: () => width,

    /** @param layout where the folded cell stands */
    middle(layout: Layout | null) {
      const gutter = layout?.gutter ?? 0;
      return left + gutter + (width - gutter) / 2;
    },

    /** @returns the timesteps that show something, and one more on either side */
    timesteps(layout: Layout): number[] {
      const [first, last] = layout.between(left, left + width);
      const list = [];
      for (let t = Math.max(1, first - 1); t <= Math.min(layout.T, last + 1); t += 1) {
        list.push(t);
      }
      return list;
    },

    /** @returns the timesteps that are wholly on screen */
    fullyVisible(layout: Layout | null): [number, number] {
      if (layout === null) {
        return [1, 1];
      }
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
    },

    /** Bring a timestep into view, moving as little as possible. */
    uncover(layout: Layout, t: number) {
      const { gutter, pitch } = layout;
      const x = layout.middle(t);
      measure();
      if (t === 0) {
        scroller.scrollLeft = 0;
      } else if (x - pitch / 2 < left + gutter) {
        scroller.scrollLeft = x - pitch / 2 - gutter;
      } else if (x + pitch / 2 > left + width) {
        scroller.scrollLeft = x + pitch / 2 - width;
      }
    },

    /** A timestep in the middle, so that one sees where it comes from and where it leads. */
    centre(layout: Layout, t: number) {
      measure();
      scroller.scrollLeft = layout.middle(t) - (width + layout.gutter) / 2;
    },

    /** @param layout how many timesteps are on screen at a time */
    page: (layout: Layout) => Math.max(1, Math.floor((width - layout.gutter) / layout.pitch)),
  };
}
