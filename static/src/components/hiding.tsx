/** Which parts of the page the links that are copied hide. */

import { say } from "../lib/messages";
import type { Hideable } from "../model/hiding";
import { HIDEABLE } from "../model/hiding";

export function Hiding({
  hidden,
  onHide,
}: {
  hidden: readonly Hideable[];
  onHide: (hidden: readonly Hideable[]) => void;
}) {
  return (
    <details class="hiding" open={hidden.length > 0}>
      <summary>{say("hiding")}</summary>
      <p class="hint">{say("hiding-hint")}</p>
      <fieldset aria-label={say("hiding")}>
        {HIDEABLE.map((name) => (
          <label key={name} class="check">
            <input
              type="checkbox"
              name="hide"
              value={name}
              checked={hidden.includes(name)}
              onChange={({ currentTarget: { checked } }) =>
                onHide(HIDEABLE.filter((each) => (each === name ? checked : hidden.includes(each))))
              }
            />{" "}
            {say(`hiding-${name}`)}
          </label>
        ))}
      </fieldset>
    </details>
  );
}
