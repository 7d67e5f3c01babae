/** Whose weights are shown, where not all timesteps use the same ones. */

import { say } from "../lib/messages";
import { presentPart } from "../model/parts";
import type { Trace } from "../model/types";

export function Whose({
  trace,
  part,
  onChoose,
}: {
  trace: Trace;
  /** the chosen one */
  part: string | null;
  onChoose: (part: string) => void;
}) {
  return (
    <>
      {say("whose")}{" "}
      <select
        id="whose"
        title={say("whose-title")}
        value={presentPart(trace, part) ?? ""}
        onChange={(event) => onChoose(event.currentTarget.value)}
      >
        {trace.parts.map(({ name }) => (
          <option key={name} value={name}>
            {say("whose-part", { kind: /^\d+$/.test(name) ? "timestep" : name, name })}
          </option>
        ))}
      </select>
    </>
  );
}
