/** The units of a timestep: their states, and the LSTM's cell states. */

import { setText, svg } from "../../lib/dom";
import type { Scale } from "../../model/colours";
import { signed, subscript } from "../../model/format";
import { holding } from "../../model/interventions";
import type { Layout } from "../../model/network/layout";
import type { Clamp, Maybe } from "../../model/types";

/**
 * The hidden units of one timestep, their cell states, or those of t = 0: a frame and its cells.
 */
export function stateBlock(layout: Layout, quantity: "h" | "h_0" | "c" | "c_0") {
  const [letter] = quantity;
  const isLane = letter === "c";
  const { frameWidth, rows } = layout;
  const cells = isLane ? layout.laneCells : layout.cells;
  const frameHeight = isLane ? layout.laneHeight : layout.frameHeight;
  const frameTop = isLane ? rows.lane : rows.frame;
  const cellAt = isLane ? layout.laneCell : layout.cell;
  const shapes = Array.from({ length: layout.H }, (_, index) => {
    const { x, y } = cellAt(index);
    const rect = svg("rect", { x, y, width: cells.width, height: cells.height, rx: 3 });
    const text = cells.showsText
      ? svg("text", {
          class: "network-value",
          x: x + cells.width / 2,
          y: y + cells.height / 2 + 4,
          "aria-hidden": "true",
        })
      : null;
    const group = svg(
      "g",
      {
        class: `network-item network-cell ${isLane ? "network-lane-cell" : ""}`,
        "data-quantity": quantity,
        "data-index": index,
      },
      rect,
      text,
    );
    return { group, rect, text };
  });
  const isStart = quantity !== letter;
  // Close together, above the bars of the gradients' streams; beside gates, above its cells and
  // left of the gradient that comes down to them.
  const nameAt =
    layout.gated === null
      ? { x: frameWidth / 2 + (layout.tight ? 1 : 5), y: frameTop + (layout.tight ? -1 : 11) }
      : { x: isStart ? 1 - frameWidth / 2 : -13, y: frameTop - 5 };
  const name = svg("text", {
    class: `network-symbol ${layout.gated === null || isStart ? "" : "network-right"}`,
    ...nameAt,
    "aria-hidden": "true",
  });
  const element = svg(
    "g",
    {},
    svg("rect", {
      class: isLane ? "network-frame network-lane-frame" : "network-frame",
      x: -frameWidth / 2,
      y: frameTop,
      width: frameWidth,
      height: frameHeight,
      rx: 7,
    }),
    name,
    ...shapes.map(({ group }) => group),
  );
  const jaws: Map<number, SVGPathElement> = new Map();
  /** A state that is held has a bar at either side, like a jaw. */
  function hold(index: number, held: boolean) {
    let jaw = jaws.get(index);
    if (jaw === undefined && held) {
      const { x, y } = cellAt(index);
      const [right, bottom] = [x + cells.width, y + cells.height];
      jaw = svg("path", {
        class: "network-jaws",
        d: `M${x + 4} ${y}H${x}V${bottom}h4M${right - 4} ${y}H${right}V${bottom}h-4`,
      });
      jaws.set(index, jaw);
    }
    const group = shapes[index].group;
    group.classList.toggle("is-held", held);
    if (jaw !== undefined && held) {
      group.append(jaw);
    } else {
      jaw?.remove();
    }
  }
  return {
    element,
    shapes,
    fill(values: readonly Maybe[], t: number, scale: Scale, clamps: readonly Clamp[] = []) {
      setText(name, `${letter}${subscript(t)}`);
      shapes.forEach(({ group, rect, text }, index) => {
        const value = values[index];
        if (quantity === "h" || quantity === "c") {
          group.setAttribute("data-t", String(t));
        }
        rect.setAttribute("fill", scale.colour(value));
        hold(index, clamps.length > 0 && holding(clamps, index, t) !== undefined);
        if (text !== null) {
          setText(text, signed(value, 2));
          text.setAttribute("fill", scale.ink(value));
        }
      });
    },
  };
}
