// @ts-check
/** How good the network is, split by split: a share with its counts, never a bare percentage. */

import { h } from "../../dom.js";
import { loss as written } from "../../format.js";

/** @typedef {import("../../types.js").Task} Task */
/** @typedef {import("../../types.js").Scores} Scores */
/** @typedef {import("../../types.js").Score} Score */

const NAMES = new Map([
  ["train", "learnt from"],
  ["validation", "validation"],
  ["test", "test"],
  ["longer", "longer"],
  ["shifted", "shifted"],
]);

/** @param {string} split */
export const splitName = (split) => NAMES.get(split) ?? split;

/**
 * @param {Score} score
 * @returns {string} `54 of 54`
 */
export function counted({ answers_right: answers, examples, right, counted: of }) {
  return answers === null ? `${right} of ${of}` : `${answers} of ${examples}`;
}

/**
 * @param {Task} task
 * @param {Scores} scores
 */
export function drawScore(task, { splits }) {
  const free = task.writes_freely;
  const head = ["", "loss", "score", ...(free ? ["single predictions"] : [])];
  return h(
    "table",
    { class: "task-scores" },
    h("thead", {}, h("tr", {}, ...head.map((name) => h("th", { scope: "col" }, name)))),
    h(
      "tbody",
      {},
      ...Object.entries(splits).map(([split, score]) =>
        h(
          "tr",
          { "data-split": split },
          h("th", { scope: "row" }, splitName(split)),
          h("td", { class: "loss" }, score.loss === null ? "–" : written(score.loss)),
          h("td", {}, share(score.value), h("span", { class: "count" }, counted(score)), beyond(score)),
          free ? h("td", { class: "count" }, `${score.right} of ${score.counted}`) : null,
        ),
      ),
    ),
  );
}

/** @param {number | null} value */
function share(value) {
  const bar = h("span", { class: "score-bar", "aria-hidden": "true" }, h("i", {}));
  if (bar.firstElementChild instanceof HTMLElement) {
    bar.firstElementChild.style.inlineSize = `${100 * (value ?? 0)}%`;
  }
  return bar;
}

/** @param {Score} score */
function beyond({ out_of_reach: beyondReach, examples }) {
  return beyondReach === 0
    ? null
    : h("span", { class: "hint" }, ` ${beyondReach === examples ? "" : `${beyondReach}: `}no weights for so many timesteps`);
}
