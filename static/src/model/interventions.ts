/** What a run was changed by hand with: the record in words, and the lists a change sends. Pure. */

import { listed, say } from "../lib/messages";
import { loss, lossChange, optimizerName, quoted, setting } from "./format";
import { letters } from "./spelling";
import type { Address, Clamp, Edit, Run, Trace } from "./types";

/** One line of a run's record. */
export interface Entry {
  iteration: number;
  /** `W_hh[2,3] set to 0.5` */
  text: string;
  /** not reached yet from where the run stands */
  ahead: boolean;
}

const SETTINGS = ["learning_rate", "optimizer", "clip_norm"];

function shown(name: string, value: unknown) {
  if (value === null) {
    return say("change-off");
  }
  return name === "optimizer" ? optimizerName(String(value)) : setting(Number(value));
}

/** `W_hh[2,3]`, `h_2[3]`, `b_y[0]`: as in NumPy, and as links write it. */
export function symbol({ quantity, t, index }: Address) {
  return `${quantity}${t === undefined ? "" : `_${t}`}[${index.join(",")}]`;
}

function clampKey({ unit, t }: Clamp) {
  return `${unit}@${t ?? ""}`;
}

/** What a new list of held states changes, in words. */
function clampsInWords(before: readonly Clamp[], after: readonly Clamp[]): string[] {
  const were = new Map(before.map((clamp) => [clampKey(clamp), clamp]));
  const are = new Map(after.map((clamp) => [clampKey(clamp), clamp]));
  const words = [];
  for (const [key, clamp] of are) {
    if (were.get(key)?.value !== clamp.value) {
      const kind = kindOf(clamp);
      words.push(say(`clamp-${kind}`, { unit: clamp.unit, t: String(clamp.t), value: setting(clamp.value) }));
    }
  }
  for (const [key, clamp] of were) {
    if (!are.has(key) && !are.has(clampKey({ ...clamp, t: null }))) {
      const kind = kindOf(clamp);
      words.push(say(`release-${kind}`, { unit: clamp.unit, t: String(clamp.t) }));
    }
  }
  return words;
}

/** A state at one timestep, or a unit that is held or switched off at all of them. */
function kindOf({ t, value }: Clamp) {
  return (t ?? null) !== null ? "state" : value === 0 ? "off" : "unit";
}

/**
 * The record of a run: everything it was changed with, in order. What lies after a rewind is still
 * to come.
 */
export function record(run: Pick<Run, "configuration" | "interventions" | "iteration">): Entry[] {
  const current: Record<string, unknown> = { ...run.configuration };
  let held: Clamp[] = [];
  return run.interventions.flatMap(({ iteration, changes }) => {
    const texts: string[] = [];
    for (const [name, value] of Object.entries(changes)) {
      if (SETTINGS.includes(name)) {
        texts.push(say(`change-${name}`, { before: shown(name, current[name]), after: shown(name, value) }));
        current[name] = value;
      }
    }
    for (const { parameter, index, value } of changes.edits ?? []) {
      texts.push(say("change-set", { symbol: symbol({ quantity: parameter, index }), value: setting(value) }));
    }
    if (changes.clamps !== undefined) {
      texts.push(...clampsInWords(held, changes.clamps));
      held = changes.clamps;
    }
    return texts.map((text) => ({ iteration, text, ahead: iteration > run.iteration }));
  });
}

/**
 * What one record has and another has not, in words: what a change added, or an undo took away.
 */
export function addition(more: readonly Entry[], less: readonly Entry[]): string {
  const line = ({ iteration, text }: Entry) => `${iteration} ${text}`;
  const known = less.map(line);
  return listed(more.filter((entry) => !known.includes(line(entry))).map(({ text }) => text));
}

// Longer spellings are cut where they are told in a sentence.
const LONGEST = 16;

function spelled(trace: Trace) {
  return quoted(
    letters(trace)
      .map(({ predicted }) => predicted ?? "?")
      .join(""),
    LONGEST,
  );
}

/**
 * What a change did to the loss and to what is spelt: `loss 5.776 → 5.612 ▼ 0.16, spelling
 * “eeel” → “elll”`.
 */
export function effectInWords(before: Trace, after: Trace) {
  const change = lossChange(before.loss, after.loss);
  const [was, is] = [spelled(before), spelled(after)];
  return say("effect-words", {
    before: loss(before.loss),
    after: loss(after.loss),
    change,
    lossStays: change === "" ? "yes" : "no",
    was,
    is,
    spellingStays: was === is ? "yes" : "no",
  });
}

/** All states that are held where a run stands. */
export function clampsInForce({ interventions, iteration }: Pick<Run, "interventions" | "iteration">): Clamp[] {
  const told = interventions.flatMap(({ iteration: at, changes }) =>
    at <= iteration && changes.clamps !== undefined ? [changes.clamps] : [],
  );
  return told.at(-1) ?? [];
}

/**
 * The clamp that decides a state, if any: of several, the last one of the list.
 *
 * @param t null asks for a unit that is held at every timestep
 */
export function holding(clamps: readonly Clamp[] | undefined, unit: number, t: number | null): Clamp | undefined {
  return clamps?.filter((clamp) => clamp.unit === unit && [null, t].includes(clamp.t ?? null)).at(-1);
}

/**
 * The list with one more state held. A unit that is held at every timestep no longer differs at
 * single ones.
 */
export function withClamp(clamps: readonly Clamp[], clamp: Clamp): Clamp[] {
  return [...withoutClamp(clamps, clamp.unit, clamp.t ?? null), clamp];
}

/** The list with a unit let go at one timestep, or with `t` null altogether. */
export function withoutClamp(clamps: readonly Clamp[], unit: number, t: number | null): Clamp[] {
  return clamps.filter((clamp) => clamp.unit !== unit || (t !== null && (clamp.t ?? null) !== t));
}

/** The edit of a weight that was made where the run stands. */
export function editHere(
  { interventions, iteration }: Pick<Run, "interventions" | "iteration">,
  { quantity, index }: Address,
): Edit | undefined {
  return interventions
    .find(({ iteration: at }) => at === iteration)
    ?.changes.edits?.find((edit) => edit.parameter === quantity && edit.index.join() === index.join());
}
