import assert from "node:assert/strict";
import { test } from "node:test";
import { createStore } from "../../static/src/lib/store";
import { letters, predicted } from "../../static/src/model/spelling";

const step = (probs: (number | null)[], target: string): any => ({ t: 1, input: "a", target, probs });

test("the prediction is the most probable letter, the first of equal ones", () => {
  assert.equal(predicted(step([0.2, 0.5, 0.3], "a"), ["a", "b", "c"]), "b");
  assert.equal(predicted(step([0.4, 0.4, 0.2], "a"), ["a", "b", "c"]), "a");
  assert.equal(predicted(step([null, null], "a"), ["a", "b"]), null);
});

test("letters are right or wrong, with the target's probability", () => {
  const trace: any = { vocabulary: ["a", "b"], steps: [step([0.9, 0.1], "a"), step([0.7, 0.3], "b")] };
  const [first, second] = letters(trace);
  assert.equal(first?.right, true);
  assert.equal(second?.right, false);
  assert.equal(second?.targetProbability, 0.3);
});

test("a store tells each watcher once, and only of what it watches", () => {
  const store = createStore({ a: 1, b: 1, c: 1 });
  const told: string[] = [];
  const stop = store.watch(["a", "b"], ({ a, b }) => told.push(`${a}${b}`));
  store.set({ a: 2, b: 2 });
  store.set({ c: 2 });
  store.set({ a: 2 });
  stop();
  store.set({ a: 3 });
  assert.deepEqual(told, ["11", "22"]);
});
