// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";

import {
  count,
  counted,
  exact,
  fixed,
  loss,
  lossChange,
  NOT_FINITE,
  quoted,
  setting,
  signed,
  spoken,
  subscript,
  visible,
} from "../../static/js/format.js";

test("numbers have a true minus, their decimals, and no negative zero", () => {
  assert.equal(fixed(-0.314), "−0.31");
  assert.equal(fixed(-0.001), "0.00");
  assert.equal(fixed(0.5, 3), "0.500");
  assert.equal(fixed(-12345678), "−1.23e+7");
  assert.equal(signed(0.58), "+0.58");
  assert.equal(signed(0.001), "0.00");
  assert.equal(signed(-0.58), "−0.58");
});

test("what is not finite is said, not computed with", () => {
  assert.equal(fixed(null), NOT_FINITE);
  assert.equal(signed(null), NOT_FINITE);
  assert.equal(loss(null), NOT_FINITE);
  assert.equal(exact(null), "not finite");
  assert.equal(lossChange(null, 1), "");
});

test("exact numbers keep every digit", () => {
  assert.equal(exact(-0.1), "−0.1");
  assert.equal(exact(1 / 3), "0.3333333333333333");
});

test("a small loss does not vanish", () => {
  assert.equal(loss(5.7312), "5.731");
  assert.equal(loss(0.00123), "0.00123");
  assert.equal(loss(0.0000123), "1.23e−5");
  assert.equal(loss(0), "0.000");
});

test("a change of the loss shows its direction", () => {
  assert.equal(lossChange(1.5, 1.38), "▼ 0.12");
  assert.equal(lossChange(1, 1.25), "▲ 0.25");
  assert.equal(lossChange(1, 0.9996), "▼ 0.0004");
  assert.equal(lossChange(1, 1), "");
});

test("settings and counts", () => {
  assert.equal(setting(0.1), "0.1");
  assert.equal(setting(0.30000000000000004), "0.3");
  assert.equal(setting(0.00001), "1e−5");
  assert.equal(count(999), "999");
  assert.equal(count(1234567), "1,234,567");
  assert.equal(subscript(12), "₁₂");
});

test("characters can be seen and heard", () => {
  assert.equal(visible(" "), "␣");
  assert.equal(visible("\n"), "⏎");
  assert.equal(visible("\u0000"), "␀");
  assert.equal(visible("\u0301"), "◌\u0301");
  assert.equal(visible("\u200b"), "U+200B");
  assert.equal(visible("é"), "é");
  assert.equal(spoken(" "), "space");
  assert.equal(spoken("\u200b"), "U+200B");
  assert.equal(spoken("a"), "a");
});

test("a quotation is cut between characters", () => {
  assert.equal(quoted("a b\nc"), "“a b⏎c”");
  assert.equal(quoted("😀😀😀", 2), "“😀😀…”");
});

test("one is singular, and every other number is plural", () => {
  assert.deepEqual([0, 1, 2, 12000].map((n) => counted(n, "timestep")), [
    "0 timesteps",
    "1 timestep",
    "2 timesteps",
    "12,000 timesteps",
  ]);
  assert.deepEqual([1, 2].map((n) => counted(n, "loss", "losses")), ["1 loss", "2 losses"]);
});
