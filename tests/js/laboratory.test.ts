import assert from "node:assert/strict";
import { test } from "node:test";

import "messages:en";
import type { Preset } from "../../static/src/model/laboratory";
import {
  body,
  command,
  consistent,
  defaults,
  fromQuery,
  norm,
  presetOf,
  read,
  toQuery,
} from "../../static/src/model/laboratory";
import type { Limit } from "../../static/src/model/types";

const LIMITS: Record<string, Limit & { nullable?: boolean }> = {
  task: { type: "string", default: "remembering", choices: ["remembering", "next_character"], allowed: "a task" },
  text: { type: "string", default: "hello", min_length: 2, max_length: 10, allowed: "a text" },
  distance: { type: "integer", default: 20, minimum: 5, maximum: 100, allowed: "a whole number from 5 to 100" },
  cell: { type: "string", default: "tanh", choices: ["tanh", "gru", "lstm"], allowed: "a cell" },
  keep_bias: { type: "number", default: 0, minimum: 0, maximum: 10, allowed: "a number" },
  spectral_radius: { type: "number", default: null, minimum: 0, maximum: 10, nullable: true, allowed: "a number" },
  clip_norm: { type: "number", default: 1, above: 0, maximum: 100, nullable: true, allowed: "a number" },
  seed: { type: "integer", default: 7, minimum: 0, maximum: 100, allowed: "a seed" },
  iterations: { type: "integer", default: 400, minimum: 0, maximum: 500, allowed: "iterations" },
  iteration: { type: "integer", default: 0, minimum: 0, maximum: 500, allowed: "an iteration" },
};
const USUAL = defaults(LIMITS);

test("the usual settings are an empty address and an empty request", () => {
  assert.equal(toQuery(USUAL, LIMITS), "");
  assert.deepEqual(body(USUAL, LIMITS), {});
});

test("an address gives back the settings it was made of", () => {
  const settings = { ...USUAL, cell: "lstm", keep_bias: 3, clip_norm: null, spectral_radius: 0.5, iteration: 40 };
  const read = fromQuery(toQuery(settings, LIMITS), LIMITS);
  assert.deepEqual(read, { settings, problems: [] });
});

test("a text survives the address whatever is in it", () => {
  const settings = { ...USUAL, task: "next_character", text: "a&b=?#%é" };
  assert.deepEqual(fromQuery(toQuery(settings, LIMITS), LIMITS).settings, settings);
});

test("what is beyond its limit in an address is told, and left at the usual", () => {
  const { settings, problems } = fromQuery("?distance=500&cell=window_1&clip_norm=0&seed=1.5", LIMITS);
  assert.deepEqual(settings, USUAL);
  assert.equal(problems.length, 4);
  assert.equal(problems[0], "Invalid distance in the address (expected a whole number from 5 to 100).");
});

test("a field that another page's address has is none of ours", () => {
  assert.deepEqual(fromQuery("?run=abc", LIMITS), { settings: USUAL, problems: [] });
});

test("only the task's own field is asked for", () => {
  const both = { ...USUAL, text: "abc", distance: 50 };
  assert.deepEqual(body(both, LIMITS), { distance: 50 });
  assert.deepEqual(body({ ...both, task: "next_character" }, LIMITS), { task: "next_character", text: "abc" });
});

test("a cell without gates keeps none open, and nothing is measured after the end", () => {
  assert.equal(consistent({ ...USUAL, keep_bias: 3 }).keep_bias, 0);
  assert.equal(consistent({ ...USUAL, cell: "gru", keep_bias: 3 }).keep_bias, 3);
  assert.equal(consistent({ ...USUAL, iterations: 100, iteration: 300 }).iteration, 100);
});

test("null is for what may be null", () => {
  assert.equal(read("none", LIMITS.clip_norm as any), null);
  assert.equal(read("none", LIMITS.distance as any), undefined);
});

test("a preset is known by its settings, wherever and with whichever seed it is measured", () => {
  const presets: Preset[] = [
    { name: "vanish", title: "Vanish", settings: { spectral_radius: 0.5 } },
    { name: "gates", title: "Gates", settings: { cell: "lstm", keep_bias: 3 } },
  ];
  const vanishing = { ...USUAL, spectral_radius: 0.5, iteration: 30, seed: 9 };
  assert.equal(presetOf(vanishing, presets, LIMITS), "vanish");
  assert.equal(presetOf({ ...vanishing, distance: 30 }, presets, LIMITS), null);
  assert.equal(presetOf(USUAL, presets, LIMITS), null);
});

test("the command repeats the request, quotes and all", () => {
  const settings = { ...USUAL, task: "next_character", text: "it's" };
  assert.equal(
    command("http://localhost:8000", settings, LIMITS),
    `curl -s http://localhost:8000/api/gradients -H 'Content-Type: application/json' -d '{"task":"next_character","text":"it'\\''s"}'`,
  );
});

test("norms are short, however large or small", () => {
  assert.equal(norm(0.81573), "0.816");
  assert.equal(norm(1639.6), "1640");
  assert.equal(norm(3.2e-8), "3.2·10⁻⁸");
  assert.equal(norm(1.25e12), "1.3·10¹²");
  assert.equal(norm(0), "0");
  assert.equal(norm(null), "∞");
});
