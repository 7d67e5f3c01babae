/** The axis that a gradient's norms are drawn on, by powers of ten. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { axisOf, heightOf, heightOfPower } from "../../static/src/model/reach";

test("an axis has room for every norm and for 1", () => {
  const axis = axisOf([3e-8, 0.02, 0.7, null]);
  assert.deepEqual([axis.low, axis.high], [-8, 0]);
  assert.equal(axis.ticks[0]?.text, "1");
  assert.ok(axis.ticks.length <= 7);
  assert.ok(axis.ticks.some(({ text }) => text === "10⁻²"));
  assert.deepEqual([axisOf([36]).low, axisOf([36]).high], [-1, 2]);
});

test("a power of ten is as far from the next one everywhere", () => {
  const axis = axisOf([1e-6, 1]);
  assert.equal(heightOf(axis, 1), 0);
  assert.equal(heightOf(axis, 1e-3), 0.5);
  assert.equal(heightOf(axis, 1e-6), heightOfPower(axis, -6));
  assert.equal(heightOfPower(axis, axis.low), 1);
});

test("what is not finite, or nothing at all, stays on the axis", () => {
  const axis = axisOf([0, 1]);
  assert.ok(heightOf(axis, 0) <= 1);
  assert.ok(heightOf(axis, null) <= 1);
});
