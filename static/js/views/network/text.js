// @ts-check
/** What the network view says: short numbers, names of addresses, sentences for screen readers. */

import { kindOf } from "../../cells.js";
import { exact, fixed, loss, signed, spoken, subscript, visible } from "../../format.js";
import { holding } from "../../interventions.js";
import { predicted } from "./layout.js";

/** @typedef {import("../../types.js").Maybe} Maybe */
/** @typedef {import("../../types.js").Address} Address */

/**
 * The norms are the server's: the page computes nothing.
 *
 * @typedef {import("../../types.js").Timestep & {
 *   dh_norm?: Maybe, dh_from_output_norm?: Maybe, dh_from_future_norm?: Maybe,
 * }} Step
 * @typedef {Omit<import("../../types.js").Trace, "steps"> & {
 *   steps: Step[], dh_0_norm?: Maybe,
 * }} Trace
 */

/** @typedef {{title: string, value: string, notes: string[]}} Description */

/**
 * Whether a number is known at the moment that is shown.
 *
 * @typedef {(quantity: string, t?: number) => boolean} Knows
 */

/** @type {Knows} */
export const everything = () => true;

/** Names of what may lie ahead, without saying what it will be. */
const NAMES = new Map([
  ["x", ["x", ""]],
  ["h", ["h", ""]],
  ["probs", ["ŷ", ""]],
  ["loss", ["L", ""]],
  ["dh_norm", ["‖∂L/∂h", "‖"]],
]);

/**
 * A probability in as few digits as do not lie: neither 0.00 nor 1.00 for what is neither.
 * `0.9999…` goes on with other digits.
 *
 * @param {Maybe} value
 */
export function probability(value) {
  if (value === null || value === 0 || value === 1) {
    return fixed(value, value === null ? 2 : 0);
  }
  if (value < 0.001) {
    return value.toExponential(0).replace("-", "−");
  }
  if (value < 0.01 || value > 0.99) {
    return value > 0.9999 ? "0.9999…" : fixed(value, value > 0.999 ? 4 : 3);
  }
  return fixed(value, 2);
}

/**
 * A probability where there is room for few characters: `.86`, `<.01`, `>.99`.
 *
 * @param {Maybe} value
 */
export function shortProbability(value) {
  if (value !== null && value > 0 && value < 0.005) {
    return "<.01";
  }
  if (value !== null && value < 1 && value >= 0.995) {
    return ">.99";
  }
  return fixed(value, 2).replace(/^0/, "");
}

/**
 * The norm of a gradient, over many orders of magnitude.
 *
 * @param {Maybe | undefined} value
 */
export function norm(value) {
  if (value === undefined) {
    return "";
  }
  if (value === null || value === 0) {
    return fixed(value, 0);
  }
  return value < 0.005 || value >= 1000
    ? value.toExponential(0).replace("-", "−").replace("+", "")
    : value < 0.1
      ? fixed(value, 3)
      : fixed(value, value < 100 ? 2 : 0);
}

/**
 * @param {Trace} trace
 * @param {number} t
 */
export function targetIndex(trace, t) {
  return trace.vocabulary.indexOf(trace.steps[t - 1].target);
}

/**
 * The letter predicted at a timestep; `null` when the run has diverged beyond any prediction.
 *
 * @param {Trace} trace
 * @param {number} t
 * @returns {string | null}
 */
export function guessedToken(trace, t) {
  return trace.vocabulary[predicted(trace.steps[t - 1].probs)] ?? null;
}

/**
 * Name, exact value and context of one number of the trace; `null` for an address it has not.
 * Of what is not known yet, only the name.
 *
 * @param {Trace} trace
 * @param {Address} address
 * @param {Knows} [knows]
 * @returns {Description | null}
 */
