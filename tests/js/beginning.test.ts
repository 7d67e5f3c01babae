import assert from "node:assert/strict";
import { test } from "node:test";

import { isSpelled, told } from "../../static/src/model/beginning";
import { sequence } from "./traces";

/** What comes after "ab" is predicted with these probabilities of "a" and "b". */
function reading(iteration: number, probs: (number | null)[][]): any {
  const trace = sequence(["a", "b"], ["b", "a"], { vocabulary: ["a", "b"] });
  return { ...trace, iteration, steps: trace.steps.map((step: any, i: number) => ({ ...step, probs: probs[i] })) };
}

const WRONG = [
  [0.3, 0.7],
  [0.4, 0.6],
];
const RIGHT = [
  [0.3, 0.7],
  [0.6, 0.4],
];

test("the first wrong guess is told, with all that was read before it", () => {
  const begins = reading(0, WRONG);
  assert.equal(isSpelled(begins), false);
  assert.equal(told(begins, null), "After “ab” it guesses “b”, but “a” comes next. Step lets it learn.");
  assert.match(told(reading(1, WRONG), null), /^After one step, 1 of 2 guesses are right: after “ab”/);
  assert.match(told(reading(30, WRONG), 3), /^After 30 steps, 1 of 2 guesses/);
});

test("what is right is told with the iteration at which it was first so, and with what is least sure", () => {
  assert.equal(isSpelled(reading(4, RIGHT)), true);
  const doubts = "It is least sure of “a” after “ab”: 0.60.";
  assert.equal(told(reading(4, RIGHT), null), `It spells “ba”. ${doubts}`);
  assert.equal(told(reading(4, RIGHT), 3), `It first spelled “ba” after 3 steps. ${doubts}`);
  assert.equal(told(reading(4, RIGHT), 1), `It first spelled “ba” after one step. ${doubts}`);
});

test("where every letter is nearly certain, none is called least sure, and the probability is no more than the least", () => {
  const withLeast = (least: number) =>
    reading(200, [
      [0.003, 0.997],
      [least, 1 - least],
    ]);
  const first = "It first spelled “ba” after 3 steps.";
  const sure = (least: string) => `It is sure of every letter: each has a probability of at least ${least}.`;
  assert.equal(told(withLeast(0.9899), 3), `${first} ${sure("0.98")}`);
  assert.equal(told(withLeast(0.95), 3), `${first} ${sure("0.95")}`);
  assert.equal(told(withLeast(0.94), 3), `${first} It is least sure of “a” after “ab”: 0.94.`);
});

test("what was right before any step was not learned", () => {
  assert.match(told(reading(0, RIGHT), 0), /^It spells “ba” before any step: by chance\./);
});

test("numbers that are not finite are no guess", () => {
  const lost = [
    [null, null],
    [null, null],
  ];
  assert.match(told(reading(2, lost), null), /0 of 2 guesses are right: after “a” it guesses “\?”/);
});
