// @ts-check
/** One tile for each timestep: the letter read, the letter predicted, and whether it is right. */

import { find, h, setText } from "../dom.js";
import { exact, fixed, spoken, visible } from "../format.js";
import { letters } from "../spelling.js";

/** @typedef {import("../types.js").Trace} Trace */
/** @typedef {import("../spelling.js").Letter} Letter */

/** @param {Letter} letter */
function tile(letter) {
  const { t, input, target, predicted, right, targetProbability } = letter;
  const probability = fixed(targetProbability, 2);
  const told = predicted === null ? "nothing, its numbers are not finite" : spoken(predicted);
  return h(
    "li",
    {
      class: right ? "tile right" : "tile wrong",
      title: `t = ${t}: the target “${visible(target)}” has probability ${exact(targetProbability)}`,
    },
    h(
      "span",
      { class: "visually-hidden" },
      `Timestep ${t}: after ${spoken(input)} it predicts ${told}, ` +
        (right ? "right" : `wrong: the target is ${spoken(target)}`) +
        `, with probability ${probability}.`,
    ),
    h("span", { class: "read", "aria-hidden": true }, `${visible(input)} →`),
    h(
      "span",
      { class: "letter", "aria-hidden": true },
      predicted === null ? "?" : visible(predicted),
    ),
    h("span", { class: "mark", "aria-hidden": true }, right ? "✓" : "✗"),
    h(
      "span",
      { class: "target", "aria-hidden": true },
      right ? "" : `${visible(target)} `,
      h("span", { "data-quantity": "probs", "data-t": t, "data-target": true }, probability),
    ),
  );
}

/** @param {HTMLElement} root */
export function createSpelling(root) {
  const list = find(root, "#spelling", HTMLOListElement);
  const score = find(root, "#spelling-score", HTMLElement);
  return {
    /** @param {Trace} trace */
    update(trace) {
      const spelled = letters(trace);
      list.replaceChildren(...spelled.map(tile));
      const right = spelled.filter((letter) => letter.right).length;
      setText(score, `${right} of ${spelled.length} right`);
    },
  };
}
