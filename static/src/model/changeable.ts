/** Which numbers can be changed by hand, how far, and how they are chosen by name. Pure. */

import { say } from "../lib/messages";
import type { Place } from "./address";
import { rowName } from "./cells";
import { spoken, visible } from "./format";
import { roleOf } from "./parts";
import type { Address, Limit, Maybe, ParameterName, Trace } from "./types";

/** How large a weight or a state that is given by hand may be; the server's limit. */
export const anyNumber = (): Limit => ({
  type: "number",
  minimum: -1e6,
  maximum: 1e6,
  allowed: say("change-allowed"),
});

/**
 * The number at an address that can be changed, or undefined where there is none: only weights,
 * biases and states of the iteration on screen can.
 */
export function changeable(
  trace: Trace,
  { quantity, t, index, iteration, show = "value" }: Place & { show?: string },
): Maybe | undefined {
  if (show !== "value" || (iteration ?? trace.iteration) !== trace.iteration) {
    return undefined;
  }
  if (quantity === "h") {
    return t === undefined || index.length !== 1 ? undefined : trace.steps[t - 1]?.h[index[0] ?? 0];
  }
  const array: unknown = Object.hasOwn(trace.parameters, quantity)
    ? trace.parameters[quantity as ParameterName]
    : undefined;
  const value = index.reduce<unknown>((part, place) => (Array.isArray(part) ? part[place] : undefined), array);
  return typeof value === "number" || value === null ? value : undefined;
}

/** The largest value of the slider: 1, 2 or 5 times a power of ten with room beyond the value. */
export function sliderBound({ quantity }: Address, value: number) {
  const least = Math.max(Math.abs(value), quantity === "h" ? 1 : 2);
  const power = 10 ** Math.floor(Math.log10(least));
  return [1, 2, 5, 10].map((step) => step * power).find((bound) => bound >= least) ?? 10 * power;
}

/** One index of a number: what it counts, and what it may be. */
export interface Choice {
  label: string;
  options: { value: number; text: string }[];
}

/** What the indexes of each quantity count; the last index of a state is its timestep. */
const COUNTED: Record<string, string[]> = {
  h: ["unit", "timestep"],
  W_xh: ["to_gate", "from_input"],
  W_hh: ["to_gate", "from_unit"],
  W_hy: ["to_letter", "from_unit"],
  W_ph: ["to_unit", "from_pixel"],
  b_h: ["gate"],
  b_hn: ["unit"],
  b_ph: ["unit"],
  b_y: ["letter"],
};

/** The indexes of a quantity, each with all that can be chosen. */
export function choicesOf(trace: Trace, quantity: string): Choice[] {
  const { role, part } = roleOf(trace, quantity);
  const gates = trace.gate_names?.length ?? 0;
  const names: Record<string, string[]> = {
    unit: trace.h_0.map((_, unit) => String(unit)),
    gate: Array.from({ length: trace.h_0.length * Math.max(1, gates) }, (_, row) => rowName(trace, row)),
    input: part.inputs.map(visible),
    pixel: (trace.example?.image?.pixels ?? []).map((_, pixel) => String(pixel)),
    letter: trace.vocabulary.map(visible),
    timestep: trace.steps.map(({ t, input }) => say("choose-after", { t: String(t), input: spoken(input) })),
  };
  return (COUNTED[role] ?? []).map((counted) => {
    const first = counted === "timestep" ? 1 : 0;
    const what = gates === 0 ? counted.replace("gate", "unit") : counted;
    return {
      label: say(`choose-${what}`),
      options: (names[counted.replace(/^.*_/, "")] ?? []).map((text, place) => ({ value: first + place, text })),
    };
  });
}

/** A quantity, and an index for each of its choices. */
export type Chosen = { quantity: string; index: number[] };

/** What was chosen as far as it is there, else the first there is. */
export function offered(trace: Trace, names: string[], { quantity, index }: Chosen): Chosen {
  const known = names.includes(quantity) ? quantity : (names[0] ?? "");
  const places = choicesOf(trace, known).map(({ options }, place) => {
    const found = options.find(({ value }) => value === index[place]) ?? options[0];
    return found?.value ?? 0;
  });
  return { quantity: known, index: places };
}

export function addressOf({ quantity, index }: Chosen): Address {
  return quantity === "h" ? { quantity, t: index[1] ?? 1, index: index.slice(0, 1) } : { quantity, index };
}
