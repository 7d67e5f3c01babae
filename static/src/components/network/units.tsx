/** The switches of the hidden units, beside their rows: off holds a unit at 0 at every timestep. */

import { useRef, useState } from "preact/hooks";

import { say } from "../../lib/messages";
import { setting } from "../../model/format";
import { holding } from "../../model/interventions";
import type { Layout } from "../../model/network/layout";
import type { Clamp } from "../../model/types";

export function Units({
  layout,
  clamps,
  onSwitch,
}: {
  layout: Layout;
  /** the states that are held */
  clamps: readonly Clamp[] | undefined;
  onSwitch: (unit: number, isHeld: boolean) => void;
}) {
  const { cells, offset } = layout;
  // With more than one unit in a row there is no room for switches.
  const H = cells.columns > 1 ? 0 : layout.H;
  const group = useRef<HTMLDivElement>(null);
  const [chosen, setChosen] = useState(0);
  const active = Math.max(0, Math.min(H - 1, chosen));

  function move(event: KeyboardEvent) {
    const places: Record<string, number> = { ArrowUp: active - 1, ArrowDown: active + 1, Home: 0, End: H - 1 };
    const place = places[event.key];
    if (place !== undefined) {
      const next = Math.max(0, Math.min(H - 1, place));
      event.preventDefault();
      setChosen(next);
      group.current?.querySelectorAll("button")[next]?.focus();
    }
    // The diagram around would move its own focus, and the page train.
    if (place !== undefined || ["ArrowLeft", "ArrowRight", "Enter", " "].includes(event.key)) {
      event.stopPropagation();
    }
  }

  return (
    <div class="network-units" role="group" aria-label={say("network-units")} ref={group} onKeyDown={move}>
      {Array.from({ length: H }, (_, unit) => {
        const held = holding(clamps, unit, null);
        const isOff = held?.value === 0;
        const value = held === undefined ? "" : setting(held.value);
        const state = held === undefined ? "on" : isOff ? "off" : "held";
        return (
          <button
            key={unit}
            type="button"
            class="network-unit-switch"
            role="switch"
            aria-checked={held === undefined}
            aria-label={say("network-unit", { unit, state, value })}
            title={say("network-unit-title", { unit, state })}
            tabIndex={unit === active ? 0 : -1}
            style={{
              top: `${layout.cell(unit).y + cells.height / 2}px`,
              left: `${offset}px`,
              height: `${cells.height + cells.gap}px`,
            }}
            onClick={() => {
              setChosen(unit);
              onSwitch(unit, held !== undefined);
            }}
          >
            <span class="network-unit-note">{isOff ? say("network-unit-off") : value}</span>
            <span class="network-unit-knob" aria-hidden="true" />
            <span class="network-unit-name">{unit}</span>
          </button>
        );
      })}
    </div>
  );
}
