import assert from "node:assert/strict";
import { test } from "node:test";

import { commands, creation } from "../../static/src/client/curl";
import type { RunRecord } from "../../static/src/model/link";
import { fromQuery, toQuery } from "../../static/src/model/link";
import { shellQuoted } from "../../static/src/model/shell";
import type { Configuration, Run } from "../../static/src/model/types";

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

function record(parts: Partial<RunRecord> = {}): RunRecord {
  return { configuration: DEFAULTS, interventions: [], iteration: 0, ...parts };
}

test("the default run at iteration 0 needs no query", () => {
  assert.equal(toQuery(record(), DEFAULTS), "");
});

test("only what differs is written, readably", () => {
  const query = toQuery(
    record({
      configuration: { ...DEFAULTS, text: "a b", clip_norm: null, learning_rate: 1e-5 },
      interventions: [{ iteration: 12, changes: { learning_rate: 0.5, clip_norm: null } }],
      iteration: 40,
    }),
    DEFAULTS,
  );
  assert.equal(
    query,
    "?text=a%20b&learning_rate=0.00001&clip_norm=none&at=12~learning_rate:0.5~clip_norm:none&iteration=40",
  );
});

for (const text of ["hello", "a&b=c+d%20", "línea\nnueva", "😀🙃 ~:,", "#?/'\""]) {
  test(`a link gives back its run: ${JSON.stringify(text)}`, () => {
    const original = record({
      configuration: {
        ...DEFAULTS,
        text,
        hidden_size: 9,
        learning_rate: 0.30000000000000004,
        seed: 4294967295,
        initial_parameters: { W_xh: [[0.1, -2e-9]] },
      },
      interventions: [
        { iteration: 0, changes: { optimizer: "adam" } },
        { iteration: 7, changes: { learning_rate: 1e-7, clip_norm: 2.5 } },
      ],
      iteration: 9,
    });
    const link = fromQuery(toQuery(original, DEFAULTS, "abc-1"));
    assert.deepEqual(link.problems, []);
    assert.equal(link.run, "abc-1");
    assert.deepEqual({ ...DEFAULTS, ...link.configuration }, original.configuration);
    assert.deepEqual(link.interventions, original.interventions);
    assert.equal(link.iteration, 9);
  });
}

test("changes by hand are written as the server writes them", () => {
  const changes = {
    learning_rate: 0.5,
    edits: [
      { parameter: "W_hh", index: [2, 3], value: 0.5 },
      { parameter: "b_y", index: [0], value: -1e-7 },
    ],
    clamps: [
      { unit: 3, value: 0, t: null },
      { unit: 3, value: 0.25, t: 2 },
    ],
  };
  const original = record({
    interventions: [
      { iteration: 20, changes },
      { iteration: 31, changes: { clamps: [] } },
    ],
    iteration: 40,
  });
  const query = toQuery(original, DEFAULTS);
  assert.equal(
    query,
    "?at=20~learning_rate:0.5~W_hh[2,3]:0.5~b_y[0]:-1e-7~h[3]:0~h_2[3]:0.25" + "&at=31~clamps:none&iteration=40",
  );
  const link = fromQuery(query);
  assert.deepEqual(link.problems, []);
  assert.deepEqual(link.interventions, original.interventions);
  // Some programs encode the brackets of what they take for an address.
  assert.deepEqual(fromQuery(query.replace(/\[/g, "%5B").replace(/\]/g, "%5D")), link);
});

test("the server's own form is read", () => {
  const link = fromQuery("?at=20~W_hh[2,3]:0.5~h[3]:0.0~h_2[3]:0.25&at=21~clamps:none");
  assert.deepEqual(link.problems, []);
  assert.deepEqual(link.interventions, [
    {
      iteration: 20,
      changes: {
        edits: [{ parameter: "W_hh", index: [2, 3], value: 0.5 }],
        clamps: [
          { unit: 3, value: 0, t: null },
          { unit: 3, value: 0.25, t: 2 },
        ],
      },
    },
    { iteration: 21, changes: { clamps: [] } },
  ]);
});

for (const change of [
  "W_hh[2,]:1",
  "W_hh[2,3,4]:1",
  "W_hh[2,3]:",
  "W_hh[2,3]:many",
  "W_hh:1",
  "h[-1]:0",
  "h_0[1]:0",
  "h_x[1]:0",
  "h[1]:Infinity",
  "clamps:all",
  "",
  ":",
  "constructor:1",
]) {
  test(`a change that is garbage is named and left out: ${change}`, () => {
    const link = fromQuery(`?at=3~${encodeURIComponent(change)}&at=4~h[1]:0&iteration=5`);
    assert.equal(link.problems.length, 1);
    assert.match(link.problems[0], /cannot be read/);
    assert.deepEqual(
      link.interventions.map(({ iteration }) => iteration),
      [4],
    );
    assert.equal(link.iteration, 5);
  });
}

test("what cannot be read is named and left out", () => {
  const link = fromQuery(
    "?hidden_size=many&learning_rate=&at=x~learning_rate:1&at=3~seed:1&iteration=-2&h_0=[&other=1",
  );
  assert.equal(link.problems.length, 7);
  assert.match(link.problems[0], /^Unknown setting “other” in this link/);
  assert.deepEqual(link.configuration, {});
  assert.deepEqual(link.interventions, []);
  assert.equal(link.iteration, 0);
});

test("a shell takes the quoted text as one word", () => {
  assert.equal(shellQuoted("it's"), "'it'\\''s'");
});

test("a run is created from what differs", () => {
  assert.deepEqual(creation(record(), DEFAULTS), {});
  assert.deepEqual(creation(record({ configuration: { ...DEFAULTS, clip_norm: null }, iteration: 3 }), DEFAULTS), {
    clip_norm: null,
    iteration: 3,
  });
});

test("every action of the page has its command", () => {
  const run: Run = {
    id: "r1",
    configuration: DEFAULTS,
    interventions: [],
    iteration: 3,
    can_undo: false,
    can_redo: false,
    furthest_iteration: 3,
    loss: 1,
    diverged: false,
    divergence: null,
    hyperparameters: { learning_rate: 0.1, optimizer: "adagrad", clip_norm: 5 },
    vocabulary: ["h", "e", "l", "o"],
    parameter_count: 94,
    training: false,
    links: { self: "", trace: "", history: "", events: "", page: "" },
  };
  const list = commands({
    origin: "http://localhost:8000",
    run,
    record: record({ iteration: 3 }),
    defaults: DEFAULTS,
    speed: null,
    sample: { first: "'", length: 5, temperature: 1, seed: 1 },
  });
  const named = Object.fromEntries(list.map(({ name, command }) => [name, command]));
  assert.equal(
    named.rewind,
    "curl -s http://localhost:8000/api/runs/r1/rewind " + "-H 'Content-Type: application/json' -d '{\"iteration\":2}'",
  );
  assert.equal(named.step, "curl -s -X POST 'http://localhost:8000/api/runs/r1/step?fields=loss'");
  assert.match(named.learning_rate ?? "", /^curl -s -X PATCH /);
  assert.match(named.sample ?? "", /"first":"'\\''"/);
});
