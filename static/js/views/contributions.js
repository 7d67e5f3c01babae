// @ts-check
/**
 * A gradient as the sum of its timesteps: small multiples that add up to the total, on one
 * symmetric scale; only a total that is far larger than its parts has one of its own. Draws what it is given; inside an iteration only what has been added by then.
 */

import { createScale } from "../colours.js";
import { find, h, on, setText } from "../dom.js";
import { setting, visible } from "../format.js";
import { slope } from "../captions.js";
import { norm } from "./network/text.js";

/** @typedef {import("../types.js").Maybe} Maybe */
/** @typedef {import("../types.js").Contributions} Contributions */
/** @typedef {import("../colours.js").Palette} Palette */
/** @typedef {import("../colours.js").ThemeName} ThemeName */

/**
 * @typedef {object} Scene
 * @property {number} T
 * @property {number} times how many timesteps use the matrix
 * @property {string[]} letters the inputs
 * @property {number} from the first timestep that is known; T + 1 for none
 * @property {number | null} now the timestep that has just been added
 * @property {boolean} inside whether an iteration is being walked through
 */

const TALLEST = 78;
const MOST_SHOWN_ADDENDS = 8;
/** From this many times the parts on, a sum has a scale of its own. */
const MOST_TIMES = 5;
const LADDER = [1, 2, 5, 10];

/**
 * The smallest of 1, 2, 5 times a power of ten that is not below any absolute value.
 *
 * @param {readonly Maybe[][][]} matrices
 */
export function boundOf(matrices) {
  let largest = 0;
  for (const matrix of matrices) {
    for (const row of matrix) {
      for (const value of row) {
        largest = Math.max(largest, Math.abs(value ?? 0));
      }
    }
  }
  if (!(largest > 0) || !Number.isFinite(largest)) {
    return 1;
  }
  const power = 10 ** Math.floor(Math.log10(largest));
  const step = LADDER.find((rung) => rung * power >= largest * (1 - 1e-12)) ?? 10;
  return step * power;
}

/**
 * The bounds of the colours. One scale lets the parts be seen to add up; but of many timesteps
 * that pull the same way the sum is so much larger that on its scale every part would be blank.
 *
 * @param {readonly Maybe[][][]} contributions
 * @param {Maybe[][]} total
 * @returns {{each: number, sum: number}}
 */
export function boundsOf(contributions, total) {
  const each = boundOf(contributions);
  const sum = boundOf([total]);
  return sum > MOST_TIMES * each ? { each, sum } : { each: Math.max(each, sum), sum: Math.max(each, sum) };
}

/**
 * How large a weight's cell is drawn.
 *
 * @param {number} rows
 * @param {number} columns
 */
export function cellSize(rows, columns) {
  return Math.max(1, Math.min(13, Math.floor(TALLEST / rows), Math.floor((1.6 * TALLEST) / columns)));
}

/**
 * One weight's gradient as a sum in writing.
 *
 * @param {Contributions} data
 * @param {[number, number]} place
 * @param {Scene} scene
 */
export function sumOf(data, [row, column], { from, T }) {
  const name = `∂L/∂${data.parameter}[${row},${column}]`;
  const shown = data.contributions
    .map((matrix, i) => ({ t: data.first + i, value: matrix[row][column] }))
    .filter(({ t }) => t >= from);
  const all = data.first === 1 && data.last === T;
  if (from > T) {
    return `${name}: nothing added yet`;
  }
  const texts = shown.map(({ value }) => slope(value));
  const told =
    texts.length > MOST_SHOWN_ADDENDS
      ? [...texts.slice(0, MOST_SHOWN_ADDENDS - 2), "…", texts[texts.length - 1]]
      : texts;
  const addends = from > 1 || !all ? ["…", ...told] : told;
  const sum = addends
    .map((text, i) => (i === 0 ? text : /^[+−]/.test(text) ? `${text[0]} ${text.slice(1)}` : `+ ${text}`))
    .join(" ");
  return from > 1 ? `${name} so far: ${sum}` : `${name} = ${sum} = ${slope(data.total[row][column])}`;
}

/**
 * @param {HTMLElement} root
 * @param {object} options
 * @param {Palette} options.palette
 * @param {ThemeName} options.theme
 * @param {(parameter: string) => void} options.onParameter
 * @param {() => void} options.onClose
 * @param {(index: [number, number]) => void} options.onSelect a weight, once its gradient is complete
 */
