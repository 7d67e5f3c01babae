/**
 * The setup form. Learning rate, optimizer and clipping apply as soon as they are entered; the
 * other fields wait for “Start new run”. Nothing that breaks a limit leaves the form.
 */

import { ProblemError } from "../client/api";
import { find, h, on, setText } from "../lib/dom";
import { examplesRead, examplesWritten } from "../model/examples";
import { allowed, logarithmic, readNumber, textError } from "../model/fields";
import { cellName, optimizerName, setting } from "../model/format";
import type { Configuration, Hyperparameters, Limit, PageConfig, Run } from "../model/types";

export type NewRunNumber = "hidden_size" | "initialization_scale" | "seed";
const NEW_RUN_NUMBERS: NewRunNumber[] = ["hidden_size", "initialization_scale", "seed"];
const HINTS = new Map([
  ["counting", "One sequence in each line: aabb."],
  ["sentiment", "One sentence in each line, with its label: not bad => positive."],
  [
    "captioning",
    "One picture in each line, rows with / between them: #.#/.#./#.# => a cross. Or draw one under “The task”.",
  ],
  ["translation", "One phrase in each line, with its translation: good morning => 早上好."],
  ["remembering", "One sequence in each line, with what is to be said at its end: bxyz => b."],
]);
const SLIDER = { low: 1e-4, high: 10 };

