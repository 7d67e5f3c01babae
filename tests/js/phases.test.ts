import assert from "node:assert/strict";
import { test } from "node:test";
import "messages:en";
import { caption, slope } from "../../static/src/model/captions";
import { boundOf, boundsOf, cellSize, largestOf, sentenceOf, sumOf } from "../../static/src/model/contributions";
import { fromQuery, toQuery } from "../../static/src/model/link";
import {
  columnStates,
  gradientThickness,
  statusOf,
  streamBars,
  streamBound,
} from "../../static/src/model/network/moments";
import { chapterStart, createTimelines, momentAt, nextTimestep, timeline } from "../../static/src/model/phases";

import { answered, CAPTION, SENTIMENT, TRANSLATION, UNSHARED, WINDOW } from "./traces";

const LENGTHS = [1, 2, 4, 25, 199];

/** A trace of “hello” with numbers made up. */
function pretendTrace(changes: Record<string, unknown> = {}): any {
  const vocabulary = ["h", "e", "l", "o"];
  const steps = [..."hell"].map((input, i) => {
    const target = "ello"[i];
    return {
      t: i + 1,
      input,
      target,
      x: vocabulary.map((token) => Number(token === input)),
      a: [0.5, -1.5],
      h: [0.46, -0.91],
      logits: [0, 0, 0, 0],
      probs: vocabulary.map((token) => (token === target ? 0.89 : token === "h" ? 0.05 : 0.03)),
      loss: 0.1165,
      dlogits: vocabulary.map((token) => (token === target ? -0.11 : 0.05)),
      dh: [0.2, -0.1],
      dh_from_output: [0.3, -0.1],
      dh_from_future: [-0.1, 0],
      dh_norm: 0.2236,
      dh_from_output_norm: 0.3162,
      dh_from_future_norm: 0.1,
      da: [0.16, -0.02],
    };
  });
  return answered({
    iteration: 12,
    text: "hello",
    vocabulary,
    loss: 0.466,
    diverged: false,
    h_0: [0, 0],
    dh_0_norm: 0.05,
    steps,
    parameters: { W_xh: [[1]], W_hh: [[0.5, -0.25]], W_hy: [[1]], b_h: [0], b_y: [0] },
    gradients: {},
    updates: { W_xh: [[0.01]], W_hh: [[0.02, -0.09]], W_hy: [[0.03]], b_h: [0.001], b_y: [0] },
    gradient_norm: 12.3,
    clip_scale: 0.4072,
    clipped_gradient_norm: 5,
    hyperparameters: { optimizer: "adagrad", learning_rate: 0.1, clip_norm: 5 },
    ...changes,
  });
}

function told(trace: any, id: string) {
  const line = timeline(trace.steps.length);
  return caption(trace, line.phases[line.indexOf(id)]);
}

// --- order ----------------------------------------------------------------------------------

test("the phases of two timesteps, in the order in which they are computed", () => {
  assert.deepEqual(
    timeline(2).phases.map(({ id }) => id),
    [
      ...["x_1", "h_1", "pass_1", "probs_1", "loss_1", "x_2", "h_2", "probs_2", "loss_2", "loss"],
      ...["dlogits_2", "dh_2", "da_2", "gradients_2", "dlogits_1", "dh_1", "da_1", "gradients_1"],
      ...["dh_0", "clip", "update"],
    ],
  );
});

test("every length has its phases, each found by its id", () => {
  for (const T of LENGTHS) {
    const line = timeline(T);
    assert.equal(line.phases.length, 9 * T + 3);
    assert.equal(new Set(line.phases.map(({ id }) => id)).size, line.phases.length);
    line.phases.forEach(({ id }, index) => assert.equal(line.indexOf(id), index));
    assert.equal(line.phases[line.turn].id, `dlogits_${T}`);
    assert.ok(line.phases.slice(0, line.turn).every(({ half }) => half === "forward"));
    assert.ok(line.phases.slice(line.turn).every(({ half }) => half === "backward"));
    const chapters = new Set(line.phases.map(({ chapter }) => chapter));
    assert.equal(chapters.size, T === 1 ? 6 : 7);
    assert.equal(line.indexOf(`h_${T + 1}`), -1);
    assert.equal(line.indexOf(null), -1);
  }
});

// --- what is known --------------------------------------------------------------------------

