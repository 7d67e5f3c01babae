import assert from "node:assert/strict";
import { test } from "node:test";

import "messages:en";
import { marks, nextMark, position, ticks } from "../../static/src/model/timeline";

test("positions go from 0 to 1, and stay inside", () => {
  assert.equal(position(0, 200), 0);
  assert.equal(position(50, 200), 0.25);
  assert.equal(position(200, 200), 1);
  assert.equal(position(300, 200), 1);
  assert.equal(position(0, 0), 0);
});

test("ticks are round and few, and the last one is the end", () => {
  assert.deepEqual(ticks(200, 5), [0, 50, 100, 150, 200]);
  assert.deepEqual(ticks(7, 20), [0, 1, 2, 3, 4, 5, 6, 7]);
  assert.deepEqual(ticks(0, 5), [0]);
  assert.deepEqual(ticks(1, 2), [0, 1]);
  for (const end of [1, 3, 9, 41, 99, 1234, 100_000]) {
    for (const most of [2, 3, 5, 9]) {
      const made = ticks(end, most);
      assert.ok(made.length <= most + 1, `${end}, ${most}: ${made}`);
      assert.equal(made.at(-1), end);
      assert.deepEqual(
        made,
        [...new Set(made)].sort((one, other) => one - other),
      );
    }
  }
});

const RUN: any = {
  configuration: { learning_rate: 0.1, optimizer: "adagrad", clip_norm: 5 },
  iteration: 50,
  interventions: [
    { iteration: 12, changes: { learning_rate: 0.5, optimizer: "sgd" } },
    { iteration: 40, changes: { edits: [{ parameter: "W_hh", index: [2, 3], value: 0.5 }] } },
  ],
};

test("a mark says all that was changed at its iteration", () => {
  assert.deepEqual(
    marks(RUN).map(({ iteration }) => iteration),
    [12, 40],
  );
  assert.match(marks(RUN)[0]?.text ?? "", /learning rate 0\.1 → 0\.5, optimizer/);
  assert.match(marks(RUN)[1]?.text ?? "", /W_hh\[2,3\] set to 0\.5/);
});

test("from mark to mark", () => {
  const all = marks(RUN);
  assert.equal(nextMark(all, 0, 1), 12);
  assert.equal(nextMark(all, 12, 1), 40);
  assert.equal(nextMark(all, 40, 1), null);
  assert.equal(nextMark(all, 40, -1), 12);
  assert.equal(nextMark(all, 12, -1), null);
});
