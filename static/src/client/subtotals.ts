/** What the sum inside a state is made of, for the unit that the caption of its phase is about. */

import type { ReadonlySignal } from "@preact/signals";
import { computed, effect, signal } from "@preact/signals";

import { latest } from "../lib/latest";
import type { Store } from "../lib/store";
import { explainPath } from "../model/address";
import { unitTold } from "../model/captions";
import { kindOf } from "../model/cells";
import type { Moment } from "../model/phases";
import type { Derivation } from "../model/types";
import type { Api } from "./api";
import { ProblemError, UnreachableError } from "./api";
import type { State } from "./state";

export type Subtotals = Derivation["subtotals"];

/** @returns none where the phase computes no state, and as long as they are asked for */
export function createSubtotals(
  { signals }: Pick<Store<State>, "signals">,
  api: Pick<Api, "explain">,
  moment: ReadonlySignal<Moment | null>,
): ReadonlySignal<Subtotals> {
  const found = signal<{ path: string; of: object; subtotals: Subtotals } | null>(null);
  const wish = computed(() => {
    const [run, trace, phase] = [signals.run.value, signals.trace.value, moment.value?.phase];
    // A state with gates is no function of one sum.
    if (run === null || trace === null || phase?.kind !== "h" || phase.t === null || kindOf(trace) !== "tanh") {
      return null;
    }
    const unit = unitTold(trace, phase.t);
    const place = { quantity: "a", t: phase.t, index: [unit] };
    // The same address has another number when its iteration has been changed.
    return unit === -1 ? null : { path: explainPath(run.id, trace.iteration, place), of: trace };
  });
  const ask = latest(async () => {
    const wanted = wish.peek();
    if (wanted === null) {
      return;
    }
    try {
      found.value = { ...wanted, subtotals: (await api.explain(wanted.path)).subtotals };
    } catch (error) {
      if (!(error instanceof ProblemError || error instanceof UnreachableError)) {
        throw error;
      }
    }
  });
  effect(() => {
    if (wish.value !== null) {
      void ask();
    }
  });
  return computed(() => {
    const [now, wanted] = [found.value, wish.value];
    return now !== null && now.path === wanted?.path && now.of === wanted.of ? now.subtotals : [];
  });
}
