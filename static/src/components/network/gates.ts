/**
 * What a gated cell is: its gates, the way on which a state passes them without weights, and how
 * both make the state. Every unit of every gate is a number of the trace and can be asked about.
 */

import { setAttributes, svg } from "../../lib/dom";
import type { Scale } from "../../model/colours";
import type { Gating } from "../../model/network/gating";
import { NODE } from "../../model/network/gating";
import type { Layout } from "../../model/network/layout";
import { gateValues } from "../../model/network/numbers";
import { HEAD } from "../../model/network/paths";
import type { Trace } from "../../model/types";
import { arrowHead } from "./arrows";

/** Between a frame and the tip of an arrow. */
const CLEAR = 3;

function node(x: number, y: number, sign: "×" | "+") {
  const d = sign === "+" ? `M${x - 4} ${y}h8M${x} ${y - 4}v8` : `M${x - 3} ${y - 3}l6 6M${x - 3} ${y + 3}l6 -6`;
  return svg(
    "g",
    { class: "network-node", "data-node": sign },
    svg("circle", { cx: x, cy: y, r: NODE }),
    svg("path", { d }),
  );
}

/**
 * An arrow along a path that ends at `x`, `y`.
 *
 * @param name what it is, from where to where
 * @param path up to where the head begins
 */
function arrow(name: string, path: string, x: number, y: number, degrees: number) {
  const head = arrowHead();
  head.put(x, y, degrees);
  return svg(
    "g",
    { class: "network-way", "data-way": name },
    svg("path", { class: "network-line", d: path }),
    head.element,
  );
}

/** From the gates to a state on whose way they act. */
function lanes({ frameWidth, tight }: Layout, gated: Gating) {
  const frameLeft = -frameWidth / 2;
  return gated.lanes.flatMap(({ state, keeps, adds, by, own, y, keep, add }) => {
    // In the narrow room before a state a product takes a line for each factor.
    const words = adds.replaceAll("-", "−");
    const lines = own ? [words] : words.split(/ (?=⊙)/);
    const opens = arrow(
      `${keeps} keeps`,
      `M${keep.x} ${gated.bottom}V${y - NODE - CLEAR - HEAD}`,
      keep.x,
      y - NODE - CLEAR - HEAD,
      90,
    );
    const end = frameLeft - CLEAR - HEAD;
    const at = own
      ? { x: add.x, y: y + NODE + 13 }
      : { x: (gated.right + frameLeft) / 2, y: add.y - NODE - 6 - 13 * (lines.length - 1) };
    const label = svg(
      "text",
      { class: "network-small", "aria-hidden": "true" },
      ...lines.map((line, i) => svg("tspan", { x: at.x, y: at.y + 13 * i }, line)),
    );
    const shown = (own ? !tight : true) && label;
    if (own) {
      // What is written comes down from its gates together.
      const middles = by.map((name) => gated.strips.find((strip) => strip.name === name)?.middle ?? add.x);
      const joined = gated.bottom + 9;
      const legs = middles.map((x) => `M${x} ${gated.bottom}V${joined}H${add.x}`).join("");
      const tip = y - NODE - CLEAR - HEAD;
      return [
        opens,
        arrow(`${adds} is added`, `${legs}V${tip}`, add.x, tip, 90),
        arrow(`to ${state}`, `M${keep.x + NODE} ${y}H${add.x - NODE}M${add.x + NODE} ${y}H${end}`, end, y, 0),
        node(keep.x, y, "×"),
        node(add.x, y, "+"),
        shown,
      ];
    }
    const tip = add.x - NODE - CLEAR - HEAD;
    return [
      opens,
      arrow(`${adds} is added`, `M${gated.right} ${add.y}H${tip}`, tip, add.y, 0),
      arrow(
        `kept ${state}`,
        `M${keep.x + NODE} ${y}H${add.x - 5}q5 0 5 -5V${add.y + NODE + CLEAR + HEAD}`,
        add.x,
        add.y + NODE + CLEAR + HEAD,
        -90,
      ),
      arrow(`to ${state}`, `M${add.x + NODE} ${add.y}H${end}`, end, add.y, 0),
      node(keep.x, y, "×"),
      node(add.x, add.y, "+"),
      shown,
    ];
  });
}

