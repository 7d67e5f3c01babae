/**
 * What happens in a phase of an iteration, in sentences. No number here is computed: all of them
 * are the trace's.
 */

import { sentences as inSequence, listed, quotation, say } from "../lib/messages";
import { kindOf, rowName } from "./cells";
import { fixed, logged, loss, optimizerName, setting, signed, subscript, visible } from "./format";
import { sharesInWords } from "./network/descriptions";
import { norm, predicted, probability, targetIndex } from "./network/numbers";
import {
  hasWords,
  inputGroups,
  isAsked,
  isRecurrent,
  parameterAt,
  partAt,
  sharingOf,
  timestepsOf,
  writesAt,
} from "./parts";
import type { Kind, Phase } from "./phases";
import { joined, writtenSum } from "./sums";
import type { Maybe, ParameterArray, Timestep, Trace } from "./types";

const MOST_ADDENDS = 5;
const MOST_REMEMBERED = 24;

const quote = (token: string | null | undefined) => quotation(visible(token ?? ""));
const sentences = (...all: (string | null)[]) => inSequence(all.filter((each) => each !== null));
const yesNo = (condition: boolean) => (condition ? "yes" : "no");

/** A long list loses its middle. */
function shortened(texts: string[]) {
  return texts.length <= MOST_ADDENDS + 1
    ? texts
    : [...texts.slice(0, MOST_ADDENDS - 1), "…", ...texts.slice(texts.length - 1)];
}

/** What came before a timestep; of much, its end. */
function remembered(trace: Trace, t: number) {
  const read = trace.steps.slice(0, t - 1).map(({ input }) => (input === " " ? " " : visible(input)));
  const between = hasWords(trace) ? " " : "";
  return quotation(`${read.length > MOST_REMEMBERED ? "…" : ""}${read.slice(-MOST_REMEMBERED).join(between)}`);
}

/** An entry of a gradient, over many orders of magnitude. */
export function slope(value: Maybe) {
  if (value === null || value === 0) {
    return signed(value, 0);
  }
  const size = Math.abs(value);
  if (size < 0.0005 || size >= 1000) {
    return `${value < 0 ? "−" : "+"}${size.toExponential(0).replace("-", "−").replace("e+", "e")}`;
  }
  return signed(value, size < 0.01 ? 4 : size < 0.1 ? 3 : 2);
}

/** The index of the largest absolute value, among those that `allowed` admits; -1 for none. */
function largest(values: readonly Maybe[], allowed: (index: number) => boolean = () => true) {
  let best = -1;
  values.forEach((value, index) => {
    if (value !== null && allowed(index) && (best === -1 || Math.abs(value) > Math.abs(values[best] ?? 0))) {
      best = index;
    }
  });
  return best;
}

/** Whether a unit's state was set by hand, and so is no tanh of anything. */
function heldAt({ clamps = [] }: Trace, t: number): (unit: number) => boolean {
  return (unit) => clamps.some((clamp) => clamp.unit === unit && (clamp.t ?? t) === t);
}

/** `h₃[1] = −0.91` */
const entry = (name: string, t: number, unit: number, text: string) => `${name}${subscript(t)}[${unit}] = ${text}`;

/** What sentences of a timestep may name. */
const common = (trace: Trace, { t, input, target, h }: Timestep) => ({
  t,
  at: subscript(t),
  before: subscript(t - 1),
  after: subscript(t + 1),
  next: t + 1,
  token: quote(input),
  target: quote(target),
  units: h.length,
  cell: kindOf(trace),
});

function ofPicture(trace: Trace) {
  const { rows = 0, columns = 0, pixels = [] } = trace.example.image ?? {};
  const unit = largest(trace.h_0);
  const h = entry("h", 0, unit, signed(trace.h_0[unit] ?? null));
  return sentences(
    say("caption-picture", { rows, columns, black: pixels.filter((pixel) => pixel === 1).length }),
    unit === -1 ? null : say("caption-most", { unit, cell: "tanh", h }),
  );
}

