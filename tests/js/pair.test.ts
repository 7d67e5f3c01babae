import assert from "node:assert/strict";
import { test } from "node:test";

import "messages:en";
import { otherRate } from "../../static/src/client/both";
import type { RunRecord } from "../../static/src/model/link";
import { fromQuery, toQuery } from "../../static/src/model/link";
import { fromPairQuery, toPairQuery } from "../../static/src/model/pair";
import type { Configuration } from "../../static/src/model/types";

const DEFAULTS: Configuration = {
  task: "next_character",
  text: "hello",
  distance: 10,
  examples: null,
  sharing: "all",
  spectral_radius: null,
  keep_bias: 0,
  cell: "tanh",
  hidden_size: 6,
  optimizer: "adagrad",
  learning_rate: 0.1,
  clip_norm: 5,
  initialization: "normal",
  initialization_scale: 1,
  seed: 7,
  initial_parameters: null,
  h_0: null,
};

function side(parts: Partial<RunRecord> = {}, run: string | null = null) {
  return { record: { configuration: DEFAULTS, interventions: [], iteration: 0, ...parts }, run };
}

test("a fork and its origin are written readably", () => {
  const fork = side({
    interventions: [{ iteration: 40, changes: { learning_rate: 0.5 } }],
    iteration: 60,
  });
  assert.equal(
    toPairQuery(side({ iteration: 200 }), fork, 60, DEFAULTS),
    "?a.iteration=200&b.at=40~learning_rate:0.5&iteration=60",
  );
});

test("a link gives back both runs, and the iteration", () => {
  const first = side({ configuration: { ...DEFAULTS, text: "a&b=c ~é" }, iteration: 90 });
  const second = side(
    {
      interventions: [
        {
          iteration: 3,
          changes: {
            edits: [{ parameter: "W_hh", index: [2, 3], value: -0.25 }],
            clamps: [{ unit: 1, value: 0, t: null }],
          },
        },
      ],
      iteration: 20,
    },
    "abc",
  );
  const link = fromPairQuery(toPairQuery(first, second, 20, DEFAULTS, { log: true }));
  assert.deepEqual(link.problems, []);
  assert.equal(link.iteration, 20);
  assert.equal(link.log, true);
  assert.equal(link.first?.configuration.text, "a&b=c ~é");
  assert.equal(link.first?.iteration, 90);
  assert.equal(link.first?.run, null);
  assert.equal(link.second?.run, "abc");
  assert.deepEqual(link.second?.interventions, second.record.interventions);
});

test("a run that is all default still counts as said", () => {
  const link = fromPairQuery(toPairQuery(side(), side(), 0, DEFAULTS));
  assert.notEqual(link.first, null);
  assert.notEqual(link.second, null);
  assert.equal(link.iteration, 0);
});

test("a link may leave out the second run, or everything", () => {
  assert.equal(fromPairQuery(toPairQuery(side(), null, 5, DEFAULTS)).second, null);
  const bare = fromPairQuery("");
  assert.deepEqual([bare.first, bare.second, bare.iteration, bare.log], [null, null, null, false]);
});

test("what cannot be read is told with its run", () => {
  const { problems, iteration } = fromPairQuery("?a.at=4~W&b.seed=x&iteration=-1");
  assert.deepEqual(problems.map((text) => text.slice(0, 2)).sort(), ["A:", "B:", "In"]);
  assert.equal(iteration, null);
});

test("the fork that nobody chose learns at another rate that is allowed", () => {
  assert.equal(otherRate(0.1, 100), 0.5);
  assert.equal(otherRate(0.3, 100), 1.5);
  assert.equal(otherRate(50, 100), 10);
});

test("a live link may look at another iteration than the run stands at", () => {
  const record = { configuration: DEFAULTS, interventions: [], iteration: 200 };
  const query = toQuery(record, DEFAULTS, "abc", { view: 40 });
  assert.equal(query, "?run=abc&iteration=200&view=40");
  assert.equal(fromQuery(query).view, 40);
  assert.equal(toQuery(record, DEFAULTS, null, { view: 40 }), "?iteration=200");
  assert.equal(fromQuery("?view=x").view, null);
});

test("a link that names nothing known says so, and what it may name", () => {
  const { first, second, problems } = fromPairQuery("?a=123&b=456&iteration=3");
  assert.deepEqual([first, second], [null, null]);
  assert.equal(problems.length, 1);
  assert.match(
    problems[0],
    /^Unknown settings “a”, “b” in this link\. Known settings: iteration, log; with “a\.” or “b\.” in front, run, task,.* \(a\.run=… is a live run\)$/,
  );
  assert.match(fromPairQuery("?a.seed=1&b.colour=2").problems[0], /^Unknown setting “b\.colour” in this link/);
  assert.match(
    fromQuery("?colour=2&a&b&c&d").problems[0],
    /^Unknown settings “colour”, “a”, “b” and 2 more in this link\. Known settings: run, task/,
  );
});

test("every name that a link of the page has is known", () => {
  const changed = side({ configuration: { ...DEFAULTS, text: "hi", seed: 3, clip_norm: null }, iteration: 9 }, "abc");
  assert.deepEqual(fromPairQuery(toPairQuery(changed, changed, 5, DEFAULTS, { log: true })).problems, []);
  const query = toQuery(changed.record, DEFAULTS, "abc", { phase: "loss", view: 3 });
  assert.deepEqual(fromQuery(`${query}&inspect=h_3[4]`).problems, []);
});
