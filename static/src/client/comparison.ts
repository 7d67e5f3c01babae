/**
 * Two runs side by side at one iteration: makes or joins them, moves them together, and makes
 * them again from the page's own record when the server has forgotten one. Knows no elements.
 *
 * The cursor is the page's own: what is known of a run is only looked at, and a run is trained
 * only where the cursor goes further than it has been.
 */

import type { Store } from "../lib/store";
import type { Link } from "../model/link";
import type { PairLink } from "../model/pair";
import { presentPart } from "../model/parts";
import type { Comparison, Configuration, Run, RunEvent, Trace } from "../model/types";
import type { Api } from "./api";
import { ProblemError, UnreachableError } from "./api";
import { creation } from "./curl";
import type { Notice } from "./session";
import { recordOf } from "./session";

export type Which = "first" | "second";
export const BOTH = ["first", "second"] as const;

export interface PairState {
  runs: { first: Run; second: Run } | null;
  /** of both */
  iteration: number;
  traces: { first: Trace; second: Trace } | null;
  previous: { first: Trace; second: Trace } | null;
  comparison: Comparison | null;
  figures: { iteration: number; figures: Record<string, object | null> } | null;
  connection: "connecting" | "live" | "lost";
  training: "here" | null;
  speed: number | null;
  log: boolean;
  /** whose weights the figures show, where not all timesteps share them */
  part: string | null;
  theme: string;
  notice: Notice | null;
}

export type PairStore = Store<PairState>;

const RETRY = 2000;
const ROUNDS_PER_SECOND = 10;
// As fast as it goes: so many iterations between two pictures.
const LEAP = 50;
// How the second run differs, and where both are looked at, when nothing says it.
const FACTOR = 5;
const START = 20;

export function initialPair(): PairState {
  return {
    runs: null,
    iteration: 0,
    traces: null,
    previous: null,
    comparison: null,
    figures: null,
    connection: "connecting",
    training: null,
    speed: 5,
    log: false,
    part: null,
    theme: "light",
    notice: null,
  };
}

function isGone(error: unknown) {
  return error instanceof ProblemError && error.kind === "run-not-found";
}

/**
 * The learning rate of a fork that nobody has chosen: five times as large, or as small where
 * that is too large.
 */
export function otherRate(rate: number, largest: number) {
  const more = Number((rate * FACTOR).toPrecision(6));
  return more <= largest ? more : Number((rate / FACTOR).toPrecision(6));
}