function ofInput(trace: Trace, step: Timestep) {
  const { t } = step;
  const part = partAt(trace, t);
  const own = { groups: inputGroups(part).length, others: part.inputs.length - 1 };
  const values = { ...common(trace, step), vector: say("caption-x-vector", { ...common(trace, step), ...own }) };
  const sharing = sharingOf(trace);
  if (sharing === "halves" && t === part.first) {
    return part.writes ? say("caption-x-decoder", values) : say("caption-x-encoder", values);
  }
  if (sharing === "unshared") {
    return say("caption-x-unshared", { ...values, mark: mark(t) });
  }
  return t === 1 ? say("caption-x-first", values) : say("caption-x", values);
}

/** The superscript of a timestep's own weights. */
const mark = (t: number) => `⁽${Array.from(String(t), (digit) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(digit)]).join("")}⁾`;

/** How the unit with the largest state comes to it, in the words of its cell. */
function ofUnit(trace: Trace, step: Timestep, unit: number) {
  const { t } = step;
  const before = trace.steps[t - 2];
  const gate = (name: "i" | "f" | "o" | "z") => entry(name, t, unit, probability(step[name]?.[unit] ?? null));
  const state = (name: "c" | "g" | "h" | "n") => entry(name, t, unit, signed(step[name]?.[unit] ?? null));
  const cell = kindOf(trace);
  if (cell === "gru") {
    const past = entry("h", t - 1, unit, signed((before?.h ?? trace.h_0)[unit] ?? null));
    return say("caption-most", { unit, cell, z: gate("z"), past, n: state("n"), h: state("h") });
  }
  if (cell === "lstm") {
    const past = entry("c", t - 1, unit, signed(before?.c?.[unit] ?? null));
    const made = { f: gate("f"), i: gate("i"), g: state("g"), c: state("c"), o: gate("o"), h: state("h") };
    return say("caption-most", { unit, cell, first: yesNo(t === 1), past, ...made });
  }
  const h = entry("h", t, unit, `tanh(${signed(step.a[unit])}) = ${signed(step.h[unit])}`);
  return say("caption-most", { unit, cell, h });
}

/** Where a state comes from, beside what is read. */
function pastOf(trace: Trace, t: number) {
  if (t > 1) {
    return sharingOf(trace) === "halves" && t === partAt(trace, t).first ? "encoder" : "remembered";
  }
  return trace.example.image ? "picture" : trace.h_0.every((value) => value === 0) ? "empty" : "given";
}

/** The unit of a state that its caption is about; -1 where there is none. */
export function unitTold(trace: Trace, t: number) {
  const held = heldAt(trace, t);
  return largest(trace.steps[t - 1]?.h ?? [], (index) => !held(index));
}

function ofState(trace: Trace, step: Timestep) {
  const { t, h } = step;
  const values = { ...common(trace, step), past: pastOf(trace, t), read: remembered(trace, t) };
  const held = heldAt(trace, t);
  const unit = unitTold(trace, t);
  const [first, ...more] = h.map((_, index) => index).filter(held);
  return sentences(
    isRecurrent(trace)
      ? say("caption-h", values)
      : say("caption-h-window", { ...values, count: inputGroups(partAt(trace, t)).length }),
    unit === -1 ? null : ofUnit(trace, step, unit),
    first === undefined ? null : say("caption-h-held", { unit: first, value: signed(h[first]), more: more.length }),
  );
}

function ofPassing(trace: Trace, step: Timestep) {
  const values = { ...common(trace, step), read: remembered(trace, step.t + 1) };
  return kindOf(trace) === "lstm" ? say("caption-pass-lstm", values) : say("caption-pass", values);
}

function ofPrediction(trace: Trace, step: Timestep) {
  const { t, probs, target } = step;
  const values = { ...common(trace, step), letters: trace.vocabulary.length };
  const first = predicted(probs);
  if (first === -1) {
    return say("caption-exploded", values);
  }
  const second = predicted(probs.map((p, index) => (index === first ? null : p)));
  const told = (index: number) =>
    index === -1 ? "" : `${quote(trace.vocabulary[index])} ${probability(probs[index])}`;
  const role = target === null ? "unasked" : trace.example.target && !hasNext(trace, t) ? "answer" : "next";
  return say("caption-probs", { ...values, role, first: told(first), second: told(second) });
}

/** Whether a timestep's target is what the next one reads. */
function hasNext(trace: Trace, t: number) {
  const { target } = trace.steps[t - 1];
  const next = trace.steps[t];
  return target === "EOS" || (next === undefined ? sharingOf(trace) !== "shared" : next.input === target);
}

