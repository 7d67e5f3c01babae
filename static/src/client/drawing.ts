/**
 * What is on screen: the trace of the iteration that is looked at, and its figures. Of each kind one
 * is under way at a time, and meanwhile only the latest wish is kept; figures follow the trace and
 * do not hold up the next one. Knows no elements.
 */

import { presentPart } from "../model/parts";
import type { Trace } from "../model/types";
import type { Api } from "./api";
import { ProblemError } from "./api";
import type { Store } from "./state";

/**
 * Runs work once for all wishes that come while it is under way.
 *
 * @param then what follows when it is on screen
 */
function createTurns(work: () => Promise<void>, nextFrame: () => Promise<void>, then = () => {}) {
  let wanted = false;
  let turning: Promise<void> | null = null;

  async function turn() {
    while (wanted) {
      wanted = false;
      await work();
      await nextFrame();
      then();
    }
  }

  return {
    /** @returns when there is nothing left to do */
    want(): Promise<void> {
      wanted = true;
      turning ??= turn().finally(() => {
        turning = null;
      });
      return turning;
    },

    async done() {
      await turning;
    },
  };
}

export function createDrawing({
  api,
  store,
  figureNames,
  nextFrame,
  report,
}: {
  api: Api;
  store: Store;
  figureNames: string[];
  /** resolves when there is a frame to draw */
  nextFrame: () => Promise<void>;
  report: (error: unknown) => void;
}) {
  // Whether the trace in the store is as new as what is wanted.
  let fresh = false;
  const figures = createTurns(() => drawFigures().catch(failed), nextFrame);
  const traces = createTurns(
    () => drawTrace().catch(failed),
    nextFrame,
    () => void figures.want(),
  );

  function failed(error: unknown) {
    if (error instanceof ProblemError && error.kind === "iteration-not-found") {
      // Another window has moved the run since; an event says where.
      if (store.get().view !== null) {
        store.set({ view: null });
        void traces.want();
      }
    } else {
      report(error);
    }
  }

  function show(trace: Trace) {
    store.set({ previous: store.get().trace, trace });
  }

  async function drawTrace() {
    const { run, view } = store.get();
    if (run === null) {
      return;
    }
    if (!fresh) {
      const trace = await api.trace(run.id, view ?? "latest");
      if (store.get().run?.id !== run.id) {
        return;
      }
      show(trace);
    }
    fresh = false;
  }

  async function drawFigures() {
    const { run, trace, show: which, theme, log, part } = store.get();
    if (run === null || trace === null || figureNames.length === 0) {
      return;
    }
    const drawn = await api.figures(run.id, trace.iteration, figureNames, {
      show: which,
      theme,
      log,
      part: presentPart(trace, part),
    });
    if (store.get().run?.id === run.id) {
      store.set({ figures: { iteration: trace.iteration, figures: drawn } });
    }
  }

  /** Resolves when nothing is being drawn. */
  async function drawn() {
    await traces.done();
    await figures.done();
  }

  return {
    drawn,

    /** Draw what the server has now. `have` is a trace that is already here and as new. */
    async draw(have?: Trace) {
      if (have !== undefined) {
        show(have);
      }
      fresh = have !== undefined;
      await traces.want();
      await figures.done();
    },

    /** Draw the iteration on screen again, in another theme or with other figures. */
    async redraw() {
      await (store.get().trace === null ? traces.want() : figures.want());
      await drawn();
    },
  };
}
