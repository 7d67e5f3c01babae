/** Chapters in the browser: guesses and sentences, what is played on a run, progress, numbers filled in. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { ProblemError } from "../../static/src/client/api";
import { createFindings } from "../../static/src/client/findings";
import { createStage } from "../../static/src/client/lesson";
import { createRuns } from "../../static/src/client/lesson-runs";
import { createProgress } from "../../static/src/client/progress";
import { createFilling } from "../../static/src/client/sum";
import { say } from "../../static/src/lib/messages";
import type { Measured, Scene, Standing, Sum } from "../../static/src/model/lesson";
import {
  between,
  enlarged,
  isNear,
  isRight,
  sentence,
  told,
  trialOf,
  typedNumber,
} from "../../static/src/model/lesson";
import { networkLayout } from "../../static/src/model/network/layout";
import { timeline } from "../../static/src/model/phases";
import { decode, encode, merged, read, without } from "../../static/src/model/progress";
import { sequence } from "./traces";

const standing = (more: Partial<Standing> = {}): Standing => ({
  configuration: { hidden_size: 3 },
  interventions: [],
  iteration: 0,
  phase: "loss",
  ...more,
});

const scene = (more: Partial<Scene> = {}): Scene => ({
  id: "two-ls",
  before: standing({ phase: "h_2" }),
  after: standing({ phase: "h_4" }),
  experiment: null,
  figure: { name: "network", told: { show: ["x", "h"] } },
  predict: { kind: "choice", ask: "The same?", options: { same: "Yes", different: "No" } },
  action: "compute",
  by_hand: null,
  unready: null,
  label: "Look",
  measure: "states",
  told: { first: 3, second: 4 },
  verdict: { same: "They are the same.", different: "They differ by {difference}." },
  right: { same: "same", different: "different" },
  ...more,
});

const HELLO = sequence([..."hell"], [..."ello"], { vocabulary: [..."helo"] });

const DIFFERENT: Measured = { outcome: "different", values: { difference: 0.7481, letter: "l" } };

function memory() {
  const kept = new Map<string, string>();
  return {
    remembered: (key: string) => kept.get(key) ?? null,
    remember: (key: string, value: string) => {
      kept.set(key, value);
    },
  };
}

/** A server that counts what is asked, and forgets its runs when told to. */
function server(measured: Measured = DIFFERENT) {
  const asked: string[] = [];
  let made = 0;
  let forgotten = 0;
  const alive = (id: string) => {
    if (Number(id) <= forgotten) {
      throw new ProblemError(404, "run-not-found", "gone", []);
    }
  };
  const api = {
    create: async (body: Record<string, unknown>) => {
      asked.push(`create ${JSON.stringify(body)}`);
      made += 1;
      return { id: String(made), interventions: [] };
    },
    trace: async (id: string, iteration: number | "latest") => {
      alive(id);
      asked.push(`trace ${iteration}`);
      return { ...HELLO, iteration: Number(iteration) };
    },
    history: async (id: string) => {
      alive(id);
      return { iterations: [0, 1, 2], loss: [3, 2, 1] };
    },
    measure: async (_: string, id: string, name: string, parameters: object) => {
      alive(id);
      asked.push(`measure ${name} ${JSON.stringify(parameters)}`);
      return measured;
    },
    explain: async () => {
      throw new Error("nothing is explained here");
    },
  } as any;
  return {
    api,
    asked,
    forget: () => {
      forgotten = made;
    },
  };
}

function stageOf(
  played: Scene,
  { api } = server(),
  progress = createProgress("one", memory(), null),
  { kept = memory(), now = (): number => 0 } = {},
) {
  const runs = createRuns(api, [played.before, played.after]);
  const phases: (string | null)[] = [];
  const stage = createStage({
    scene: played,
    runs,
    api,
    progress,
    findings: createFindings(kept),
    now,
    pause: async () => {
      phases.push(stage.view.peek().moment?.phase.id ?? null);
    },
  });
  return { stage, progress, phases };
}

test("a sentence holds the measured values, set apart", () => {
  assert.deepEqual(sentence("They differ by {difference} at {letter}.", DIFFERENT.values), [
    { text: "They differ by ", isMeasured: false },
    { text: "0.75", isMeasured: true },
    { text: " at ", isMeasured: false },
    { text: "l", isMeasured: true },
    { text: ".", isMeasured: false },
  ]);
  assert.deepEqual([told(999), told(1500), told(-1500)], ["999", "1,500", "−1,500"]);
  assert.deepEqual([told(4), told(-1.284), told(0.00012), told(-3), told(null)], ["4", "−1.28", "1.2·10⁻⁴", "−3", "∞"]);
});

