import assert from "node:assert/strict";
import { test } from "node:test";

import {
  cellName,
  count,
  exact,
  fixed,
  logged,
  loss,
  lossChange,
  NOT_FINITE,
  prose,
  quoted,
  setting,
  signed,
  spoken,
  subscript,
  visible,
} from "../../static/src/model/format";

test("a mark that is a token of its own stands at the word before it", () => {
  assert.equal(prose("not good , not bad , but boring"), "not good, not bad, but boring");
  assert.equal(prose("she drinks tea ?"), "she drinks tea?");
  assert.equal(prose("hello"), "hello");
});

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

/**
 * Whether −log of a printed probability is the printed loss; one that is cut off stands for all
 * numbers that begin like it.
 */
function holds(probability: string, printed: string) {
  const digits = probability.replace("…", "").replace("−", "-");
  const from = Number(digits);
  if (!probability.endsWith("…")) {
    return loss(-Math.log(from)) === printed;
  }
  const to = from + 10 ** -(digits.split(".")[1] ?? "").length;
  const value = Number(printed.replace("−", "-"));
  return -Math.log(Math.min(1, to)) - 5e-4 <= value && value <= -Math.log(from) + 5e-4;
}

function significant(text: string) {
  return text.replace(/e.*|…|\./g, "").replace(/^0+/, "").length;
}

test("the logarithm of the probability that is written is the loss that is written", () => {
  const probabilities = [
    0,
    5e-324,
    1e-300,
    1e-6,
    0.003,
    0.0009999999,
    0.001,
    0.5,
    0.9,
    0.99,
    0.985,
    0.9999,
    0.99994999,
    1 - 1e-9,
    1 - 2 ** -53,
    1,
  ];
  let state = 7;
  const random = () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
  for (let i = 0; i < 20000; i += 1) {
    probabilities.push(random(), 10 ** (-12 * random()), 1 - 10 ** (-9 * random()));
  }
  for (const p of probabilities) {
    const printed = loss(-Math.log(p));
    const text = logged(p, -Math.log(p));
    assert.ok(holds(text, printed), `−log ${text} = ${printed} of ${p}`);
    assert.ok(significant(text) <= 6, text);
    assert.ok(!text.endsWith("…") || p > 0.9999, `${text} of ${p}`);
    if (!text.endsWith("…")) {
      const value = Number(text.replace("−", "-"));
      const last = 10 ** (Math.floor(Math.log10(p)) - significant(text) + 1);
      assert.ok(p === value || Math.abs(value - p) <= last, `${text} of ${p}`);
    }
  }
});

test("a probability under a logarithm has no more digits than its loss needs", () => {
  assert.equal(logged(0.8454, 0.168), "0.845");
  assert.equal(logged(0.5, Math.log(2)), "0.50");
  assert.equal(logged(0.9901, -Math.log(0.9901)), "0.9901");
  assert.equal(logged(0.003, -Math.log(0.003)), "0.003");
  assert.equal(logged(1, 0), "1");
  assert.equal(logged(0, null), "0");
});

test("a probability that no few digits can stand for is cut off, and says so", () => {
  assert.equal(logged(1 - 1e-7, 1e-7), "0.9999…");
  assert.equal(logged(1, 1e-17), "0.9999…");
  assert.equal(logged(0, 800), "0.000…");
});

test("a cell without an entry of its own is called by its name", () => {
  assert.equal(cellName("mgu"), "mgu");
  assert.equal(cellName("lstm"), "LSTM");
  assert.equal(cellName("window_3"), "window MLP, k = 3");
});
