import assert from "node:assert/strict";
import { test } from "node:test";

import type { Api } from "../../static/src/client/api";
import { createAttendance } from "../../static/src/client/attending";
import { animal, classIn, heapsOf, numberName, plainCode, rowsOf, withClass } from "../../static/src/model/classroom";
import { fromQuery } from "../../static/src/model/link";
import { reported } from "../../static/src/model/progress";
import type { Question } from "../../static/src/model/types";

const QUESTION: Question = {
  number: 1,
  kind: "loss",
  text: "",
  iteration: 3,
  target: 4,
  options: ["falls", "stays", "rises"],
  revealed: false,
  counts: null,
  outcome: null,
};

test("the code of a class is read from an address, and put into one", () => {
  assert.equal(classIn("?class=k7mpq2&run=a"), "K7MPQ2");
  assert.equal(classIn("?class=K7MP"), null);
  assert.equal(classIn("?class=<b>&<b>"), null);
  assert.equal(classIn(""), null);
  assert.equal(withClass("/workbench?run=a", "K7MPQ2"), "/workbench?run=a&class=K7MPQ2");
  assert.equal(withClass("/workbench", "K7MPQ2"), "/workbench?class=K7MPQ2");
  assert.equal(withClass("/workbench", null), "/workbench");
  assert.equal(plainCode(" k7m-pq2 "), "K7MPQ2");
});

test("an address of a class asks nothing unknown of the workbench", () => {
  assert.deepEqual(fromQuery("?class=K7MPQ2").problems, []);
});

test("a number is called as in the notation", () => {
  assert.equal(numberName({ quantity: "h", t: 3, index: [4] }), "h₃[4]");
  assert.equal(numberName({ quantity: "dlogits", t: 4, index: [3] }), "∂L/∂y₄[3]");
  assert.equal(numberName({ quantity: "gradients.W_hh", index: [2, 0] }), "∂L/∂W_hh[2,0]");
  assert.equal(numberName({ quantity: "loss", t: null, index: [] }), "L");
});

test("each option has its share, and the right one is marked once it is known", () => {
  const counts = [
    { value: "falls", count: 3 },
    { value: "rises", count: 1 },
  ];
  const open = rowsOf({ ...QUESTION, counts });
  assert.deepEqual(
    open.map(({ count, share }) => [count, share]),
    [
      [3, 0.75],
      [0, 0],
      [1, 0.25],
    ],
  );
  assert.ok(open.every(({ isTrue }) => !isTrue));
  const revealed = rowsOf({ ...QUESTION, counts, outcome: { truth: "rises", before: 1, after: 2 } });
  assert.deepEqual(
    revealed.map(({ isTrue }) => isTrue),
    [false, false, true],
  );
});

test("nothing is divided by no answers", () => {
  assert.deepEqual(
    rowsOf({ ...QUESTION, counts: [] }).map(({ share }) => share),
    [0, 0, 0],
  );
});

test("every guess of a number is in a heap, and the truth is on the axis", () => {
  const counts = [
    { value: -1, count: 2 },
    { value: 0.5, count: 1 },
    { value: 3, count: 4 },
  ];
  const question: Question = { ...QUESTION, kind: "number", options: null, counts, outcome: { truth: 7 } };
  const heaps = heapsOf(question);
  assert.ok(heaps !== null);
  assert.equal(
    heaps.heaps.reduce((sum, { count }) => sum + count, 0),
    7,
  );
  assert.equal(heaps.most, 4);
  assert.ok(heaps.low < -1 && heaps.high > 7);
  const place = (heaps.truth ?? 0) * (heaps.high - heaps.low) + heaps.low;
  assert.ok(Math.abs(place - 7) < 1e-9);
});

test("one guess, and none, are drawn too", () => {
  const question: Question = { ...QUESTION, kind: "number", options: null, counts: [{ value: 0, count: 1 }] };
  const heaps = heapsOf(question);
  assert.ok(heaps !== null && heaps.low < 0 && heaps.high > 0);
  assert.equal(heaps.truth, null);
  assert.equal(heapsOf({ ...question, counts: [] }), null);
});