test("what is known only grows, and in the end everything is", () => {
  for (const T of [1, 2, 4]) {
    const line = timeline(T);
    const all = line.phases.flatMap(({ computed }) => computed);
    let before = 0;
    line.phases.forEach((phase, index) => {
      const known = all.filter((address) => line.isKnown(index, address));
      assert.equal(known.length, before + phase.computed.length);
      before = known.length;
    });
    assert.equal(before, all.length);
  }
});

test("a moment knows what came before it, what it computes, and nothing else", () => {
  const line = timeline(4);
  const at = momentAt(line, "h_3");
  assert.ok(at !== null);
  for (const [quantity, t] of [
    ["x", 3],
    ["h", 3],
    ["a", 3],
    ["probs", 2],
    ["loss", 2],
  ] as [string, number][]) {
    assert.ok(at.knows(quantity, t), `${quantity} ${t}`);
  }
  for (const [quantity, t] of [
    ["probs", 3],
    ["x", 4],
    ["h", 4],
    ["dh", 4],
    ["dh_norm", 3],
  ] as [string, number][]) {
    assert.ok(!at.knows(quantity, t), `${quantity} ${t}`);
  }
  assert.ok(at.knows("W_hh") && at.knows("h_0"));
  assert.ok(!at.knows("loss") && !at.knows("gradients.W_hh") && !at.knows("updates.W_hh"));
  assert.equal(momentAt(line, "h_9"), null);
  assert.equal(momentAt(line, null), null);
});

test("gradients are complete only when all timesteps have added theirs", () => {
  const line = timeline(4);
  const known = (id: string, quantity: string, t: number | undefined) => momentAt(line, id)?.knows(quantity, t);
  assert.ok(known("gradients_3", "contributions.W_hh", 4));
  assert.ok(known("gradients_3", "contributions.W_hh", 3));
  assert.ok(!known("gradients_3", "contributions.W_hh", 2));
  assert.ok(!known("gradients_2", "gradients.W_hh", undefined));
  assert.ok(known("gradients_1", "gradients.W_hh", undefined));
  assert.ok(!known("gradients_1", "gradient_norm", undefined));
  assert.ok(known("clip", "clip_scale", undefined));
});

test("the phase is part of the link, and nothing but a phase is taken for one", () => {
  const defaults: any = { text: "hello" };
  const record = { configuration: defaults, interventions: [], iteration: 12 };
  for (const { id } of timeline(2).phases) {
    const query = toQuery(record, defaults, null, { phase: id });
    assert.equal(query, `?iteration=12&phase=${id}`);
    assert.equal(fromQuery(query).phase, id);
  }
  assert.equal(toQuery(record, defaults), "?iteration=12");
  assert.equal(fromQuery("?iteration=12").phase, null);
  const odd = fromQuery("?phase=%3Cb%3E");
  assert.equal(odd.phase, null);
  assert.match(odd.problems[0], /phase/);
});

// --- jumps ----------------------------------------------------------------------------------

test("the next timestep is later on the way there and earlier on the way back", () => {
  const line = timeline(3);
  const from = (id: string, direction: 1 | -1) => line.phases[nextTimestep(line, line.indexOf(id), direction)].id;
  assert.equal(from("x_1", 1), "x_2");
  assert.equal(from("probs_2", 1), "x_3");
  assert.equal(from("loss_3", 1), "loss");
  assert.equal(from("loss", 1), "dlogits_3");
  assert.equal(from("da_3", 1), "dlogits_2");
  assert.equal(from("gradients_1", 1), "dh_0");
  assert.equal(from("update", 1), "update");
  assert.equal(from("dlogits_2", -1), "dlogits_3");
  assert.equal(from("h_2", -1), "x_1");
  assert.equal(from("x_1", -1), "x_1");
});

test("a chapter begins at the timestep where the reader is", () => {
  const line = timeline(3);
  const from = (chapter: number, id: string | null) => line.phases[chapterStart(line, chapter, line.indexOf(id))].id;
  assert.equal(from(1, null), "x_1");
  assert.equal(from(2, "x_3"), "h_3");
  assert.equal(from(4, "dh_2"), "probs_2");
  assert.equal(from(3, "h_3"), "pass_1");
  assert.equal(from(5, "update"), "loss_3");
  assert.equal(from(6, "h_2"), "dlogits_3");
  assert.equal(from(7, null), "clip");
});

// --- captions -------------------------------------------------------------------------------

