import assert from "node:assert/strict";
import { test } from "node:test";

import { lettersInWords, statesInWords, strongest } from "../../static/src/components/sensitivity";
import type { Sensitivity } from "../../static/src/model/types";

const TOLD: Sensitivity = {
  iteration: 1,
  t: 4,
  token: "o",
  logit: 1,
  letters: ["h", "e", " ", "l"],
  of_letter: [0.1, -0.5, 0.2, 0],
  norm: [1, 1, 1, 1],
  state_norm: [0.01, 0.1, 0.5, 0.9, 1],
  bounds: { of_letter: 0.5, norm: 1 },
  figure: {},
};

test("the strongest letter counts whatever its sign, the first of equal ones", () => {
  assert.equal(strongest([0.1, -0.5, 0.5]), 1);
  assert.equal(strongest([null, 0.1]), 1);
  assert.equal(strongest([null]), -1);
});

test("the sentence tells which letter, how long ago, and which way", () => {
  assert.equal(
    lettersInWords(TOLD),
    "The score of “o” at t = 4 depends most on the “e” at t = 2, 2 steps before: " +
      "more of it would lower the score (−0.50).",
  );
  assert.match(lettersInWords({ ...TOLD, of_letter: [0, 0, 3, 0] }), /“␣” at t = 3, one step before/);
  assert.match(lettersInWords({ ...TOLD, of_letter: [0, 0, 0, 3] }), /just read: .* raise/);
  assert.match(lettersInWords({ ...TOLD, of_letter: [0, 0, 0, 0] }), /none of the letters/);
  assert.match(lettersInWords({ ...TOLD, of_letter: [null, null, null, null] }), /not finite/);
});

test("the norms' sentence tells what falling and growing mean", () => {
  assert.match(statesInWords(TOLD), /vanishes/);
  assert.match(statesInWords({ t: 4, state_norm: [40, 1] }), /explodes\.$/);
  assert.match(statesInWords({ t: 4, state_norm: [0.5, 1] }), /neither/);
  assert.match(statesInWords({ t: 4, state_norm: [null, 1] }), /not finite/);
});
