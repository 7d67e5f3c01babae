import assert from "node:assert/strict";
import { test } from "node:test";

import {
  applies,
  changedFrom,
  configurationFrom,
  enteredFrom,
  readNewRun,
  suggestion,
} from "../../static/src/model/setup";
import type { Configuration, Limit, PageConfig, Run } from "../../static/src/model/types";

const DEFAULTS = {
  task: "next_character",
  text: "hello",
  distance: 10,
  examples: null,
  sharing: "all",
  spectral_radius: null,
  keep_bias: 0,
  cell: "tanh",
  hidden_size: 6,
  optimizer: "adagrad",
  learning_rate: 0.1,
  clip_norm: 5,
  initialization: "normal",
  initialization_scale: 1,
  seed: 7,
} as unknown as Configuration;
const NUMBER: Limit = { type: "number", minimum: 0, maximum: 100, allowed: "a number from 0 to 100" } as Limit;
const LIMITS: Record<string, Limit> = {
  text: { type: "string", min_length: 2, max_length: 200 } as Limit,
  distance: NUMBER,
  hidden_size: { ...NUMBER, type: "integer" } as Limit,
  initialization_scale: NUMBER,
  spectral_radius: NUMBER,
  keep_bias: NUMBER,
  seed: NUMBER,
};
const CONFIG = {
  defaults: DEFAULTS,
  tasks: { next_character: { title: "", suggested: {} }, sentiment: { title: "", suggested: { cell: "gru" } } },
} as unknown as PageConfig;
const RUN = {
  configuration: { ...DEFAULTS, h_0: [1] },
  hyperparameters: { optimizer: "sgd", learning_rate: 0.2, clip_norm: null },
} as unknown as Run;

const ENTERED = enteredFrom(DEFAULTS, "");

test("the fields of a run's own settings are no change", () => {
  assert.deepEqual([...changedFrom(DEFAULTS, readNewRun(ENTERED, LIMITS))], []);
});

test("what is changed and what is wrong is named", () => {
  const read = readNewRun({ ...ENTERED, seed: "8", hidden_size: "6.5" }, LIMITS);
  assert.deepEqual(Object.keys(read.errors), ["hidden_size"]);
  assert.deepEqual([...changedFrom(DEFAULTS, read)].sort(), ["hidden_size", "seed"]);
});

test("what means nothing to a cell or a task is neither read nor wrong", () => {
  const entered = { ...ENTERED, cell: "window_2", spectral_radius: "x", keep_bias: "x", distance: "x", examples: "x" };
  const { values, errors } = readNewRun(entered, LIMITS);
  assert.deepEqual(errors, {});
  assert.equal(values.spectral_radius, null);
  assert.equal(values.keep_bias, 0);
  assert.ok(applies("keep_bias", { ...ENTERED, cell: "lstm" }));
});

test("a task brings its own values, and a new run forgets what the one before was given", () => {
  const entered = { ...ENTERED, task: "sentiment", ...suggestion("sentiment", CONFIG) };
  assert.equal(entered.cell, "gru");
  const same = configurationFrom(RUN, readNewRun(ENTERED, LIMITS), CONFIG);
  assert.equal(same.optimizer, "sgd");
  assert.ok(!("h_0" in same));
  const other = configurationFrom(RUN, readNewRun(entered, LIMITS), CONFIG);
  assert.equal(other.optimizer, "adagrad");
  assert.equal(other.text, "hello");
});
