/** The gates at the way of a cell state, unit by unit. */

import { Legible } from "../../lib/legible";
import { say } from "../../lib/messages";
import { subscript } from "../../model/format";
import { drawnOrder, withOnly } from "../../model/network/gating";
import { gateValues, probability } from "../../model/network/numbers";
import type { FigureProps } from "./setting";
import { UNKNOWN } from "./setting";

/** What the letters above the gates stand for, in their order there. */
export function GateNames({ figure: { told }, configuration, setting: { cells } }: FigureProps) {
  const structure = cells[String(configuration.cell)];
  return (
    <dl class="lesson-gate-names">
      {structure !== undefined &&
        drawnOrder(withOnly(structure, told.gates)).map(({ name }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{say("network-gate-name", { gate: name })}</dd>
          </div>
        ))}
    </dl>
  );
}

/** What one of the gates lets through, unit by unit; at first there is nothing yet to keep. */
export function GateValues({ figure: { told }, view: { trace, isSeen } }: FigureProps) {
  if (trace === null) {
    return null;
  }
  const gate = told.of ?? "f";
  const steps = trace.steps.slice(gate === "f" ? 1 : 0);
  return (
    <div class="lesson-gates scrolls">
      <table>
        <caption>{say("lesson-gate-values", { gate })}</caption>
        <thead>
          <tr>
            <th scope="col">{say("lesson-unit")}</th>
            {steps.map(({ t }) => (
              <th key={t} scope="col">
                <Legible text={`${gate}${subscript(t)}`} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {trace.h_0.map((_, unit) => (
            <tr key={unit}>
              <th scope="row">{unit}</th>
              {steps.map((step) => (
                <td key={step.t}>{isSeen ? probability(gateValues(step, gate)[unit] ?? null) : UNKNOWN}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
