/**
 * A timeline of iterations: a slider over those that are known, with the present, the furthest and
 * the interventions marked. While it is dragged its scale stands still, whatever trains meanwhile.
 */

import { find, h, on } from "../lib/dom";
import { count, loss } from "../model/format";
import type { Mark } from "../model/timeline";
import { position, ticks } from "../model/timeline";

export interface Moment {
  /** the iteration on screen */
  shown: number;
  /** where the run stands */
  present: number;
  /** the last one that is known */
  furthest: number;
  /** where the scale ends, if that is beyond the furthest */
  end?: number;
  marks: Mark[];
  /** at the iteration on screen; left out when not known */
  loss?: number | null | undefined;
  disabled?: boolean;
}

const ROOM_FOR_TICK = 64;
const SHIFT = 10;

/** @param root `.timeline` with `input[type=range]` */
export function createTimeline(root: HTMLElement, look: (iteration: number) => void) {
  const slider = find(root, "input[type=range]", HTMLInputElement);
  const known = find(root, ".timeline-known", HTMLElement);
  const above = find(root, ".timeline-marks", HTMLElement);
  const below = root.querySelector(".timeline-ticks");
  let dragging = false;
  let latest: Moment | null = null;
  let drawnTicks = "";
  let drawnMarks = "";

  on(slider, "input", () => look(Number(slider.value)));
  on(slider, "keydown", (event) => {
    const direction = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key];
    if (direction !== undefined && event.shiftKey && !slider.disabled) {
      event.preventDefault();
      look(Math.min(Number(slider.max), Math.max(0, Number(slider.value) + direction * SHIFT)));
    }
  });
  on(slider, "pointerdown", () => {
    dragging = true;
  });
  for (const end of ["pointerup", "pointercancel", "blur", "change"] as const) {
    on(slider, end, () => {
      dragging = false;
      if (latest !== null) {
        draw(latest);
      }
    });
  }
  new ResizeObserver(() => {
    if (latest !== null) {
      draw(latest);
    }
  }).observe(root);

  function draw({ shown, present, furthest, end = 0, marks, loss: told, disabled = false }: Moment) {
    const last = Math.max(end, furthest);
    if (!dragging) {
      slider.max = String(furthest);
      slider.disabled = disabled || furthest === 0;
      known.style.setProperty("--known", String(position(furthest, last)));
      root.style.setProperty("--present", String(position(present, furthest)));
      drawTicks(last, furthest);
      drawMarks(marks, furthest);
    }
    slider.value = String(shown);
    root.style.setProperty("--shown", String(position(shown, Number(slider.max))));
    root.toggleAttribute("data-elsewhere", shown !== present);
    slider.setAttribute(
      "aria-valuetext",
      `iteration ${count(shown)} of ${count(furthest)}` +
        (told === undefined ? "" : `, loss ${loss(told)}`) +
        (shown === present ? "" : `; the run stands at ${count(present)}`),
    );
  }

  function drawTicks(last: number, furthest: number) {
    if (below === null) {
      return;
    }
    const most = Math.max(2, Math.floor(root.clientWidth / ROOM_FOR_TICK));
    const key = `${last} ${furthest} ${most}`;
    if (key === drawnTicks) {
      return;
    }
    drawnTicks = key;
    below.replaceChildren(
      ...ticks(last, most).map((tick) =>
        h(
          "span",
          {
            class: tick === furthest ? "timeline-tick furthest" : "timeline-tick",
            style: `--at: ${position(tick, last)}`,
          },
          count(tick),
        ),
      ),
    );
  }

  function drawMarks(marks: Mark[], furthest: number) {
    const key = `${furthest} ${JSON.stringify(marks)}`;
    if (key === drawnMarks) {
      return;
    }
    drawnMarks = key;
    const focused = above.contains(document.activeElement)
      ? document.activeElement?.getAttribute("data-iteration")
      : null;
    above.replaceChildren(
      ...marks
        .filter(({ iteration }) => iteration <= furthest)
        .map(({ iteration, text }) => {
          const words = `Iteration ${count(iteration)}: ${text}`;
          const button = h("button", {
            type: "button",
            class: "timeline-mark",
            style: `--at: ${position(iteration, furthest)}`,
            "data-iteration": iteration,
            title: words,
            "aria-label": words,
          });
          on(button, "click", () => look(iteration));
          return button;
        }),
    );
    if (focused !== null && focused !== undefined) {
      const again = above.querySelector(`[data-iteration="${focused}"]`);
      if (again instanceof HTMLElement) {
        again.focus();
      }
    }
  }

  return {
    focus: () => slider.focus(),
    update(moment: Moment) {
      latest = moment;
      draw(moment);
    },
  };
}
