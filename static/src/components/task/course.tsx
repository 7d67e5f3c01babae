/** The probability of each label over the words that were read. */

import { clauses, listed, say } from "../../lib/messages";
import { fixed, visible } from "../../model/format";
import type { Attempt } from "../../model/types";

const CHART = { left: 34, widest: 74, narrowest: 40, room: 500, label: 66, top: 8, height: 92 };
const LONGEST_WORD = 12;
const CHARACTER = 7;
const LINE = 14;

/** Heights for one line of text each: as they are, or pushed apart where they would overlap. */
export function apart(wanted: number[]): number[] {
  const order = wanted.map((height, place) => ({ height, place })).sort((one, other) => one.height - other.height);
  const heights = [...wanted];
  let least = -Infinity;
  for (const { height, place } of order) {
    heights[place] = Math.max(height, least);
    least = heights[place] + LINE;
  }
  // Two that meet give way alike.
  const [, last] = order;
  const shift = order.length === 2 && last !== undefined ? ((heights[last.place] ?? 0) - last.height) / 2 : 0;
  return heights.map((height) => height - shift);
}

/** @param word as far as it fits below its place */
function short(word: string) {
  const characters = Array.from(visible(word));
  return characters.length <= LONGEST_WORD ? characters.join("") : `${characters.slice(0, LONGEST_WORD - 1).join("")}…`;
}

interface CourseProps {
  steps: Attempt["steps"];
  vocabulary: string[];
  /** all the width there is, where it is less than usual */
  width?: number | undefined;
}

export function Course({ steps, vocabulary, width: most = Infinity }: CourseProps) {
  const { left, widest, narrowest, top, height, label: beside } = CHART;
  const room = Math.min(CHART.room, most - left - beside);
  const longest = Math.max(0, ...steps.map(({ input }) => Array.from(short(input)).length));
  const even = Math.min(widest, Math.max(narrowest, room / Math.max(1, steps.length)));
  const width = Math.max(CHARACTER * (longest + 1), even);
  const end = left + steps.length * width;
  const x = (place: number) => left + (place + 0.5) * width;
  const y = (probability: number | null | undefined) => top + (1 - (probability ?? 0)) * height;
  const labelled = apart(vocabulary.map((_, id) => y(steps.at(-1)?.probs[id])));
  const told = steps.map(({ input, known, read, probs }) => {
    const labels = listed(vocabulary.map((label, id) => `${label} ${fixed(probs[id] ?? null, 2)}`));
    return `${known ? input : say("task-course-unknown", { input, read })}: ${labels}`;
  });
  return (
    <div class="task-course-box scrolls" role="group" aria-label={say("task-course-label")}>
      <svg
        width={end + beside}
        height={top + height + (steps.every(({ known }) => known) ? 30 : 45)}
        role="img"
        aria-label={clauses(told)}
      >
        {[0, 0.5, 1].map((mark) => (
          <g key={mark} class="task-course-mark">
            <path d={`M ${left} ${y(mark)} H ${end}`} />
            <text x={left - 6} y={y(mark) + 4}>
              {mark === 0.5 ? "½" : mark}
            </text>
          </g>
        ))}
        {vocabulary.map((label, id) => (
          <g key={label} class={`task-course label-${id}`}>
            <polyline points={steps.map(({ probs }, place) => `${x(place)},${y(probs[id])}`).join(" ")} />
            {steps.map(({ probs }, place) => (
              <circle key={place} cx={x(place)} cy={y(probs[id])} r={3.5}>
                <title>{`${label}: ${fixed(probs[id] ?? null, 4)}`}</title>
              </circle>
            ))}
            <text x={x(steps.length - 1) + 9} y={(labelled[id] ?? 0) + 4}>
              {label}
            </text>
          </g>
        ))}
        {steps.map(({ input, known, read }, place) => (
          <text key={place} class="task-course-word" x={x(place)} y={top + height + 20}>
            <title>{input}</title>
            <tspan class={known ? undefined : "unknown"}>{short(input)}</tspan>
            {!known && (
              <tspan class="instead" x={x(place)} dy={15}>
                {read}
              </tspan>
            )}
          </text>
        ))}
      </svg>
    </div>
  );
}
