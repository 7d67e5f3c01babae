/** What a timestep reads: a one-hot vector, several of them, or their tokens where they are long. */

import { setAttributes, setText, svg } from "../../lib/dom";
import { subscript, visible } from "../../model/format";
import type { Layout } from "../../model/network/layout";
import { elided } from "../../model/network/tokens";
import { inputGroups, partAt } from "../../model/parts";
import type { Trace } from "../../model/types";
import { writeToken } from "./tokens";

const CAPTION_SIZE = 13;

export function inputBlock(layout: Layout) {
  const { inputs, groups, fewInputs, inputWidth: width, rows, pitch, entry } = layout;
  const count = fewInputs ? inputs : 1;
  const lines = Array.from({ length: groups }, (_, line) => {
    const y = rows.input + line * rows.inputRow;
    return Array.from({ length: count }, () => {
      const rect = svg("rect", { y, width: width - 2, height: 24, rx: 4 });
      const letter = svg("text", { class: "network-letter", y: y + 16.5, "aria-hidden": "true" });
      const group = svg("g", { class: "network-item network-input", "data-quantity": "x" }, rect, letter);
      return { group, rect, letter };
    });
  });
  const name = svg("text", {
    class: "network-caption",
    x: entry,
    y: rows.inputLabel + 17,
    "aria-hidden": "true",
  });
  return {
    element: svg("g", {}, ...lines.flat().map(({ group }) => group), name),
    fill(trace: Trace, t: number) {
      const { input, x } = trace.steps[t - 1];
      const read = inputGroups(partAt(trace, t));
      lines.forEach((items, line) => {
        const { offset, tokens } = read[line] ?? { offset: 0, tokens: [] };
        const hot = tokens.findIndex((_, index) => x[offset + index] === 1);
        const cells = fewInputs ? tokens.length : Math.min(1, tokens.length);
        items.forEach(({ group, rect, letter }, place) => {
          const index = fewInputs ? place : hot;
          const left = entry + (place - cells / 2) * width + 1;
          rect.setAttribute("x", String(left));
          letter.setAttribute("x", String(left + (width - 2) / 2));
          // Before the first letter there is nothing to be asked about.
          setAttributes(group, {
            "data-t": t,
            "data-index": index === -1 ? null : offset + index,
            "data-quantity": index === -1 ? null : "x",
            display: place < cells ? null : "none",
          });
          group.classList.toggle("is-hot", index !== -1 && index === hot);
          writeToken(letter, tokens[index] ?? (fewInputs ? "" : "–"), width - 8);
        });
      });
      const room = pitch - 12 - 3 * CAPTION_SIZE;
      setText(
        name,
        layout.tight && layout.words
          ? `x${subscript(t)}`
          : layout.fewInputs || !layout.words
            ? `x${subscript(t)} = “${visible(input)}”`
            : `x${subscript(t)} = ${elided(`“${visible(input)}”`, room, CAPTION_SIZE)}`,
      );
    },
  };
}
