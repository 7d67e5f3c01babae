/**
 * Two runs side by side at one iteration: moves them together, and follows what others do to them.
 * The cursor is the page's own: what is known of a run is only looked at, and a run is trained only
 * where the cursor goes further than it has been.
 */

import { clauses, say, sentence } from "../lib/messages";
import type { Both, PairLink, Which } from "../model/pair";
import { BOTH, LETTER } from "../model/pair";
import { presentPart } from "../model/parts";
import type { Configuration, Run, RunEvent } from "../model/types";
import type { Api } from "./api";
import { UnreachableError } from "./api";
import type { PairState, PairStore } from "./both";
import { createBoth, isGone } from "./both";
import type { Notice } from "./session";

const RETRY = 2000;
const ROUNDS_PER_SECOND = 10;
// As fast as it goes: so many iterations between two pictures.
const LEAP = 50;

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
  const both = createBoth(api, store, defaults);
  let stopFollowing: (() => void)[] = [];
  let retryTimer: ReturnType<typeof setTimeout> | undefined;
  let queue: Promise<void> = Promise.resolve();
  let stopped = true;
  // Somebody deleted a run on purpose: it is made again only when asked for.
  let deleted = false;

  const tell = (notice: Notice | null) => store.set({ notice });

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
    const iteration = await both.reach(runs, wish);
    if (iteration < wish) {
      end(iteration, wish);
    }
    const [first, second] = [runs.first.id, runs.second.id];
    const isStale = () => store.get().runs?.first.id !== first || store.get().runs?.second.id !== second;
    const [one, other, comparison] = await Promise.all([
      api.trace(first, iteration),
      api.trace(second, iteration),
      api.compare(first, second, iteration),
    ]);
    if (isStale()) {
      return;
    }
    store.set({ previous: store.get().traces, traces: { first: one, second: other }, comparison });
    const part = presentPart(one, store.get().part);
    const figures = await api.comparisonFigures(first, second, iteration, { theme, log, part });
    if (!isStale()) {
      store.set({ figures: { iteration, figures } });
    }
  }

  /** One of them goes no further. */
  function end(iteration: number, wish: number) {
    const { runs, iteration: now } = store.get();
    const letter = LETTER[runs?.first.furthest_iteration === iteration ? "first" : "second"];
    tell({ kind: "info", text: say("compare-ended", { letter, iteration }) });
    stopped = true;
    if (now === wish) {
      store.set({ iteration });
    }
  }

  // ---- the connection -------------------------------------------------------------------------

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

  function mourn() {
    stopped = true;
    const actions = [{ label: say("session-make-again"), act: () => void recover() }];
    tell({ kind: "error", text: say("compare-deleted"), actions });
  }

  function unfollow() {
    for (const stop of stopFollowing) {
      stop();
    }
  }

  function lose() {
    unfollow();
    clearTimeout(retryTimer);
    store.set({ connection: "lost", training: null });
    retryTimer = setTimeout(() => void recover(), RETRY);
  }

  /** Reaches the server again, and both runs, made again where they are gone. */
  async function recover() {
    clearTimeout(retryTimer);
    deleted = false;
    try {
      if (await both.revive()) {
        tell({ kind: "done", text: say("compare-remade") });
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

  // ---- others may change the runs too ---------------------------------------------------------

  function follow() {
    unfollow();
    const { runs } = store.get();
    stopFollowing = (runs === null ? [] : BOTH).map((which) =>
      api.follow((runs as Both<Run>)[which].id, {
        onOpen: () => store.set({ connection: "live" }),
        onEvent: (event) => onEvent(which, event),
        onBreak: () => void (deleted || recover()),
      }),
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
      both.keep(which, event);
    }
    if (changed && event.furthest_iteration < iteration) {
      // It was changed in its past: the comparison follows it there.
      store.set({ iteration: event.furthest_iteration });
    }
    if (changed || (grown && training === null && drawing === null)) {
      void draw();
    }
  }

  // ---- commands -------------------------------------------------------------------------------

  function command(work: () => Promise<void>): Promise<void> {
    queue = queue.then(async () => {
      if (store.get().runs !== null && store.get().connection !== "lost") {
        await work().catch(report);
      }
    });
    return queue;
  }

  function look(iteration: number) {
    store.set({ iteration: Math.max(0, iteration), notice: null });
    return draw();
  }

  function move(iterations: number) {
    stopped = true;
    return command(() => look(store.get().iteration + iterations));
  }

  async function train() {
    stopped = false;
    store.set({ training: "here", notice: null });
    await command(async () => {
      while (!stopped) {
        const began = Date.now();
        const { speed, iteration } = store.get();
        const rounds = speed === null ? LEAP : Math.max(1, Math.round(speed / ROUNDS_PER_SECOND));
        await look(iteration + rounds);
        const pace = speed === null ? 0 : (1000 * rounds) / speed;
        for (let left = began + pace - Date.now(); left > 0 && !stopped; left -= 50) {
          await new Promise((resolve) => setTimeout(resolve, Math.min(50, left)));
        }
      }
    });
    store.set({ training: null });
  }

  /** Shows other runs, or the same in another order. */
  function show(runs: Both<Run>, traces: PairState["traces"]) {
    store.set({ runs, traces, previous: null });
    follow();
    void draw();
  }

  return {
    tell,
    recover,
    redraw: draw,
    step: (times: number = 1) => move(times),
    back: (times: number = 1) => move(-times),

    /** Looks at an iteration of both; the training ends. */
    look(iteration: number) {
      stopped = true;
      return look(iteration);
    },

    pause() {
      stopped = true;
    },

    toggleTraining() {
      if (store.get().training === null) {
        void train();
      } else {
        stopped = true;
      }
    },

    /**
     * Joins or makes the two runs of a link. Rejects when that does not work.
     *
     * @param remembered the runs this tab showed before it was reloaded
     */
    async open(link: PairLink, remembered: Both<string> | null): Promise<void> {
      const { runs, iteration } = await both.open(link, remembered, largestRate);
      const isLost = (which: Which) => Boolean(link[which]?.run) && link[which]?.run !== runs[which].id;
      const lost = BOTH.filter(isLost);
      const which = lost.length === 2 ? "both" : "one";
      const vanished = say("compare-vanished", { which, letter: LETTER[lost[0] ?? "first"] });
      store.set({ runs, iteration, traces: null, previous: null, log: link.log, notice: null });
      if (link.problems.length > 0) {
        tell({ kind: "error", text: sentence(clauses(link.problems)) });
      } else if (lost.length > 0) {
        tell({ kind: "done", text: vanished });
      }
      follow();
      await draw();
    },

    /** Puts a fork of one of the runs in the place of the second. */
    replace(second: Run, first?: Run) {
      const { runs, traces } = store.get();
      if (runs !== null) {
        show({ first: first ?? runs.first, second }, traces);
      }
    },

    swap() {
      const { runs, traces } = store.get();
      if (runs !== null) {
        const turned = traces && { first: traces.second, second: traces.first };
        show({ first: runs.second, second: runs.first }, turned);
      }
    },

    sleep: unfollow,

    wake() {
      if (store.get().connection !== "lost" && store.get().runs !== null) {
        void recover();
      }
    },
  };
}
