/** The units of a timestep: their states, and the LSTM's cell states. */

import { Legible } from "../../lib/legible";
import type { Scale } from "../../model/colours";
import { signed, subscript } from "../../model/format";
import { holding } from "../../model/interventions";
import type { Layout } from "../../model/network/layout";
import type { Clamp, Maybe } from "../../model/types";

/** A frame and its cells; those of t = 0 are `h_0` and `c_0`. */
export function States({
  layout,
  quantity,
  values,
  t,
  scale,
  clamps = [],
}: {
  layout: Layout;
  quantity: "h" | "h_0" | "c" | "c_0";
  values: readonly Maybe[];
  t: number;
  scale: Scale;
  clamps?: readonly Clamp[] | undefined;
}) {
  const { frameWidth, rows, gated, tight } = layout;
  const isLane = quantity.startsWith("c");
  const [letter] = quantity;
  const cells = isLane ? layout.laneCells : layout.cells;
  const cellAt = isLane ? layout.laneCell : layout.cell;
  const top = isLane ? rows.lane : rows.frame;
  // Close together, above the bars of the gradients' streams; beside gates, above its cells and
  // left of the gradient that comes down to them.
  const nameAt =
    gated === null
      ? { x: frameWidth / 2 + (tight ? 1 : 5), y: top + (tight ? -1 : 11) }
      : { x: t === 0 ? 1 - frameWidth / 2 : !isLane && layout.shown.gradients ? -19 : -13, y: top - 5 };
  return (
    <g>
      <rect
        class={isLane ? "network-frame network-lane-frame" : "network-frame"}
        x={-frameWidth / 2}
        y={top}
        width={frameWidth}
        height={isLane ? layout.laneHeight : layout.frameHeight}
        rx={7}
      />
      <text
        class={gated === null || t === 0 ? "network-symbol" : "network-symbol network-right"}
        {...nameAt}
        aria-hidden="true"
      >
        <Legible text={`${letter}${subscript(t)}`} inside="svg" />
      </text>
      {Array.from({ length: layout.H }, (_, index) => {
        const value = values[index] ?? null;
        const { x, y } = cellAt(index);
        const isHeld = clamps.length > 0 && holding(clamps, index, t) !== undefined;
        return (
          <g
            key={index}
            class={`network-item network-cell${isLane ? " network-lane-cell" : ""}${isHeld ? " is-held" : ""}`}
            data-quantity={quantity}
            data-t={t === 0 ? undefined : t}
            data-index={index}
          >
            <rect x={x} y={y} width={cells.width} height={cells.height} rx={3} fill={scale.colour(value)} />
            {cells.showsText && (
              <text
                class="network-value"
                x={x + cells.width / 2}
                y={y + cells.height / 2 + 4}
                fill={scale.ink(value)}
                aria-hidden="true"
              >
                {signed(value, 2)}
              </text>
            )}
            {isHeld && <Jaws left={x} top={y} right={x + cells.width} bottom={y + cells.height} />}
          </g>
        );
      })}
    </g>
  );
}

/** A state that is held has a bar at either side, like a jaw. */
function Jaws({ left, top, right, bottom }: { left: number; top: number; right: number; bottom: number }) {
  const d = `M${left + 4} ${top}H${left}V${bottom}h4M${right - 4} ${top}H${right}V${bottom}h-4`;
  return <path class="network-jaws" d={d} />;
}
