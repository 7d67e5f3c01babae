/** Reset, Back, Step, Train or Pause, and the speed. */

import type { State } from "../client/session";
import { find, on, setText } from "../lib/dom";
import { count } from "../model/format";

/** What of the state the buttons depend on. */
export type TransportState = Pick<State, "connection" | "training" | "speed"> & {
  view?: number | null;
  trace: { iteration: number; diverged: boolean } | null;
};

const FAST = "max";

export function createTransport(
  root: HTMLElement,
  actions: {
    reset: () => void;
    back: (times: number) => void;
    step: (times: number) => void;
    train: () => void;
    speed: (speed: number | null) => void;
  },
) {
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
    update(state: TransportState) {
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

    /** The next faster or slower speed. */
    shift(direction: 1 | -1) {
      const index = speed.selectedIndex + direction;
      if (index >= 0 && index < speed.options.length) {
        speed.selectedIndex = index;
        actions.speed(speed.value === FAST ? null : Number(speed.value));
      }
    },
  };
}
