import assert from "node:assert/strict";
import { test } from "node:test";

import "messages:en";
import {
  command,
  duration,
  formOf,
  fromQuery,
  labelOf,
  planOf,
  questionOf,
  request,
  spreadText,
  toQuery,
  unreadable,
} from "../../static/src/model/models";

const spread = (median: number, least = median, greatest = median) => ({ median, least, greatest });

const USUAL = {
  task: "next_character",
  text: "hello",
  distance: 30,
  models: ["window_1", "tanh"],
  hidden_size: 6,
  keep_bias: 4,
  optimizer: "adagrad",
  learning_rate: 0.1,
  iterations: 1000,
  seeds: 5,
  evaluations: 40,
};
const REMEMBERING = { ...USUAL, task: "remembering", models: ["tanh", "lstm", "lstm open"], seeds: 2 };
// In any order.
const QUESTIONS = [
  { name: "remembering", title: "Who remembers?", beforehand: "", plan: REMEMBERING },
  { name: "recurrence", title: "Is recurrence needed?", beforehand: "", plan: USUAL },
];

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
    evaluations: 40,
  });
});

test("a network kept open has the plan's bias, the others none", () => {
  const { models } = request(REMEMBERING) as { models: Record<string, unknown>[] };
  assert.deepEqual(
    models.map(({ cell, keep_bias: bias }) => [cell, bias]),
    [
      ["tanh", undefined],
      ["lstm", undefined],
      ["lstm", 4],
    ],
  );
});

test("only what a task needs is sent", () => {
  const remembering = request({ ...USUAL, task: "remembering" });
  assert.equal(remembering.distance, 30);
  assert.equal(remembering.text, undefined);
});

test("the address holds an experiment", () => {
  for (const { name, plan } of QUESTIONS) {
    assert.equal(toQuery(plan, QUESTIONS), `?question=${name}`);
    assert.deepEqual(fromQuery(toQuery(plan, QUESTIONS), QUESTIONS), plan);
    assert.equal(questionOf(plan, QUESTIONS)?.name, name);
    const changed = { ...plan, seeds: 7, models: ["gru open", "tanh none"], keep_bias: 2.5 };
    assert.deepEqual(fromQuery(toQuery(changed, QUESTIONS), QUESTIONS), changed);
    assert.equal(questionOf(changed, QUESTIONS), null);
  }
  assert.deepEqual(fromQuery("", QUESTIONS), USUAL);
  assert.deepEqual(fromQuery("?question=unheard&seeds=many&models=tanh,<b>", QUESTIONS), {
    ...USUAL,
    models: ["tanh"],
  });
});

test("the command is one request", () => {
  assert.match(
    command("http://127.0.0.1:8000", { ...USUAL, text: "it's" }),
    /^curl -sN .*\/api\/experiments -d '.*it'\\''s.*'$/,
  );
});

test("a spread is told with its ends where they differ", () => {
  assert.equal(spreadText(spread(1.25, 1, 1.5)), "1.25 (1–1.5)");
  assert.equal(spreadText(spread(1)), "1");
  assert.equal(spreadText(null), "–");
  assert.equal(duration(23e-6), "23 µs");
  assert.equal(duration(0.0123), "12.3 ms");
});

test("what is typed is a plan, or says which number is none", () => {
  assert.deepEqual(planOf(formOf(USUAL)), USUAL);
  assert.equal(planOf({ ...formOf(USUAL), learning_rate: "0,5" }).learning_rate, 0.5);
  assert.equal(unreadable(USUAL), null);
  assert.equal(unreadable(planOf({ ...formOf(USUAL), iterations: "many" })), "iterations");
  for (const seeds of ["none", "2.5", "0", "101"]) {
    assert.equal(unreadable(planOf({ ...formOf(USUAL), seeds })), "seeds");
  }
});

test("a network is called by its cell, what it shares and its bias", () => {
  assert.equal(labelOf("tanh none", 4), "tanh RNN, no weights shared");
  assert.equal(labelOf("lstm open", 2.5), "LSTM, forget-gate bias 2.5");
  assert.equal(labelOf("gru open", 0), "GRU");
});
