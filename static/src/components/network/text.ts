/** What the network view says: short numbers, names of addresses, sentences for screen readers. */

import { kindOf } from "../../model/cells";
import { counted, exact, fixed, loss, signed, spoken, subscript, visible } from "../../model/format";
import { holding } from "../../model/interventions";
import { hasWords, inputGroups, isRecurrent, partAt, sharingOf, timestepsOf } from "../../model/parts";
import type { Address, Maybe, Timestep } from "../../model/types";
import { predicted } from "./layout";

export type { Maybe } from "../../model/types";

import type { Structure } from "../../model/cells";

/** The norms are the server's: the page computes nothing. */
export type Step = Timestep & {
  dh_norm?: Maybe;
  dh_from_output_norm?: Maybe;
  dh_from_future_norm?: Maybe;
  dc_norm?: Maybe;
  dc_from_future_norm?: Maybe;
};
/** The norms are the server's: the page computes nothing. */
export type Trace = Omit<import("../../model/types").Trace, "steps"> & {
  steps: Step[];
  dh_0_norm?: Maybe;
  dc_0_norm?: Maybe;
};

export type Description = { title: string; value: string; notes: string[] };

/** Whether a number is known at the moment that is shown. */
export type Knows = (quantity: string, t?: number) => boolean;

export const everything: Knows = () => true;

/** Names of what may lie ahead, without saying what it will be. */
const NAMES = new Map([
  ["x", ["x", ""]],
  ["h", ["h", ""]],
  ["h_0", ["h₀", ""]],
  ["c", ["c", ""]],
  ["probs", ["ŷ", ""]],
  ["loss", ["L", ""]],
  ["dh_norm", ["‖∂L/∂h", "‖"]],
]);

/**
 * A probability in as few digits as do not lie: neither 0.00 nor 1.00 for what is neither.
 * `0.9999…` goes on with other digits.
 */