test("a number is read as people type it", () => {
  assert.deepEqual(["3", " −0,25 ", "-.5", "+2", "1e-3", "", "two", "0.1.2"].map(typedNumber), [
    3,
    -0.25,
    -0.5,
    2,
    0.001,
    null,
    null,
    null,
  ]);
  assert.equal(isNear("-0,91", -0.9055, 0.01), true);
  assert.equal(isNear("0.91", -0.9055, 0.01), false);
  assert.equal(isNear("", -0.9055, 0.01), null);
});

test("a guess is right where it is what the outcome says, or the value that was measured", () => {
  assert.equal(isRight(scene(), "different", DIFFERENT), true);
  assert.equal(isRight(scene(), "same", DIFFERENT), false);
  const number = scene({ predict: { kind: "number", ask: "", options: {} }, right: "size" });
  const four = { outcome: "one", values: { size: 4 } };
  assert.equal(isRight(number, "4.0", four), true);
  assert.equal(isRight(number, "5", four), false);
});

test("the phases from one to another are those after it", () => {
  const ids = between(timeline(4), "h_2", "h_4").map(({ id }) => id);
  assert.deepEqual(ids, ["pass_2", "probs_2", "loss_2", "x_3", "h_3", "pass_3", "probs_3", "loss_3", "x_4", "h_4"]);
});

test("nothing is revealed before a guess, and then it is measured", async () => {
  const { stage, progress, phases } = stageOf(scene());
  await stage.open();
  assert.equal(stage.view.value.moment?.phase.id, "h_2");
  await stage.act();
  assert.equal(stage.step.value, "asking");
  stage.guess.value = "same";
  await stage.act();
  assert.equal(stage.step.value, "seen");
  assert.equal(phases.at(-1), "h_4");
  assert.deepEqual(stage.measured.value, DIFFERENT);
  assert.deepEqual(progress.here.value, { guesses: { "two-ls": "same" }, done: { "two-ls": "wrong" } });
});

test("one run serves all scenes of a configuration, made for the furthest of them at once", async () => {
  const { api, asked } = server();
  const runs = createRuns(api, [standing(), standing({ iteration: 100 })]);
  await Promise.all([runs.trace(standing()), runs.trace(standing({ iteration: 100 })), runs.trace(standing())]);
  assert.deepEqual(asked, ['create {"hidden_size":3,"listed":false,"iteration":100}', "trace 0", "trace 100"]);
});

test("a run that the server has forgotten is made again, and nothing is lost", async () => {
  const here = server();
  const { stage } = stageOf(scene(), here);
  await stage.open();
  here.forget();
  stage.guess.value = "different";
  await stage.act();
  assert.equal(stage.step.value, "seen");
  assert.equal(here.asked.filter((each) => each.startsWith("create")).length, 2);
});

test("what was done before is shown again at once", async () => {
  const kept = memory();
  const first = stageOf(scene(), server(), createProgress("one", kept, null));
  first.stage.guess.value = "different";
  await first.stage.act();
  const again = stageOf(scene(), server(), createProgress("one", kept, null));
  await again.stage.open();
  assert.equal(again.stage.step.value, "seen");
  assert.equal(again.stage.guess.value, "different");
  assert.deepEqual(again.phases, []);
  await again.stage.reset();
  assert.equal(again.stage.step.value, "asking");
  assert.deepEqual(again.progress.here.value, { guesses: {}, done: {} });
});

test("what was found before is not measured again, unless something else is measured", async () => {
  const kept = memory();
  const first = stageOf(scene(), server(), createProgress("one", kept, null), { kept });
  first.stage.guess.value = "different";
  await first.stage.act();
  const measuredAgain = async (played: Scene) => {
    const from = server({ outcome: "same", values: {} });
    const { stage } = stageOf(played, from, createProgress("one", kept, null), { kept });
    await stage.open();
    return [stage.measured.value?.outcome, from.asked.some((each) => each.startsWith("measure"))];
  };
  assert.deepEqual(await measuredAgain(scene()), ["different", false]);
  assert.deepEqual(await measuredAgain(scene({ told: { first: 2, second: 4 } })), ["same", true]);
  assert.deepEqual(await measuredAgain(scene({ after: standing({ iteration: 3 }) })), ["same", true]);
  assert.deepEqual(await measuredAgain(scene({ verdict: { same: "The same." } })), ["same", true]);
});