test("captions are sentences with the run's letters and numbers", () => {
  const trace = pretendTrace();
  assert.equal(
    told(trace, "h_3"),
    "h₃ combines the input “l” with what the network remembers of “he”. " +
      "Unit 1 responds most: h₃[1] = tanh(−1.50) = −0.91.",
  );
  assert.equal(
    told(trace, "loss_3"),
    "The target was “l”: it got 0.89, so the loss is −log 0.89 = 0.117. It was the network’s first choice.",
  );
  assert.match(told(trace, "h_1"), /empty memory/);
  assert.match(told(trace, "x_2"), /^The same happens at timestep 2/);
  assert.match(told(trace, "pass_2"), /at timestep 3 it is hₜ₋₁, the past.*“he”/);
  assert.match(told(trace, "probs_4"), /“o” 0\.89, then “h” 0\.05/);
  assert.match(told(trace, "loss"), /L = 0\.1165 \+\s0\.1165 \+\s0\.1165 \+\s0\.1165 = 0\.4660/);
  assert.match(told(trace, "dlogits_4"), /^Now backward,.*0\.89 − 1 = −0\.11/);
  assert.match(told(trace, "dh_4"), /its own prediction only: ‖∂L\/∂h₄‖ = 0\.22/);
  assert.match(told(trace, "dh_2"), /\(norm 0\.32\).*timestep 3 \(norm 0\.10\).*norm 0\.22\. Norms do not add up/);
  assert.match(told(trace, "da_2"), /Unit 1, at −0\.91, lets −0\.020 of −0\.10 through/);
  assert.match(told(trace, "gradients_3"), /2 of 4 timesteps have added theirs/);
  assert.match(told(trace, "gradients_1"), /through h₀.*complete/);
  assert.match(told(trace, "dh_0"), /0\.22 → 0\.22 → 0\.22 → 0\.22 → 0\.05/);
  assert.match(told(trace, "clip"), /norm 12\.30, above the limit of 5: each is multiplied by 0\.407/);
  assert.match(
    told(trace, "update"),
    /W_hh\[0,1\]: −0\.090, from −0\.25\. The next step applies it, and iteration 13 begins/,
  );
});

test("clipping that does nothing, and none at all, are told apart", () => {
  assert.match(told(pretendTrace({ clip_scale: 1, gradient_norm: 2 }), "clip"), /nothing is clipped/);
  const none = { optimizer: "sgd", learning_rate: 0.1, clip_norm: null };
  assert.match(told(pretendTrace({ hyperparameters: none }), "clip"), /does not clip/);
  assert.match(told(pretendTrace({ hyperparameters: none }), "update"), /^SGD/);
});

test("a wrong guess, a held unit and a given initial state are named", () => {
  const wrong = pretendTrace();
  Object.assign(wrong.steps[0], { probs: [0.6, 0.2, 0.1, 0.1], loss: -Math.log(0.2) });
  assert.match(told(wrong, "loss_1"), /it got 0\.20.*first choice was “h”/);
  assert.match(
    told(pretendTrace({ clamps: [{ unit: 1, value: 0, t: 2 }] }), "h_2"),
    /Unit 0 responds most.*Unit 1 is held/,
  );
  assert.doesNotMatch(told(pretendTrace({ clamps: [{ unit: 1, value: 0, t: 2 }] }), "h_3"), /held/);
  assert.match(told(pretendTrace({ h_0: [0.5, 0] }), "h_1"), /h₀, the initial state\./);
});

test("every phase has a caption, of one timestep, of a diverged run, of invisible letters", () => {
  const single = pretendTrace();
  single.steps = single.steps.slice(0, 1);
  const broken = pretendTrace({ loss: null, diverged: true, gradient_norm: null, clip_scale: null });
  for (const step of broken.steps) {
    for (const name of ["a", "h", "logits", "probs", "dlogits", "dh", "da", "dh_from_output", "dh_from_future"]) {
      step[name] = step[name].map(() => null);
    }
    Object.assign(step, { loss: null, dh_norm: null });
  }
  broken.updates = { W_xh: [[null]], W_hh: [[null]], W_hy: [[null]], b_h: [null], b_y: [null] };
  const spaces = pretendTrace();
  spaces.vocabulary[2] = " ";
  for (const step of spaces.steps) {
    step.input = step.input.replace("l", " ");
    step.target = step.target.replace("l", " ");
  }
  for (const trace of [single, broken, spaces]) {
    for (const phase of timeline(trace.steps.length).phases) {
      const text = caption(trace, phase);
      assert.match(text, /[.…]$/, phase.id);
      assert.doesNotMatch(text, /undefined|NaN|null/, phase.id);
    }
  }
  assert.match(told(spaces, "loss_2"), /“␣”/);
});