function ofLoss(trace: Trace, step: Timestep) {
  const guess = trace.vocabulary[predicted(step.probs)];
  return say("caption-loss", {
    ...common(trace, step),
    p: logged(step.probs[targetIndex(trace, step.t)], step.loss),
    loss: loss(step.loss),
    verdict: guess === undefined ? "none" : guess === step.target ? "right" : "wrong",
    guess: quote(guess),
  });
}

function ofTotal(trace: Trace) {
  const asked = trace.steps.filter(({ target }) => target !== null);
  const losses = asked.map((step) => step.loss);
  if (losses.length === 1) {
    const values = { t: asked[0].t, loss: loss(trace.loss) };
    return trace.steps.length > 1 ? say("caption-total-only", values) : say("caption-total-one", values);
  }
  const { addends, total, relation } = writtenSum(losses, trace.loss);
  const sum = `${joined(shortened(addends))} ${relation} ${total}`;
  return say("caption-total", { count: losses.length, all: yesNo(losses.length === trace.steps.length), sum });
}

/** A probability, less one, and what that is, both to the same decimal. */
function minusOne(probable: Maybe, difference: Maybe) {
  const text = probability(probable);
  const decimals = /^0\.(\d+)$/.exec(text)?.[1].length;
  return `${text} − 1 = ${decimals === undefined ? slope(difference) : signed(difference, decimals)}`;
}

function ofScores(trace: Trace, step: Timestep) {
  const { t, probs, dlogits } = step;
  const place = targetIndex(trace, t);
  const other = largest(dlogits, (index) => index !== place);
  const isLast = trace.steps.every((each) => each.t <= t || each.target === null);
  return say("caption-dlogits", {
    ...common(trace, step),
    start: isRecurrent(trace) ? (isLast ? "first" : "next") : "only",
    difference: minusOne(probs[place], dlogits[place]),
    more: yesNo(other !== -1),
    other: quote(trace.vocabulary[other]),
    slope: slope(dlogits[other] ?? null),
  });
}

function ofStreams(trace: Trace, step: Timestep) {
  const { t } = step;
  const values = { ...common(trace, step), norm: norm(step.dh_norm) };
  if (!isRecurrent(trace)) {
    return say("caption-dh-window", values);
  }
  if (step.target === null) {
    const isHandedOver = sharingOf(trace) === "halves" && partAt(trace, t) !== partAt(trace, t + 1);
    const through = isHandedOver ? "decoder" : "same";
    return say("caption-dh-unasked", { ...values, writes: yesNo(writesAt(trace, t)), through });
  }
  if (t === trace.steps.length) {
    return say("caption-dh-last", values);
  }
  const streams = { own: norm(step.dh_from_output_norm), later: norm(step.dh_from_future_norm) };
  return say("caption-dh", { ...values, ...streams });
}

function ofGates(trace: Trace, step: Timestep) {
  const { t, dh, dc, da, h } = step;
  const held = heldAt(trace, t);
  const unit = largest(dh, (index) => !held(index));
  const values = {
    ...common(trace, step),
    last: yesNo(t === trace.steps.length),
    later: norm(step.dc_from_future_norm),
    sum: norm(step.dc_norm),
  };
  const gates = trace.gate_names ?? [];
  const shares = listed(gates.map((gate, place) => `${gate} ${slope(da[place * h.length + unit] ?? null)}`));
  const own = { unit, shares, dh: slope(dh[unit] ?? null), dc: slope(dc?.[unit] ?? null) };
  return sentences(
    kindOf(trace) === "gru" ? say("caption-da-gru", values) : say("caption-da-lstm", values),
    unit === -1 ? null : say("caption-da-unit", { ...values, ...own }),
  );
}

function ofTanh(trace: Trace, step: Timestep) {
  const { h, da, dh } = step;
  const held = heldAt(trace, step.t);
  const unit = largest(h, (index) => !held(index));
  return sentences(
    say("caption-da", common(trace, step)),
    unit === -1
      ? null
      : say("caption-da-through", { unit, h: signed(h[unit]), da: slope(da[unit]), dh: slope(dh[unit]) }),
  );
}

