/** What stands around the network of the first page: three buttons, what it spells, and its loss. */

import type { Notice, State } from "../client/state";
import { say } from "../lib/messages";
import { loss } from "../model/format";
import type { Course } from "../model/lesson";
import type { Trace } from "../model/types";
import { Small } from "./button";
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

const [WIDTH, HEIGHT] = [160, 36];

function Sparkline({ course: { iterations, loss: losses } }: { course: Course }) {
  const known = losses.filter((each): each is number => each !== null);
  const [last, top] = [Math.max(1, iterations.at(-1) ?? 1), Math.max(...known, 1e-9)];
  const points = losses.flatMap((value, place) =>
    value === null ? [] : [{ x: ((iterations[place] ?? 0) / last) * WIDTH, y: HEIGHT - (value / top) * HEIGHT }],
  );
  const end = points.at(-1);
  return (
    <svg
      class="first-sparkline"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={say("first-losses", {
        first: loss(losses[0] ?? null),
        now: loss(losses.at(-1) ?? null),
        steps: iterations.at(-1) ?? 0,
      })}
    >
      <path class="first-axis" d={`M0 ${HEIGHT}H${WIDTH}`} />
      <path
        class="first-curve"
        d={points.map(({ x, y }, i) => `${i === 0 ? "M" : "L"}${x.toFixed(1)} ${y.toFixed(1)}`).join("")}
      />
      {end !== undefined && <circle cx={end.x} cy={end.y} r="3" />}
    </svg>
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
