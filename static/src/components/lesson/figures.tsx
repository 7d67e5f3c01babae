/** What a scene can show, by the name that a chapter gives it. */

import { effect, signal } from "@preact/signals";
import type { ComponentType } from "preact";
import { useLayoutEffect, useMemo, useRef } from "preact/hooks";

import { say } from "../../lib/messages";
import { loss, spoken, visible } from "../../model/format";
import type { Figure } from "../../model/lesson";
import { timesOf, typedNumber } from "../../model/lesson";
import { inputGroups, partAt } from "../../model/parts";
import type { Moment } from "../../model/phases";
import { createFigures } from "../figures";
import { Arithmetic } from "../inspector/arithmetic";
import { Name, Value } from "../inspector/number";
import { createNetwork } from "../network";
import { Answered, Answers, Scores } from "./answers";
import { Caption, LossShares, Shares, StateShares } from "./backward";
import { GateNames, GateValues } from "./lane";
import { Merge } from "./merge";
import { Nudge } from "./nudge";
import { Reach } from "./reach";
import { Readings } from "./readings";
import type { FigureProps } from "./setting";
import { UNKNOWN } from "./setting";
import { Streams } from "./streams";
import { Subtotals } from "./subtotals";
import { Widths } from "./widths";

/** At which timesteps there is a target is for the reader to say first. */
const withoutTargets = (moment: Moment | null, isSeen: boolean): Moment | null =>
  moment === null || isSeen
    ? moment
    : { ...moment, knows: (quantity, t) => quantity !== "target" && moment.knows(quantity, t) };

/** The network, with only what the scene is about. */
function Network({ figure, view, setting }: FigureProps) {
  const root = useRef<HTMLDivElement>(null);
  const drawn = useRef<ReturnType<typeof createNetwork> | null>(null);
  const shown = [figure.told.show ?? []].flat();
  const { palette, cells, theme } = setting;
  useLayoutEffect(() => {
    const network = createNetwork(root.current as HTMLDivElement, {
      palette,
      cells,
      theme: theme.peek(),
      gates: figure.told.gates,
      rows: {
        outputs: shown.includes("probs"),
        losses: shown.includes("loss"),
        gradients: shown.includes("gradients"),
      },
    });
    drawn.current = network;
    return effect(() => network.setTheme(theme.value));
  }, []);
  const { trace, isSeen } = view;
  const moment = useMemo(() => withoutTargets(view.moment, isSeen), [view.moment, isSeen]);
  const isCaptioned = figure.told.caption === true && trace !== null && moment !== null;
  const [about] = timesOf(figure);
  const before = useRef(trace);
  useLayoutEffect(() => {
    if (trace !== null) {
      drawn.current?.update(trace, before.current);
      before.current = trace;
      drawn.current?.setPhase(moment);
      // Where no phase is at one timestep, the figure is at the one that it is about.
      if (about !== undefined && (moment?.phase.t ?? null) === null) {
        drawn.current?.bring(about);
      }
    }
  }, [trace, moment]);
  return (
    <>
      <div class="lesson-network" data-show={shown.join(" ")} ref={root} />
      {isCaptioned && <Caption trace={trace} phase={moment.phase} />}
    </>
  );
}

