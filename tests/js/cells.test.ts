import assert from "node:assert/strict";
import { test } from "node:test";
import "messages:en";
import { drawnAs } from "../../static/src/model/address";
import { caption } from "../../static/src/model/captions";
import { kindOf, partsOf, rowName, rowWords } from "../../static/src/model/cells";
import { describe } from "../../static/src/model/network/descriptions";
import { timeline } from "../../static/src/model/phases";
import { answered } from "./traces";

/**
 * Two timesteps over two letters and two units, in the shape of the API's traces.
 *
 * @param forward what the cell computes before h
 * @param backward what follows dh
 */
function traceOf(forward: Record<string, number[]>, backward: Record<string, number[]>, gates: string[]): any {
  const step = (t: number) => ({
    t,
    input: "ab"[t - 1],
    target: "ba"[t - 1],
    x: [1, 0],
    ...forward,
    h: [0.3, -0.1],
    logits: [0.2, 0.1],
    probs: [0.6, 0.4],
    loss: 0.5,
    dlogits: [0.6, -0.6],
    dh_from_output: [0.1, 0.2],
    dh_from_future: [0, 0],
    dh: [0.1, 0.2],
    ...backward,
    dh_from_output_norm: 0.22,
    dh_from_future_norm: 0,
    dh_norm: 0.22,
    ...("dc" in backward ? { dc_from_future_norm: 0.07, dc_norm: 0.08 } : {}),
  });
  const rows = Math.max(1, gates.length) * 2;
  return answered({
    iteration: 3,
    loss: 1,
    gradient_norm: 2,
    clip_scale: 1,
    dh_0_norm: 0.1,
    vocabulary: ["a", "b"],
    h_0: [0, 0],
    gate_names: gates,
    steps: [step(1), step(2)],
    parameters: {
      W_xh: [[1]],
      W_hh: Array.from({ length: rows }, () => [0.1, 0]),
      W_hy: [[1]],
      b_h: [0, 0, 0, 0, 0, 0.5, 0, 0],
      b_y: [0],
    },
    updates: { W_xh: [[0]], W_hh: [[0]], W_hy: [[0]], b_h: [0, 0, 0, 0, 0, -0.2, 0, 0], b_y: [0] },
    gradients: {},
    hyperparameters: { optimizer: "sgd", learning_rate: 0.1, clip_norm: null },
    clamps: [],
  });
}

const plain = traceOf({ a: [0.31, -0.1] }, { da: [0.09, 0.2] }, []);
const lstm = traceOf(
  { a: [1, 2, 3, 4, 5, 6, 7, 8], i: [0.4, 0.1], f: [0.7, 0.2], g: [-0.5, 0.1], o: [0.6, 0.3], c: [0.55, -0.2] },
  { dh_through: [0.1, 0.2], dc_from_future: [0, 0], dc: [0.05, 0.06], da: [0, 0.01, 0, 0.02, 0, 0.03, 0, 0.04] },
  ["i", "f", "g", "o"],
);
const gru = traceOf(
  {
    from_input: [1, 2, 3, 4, 5, 6],
    from_state: [1, 2, 3, 4, 5, 6],
    r: [0.4, 0.1],
    z: [0.7, 0.2],
    m: [0, 0],
    n: [-0.5, 0.1],
  },
  { dh_through: [0.1, 0.2], da: [0, 0.01, 0, 0.02, 0, 0.03], dfrom_state: [0, 0, 0, 0, 0, 0] },
  ["r", "z", "n"],
);

test("the cell is known by its gates, and its parts by the trace", () => {
  assert.deepEqual([plain, gru, lstm].map(kindOf), ["tanh", "gru", "lstm"]);
  assert.deepEqual(partsOf(plain).forward, ["a", "h"]);
  assert.deepEqual(partsOf(plain).backward, ["da"]);
  assert.deepEqual(partsOf(lstm).forward, ["a", "i", "f", "g", "o", "c", "h"]);
  assert.deepEqual(partsOf(lstm).backward, ["dh_through", "dc_from_future", "dc", "da"]);
  assert.deepEqual(partsOf(gru).forward, ["from_input", "from_state", "r", "z", "m", "n", "h"]);
  assert.deepEqual(partsOf(gru).backward, ["dh_through", "da", "dfrom_state"]);
});

