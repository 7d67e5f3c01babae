// @ts-check
/** Examples of one's own as people type them: one in each line, `what is read => what is to come`. */

/** @typedef {[string, string]} Pair */

const BETWEEN = /\s*(?:=>|→|\t)\s*/;
/** Tasks whose examples are only read. */
const WITHOUT_TARGET = ["counting"];

/**
 * @param {string} text
 * @param {string} task
 * @returns {{pairs: Pair[], error: string | null}}
 */
export function examplesRead(text, task) {
  const lines = text.split("\n").map((line) => line.trim());
  /** @type {Pair[]} */
  const pairs = [];
  for (const [place, line] of lines.entries()) {
    if (line === "") {
      continue;
    }
    const [source = "", ...targets] = line.split(BETWEEN);
    const target = targets.join(" ").trim();
    if (source === "" || (target === "" && !WITHOUT_TARGET.includes(task))) {
      return { pairs, error: `Line ${place + 1} needs what is read, =>, and what is to come of it.` };
    }
    pairs.push([source, WITHOUT_TARGET.includes(task) ? "" : target]);
  }
  return { pairs, error: null };
}

/**
 * @param {readonly Pair[] | null} pairs
 * @returns {string}
 */
export function examplesWritten(pairs) {
  return (pairs ?? []).map(([source, target]) => (target === "" ? source : `${source} => ${target}`)).join("\n");
}
