/** How good the network is, split by split: a share with its counts, never a bare percentage. */

import { h } from "../../lib/dom";
import { loss as written } from "../../model/format";
import type { Score, Scores, Task } from "../../model/types";

const NAMES = new Map([
  ["train", "learnt from"],
  ["validation", "validation"],
  ["test", "test"],
  ["longer", "longer"],
  ["shifted", "shifted"],
]);

export const splitName = (split: string) => NAMES.get(split) ?? split;

/** @returns `54 of 54` */
export function counted({ answers_right: answers, examples, right, counted: of }: Score): string {
  return answers === null ? `${right} of ${of}` : `${answers} of ${examples}`;
}

export function drawScore(task: Task, { splits }: Scores) {
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

function share(value: number | null) {
  const bar = h("span", { class: "score-bar", "aria-hidden": "true" }, h("i", {}));
  if (bar.firstElementChild instanceof HTMLElement) {
    bar.firstElementChild.style.inlineSize = `${100 * (value ?? 0)}%`;
  }
  return bar;
}

function beyond({ out_of_reach: beyondReach, examples }: Score) {
  return beyondReach === 0
    ? null
    : h(
        "span",
        { class: "hint" },
        ` ${beyondReach === examples ? "" : `${beyondReach}: `}no weights for so many timesteps`,
      );
}
