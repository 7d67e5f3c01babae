/** The prediction of a timestep: how probable each token is. */

import type { Layout } from "../../model/network/layout";
import { RANKING_ROWS } from "../../model/network/layout";
import { predicted, probability, ranking, shortProbability, targetIndex } from "../../model/network/numbers";
import { isSpecial } from "../../model/parts";
import type { Maybe, Trace } from "../../model/types";
import { Token } from "./tokens";

const LETTER_MARK = 17;
/** For `0.9999…`. */
const NUMBER_ROOM = 46;
/** Narrower bars carry no number where the bar is invisible anyway. */
const NARROW = 25;
/** Still narrower ones carry that of the prediction only, which is above the others. */
const NARROWEST = 19;

const share = (p: Maybe) => Math.max(0, Math.min(1, p ?? 0));

interface Output {
  layout: Layout;
  trace: Trace;
  t: number;
}

const classOf = (index: number, target: number, guess: number) =>
  `network-item network-prob${index === target ? " is-target" : ""}${index === guess ? " is-predicted" : ""}`;

/** Softmax over few letters: a bar for each, in the order of the vocabulary. */
export function Bars({ layout, trace, t }: Output) {
  const { V, letterWidth, rows, barHeight } = layout;
  const width = letterWidth - 4;
  const top = rows.output + 12;
  const { probs } = trace.steps[t - 1];
  const target = targetIndex(trace, t);
  const guess = predicted(probs);
  return (
    <g>
      {probs.map((p, index) => {
        const token = trace.vocabulary[index];
        const x = (index - V / 2) * letterWidth + 2;
        const middle = x + width / 2;
        const height = Math.max(1, share(p) * barHeight);
        const size = isSpecial(token) ? letterWidth + 1 : LETTER_MARK;
        const isBare = letterWidth < NARROWEST ? index !== guess : letterWidth < NARROW && share(p) < 0.005;
        return (
          <g key={index} class={classOf(index, target, guess)} data-quantity="probs" data-t={t} data-index={index}>
            <rect class="network-track" x={x} y={top} width={width} height={barHeight} rx={2} />
            <rect
              class="network-bar"
              x={x}
              y={(top + barHeight - height).toFixed(1)}
              width={width}
              height={height.toFixed(1)}
              rx={2}
            />
            <text class="network-small" x={middle} y={(top + barHeight - height - 3).toFixed(1)} aria-hidden="true">
              {isBare ? "" : shortProbability(p)}
            </text>
            <rect
              class="network-target"
              x={middle - size / 2}
              y={top + barHeight + 3}
              width={size}
              height={17}
              rx={4}
            />
            <Token token={token} room={letterWidth} x={middle} y={top + barHeight + 15.5} />
          </g>
        );
      })}
    </g>
  );
}

/** Softmax over many letters: the most probable ones and the target, one row each. */
export function Ranking({ layout, trace, t }: Output) {
  const { rankingRows: count, rankingWidth, rankingRow, rows, label, tight } = layout;
  const left = -rankingWidth / 2;
  // Close together, the bar lies behind the token and the number.
  const barLeft = tight ? left : left + label + 4;
  const room = tight ? rankingWidth : rankingWidth - label - 4 - NUMBER_ROOM;
  const height = Math.min(17, Math.floor(rankingRow));
  const { probs } = trace.steps[t - 1];
  const target = targetIndex(trace, t);
  const guess = predicted(probs);
  return (
    <g>
      {ranking(probs, target, count).map((index, row) => {
        const p = probs[index];
        // Few rows stand at the arrow they come from.
        const top = rows.output + 2 + (RANKING_ROWS - count + row) * rankingRow;
        const bar = { x: barLeft, y: top + 2, height: height - 4, rx: 2 };
        return (
          <g
            key={row}
            class={`${classOf(index, target, guess)}${tight ? " is-behind" : ""}`}
            data-quantity="probs"
            data-t={t}
            data-index={index}
          >
            <rect class="network-touch" x={left} y={top} width={rankingWidth} height={height} />
            <rect class="network-track" {...bar} width={room} />
            <rect class="network-bar" {...bar} width={Math.max(1, share(p) * room).toFixed(1)} />
            <rect class="network-target" x={left} y={top} width={label} height={height} rx={4} />
            <Token token={trace.vocabulary[index]} room={label - 4} x={left + label / 2} y={top + 12.5} />
            <text class="network-small network-right" x={tight ? -left - 3 : -left} y={top + 12.5} aria-hidden="true">
              {tight ? shortProbability(p) : probability(p)}
            </text>
          </g>
        );
      })}
    </g>
  );
}
