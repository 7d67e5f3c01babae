/**
 * What a gated cell is: its gates, the way on which a state passes them without weights, and how
 * both make the state. Every unit of every gate is a number of the trace and can be asked about.
 */

import { say } from "../../lib/messages";
import type { Scale } from "../../model/colours";
import type { Gating } from "../../model/network/gating";
import { NODE } from "../../model/network/gating";
import type { Layout } from "../../model/network/layout";
import { gateValues } from "../../model/network/numbers";
import { HEAD } from "../../model/network/paths";
import type { Trace } from "../../model/types";
import type { End } from "./arrows";
import { Head } from "./arrows";

/** Between a frame and the tip of an arrow. */
const CLEAR = 3;

interface Cell {
  layout: Layout;
  gated: Gating;
}

/** The ground of the whole cell, behind all of it. */
export function CellBox({ layout: { frameWidth, rows }, gated: { left, top } }: Cell) {
  return (
    <rect
      class="network-cell-box"
      x={left - 4}
      y={top - 5}
      width={frameWidth / 2 - left + 9}
      height={rows.cellEnd - top + 10}
      rx={12}
    />
  );
}

/** The block of gates of one timestep, with all that leads out of it. */
export function Gates({ layout, gated, trace, t, scale }: Cell & { trace: Trace; t: number; scale: Scale }) {
  const { left, right, top, bottom, strips } = gated;
  return (
    <g class="network-gating">
      {gated.lanes.map((lane) =>
        lane.own ? (
          <OwnLane key={lane.state} layout={layout} gated={gated} lane={lane} />
        ) : (
          <PassingLane key={lane.state} layout={layout} gated={gated} lane={lane} />
        ),
      )}
      <ShownStates layout={layout} gated={gated} />
      <rect class="network-gate-block" x={left} y={top} width={right - left} height={bottom - top} rx={7} />
      {strips.map((strip) => (
        <g key={strip.name} data-gate={strip.name}>
          <title>{say("network-gate-name", { gate: strip.name })}</title>
          <text class="network-gate-name" x={strip.middle} y={top + 13}>
            {strip.name}
          </text>
          {strip.reads.map((other) => {
            // One gate looks through another: an arrow between their names.
            const start = (strips.find(({ name }) => name === other)?.middle ?? strip.middle) + 6;
            const end = strip.middle - 6;
            return (
              <path
                key={other}
                class="network-gate-reads"
                data-way={`${strip.name} looks through ${other}`}
                d={`M${start} ${top + 9.5}H${end}M${end - 3} ${top + 7}l3 2.5l-3 2.5`}
              />
            );
          })}
          <Units gated={gated} strip={strip} trace={trace} t={t} scale={scale} H={layout.H} />
        </g>
      ))}
    </g>
  );
}

function Units({
  gated,
  strip,
  trace,
  t,
  scale,
  H,
}: {
  gated: Gating;
  strip: Gating["strips"][number];
  trace: Trace;
  t: number;
  scale: Scale;
  H: number;
}) {
  const { cellWidth, cellHeight } = gated;
  const values = gateValues(trace.steps[t - 1], strip.name);
  return Array.from({ length: H }, (_, index) => {
    const value = values[index] ?? null;
    const { x, y } = gated.cellAt(strip.left, index);
    const size = { x, y, width: cellWidth, height: cellHeight, rx: Math.min(2, cellWidth / 4) };
    const height = Math.max(0, Math.min(1, value ?? 0)) * cellHeight;
    return (
      <g key={index} class="network-item network-gate" data-quantity={strip.name} data-t={t} data-index={index}>
        {strip.signed ? (
          <rect class="network-gate-value" {...size} fill={scale.colour(value)} />
        ) : (
          <>
            <rect class="network-gate-track" {...size} />
            <rect
              class="network-gate-fill"
              x={x}
              y={(y + cellHeight - height).toFixed(1)}
              width={cellWidth}
              height={height.toFixed(1)}
              rx={0}
            />
          </>
        )}
      </g>
    );
  });
}

interface Lane extends Cell {
  lane: Gating["lanes"][number];
}

/** Of what is added, as formulas write it. */
const formulaOf = (adds: string) => adds.replaceAll("-", "−");

