/** What the network made of an input, token by token. */

import { Legible } from "../../lib/legible";
import { listed, quotation, Say, say } from "../../lib/messages";
import { fixed, visible } from "../../model/format";
import { probability } from "../../model/network/numbers";
import type { Attempt, Task } from "../../model/types";
import { Course } from "./course";

export type AttemptStep = Attempt["steps"][number];

/** The steps that belong to the answer: all that are read, or what is written. */
export function answering(task: Task, { steps }: Attempt) {
  const last = task.parts.at(-1)?.name;
  return task.writes_freely ? steps.filter(({ part }) => part === last) : steps;
}

/** What the network does not know, and what it read instead; empty where it knows everything. */
export function unknownInWords({ steps }: Attempt): string {
  const unknown = steps.filter(({ known }) => !known);
  const [first] = unknown;
  if (first === undefined) {
    return "";
  }
  const words = [...new Set(unknown.map(({ input }) => quotation(visible(input))))];
  const last = words.at(-1) ?? "";
  return say("task-unknown", {
    words: words.length === 1 ? last : say("task-words-and", { words: listed(words.slice(0, -1)), last }),
    count: words.length,
    read: first.read,
    extent: unknown.length === steps.filter(({ part }) => part === first.part).length ? "all" : "some",
  });
}

/** How the answer is introduced. */
function kindOfAnswer({ name, writes_freely }: Task, { teacher_forcing }: Attempt) {
  if (writes_freely) {
    return teacher_forcing ? "forced" : "free";
  }
  return name === "sentiment" || name === "remembering" ? "label" : "next";
}

/** @param width all that there is, where it is less than usual */
export function Answer({ task, attempt, width }: { task: Task; attempt: Attempt; width?: number | undefined }) {
  const steps = answering(task, attempt);
  const before = attempt.steps.filter((step) => !steps.includes(step));
  const unknown = unknownInWords(attempt);
  const kind = kindOfAnswer(task, attempt);
  const goesOn = kind === "free" && !attempt.ended;
  const text = task.writes_freely && attempt.text === "" ? say("task-answer-nothing") : visible(attempt.text);
  return (
    <>
      {before.length > 0 && (
        <p class="task-heard">
          {say("task-heard")}{" "}
          {before.map((step) => (
            <>
              <AsRead {...step} />{" "}
            </>
          ))}
        </p>
      )}
      <p class="task-verdict">
        <Say id={`task-answer-${kind}`} slots={{ answer: <b>{goesOn ? `${text} …` : text}</b> }} />
        {goesOn && <span class="hint"> {say("task-answer-endless", { count: steps.length })}</span>}
      </p>
      {task.name === "sentiment" ? (
        <Course steps={steps} vocabulary={attempt.vocabulary} width={width} />
      ) : (
        <Tiles steps={steps} vocabulary={attempt.vocabulary} />
      )}
      {unknown !== "" && (
        <p class="task-unknown">
          <Legible text={unknown} />
        </p>
      )}
    </>
  );
}

/** A token as it was read; one that is not known is struck out, with what was read instead. */
function AsRead({ input, known, read }: AttemptStep) {
  return known ? (
    <span class="read">{visible(input)}</span>
  ) : (
    <>
      <s class="read unknown">{visible(input)}</s>
      <span class="visually-hidden"> {say("task-read-instead")} </span>
      <span class="read instead">{read}</span>
    </>
  );
}

function Tiles({ steps, vocabulary }: { steps: AttemptStep[]; vocabulary: string[] }) {
  return (
    <ol class="task-steps">
      {steps.map((step, place) => {
        const { t, output, probs } = step;
        const p = probs[vocabulary.indexOf(output)] ?? null;
        return (
          <li key={place} title={say("task-step", { t, output: visible(output), probability: fixed(p, 4) })}>
            <AsRead {...step} />
            <span class="arrow" aria-hidden="true">
              →
            </span>
            <b>{visible(output)}</b>
            <span class="probability">{probability(p)}</span>
          </li>
        );
      })}
    </ol>
  );
}