test("entries of gradients keep their sign and their size", () => {
  const cases = [
    [0.1234, "+0.12"],
    [-0.0123, "−0.012"],
    [0.00123, "+0.0012"],
    [-0.00001, "−1e−5"],
    [12345, "+1e4"],
    [0, "0"],
    [null, "∞"],
  ] as [number | null, string][];
  for (const [value, text] of cases) {
    assert.equal(slope(value), text);
  }
});

// --- what the network shows -------------------------------------------------------------------

test("a column's parts are ahead, just computed, or known", () => {
  const line = timeline(3);
  const states = (id: string, t: number) => columnStates(momentAt(line, id), t);
  assert.ok(Object.values(columnStates(null, 1)).every((value) => value === null));
  const now = states("h_2", 2);
  assert.equal(now["data-x"], "known");
  assert.equal(now["data-h"], "now");
  assert.equal(now["data-probs"], "ahead");
  assert.equal(now["data-w-xh"], "now");
  assert.equal(now["data-w-hh"], "now");
  assert.equal(now["data-current"], "");
  assert.equal(states("h_2", 1)["data-h"], "known");
  assert.equal(states("h_2", 3)["data-x"], "ahead");
  // Passing on uses the arrow into the next column.
  assert.equal(states("pass_2", 3)["data-w-hh"], "now");
  assert.equal(states("pass_2", 2)["data-h"], "now");
  assert.equal(states("loss", 2)["data-loss"], "now");
});

test("what an arrow carries is ahead until the gradient of the state that it leads to", () => {
  const line = timeline(3);
  for (const quantity of ["dh_from_future_norm", "dh_from_output_norm", "dh_norm"]) {
    const at = (id: string) => statusOf(momentAt(line, id), quantity, 2);
    assert.deepEqual(["dh_3", "da_3", "dh_2", "da_2"].map(at), ["ahead", "ahead", "now", "known"]);
  }
  const start = (id: string) => statusOf(momentAt(line, id), "dh_from_future_norm", 0);
  assert.deepEqual(["dh_1", "dh_0", "clip"].map(start), ["ahead", "now", "known"]);
  assert.equal(statusOf(null, "dh_norm", 2), null);
});

test("the two streams end at their sum, all timesteps on one scale", () => {
  const trace = pretendTrace();
  const bound = streamBound(trace);
  assert.equal(bound, 0.3);
  const { first, second, end } = streamBars("dh", trace.steps[0], 0, bound);
  assert.deepEqual(first, [0, 1]);
  assert.equal(second[0], 1);
  assert.ok(Math.abs(end - 0.2 / 0.3) < 1e-12 && second[1] === end);
  assert.deepEqual(streamBars("da", trace.steps[0], 1, 0.5), { first: [0, -0.2], second: [0, -0.04], end: -0.04 });
  assert.equal(streamBound({ ...trace, steps: [] }), 1);
});

test("arrows of gradients are thick in orders of magnitude", () => {
  const sizes = [null, 0, 1e-9, 1e-3, 0.1, 1, 1e9].map((value) => gradientThickness(value));
  assert.deepEqual(
    sizes,
    [...sizes].sort((a, b) => a - b),
  );
  assert.ok(sizes[0] > 0 && sizes[6] <= 8);
});

// --- the sum over time ------------------------------------------------------------------------

test("the parts and the sum share a scale unless the sum is far larger", () => {
  assert.equal(boundOf([[[0.013, -0.2]]]), 0.2);
  assert.equal(boundOf([[[0.021]]]), 0.05);
  assert.equal(boundOf([[[0, null]]]), 1);
  assert.deepEqual(boundsOf([[[0.1]], [[0.1]]], [[0.2]]), { each: 0.2, sum: 0.2 });
  assert.deepEqual(boundsOf([[[0.1]]], [[17]]), { each: 0.1, sum: 20 });
});

test("matrices of every size have cells that can be seen", () => {
  for (const [rows, columns] of [
    [6, 4],
    [6, 6],
    [64, 64],
    [64, 26],
    [26, 64],
    [2, 199],
  ]) {
    const size = cellSize(rows, columns);
    assert.ok(size >= 1 && size <= 13 && Number.isInteger(size));
  }
});

const sharesOf = (shares: (number | null)[], total: number | null, first: number = 1) => ({
  iteration: 0,
  parameter: "W_hh",
  first,
  last: first + shares.length - 1,
  contributions: shares.map((value) => [[value]]),
  norm: shares,
  total: [[total]],
  total_norm: total,
});

