import assert from "node:assert/strict";
import { test } from "node:test";

import {
  cellOf,
  drawnAs,
  explainPath,
  inspectedIn,
  placeAt,
  placeInFigure,
  placeOf,
  placeText,
  readPlace,
  related,
  withInspected,
} from "../../static/src/model/address";

test("places survive being written into a link", () => {
  for (const text of [
    "loss",
    "loss_3",
    "h_3:4",
    "h_0:2",
    "W_hh:2,0",
    "gradients.W_hh:2,0@11",
    "optimizer_state.sum_of_squares.b_y:1",
    "dh_norm_12",
    "dh_0_norm",
    "gradient_norm@0",
  ]) {
    const place = readPlace(text);
    assert.ok(place !== null, text);
    assert.equal(placeText(place), text);
    assert.equal(encodeURI(text), text);
    assert.deepEqual(inspectedIn(withInspected("", place)), place);
    assert.deepEqual(inspectedIn(withInspected("?text=hi&iteration=3", place)), place);
  }
});

test("time and index are told from the name", () => {
  assert.deepEqual(readPlace("h_3:4"), { quantity: "h", t: 3, index: [4] });
  assert.deepEqual(readPlace("h_3[4]"), { quantity: "h", t: 3, index: [4] });
  assert.deepEqual(readPlace("h_0:4"), { quantity: "h_0", index: [4] });
  assert.deepEqual(readPlace("W_hh:2,3@11"), { quantity: "W_hh", index: [2, 3], iteration: 11 });
});

test("what is no place is none", () => {
  for (const text of ["", "3", "h_3:", "h_3:x", "h[1", "<b>", "h_3:4@", "h 3", `${"a".repeat(20)}!`]) {
    assert.equal(readPlace(text), null, text);
  }
  assert.equal(inspectedIn("?inspect=%3Cscript%3E"), null);
  assert.equal(inspectedIn("?iteration=3"), null);
  assert.equal(withInspected("?iteration=3", null), "?iteration=3");
});

test("a place is a request", () => {
  assert.equal(
    explainPath("ab", 12, { quantity: "W_hh", index: [2, 3] }),
    "/api/runs/ab/iterations/12/explain?quantity=W_hh&index=2,3",
  );
  assert.equal(
    explainPath("ab", 0, { quantity: "loss", t: 3, index: [] }),
    "/api/runs/ab/iterations/0/explain?quantity=loss&t=3",
  );
});

test("elements carry places", () => {
  assert.deepEqual(placeOf({ quantity: "h", t: "3", index: "4" }), { quantity: "h", t: 3, index: [4] });
  for (const state of ["h", "c"]) {
    const arrow = { quantity: `d${state}_from_future_norm`, t: 0, index: [] };
    const length = { quantity: `d${state}_0_norm`, index: [] };
    assert.deepEqual(placeOf({ quantity: arrow.quantity, t: "0" }), length);
    assert.deepEqual(drawnAs(length), arrow);
  }
  assert.deepEqual(drawnAs({ quantity: "dh_norm", t: 2, index: [] }), { quantity: "dh_norm", t: 2, index: [] });
  assert.deepEqual(placeOf({ quantity: "W_xh", index: "1,0", iteration: "11" }), {
    quantity: "W_xh",
    index: [1, 0],
    iteration: 11,
  });
  assert.equal(placeOf({}), null);
});

test("an operand of the iteration on screen follows it; an earlier one stays where it is", () => {
  const address = { quantity: "W_hh", t: null, index: [2, 3] };
  assert.deepEqual(placeAt({ ...address, iteration: 12 }, 12), { quantity: "W_hh", index: [2, 3] });
  assert.deepEqual(placeAt({ ...address, iteration: 11 }, 12), {
    quantity: "W_hh",
    index: [2, 3],
    iteration: 11,
  });
});

test("a heatmap's cell is the number it shows", () => {
  const cell = { quantity: "W_hh", index: [2, 3] };
  assert.equal(placeInFigure(cell).quantity, "W_hh");
  assert.equal(placeInFigure({ ...cell, show: "gradient" }).quantity, "gradients.W_hh");
  assert.equal(placeInFigure({ ...cell, show: "update" }).quantity, "updates.W_hh");
});

test("numbers light up where they are drawn", () => {
  assert.deepEqual(drawnAs({ quantity: "da", t: 3, index: [4] }), { quantity: "h", t: 3, index: [4] });
  assert.deepEqual(drawnAs({ quantity: "logits", t: 3, index: [1] }), { quantity: "probs", t: 3, index: [1] });
  assert.deepEqual(drawnAs({ quantity: "updates.W_hh", index: [1, 2] }), { quantity: "W_hh", index: [1, 2] });
  assert.deepEqual(cellOf({ quantity: "gradients.W_hh", index: [1, 2] }), { figure: "W_hh", point: [1, 2] });
  assert.deepEqual(cellOf({ quantity: "a", t: 3, index: [4] }), { figure: "hidden_states", point: [4, 2] });
  assert.deepEqual(cellOf({ quantity: "loss", t: 2, index: [] }), { figure: "loss_per_timestep", point: [1] });
  assert.equal(cellOf({ quantity: "loss", index: [] }), null);
  assert.equal(cellOf({ quantity: "W_hh", index: [] }), null);
});

test("what is drawn at the same spot belongs together", () => {
  const unit = { quantity: "h", t: 2, index: [1] };
  assert.ok(related(unit, { quantity: "a", t: 2, index: [1] }));
  assert.ok(!related(unit, { quantity: "h", t: 3, index: [1] }));
  assert.ok(!related(unit, { quantity: "h", t: 2, index: [2] }));
  assert.ok(related({ quantity: "W_hh", index: [] }, { quantity: "W_hh", index: [1, 2] }));
  assert.ok(!related({ quantity: "W_hh", index: [] }, { quantity: "W_xh", index: [1, 2] }));
});

test("weights of one timestep keep their number, quantities of one have it as their time", () => {
  for (const place of [
    { quantity: "W_xh_3", index: [1, 2] },
    { quantity: "gradients.W_hh_12", index: [0, 0] },
    { quantity: "h", t: 3, index: [4] },
    { quantity: "W_hh_encoder", index: [0, 1] },
  ]) {
    assert.deepEqual(readPlace(placeText(place)), place);
  }
});
