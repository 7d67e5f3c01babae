/**
 * Which letters mattered: for one output, how its score answers to each letter that was read, shown
 * over the letters themselves, and how much of a change in an earlier state arrives.
 */

import { find, h, on, setText } from "../lib/dom";
import type { Palette, ThemeName } from "../model/colours";
import { createScale } from "../model/colours";
import { counted, exact, setting, signed, spoken, visible } from "../model/format";
import type { Maybe, Sensitivity, Trace } from "../model/types";
import { norm } from "./network/text";

/** The chosen output; null is the last timestep, or the timestep's target. */
export type Choice = { t: number | null; token: number | null };

// With more letters there is no room for their numbers.
const MOST_NUMBERS = 40;
// From these on a norm is told to have fallen, or to have grown.
const FALLEN = 0.1;
const GROWN = 2;

/** The place of the largest absolute value, or -1. Pure. */
export function strongest(values: readonly Maybe[]) {
  let best = -1;
  values.forEach((value, i) => {
    if (value !== null && (best === -1 || Math.abs(value) > Math.abs(values[best] ?? 0))) {
      best = i;
    }
  });
  return best;
}

/** What the letters did, in a sentence. Pure. */
export function lettersInWords({ t, token, letters, of_letter }: Sensitivity) {
  const most = strongest(of_letter);
  const value = of_letter[most];
  if (value === null || value === undefined) {
    return "These numbers are not finite: the run has diverged.";
  }
  const output = `The score of “${visible(token)}” at t = ${t}`;
  if (value === 0) {
    return `${output} depends on none of the letters.`;
  }
  const where =
    most === t - 1 ? "just read" : most === t - 2 ? "one step before" : `${counted(t - 1 - most, "step")} before`;
  const does = value > 0 ? "raise" : "lower";
  return (
    `${output} depends most on the “${visible(letters[most] ?? "")}” at t = ${most + 1}, ${where}: ` +
    `more of it would ${does} the score (${signed(value, 2)}).`
  );
}

/** What a falling or growing norm means, in a sentence. Pure. */
export function statesInWords({ t, state_norm }: Pick<Sensitivity, "t" | "state_norm">) {
  const first = state_norm[0] ?? null;
  if (first === null) {
    return "These numbers are not finite: the run has diverged.";
  }
  const change =
    first < FALLEN
      ? "It falls towards 0: what happened early hardly reaches this state, and as little of the gradient finds its way back. It vanishes."
      : first > GROWN
        ? "It grows: small changes early become large ones here, and so does the gradient on its way back. It explodes."
        : "It neither falls towards 0, where the gradient vanishes, nor grows, where it explodes.";
  return `Of a small change in h_0, up to ${norm(first)} times as much arrives in h_${t}. ${change}`;
}

