// @ts-check
/** The prediction of a timestep: how probable each token is. */

import { setAttributes, setText, svg } from "../../dom.js";
import { isSpecial } from "../../parts.js";
import { RANKING_ROWS, predicted, ranking } from "./layout.js";
import { probability, shortProbability, targetIndex } from "./text.js";
import { writeToken } from "./tokens.js";

/** @typedef {import("./layout.js").Layout} Layout */
/** @typedef {import("./text.js").Trace} Trace */

const BAR_HEIGHT = 70;
const RANKING_ROW = 19.5;
const LETTER_MARK = 17;
/** For `0.9999…`. */
const NUMBER_ROOM = 46;
/** Narrower bars carry small numbers, and none where the bar is invisible anyway. */
const TINY = 22;

/**
 * Softmax over few letters: a bar for each, in the order of the vocabulary.
 *
 * @param {Layout} layout
 */
export function bars(layout) {
  const { V, letterWidth, rows } = layout;
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
      height: BAR_HEIGHT,
      rx: 2,
    });
    const bar = svg("rect", { class: "network-bar", x, width, rx: 2 });
    const value = svg("text", {
      class: `network-small ${letterWidth < TINY ? "network-tiny" : ""}`,
      x: middle,
      "aria-hidden": "true",
    });
    const mark = svg("rect", {
      class: "network-target",
      y: top + BAR_HEIGHT + 3,
      height: 17,
      rx: 4,
    });
    const letter = svg("text", {
      class: "network-letter",
      x: middle,
      y: top + BAR_HEIGHT + 15.5,
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
    /**
     * @param {Trace} trace
     * @param {number} t
     */
    fill(trace, t) {
      const { probs } = trace.steps[t - 1];
      const target = targetIndex(trace, t);
      const guess = predicted(probs);
      items.forEach(({ group, bar, value, mark, letter, middle }, index) => {
        const size = isSpecial(trace.vocabulary[index]) ? letterWidth + 1 : LETTER_MARK;
        setAttributes(mark, { x: middle - size / 2, width: size });
        const p = Math.max(0, Math.min(1, probs[index] ?? 0));
        const height = Math.max(1, p * BAR_HEIGHT);
        group.setAttribute("data-t", String(t));
        group.classList.toggle("is-target", index === target);
        group.classList.toggle("is-predicted", index === guess);
        setAttributes(bar, { y: (top + BAR_HEIGHT - height).toFixed(1), height: height.toFixed(1) });
        value.setAttribute("y", (top + BAR_HEIGHT - height - 3).toFixed(1));
        setText(value, letterWidth < TINY && p < 0.005 ? "" : shortProbability(probs[index]));
        writeToken(letter, trace.vocabulary[index], letterWidth);
      });
    },
  };
}

/**
 * Softmax over many letters: the most probable ones and the target, one row each.
 *
 * @param {Layout} layout
 */
export function rankingRows(layout) {
  const { rankingRows: count, rankingWidth, rows, label } = layout;
  const left = -rankingWidth / 2;
  const barLeft = left + label + 4;
  const room = rankingWidth - label - 4 - NUMBER_ROOM;
  const items = Array.from({ length: count }, (_, row) => {
    // Few rows stand at the arrow they come from.
    const top = rows.output + 2 + (RANKING_ROWS - count + row) * RANKING_ROW;
    const baseline = top + 12.5;
    const track = svg("rect", {
      class: "network-track",
      x: barLeft,
      y: top + 2,
      width: room,
      height: 13,
      rx: 2,
    });
    const bar = svg("rect", { class: "network-bar", x: barLeft, y: top + 2, height: 13, rx: 2 });
    const mark = svg("rect", {
      class: "network-target",
      x: left,
      y: top,
      width: label,
      height: 17,
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
      x: -left,
      y: baseline,
      "aria-hidden": "true",
    });
    const group = svg(
      "g",
      { class: "network-item network-prob", "data-quantity": "probs" },
      svg("rect", { class: "network-touch", x: left, y: top, width: rankingWidth, height: 17 }),
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
    /**
     * @param {Trace} trace
     * @param {number} t
     */
    fill(trace, t) {
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
        setText(value, probability(probs[index]));
        writeToken(letter, trace.vocabulary[index], label - 4);
      });
    },
  };
}
