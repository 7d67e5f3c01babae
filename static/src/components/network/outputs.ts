/** The prediction of a timestep: how probable each token is. */

import { setAttributes, setText, svg } from "../../lib/dom";
import type { Layout } from "../../model/network/layout";
import { RANKING_ROWS } from "../../model/network/layout";
import { predicted, probability, ranking, shortProbability, targetIndex } from "../../model/network/numbers";
import { isSpecial } from "../../model/parts";
import type { Trace } from "../../model/types";
import { writeToken } from "./tokens";

const LETTER_MARK = 17;
/** For `0.9999…`. */
const NUMBER_ROOM = 46;
/** Narrower bars carry no number where the bar is invisible anyway. */
const NARROW = 25;
/** Still narrower ones carry that of the prediction only, which is above the others. */
const NARROWEST = 19;

/** Softmax over few letters: a bar for each, in the order of the vocabulary. */
export function bars(layout: Layout) {
  const { V, letterWidth, rows, barHeight } = layout;
  const width = letterWidth - 4;
  const top = rows.output + 12;
  const items = Array.from({ length: V }, (_, index) => {
    const x = (index - V / 2) * letterWidth + 2;
    const middle = x + width / 2;
    const track = svg("rect", {
      class: "network-track",
      x,
      y: top,
      width,
      height: barHeight,
      rx: 2,
    });
    const bar = svg("rect", { class: "network-bar", x, width, rx: 2 });
    const value = svg("text", {
      class: "network-small",
      x: middle,
      "aria-hidden": "true",
    });
    const mark = svg("rect", {
      class: "network-target",
      y: top + barHeight + 3,
      height: 17,
      rx: 4,
    });
    const letter = svg("text", {
      class: "network-letter",
      x: middle,
      y: top + barHeight + 15.5,
      "aria-hidden": "true",
    });
    const group = svg(
      "g",
      { class: "network-item network-prob", "data-quantity": "probs", "data-index": index },
      track,
      bar,
      value,
      mark,
      letter,
    );
    return { group, track, bar, value, mark, letter, middle };
  });
  return {
    element: svg("g", {}, ...items.map(({ group }) => group)),
    items,
    fill(trace: Trace, t: number) {
      const { probs } = trace.steps[t - 1];
      const target = targetIndex(trace, t);
      const guess = predicted(probs);
      items.forEach(({ group, bar, value, mark, letter, middle }, index) => {
        const size = isSpecial(trace.vocabulary[index]) ? letterWidth + 1 : LETTER_MARK;
        setAttributes(mark, { x: middle - size / 2, width: size });
        const p = Math.max(0, Math.min(1, probs[index] ?? 0));
        const height = Math.max(1, p * barHeight);
        group.setAttribute("data-t", String(t));
        group.classList.toggle("is-target", index === target);
        group.classList.toggle("is-predicted", index === guess);
        setAttributes(bar, { y: (top + barHeight - height).toFixed(1), height: height.toFixed(1) });
        value.setAttribute("y", (top + barHeight - height - 3).toFixed(1));
        const untold = letterWidth < NARROWEST ? index !== guess : letterWidth < NARROW && p < 0.005;
        setText(value, untold ? "" : shortProbability(probs[index]));
        writeToken(letter, trace.vocabulary[index], letterWidth);
      });
    },
  };
}

/** Softmax over many letters: the most probable ones and the target, one row each. */
export function rankingRows(layout: Layout) {
  const { rankingRows: count, rankingWidth, rankingRow, rows, label, tight } = layout;
  const left = -rankingWidth / 2;
  // Close together, the bar lies behind the token and the number.
  const barLeft = tight ? left : left + label + 4;
  const room = tight ? rankingWidth : rankingWidth - label - 4 - NUMBER_ROOM;
  const height = Math.min(17, Math.floor(rankingRow));
  const items = Array.from({ length: count }, (_, row) => {
    // Few rows stand at the arrow they come from.
    const top = rows.output + 2 + (RANKING_ROWS - count + row) * rankingRow;
    const baseline = top + 12.5;
    const track = svg("rect", {
      class: "network-track",
      x: barLeft,
      y: top + 2,
      width: room,
      height: height - 4,
      rx: 2,
    });
    const bar = svg("rect", { class: "network-bar", x: barLeft, y: top + 2, height: height - 4, rx: 2 });
    const mark = svg("rect", {
      class: "network-target",
      x: left,
      y: top,
      width: label,
      height,
      rx: 4,
    });
    const letter = svg("text", {
      class: "network-letter",
      x: left + label / 2,
      y: baseline,
      "aria-hidden": "true",
    });
    const value = svg("text", {
      class: "network-small network-right",
      x: tight ? -left - 3 : -left,
      y: baseline,
      "aria-hidden": "true",
    });
    const group = svg(
      "g",
      { class: `network-item network-prob ${tight ? "is-behind" : ""}`, "data-quantity": "probs" },
      svg("rect", { class: "network-touch", x: left, y: top, width: rankingWidth, height }),
      track,
      bar,
      mark,
      letter,
      value,
    );
    return { group, track, bar, value, letter };
  });
  return {
    element: svg("g", {}, ...items.map(({ group }) => group)),
    items,
    fill(trace: Trace, t: number) {
      const { probs } = trace.steps[t - 1];
      const target = targetIndex(trace, t);
      const guess = predicted(probs);
      const shown = ranking(probs, target, count);
      items.forEach(({ group, bar, value, letter }, row) => {
        const index = shown[row];
        const p = Math.max(0, Math.min(1, probs[index] ?? 0));
        setAttributes(group, { "data-t": t, "data-index": index });
        group.classList.toggle("is-target", index === target);
        group.classList.toggle("is-predicted", index === guess);
        bar.setAttribute("width", Math.max(1, p * room).toFixed(1));
        setText(value, tight ? shortProbability(probs[index]) : probability(probs[index]));
        writeToken(letter, trace.vocabulary[index], label - 4);
      });
    },
  };
}
