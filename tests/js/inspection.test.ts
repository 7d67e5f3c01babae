import assert from "node:assert/strict";
import { test } from "node:test";

import { ProblemError, UnreachableError } from "../../static/src/client/api";
import { createInspection } from "../../static/src/client/inspection";
import { createStore } from "../../static/src/lib/store";
import { operandsOf } from "../../static/src/model/arithmetic";
import { crumbs, entry, NOTHING_INSPECTED } from "../../static/src/model/inspection";
import "messages:en";

/** A server that answers every question at once, and writes down what it was asked. */
function setUp({ fail = () => null, operand = false }: { fail?: () => Error | null; operand?: boolean } = {}) {
  const asked: string[] = [];
  const store = createStore(NOTHING_INSPECTED);
  const explain = async (path: string): Promise<any> => {
    asked.push(path);
    const error = fail();
    if (error !== null) {
      throw error;
    }
    const url = new URL(path, "http://x");
    const iteration = Number(/iterations\/(\d+)/.exec(path)?.[1]);
    const quantity = url.searchParams.get("quantity") ?? "";
    const t = url.searchParams.get("t");
    const index = (url.searchParams.get("index") ?? "").split(",").filter(Boolean).map(Number);
    const deeper = operand && quantity === "h";
    return {
      address: { iteration, quantity, t: t === null ? null : Number(t), index },
      symbol: `${quantity}${t === null ? "" : `_${t}`}`,
      notation: quantity,
      labels: [],
      words: "",
      value: iteration / 10,
      formula: null,
      arithmetic: deeper
        ? {
            op: "tanh",
            value: 1,
            of: [
              {
                op: "operand",
                value: 1,
                href: path.replace("=h", "=a"),
                address: { iteration, quantity: "a", t: 3, index },
              },
            ],
          }
        : null,
      source: null,
      links: {},
    };
  };
  const api = {
    explain,
    formula: async () => "<svg/>",
    check: async (_run: any, iteration: any, parameter: any) =>
      ({ iteration, parameter, overall_error: 1e-12, checked: 1, total: 1 }) as any,
  };
  const inspection = createInspection({ api, store });
  return { inspection, store, asked };
}

const H = { quantity: "h", t: 3, index: [4] };

test("a number is asked at the iteration on screen and follows it", async () => {
  const { inspection, store, asked } = setUp();
  inspection.follow("run", 12);
  await inspection.inspect(H);
  assert.deepEqual(asked, ["/api/runs/run/iterations/12/explain?quantity=h&t=3&index=4"]);
  assert.equal(store.get().answer?.before, null);
  inspection.follow("run", 13);
  await inspection.retry();
  assert.equal(store.get().answer?.derivation.address.iteration, 13);
  assert.deepEqual(store.get().answer?.before, { iteration: 12, value: 1.2 });
});

test("what is asked before there is a run is answered when there is one", async () => {
  const { inspection, store } = setUp();
  await inspection.inspect(H);
  assert.equal(store.get().answer, null);
  inspection.follow("run", 2);
  await inspection.retry();
  assert.equal(store.get().answer?.derivation.address.iteration, 2);
});

test("an earlier iteration stays while the run moves on", async () => {
  const { inspection, store } = setUp();
  inspection.follow("run", 12);
  await inspection.inspect({ quantity: "W_hh", index: [1, 2] });
  await inspection.descend({ iteration: 11, quantity: "W_hh", t: null, index: [1, 2] });
  inspection.follow("run", 13);
  await inspection.retry();
  assert.equal(store.get().answer?.derivation.address.iteration, 11);
  assert.equal(store.get().answer?.before, null);
});

