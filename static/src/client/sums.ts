/** Asks for a gradient as the sum of its timesteps, as long as somebody looks at it. */

import type { ReadonlySignal } from "@preact/signals";
import { computed, effect, signal } from "@preact/signals";

import type { Store } from "../lib/store";
import type { Scene } from "../model/contributions";
import { sceneOf, selectionOf } from "../model/contributions";
import type { Moment } from "../model/phases";
import type { Contributions } from "../model/types";
import type { Api } from "./api";
import { ProblemError, UnreachableError } from "./api";
import type { State } from "./state";

export type Sums = ReturnType<typeof createSums>;

export function createSums({ signals }: Store<State>, api: Api, moment: ReadonlySignal<Moment | null>) {
  const parameter = signal("W_hh");
  const opened = signal(false);
  const held = signal<{ key: string; data: Contributions } | null>(null);
  /** The latest that is here, and how far it is known now. */
  const shown = signal<{ data: Contributions; scene: Scene } | null>(null);
  /** why nothing is */
  const trouble = signal("");
  /** whether the reader has just asked for it */
  const sought = signal(false);
  let asking = "";

  const isOpen = computed(() => opened.value || moment.value !== null);
  /** What should be shown, as text: the same wish is the same question. */
  const wish = computed(() => {
    const run = signals.run.value;
    const trace = signals.trace.value;
    return run === null || trace === null || !isOpen.value
      ? null
      : JSON.stringify([run.id, trace.iteration, selectionOf(trace, parameter.value, moment.value)]);
  });

  async function ask(key: string) {
    const [run, iteration, selection] = JSON.parse(key);
    asking = key;
    try {
      held.value = { key, data: await api.contributions(run, iteration, selection) };
      trouble.value = "";
    } catch (error) {
      if (!(error instanceof ProblemError || error instanceof UnreachableError)) {
        throw error;
      }
      // Another window has moved the run since; its trace is on the way.
      const isMoved = error instanceof ProblemError && error.kind === "iteration-not-found";
      if (!isMoved && asking === key) {
        shown.value = null;
        trouble.value = error.message;
      }
    } finally {
      if (asking === key) {
        asking = "";
      }
    }
  }

  effect(() => {
    // A trace that comes again may be answered where the one before was not.
    void signals.trace.value;
    const key = wish.value;
    if (key !== null && key !== held.peek()?.key && key !== asking) {
      void ask(key);
    }
  });
  effect(() => {
    const trace = signals.trace.value;
    const answer = held.value;
    if (trace !== null && answer !== null && answer.key === wish.value) {
      const { data } = answer;
      shown.value = { data, scene: sceneOf(trace, data.parameter, moment.value) };
    }
  });

  function choose(matrix: string) {
    parameter.value = matrix;
  }

  return {
    parameter,
    isOpen,
    shown,
    trouble,
    sought,
    choose,
    seek(matrix: string) {
      choose(matrix);
      opened.value = true;
      sought.value = true;
    },
    found() {
      sought.value = false;
    },
    close() {
      opened.value = false;
    },
  };
}