const sumScene = (parts: object = {}) => ({
  T: 3,
  uses: [1, 2, 3],
  letters: ["a", "b", "c"],
  from: 1,
  now: null,
  inside: true,
  ...parts,
});

const sentence = (...wanted: Parameters<typeof sentenceOf>) => sentenceOf(...wanted).replaceAll("\u00a0", " ");

test("one weight's gradient is written as a sum, as far as it is known", () => {
  const data = sharesOf([0.1, -0.2, 0.35], 0.25);
  assert.equal(sentence(data, [0, 0], sumScene()), "∂L/∂W_hh[0,0] = 0.100 − 0.200 + 0.350 = 0.250");
  assert.equal(sentence(data, [0, 0], sumScene({ from: 3 })), "∂L/∂W_hh[0,0]: … + 0.350 so far");
  assert.equal(sentence(data, [0, 0], sumScene({ from: 4 })), "∂L/∂W_hh[0,0]: nothing added yet");
});

test("its sum is that of the timesteps that use the weight", () => {
  const data = sharesOf([0, 0, 0.35], 0.35);
  assert.equal(sentence(data, [0, 0], sumScene({ uses: [3] })), "∂L/∂W_hh[0,0] = 0.350");
  assert.equal(sentence(data, [0, 0], sumScene({ uses: [2, 3] })), "∂L/∂W_hh[0,0] = 0.000 + 0.350 = 0.350");
  assert.deepEqual(sumOf(data, [0, 0], sumScene({ uses: [3] })).addends, [{ t: 3, text: "0.350" }]);
});

test("a sum of which some timesteps are not here says so where they are missing", () => {
  const scene = sumScene({ T: 4, uses: [1, 2, 3, 4] });
  assert.equal(sentence(sharesOf([0.1, 0.2], 1), [0, 0], scene), "∂L/∂W_hh[0,0] = 0.10 + 0.20 + … = 1.00");
  assert.equal(sentence(sharesOf([0.1, -0.2], 1, 3), [0, 0], scene), "∂L/∂W_hh[0,0] = … + 0.10 − 0.20 = 1.00");
});

test("a gradient that is not finite is no sum", () => {
  const data = sharesOf([0.1, null, 0.3], null);
  assert.equal(sentence(data, [0, 0], sumScene()), "∂L/∂W_hh[0,0] is not finite: there is nothing to add up");
});

test("the weight that is shown first is the one whose gradient is largest", () => {
  const data = {
    ...sharesOf([], 0),
    total: [
      [0.1, null, -0.2],
      [0.15, -0.7, 0.6],
    ],
  };
  assert.deepEqual(largestOf(data), [1, 1]);
  assert.deepEqual(largestOf({ ...data, total: [[null]] }), [0, 0]);
});

test("the losses of the timesteps are written so that they add up", () => {
  const trace = pretendTrace();
  const losses = trace.steps.map((step: any) => step.loss);
  const [, sum] = /L = ([^ ].*?)\. Training/.exec(told(trace, "loss").replaceAll("\u00a0", " ")) ?? [];
  const [addends, total] = sum.split(" = ");
  assert.equal(addends.split(" + ").length, losses.length);
  const decimals = total.split(".")[1].length;
  assert.ok(addends.split(" + ").every((text) => text.split(".")[1].length === decimals));
  const added = addends.split(" + ").reduce((all, text) => all + Number(text), 0);
  assert.equal(added.toFixed(decimals), total);
});

test("a probability less one is written to the decimals of the probability", () => {
  for (const p of [0.004, 0.0312, 0.33, 0.9531, 0.9949, 0.9958, 0.9993]) {
    const trace = pretendTrace();
    const step = trace.steps[trace.steps.length - 1];
    const target = trace.vocabulary.indexOf(step.target ?? "");
    [step.probs[target], step.dlogits[target]] = [p, p - 1];
    const [, left, right] = /gets (\S+) − 1 = (\S+),/.exec(told(trace, `dlogits_${step.t}`)) ?? [];
    const decimals = left.split(".")[1].length;
    assert.equal(right.replace("−", "-"), (Number(left) - 1).toFixed(decimals));
  }
});

// --- tasks and networks of other forms --------------------------------------------------------

const idsOf = (trace: any) => createTimelines()(trace).phases.map(({ id }) => id);

function said(trace: any, id: string) {
  const line = createTimelines()(trace);
  return caption(trace, line.phases[line.indexOf(id)]);
}

