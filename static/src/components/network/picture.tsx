/** The drawing itself: the columns on screen, unrolled or on their way into the one cell. */

import type { Scale } from "../../model/colours";
import type { Cover } from "../../model/network/cover";
import type { Knows } from "../../model/network/descriptions";
import type { Layout } from "../../model/network/layout";
import type { View } from "../../model/network/viewport";
import { middleOf } from "../../model/network/viewport";
import type { Moment } from "../../model/phases";
import type { Trace } from "../../model/types";
import { GradientHead } from "./arrows";
import { Column, Start } from "./column";
import type { Ring } from "./focus";
import { Halves } from "./labels";

export interface Fold {
  /** 0 is unrolled, 1 the one cell */
  amount: number;
  /** the timestep whose numbers the folded cell shows */
  t: number;
}

/** Of the way into the one cell, where its copies begin to fade. */
const FADING = 0.7;
/** h_0 fades sooner than the copies. */
const START_FADES = 2.5;

export function Picture({
  layout,
  trace,
  scale,
  moment,
  knows,
  cover,
  ring,
  timesteps,
  fold,
  view,
  width,
  label,
}: {
  layout: Layout;
  trace: Trace;
  scale: Scale;
  moment: Moment | null;
  knows: Knows;
  cover: Cover | null;
  ring: Ring;
  /** those to be drawn */
  timesteps: number[];
  fold: Fold;
  view: View;
  width: number;
  label: string;
}) {
  const { amount } = fold;
  const target = middleOf(layout, view) - layout.shift;
  const x = (t: number) => layout.x(t) + (target - layout.x(t)) * amount;
  const copies = 1 - Math.max(0, Math.min(1, (amount - FADING) / (1 - FADING)));
  const drawn = { layout, trace, scale, moment, knows, cover, ring };
  const start = { x: x(0), previous: x(0), amount, opacity: Math.max(0, 1 - START_FADES * amount) };
  // The shown timestep lies on top of its copies.
  const inOrder = amount === 0 ? timesteps : [...timesteps.filter((t) => t !== fold.t), fold.t];
  return (
    <svg class="network-picture" role="group" aria-label={label} width={width} height={layout.height}>
      <GradientHead />
      {layout.halves && <Halves layout={layout} trace={trace} />}
      {layout.recurrent && amount < 1 && <Start {...drawn} pose={start} />}
      {inOrder.map((t) => (
        <Column
          key={t}
          {...drawn}
          t={t}
          isShown={t === fold.t}
          pose={{ x: x(t), previous: x(t - 1), amount, opacity: t === fold.t ? 1 : copies }}
        />
      ))}
    </svg>
  );
}