/** To cells of its own: what is written comes down from its gates together. */
function OwnLane({ layout: { frameWidth, tight }, gated, lane: { state, keeps, adds, by, y, keep, add } }: Lane) {
  const end = -frameWidth / 2 - CLEAR - HEAD;
  const tip = y - NODE - CLEAR - HEAD;
  const legs = by
    .map((name) => gated.strips.find((strip) => strip.name === name)?.middle ?? add.x)
    .map((x) => `M${x} ${gated.bottom}V${gated.bottom + 9}H${add.x}`)
    .join("");
  return (
    <>
      <Way data-way={`${keeps} keeps`} path={`M${keep.x} ${gated.bottom}V${tip}`} x={keep.x} y={tip} degrees={90} />
      {by.length > 0 && <Way data-way={`${adds} is added`} path={`${legs}V${tip}`} x={add.x} y={tip} degrees={90} />}
      <Way
        data-way={`to ${state}`}
        path={
          by.length > 0
            ? `M${keep.x + NODE} ${y}H${add.x - NODE}M${add.x + NODE} ${y}H${end}`
            : `M${keep.x + NODE} ${y}H${end}`
        }
        x={end}
        y={y}
        degrees={0}
      />
      <Times {...keep} />
      {/* Where nothing is drawn that could be added, neither is the sum. */}
      {by.length > 0 && <Plus {...add} />}
      {by.length > 0 && !tight && (
        <text class="network-small" aria-hidden="true">
          <tspan x={add.x} y={y + NODE + 13}>
            {formulaOf(adds)}
          </tspan>
        </text>
      )}
    </>
  );
}

/** To the state right of the gates. */
function PassingLane({ layout, gated, lane: { state, keeps, adds, y, keep, add } }: Lane) {
  const frameLeft = -layout.frameWidth / 2;
  const end = frameLeft - CLEAR - HEAD;
  const down = y - NODE - CLEAR - HEAD;
  const across = add.x - NODE - CLEAR - HEAD;
  const up = add.y + NODE + CLEAR + HEAD;
  // In the narrow room before a state a product takes a line for each factor.
  const lines = formulaOf(adds).split(/ (?=⊙)/);
  return (
    <>
      <Way data-way={`${keeps} keeps`} path={`M${keep.x} ${gated.bottom}V${down}`} x={keep.x} y={down} degrees={90} />
      <Way data-way={`${adds} is added`} path={`M${gated.right} ${add.y}H${across}`} x={across} y={add.y} degrees={0} />
      <Way
        data-way={`kept ${state}`}
        path={`M${keep.x + NODE} ${y}H${add.x - 5}q5 0 5 -5V${up}`}
        x={add.x}
        y={up}
        degrees={-90}
      />
      <Way data-way={`to ${state}`} path={`M${add.x + NODE} ${add.y}H${end}`} x={end} y={add.y} degrees={0} />
      <Times x={keep.x} y={y} />
      <Plus {...add} />
      <text class="network-small" aria-hidden="true">
        {lines.map((line, i) => (
          <tspan key={i} x={(gated.right + frameLeft) / 2} y={add.y - NODE - 6 - 13 * (lines.length - 1 - i)}>
            {line}
          </tspan>
        ))}
      </text>
    </>
  );
}

/** A state that is shown of another one, through a gate. */
function ShownStates({ layout: { frameWidth, frameHeight, rows, tight }, gated }: Cell) {
  const end = -frameWidth / 2 - CLEAR - HEAD;
  const tip = rows.frame + frameHeight + CLEAR + HEAD;
  return gated.structure.shown.map(({ state, of, formula, by }) => (
    <g key={state}>
      <Way
        data-way={`${by.join()} shows ${state}`}
        path={`M${gated.right} ${gated.joinAt}H${end}`}
        x={end}
        y={gated.joinAt}
        degrees={0}
      />
      <Way data-way={`${of} is shown`} path={`M0 ${rows.lane - 2}V${tip}`} x={0} y={tip} degrees={-90} />
      {!tight && (
        <text class="network-small network-beside" x={8} y={rows.lane - 7}>
          {formula}
        </text>
      )}
    </g>
  ));
}

/** A way without weights, named by what goes where. */
function Way({ path, "data-way": name, ...end }: End & { path: string; "data-way": string }) {
  return (
    <g class="network-way" data-way={name}>
      <path class="network-line" d={path} />
      <Head {...end} />
    </g>
  );
}

const Times = ({ x, y }: { x: number; y: number }) => (
  <Node sign="×" x={x} y={y} d={`M${x - 3} ${y - 3}l6 6M${x - 3} ${y + 3}l6 -6`} />
);

const Plus = ({ x, y }: { x: number; y: number }) => (
  <Node sign="+" x={x} y={y} d={`M${x - 4} ${y}h8M${x} ${y - 4}v8`} />
);

function Node({ sign, x, y, d }: { sign: string; x: number; y: number; d: string }) {
  return (
    <g class="network-node" data-node={sign}>
      <circle cx={x} cy={y} r={NODE} />
      <path d={d} />
    </g>
  );
}
