// @ts-check
/** Whose weights are shown, where not all timesteps use the same ones. */

import { find, h, on } from "../dom.js";
import { presentPart } from "../parts.js";

/** @typedef {import("../types.js").Trace} Trace */

/**
 * @param {HTMLElement} page
 * @param {(part: string) => void} choose
 */
export function createWhose(page, choose) {
  const label = find(page, "#whose-label", HTMLElement);
  const select = find(label, "#whose", HTMLSelectElement);
  on(select, "change", () => choose(select.value));
  return {
    /**
     * @param {Trace} trace
     * @param {string | null} part the chosen one
     */
    update(trace, part) {
      const names = trace.parts.map(({ name }) => name);
      label.hidden = names.length < 2;
      if (names.join() !== [...select.options].map(({ value }) => value).join()) {
        select.replaceChildren(
          ...names.map((name) =>
            h("option", { value: name }, /^\d+$/.test(name) ? `timestep ${name}` : `the ${name}`),
          ),
        );
      }
      select.value = presentPart(trace, part) ?? "";
    },
  };
}
