/** What stands around the network of the first page: three buttons, what it spells, and its loss. */

import type { Notice, State } from "../client/state";
import { say } from "../lib/messages";
import { loss } from "../model/format";
import type { Course } from "../model/lesson";
import type { Trace } from "../model/types";
import { Small } from "./button";
import { Sparkline } from "./sparkline";
import { Sentence } from "./status";

/** How far a training is that was started here. */
export interface Trained {
  done: number;
  count: number;
}

export function Buttons({
  trace,
  connection,
  training,
  trained,
  onStep,
  onTrain,
  onReset,
}: {
  trace: Trace | null;
  connection: State["connection"];
  training: State["training"];
  trained: Trained | null;
  onStep: () => void;
  onTrain: () => void;
  onReset: () => void;
}) {
  const isReady = trace !== null && connection !== "lost";
  const isTraining = training !== null;
  const isStuck = trace?.diverged ?? false;
  return (
    <>
      <button type="button" class="button primary" id="step" disabled={!isReady || isStuck} onClick={onStep}>
        {say("transport-step", { runs: "one" })}
      </button>
      <button
        type="button"
        class="button first-train"
        id="train"
        disabled={!isReady || (isStuck && !isTraining)}
        onClick={onTrain}
      >
        {say("transport-train", { training: isTraining ? "yes" : "no" })}
        {trained !== null && (
          <progress max={trained.count} value={trained.done} aria-label={say("first-trained", { ...trained })} />
        )}
      </button>
      <button type="button" class="button" id="reset" disabled={!isReady} onClick={onReset}>
        {say("transport-reset", { runs: "one" })}
      </button>
    </>
  );
}

export function Readings({ trace, course }: { trace: Trace; course: Course }) {
  return (
    <>
      <p class="first-spelling">
        <span class="first-label">{say("first-spelling")}</span> <Sentence trace={trace} />
      </p>
      <p class="first-loss">
        <span class="first-label">{say("first-loss")}</span> <output id="loss">{loss(trace.loss)}</output>
        <Sparkline course={course} />
      </p>
    </>
  );
}

/** What went wrong or can be undone; nothing as long as all is as it should be. */
export function Told({ notice }: { notice: Notice | null }) {
  return (
    notice !== null && (
      <>
        <span id="notice-text">{notice.text}</span>{" "}
        {notice.actions?.map(({ label, act }) => (
          <Small key={label} onClick={act}>
            {label}
          </Small>
        ))}
      </>
    )
  );
}
