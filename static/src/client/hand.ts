/**
 * Changing a run by hand: weights set, states held, changes undone and redone. Each change is made
 * at the iteration on screen, and what it did to loss and spelling is told. Knows no elements.
 */

import { say } from "../lib/messages";
import {
  addition,
  clampsInForce,
  editHere,
  effectInWords,
  record,
  symbol,
  withClamp,
  withoutClamp,
} from "../model/interventions";
import type { Address, Run, Trace } from "../model/types";
import type { Api } from "./api";
import { ProblemError } from "./api";
import type { Action, Notice, Store } from "./state";

export function createHand({
  api,
  store,
  command,
  draw,
  tell,
  travel,
}: {
  api: Api;
  store: Store;
  command: (work: (run: Run) => Promise<void>, from: "view" | "present") => Promise<void>;
  draw: (have: Trace) => Promise<void>;
  tell: (notice: Notice) => void;
  travel: (run: Run, iteration: number) => Promise<Run>;
}) {
  /** Change the run, and show and tell what that did. Rejects when the server refuses. */
  async function byHand(
    work: (run: Run) => Promise<Run>,
    {
      words = added,
      actions = [undo()],
      from = "view",
    }: {
      words?: (before: Run, after: Run) => string;
      actions?: Notice["actions"];
      /** where to change the run, while it is looked at elsewhere */
      from?: "view" | "present";
    } = {},
  ): Promise<void> {
    let refusal: ProblemError | null = null;
    await command(async (run) => {
      try {
        const shown = store.get().trace;
        const before = shown?.iteration === run.iteration ? shown : await api.trace(run.id, "latest");
        const now = await work(run);
        const after = await api.trace(run.id, "latest");
        const { iteration } = after;
        const did = before.iteration === iteration ? effectInWords(before, after) : say("effect-moved", { iteration });
        const effect = say("effect", { change: words(run, now), did });
        store.set({ run: now, undo: null, effect });
        tell({ kind: "done", text: effect, actions });
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

  function difference(before: Run, after: Run) {
    return addition(record(after), record(before)) || addition(record(before), record(after));
  }

  function added(before: Run, after: Run) {
    const told = difference(before, after);
    return told === "" ? say("change-nothing") : upper(told);
  }

  const removed = (before: Run, after: Run) => say("change-undone", { change: difference(after, before) });

  const undo = (): Action => ({ label: say("change-undo"), act: () => void undoIntervention() });

  function undoIntervention() {
    const { run: standing } = store.get();
    if (standing === null || !standing.can_undo) {
      tell({ kind: "info", text: say("undo-nothing") });
      return Promise.resolve();
    }
    const redo = { label: say("change-redo"), act: () => void redoIntervention(standing.iteration) };
    return byHand(({ id }) => api.undo(id), { words: removed, actions: [redo], from: "present" });
  }

  /** @param iteration where the run stood before the change was undone */
  function redoIntervention(iteration?: number) {
    const { run: standing } = store.get();
    if (standing === null || !standing.can_redo) {
      tell({ kind: "info", text: say("redo-nothing") });
      return Promise.resolve();
    }
    const work = async ({ id }: Run) => {
      const run = await api.redo(id);
      return iteration === undefined ? run : travel(run, iteration);
    };
    return byHand(work, { from: "present" });
  }

  /** @param value null: as it was before it was set here */
  const setWeight = ({ id }: Run, { quantity, index }: Address, value: number | null) =>
    api.change(id, { edits: [{ parameter: quantity, index, value }] });

  return {
    undoIntervention,
    redoIntervention,

    /** Set a weight. */
    setWeight: (address: Address, value: number) => byHand((run) => setWeight(run, address, value)),

    /** Give a weight back the value that training, or the initialization, gave it. */
    resetWeight: (address: Address) =>
      byHand(async (run) => (editHere(run, address) === undefined ? run : setWeight(run, address, null)), {
        words: () => say("change-reset", { symbol: symbol(address) }),
      }),

    /** Hold a unit's state at a value, at one timestep or with `t` null at all of them. */
    hold: (unit: number, t: number | null, value: number) =>
      byHand((run) => api.change(run.id, { clamps: withClamp(clampsInForce(run), { unit, value, t }) })),

    /** Let a unit's state be computed again. */
    release: (unit: number, t: number | null) =>
      byHand((run) => api.change(run.id, { clamps: withoutClamp(clampsInForce(run), unit, t) })),
  };
}

function upper(text: string) {
  // W_hh and h_2 keep their case.
  return /^[a-z]\w*[_[]/.test(text) ? text : `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}