test("every suggested name fits, and each is another one", () => {
  const names = new Set<string>();
  animal((below) => {
    for (let at = 0; at < below; at += 1) {
      names.add(animal(() => at));
    }
    assert.equal(names.size, below);
    return 0;
  });
  assert.ok(names.size >= 30);
  assert.ok([...names].every((name) => name.length > 0 && name.length <= 24));
});

test("a teacher is told what is done and what was not right at once", () => {
  const done = { a: "right", b: "wrong", c: "shown" } as const;
  assert.deepEqual(reported({ guesses: { a: "secret" }, done }), { done: ["a", "b", "c"], missed: ["b", "c"] });
});

/** A session and a server, of which is noted what is asked. */
function pretend(window: { fork: string | null } = { fork: null }) {
  const calls: string[] = [];
  const run = (id: string) => ({ id, iteration: 9, furthest_iteration: 9, interventions: [], training: true });
  const asked = {
    run: async (id: string) => run(id),
    trace: async (id: string, iteration: unknown) => calls.push(`trace ${id} ${iteration}`),
    figures: async () => calls.push("figures"),
    create: async () => calls.push("create"),
    fork: async (id: string, { iteration }: { iteration: number }) => {
      calls.push(`fork ${id} ${iteration}`);
      return run("fork");
    },
    follow: () => calls.push("follow"),
  } as unknown as Api;
  const shown = async () => {
    calls.push("shown");
    return {} as any;
  };
  const attendance = createAttendance(asked, shown);
  const state: any = { run: null, view: null, phase: null };
  const pupil = attendance.attend({
    store: { get: () => state, set: (patch: object) => Object.assign(state, patch) } as any,
    session: {
      async open({ run: id }: { run: string }) {
        calls.push(`open ${id}`);
        state.run = await attendance.api.run(id);
        attendance.api.follow(id, {
          onOpen() {},
          onEvent(event) {
            calls.push(`event ${event.iteration}`);
            state.run = event;
          },
          onBreak() {},
        });
      },
      leave: () => calls.push("leave"),
    } as any,
    inspect: ({ quantity }) => calls.push(`inspect ${quantity}`),
    close: () => calls.push("close"),
    fork: {
      get: () => window.fork,
      set: (id) => {
        window.fork = id;
      },
    },
  });
  return { calls, pupil, api: attendance.api, state };
}

const view = (iteration: number, more: object = {}) => ({
  run: "a",
  iteration,
  phase: null,
  inspect: null,
  revision: 1,
  cover: null,
  pointer: null,
  ...more,
});

test("a pupil's page stands where the teacher's does, and asks no stream of the run", async () => {
  const { calls, pupil, api, state } = pretend();
  await pupil.be(true, view(3));
  await pupil.be(true, view(4, { phase: "h_2", inspect: "h_2:1" }));
  assert.deepEqual(calls, ["open a", "event 4", "inspect h"]);
  assert.equal(state.phase, "h_2");
  // The run has gone on since, and the class has not seen it.
  await api.trace("a", "latest");
  assert.equal(calls.at(-1), "shown");
  await api.trace("a", 2);
  assert.equal(calls.at(-1), "trace a 2");
  assert.deepEqual(await api.figures("a", 4, [], {} as any), {});
  await assert.rejects(api.create({}), /teacher/);
});

test("of many moves at once only the last counts", async () => {
  const { calls, pupil } = pretend();
  await pupil.be(true, view(1));
  await Promise.all([2, 3, 4, 5].map((iteration) => pupil.be(true, view(iteration))));
  assert.deepEqual(calls, ["open a", "event 5"]);
});

test("let go, a pupil forks what was shown once, and is gathered again", async () => {
  const { calls, pupil, api } = pretend();
  await pupil.be(true, view(3));
  await pupil.be(false, view(3));
  await pupil.be(false, view(8));
  assert.deepEqual(calls, ["open a", "fork a 3", "open fork"]);
  await api.create({});
  assert.equal(calls.at(-1), "create");
  await pupil.be(true, view(8));
  assert.equal(calls.at(-1), "open a");
});

test("a page that is reloaded while the class explores has its own copy again", async () => {
  const window = { fork: null };
  const { pupil } = pretend(window);
  await pupil.be(true, view(3));
  await pupil.be(false, view(3));
  const again = pretend(window);
  await again.pupil.be(false, view(3));
  assert.deepEqual(again.calls, ["open fork"]);
});
