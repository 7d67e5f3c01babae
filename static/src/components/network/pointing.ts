/** What the pointer is on, with its tooltip, and what is lit from elsewhere on the page. */

import { setAttributes } from "../../lib/dom";
import { describe } from "../../model/network/descriptions";
import type { Address } from "../../model/types";
import type { Scene } from "./scene";
import { addressOf, isKnown, locate } from "./scene";
import { createTooltip } from "./tooltip";

export function createPointing(scene: Scene, root: HTMLElement, onHover?: (address: Address | null) => void) {
  const tooltip = createTooltip(root);
  let hovered: Element | null = null;
  let highlighted: Address | null = null;

  function explain(element: Element | null, address: Address | null) {
    const description =
      scene.trace && address
        ? describe(scene.trace, address, scene.moment?.knows, scene.layout?.gated?.structure)
        : null;
    if (element === null || description === null || address === null) {
      tooltip.hide();
      return;
    }
    const isNumber = address.index.length > 0 || address.t !== undefined;
    tooltip.show(element, description, isNumber && isKnown(scene, address) ? " = " : ", ");
  }

  /** @param address all arrows of its matrix */
  function light(address: Address | null) {
    const matrix = address?.quantity.startsWith("W_") ? address.quantity : null;
    setAttributes(root, { "data-lit": matrix });
    for (const arrow of root.querySelectorAll("[data-arrow]")) {
      arrow.classList.toggle("is-lit", arrow.getAttribute("data-arrow") === matrix);
    }
  }

  function markHighlight() {
    for (const element of root.querySelectorAll(".network-picture .is-highlighted")) {
      element.classList.remove("is-highlighted");
    }
    light(hovered === null ? null : addressOf(hovered));
    if (highlighted === null) {
      return;
    }
    const { quantity, t, index } = highlighted;
    if (t !== undefined && t > 0) {
      scene.columns.get(t)?.element.classList.add("is-highlighted");
    }
    if (quantity.startsWith("W_")) {
      light(highlighted);
    } else {
      const own = quantity === "a" || quantity.startsWith("dh") ? "h" : quantity;
      // Sums have a row for each gate of a unit.
      const H = scene.layout?.H ?? 1;
      const place = own === "h" && index[0] !== undefined ? index[0] % H : index[0];
      const drawn = locate(scene, quantity.endsWith("_norm") ? quantity : own, t, place);
      drawn?.classList.add("is-highlighted");
    }
  }

  return {
    markHighlight,
    hideTooltip: () => tooltip.hide(),

    /** @param element with an address */
    point(element: Element | null) {
      if (element === hovered) {
        return;
      }
      hovered = element;
      const address = element === null ? null : addressOf(element);
      light(address);
      explain(element, address);
      onHover?.(address);
    },

    /** The numbers are others. */
    refresh() {
      if (hovered !== null) {
        explain(hovered, addressOf(hovered));
      }
    },

    /** The elements are made anew. */
    reset() {
      hovered = null;
      tooltip.hide();
    },

    highlight(address: Address | null) {
      highlighted = address;
      markHighlight();
    },
  };
}
