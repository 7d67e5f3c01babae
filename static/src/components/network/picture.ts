/** The picture that sets h_0, under it as an input is under its state. */

import { setAttributes, svg } from "../../lib/dom";
import type { Layout } from "../../model/network/layout";
import { HEAD } from "../../model/network/paths";
import type { Trace } from "../../model/types";
import { arrowAlong, verticalArrow } from "./arrows";

/** @param layout with an image */
export function pictureBlock(layout: Layout) {
  const { rows, pixel, imageWidth } = layout;
  const { rows: height, columns } = layout.image ?? { rows: 0, columns: 0 };
  const arrow = layout.lane
    ? arrowPastTheCellState(layout, height * pixel)
    : verticalArrow("W_ph", rows.input - 3, rows.cellEnd + 3);
  const pixels = Array.from({ length: height * columns }, (_, index) =>
    svg(
      "g",
      { class: "network-item network-pixel", "data-quantity": "p", "data-index": index },
      svg("rect", {
        x: (index % columns) * pixel - imageWidth / 2,
        y: rows.input + Math.floor(index / columns) * pixel,
        width: pixel,
        height: pixel,
      }),
    ),
  );
  const frame = svg("rect", {
    class: "network-image-frame",
    x: -imageWidth / 2 - 2,
    y: rows.input - 2,
    width: imageWidth + 4,
    height: height * pixel + 4,
    rx: 3,
  });
  const name = svg(
    "text",
    {
      class: "network-caption",
      y: rows.input + height * pixel + 19,
      "aria-hidden": "true",
    },
    "picture p",
  );
  return {
    element: svg("g", {}, arrow.element, frame, ...pixels, name),
    fill(trace: Trace) {
      const drawn = trace.example.image?.pixels ?? [];
      pixels.forEach((group, index) => {
        setAttributes(group, { "data-on": drawn[index] ? "" : null });
      });
    },
  };
}

/** The picture decides h_0 and not c_0, which stands between the two. */
function arrowPastTheCellState({ rows, imageWidth, frameWidth, frameHeight }: Layout, imageHeight: number) {
  const edge = -frameWidth / 2 - 3 - HEAD;
  const y = rows.frame + frameHeight / 2;
  const x = Math.min(edge - 3, -imageWidth / 2 - 10);
  const start = `M${-imageWidth / 2 - 4} ${rows.input + imageHeight / 2}H${x}`;
  return arrowAlong("W_ph", `${start}V${y}H${edge}`, [edge, y, 0], {
    x: x + 9,
    y: (rows.cellEnd + rows.input) / 2 + 2,
  });
}
