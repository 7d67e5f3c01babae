// @ts-check
/** Reset, Back, Step, Train or Pause, and the speed. */

import { find, on, setText } from "../dom.js";
import { count } from "../format.js";

/** @typedef {import("../session.js").State} State */
/**
 * What of the state the buttons depend on.
 *
 * @typedef {Pick<State, "connection" | "training" | "speed"> &
 *   {view?: number | null, trace: {iteration: number, diverged: boolean} | null}} TransportState
 */

const FAST = "max";

/**
 * @param {HTMLElement} root
 * @param {object} actions
 * @param {() => void} actions.reset
 * @param {(times: number) => void} actions.back
 * @param {(times: number) => void} actions.step
 * @param {() => void} actions.train
 * @param {(speed: number | null) => void} actions.speed
 */
export function createTransport(root, actions) {
  const reset = find(root, "#reset", HTMLButtonElement);
  const back = find(root, "#back", HTMLButtonElement);
  const step = find(root, "#step", HTMLButtonElement);
  const train = find(root, "#train", HTMLButtonElement);
  const trainLabel = find(train, ".train-label", HTMLElement);
  const speed = find(root, "#speed", HTMLSelectElement);
  const bar = find(root, ".transport", HTMLElement);

  on(reset, "click", actions.reset);
  on(back, "click", (event) => actions.back(event.shiftKey ? 10 : 1));
  on(step, "click", (event) => actions.step(event.shiftKey ? 10 : 1));
  on(train, "click", actions.train);
  on(speed, "change", () => actions.speed(speed.value === FAST ? null : Number(speed.value)));

  return {
    /** @param {TransportState} state */
    update(state) {
      const ready = state.trace !== null && state.connection !== "lost";
      const training = state.training !== null;
      const stuck = state.trace?.diverged ?? false;
      reset.disabled = !ready;
      back.disabled = !ready || state.trace?.iteration === 0;
      step.disabled = !ready || stuck;
      train.disabled = !ready || (stuck && !training);
      train.setAttribute("aria-pressed", String(training));
      setText(trainLabel, training ? "Pause" : "Train");
      speed.value = state.speed === null ? FAST : String(state.speed);
      // Looking at the past, they go on from there: it says so on them.
      const viewing = state.view !== null && state.view !== undefined;
      bar.toggleAttribute("data-viewing", viewing);
      const from = viewing ? `from ${count(state.view ?? 0)}` : "";
      for (const place of bar.querySelectorAll(".from")) {
        setText(place, place.closest("#train") !== null && training ? "" : from);
      }
    },

    /**
     * The next faster or slower speed.
     *
     * @param {1 | -1} direction
     */
    shift(direction) {
      const index = speed.selectedIndex + direction;
      if (index >= 0 && index < speed.options.length) {
        speed.selectedIndex = index;
        actions.speed(speed.value === FAST ? null : Number(speed.value));
      }
    },
  };
}
