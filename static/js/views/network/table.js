// @ts-check
/** The timesteps as a table, for screen readers. */

import { h, setText } from "../../dom.js";
import { fixed, loss, signed as withSign, spoken } from "../../format.js";
import { isRecurrent, writesAt } from "../../parts.js";
import { flowInto, gateValues, guessedToken, norm, probability, targetIndex } from "./text.js";

/** @typedef {import("./text.js").Trace} Trace */
/** @typedef {import("./text.js").Knows} Knows */

const COLUMNS = ["t", "input", "prediction", "target", "probability of the target", "loss"];
const AHEAD = "not yet";
const NONE = "none";
const UNASKED = "nothing asked";

/**
 * The lengths of what reaches a timestep's state on the way back, and of its sum.
 *
 * @typedef {object} GradientColumn
 * @property {string} name
 * @property {(trace: Trace, t: number, knows: Knows) => string} tell `t` 0 is the initial state
 */

/**
 * What the arrows back into a state, or cell state, carry; from the last one there is none.
 *
 * @param {"h" | "c"} letter
 * @param {string} name
 * @returns {GradientColumn}
 */
const flowColumn = (letter, name) => ({
  name,
  tell: (trace, t, knows) =>
    t === trace.steps.length
      ? NONE
      : knows(`d${letter}_from_future_norm`, t)
        ? norm(flowInto(trace, t, letter))
        : AHEAD,
});

/** @type {GradientColumn} */
const FROM_OUTPUT = {
  name: "gradient from its output",
  tell: ({ steps }, t, knows) =>
    t === 0 || steps[t - 1].target === null
      ? NONE
      : knows("dh_from_output_norm", t)
        ? norm(steps[t - 1].dh_from_output_norm)
        : AHEAD,
};

/**
 * @param {"h" | "c"} letter
 * @param {string} name
 * @returns {GradientColumn}
 */
const sumColumn = (letter, name) => ({
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

/**
 * @param {Trace} trace
 * @returns {GradientColumn[]}
 */
function gradientColumns(trace) {
  return [
    FROM_OUTPUT,
    ...(isRecurrent(trace) ? [flowColumn("h", "gradient from the next timestep")] : []),
    sumColumn("h", "gradient at the state"),
    ...(trace.steps[0]?.c === undefined
      ? []
      : [
          flowColumn("c", "gradient from the next cell state"),
          sumColumn("c", "gradient at the cell state"),
        ]),
  ];
}

/** With more units the table would take minutes to hear; the opened cell has a table of its own. */
const MOST_UNITS = 24;

/**
 * Each gate, with a number for each unit.
 *
 * @param {Trace} trace
 * @param {import("../../cells.js").Structure | null} structure
 * @returns {GradientColumn[]}
 */
function gateColumns({ h_0: units }, structure) {
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

  /** @param {string[]} next */
  function rebuild(next) {
    names = next.join("\n");
    head.replaceChildren(...next.map((name) => h("th", { scope: "col" }, name)));
    body.replaceChildren();
  }

  return {
    element,
    /**
     * @param {Trace} trace
     * @param {Knows} knows
     * @param {import("../../cells.js").Structure | null} [structure] of a gated cell
     */
    update(trace, knows, structure = null) {
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
        body.append(
          h("tr", {}, h("th", { scope: "row" }), ...columns.slice(1).map(() => h("td"))),
        );
      }
      steps.forEach((step, i) => {
        const { t } = step;
        const predictedYet = knows("probs", t);
        const lostYet = knows("loss", t);
        const texts = [
          String(t),
          knows("x", t) ? spoken(step.input) : AHEAD,
          ...(writesAt(trace, t)
            ? [predictedYet ? spoken(guessedToken(trace, t) ?? NONE) : AHEAD]
            : ["only reads"]),
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
