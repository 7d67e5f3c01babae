import assert from "node:assert/strict";
import { test } from "node:test";

import { answering, unknownInWords } from "../../static/src/components/task/answer";
import { apart } from "../../static/src/components/task/course";
import { counted, splitName } from "../../static/src/components/task/score";
import { kindOfShape, shapeInWords } from "../../static/src/components/task/shape";
import { blank, inked, rowsOf } from "../../static/src/model/picture";
import type { Task } from "../../static/src/model/types";
import "messages:en";

const task = (fields: Record<string, unknown>) =>
  ({
    name: "counting",
    image: null,
    parts: [{ name: "", vocabulary: [], writes: true }],
    writes_freely: false,
    shape: [],
    example: { source: "ab", target: "" },
    ...fields,
  }) as unknown as Task;
const step = (target: string | null, part = "") => ({ part, input: "x", target, scored: true });

test("the kind of a shape follows from where it reads and where it is asked", () => {
  assert.equal(kindOfShape(task({ shape: [step("a"), step("b")] })), "many_to_many");
  assert.equal(kindOfShape(task({ shape: [step(null), step("b")] })), "many_to_one");
  assert.equal(kindOfShape(task({ image: { rows: 2, columns: 2 }, shape: [step("a")] })), "one_to_many");
  const halves = [
    { name: "encoder", vocabulary: [], writes: false },
    { name: "decoder", vocabulary: [], writes: true },
  ];
  assert.equal(kindOfShape(task({ parts: halves, shape: [step(null, "encoder")] })), "sequence_to_sequence");
});

test("a shape is told in a sentence", () => {
  assert.equal(
    shapeInWords(task({ shape: [step(null), step(null), step("b")] })),
    "It reads 3 tokens and predicts once, at the end; only that prediction has a loss.",
  );
});

test("a picture is drawn pixel by pixel", () => {
  const picture = inked(blank({ rows: 2, columns: 3 }), 4, true);
  assert.equal(picture, ".../.#.");
  assert.equal(inked(inked(picture, 0, true), 4, false), "#../...");
  assert.deepEqual(rowsOf(picture), [
    [false, false, false],
    [false, true, false],
  ]);
});

test("a score is told with its counts, of answers where the task is to write", () => {
  const score = {
    examples: 10,
    out_of_reach: 0,
    loss: 1,
    right: 30,
    counted: 40,
    sequences_right: 3,
    answers_right: null,
    value: 0.75,
  };
  assert.equal(counted(score), "30 of 40");
  assert.equal(counted({ ...score, answers_right: 4 }), "4 of 10");
  assert.equal(splitName("train", "counting"), "training set");
  assert.equal(splitName("of my own", "counting"), "of my own");
});

test("of a translation only what the decoder says is the answer", () => {
  const halves = [
    { name: "encoder", vocabulary: [], writes: false },
    { name: "decoder", vocabulary: [], writes: true },
  ];
  const steps = ["encoder", "encoder", "decoder"].map((part, place) => ({
    t: place + 1,
    part,
    input: "x",
    known: true,
    read: "x",
    probs: [],
    h: [],
    output: "y",
  }));
  const attempt = { iteration: 0, teacher_forcing: false, vocabulary: [], steps, text: "y", ended: true };
  assert.deepEqual(
    answering(task({ parts: halves, writes_freely: true }), attempt).map(({ t }) => t),
    [3],
  );
  assert.equal(answering(task({}), attempt).length, 3);
});

test("what is not known is named once, with what was read instead", () => {
  /** @param written words, the unknown ones with a star */
  const tried = (written: string) => ({
    iteration: 0,
    teacher_forcing: false,
    vocabulary: [],
    text: "",
    ended: true,
    steps: written.split(" ").map((word, place) => {
      const known = !word.endsWith("*");
      const input = word.replace("*", "");
      return { t: place + 1, part: "", input, known, read: known ? input : "UNK", probs: [], h: [], output: "" };
    }),
  });
  const instead = "It read UNK instead, a token that occurs in no training example";
  assert.equal(unknownInWords(tried("she drinks tea")), "");
  assert.equal(unknownInWords(tried("she drinks cola*")), `“cola” is not in its vocabulary. ${instead}.`);
  assert.equal(unknownInWords(tried("a* is b* a* c*")), `“a”, “b” and “c” are not in its vocabulary. ${instead}.`);
  assert.equal(
    unknownInWords(tried("zzz* zzz*")),
    `“zzz” is not in its vocabulary. ${instead}, so it knows nothing about this input.`,
  );
});

test("labels at the ends of curves that meet do not overlap", () => {
  assert.deepEqual(apart([10, 80]), [10, 80]);
  assert.deepEqual(apart([54, 50]), [59, 45]);
  assert.deepEqual(apart([50, 50]), [43, 57]);
  assert.deepEqual(apart([50, 52, 90]), [50, 64, 90]);
  assert.deepEqual(apart([]), []);
});
