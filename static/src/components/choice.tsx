/** A number chosen by name: its quantity, then each of its indexes. */

import { say } from "../lib/messages";
import type { Chosen } from "../model/changeable";
import { choicesOf, offered } from "../model/changeable";
import type { Trace } from "../model/types";

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
      <label>
        {say("choose-number")}{" "}
        <select
          id={ids[0]}
          value={chosen.quantity}
          onInput={(event) => choose({ quantity: event.currentTarget.value })}
        >
          {quantities.map((quantity) => (
            <option key={quantity} value={quantity}>
              {nameOf(quantity)}
            </option>
          ))}
        </select>
      </label>
      {choicesOf(trace, chosen.quantity).map(({ label, options }, place) => (
        <label key={place}>
          {label}{" "}
          <select
            id={ids[place + 1]}
            value={chosen.index[place]}
            onInput={({ currentTarget: { value } }) =>
              choose({ index: chosen.index.map((old, at) => (at === place ? Number(value) : old)) })
            }
          >
            {options.map(({ value, text }) => (
              <option key={value} value={value}>
                {text}
              </option>
            ))}
          </select>
        </label>
      ))}
    </>
  );
}