export function describe(trace, { quantity, t, index }, knows = everything) {
  if (!knows(quantity, t)) {
    const [before, after] = NAMES.get(quantity) ?? [quantity, ""];
    const at = t === undefined ? "" : subscript(t);
    return { title: `${before}${at}${after}`, value: "not computed yet", notes: [] };
  }
  if (quantity === "h_0") {
    return {
      title: `h₀[${index[0]}]`,
      value: exact(trace.h_0[index[0]]),
      notes: ["The state before the first letter."],
    };
  }
  if (quantity.startsWith("W_")) {
    return describeMatrix(trace, quantity);
  }
  if (t === 0 && quantity === "dh_norm") {
    return {
      title: "‖∂L/∂h₀‖",
      value: exact(trace.dh_0_norm ?? null),
      notes: ["Length of the gradient at the initial state."],
    };
  }
  const step = t === undefined ? undefined : trace.steps[t - 1];
  if (step === undefined) {
    return null;
  }
  const at = subscript(step.t);
  const [i] = index;
  const letter = visible(trace.vocabulary[i] ?? "");
  switch (quantity) {
    case "h":
      return {
        title: `h${at}[${i}]`,
        value: exact(step.h[i]),
        notes: [
          ...(holding(trace.clamps, i, step.t) === undefined
            ? madeOf(trace, step, i)
            : ["Held at this value by hand; what the unit would compute is not used."]),
          ...(knows("dh", t) ? [`∂L/∂h${at}[${i}] = ${signed(step.dh[i], 4)}`] : []),
        ],
      };
    case "probs": {
      const notes = [`softmax of y${at}; y${at}[${letter}] = ${signed(step.logits[i], 4)}`];
      if (i === predicted(step.probs)) {
        notes.push("The most probable letter: the prediction.");
      }
      if (trace.vocabulary[i] === step.target && knows("loss", t)) {
        notes.push("The target: the letter that comes next.");
      }
      return { title: `ŷ${at}[${letter}]`, value: exact(step.probs[i]), notes };
    }
    case "loss":
      return {
        title: `L${at}`,
        value: exact(step.loss),
        notes: [
          `= −log ŷ${at}[${visible(step.target)}]`,
          `ŷ${at}[${visible(step.target)}] = ${exact(step.probs[targetIndex(trace, step.t)])}`,
        ],
      };
    case "x":
      return {
        title: `x${at}[${letter}]`,
        value: exact(step.x[i]),
        notes: [
          `x${at} is “${visible(step.input)}” as a one-hot vector: ` +
            `1 at index ${trace.vocabulary.indexOf(step.input)}, 0 at the other ` +
            `${trace.vocabulary.length - 1}.`,
        ],
      };
    case "dh_norm":
      return {
        title: `‖∂L/∂h${at}‖`,
        value: exact(step.dh_norm ?? null),
        notes: [
          "Length of the gradient at this state. Of its two parts,",
          `through y${at}: ${norm(step.dh_from_output_norm)}; ` +
            `from the future: ${norm(step.dh_from_future_norm)}`,
        ],
      };
    default:
      return null;
  }
}

/**
 * What a unit's state was made of, in its cell.
 *
 * @param {Trace} trace
 * @param {Step} step
 * @param {number} i
 */
function madeOf(trace, step, i) {
  const at = subscript(step.t);
  /** @param {"i" | "f" | "g" | "o" | "c" | "r" | "z" | "n" | "a"} name */
  const told = (name) => `${name}${at}[${i}] = ${signed(step[name]?.[i] ?? null, 4)}`;
  switch (kindOf(trace)) {
    case "gru":
      return [
        `= (1 − z${at}) · n${at} + z${at} · h${subscript(step.t - 1)} of this unit`,
        `${told("z").replace("+", "")}, ${told("n")}`,
      ];
    case "lstm":
      return [
        `= o${at}[${i}] · tanh(c${at}[${i}])`,
        `${told("o").replace("+", "")}, ${told("c")}`,
      ];
    default:
      return [`= tanh(a${at}[${i}]), ${told("a")}`];
  }
}

/**
 * @param {Trace} trace
 * @param {string} name
 * @returns {Description | null}
 */
function describeMatrix(trace, name) {
  const H = trace.h_0.length;
  const V = trace.vocabulary.length;
  const gates = trace.gate_names ?? [];
  const rows = Math.max(1, gates.length) * H;
  const by = gates.length > 0 ? `Its rows belong to the gates ${gates.join(", ")}, ${H} each.` : "";
  /** @type {Record<string, [number, number, string]>} */
  const matrices = {
    W_xh: [rows, V, gates.length > 0 ? "from the letter to the gates" : "from the letter to the state"],
    W_hh: [rows, H, gates.length > 0 ? "from the last state to the gates" : "from the last state to this one"],
    W_hy: [V, H, "from the state to the scores of the letters"],
  };
  if (!(name in matrices)) {
    return null;
  }
  const [height, columns, purpose] = matrices[name];
  return {
    title: name,
    value: `${height} × ${columns}`,
    notes: [
      `${purpose[0].toUpperCase()}${purpose.slice(1)}.`,
      ...(by !== "" && name !== "W_hy" ? [by] : []),
      "The same matrix at every timestep.",
    ],
  };
}

/**
 * One timestep in a sentence, as far as it is known.
 *
 * @param {Trace} trace
 * @param {number} t
 * @param {Knows} [knows]
 */
export function summary(trace, t, knows = everything) {
  const step = trace.steps[t - 1];
  if (!knows("loss", t)) {
    const read = knows("x", t) ? `reads ${spoken(step.input)}` : "not reached yet";
    const said = guessedToken(trace, t);
    return knows("probs", t)
      ? `Timestep ${t}: ${read}, predicts ${said === null ? "nothing" : spoken(said)}.`
      : `Timestep ${t}: ${read}.`;
  }
  const guess = guessedToken(trace, t);
  const verdict = guess === step.target ? "right" : `wrong: the target is ${spoken(step.target)}`;
  const told = guess === null ? "nothing" : spoken(guess);
  return (
    `Timestep ${t}: reads ${spoken(step.input)}, predicts ${told}, ${verdict}. ` +
    `Loss ${loss(step.loss)}.`
  );
}
