/**
 * Walks through the phases of the iteration on screen: step by step, by jumps, or by playing them.
 * Which phase is shown is part of the page's state, and with that of its address; null shows
 * everything. Past the last phase the run itself moves. Knows no elements.
 */

import { computed, signal } from "@preact/signals";

import { say } from "../lib/messages";
import type { Store } from "../lib/store";
import { chapterStart, createTimelines, momentAt, nextTimestep, timeline } from "../model/phases";
import type { Session, State } from "./session";

export type Player = ReturnType<typeof createPlayer>;

export function createPlayer(store: Store<State>, session: Pick<Session, "step" | "back" | "tell">) {
  const { signals } = store;
  const timelineOf = createTimelines();
  const line = computed(() => (signals.trace.value === null ? timeline(1) : timelineOf(signals.trace.value)));
  const moment = computed(() => (signals.trace.value === null ? null : momentAt(line.value, signals.phase.value)));
  const playing = signal(false);
  /** milliseconds for a phase */
  const pace = signal(3000);
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** Where to be when another iteration arrives. */
  let arriving: { iteration: number; phase: string } | null = null;
  let busy = false;

  const last = () => line.peek().phases.length - 1;
  const index = () => moment.peek()?.index ?? null;

  function show(place: number) {
    store.set({ phase: line.peek().phases[place].id });
  }

  function stop() {
    clearTimeout(timer);
    playing.value = false;
  }

  function goTo(place: number) {
    stop();
    show(Math.max(0, Math.min(last(), place)));
  }

  async function forth() {
    const { trace } = store.get();
    const next = (index() ?? -1) + 1;
    if (trace === null || busy) {
      return;
    }
    if (next <= last()) {
      show(next);
    } else {
      await another(trace.iteration + 1, line.peek().phases[0].id, () => session.step());
    }
  }

  async function back() {
    stop();
    const { trace } = store.get();
    const before = (index() ?? last() + 1) - 1;
    if (trace === null || busy) {
      return;
    }
    if (before >= 0) {
      show(before);
    } else if (trace.iteration > 0) {
      await another(trace.iteration - 1, line.peek().phases[last()].id, () => session.back());
    }
  }

  /** Move the run, and be at a phase of the iteration it arrives at. */
  async function another(iteration: number, phase: string, move: () => Promise<void>) {
    busy = true;
    arriving = { iteration, phase };
    try {
      await move();
    } finally {
      busy = false;
    }
    // A step that was refused leads nowhere. The trace may still be on its way, the run is not.
    if (iteration > (store.get().run?.iteration ?? 0)) {
      arriving = null;
    }
  }

  function play() {
    if (playing.peek()) {
      stop();
      return;
    }
    playing.value = true;
    const at = index();
    if (at === null || at === last()) {
      void advance();
    } else {
      wait();
    }
  }

  function wait() {
    timer = setTimeout(() => void advance(), pace.peek());
  }

  async function advance() {
    if (index() === last() && store.get().trace?.diverged) {
      stop();
      return;
    }
    await forth();
    // The update waits for the reader: going on changes the run.
    if (arriving === null && index() === last()) {
      stop();
    } else if (playing.peek()) {
      wait();
    }
  }

  let seen = store.get().trace;
  store.watch(["phase", "trace"], ({ trace, phase }) => {
    const arrived = trace === seen ? null : arriving;
    seen = trace;
    if (arrived !== null) {
      arriving = null;
      if (arrived.iteration === trace?.iteration) {
        store.set({ phase: arrived.phase });
        return;
      }
    }
    if (trace !== null && phase !== null && moment.peek() === null) {
      session.tell({ kind: "error", text: say("phases-unknown", { phase }) });
      store.set({ phase: null });
    }
  });
  store.watch(["training"], ({ training }) => {
    if (training !== null) {
      stop();
    }
  });

  return {
    line,
    /** null when the whole iteration is shown */
    moment,
    playing,
    pace,
    setPace(time: number) {
      pace.value = time;
    },
    goTo,
    play,
    back,
    next() {
      stop();
      return forth();
    },
    chapter: (chapter: number) => goTo(chapterStart(line.peek(), chapter, index() ?? -1)),
    timestep(direction: 1 | -1) {
      const at = index();
      goTo(at === null ? 0 : nextTimestep(line.peek(), at, direction));
    },
    backward: () => goTo(line.peek().turn),
    update: () => goTo(last()),
    leave() {
      stop();
      store.set({ phase: null });
    },
  };
}
