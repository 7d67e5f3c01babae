/** What the numbers of the network are, in words: for tooltips, notes and screen readers. Pure. */

import { conjoined, listed, say, sentence } from "../../lib/messages";
import type { Structure } from "../cells";
import { kindOf } from "../cells";
import { exact, fixed, loss, signed, spoken, subscript, visible } from "../format";
import { holding } from "../interventions";
import { inputGroups, isRecurrent, partAt, sharesOf, sharingOf, timestepsOf } from "../parts";
import type { Address, Maybe, Timestep, Trace } from "../types";
import { flowInto, flowName, gateValues, guessedToken, norm, predicted, targetIndex } from "./numbers";

export interface Description {
  title: string;
  /** empty where the title says it all */
  value: string;
  notes: string[];
}

/** Whether a number is known at the moment that is shown. */
export type Knows = (quantity: string, t?: number) => boolean;

export const everything: Knows = () => true;

const SYMBOLS: Record<string, string> = { h_0: "h₀", c_0: "c₀", probs: "ŷ", loss: "L" };

/** Of an arrow back in time, the state it leads to. */
const flowLetter = (quantity: string) => /^d([hc])_from_future_norm$/.exec(quantity)?.[1] as "h" | "c" | undefined;

function nameOf(quantity: string, t: number | undefined) {
  const flow = flowLetter(quantity);
  if (flow !== undefined) {
    return flowName(t ?? 0, flow);
  }
  const at = t === undefined ? "" : subscript(t);
  return quantity === "dh_norm" ? `‖∂L/∂h${at}‖` : `${SYMBOLS[quantity] ?? quantity}${at}`;
}

/**
 * Name, exact value and context of one number of the trace; `null` for an address it has not.
 * Of what is not known yet, only the name.
 */
export function describe(
  trace: Trace,
  { quantity, t, index: [i] }: Address,
  knows: Knows = everything,
  structure: Structure | null = null,
): Description | null {
  const name = nameOf(quantity, t);
  const number = (value: Maybe | undefined, ...notes: string[]) => ({
    title: i === undefined ? name : `${name}[${i}]`,
    value: exact(value ?? null),
    notes,
  });
  if (!knows(quantity, t)) {
    return { title: name, value: say("network-not-computed"), notes: [] };
  }
  if (quantity.startsWith("W_")) {
    return describeMatrix(trace, quantity);
  }
  const flow = flowLetter(quantity);
  if (flow !== undefined && t !== undefined) {
    const value = flowInto(trace, t, flow);
    return value === undefined && t > 0 ? null : { ...number(value, ...flowNotes(trace, t, flow)), title: name };
  }
  switch (quantity) {
    case "h_0":
      return number(trace.h_0[i], say(trace.example.image ? "network-h0-of-picture" : "network-h0"));
    case "c_0":
      return number(trace.c_0?.[i], say("network-c0"));
    case "p":
      return number(trace.example.image?.pixels[i], say("network-pixel"));
  }
  const step = trace.steps[(t ?? 0) - 1];
  if (step === undefined) {
    return null;
  }
  const at = subscript(step.t);
  switch (quantity) {
    case "h":
      return number(
        step.h[i],
        ...(holding(trace.clamps, i, step.t) === undefined ? madeOf(trace, step, i) : [say("network-held")]),
        ...(knows("dh", t) ? [`∂L/∂h${at}[${i}] = ${signed(step.dh[i], 4)}`] : []),
      );
    case "c":
      return number(
        step.c?.[i],
        say("network-c", { at, before: subscript(step.t - 1) }),
        [unitFixed(step, "f", i), unitFixed(step, "i", i), unitSigned(step, "g", i)].join(", "),
      );
    case "probs": {
      const token = visible(trace.vocabulary[i] ?? "");
      return {
        title: `${name}[${token}]`,
        value: exact(step.probs[i]),
        notes: [
          say("network-softmax", { at, token, logit: signed(step.logits[i], 4) }),
          i === predicted(step.probs) && say("network-predicted"),
          trace.vocabulary[i] === step.target && knows("loss", t) && say("network-target"),
          step.target === null && knows("target", t) && say("network-adds-no-loss"),
        ].filter((note) => note !== false),
      };
    }
    case "loss": {
      const of = `ŷ${at}[${visible(step.target ?? "")}]`;
      const p = step.probs[targetIndex(trace, step.t)] ?? null;
      return step.target === null ? null : number(step.loss, `= −log ${of}`, `${of} = ${exact(p)}`);
    }
    case "x":
      return describeInput(trace, step, i);
    case "dh_norm":
      return { ...number(step.dh_norm, ...sumNotes(trace, step)), title: name };
  }
  const gate = structure?.gates.find((each) => each.name === quantity);
  return gate === undefined ? null : number(gateValues(step, gate.name)[i], ...gateNotes(step, gate, i));
}

