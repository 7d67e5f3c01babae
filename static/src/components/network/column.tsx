/** One timestep, and h_0 before the first. */

import { useMemo } from "preact/hooks";

import { say } from "../../lib/messages";
import type { Scale } from "../../model/colours";
import type { Cover } from "../../model/network/cover";
import { isCovered } from "../../model/network/cover";
import type { Knows } from "../../model/network/descriptions";
import { summary } from "../../model/network/descriptions";
import type { Layout } from "../../model/network/layout";
import { columnStates } from "../../model/network/moments";
import { bandDashes } from "../../model/network/paths";
import { isAsked, partAt, sharingOf, writesAt } from "../../model/parts";
import type { Moment } from "../../model/phases";
import type { Trace } from "../../model/types";
import { VerticalArrow } from "./arrows";
import { Chain } from "./chain";
import type { Ring } from "./focus";
import { FocusRing } from "./focus";
import { CellBox, Gates } from "./gates";
import { GradientSum, Streams } from "./gradients";
import { Inputs, Picture } from "./inputs";
import { Losses } from "./losses";
import { Bars, Ranking } from "./outputs";
import { States } from "./states";

/** Where a column is while the chain is folded or unrolled. */
export interface Pose {
  /** centre */
  x: number;
  /** centre of the column before it */
  previous: number;
  /** of folding, 0 to 1 */
  amount: number;
  opacity: number;
}

interface Drawn {
  layout: Layout;
  trace: Trace;
  scale: Scale;
  moment: Moment | null;
  knows: Knows;
  cover: Cover | null;
  ring: Ring;
  pose: Pose;
}

/** Neighbouring timesteps with weights of their own get hues far apart: the golden angle. */
const turnOf = (t: number) => Math.round((t - 1) * 137.508) % 360;

const placed = ({ x, opacity }: Pose) => ({
  transform: `translate(${x.toFixed(1)} 0)`,
  opacity: opacity < 1 ? opacity.toFixed(3) : undefined,
});

type Timestep = Drawn & { t: number; isShown: boolean };

/** One timestep; scrolling and pointing draw none anew. */
export function Column(timestep: Timestep) {
  const { layout, trace, t, scale, moment, knows, cover, isShown } = timestep;
  const { x, previous, amount, opacity } = timestep.pose;
  return useMemo(
    () => <Parts {...timestep} />,
    [layout, trace, t, scale, moment, knows, cover, isShown, x, previous, amount, opacity],
  );
}

function Parts({ layout, trace, t, scale, moment, knows, cover, isShown, ring, pose }: Timestep) {
  const { pitch, gated, recurrent, height, shift, rows } = layout;
  // The numbers are drawn anew only when they change: not while phases pass or the chain folds.
  const numbers = useMemo(
    () => <Numbers layout={layout} trace={trace} t={t} scale={scale} cover={cover} />,
    [layout, trace, t, scale, cover],
  );
  const words = useMemo(() => summary(trace, t, knows), [trace, t, knows]);
  const sharing = sharingOf(trace);
  const { amount } = pose;
  const shown = { layout, trace, t, moment };
  const isUnasked = !isAsked(trace, t) && knows("target", t);
  const band = { x: shift - pitch / 2 + 2, y: 2, width: pitch - 4, height: height - 4, rx: 10 };
  const way = { top: rows.forward - 22, bottom: rows.forward + 5 };
  return (
    <g
      class={`network-column${isShown ? " is-shown" : ""}${isUnasked ? " is-unasked" : ""}`}
      role="group"
      aria-label={words}
      data-column={t}
      data-part={sharing === "halves" ? partAt(trace, t).name : undefined}
      data-unshared={sharing === "unshared" ? "" : undefined}
      style={{ "--turn": sharing === "unshared" ? String(turnOf(t)) : "0" }}
      {...placed(pose)}
      {...columnStates(moment, t)}
    >
      <rect
        class="network-band"
        {...band}
        stroke-dasharray={recurrent ? bandDashes(band, way, t < layout.T) : undefined}
      />
      {gated !== null && <CellBox layout={layout} gated={gated} />}
      {recurrent && <Chain {...shown} distance={pose.x - pose.previous} amount={amount} />}
      {numbers}
      {layout.shown.gradients && <GradientSum {...shown} amount={amount} />}
      {layout.shown.gradients && moment !== null && <Streams {...shown} moment={moment} />}
      <FocusRing ring={ring} t={t} />
    </g>
  );
}

function Numbers({
  layout,
  trace,
  t,
  scale,
  cover,
}: {
  layout: Layout;
  trace: Trace;
  t: number;
  scale: Scale;
  cover: Cover | null;
}) {
  const { rows, gated, shown: rowsShown } = layout;
  const shown = { layout, trace, t };
  const step = trace.steps[t - 1];
  const Outputs = layout.fewLetters ? Bars : Ranking;
  // Below the name of W_hy there is room for the gradient's.
  const upward =
    gated !== null ? { nameY: rows.outputArrow + 14 } : layout.crowded ? { nameY: rows.outputArrow + 18 } : {};
  const inward =
    gated === null ? { to: rows.cellEnd + 3 } : { to: gated.bottom + 3, x: layout.entry, nameY: rows.input - 8 };
  return (
    <>
      {rowsShown.losses && <Losses {...shown} cover={cover} />}
      {rowsShown.outputs && writesAt(trace, t) && !isCovered(cover, "probs") && <Outputs {...shown} />}
      {rowsShown.outputs && (
        <VerticalArrow trace={trace} t={t} weights="W_hy" from={rows.frame - 3} to={rows.outputArrow} {...upward} />
      )}
      {gated !== null && <Gates {...shown} gated={gated} scale={scale} />}
      {layout.lane && <States layout={layout} quantity="c" values={step.c ?? []} t={t} scale={scale} />}
      <States layout={layout} quantity="h" values={step.h} t={t} scale={scale} clamps={trace.clamps} />
      <VerticalArrow trace={trace} t={t} weights="W_xh" from={rows.input - 3} {...inward} />
      <Inputs {...shown} />
    </>
  );
}

/** h_0: the state before the first letter. */
export function Start({ layout, trace, scale, moment, ring, pose }: Drawn) {
  const numbers = useMemo(
    () => (
      <>
        {layout.lane && trace.c_0 !== undefined && (
          <States layout={layout} quantity="c_0" values={trace.c_0} t={0} scale={scale} />
        )}
        {layout.image !== null && <Picture layout={layout} trace={trace} />}
        <States layout={layout} quantity="h_0" values={trace.h_0} t={0} scale={scale} />
      </>
    ),
    [layout, trace, scale],
  );
  const kind = moment?.phase.kind;
  const isPicture = kind === "picture";
  return (
    <g
      class="network-column network-start"
      role="group"
      aria-label={say("network-start")}
      data-h={isPicture ? "now" : undefined}
      data-w-ph={isPicture || kind === "from-picture" ? "now" : undefined}
      {...placed(pose)}
    >
      {numbers}
      <FocusRing ring={ring} t={0} />
    </g>
  );
}
