/** Why there is no number-by-number difference of something two runs both draw. Pure. */

import { cellName, counted } from "./format";
import { inputGroups, isRecurrent } from "./parts";
import type { Configuration, Trace } from "./types";

export type Side = {
  configuration: Pick<Configuration, "task" | "cell" | "sharing">;
  trace: Pick<Trace, "h_0" | "parameters" | "parts" | "steps" | "vocabulary">;
};

/**
 * @param name of the figure
 * @param chosen the part whose weights are shown
 */
export function whyIncomparable(name: string, chosen: string | null, first: Side, second: Side): string {
  const [a, b] = [first.configuration, second.configuration];
  if (name === "W_ph") {
    return a.task === b.task ? "Their pictures differ in size" : "Only one of them looks at a picture";
  }
  const [units, others] = [first.trace.h_0.length, second.trace.h_0.length];
  if (units !== others) {
    return `A has ${counted(units, "unit")} and B ${others}`;
  }
  if (name === "hidden_states") {
    return "A and B read different sequences";
  }
  if (name === "W_hh" && !(isRecurrent(first.trace) && isRecurrent(second.trace))) {
    return "A window MLP passes nothing on";
  }
  const part = first.trace.parts.find(({ name: own }) => own === chosen) ?? first.trace.parts[0];
  if (name !== "W_hy" && differentRows(name, first, second)) {
    return `The cells differ, ${cellName(a.cell)} and ${cellName(b.cell)}`;
  }
  if (!Object.keys(second.trace.parameters).includes(part.parameters[name] ?? name)) {
    return a.sharing !== b.sharing
      ? "A and B share their weights differently"
      : /^\d+$/.test(part.name)
        ? `Only A has weights of its own at timestep ${part.name}`
        : "Only one of them has an encoder and a decoder";
  }
  return "A and B have different vocabularies";
}

function differentRows(name: string, first: Side, second: Side) {
  const [a, b] = [first, second].map(({ configuration: { cell }, trace }) => ({
    gates: /^(gru|lstm)$/.test(cell) ? cell : "",
    reads: name === "W_xh" ? inputGroups(trace.parts[0]).length : 0,
  }));
  return a.gates !== b.gates || a.reads !== b.reads;
}
