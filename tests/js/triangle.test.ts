/** What is added up in a triangle, in numbers that add up as they are written. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { ofLosses, ofUses, writtenTriangle } from "../../static/src/model/triangle";

const asNumber = (text: string | null | undefined) => Number((text ?? "").replace("−", "-"));
const close = (one: number, other: number) => assert.ok(Math.abs(one - other) < 1e-9, `${one} is not ${other}`);

test("a column adds up to the gradient at its state", () => {
  const written = writtenTriangle(
    ofLosses({
      iteration: 0,
      T: 3,
      unit: 0,
      by_loss: [
        [0.12345, 0, 0],
        [0.23456, -0.5, 0],
        [-0.03333, 0.25, 0.125],
      ],
      total: [0.32468, -0.25, 0.125],
    }),
  );
  assert.deepEqual(
    written.texts.map((row) => row.map((text) => text === null)),
    [
      [false, true, true],
      [false, false, true],
      [false, false, false],
    ],
  );
  written.totals.forEach((total, column) => {
    const sum = written.texts.reduce((before, row) => before + (row[column] === null ? 0 : asNumber(row[column])), 0);
    close(sum, asNumber(total));
  });
});

test("a row adds up to the total derivative of its state", () => {
  const written = writtenTriangle(
    ofUses({
      iteration: 0,
      T: 2,
      unit: 0,
      parameter: "W_hh",
      index: [0, 0],
      by_use: [
        [0.2, 0],
        [-0.066, 0.31],
      ],
      direct: [0.2, 0.31],
      total: [0.2, 0.244],
    }),
  );
  assert.equal(written.texts[0]?.[1], null);
  close(asNumber(written.texts[1]?.[0]) + asNumber(written.texts[1]?.[1]), asNumber(written.totals[1]));
});
