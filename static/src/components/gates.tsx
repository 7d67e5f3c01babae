/**
 * Inside a gated cell at one timestep: for each unit what it had, what its gates let through, and
 * what came of it. Every number has its address and can be asked why.
 */

import { useMemo, useRef, useState } from "preact/hooks";
import { Legible } from "../lib/legible";
import { Say, say } from "../lib/messages";
import { kindOf } from "../model/cells";
import type { Scale, ThemeColours } from "../model/colours";
import { createScale } from "../model/colours";
import { exact, fixed, signed, spoken, subscript } from "../model/format";
import type { Moment } from "../model/phases";
import type { Maybe, Trace } from "../model/types";
import { LabelledSelect } from "./select";

/** A column of the table. */
interface Part {
  name: "c" | "h" | "i" | "f" | "g" | "o" | "r" | "z" | "n";
  /** whether it is of the timestep before */
  before: boolean;
  /** whether it goes from 0 to 1, as a bar */
  gate: boolean;
}

const part = (name: Part["name"]): Part => ({ name, before: false, gate: "ifozr".includes(name) });
const PARTS: Record<"gru" | "lstm", Part[]> = {
  lstm: [{ ...part("c"), before: true }, ...(["f", "i", "g", "c", "o", "h"] as const).map(part)],
  gru: [{ ...part("h"), before: true }, ...(["r", "n", "z", "h"] as const).map(part)],
};
/** More rows than this are no overview. */
const MOST_UNITS = 64;
const AHEAD = "·";

/** Value and address; without an address where it is no number of the run: c_0 is always zero. */
function numberAt(trace: Trace, { name, before }: Part, t: number, unit: number) {
  const at = before ? t - 1 : t;
  if (at > 0) {
    return { value: trace.steps[at - 1]?.[name]?.[unit] ?? null, quantity: name, at };
  }
  return name === "h"
    ? { value: trace.h_0[unit] ?? null, quantity: "h_0", at: undefined }
    : { value: 0, quantity: undefined, at: undefined };
}

