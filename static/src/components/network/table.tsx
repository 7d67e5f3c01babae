/** The timesteps as a table, for screen readers. */

import { Legible } from "../../lib/legible";
import { say } from "../../lib/messages";
import type { Structure } from "../../model/cells";
import { fixed, loss, spoken, signed as withSign } from "../../model/format";
import type { Knows } from "../../model/network/descriptions";
import { flowInto, gateValues, guessedToken, norm, probability, targetIndex } from "../../model/network/numbers";
import { isRecurrent, writesAt } from "../../model/parts";
import type { Trace } from "../../model/types";

/** A column of numbers about the way back, or about a gate; `t` 0 is the initial state. */
interface Column {
  name: string;
  /** null where there is no such number, undefined where it is not known yet */
  at: (t: number) => string | null | undefined;
}

/** With more units the table would take minutes to hear; the opened cell has a table of its own. */
const MOST_UNITS = 24;

/** Each gate, with a number for each unit. */
function gateColumns({ h_0: units, steps }: Trace, knows: Knows, structure: Structure | null): Column[] {
  const gates = units.length > MOST_UNITS ? [] : (structure?.gates ?? []);
  return gates.map(({ name, signed }) => {
    const write = signed ? withSign : fixed;
    const values = (t: number) => gateValues(steps[t - 1], name).map((value) => write(value, 2));
    return {
      name: say("network-table-gate", { gate: name }),
      at: (t) => (t === 0 ? null : knows(name, t) ? values(t).join(", ") : undefined),
    };
  });
}

/** The lengths of what reaches a timestep's state on the way back, and of its sum. */
function gradientColumns(trace: Trace, knows: Knows): Column[] {
  const { steps } = trace;
  const output: Column = {
    name: say("network-table-from-output"),
    at: (t) =>
      t === 0 || (steps[t - 1].target === null && knows("target", t))
        ? null
        : steps[t - 1].target !== null && knows("dh_from_output_norm", t)
          ? norm(steps[t - 1].dh_from_output_norm)
          : undefined,
  };
  // From the last timestep there is none.
  const flow = (letter: "h" | "c"): Column => ({
    name: say("network-table-from-next", { letter }),
    at: (t) =>
      t === steps.length
        ? null
        : knows(`d${letter}_from_future_norm`, t)
          ? norm(flowInto(trace, t, letter))
          : undefined,
  });
  const sum = (letter: "h" | "c"): Column => ({
    name: say("network-table-sum", { letter }),
    at: (t) => {
      if (!knows(t === 0 ? `d${letter}_from_future_norm` : `d${letter}_norm`, t)) {
        return undefined;
      }
      // Only one arrow ends at the initial state.
      return norm(t === 0 ? flowInto(trace, 0, letter) : steps[t - 1][letter === "h" ? "dh_norm" : "dc_norm"]);
    },
  });
  return [
    output,
    ...(isRecurrent(trace) ? [flow("h")] : []),
    sum("h"),
    ...(steps[0]?.c === undefined ? [] : [flow("c"), sum("c")]),
  ];
}

/** What a timestep reads, predicts and loses, as far as it is known. */
function cellsOf(trace: Trace, t: number, knows: Knows): string[] {
  const { input, target, probs, loss: value } = trace.steps[t - 1];
  const [ahead, none] = [say("network-table-ahead"), say("network-table-none")];
  const guess = guessedToken(trace, t);
  const prediction = !writesAt(trace, t)
    ? say("network-table-reads")
    : !knows("probs", t)
      ? ahead
      : guess === null
        ? none
        : spoken(guess);
  const asked = !knows(target === null ? "target" : "loss", t)
    ? [ahead, ahead, ahead]
    : target === null
      ? [say("network-table-unasked"), none, none]
      : [spoken(target), probability(probs[targetIndex(trace, t)]), loss(value)];
  return [knows("x", t) ? spoken(input) : ahead, prediction, ...asked];
}

const HEADS = ["t", "input", "prediction", "target", "probability", "loss"];

export function Table({
  trace,
  knows,
  structure,
}: {
  trace: Trace;
  knows: Knows;
  /** of a gated cell */
  structure: Structure | null;
}) {
  const further = [...gateColumns(trace, knows, structure), ...gradientColumns(trace, knows)];
  const numbers = (t: number) =>
    further.map(({ name, at }) => {
      const text = at(t);
      return <td key={name}>{text ?? say(text === null ? "network-table-none" : "network-table-ahead")}</td>;
    });
  return (
    <table class="network-table visually-hidden">
      <caption>{say("network-table")}</caption>
      <thead>
        <tr>
          {[...HEADS.map((head) => say("network-table-head", { head })), ...further.map(({ name }) => name)].map(
            (head) => (
              <th key={head} scope="col">
                <Legible text={head} />
              </th>
            ),
          )}
        </tr>
      </thead>
      <tbody>
        {trace.steps.map(({ t }) => (
          <tr key={t}>
            <th scope="row">{t}</th>
            {cellsOf(trace, t, knows).map((text, i) => (
              <td key={i}>{text}</td>
            ))}
            {numbers(t)}
          </tr>
        ))}
      </tbody>
      {isRecurrent(trace) && (
        <tfoot>
          <tr>
            <th scope="row">0</th>
            <td colSpan={HEADS.length - 1}>{say("network-table-start")}</td>
            {numbers(0)}
          </tr>
        </tfoot>
      )}
    </table>
  );
}
