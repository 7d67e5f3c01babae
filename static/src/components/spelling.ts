/** One tile for each timestep: the letter read, the letter predicted, and whether it is right. */

import { find, h, setText } from "../lib/dom";
import { exact, spoken, visible } from "../model/format";
import { hasWords } from "../model/parts";
import type { Letter } from "../model/spelling";
import { letters } from "../model/spelling";
import type { Trace } from "../model/types";
import { probability } from "./network/text";

/** @param index of its target in the vocabulary */
function tile(letter: Letter, index: number) {
  const { t, input, target, predicted, right, targetProbability } = letter;
  const shown = probability(targetProbability);
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
        `, with probability ${shown}.`,
    ),
    h("span", { class: "read", "aria-hidden": true }, `${visible(input)} →`),
    h("span", { class: "letter", "aria-hidden": true }, predicted === null ? "?" : visible(predicted)),
    h("span", { class: "mark", "aria-hidden": true }, right ? "✓" : "✗"),
    h(
      "span",
      { class: "target" },
      h("span", { "aria-hidden": true }, right ? "" : `${visible(target)} `),
      h(
        "button",
        {
          type: "button",
          class: "number",
          "data-quantity": "probs",
          "data-t": t,
          "data-index": index,
          "aria-label": `${shown}, the probability of ${spoken(target)} at timestep ${t}: why?`,
        },
        shown,
      ),
    ),
  );
}

export function createSpelling(root: HTMLElement) {
  const list = find(root, "#spelling", HTMLOListElement);
  const score = find(root, "#spelling-score", HTMLElement);
  /**
   * Of one task's examples the tiles take as much room as those of the longest that was shown.
   */
  let task = "";
  let room = 0;
  return {
    update(trace: Trace) {
      const spelled = letters(trace);
      list.toggleAttribute("data-words", hasWords(trace));
      const focused = document.activeElement;
      const t = focused instanceof HTMLElement && list.contains(focused) ? focused.dataset.t : null;
      list.replaceChildren(...spelled.map((letter) => tile(letter, trace.vocabulary.indexOf(letter.target))));
      const again = t === undefined || t === null ? null : list.querySelector(`button[data-t="${t}"]`);
      if (again instanceof HTMLElement) {
        again.focus({ preventScroll: true });
      }
      const ofTask = trace.example.count === 1 ? "" : trace.vocabulary.join(" ");
      if (ofTask !== task || ofTask === "") {
        task = ofTask;
        room = 0;
        list.style.minHeight = "";
      }
      if (ofTask !== "") {
        room = Math.max(room, list.getBoundingClientRect().height);
        list.style.minHeight = `${room}px`;
      }
      const right = spelled.filter((letter) => letter.right).length;
      setText(score, `${right} of ${spelled.length} right`);
    },
  };
}
