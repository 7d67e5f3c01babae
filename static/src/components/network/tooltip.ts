/** The network's tooltip: the exact value of what the pointer or the focus is on. */

import { h, setText } from "../../lib/dom";
import type { Description } from "../../model/network/descriptions";

const DISTANCE = 10;

/** @param root positioned; the tooltip stays inside it */
export function createTooltip(root: HTMLElement) {
  const title = h("span", { class: "network-tooltip-title" });
  const value = h("span", { class: "network-tooltip-value" });
  const notes = h("div", { class: "network-tooltip-notes" });
  const ask = h("p", { class: "network-tooltip-ask" }, "Click: why?");
  const element = h(
    "div",
    { class: "network-tooltip", role: "tooltip", hidden: true },
    h("div", {}, title, value),
    notes,
    ask,
  );
  root.append(element);
  return {
    /** @param separator between name and value */
    show(anchor: Element, description: Description, separator: string) {
      setText(title, description.title);
      setText(value, `${separator}${description.value}`);
      notes.replaceChildren(...description.notes.map((note) => h("p", {}, note)));
      // A whole matrix is no single number.
      ask.hidden = separator !== " = ";
      element.hidden = false;

      const outer = root.getBoundingClientRect();
      const target = anchor.getBoundingClientRect();
      const own = element.getBoundingClientRect();
      const middle = (target.left + target.right) / 2 - outer.left;
      const left = Math.max(4, Math.min(outer.width - own.width - 4, middle - own.width / 2));
      const above = target.top - outer.top - own.height - DISTANCE;
      const top = target.top - own.height - DISTANCE >= 0 ? above : target.bottom - outer.top + DISTANCE;
      element.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
    },
    hide() {
      element.hidden = true;
    },
  };
}
