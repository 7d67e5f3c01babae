/** A course of losses as a small picture. */

import { say } from "../lib/messages";
import { loss } from "../model/format";
import type { Course } from "../model/lesson";

const [WIDTH, HEIGHT] = [160, 36];

export function Sparkline({ course: { iterations, loss: losses } }: { course: Course }) {
  const known = losses.filter((each): each is number => each !== null);
  const [last, top] = [Math.max(1, iterations.at(-1) ?? 1), Math.max(...known, 1e-9)];
  const points = losses.flatMap((value, place) =>
    value === null ? [] : [{ x: ((iterations[place] ?? 0) / last) * WIDTH, y: HEIGHT - (value / top) * HEIGHT }],
  );
  const end = points.at(-1);
  return (
    <svg
      class="sparkline"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={say("losses-so-far", {
        first: loss(losses[0] ?? null),
        now: loss(losses.at(-1) ?? null),
        steps: iterations.at(-1) ?? 0,
      })}
    >
      <path class="sparkline-axis" d={`M0 ${HEIGHT}H${WIDTH}`} />
      <path
        class="sparkline-curve"
        d={points.map(({ x, y }, i) => `${i === 0 ? "M" : "L"}${x.toFixed(1)} ${y.toFixed(1)}`).join("")}
      />
      {end !== undefined && <circle cx={end.x} cy={end.y} r="3" />}
    </svg>
  );
}
