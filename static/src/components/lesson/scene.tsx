/** A scene: guess, do, see. What it shows is played by its stage (`client/lesson`). */

import { useRef } from "preact/hooks";

import type { Stage } from "../../client/lesson";
import { useKeptFocus } from "../../lib/focus";
import { Legible } from "../../lib/legible";
import { say } from "../../lib/messages";
import type { Measured, Scene as Played } from "../../model/lesson";
import { isRight, typedNumber, verdictOf } from "../../model/lesson";
import { Coloured } from "../phases";
import { FIGURES } from "./figures";
import { Guess } from "./guess";
import type { Setting } from "./setting";

interface SceneProps {
  stage: Stage;
  setting: Setting;
  /** the workbench at what is shown; null before there is anything */
  tryAddress: string | null;
  onGuess: (guess: string) => void;
}

export function Scene({ stage, setting, tryAddress, onGuess }: SceneProps) {
  const root = useRef<HTMLDivElement>(null);
  const { scene } = stage;
  const [step, guess, view] = [stage.step.value, stage.guess.value, stage.view.value];
  const measured = stage.measured.value;
  const Figure = scene.figure === null ? undefined : FIGURES[scene.figure.name];
  // What was pressed cannot be pressed again: the focus waits here, and goes to the verdict.
  useKeptFocus(
    root,
    step,
    (within) => within.querySelector<HTMLElement>("[data-first], .verdict, .guess input:not(:disabled)") ?? within,
  );
  return (
    <div class={scene.figure === null ? "scene is-check" : "scene"} data-step={step} tabIndex={-1} ref={root}>
      {scene.figure === null && <p class="check-mark">{say("lesson-check")}</p>}
      {Figure !== undefined && scene.figure !== null && (
        <div
          class="scene-figure"
          data-figure={scene.figure.name}
          aria-busy={view.trace === null && stage.failure.value === null}
        >
          <Figure
            figure={scene.figure}
            view={view}
            guess={guess}
            setting={setting}
            moved={stage.moved.value}
            configuration={scene.after.configuration}
            onMove={(name, value) => void stage.move(name, value)}
            onExplain={(address) => void stage.explain(address)}
          />
        </div>
      )}
      <form
        class="scene-talk"
        onSubmit={(event) => {
          event.preventDefault();
          void stage.act();
        }}
      >
        <Guess
          scene={scene}
          guess={guess}
          tokens={view.trace?.vocabulary ?? []}
          measured={measured}
          isLocked={step !== "asking"}
          onGuess={onGuess}
        />
        {step === "by-hand" ? (
          <ByHand stage={stage} />
        ) : (
          step !== "seen" && (
            <p class="scene-act">
              <button type="submit" class="button primary" disabled={step !== "asking" || !isGuessed(scene, guess)}>
                <Coloured text={scene.label || say("lesson-answer")} />
              </button>
              {step === "asking" && !isGuessed(scene, guess) && <span class="hint">{say("lesson-guess-first")}</span>}
              {stage.carriedOut.value !== null && <CarryingOut stage={stage} />}
            </p>
          )
        )}
        {/* It is there before anything is said, so that it is read aloud. */}
        <div class="verdict-place" role="status">
          {measured !== null && step === "seen" && <Verdict scene={scene} guess={guess} measured={measured} />}
        </div>
        {stage.failure.value !== null && (
          <p class="scene-failure" role="alert">
            {stage.failure.value.message}{" "}
            <button type="button" class="button" onClick={() => void stage.again()}>
              {say("lesson-again")}
            </button>
          </p>
        )}
        {step === "seen" && (
          <p class="scene-foot">
            {tryAddress !== null && scene.figure !== null && <a href={tryAddress}>{say("lesson-try")}</a>}
            <button type="button" class="link-button" onClick={() => void stage.reset()}>
              {say("lesson-repeat")}
            </button>
          </p>
        )}
      </form>
    </div>
  );
}

/** How far an experiment is, how long it will still take, and a way out. */
function CarryingOut({ stage }: { stage: Stage }) {
  const seconds = stage.remaining.value;
  return (
    <>
      <progress value={stage.carriedOut.value ?? 0} aria-label={say("lesson-carried-out")} />
      <button type="button" class="button small" data-stop onClick={() => stage.stop()}>
        {say("lesson-stop")}
      </button>
      {seconds !== null && <span class="hint scene-remaining">{say("lesson-remaining", { seconds })}</span>}
    </>
  );
}

const isGuessed = ({ predict }: Played, guess: string) =>
  predict.kind === "number" ? typedNumber(guess) !== null : guess !== "";

function Verdict({ scene, guess, measured }: { scene: Played; guess: string; measured: Measured }) {
  const right = isRight(scene, guess, measured);
  return (
    <p class="verdict" tabIndex={-1} data-right={right ? "" : undefined} data-outcome={measured.outcome}>
      <b class="verdict-head">{say(headOf(scene, right))}</b>{" "}
      {verdictOf(scene, measured).map(({ text, isMeasured }) =>
        isMeasured ? (
          <strong class="measured">
            <Legible text={text} />
          </strong>
        ) : (
          <Coloured text={text} />
        ),
      )}
    </p>
  );
}

/** A prediction is a guess, which may be wrong; an answer to a check is right or not. */
const headOf = ({ figure }: Played, right: boolean) =>
  figure === null ? (right ? "lesson-correct" : "lesson-wrong") : right ? "lesson-as-guessed" : "lesson-not-as-guessed";

/** The reader chooses what is computed next. */
function ByHand({ stage }: { stage: Stage }) {
  const { by_hand, unready } = stage.scene;
  const first = stage.unready.value;
  return (
    <div class="by-hand">
      <p id={`by-hand-${stage.scene.id}`}>{say(stage.scene.action === "merge" ? "lesson-merging" : "lesson-next")}</p>
      <div class="by-hand-choices" role="group" aria-labelledby={`by-hand-${stage.scene.id}`}>
        {Object.entries(by_hand ?? {}).map(([kind, label], place) => (
          <button
            key={kind}
            type="button"
            class="button"
            data-kind={kind}
            data-first={place === 0 ? "" : undefined}
            onClick={() => void stage.choose(kind)}
          >
            {label}
          </button>
        ))}
      </div>
      <p class="hint" role="status">
        {first === "passed" || first === "last"
          ? say(first === "passed" ? "lesson-passed-on" : "lesson-last-state")
          : first === null
            ? ""
            : (unready?.[first] ?? "")}
      </p>
    </div>
  );
}