test("where nothing is asked there is no loss, and its gradient is from the future only", () => {
  const ids = idsOf(SENTIMENT);
  assert.ok(ids.includes("probs_1") && !ids.includes("loss_1") && ids.includes("loss_2"));
  assert.ok(!ids.includes("dlogits_1") && ids.includes("dh_1"));
  assert.match(said(SENTIMENT, "probs_1"), /though this timestep has no target/);
  assert.match(said(SENTIMENT, "dh_1"), /^Timestep 1 has no target.*comes from timestep 2/);
  assert.match(said(SENTIMENT, "loss"), /^Only timestep 2 has a target/);
});

test("the way back begins where something is asked last", () => {
  const early = {
    ...SENTIMENT,
    steps: [
      { ...SENTIMENT.steps[0], target: "negative" },
      { ...SENTIMENT.steps[1], target: null },
    ],
  };
  const ids = idsOf(early);
  assert.ok(ids.includes("dh_1") && !ids.includes("dh_2") && !ids.includes("gradients_2"));
});

test("an encoder predicts nothing, and its gradients are its own sums", () => {
  const ids = idsOf(TRANSLATION);
  assert.deepEqual(
    ids.filter((id) => /_1$/.test(id)),
    ["x_1", "h_1", "pass_1", "dh_1", "da_1", "gradients_1"],
  );
  const line = createTimelines()(TRANSLATION);
  const known = (id: string, name: string) => line.isKnown(line.indexOf(id), { quantity: `gradients.${name}` });
  assert.ok(known("gradients_3", "W_hh_decoder") && known("gradients_3", "W_hy"));
  assert.ok(!known("gradients_2", "W_hh_encoder") && known("gradients_1", "W_hh_encoder"));
  assert.match(
    said(TRANSLATION, "gradients_2"),
    /gradients of the encoder.*1 of 2 timesteps of the encoder has added its share so far/,
  );
  assert.match(said(TRANSLATION, "dh_2"), /through the decoder’s W_hh: this is how the encoder learns/);
  assert.match(said(TRANSLATION, "h_3"), /the encoder’s final state/);
  assert.match(said(TRANSLATION, "x_3"), /teacher forcing/);
});

test("gradients of unshared weights are complete at their only timestep", () => {
  const line = createTimelines()(UNSHARED);
  const known = (name: string) => line.isKnown(line.indexOf("gradients_2"), { quantity: `gradients.${name}` });
  assert.ok(known("W_xh_2") && !known("W_xh_1") && !known("W_hy"));
  assert.match(said(UNSHARED, "gradients_2"), /All timesteps share W_hy and b_y, so their gradients are added up/);
});

test("without recurrence nothing is passed on, and nothing flows back through time", () => {
  const ids = idsOf(WINDOW);
  assert.ok(!ids.some((id) => id.startsWith("pass") || id === "dh_0"));
  assert.match(said(WINDOW, "dlogits_2"), /nothing flows back through time/);
  assert.match(said(WINDOW, "h_2"), /the last 2 inputs alone/);
  assert.doesNotMatch(said(WINDOW, "gradients_1"), /W_hh/);
});

test("a picture is looked at first, and its weights get their gradient last", () => {
  const ids = idsOf(CAPTION);
  assert.equal(ids[0], "h_0");
  assert.deepEqual(ids.slice(-4), ["dh_0", "da_0", "clip", "update"]);
  const line = createTimelines()(CAPTION);
  assert.ok(!line.isKnown(line.indexOf("dh_0"), { quantity: "gradients.W_ph" }));
  assert.ok(line.isKnown(line.indexOf("da_0"), { quantity: "gradients.W_ph" }));
  assert.match(said(CAPTION, "h_0"), /2 × 2 pixels, 2 are black/);
});

test("every phase of every form has a caption without holes", () => {
  for (const trace of [SENTIMENT, TRANSLATION, UNSHARED, WINDOW, CAPTION]) {
    for (const phase of createTimelines()(trace).phases) {
      const text = caption(trace, phase);
      assert.match(text, /[.…]$/, phase.id);
      assert.doesNotMatch(text, /undefined|NaN|null/, `${phase.id}: ${text}`);
    }
  }
});

test("the list stays the same while its form does", () => {
  const lineOf = createTimelines();
  const first = lineOf(SENTIMENT);
  assert.equal(lineOf({ ...SENTIMENT, iteration: 6 }), first);
  assert.notEqual(lineOf(UNSHARED), first);
});
