/**
 * Where figures are drawn: only those near the viewport, at most one a frame, and of several states
 * that arrive meanwhile only the latest, so that training at full speed keeps the page responsive.
 */

import { effect } from "@preact/signals";

import type { PlotElement } from "./cells";
import type { Plotly } from "./library";
import { plotlyFrom } from "./library";

export type Easel = ReturnType<typeof createEasel>;

/** How far from what is seen a figure is drawn. */
const MARGIN = "150px";

interface Place {
  isNear: boolean;
  isDue: boolean;
  isDrawn: boolean;
  draw: (plotly: Plotly) => Promise<unknown>;
  /** it has been drawn again, or resized */
  onDrawn: () => void;
}

/** @returns after the next painted frame; soon, when the page is out of sight */
function painted(): Promise<void> {
  return new Promise((resolve) => {
    if (document.visibilityState === "visible") {
      requestAnimationFrame(() => setTimeout(resolve));
    } else {
      setTimeout(resolve, 100);
    }
  });
}

/** @param url of Plotly's script */
export function createEasel(url: string) {
  const library = plotlyFrom(url);
  const places: Map<Element, Place> = new Map();
  let plotly: Plotly | null = null;
  let working: Promise<void> | null = null;

  async function work() {
    for (;;) {
      await painted();
      const place = [...places.values()].find(({ isNear, isDue }) => isNear && isDue);
      if (place === undefined || library.state.peek() === "missing") {
        return;
      }
      if (plotly === null) {
        plotly = await library.get().catch(() => null);
        library.state.value = plotly === null ? "missing" : "calm";
      } else {
        place.isDue = false;
        await place.draw(plotly);
        place.isDrawn = true;
        place.onDrawn();
      }
    }
  }

  /** @returns when nothing near the viewport is out of date */
  function settle(): Promise<void> {
    working ??= work().finally(() => {
      working = null;
    });
    return working;
  }

  const sizes = new ResizeObserver((entries) => {
    requestAnimationFrame(() => {
      for (const { target } of entries) {
        const place = places.get(target);
        if (plotly !== null && place?.isDrawn && (target as PlotElement).offsetWidth > 0) {
          void Promise.resolve(plotly.Plots.resize(target as PlotElement)).then(place.onDrawn);
        }
      }
    });
  });
  const sight = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        const place = places.get(target);
        if (place !== undefined) {
          place.isNear = isIntersecting;
        }
      }
      void settle();
    },
    { rootMargin: MARGIN },
  );
  effect(() => {
    if (library.state.value === "again") {
      void settle();
    }
  });

  return {
    library,
    settle,

    /** From now on `draw` draws in this element, whenever it is due. */
    place(element: Element, draw: Place["draw"], onDrawn: () => void) {
      places.set(element, { isNear: false, isDue: false, isDrawn: false, draw, onDrawn });
      sizes.observe(element);
      sight.observe(element);
      return () => {
        places.delete(element);
        sizes.unobserve(element);
        sight.unobserve(element);
      };
    },

    /** There is something newer to be drawn in this element. */
    want(element: Element) {
      const place = places.get(element);
      if (place !== undefined) {
        place.isDue = true;
        library.use();
        void settle();
      }
    },
  };
}
