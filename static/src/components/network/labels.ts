/** The names of the rows, which stay while the timesteps scroll under them. */

import { h } from "../../lib/dom";
import type { Layout } from "../../model/network/layout";

/** @param switchable whether the units have switches that say which they are */
export function createLabels(switchable: boolean) {
  const element = h("div", { class: "network-labels", "aria-hidden": "true" });
  return {
    element,
    rebuild(layout: Layout) {
      const { rows, cells, terse, offset, groups } = layout;
      const names: [string, string, number, string][] = [
        ["loss", "L", rows.loss + 11, "network-loss-label"],
        ["prediction", "ŷ", rows.output + 56, ""],
        ["state", "h", rows.frame - 12, ""],
        ["input", "x", rows.input + 12, ""],
      ];
      if (layout.lane) {
        names.push(["cell", "c", rows.lane - 10, ""]);
      }
      // Of several inputs side by side, which was read when.
      const before = Array.from({ length: groups > 1 ? groups : 0 }, (_, group) =>
        h(
          "span",
          {
            class: "network-label network-group",
            style: `top:${rows.input + group * rows.inputRow + 12}px;left:${offset}px`,
          },
          group === 0 ? "now" : terse ? `−${group}` : `${group} before`,
        ),
      );
      if (groups > 1) {
        names.splice(3, 1);
      }
      const units = [];
      const every = Math.ceil(13 / (cells.height + cells.gap));
      // With one unit in each row, its switch says which it is.
      for (let row = 0; row < cells.rows && (cells.columns > 1 || !switchable); row += every) {
        const index = row * cells.columns;
        const top = layout.cell(index).y + cells.height / 2;
        units.push(h("span", { class: "network-unit", style: `top:${top}px;left:${offset}px` }, String(index)));
      }
      element.replaceChildren(
        ...names.map(([name, symbol, top, extra]) =>
          h(
            "span",
            { class: `network-label ${extra}`, style: `top:${top}px;left:${offset}px` },
            terse ? null : `${name} `,
            h("i", {}, symbol, h("sub", {}, "t")),
          ),
        ),
        ...before,
        ...units,
      );
    },
  };
}
