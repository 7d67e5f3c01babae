/** One layer for each timestep, and which of them use the same weights. */

import { say } from "../../lib/messages";
import { visible } from "../../model/format";
import type { View } from "../../model/lesson";

/** In units of the drawing: of a column, and of the square of a state. */
const [COLUMN, SQUARE] = [84, 40];
const [LEFT, RIGHT, HEIGHT] = [34, 14, 262];
/** Of the middles of what is predicted, of a state, and of what is read. */
const [SAID_Y, STATE_Y, READ_Y] = [30, 128, 230];
const RADIUS = 18;
const HEAD = 7;

export function Merge({ view: { trace, measures, merged } }: { view: View }) {
  const count = measures[merged - 1]?.values.count;
  if (trace === null || count === undefined || count === null) {
    return null;
  }
  const { steps } = trace;
  const isOne = merged >= steps.length;
  return (
    <div class="lesson-merge">
      <svg
        viewBox={`0 0 ${LEFT + COLUMN * steps.length + RIGHT} ${HEIGHT}`}
        role="img"
        aria-label={say("lesson-merge", { merged, layers: steps.length, count: Number(count) })}
      >
        {steps.map(({ t, input, target }) => {
          const own = t <= merged ? 1 : t;
          const x = LEFT + COLUMN * (t - 0.5);
          return (
            <g key={t} data-set={((own - 1) % 4) + 1}>
              <Arrow name="xh" set={isOne ? null : own} from={[x, READ_Y - RADIUS]} to={[x, STATE_Y + SQUARE / 2]} />
              <Arrow
                name="hh"
                set={isOne ? null : own}
                from={[x - COLUMN + SQUARE / 2, STATE_Y]}
                to={[x - SQUARE / 2, STATE_Y]}
              />
              <Arrow name="hy" set={isOne ? null : own} from={[x, STATE_Y - SQUARE / 2]} to={[x, SAID_Y + RADIUS]} />
              <circle cx={x} cy={READ_Y} r={RADIUS} />
              <rect x={x - SQUARE / 2} y={STATE_Y - SQUARE / 2} width={SQUARE} height={SQUARE} rx="8" />
              <circle cx={x} cy={SAID_Y} r={RADIUS} />
              <text class="merge-token" x={x} y={READ_Y}>
                {visible(input)}
              </text>
              <text x={x} y={STATE_Y}>
                h
                <tspan class="merge-sub" dy="6">
                  {t}
                </tspan>
              </text>
              <text class="merge-token" x={x} y={SAID_Y}>
                {target === null ? "" : visible(target)}
              </text>
            </g>
          );
        })}
      </svg>
      <p class="merge-count">
        <b>{count}</b> {say("lesson-parameters", { count: Number(count) })}
      </p>
    </div>
  );
}

type Point = readonly [number, number];

/** Straight up or to the right, with the matrix beside it. */
function Arrow({ name, set, from, to }: { name: string; set: number | null; from: Point; to: Point }) {
  const isUp = from[0] === to[0];
  const head = isUp
    ? `m${-HEAD / 2} ${HEAD}l${HEAD / 2} ${-HEAD}l${HEAD / 2} ${HEAD}`
    : `m${-HEAD} ${-HEAD / 2}l${HEAD} ${HEAD / 2}l${-HEAD} ${HEAD / 2}`;
  const [x, y] = isUp ? [from[0] + 8, (from[1] + to[1]) / 2] : [(from[0] + to[0]) / 2 - 18, from[1] - 24];
  return (
    <>
      <path class="merge-arrow" d={`M${from.join(" ")}L${to.join(" ")}${head}`} />
      <g class="merge-name">
        <text x={x} y={y}>
          W
        </text>
        <text class="merge-sub" x={x + 14} y={y + 7}>
          {name}
        </text>
        {set !== null && (
          <text class="merge-sub" x={x + 17} y={y - 8}>
            ({set})
          </text>
        )}
      </g>
    </>
  );
}
