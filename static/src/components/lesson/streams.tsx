/** The two streams that meet at a state, unit by unit, and their sum. */

import { Legible } from "../../lib/legible";
import { say } from "../../lib/messages";
import { subscript } from "../../model/format";
import { timesOf } from "../../model/lesson";
import { writtenSums } from "../../model/sums";
import type { FigureProps } from "./setting";
import { UNKNOWN } from "./setting";

/** A row for each unit: what its own prediction brings, what the next state brings, and both together. */
export function Streams({ figure, view: { trace, moment, isSeen } }: FigureProps) {
  const [t = 1] = timesOf(figure);
  const step = trace?.steps[t - 1];
  if (trace === null || step === undefined) {
    return null;
  }
  const isKnown = isSeen && (moment === null || moment.knows("dh", t));
  const written = writtenSums(
    trace.h_0.map((_, unit) => ({
      addends: [step.dh_from_output?.[unit] ?? null, step.dh_from_future?.[unit] ?? null],
      total: step.dh?.[unit] ?? null,
    })),
  );
  return (
    <div class="lesson-gates lesson-streams scrolls">
      <table>
        <caption>
          <Legible text={say("lesson-streams", { state: `h${subscript(t)}` })} />
        </caption>
        <thead>
          <tr>
            <th scope="col">{say("lesson-unit")}</th>
            <th scope="col">{say("lesson-stream-own")}</th>
            <th scope="col">
              <Legible text={say("lesson-stream-later", { state: `h${subscript(t + 1)}` })} />
            </th>
            <th scope="col">
              <Legible text={say("lesson-stream-sum", { state: `h${subscript(t)}` })} />
            </th>
          </tr>
        </thead>
        <tbody>
          {trace.h_0.map((_, unit) => {
            const { addends: [own, later] = [], total = "", relation = "=" } = written[unit] ?? {};
            return (
              <tr key={unit}>
                <th scope="row">{unit}</th>
                <td>{isKnown ? own : UNKNOWN}</td>
                <td>{isKnown ? later : UNKNOWN}</td>
                <td class="is-state">{isKnown ? `${relation === "=" ? "" : `${relation} `}${total}` : UNKNOWN}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