/** An experiment whose lines are sent when they are asked for. */
function laboratory() {
  const here = server();
  const state = { isForgotten: false, isAborted: false, carriedOut: 0, release: () => {} };
  const { api } = here;
  api.experiment = async function* (_: unknown, signal: AbortSignal) {
    state.carriedOut += 1;
    yield { id: "e1", measured: 0, of: 4 };
    yield { measured: 1, of: 4 };
    await new Promise<void>((resolve, reject) => {
      state.release = resolve;
      signal.addEventListener("abort", () => {
        state.isAborted = true;
        reject(new Error("aborted"));
      });
    });
    yield { measured: 4, of: 4 };
  };
  api.experimentFigures = async () => {
    if (state.isForgotten) {
      throw new ProblemError(404, "experiment-not-found", "gone", []);
    }
    return { loss: { data: [], layout: {} } };
  };
  return { here, state };
}

const compared = scene({
  experiment: { models: [{ cell: "tanh" }], seeds: [1], iterations: 10 },
  figure: { name: "experiment", told: {} },
  action: "experiment",
});
const until = async (isSo: () => boolean) => {
  while (!isSo()) {
    await new Promise((resolve) => setTimeout(resolve));
  }
};

test("an experiment says how long it still takes, and can be stopped without losing the guess", async () => {
  const { here, state } = laboratory();
  let clock = 0;
  const { stage, progress } = stageOf(compared, here, undefined, {
    now: () => {
      clock += 3000;
      return clock;
    },
  });
  await stage.open();
  stage.guess.value = "different";
  const acting = stage.act();
  await until(() => stage.carriedOut.value === 0.25);
  // Six seconds for a quarter.
  assert.equal(stage.remaining.value, 18);
  assert.equal(stage.isTraining.value, true);
  stage.stop();
  await acting;
  assert.equal(stage.isTraining.value, false);
  assert.equal(state.isAborted, true);
  assert.deepEqual(
    [stage.step.value, stage.guess.value, stage.carriedOut.value, stage.failure.value, progress.here.value.done],
    ["asking", "different", null, null, {}],
  );
  const again = stage.act();
  await until(() => stage.carriedOut.value === 0.25);
  state.release();
  await again;
  assert.equal(stage.step.value, "seen");
});

test("a reader who comes back sees an experiment without its being carried out again", async () => {
  const kept = memory();
  const { here, state } = laboratory();
  const comeBack = () => stageOf(compared, here, createProgress("one", kept, null), { kept }).stage;
  const first = comeBack();
  await first.open();
  first.guess.value = "same";
  const acting = first.act();
  await until(() => first.carriedOut.value === 0.25);
  state.release();
  await acting;
  const second = comeBack();
  await second.open();
  assert.deepEqual(second.measured.value, DIFFERENT);
  assert.notEqual(second.view.value.drawings, null);
  state.isForgotten = true;
  const third = comeBack();
  await third.open();
  assert.deepEqual([third.step.value, third.measured.value], ["seen", DIFFERENT]);
  assert.deepEqual([third.view.value.drawings, third.failure.value], [null, null]);
  assert.equal(state.carriedOut, 1);
  // By a link, the progress comes without what was found: it is for the reader to ask for it.
  const carried = stageOf(compared, here, createProgress("one", memory(), createProgress("one", kept, null).link()));
  await carried.stage.open();
  assert.deepEqual([carried.stage.step.value, carried.stage.guess.value], ["asking", "same"]);
  assert.equal(state.carriedOut, 1);
});

test("a run that takes too long to be made is trained request by request", async () => {
  const { api, asked } = server();
  const create = api.create;
  api.create = async (body: Record<string, unknown>) => {
    if ("iteration" in body) {
      throw new ProblemError(422, "replay-too-long", "too long", []);
    }
    return { ...(await create(body)), iteration: 0 };
  };
  let at = 0;
  api.train = async function* (_: string, { iterations }: { iterations: number }) {
    asked.push(`train ${iterations}`);
    at += 60;
    yield { iteration: Math.min(at, 150) };
  };
  const runs = createRuns(api, [standing({ iteration: 150 })]);
  assert.equal((await runs.trace(standing({ iteration: 150 }))).iteration, 150);
  assert.deepEqual(asked, [
    'create {"hidden_size":3,"listed":false}',
    "train 150",
    "train 90",
    "train 30",
    "trace 150",
  ]);
});

