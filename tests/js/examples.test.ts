import assert from "node:assert/strict";
import { test } from "node:test";

import { examplesRead, examplesWritten } from "../../static/src/model/examples";
import { fromQuery, toQuery } from "../../static/src/model/link";
import { presentPart } from "../../static/src/model/parts";

test("each line is an example: what is read, and what is to come of it", () => {
  assert.deepEqual(examplesRead("good morning => 早上好\n\n hello→你好 ", "translation"), {
    pairs: [
      ["good morning", "早上好"],
      ["hello", "你好"],
    ],
    error: null,
  });
});

test("a sequence that is only read needs no target", () => {
  assert.deepEqual(examplesRead("aabb\nab", "counting").pairs, [
    ["aabb", ""],
    ["ab", ""],
  ]);
});

test("a line without a target is named", () => {
  const { error } = examplesRead("not bad => positive\ngood", "sentiment");
  assert.match(error ?? "", /^Line 2 needs/);
});

test("what was read can be written and read again", () => {
  const { pairs } = examplesRead("a b => c\nd => e f", "sentiment");
  assert.deepEqual(examplesRead(examplesWritten(pairs), "sentiment").pairs, pairs);
  assert.equal(examplesWritten(null), "");
});

test("a link holds the task, its examples and how weights are shared", () => {
  const defaults: any = {
    task: "next_character",
    examples: null,
    sharing: "all",
    distance: 10,
    spectral_radius: null,
    keep_bias: 0,
  };
  const configuration = {
    ...defaults,
    task: "sentiment",
    examples: [
      ["not bad", "positive"],
      ["bad & ugly", "negative"],
    ],
    sharing: "output",
    distance: 30,
    spectral_radius: 1.5,
    keep_bias: 4,
  };
  const query = toQuery({ configuration, interventions: [], iteration: 0 }, defaults);
  const read = fromQuery(query);
  assert.deepEqual(read.problems, []);
  assert.deepEqual({ ...defaults, ...read.configuration }, configuration);
});

test("the figures show the chosen weights as far as this example has them", () => {
  const parts = (...names: string[]) => ({ parts: names.map((name) => ({ name })) }) as any;
  assert.equal(presentPart(parts(""), "encoder"), null);
  assert.equal(presentPart(parts("encoder", "decoder"), null), "encoder");
  assert.equal(presentPart(parts("encoder", "decoder"), "decoder"), "decoder");
  assert.equal(presentPart(parts("1", "2", "3"), "7"), "3");
});
