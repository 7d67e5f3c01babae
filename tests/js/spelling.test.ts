import assert from "node:assert/strict";
import { test } from "node:test";
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
