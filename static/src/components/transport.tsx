/** Reset, Back, Step, Train or Pause, and the speed. */

import { say } from "../lib/messages";
import { count } from "../model/format";
import { LabelledSelect } from "./select";

/** Iterations a second; null is as fast as the server goes. */
const SPEEDS = [1, 2, 5, 10, 30, 100, null];
const FASTEST = "max";

/** The next faster or slower speed; at either end the same. */
export function nextSpeed(speed: number | null, direction: 1 | -1): number | null {
  const next = SPEEDS[SPEEDS.indexOf(speed) + direction];
  return next === undefined ? speed : next;
}

const times = (event: MouseEvent) => (event.shiftKey ? 10 : 1);

export function Transport({
  runs,
  trace,
  view = null,
  connection,
  training,
  speed,
  onReset,
  onBack,
  onStep,
  onTrain,
  onSpeed,
}: {
  /** whether the buttons move one run, or two at once */
  runs: "one" | "two";
  trace: { iteration: number; diverged: boolean } | null;
  /** an iteration that is looked at while the run stands elsewhere */
  view?: number | null;
  connection: "connecting" | "live" | "lost";
  training: "here" | "elsewhere" | null;
  speed: number | null;
  onReset: () => void;
  onBack: (times: number) => void;
  onStep: (times: number) => void;
  onTrain: () => void;
  onSpeed: (speed: number | null) => void;
}) {
  const isReady = trace !== null && connection !== "lost";
  const isTraining = training !== null;
  const isStuck = trace?.diverged ?? false;
  const from = view !== null && <span class="from">{say("transport-from", { iteration: count(view) })}</span>;
  return (
    <>
      <button
        type="button"
        class="button"
        id="reset"
        title={say("transport-reset-title", { runs })}
        disabled={!isReady}
        onClick={onReset}
      >
        <span aria-hidden="true">⟲</span> {say("transport-reset", { runs })}
      </button>
      <button
        type="button"
        class="button"
        id="back"
        title={say("transport-back-title", { runs })}
        disabled={!isReady || trace?.iteration === 0}
        onClick={(event) => onBack(times(event))}
      >
        <span aria-hidden="true">◀</span> {say("transport-back")}
      </button>
      <button
        type="button"
        class="button primary"
        id="step"
        title={say("transport-step-title", { runs })}
        disabled={!isReady || isStuck}
        onClick={(event) => onStep(times(event))}
      >
        <span class="stacked">
          <span>
            {say("transport-step", { runs })} <span aria-hidden="true">▶</span>
          </span>
          {from}
        </span>
      </button>
      <button
        type="button"
        class="button train"
        id="train"
        aria-pressed={isTraining}
        title={say("transport-train-title", { runs })}
        disabled={!isReady || (isStuck && !isTraining)}
        onClick={onTrain}
      >
        <span class="stacked">
          <span class="train-label">{say("transport-train", { training: isTraining ? "yes" : "no" })}</span>
          {!isTraining && from}
        </span>{" "}
        <span class="train-icon" aria-hidden="true" />
      </button>
      <LabelledSelect
        class="speed"
        label={<span class="label">{say("transport-speed")}</span>}
        id="speed"
        title={say("transport-speed-title")}
        value={speed ?? FASTEST}
        onChoose={(value) => onSpeed(value === FASTEST ? null : Number(value))}
        options={SPEEDS.map((each) => [
          each ?? FASTEST,
          each === null ? say("transport-fastest") : say("transport-rate", { speed: each }),
        ])}
      />
    </>
  );
}