export function createSensitivity(
  root: HTMLElement,
  {
    palette,
    theme,
    choose,
    toggleLog,
  }: {
    palette: Palette;
    theme: ThemeName;
    choose: (choice: Choice) => void;
    toggleLog: () => void;
  },
) {
  const timesteps = find(root, "#sensitivity-t", HTMLSelectElement);
  const tokens = find(root, "#sensitivity-token", HTMLSelectElement);
  const list = find(root, "#sensitivity-letters", HTMLOListElement);
  const element = (name: string) => find(root, `#sensitivity-${name}`, HTMLElement);
  const log = find(root, "#sensitivity-log", HTMLButtonElement);
  let shown: Sensitivity | null = null;
  let bounds = { of_letter: 1, norm: 1 };
  let themeName = theme;
  let scale = createScale(palette[theme]);
  let active = -1;
  const tiles: HTMLElement[] = [];

  on(find(root, "#sensitivity-choice", HTMLFormElement), "submit", (event) => event.preventDefault());
  on(timesteps, "change", () => choose({ t: Number(timesteps.value), token: null }));
  on(tokens, "change", () => {
    const token = tokens.value === "" ? null : Number(tokens.value);
    choose({ t: Number(timesteps.value), token });
  });
  on(log, "click", toggleLog);

  // ---- one letter's exact numbers ---------------------------------------------------------

  function read(place: number) {
    tiles[active]?.classList.remove("is-read");
    active = place;
    tiles[active]?.classList.add("is-read");
    if (shown === null || place < 0) {
      setText(element("reading"), "Point at a letter, or reach it by keyboard, for its exact numbers.");
      return;
    }
    const { t, token, letters, of_letter, norm: norms } = shown;
    const s = place + 1;
    const output = `∂y_${t}[${visible(token)}]/∂x_${s}`;
    element("reading").replaceChildren(
      h("span", {}, `${output}[${visible(letters[place] ?? "")}] = `),
      h("b", { "data-of-letter": s }, exact(of_letter[place] ?? null)),
      " · ",
      h("span", { class: "norm" }, `‖${output}‖`),
      " = ",
      h("b", { "data-norm": s }, exact(norms[place] ?? null)),
    );
  }

  const placeOf = (target: EventTarget | null) =>
    tiles.findIndex((tile) => target instanceof Node && tile.contains(target));

  on(list, "pointerover", (event) => {
    const place = placeOf(event.target);
    if (place >= 0) {
      read(place);
    }
  });
  on(list, "click", (event) => focus(placeOf(event.target)));
  on(list, "focusin", (event) => read(placeOf(event.target)));
  on(list, "keydown", (event) => {
    const places: Record<string, number> = {
      ArrowLeft: active - 1,
      ArrowRight: active + 1,
      Home: 0,
      End: tiles.length - 1,
    };
    const place = places[event.key];
    if (place !== undefined) {
      event.preventDefault();
      event.stopPropagation();
      focus(Math.max(0, Math.min(tiles.length - 1, place)));
    }
  });

  function focus(place: number) {
    tiles.forEach((tile, i) => tile.setAttribute("tabindex", i === place ? "0" : "-1"));
    tiles[place]?.focus();
  }

  // ---- drawing ----------------------------------------------------------------------------

  /** Scales keep still while the numbers waver: they grow at once, and shrink late. */
  const steadied = (used: number, needed: number) => (needed <= used && used < 5 * needed ? used : needed);

  function fit({ bounds: needed }: Sensitivity) {
    bounds = {
      of_letter: steadied(bounds.of_letter, needed.of_letter),
      norm: steadied(bounds.norm, needed.norm),
    };
    scale = createScale(palette[themeName], bounds.of_letter);
    element("scale").style.background = scale.gradient;
    setText(element("low"), setting(-bounds.of_letter));
    setText(element("high"), `+${setting(bounds.of_letter)}`);
    setText(element("most"), setting(bounds.norm));
  }

  function draw() {
    if (shown === null) {
      return;
    }
    fit(shown);
    const { letters, of_letter, norm: norms } = shown;
    const hadFocus = tiles.some((tile) => tile === document.activeElement);
    while (tiles.length > letters.length) {
      tiles.pop()?.remove();
    }
    while (tiles.length < letters.length) {
      const tile = h(
        "li",
        { class: "sensitivity-letter", tabindex: tiles.length === 0 ? 0 : -1 },
        h("span", { class: "visually-hidden" }),
        h("span", { class: "sensitivity-bar", "aria-hidden": "true" }, h("i")),
        h("span", { class: "sensitivity-token", "aria-hidden": "true" }),
        h("span", { class: "sensitivity-norm", "aria-hidden": "true" }, h("i")),
        h("span", { class: "sensitivity-number", "aria-hidden": "true" }),
      );
      tiles.push(tile);
      list.append(tile);
    }
    list.classList.toggle("is-dense", letters.length > MOST_NUMBERS);
    tiles.forEach((tile, i) => {
      const value = of_letter[i] ?? null;
      const [told, , token, , number] = tile.children;
      const letter = letters[i] ?? "";
      setText(told, `t = ${i + 1}, ${spoken(letter)}: ${signed(value, 3)}, any letter there ${norm(norms[i])}`);
      setText(token, visible(letter));
      setText(number, signed(value, 2));
      token.setAttribute("style", `background:${scale.colour(value)};color:${scale.ink(value)}`);
      tile.classList.toggle("is-negative", value !== null && value < 0);
      tile.style.setProperty("--share", share(value, bounds.of_letter));
      tile.style.setProperty("--norm", share(norms[i] ?? null, bounds.norm));
    });
    if (hadFocus && !tiles.some((tile) => tile === document.activeElement)) {
      focus(tiles.length - 1);
    }
    read(Math.min(active, tiles.length - 1));
    setText(element("sentence"), lettersInWords(shown));
    setText(element("states"), statesInWords(shown));
    setText(element("of"), String(shown.t));
  }

  const share = (value: Maybe, bound: number) => Math.min(1, Math.abs(value ?? 0) / bound).toFixed(4);

  return {
    /** What can be chosen. */
    offer({ steps, vocabulary }: Trace, { t, token }: Choice) {
      const at = Math.min(t ?? steps.length, steps.length);
      fill(
        timesteps,
        steps.map((step) => [String(step.t), `${step.t}, after “${visible(step.input)}”`]),
        String(at),
      );
      const target = steps[at - 1]?.target ?? "";
      fill(
        tokens,
        [
          ["", `“${visible(target)}”, the target`],
          ...vocabulary.flatMap((letter, id) =>
            letter === target ? [] : [[String(id), `“${visible(letter)}”`] as [string, string]],
          ),
        ],
        token === null || vocabulary[token] === target ? "" : String(token),
      );
    },

    update(told: Sensitivity, run: string) {
      if (root.dataset.run !== run || shown?.letters.length !== told.letters.length) {
        active = -1;
        bounds = told.bounds;
      }
      root.dataset.run = run;
      root.dataset.iteration = String(told.iteration);
      root.dataset.of = `${told.t} ${told.token}`;
      root.classList.remove("is-behind");
      setText(element("note"), "");
      shown = told;
      draw();
    },

    /**
     * These numbers are of an earlier iteration: the next ones are asked for when there is time.
     */
    behind() {
      if (shown !== null) {
        root.classList.add("is-behind");
        setText(element("note"), `of iteration ${shown.iteration}; follows when training pauses`);
      }
    },

    setLog(isLog: boolean) {
      log.setAttribute("aria-pressed", String(isLog));
    },

    setTheme(name: ThemeName) {
      themeName = name;
      draw();
    },
  };
}

function fill(select: HTMLSelectElement, choices: [string, string][], value: string) {
  const told = JSON.stringify(choices);
  if (select.dataset.choices !== told) {
    select.dataset.choices = told;
    select.replaceChildren(...choices.map(([key, text]) => h("option", { value: key }, text)));
  }
  select.value = value;
}
