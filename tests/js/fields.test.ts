import assert from "node:assert/strict";
import { test } from "node:test";

import { allowed, logarithmic, readNumber, textError } from "../../static/src/model/fields";
import type { Limit } from "../../static/src/model/types";

const SIZE: Limit = { type: "integer", minimum: 2, maximum: 64, allowed: "a whole number from 2 to 64" };
const NORM: Limit = {
  type: "number",
  above: 0,
  maximum: 1e6,
  allowed: "a number above 0 and up to 1000000, or null",
};
const TEXT: Limit = { type: "string", min_length: 2, max_length: 5, allowed: "2 to 5 characters" };

test("numbers within the limits are read", () => {
  assert.deepEqual(readNumber(" 6 ", SIZE), { value: 6 });
  assert.deepEqual(readNumber("0,5", NORM), { value: 0.5 });
  assert.deepEqual(readNumber("1e−3", NORM), { value: 0.001 });
});

for (const typed of ["", " ", "six", "1", "65", "6.5", "NaN", "Infinity", "6x"]) {
  test(`“${typed}” is no hidden size`, () => {
    assert.deepEqual(readNumber(typed, SIZE), { error: "Enter a whole number from 2 to 64." });
  });
}

test("a bound that is not allowed itself", () => {
  assert.ok(readNumber("0", NORM).error);
  assert.equal(allowed(NORM), "a number above 0 and up to 1000000");
});

test("texts count characters, not code units", () => {
  assert.equal(textError("😀a😀a😀", TEXT), null);
  assert.match(textError("a", TEXT) ?? "", /2 to 5 characters; this has 1/);
  assert.match(textError("abcdef", TEXT) ?? "", /this has 6/);
  assert.equal(textError("👍😀👍😀👍😀", TEXT), "Enter 2 to 5 characters; this has 6.");
  for (const seenAsThree of ["👍🏽👍🏽👍🏽", "e\u0301e\u0301e\u0301", "🇩🇪🇫🇷🇮🇹"]) {
    assert.match(
      textError(seenAsThree, TEXT) ?? "",
      /this has 6 code points, and a single character can be several\.$/,
    );
  }
  assert.match(textError("aaa", TEXT) ?? "", /two different/);
  assert.match(textError("a\ud83d", TEXT) ?? "", /half of a character/);
});

test("a logarithmic slider reaches both ends and gives round numbers", () => {
  const scale = logarithmic(1e-4, 10);
  assert.equal(scale.value(0), 1e-4);
  assert.equal(scale.value(1), 10);
  assert.equal(scale.value(0.6), 0.1);
  assert.ok(Math.abs(scale.position(0.1) - 0.6) < 1e-12);
  assert.equal(scale.position(200), 1);
});