export function createComparison({
  api,
  store,
  defaults,
  largestRate,
  nextFrame,
}: {
  api: Api;
  store: PairStore;
  defaults: Configuration;
  largestRate: number;
  nextFrame: () => Promise<void>;
}) {
  let stopFollowing: (() => void)[] = [];
  let retryTimer: ReturnType<typeof setTimeout> | undefined;
  let queue: Promise<void> = Promise.resolve();
  let stopped = true;
  // Somebody deleted a run on purpose: it is made again only when asked for.
  let deleted = false;

  function tell(notice: Notice | null) {
    store.set({ notice });
  }

  // ---- both runs ----------------------------------------------------------------------------

  function keep(which: Which, run: Run) {
    const { runs } = store.get();
    if (runs !== null) {
      store.set({ runs: { ...runs, [which]: run } });
    }
  }

  /**
   * A run that a link describes: the living one, or one made again.
   *
   * @param iteration that must be reached at least
   */
  async function join(link: Link, iteration: number): Promise<{ run: Run; made: boolean }> {
    if (link.run !== null) {
      try {
        return { run: await api.run(link.run), made: false };
      } catch (error) {
        if (!isGone(error)) {
          throw error;
        }
      }
    }
    const { configuration, interventions } = link;
    const body = {
      ...configuration,
      ...(interventions.length > 0 ? { interventions } : {}),
    };
    const furthest = Math.max(link.iteration, iteration);
    try {
      return { run: await api.create({ ...body, iteration: furthest }), made: true };
    } catch (error) {
      if (!(error instanceof ProblemError) || furthest === iteration) {
        throw error;
      }
      return { run: await api.create({ ...body, iteration }), made: true };
    }
  }

  /**
   * Make runs known again that the server has forgotten.
   *
   * @returns whether one had to be made
   */
  async function revive(): Promise<boolean> {
    const { runs, iteration } = store.get();
    if (runs === null) {
      return false;
    }
    let made = false;
    for (const which of BOTH) {
      try {
        keep(which, await api.run(runs[which].id));
      } catch (error) {
        if (!isGone(error)) {
          throw error;
        }
        const record = recordOf(runs[which], Math.max(iteration, runs[which].furthest_iteration));
        keep(which, await api.create(creation(record, defaults)));
        made = true;
      }
    }
    return made;
  }

  /** Train a run as far as an iteration, if it has not been there yet. */
  async function reach(which: Which, iteration: number) {
    const run = (store.get().runs as NonNullable<PairState["runs"]>)[which];
    if (run.furthest_iteration >= iteration) {
      return;
    }
    if (run.iteration < run.furthest_iteration) {
      await api.rewind(run.id, run.furthest_iteration);
    }
    if (iteration === run.furthest_iteration + 1) {
      await api.step(run.id);
    } else {
      const request = {
        iterations: iteration - run.furthest_iteration,
        iterations_per_second: null,
      };
      for await (const _ of api.train(run.id, request, new AbortController().signal)) {
        // Only the end matters here.
      }
    }
    keep(which, await api.run(run.id));
  }

  /** Let both runs reach an iteration, or come as close to it as both can. */
  async function reachBoth(wish: number): Promise<number> {
    await Promise.all(BOTH.map((which) => reach(which, wish)));
    const { runs } = store.get();
    if (runs === null) {
      return wish;
    }
    return Math.min(wish, ...BOTH.map((which) => runs[which].furthest_iteration));
  }

  // ---- drawing: one frame at a time, the latest wins ------------------------------------------

  let wanted = false;
  let drawing: Promise<void> | null = null;

  function draw() {
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
        if (store.get().connection === "lost") {
          store.set({ connection: "live" });
          follow();
        }
      } catch (error) {
        await report(error);
      }
      await nextFrame();
    }
  }

  async function frame() {
    const { runs, iteration: wish, theme, log } = store.get();
    if (runs === null) {
      return;
    }
    const iteration = await reachBoth(wish);
    if (iteration < wish) {
      const now = store.get();
      const which = BOTH.find((one) => now.runs?.[one].furthest_iteration === iteration);
      const letter = which === "second" ? "B" : "A";
      tell({
        kind: "info",
        text: `Run ${letter} ends at iteration ${iteration}: its numbers are no longer finite.`,
      });
      stopped = true;
      if (now.iteration === wish) {
        store.set({ iteration });
      }
    }
    const { first, second } = runs;
    const [one, other, comparison] = await Promise.all([
      api.trace(first.id, iteration),
      api.trace(second.id, iteration),
      api.compare(first.id, second.id, iteration),
    ]);
    if (stale(first, second)) {
      return;
    }
    const traces = { first: one, second: other };
    store.set({ previous: store.get().traces, traces, comparison });
    const part = presentPart(one, store.get().part);
    const figures = await api.comparisonFigures(first.id, second.id, iteration, { theme, log, part });
    if (!stale(first, second)) {
      store.set({ figures: { iteration, figures } });
    }
  }

  function stale(first: Run, second: Run) {
    const { runs } = store.get();
    return runs?.first.id !== first.id || runs.second.id !== second.id;
  }

  async function report(error: unknown) {
    stopped = true;
    if (error instanceof UnreachableError) {
      lose();
    } else if (isGone(error)) {
      await (deleted ? mourn() : recover());
    } else if (error instanceof Error) {
      tell({ kind: "error", text: error.message });
    }
  }

  function mourn(): void {
    stopped = true;
    tell({
      kind: "error",
      text: "Another window deleted one of these runs.",
      actions: [{ label: "Make it again", act: () => void recover() }],
    });
  }

  function lose() {
    stopFollowing.forEach((stop) => stop());
    clearTimeout(retryTimer);
    store.set({ connection: "lost", training: null });
    retryTimer = setTimeout(() => void recover(), RETRY);
  }

  /** Reach the server again, and both runs, made again where they are gone. */
  async function recover() {
    clearTimeout(retryTimer);
    deleted = false;
    try {
      if (await revive()) {
        tell({
          kind: "done",
          text: "The server no longer had one of these runs. It was made again from this page’s record, with the same numbers.",
        });
      }
      store.set({ connection: "live" });
      follow();
      void draw();
    } catch (error) {
      if (error instanceof UnreachableError) {
        lose();
      } else if (error instanceof Error) {
        tell({ kind: "error", text: error.message });
      }
    }
  }

  // ---- others may change the runs too -------------------------------------------------------

  function follow() {
    stopFollowing.forEach((stop) => stop());
    const { runs } = store.get();
    stopFollowing = BOTH.flatMap((which) =>
      runs === null
        ? []
        : [
            api.follow(runs[which].id, {
              onOpen: () => store.set({ connection: "live" }),
              onEvent: (event) => onEvent(which, event),
              onBreak: () => void (deleted || recover()),
            }),
          ],
    );
  }

  function onEvent(which: Which, event: RunEvent) {
    const { runs, training, iteration } = store.get();
    const known = runs?.[which];
    if (known === undefined || known.id !== event.id) {
      return;
    }
    if (event.cause === "deleted") {
      deleted = true;
      mourn();
      return;
    }
    const changed =
      JSON.stringify(known.interventions) !== JSON.stringify(event.interventions) ||
      event.furthest_iteration < known.furthest_iteration;
    const grown = event.furthest_iteration > known.furthest_iteration;
    if (changed || grown) {
      keep(which, event);
    }
    if (changed && event.furthest_iteration < iteration) {
      // It was changed in its past: the comparison follows it there.
      store.set({ iteration: event.furthest_iteration });
    }
    if (changed || (grown && training === null && drawing === null)) {
      void draw();
    }
  }

  // ---- commands -----------------------------------------------------------------------------

  function command(work: () => Promise<void>): Promise<void> {
    queue = queue.then(async () => {
      if (store.get().runs === null || store.get().connection === "lost") {
        return;
      }
      try {
        await work();
      } catch (error) {
        await report(error);
      }
    });
    return queue;
  }

  function look(iteration: number) {
    store.set({ iteration: Math.max(0, iteration), notice: null });
    return draw();
  }

  function pause() {
    stopped = true;
  }

  async function train() {
    if (store.get().training !== null) {
      return;
    }
    stopped = false;
    store.set({ training: "here", notice: null });
    await command(async () => {
      while (!stopped) {
        const began = Date.now();
        const { speed, iteration } = store.get();
        const rounds = speed === null ? LEAP : Math.max(1, Math.round(speed / ROUNDS_PER_SECOND));
        await look(iteration + rounds);
        const pace = speed === null ? 0 : (1000 * rounds) / speed;
        const wait = began + pace - Date.now();
        for (let left = wait; left > 0 && !stopped; left -= 50) {
          await new Promise((resolve) => setTimeout(resolve, Math.min(50, left)));
        }
      }
    });
    store.set({ training: null });
  }

  return {
    tell,
    look,
    pause,
    recover,
    redraw: draw,

    /** @returns the furthest iteration of either */
    furthest(): number {
      const { runs } = store.get();
      return runs === null ? 0 : Math.max(runs.first.furthest_iteration, runs.second.furthest_iteration);
    },

    /**
     * Join or make the two runs of a link; what it leaves out is the default run, or a fork.
     *
     * @param remembered the runs this tab showed before it
     *   was reloaded
     * @returns rejects when that does not work
     */
    async open(link: PairLink, remembered: { first: string; second: string } | null): Promise<void> {
      const wish = link.iteration ?? (link.first === null ? START : 0);
      const usual: Link = {
        run: null,
        configuration: {},
        interventions: [],
        iteration: wish,
        view: null,
        phase: null,
        problems: [],
      };
      const joined = (one: Link, which: Which) => join({ ...one, run: one.run ?? remembered?.[which] ?? null }, wish);
      const first = await joined(link.first ?? usual, "first");
      const iteration = link.iteration ?? (link.first === null ? START : first.run.iteration);
      let second: { run: Run; made: boolean };
      if (link.second !== null) {
        second = await joined(link.second, "second");
      } else {
        const rate = otherRate(first.run.configuration.learning_rate, largestRate);
        second = {
          run: await api.fork(first.run.id, { iteration: 0, learning_rate: rate }),
          made: true,
        };
      }
      const vanished = [
        first.made && link.first?.run ? "A" : null,
        second.made && link.second?.run ? "B" : null,
      ].filter((letter) => letter !== null);
      store.set({
        runs: { first: first.run, second: second.run },
        iteration,
        traces: null,
        previous: null,
        log: link.log,
        notice:
          link.problems.length > 0
            ? { kind: "error", text: `${link.problems.join("; ")}.` }
            : vanished.length > 0
              ? {
                  kind: "done",
                  text: `${vanished.length === 2 ? "The runs of this link are" : `Run ${vanished[0]} of this link is`} no longer alive: made again with the same numbers.`,
                }
              : null,
      });
      follow();
      await draw();
    },

    step(times: number = 1) {
      stopped = true;
      return command(() => look(store.get().iteration + times));
    },

    back(times: number = 1) {
      stopped = true;
      return command(() => look(store.get().iteration - times));
    },

    toggleTraining() {
      if (store.get().training === null) {
        void train();
      } else {
        pause();
      }
    },

    /** Put a fork of one of the runs in the place of the second. */
    replace(second: Run, first?: Run) {
      const { runs } = store.get();
      if (runs !== null) {
        store.set({ runs: { first: first ?? runs.first, second }, previous: null });
        follow();
        void draw();
      }
    },

    swap() {
      const { runs, traces } = store.get();
      if (runs !== null) {
        store.set({
          runs: { first: runs.second, second: runs.first },
          previous: null,
          traces: traces === null ? null : { first: traces.second, second: traces.first },
        });
        follow();
        void draw();
      }
    },

    sleep() {
      stopFollowing.forEach((stop) => stop());
    },

    wake() {
      if (store.get().connection !== "lost" && store.get().runs !== null) {
        void recover();
      }
    },
  };
}