const unitFixed = (step: Timestep, name: string, i: number) =>
  `${name}${subscript(step.t)}[${i}] = ${fixed(gateValues(step, name)[i] ?? null, 4)}`;

const unitSigned = (step: Timestep, name: string, i: number) =>
  `${name}${subscript(step.t)}[${i}] = ${signed(gateValues(step, name)[i] ?? null, 4)}`;

function gateNotes(step: Timestep, { name, signed: isSigned, reads }: Structure["gates"][number], i: number) {
  const through = listed(reads.map((other) => unitFixed(step, other, i)));
  const words = say("network-gate-name", { gate: name });
  return [
    sentence(`${words.slice(0, 1).toUpperCase()}${words.slice(1)}`),
    say(isSigned ? "network-candidate" : "network-gate"),
    ...(through === "" ? [] : [say("network-gate-reads", { through })]),
  ];
}

/** What the gradient at a state is the sum of, with norms. */
function sumNotes(trace: Trace, step: Timestep) {
  const { t } = step;
  const isAsked = step.target !== null;
  const isPassed = isRecurrent(trace) && t < trace.steps.length;
  return [
    say("network-sum"),
    say("network-sum-of", {
      streams: isAsked && isPassed ? "both" : isAsked ? "output" : isPassed ? "future" : "none",
      at: subscript(t),
      next: t + 1,
      output: norm(step.dh_from_output_norm),
      future: norm(step.dh_from_future_norm),
    }),
  ];
}

/** What an arrow back in time carries. */
function flowNotes(trace: Trace, t: number, letter: "h" | "c") {
  if (t === 0) {
    return [say("network-flow-to-start", { letter })];
  }
  const { dh_norm, dc_norm } = trace.steps[t - 1];
  return [
    say("network-flow", { letter, next: t + 1 }),
    say("network-flow-of", { letter, at: subscript(t), sum: norm(letter === "h" ? dh_norm : dc_norm) }),
  ];
}

/** What a unit's state was made of, in its cell. */
function madeOf(trace: Trace, step: Timestep, i: number) {
  const at = subscript(step.t);
  switch (kindOf(trace)) {
    case "gru":
      return [
        say("network-made-by-gru", { at, before: subscript(step.t - 1) }),
        `${unitFixed(step, "z", i)}, ${unitSigned(step, "n", i)}`,
      ];
    case "lstm":
      return [`= o${at}[${i}] · tanh(c${at}[${i}])`, `${unitFixed(step, "o", i)}, ${unitSigned(step, "c", i)}`];
    default:
      return [`= tanh(a${at}[${i}]), ${unitSigned(step, "a", i)}`];
  }
}

/** One entry of x: of a one-hot vector, or of several side by side. */
function describeInput(trace: Trace, step: Timestep, i: number): Description {
  const at = subscript(step.t);
  const part = partAt(trace, step.t);
  const groups = inputGroups(part);
  const group = groups.find(({ offset, tokens }) => i >= offset && i < offset + tokens.length) ?? groups[0];
  const { offset, tokens, before } = group;
  const hot = step.x.findIndex((value, index) => value === 1 && index >= offset && index < offset + tokens.length);
  const what =
    groups.length === 1
      ? say("network-one-hot", { at, token: visible(step.input) })
      : say("network-one-hots", { at, groups: groups.length, before });
  return {
    title: `x${at}[${visible(part.inputs[i] ?? "")}]`,
    value: exact(step.x[i]),
    notes: [say("network-one-hot-at", { what, hot: hot === -1 ? "none" : hot, others: tokens.length - 1 })],
  };
}

