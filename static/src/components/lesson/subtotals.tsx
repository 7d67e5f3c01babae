/** What states are made of: parts of the sums inside them. */

import { say } from "../../lib/messages";
import { fixed, visible } from "../../model/format";
import type { Measured, View } from "../../model/lesson";
import { timesOf } from "../../model/lesson";
import type { FigureProps } from "./setting";
import { UNKNOWN } from "./setting";

const SOURCES = ["letter", "past", "bias"] as const;

/** States, unit by unit: what the letter, the past and the bias bring to each sum. */
export function Subtotals({ figure, view }: FigureProps) {
  const { trace, measures } = view;
  if (trace === null || measures.length === 0) {
    return null;
  }
  const brought = measures.flatMap(({ values }) => SOURCES.map((source) => Math.abs(Number(values[source]))));
  const largest = Math.max(...brought, 1e-9);
  const units = trace.h_0.length;
  return (
    <div class="lesson-subtotals">
      {timesOf(figure).map((t, place) => (
        <Subtotal
          key={t}
          t={t}
          units={measures.slice(place * units, (place + 1) * units)}
          largest={largest}
          view={view}
        />
      ))}
    </div>
  );
}

interface SubtotalProps {
  t: number;
  units: Measured[];
  /** of all that is brought, the longest of the bars */
  largest: number;
  view: View;
}

function Subtotal({ t, units, largest, view: { trace, isHidden } }: SubtotalProps) {
  const step = trace?.steps[t - 1];
  if (step === undefined) {
    return null;
  }
  return (
    <div class="scrolls">
      <table>
        <caption>{say("lesson-subtotals", { t, letter: visible(step.input) })}</caption>
        <thead>
          <tr>
            <th scope="col">{say("lesson-unit")}</th>
            {[...SOURCES, "sum", "state"].map((source) => (
              <th key={source} scope="col" data-source={source}>
                {say("lesson-source", { source })}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {units.map(({ values }, unit) => (
            <tr key={unit}>
              <th scope="row">{unit}</th>
              {SOURCES.map((source) => (
                <td key={source} data-source={source}>
                  {isHidden ? UNKNOWN : fixed(Number(values[source]), 2)}
                  <Share of={isHidden ? 0 : Number(values[source]) / largest} />
                </td>
              ))}
              <td>{isHidden ? UNKNOWN : fixed(Number(values.sum), 2)}</td>
              <td class="is-state">{isHidden ? UNKNOWN : fixed(step.h[unit] ?? null, 2)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** To the right of the middle where it is positive. */
function Share({ of }: { of: number }) {
  return (
    <span class="share" aria-hidden="true">
      <span style={{ left: `${50 + Math.min(of, 0) * 50}%`, width: `${Math.abs(of) * 50}%` }} />
    </span>
  );
}
