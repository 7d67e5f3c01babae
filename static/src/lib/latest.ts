/**
 * One piece of work at a time, and the latest wins: what is asked for meanwhile is done once more
 * when the work at hand is done. `isLatest` tells the work whether nothing else has been asked since.
 */
export function latest(work: (isLatest: () => boolean) => Promise<void>): () => Promise<void> {
  let wanted = false;
  let working: Promise<void> | null = null;

  async function untilDone() {
    try {
      while (wanted) {
        wanted = false;
        await work(() => !wanted);
      }
    } finally {
      working = null;
    }
  }

  return () => {
    wanted = true;
    working ??= untilDone();
    return working;
  };
}
