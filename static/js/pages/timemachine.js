// @ts-check
/** The workbench's time machine: the timelines, looking at the past, and the way to a second run. */

import { find, on, setText } from "../dom.js";
import { count } from "../format.js";
import { toPairQuery } from "../pair.js";
import { recordOf } from "../session.js";
import { marks, nextMark } from "../timeline.js";
import { createFork } from "../views/fork.js";
import { createTimeline } from "../views/timeline.js";

/** @typedef {import("../types.js").PageConfig} PageConfig */
/** @typedef {import("../types.js").Run} Run */
/** @typedef {import("../session.js").State} State */
/** @typedef {import("../session.js").Notice} Notice */

/**
 * The run as of the iteration on screen: itself, unless a past one is looked at.
 *
 * @param {State} state
 * @returns {Run | null}
 */
export function asSeen({ run, trace, view }) {
  if (run === null || view === null || trace === null) {
    return run;
  }
  const { iteration, loss, hyperparameters } = trace;
  return { ...run, iteration, loss, hyperparameters };
}

/**
 * @param {object} context
 * @param {HTMLElement} context.page
 * @param {PageConfig} context.config
 * @param {import("../state.js").Store<State>} context.store
 * @param {import("../session.js").Session} context.session
 * @param {import("../api.js").Api} context.api
 */
export function createTimeMachine({ page, config, store, session, api }) {
  /** @param {number} iteration */
  const look = (iteration) => session.look(iteration);
  const small = createTimeline(find(page, "#transport-timeline", HTMLElement), look);
  const large = createTimeline(find(page, "#history-timeline", HTMLElement), look);
  const note = find(page, "#history-view", HTMLElement);
  const link = find(page, "#nav-compare", HTMLAnchorElement);
  const open = find(page, "#open-fork", HTMLButtonElement);

  /**
   * @param {Run} run
   * @param {Run | null} other
   * @param {number} iteration
   */
  function comparison(run, other, iteration) {
    const side = (/** @type {Run} */ of) => ({
      record: recordOf(of, of.furthest_iteration),
      run: of.id,
    });
    const both = other === null ? null : side(other);
    return `/compare${toPairQuery(side(run), both, iteration, config.defaults)}`;
  }

  const dialog = createFork(page, config, async (run, body) => {
    const other = await api.fork(run.id, body);
    location.assign(comparison(run, other, body.iteration));
  });

  function fork() {
    const { run, trace } = store.get();
    if (run !== null && trace !== null) {
      dialog.open(run, trace);
    }
  }
  on(open, "click", fork);

  /** @param {1 | -1} direction */
  function jump(direction) {
    const { run, view } = store.get();
    if (run !== null) {
      const found = nextMark(marks(run), view ?? run.iteration, direction);
      if (found !== null) {
        look(found);
      }
    }
  }

  const actions = [
    { label: "Continue from here", act: () => void session.proceed() },
    { label: "Fork from here", act: fork },
    { label: "Back to the present", act: () => session.leave() },
  ];

  store.watch(["run", "trace", "view", "figures", "connection"], (state) => {
    const { run, trace, view, figures, connection } = state;
    open.disabled = run === null || trace === null || connection === "lost";
    if (run === null || trace === null) {
      return;
    }
    const shown = view ?? trace.iteration;
    const furthest = Math.max(run.furthest_iteration, shown);
    const axis = /** @type {any} */ (figures?.figures["loss_history"])?.layout?.xaxis?.range?.[1];
    const moment = {
      shown,
      // While this very run is trained, what is on screen is the newest there is.
      present: view === null ? shown : run.iteration,
      furthest,
      marks: marks(run),
      ...(trace.iteration === shown ? { loss: trace.loss } : {}),
      disabled: connection === "lost",
    };
    small.update(moment);
    large.update({ ...moment, end: typeof axis === "number" ? axis : 10 });
    setText(
      note,
      view === null
        ? `Iteration ${count(shown)}${furthest > shown ? ` of ${count(furthest)}` : ""}`
        : `Viewing ${count(view)}; the run stands at ${count(run.iteration)}`,
    );
    link.href = comparison(run, null, shown);
  });

  return {
    fork,

    /**
     * What to say while a past iteration is looked at.
     *
     * @param {State} state
     * @returns {Notice | null}
     */
    notice({ run, view, training }) {
      if (run === null || view === null) {
        return null;
      }
      const stands =
        training === null
          ? `the run stands at ${count(run.iteration)}`
          : "the run trains on meanwhile";
      return {
        kind: "viewing",
        text: `Viewing iteration ${count(view)} of ${count(run.furthest_iteration)}; ${stands}.`,
        actions,
      };
    },

    /** @type {import("../views/help.js").Key[]} */
    keys: [
      { keys: ["h"], label: "H", does: "History: the timeline (then ← →, with Shift ten)", act: () => small.focus() },
      { keys: ["j"], label: "J", does: "Look at the next change (with Shift: before)", act: (event) => jump(event.shiftKey ? -1 : 1) },
      { keys: ["n"], label: "N", does: "Back to now, the present", act: () => session.leave() },
      { keys: ["k"], label: "K", does: "Fork from this iteration", act: fork },
      { keys: ["m"], label: "M", does: "Compare with a second run", act: () => link.click() },
    ],
  };
}
