/** The timesteps as a table, for screen readers. */

import { h, setText } from "../../lib/dom";
import type { Structure } from "../../model/cells";
import { fixed, loss, spoken, signed as withSign } from "../../model/format";
import type { Knows } from "../../model/network/descriptions";
import { flowInto, gateValues, guessedToken, norm, probability, targetIndex } from "../../model/network/numbers";
import { isRecurrent, writesAt } from "../../model/parts";
import type { Trace } from "../../model/types";

const COLUMNS = ["t", "input", "prediction", "target", "probability of the target", "loss"];
const AHEAD = "not yet";
const NONE = "none";
const UNASKED = "nothing asked";

/** The lengths of what reaches a timestep's state on the way back, and of its sum. */
export interface GradientColumn {
  name: string;
  /** `t` 0 is the initial state */
  tell: (trace: Trace, t: number, knows: Knows) => string;
}

/** What the arrows back into a state, or cell state, carry; from the last one there is none. */
const flowColumn = (letter: "h" | "c", name: string): GradientColumn => ({
  name,
  tell: (trace, t, knows) =>
    t === trace.steps.length
      ? NONE
      : knows(`d${letter}_from_future_norm`, t)
        ? norm(flowInto(trace, t, letter))
        : AHEAD,
});

const FROM_OUTPUT: GradientColumn = {
  name: "gradient from its output",
  tell: ({ steps }, t, knows) =>
    t === 0 || steps[t - 1].target === null
      ? NONE
      : knows("dh_from_output_norm", t)
        ? norm(steps[t - 1].dh_from_output_norm)
        : AHEAD,
};

const sumColumn = (letter: "h" | "c", name: string): GradientColumn => ({
  name,
  tell: (trace, t, knows) => {
    if (t === 0) {
      // Only one arrow ends there.
      return knows(`d${letter}_from_future_norm`, 0) ? norm(flowInto(trace, 0, letter)) : AHEAD;
    }
    const step = trace.steps[t - 1];
    return knows(`d${letter}_norm`, t) ? norm(letter === "h" ? step.dh_norm : step.dc_norm) : AHEAD;
  },
});

function gradientColumns(trace: Trace): GradientColumn[] {
  return [
    FROM_OUTPUT,
    ...(isRecurrent(trace) ? [flowColumn("h", "gradient from the next timestep")] : []),
    sumColumn("h", "gradient at the state"),
    ...(trace.steps[0]?.c === undefined
      ? []
      : [flowColumn("c", "gradient from the next cell state"), sumColumn("c", "gradient at the cell state")]),
  ];
}

/**
 * With more units the table would take minutes to hear; the opened cell has a table of its own.
 */
const MOST_UNITS = 24;

/** Each gate, with a number for each unit. */
function gateColumns({ h_0: units }: Trace, structure: Structure | null): GradientColumn[] {
  const gates = units.length > MOST_UNITS ? [] : (structure?.gates ?? []);
  return gates.map(({ name, words, signed }) => ({
    name: `${name}, ${words}`,
    tell: ({ steps }, t, knows) =>
      t === 0
        ? NONE
        : knows(name, t)
          ? gateValues(steps[t - 1], name)
              .map((value) => (signed ? withSign(value, 2) : fixed(value, 2)))
              .join(", ")
          : AHEAD,
  }));
}

export function createTable() {
  const head = h("tr");
  const body = h("tbody");
  const foot = h("tfoot");
  const element = h(
    "table",
    { class: "network-table" },
    h("caption", {}, "The timesteps of the network, and the lengths of their gradients"),
    h("thead", {}, head),
    body,
    foot,
  );
  let names = "";

  function rebuild(next: string[]) {
    names = next.join("\n");
    head.replaceChildren(...next.map((name) => h("th", { scope: "col" }, name)));
    body.replaceChildren();
  }

  return {
    element,
    /** @param structure of a gated cell */
    update(trace: Trace, knows: Knows, structure: Structure | null = null) {
      const { steps } = trace;
      const gradients = [...gateColumns(trace, structure), ...gradientColumns(trace)];
      const columns = [...COLUMNS, ...gradients.map(({ name }) => name)];
      if (columns.join("\n") !== names) {
        rebuild(columns);
      }
      while (body.rows.length > steps.length) {
        body.deleteRow(-1);
      }
      while (body.rows.length < steps.length) {
        body.append(h("tr", {}, h("th", { scope: "row" }), ...columns.slice(1).map(() => h("td"))));
      }
      steps.forEach((step, i) => {
        const { t } = step;
        const predictedYet = knows("probs", t);
        const lostYet = knows("loss", t);
        const texts = [
          String(t),
          knows("x", t) ? spoken(step.input) : AHEAD,
          ...(writesAt(trace, t) ? [predictedYet ? spoken(guessedToken(trace, t) ?? NONE) : AHEAD] : ["only reads"]),
          ...(step.target === null
            ? [UNASKED, NONE, NONE]
            : lostYet
              ? [spoken(step.target), probability(step.probs[targetIndex(trace, t)]), loss(step.loss)]
              : [AHEAD, AHEAD, AHEAD]),
          ...gradients.map(({ tell }) => tell(trace, t, knows)),
        ];
        texts.forEach((text, cell) => setText(body.rows[i].cells[cell], text));
      });
      foot.replaceChildren(
        ...(isRecurrent(trace)
          ? [
              h(
                "tr",
                {},
                h("th", { scope: "row" }, "0"),
                h("td", { colspan: COLUMNS.length - 1 }, "the initial state"),
                ...gradients.map(({ tell }) => h("td", {}, tell(trace, 0, knows))),
              ),
            ]
          : []),
      );
    },
  };
}