export function probability(value: Maybe) {
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

/** A probability where there is room for few characters: `.86`, `<.01`, `>.99`. */
export function shortProbability(value: Maybe) {
  if (value !== null && value > 0 && value < 0.005) {
    return "<.01";
  }
  if (value !== null && value < 1 && value >= 0.995) {
    return ">.99";
  }
  return fixed(value, 2).replace(/^0/, "");
}

/** The norm of a gradient, over many orders of magnitude. */
export function norm(value: Maybe | undefined) {
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
 * The length of what flows back into a state, or cell state, from the timestep after it. Nothing
 * else reaches those before the first timestep, so it is their whole gradient's.
 *
 * @param t 0 is the initial state
 */
export function flowInto(trace: Trace, t: number, letter: "h" | "c"): Maybe | undefined {
  if (t === 0) {
    return letter === "h" ? trace.dh_0_norm : trace.dc_0_norm;
  }
  const step = trace.steps[t - 1];
  return letter === "h" ? step.dh_from_future_norm : step.dc_from_future_norm;
}

/** What it is called, on its arrow and wherever it is told. */
export const flowName = (t: number, letter: "h" | "c") =>
  `‖∂L/∂${letter}${subscript(t)}${t === 0 ? "" : ` from ${t + 1}`}‖`;

/** @returns whose arrow back in time it belongs to */
const flowLetter = (quantity: string): "h" | "c" | null =>
  quantity === "dh_from_future_norm" ? "h" : quantity === "dc_from_future_norm" ? "c" : null;

export function targetIndex(trace: Trace, t: number) {
  const { target } = trace.steps[t - 1];
  return target === null ? -1 : trace.vocabulary.indexOf(target);
}

/** What its inputs and outputs are called. */
export const tokenWord = (trace: Trace) => (hasWords(trace) ? "word" : "letter");

/** The letter predicted at a timestep; `null` when the run has diverged beyond any prediction. */
export function guessedToken(trace: Trace, t: number): string | null {
  return trace.vocabulary[predicted(trace.steps[t - 1].probs)] ?? null;
}

/**
 * Name, exact value and context of one number of the trace; `null` for an address it has not.
 * Of what is not known yet, only the name.
 *
 * @param structure of a gated cell
 */
export function describe(
  trace: Trace,
  { quantity, t, index }: Address,
  knows: Knows = everything,
  structure: Structure | null = null,
): Description | null {
  const flow = flowLetter(quantity);
  if (!knows(quantity, t)) {
    if (flow !== null && t !== undefined) {
      return { title: flowName(t, flow), value: "not computed yet", notes: [] };
    }
    const [before, after] = NAMES.get(quantity) ?? [quantity, ""];
    const at = t === undefined ? "" : subscript(t);
    return { title: `${before}${at}${after}`, value: "not computed yet", notes: [] };
  }
  if (quantity === "h_0") {
    return {
      title: `h₀[${index[0]}]`,
      value: exact(trace.h_0[index[0]]),
      notes: [
        trace.example.image
          ? `tanh of what W_ph and b_ph make of the picture.`
          : `The state before the first ${tokenWord(trace)}.`,
      ],
    };
  }
  if (quantity === "c_0") {
    return {
      title: `c₀[${index[0]}]`,
      value: exact(trace.c_0?.[index[0]] ?? null),
      notes: [`The cell state before the first ${tokenWord(trace)}.`],
    };
  }
  if (quantity === "p") {
    return {
      title: `p[${index[0]}]`,
      value: exact(trace.example.image?.pixels[index[0]] ?? null),
      notes: ["A pixel of the picture: 1 is black, 0 is white."],
    };
  }
  if (quantity.startsWith("W_")) {
    return describeMatrix(trace, quantity);
  }
  if (flow !== null && t !== undefined) {
    return describeFlow(trace, t, flow);
  }
  const step = t === undefined ? undefined : trace.steps[t - 1];
  if (step === undefined) {
    return null;
  }
  const at = subscript(step.t);
  const [i] = index;
  const letter = visible(trace.vocabulary[i] ?? "");
  const word = tokenWord(trace);
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
        notes.push(`The most probable ${word}: the prediction.`);
      }
      if (trace.vocabulary[i] === step.target && knows("loss", t)) {
        notes.push("The target: what is right here.");
      }
      if (step.target === null) {
        notes.push("Nothing is asked at this timestep, so it adds no loss.");
      }
      return { title: `ŷ${at}[${letter}]`, value: exact(step.probs[i]), notes };
    }
    case "c":
      return {
        title: `c${at}[${i}]`,
        value: exact(step.c?.[i] ?? null),
        notes: [
          `= f${at} · c${subscript(step.t - 1)} + i${at} · g${at} of this unit`,
          `f${at}[${i}] = ${fixed(step.f?.[i] ?? null, 4)}, i${at}[${i}] = ${fixed(step.i?.[i] ?? null, 4)}, ` +
            `g${at}[${i}] = ${signed(step.g?.[i] ?? null, 4)}`,
        ],
      };
    case "loss":
      if (step.target === null) {
        return null;
      }
      return {
        title: `L${at}`,
        value: exact(step.loss),
        notes: [
          `= −log ŷ${at}[${visible(step.target)}]`,
          `ŷ${at}[${visible(step.target)}] = ${exact(step.probs[targetIndex(trace, step.t)])}`,
        ],
      };
    case "x":
      return describeInput(trace, step, i);
    case "dh_norm":
      return {
        title: `‖∂L/∂h${at}‖`,
        value: exact(step.dh_norm ?? null),
        notes: [
          "Length of the gradient at this state,",
          `the sum, unit by unit, of what comes ${streams(trace, step).join(" and ")}.`,
        ],
      };
    default: {
      const gate = structure?.gates.find(({ name }) => name === quantity);
      return gate === undefined ? null : describeGate(step, gate, i);
    }
  }
}

/** One unit of a gate. */
function describeGate(
  step: Step,
  { name, words, signed: goesBelowZero, reads }: Structure["gates"][number],
  i: number,
): Description {
  const at = subscript(step.t);
  const value = gateValues(step, name)[i] ?? null;
  const through = reads.map((other) => `${other}${at}[${i}] = ${fixed(gateValues(step, other)[i] ?? null, 4)}`);
  return {
    title: `${name}${at}[${i}]`,
    value: exact(value),
    notes: [
      `${words.slice(0, 1).toUpperCase()}${words.slice(1)}.`,
      goesBelowZero ? "From −1 to +1." : "From 0, closed, to 1, open.",
      ...(through.length === 0 ? [] : [`It sees the past through ${through.join(", ")}.`]),
    ],
  };
}

