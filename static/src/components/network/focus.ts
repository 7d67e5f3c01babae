/**
 * The one number of the diagram that Tab reaches, and the ring around it. It is a place, not an
 * element: columns come and go under it.
 */

import { setAttributes, svg } from "../../lib/dom";
import { describe } from "../../model/network/descriptions";
import type { Place } from "../../model/network/keyboard";
import { inColumn, placesIn } from "../../model/network/keyboard";
import type { Scene } from "./scene";
import { addressOf, itemAt, locate } from "./scene";

export function createFocus(scene: Scene) {
  const ring = svg("rect", { class: "network-ring", rx: 4 });
  let active: Place = { quantity: "h", t: 1, index: 0 };
  let element: Element | null = null;

  const places = (t: number) =>
    scene.trace === null || scene.layout === null ? [] : placesIn(scene.trace, scene.layout, t);
  const hasFocus = () => element !== null && element === document.activeElement;

  /**
   * What takes the focus of a number: its shape, for the accessible name of an element with text
   * would have to repeat that text.
   */
  const focusable = ({ quantity, t, index }: Place) =>
    locate(scene, quantity, t, index)?.querySelector("rect, path") ?? null;

  function spokenAddress(of: Element) {
    const item = itemAt(of);
    const address = item === null ? null : addressOf(item);
    const description =
      scene.trace && address
        ? describe(scene.trace, address, scene.moment?.knows, scene.layout?.gated?.structure)
        : null;
    return description === null ? null : `${description.title} = ${description.value}. ${description.notes.join(" ")}`;
  }

  function markRing() {
    const item = itemAt(element);
    if (!(item instanceof SVGGElement) || !element?.matches(":focus-visible")) {
      ring.remove();
      return;
    }
    const { x, y, width, height } = item.getBBox();
    setAttributes(ring, { x: x - 2, y: y - 2, width: width + 4, height: height + 4 });
    item.closest(".network-column")?.append(ring);
  }

  /** @param fallback a timestep on screen, should the place have scrolled away */
  function mark(fallback: number) {
    let next = focusable(active);
    if (next === null && !hasFocus()) {
      // Tab shall enter where the reader looks.
      active = inColumn(active, fallback, places);
      next = focusable(active);
    }
    if (element !== next && element !== null) {
      setAttributes(element, { tabindex: null, role: null, "aria-label": null });
    }
    element = next;
    if (element !== null) {
      setAttributes(element, { tabindex: 0, role: "button", "aria-label": spokenAddress(element) });
    }
    markRing();
  }

  return {
    places,
    hasFocus,
    mark,
    markRing,
    clearRing: () => ring.remove(),
    place: () => active,
    element: () => element,

    set(place: Place) {
      active = place;
    },

    /** @param t to the place in another column that corresponds to this one */
    follow(t: number) {
      active = inColumn(active, t, places);
    },

    /** The elements are made anew. */
    reset() {
      element = null;
      const exists = places(active.t).some(
        (place) => place.quantity === active.quantity && place.index === active.index,
      );
      if (active.t > (scene.layout?.T ?? 0) || (active.quantity !== "loss" && !exists)) {
        active = { quantity: "h", t: 1, index: 0 };
      }
    },
  };
}
