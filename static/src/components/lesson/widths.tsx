/** How many parameters a window has, by its width, beside a recurrent network, which has no width. */

import { listed, Say, say } from "../../lib/messages";
import type { View } from "../../model/lesson";

const [WIDTH, HEIGHT] = [640, 240];
/** Above the largest number there is room for it. */
const HEADROOM = 1.15;

export function Widths({ view: { measures, isHidden } }: { view: View }) {
  const sizes = measures.map(({ values }) => ({ reads: Number(values.reads), window: Number(values.window) }));
  const recurrent = Number(measures[0]?.values.recurrent);
  if (sizes.length === 0) {
    return null;
  }
  const top = Math.max(recurrent, ...sizes.map(({ window }) => window)) * HEADROOM;
  const x = (place: number) => (place + 0.5) / sizes.length;
  const y = (count: number) => 1 - count / top;
  // How many there are is what is asked; the first tells where they begin.
  const known = isHidden ? sizes.slice(0, 1) : sizes;
  const windows = listed(known.map(({ reads, window }) => say("lesson-window-size", { reads, count: window })));
  const line = known
    .map(({ window }, place) => `${place === 0 ? "M" : "L"}${x(place) * WIDTH} ${(y(window) * HEIGHT).toFixed(1)}`)
    .join("");
  const at = (left: number, count: number) => ({ left: `${100 * left}%`, top: `${(100 * y(count)).toFixed(1)}%` });
  return (
    <div class="lesson-widths">
      <p class="widths-name">{say("lesson-widths")}</p>
      <div class="widths-plot" role="img" aria-label={say("lesson-widths-told", { recurrent, windows })}>
        <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
          <path class="lesson-axis" d={`M0 ${HEIGHT}H${WIDTH}`} />
          <path class="widths-recurrent" d={`M0 ${(y(recurrent) * HEIGHT).toFixed(1)}H${WIDTH}`} />
          <path class="widths-window" d={line} />
          {known.map(({ reads, window }, place) => (
            <path key={reads} class="widths-point" d={`M${x(place) * WIDTH} ${(y(window) * HEIGHT).toFixed(1)}h0.01`} />
          ))}
        </svg>
        <span class="widths-count is-recurrent" style={at(1, recurrent)} aria-hidden="true">
          {recurrent}
        </span>
        {known.map(({ reads, window }, place) => (
          <span
            key={reads}
            class={window < recurrent ? "widths-count is-below" : "widths-count"}
            style={at(x(place), window)}
            aria-hidden="true"
          >
            {window}
          </span>
        ))}
      </div>
      <p class="widths-ticks" aria-hidden="true">
        {sizes.map(({ reads }) => (
          <span key={reads}>{reads}</span>
        ))}
      </p>
      <p class="widths-axis" aria-hidden="true">
        <Say id="lesson-widths-axis" />
      </p>
      <p class="widths-key">
        <span data-line="recurrent">{say("lesson-widths-recurrent")}</span>
        <span data-line="window">{say("lesson-widths-window")}</span>
      </p>
    </div>
  );
}
