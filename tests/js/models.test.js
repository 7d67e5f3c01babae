// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";

import { command, duration, fromQuery, inWords, presetOf, PRESETS, request, spreadText, toQuery, USUAL } from "../../static/js/models.js";

const spread = (/** @type {number} */ median, least = median, greatest = median) => ({ median, least, greatest });

/**
 * @param {string} label
 * @param {Record<string, unknown>} outcome
 * @param {number | null} floor
 */
const model = (label, outcome, floor = null) =>
  /** @type {import("../../static/js/models.js").Model} */ (
    /** @type {unknown} */ ({ label, floor, outcome: { diverged: 0, out_of_reach: {}, score: {}, loss: {}, ...outcome } })
  );
/** @param {import("../../static/js/models.js").Model[]} models @param {string[]} splits */
const result = (models, splits) =>
  /** @type {import("../../static/js/models.js").Result} */ (/** @type {unknown} */ ({ models, splits }));

test("an experiment is asked for with its models and the seeds from 1 on", () => {
  const plan = { ...USUAL, models: ["tanh", "tanh none"], seeds: 2 };
  assert.deepEqual(request(plan), {
    task: "next_character",
    text: "hello",
    models: [
      { cell: "tanh", hidden_size: 6, optimizer: "adagrad", learning_rate: 0.1 },
      { cell: "tanh", sharing: "none", hidden_size: 6, optimizer: "adagrad", learning_rate: 0.1 },
    ],
    seeds: [1, 2],
    iterations: 1000,
  });
});

test("only what a task needs is sent", () => {
  const remembering = request({ ...USUAL, task: "remembering" });
  assert.equal(remembering["distance"], 30);
  assert.equal(remembering["text"], undefined);
});

test("the address holds an experiment", () => {
  for (const [name, preset] of Object.entries(PRESETS)) {
    const plan = { ...USUAL, ...preset };
    assert.deepEqual(fromQuery(toQuery(plan)), plan);
    assert.equal(presetOf(plan), name);
  }
  assert.equal(toQuery(USUAL), "");
  assert.deepEqual(fromQuery("?seeds=many&models=tanh,<b>"), { ...USUAL, models: ["tanh"] });
});

test("the command is one request", () => {
  assert.match(command("http://127.0.0.1:8000", { ...USUAL, text: "it's" }), /^curl -sN .*\/api\/experiments -d '.*it'\\''s.*'$/);
});

test("a spread is told with its ends where they differ", () => {
  assert.equal(spreadText(spread(1.25, 1, 1.5)), "1.25 (1–1.5)");
  assert.equal(spreadText(spread(1)), "1");
  assert.equal(spreadText(null), "–");
  assert.equal(duration(23e-6), "23 µs");
  assert.equal(duration(0.0123), "12.3 ms");
});

test("only what the numbers say is said", () => {
  const window = model("window", { loss: { train: spread(1.39, 1.388, 1.4) } }, 1.386);
  const good = model("rnn", { loss: { train: spread(0.01, 0.005, 0.02) } });
  const bad = model("other", { loss: { train: spread(0.01, 0.005, 1.5) } });
  const said = inWords(result([window, good, bad], ["train"]));
  assert.equal(said.length, 2);
  assert.match(said[0] ?? "", /^“window”: the loss comes to 1.39, and cannot come below 1.386/);
  assert.match(said[1] ?? "", /^“rnn” comes below that with every seed/);
});

test("what a network has no weights for is said, and not compared", () => {
  const unshared = model("unshared", { out_of_reach: { longer: 1 }, score: { longer: spread(0) } });
  const one = model("one", { score: { longer: spread(1) } });
  const two = model("two", { score: { longer: spread(0.5) } });
  assert.deepEqual(inWords(result([unshared, one, two], ["longer"])), [
    "“unshared” has no weights for so many timesteps: longer sequences cannot be read.",
    "On longer examples “one” is best, with 100% right in the median.",
  ]);
});
