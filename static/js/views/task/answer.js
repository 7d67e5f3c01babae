// @ts-check
/** What the network made of an input, token by token. */

import { h, svg } from "../../dom.js";
import { fixed, visible } from "../../format.js";
import { probability } from "../network/text.js";

/** @typedef {import("../../types.js").Task} Task */
/** @typedef {import("../../types.js").Attempt} Attempt */
/** @typedef {Attempt["steps"][number]} AttemptStep */

const CHART = { left: 34, widest: 74, narrowest: 44, room: 500, top: 8, height: 92 };

/**
 * The steps that belong to the answer: all that are read, or what is written.
 *
 * @param {Task} task
 * @param {Attempt} attempt
 */
export function answering(task, { steps }) {
  const last = task.parts[task.parts.length - 1]?.name;
  return task.writes_freely ? steps.filter(({ part }) => part === last) : steps;
}

/**
 * @param {Task} task
 * @param {Attempt} attempt
 * @returns {Node[]}
 */
export function drawAnswer(task, attempt) {
  const { vocabulary, text, ended } = attempt;
  const steps = answering(task, attempt);
  const words = task.writes_freely ? `${text === "" ? "nothing" : text}${ended || attempt.teacher_forcing ? "" : " …"}` : text;
  const verdict = h(
    "p",
    { class: "task-verdict" },
    task.writes_freely ? (attempt.teacher_forcing ? "at each place it says " : "it writes ") : task.name === "sentiment" || task.name === "remembering" ? "it says " : "after the last one it expects ",
    h("b", {}, visible(words)),
    task.writes_freely && !ended && !attempt.teacher_forcing ? h("span", { class: "hint" }, " and does not come to an end") : null,
  );
  return task.name === "sentiment" ? [verdict, course(steps, vocabulary)] : [verdict, tiles(steps, vocabulary)];
}

/**
 * @param {AttemptStep[]} steps
 * @param {string[]} vocabulary
 */
function tiles(steps, vocabulary) {
  return h(
    "ol",
    { class: "task-steps" },
    ...steps.map(({ t, input, known, output, probs }) =>
      h(
        "li",
        { title: `t = ${t}: ${visible(output)} has probability ${fixed(probs[vocabulary.indexOf(output)], 4)}` },
        h("span", { class: known ? "read" : "read unknown" }, visible(input), known ? "" : " = UNK"),
        h("span", { class: "arrow", "aria-hidden": "true" }, "→"),
        h("b", {}, visible(output)),
        h("span", { class: "probability" }, probability(probs[vocabulary.indexOf(output)])),
      ),
    ),
  );
}

/**
 * The probability of each label over the words.
 *
 * @param {AttemptStep[]} steps
 * @param {string[]} vocabulary
 */
function course(steps, vocabulary) {
  const { left, widest, narrowest, room, top, height } = CHART;
  const step = Math.min(widest, Math.max(narrowest, room / Math.max(1, steps.length)));
  const width = left + steps.length * step + 66;
  /** @param {number} place */
  const x = (place) => left + (place + 0.5) * step;
  /** @param {number | null} probability */
  const y = (probability) => top + (1 - (probability ?? 0)) * height;
  const lines = vocabulary.map((label, id) => {
    const points = steps.map(({ probs }, place) => `${x(place)},${y(probs[id])}`);
    const last = steps[steps.length - 1];
    return svg(
      "g",
      { class: `task-course label-${id}` },
      svg("polyline", { points: points.join(" ") }),
      ...steps.map(({ probs }, place) =>
        svg("circle", { cx: x(place), cy: y(probs[id]), r: 3.5 }, svg("title", {}, `${label}: ${fixed(probs[id], 4)}`)),
      ),
      last === undefined ? null : svg("text", { x: x(steps.length - 1) + 9, y: y(last.probs[id]) + 4 }, label),
    );
  });
  const marks = [0, 0.5, 1].map((mark) =>
    svg(
      "g",
      { class: "task-course-mark" },
      svg("path", { d: `M ${left} ${y(mark)} H ${left + steps.length * step}` }),
      svg("text", { x: left - 6, y: y(mark) + 4 }, mark === 0.5 ? "½" : String(mark)),
    ),
  );
  const words = steps.map(({ input, known }, place) =>
    svg("text", { class: known ? "task-course-word" : "task-course-word unknown", x: x(place), y: top + height + 20 }, known ? visible(input) : `${visible(input)} (UNK)`),
  );
  const told = steps.map(({ input, probs }) => `${input}: ${vocabulary.map((label, id) => `${label} ${fixed(probs[id], 2)}`).join(", ")}`);
  return h(
    "div",
    { class: "task-course-box scrolls", tabindex: "0", role: "group", "aria-label": "The verdict after each word" },
    svg("svg", { width, height: top + height + 30, role: "img", "aria-label": told.join("; ") }, ...marks, ...lines, ...words),
  );
}
