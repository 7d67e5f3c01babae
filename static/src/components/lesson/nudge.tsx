/** A derivative by hand: two losses, of a weight a little larger and a little smaller. */

import { Legible } from "../../lib/legible";
import { say } from "../../lib/messages";
import type { View } from "../../model/lesson";
import { UNKNOWN } from "./setting";

export function Nudge({ view: { measures, isSeen } }: { view: View }) {
  const [measured] = measures;
  if (measured === undefined) {
    return null;
  }
  const text = (name: string) => String(measured.values[name] ?? "");
  const rows = [
    { name: `L(w + ${text("step")})`, value: text("up") },
    { name: `L(w \u2212 ${text("step")})`, value: text("down") },
    { name: say("lesson-nudge-quotient", { width: text("width") }), value: text("numeric") },
  ];
  return (
    <div class="lesson-gates scrolls">
      <table>
        <caption>{say("lesson-nudge", { step: text("step") })}</caption>
        <tbody>
          {rows.map(({ name, value }) => (
            <tr key={name}>
              <th scope="row">
                <Legible text={name} />
              </th>
              <td>{isSeen ? value : UNKNOWN}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
