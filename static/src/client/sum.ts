/** A check that leaves numbers of a derivation out: what is typed, and how it compares. */

import { computed, signal } from "@preact/signals";

import { operandsOf } from "../model/arithmetic";
import { blanksOf } from "../model/blanks";
import type { Sum } from "../model/lesson";
import { isNear } from "../model/lesson";
import type { Derivation } from "../model/types";
import type { Runs } from "./lesson-runs";
import type { ProgressKeeper } from "./progress";

export type Filling = ReturnType<typeof createFilling>;

/** Between two digits that are shown. */
const DIGIT_PAUSE = 70;

export function createFilling({
  sum,
  runs,
  progress,
  pause,
}: {
  sum: Sum;
  runs: Runs;
  progress: ProgressKeeper;
  pause: (milliseconds: number) => Promise<void>;
}) {
  const derivation = signal<Derivation | null>(null);
  /** of its only operand, where that is a sum */
  const inner = signal<Derivation | null>(null);
  const typed = signal<Record<string, string>>({});
  /** of each blank, as it was last checked */
  const marks = signal<Record<string, boolean | null>>({});
  /** how many were still empty when it was checked last, until something is typed */
  const empty = signal(0);
  const isShown = signal(false);
  const failure = signal<Error | null>(null);
  let opening: Promise<void> | null = null;

  const blanks = computed(() => (derivation.value === null ? {} : blanksOf(derivation.value, inner.value)));
  const isDone = computed(() => sum.blank.every((blank) => marks.value[blank] === true));

  async function open() {
    failure.value = null;
    try {
      const outer = await runs.explain(sum.state, sum.number);
      const [only, ...more] = operandsOf(outer.arithmetic);
      const address = only?.address;
      if (address !== undefined && more.length === 0) {
        const { quantity, t, index } = address;
        const within = await runs.explain(sum.state, { quantity, t: t ?? null, index });
        inner.value = within.arithmetic?.op === "sum" ? within : null;
      }
      derivation.value = outer;
      const done = progress.here.peek().done[sum.id];
      if (done !== undefined) {
        isShown.value = done === "shown";
        fill();
      }
    } catch (error) {
      failure.value = error instanceof Error ? error : new Error(String(error));
      opening = null;
    }
  }

  function fill() {
    typed.value = Object.fromEntries(sum.blank.map((blank) => [blank, blanks.peek()[blank]?.text ?? ""]));
    marks.value = Object.fromEntries(sum.blank.map((blank) => [blank, true]));
  }

  return {
    sum,
    derivation,
    inner,
    blanks,
    typed,
    marks,
    empty,
    isShown,
    isDone,
    failure,

    open() {
      opening ??= open();
      return opening;
    },

    type(blank: string, text: string) {
      typed.value = { ...typed.peek(), [blank]: text };
      marks.value = { ...marks.peek(), [blank]: null };
      empty.value = 0;
    },

    check() {
      const isEmpty = (blank: string) => (typed.peek()[blank] ?? "").trim() === "";
      empty.value = sum.blank.filter(isEmpty).length;
      marks.value = Object.fromEntries(
        sum.blank.map((blank) => [
          blank,
          isEmpty(blank)
            ? null
            : (isNear(typed.peek()[blank] ?? "", blanks.peek()[blank]?.value ?? null, sum.tolerance) ?? false),
        ]),
      );
      if (isDone.peek()) {
        progress.finish(sum.id, "right");
      }
    },

    /** Digit by digit, blank by blank. */
    async show() {
      isShown.value = true;
      empty.value = 0;
      for (const blank of sum.blank) {
        const text = blanks.peek()[blank]?.text ?? "";
        for (let digits = 1; digits <= text.length && isShown.peek(); digits += 1) {
          typed.value = { ...typed.peek(), [blank]: text.slice(0, digits) };
          await pause(DIGIT_PAUSE);
        }
      }
      if (isShown.peek()) {
        fill();
        progress.finish(sum.id, "shown");
      }
    },

    reset() {
      isShown.value = false;
      empty.value = 0;
      typed.value = {};
      marks.value = {};
      progress.forget([sum.id]);
    },
  };
}
