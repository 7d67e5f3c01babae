/**
 * The page's side of one run: joins or creates it, moves it, follows it whoever moves it, and
 * makes it again from the page's own record when the server has forgotten it. Knows no elements.
 */

import type { Link, RunRecord } from "../model/link";
import type { Configuration, Hyperparameters, Progress, Run, RunEvent, Trace } from "../model/types";
import type { Api } from "./api";
import { ProblemError, UnreachableError } from "./api";
import { creation } from "./curl";
import { createDrawing } from "./drawing";
import type { Effect } from "./hand";
import { createHand } from "./hand";

export type Action = { label: string; act: () => void };
/** Something to tell at the transport. Of several, the most pressing kind is shown. */
export interface Notice {
  kind: "info" | "done" | "viewing" | "error" | "diverged" | "lost";
  text: string;
  actions?: Action[];
}

export interface State {
  /** as the server last told it */
  run: Run | null;
  /** the iteration on screen */
  trace: Trace | null;
  /** the iteration on screen before it */
  previous: Trace | null;
  /** an iteration that is looked at while the run stands elsewhere */
  view: number | null;
  figures: { iteration: number; figures: Record<string, object> } | null;
  connection: "connecting" | "live" | "lost";
  /** when the next attempt to reach the server is due (ms) */
  retryAt: number | null;
  training: "here" | "elsewhere" | null;
  /** whether the address bar names a living run */
  shared: boolean;
  /** iterations a second; null is as fast as the server goes */
  speed: number | null;
  /** value, gradient or update */
  show: string;
  /** whose weights the figures show, where not all timesteps share them */
  part: string | null;
  /** whether the loss axis is logarithmic */
  log: boolean;
  theme: string;
  folded: boolean;
  /** of the iteration that is stopped at; null shows all of it */
  phase: string | null;
  /** the last thing worth telling */
  notice: Notice | null;
  undo: Action | null;
  /** what another window just did */
  moved: string | null;
  /** what the latest change by hand did */
  effect: Effect | null;
}

export type Store = import("../lib/store").Store<State>;

const FIRST_RETRY = 500;
const LONGEST_RETRY = 8000;
// An event of our own command may arrive a moment after its answer.
const ECHO = 200;
// How long a paused training may take to say so before its connection is cut.
const PATIENCE = 1500;

export function initialState(): State {
  return {
    run: null,
    trace: null,
    previous: null,
    view: null,
    figures: null,
    connection: "connecting",
    retryAt: null,
    training: null,
    shared: false,
    speed: 5,
    show: "value",
    part: null,
    log: false,
    theme: "light",
    folded: false,
    phase: null,
    notice: null,
    undo: null,
    moved: null,
    effect: null,
  };
}

export function recordOf(run: Run, iteration: number = run.iteration): RunRecord {
  return { configuration: run.configuration, interventions: run.interventions, iteration };
}

function sameHyperparameters(one: Hyperparameters, other: Hyperparameters) {
  return (
    one.learning_rate === other.learning_rate && one.optimizer === other.optimizer && one.clip_norm === other.clip_norm
  );
}

/** @returns whether the server has forgotten the run */
function isGone(error: unknown): error is ProblemError {
  return error instanceof ProblemError && error.kind === "run-not-found";
}

/** @returns whether a training ended only because its request did */
function goesOn(last: Progress | null): boolean {
  return last !== null && !last.message && last.stopped === "iterations";
}

