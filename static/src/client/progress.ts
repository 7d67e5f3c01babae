/** The reader's progress in a chapter: in signals, in the browser's memory, and in a link. */

import { computed, signal } from "@preact/signals";

import type { ChapterProgress, Done } from "../model/progress";
import { decode, encode, KEPT, merged, NO_PROGRESS, read, without } from "../model/progress";

export interface Memory {
  remembered: (key: string) => string | null;
  remember: (key: string, value: string) => void;
}

export type ProgressKeeper = ReturnType<typeof createProgress>;

/** @param carried by the link that was opened */
export function createProgress(slug: string, memory: Memory, carried: string | null) {
  const before = read(memory.remembered(KEPT));
  const all = signal(carried === null ? before : merged(before, decode(carried) ?? {}));
  const here = computed<ChapterProgress>(() => all.value[slug] ?? NO_PROGRESS);

  function set(chapter: ChapterProgress) {
    // Another window may have gone on meanwhile with another chapter.
    all.value = { ...read(memory.remembered(KEPT)), ...all.value, [slug]: chapter };
    memory.remember(KEPT, JSON.stringify(all.value));
  }
  if (carried !== null) {
    set(here.peek());
  }

  return {
    here,

    guess(part: string, guess: string) {
      set({ ...here.peek(), guesses: { ...here.peek().guesses, [part]: guess } });
    },

    finish(part: string, done: Done) {
      set({ ...here.peek(), done: { ...here.peek().done, [part]: done } });
    },

    forget(parts: readonly string[]) {
      set(without(here.peek(), parts));
    },

    /** What a link carries. */
    link: () => encode(all.peek()),
  };
}
