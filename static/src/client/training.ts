/** Commands to the server, one after the other, and training, which goes on between them. */

import type { Hyperparameters, Progress, Run } from "../model/types";
import type { Api } from "./api";
import { ProblemError } from "./api";
import { ECHO, isGone } from "./following";
import type { Store } from "./state";
import { arrival } from "./state";
import { steadily } from "./steadily";

/** How long a paused training may take to say so before its connection is cut. */
const PATIENCE = 1500;

/** Where a command starts while a past iteration is looked at: there, where the run is, or anywhere. */
export type From = "view" | "present" | "anywhere";
export type Command = (work: (run: Run) => Promise<void>, from?: From) => Promise<void>;

/** Whether a training ended only because its request did. */
const goesOn = (last: Progress | null) => last !== null && !last.message && last.stopped === "iterations";

export function createTraining({
  api,
  store,
  draw,
  report,
}: {
  api: Api;
  store: Store;
  draw: () => Promise<void>;
  report: (error: unknown) => void;
}) {
  let abort: AbortController | null = null;
  let done: Promise<void> | null = null;
  let isPausing = false;
  let inFlight = 0;
  let echoUntil = 0;
  let queue: Promise<void> = Promise.resolve();

  /** Does what events of this window will echo. */
  async function commanding(work: () => Promise<void>) {
    inFlight += 1;
    try {
      await work();
    } finally {
      inFlight -= 1;
      echoUntil = Date.now() + ECHO;
    }
  }

  /**
   * Commands go to the server one after the other, each on what the one before left behind. While
   * a past iteration is looked at, the run goes there first and the command goes on from it;
   * unless it is one that starts where the run is, or that only keeps a training going. While the
   * run is still being made they wait for it.
   */
  const command: Command = (work, from = "view") => {
    queue = queue.then(async () => {
      await arrival(store);
      await pause();
      const { run, connection } = store.get();
      if (run === null || connection === "lost") {
        return;
      }
      await commanding(async () => {
        if (from === "present") {
          store.set({ view: null });
        }
        await work(from === "view" ? await arrive(run) : run);
      }).catch(report);
    });
    return queue;
  };

  /** Continue from the iteration that is looked at: the run goes there. */
  async function arrive(run: Run): Promise<Run> {
    const { view } = store.get();
    if (view === null) {
      return run;
    }
    const moved = await api.rewind(run.id, view);
    store.set({ run: moved, view: null, undo: null });
    return moved;
  }

  async function refresh(id: string) {
    const run = await api.run(id);
    if (store.get().run?.id === id) {
      store.set({ run });
    }
  }

  /** Train on the current run until it is paused, has made `iterations`, or diverges. */
  async function train(iterations: number | null, speed: number | null) {
    const { run } = store.get();
    if (run === null) {
      return;
    }
    const own = new AbortController();
    abort = own;
    store.set({ undo: null, notice: null });
    const request = { ...(iterations === null ? {} : { iterations }), iterations_per_second: speed };
    let last: Progress | null = null;
    const follow = async (key: string) => {
      store.set({ training: "here" });
      let told: Progress | null = null;
      for await (const progress of api.train(run.id, request, own.signal, key)) {
        told = progress;
        const { trace, view } = store.get();
        if (view === null && progress.iteration !== trace?.iteration) {
          void draw();
        }
      }
      return { told };
    };
    try {
      do {
        last = (await steadily({ store, report }, run.id, follow, own.signal))?.told ?? null;
        // One request makes a bounded number of iterations; training goes on until it is paused.
      } while (iterations === null && goesOn(last));
    } catch (error) {
      if (!own.signal.aborted) {
        report(error);
      }
    } finally {
      abort = null;
      echoUntil = Date.now() + ECHO;
      if (store.get().training === "here") {
        store.set({ training: null });
      }
    }
    if (store.get().connection === "lost" || store.get().run?.id !== run.id) {
      return;
    }
    try {
      await refresh(run.id);
      await draw();
    } catch (error) {
      report(error);
    }
    if (last?.message && !last.diverged && !isPausing) {
      store.set({ notice: { kind: "done", text: last.message } });
    }
  }

  /** Stop a training, whoever started it, and wait until it has stopped. */
  async function pause() {
    const { run, training } = store.get();
    if (run === null || (training === null && done === null)) {
      return;
    }
    const timer = setTimeout(() => abort?.abort(), PATIENCE);
    isPausing = true;
    try {
      await api.pause(run.id);
      if (training === "elsewhere") {
        store.set({ training: null });
        await refresh(run.id);
        void draw();
      }
    } catch (error) {
      abort?.abort();
      report(error);
    }
    await done;
    isPausing = false;
    clearTimeout(timer);
  }

  function start(iterations: number | null, speed: number | null = store.get().speed, from: From = "view") {
    return command(async () => {
      done = train(iterations, speed).finally(() => {
        done = null;
      });
    }, from);
  }

  return {
    command,
    refresh,
    pause,
    start,
    isCommanding: () => inFlight > 0,
    isEcho: () => Date.now() < echoUntil,

    async toggle() {
      await (store.get().training === null ? start(null) : pause());
    },

    async setSpeed(speed: number | null) {
      store.set({ speed });
      if (store.get().training === "here") {
        await start(null, speed, "anywhere");
      }
    },

    /**
     * Change learning rate, optimizer or clipping from here on. Training goes on meanwhile.
     *
     * @returns rejects when the server refuses
     */
    async change(changes: Partial<Hyperparameters>): Promise<void> {
      await arrival(store);
      const { run } = store.get();
      if (run === null) {
        return;
      }
      try {
        await commanding(async () => store.set({ run: await api.change((await arrive(run)).id, changes) }));
      } catch (error) {
        if (error instanceof ProblemError && !isGone(error)) {
          throw error;
        }
        report(error);
      }
      void draw();
    },
  };
}
