import assert from "node:assert/strict";
import { test } from "node:test";

import { completeLines, ProblemError, UnreachableError } from "../../static/src/client/api";
import { createSession, initialState } from "../../static/src/client/session";
import { createStore } from "../../static/src/lib/store";
import type { Link } from "../../static/src/model/link";
import type { RunEvent, Trace } from "../../static/src/model/types";

const DEFAULTS: any = { text: "hello", learning_rate: 0.1, optimizer: "adagrad", clip_norm: 5 };
const LINK: Link = {
  run: null,
  configuration: {},
  interventions: [],
  iteration: 0,
  view: null,
  phase: null,
  problems: [],
};

/** The parts of the API that a session uses, on runs that only count. */
function pretendServer() {
  const runs: Map<string, any> = new Map();
  const calls: string[] = [];
  let listener: { onOpen: () => void; onEvent: (event: RunEvent) => void; onBreak: () => void } | null = null;
  let away = false;
  let made = 0;
  let lost = 0;
  const done = new Set<string>();
  const ends = new Map<string, number>();

  function goAway() {
    away = true;
    listener?.onBreak();
  }

  function found(id: string) {
    if (away) {
      throw new UnreachableError();
    }
    const run = runs.get(id);
    if (run === undefined) {
      throw new ProblemError(404, "run-not-found", "There is no such run", []);
    }
    return run;
  }

  const told = (run: any) => structuredClone({ ...run, diverged: false, divergence: null, loss: 1 });
  const traced = (run: any) => told({ ...run, steps: [], vocabulary: [], parts: [{ name: "" }] });

  const api: any = {
    async create(body: any) {
      calls.push("create");
      if (away) {
        throw new UnreachableError();
      }
      made += 1;
      const run = {
        id: `run-${made}`,
        configuration: DEFAULTS,
        interventions: body.interventions ?? [],
        iteration: body.iteration ?? 0,
        hyperparameters: { learning_rate: 0.1, optimizer: "adagrad", clip_norm: 5 },
      };
      runs.set(run.id, run);
      return told(run);
    },
    async run(id: string) {
      return told(found(id));
    },
    async trace(id: string) {
      calls.push("trace");
      return traced(found(id));
    },
    async figures(id: string, iteration: number) {
      found(id);
      calls.push(`figures ${iteration}`);
      return {};
    },
    async step(id: string, key: string) {
      calls.push("step");
      const run = found(id);
      if (!done.has(key)) {
        done.add(key);
        run.iteration += 1;
      }
      if (lost > 0) {
        lost -= 1;
        goAway();
        throw new UnreachableError();
      }
      return traced(run);
    },
    async rewind(id: string, iteration: number, keep = true) {
      calls.push(`rewind ${iteration}`);
      const run = found(id);
      run.iteration = iteration;
      if (!keep) {
        run.before = run.interventions;
        run.interventions = [];
        run.furthest_iteration = iteration;
      }
      return told(run);
    },
    async undo(id: string) {
      calls.push("undo");
      const run = found(id);
      run.interventions = run.before;
      return told(run);
    },
    async change(id: string, changes: any) {
      const run = found(id);
      run.interventions = [...run.interventions, { iteration: run.iteration, changes }];
      run.hyperparameters = { ...run.hyperparameters, ...changes };
      return told(run);
    },
    async *train(id: string, { iterations }: any, _: AbortSignal, key: string) {
      calls.push(`train ${iterations}`);
      const run = found(id);
      const end = ends.get(key) ?? run.iteration + iterations;
      ends.set(key, end);
      if (lost > 0) {
        lost -= 1;
        run.iteration += 1;
        goAway();
        throw new UnreachableError();
      }
      run.iteration = end;
      yield { iteration: run.iteration, loss: 1, diverged: false, stopped: "iterations" };
    },
    async pause() {},
    follow(_: string, told_: any) {
      listener = told_;
      setTimeout(() => told_.onOpen());
      return () => {
        listener = null;
      };
    },
  };
  return {
    api,
    calls,
    runs,
    goAway,
    /** Goes away after the next so many orders have been carried out, before they are answered. */
    loseAnswers: (count: number) => {
      lost = count;
    },
    comeBack: () => {
      away = false;
    },
    tell: (event: any) => listener?.onEvent(event),
    told,
  };
}

