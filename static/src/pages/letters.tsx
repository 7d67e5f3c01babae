/** The workbench's question which letters mattered: asks it of the run, and shows the answer. */

import { signal } from "@preact/signals";
import { render } from "preact";
import type { Api } from "../client/api";
import { ProblemError, UnreachableError } from "../client/api";
import type { State } from "../client/session";
import { createFigures } from "../components/figures";
import type { Choice, Shown } from "../components/sensitivity";
import { LettersCard } from "../components/sensitivity";
import { find } from "../lib/dom";
import { latest } from "../lib/latest";
import type { Store } from "../lib/store";
import type { Address, PageConfig, Sensitivity, Trace } from "../model/types";

// A faster training is followed when it pauses.
const WATCHABLE = 10;
const LATEST: Choice = { t: null, token: null };

/** Scales keep still while the numbers waver: they grow at once, and shrink late. */
const steadied = (used: number, needed: number) => (needed <= used && used < 5 * needed ? used : needed);

function next(told: Sensitivity, run: string, last: Shown | null): Shown {
  const isSame = last?.run === run && last.told.letters.length === told.letters.length;
  const bounds = isSame
    ? {
        of_letter: steadied(last.bounds.of_letter, told.bounds.of_letter),
        norm: steadied(last.bounds.norm, told.bounds.norm),
      }
    : told.bounds;
  return { told, run, bounds, isBehind: false };
}

type Surroundings = { page: HTMLElement; store: Store<State>; api: Api; config: PageConfig };

export function createLetters({ page, store, api, config }: Surroundings) {
  /** whose timesteps and letters can be chosen */
  const offered = signal<{ run: string; trace: Trace } | null>(null);
  const choice = signal(LATEST);
  const log = signal(false);
  const shown = signal<Shown | null>(null);
  let isVisible = false;
  const ask = latest(answer);

  async function answer() {
    const { run, trace, theme, training, speed } = store.get();
    if (run === null || trace === null) {
      return;
    }
    const isNew = trace.text !== offered.peek()?.trace.text;
    if (isNew || run.id !== offered.peek()?.run) {
      offered.value = { run: run.id, trace };
      choice.value = isNew ? LATEST : choice.peek();
    }
    if (training !== null && (speed === null || speed > WATCHABLE)) {
      const { value } = shown;
      shown.value = value === null || value.isBehind ? value : { ...value, isBehind: true };
      return;
    }
    if (!isVisible) {
      return;
    }
    const { t, token } = choice.peek();
    const length = trace.steps.length;
    try {
      const request = { t: Math.min(t ?? length, length), token, theme, log: log.peek() };
      const told = await api.sensitivity(run.id, trace.iteration, request);
      if (store.get().run?.id === run.id) {
        shown.value = next(told, run.id, shown.peek());
        void figures.update({ state_norm: told.figure });
      }
    } catch (error) {
      // Another window may have moved or deleted the run; whatever comes next asks again.
      if (!(error instanceof ProblemError || error instanceof UnreachableError)) {
        throw error;
      }
    }
  }

  function choose(chosen: Choice) {
    choice.value = chosen;
    void ask();
  }

  const Card = () => (
    <LettersCard
      trace={offered.value?.trace ?? null}
      choice={choice.value}
      shown={shown.value}
      log={log.value}
      colours={config.palette[store.signals.theme.value]}
      onChoose={choose}
      onLog={() => {
        log.value = !log.peek();
        void ask();
      }}
    />
  );
  const place = find(page, "#sensitivity-place", HTMLElement);
  render(<Card />, place);
  const figures = createFigures(
    { state_norm: find(place, "#sensitivity-plot", HTMLElement) },
    { plotlyUrl: config.plotly },
  );

  new IntersectionObserver(
    (entries) => {
      isVisible = entries.at(-1)?.isIntersecting ?? false;
      if (isVisible) {
        void ask();
      }
    },
    { rootMargin: "100px" },
  ).observe(find(place, "#sensitivity", HTMLElement));
  store.watch(["trace", "training", "theme"], () => void ask());
  // The first trace may be here before its run.
  store.watch(["run"], ({ run }) => {
    if (run !== null && run.id !== offered.peek()?.run) {
      void ask();
    }
  });

  return {
    /** A number was chosen elsewhere: where it is an output, ask about that one. */
    follow({ quantity, t, index }: Address) {
      if (t !== undefined && t > 0 && ["probs", "logits", "loss"].includes(quantity)) {
        choose({ t, token: quantity === "loss" ? null : (index[0] ?? null) });
      }
    },
  };
}
