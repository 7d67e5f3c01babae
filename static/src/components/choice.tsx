/** A number chosen by name: its quantity, then each of its indexes. */

import { say } from "../lib/messages";
import type { Chosen } from "../model/changeable";
import { choicesOf, offered } from "../model/changeable";
import type { Trace } from "../model/types";
import { LabelledSelect } from "./select";

/** Of quantities that are no parameters. */
function nameOf(quantity: string) {
  return quantity === "h" ? say("choose-state") : quantity === "" ? say("choose-none") : quantity;
}

export function NumberChoice({
  ids,
  trace,
  quantities,
  chosen,
  onChoose,
}: {
  /** of the quantity and of each index */
  ids: string[];
  trace: Trace;
  quantities: string[];
  chosen: Chosen;
  onChoose: (chosen: Chosen) => void;
}) {
  const choose = (next: Partial<Chosen>) => onChoose(offered(trace, quantities, { ...chosen, ...next }));
  return (
    <>
      <LabelledSelect
        label={say("choose-number")}
        id={ids[0]}
        value={chosen.quantity}
        onChoose={(value) => choose({ quantity: value })}
        options={quantities.map((quantity) => [quantity, nameOf(quantity)])}
      />
      {choicesOf(trace, chosen.quantity).map(({ label, options }, place) => (
        <LabelledSelect
          key={place}
          label={label}
          id={ids[place + 1]}
          value={chosen.index[place]}
          onChoose={(value) => choose({ index: chosen.index.map((old, at) => (at === place ? Number(value) : old)) })}
          options={options.map(({ value, text }) => [value, text])}
        />
      ))}
    </>
  );
}
