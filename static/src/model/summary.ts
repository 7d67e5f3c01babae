/** A run in one line. */

import { say } from "../lib/messages";
import { cellName, optimizerName, quoted, setting } from "./format";
import type { Settings } from "./types";

type Described = Omit<Settings, "id">;

/** `“hello”`, or what else it learns */
export const learns = ({ task, text, distance, examples }: Described["configuration"]) =>
  say("summary-task", { task, text: quoted(text, 24), distance, own: examples?.length ?? 0 });

/** `tanh RNN · 6 hidden units · Adagrad, η = 0.1 · clipped to norm 5 · seed 7` */
export function settings({ configuration, hyperparameters }: Described): string {
  const { sharing, cell, hidden_size, seed } = configuration;
  const { optimizer, learning_rate, clip_norm } = hyperparameters;
  return [
    ...(sharing === "all" ? [] : [say("summary-sharing", { sharing })]),
    cellName(cell),
    say("summary-units", { count: hidden_size }),
    `${optimizerName(optimizer)}, η = ${setting(learning_rate)}`,
    clip_norm === null ? say("summary-unclipped") : say("summary-clipped", { norm: setting(clip_norm) }),
    say("summary-seed", { seed: String(seed) }),
  ].join(" · ");
}

/** Both. */
export const summary = (run: Described) => `${learns(run.configuration)} · ${settings(run)}`;
