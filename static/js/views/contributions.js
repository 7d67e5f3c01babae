// @ts-check
/**
 * A gradient as the sum of its timesteps: small multiples that add up to the total, on one
 * symmetric scale; only a total that is far larger than its parts has one of its own. Under them
 * stands one weight's sum in numbers. Draws what it is given; inside an iteration only what has
 * been added by then.
 */

import { createScale } from "../colours.js";
import { find, h, on, setText } from "../dom.js";
import { NOT_FINITE, setting, visible } from "../format.js";
import { added, joined, writtenSum } from "../sums.js";
import { norm } from "./network/text.js";

/** @typedef {import("../types.js").Maybe} Maybe */
/** @typedef {import("../types.js").Contributions} Contributions */
/** @typedef {import("../colours.js").Palette} Palette */
/** @typedef {import("../colours.js").ThemeName} ThemeName */

/**
 * @typedef {object} Scene
 * @property {number} T
 * @property {number[]} uses the timesteps that use the matrix
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
 * The weight whose gradient is largest, row and column.
 *
 * @param {Contributions} data
 * @returns {[number, number]}
 */
export function largestOf({ total }) {
  /** @type {[number, number]} */
  let best = [0, 0];
  total.forEach((line, i) =>
    line.forEach((value, j) => {
      if (Math.abs(value ?? 0) > Math.abs(total[best[0]][best[1]] ?? 0)) {
        best = [i, j];
      }
    }),
  );
  return best;
}

/**
 * @typedef {object} WeightSum
 * @property {{t: number, text: string}[]} addends of the timesteps that are here and use the weight
 * @property {boolean} all whether those are all timesteps that use it
 * @property {string} total
 * @property {"=" | "≈"} relation
 */

/**
 * What each timestep adds to one weight's gradient, with digits that add up.
 *
 * @param {Contributions} data
 * @param {[number, number]} place
 * @param {Scene} scene
 * @returns {WeightSum}
 */
export function sumOf(data, [row, column], { uses }) {
  const here = uses.filter((t) => t >= data.first && t <= data.last);
  const all = here.length === uses.length;
  const { addends, total, relation } = writtenSum(
    here.map((t) => data.contributions[t - data.first][row][column]),
    data.total[row][column],
    all,
  );
  return { addends: here.map((t, i) => ({ t, text: addends[i] })), all, total, relation };
}

/**
 * One weight's gradient as a sum in a line, as far as it is known.
 *
 * @param {Contributions} data
 * @param {[number, number]} place
 * @param {Scene} scene
 */
export function sentenceOf(data, place, scene) {
  const { addends, all, total, relation } = sumOf(data, place, scene);
  const name = `∂L/∂${data.parameter}[${place.join(",")}]`;
  if (total === NOT_FINITE) {
    return `${name} is not finite: there is nothing to add up`;
  }
  const shown = addends.filter(({ t }) => t >= scene.from).map(({ text }) => text);
  if (scene.from > 1 && shown.length === 0) {
    return `${name}: nothing added yet`;
  }
  const told =
    shown.length > MOST_SHOWN_ADDENDS
      ? [...shown.slice(0, MOST_SHOWN_ADDENDS - 2), "…", shown[shown.length - 1]]
      : shown;
  if (scene.from > 1) {
    return `${name} so far: ${joined(["…", ...told])}`;
  }
  const isFirst = all || addends[0]?.t === scene.uses[0];
  const isLast = all || addends[addends.length - 1]?.t === scene.uses[scene.uses.length - 1];
  const sum = joined([...(isFirst ? [] : ["…"]), ...told, ...(isLast ? [] : ["…"])]);
  return addends.length === 1 && all ? `${name} = ${total}` : `${name} = ${sum} ${relation} ${total}`;
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
  /** @type {[number, number] | null} what is pointed at */
  let pointed = null;
  /** @type {[number, number] | null} what was chosen */
  let chosen = null;
  /** @type {{t: number | null, element: HTMLElement, canvas: HTMLCanvasElement, mark: HTMLElement, term: HTMLElement}[]} */
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
    const term = h("span", { class: "contributions-term", "aria-hidden": "true" });
    const element = h(
      "span",
      { class: t === null ? "contribution is-sum" : "contribution", "data-t": t },
      picture,
      t === null
        ? h("span", { class: "contributions-label", "aria-hidden": "true" }, "sum")
        : h("span", { class: "contributions-label", "aria-hidden": "true" }),
      term,
    );
    /** @param {MouseEvent} event @returns {[number, number]} */
    const weightAt = (event) => {
      const box = canvas.getBoundingClientRect();
      const at = (/** @type {number} */ offset, /** @type {number} */ size, /** @type {number} */ count) =>
        Math.max(0, Math.min(count - 1, Math.floor((offset / size) * count)));
      return [
        at(event.clientY - box.top, box.height, rows),
        at(event.clientX - box.left, box.width, columns),
      ];
    };
    on(picture, "pointermove", (event) => {
      pointed = weightAt(event);
      tell();
    });
    on(picture, "click", (event) => {
      choose(weightAt(event));
      explain();
    });
    return { t, element, canvas, mark, term };
  }

  /** @param {[number, number]} next */
  function choose(next) {
    [chosen, pointed] = [next, null];
    tell();
  }

  function tell() {
    if (data === null || scene === null) {
      return;
    }
    const place = pointed ?? chosen ?? largestOf(data);
    const [i, j] = place;
    const { addends, total, relation } = sumOf(data, place, scene);
    const begun = addends.some(({ t }) => t >= (scene?.from ?? 1));
    for (const { t, mark, term } of items) {
      mark.hidden = !begun;
      if (begun) {
        const { offsetWidth } = mark;
        mark.style.transform = `translate(${j * offsetWidth}px, ${i * offsetWidth}px)`;
      }
      const addend = addends.find((each) => each.t === t);
      if (t === null) {
        setText(term, scene.from === 1 ? `${relation} ${total}` : "");
      } else if (addend === undefined || t < scene.from) {
        setText(term, "");
      } else {
        setText(term, t === scene.uses[0] ? addend.text : added(addend.text));
      }
    }
    const why = pointed === null && chosen === null ? "Where the gradient is largest: " : "";
    setText(
      sum,
      begun ? `${why}${sentenceOf(data, place, scene)}` : "On the way back, each timestep adds its share here.",
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
      if (shape.split(" ").slice(0, 3).join(" ") !== key.split(" ").slice(0, 3).join(" ")) {
        chosen = null;
      }
      shape = key;
      pointed = null;
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
      scene.uses.length === 1 && scene.T > 1
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
    for (const { t, element, canvas } of items) {
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

  function explain() {
    if (data !== null && scene?.from === 1) {
      onSelect(chosen ?? largestOf(data));
    }
  }

  on(row, "pointerleave", () => {
    pointed = null;
    tell();
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
      explain();
      return;
    }
    const move = moves[event.key];
    if (move === undefined || data === null || event.altKey || event.ctrlKey || event.metaKey) {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    const [i, j] = pointed ?? chosen ?? largestOf(data);
    choose([
      Math.max(0, Math.min(data.total.length - 1, i + move[0])),
      Math.max(0, Math.min((data.total[0]?.length ?? 1) - 1, j + move[1])),
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
