import assert from "node:assert/strict";
import { test } from "node:test";

import { changeable, inWords, sliderBound } from "../../static/src/components/intervene";
import { lettersInWords, statesInWords, strongest } from "../../static/src/components/sensitivity";
import "../../static/src/messages/en";
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

test("only weights, biases and states of the iteration on screen can be changed", () => {
  const trace: any = {
    iteration: 3,
    vocabulary: ["a", "b"],
    parameters: {
      W_hh: [
        [1, 2],
        [3, 4],
      ],
      b_y: [5, 6],
    },
    steps: [{ t: 1, h: [7, 8], probs: [0.5, 0.5] }],
    parts: [{ name: "", writes: true, inputs: ["a", "b"], parameters: { W_hh: "W_hh", b_y: "b_y" } }],
  };
  assert.equal(changeable(trace, { quantity: "W_hh", index: [1, 0] }), 3);
  assert.equal(changeable(trace, { quantity: "b_y", index: [1] }), 6);
  assert.equal(changeable(trace, { quantity: "h", t: 1, index: [1] }), 8);
  assert.equal(changeable(trace, { quantity: "h", t: 1, index: [1], iteration: 3 }), 8);
  for (const address of [
    { quantity: "h", t: 1, index: [1], iteration: 2 },
    { quantity: "h", t: 2, index: [1] },
    { quantity: "h_0", index: [1] },
    { quantity: "probs", t: 1, index: [0] },
    { quantity: "W_hh", index: [] },
    { quantity: "W_hh", index: [1] },
    { quantity: "W_hh", index: [2, 0] },
    { quantity: "W_hh", index: [1, 0], show: "gradient" },
    { quantity: "gradients.W_hh", index: [1, 0] },
    { quantity: "constructor", index: [0] },
  ]) {
    assert.equal(changeable(trace, address), undefined, JSON.stringify(address));
  }
  assert.equal(
    inWords(trace, { quantity: "W_hh", index: [1, 0] }),
    "From unit 0 to unit 1 one step later, at every timestep.",
  );
});

test("a weight is said to hold for the timesteps that use it", () => {
  const trace: any = {
    vocabulary: ["你", "EOS"],
    parts: [
      { name: "encoder", writes: false, inputs: ["hi", "UNK"], parameters: { W_xh: "W_xh_encoder" } },
      { name: "decoder", writes: true, inputs: ["BOS", "你"], parameters: { W_xh: "W_xh_decoder", b_y: "b_y" } },
    ],
  };
  assert.equal(
    inWords(trace, { quantity: "W_xh_encoder", index: [1, 0] }),
    "From the input “hi” to unit 1, at every timestep of the encoder.",
  );
  assert.equal(
    inWords(trace, { quantity: "W_xh_decoder", index: [1, 1] }),
    "From the input “你” to unit 1, at every timestep of the decoder.",
  );
  assert.equal(inWords(trace, { quantity: "b_y", index: [0] }), "The bias of “你”, at every timestep that writes.");
});

test("the slider has room beyond the value", () => {
  assert.equal(sliderBound({ quantity: "h", t: 1, index: [0] }, 0.3), 1);
  assert.equal(sliderBound({ quantity: "W_hh", index: [0, 0] }, 0.3), 2);
  assert.equal(sliderBound({ quantity: "W_hh", index: [0, 0] }, -2.1), 5);
  assert.equal(sliderBound({ quantity: "W_hh", index: [0, 0] }, 700), 1000);
});
