/** The prediction: committed before anything is revealed, and shown again on what was measured. */

import { say } from "../../lib/messages";
import { spoken, visible } from "../../model/format";
import type { Measured, Scene } from "../../model/lesson";
import { answerOf, told, typedNumber } from "../../model/lesson";
import { numberLine } from "../../model/number-line";
import { Coloured } from "../phases";

interface GuessProps {
  scene: Scene;
  guess: string;
  /** the tokens there are */
  tokens: readonly string[];
  /** null as long as nothing is revealed */
  measured: Measured | null;
  isLocked: boolean;
  onGuess: (guess: string) => void;
}

interface Option {
  value: string;
  label: string;
  spoken?: string;
}

const SIGNS = ["rises", "falls", "same"];

function optionsOf({ predict }: Scene, tokens: readonly string[]): Option[] {
  switch (predict.kind) {
    case "choice":
      return Object.entries(predict.options).map(([value, label]) => ({ value, label }));
    case "token":
      return tokens.map((token) => ({ value: token, label: visible(token), spoken: spoken(token) }));
    case "sign":
      return SIGNS.map((value) => ({ value, label: say(`lesson-${value}`) }));
    default:
      return [];
  }
}

export function Guess(props: GuessProps) {
  const { scene, tokens } = props;
  return (
    <fieldset class="guess" disabled={props.isLocked} data-kind={scene.predict.kind}>
      <legend>
        <Coloured text={scene.predict.ask} />
      </legend>
      {scene.predict.kind === "number" ? (
        <Typed {...props} />
      ) : (
        <Options {...props} options={optionsOf(scene, tokens)} />
      )}
    </fieldset>
  );
}

function Options({ scene, guess, measured, options, onGuess }: GuessProps & { options: Option[] }) {
  const answer = measured === null ? null : answerOf(scene, measured);
  return (
    <div class="guess-options">
      {options.map(({ value, label, spoken: aloud }) => (
        <label
          key={value}
          class="guess-option"
          data-guessed={guess === value ? "" : undefined}
          data-answer={answer === value ? "" : undefined}
        >
          <input
            type="radio"
            name={`guess-${scene.id}`}
            value={value}
            checked={guess === value}
            aria-label={aloud}
            onChange={() => onGuess(value)}
          />
          <span class="guess-label">
            <Coloured text={label} />
          </span>
          {answer !== null && guess === value && <span class="guess-tag">{say(yoursOf(scene))}</span>}
          {answer === value && <span class="guess-tag guess-tag-found">{say("lesson-found")}</span>}
        </label>
      ))}
    </div>
  );
}

function Typed({ scene, guess, measured, onGuess }: GuessProps) {
  return (
    <>
      <input
        class="guess-number"
        type="text"
        inputMode="decimal"
        autocomplete="off"
        aria-label={scene.predict.ask}
        value={guess}
        onInput={({ currentTarget }) => onGuess(currentTarget.value)}
      />
      {measured !== null && <NumberLine scene={scene} guess={guess} found={answerOf(scene, measured)} />}
    </>
  );
}

const yoursOf = ({ figure }: Scene) => (figure === null ? "lesson-your-answer" : "lesson-yours");

/** The guess and what was measured on one line; only its ends and 0 are written. */
function NumberLine({ scene, guess, found }: { scene: Scene; guess: string; found: string }) {
  const [mine, measured] = [typedNumber(guess) ?? 0, Number(found)];
  const { low, high, ticks } = numberLine([mine, measured]);
  const at = (value: number) => `${((100 * (value - low)) / (high - low)).toFixed(1)}%`;
  const [yours, is] = [told(mine), told(measured)];
  return (
    <div class="number-line" role="img" aria-label={say("lesson-number-line", { yours, found: is })}>
      {ticks.map((tick) => (
        <span key={tick} class="number-tick" style={{ left: at(tick) }}>
          {[low, 0, high].includes(tick) ? told(tick) : ""}
        </span>
      ))}
      <span class="number-mark" style={{ left: at(mine) }}>
        {say(yoursOf(scene))} {yours}
      </span>
      <span class="number-mark number-found" style={{ left: at(measured) }}>
        {say("lesson-found")} {is}
      </span>
    </div>
  );
}
