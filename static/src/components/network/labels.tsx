/** What stays behind and beside the timesteps: the names of the rows, and the halves. */

import { Say, say } from "../../lib/messages";
import type { Layout } from "../../model/network/layout";
import type { Trace } from "../../model/types";

/** The names of the rows, which stay while the timesteps scroll under them. */
export function Labels({ layout, hasSwitches }: { layout: Layout; hasSwitches: boolean }) {
  const { rows, cells, terse, offset, groups, shown, recurrent } = layout;
  const at = (top: number) => ({ top: `${top}px`, left: `${offset}px` });
  const names = [
    ...(shown.losses ? [{ row: "loss", top: rows.loss + 11 }] : []),
    ...(shown.outputs ? [{ row: "prediction", top: rows.output + 56 }] : []),
    // What nothing is passed on from is a hidden layer, and no state.
    { row: recurrent ? "state" : "layer", top: rows.frame - 12 },
    ...(groups > 1 ? [] : [{ row: "input", top: rows.input + 12 }]),
    ...(layout.lane ? [{ row: "cell", top: rows.lane - 10 }] : []),
  ];
  // With one unit in each row, its switch says which it is.
  const every = Math.ceil(13 / (cells.height + cells.gap));
  const numbered = cells.columns > 1 || !hasSwitches ? Math.ceil(cells.rows / every) : 0;
  return (
    <div class="network-labels" aria-hidden="true">
      {names.map(({ row, top }) => (
        <span key={row} class={`network-label network-${row}-label`} style={at(top)}>
          <Say id="network-row-label" values={{ row, terse: terse ? "yes" : "no" }} />
        </span>
      ))}
      {/* Of several inputs side by side, which was read when. */}
      {Array.from({ length: groups > 1 ? groups : 0 }, (_, before) => (
        <span key={before} class="network-label network-group" style={at(rows.input + before * rows.inputRow + 12)}>
          {say("network-before", { before, terse: terse ? "yes" : "no" })}
        </span>
      ))}
      {Array.from({ length: numbered }, (_, i) => {
        const index = i * every * cells.columns;
        return (
          <span key={index} class="network-unit" style={at(layout.cell(index).y + cells.height / 2)}>
            {index}
          </span>
        );
      })}
    </div>
  );
}

/** Encoder and decoder: two coloured halves behind the timesteps, each with its name above. */
export function Halves({ layout, trace }: { layout: Layout; trace: Trace }) {
  return (
    <g>
      {trace.parts.map(({ name, first, last, writes }) => {
        const left = layout.middle(first) - layout.pitch / 2 + 2;
        return (
          <g key={name} data-part={name} aria-hidden="true">
            <rect
              class="network-half"
              rx={12}
              x={left}
              y={2}
              width={(last - first + 1) * layout.pitch - 4}
              height={layout.height - 4}
            />
            <text class="network-half-name" x={left + 12} y={21}>
              {say("network-half", { part: name, does: writes ? "writes" : "reads" })}
            </text>
          </g>
        );
      })}
    </g>
  );
}
