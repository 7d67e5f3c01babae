/** The readings: iteration (also the field to go to one), loss with its change, the spelling. */

import { find, flash, h, on, setText } from "../lib/dom";
import { cellName, counted, exact, loss, lossChange, optimizerName, quoted, setting, visible } from "../model/format";
import { hasWords } from "../model/parts";
import { letters } from "../model/spelling";
import type { Configuration, Run, Trace } from "../model/types";

const LONGEST = 12;
const LONGEST_LINE = 18;

/** @returns `“hello” · tanh RNN · 6 hidden units · Adagrad, η = 0.1 · seed 7` */
export function summary(run: Run): string {
  const { configuration, hyperparameters } = run;
  const clip = hyperparameters.clip_norm;
  return [
    subject(configuration),
    cellName(configuration.cell),
    counted(configuration.hidden_size, "hidden unit"),
    `${optimizerName(hyperparameters.optimizer)}, η = ${setting(hyperparameters.learning_rate)}`,
    clip === null ? "no clipping" : `clipped to norm ${setting(clip)}`,
    `seed ${configuration.seed}`,
  ].join(" · ");
}

const TITLES = new Map([
  ["counting", "counting"],
  ["sentiment", "sentiment"],
  ["captioning", "captioning"],
  ["translation", "translation"],
  ["remembering", "remembering"],
]);

function subject({ task, text, distance, examples, sharing }: Configuration) {
  const what = TITLES.get(task) ?? quoted(text, 24);
  const far = task === "remembering" && examples === null ? ` over ${distance}` : "";
  const own = examples === null ? "" : `, ${counted(examples.length, "own example")}`;
  return `${what}${far}${own}${sharing === "all" ? "" : " · unshared weights"}`;
}

/** `“hell” → “ello” ✓`; where there are several examples, what is read on a line of its own. */
export function spelledSentence(trace: Trace): (Node | string)[] {
  const spelled = letters(trace);
  const right = spelled.every((letter) => letter.right);
  const between = hasWords(trace) ? " " : "";
  const many = (trace.example?.count ?? 1) > 1;
  let room = many ? LONGEST_LINE : LONGEST;
  const fitting = spelled.filter((letter) => {
    room -= (letter.predicted ?? "?").length + between.length;
    return room >= 0;
  });
  const written = [
    "“",
    h(
      "b",
      {},
      ...fitting.map((letter, i) =>
        h(
          "span",
          { class: letter.right ? "right" : "wrong" },
          i === 0 ? "" : between,
          letter.predicted === null ? "?" : letter.predicted === " " ? " " : visible(letter.predicted),
        ),
      ),
    ),
    `${spelled.length > fitting.length ? "…" : ""}” `,
    h(
      "span",
      { class: right ? "mark right" : "mark wrong", role: "img", "aria-label": right ? "all right" : "not yet" },
      right ? "✓" : "✗",
    ),
  ];
  if (many) {
    return [
      h("span", { class: "line" }, quoted(exampleInWords(trace), LONGEST_LINE)),
      h("span", { class: "line" }, "→ ", ...written),
    ];
  }
  return [`${quoted(spelled.map((letter) => letter.input).join(between), LONGEST)} → `, ...written];
}

/** @param trace what is read, in words; a picture is no text */
function exampleInWords({ example }: Trace) {
  return example.image === null ? example.source : "the picture";
}

/** @param trace which of the examples this iteration is about */
function exampleTitle({ example }: Trace) {
  return example.count === 1
    ? ""
    : `This iteration is about example ${example.index + 1} of ${example.count}: each iteration is about one of them.`;
}

/**
 * @param actions.explain what was wrong with the number
 * @param furthest the largest iteration there can be
 */
export function createStatus(
  root: HTMLElement,
  {
    goTo,
    explain,
  }: {
    goTo: (iteration: number) => void;
    /** what was wrong with the number */
    explain: (text: string) => void;
  },
  furthest: number,
) {
  const form = find(root, "#goto-form", HTMLFormElement);
  const field = find(form, "#goto", HTMLInputElement);
  const lossOutput = find(root, "#loss", HTMLOutputElement);
  const delta = find(root, "#loss-delta", HTMLElement);
  const sentence = find(root, "#sentence", HTMLElement);
  let shown = 0;

  on(form, "submit", (event) => {
    event.preventDefault();
    const text = field.value.trim().replaceAll(",", "");
    if (!/^\d+$/.test(text) || Number(text) > furthest) {
      explain(`Enter an iteration from 0 to ${furthest.toLocaleString("en")}.`);
      field.value = String(shown);
      field.select();
      return;
    }
    goTo(Number(text));
    field.blur();
  });
  on(field, "focus", () => field.select());
  on(field, "blur", () => {
    field.value = String(shown);
  });

  return {
    focus: () => field.focus(),

    update(trace: Trace, previous: Trace | null) {
      shown = trace.iteration;
      if (document.activeElement !== field) {
        field.value = String(trace.iteration);
      }
      lossOutput.title = `${exact(trace.loss)}, the sum over ${counted(trace.steps.length, "timestep")}`;
      if (setText(lossOutput, loss(trace.loss)) && previous !== null) {
        flash(lossOutput);
      }
      const change = previous === null ? "" : lossChange(previous.loss, trace.loss);
      setText(delta, change);
      delta.dataset.direction = change.startsWith("▼") ? "down" : "up";
      delta.title = previous === null ? "" : `loss ${loss(previous.loss)} at iteration ${previous.iteration}`;

      sentence.replaceChildren(...spelledSentence(trace));
      sentence.title = exampleTitle(trace);
    },
  };
}
