// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";

import { ProblemError } from "../../static/js/api.js";
import { createHand } from "../../static/js/hand.js";
import { initialState } from "../../static/js/session.js";
import { createStore } from "../../static/js/state.js";

/** @typedef {import("../../static/js/types.js").Intervention} Intervention */

/** A run that only keeps its record, as the server does, and a session around it. */
function workshop(iteration = 5) {
  /** @type {{iteration: number, interventions: Intervention[]}} */
  const kept = { iteration, interventions: [] };
  /** @type {string[]} */
  const calls = [];
  /** @type {string[]} */
  const told = [];
  /** @returns {any} */
  const run = () => ({
    id: "run-1",
    configuration: { learning_rate: 0.1, optimizer: "adagrad", clip_norm: 5 },
    ...structuredClone(kept),
  });
  const trace = () => ({
    iteration: kept.iteration,
    loss: 2,
    vocabulary: ["a", "b"],
    steps: [{ t: 1, input: "a", target: "b", probs: [0.4, 0.6] }],
  });
  /** @type {any} */
  const api = {
    async trace() {
      return trace();
    },
    async change(/** @type {string} */ _, /** @type {any} */ changes) {
      calls.push("change");
      if (changes.edits?.some((/** @type {any} */ { value }) => value > 1e6)) {
        throw new ProblemError(422, "invalid-request", "too large", []);
      }
      const here = kept.interventions.find((each) => each.iteration === kept.iteration);
      kept.interventions = [
        ...kept.interventions.filter((each) => each.iteration < kept.iteration),
        {
          iteration: kept.iteration,
          changes: {
            ...here?.changes,
            ...changes,
            ...(changes.edits ? { edits: [...(here?.changes.edits ?? []), ...changes.edits] } : {}),
          },
        },
      ];
      return run();
    },
    async undo() {
      calls.push("undo");
      const last = kept.interventions.pop();
      kept.iteration = Math.min(kept.iteration, last?.iteration ?? Infinity);
      return run();
    },
    async rewind(/** @type {string} */ _, /** @type {number} */ to, keep = true) {
      calls.push(`rewind ${to}`);
      kept.iteration = to;
      kept.interventions = kept.interventions.filter((each) => keep || each.iteration < to);
      return run();
    },
  };
  const store = createStore(initialState());
  const hand = createHand({
    api,
    store,
    command: async (work) => work(run()),
    draw: async (have) => store.set({ trace: have }),
    tell: ({ text }) => told.push(text),
    replay: async () => {},
  });
  store.set({ run: run(), trace: /** @type {any} */ (trace()) });
  return { hand, kept, calls, told, store, run };
}

const weight = { quantity: "W_hh", index: [2, 3] };

test("a change is told with what it did", async () => {
  const { hand, told, store } = workshop();
  await hand.setWeight(weight, 0.5);
  assert.deepEqual(told, ["W_hh[2,3] set to 0.5: loss stays 2.000, spelling stays “b”."]);
  assert.equal(store.get().effect?.words, "W_hh[2,3] set to 0.5");
  await hand.hold(1, null, 0);
  assert.match(told[1] ?? "", /^Unit 1 switched off: /);
});

test("changes at one iteration are undone one by one", async () => {
  const { hand, kept, calls, told } = workshop();
  await hand.setWeight(weight, 0.5);
  await hand.hold(1, null, 0);
  await hand.hold(2, 3, 0.25);
  assert.equal(kept.interventions.length, 1);
  calls.length = 0;
  await hand.undoIntervention();
  assert.deepEqual(calls, ["undo", "change"]);
  assert.deepEqual(kept.interventions[0]?.changes.clamps, [{ unit: 1, value: 0, t: null }]);
  assert.match(told.at(-1) ?? "", /^Undone: h_3\[2\] held at 0.25: /);
  await hand.undoIntervention();
  assert.deepEqual(kept.interventions[0]?.changes.clamps, undefined);
  await hand.undoIntervention();
  assert.deepEqual(kept.interventions, []);
  await hand.undoIntervention();
  assert.match(told.at(-1) ?? "", /nothing to undo/);
});

test("what another window changed since is undone as a whole", async () => {
  const { hand, kept, calls, store, run } = workshop();
  await hand.setWeight(weight, 0.5);
  kept.interventions[0].changes.learning_rate = 1;
  store.set({ run: run() });
  calls.length = 0;
  await hand.undoIntervention();
  assert.deepEqual(calls, ["undo"]);
  assert.deepEqual(kept.interventions, []);
});

test("an undo after more training goes back to where the change was made", async () => {
  const { hand, kept, told, store, run } = workshop();
  await hand.hold(1, null, 0);
  kept.iteration = 9;
  store.set({ run: run() });
  await hand.undoIntervention();
  assert.equal(kept.iteration, 5);
  assert.match(told.at(-1) ?? "", /now at iteration 5/);
});

test("a weight gets back what training gave it; other changes there stay", async () => {
  const { hand, kept, calls, run } = workshop();
  await hand.hold(1, null, 0);
  await hand.setWeight(weight, 0.5);
  calls.length = 0;
  await hand.resetWeight(weight);
  assert.deepEqual(calls, ["rewind 5", "change"]);
  assert.deepEqual(kept.interventions, [
    { iteration: 5, changes: { clamps: [{ unit: 1, value: 0, t: null }] } },
  ]);
  await hand.undoIntervention();
  assert.deepEqual(run().interventions[0].changes.edits, [
    { parameter: "W_hh", index: [2, 3], value: 0.5 },
  ]);
});

test("a refusal reaches whoever asked", async () => {
  const { hand, told } = workshop();
  await assert.rejects(hand.setWeight(weight, 1e9), /too large/);
  assert.deepEqual(told, []);
});
