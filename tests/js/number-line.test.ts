/** The line that a guess and what was measured are shown on. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { numberLine } from "../../static/src/model/number-line";

test("the ends of a line are round, and everything lies between them", () => {
  assert.deepEqual(numberLine([2, 4]), { low: 0, high: 4, ticks: [0, 1, 2, 3, 4] });
  assert.deepEqual(numberLine([7, 23]), { low: 0, high: 25, ticks: [0, 5, 10, 15, 20, 25] });
  assert.deepEqual(numberLine([-3.2, 1.5]), { low: -4, high: 2, ticks: [-4, -3, -2, -1, 0, 1, 2] });
  assert.deepEqual(numberLine([1234, 0]).high, 1500);
});

test("the line has its zero, and is never too short or too full", () => {
  for (const values of [
    [0, 0],
    [0.01, 0.02],
    [-7, -9],
    [1e9, 3],
    [-1e-9, 101],
    [-1e5, 1e5],
  ]) {
    const { low, high, ticks } = numberLine(values);
    assert.ok(ticks.includes(0), String(values));
    assert.ok(high - low >= 4 && low <= Math.min(...values) && high >= Math.max(...values), String(values));
    assert.ok(ticks.length <= 8 && ticks[0] === low && ticks.at(-1) === high, String(ticks));
  }
});