test("where judging the examples takes too long, the server is said to be busy, and the guess is kept", async () => {
  const { api } = server();
  const measure = api.measure;
  api.measure = async () => {
    throw new ProblemError(422, "judging-too-long", "Use fewer or shorter examples.", []);
  };
  const { stage } = stageOf(scene(), { api, asked: [], forget: () => {} });
  stage.guess.value = "different";
  await stage.act();
  assert.equal(stage.failure.value?.message, say("lesson-too-slow"));
  assert.deepEqual([stage.step.value, stage.guess.value], ["asking", "different"]);
  api.measure = measure;
  await stage.act();
  assert.deepEqual([stage.failure.value, stage.step.value], [null, "seen"]);
});

test("after a failure the guess is still there, and what failed is tried again", async () => {
  const here = server();
  const { measure } = here.api;
  let tries = 0;
  here.api.measure = async () => {
    tries += 1;
    throw new ProblemError(503, "busy", "busy", []);
  };
  const { stage } = stageOf(scene(), here);
  await stage.open();
  stage.guess.value = "different";
  await stage.act();
  assert.deepEqual([stage.failure.value?.message, stage.step.value], ["busy", "asking"]);
  await stage.act();
  assert.equal(stage.failure.value?.message, "busy", "it is tried again by the same button, too");
  assert.equal(tries, 2);
  here.api.measure = measure;
  await stage.again();
  assert.deepEqual([stage.failure.value, stage.guess.value], [null, "different"]);
  await stage.act();
  assert.equal(stage.step.value, "seen");
});

test("by hand, what comes first is said, and the end is measured", async () => {
  const hand = scene({
    before: standing({ phase: "x_1" }),
    after: standing({ phase: "loss" }),
    by_hand: { x: "Read", h: "Compute", pass: "Hand on", probs: "Predict", loss: "Look up" },
    unready: { h: "First the state." },
  });
  const { stage } = stageOf(hand);
  await stage.open();
  stage.guess.value = "different";
  await stage.act();
  assert.equal(stage.step.value, "by-hand");
  await stage.choose("loss");
  assert.equal(stage.unready.value, "h");
  assert.equal(stage.view.value.moment?.phase.id, "x_1");
  for (let next = stage.next(); stage.step.value === "by-hand" && next !== null; next = stage.next()) {
    await stage.choose(next);
  }
  assert.equal(stage.step.value, "seen");
  assert.equal(stage.unready.value, null);
});

test("by hand, the prediction may come before the state is passed on", async () => {
  const hand = scene({
    before: standing({ phase: "x_1" }),
    after: standing({ phase: "loss" }),
    by_hand: { x: "Read", h: "Compute", pass: "Hand on", probs: "Predict", loss: "Look up" },
  });
  const { stage } = stageOf(hand);
  await stage.open();
  stage.guess.value = "different";
  await stage.act();
  await stage.choose("probs");
  assert.equal(stage.unready.value, "h");
  await stage.choose("h");
  await stage.choose("probs");
  assert.deepEqual([stage.unready.value, stage.view.value.moment?.phase.id, stage.next()], [null, "probs_1", "loss"]);
  await stage.choose("pass");
  assert.equal(stage.unready.value, "passed");
});

test("by hand, the state of the last timestep is passed to nobody", async () => {
  const hand = scene({
    before: standing({ phase: "x_1" }),
    after: standing({ phase: "loss" }),
    by_hand: { x: "Read", h: "Compute", pass: "Hand on", probs: "Predict", loss: "Look up" },
  });
  const { stage } = stageOf(hand);
  await stage.open();
  stage.guess.value = "different";
  await stage.act();
  const last = stage.view.value.trace?.steps.length ?? 0;
  const at = () => stage.view.value.moment?.phase.id;
  for (let next = stage.next(); at() !== `x_${last}` && next !== null; next = stage.next()) {
    await stage.choose(next);
  }
  await stage.choose("pass");
  assert.equal(stage.unready.value, "h");
  for (const kind of ["h", "probs"]) {
    await stage.choose(kind);
    assert.equal(stage.unready.value, null);
    await stage.choose("pass");
    assert.equal(stage.unready.value, "last");
  }
});

