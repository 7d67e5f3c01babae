/** The strip of an iteration's phases, and the player that steps, plays and scrubs through them. */

import { find, h, on, setAttributes, setText } from "../lib/dom";
import { caption } from "../model/captions";
import type { Moment, Timeline } from "../model/phases";
import type { Trace } from "../model/types";

export interface Actions {
  chapter: (chapter: number) => void;
  goTo: (index: number) => void;
  back: () => void;
  next: () => void;
  /** to the next one */
  timestep: () => void;
  /** to where the backward half begins */
  backward: () => void;
  update: () => void;
  /** or pause */
  play: () => void;
  leave: () => void;
}

export function createPhases(root: HTMLElement, actions: Actions) {
  const chapters = [...root.querySelectorAll("[data-chapter]")].filter(
    (element) => element instanceof HTMLButtonElement,
  );
  const leave = find(root, "#phases-leave", HTMLButtonElement);
  const player = find(root, "#phases-player", HTMLElement);
  const back = find(root, "#phase-back", HTMLButtonElement);
  const play = find(root, "#phase-play", HTMLButtonElement);
  const next = find(root, "#phase-next", HTMLButtonElement);
  const pace = find(root, "#phase-pace", HTMLSelectElement);
  const slider = find(root, "#phase-slider", HTMLInputElement);
  const scrubber = find(root, ".phases-scrubber", HTMLElement);
  const title = find(root, "#phase-title", HTMLElement);
  const told = find(root, "#phase-caption", HTMLElement);
  const formulas = [...root.querySelectorAll("#phase-formula > [data-kind]")];

  for (const button of chapters) {
    on(button, "click", () => actions.chapter(Number(button.dataset.chapter)));
  }
  on(leave, "click", actions.leave);
  on(back, "click", actions.back);
  on(play, "click", actions.play);
  on(next, "click", actions.next);
  on(slider, "input", () => actions.goTo(slider.valueAsNumber));
  on(find(root, "#phase-timestep", HTMLElement), "click", actions.timestep);
  on(find(root, "#phase-backward", HTMLElement), "click", actions.backward);
  on(find(root, "#phase-update", HTMLElement), "click", actions.update);

  return {
    /** @returns milliseconds for a phase */
    pace: (): number => Number(pace.value),

    setPlaying(playing: boolean) {
      setText(play, playing ? "Pause" : "Play");
      play.setAttribute("aria-pressed", String(playing));
    },

    /** @returns whether the focus is on something that leaving takes away */
    hasFocus: (): boolean => player.contains(document.activeElement) || leave === document.activeElement,

    focus() {
      (chapters.find((button) => button.hasAttribute("aria-current")) ?? chapters[0])?.focus();
    },

    update(trace: Trace, line: Timeline, moment: Moment | null) {
      const inside = moment !== null;
      root.classList.toggle("is-inside", inside);
      player.hidden = !inside;
      leave.hidden = !inside;
      for (const button of chapters) {
        const current = inside && button.dataset.chapter === String(moment.phase.chapter);
        setAttributes(button, { "aria-current": current ? "step" : null });
      }
      if (!inside) {
        return;
      }
      const { phase, index } = moment;
      const last = index === line.phases.length - 1;
      root.dataset.half = phase.half;
      root.dataset.phase = phase.id;
      setAttributes(slider, {
        max: line.phases.length - 1,
        "aria-valuetext": `${phase.title}, ${phase.half}`,
      });
      slider.value = String(index);
      scrubber.style.setProperty("--turn", String((line.turn - 0.5) / (line.phases.length - 1)));
      for (const element of root.querySelectorAll(".phases-length")) {
        setText(element, String(line.T));
      }
      back.disabled = index === 0 && trace.iteration === 0;
      next.disabled = last && trace.diverged;
      const does = last ? "Make this update: the next iteration" : "Next phase";
      next.title = `${does} (.)`;
      next.setAttribute("aria-label", does);
      // One change of the live region, so that it is read as one.
      const sentence = caption(trace, phase);
      setText(title, `${phase.title[0].toUpperCase()}${phase.title.slice(1)}.`);
      if (told.textContent !== sentence.replaceAll(/(?<=W)_/g, "")) {
        told.replaceChildren(...coloured(sentence));
      }
      for (const formula of formulas) {
        formula.toggleAttribute("hidden", formula.getAttribute("data-kind") !== phase.kind);
      }
    },
  };
}

/** A sentence with the weights in their colours. */
function coloured(sentence: string): HTMLElement[] {
  return sentence
    .split(/(W_(?:xh|hh|hy|ph))/)
    .map((part) =>
      part.startsWith("W_")
        ? h("span", { class: `matrix w-${part.slice(2)}` }, "W", h("sub", {}, part.slice(2)))
        : h("span", {}, part),
    );
}
