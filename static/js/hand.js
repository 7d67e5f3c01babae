// @ts-check
/**
 * Changing a run by hand: weights set, states held, changes undone and redone. Each change is made
 * at the iteration on screen, and what it did to loss and spelling is told. Knows no elements.
 */

import { ProblemError } from "./api.js";
import {
  addition,
  clampsInForce,
  editHere,
  effectInWords,
  record,
  symbol,
  withClamp,
  withoutClamp,
} from "./interventions.js";

/** @typedef {import("./types.js").Address} Address */
/** @typedef {import("./types.js").Run} Run */
/** @typedef {import("./types.js").Trace} Trace */
/** @typedef {import("./api.js").Api} Api */
/** @typedef {import("./session.js").Store} Store */
/** @typedef {import("./session.js").Notice} Notice */

/**
 * What a change by hand did, at the same iteration.
 *
 * @typedef {object} Effect
 * @property {string} words
 * @property {Trace} before
 * @property {Trace} after
 */

/**
 * @param {object} session the parts of the session that this needs
 * @param {Api} session.api
 * @param {Store} session.store
 * @param {(work: (run: Run) => Promise<void>, from: "view" | "present") => Promise<void>} session.command
 * @param {(have: Trace) => Promise<void>} session.draw
 * @param {(notice: Notice) => void} session.tell
 * @param {(run: Run, iteration: number) => Promise<Run>} session.travel
 */
export function createHand({ api, store, command, draw, tell, travel }) {
  /**
   * Change the run at the iteration on screen, and show and tell what that did.
   *
   * @param {(run: Run) => Promise<Run>} work
   * @param {object} [options]
   * @param {(before: Run, after: Run) => string} [options.words]
   * @param {Notice["actions"]} [options.actions]
   * @param {"view" | "present"} [options.from] where to change the run, while it is looked at elsewhere
   * @returns {Promise<void>} rejects when the server refuses
   */
  async function byHand(work, { words = added, actions = [undo], from = "view" } = {}) {
    /** @type {ProblemError | null} */
    let refusal = null;
    await command(async (run) => {
      try {
        const shown = store.get().trace;
        const before =
          shown?.iteration === run.iteration ? shown : await api.trace(run.id, "latest");
        const now = await work(run);
        const after = await api.trace(run.id, "latest");
        const told = words(run, now);
        const same = before.iteration === after.iteration;
        const did = same ? effectInWords(before, after) : `now at iteration ${after.iteration}`;
        store.set({ run: now, undo: null, effect: { words: told, before, after } });
        tell({ kind: "done", text: `${told}: ${did}.`, actions });
        void draw(after);
      } catch (error) {
        if (!(error instanceof ProblemError) || error.kind === "run-not-found") {
          throw error;
        }
        refusal = error;
      }
    }, from);
    if (refusal !== null) {
      throw refusal;
    }
  }

  /**
   * @param {Run} before
   * @param {Run} after
   */
  function added(before, after) {
    const told =
      addition(record(after), record(before)) || addition(record(before), record(after));
    return told === "" ? "Nothing changed" : upper(told);
  }

  /**
   * @param {Run} before
   * @param {Run} after
   */
  const removed = (before, after) =>
    `Undone: ${addition(record(before), record(after)) || addition(record(after), record(before))}`;

  const undo = { label: "Undo", act: () => void undoIntervention() };

  function undoIntervention() {
    const { run: standing } = store.get();
    if (standing === null || !standing.can_undo) {
      tell({ kind: "info", text: "There is nothing to undo: this run has not been changed." });
      return Promise.resolve();
    }
    const redo = { label: "Redo", act: () => void redoIntervention(standing.iteration) };
    return byHand(({ id }) => api.undo(id), { words: removed, actions: [redo], from: "present" });
  }

  /** @param {number} [iteration] where the run stood before the change was undone */
  function redoIntervention(iteration) {
    const { run: standing } = store.get();
    if (standing === null || !standing.can_redo) {
      tell({ kind: "info", text: "There is nothing to redo: no change has been undone." });
      return Promise.resolve();
    }
    return byHand(
      async ({ id }) => {
        const run = await api.redo(id);
        return iteration === undefined ? run : travel(run, iteration);
      },
      { from: "present" },
    );
  }

  /**
   * @param {Run} run
   * @param {Address} address
   * @param {number | null} value null: as it was before it was set here
   */
  const setWeight = ({ id }, { quantity, index }, value) =>
    api.change(id, { edits: [{ parameter: quantity, index, value }] });

  return {
    undoIntervention,
    redoIntervention,

    /**
     * Set a weight.
     *
     * @param {Address} address
     * @param {number} value
     */
    setWeight: (address, value) => byHand((run) => setWeight(run, address, value)),

    /**
     * Give a weight back the value that training, or the initialization, gave it.
     *
     * @param {Address} address
     */
    resetWeight: (address) =>
      byHand(
        async (run) =>
          editHere(run, address) === undefined ? run : setWeight(run, address, null),
        { words: () => `${symbol(address)} as training left it` },
      ),

    /**
     * Hold a unit's state at a value, at one timestep or with `t` null at all of them.
     *
     * @param {number} unit
     * @param {number | null} t
     * @param {number} value
     */
    hold: (unit, t, value) =>
      byHand((run) =>
        api.change(run.id, { clamps: withClamp(clampsInForce(run), { unit, value, t }) }),
      ),

    /**
     * Let a unit's state be computed again.
     *
     * @param {number} unit
     * @param {number | null} t
     */
    release: (unit, t) =>
      byHand((run) => api.change(run.id, { clamps: withoutClamp(clampsInForce(run), unit, t) })),
  };
}

/** @param {string} text */
function upper(text) {
  // W_hh and h_2 keep their case.
  return /^[a-z]\w*[_[]/.test(text) ? text : `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}
