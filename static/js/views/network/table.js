// @ts-check
/** The timesteps as a table, for screen readers. */

import { h, setText } from "../../dom.js";
import { loss, spoken } from "../../format.js";
import { writesAt } from "../../parts.js";
import { guessedToken, probability, targetIndex } from "./text.js";

/** @typedef {import("./text.js").Trace} Trace */

const COLUMNS = ["t", "input", "prediction", "target", "probability of the target", "loss"];
const AHEAD = "not yet";
const NONE = "none";
const UNASKED = "nothing asked";

export function createTable() {
  const body = h("tbody");
  const element = h(
    "table",
    { class: "network-table" },
    h("caption", {}, "The timesteps of the network"),
    h("thead", {}, h("tr", {}, ...COLUMNS.map((name) => h("th", { scope: "col" }, name)))),
    body,
  );
  return {
    element,
    /**
     * @param {Trace} trace
     * @param {import("./text.js").Knows} knows
     */
    update(trace, knows) {
      const { steps } = trace;
      while (body.rows.length > steps.length) {
        body.deleteRow(-1);
      }
      while (body.rows.length < steps.length) {
        body.append(
          h("tr", {}, h("th", { scope: "row" }), ...COLUMNS.slice(1).map(() => h("td"))),
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
        ];
        texts.forEach((text, cell) => setText(body.rows[i].cells[cell], text));
      });
    },
  };
}
