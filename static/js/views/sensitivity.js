// @ts-check
/**
 * Which letters mattered: for one output, how its score answers to each letter that was read, shown
 * over the letters themselves, and how much of a change in an earlier state arrives.
 */

import { createScale } from "../colours.js";
import { find, h, on, setText } from "../dom.js";
import { counted, exact, setting, signed, spoken, visible } from "../format.js";
import { norm } from "./network/text.js";

/** @typedef {import("../types.js").Address} Address */
/** @typedef {import("../types.js").Maybe} Maybe */
/** @typedef {import("../types.js").Sensitivity} Sensitivity */
/** @typedef {import("../types.js").Trace} Trace */
/** @typedef {import("../colours.js").Palette} Palette */
/** @typedef {import("../colours.js").ThemeName} ThemeName */

/**
 * The chosen output; null is the last timestep, or the timestep's target.
 *
 * @typedef {{t: number | null, token: number | null}} Choice
 */

// With more letters there is no room for their numbers.
const MOST_NUMBERS = 40;
// From these on a norm is told to have fallen, or to have grown.
const FALLEN = 0.1;
const GROWN = 2;

/**
 * The place of the largest absolute value, or -1. Pure.
 *
 * @param {readonly Maybe[]} values
 */
export function strongest(values) {
  let best = -1;
  values.forEach((value, i) => {
    if (value !== null && (best === -1 || Math.abs(value) > Math.abs(values[best] ?? 0))) {
      best = i;
    }
  });
  return best;
}

/**
 * What the letters did, in a sentence. Pure.
 *
 * @param {Sensitivity} told
 */
export function lettersInWords({ t, token, letters, of_letter }) {
  const most = strongest(of_letter);
  const value = of_letter[most];
  if (value === null || value === undefined) {
    return "These numbers are not finite: the run has diverged.";
  }
  const output = `The score of “${visible(token)}” at t = ${t}`;
  if (value === 0) {
    return `${output} depends on none of the letters.`;
  }
  const where = most === t - 1 ? "just read" : most === t - 2 ? "one step before" : `${counted(t - 1 - most, "step")} before`;
  const does = value > 0 ? "raise" : "lower";
  return (
    `${output} depends most on the “${visible(letters[most] ?? "")}” at t = ${most + 1}, ${where}: ` +
    `more of it would ${does} the score (${signed(value, 2)}).`
  );
}

/**
 * What a falling or growing norm means, in a sentence. Pure.
 *
 * @param {Pick<Sensitivity, "t" | "state_norm">} told
 */
export function statesInWords({ t, state_norm }) {
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

/**
 * @param {HTMLElement} root
 * @param {object} options
 * @param {Palette} options.palette
 * @param {ThemeName} options.theme
 * @param {(choice: Choice) => void} options.choose
 * @param {() => void} options.toggleLog
 */
export function createSensitivity(root, { palette, theme, choose, toggleLog }) {
  const timesteps = find(root, "#sensitivity-t", HTMLSelectElement);
  const tokens = find(root, "#sensitivity-token", HTMLSelectElement);
  const list = find(root, "#sensitivity-letters", HTMLOListElement);
  /** @param {string} name */
  const element = (name) => find(root, `#sensitivity-${name}`, HTMLElement);
  const log = find(root, "#sensitivity-log", HTMLButtonElement);
  /** @type {Sensitivity | null} */
  let shown = null;
  let bounds = { of_letter: 1, norm: 1 };
  let themeName = theme;
  let scale = createScale(palette[theme]);
  let active = -1;
  /** @type {HTMLElement[]} */
  let tiles = [];

  on(find(root, "#sensitivity-choice", HTMLFormElement), "submit", (event) => event.preventDefault());
  on(timesteps, "change", () => choose({ t: Number(timesteps.value), token: null }));
  on(tokens, "change", () => {
    const token = tokens.value === "" ? null : Number(tokens.value);
    choose({ t: Number(timesteps.value), token });
  });
  on(log, "click", toggleLog);

  // ---- one letter's exact numbers ---------------------------------------------------------

  /** @param {number} place */
  function read(place) {
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

  /** @param {EventTarget | null} target */
  const placeOf = (target) =>
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
    /** @type {Record<string, number>} */
    const places = {
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

  /** @param {number} place */
  function focus(place) {
    tiles.forEach((tile, i) => tile.setAttribute("tabindex", i === place ? "0" : "-1"));
    tiles[place]?.focus();
  }

  // ---- drawing ----------------------------------------------------------------------------

  /**
   * Scales keep still while the numbers waver: they grow at once, and shrink late.
   *
   * @param {number} used
   * @param {number} needed
   */
  const steadied = (used, needed) => (needed <= used && used < 5 * needed ? used : needed);

  /** @param {Sensitivity} told */
  function fit({ bounds: needed }) {
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

  /**
   * @param {Maybe} value
   * @param {number} bound
   */
  const share = (value, bound) => Math.min(1, Math.abs(value ?? 0) / bound).toFixed(4);

  return {
    /**
     * What can be chosen.
     *
     * @param {Trace} trace
     * @param {Choice} choice
     */
    offer({ steps, vocabulary }, { t, token }) {
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
            letter === target ? [] : [/** @type {[string, string]} */ ([String(id), `“${visible(letter)}”`])],
          ),
        ],
        token === null || vocabulary[token] === target ? "" : String(token),
      );
    },

    /**
     * @param {Sensitivity} told
     * @param {string} run
     */
    update(told, run) {
      if (root.dataset["run"] !== run || shown?.letters.length !== told.letters.length) {
        active = -1;
        bounds = told.bounds;
      }
      root.dataset["run"] = run;
      root.dataset["iteration"] = String(told.iteration);
      root.dataset["of"] = `${told.t} ${told.token}`;
      root.classList.remove("is-behind");
      setText(element("note"), "");
      shown = told;
      draw();
    },

    /** These numbers are of an earlier iteration: the next ones are asked for when there is time. */
    behind() {
      if (shown !== null) {
        root.classList.add("is-behind");
        setText(element("note"), `of iteration ${shown.iteration}; follows when training pauses`);
      }
    },

    /** @param {boolean} isLog */
    setLog(isLog) {
      log.setAttribute("aria-pressed", String(isLog));
    },

    /** @param {ThemeName} name */
    setTheme(name) {
      themeName = name;
      draw();
    },
  };
}

/**
 * @param {HTMLSelectElement} select
 * @param {[string, string][]} choices
 * @param {string} value
 */
function fill(select, choices, value) {
  const told = JSON.stringify(choices);
  if (select.dataset["choices"] !== told) {
    select.dataset["choices"] = told;
    select.replaceChildren(...choices.map(([key, text]) => h("option", { value: key }, text)));
  }
  select.value = value;
}