function ofGradients(trace: Trace, step: Timestep) {
  const { t } = step;
  const values = {
    ...common(trace, step),
    recurrent: yesNo(isRecurrent(trace)),
    asked: yesNo(step.target !== null),
  };
  const list = say("caption-gradients-list", values);
  const sharing = sharingOf(trace);
  if (sharing === "unshared") {
    return say("caption-gradients-unshared", { ...values, list, ...sharesInWords(trace) });
  }
  const times = timestepsOf(trace, parameterAt(trace, "W_xh", t) ?? "").filter(
    (at) => isRecurrent(trace) || isAsked(trace, at),
  );
  const done = times.filter((at) => at >= t).length;
  const part = sharing === "halves" ? partAt(trace, t).name : "";
  return say("caption-gradients", { ...values, list, part, count: times.length, done, left: times.length - done });
}

function ofStart(trace: Trace) {
  const norms = trace.steps.map(({ dh_norm }) => norm(dh_norm)).reverse();
  return say("caption-start", {
    picture: yesNo(Boolean(trace.example.image)),
    at: subscript(trace.steps.length),
    way: [...shortened(norms), norm(trace.dh_0_norm)].join(" → "),
  });
}

function ofLooking({ da_0 }: Trace) {
  const unit = largest(da_0 ?? []);
  return sentences(
    say("caption-from-picture"),
    unit === -1 ? null : say("caption-from-picture-most", { unit, value: slope(da_0?.[unit] ?? null) }),
  );
}

function ofClipping({ hyperparameters, gradient_norm, clip_scale }: Trace) {
  const limit = hyperparameters.clip_norm;
  const does = limit === null ? "off" : clip_scale === 1 ? "nothing" : "scale";
  const values = { norm: norm(gradient_norm), limit: setting(limit ?? 0), scale: fixed(clip_scale, 3) };
  return say("caption-clip", { ...values, does });
}

/** The weight that changes most. */
function mostChanged(trace: Trace) {
  let most = { name: "", value: 0, was: null as Maybe };
  const updates: Record<string, ParameterArray> = trace.updates;
  for (const [name, old] of Object.entries<ParameterArray>(trace.parameters)) {
    const isGated = /^(W_xh|W_hh|b_h)(_|$)/.test(name);
    updates[name]?.forEach((row, i) => {
      const before = old[i];
      const place = isGated ? rowName(trace, i) : String(i);
      (Array.isArray(row) ? row : [row]).forEach((value, j) => {
        if (value !== null && Math.abs(value) > Math.abs(most.value)) {
          most = Array.isArray(before)
            ? { name: `${name}[${place},${j}]`, value, was: before[j] }
            : { name: `${name}[${place}]`, value, was: before };
        }
      });
    });
  }
  return most;
}

function ofUpdate(trace: Trace) {
  const { optimizer, learning_rate } = trace.hyperparameters;
  const { name, value, was } = mostChanged(trace);
  return sentences(
    say("caption-update", { optimizer: optimizerName(optimizer), rate: setting(learning_rate) }),
    name === "" ? null : say("caption-update-most", { name, was: signed(was), by: slope(value) }),
    say("caption-update-next", { iteration: String(trace.iteration + 1) }),
  );
}

/** What a phase is called: `compute h₃`. */
export function title(trace: Trace, { kind, t }: Phase): string {
  const name = kind.replace("-", "_");
  return say(`phase-${name}`, { t: t ?? 0, at: subscript(t ?? 0), gated: yesNo(kindOf(trace) !== "tanh") });
}

const OF_ITERATION: Partial<Record<Kind, (trace: Trace) => string>> = {
  picture: ofPicture,
  "from-picture": ofLooking,
  total: ofTotal,
  start: ofStart,
  clip: ofClipping,
  update: ofUpdate,
};
const OF_TIMESTEP: Partial<Record<Kind, (trace: Trace, step: Timestep) => string>> = {
  x: ofInput,
  h: ofState,
  pass: ofPassing,
  probs: ofPrediction,
  loss: ofLoss,
  dlogits: ofScores,
  dh: ofStreams,
  da: (trace, step) => (kindOf(trace) === "tanh" ? ofTanh(trace, step) : ofGates(trace, step)),
  gradients: ofGradients,
};

/** What happens in a phase, in sentences with this iteration's numbers. */
export function caption(trace: Trace, { kind, t }: Phase): string {
  return OF_ITERATION[kind]?.(trace) ?? OF_TIMESTEP[kind]?.(trace, trace.steps[(t ?? 1) - 1]) ?? "";
}
