/** Whose weights are shown, where not all timesteps use the same ones. */

import { find, h, on } from "../lib/dom";
import { presentPart } from "../model/parts";
import type { Trace } from "../model/types";

export function createWhose(page: HTMLElement, choose: (part: string) => void) {
  const label = find(page, "#whose-label", HTMLElement);
  const select = find(label, "#whose", HTMLSelectElement);
  on(select, "change", () => choose(select.value));
  return {
    /** @param part the chosen one */
    update(trace: Trace, part: string | null) {
      const names = trace.parts.map(({ name }) => name);
      label.hidden = names.length < 2;
      if (names.join() !== [...select.options].map(({ value }) => value).join()) {
        select.replaceChildren(
          ...names.map((name) => h("option", { value: name }, /^\d+$/.test(name) ? `timestep ${name}` : `the ${name}`)),
        );
      }
      select.value = presentPart(trace, part) ?? "";
    },
  };
}
