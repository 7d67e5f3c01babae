/** A question to the server of which only the latest answer counts. */

import { batch, signal } from "@preact/signals";

export type Question<Answer> = ReturnType<typeof createQuestion<Answer>>;

/** `show` is waited for before the question counts as answered. */
export function createQuestion<Answer>(
  put: (signal: AbortSignal) => Promise<Answer>,
  show: (answer: Answer) => Promise<void> = async () => {},
) {
  const answer = signal<Answer | null>(null);
  const failure = signal<Error | null>(null);
  const isAsked = signal(false);
  let latest: AbortController | null = null;

  function cutOff() {
    latest?.abort();
    latest = null;
  }

  return {
    answer,
    failure,
    isAsked,

    /** Resolves when it is answered and shown, has failed, or is cut off by the next one. */
    async ask() {
      cutOff();
      const own = new AbortController();
      latest = own;
      isAsked.value = true;
      try {
        const found = await put(own.signal);
        if (!own.signal.aborted) {
          batch(() => {
            answer.value = found;
            failure.value = null;
          });
          await show(found);
        }
      } catch (error) {
        if (!own.signal.aborted) {
          failure.value = error instanceof Error ? error : new Error(String(error));
        }
      }
      if (latest === own) {
        latest = null;
        isAsked.value = false;
      }
    },

    /** Something else is about to be asked. */
    expect() {
      cutOff();
      isAsked.value = true;
    },

    forget() {
      cutOff();
      batch(() => {
        answer.value = null;
        failure.value = null;
        isAsked.value = false;
      });
    },
  };
}
