// @ts-check
/** The picture that sets h_0, under it as an input is under its state. */

import { setAttributes, svg } from "../../dom.js";
import { verticalArrow } from "./arrows.js";

/** @typedef {import("./layout.js").Layout} Layout */
/** @typedef {import("./text.js").Trace} Trace */

/** @param {Layout} layout with an image */
export function pictureBlock(layout) {
  const { rows, pixel, imageWidth } = layout;
  const { rows: height, columns } = layout.image ?? { rows: 0, columns: 0 };
  const arrow = verticalArrow("W_ph", rows.input - 3, rows.cellEnd + 3);
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
    /** @param {Trace} trace */
    fill(trace) {
      const drawn = trace.example.image?.pixels ?? [];
      pixels.forEach((group, index) => {
        setAttributes(group, { "data-on": drawn[index] ? "" : null });
      });
    },
  };
}
