// @ts-check
/**
 * What the reader tries out on a run: changes by hand, and the question which letters mattered.
 * Wires both to the session and to the views around them.
 */

import { ProblemError, UnreachableError } from "../api.js";
import { changeCommand } from "../curl.js";
import { copied, find } from "../dom.js";
import { record } from "../interventions.js";
import { createFigures } from "../views/figures.js";
import { createIntervene } from "../views/intervene.js";
import { createSensitivity } from "../views/sensitivity.js";
import { asSeen } from "./timemachine.js";

/** @typedef {import("../types.js").Address} Address */
/** @typedef {import("../session.js").State} State */
/** @typedef {import("../views/sensitivity.js").Choice} Choice */

// A faster training is followed when it pauses.
const WATCHABLE = 10;

/**
 * @param {object} options
 * @param {HTMLElement} options.page
 * @param {import("../state.js").Store<State>} options.store
 * @param {import("../session.js").Session} options.session
 * @param {import("../api.js").Api} options.api
 * @param {import("../types.js").PageConfig} options.config
 */
export function createExperiments({ page, store, session, api, config }) {
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
      return run === null
        ? Promise.resolve(false)
        : copied(changeCommand(location.origin, run, address, value));
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

  /** @param {Promise<void>} work of a control that has no place of its own for an error */
  async function complaining(work) {
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
  /** @type {Choice} */
  let choice = { t: null, token: null };
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
    /** @param {Address & {show?: string}} address */
    canChange: (address) => intervene.canChange(address),

    /**
     * @param {Address} address
     * @param {Element} anchor
     */
    change: (address, anchor) => intervene.open(address, anchor),

    /** @param {Address | null} address what a figure has under the pointer */
    point: (address) => intervene.point(address),

    /**
     * The switch of a unit.
     *
     * @param {number} unit
     * @param {boolean} isHeld
     */
    toggle(unit, isHeld) {
      void complaining(isHeld ? hand.release(unit, null) : hand.hold(unit, null, 0));
    },

    /**
     * A number was chosen elsewhere: where it is an output, ask about that one.
     *
     * @param {Address} address
     */
    follow({ quantity, t, index }) {
      if (t !== undefined && t > 0 && ["probs", "logits", "loss"].includes(quantity)) {
        choice = { t, token: quantity === "loss" ? null : (index[0] ?? null) };
        ask();
      }
    },
  };
}
