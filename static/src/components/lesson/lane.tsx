/** The forget gates on the way of a cell state, unit by unit. */

import { Legible } from "../../lib/legible";
import { say } from "../../lib/messages";
import { subscript } from "../../model/format";
import type { View } from "../../model/lesson";
import { drawnOrder } from "../../model/network/gating";
import { probability } from "../../model/network/numbers";
import type { FigureProps } from "./setting";
import { UNKNOWN } from "./setting";

/** What the letters above the gates stand for, in their order there. */
export function GateNames({ configuration, setting: { cells } }: FigureProps) {
  const structure = cells[String(configuration.cell)];
  return (
    <dl class="lesson-gate-names">
      {structure !== undefined &&
        drawnOrder(structure).map(({ name }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{say("network-gate-name", { gate: name })}</dd>
          </div>
        ))}
    </dl>
  );
}

/** What each gate keeps, from the second timestep on: before the first there is nothing to keep. */
export function ForgetGates({ view: { trace, isSeen } }: { view: View }) {
  if (trace === null) {
    return null;
  }
  const steps = trace.steps.slice(1);
  return (
    <div class="lesson-gates scrolls">
      <table>
        <caption>{say("lesson-forget-gates")}</caption>
        <thead>
          <tr>
            <th scope="col">{say("lesson-unit")}</th>
            {steps.map(({ t }) => (
              <th key={t} scope="col">
                <Legible text={`f${subscript(t)}`} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {trace.h_0.map((_, unit) => (
            <tr key={unit}>
              <th scope="row">{unit}</th>
              {steps.map(({ t, f }) => (
                <td key={t}>{isSeen ? probability(f?.[unit] ?? null) : UNKNOWN}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
