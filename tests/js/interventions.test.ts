import assert from "node:assert/strict";
import { test } from "node:test";

import { readFork } from "../../static/src/components/fork";
import { inWords } from "../../static/src/components/intervene";
import { addressOf, changeable, choicesOf, offered, sliderBound } from "../../static/src/model/changeable";
import {
  addition,
  clampsInForce,
  editHere,
  holding,
  record,
  symbol,
  withClamp,
  withoutClamp,
} from "../../static/src/model/interventions";
import "messages:en";
import type { Intervention } from "../../static/src/model/types";

const CONFIGURATION: any = { learning_rate: 0.1, optimizer: "adagrad", clip_norm: 5 };

const run = (interventions: Intervention[], iteration: number = 99) => ({
  configuration: CONFIGURATION,
  interventions,
  iteration,
});

test("numbers are named as links name them", () => {
  assert.equal(symbol({ quantity: "W_hh", index: [2, 3] }), "W_hh[2,3]");
  assert.equal(symbol({ quantity: "h", t: 2, index: [3] }), "h_2[3]");
});

test("a record tells everything in order, and what is still to come", () => {
  const told = record(
    run(
      [
        { iteration: 12, changes: { learning_rate: 0.5, clip_norm: null } },
        {
          iteration: 20,
          changes: {
            edits: [
              { parameter: "W_hh", index: [2, 3], value: 0.5 },
              { parameter: "b_y", index: [0], value: -1 },
            ],
            clamps: [{ unit: 3, value: 0, t: null }],
          },
        },
        { iteration: 31, changes: { clamps: [{ unit: 1, value: 0.25, t: 2 }], optimizer: "adam" } },
        { iteration: 40, changes: { clamps: [] } },
      ],
      31,
    ),
  );
  assert.deepEqual(
    told.map(({ iteration, text, ahead }) => `${iteration} ${text}${ahead ? " (ahead)" : ""}`),
    [
      "12 learning rate 0.1 → 0.5",
      "12 clipping 5 → off",
      "20 W_hh[2,3] set to 0.5",
      "20 b_y[0] set to −1",
      "20 unit 3 switched off",
      "31 optimizer Adagrad → Adam",
      "31 h_2[1] held at 0.25",
      "31 unit 3 switched on again",
      "40 h_2[1] no longer held (ahead)",
    ],
  );
});

test("a unit that is switched off is no longer told to differ at single timesteps", () => {
  const told = record(
    run([
      { iteration: 1, changes: { clamps: [{ unit: 3, value: 0.5, t: 2 }] } },
      { iteration: 2, changes: { clamps: [{ unit: 3, value: 0, t: null }] } },
      { iteration: 3, changes: { clamps: [{ unit: 3, value: -0.5, t: null }] } },
    ]),
  );
  assert.deepEqual(
    told.map(({ text }) => text),
    ["h_2[3] held at 0.5", "unit 3 switched off", "unit 3 held at −0.5"],
  );
});

test("the states in force are those of the latest intervention that told any", () => {
  const first = { unit: 0, value: 0, t: null };
  const second = { unit: 1, value: 1, t: 3 };
  const interventions = [
    { iteration: 2, changes: { clamps: [first] } },
    { iteration: 4, changes: { learning_rate: 1 } },
    { iteration: 8, changes: { clamps: [second] } },
  ];
  assert.deepEqual(clampsInForce(run(interventions, 1)), []);
  assert.deepEqual(clampsInForce(run(interventions, 7)), [first]);
  assert.deepEqual(clampsInForce(run(interventions, 8)), [second]);
});

test("states are held and let go one by one, or a unit altogether", () => {
  const cell = { unit: 3, value: 0.5, t: 2 };
  const unit = { unit: 3, value: 0, t: null };
  const other = { unit: 1, value: 1, t: null };
  assert.deepEqual(withClamp([cell, other], unit), [other, unit]);
  assert.deepEqual(withClamp([unit, other], cell), [unit, other, cell]);
  assert.deepEqual(withClamp([cell], { ...cell, value: 1 }), [{ ...cell, value: 1 }]);
  assert.deepEqual(withoutClamp([unit, cell, other], 3, 2), [unit, other]);
  assert.deepEqual(withoutClamp([unit, cell, other], 3, null), [other]);
  assert.equal(holding([unit, cell], 3, 2), cell);
  assert.equal(holding([unit, cell], 3, 1), unit);
  assert.equal(holding([unit, cell], 3, null), unit);
  assert.equal(holding([cell], 3, null), undefined);
  assert.equal(holding(undefined, 3, 2), undefined);
});

