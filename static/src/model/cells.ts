/**
 * What a trace tells of its cell: what it computes in a timestep, and which gate a row belongs to.
 * Pure; the cell's algebra stays with the server.
 */

import { say } from "../lib/messages";
import type { Structure, Trace } from "./types";

export type { Structure } from "./types";

export type CellKind = "tanh" | "gru" | "lstm";

export interface Parts {
  /** what a timestep computes to make its state, the state last */
  forward: string[];
  /** what it computes from the state's gradient */
  backward: string[];
  parameters: string[];
}

/** of the plain cell */
export const PLAIN: Parts = {
  forward: ["a", "h"],
  backward: ["da"],
  parameters: ["W_xh", "W_hh", "W_hy", "b_h", "b_y"],
};

export function kindOf({ gate_names: gates = [] }: Pick<Trace, "gate_names">): CellKind {
  return gates.length === 0 ? "tanh" : gates.includes("r") ? "gru" : "lstm";
}

/**
 * What a trace's cell is made of; null where it has no gates.
 *
 * @param cells as the server tells them
 */
export function structureOf(
  { gate_names: names = [] }: Pick<Trace, "gate_names">,
  cells: Record<string, Structure>,
): Structure | null {
  const all = Object.values(cells).filter(({ gates }) => gates.length > 0);
  return all.find(({ gates }) => gates.map(({ name }) => name).join() === names.join()) ?? null;
}

/** The names of what is computed in a timestep, in the order of the trace. */
export function partsOf(trace: Trace): Parts {
  const [step] = trace.steps;
  const parameters = Object.keys(trace.parameters);
  const names = Object.keys(step ?? {});
  const [x, state, gradient] = ["x", "h", "dh"].map((name) => names.indexOf(name));
  if (kindOf(trace) === "tanh" || x === -1 || state === -1 || gradient === -1) {
    return { ...PLAIN, parameters };
  }
  return {
    forward: names.slice(x + 1, state + 1),
    backward: names.slice(gradient + 1).filter((name) => !name.endsWith("_norm")),
    parameters,
  };
}

/** @param row of a parameter or a sum */
function placeOf(
  { gate_names: gates = [], h_0: units }: Pick<Trace, "gate_names" | "h_0">,
  row: number,
): { gate: string | null; unit: number } {
  return gates.length === 0
    ? { gate: null, unit: row }
    : { gate: gates[Math.floor(row / units.length)] ?? null, unit: row % units.length };
}

/** The row as it is written: `f[2]` where it belongs to a gate. */
export function rowName(trace: Pick<Trace, "gate_names" | "h_0">, row: number) {
  const { gate, unit } = placeOf(trace, row);
  return gate === null ? String(unit) : `${gate}[${unit}]`;
}

/** The same in words: `the forget gate of unit 2`, `unit 2`. */
export function rowWords(trace: Pick<Trace, "gate_names" | "h_0">, row: number) {
  const { gate, unit } = placeOf(trace, row);
  return say("network-row", { gate: gate ?? "none", unit });
}
