// @ts-check
/** What the page does, as commands for a terminal. */

import { clampsInForce, withClamp } from "./interventions.js";
import { differences } from "./link.js";

/** @typedef {import("./types.js").Address} Address */
/** @typedef {import("./types.js").Changes} Changes */
/** @typedef {import("./types.js").Configuration} Configuration */
/** @typedef {import("./types.js").Run} Run */
/** @typedef {import("./link.js").RunRecord} RunRecord */
/** @typedef {{name: string, title: string, command: string}} Command */

/**
 * @param {string} text
 * @returns {string} one word for a POSIX shell
 */
export function shellQuoted(text) {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/**
 * @param {string} method
 * @param {string} address
 * @param {unknown} [body]
 * @param {string} [options]
 */
function curl(method, address, body, options = "-s") {
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

/**
 * @param {RunRecord} record
 * @param {Configuration} defaults
 * @returns {Record<string, unknown>} the body that creates this run at this iteration
 */
export function creation(record, defaults) {
  return {
    ...differences(record.configuration, defaults),
    ...(record.interventions.length > 0 ? { interventions: record.interventions } : {}),
    ...(record.iteration > 0 ? { iteration: record.iteration } : {}),
  };
}

/**
 * @param {string} origin
 * @param {string} run
 * @param {import("./types.js").Changes & {iteration: number}} body
 */
export function forkCommand(origin, run, body) {
  return curl("POST", `${origin}/api/runs/${encodeURIComponent(run)}/fork`, body);
}

/**
 * What the second run's iteration has more than the first's, number by number.
 *
 * @param {string} origin
 * @param {string} first
 * @param {string} second
 * @param {number} iteration
 */
export function compareCommand(origin, first, second, iteration) {
  const at = `${origin}/api/runs/${encodeURIComponent(first)}/iterations/${iteration}`;
  return curl("GET", `${at}/compare?run=${encodeURIComponent(second)}&iteration=${iteration}`);
}

/**
 * What setting a number sends: of states the whole list in force, and this one.
 *
 * @param {Run} run
 * @param {Address} address of a weight, a bias or a state
 * @param {number} value
 * @returns {Changes}
 */
function change(run, { quantity, t, index }, value) {
  return quantity === "h"
    ? { clamps: withClamp(clampsInForce(run), { unit: index[0] ?? 0, value, t: t ?? null }) }
    : { edits: [{ parameter: quantity, index, value }] };
}

/**
 * The command that sets a number by hand.
 *
 * @param {string} origin
 * @param {Run} run
 * @param {Address} address
 * @param {number} value
 */
export function changeCommand(origin, run, address, value) {
  return curl("PATCH", `${origin}/api/runs/${encodeURIComponent(run.id)}`, change(run, address, value));
}

/**
 * The commands for the page's actions on a run, as they are right now.
 *
 * @param {object} context
 * @param {string} context.origin
 * @param {Run} context.run
 * @param {RunRecord} context.record
 * @param {Configuration} context.defaults
 * @param {number | null} context.speed iterations a second; null is as fast as it goes
 * @param {Record<string, unknown>} context.sample the request of the Generate form
 * @returns {Command[]}
 */
export function commands({ origin, run, record, defaults, speed, sample }) {
  const at = `${origin}/api/runs/${encodeURIComponent(run.id)}`;
  return [
    {
      name: "create",
      title: "Make this run again, at this iteration",
      command: curl("POST", `${origin}/api/runs`, creation(record, defaults)),
    },
    {
      name: "step",
      title: "Step: one iteration",
      command: curl("POST", `${at}/step?fields=loss`),
    },
    {
      name: "train",
      title: "Train until the loss is under 0.1",
      command: curl(
        "POST",
        `${at}/train`,
        { iterations: 1000, until_loss: 0.1, iterations_per_second: speed },
        "-sN",
      ),
    },
    {
      name: "rewind",
      title: "Back: one iteration",
      command: curl("POST", `${at}/rewind`, { iteration: Math.max(0, record.iteration - 1) }),
    },
    {
      name: "fork",
      title: "Fork: a second run from this iteration",
      command: forkCommand(origin, run.id, {
        iteration: record.iteration,
        learning_rate: run.hyperparameters.learning_rate / 2,
      }),
    },
    {
      name: "learning_rate",
      title: "Change the learning rate from here on",
      command: curl("PATCH", at, { learning_rate: run.hyperparameters.learning_rate }),
    },
    {
      name: "edit",
      title: "Set a weight to 0.5",
      command: changeCommand(origin, run, { quantity: "W_hh", index: [0, 1] }, 0.5),
    },
    {
      name: "clamp",
      title: "Switch unit 0 off: hold it at 0",
      command: changeCommand(origin, run, { quantity: "h", index: [0] }, 0),
    },
    {
      name: "undo",
      title: "Take the latest change back",
      command: curl("POST", `${at}/undo`),
    },
    {
      name: "trace",
      title: "Every number of this iteration",
      command: curl("GET", `${at}/iterations/${record.iteration}`),
    },
    {
      name: "sensitivity",
      title: "Which letters mattered for the last prediction",
      command: curl(
        "GET",
        `${at}/iterations/${record.iteration}/sensitivity?t=${Array.from(record.configuration.text).length - 1}`,
      ),
    },
    {
      name: "sample",
      title: "Generate text",
      command: curl("POST", `${at}/sample`, sample),
    },
    {
      name: "events",
      title: "Watch what happens to the run",
      command: curl("GET", `${at}/events`, undefined, "-sN"),
    },
  ];
}
