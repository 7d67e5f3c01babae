/**
 * Examples of one's own as people type them: one in each line, `what is read => what is to come`.
 */
import { say } from "../lib/messages";

export type Pair = [string, string];

const BETWEEN = /\s*(?:=>|→|\t)\s*/;
/** Tasks whose examples are only read. */
const WITHOUT_TARGET = ["counting"];

export function examplesRead(text: string, task: string): { pairs: Pair[]; error: string | null } {
  const lines = text.split("\n").map((line) => line.trim());
  const pairs: Pair[] = [];
  for (const [place, line] of lines.entries()) {
    if (line === "") {
      continue;
    }
    const [source = "", ...targets] = line.split(BETWEEN);
    const target = targets.join(" ").trim();
    if (source === "" || (target === "" && !WITHOUT_TARGET.includes(task))) {
      return { pairs, error: say("wrong-example", { line: place + 1 }) };
    }
    pairs.push([source, WITHOUT_TARGET.includes(task) ? "" : target]);
  }
  return { pairs, error: null };
}

export function examplesWritten(pairs: readonly Pair[] | null): string {
  return (pairs ?? []).map(([source, target]) => (target === "" ? source : `${source} => ${target}`)).join("\n");
}
