import assert from "node:assert/strict";
import { test } from "node:test";

import { effect } from "@preact/signals";

import { createStore, steady } from "../../static/src/lib/store";

test("a store tells each watcher once, and only of what it watches", () => {
  const store = createStore({ a: 1, b: 1, c: 1 });
  const told: string[] = [];
  const stop = store.watch(["a", "b"], ({ a, b }) => told.push(`${a}${b}`));
  store.set({ a: 2, b: 2 });
  store.set({ c: 2 });
  store.set({ a: 2 });
  stop();
  store.set({ a: 3 });
  assert.deepEqual(told, ["11", "22"]);
});

test("a steady signal changes only when what it says does", () => {
  const { signals, set } = createStore({ run: { id: "a", iteration: 0 } });
  const told: object[] = [];
  const id = steady(() => ({ id: signals.run.value.id }));
  effect(() => void told.push(id.value));
  set({ run: { id: "a", iteration: 1 } });
  set({ run: { id: "b", iteration: 1 } });
  set({ run: { id: "b", iteration: 2 } });
  assert.deepEqual(told, [{ id: "a" }, { id: "b" }]);
});
