/** A question on the screens: the teacher sees answers come in, a pupil answers. */

import { useState } from "preact/hooks";
import { say } from "../../lib/messages";
import { answersTo, optionText, questionText } from "../../model/classroom";
import { reading } from "../../model/notation";
import type { Class, Question } from "../../model/types";
import { Small } from "../button";
import { Guesses, Outcome } from "./guesses";

export function TeachersQuestion({
  question,
  pupils,
  onReveal,
  onPutAway,
}: {
  question: Question;
  /** how many have joined */
  pupils: number;
  onReveal: () => void;
  onPutAway: () => void;
}) {
  // On a projector the class would see what most of it thinks.
  const [isPeeking, peek] = useState(false);
  const count = answersTo(question);
  const hasGuesses = question.revealed || isPeeking;
  return (
    <section class={`class-question${hasGuesses ? " has-guesses" : ""}`} aria-labelledby="question-title">
      <div class="class-asked">
        <h2 id="question-title">{questionText(question)}</h2>
        <p role="status">{say("answers-count", { count, pupils })}</p>
        <Outcome question={question} />
        <p class="class-actions">
          {!question.revealed && (
            <>
              <button type="button" class="button primary" id="reveal" onClick={onReveal}>
                {question.kind === "choice" ? say("reveal-choice") : say("reveal")}
              </button>
              <button
                type="button"
                class="button"
                id="peek"
                aria-pressed={isPeeking}
                title={say("peek-title")}
                onClick={() => peek(!isPeeking)}
              >
                {say("peek", { shown: isPeeking ? "yes" : "no" })}
              </button>
            </>
          )}
          <button type="button" class="button" id="put-away" onClick={onPutAway}>
            {say("put-away")}
          </button>
        </p>
      </div>
      {hasGuesses && (
        <div>
          <Guesses question={question} />
        </div>
      )}
    </section>
  );
}

export function PupilsQuestion({
  question,
  answer,
  onAnswer,
}: {
  question: Question;
  answer: NonNullable<Class["answer"]> | null;
  onAnswer: (value: string | number) => void;
}) {
  return (
    <section class="class-question" aria-labelledby="question-title">
      <h2 id="question-title">{questionText(question)}</h2>
      {question.revealed ? (
        <>
          <Guesses question={question} />
          <Outcome question={question} />
          <p>{answer === null ? say("no-answer") : say("your-answer-was", { answer: told(question, answer) })}</p>
        </>
      ) : (
        <>
          {question.options === null ? (
            <NumberField key={question.number} answer={answer} onAnswer={onAnswer} />
          ) : (
            <div class="answer-options" role="group" aria-labelledby="question-title">
              {question.options.map((option) => (
                <button
                  key={option}
                  type="button"
                  class="answer-option"
                  aria-pressed={answer === option}
                  onClick={() => onAnswer(option)}
                >
                  {optionText(question.kind, option)}
                </button>
              ))}
            </div>
          )}
          <p class="hint" role="status">
            {answer === null
              ? say("answer-hint", { kind: question.options === null ? "number" : "choice" })
              : say("your-answer", { answer: told(question, answer) })}
          </p>
        </>
      )}
    </section>
  );
}

const told = ({ kind }: Question, answer: string | number) =>
  typeof answer === "number" ? reading(answer) : optionText(kind, answer);

/** What people type: with a comma too, and with the minus of typesetters. */
function readNumber(text: string): number | null {
  const plain = text.trim().replace("−", "-").replace(",", ".");
  const value = Number(plain);
  return plain === "" || !Number.isFinite(value) ? null : value;
}

function NumberField({ answer, onAnswer }: { answer: string | number | null; onAnswer: (value: number) => void }) {
  const [isWrong, setWrong] = useState(false);
  return (
    <form
      class="answer-number"
      onSubmit={(event) => {
        event.preventDefault();
        const field = event.currentTarget.elements.namedItem("answer") as HTMLInputElement;
        const value = readNumber(field.value);
        setWrong(value === null);
        if (value !== null) {
          onAnswer(value);
        }
      }}
    >
      <label for="answer">{say("answer-number")}</label>
      <input
        id="answer"
        name="answer"
        inputMode="text"
        autocomplete="off"
        defaultValue={answer === null ? "" : String(answer)}
        aria-invalid={isWrong ? "true" : undefined}
        aria-describedby={isWrong ? "answer-wrong" : undefined}
      />
      <button type="submit" class="button primary">
        {say("answer-send")}
      </button>
      {isWrong && (
        <p id="answer-wrong" class="class-failure" role="alert">
          {say("answer-wrong")}
        </p>
      )}
    </form>
  );
}

/** What went wrong, with a way to take note of it. */
export function Failure({ text, onDismiss }: { text: string | null; onDismiss: () => void }) {
  return text === null ? null : (
    <p class="class-failure" role="alert">
      {text} <Small onClick={onDismiss}>{say("class-dismiss")}</Small>
    </p>
  );
}
