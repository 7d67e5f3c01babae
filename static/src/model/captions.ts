/**
 * What happens in a phase of an iteration, in sentences. Pure.
 *
 * No number here is computed: all of them are the trace's.
 */

import { kindOf, rowName } from "./cells";
import { counted, fixed, logged, loss, setting, signed, subscript, visible } from "./format";
import { tokenWord } from "./network/descriptions";
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
import type { Phase } from "./phases";
import { joined, writtenSum } from "./sums";
import type { Maybe, Timestep, Trace } from "./types";

const MOST_ADDENDS = 5;
const MOST_REMEMBERED = 24;

const letter = (token: string) => `“${visible(token)}”`;

/** What came before a timestep, its end when it is long. */
function remembered(trace: Trace, t: number) {
  const read = trace.steps.slice(0, t - 1).map(({ input }) => (input === " " ? " " : visible(input)));
  const between = hasWords(trace) ? " " : "";
  return `“${read.length > MOST_REMEMBERED ? "…" : ""}${read.slice(-MOST_REMEMBERED).join(between)}”`;
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
function heldAt(trace: Trace, t: number): (unit: number) => boolean {
  const clamps: { unit: number; t: number | null }[] = (trace as any).clamps ?? [];
  return (unit) => clamps.some((clamp) => clamp.unit === unit && (clamp.t ?? t) === t);
}

function ofPicture(trace: Trace) {
  const { rows = 0, columns = 0, pixels = [] } = trace.example.image ?? {};
  const black = pixels.filter((pixel) => pixel === 1).length;
  const unit = largest(trace.h_0);
  return (
    `Before any word the network looks at the picture, once: of its ${rows} × ${columns} pixels ${black} ${black === 1 ? "is" : "are"} black. ` +
    `h₀ = tanh(W_ph p + b) is all it will know of it.` +
    (unit === -1 ? "" : ` Unit ${unit} answers most: h₀[${unit}] = ${signed(trace.h_0[unit], 2)}.`)
  );
}

function ofInput(trace: Trace, step: Timestep) {
  const { t } = step;
  const part = partAt(trace, t);
  const word = tokenWord(trace);
  const groups = inputGroups(part);
  const others = part.inputs.length - 1;
  const vector =
    groups.length > 1
      ? `x${subscript(t)} is ${groups.length} one-hot vectors in a row: ${letter(step.input)} now, and the letters before it`
      : `x${subscript(t)} is 1 at ${letter(step.input)} and 0 at the other ${others === 1 ? word : counted(others, word)}`;
  if (sharingOf(trace) === "halves" && t === part.first) {
    return part.writes
      ? `From here on the ${part.name} writes, with weights of its own. It begins with ${letter(step.input)}: ${vector}. ` +
          "In training it reads the right word at each timestep, whatever it has predicted itself (teacher forcing)."
      : `The ${part.name} reads the first word: ${vector}.`;
  }
  if (sharingOf(trace) === "unshared") {
    return `Timestep ${t} has weights of its own, W_xh${mark(t)}, which no other timestep uses: ${vector}.`;
  }
  return t === 1
    ? `The network reads the first ${word}: ${vector}.`
    : `The same again for timestep ${t}, with the same weights: ${vector}.`;
}

/** The superscript of a timestep's own weights. */
const mark = (t: number) => `⁽${Array.from(String(t), (digit) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(digit)]).join("")}⁾`;

/** How a unit comes to its state, in the words of its cell. */
function answer(trace: Trace, step: Timestep, unit: number) {
  const { t } = step;
  const gate = (values: Maybe[] | undefined, name: string) =>
    `${name}${subscript(t)}[${unit}] = ${probability(values?.[unit] ?? null)}`;
  const state = (values: Maybe[] | undefined, name: string, at: number = t) =>
    `${name}${subscript(at)}[${unit}] = ${signed(values?.[unit] ?? null, 2)}`;
  switch (kindOf(trace)) {
    case "gru": {
      const before = t === 1 ? trace.h_0 : trace.steps[t - 2].h;
      return (
        `it keeps the share ${gate(step.z, "z")} of ${state(before, "h", t - 1)} and takes the rest ` +
        `from the candidate ${state(step.n, "n")}, so ${state(step.h, "h")}`
      );
    }
    case "lstm": {
      const past = t === 1 ? "c₀, which is 0" : state(trace.steps[t - 2].c, "c", t - 1);
      return (
        `it keeps the share ${gate(step.f, "f")} of ${past}, and writes ${gate(step.i, "i")} of ` +
        `${state(step.g, "g")}: ${state(step.c, "c")}. Of its tanh it shows ${gate(step.o, "o")}, ` +
        `so ${state(step.h, "h")}`
      );
    }
    default:
      return `h${subscript(t)}[${unit}] = tanh(${signed(step.a[unit], 2)}) = ${signed(step.h[unit], 2)}`;
  }
}

function ofState(trace: Trace, step: Timestep) {
  const { t } = step;
  const at = subscript(t);
  const part = partAt(trace, t);
  const handed = sharingOf(trace) === "halves" && t > 1 && t === part.first;
  const past = handed
    ? `h${subscript(t - 1)}, the encoder’s last state: all it hands over of ${remembered(trace, t)}`
    : t > 1
      ? `what the network remembers of ${remembered(trace, t)}`
      : trace.example.image
        ? "h₀, what it has seen in the picture"
        : trace.h_0.every((value) => value === 0)
          ? "an empty memory, for h₀ is all zeros"
          : "h₀, the state it begins with";
  const held = heldAt(trace, t);
  const unit = largest(step.h, (index) => !held(index));
  const strongest = unit === -1 ? "" : ` Unit ${unit} answers most: ${answer(trace, step, unit)}.`;
  const clamped = step.h.map((_, index) => index).filter(held);
  const note =
    clamped.length === 0
      ? ""
      : ` Unit ${clamped[0]} is held at ${signed(step.h[clamped[0]], 2)}${clamped.length > 1 ? `, and ${clamped.length - 1} more` : ""}.`;
  if (!isRecurrent(trace)) {
    const count = inputGroups(part).length;
    const from = count === 1 ? `the letter ${letter(step.input)} alone` : `the last ${count} letters alone`;
    return `h${at} is made of ${from}: nothing else of the past comes here.${strongest}${note}`;
  }
  return `h${at} mixes the ${tokenWord(trace)} ${letter(step.input)} with ${past}.${strongest}${note}`;
}

function ofPassing(trace: Trace, step: Timestep) {
  const { t } = step;
  const read = remembered(trace, t + 1);
  if (kindOf(trace) === "lstm") {
    return (
      `h${subscript(t)} and the cell state c${subscript(t)} are passed on: at timestep ${t + 1} they are hₜ₋₁ and cₜ₋₁, ` +
      `the past. Their ${counted(step.h.length, "number each is", "numbers each are")} all that the network keeps of ${read}.`
    );
  }
  return (
    `h${subscript(t)} is passed on: at timestep ${t + 1} it is hₜ₋₁, the past. Its ${counted(step.h.length, "number is", "numbers are")} all ` +
    `that the network keeps of ${read}.`
  );
}

function ofPrediction(trace: Trace, step: Timestep) {
  const first = predicted(step.probs);
  if (first === -1) {
    return `ŷ${subscript(step.t)} is no longer a set of probabilities: this run has exploded.`;
  }
  const second = predicted(step.probs.map((p, index) => (index === first ? null : p)));
  const told = [first, second]
    .filter((index) => index !== -1)
    .map((index) => `${letter(trace.vocabulary[index])} ${probability(step.probs[index])}`);
  const what =
    step.target === null
      ? "would be what it answers here, though nothing is asked yet"
      : `is as ${trace.example.target && !hasNext(trace, step.t) ? "the answer" : "the next one"}`;
  return (
    `From h${subscript(step.t)} alone the network says how probable each ${tokenWord(trace)} ${what}: ` +
    `${told.join(", then ")}${trace.vocabulary.length > 2 ? " …" : "."}`
  );
}

/** Whether a timestep's target is what the next one reads. */
function hasNext(trace: Trace, t: number) {
  const { target } = trace.steps[t - 1];
  const next = trace.steps[t];
  return target === "EOS" || (next === undefined ? sharingOf(trace) !== "shared" : next.input === target);
}

function ofLoss(trace: Trace, step: Timestep) {
  const p = logged(step.probs[targetIndex(trace, step.t)], step.loss);
  const guess = trace.vocabulary[predicted(step.probs)];
  const verdict =
    guess === undefined
      ? ""
      : guess === step.target
        ? " It was the network’s first choice."
        : ` The network’s first choice was ${letter(guess)}.`;
  return (
    `The target was ${letter(step.target ?? "")}: it got ${p}, so the loss is ` +
    `−log ${p} = ${loss(step.loss)}.${verdict}`
  );
}

function ofTotal(trace: Trace) {
  const asked = trace.steps.filter(({ target }) => target !== null);
  const losses = asked.map((step) => step.loss);
  if (losses.length === 1 && trace.steps.length > 1) {
    return (
      `Only timestep ${asked[0].t} is asked for something, so its loss is the loss of the iteration: ` +
      `L = ${loss(trace.loss)}. What the timesteps before it do counts only by what they hand on.`
    );
  }
  if (losses.length === 1) {
    return `There is only one timestep, so its loss is the loss of the iteration: L = ${loss(trace.loss)}.`;
  }
  const { addends: texts, total, relation } = writtenSum(losses, trace.loss);
  const addends =
    texts.length <= MOST_ADDENDS + 1 ? texts : [...texts.slice(0, MOST_ADDENDS - 1), "…", texts[texts.length - 1]];
  return (
    `The losses of ${losses.length === trace.steps.length ? "all " : "the "}${counted(losses.length, "timestep")}` +
    `${losses.length === trace.steps.length ? "" : " where something is asked"} are added: L = ${joined(addends)} ${relation} ${total}. ` +
    "To make it smaller is all that learning is about."
  );
}

const lastAsked = ({ steps }: Trace) => steps.filter(({ target }) => target !== null).at(-1)?.t;

/** A probability, less one, and what that is, both to the same decimal. */
function minusOne(probable: Maybe, difference: Maybe) {
  const text = probability(probable);
  const decimals = /^0\.(\d+)$/.exec(text)?.[1].length;
  return `${text} − 1 = ${decimals === undefined ? slope(difference) : signed(difference, decimals)}`;
}

function ofScores(trace: Trace, step: Timestep) {
  const at = subscript(step.t);
  const target = targetIndex(trace, step.t);
  const other = largest(step.dlogits, (index) => index !== target);
  const start = !isRecurrent(trace)
    ? `The loss of timestep ${step.t} concerns this timestep only: nothing flows back through time. `
    : step.t === lastAsked(trace)
      ? "Now backwards, from the last timestep to the first. "
      : `Backwards to timestep ${step.t}. `;
  const down =
    other === -1 ? "" : `, and ${letter(trace.vocabulary[other])}, with ${slope(step.dlogits[other])}, a lower one`;
  return (
    `${start}∂L/∂y${at} is ŷ${at} minus the right answer: ${letter(step.target ?? "")} gets ` +
    `${minusOne(step.probs[target], step.dlogits[target])}, so a higher score ` +
    `would help${down}.`
  );
}

function ofStreams(trace: Trace, step: Timestep) {
  const { t } = step;
  const at = subscript(t);
  if (!isRecurrent(trace)) {
    return (
      `h${at} is used by its own output only, so that alone says what it should have been: ` +
      `‖∂L/∂h${at}‖ = ${norm(step.dh_norm)}. No later timestep has read it.`
    );
  }
  if (step.target === null) {
    return (
      `${writesAt(trace, t) ? "Nothing is asked" : "Nothing is written"} at timestep ${t}, so its state gets no gradient from an output: all of ` +
      `‖∂L/∂h${at}‖ = ${norm(step.dh_norm)} comes from timestep ${t + 1}` +
      `${partAt(trace, t) === partAt(trace, t + 1) || sharingOf(trace) !== "halves" ? "" : `, through the decoder’s W_hh: this is how the encoder learns`}.`
    );
  }
  if (t === trace.steps.length) {
    return (
      `Nothing comes after h${at}, so what it should have been is told by its own output only: ` +
      `‖∂L/∂h${at}‖ = ${norm(step.dh_norm)}.`
    );
  }
  return (
    `Two streams meet at h${at}: from its own output (length ${norm(step.dh_from_output_norm)}) and from ` +
    `timestep ${t + 1} (length ${norm(step.dh_from_future_norm)}). Added unit by unit they are ∂L/∂h${at}, of length ` +
    `${norm(step.dh_norm)}: lengths do not add, for the two may pull apart.`
  );
}

function ofGates(trace: Trace, step: Timestep) {
  const { t } = step;
  const at = subscript(t);
  const H = step.h.length;
  const held = heldAt(trace, t);
  const gates = trace.gate_names ?? [];
  const unit = largest(step.dh, (index) => !held(index));
  const shares = gates.map((gate, number) => `${gate} ${slope(step.da[number * H + unit])}`);
  const isLstm = kindOf(trace) === "lstm";
  const way = isLstm
    ? `∂L/∂h${at} goes through o${at} and tanh to the cell state c${at}` +
      (t < trace.steps.length
        ? `, where what comes back from c${subscript(t + 1)}, times f${subscript(t + 1)}, joins it ` +
          `(length ${norm(step.dc_from_future_norm)}; the sum’s is ${norm(step.dc_norm)})`
        : "") +
      ". Each gate gets what it could have changed, times the slope of its σ or tanh."
    : `The share z${at} of ∂L/∂h${at} goes straight on to h${subscript(t - 1)}. Each gate gets what it could have changed, ` +
      "times the slope of its σ or tanh.";
  const example =
    unit === -1
      ? ""
      : ` Unit ${unit}, at ${slope(step.dh[unit])}` +
        (isLstm ? ` and ${slope(step.dc?.[unit] ?? null)} in c${at}` : "") +
        `: ${shares.join(", ")}.`;
  return `${way}${example}`;
}

function ofTanh(trace: Trace, step: Timestep) {
  const at = subscript(step.t);
  const held = heldAt(trace, step.t);
  const unit = largest(step.h, (index) => !held(index));
  const example =
    unit === -1
      ? ""
      : ` Unit ${unit}, at ${signed(step.h[unit], 2)}, lets ${slope(step.da[unit])} of ${slope(step.dh[unit])} through.`;
  return (
    `Back through tanh: ∂L/∂h${at} is multiplied by the slope of tanh, unit by unit. ` +
    `The nearer a unit is to −1 or +1, the less gets through.${example}`
  );
}

function ofGradients(trace: Trace, step: Timestep) {
  const { t } = step;
  const shares = [
    `of W_xh through ${letter(step.input)}`,
    ...(isRecurrent(trace) ? [`of W_hh through h${subscript(t - 1)}`] : []),
    ...(step.target === null ? [] : [`of W_hy through h${subscript(t)}`]),
    "of the biases",
  ];
  const list = `${shares.slice(0, -1).join(", ")}, and ${shares[shares.length - 1]}`;
  if (sharingOf(trace) === "unshared") {
    const shared = parameterAt(trace, "W_hy", t) === "W_hy";
    return (
      `The weights of timestep ${t} are its own, so this is their whole gradient: ${list}. ` +
      "Nothing is summed over timesteps, and what is learnt here helps at no other timestep" +
      (shared ? "; only the output’s weights are shared and add up." : ".")
    );
  }
  const { name } = partAt(trace, t);
  const halves = sharingOf(trace) === "halves";
  const times = timestepsOf(trace, parameterAt(trace, "W_xh", t) ?? "").filter(
    (at) => isRecurrent(trace) || isAsked(trace, at),
  );
  const T = times.length;
  const done = times.filter((at) => at >= t).length;
  const whose = halves ? ` of the ${name}` : "";
  const count =
    T === 1
      ? `There is only one timestep${whose}, so this is the whole gradient.`
      : done === T
        ? `All ${counted(T, "timestep")}${whose} have added theirs: the gradients are complete.`
        : `${done} of ${T}${whose} ${done === 1 ? "has" : "have"} added theirs so far.`;
  return `Timestep ${t} adds its share to the gradient of every weight${whose}: ${list}. ${count}`;
}

function ofStart(trace: Trace) {
  const norms = trace.steps.map(({ dh_norm }) => norm(dh_norm)).reverse();
  const shown =
    norms.length <= MOST_ADDENDS + 1 ? norms : [...norms.slice(0, MOST_ADDENDS - 1), "…", norms[norms.length - 1]];
  const way = [...shown, norm(trace.dh_0_norm)].join(" → ");
  const ends = trace.example.image
    ? "The gradient reaches h₀, which the picture has set, so it goes on from there."
    : "The gradient reaches h₀, which is fixed: here the way back ends.";
  return `${ends} Its length on the way, from h${subscript(trace.steps.length)} to h₀: ${way}.`;
}

function ofLooking(trace: Trace) {
  const unit = largest(trace.da_0 ?? []);
  return (
    "Last of all, back through tanh to the picture: each weight of W_ph gets ∂L/∂a₀ of its unit times its pixel, so " +
    "those of white pixels, which are 0, get nothing." +
    (unit === -1 ? "" : ` Unit ${unit} gets most: ${slope(trace.da_0?.[unit] ?? null)} for each black pixel.`)
  );
}

function ofClipping(trace: Trace) {
  const limit = trace.hyperparameters.clip_norm;
  const all = `All gradients together have the norm ${norm(trace.gradient_norm)}`;
  if (limit === null) {
    return `${all}. This run does not clip: they are used as they are.`;
  }
  if (trace.clip_scale === 1) {
    return `${all}, not more than the limit of ${setting(limit)}: nothing is clipped.`;
  }
  return (
    `${all}, more than the limit of ${setting(limit)}: each is multiplied by ${fixed(trace.clip_scale, 3)}, ` +
    "which keeps their direction."
  );
}

const OPTIMIZERS = new Map([
  ["sgd", "SGD"],
  ["adagrad", "Adagrad"],
  ["adam", "Adam"],
]);

function ofUpdate(trace: Trace) {
  const { optimizer, learning_rate } = trace.hyperparameters;
  let most: { name: string; value: number; was: Maybe } | null = null;
  for (const name of Object.keys(trace.parameters)) {
    const rows: (Maybe | Maybe[])[] = (trace.updates as any)[name] ?? [];
    const old = (trace.parameters as any)[name];
    rows.forEach((row, i) => {
      const cells = Array.isArray(row) ? row : [row];
      cells.forEach((value, j) => {
        if (value !== null && (most === null || Math.abs(value) > Math.abs(most.value))) {
          const gated = /^(W_xh|W_hh|b_h)(_|$)/.test(name) ? rowName(trace, i) : String(i);
          most = {
            name: `${name}[${gated}${Array.isArray(row) ? `,${j}` : ""}]`,
            value,
            was: Array.isArray(row) ? old[i][j] : old[i],
          };
        }
      });
    });
  }
  const found = most as { name: string; value: number; was: Maybe } | null;
  const example =
    found === null
      ? ""
      : ` None changes more than ${found.name}: from ${signed(found.was, 2)} by ${slope(found.value)}.`;
  return (
    `${OPTIMIZERS.get(optimizer) ?? optimizer} with η = ${setting(learning_rate)} turns the gradients into one update of ` +
    `every weight.${example} Going on makes it, and iteration ${trace.iteration + 1} begins.`
  );
}

/** What happens in a phase, in sentences with this iteration's numbers. */
export function caption(trace: Trace, { kind, t }: Phase): string {
  const step = trace.steps[(t ?? 1) - 1];
  switch (kind) {
    case "picture":
      return ofPicture(trace);
    case "from-picture":
      return ofLooking(trace);
    case "x":
      return ofInput(trace, step);
    case "h":
      return ofState(trace, step);
    case "pass":
      return ofPassing(trace, step);
    case "probs":
      return ofPrediction(trace, step);
    case "loss":
      return ofLoss(trace, step);
    case "total":
      return ofTotal(trace);
    case "dlogits":
      return ofScores(trace, step);
    case "dh":
      return ofStreams(trace, step);
    case "da":
      return kindOf(trace) === "tanh" ? ofTanh(trace, step) : ofGates(trace, step);
    case "gradients":
      return ofGradients(trace, step);
    case "start":
      return ofStart(trace);
    case "clip":
      return ofClipping(trace);
    case "update":
      return ofUpdate(trace);
  }
}
