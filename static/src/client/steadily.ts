/** What the server carries out once for its key is not given up when the server goes away meanwhile. */

import { UnreachableError } from "./api";
import type { State, Store } from "./state";

/** A key that no other order has. Not `randomUUID`, which pages of a classroom's server do not have. */
const newKey = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("");

/** Resolves when the run's server is back: false where the page shows another run or it is not wanted any more. */
async function isBack(store: Store, id: string, signal: AbortSignal | null): Promise<boolean> {
  const isOther = ({ run }: State) => run?.id !== id || signal?.aborted === true;
  const isSettled = (state: State) => isOther(state) || state.connection === "live";
  if (!isSettled(store.get())) {
    await new Promise<void>((resolve) => {
      const look = () => {
        if (isSettled(store.get())) {
          stop();
          signal?.removeEventListener("abort", look);
          resolve();
        }
      };
      const stop = store.watch(["run", "connection"], () => queueMicrotask(look));
      signal?.addEventListener("abort", look);
    });
  }
  return !isOther(store.get());
}

/**
 * Does `work` under a key of its own; where no answer comes, reports it, waits for the server, and does it
 * again under the same key: it is neither lost nor done twice.
 *
 * @returns null where it was given up
 */
export async function steadily<T>(
  { store, report }: { store: Store; report: (error: unknown) => void },
  id: string,
  work: (key: string) => Promise<T>,
  signal: AbortSignal | null = null,
): Promise<T | null> {
  const key = newKey();
  for (;;) {
    try {
      return await work(key);
    } catch (error) {
      if (!(error instanceof UnreachableError) || signal?.aborted) {
        throw error;
      }
      report(error);
      if (!(await isBack(store, id, signal))) {
        return null;
      }
    }
  }
}
