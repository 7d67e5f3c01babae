// @ts-check
/** Proof on demand: on each parameter's card, whether its gradient was checked and how it went. */

import { find, h, on, setText } from "../dom.js";
import { count, counted } from "../format.js";
import { errorText } from "./inspector/writing.js";

/** @typedef {import("../inspection.js").Proof} Proof */

/** Rounding alone reaches about 1e-9; a wrong gradient is off by whole percents. */
const LARGEST_ERROR = 1e-5;

/**
 * A proof in as many words as fit on a badge, and what to say when there is room.
 *
 * @param {Proof | undefined} proof
 * @returns {{state: "none" | "checking" | "right" | "wrong" | "failed", text: string, title: string}}
 */
export function badge(proof) {
  if (proof === undefined) {
    return {
      state: "none",
      text: "check",
      title: "Check this gradient against central differences of the loss",
    };
  }
  if (proof.state === "checking") {
    return { state: "checking", text: "checking…", title: "Measuring the loss around every weight" };
  }
  if (proof.state === "failed") {
    return { state: "failed", text: "failed: again", title: proof.text };
  }
  const { checked, total, overall_error: error } = proof.check;
  const right = error !== null && error <= LARGEST_ERROR;
  const all = checked === total;
  const part = all ? "" : `, ${count(checked)} of ${count(total)}`;
  return {
    state: right ? "right" : "wrong",
    text: `${right ? "✓" : "✗"} ${errorText(error)}${part}`,
    title:
      `${all ? "Checked" : `Partly checked (${count(checked)} of ${counted(total, "number")}, then time was up)`}: ` +
      `backpropagation and central differences differ by a relative error of ${errorText(error)}`,
  };
}

/**
 * @param {HTMLElement} root
 * @param {(parameter: string) => void} prove
 */
export function createProofs(root, prove) {
  /** @type {Map<string, HTMLButtonElement>} */
  const buttons = new Map();
  for (const figure of root.querySelectorAll("[data-figure]")) {
    const parameter = figure.getAttribute("data-figure") ?? "";
    if (/^[Wb]_/.test(parameter)) {
      const button = h("button", { type: "button", class: "prove", "data-prove": parameter });
      on(button, "click", () => prove(parameter));
      find(figure, "figcaption", HTMLElement).append(button);
      buttons.set(parameter, button);
    }
  }
  return {
    /** @param {Record<string, Proof>} proofs by parameter */
    update(proofs) {
      for (const [parameter, button] of buttons) {
        const { state, text, title } = badge(proofs[parameter]);
        button.dataset["state"] = state;
        button.disabled = state === "checking";
        button.title = title;
        button.setAttribute("aria-label", `${text}. Gradient of ${parameter}: ${title}`);
        setText(button, text);
      }
    },
  };
}