/** What is read, letter by letter: as letters, and then as the numbers that stand for them. */
function Letters({ view: { trace, isSeen } }: FigureProps) {
  if (trace === null) {
    return null;
  }
  const [group] = inputGroups(partAt(trace, 1));
  const tokens = group?.tokens ?? [];
  return (
    <div class="lesson-letters scrolls">
      <table aria-label={say("lesson-letters")}>
        <thead>
          <tr>
            <th scope="col">{say("lesson-letter")}</th>
            {tokens.map((token, place) => (
              <th key={place} scope="col" aria-label={isSeen ? spoken(token) : undefined}>
                {isSeen ? visible(token) : ""}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {trace.steps.map(({ t, input, x }) => (
            <tr key={t}>
              <th scope="row" aria-label={spoken(input)}>
                {visible(input)}
              </th>
              {isSeen ? (
                tokens.map((_, place) => (
                  <td key={place} class={x[place] === 1 ? "is-hot" : ""}>
                    {x[place]}
                  </td>
                ))
              ) : (
                // How many there are is what is asked.
                <td colSpan={tokens.length}>{UNKNOWN}</td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const [WIDTH, HEIGHT] = [640, 200];

/** The loss of every iteration so far; a number that was guessed is a line across it. */
function Losses({ view: { course }, guess }: FigureProps) {
  if (course === null) {
    return null;
  }
  const known = course.loss.filter((each): each is number => each !== null);
  const expected = typedNumber(guess);
  const top = Math.max(...known, expected ?? 0, 1e-9) * 1.08;
  const last = Math.max(1, course.iterations.at(-1) ?? 1);
  const y = (value: number) => HEIGHT - (value / top) * HEIGHT;
  const points = course.loss.map((value, i) =>
    value === null ? null : { x: ((course.iterations[i] ?? 0) / last) * WIDTH, y: y(value) },
  );
  const [first, now] = [course.loss[0] ?? null, course.loss.at(-1) ?? null];
  return (
    <div class="lesson-losses">
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={say("lesson-losses", { count: last, first: loss(first), now: loss(now) })}
      >
        <path class="lesson-axis" d={`M0 ${HEIGHT}H${WIDTH}`} />
        {expected !== null && <path class="lesson-expected" d={`M0 ${y(expected)}H${WIDTH}`} />}
        <Curve points={points} />
      </svg>
      <p class="lesson-losses-ends">
        <span>
          {say("lesson-loss-at", { iteration: 0 })} <b>{loss(first)}</b>
        </span>
        {course.iterations.length > 1 && (
          <span>
            {say("lesson-loss-at", { iteration: last })} <b>{loss(now)}</b>
          </span>
        )}
      </p>
    </div>
  );
}

function Curve({ points }: { points: ({ x: number; y: number } | null)[] }) {
  const found = points.filter((each) => each !== null);
  const d = found.map(({ x, y }, i) => `${i === 0 ? "M" : "L"}${x.toFixed(1)} ${y.toFixed(1)}`).join("");
  return (
    <>
      <path class="lesson-curve" d={d} />
      {found.length < 3 && found.map(({ x, y }) => <path class="lesson-point" d={`M${x} ${y}h0.01`} />)}
    </>
  );
}

const NOTHING = { lit: signal(null), unfolded: signal<ReadonlySet<string>>(new Set()) };

/** Why a number is what it is; before the action, only which number it is. */
function Explanation({ view: { derivation, isSeen }, onExplain }: FigureProps) {
  if (derivation === null) {
    return null;
  }
  return (
    <div class="inspector lesson-derivation">
      <p class="lesson-number">
        <Name of={derivation} quantity={derivation.address.quantity} />
        {isSeen && " = "}
        {isSeen && <Value of={derivation.value} result="line" />}
      </p>
      <p>{derivation.words}</p>
      {isSeen && <Arithmetic of={derivation} panel={{ ...NOTHING, descend: onExplain }} />}
    </div>
  );
}

/** What an experiment measured of its networks, over its seeds. */
function Experiment({
  figure,
  view: { drawings, isSeen, isActing },
  setting: { plotly, palette, theme },
}: FigureProps) {
  const shown = String(figure.told.show ?? "loss");
  const room = useRef<HTMLDivElement>(null);
  const drawn = useRef<ReturnType<typeof createFigures> | null>(null);
  useLayoutEffect(() => {
    const figures = createFigures({ [shown]: room.current as HTMLDivElement }, { plotlyUrl: plotly, palette });
    drawn.current = figures;
    let first = true;
    return effect(() => {
      const name = theme.value;
      if (!first) {
        figures.setTheme(name);
      }
      first = false;
    });
  }, []);
  useLayoutEffect(() => {
    if (drawings !== null) {
      void drawn.current?.update(drawings);
    }
  }, [drawings]);
  return (
    <figure class="lesson-experiment" data-empty={drawings === null ? "" : undefined}>
      <figcaption>{say("lesson-experiment", { shown })}</figcaption>
      {drawings === null && (
        <p class="lesson-empty">
          {say(
            isSeen
              ? "lesson-forgotten"
              : isActing
                ? shown === "growth"
                  ? "lesson-being-counted"
                  : "lesson-being-trained"
                : "lesson-to-be-drawn",
          )}
        </p>
      )}
      <div ref={room} hidden={drawings === null} />
    </figure>
  );
}

const SHARES_SHOW: Figure = { name: "network", told: { show: ["x", "h", "probs", "gradients"] } };

/** What each timestep adds to a gradient, below the network that it is the gradient of. */
const SharesOfNetwork = (props: FigureProps) => (
  <>
    <Network {...props} figure={SHARES_SHOW} />
    <Shares {...props} />
  </>
);

/** A gated network with some of its gates: by name, and the values of those that it is about. */
function Lane(props: FigureProps) {
  const { gates, of } = props.figure.told;
  // The gradient on the lane passes the forget gates alone.
  const show = ["x", "h", "probs", ...(of === "f" ? ["gradients"] : [])];
  return (
    <>
      <Network {...props} figure={{ name: "network", told: { show, gates } }} />
      <GateNames {...props} />
      <GateValues {...props} />
    </>
  );
}

const STREAMS_SHOW = ["x", "h", "probs", "loss", "gradients"];

/** The network on its way back, and the streams that meet at one of its states, in numbers. */
const StreamsOfNetwork = (props: FigureProps) => (
  <>
    <Network
      {...props}
      figure={{ name: "network", told: { show: STREAMS_SHOW, caption: true, t: props.figure.told.t } }}
    />
    <Streams {...props} />
  </>
);

export const FIGURES: Record<string, ComponentType<FigureProps>> = {
  network: Network,
  letters: Letters,
  losses: Losses,
  derivation: Explanation,
  experiment: Experiment,
  shares: SharesOfNetwork,
  reach: Reach,
  "loss-shares": LossShares,
  "state-shares": StateShares,
  readings: Readings,
  subtotals: Subtotals,
  merge: Merge,
  widths: Widths,
  answers: Answers,
  answered: Answered,
  scores: Scores,
  lane: Lane,
  streams: StreamsOfNetwork,
  nudge: Nudge,
};
