/**
 * What is on screen, asked for one frame at a time: the trace of the iteration that is looked at,
 * then its figures. While one is under way only the latest wish is kept. Knows no elements.
 */

import { presentPart } from "../model/parts";
import type { Trace } from "../model/types";
import type { Api } from "./api";
import { ProblemError } from "./api";
import type { Store } from "./state";

/** @param options.nextFrame resolves when there is a frame to draw */
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
  let wanted = false;
  // Whether the trace in the store is as new as what is wanted.
  let fresh = false;
  let drawing: Promise<void> | null = null;

  function show(trace: Trace) {
    store.set({ previous: store.get().trace, trace });
  }

  function want() {
    wanted = true;
    drawing ??= frames().finally(() => {
      drawing = null;
    });
    return drawing;
  }

  async function frames() {
    while (wanted) {
      wanted = false;
      try {
        await frame();
      } catch (error) {
        if (error instanceof ProblemError && error.kind === "iteration-not-found") {
          // Another window has moved the run since; an event says where.
          fresh = false;
          if (store.get().view !== null) {
            store.set({ view: null });
            wanted = true;
          }
        } else {
          report(error);
        }
      }
      await nextFrame();
    }
  }

  async function frame() {
    const { run } = store.get();
    if (run === null) {
      return;
    }
    if (!fresh) {
      const trace = await api.trace(run.id, store.get().view ?? "latest");
      if (store.get().run?.id !== run.id) {
        return;
      }
      show(trace);
    }
    fresh = false;
    const { trace } = store.get();
    if (trace === null || figureNames.length === 0) {
      return;
    }
    const { show: which, theme, log, part } = store.get();
    const figures = await api.figures(run.id, trace.iteration, figureNames, {
      show: which,
      theme,
      log,
      part: presentPart(trace, part),
    });
    if (store.get().run?.id === run.id) {
      store.set({ figures: { iteration: trace.iteration, figures } });
    }
  }

  return {
    /** Draw what the server has now. `have` is a trace that is already here and as new. */
    draw(have?: Trace) {
      if (have !== undefined) {
        show(have);
      }
      fresh = have !== undefined;
      return want();
    },

    /** Draw the iteration on screen again, in another theme or with other figures. */
    redraw() {
      fresh = !wanted && store.get().trace !== null;
      return want();
    },

    /** Resolves when nothing is being drawn. */
    async drawn() {
      await drawing;
    },
  };
}