/** A state that is shown of another one, through a gate. */
function shownStates({ frameWidth, frameHeight, rows, tight }: Layout, gated: Gating) {
  return gated.structure.shown.flatMap(({ state, of, formula, by }) => {
    const end = -frameWidth / 2 - CLEAR - HEAD;
    const tip = rows.frame + frameHeight + CLEAR + HEAD;
    return [
      arrow(`${by.join()} shows ${state}`, `M${gated.right} ${gated.joinAt}H${end}`, end, gated.joinAt, 0),
      arrow(`${of} is shown`, `M0 ${rows.lane - 2}V${tip}`, 0, tip, -90),
      !tight && svg("text", { class: "network-small network-beside", x: 8, y: rows.lane - 7 }, formula),
    ];
  });
}

/** The block of gates of one timestep, with all that leads out of it. */
export function gateBlock(layout: Layout, gated: Gating) {
  const { H, frameWidth, rows } = layout;
  const { left, right, top, bottom, cellWidth, cellHeight } = gated;
  const strips = gated.strips.map(({ name, words, signed, reads, left: x, middle }) => {
    const units = Array.from({ length: H }, (_, index) => {
      const at = gated.cellAt(x, index);
      const size = { x: at.x, y: at.y, width: cellWidth, height: cellHeight, rx: Math.min(2, cellWidth / 4) };
      const track = svg("rect", { class: signed ? "network-gate-value" : "network-gate-track", ...size });
      const fill = svg("rect", { class: "network-gate-fill", ...size, rx: 0 });
      const group = svg(
        "g",
        { class: "network-item network-gate", "data-quantity": name, "data-index": index },
        track,
        signed ? null : fill,
      );
      return { group, track, fill, bottom: at.y + cellHeight };
    });
    const title = svg("text", { class: "network-gate-name", x: middle, y: top + 13 }, name);
    // One gate looks through another: an arrow between their names.
    const looks = reads.map((other) => {
      const from = gated.strips.find((strip) => strip.name === other)?.middle ?? middle;
      const [start, end] = [from + 6, middle - 6];
      return svg("path", {
        class: "network-gate-reads",
        "data-way": `${name} looks through ${other}`,
        d: `M${start} ${top + 9.5}H${end}M${end - 3} ${top + 7}l3 2.5l-3 2.5`,
      });
    });
    const element = svg(
      "g",
      { "data-gate": name },
      svg("title", {}, words),
      title,
      ...looks,
      ...units.map(({ group }) => group),
    );
    return { name, signed, units, element };
  });
  const box = svg("rect", {
    class: "network-cell-box",
    x: left - 4,
    y: top - 5,
    width: frameWidth / 2 - left + 9,
    height: rows.cellEnd - top + 10,
    rx: 12,
  });
  const element = svg(
    "g",
    { class: "network-gating" },
    ...[...lanes(layout, gated), ...shownStates(layout, gated)].filter((each) => each !== false),
    svg("rect", { class: "network-gate-block", x: left, y: top, width: right - left, height: bottom - top, rx: 7 }),
    ...strips.map((strip) => strip.element),
  );
  return {
    element,
    /** Behind everything of the cell. */
    box,
    fill(trace: Trace, t: number, scale: Scale) {
      const step = trace.steps[t - 1];
      for (const { name, signed, units } of strips) {
        const values = gateValues(step, name);
        units.forEach(({ group, track, fill, bottom: foot }, index) => {
          const value = values[index] ?? null;
          group.setAttribute("data-t", String(t));
          if (signed) {
            track.setAttribute("fill", scale.colour(value));
          } else {
            const height = Math.max(0, Math.min(1, value ?? 0)) * cellHeight;
            setAttributes(fill, { y: (foot - height).toFixed(1), height: height.toFixed(1) });
          }
        });
      }
    },
  };
}
