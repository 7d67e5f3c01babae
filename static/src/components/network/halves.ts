/** Encoder and decoder: two coloured halves behind the timesteps, each with its name above. */

import { setAttributes, setText, svg } from "../../lib/dom";
import type { Layout } from "../../model/network/layout";
import type { Trace } from "../../model/types";

const MOST = 2;

export function createHalves() {
  const halves = Array.from({ length: MOST }, () => {
    const band = svg("rect", { class: "network-half", rx: 12, y: 2 });
    const name = svg("text", { class: "network-half-name", y: 21 });
    const element = svg("g", { "aria-hidden": "true" }, band, name);
    return { element, band, name };
  });
  const element = svg("g", {}, ...halves.map((half) => half.element));
  return {
    element,
    rebuild(layout: Layout) {
      setAttributes(element, { display: layout.halves ? null : "none" });
    },
    fill(trace: Trace, layout: Layout) {
      if (!layout.halves) {
        return;
      }
      const { parts } = trace;
      halves.forEach(({ element: group, band, name }, i) => {
        const part = parts[i];
        setAttributes(group, { display: part === undefined ? "none" : null, "data-part": part?.name ?? null });
        if (part === undefined) {
          return;
        }
        const left = layout.middle(part.first) - layout.pitch / 2 + 2;
        setAttributes(band, {
          x: left,
          width: (part.last - part.first + 1) * layout.pitch - 4,
          height: layout.height - 4,
        });
        name.setAttribute("x", String(left + 12));
        setText(name, `${part.name} ${part.writes ? "writes" : "reads"}`);
      });
    },
  };
}
