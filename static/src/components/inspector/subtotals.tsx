/** Where a weighted sum comes from, in the colours of its weights. */

import { Say } from "../../lib/messages";
import type { Derivation } from "../../model/types";
import { Name, Value } from "./number";

const INKS = { input: "w-xh", past: "w-hh", bias: "" };
/** In the sentence, by source. */
const SLOTS = { input: "reading", past: "past", bias: "bias" };

/** One sentence; nothing where the number is made of no such sum. */
export function Subtotals({ subtotals }: Pick<Derivation, "subtotals">) {
  if (subtotals.length === 0) {
    return null;
  }
  const slots = Object.fromEntries(
    subtotals.map(({ source, notation, value }) => [
      SLOTS[source],
      <span class={`subtotal ${INKS[source]}`} data-source={source}>
        <Name of={{ notation, labels: [] }} /> = <Value of={value} signed />
      </span>,
    ]),
  );
  return (
    <span class="subtotals">
      <Say id="subtotals" values={{ sources: subtotals.map(({ source }) => source).join("-") }} slots={slots} />
    </span>
  );
}
