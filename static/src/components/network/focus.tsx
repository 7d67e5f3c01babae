/**
 * The one number of the diagram that Tab reaches, and the ring around it. It is a place, not an
 * element: columns come and go under it.
 */

import type { Signal } from "@preact/signals";
import { signal } from "@preact/signals";

import type { Place, Places } from "../../model/network/keyboard";
import { inColumn } from "../../model/network/keyboard";
import { itemAt, locate } from "./items";

interface Box {
  t: number;
  x: number;
  y: number;
  width: number;
  height: number;
}

export type Ring = Signal<Box | null>;

const RING_AIR = 2;

export function FocusRing({ ring, t }: { ring: Ring; t: number }) {
  const box = ring.value;
  if (box === null || box.t !== t) {
    return null;
  }
  const { t: _, ...place } = box;
  return <rect class="network-ring" rx={4} {...place} />;
}

/**
 * Attributes of one element that moves from number to number are set by hand: to draw them would
 * be to draw every number.
 */
export function createFocus(root: Element, places: Places, spoken: (item: Element | null) => string | null) {
  const ring: Ring = signal(null);
  let place: Place = { quantity: "h", t: 1, index: 0 };
  let element: SVGElement | null = null;

  const isFocused = () => element !== null && element === document.activeElement;

  /** Its shape: the accessible name of an element with text would have to repeat that text. */
  const shapeAt = ({ quantity, t, index }: Place) =>
    locate(root, quantity, t, index)?.querySelector<SVGElement>("rect, path") ?? null;

  function markRing() {
    const item = itemAt(element);
    if (!(item instanceof SVGGElement) || !element?.matches(":focus-visible")) {
      ring.value = null;
      return;
    }
    const { x, y, width, height } = item.getBBox();
    const column = Number(item.closest("[data-column]")?.getAttribute("data-column") ?? 0);
    ring.value = {
      t: column,
      x: x - RING_AIR,
      y: y - RING_AIR,
      width: width + 2 * RING_AIR,
      height: height + 2 * RING_AIR,
    };
  }

  return {
    ring,
    markRing,
    isFocused,
    place: () => place,
    element: () => element,

    /** To what corresponds to it in another column. */
    follow(t: number) {
      place = inColumn(place, t, places);
    },

    set(next: Place) {
      place = next;
    },

    /** The network is another one, of so many timesteps. */
    reset(T: number) {
      const isThere = places(place.t).some(
        ({ quantity, index }) => quantity === place.quantity && index === place.index,
      );
      if (place.t > T || (place.quantity !== "loss" && !isThere)) {
        place = { quantity: "h", t: 1, index: 0 };
      }
    },

    /** Columns have been drawn; `fallback` is a timestep on screen, should the place be none. */
    mark(fallback: number) {
      let next = shapeAt(place);
      if (next === null && !isFocused()) {
        // Tab shall enter where the reader looks.
        place = inColumn(place, fallback, places) ?? place;
        next = shapeAt(place);
      }
      if (element !== next) {
        for (const name of ["tabindex", "role", "aria-label"]) {
          element?.removeAttribute(name);
        }
      }
      element = next;
      element?.setAttribute("tabindex", "0");
      element?.setAttribute("role", "button");
      element?.setAttribute("aria-label", spoken(itemAt(element)) ?? "");
      markRing();
    },
  };
}