export function createSetup(
  root: HTMLElement,
  config: PageConfig,
  {
    change,
    startRun,
  }: {
    change: (changes: Partial<Hyperparameters>) => Promise<void>;
    startRun: (configuration: Configuration) => Promise<void>;
  },
) {
  const form = find(root, "#setup", HTMLFormElement);
  const input = (name: string) => find(form, `#${name}`, HTMLInputElement);
  const rate = input("learning_rate");
  const slider = input("learning_rate-slider");
  const clipping = input("clipping");
  const clip = input("clip_norm");
  const optimizer = find(form, "#optimizer", HTMLSelectElement);
  const initialization = find(form, "#initialization", HTMLSelectElement);
  const cell = find(form, "#cell", HTMLSelectElement);
  const task = find(form, "#task", HTMLSelectElement);
  const sharing = find(form, "#sharing", HTMLSelectElement);
  const examples = find(form, "#examples", HTMLTextAreaElement);
  const distance = input("distance");
  const distanceSlider = input("distance-slider");
  const radius = input("spectral_radius");
  const keeping = input("keep_bias");
  const text = find(form, "#text", HTMLTextAreaElement);
  const start = find(form, "#start-run", HTMLButtonElement);
  const discard = find(form, "#discard", HTMLButtonElement);
  const status = find(form, "#setup-status", HTMLElement);

  const limit = (name: string) => config.limits.run[name] as Limit;
  const scale = logarithmic(
    Math.max(SLIDER.low, limit("learning_rate").minimum ?? 0),
    Math.min(SLIDER.high, limit("learning_rate").maximum ?? Infinity),
  );
  let run: Run | null = null;
  let dirty = false;

  optimizer.replaceChildren(
    ...(limit("optimizer").choices ?? []).map((name) => h("option", { value: name }, optimizerName(name))),
  );
  initialization.replaceChildren(
    ...(limit("initialization").choices ?? []).map((name) => h("option", { value: name }, name)),
  );
  cell.replaceChildren(...(limit("cell").choices ?? []).map((name) => h("option", { value: name }, cellName(name))));
  task.replaceChildren(...Object.entries(config.tasks).map(([name, { title }]) => h("option", { value: name }, title)));
  distanceSlider.min = String(limit("distance").minimum ?? 1);
  distanceSlider.max = String(limit("distance").maximum ?? 100);
  radius.title = `${allowed(limit("spectral_radius"))}; W_hh is scaled to it. Empty: as drawn.`;
  keeping.title = `${allowed(limit("keep_bias"))}: where the biases of an LSTM’s f, or of a GRU’s z, begin.`;
  distance.title = allowed(limit("distance"));
  /** What was entered for each task, while the page lives. */
  const drafts: Map<string, Record<string, string>> = new Map();
  let chosenTask = task.value;
  setText(find(form, "#text-hint", HTMLElement), `Any ${allowed(limit("text"))}. Shift + Enter breaks the line.`);
  for (const name of ["learning_rate", "clip_norm", ...NEW_RUN_NUMBERS]) {
    input(name).title = allowed(limit(name));
  }

  function explain(name: string, message: string | null) {
    const control = find(form, `#${name}`, HTMLElement);
    control.setAttribute("aria-invalid", String(message !== null));
    if (message === null) {
      control.removeAttribute("aria-invalid");
    }
    setText(find(form, `#${name}-error`, HTMLElement), message ?? "");
  }

  /** A refusal stands at its field, or beside the button when it is about none of them. */
  function refused(error: unknown, field: string) {
    if (!(error instanceof Error)) {
      return;
    }
    let placed = false;
    if (error instanceof ProblemError) {
      for (const { field: name, message } of error.errors) {
        const id = name.split(".").at(-1) ?? name;
        if (form.querySelector(`#${CSS.escape(id)}-error`) !== null) {
          explain(id, message);
          placed = true;
        }
      }
    }
    if (!placed && field !== "") {
      explain(field, error.message);
    } else if (!placed) {
      setText(status, error.message);
    }
  }

  // ---- applies at once ------------------------------------------------------------------

  async function apply(changes: Partial<Hyperparameters>, field: keyof Hyperparameters) {
    explain(field, null);
    if (run !== null && run.hyperparameters[field] === changes[field]) {
      return;
    }
    try {
      await change(changes);
    } catch (error) {
      refused(error, field);
    }
  }

  function applyRate() {
    const read = readNumber(rate.value, limit("learning_rate"));
    if (read.error !== undefined) {
      explain("learning_rate", read.error);
      return;
    }
    slider.value = String(Math.round(1000 * scale.position(read.value)));
    void apply({ learning_rate: read.value }, "learning_rate");
  }

  function applyClipping() {
    clip.disabled = !clipping.checked;
    if (!clipping.checked) {
      void apply({ clip_norm: null }, "clip_norm");
      return;
    }
    const read = readNumber(clip.value, limit("clip_norm"));
    if (read.error !== undefined) {
      explain("clip_norm", read.error);
      return;
    }
    void apply({ clip_norm: read.value }, "clip_norm");
  }

  on(slider, "input", () => {
    const value = setting(scale.value(Number(slider.value) / 1000));
    rate.value = value;
    slider.setAttribute("aria-valuetext", value);
    explain("learning_rate", null);
  });
  on(slider, "change", applyRate);
  on(rate, "change", applyRate);
  on(optimizer, "change", () => void apply({ optimizer: optimizer.value }, "optimizer"));
  on(clipping, "change", applyClipping);
  on(clip, "change", applyClipping);

  // ---- starts a new run -----------------------------------------------------------------

  /** The fields of a new run: those that can be read, and what is wrong with the others. */
  function read(): { values: Record<string, any>; errors: Map<string, string> } {
    const values: Record<string, any> = {
      task: task.value,
      cell: cell.value,
      sharing: sharing.value,
      initialization: initialization.value,
      examples: null,
      spectral_radius: null,
      keep_bias: 0,
    };
    const errors: Map<string, string> = new Map();
    if (task.value === "next_character") {
      values.text = text.value;
      const wrong = textError(text.value, limit("text"));
      if (wrong !== null) {
        errors.set("text", wrong);
      }
    } else if (examples.value.trim() !== "") {
      const own = examplesRead(examples.value, task.value);
      values.examples = own.pairs;
      if (own.error !== null) {
        errors.set("examples", own.error);
      }
    }
    if (task.value === "remembering") {
      const reading = readNumber(distance.value, limit("distance"));
      values.distance = reading.value;
      if (reading.error !== undefined) {
        errors.set("distance", reading.error);
      }
    }
    if (!radius.disabled && radius.value.trim() !== "") {
      const reading = readNumber(radius.value, limit("spectral_radius"));
      values.spectral_radius = reading.value;
      if (reading.error !== undefined) {
        errors.set("spectral_radius", reading.error);
      }
    }
    if (!keeping.disabled) {
      const reading = readNumber(keeping.value, limit("keep_bias"));
      values.keep_bias = reading.value;
      if (reading.error !== undefined) {
        errors.set("keep_bias", reading.error);
      }
    }
    for (const name of NEW_RUN_NUMBERS) {
      const reading = readNumber(input(name).value, limit(name));
      if (reading.error !== undefined) {
        errors.set(name, reading.error);
      } else {
        values[name] = reading.value;
      }
    }
    return { values, errors };
  }

  /** Show what is unfinished about the form, and whether it differs from the run. */
  function check() {
    const { values, errors } = read();
    const configuration = (run?.configuration ?? {}) as Record<string, unknown>;
    const changed = Object.entries(values).filter(
      ([name, value]) => JSON.stringify(configuration[name] ?? null) !== JSON.stringify(value ?? null),
    );
    dirty = changed.length > 0 || errors.size > 0;
    for (const name of ["text", "distance", "examples", "spectral_radius", "keep_bias", ...NEW_RUN_NUMBERS]) {
      explain(name, errors.get(name) ?? null);
      find(form, `#${name}`, HTMLElement).toggleAttribute(
        "data-changed",
        changed.some(([other]) => other === name),
      );
    }
    for (const select of [task, cell, sharing, initialization]) {
      select.toggleAttribute("data-changed", configuration[select.name] !== values[select.name]);
    }
    start.disabled = !dirty || errors.size > 0;
    discard.disabled = !dirty;
    if (errors.size > 0) {
      setText(status, "");
    } else {
      setText(status, dirty ? "Not applied yet: this leaves the run on screen." : "");
    }
    return { values, errors };
  }

  async function submit() {
    const { values, errors } = check();
    const firstWrong = [...errors.keys()][0];
    if (firstWrong !== undefined) {
      find(form, "#own-examples", HTMLDetailsElement).open ||= firstWrong === "examples";
      find(form, `#${firstWrong}`, HTMLElement).focus();
      return;
    }
    if (run === null) {
      return;
    }
    const { text: usualText, distance: usualDistance } = config.defaults;
    const configuration: Record<string, unknown> = {
      ...run.configuration,
      ...run.hyperparameters,
      ...learning(),
      // What another task was about is no part of this one.
      text: usualText,
      distance: usualDistance,
      ...values,
    };
    // Given weights belong to the run they were given to.
    delete configuration.initial_parameters;
    delete configuration.h_0;
    start.disabled = true;
    try {
      await startRun(configuration as unknown as Configuration);
    } catch (error) {
      refused(error, "");
      start.disabled = false;
    }
  }

  on(form, "submit", (event) => {
    event.preventDefault();
    void submit();
  });
  on(text, "keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      void submit();
    }
  });
  // Enter in a field that applies at once applies it, and does not start a run.
  for (const field of [rate, clip]) {
    on(field, "keydown", (event) => {
      if (event.key === "Enter") {
        event.preventDefault();
        field.dispatchEvent(new Event("change"));
      }
    });
  }
  on(cell, "input", showTask);
  for (const field of [
    text,
    examples,
    cell,
    sharing,
    initialization,
    distance,
    radius,
    keeping,
    ...NEW_RUN_NUMBERS.map(input),
  ]) {
    on(field, "input", check);
  }
  on(distance, "input", () => {
    distanceSlider.value = distance.value;
  });
  on(distanceSlider, "input", () => {
    distance.value = distanceSlider.value;
    check();
  });
  on(task, "change", () => {
    drafts.set(chosenTask, entered());
    chosenTask = task.value;
    const draft = drafts.get(chosenTask) ?? suggestion(chosenTask);
    for (const [name, value] of Object.entries(draft)) {
      const control = form.elements.namedItem(name);
      if (
        control instanceof HTMLInputElement ||
        control instanceof HTMLSelectElement ||
        control instanceof HTMLTextAreaElement
      ) {
        control.value = value;
      }
    }
    showTask();
    check();
  });

  /** What stands in the fields that a task brings its own values for. */
  function entered() {
    return {
      cell: cell.value,
      sharing: sharing.value,
      hidden_size: input("hidden_size").value,
      distance: distance.value,
      examples: examples.value,
    };
  }

  function suggestion(name: string) {
    const { suggested } = config.tasks[name];
    return {
      cell: String(suggested.cell ?? config.defaults.cell),
      sharing: "all",
      hidden_size: String(suggested.hidden_size ?? config.defaults.hidden_size),
      distance: String(suggested.distance ?? config.defaults.distance),
      examples: "",
    };
  }

  /** How another task is learnt, which a run of it begins with. */
  function learning(): Partial<Hyperparameters> {
    if (run === null || task.value === run.configuration.task) {
      return {};
    }
    const { suggested } = config.tasks[task.value];
    const { optimizer: rule, learning_rate: eta, clip_norm: clipped } = config.defaults;
    return {
      optimizer: String(suggested.optimizer ?? rule),
      learning_rate: Number(suggested.learning_rate ?? eta),
      clip_norm: clipped,
    };
  }

  /** Show the fields of the chosen task, and with what learning it begins. */
  function showTask() {
    for (const field of form.querySelectorAll("[data-of]")) {
      field.toggleAttribute("hidden", !field.getAttribute("data-of")?.split(" ").includes(task.value));
    }
    distanceSlider.value = distance.value;
    setText(find(form, "#examples-hint", HTMLElement), `${HINTS.get(task.value) ?? ""} Empty: the built-in ones.`);
    const begins = learning();
    setText(
      find(form, "#task-hint", HTMLElement),
      begins.optimizer === undefined
        ? ""
        : `Begins with ${optimizerName(begins.optimizer)}, η = ${setting(begins.learning_rate ?? 0)}.`,
    );
    const halves = task.value === "translation";
    sharing.disabled = halves;
    if (halves) {
      sharing.value = "all";
    }
    setText(find(form, "#sharing-hint", HTMLElement), halves ? "Encoder and decoder have weights of their own." : "");
    // A window MLP has no W_hh.
    radius.disabled = cell.value.startsWith("window");
    keeping.disabled = !["gru", "lstm"].includes(cell.value);
  }
  on(find(form, "#new-seed", HTMLButtonElement), "click", () => {
    const most = Math.min(limit("seed").maximum ?? 9999, 9999);
    input("seed").value = String(Math.floor(Math.random() * (most + 1)));
    check();
  });
  on(discard, "click", () => {
    if (run !== null) {
      fillNewRun(run);
      check();
    }
  });

  function fillNewRun({ configuration }: Run) {
    task.value = chosenTask = configuration.task;
    if (configuration.task === "next_character") {
      text.value = configuration.text;
    }
    examples.value = examplesWritten(configuration.examples);
    distance.value = String(configuration.distance);
    radius.value = configuration.spectral_radius === null ? "" : setting(configuration.spectral_radius);
    keeping.value = setting(configuration.keep_bias);
    cell.value = configuration.cell;
    sharing.value = configuration.sharing;
    showTask();
    initialization.value = configuration.initialization;
    for (const name of NEW_RUN_NUMBERS) {
      input(name).value = setting(configuration[name]);
    }
  }

  function fillLearning({ hyperparameters }: Run) {
    const { learning_rate: rateNow, clip_norm: clipNow } = hyperparameters;
    if (document.activeElement !== rate && document.activeElement !== slider) {
      rate.value = setting(rateNow);
      slider.value = String(Math.round(1000 * scale.position(rateNow)));
      slider.setAttribute("aria-valuetext", rate.value);
      explain("learning_rate", null);
    }
    optimizer.value = hyperparameters.optimizer;
    if (document.activeElement !== clip) {
      clipping.checked = clipNow !== null;
      clip.disabled = clipNow === null;
      clip.value = setting(clipNow ?? (Number(clip.value) || config.defaults.clip_norm || 5));
      explain("clip_norm", null);
    }
  }

  return {
    update(now: Run) {
      const another = run?.id !== now.id;
      const before = run;
      run = now;
      if (
        before === null ||
        another ||
        JSON.stringify(before.hyperparameters) !== JSON.stringify(now.hyperparameters)
      ) {
        fillLearning(now);
      }
      if (another && (before === null || !dirty || sameSettings(read().values, now))) {
        fillNewRun(now);
      }
      if (another) {
        check();
      }
    },
  };
}

function sameSettings(values: Record<string, unknown>, run: Run) {
  const configuration = run.configuration as unknown as Record<string, unknown>;
  return Object.entries(values).every(
    ([name, value]) => JSON.stringify(configuration[name] ?? null) === JSON.stringify(value ?? null),
  );
}