/** A session on a pretended server. */
function prepared(first: Trace | null = null) {
  const server = pretendServer();
  const store = createStore({ ...initialState(), trace: first });
  const session = createSession({
    api: server.api,
    store,
    defaults: DEFAULTS,
    figureNames: ["W_xh"],
    nextFrame: () => Promise.resolve(),
  });
  return { server, store, session, open: (link = LINK) => session.open(link, null) };
}

/** A session on a pretended server, opened. */
async function opened(link = LINK, first: Trace | null = null) {
  const { open, ...made } = prepared(first);
  await open(link);
  await settled();
  return made;
}

const settled = (milliseconds = 5) => new Promise((done) => setTimeout(done, milliseconds));

test("an opened link is drawn, trace and figures of the same iteration", async () => {
  const { server, store } = await opened({ ...LINK, iteration: 4 });
  assert.equal(store.get().trace?.iteration, 4);
  assert.equal(store.get().figures?.iteration, 4);
  assert.deepEqual(server.calls, ["create", "trace", "figures 4"]);
});

test("whoever opens a run asks once for what there is, and is told again by nobody", async () => {
  const { server } = await opened({ ...LINK, iteration: 4 });
  server.tell({ ...server.told(server.runs.get("run-1")), cause: "connected", training: false });
  await settled(300);
  assert.deepEqual(server.calls, ["create", "trace", "figures 4"]);
});

test("what happened before the connection stood is news", async () => {
  const { server, store } = await opened();
  const run = server.runs.get("run-1");
  run.iteration = 3;
  server.tell({ ...server.told(run), cause: "connected", training: false });
  await settled();
  assert.equal(store.get().trace?.iteration, 3);
});

test("a trace that came with the page stays when its run arrives, and is not asked for", async () => {
  const first: any = { iteration: 0, loss: 1, steps: [], vocabulary: [], parts: [{ name: "" }] };
  const { server, store } = await opened(LINK, first);
  assert.equal(store.get().trace, first);
  assert.equal(store.get().run?.id, "run-1");
  assert.deepEqual(server.calls, ["create", "figures 0"]);
});

test("a trace that came with the page gives way to another run's", async () => {
  const first: any = { iteration: 0, loss: 2, steps: [], vocabulary: [], parts: [{ name: "" }] };
  const { server, store } = await opened(LINK, first);
  assert.notEqual(store.get().trace, first);
  assert.deepEqual(server.calls, ["create", "trace", "figures 0"]);
});

test("what is done before there is a run is done when there is one", async () => {
  const { store, session, open } = prepared();
  const done = Promise.all([session.step(), session.step()]);
  await settled();
  assert.equal(store.get().run, null);
  await open();
  await done;
  await settled();
  assert.equal(store.get().trace?.iteration, 2);
});

test("a step draws its own answer and asks for no trace again", async () => {
  const { server, store, session } = await opened();
  server.calls.length = 0;
  await session.step();
  await settled();
  assert.equal(store.get().trace?.iteration, 1);
  assert.equal(store.get().previous?.iteration, 0);
  assert.deepEqual(server.calls, ["step", "figures 1"]);
});

test("commands wait for one another", async () => {
  const { store, session } = await opened();
  await Promise.all([session.step(), session.step(), session.back(), session.step()]);
  await settled();
  assert.equal(store.get().run?.iteration, 2);
});

test("going to a later iteration trains, to an earlier one rewinds", async () => {
  const { server, store, session } = await opened();
  await session.goTo(9);
  await settled(300);
  assert.equal(store.get().trace?.iteration, 9);
  await session.goTo(2);
  await settled();
  assert.equal(store.get().trace?.iteration, 2);
  assert.ok(server.calls.includes("train 9") && server.calls.includes("rewind 2"));
});

