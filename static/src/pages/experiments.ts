/**
 * What the reader tries out on a run: changes by hand, and the question which letters mattered.
 * Wires both to the session and to the views around them.
 */

import type { Api } from "../client/api";
import { ProblemError, UnreachableError } from "../client/api";
import { changeCommand } from "../client/curl";
import type { Session, State } from "../client/session";
import { createFigures } from "../components/figures";
import { createIntervene } from "../components/intervene";
import type { Choice } from "../components/sensitivity";
import { createSensitivity } from "../components/sensitivity";
import { copied, find } from "../lib/dom";
import type { Store } from "../lib/store";
import { record } from "../model/interventions";
import type { Address, PageConfig } from "../model/types";
import { asSeen } from "./timemachine";

// A faster training is followed when it pauses.
const WATCHABLE = 10;

export function createExperiments({
  page,
  store,
  session,
  api,
  config,
}: {
  page: HTMLElement;
  store: Store<State>;
  session: Session;
  api: Api;
  config: PageConfig;
}) {
  const { hand } = session;

  // ---- changes by hand --------------------------------------------------------------------

  const intervene = createIntervene(page, {
    setWeight: hand.setWeight,
    resetWeight: hand.resetWeight,
    hold: hand.hold,
    release: hand.release,
    undo() {
      if (store.get().undo === null) {
        return hand.undoIntervention();
      }
      session.undo();
      return Promise.resolve();
    },
    redo: () => hand.redoIntervention(),
    copy(address, value) {
      const { run } = store.get();
      return run === null ? Promise.resolve(false) : copied(changeCommand(location.origin, run, address, value));
    },
  });

  store.watch(["run", "trace", "view"], (state) => {
    const run = asSeen(state);
    if (run !== null && state.trace !== null) {
      intervene.update(run, state.trace);
    }
    if (run !== null) {
      intervene.list(record(run), state.run ?? run);
    }
  });
  store.watch(["effect"], ({ effect }) => intervene.tell(effect));

  /** @param work of a control that has no place of its own for an error */
  async function complaining(work: Promise<void>) {
    try {
      await work;
    } catch (error) {
      if (error instanceof Error) {
        session.tell({ kind: "error", text: error.message });
      }
    }
  }

  // ---- which letters mattered -------------------------------------------------------------

  const card = find(page, "#sensitivity", HTMLElement);
  let choice: Choice = { t: null, token: null };
  let text = "";
  let log = false;
  let visible = false;
  let asking = false;
  let wanted = false;

  const view = createSensitivity(card, {
    palette: config.palette,
    theme: store.get().theme === "dark" ? "dark" : "light",
    choose(next) {
      choice = next;
      ask();
    },
    toggleLog() {
      log = !log;
      view.setLog(log);
      ask();
    },
  });
  const figures = createFigures(
    { state_norm: find(card, "#sensitivity-plot", HTMLElement) },
    { plotlyUrl: config.plotly },
  );

  function ask() {
    const { trace } = store.get();
    if (trace === null) {
      return;
    }
    if (trace.text !== text) {
      text = trace.text;
      choice = { t: null, token: null };
    }
    view.offer(trace, choice);
    wanted = true;
    if (!asking) {
      void answers();
    }
  }

  /** One question at a time; what is asked meanwhile is asked once, with the latest state. */
  async function answers() {
    asking = true;
    while (wanted && isTime()) {
      wanted = false;
      try {
        await answer();
      } catch (error) {
        // Another window may have moved or deleted the run; whatever comes next asks again.
        if (!(error instanceof ProblemError || error instanceof UnreachableError)) {
          throw error;
        }
      }
    }
    asking = false;
  }

  function isTime() {
    const { training, speed } = store.get();
    const isWatchable = training === null || (speed !== null && speed <= WATCHABLE);
    if (wanted && !isWatchable) {
      view.behind();
    }
    return visible && isWatchable;
  }

  async function answer() {
    const { run, trace, theme } = store.get();
    if (run === null || trace === null) {
      return;
    }
    const t = Math.min(choice.t ?? trace.steps.length, trace.steps.length);
    const token = choice.token;
    const told = await api.sensitivity(run.id, trace.iteration, { t, token, theme, log });
    if (store.get().run?.id === run.id) {
      view.update(told, run.id);
      void figures.update({ state_norm: told.figure });
    }
  }

  new IntersectionObserver(
    (entries) => {
      visible = entries.at(-1)?.isIntersecting ?? false;
      if (visible) {
        ask();
      }
    },
    { rootMargin: "100px" },
  ).observe(card);
  store.watch(["trace", "training"], () => ask());
  store.watch(["theme"], ({ theme }) => {
    view.setTheme(theme === "dark" ? "dark" : "light");
    ask();
  });

  return {
    canChange: (address: Address & { show?: string }) => intervene.canChange(address),

    change: (address: Address, anchor: Element) => intervene.open(address, anchor),

    /** @param address what a figure has under the pointer */
    point: (address: Address | null) => intervene.point(address),

    /** The switch of a unit. */
    toggle(unit: number, isHeld: boolean) {
      void complaining(isHeld ? hand.release(unit, null) : hand.hold(unit, null, 0));
    },

    /** A number was chosen elsewhere: where it is an output, ask about that one. */
    follow({ quantity, t, index }: Address) {
      if (t !== undefined && t > 0 && ["probs", "logits", "loss"].includes(quantity)) {
        choice = { t, token: quantity === "loss" ? null : (index[0] ?? null) };
        ask();
      }
    },
  };
}