export function Gates({
  trace,
  moment,
  t: chosen,
  colours,
  onChoose,
  onHover,
}: {
  trace: Trace;
  moment: Moment | null;
  /** the timestep to look at outside an iteration's phases */
  t: number;
  colours: ThemeColours;
  onChoose: (t: number) => void;
  onHover: (data: DOMStringMap | null) => void;
}) {
  const table = useRef<HTMLTableElement>(null);
  const [active, setActive] = useState([0, 0]);
  const scale = useMemo(() => createScale(colours), [colours]);
  const cell = kindOf(trace);
  if (cell === "tanh") {
    return null;
  }
  const parts = PARTS[cell];
  const t = moment?.phase.t ?? Math.min(chosen, trace.steps.length);
  const units = trace.h_0.length;
  const rows = Array.from({ length: Math.min(units, MOST_UNITS) }, (_, unit) => unit);
  const isActive = (unit: number, column: number) =>
    unit === Math.min(active[0], rows.length - 1) && column === Math.min(active[1], parts.length - 1);

  function moved(event: KeyboardEvent) {
    const [row, column] = active;
    const places: Record<string, [number, number]> = {
      ArrowUp: [row - 1, column],
      ArrowDown: [row + 1, column],
      ArrowLeft: [row, column - 1],
      ArrowRight: [row, column + 1],
      Home: [row, 0],
      End: [row, parts.length - 1],
    };
    const place = event.ctrlKey || event.metaKey || event.altKey ? undefined : places[event.key];
    if (place !== undefined) {
      // The page would step or train.
      event.preventDefault();
      event.stopPropagation();
      const next = table.current?.tBodies[0]?.rows[place[0]]?.querySelectorAll("button")[place[1]];
      next?.focus();
      setActive(next === undefined ? active : place);
    }
  }

  const point = (event: Event) => {
    const pointed = event.target instanceof Element ? event.target.closest("[data-quantity]") : null;
    onHover(pointed instanceof HTMLElement ? pointed.dataset : null);
  };
  return (
    <section class="card gates-card" id="gates" aria-labelledby="gates-heading">
      <header class="card-header">
        <h2 id="gates-heading">
          {say("gates-heading")}{" "}
          <span class="card-note" id="gates-note">
            {say("gates-note", { cell, units, shown: rows.length, more: units > MOST_UNITS ? "yes" : "no" })}
          </span>
        </h2>
        <LabelledSelect
          class="gates-choice"
          label={<Say id="gates-at" />}
          id="gates-t"
          value={t}
          disabled={moment !== null && moment.phase.t !== null}
          onChoose={(value) => onChoose(Number(value))}
          options={trace.steps.map((step) => [step.t, say("gates-timestep", { t: step.t, token: spoken(step.input) })])}
        />
      </header>
      <div class="gates-parts">
        <section
          class="gates-scroller scrolls"
          id="gates-scroller"
          aria-labelledby="gates-heading"
          onKeyDown={moved}
          onPointerOver={point}
          onPointerLeave={() => onHover(null)}
          onFocusIn={point}
          onFocusOut={() => onHover(null)}
        >
          <table class="gates-table" id="gates-table" ref={table}>
            <thead>
              <tr>
                <th scope="col">{say("gates-unit")}</th>
                {parts.map((each) => (
                  <Head key={`${each.name} ${each.before}`} part={each} cell={cell} t={t} />
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((unit) => (
                <tr key={unit}>
                  <th scope="row">{unit}</th>
                  {parts.map((each, column) => (
                    <td key={column}>
                      <Cell {...{ trace, moment, t, unit, scale }} part={each} isActive={isActive(unit, column)} />
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
        <div class="gates-words">
          <p>
            <Say id={`gates-${cell}`} />
          </p>
          <p class="hint">{say("gates-hint")}</p>
        </div>
      </div>
    </section>
  );
}

function Head({ part: { name, before, gate }, cell, t }: { part: Part; cell: string; t: number }) {
  const role = before ? `${name}_before` : name;
  return (
    <th scope="col" class={gate ? "gates-wide" : ""}>
      <span class="gates-symbol">
        <var>{name}</var>
        <sub>{before ? t - 1 : t}</sub>
      </span>{" "}
      <span class="gates-does">{say(`gates-${cell}-${role}`)}</span>
    </th>
  );
}

function Cell({
  trace,
  moment,
  part,
  t,
  unit,
  scale,
  isActive,
}: {
  trace: Trace;
  moment: Moment | null;
  part: Part;
  t: number;
  unit: number;
  scale: Scale;
  isActive: boolean;
}) {
  const { value, quantity, at } = numberAt(trace, part, t, unit);
  const known = quantity === undefined || at === undefined || (moment?.knows(quantity, at) ?? true);
  const asks = known && quantity !== undefined;
  const number = `${part.name}${subscript(part.before ? t - 1 : t)}[${unit}] = ${exact(value)}`;
  const title = asks ? say("gates-why", { number }) : say("gates-zero", { number });
  return (
    <button
      type="button"
      class={`number ${part.gate ? "gates-gate" : "gates-state"}`}
      data-index={unit}
      data-quantity={asks ? quantity : undefined}
      data-t={asks ? at : undefined}
      aria-disabled={asks ? undefined : "true"}
      tabIndex={isActive ? 0 : -1}
      title={known ? title : say("gates-ahead")}
      style={known ? styleOf(part, value, scale) : undefined}
    >
      <Legible text={known ? (part.gate ? fixed(value) : signed(value)) : AHEAD} />
    </button>
  );
}

const styleOf = ({ gate }: Part, value: Maybe, scale: Scale) =>
  gate
    ? { "--share": `${(100 * (value ?? 0)).toFixed(1)}%` }
    : { background: scale.colour(value), color: scale.ink(value) };
