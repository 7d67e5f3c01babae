/**
 * The gradient at the states: an arrow carries what flows along it, and the state shows the sum of
 * what arrives there. Lengths do not add, so each has a number of its own from the trace.
 */

import { Legible } from "../../lib/legible";
import { subscript } from "../../model/format";
import type { Layout } from "../../model/network/layout";
import { gradientThickness, statusOf, streamBars, streamBound } from "../../model/network/moments";
import { flowInto, flowName, norm } from "../../model/network/numbers";
import type { Moment } from "../../model/phases";
import type { Trace } from "../../model/types";

/** From this room on, a gradient's arrow carries the name of its number. */
const NAMED_ARROW = 140;
/** Of a state: “‖∂L/∂h₁₀‖”, the same in one line with its number, the number alone. */
const NAME = 58;
const ONE_LINE = 84;
const NUMBER = 28;
/** From there to the arrow up out of the state. */
const BESIDE_ARROW = 15;
/** To the left of that arrow, and of the dashes down to the state beside it. */
const BESIDE_DASHES = -16;

const WIDEST_STREAMS = 104;
const LEAST_STREAMS = 46;
const CLEARANCE = 7;
const TIGHT_CLEARANCE = 3;
/** From the middle of the state before to the end of the name of the arrow into it. */
const NAME_BEFORE = 42;
/** Below the arrow between the states, which stays in sight. */
const BELOW_ARROW = 8;
const UNIT = 12;
/** Bars closer together than this have no room for the numbers of their units. */
const UNIT_ROOM = 15;

interface Shown {
  layout: Layout;
  trace: Trace;
  t: number;
  moment: Moment | null;
}

/**
 * The arrow back into a state, or into a cell state, from the timestep after it.
 *
 * Unrolled, a column draws the arrow from its state to the one before. The folded cell shows what
 * comes to the timestep that it shows, as its loop does forwards: there it is the arrow into it.
 */
export function Flow({
  layout,
  trace,
  t,
  moment,
  letter,
  amount,
  path,
  at,
}: Shown & {
  letter: "h" | "c";
  /** of folding, 0 to 1 */
  amount: number;
  path: string;
  /** of its number */
  at: { x: string; y: string };
}) {
  const folded = amount > 0.5;
  const into = folded && moment?.phase.kind !== "start" ? t : t - 1;
  // Nothing comes back into the last state.
  if (into >= trace.steps.length) {
    return null;
  }
  const quantity = `d${letter}_from_future_norm`;
  const carried = flowInto(trace, into, letter);
  const isNamed = folded ? !layout.narrow : layout.gap(t) >= NAMED_ARROW;
  return (
    <g
      class="network-item network-gradient network-flow"
      data-quantity={quantity}
      data-index=""
      data-t={into}
      data-flow={statusOf(moment, quantity, into)}
    >
      <path class="network-touch" d={path} />
      <path
        class="network-line network-dashed"
        style={{ strokeWidth: gradientThickness(carried).toFixed(2) }}
        marker-end="url(#network-gradient-head)"
        d={path}
      />
      <text class="network-small network-gradient-text" {...at} aria-hidden="true">
        <tspan class="network-norm">{isNamed && <Legible text={`${flowName(into, letter)} `} inside="svg" />}</tspan>
        <tspan class="network-strong">{norm(carried)}</tspan>
      </text>
    </g>
  );
}

/** The length of the whole gradient at a state, above its cells. */
export function GradientSum({ layout, trace, t, moment, amount }: Shown & { amount: number }) {
  const { rows, pitch, frameWidth, gated, nameReach, crowded } = layout;
  // Unrolled, it must not reach the names of the timestep before; folded, there is room.
  const room = pitch - nameReach - BESIDE_ARROW;
  const isWide = gated === null && room >= ONE_LINE;
  const isNamed = gated !== null || room >= NAME || amount > 0.5;
  // Left of a gated state are its gates.
  const right = gated === null ? -BESIDE_ARROW : 8;
  // Right of a gated state its cell and the next one begin a little above the state.
  const bottom = rows.frame - (gated === null ? 6 : 14);
  const above = bottom - (crowded ? 12 : 14);
  const top = isWide ? bottom : above;
  // Alone, the number stands beside the arrows, above the name of the state before.
  const at = isNamed ? { x: right, y: bottom } : { x: BESIDE_DASHES, y: above };
  const width = isWide ? ONE_LINE : isNamed ? NAME : NUMBER;
  // Folded, it stands inside of the loops of a gated cell.
  const shift = `translate(${((frameWidth / 2) * amount).toFixed(1)} ${(28 * amount).toFixed(1)})`;
  return (
    <g
      class="network-item network-gradient network-sum"
      data-quantity="dh_norm"
      data-index=""
      data-t={t}
      data-flow={statusOf(moment, "dh_norm", t)}
      transform={gated === null ? undefined : shift}
    >
      <rect
        class="network-touch"
        x={gated === null ? at.x - width : right}
        y={top - 11}
        width={width + 2}
        height={isNamed && !isWide ? 29 : 15}
      />
      <text
        class={`network-small network-gradient-text ${gated === null ? "network-right" : "network-beside"}`}
        aria-hidden="true"
      >
        <tspan class="network-norm" x={right} y={top}>
          {isNamed && <Legible text={`‖∂L/∂h${subscript(t)}‖ `} inside="svg" />}
        </tspan>
        <tspan class="network-strong" {...(isWide ? {} : at)}>
          {norm(trace.steps[t - 1].dh_norm)}
        </tspan>
      </text>
    </g>
  );
}