const MERGING = scene({
  before: standing({ configuration: { sharing: "none" } }),
  after: standing({ configuration: { sharing: "all" } }),
  figure: { name: "merge", told: {} },
  action: "merge",
  by_hand: { merge: "Merge the next layer" },
});

test("a reader who is faster than what is shown first waits for it", async () => {
  const { stage } = stageOf(MERGING);
  void stage.open();
  stage.guess.value = "different";
  await Promise.all([stage.act(), stage.act()]);
  assert.deepEqual([stage.step.value, stage.view.value.merged], ["by-hand", 2]);
});

test("layers are merged one by one, and the end is measured", async () => {
  const from = server();
  const { stage } = stageOf(MERGING, from);
  await stage.open();
  const layers = HELLO.steps.length;
  assert.equal(from.asked.filter((each) => each.startsWith("measure merging")).length, layers);
  await stage.choose("merge");
  assert.equal(stage.view.value.merged, 1, "nothing is merged before a guess");
  stage.guess.value = "different";
  await stage.act();
  for (let merged = 2; merged < layers; merged += 1) {
    assert.equal(stage.view.value.merged, merged);
    assert.equal(stage.step.value, "by-hand");
    await stage.choose("merge");
  }
  assert.equal(stage.step.value, "seen");
  assert.equal(stage.view.value.merged, layers);
  await stage.reset();
  assert.equal(stage.view.value.merged, 1);
});

test("inputs are answered at once, and scored only where the network is trained", async () => {
  const { api, asked } = server();
  api.taskOf = async () => ({ name: "sentiment", image: null });
  api.attempt = async (_: string, { source, iteration }: { source: string; iteration: number }) => {
    asked.push(`try ${source} at ${iteration}`);
    return { text: "positive" };
  };
  api.score = async (_: string, iteration: number) => {
    asked.push(`score at ${iteration}`);
    return { splits: {} };
  };
  const trained = { before: standing(), after: standing({ iteration: 30 }), action: "train" as const };
  const scores = stageOf(scene({ ...trained, figure: { name: "scores", told: {} } }), { api } as ReturnType<
    typeof server
  >);
  await scores.stage.open();
  assert.deepEqual([scores.stage.view.value.task?.name, scores.stage.view.value.scores], ["sentiment", null]);
  scores.stage.guess.value = "same";
  await scores.stage.act();
  assert.deepEqual(scores.stage.view.value.scores, { splits: {} });
  // Nothing of this is drawn, so no traces are asked for on the way.
  assert.deepEqual(
    asked.filter((each) => each.startsWith("trace")),
    ["trace 0", "trace 30"],
  );
  assert.equal(asked.filter((each) => each.startsWith("score")).join(), "score at 30");

  const told = { sources: ["good", "not good"] };
  const answers = stageOf(scene({ action: "reveal", figure: { name: "answers", told } }), { api } as ReturnType<
    typeof server
  >);
  await answers.stage.open();
  assert.deepEqual([answers.stage.view.value.attempts.length, answers.stage.view.value.isHidden], [2, true]);
  assert.deepEqual(
    asked.filter((each) => each.startsWith("try")),
    ["try good at 0", "try not good at 0"],
  );
});

test("progress is kept, carried by a link, and what is not understood is left out", () => {
  const progress = createProgress("one", memory(), null);
  progress.guess("letters", "vier → 4");
  progress.finish("letters", "right");
  const link = progress.link();
  assert.match(link, /^[\w-]+$/);
  assert.deepEqual(createProgress("one", memory(), link).here.value, progress.here.value);
  assert.equal(decode("%%%"), null);
  assert.deepEqual(read("no JSON"), {});
  assert.deepEqual(read('{"one": {"guesses": {"a": 1, "b": "2"}, "done": {"a": "well", "b": "shown"}}, "No!": {}}'), {
    one: { guesses: { b: "2" }, done: { b: "shown" } },
  });
  const other = { two: { guesses: {}, done: { a: "right" as const } } };
  assert.deepEqual(Object.keys(merged(progress.here.value.done.letters ? { one: progress.here.value } : {}, other)), [
    "one",
    "two",
  ]);
  assert.deepEqual(without(progress.here.value, ["letters"]), { guesses: {}, done: {} });
  assert.deepEqual(decode(encode(other)), other);
});

