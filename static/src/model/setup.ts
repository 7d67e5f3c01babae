/** The settings of a new run as they are typed, read into a configuration. */

import type { Pair } from "./examples";
import { examplesRead, examplesWritten } from "./examples";
import { readNumber, textError } from "./fields";
import { setting } from "./format";
import type { Configuration, Hyperparameters, Limit, PageConfig, Settings } from "./types";

/** What the fields hold, by the names of the configuration. */
export interface Entered {
  task: string;
  text: string;
  distance: string;
  examples: string;
  cell: string;
  hidden_size: string;
  sharing: string;
  initialization: string;
  initialization_scale: string;
  spectral_radius: string;
  keep_bias: string;
  seed: string;
}

type Name = keyof Entered;

export interface NewRun {
  values: Partial<Record<Name, string | number | Pair[] | null>>;
  errors: Partial<Record<Name, string>>;
}

/** Encoder and decoder of a translation have weights of their own. */
export const hasHalves = ({ task }: Entered) => task === "translation";

/** Whether a setting means anything to the chosen task and cell. */
export function applies(name: Name, { task, cell }: Entered): boolean {
  switch (name) {
    case "text":
      return task === "next_character";
    case "examples":
      return task !== "next_character";
    case "distance":
      return task === "remembering";
    case "spectral_radius":
      // A window MLP has no W_hh.
      return !cell.startsWith("window");
    case "keep_bias":
      return cell === "gru" || cell === "lstm";
    default:
      return true;
  }
}

/** The fields of a configuration; its text is `text` where it is about something else. */
export function enteredFrom(configuration: Configuration, text: string): Entered {
  const { task, cell, sharing, initialization, spectral_radius } = configuration;
  return {
    task,
    cell,
    sharing,
    initialization,
    text: task === "next_character" ? configuration.text : text,
    examples: examplesWritten(configuration.examples),
    distance: setting(configuration.distance),
    hidden_size: setting(configuration.hidden_size),
    initialization_scale: setting(configuration.initialization_scale),
    spectral_radius: spectral_radius === null ? "" : setting(spectral_radius),
    keep_bias: setting(configuration.keep_bias),
    seed: setting(configuration.seed),
  };
}

/** What can be read of the fields, and what is wrong with the others. */
export function readNewRun(entered: Entered, limits: Record<string, Limit>): NewRun {
  const { task, cell, sharing, initialization, text, examples } = entered;
  const values: NewRun["values"] = { task, cell, sharing, initialization, examples: null };
  const errors: NewRun["errors"] = {};
  const number = (name: Name) => {
    const reading = readNumber(entered[name], limits[name] as Limit);
    if (reading.error !== undefined) {
      errors[name] = reading.error;
    } else {
      values[name] = reading.value;
    }
  };
  if (applies("text", entered)) {
    values.text = text;
    const wrong = textError(text, limits.text as Limit);
    if (wrong !== null) {
      errors.text = wrong;
    }
  } else if (examples.trim() !== "") {
    const { pairs, error } = examplesRead(examples, task);
    values.examples = pairs;
    if (error !== null) {
      errors.examples = error;
    }
  }
  if (applies("distance", entered)) {
    number("distance");
  }
  number("hidden_size");
  number("initialization_scale");
  values.spectral_radius = null;
  if (applies("spectral_radius", entered) && entered.spectral_radius.trim() !== "") {
    number("spectral_radius");
  }
  values.keep_bias = 0;
  if (applies("keep_bias", entered)) {
    number("keep_bias");
  }
  number("seed");
  return { values, errors };
}

/** The settings that differ from a run's. */
export function changedFrom(configuration: Configuration, { values, errors }: NewRun): Set<string> {
  const usual = configuration as unknown as Record<string, unknown>;
  const changed = Object.entries(values).filter(
    ([name, value]) => JSON.stringify(usual[name] ?? null) !== JSON.stringify(value ?? null),
  );
  return new Set([...changed.map(([name]) => name), ...Object.keys(errors)]);
}

/** The fields for which a task brings its own values. */
export function suggestion(task: string, { tasks, defaults }: PageConfig): Partial<Entered> {
  const { suggested } = tasks[task] as PageConfig["tasks"][string];
  return {
    cell: String(suggested.cell ?? defaults.cell),
    sharing: "all",
    hidden_size: String(suggested.hidden_size ?? defaults.hidden_size),
    distance: String(suggested.distance ?? defaults.distance),
    examples: "",
  };
}

/** How a run of another task than before begins to learn. */
export function learningOf(task: string, { tasks, defaults }: PageConfig): Hyperparameters {
  const { suggested } = tasks[task] as PageConfig["tasks"][string];
  return {
    optimizer: String(suggested.optimizer ?? defaults.optimizer),
    learning_rate: Number(suggested.learning_rate ?? defaults.learning_rate),
    clip_norm: defaults.clip_norm,
  };
}

/** The configuration of a new run that keeps what was not changed of the run before. */
export function configurationFrom(
  { configuration, hyperparameters }: Settings,
  { values }: NewRun,
  config: PageConfig,
) {
  const { initial_parameters, h_0, ...kept } = configuration;
  const task = String(values.task);
  return {
    ...kept,
    ...hyperparameters,
    ...(task === configuration.task ? {} : learningOf(task, config)),
    // What another task was about is no part of this one.
    text: config.defaults.text,
    distance: config.defaults.distance,
    ...values,
  } as Configuration;
}
