/** Why there is no number-by-number difference of something two runs both draw. Pure. */

import { say } from "../lib/messages";
import { cellName } from "./format";
import { inputGroups, isRecurrent } from "./parts";
import type { Configuration, Trace } from "./types";

export type Side = {
  configuration: Pick<Configuration, "task" | "cell" | "sharing">;
  trace: Pick<Trace, "h_0" | "parameters" | "parts" | "steps" | "vocabulary">;
};

/** `name` is the figure's, `chosen` the part whose weights are shown. */
export function whyIncomparable(name: string, chosen: string | null, first: Side, second: Side): string {
  const part = first.trace.parts.find(({ name: own }) => own === chosen) ?? first.trace.parts[0];
  return say("compare-incomparable", {
    reason: reasonOf(name, part, first, second),
    units: first.trace.h_0.length,
    others: second.trace.h_0.length,
    first: cellName(first.configuration.cell),
    second: cellName(second.configuration.cell),
    part: part.name,
  });
}

function reasonOf(name: string, part: Trace["parts"][number], first: Side, second: Side) {
  const [a, b] = [first.configuration, second.configuration];
  if (name === "W_ph") {
    return a.task === b.task ? "sizes" : "picture";
  }
  if (first.trace.h_0.length !== second.trace.h_0.length) {
    return "units";
  }
  if (name === "hidden_states") {
    return "sequences";
  }
  if (name === "W_hh" && !(isRecurrent(first.trace) && isRecurrent(second.trace))) {
    return "window";
  }
  if (name !== "W_hy" && rowsOf(name, first) !== rowsOf(name, second)) {
    return "cells";
  }
  if (!((part.parameters[name] ?? name) in second.trace.parameters)) {
    return a.sharing !== b.sharing ? "sharing" : /^\d+$/.test(part.name) ? "timestep" : "halves";
  }
  return "vocabularies";
}

/** What the rows of a matrix belong to. */
function rowsOf(name: string, { configuration: { cell }, trace }: Side) {
  const gates = /^(gru|lstm)$/.test(cell) ? cell : "";
  return `${gates} ${name === "W_xh" ? inputGroups(trace.parts[0]).length : 0}`;
}