const MATRICES = ["W_xh", "W_hh", "W_hy", "W_ph"];

function describeMatrix(trace: Trace, name: string): Description | null {
  const matrix = trace.parameters[name as "W_xh"];
  const role = name.split("_").slice(0, 2).join("_");
  if (!MATRICES.includes(role) || !Array.isArray(matrix?.[0])) {
    return null;
  }
  const gates = trace.gate_names ?? [];
  const isGated = gates.length > 0 && (role === "W_xh" || role === "W_hh");
  const notes = [say(`network-matrix-${role}`, { gated: isGated ? "yes" : "no" })];
  if (isGated) {
    notes.push(say("network-matrix-rows", { gates: listed(gates), rows: trace.h_0.length }));
  }
  if (role !== "W_ph") {
    const times = timestepsOf(trace, name);
    const part = trace.parts.find(({ parameters }) => Object.values(parameters).includes(name));
    const sharing = sharingOf(trace);
    const isOwn = sharing === "unshared" ? times.length < trace.steps.length : part !== undefined;
    const reach = isOwn ? sharing : "shared";
    notes.push(say("network-matrix-reach", { reach, part: part?.name ?? "", t: times[0] ?? 0 }));
  }
  const title = say("network-matrix", { name, rows: matrix.length, columns: matrix[0].length });
  return { title, value: "", notes };
}

/** One timestep in a sentence, as far as it is known. */
export function summary(trace: Trace, t: number, knows: Knows = everything) {
  const { input, target, loss: value } = trace.steps[t - 1];
  const { name, writes } = partAt(trace, t);
  const guess = guessedToken(trace, t);
  const known = !knows("x", t)
    ? "nothing"
    : !writes || !knows("probs", t)
      ? "input"
      : target === null
        ? knows("target", t)
          ? "unasked"
          : "prediction"
        : !knows("loss", t)
          ? "prediction"
          : guess === target
            ? "right"
            : "wrong";
  return say("network-summary", {
    t,
    part: sharingOf(trace) === "halves" ? name : "none",
    known,
    input: spoken(input),
    guess: guess === null ? say("network-no-token") : spoken(guess),
    target: spoken(target ?? ""),
    loss: loss(value),
  });
}

/** How the weights go with the timesteps, or that no state is passed on. */
function formOf(trace: Trace) {
  const sharing = sharingOf(trace);
  return sharing === "shared" && !isRecurrent(trace) ? "memoryless" : sharing;
}

/** What its timesteps share, as sentences name it. */
export function sharesInWords(trace: Trace) {
  const { shared, own } = sharesOf(trace);
  return { extent: shared.length === 0 ? "none" : "some", shared: conjoined(shared), own: conjoined(own) };
}

/** What the diagram is to show, beside its title. */
export function networkNote(trace: Trace, folded: boolean) {
  const T = trace.steps.length;
  return say(`network-note-${formOf(trace)}`, { T, folded: folded ? "yes" : "no", ...sharesInWords(trace) });
}

/** Why it cannot be drawn as one cell. */
export const unfoldable = (trace: Trace) => say(`network-unfoldable-${sharingOf(trace)}`, sharesInWords(trace));

/** The whole diagram in a sentence. */
export function overview(trace: Trace) {
  const T = trace.steps.length;
  return say(`network-overview-${formOf(trace)}`, {
    T,
    H: trace.h_0.length,
    V: trace.vocabulary.length,
    ...sharesInWords(trace),
    reads: trace.parts[0].last,
    writes: T - trace.parts[0].last,
  });
}
