/** What the network made of an input, token by token. */

import { h, svg } from "../../lib/dom";
import { fixed, visible } from "../../model/format";
import type { Attempt, Task } from "../../model/types";
import { probability } from "../network/text";

export type AttemptStep = Attempt["steps"][number];

const CHART = { left: 34, widest: 74, narrowest: 44, room: 500, top: 8, height: 92 };
const LONGEST_WORD = 12;
const CHARACTER = 7;
const LINE = 14;

/** The steps that belong to the answer: all that are read, or what is written. */
export function answering(task: Task, { steps }: Attempt) {
  const last = task.parts[task.parts.length - 1]?.name;
  return task.writes_freely ? steps.filter(({ part }) => part === last) : steps;
}

/**
 * What the network does not know, and what became of it, in a sentence.
 *
 * @returns empty where it knows everything
 */
export function unknownInWords({ steps }: Attempt): string {
  const unknown = steps.filter(({ known }) => !known);
  const [first] = unknown;
  if (first === undefined) {
    return "";
  }
  const words = [...new Set(unknown.map(({ input }) => `“${visible(input)}”`))];
  const list = words.length === 1 ? words[0] : `${words.slice(0, -1).join(", ")} and ${words[words.length - 1]}`;
  const all = unknown.length === steps.filter(({ part }) => part === first.part).length;
  return (
    `${list} ${words.length === 1 ? "is" : "are"} not in its vocabulary. It read ${first.read} instead, a token that no training example has` +
    (all ? ": it knows nothing of what was written." : ".")
  );
}

export function drawAnswer(task: Task, attempt: Attempt): Node[] {
  const unknown = unknownInWords(attempt);
  return [
    ...heard(task, attempt),
    ...said(task, attempt),
    ...(unknown === "" ? [] : [h("p", { class: "task-unknown" }, unknown)]),
  ];
}

/** What was read before the answer begins, where that is shown nowhere else. */
function heard(task: Task, attempt: Attempt) {
  const answer = new Set(answering(task, attempt));
  const before = attempt.steps.filter((step) => !answer.has(step));
  return before.length === 0
    ? []
    : [h("p", { class: "task-heard" }, "it reads ", ...before.flatMap((step) => [...asRead(step), " "]))];
}

/** A token as it was read; one that is not known is struck out, with what was read instead. */
function asRead({ input, known, read }: Pick<AttemptStep, "input" | "known" | "read">): Node[] {
  return known
    ? [h("span", { class: "read" }, visible(input))]
    : [
        h("s", { class: "read unknown" }, visible(input)),
        h("span", { class: "visually-hidden" }, " is not known, read is "),
        h("span", { class: "read instead" }, read),
      ];
}

function said(task: Task, attempt: Attempt): Node[] {
  const { vocabulary, text, ended } = attempt;
  const steps = answering(task, attempt);
  const words = task.writes_freely
    ? `${text === "" ? "nothing" : text}${ended || attempt.teacher_forcing ? "" : " …"}`
    : text;
  const verdict = h(
    "p",
    { class: "task-verdict" },
    task.writes_freely
      ? attempt.teacher_forcing
        ? "at each place it says "
        : "it writes "
      : task.name === "sentiment" || task.name === "remembering"
        ? "it says "
        : "after the last one it expects ",
    h("b", {}, visible(words)),
    task.writes_freely && !ended && !attempt.teacher_forcing
      ? h("span", { class: "hint" }, " and does not come to an end")
      : null,
  );
  return task.name === "sentiment" ? [verdict, course(steps, vocabulary)] : [verdict, tiles(steps, vocabulary)];
}

function tiles(steps: AttemptStep[], vocabulary: string[]) {
  return h(
    "ol",
    { class: "task-steps" },
    ...steps.map(({ t, input, known, read, output, probs }) =>
      h(
        "li",
        { title: `t = ${t}: ${visible(output)} has probability ${fixed(probs[vocabulary.indexOf(output)], 4)}` },
        ...asRead({ input, known, read }),
        h("span", { class: "arrow", "aria-hidden": "true" }, "→"),
        h("b", {}, visible(output)),
        h("span", { class: "probability" }, probability(probs[vocabulary.indexOf(output)])),
      ),
    ),
  );
}

/** Heights for one line of text each: as they are, or pushed apart where they would overlap. */
export function apart(wanted: number[]): number[] {
  const heights = [...wanted];
  const order = heights.map((_, place) => place).sort((one, other) => wanted[one] - wanted[other]);
  order.slice(1).forEach((place, before) => {
    heights[place] = Math.max(heights[place], heights[order[before]] + LINE);
  });
  const [first] = order;
  // Two that meet give way alike.
  const shift = order.length === 2 && first !== undefined ? (heights[order[1]] - wanted[order[1]]) / 2 : 0;
  return heights.map((height) => height - shift);
}

/** @param word as far as it fits below its place */
function short(word: string) {
  const characters = Array.from(visible(word));
  return characters.length <= LONGEST_WORD ? characters.join("") : `${characters.slice(0, LONGEST_WORD - 1).join("")}…`;
}

/** The probability of each label over the words. */
function course(steps: AttemptStep[], vocabulary: string[]) {
  const { left, widest, narrowest, room, top, height } = CHART;
  const longest = Math.max(0, ...steps.map(({ input }) => Array.from(short(input)).length));
  const step = Math.max(
    CHARACTER * (longest + 1),
    Math.min(widest, Math.max(narrowest, room / Math.max(1, steps.length))),
  );
  const width = left + steps.length * step + 66;
  const x = (place: number) => left + (place + 0.5) * step;
  const y = (probability: number | null) => top + (1 - (probability ?? 0)) * height;
  const heights = apart(vocabulary.map((_, id) => y(steps[steps.length - 1]?.probs[id] ?? null)));
  const lines = vocabulary.map((label, id) => {
    const points = steps.map(({ probs }, place) => `${x(place)},${y(probs[id])}`);
    return svg(
      "g",
      { class: `task-course label-${id}` },
      svg("polyline", { points: points.join(" ") }),
      ...steps.map(({ probs }, place) =>
        svg("circle", { cx: x(place), cy: y(probs[id]), r: 3.5 }, svg("title", {}, `${label}: ${fixed(probs[id], 4)}`)),
      ),
      svg("text", { x: x(steps.length - 1) + 9, y: heights[id] + 4 }, label),
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
  const words = steps.map(({ input, known, read }, place) =>
    svg(
      "text",
      { class: "task-course-word", x: x(place), y: top + height + 20 },
      svg("title", {}, input),
      svg("tspan", known ? {} : { class: "unknown" }, short(input)),
      known ? null : svg("tspan", { class: "instead", x: x(place), dy: 15 }, read),
    ),
  );
  const told = steps.map(
    ({ input, known, read, probs }) =>
      `${input}${known ? "" : `, not known, read as ${read}`}: ${vocabulary.map((label, id) => `${label} ${fixed(probs[id], 2)}`).join(", ")}`,
  );
  return h(
    "div",
    { class: "task-course-box scrolls", tabindex: "0", role: "group", "aria-label": "The verdict after each word" },
    svg(
      "svg",
      {
        width,
        height: top + height + (steps.every(({ known }) => known) ? 30 : 45),
        role: "img",
        "aria-label": told.join("; "),
      },
      ...marks,
      ...lines,
      ...words,
    ),
  );
}