test("back and forward, and a new way from where one is", async () => {
  const { inspection, store } = setUp();
  inspection.follow("run", 1);
  await inspection.inspect(H);
  await inspection.descend({ iteration: 1, quantity: "a", t: 3, index: [4] });
  await inspection.descend({ iteration: 1, quantity: "h", t: 2, index: [0] });
  inspection.back();
  await inspection.retry();
  assert.equal(store.get().answer?.derivation.symbol, "a_3");
  inspection.forward();
  await inspection.retry();
  assert.equal(store.get().answer?.derivation.symbol, "h_2");
  inspection.back();
  inspection.back();
  inspection.back();
  assert.equal(store.get().at, 0);
  await inspection.descend({ iteration: 1, quantity: "x", t: 3, index: [0] });
  assert.equal(store.get().visits.length, 2);
  inspection.forward();
  assert.equal(store.get().at, 1);
});

test("the way begins where the page was asked", async () => {
  const { inspection, store } = setUp();
  inspection.follow("run", 1);
  await inspection.inspect(H);
  await inspection.descend({ iteration: 1, quantity: "a", t: 3, index: [4] });
  await inspection.inspect({ quantity: "loss", index: [] });
  await inspection.descend({ iteration: 1, quantity: "loss", t: 1, index: [] });
  const { visits, at } = store.get();
  assert.deepEqual(
    crumbs(visits, at).map(({ visit }) => visit.place.quantity),
    ["loss", "loss"],
  );
  assert.equal(visits.length, 4);
});

test("one number made of one other is explained with it", async () => {
  const { inspection, store } = setUp({ operand: true });
  inspection.follow("run", 1);
  await inspection.inspect(H);
  assert.equal(store.get().answer?.inner?.address.quantity, "a");
  assert.equal(operandsOf(store.get().answer?.derivation.arithmetic ?? null).length, 1);
});

test("of many moves only the last is asked after the one in flight", async () => {
  const { inspection, store, asked } = setUp();
  inspection.follow("run", 0);
  const first = inspection.inspect({ quantity: "loss", index: [] });
  for (let k = 1; k <= 20; k += 1) {
    inspection.follow("run", k);
  }
  await first;
  assert.equal(store.get().answer?.derivation.address.iteration, 20);
  assert.ok(asked.length <= 3, String(asked.length));
});

test("trouble says what helps, and goes away", async () => {
  let error: Error | null = new UnreachableError();
  const { inspection, store } = setUp({ fail: () => error });
  inspection.follow("run", 3);
  await inspection.inspect(H);
  assert.equal(store.get().trouble?.retry, true);
  error = new ProblemError(404, "iteration-not-found", "There is no iteration 9.", []);
  await inspection.inspect({ ...H, iteration: 9 });
  assert.deepEqual(store.get().trouble, { text: "There is no iteration 9.", retry: false, here: true });
  error = new ProblemError(422, "invalid", "no", [{ field: "index", message: "index is unit 0 to 2" }]);
  await inspection.inspect({ ...H, index: [9] });
  assert.equal(store.get().trouble?.text, "index is unit 0 to 2");
  error = null;
  await inspection.inspect(H);
  assert.equal(store.get().trouble, null);
  assert.ok(store.get().answer !== null);
});

test("a proof holds for one iteration", async () => {
  const { inspection, store } = setUp();
  inspection.follow("run", 3);
  await inspection.prove("W_hh");
  assert.equal(store.get().proofs.W_hh?.state, "checked");
  inspection.follow("run", 3);
  assert.equal(store.get().proofs.W_hh?.state, "checked");
  inspection.follow("run", 4);
  assert.deepEqual(store.get().proofs, {});
  await inspection.inspect({ quantity: "gradients.W_hh", index: [0, 1] });
  await inspection.proveThis();
  assert.equal(store.get().proof?.state, "checked");
  inspection.follow("run", 5);
  await inspection.retry();
  assert.equal(store.get().proof, null);
});

test("one entry of an array", () => {
  assert.equal(
    entry(
      [
        [1, 2],
        [3, 4],
      ],
      [1, 0],
    ),
    3,
  );
  assert.equal(entry([1, 2], [1]), 2);
  assert.equal(entry([1], [4]), null);
});
