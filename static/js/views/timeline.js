// @ts-check
/**
 * A timeline of iterations: a slider over those that are known, with the present, the furthest and
 * the interventions marked. While it is dragged its scale stands still, whatever trains meanwhile.
 */

import { find, h, on } from "../dom.js";
import { count, loss } from "../format.js";
import { position, ticks } from "../timeline.js";

/** @typedef {import("../timeline.js").Mark} Mark */

/**
 * @typedef {object} Moment
 * @property {number} shown the iteration on screen
 * @property {number} present where the run stands
 * @property {number} furthest the last one that is known
 * @property {number} [end] where the scale ends, if that is beyond the furthest
 * @property {Mark[]} marks
 * @property {number | null | undefined} [loss] at the iteration on screen; left out when not known
 * @property {boolean} [disabled]
 */

const ROOM_FOR_TICK = 64;
const SHIFT = 10;

/**
 * @param {HTMLElement} root `.timeline` with `input[type=range]`
 * @param {(iteration: number) => void} look
 */
export function createTimeline(root, look) {
  const slider = find(root, "input[type=range]", HTMLInputElement);
  const known = find(root, ".timeline-known", HTMLElement);
  const above = find(root, ".timeline-marks", HTMLElement);
  const below = root.querySelector(".timeline-ticks");
  let dragging = false;
  /** @type {Moment | null} */
  let latest = null;
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
  for (const end of /** @type {const} */ (["pointerup", "pointercancel", "blur", "change"])) {
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

  /** @param {Moment} moment */
  function draw({ shown, present, furthest, end = 0, marks, loss: told, disabled = false }) {
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

  /**
   * @param {number} last
   * @param {number} furthest
   */
  function drawTicks(last, furthest) {
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

  /**
   * @param {Mark[]} marks
   * @param {number} furthest
   */
  function drawMarks(marks, furthest) {
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
    /** @param {Moment} moment */
    update(moment) {
      latest = moment;
      draw(moment);
    },
  };
}
