/** What is said of shared weights agrees with what the trace says is shared. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { caption } from "../../static/src/model/captions";
import { networkNote, overview, unfoldable } from "../../static/src/model/network/descriptions";
import { sharingOf, timestepsOf } from "../../static/src/model/parts";
import { createTimelines } from "../../static/src/model/phases";
import { sequence } from "./traces";

/** The parameters of each cell, those of the output last. */
const CELLS: Record<string, string[]> = {
  tanh: ["W_xh", "W_hh", "b_h", "W_hy", "b_y"],
  gru: ["W_xh", "W_hh", "b_h", "b_hn", "W_hy", "b_y"],
  lstm: ["W_xh", "W_hh", "b_h", "W_hy", "b_y"],
};
const isOutput = (role: string) => role.endsWith("y");

/** A network as the core names its weights: all shared, those of the output only, or none. */
function network(cell: string, sharing: string, targets: (string | null)[]) {
  const part = (t: number) => ({
    name: String(t),
    first: t,
    last: t,
    inputs: ["h", "e"],
    writes: true,
    parameters: Object.fromEntries(
      CELLS[cell].map((role) => [role, sharing === "output" && isOutput(role) ? role : `${role}_${t}`]),
    ),
  });
  return sequence(["h", "e", "h"], targets, { vocabulary: ["h", "e"], parts: [part(1), part(2), part(3)] });
}

/** How a sentence names parameters: `W_hy and b_y`. */
const listed = (names: string[]) => `${names.slice(0, -1).join(", ")} and ${names[names.length - 1]}`;

for (const cell of Object.keys(CELLS)) {
  for (const sharing of ["output", "none"]) {
    for (const targets of [
      ["e", "h", "e"],
      [null, null, "e"],
    ]) {
      test(`${cell}, sharing ${sharing}, targets ${targets}: what is said is what the weights do`, () => {
        const trace = network(cell, sharing, targets);
        assert.equal(sharingOf(trace), "unshared");
        const shared = CELLS[cell].filter((role) => timestepsOf(trace, role).length === trace.steps.length);
        const own = CELLS[cell].filter((role) => !shared.includes(role));
        const line = createTimelines()(trace);
        const gradients = caption(trace, line.phases[line.indexOf("gradients_3")]);
        const sentences = [networkNote(trace, false), overview(trace), gradients];
        for (const sentence of sentences) {
          assert.equal(sentence.includes(listed(["W_hy", "b_y"])), shared.length > 0, sentence);
          assert.equal(
            /with its own weights|has its own weights|Its weights are its own/.test(sentence),
            shared.length === 0,
            sentence,
          );
        }
        if (shared.length > 0) {
          assert.match(
            networkNote(trace, false),
            new RegExp(`share ${listed(shared)}; each has its own ${listed(own)}\\.`),
          );
          assert.match(overview(trace), new RegExp(`share ${listed(shared)}; each has its own ${listed(own)}\\.`));
          assert.match(gradients, new RegExp(`share ${listed(shared)}, so their gradients are added up`));
        }
        assert.ok(unfoldable(trace).includes(listed(own)));
      });
    }
  }
}
