/** Moving a run through its iterations: forward, back, to a wish, out of a divergence, and undoing that. */

import { say } from "../lib/messages";
import type { Hyperparameters, Run, Trace } from "../model/types";
import type { Api } from "./api";
import type { Notice, Store } from "./state";
import { arrival, recordOf } from "./state";
import { steadily } from "./steadily";
import type { Command, From } from "./training";

/** Of how many iterations the lowest loss is looked for. */
const POINTS = 2000;

export function createHistory({
  api,
  store,
  draw,
  drawn,
  tell,
  command,
  refresh,
  pause,
  startTraining,
  report,
}: {
  api: Api;
  store: Store;
  draw: (have?: Trace) => Promise<void>;
  /** resolves when nothing is being drawn */
  drawn: () => Promise<void>;
  tell: (notice: Notice | null) => void;
  command: Command;
  refresh: (id: string) => Promise<void>;
  pause: () => Promise<void>;
  startTraining: (iterations: number | null, speed?: number | null, from?: From) => Promise<void>;
  report: (error: unknown) => void;
}) {
  /** Look at an iteration that the run has been at. The run, and whoever shares it, stays. */
  function look(iteration: number) {
    const { run, training, view } = store.get();
    if (run === null) {
      return;
    }
    const wish = Math.max(0, Math.min(iteration, run.furthest_iteration));
    const next = wish === run.iteration && training === null ? null : wish;
    if (next !== view) {
      store.set({ view: next, notice: null });
      void draw();
    }
  }

  async function rewind({ id }: Run, iteration: number) {
    const moved = await api.rewind(id, iteration);
    store.set({ run: moved, undo: null, notice: null });
    void draw();
  }

  /** Take a run to an iteration: back to one it has been at, or training as far. */
  async function travel(run: Run, iteration: number) {
    if (iteration <= run.furthest_iteration) {
      return iteration === run.iteration ? run : api.rewind(run.id, iteration);
    }
    const request = { iterations: iteration - run.iteration, iterations_per_second: null };
    for await (const _ of api.train(run.id, request, new AbortController().signal)) {
      // Only the end matters here.
    }
    return api.run(run.id);
  }

  return {
    look,
    travel,

    /** What is looked at becomes what is: the run goes to the iteration on screen. */
    proceed: () =>
      command(async () => {
        tell(null);
        void draw();
      }),

    /** Back to where the run stands. */
    leave() {
      if (store.get().view !== null) {
        store.set({ view: null });
        void draw();
      }
    },

    step(times: number = 1) {
      if (times > 1) {
        return startTraining(times, null);
      }
      return command(async ({ id }) => {
        const trace = await steadily({ store, report }, id, (key) => api.step(id, key));
        if (trace === null) {
          return;
        }
        store.set({ undo: null, notice: null });
        void draw(trace);
        await refresh(id);
      });
    },

    back(times: number = 1) {
      const { view } = store.get();
      if (view !== null) {
        look(view - times);
        return Promise.resolve();
      }
      return command(async (run) => {
        const iteration = Math.max(0, run.iteration - times);
        if (iteration !== run.iteration) {
          await rewind(run, iteration);
        }
      });
    },

    /** Back to an earlier iteration, or training on as far as a later one. */
    async goTo(iteration: number) {
      if (store.get().view !== null && iteration <= (store.get().run?.furthest_iteration ?? 0)) {
        look(iteration);
        return;
      }
      await arrival(store);
      await pause();
      const { run } = store.get();
      if (run === null || iteration === run.iteration) {
        return;
      }
      if (iteration > run.iteration) {
        await startTraining(iteration - run.iteration, null, "present");
      } else {
        await command((now) => rewind(now, iteration));
      }
    },

    reset: () =>
      command(async (run) => {
        const record = recordOf(run);
        const isChanged = record.interventions.length > 0;
        if (record.iteration === 0 && !isChanged) {
          tell({ kind: "info", text: say("session-reset-already") });
          return;
        }
        // Dropping interventions drops the iterations after them: not while one is being drawn.
        await drawn();
        const moved = await api.rewind(run.id, 0, false);
        const bringBack = async (now: Run) => {
          const whole = isChanged ? await api.undo(now.id) : now;
          store.set({ run: await travel(whole, record.iteration) });
          void draw();
        };
        const undo = { label: say("session-undo"), act: () => void command(bringBack, "present") };
        store.set({ run: moved, undo });
        tell({ kind: "done", text: say("session-reset", { changed: isChanged ? "yes" : "no" }), actions: [undo] });
        void draw();
      }, "present"),

    /** The way out of a divergence: back to the lowest loss so far, there with other settings. */
    retreat: (changes: Partial<Hyperparameters> = {}) =>
      command(async ({ id }) => {
        const { iterations, loss } = await api.history(id, POINTS);
        let best = 0;
        loss.forEach((value, index) => {
          const lowest = loss[best] ?? null;
          if (value !== null && (lowest === null || value < lowest)) {
            best = index;
          }
        });
        let run = await api.rewind(id, iterations[best] ?? 0);
        if (Object.keys(changes).length > 0) {
          run = await api.change(id, changes);
        }
        store.set({ run });
        tell({ kind: "done", text: say("session-lowest", { iteration: run.iteration }) });
        void draw();
      }, "present"),

    undo() {
      const { undo } = store.get();
      if (undo !== null) {
        store.set({ undo: null, notice: null });
        undo.act();
      }
    },
  };
}
