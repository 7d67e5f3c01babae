/** Guesses, and what came of them: a bar for each option, or heaps along an axis of numbers. */

import { Legible } from "../../lib/legible";
import { say } from "../../lib/messages";
import { answersTo, heapsOf, rowsOf } from "../../model/classroom";
import { reading } from "../../model/notation";
import type { Question } from "../../model/types";

const WIDTH = 480;
const HEIGHT = 120;
const FLOOR = 96;

/** So that what stands at a place of the axis is not cut off. */
const anchorAt = (place: number) => (place < 0.2 ? "start" : place > 0.8 ? "end" : "middle");

export function Guesses({ question }: { question: Question }) {
  return question.options === null ? <Numbers question={question} /> : <Options question={question} />;
}

function Options({ question }: { question: Question }) {
  const rows = rowsOf(question);
  const hasProbabilities = rows.some(({ probability }) => probability !== null);
  return (
    <>
      <ul class="guesses" aria-label={say("guesses")}>
        {rows.map(({ option, text, count, share, isTrue, probability }) => (
          <li key={option} class={isTrue ? "is-true" : ""}>
            <span class="guess-name">
              {isTrue && <span aria-hidden="true">✓ </span>}
              {text}
              {isTrue && <span class="visually-hidden"> {say("guess-true")}</span>}
            </span>
            <span class="guess-track" aria-hidden="true">
              <span class="guess-bar" style={{ width: `${100 * share}%` }} />
              {probability !== null && <span class="guess-mark" style={{ left: `${100 * probability}%` }} />}
            </span>
            <span class="guess-count">
              {say("guess-count", { count })}
              {probability !== null && <small>{say("guess-probability", { p: reading(probability, true) })}</small>}
            </span>
          </li>
        ))}
      </ul>
      {hasProbabilities && <p class="hint">{say("guess-mark")}</p>}
    </>
  );
}

function Numbers({ question }: { question: Question }) {
  const drawn = heapsOf(question);
  if (drawn === null) {
    return <p class="hint">{say("guesses-none")}</p>;
  }
  const { heaps, most, truth, ends } = drawn;
  const value = question.outcome?.truth;
  const [least, greatest = least] = ends.map((end) => reading(end.value));
  const told =
    least === undefined || greatest === undefined
      ? say("guesses-none")
      : say("guesses-numbers", { count: answersTo(question), low: least, high: greatest });
  return (
    <svg class="heaps" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={told}>
      {heaps.map(({ from, to, count }) => {
        const height = (count / most) * (FLOOR - 24);
        return (
          <g key={from}>
            <rect
              class="heap"
              x={from * WIDTH + 1}
              y={FLOOR - height}
              width={(to - from) * WIDTH - 2}
              height={height}
            />
            {count > 0 && (
              <text class="heap-count" x={((from + to) / 2) * WIDTH} y={FLOOR - 5} text-anchor="middle">
                {say("guess-count", { count })}
              </text>
            )}
          </g>
        );
      })}
      <line class="heap-axis" x1="0" x2={WIDTH} y1={FLOOR} y2={FLOOR} />
      {ends.map((end) => (
        <text key={end.value} x={end.at * WIDTH} y={FLOOR + 18} text-anchor={anchorAt(end.at)}>
          {reading(end.value)}
        </text>
      ))}
      {truth !== null && typeof value === "number" && (
        <>
          <line class="heap-truth" x1={truth * WIDTH} x2={truth * WIDTH} y1="18" y2={FLOOR} />
          <text class="heap-value" x={truth * WIDTH} y="13" text-anchor={anchorAt(truth)}>
            {reading(value)}
          </text>
        </>
      )}
    </svg>
  );
}

/** What the core measured, in a sentence. */
export function Outcome({ question }: { question: Question }) {
  const { kind, outcome, target, iteration } = question;
  if (outcome === null || kind === "choice") {
    return null;
  }
  if (outcome.diverged === true) {
    return <p class="outcome">{say("outcome-diverged", { iteration: target })}</p>;
  }
  const text =
    kind === "loss"
      ? say("outcome-loss", {
          before: reading(outcome.before, true),
          after: reading(outcome.after, true),
          from: iteration,
          to: target,
        })
      : kind === "letter"
        ? say("outcome-letter", { letter: String(outcome.truth), iteration: target })
        : say("outcome-number", { value: reading(outcome.value), iteration: target });
  return (
    <p class="outcome">
      <Legible text={text} />
    </p>
  );
}