/** A gate at a timestep, unit by unit. */
export function gateValues(step: Step, name: string): readonly Maybe[] {
  return (step as unknown as Record<string, Maybe[] | undefined>)[name] ?? [];
}

/** What the gradient at a state is the sum of, with lengths. */
function streams(trace: Trace, step: Step) {
  const { t } = step;
  const parts = [];
  if (step.target !== null) {
    parts.push(`through y${subscript(t)} (length ${norm(step.dh_from_output_norm)})`);
  }
  if (isRecurrent(trace) && t < trace.steps.length) {
    parts.push(`from timestep ${t + 1} (length ${norm(step.dh_from_future_norm)})`);
  }
  return parts.length === 0 ? ["from nowhere"] : parts;
}

/** What an arrow back in time carries. */
function describeFlow(trace: Trace, t: number, letter: "h" | "c"): Description | null {
  const state = letter === "h" ? "state" : "cell state";
  const title = flowName(t, letter);
  if (t === 0) {
    return {
      title,
      value: exact(flowInto(trace, t, letter) ?? null),
      notes: [`Length of the gradient at the initial ${state}: all of it comes from timestep 1.`],
    };
  }
  const step = trace.steps[t - 1];
  if (step === undefined || flowInto(trace, t, letter) === undefined) {
    return null;
  }
  const sum = letter === "h" ? step.dh_norm : step.dc_norm;
  return {
    title,
    value: exact(flowInto(trace, t, letter) ?? null),
    notes: [
      `Length of what flows back into this ${state} from timestep ${t + 1}.`,
      `The whole gradient ∂L/∂${letter}${subscript(t)} has length ${norm(sum)}.`,
    ],
  };
}

/** What a unit's state was made of, in its cell. */
function madeOf(trace: Trace, step: Step, i: number) {
  const at = subscript(step.t);
  const told = (name: "i" | "f" | "g" | "o" | "c" | "r" | "z" | "n" | "a") =>
    `${name}${at}[${i}] = ${signed(step[name]?.[i] ?? null, 4)}`;
  switch (kindOf(trace)) {
    case "gru":
      return [
        `= (1 − z${at}) · n${at} + z${at} · h${subscript(step.t - 1)} of this unit`,
        `${told("z").replace("+", "")}, ${told("n")}`,
      ];
    case "lstm":
      return [`= o${at}[${i}] · tanh(c${at}[${i}])`, `${told("o").replace("+", "")}, ${told("c")}`];
    default:
      return [`= tanh(a${at}[${i}]), ${told("a")}`];
  }
}

function describeInput(trace: Trace, step: Step, i: number): Description {
  const at = subscript(step.t);
  const part = partAt(trace, step.t);
  const label = visible(part.inputs[i] ?? "");
  const groups = inputGroups(part);
  const group = groups.find(({ offset, tokens }) => i >= offset && i < offset + tokens.length);
  const size = group?.tokens.length ?? 0;
  const what =
    groups.length === 1
      ? `x${at} is “${visible(step.input)}” as a one-hot vector`
      : `x${at} holds ${groups.length} one-hot vectors: of the letter now and of those before. This one is ` +
        (group?.before === 0 ? "of now" : `of ${group?.before} before`);
  const hot = step.x.findIndex(
    (value, index) => value === 1 && group !== undefined && index >= group.offset && index < group.offset + size,
  );
  return {
    title: `x${at}[${label}]`,
    value: exact(step.x[i]),
    notes: [
      hot === -1
        ? `${what}; nothing was read then, so it is all zeros.`
        : `${what}: 1 at index ${hot}, 0 at the other ${size - 1}.`,
    ],
  };
}

const PURPOSES: Record<string, { purpose: string; gated?: string }> = {
  W_xh: { purpose: "to the state", gated: "to the gates" },
  W_hh: { purpose: "From the last state to this one", gated: "From the last state to the gates" },
  W_hy: { purpose: "From the state to the scores" },
  W_ph: { purpose: "From the picture to h₀, the state it begins with" },
};

