/** What the page does, as commands for a terminal. */

import { say } from "../lib/messages";
import { clampsInForce, withClamp } from "../model/interventions";
import type { RunRecord } from "../model/link";
import { differences } from "../model/link";
import type { Both } from "../model/pair";
import { BOTH, LETTER } from "../model/pair";
import { shellQuoted } from "../model/shell";
import type { Address, Changes, Configuration, Run } from "../model/types";
import { recordOf } from "./state";

export type Command = { name: string; title: string; command: string };

function curl(method: string, address: string, body?: unknown, options: string = "-s") {
  const words = ["curl", options];
  if (method !== "GET" && !(method === "POST" && body !== undefined)) {
    words.push("-X", method);
  }
  words.push(/[?&]/.test(address) ? shellQuoted(address) : address);
  if (body !== undefined) {
    words.push("-H", "'Content-Type: application/json'", "-d", shellQuoted(JSON.stringify(body)));
  }
  return words.join(" ");
}

/** @returns the body that creates this run at this iteration */
export function creation(record: RunRecord, defaults: Configuration): Record<string, unknown> {
  return {
    ...differences(record.configuration, defaults),
    ...(record.interventions.length > 0 ? { interventions: record.interventions } : {}),
    ...(record.iteration > 0 ? { iteration: record.iteration } : {}),
  };
}

export function forkCommand(origin: string, run: string, body: Changes & { iteration: number }) {
  return curl("POST", `${origin}/api/runs/${encodeURIComponent(run)}/fork`, body);
}

/** The commands for what two runs are asked side by side at an iteration. */
export function pairCommands(origin: string, runs: Both<Run>, iteration: number, defaults: Configuration): Command[] {
  const { first, second } = runs;
  const at = `${origin}/api/runs/${encodeURIComponent(first.id)}/iterations/${iteration}`;
  const fork = {
    iteration: Math.min(iteration, first.furthest_iteration),
    learning_rate: first.hyperparameters.learning_rate / 2,
  };
  return [
    {
      name: "compare",
      title: say("compare-command-compare"),
      command: curl("GET", `${at}/compare?run=${encodeURIComponent(second.id)}&iteration=${iteration}`),
    },
    { name: "fork", title: say("compare-command-fork"), command: forkCommand(origin, first.id, fork) },
    ...BOTH.map((which) => ({
      name: `create-${which}`,
      title: say("compare-command-create", { letter: LETTER[which] }),
      command: curl("POST", `${origin}/api/runs`, creation(recordOf(runs[which], iteration), defaults)),
    })),
  ];
}

/**
 * What setting a number sends: of states the whole list in force, and this one.
 *
 * @param address of a weight, a bias or a state
 */
function change(run: Run, { quantity, t, index }: Address, value: number): Changes {
  return quantity === "h"
    ? { clamps: withClamp(clampsInForce(run), { unit: index[0] ?? 0, value, t: t ?? null }) }
    : { edits: [{ parameter: quantity, index, value }] };
}

/** The command that sets a number by hand. */
export function changeCommand(origin: string, run: Run, address: Address, value: number) {
  return curl("PATCH", `${origin}/api/runs/${encodeURIComponent(run.id)}`, change(run, address, value));
}

/** The commands for the page's actions on a run, as they are right now. */
export function commands({
  origin,
  run,
  record,
  defaults,
  speed,
  sample,
}: {
  origin: string;
  run: Run;
  record: RunRecord;
  defaults: Configuration;
  /** iterations a second; null is as fast as it goes */
  speed: number | null;
  /** the request of the Generate form */
  sample: Record<string, unknown>;
}): Command[] {
  const at = `${origin}/api/runs/${encodeURIComponent(run.id)}`;
  const made: Record<string, string> = {
    create: curl("POST", `${origin}/api/runs`, creation(record, defaults)),
    step: curl("POST", `${at}/step?fields=loss`),
    train: curl("POST", `${at}/train`, { iterations: 1000, until_loss: 0.1, iterations_per_second: speed }, "-sN"),
    rewind: curl("POST", `${at}/rewind`, { iteration: Math.max(0, record.iteration - 1) }),
    fork: forkCommand(origin, run.id, {
      iteration: record.iteration,
      learning_rate: run.hyperparameters.learning_rate / 2,
    }),
    learning_rate: curl("PATCH", at, { learning_rate: run.hyperparameters.learning_rate }),
    edit: changeCommand(origin, run, { quantity: "W_hh", index: [0, 1] }, 0.5),
    clamp: changeCommand(origin, run, { quantity: "h", index: [0] }, 0),
    undo: curl("POST", `${at}/undo`),
    trace: curl("GET", `${at}/iterations/${record.iteration}`),
    sensitivity: curl(
      "GET",
      `${at}/iterations/${record.iteration}/sensitivity?t=${Array.from(record.configuration.text).length - 1}`,
    ),
    sample: curl("POST", `${at}/sample`, sample),
    events: curl("GET", `${at}/events`, undefined, "-sN"),
  };
  return Object.entries(made).map(([name, command]) => ({ name, title: say(`command-${name}`), command }));
}
