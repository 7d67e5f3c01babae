/**
 * Follows a run whoever moves it, finds the server again when it is away, and makes the run again
 * from the page's own record when the server has forgotten it.
 */

import { say } from "../lib/messages";
import type { RunRecord } from "../model/link";
import { differences } from "../model/link";
import type { Configuration, Hyperparameters, Run, RunEvent, Trace } from "../model/types";
import type { Api } from "./api";
import { ProblemError, UnreachableError } from "./api";
import { creation } from "./curl";
import type { Notice, Store } from "./state";
import { recordOf } from "./state";

const FIRST_RETRY = 500;
const LONGEST_RETRY = 8000;
/** An event of our own command may arrive a moment after its answer. */
export const ECHO = 200;

const isSame = (one: Hyperparameters, other: Hyperparameters) =>
  one.learning_rate === other.learning_rate && one.optimizer === other.optimizer && one.clip_norm === other.clip_norm;

/** Whether the server has forgotten the run. */
export const isGone = (error: unknown): error is ProblemError =>
  error instanceof ProblemError && error.kind === "run-not-found";

export function createFollowing({
  api,
  store,
  defaults,
  draw,
  redraw,
  isCommanding,
  isEcho,
}: {
  api: Api;
  store: Store;
  defaults: Configuration;
  draw: () => Promise<void>;
  redraw: () => Promise<void>;
  /** whether a command of this page is under way */
  isCommanding: () => boolean;
  /** whether an event may still be this page's own doing */
  isEcho: () => boolean;
}) {
  let stopFollowing = () => {};
  // Somebody deleted the run on purpose: it is made again only when asked for.
  let isDeleted = false;
  let unread: ReturnType<typeof setTimeout> | undefined;
  let retryDelay = FIRST_RETRY;
  let retryTimer: ReturnType<typeof setTimeout> | undefined;
  let recovering: Promise<void> | null = null;

  const tell = (notice: Notice | null) => store.set({ notice });

  function report(error: unknown) {
    if (error instanceof UnreachableError) {
      // Where that is known already, when to try again is decided.
      if (store.get().connection !== "lost") {
        lose();
      }
    } else if (isGone(error)) {
      if (!isDeleted) {
        void recover();
      }
    } else if (error instanceof Error) {
      tell({ kind: "error", text: error.message });
    }
  }

  function follow() {
    stopFollowing();
    const { run } = store.get();
    if (run === null) {
      return;
    }
    stopFollowing = api.follow(run.id, {
      onOpen() {
        retryDelay = FIRST_RETRY;
        store.set({ connection: "live", retryAt: null });
      },
      onEvent,
      onBreak: () => void recover(),
    });
  }

  function onDeleted(run: Run) {
    stopFollowing();
    isDeleted = true;
    const record = recordOf(run, store.get().trace?.iteration);
    const actions = [{ label: say("session-make-again"), act: () => void remake(record, null) }];
    tell({ kind: "error", text: say("session-deleted"), actions });
  }

  function onEvent(event: RunEvent) {
    const { run, trace, training } = store.get();
    if (run === null || event.id !== run.id) {
      return;
    }
    if (event.cause === "deleted") {
      onDeleted(run);
      return;
    }
    const isOurs = isCommanding() || training === "here" || isEcho();
    clearTimeout(unread);
    if (isOurs && training !== "here") {
      // Most likely what this window did itself; if not, it is news when the echoes are over.
      unread = setTimeout(() => onEvent(event), ECHO);
    }
    if (training !== "here") {
      store.set({ training: event.training ? "elsewhere" : null });
    }
    const isChanged = JSON.stringify(event.interventions) !== JSON.stringify(run.interventions);
    // Whoever connects has just asked for what there is: only what happened since is news.
    const known = event.cause === "connected" ? run : trace;
    const isNews =
      isChanged ||
      known === null ||
      event.iteration !== known.iteration ||
      !isSame(event.hyperparameters, known.hyperparameters);
    if (!isOurs || training === "here") {
      store.set({ run: event });
    }
    if (!isOurs && event.cause !== "connected" && (isChanged || event.iteration !== run.iteration)) {
      store.set({ moved: event.cause, undo: null, notice: null });
    }
    if (!isCommanding()) {
      show(event, isNews);
    }
  }

  function show(event: RunEvent, isNews: boolean) {
    const { view } = store.get();
    if (event.cause === "connected" && !isNews) {
      return;
    }
    if (view === null) {
      if (isNews) {
        void draw();
      }
    } else if (event.furthest_iteration < view || (event.iteration === view && !event.training)) {
      store.set({ view: null });
      void draw();
    } else if (event.cause === "patch") {
      void draw();
    } else {
      // What is looked at stays the same; the loss curve grows.
      void redraw();
    }
  }

  /** When to try again, later and later. */
  function nextRetry() {
    const delay = retryDelay;
    retryDelay = Math.min(LONGEST_RETRY, retryDelay * 2);
    store.set({ connection: "lost", retryAt: Date.now() + delay });
    return delay;
  }

  /** The server does not answer: say so, and keep trying. */
  function lose() {
    stopFollowing();
    clearTimeout(retryTimer);
    store.set({ training: null });
    retryTimer = setTimeout(() => void recover(), nextRetry());
  }

  /** Reach the server again, now; join the run, or make it again from the page's own record. */
  function recover() {
    recovering ??= attempt().finally(() => {
      recovering = null;
    });
    return recovering;
  }

  async function attempt() {
    clearTimeout(retryTimer);
    stopFollowing();
    const { run, trace, view, connection } = store.get();
    if (run === null || isDeleted) {
      return;
    }
    try {
      const found = await api.run(run.id);
      store.set({ run: found, training: found.training === true ? "elsewhere" : null });
      if (connection === "lost") {
        tell({ kind: "done", text: say("session-back") });
      }
      follow();
      void draw();
    } catch (error) {
      if (isGone(error)) {
        await remake(recordOf(run, view === null ? trace?.iteration : run.iteration), say("session-remade"));
      } else if (error instanceof UnreachableError || error instanceof ProblemError) {
        lose();
      } else {
        throw error;
      }
    }
  }

  /**
   * Make a recorded run again and move to it.
   *
   * @param text what to say when it worked
   */
  async function remake(record: RunRecord, text: string | null) {
    try {
      enter(await api.create(creation(record, defaults)));
      if (text !== null) {
        tell({ kind: "done", text });
      }
    } catch (error) {
      if (error instanceof UnreachableError) {
        lose();
      } else if (error instanceof ProblemError && record.iteration > 0) {
        await remake({ ...record, iteration: 0 }, say("session-restarted", { iteration: record.iteration }));
      } else {
        report(error);
      }
    }
  }

  /** Whether a trace that was here before any run is this run's: it came with the page. */
  function isOf({ configuration, interventions, iteration, loss }: Run, trace: Trace) {
    const isDefault = Object.keys(differences(configuration, defaults)).length === 0 && interventions.length === 0;
    return isDefault && iteration === trace.iteration && loss === trace.loss;
  }

  /**
   * Show another run from here on.
   *
   * @param looked an iteration of it to look at
   */
  function enter(run: Run, looked: number | null = null) {
    isDeleted = false;
    const view = looked !== null && looked <= run.furthest_iteration ? looked : null;
    const { run: before, trace: first } = store.get();
    const trace = before === null && view === null && first !== null && isOf(run, first) ? first : null;
    store.set({ run, trace, previous: null, view, training: null, undo: null });
    follow();
    void (trace === null ? draw() : redraw());
  }

  return {
    report,
    recover,
    remake,
    enter,

    /** First contact failed: when to try the whole opening again. */
    retryDelay: nextRetry,

    /** A window out of sight needs no connection; back in sight it catches up. */
    sleep: () => stopFollowing(),

    wake() {
      if (store.get().connection !== "lost") {
        void recover();
      }
    },
  };
}