test("undoing a reset brings the interventions back and trains as far as the run was", async () => {
  const { server, store, session } = await opened({
    ...LINK,
    interventions: [{ iteration: 3, changes: { learning_rate: 0.5 } }],
    iteration: 5,
  });
  await session.reset();
  assert.equal(store.get().run?.iteration, 0);
  assert.deepEqual(store.get().run?.interventions, []);
  server.calls.length = 0;
  session.undo();
  await settled(50);
  assert.equal(store.get().run?.iteration, 5);
  assert.deepEqual(store.get().run?.interventions, [{ iteration: 3, changes: { learning_rate: 0.5 } }]);
  assert.deepEqual(server.calls.slice(0, 2), ["undo", "train 5"]);
});

test("another window's move is followed and told", async () => {
  const { server, store } = await opened();
  const run = server.runs.get("run-1");
  run.iteration = 8;
  server.tell({ ...server.told(run), cause: "step", training: false });
  await settled();
  assert.equal(store.get().trace?.iteration, 8);
  assert.equal(store.get().moved, "step");
});

test("what another window does right after an own step is taken in a moment later", async () => {
  const { server, store, session } = await opened();
  const run = server.runs.get("run-1");
  await session.step();
  const own = { ...server.told(run), cause: "step", training: false };
  run.interventions = [{ iteration: 1, changes: { learning_rate: 0.5 } }];
  server.tell({ ...server.told(run), cause: "patch", training: false });
  await settled(300);
  assert.deepEqual(store.get().run?.interventions, run.interventions);
  assert.equal(store.get().moved, "patch");
  // An own step's echo is no other window's move.
  store.set({ moved: null });
  run.interventions = [];
  await session.step();
  server.tell({ ...own, iteration: 2, interventions: [] });
  await settled(300);
  assert.equal(store.get().moved, null);
});

test("a step whose answer is lost is made once, when the server is back", async () => {
  const { server, store, session } = await opened();
  server.loseAnswers(1);
  const stepped = session.step();
  await settled();
  assert.equal(store.get().connection, "lost");
  server.comeBack();
  await stepped;
  assert.equal(server.runs.get("run-1").iteration, 1);
  assert.equal(store.get().trace?.iteration, 1);
  assert.equal(server.calls.filter((call) => call === "step").length, 2);
  await session.step();
  assert.equal(store.get().run?.iteration, 2);
});

test("a training that is cut off goes on to its end when the server is back", async () => {
  const { server, store, session } = await opened();
  server.loseAnswers(1);
  await session.train(40);
  await settled();
  assert.equal(store.get().connection, "lost");
  server.comeBack();
  await settled(800);
  assert.equal(server.runs.get("run-1").iteration, 40);
  assert.equal(store.get().trace?.iteration, 40);
  assert.equal(store.get().training, null);
});

test("a training that is cut off can be paused before the server is back", async () => {
  const { server, store, session } = await opened();
  server.loseAnswers(1);
  await session.train(40);
  await settled();
  await session.pause();
  server.comeBack();
  await settled(800);
  assert.equal(server.runs.get("run-1").iteration, 1);
  assert.equal(store.get().training, null);
});

test("a step for a run that the server has forgotten is given up", async () => {
  const { server, store, session } = await opened();
  server.loseAnswers(1);
  const stepped = session.step();
  await settled();
  server.runs.clear();
  server.comeBack();
  await stepped;
  await settled();
  assert.equal(store.get().run?.id, "run-2");
  assert.equal(store.get().connection, "live");
});

test("a run the server has forgotten is made again from the page's record", async () => {
  const { server, store } = await opened({ ...LINK, iteration: 6 });
  server.goAway();
  await settled();
  assert.equal(store.get().connection, "lost");
  server.runs.clear();
  server.comeBack();
  await settled(700);
  assert.equal(store.get().run?.id, "run-2");
  assert.equal(store.get().trace?.iteration, 6);
  assert.match(store.get().notice?.text ?? "", /made again from this page/);
});

test("lines of JSON are read when they are complete", () => {
  const text = '{"iteration":1}\n{"text":"é"}\n\n{"iteration":3}\n';
  let read = 0;
  const objects = [];
  for (let end = 0; end <= text.length; end += 3) {
    const found = completeLines(text.slice(0, end), read);
    read = found.next;
    objects.push(...found.objects);
  }
  objects.push(...completeLines(text, read).objects);
  assert.deepEqual(objects, [{ iteration: 1 }, { text: "é" }, { iteration: 3 }]);
});
