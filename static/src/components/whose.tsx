/** Whose weights are shown, where not all timesteps use the same ones. */

import { say } from "../lib/messages";
import { presentPart } from "../model/parts";
import type { Trace } from "../model/types";
import { LabelledSelect } from "./select";

export function Whose({
  trace,
  part,
  onChoose,
}: {
  trace: Pick<Trace, "parts"> | null;
  /** the chosen one */
  part: string | null;
  onChoose: (part: string) => void;
}) {
  if (trace === null || trace.parts.length < 2) {
    return null;
  }
  const nameOf = (name: string) => say("whose-part", { kind: /^\d+$/.test(name) ? "timestep" : name, name });
  return (
    <LabelledSelect
      class="whose"
      label={say("whose")}
      id="whose"
      title={say("whose-title")}
      value={presentPart(trace, part) ?? ""}
      options={trace.parts.map(({ name }) => [name, nameOf(name)])}
      onChoose={onChoose}
    />
  );
}
