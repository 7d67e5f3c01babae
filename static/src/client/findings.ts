/**
 * What the scenes of the chapters have found, kept in the browser: a reader who comes back sees it
 * at once, and no experiment is carried out again for it. It belongs to exactly what was measured.
 */

import type { Measured, Scene } from "../model/lesson";
import type { Memory } from "./progress";

const KEY = "findings";
/** Of all chapters; the oldest make way. */
const MOST = 200;

export interface Finding {
  measured: Measured;
  /** of an experiment, by which its figures can be asked for as long as the server has it */
  experiment: string | null;
}

export type Findings = ReturnType<typeof createFindings>;

/** What has to be the same for a finding to hold. */
const conditionOf = ({ after, experiment, measure, told }: Scene) =>
  JSON.stringify([experiment === null ? after : experiment, measure, told]);

function read(text: string | null): Record<string, Finding> {
  try {
    const found: unknown = JSON.parse(text ?? "{}");
    return typeof found === "object" && found !== null ? (found as Record<string, Finding>) : {};
  } catch {
    return {};
  }
}

export function createFindings({ remembered, remember }: Memory) {
  return {
    of(scene: Scene): Finding | null {
      const found = read(remembered(KEY))[conditionOf(scene)];
      // An outcome that the scene has no sentence for is from another time.
      return found !== undefined && typeof scene.verdict[found.measured?.outcome] === "string" ? found : null;
    },

    keep(scene: Scene, finding: Finding) {
      const condition = conditionOf(scene);
      const others = Object.entries(read(remembered(KEY))).filter(([each]) => each !== condition);
      remember(KEY, JSON.stringify(Object.fromEntries([...others.slice(1 - MOST), [condition, finding]])));
    },
  };
}
