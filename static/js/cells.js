// @ts-check
/**
 * What a trace tells of its cell: what it computes in a timestep, and which gate a row belongs to.
 * Pure; the cell's algebra stays with the server.
 */

/** @typedef {import("./types.js").Trace} Trace */
/** @typedef {import("./types.js").Structure} Structure */
/** @typedef {"tanh" | "gru" | "lstm"} CellKind */

/**
 * @typedef {object} Parts
 * @property {string[]} forward what a timestep computes to make its state, the state last
 * @property {string[]} backward what it computes from the state's gradient
 * @property {string[]} parameters
 */

/** @type {Parts} of the plain cell */
export const PLAIN = {
  forward: ["a", "h"],
  backward: ["da"],
  parameters: ["W_xh", "W_hh", "W_hy", "b_h", "b_y"],
};

/** @type {Record<string, string>} */
const GATES = {
  r: "reset gate",
  z: "update gate",
  n: "candidate",
  i: "input gate",
  f: "forget gate",
  g: "candidate",
  o: "output gate",
};

/**
 * @param {Pick<Trace, "gate_names">} trace
 * @returns {CellKind}
 */
export function kindOf({ gate_names: gates = [] }) {
  return gates.length === 0 ? "tanh" : gates.includes("r") ? "gru" : "lstm";
}

/**
 * What a trace's cell is made of; null where it has no gates.
 *
 * @param {Pick<Trace, "gate_names">} trace
 * @param {Record<string, Structure>} cells as the server tells them
 * @returns {Structure | null}
 */
export function structureOf({ gate_names: names = [] }, cells) {
  const all = Object.values(cells).filter(({ gates }) => gates.length > 0);
  return all.find(({ gates }) => gates.map(({ name }) => name).join() === names.join()) ?? null;
}

/**
 * The names of what is computed in a timestep, in the order of the trace.
 *
 * @param {Trace} trace
 * @returns {Parts}
 */
export function partsOf(trace) {
  const [step] = trace.steps;
  const names = Object.keys(step ?? {});
  const [x, state, gradient] = ["x", "h", "dh"].map((name) => names.indexOf(name));
  if (kindOf(trace) === "tanh" || x === -1 || state === -1 || gradient === -1) {
    return { ...PLAIN, parameters: parametersOf(trace) };
  }
  return {
    forward: names.slice(x + 1, state + 1),
    backward: names.slice(gradient + 1).filter((name) => !name.endsWith("_norm")),
    parameters: parametersOf(trace),
  };
}

/** @param {Trace} trace */
function parametersOf({ parameters }) {
  return Object.keys(parameters);
}

/**
 * @param {Pick<Trace, "gate_names" | "h_0">} trace
 * @param {number} row of a parameter or a sum
 * @returns {{gate: string | null, unit: number}}
 */
function placeOf({ gate_names: gates = [], h_0: units }, row) {
  return gates.length === 0
    ? { gate: null, unit: row }
    : { gate: gates[Math.floor(row / units.length)] ?? null, unit: row % units.length };
}

/**
 * The row as it is written: `f[2]` where it belongs to a gate.
 *
 * @param {Pick<Trace, "gate_names" | "h_0">} trace
 * @param {number} row
 */
export function rowName(trace, row) {
  const { gate, unit } = placeOf(trace, row);
  return gate === null ? String(unit) : `${gate}[${unit}]`;
}

/**
 * The same in words: `the forget gate of unit 2`, `unit 2`.
 *
 * @param {Pick<Trace, "gate_names" | "h_0">} trace
 * @param {number} row
 */
export function rowWords(trace, row) {
  const { gate, unit } = placeOf(trace, row);
  return gate === null ? `unit ${unit}` : `the ${GATES[gate] ?? `gate ${gate}`} of unit ${unit}`;
}