export function createContributions(root, { palette, theme, onParameter, onClose, onSelect }) {
  const row = find(root, ".contributions-row", HTMLElement);
  const name = find(root, ".contributions-name", HTMLElement);
  const why = find(root, "h3 .card-note", HTMLElement);
  const sum = find(root, ".contributions-sum", HTMLElement);
  const scaleNote = find(root, ".contributions-scale", HTMLElement);
  const close = find(root, "#contributions-close", HTMLButtonElement);
  const buttons = [...root.querySelectorAll("[data-parameter]")].filter(
    (element) => element instanceof HTMLButtonElement,
  );
  for (const button of buttons) {
    on(button, "click", () => onParameter(button.dataset["parameter"] ?? "W_hh"));
  }
  on(close, "click", onClose);

  /** @type {Contributions | null} */
  let data = null;
  /** @type {Scene | null} */
  let scene = null;
  let themeName = theme;
  /** @type {[number, number] | null} */
  let place = null;
  /** @type {{t: number | null, element: HTMLElement, canvas: HTMLCanvasElement, mark: HTMLElement, note: HTMLElement}[]} */
  let items = [];
  let shape = "";

  /**
   * @param {number | null} t null for the total
   * @param {number} rows
   * @param {number} columns
   */
  function item(t, rows, columns) {
    const cell = cellSize(rows, columns);
    const canvas = h("canvas", { width: columns, height: rows, role: "img" });
    canvas.style.width = `${columns * cell}px`;
    canvas.style.height = `${rows * cell}px`;
    const mark = h("span", { class: "contributions-mark" });
    mark.style.width = `${cell}px`;
    mark.style.height = `${cell}px`;
    const picture = h("span", { class: "contributions-picture" }, canvas, mark);
    const note = h("span", { class: "contributions-norm", "aria-hidden": "true" });
    const element = h(
      "span",
      { class: t === null ? "contribution is-sum" : "contribution", "data-t": t },
      picture,
      t === null
        ? h("span", { class: "contributions-label", "aria-hidden": "true" }, "sum")
        : h("span", { class: "contributions-label", "aria-hidden": "true" }),
      note,
    );
    on(picture, "pointermove", (event) => {
      const box = canvas.getBoundingClientRect();
      const at = (/** @type {number} */ offset, /** @type {number} */ size, /** @type {number} */ count) =>
        Math.max(0, Math.min(count - 1, Math.floor((offset / size) * count)));
      point([
        at(event.clientY - box.top, box.height, rows),
        at(event.clientX - box.left, box.width, columns),
      ]);
    });
    return { t, element, canvas, mark, note };
  }

  /** @param {[number, number] | null} next */
  function point(next) {
    place = next;
    tell();
  }

  function tell() {
    if (data === null || scene === null) {
      return;
    }
    const [i, j] = place ?? [-1, -1];
    const valid = i >= 0 && i < data.total.length && j < (data.total[0]?.length ?? 0);
    for (const { mark } of items) {
      mark.hidden = !valid;
      if (valid) {
        const { offsetWidth } = mark;
        mark.style.transform = `translate(${j * offsetWidth}px, ${i * offsetWidth}px)`;
      }
    }
    setText(
      sum,
      valid
        ? sumOf(data, [i, j], scene)
        : scene.from > scene.T
          ? "On the way back, each timestep adds its share here."
          : "Point at a weight: what each timestep adds to its gradient.",
    );
  }

  function build() {
    if (data === null || scene === null) {
      return;
    }
    const rows = data.total.length;
    const columns = data.total[0]?.length ?? 0;
    const key = [data.parameter, rows, columns, data.first, data.last, scene.T].join(" ");
    if (key !== shape) {
      shape = key;
      place = null;
      items = [];
      for (let t = data.first; t <= data.last; t += 1) {
        items.push(item(t, rows, columns));
      }
      items.push(item(null, rows, columns));
      const sign = (/** @type {string} */ text) =>
        h("span", { class: "contributions-sign", "aria-hidden": "true" }, text);
      row.replaceChildren(
        ...(data.first > 1 ? [sign("… +")] : []),
        ...items.flatMap(({ t, element }) =>
          t === null
            ? [h("span", { class: "contributions-end" }, sign(data?.last === scene?.T ? "=" : "+ … ="), element)]
            : t === data?.first
              ? [element]
              : [sign("+"), element],
        ),
      );
    }
    paint();
  }

  function paint() {
    if (data === null || scene === null) {
      return;
    }
    const { contributions, total, first } = data;
    const { each, sum: whole } = boundsOf(contributions, total);
    const scale = createScale(palette[themeName], each);
    const sumScale = createScale(palette[themeName], whole);
    const [letter, below, of] = data.parameter.split("_");
    name.replaceChildren(
      "∂",
      h("i", {}, "L"),
      "/∂",
      h("i", {}, letter),
      h("sub", {}, below),
      of === undefined ? "" : h("sup", {}, /^\d+$/.test(of) ? `(${of})` : of),
    );
    setText(
      why,
      scene.times === 1 && scene.T > 1
        ? "belongs to one timestep alone: there is nothing to add"
        : "is the sum of what each timestep asks for: shared weights, added gradients",
    );
    for (const button of buttons) {
      button.setAttribute("aria-pressed", String(button.dataset["parameter"] === `${letter}_${below}`));
    }
    scaleNote.replaceChildren(
      `−${setting(each)}`,
      h("span", { class: "contributions-bar", style: `background:${scale.gradient}` }),
      `+${setting(each)}`,
      whole === each ? "" : `; in the sum, −${setting(whole)} to +${setting(whole)}`,
    );
    for (const { t, element, canvas, note } of items) {
      const known = t === null ? scene.from === 1 : t >= scene.from;
      const values = t === null ? total : contributions[t - first];
      const size = t === null ? data.total_norm : data.norm[t - first];
      element.classList.toggle("is-ahead", !known);
      element.classList.toggle("is-now", t !== null && t === scene.now);
      element.classList.toggle("is-new", t === null && scene.now === 1);
      const label = element.querySelector(".contributions-label");
      if (t !== null && label !== null) {
        setText(label, `t = ${t} ${visible(scene.letters[t - 1] ?? "")}`);
      }
      setText(note, known ? norm(size) : "");
      canvas.setAttribute(
        "aria-label",
        `${t === null ? "The sum" : `Timestep ${t}`}: ${known ? `norm ${norm(size)}` : "not computed yet"}`,
      );
      const pen = canvas.getContext("2d");
      if (pen === null) {
        continue;
      }
      pen.clearRect(0, 0, canvas.width, canvas.height);
      if (known) {
        values.forEach((line, i) =>
          line.forEach((value, j) => {
            pen.fillStyle = (t === null ? sumScale : scale).colour(value);
            pen.fillRect(j, i, 1, 1);
          }),
        );
      }
    }
    tell();
    if (scene.now !== null) {
      follow(scene.now);
    }
  }

  /** @param {number} t */
  function follow(t) {
    const found = items.find((each) => each.t === t)?.element;
    if (found !== undefined && row.scrollWidth > row.clientWidth) {
      row.scrollLeft = found.offsetLeft - row.clientWidth / 2;
    }
  }

  function select() {
    if (place !== null && scene?.from === 1) {
      onSelect(place);
    }
  }

  on(row, "pointerleave", () => point(null));
  on(row, "click", (event) => {
    if (event.target instanceof HTMLCanvasElement) {
      select();
    }
  });
  on(row, "keydown", (event) => {
    /** @type {Record<string, [number, number]>} */
    const moves = {
      ArrowUp: [-1, 0],
      ArrowDown: [1, 0],
      ArrowLeft: [0, -1],
      ArrowRight: [0, 1],
    };
    if (event.key === "Enter") {
      select();
      return;
    }
    const move = moves[event.key];
    if (move === undefined || data === null || event.altKey || event.ctrlKey || event.metaKey) {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    const [i, j] = place ?? [0, 0];
    const step = place === null ? [0, 0] : move;
    point([
      Math.max(0, Math.min(data.total.length - 1, i + step[0])),
      Math.max(0, Math.min((data.total[0]?.length ?? 1) - 1, j + step[1])),
    ]);
  });

  return {
    /**
     * @param {Contributions} next
     * @param {Scene} now
     */
    update(next, now) {
      data = next;
      scene = now;
      close.hidden = now.inside;
      build();
    },
    /** @param {boolean} shown */
    show(shown) {
      root.hidden = !shown;
    },
    /** @param {string} text why there is nothing to be seen */
    fail(text) {
      data = null;
      shape = "";
      row.replaceChildren(h("span", { class: "contributions-missing" }, text));
    },
    /** @param {ThemeName} next */
    setTheme(next) {
      themeName = next;
      paint();
    },
    scrollIntoView() {
      root.scrollIntoView({ block: "nearest" });
      row.focus({ preventScroll: true });
    },
  };
}