test("an edit is found where it was made", () => {
  const edit = { parameter: "W_hh", index: [2, 3], value: 1 };
  const kept = { parameter: "W_hh", index: [3, 2], value: 2 };
  const here = run([{ iteration: 5, changes: { edits: [edit, kept], learning_rate: 1 } }], 5);
  const address = { quantity: "W_hh", index: [2, 3] };
  assert.equal(editHere(here, address), edit);
  assert.equal(editHere({ ...here, iteration: 6 }, address), undefined);
});

test("what a change added is what the record before it had not", () => {
  const before = record(run([{ iteration: 3, changes: { learning_rate: 0.5 } }]));
  const after = record(run([{ iteration: 3, changes: { learning_rate: 0.5, clamps: [{ unit: 1, value: 0 }] } }]));
  assert.equal(addition(after, before), "unit 1 switched off");
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
    "Weight from unit 0 to unit 1, one timestep later; used at every timestep.",
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
    "Weight from input “hi” to unit 1; used at every timestep of the encoder.",
  );
  assert.equal(
    inWords(trace, { quantity: "W_xh_decoder", index: [1, 1] }),
    "Weight from input “你” to unit 1; used at every timestep of the decoder.",
  );
  assert.equal(
    inWords(trace, { quantity: "b_y", index: [0] }),
    "Bias of the logit of “你”; used at every timestep that writes.",
  );
});

test("the slider has room beyond the value", () => {
  assert.equal(sliderBound({ quantity: "h", t: 1, index: [0] }, 0.3), 1);
  assert.equal(sliderBound({ quantity: "W_hh", index: [0, 0] }, 0.3), 2);
  assert.equal(sliderBound({ quantity: "W_hh", index: [0, 0] }, -2.1), 5);
  assert.equal(sliderBound({ quantity: "W_hh", index: [0, 0] }, 700), 1000);
});

test("any number is chosen by its indexes", () => {
  const trace: any = {
    vocabulary: ["a", " "],
    h_0: [0, 0],
    gate_names: ["r", "z", "n"],
    steps: [{ t: 1, input: "a" }],
    parts: [{ name: "", writes: true, inputs: ["a", " "], parameters: { W_xh: "W_xh" } }],
  };
  const written = (quantity: string) =>
    choicesOf(trace, quantity).map(({ label, options }) => [label, ...options.map(({ text }) => text)].join(" "));
  assert.deepEqual(written("W_xh"), ["to gate r[0] r[1] z[0] z[1] n[0] n[1]", "from input a ␣"]);
  assert.deepEqual(written("h"), ["unit 0 1", "t 1, after a"]);
  trace.gate_names = [];
  assert.deepEqual(written("b_h"), ["unit 0 1"]);
  assert.deepEqual(addressOf({ quantity: "h", index: [1, 3] }), { quantity: "h", t: 3, index: [1] });
  assert.deepEqual(addressOf({ quantity: "b_h", index: [1] }), { quantity: "b_h", index: [1] });
});

test("what was chosen stays chosen where it is still there", () => {
  const trace: any = {
    vocabulary: ["a"],
    h_0: [0, 0],
    steps: [{ t: 1, input: "a" }],
    parts: [{ inputs: [], parameters: {} }],
  };
  assert.deepEqual(offered(trace, ["b_h", "h"], { quantity: "h", index: [1, 1] }), { quantity: "h", index: [1, 1] });
  assert.deepEqual(offered(trace, ["b_h", "h"], { quantity: "h", index: [5, 9] }), { quantity: "h", index: [0, 1] });
  assert.deepEqual(offered(trace, ["b_h", "h"], { quantity: "W_hh", index: [1] }), { quantity: "b_h", index: [1] });
});

test("a fork changes what differs, and says which fields cannot be read", () => {
  const before = { learning_rate: 0.1, optimizer: "adagrad", clip_norm: 5 };
  const number = { type: "number" as const, above: 0, allowed: "a number above 0" };
  const limits = { learning_rate: number, clip_norm: number };
  const fields = {
    learning_rate: "0.1",
    optimizer: "adagrad",
    isClipping: true,
    clip_norm: "5",
    weight: { quantity: "", index: [] as number[] },
    value: "",
  };
  assert.deepEqual(readFork(fields, before, limits), { changes: {}, errors: {} });
  const other = { learning_rate: "0,5", isClipping: false, weight: { quantity: "W_hh", index: [2, 3] }, value: "0.25" };
  assert.deepEqual(readFork({ ...fields, ...other }, before, limits).changes, {
    learning_rate: 0.5,
    clip_norm: null,
    edits: [{ parameter: "W_hh", index: [2, 3], value: 0.25 }],
  });
  const wrong = readFork({ ...fields, ...other, learning_rate: "-1", value: "much" }, before, limits);
  assert.deepEqual(Object.keys(wrong.errors), ["learning_rate", "edits"]);
});
