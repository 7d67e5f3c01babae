import assert from "node:assert/strict";
import { test } from "node:test";

import { createCollection } from "../../static/src/client/collection";

/** Runs that can be listed and deleted, on a server that may be away. */
function pretendServer(count: number) {
  let kept = Array.from({ length: count }, (_, i) => ({ id: `run-${i}`, title: "" }));
  const calls: string[] = [];
  const server = {
    away: false,
    calls,
    get kept() {
      return kept;
    },
    /** Somebody uses a run in another window: it comes first. */
    use(id: string) {
      kept = [...kept.filter((run) => run.id === id), ...kept.filter((run) => run.id !== id)];
    },
    api: {
      async runs(skip: number, most: number): Promise<any> {
        answer(`runs ${skip}`);
        return { runs: kept.slice(skip, skip + most), total: kept.length, kept_seconds: 86_400 };
      },
      async entitle(id: string, title: string) {
        answer(`entitle ${id}`);
        kept = kept.map((run) => (run.id === id ? { ...run, title } : run));
      },
      async remove(id: string) {
        answer(`remove ${id}`);
        kept = kept.filter((run) => run.id !== id);
      },
      async removeAll() {
        answer("removeAll");
        kept = [];
      },
    },
  };
  function answer(call: string) {
    calls.push(call);
    if (server.away) {
      throw new Error("away");
    }
  }
  return server;
}

const ids = (runs: { id: string }[] | null) => runs?.map(({ id }) => id);

test("runs are shown a page at a time, each once", async () => {
  const server = pretendServer(60);
  const collection = createCollection(server.api);
  await collection.load();
  assert.equal(collection.runs.value?.length, 24);
  assert.equal(collection.total.value, 60);
  server.use("run-40");
  await collection.more();
  await collection.more();
  assert.deepEqual(new Set(ids(collection.runs.value)), new Set(ids(server.kept)));
  assert.equal(collection.runs.value?.length, 60);
});

test("a title and a deletion are seen at once, without loading all runs again", async () => {
  const server = pretendServer(3);
  const collection = createCollection(server.api);
  await collection.load();
  await collection.entitle("run-1", "Too fast");
  assert.equal(collection.runs.value?.[1]?.title, "Too fast");
  await collection.remove("run-0");
  assert.deepEqual(ids(collection.runs.value), ["run-1", "run-2"]);
  assert.equal(collection.total.value, 2);
  assert.equal(server.calls.filter((call) => call.startsWith("runs")).length, 1);
});

test("what fails changes nothing, says why, and can be tried again", async () => {
  const server = pretendServer(3);
  const collection = createCollection(server.api);
  await collection.load();
  server.away = true;
  await collection.removeAll();
  assert.equal(collection.runs.value?.length, 3);
  assert.equal(collection.failure.value?.reason, "away");
  assert.equal(collection.isBusy.value, false);
  server.away = false;
  await collection.failure.value?.again();
  assert.deepEqual(collection.runs.value, []);
  assert.equal(collection.failure.value, null);
});

test("a list that cannot be loaded is not an empty one", async () => {
  const server = pretendServer(3);
  server.away = true;
  const collection = createCollection(server.api);
  await collection.load();
  assert.equal(collection.runs.value, null);
  assert.notEqual(collection.failure.value, null);
});
