import assert from "node:assert/strict";
import { test } from "node:test";

import { ProblemError } from "../../static/src/client/api";
import { createHand } from "../../static/src/client/hand";
import { initialState } from "../../static/src/client/session";
import { createStore } from "../../static/src/lib/store";
import "messages:en";
import type { Intervention } from "../../static/src/model/types";

/** A run that only keeps its record and its earlier ones, and a session around it. */
function workshop(iteration = 5) {
  const kept: { iteration: number; interventions: Intervention[] } = { iteration, interventions: [] };
  const changes: { past: Intervention[][]; undone: Intervention[][] } = { past: [], undone: [] };
  const calls: string[] = [];
  const told: string[] = [];
  const run = (): any => ({
    id: "run-1",
    configuration: { learning_rate: 0.1, optimizer: "adagrad", clip_norm: 5 },
    ...structuredClone(kept),
    furthest_iteration: 9,
    can_undo: changes.past.length > 0,
    can_redo: changes.undone.length > 0,
  });
  const trace = () => ({
    iteration: kept.iteration,
    loss: 2,
    vocabulary: ["a", "b"],
    steps: [{ t: 1, input: "a", target: "b", probs: [0.4, 0.6] }],
  });
  const api: any = {
    async trace() {
      return trace();
    },
    async change(_: string, asked: any) {
      calls.push(`change ${JSON.stringify(asked)}`);
      if (asked.edits?.some(({ value }: any) => value > 1e6)) {
        throw new ProblemError(422, "invalid-request", "too large", []);
      }
      changes.past.push(kept.interventions);
      const here = kept.interventions.find((each) => each.iteration === kept.iteration);
      kept.interventions = [
        ...kept.interventions.filter((each) => each.iteration < kept.iteration),
        { iteration: kept.iteration, changes: { ...here?.changes, ...asked } },
      ];
      return run();
    },
    async undo() {
      calls.push("undo");
      const iteration = kept.interventions.at(-1)?.iteration ?? Infinity;
      changes.undone.push(kept.interventions);
      kept.interventions = changes.past.pop() ?? [];
      kept.iteration = Math.min(kept.iteration, iteration);
      return run();
    },
    async redo() {
      calls.push("redo");
      changes.past.push(kept.interventions);
      kept.interventions = changes.undone.pop() ?? [];
      return run();
    },
  };
  let offered: { label: string; act: () => void }[] = [];
  const store = createStore(initialState());
  const hand = createHand({
    api,
    store,
    command: async (work) => work(run()),
    draw: async (have) => store.set({ trace: have }),
    tell: (notice) => {
      told.push(notice.text);
      offered = notice.actions ?? [];
    },
    travel: async (_, iteration) => {
      kept.iteration = iteration;
      return run();
    },
  });
  store.set({ run: run(), trace: trace() as any });
  /** What the session does after each of its commands. */
  const refreshed = () => store.set({ run: run() });
  return { hand, kept, calls, told, store, run, refreshed, offered: () => offered };
}

const weight = { quantity: "W_hh", index: [2, 3] };

test("a change is told with what it did", async () => {
  const { hand, told, store } = workshop();
  await hand.setWeight(weight, 0.5);
  assert.deepEqual(told, ["W_hh[2,3] set to 0.5. Loss stays 2.000, spelling stays “b”."]);
  assert.equal(store.get().effect, told[0]);
  await hand.hold(1, null, 0);
  assert.match(told[1] ?? "", /^Unit 1 switched off\. /);
});

test("changes at one iteration are undone one by one, and made again", async () => {
  const { hand, kept, calls, told } = workshop();
  await hand.hold(1, null, 0);
  await hand.hold(2, 3, 0.25);
  assert.equal(kept.interventions.length, 1);
  await hand.undoIntervention();
  assert.deepEqual(kept.interventions[0]?.changes.clamps, [{ unit: 1, value: 0, t: null }]);
  assert.match(told.at(-1) ?? "", /^Undid “h_3\[2\] held at 0.25”\. /);
  await hand.undoIntervention();
  assert.deepEqual(kept.interventions, []);
  calls.length = 0;
  await hand.undoIntervention();
  assert.match(told.at(-1) ?? "", /nothing to undo/);
  await hand.redoIntervention();
  assert.match(told.at(-1) ?? "", /^Unit 1 switched off\. /);
  await hand.redoIntervention();
  assert.match(told.at(-1) ?? "", /^h_3\[2\] held at 0.25\. /);
  await hand.redoIntervention();
  assert.match(told.at(-1) ?? "", /nothing to redo/);
  assert.deepEqual(calls, ["redo", "redo"]);
});

test("an undo after more training goes back to the change, and its redo to where it was", async () => {
  const { hand, kept, told, refreshed, offered } = workshop();
  await hand.hold(1, null, 0);
  kept.iteration = 9;
  refreshed();
  await hand.undoIntervention();
  assert.equal(kept.iteration, 5);
  assert.match(told.at(-1) ?? "", /Now at iteration 5/);
  const [redo] = offered();
  assert.equal(redo?.label, "Redo");
  redo?.act();
  await new Promise((resolve) => setTimeout(resolve, 10));
  assert.equal(kept.iteration, 9);
  assert.match(told.at(-1) ?? "", /^Unit 1 switched off\. Now at iteration 9/);
});

test("a weight gets back what training gave it by one change; one not set is left alone", async () => {
  const { hand, calls } = workshop();
  await hand.setWeight(weight, 0.5);
  calls.length = 0;
  await hand.resetWeight(weight);
  assert.deepEqual(calls, ['change {"edits":[{"parameter":"W_hh","index":[2,3],"value":null}]}']);
  await hand.resetWeight({ quantity: "b_h", index: [0] });
  assert.equal(calls.length, 1);
});

test("a refusal reaches whoever asked", async () => {
  const { hand, told } = workshop();
  await assert.rejects(hand.setWeight(weight, 1e9), /too large/);
  assert.deepEqual(told, []);
});