/** Inside an iteration: the gradient down from the output, and a state's two streams as bars. */
export function Streams({ layout, trace, t, moment }: Shown & { moment: Moment }) {
  const step = trace.steps[t - 1];
  const { kind } = moment.phase;
  const isHere = moment.phase.t === t;
  // Behind the gates there is more than one number for a unit.
  const isPlain = (trace.gate_names ?? []).length === 0;
  return (
    <g>
      {step.target !== null && moment.knows("dh", t) && (
        <g class={`network-gradient network-downward${kind === "dh" && isHere ? " is-now" : ""}`}>
          <path
            class="network-line network-dashed"
            style={{ strokeWidth: gradientThickness(step.dh_from_output_norm).toFixed(2) }}
            marker-end="url(#network-gradient-head)"
            d={`M-9 ${layout.rows.outputArrow + 1}V${layout.rows.frame - 12}`}
          />
          <text
            class="network-small network-gradient-text network-right network-strong"
            x={BESIDE_DASHES}
            y={layout.rows.outputArrow + (layout.crowded ? 10 : 14)}
            aria-hidden="true"
          >
            {norm(step.dh_from_output_norm)}
          </text>
        </g>
      )}
      {isHere && (kind === "dh" || (kind === "da" && isPlain)) && (
        <StreamBars layout={layout} trace={trace} t={t} kind={kind} />
      )}
    </g>
  );
}

/**
 * Left of the cells, two bars for each unit: below the arrow from the state before, or in place of a
 * gated state's gates, which come later on the way back.
 */
function StreamBars({ layout, trace, t, kind }: Omit<Shown, "moment"> & { kind: "dh" | "da" }) {
  const { H, rows, frameWidth, frameHeight, cells, gated, tight } = layout;
  const clearance = tight ? TIGHT_CLEARANCE : CLEARANCE;
  const room = layout.gap(t) + frameWidth / 2 - clearance - NAME_BEFORE;
  const width =
    gated !== null
      ? layout.inside - clearance + 2
      : tight
        ? layout.gap(t) - 2 * clearance
        : Math.max(LEAST_STREAMS, Math.min(WIDEST_STREAMS, room));
  const top = gated?.top ?? rows.forward + BELOW_ARROW;
  const first = gated === null ? top : rows.frame;
  const bottom = tight || room < LEAST_STREAMS ? rows.cellEnd + clearance : rows.input - clearance;
  const height = gated === null ? Math.min(frameHeight, bottom - top) : frameHeight;
  const right = -frameWidth / 2 - clearance;
  const left = right - width;
  const pitch = gated !== null && H <= 8 ? cells.height + cells.gap : (height - 10) / H;
  const isNumbered = gated === null && !tight && pitch >= UNIT_ROOM;
  const from = isNumbered ? left + UNIT : left;
  const centre = (from + right) / 2;
  const reach = (right - from) / 2 - 3;
  const lane = Math.max(1, Math.min(8, pitch / 2 - (pitch > 8 ? 2 : 0.4)));
  const bound = streamBound(trace);
  const across = ([start, end]: [number, number]) => ({
    x: (centre + Math.min(start, end) * reach).toFixed(1),
    width: (Math.abs(end - start) * reach).toFixed(1),
    height: lane,
  });
  return (
    <g class="network-streams" data-kind={kind} aria-hidden="true">
      <rect class="network-streams-room" x={left} y={top} width={width} height={height + first - top} rx={5} />
      <path class="network-streams-axis" d={`M${centre} ${first + 3}v${height - 6}`} />
      {Array.from({ length: H }, (_, unit) => {
        const middle = first + 5 + (unit + 0.5) * pitch - (gated !== null && H <= 8 ? cells.gap / 2 : 0);
        const bars = streamBars(kind, trace.steps[t - 1], unit, bound);
        return (
          <g key={unit}>
            {isNumbered && (
              <text class="network-small network-beside" x={left + 4} y={middle + 4}>
                {unit}
              </text>
            )}
            <rect class="network-stream-first" y={middle - lane} {...across(bars.first)} />
            <rect class="network-stream-second" y={middle} {...across(bars.second)} />
            <path
              class="network-stream-end"
              stroke-width={pitch < 8 ? 1 : 2}
              d={`M${(centre + bars.end * reach).toFixed(1)} ${middle - lane - 1}v${2 * lane + 2}`}
            />
          </g>
        );
      })}
    </g>
  );
}