/** @param options.nextFrame resolves when there is a frame to draw */
export function createSession({
  api,
  store,
  defaults,
  figureNames,
  nextFrame,
}: {
  api: Api;
  store: Store;
  defaults: Configuration;
  figureNames: string[];
  /** resolves when there is a frame to draw */
  nextFrame: () => Promise<void>;
}) {
  let stopFollowing = () => {};
  let trainingAbort: AbortController | null = null;
  let trainingDone: Promise<void> | null = null;
  let pausing = false;
  // Somebody deleted the run on purpose: it is made again only when asked for.
  let deleted = false;
  let commandsInFlight = 0;
  let echoUntil = 0;
  let unread: ReturnType<typeof setTimeout> | undefined;
  let retryDelay = FIRST_RETRY;
  let retryTimer: ReturnType<typeof setTimeout> | undefined;
  let queue: Promise<void> = Promise.resolve();

  // ---- what is told ---------------------------------------------------------------------

  function tell(notice: Notice | null) {
    store.set({ notice });
  }

  function report(error: unknown) {
    if (error instanceof UnreachableError) {
      lose();
    } else if (isGone(error)) {
      if (!deleted) {
        void recover();
      }
    } else if (error instanceof Error) {
      tell({ kind: "error", text: error.message });
    }
  }

  const { draw, redraw, drawn } = createDrawing({ api, store, figureNames, nextFrame, report });

  // ---- following, losing and finding the server -------------------------------------------

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

  function onEvent(event: RunEvent) {
    const { run, trace, training } = store.get();
    if (run === null || event.id !== run.id) {
      return;
    }
    if (event.cause === "deleted") {
      stopFollowing();
      deleted = true;
      const record = recordOf(run, trace?.iteration);
      tell({
        kind: "error",
        text: "Another window deleted this run.",
        actions: [{ label: "Make it again", act: () => void remake(record, null) }],
      });
      return;
    }
    const ours = commandsInFlight > 0 || training === "here" || Date.now() < echoUntil;
    clearTimeout(unread);
    if (ours && training !== "here") {
      // Most likely what this window did itself; if not, it is news when the echoes are over.
      unread = setTimeout(() => onEvent(event), ECHO);
    }
    if (training !== "here") {
      store.set({ training: event.training ? "elsewhere" : null });
    }
    const changed = JSON.stringify(event.interventions) !== JSON.stringify(run.interventions);
    const news =
      changed ||
      trace === null ||
      event.iteration !== trace.iteration ||
      !sameHyperparameters(event.hyperparameters, trace.hyperparameters);
    if (!ours) {
      const moved = changed || event.iteration !== run.iteration;
      store.set({ run: event });
      if (moved && event.cause !== "connected") {
        store.set({ moved: event.cause, undo: null, notice: null });
      }
    } else if (training === "here") {
      store.set({ run: event });
    }
    if (commandsInFlight > 0) {
      return;
    }
    const { view } = store.get();
    if (view === null) {
      if (news) {
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

  /** The server does not answer: say so, and keep trying. */
  function lose() {
    stopFollowing();
    clearTimeout(retryTimer);
    store.set({ connection: "lost", training: null, retryAt: Date.now() + retryDelay });
    retryTimer = setTimeout(() => void recover(), retryDelay);
    retryDelay = Math.min(LONGEST_RETRY, retryDelay * 2);
  }

  let recovering: Promise<void> | null = null;

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
    if (run === null || deleted) {
      return;
    }
    try {
      const found = await api.run(run.id);
      store.set({ run: found, training: found.training === true ? "elsewhere" : null });
      if (connection === "lost") {
        tell({ kind: "done", text: "The server is back." });
      }
      follow();
      void draw();
    } catch (error) {
      if (isGone(error)) {
        await remake(
          recordOf(run, view === null ? trace?.iteration : run.iteration),
          "The server no longer had this run. It was made again from this page’s record, with the same numbers.",
        );
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
      const made = await api.create(creation(record, defaults));
      enter(made);
      if (text !== null) {
        tell({ kind: "done", text });
      }
    } catch (error) {
      if (error instanceof UnreachableError) {
        lose();
      } else if (error instanceof ProblemError && record.iteration > 0) {
        await remake(
          { ...record, iteration: 0 },
          `The run was made again, but starts over: iteration ${record.iteration} is too far to replay.`,
        );
      } else {
        report(error);
      }
    }
  }

  /**
   * Show another run from here on.
   *
   * @param looked an iteration of it to look at
   */
  function enter(run: Run, looked: number | null = null) {
    deleted = false;
    const view = looked !== null && looked <= run.furthest_iteration ? looked : null;
    store.set({ run, trace: null, previous: null, view, training: null, undo: null });
    follow();
    void draw();
  }

  // ---- commands -------------------------------------------------------------------------

  /**
   * Commands go to the server one after the other, each on what the one before left behind. While
   * a past iteration is looked at, the run goes there first and the command goes on from it;
   * unless it is one that starts `from` where the run is (`present`), or that only keeps a training
   * going (`anywhere`).
   */
  function command(work: (run: Run) => Promise<void>, from: "view" | "present" | "anywhere" = "view"): Promise<void> {
    const mine = queue.then(async () => {
      await pause();
      const { run } = store.get();
      if (run === null || store.get().connection === "lost") {
        return;
      }
      commandsInFlight += 1;
      try {
        if (from === "present") {
          store.set({ view: null });
        }
        await work(from === "view" ? await arrive(run) : run);
      } catch (error) {
        report(error);
      } finally {
        commandsInFlight -= 1;
        echoUntil = Date.now() + ECHO;
      }
    });
    queue = mine;
    return mine;
  }

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
  async function training(iterations: number | null, speed: number | null) {
    const { run } = store.get();
    if (run === null) {
      return;
    }
    const abort = new AbortController();
    trainingAbort = abort;
    store.set({ training: "here", undo: null, notice: null });
    let last: Progress | null = null;
    try {
      const request = {
        ...(iterations === null ? {} : { iterations }),
        iterations_per_second: speed,
      };
      do {
        for await (const progress of api.train(run.id, request, abort.signal)) {
          last = progress;
          const { trace, view } = store.get();
          if (view === null && progress.iteration !== trace?.iteration) {
            void draw();
          }
        }
        // One request makes a bounded number of iterations; training goes on until it is paused.
      } while (iterations === null && goesOn(last));
    } catch (error) {
      if (!abort.signal.aborted) {
        report(error);
      }
    } finally {
      trainingAbort = null;
      echoUntil = Date.now() + ECHO;
      if (store.get().training === "here") {
        store.set({ training: null });
      }
    }
    if (store.get().connection !== "lost" && store.get().run?.id === run.id) {
      try {
        await refresh(run.id);
        await draw();
      } catch (error) {
        report(error);
      }
      if (last?.message && !last.diverged && !pausing) {
        tell({ kind: "done", text: last.message });
      }
    }
  }

  /** Stop a training, whoever started it, and wait until it has stopped. */
  async function pause() {
    const { run, training: who } = store.get();
    if (run === null || (who === null && trainingDone === null)) {
      return;
    }
    const timer = setTimeout(() => trainingAbort?.abort(), PATIENCE);
    pausing = true;
    try {
      await api.pause(run.id);
      if (who === "elsewhere") {
        store.set({ training: null });
        await refresh(run.id);
        void draw();
      }
    } catch (error) {
      trainingAbort?.abort();
      report(error);
    }
    await trainingDone;
    pausing = false;
    clearTimeout(timer);
  }

  function startTraining(
    iterations: number | null,
    speed: number | null = store.get().speed,
    from: "view" | "present" | "anywhere" = "view",
  ) {
    return command(async () => {
      trainingDone = training(iterations, speed).finally(() => {
        trainingDone = null;
      });
    }, from);
  }

  /** Look at an iteration that the run has been at. The run, and whoever shares it, stays. */
  function look(iteration: number) {
    const { run, training: who, view } = store.get();
    if (run === null) {
      return;
    }
    const wish = Math.max(0, Math.min(iteration, run.furthest_iteration));
    const next = wish === run.iteration && who === null ? null : wish;
    if (next !== view) {
      store.set({ view: next, notice: null });
      void draw();
    }
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

  /**
   * The run that is shown where a link asks for one that cannot be: without its changes, or else
   * the default one.
   */
  async function insteadOf(link: Link) {
    if (link.interventions.length > 0) {
      try {
        const run = await api.create(link.configuration);
        return { run, words: "This is its run without any changes, at iteration 0." };
      } catch (error) {
        if (!(error instanceof ProblemError)) {
          throw error;
        }
      }
    }
    return { run: await api.create({}), words: "This is the default run instead." };
  }

  const hand = createHand({ api, store, command, draw, tell, travel });

  return {
    pause,
    tell,
    recover,
    hand,

    redraw,
    look,

    /** What is looked at becomes what is: the run goes to the iteration on screen. */
    proceed() {
      return command(async () => {
        tell(null);
        void draw();
      });
    },

    /** Back to where the run stands. */
    leave() {
      if (store.get().view !== null) {
        store.set({ view: null });
        void draw();
      }
    },

    /**
     * Join the run of a link, or of this tab's memory, or make the one the link describes.
     *
     * @param remembered the run this tab showed before it was reloaded
     * @param looked the iteration it was looking at
     */
    async open(link: Link, remembered: string | null, looked: number | null = null) {
      const wish = link.run ?? remembered;
      let notice: Notice | null =
        link.problems.length > 0 ? { kind: "error", text: `${link.problems.join("; ")}.` } : null;
      if (wish !== null) {
        try {
          const run = await api.run(wish);
          store.set({ shared: link.run !== null, notice });
          enter(run, link.view ?? looked);
          return;
        } catch (error) {
          if (!(error instanceof ProblemError)) {
            throw error;
          }
          if (link.run !== null) {
            notice = {
              kind: "error",
              text: "The run of this link is no longer alive. This is a new one with the settings in the link.",
            };
          }
        }
      }
      const body = {
        ...link.configuration,
        ...(link.interventions.length > 0 ? { interventions: link.interventions } : {}),
        ...(link.iteration > 0 ? { iteration: link.iteration } : {}),
      };
      let run: Run;
      try {
        run = await api.create(body);
      } catch (error) {
        if (!(error instanceof ProblemError) || error.status >= 500 || error.status === 429) {
          throw error;
        }
        const reasons = error.errors.map(({ message }) => message).join("; ");
        const instead = await insteadOf(link);
        run = instead.run;
        notice = {
          kind: "error",
          text: `This link cannot be followed: ${reasons === "" ? error.message : `${reasons}.`} ${instead.words}`,
        };
      }
      store.set({ notice });
      enter(run);
    },

    step(times: number = 1) {
      if (times > 1) {
        return startTraining(times, null);
      }
      return command(async ({ id }) => {
        const trace = await api.step(id);
        tell(null);
        store.set({ undo: null });
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
        if (iteration === run.iteration) {
          return;
        }
        const moved = await api.rewind(run.id, iteration);
        tell(null);
        store.set({ run: moved, undo: null });
        void draw();
      });
    },

    /** Back to an earlier iteration, or training on as far as a later one. */
    async goTo(iteration: number) {
      if (store.get().view !== null && iteration <= (store.get().run?.furthest_iteration ?? 0)) {
        look(iteration);
        return;
      }
      await pause();
      const { run } = store.get();
      if (run === null || iteration === run.iteration) {
        return;
      }
      if (iteration > run.iteration) {
        await startTraining(iteration - run.iteration, null, "present");
        return;
      }
      await command(async ({ id }) => {
        const moved = await api.rewind(id, iteration);
        tell(null);
        store.set({ run: moved, undo: null });
        void draw();
      });
    },

    reset() {
      return command(async (run) => {
        const record = recordOf(run);
        if (record.iteration === 0 && record.interventions.length === 0) {
          tell({ kind: "info", text: "This is iteration 0 already." });
          return;
        }
        // Dropping interventions drops the iterations after them: not while one is being drawn.
        await drawn();
        const moved = await api.rewind(run.id, 0, false);
        const work = async (now: Run) => {
          const whole = record.interventions.length > 0 ? await api.undo(now.id) : now;
          store.set({ run: await travel(whole, record.iteration) });
          void draw();
        };
        const undo = { label: "Undo", act: () => void command(work, "present") };
        store.set({ run: moved, undo });
        const settings = record.interventions.length > 0 ? ", with the settings it began with" : "";
        tell({ kind: "done", text: `Back at iteration 0${settings}.`, actions: [undo] });
        void draw();
      }, "present");
    },

    train() {
      return startTraining(null);
    },

    async toggleTraining() {
      if (store.get().training === null) {
        await startTraining(null);
      } else {
        await pause();
      }
    },

    async setSpeed(speed: number | null) {
      store.set({ speed });
      if (store.get().training === "here") {
        await startTraining(null, speed, "anywhere");
      }
    },

    /**
     * Change learning rate, optimizer or clipping from here on. Training goes on meanwhile.
     *
     * @returns rejects when the server refuses
     */
    async change(changes: Partial<Hyperparameters>): Promise<void> {
      const { run } = store.get();
      if (run === null) {
        return;
      }
      commandsInFlight += 1;
      try {
        store.set({ run: await api.change((await arrive(run)).id, changes) });
      } catch (error) {
        if (error instanceof ProblemError && !isGone(error)) {
          throw error;
        }
        report(error);
      } finally {
        commandsInFlight -= 1;
        echoUntil = Date.now() + ECHO;
      }
      void draw();
    },

    /**
     * Leave this run for a new one at iteration 0.
     *
     * @returns rejects when the server refuses
     */
    async startRun(configuration: Configuration): Promise<void> {
      await pause();
      const before = store.get().run;
      const made = await api.create(creation({ configuration, interventions: [], iteration: 0 }, defaults));
      enter(made);
      if (before !== null) {
        const undo = {
          label: "Undo",
          act: () =>
            void api.run(before.id).then(
              (run) => enter(run),
              () => remake(recordOf(before), null),
            ),
        };
        store.set({ undo });
        tell({ kind: "done", text: "A new run has started.", actions: [undo] });
      }
    },

    async sample(request: { first: string; length: number; temperature: number; seed: number }) {
      const { run, view } = store.get();
      if (run === null) {
        throw new UnreachableError();
      }
      return api.sample(run.id, view === null ? request : { ...request, iteration: view });
    },

    /** The way out of a divergence: back to the lowest loss so far, there with other settings. */
    retreat(changes: Partial<Hyperparameters> = {}) {
      return command(async ({ id }) => {
        const history = await api.history(id, 2000);
        let best = 0;
        history.loss.forEach((value, index) => {
          const lowest = history.loss[best];
          if (value !== null && (lowest === null || lowest === undefined || value < lowest)) {
            best = index;
          }
        });
        let run = await api.rewind(id, history.iterations[best] ?? 0);
        if (Object.keys(changes).length > 0) {
          run = await api.change(id, changes);
        }
        store.set({ run });
        tell({ kind: "done", text: `Back at iteration ${run.iteration}, the lowest loss so far.` });
        void draw();
      }, "present");
    },

    undo() {
      const { undo } = store.get();
      if (undo !== null) {
        store.set({ undo: null, notice: null });
        undo.act();
      }
    },

    /** A window out of sight needs no connection; back in sight it catches up. */
    sleep() {
      stopFollowing();
    },

    wake() {
      if (store.get().connection !== "lost") {
        void recover();
      }
    },

    /** First contact failed: try the whole opening again, later and later. */
    retryDelay() {
      const delay = retryDelay;
      retryDelay = Math.min(LONGEST_RETRY, retryDelay * 2);
      store.set({ connection: "lost", retryAt: Date.now() + delay });
      return delay;
    },
  };
}

export type Session = ReturnType<typeof createSession>;