test("a row is named by its gate where it has one", () => {
  assert.equal(rowName(lstm, 3), "f[1]");
  assert.equal(rowWords(lstm, 3), "the forget gate of unit 1");
  assert.equal(rowWords(gru, 4), "the candidate of unit 0");
  assert.equal(rowName(plain, 1), "1");
  assert.equal(rowWords(plain, 1), "unit 1");
});

test("every phase computes what its cell has, and says so in its words", () => {
  for (const trace of [plain, gru, lstm]) {
    const parts = partsOf(trace);
    const line = timeline(2, parts);
    for (const phase of line.phases) {
      for (const { quantity, t } of phase.computed.filter(({ quantity: name }) => !name.includes("."))) {
        if (t !== undefined && t > 0) {
          assert.ok(quantity in trace.steps[t - 1], `${quantity} of ${kindOf(trace)}`);
        }
      }
      const said = caption(trace, phase);
      assert.ok(!/undefined|NaN|null/.test(said), said);
      if (trace !== plain) {
        assert.ok(!said.includes("= tanh("), said);
      }
    }
    const isKnown = (quantity: string) => line.isKnown(line.indexOf("h_1"), { quantity, t: 1 });
    assert.ok(parts.forward.every(isKnown));
    assert.ok(!parts.backward.some(isKnown));
  }
});

function told(trace: any, id: string) {
  const line = timeline(2, partsOf(trace));
  return caption(trace, line.phases[line.indexOf(id)]);
}

test("captions tell what the gates did, with the trace's numbers", () => {
  assert.match(
    told(lstm, "h_2"),
    /forget gate keeps f₂\[0\] = 0\.70 of c₁\[0\] = \+0\.55, and the input gate adds i₂\[0\] = 0\.40 of g₂\[0\] = −0\.50, giving c₂\[0\] = \+0\.55\. The output gate passes o₂\[0\] = 0\.60 of its tanh, so h₂\[0\] = \+0\.30/,
  );
  assert.match(told(lstm, "h_1"), /of c₀, which is 0/);
  assert.match(
    told(gru, "h_2"),
    /update gate keeps z₂\[0\] = 0\.70 of h₁\[0\] = \+0\.30, and the rest comes from the candidate n₂\[0\] = −0\.50/,
  );
  assert.match(told(lstm, "pass_1"), /the cell state c₁ are passed on/);
  assert.match(
    told(lstm, "da_1"),
    /Unit 1, at \+0\.20 and \+0\.060 in c₁: i \+0\.010, f \+0\.020, g \+0\.030, o \+0\.040\./,
  );
  assert.match(told(lstm, "da_1"), /joins it \(norm 0\.070; the sum’s is 0\.080\)/);
  assert.match(told(lstm, "update"), /b_h\[g\[1\]\]: −0\.20, from \+0\.50/);
  assert.match(told(plain, "h_2"), /= tanh\(\+0\.31\)/);
});

test("tooltips state the run's own cell", () => {
  const notes = (trace: any) => describe(trace, { quantity: "h", t: 2, index: [0] })?.notes.join(" ") ?? "";
  assert.match(notes(plain), /= tanh\(a₂\[0\]\), a₂\[0\] = \+0\.3100/);
  assert.match(notes(lstm), /= o₂\[0\] · tanh\(c₂\[0\]\) o₂\[0\] = 0\.6000, c₂\[0\] = \+0\.5500/);
  assert.match(notes(gru), /z₂\[0\] = 0\.7000, n₂\[0\] = −0\.5000/);
  const matrix = describe(lstm, { quantity: "W_hh", index: [] });
  assert.equal(matrix?.title, "The matrix W_hh has 8 rows and 2 columns");
  assert.match(matrix?.notes.join(" ") ?? "", /gates i, f, g, o, 2 each/);
  assert.equal(describe(plain, { quantity: "W_hh", index: [] })?.title, "The matrix W_hh has 2 rows and 2 columns");
});

test("what is inside the cell is drawn at its unit", () => {
  assert.deepEqual(drawnAs({ quantity: "f", t: 2, index: [3] }), { quantity: "f", t: 2, index: [3] });
  assert.deepEqual(drawnAs({ quantity: "m", t: 2, index: [3] }), { quantity: "h", t: 2, index: [3] });
});

test("the cell state has a place of its own, and its gradient is drawn there", () => {
  assert.deepEqual(drawnAs({ quantity: "dc", t: 2, index: [3] }), { quantity: "c", t: 2, index: [3] });
  assert.deepEqual(drawnAs({ quantity: "dc_0", index: [3] }), { quantity: "c_0", index: [3] });
});
