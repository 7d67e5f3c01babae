/**
 * What a trace tells of its parts: the stretches of timesteps with weights of their own, which of
 * them read and which write, and where something is asked. Pure.
 */

import { say } from "../lib/messages";
import type { Part, Trace as WholeTrace } from "./types";

type Trace = Pick<WholeTrace, "parts" | "steps" | "vocabulary">;
/** How the weights go with the timesteps: one set for all, for each half, or for each timestep. */
export type Sharing = "shared" | "halves" | "unshared";

/** An unshared part is named by its only timestep. */
const isNumber = (name: string) => /^\d+$/.test(name);

export function partAt(trace: Trace, t: number): Part {
  const { parts } = trace;
  return parts.find(({ first, last }) => first <= t && t <= last) ?? parts[parts.length - 1];
}

/**
 * The parameter that plays a role at a timestep: `W_xh_encoder` for W_xh.
 *
 * @returns `null` where there is none
 */
export function parameterAt(trace: Trace, role: string, t: number): string | null {
  if (role === "W_ph" || role === "b_ph") {
    return t === 0 ? role : null;
  }
  return usedBy(partAt(trace, t))[role] ?? null;
}

/** What a parameter is: its role, and the part whose weights it is one of. */
export function roleOf({ parts }: Trace, name: string): { role: string; part: Part } {
  for (const part of parts) {
    const found = Object.entries(part.parameters).find(([, own]) => own === name);
    if (found !== undefined) {
      return { role: found[0], part };
    }
  }
  return { role: name, part: parts[0] };
}

/** When a parameter is in use, in words: `at every timestep`, `at every timestep of the encoder`. */
export function usedWhen(trace: Trace, name: string) {
  const { role, part } = roleOf(trace, name);
  if (role.endsWith("ph")) {
    return say("network-used-start");
  }
  if (role === name) {
    return say(trace.parts.some(({ writes }) => !writes) ? "network-used-writing" : "network-used-always");
  }
  return say(isNumber(part.name) ? "network-used-once" : "network-used-part", { part: part.name });
}

/** The parameters a part needs: one that writes nothing needs no output layer. */
function usedBy({ writes, parameters }: Part): Record<string, string> {
  return writes ? parameters : Object.fromEntries(Object.entries(parameters).filter(([role]) => !role.endsWith("y")));
}

/**
 * @param name of a parameter
 * @returns the timesteps that use it
 */
export function timestepsOf(trace: Trace, name: string): number[] {
  return trace.steps.map(({ t }) => t).filter((t) => Object.values(usedBy(partAt(trace, t))).includes(name));
}

export function sharingOf(trace: Trace): Sharing {
  const [first, ...others] = trace.parts;
  return first.name === "" && others.length === 0 ? "shared" : isNumber(first.name) ? "unshared" : "halves";
}

/** Of a network that is not wholly shared: the parameters that all timesteps share, and those of each. */
export function sharesOf({ parts }: Trace): { shared: string[]; own: string[] } {
  const used = Object.entries(parts[0].parameters);
  return {
    shared: used.filter(([role, name]) => role === name).map(([role]) => role),
    own: used.filter(([role, name]) => role !== name).map(([role]) => role),
  };
}

/**
 * The part whose weights are to be shown: the chosen one, as far as this example has it.
 *
 * @returns null where there is but one
 */
export function presentPart({ parts }: Pick<Trace, "parts">, chosen: string | null): string | null {
  if (parts.length < 2) {
    return null;
  }
  return (parts.find(({ name }) => name === chosen) ?? parts[chosen === null ? 0 : parts.length - 1]).name;
}

/** @param trace whether a state depends on the one before */
export function isRecurrent(trace: Trace) {
  return trace.parts.some(({ parameters }) => parameters.W_hh !== undefined);
}

export const writesAt = (trace: Trace, t: number) => partAt(trace, t).writes;

/** Whether there is something right to be predicted. */
export const isAsked = (trace: Trace, t: number) => trace.steps[t - 1].target !== null;

/** @param trace whether it reads and writes words, not single characters */
export function hasWords(trace: Trace) {
  const tokens = [...trace.vocabulary, ...trace.parts.flatMap(({ inputs }) => bare(inputs))];
  return tokens.some((token) => Array.from(token).length > 1 && !isSpecial(token));
}

export const isSpecial = (token: string) => /^(EOS|BOS|UNK)$/.test(token);

/** The mark on inputs that were read before: `h ₋₁`. */
const BEFORE = / ?₋([₀-₉]+)$/;

function stepsBefore(label: string) {
  const match = BEFORE.exec(label);
  return match === null ? 0 : Number(Array.from(match[1] ?? "", (digit) => digit.charCodeAt(0) - 0x2080).join(""));
}

const bare = (labels: readonly string[]) => labels.map((label) => label.replace(BEFORE, ""));

/**
 * The inputs of a part in groups: those of now, of one timestep before, and so on.
 *
 * @returns `offset` of its first cell in x
 */
export function inputGroups({ inputs }: Part): { before: number; offset: number; tokens: string[] }[] {
  const groups: { before: number; offset: number; tokens: string[] }[] = [];
  const tokens = bare(inputs);
  inputs.forEach((label, index) => {
    const before = stepsBefore(label);
    const last = groups[groups.length - 1];
    if (last !== undefined && last.before === before) {
      last.tokens.push(tokens[index]);
    } else {
      groups.push({ before, offset: index, tokens: [tokens[index]] });
    }
  });
  return groups;
}

/**
 * The superscript that tells a part's weights from those of the others; empty where there are no
 * others.
 */
export function partMark(trace: Trace, role: string, t: number) {
  const { name, parameters } = partAt(trace, t);
  // An output layer may be shared where the hidden one is not.
  if (name === "" || parameters[role] === undefined || parameters[role] === role) {
    return "";
  }
  return isNumber(name) ? `(${name})` : name.slice(0, 3);
}
