/** Sums in writing: what a reader adds up is what stands behind the equals sign. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { added, joined, writtenSum } from "../../static/src/model/sums";

/** A repeatable source of numbers in 0..1. */
function source(seed: number) {
  let state = seed;
  return () => {
    state = (state * 1664525 + 1013904223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

function read(text: string): { value: number; decimals: number; exponent: number } {
  const found = /^(−?\d+(?:\.(\d+))?)(?:e(−?\d+))?$/.exec(text);
  assert.ok(found !== null, text);
  const exponent = Number((found[3] ?? "0").replace("−", "-"));
  return { value: Number(`${found[1].replace("−", "-")}e${exponent}`), decimals: (found[2] ?? "").length, exponent };
}

/** Sums of 1 to 9 addends from 1e−14 to 1e8 in size. */
const drawn = Array.from({ length: 2000 }, (_, seed) => {
  const next = source(seed + 1);
  for (let i = 0; i < 5; i += 1) next();
  const size = 10 ** (next() * 22 - 14);
  const addends = Array.from({ length: 1 + Math.floor(next() * 9) }, () =>
    next() < 0.15 ? 0 : (next() * 2 - 1) * size * 10 ** (-3 * next()),
  );
  return { addends, total: addends.reduce((sum, value) => sum + value, 0) };
});

test("what is written adds up to the total that is written, to the last digit", () => {
  let equal = 0;
  for (const { addends, total } of drawn) {
    const written = writtenSum(addends, total);
    const texts = [...written.addends, written.total].map(read);
    // A zero has no power of ten; where all are zeros, any unit will do.
    const power = texts.find(({ value }) => value !== 0)?.exponent ?? 0;
    const unit = 10 ** (power - texts[0].decimals);
    const sum = written.addends.reduce((all, text) => all + Math.round(read(text).value / unit), 0);
    assert.equal(
      sum === Math.round(read(written.total).value / unit),
      written.relation === "=",
      JSON.stringify(written),
    );
    equal += Number(written.relation === "=");
  }
  assert.ok(equal > 0.85 * drawn.length, String(equal));
});

test("every number of a sum ends at the same digit and is rounded to it", () => {
  for (const { addends, total } of drawn) {
    const written = writtenSum(addends, total);
    const texts = [...written.addends, written.total].map(read);
    const exponent = Math.max(...texts.filter(({ value }) => value !== 0).map((each) => each.exponent), -Infinity);
    [...addends, total].forEach((value, i) => {
      assert.equal(texts[i].decimals, texts[0].decimals);
      assert.ok(texts[i].value === 0 || texts[i].exponent === exponent, JSON.stringify(written));
      const unit =
        10 ** ((texts[i].value === 0 && exponent > -Infinity ? exponent : texts[i].exponent) - texts[i].decimals);
      assert.ok(Math.abs(texts[i].value - value) <= 0.5001 * unit, `${value} as ${JSON.stringify(written)}`);
    });
  }
});

test("a sum that rounding leaves wrong gets another digit", () => {
  assert.deepEqual(writtenSum([0.1004, 0.1004, 0.1004], 0.3012), {
    addends: ["0.1004", "0.1004", "0.1004"],
    total: "0.3012",
    relation: "=",
  });
  assert.deepEqual(writtenSum([0.1, 0.2], 0.3), { addends: ["0.100", "0.200"], total: "0.300", relation: "=" });
});

test("where no digit helps, or not all addends are there, nothing is claimed that is not so", () => {
  const third = 1 / 3;
  assert.equal(writtenSum([third, third, third], 1).relation, "≈");
  // What is left out cannot be held to the total.
  assert.deepEqual(writtenSum([0.1004, 0.1004], 0.3012, false), {
    addends: ["0.100", "0.100"],
    total: "0.301",
    relation: "=",
  });
});

test("what is not finite is written as such", () => {
  assert.deepEqual(writtenSum([0.5, null], null), { addends: ["0.50", "∞"], total: "∞", relation: "=" });
});

test("a minus is the operator of its addend, never beside a plus", () => {
  assert.equal(added("0.10"), "+\u00a00.10");
  assert.equal(added("−0.10"), "−\u00a00.10");
  assert.equal(joined(["−0.10", "0.20", "−0.30", "…"]).replaceAll("\u00a0", " "), "−0.10 + 0.20 − 0.30 + …");
});
