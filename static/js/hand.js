// @ts-check
/**
 * Changing a run by hand: weights set, states held, the latest change undone. Each change is made
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
  withoutEdit,
} from "./interventions.js";

/** @typedef {import("./types.js").Address} Address */
/** @typedef {import("./types.js").Changes} Changes */
/** @typedef {import("./types.js").Run} Run */
/** @typedef {import("./types.js").Trace} Trace */
/** @typedef {import("./api.js").Api} Api */
/** @typedef {import("./link.js").RunRecord} RunRecord */
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

// As many changes can be undone one by one where several were made at one iteration.
const REMEMBERED = 200;

/**
 * @param {object} session the parts of the session that this needs
 * @param {Api} session.api
 * @param {Store} session.store
 * @param {(work: (run: Run) => Promise<void>, from: "view" | "present") => Promise<void>} session.command
 * @param {(have: Trace) => Promise<void>} session.draw
 * @param {(notice: Notice) => void} session.tell
 * @param {(record: RunRecord) => Promise<void>} session.replay
 */
export function createHand({ api, store, command, draw, tell, replay }) {
  /**
   * The changes that this window made: an iteration's before and after each.
   *
   * @type {{run: string, iteration: number, before: Changes | null, interventions: string}[]}
   */
  const made = [];

  /**
   * @param {Run} run
   * @param {number} iteration
   */
  const changesAt = (run, iteration) =>
    run.interventions.find((each) => each.iteration === iteration)?.changes ?? null;

  /**
   * Remember a change, so that it can be undone alone.
   *
   * @param {Run} before
   * @param {Run} after
   */
  function note(before, after) {
    const interventions = JSON.stringify(after.interventions);
    if (interventions !== JSON.stringify(before.interventions)) {
      const { id, iteration } = after;
      made.push({ run: id, iteration, before: changesAt(before, iteration), interventions });
      made.splice(0, made.length - REMEMBERED);
    }
  }

  /**
   * Change the run at the iteration on screen, and show and tell what that did.
   *
   * @param {(run: Run) => Promise<Run>} work
   * @param {object} [options]
   * @param {(before: Run, after: Run) => string} [options.words]
   * @param {Notice["actions"]} [options.actions]
   * @param {boolean} [options.remember]
   * @param {"view" | "present"} [options.from] where to change the run, while it is looked at elsewhere
   * @returns {Promise<void>} rejects when the server refuses
   */
  async function byHand(work, { words = added, actions = [undo], remember = true, from = "view" } = {}) {
    /** @type {ProblemError | null} */
    let refusal = null;
    await command(async (run) => {
      try {
        const shown = store.get().trace;
        const before =
          shown?.iteration === run.iteration ? shown : await api.trace(run.id, "latest");
        const now = await work(run);
        if (remember) {
          note(run, now);
        }
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

  /**
   * The change that this window made last, when nothing has been changed since.
   *
   * @param {Run} run
   */
  function latestOf(run) {
    const latest = made.at(-1);
    return latest !== undefined &&
      latest.run === run.id &&
      latest.iteration <= run.iteration &&
      latest.interventions === JSON.stringify(run.interventions)
      ? latest
      : null;
  }

  /** @param {Run} run */
  const canUndo = (run) => run.interventions.length > 0 || latestOf(run) !== null;

  function undoIntervention() {
    const standing = store.get().run;
    if (standing === null || !canUndo(standing)) {
      tell({ kind: "info", text: "There is nothing to undo: this run has not been changed." });
      return Promise.resolve();
    }
    const { configuration, interventions, iteration } = standing;
    const redo = {
      label: "Redo",
      act: () => void replay({ configuration, interventions, iteration }),
    };
    return byHand(takeLatestBack, {
      words: removed,
      actions: [redo],
      remember: false,
      from: "present",
    });
  }

  /**
   * The server takes back everything that was changed at the latest iteration; the changes that
   * this window made there before the latest one are made again.
   *
   * @param {Run} run
   */
  async function takeLatestBack(run) {
    const latest = latestOf(run);
    if (latest === null) {
      return api.undo(run.id);
    }
    made.pop();
    const { iteration, before } = latest;
    let now = run;
    if (changesAt(run, iteration) !== null) {
      now = await api.undo(run.id);
    } else if (run.iteration > iteration) {
      now = await api.rewind(run.id, iteration);
    }
    return before === null ? now : api.change(run.id, before);
  }

  return {
    note,
    canUndo,
    undoIntervention,

    /**
     * Set a weight.
     *
     * @param {Address} address
     * @param {number} value
     */
    setWeight: ({ quantity, index }, value) =>
      byHand(({ id }) => api.change(id, { edits: [{ parameter: quantity, index, value }] })),

    /**
     * Give a weight back the value that training, or the initialization, gave it.
     *
     * @param {Address} address
     */
    resetWeight: (address) =>
      byHand(
        async (run) => {
          const edit = editHere(run, address);
          const changes = changesAt(run, run.iteration);
          if (edit === undefined || changes === null) {
            return run;
          }
          const rest = withoutEdit(changes, edit);
          const now = await api.rewind(run.id, run.iteration, false);
          return Object.keys(rest).length > 0 ? api.change(run.id, rest) : now;
        },
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
