/** What the network makes of a first token: what is asked for, and what came of it. */

import { computed, signal } from "@preact/signals";
import { sentences } from "../lib/messages";

import { readNumber } from "../model/fields";
import type { Limit, Sample } from "../model/types";
import { ProblemError, UnreachableError } from "./api";

export type Request = { first: string; length: number; temperature: number; seed: number };

/** The fields as they were typed. */
export type Fields = { first: string; length: string; temperature: string; seed: string };

export type Generation = ReturnType<typeof createGeneration>;

const NUMBERS = ["length", "temperature", "seed"] as const;
const USUAL = { length: 20, temperature: 1, seed: 1 };

/**
 * @param limits of each number
 * @param sample asks the server
 */
export function createGeneration(limits: Record<string, Limit>, sample: (request: Request) => Promise<Sample>) {
  const limit = (name: string) => limits[name] as Limit;
  const fields = signal<Fields>({ first: "", length: "20", temperature: "1", seed: "1" });
  const readings = computed(() =>
    Object.fromEntries(NUMBERS.map((name) => [name, readNumber(fields.value[name], limit(name))])),
  );
  const made = signal<{ sample: Sample; first: string; iteration: number } | null>(null);
  const trouble = signal("");

  async function generate(iteration: number) {
    const { length, temperature, seed } = readings.value;
    if (length?.value === undefined || temperature?.value === undefined || seed?.value === undefined) {
      return;
    }
    const { first } = fields.value;
    try {
      const answer = await sample({ first, length: length.value, temperature: temperature.value, seed: seed.value });
      made.value = { sample: answer, first, iteration };
      trouble.value = "";
    } catch (error) {
      if (error instanceof ProblemError) {
        trouble.value = sentences(error.errors.map(({ message }) => message)) || error.message;
      } else if (error instanceof UnreachableError) {
        trouble.value = error.message;
      } else {
        throw error;
      }
    }
  }

  return {
    fields,
    made,
    trouble,
    /** What is wrong with each number, or nothing. */
    errors: computed(() => Object.fromEntries(NUMBERS.map((name) => [name, readings.value[name]?.error ?? ""]))),
    generate,

    change(changed: Partial<Fields>) {
      fields.value = { ...fields.value, ...changed };
    },

    /** Goes on to the next seed, and from the last allowed to the first. */
    nextSeed() {
      const seed = readings.value.seed?.value;
      const last = limit("seed").maximum ?? Number.MAX_SAFE_INTEGER;
      const next = seed === undefined || seed >= last ? 0 : seed + 1;
      fields.value = { ...fields.value, seed: String(next) };
    },

    /** What the fields stand for, or the nearest that is valid. */
    request(): Request {
      const value = (name: (typeof NUMBERS)[number]) => readings.value[name]?.value ?? USUAL[name];
      return {
        first: fields.value.first,
        length: value("length"),
        temperature: value("temperature"),
        seed: value("seed"),
      };
    },

    /** Another vocabulary: what was made of the one before is gone. */
    forget(first: string) {
      fields.value = { ...fields.value, first };
      made.value = null;
      trouble.value = "";
    },
  };
}
