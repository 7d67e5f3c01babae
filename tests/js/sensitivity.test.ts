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
    "Of the inputs read, “e” at t = 2 (2 timesteps earlier) has the largest effect on the logit of “o” " +
      "at t = 4: more of it would lower the logit (−0.50).",
  );
  assert.match(lettersInWords({ ...TOLD, of_letter: [0, 0, 3, 0] }), /“␣” at t = 3 \(1 timestep earlier\)/);
  assert.match(lettersInWords({ ...TOLD, of_letter: [0, 0, 0, 3] }), /just read\) .* raise/);
  assert.match(lettersInWords({ ...TOLD, of_letter: [0, 0, 0, 0] }), /none of the inputs/);
  assert.match(lettersInWords({ ...TOLD, of_letter: [null, null, null, null] }), /not finite/);
});

test("the norms' sentence tells what falling and growing mean", () => {
  const said = (norm: number) => statesInWords({ t: 4, state_norm: [norm, 1] });
  for (const norm of [0, 1e-9, 0.01, 0.099, 0.1, 0.41, 0.99, 0.999, 1, 1.001, 1.2, 2, 2.01, 40, 1e6]) {
    assert.equal(/It vanishes\.$/.test(said(norm)), norm < 0.1, said(norm));
    assert.equal(/It explodes\.$/.test(said(norm)), norm > 2, said(norm));
    assert.equal(/it shrinks/.test(said(norm)), norm >= 0.1 && norm < 0.995, said(norm));
    assert.equal(/it can grow/.test(said(norm)), norm > 1.005 && norm <= 2, said(norm));
  }
  assert.match(statesInWords({ t: 4, state_norm: [null, 1] }), /not finite/);
});
