/** The two streams of the gradient beside the cells they meet in. */

import { setAttributes, setText, svg } from "../../lib/dom";
import type { Layout } from "../../model/network/layout";
import { gradientThickness, streamBars, streamBound } from "../../model/network/moments";
import { norm } from "../../model/network/numbers";
import type { Moment } from "../../model/phases";
import type { Trace } from "../../model/types";

const WIDEST_STREAMS = 104;
const LEAST_STREAMS = 46;
const CLEARANCE = 7;
const TIGHT_CLEARANCE = 3;
/** Room for the name of the state before. */
const NAME = 27;

/** The gradient down from the output, and the bars left of the cells. */
export function createStreams(layout: Layout) {
  const { H, rows, frameWidth, frameHeight, cells } = layout;
  const down = svg("path", {
    class: "network-line network-dashed",
    "marker-end": "url(#network-gradient-head)",
    d: `M-9 ${rows.outputArrow + 1}V${rows.frame - 12}`,
  });
  const downText = svg("text", {
    class: "network-small network-gradient-text network-right network-strong",
    x: -17,
    // Below it stands the length of the sum.
    y: rows.outputArrow + 14,
    "aria-hidden": "true",
  });
  const downward = svg("g", { class: "network-gradient network-downward" }, down, downText);

  const room = svg("rect", { class: "network-streams-room", rx: 5 });
  const axis = svg("path", { class: "network-streams-axis" });
  const pitch = H <= 8 ? cells.height + cells.gap : (frameHeight - 10) / H;
  const lane = Math.max(1, Math.min(8, pitch / 2 - (pitch > 8 ? 2 : 0.4)));
  const units = Array.from({ length: H }, (_, unit) => {
    const middle = rows.frame + 5 + (unit + 0.5) * pitch - (H <= 8 ? cells.gap / 2 : 0);
    return {
      first: svg("rect", { class: "network-stream-first", y: middle - lane, height: lane }),
      second: svg("rect", { class: "network-stream-second", y: middle, height: lane }),
      end: svg("path", { class: "network-stream-end", "stroke-width": pitch < 8 ? 1 : 2 }),
      middle,
    };
  });
  const bars = svg(
    "g",
    { class: "network-streams", "aria-hidden": "true" },
    room,
    axis,
    ...units.flatMap(({ first, second, end }) => [first, second, end]),
  );
  const element = svg("g", {}, downward, bars);

  return {
    element,
    reveal(trace: Trace, t: number, moment: Moment | null) {
      const step = trace.steps[t - 1];
      const arrives = moment !== null && step.target !== null && moment.knows("dh", t);
      setAttributes(downward, { display: arrives ? null : "none" });
      if (moment === null) {
        setAttributes(bars, { display: "none" });
        return;
      }
      const { kind } = moment.phase;
      downward.classList.toggle("is-now", kind === "dh" && moment.phase.t === t);
      if (arrives) {
        down.style.strokeWidth = gradientThickness(step.dh_from_output_norm).toFixed(2);
        setText(downText, norm(step.dh_from_output_norm));
      }
      // Behind the gates there is more than one number for a unit.
      const isPlain = (trace.gate_names ?? []).length === 0;
      const shown = moment.phase.t === t && (kind === "dh" || (kind === "da" && isPlain));
      setAttributes(bars, { display: shown ? null : "none", "data-kind": shown ? kind : null });
      if (!shown) {
        return;
      }
      const clearance = layout.tight ? TIGHT_CLEARANCE : CLEARANCE;
      // A gated state's gates make room: on the way back they come later.
      const width =
        layout.gated !== null
          ? layout.inside - clearance + 2
          : layout.tight
            ? layout.gap(t) - 2 * clearance
            : Math.max(LEAST_STREAMS, Math.min(WIDEST_STREAMS, layout.gap(t) - clearance - NAME));
      const right = -frameWidth / 2 - clearance;
      const centre = right - width / 2;
      const reach = width / 2 - 3;
      setAttributes(room, {
        x: right - width,
        y: layout.gated?.top ?? rows.frame,
        width,
        height: frameHeight + rows.frame - (layout.gated?.top ?? rows.frame),
      });
      axis.setAttribute("d", `M${centre} ${rows.frame + 3}v${frameHeight - 6}`);
      const bound = streamBound(trace);
      units.forEach(({ first, second, end, middle }, unit) => {
        const found = streamBars(kind, step, unit, bound);
        place(first, found.first);
        place(second, found.second);
        const x = (centre + found.end * reach).toFixed(1);
        end.setAttribute("d", `M${x} ${middle - lane - 1}v${2 * lane + 2}`);
      });
      function place(bar: SVGRectElement, [from, to]: [number, number]) {
        setAttributes(bar, {
          x: (centre + Math.min(from, to) * reach).toFixed(1),
          width: (Math.abs(to - from) * reach).toFixed(1),
        });
      }
    },
  };
}
