/** What a page knows, in one place: a signal for each key, from which components draw themselves. */

import type { ReadonlySignal, Signal } from "@preact/signals";
import { batch, computed, effect, signal, untracked } from "@preact/signals";

export interface Store<S extends object> {
  /** By key, for components: who reads `signals.trace.value` is drawn again when it changes. */
  readonly signals: { readonly [K in keyof S]: Signal<S[K]> };
  get: () => S;
  set: (patch: Partial<S>) => void;
  /** calls the listener once at once and whenever one of the keys has changed */
  watch: <K extends keyof S>(keys: K[], listener: (state: S) => void) => () => void;
}

/** A store: `set` replaces some keys, and whoever watches one that changed is told, once per `set`. */
export function createStore<S extends object>(initial: S): Store<S> {
  const signals = Object.fromEntries(Object.entries(initial).map(([key, value]) => [key, signal(value)])) as {
    [K in keyof S]: Signal<S[K]>;
  };
  const keys = Object.keys(initial) as (keyof S)[];
  const get = () => Object.fromEntries(keys.map((key) => [key, signals[key].peek()])) as S;

  return {
    signals,
    get,
    set(patch) {
      batch(() => {
        for (const key of Object.keys(patch) as (keyof S)[]) {
          signals[key].value = patch[key] as S[keyof S];
        }
      });
    },
    watch(watched, listener) {
      return effect(() => {
        for (const key of watched) {
          void signals[key].value;
        }
        untracked(() => listener(get()));
      });
    },
  };
}

/** A signal that keeps the value it has while a new one, of plain data, says the same. */
export function steady<T>(value: () => T): ReadonlySignal<T> {
  let kept: T;
  let text: string | undefined;
  return computed(() => {
    const next = value();
    const written = JSON.stringify(next);
    if (written !== text) {
      [kept, text] = [next, written];
    }
    return kept;
  });
}