function describeMatrix(trace: Trace, name: string): Description | null {
  const matrix = trace.parameters[name as "W_xh"];
  const role = name.split("_").slice(0, 2).join("_");
  const known = PURPOSES[role];
  if (known === undefined || !Array.isArray(matrix?.[0])) {
    return null;
  }
  const gates = trace.gate_names ?? [];
  const isGated = gates.length > 0 && known.gated !== undefined;
  const purpose = isGated ? (known.gated ?? "") : known.purpose;
  const H = trace.h_0.length;
  const notes = [
    `${role === "W_xh" ? `From the ${tokenWord(trace)} ${purpose}` : purpose}.`,
    ...(isGated ? [`Its rows belong to the gates ${gates.join(", ")}, ${H} each.`] : []),
  ];
  if (role !== "W_ph") {
    notes.push(reach(trace, name));
  }
  return { title: name, value: `${matrix.length} × ${matrix[0].length}`, notes };
}

/** At which timesteps a matrix is used. */
function reach(trace: Trace, name: string) {
  const times = timestepsOf(trace, name);
  const part = trace.parts.find(({ parameters }) => Object.values(parameters).includes(name));
  if (times.length < trace.steps.length && sharingOf(trace) === "unshared") {
    return `Of t = ${times[0]} only: every timestep has weights of its own.`;
  }
  return sharingOf(trace) === "halves" && part !== undefined
    ? `The same matrix at every timestep of the ${part.name}.`
    : "The same matrix at every timestep.";
}

/** One timestep in a sentence, as far as it is known. */
export function summary(trace: Trace, t: number, knows: Knows = everything) {
  const step = trace.steps[t - 1];
  const { name, writes } = partAt(trace, t);
  const start = `Timestep ${t}${sharingOf(trace) === "halves" ? `, ${name}` : ""}: `;
  if (!knows("x", t)) {
    return `${start}not reached yet.`;
  }
  const read = `reads ${spoken(step.input)}`;
  const guess = guessedToken(trace, t);
  const told = guess === null ? "nothing" : spoken(guess);
  if (!writes) {
    return `${start}${read}.`;
  }
  if (!knows("probs", t)) {
    return `${start}${read}.`;
  }
  if (step.target === null) {
    return `${start}${read}, predicts ${told}. Nothing is asked here.`;
  }
  if (!knows("loss", t)) {
    return `${start}${read}, predicts ${told}.`;
  }
  const verdict = guess === step.target ? "right" : `wrong: the target is ${spoken(step.target)}`;
  return `${start}${read}, predicts ${told}, ${verdict}. Loss ${loss(step.loss)}.`;
}

/** Said wherever a reader first meets both. */
const COUNTING = "Timesteps count from 1, units from 0.";

/** What the diagram is to show, beside its title. */
export function networkNote(trace: Trace, folded: boolean) {
  const T = trace.steps.length;
  switch (sharingOf(trace)) {
    case "halves":
      return `two cells, one that reads and one that writes, each with weights of its own. ${COUNTING}`;
    case "unshared":
      return `${counted(T, "timestep")}, each with weights of its own. Another colour, other weights. ${COUNTING}`;
    default:
      if (!isRecurrent(trace)) {
        return folded
          ? "one cell without a loop: nothing of it comes back"
          : `one network at ${counted(T, "timestep")}. Nothing is passed from one to the next. ${COUNTING}`;
      }
      return folded
        ? "one cell; its state comes back to it as the next step’s input"
        : `one cell at ${counted(T, "timestep")}. Same colour, same weights. ${COUNTING}`;
  }
}

/** @param trace the whole diagram in a sentence */
export function overview(trace: Trace) {
  const T = trace.steps.length;
  const [first] = trace.parts;
  const H = trace.h_0.length;
  const tokens = `${counted(H, "hidden unit")} and ${counted(trace.vocabulary.length, tokenWord(trace))}`;
  const times = counted(T, "timestep");
  switch (sharingOf(trace)) {
    case "halves":
      return (
        `The network unrolled over ${times}, with ${tokens}: the encoder reads ${first.last}, ` +
        `the decoder writes ${T - first.last}.`
      );
    case "unshared":
      return `The network of ${times}, each with weights of its own, with ${tokens}.`;
    default:
      return isRecurrent(trace)
        ? `The network unrolled over ${times}, with ${tokens}.`
        : `The network at ${times}, with ${tokens}. No state is passed from one to the next.`;
  }
}