test("numbers that are filled in are graded against the derivation, or shown", async () => {
  const operand = (symbol: string, value: number) => ({ op: "operand", symbol, notation: symbol, labels: [], value });
  const product = (value: number, one: number, other: number) => ({
    op: "product",
    value,
    of: [operand("W", one), operand("h", other)],
  });
  const address = (quantity: string) => ({ iteration: 0, quantity, t: 2, index: [0] });
  const derivations: Record<string, any> = {
    h: {
      value: 0.5,
      symbol: "h",
      address: address("h"),
      arithmetic: { op: "tanh", value: 0.5, of: [{ ...operand("a", 0.55), address: address("a") }] },
    },
    a: {
      value: 0.55,
      symbol: "a",
      address: address("a"),
      arithmetic: { op: "sum", value: 0.55, of: [product(-0.2, 0.4, -0.5), product(0.75, 0.75, 1)] },
    },
  };
  const runs = { explain: async (_: Standing, { quantity }: { quantity: string }) => derivations[quantity] } as any;
  const sum: Sum = {
    id: "whole",
    state: standing(),
    number: { quantity: "h", t: 2, index: [0] },
    ask: "",
    blank: ["1", "sum", "result"],
    tolerance: 0.01,
    well: "",
  };
  const progress = createProgress("one", memory(), null);
  const filling = createFilling({ sum, runs, progress, pause: async () => {} });
  await filling.open();
  assert.deepEqual(
    Object.entries(filling.blanks.value).map(([name, { value }]) => [name, value]),
    [
      ["1", -0.2],
      ["2", 0.75],
      ["sum", 0.55],
      ["result", 0.5],
    ],
  );
  filling.check();
  assert.deepEqual([filling.empty.value, Object.values(filling.marks.value)], [3, [null, null, null]]);
  filling.type("1", "0.2");
  filling.type("sum", "0.55");
  filling.check();
  assert.deepEqual(filling.marks.value, { "1": false, sum: true, result: null }, "empty is not wrong");
  assert.equal(filling.empty.value, 1);
  assert.equal(filling.isDone.value, false);
  filling.type("1", "−0,2");
  filling.type("result", "0.5");
  filling.check();
  assert.equal(filling.isDone.value, true);
  assert.equal(progress.here.value.done.whole, "right");
  filling.reset();
  await filling.show();
  assert.deepEqual(filling.typed.value, { "1": "−0.2", sum: "0.55", result: "0.5" });
  assert.equal(progress.here.value.done.whole, "shown");
});

test("a drawing without predictions and losses is lower, and its states stand where they did", () => {
  const whole = networkLayout({ T: 4, H: 3, V: 4, width: 900 });
  const part = networkLayout({
    T: 4,
    H: 3,
    V: 4,
    width: 900,
    shown: { outputs: false, losses: false, gradients: false },
  });
  assert.ok(part.height < whole.height - 100);
  assert.equal(part.x(3), whole.x(3));
  assert.equal(part.rows.input - part.rows.frame, whole.rows.input - whole.rows.frame);
});

test("the texts of a figure are enlarged, and nothing else of it", () => {
  const figure = {
    data: [{ y: [1, 2], marker: { size: 6 }, textfont: { size: 11 } }],
    layout: {
      font: { size: 11 },
      title: { text: 'h<sub><span style="font-size:11px">t</span></sub>', font: { size: 20 } },
    },
  };
  assert.deepEqual(enlarged(figure), {
    data: [{ y: [1, 2], marker: { size: 6 }, textfont: { size: 14 } }],
    layout: {
      font: { size: 14 },
      title: { text: 'h<sub><span style="font-size:14px">t</span></sub>', font: { size: 20 } },
    },
  });
});

test("what is tried of an experiment is its last network, trained as long", () => {
  const experiment = { text: "abab", models: [{ cell: "window_2" }, { cell: "gru" }], seeds: [7, 8], iterations: 30 };
  assert.deepEqual(trialOf({ ...experiment, evaluations: 5 }), {
    configuration: { text: "abab", cell: "gru", seed: 7 },
    interventions: [],
    iteration: 30,
    phase: null,
  });
});
