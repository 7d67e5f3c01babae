// @ts-check
/** A grid to draw on: by mouse, by touch and by keyboard, with undo. */

import { find, h, on } from "../../dom.js";

/** @typedef {{rows: number, columns: number}} Size */

/**
 * The picture as the server reads it: rows of # and . with / between.
 *
 * @param {Size} size
 * @param {readonly boolean[]} pixels
 */
export function written({ rows, columns }, pixels) {
  return Array.from({ length: rows }, (_, row) =>
    Array.from({ length: columns }, (_, column) => (pixels[row * columns + column] ? "#" : ".")).join(""),
  ).join("/");
}

/**
 * @param {string} source
 * @returns {boolean[]}
 */
export const pixelsOf = (source) => [...source.replaceAll("/", "")].map((pixel) => pixel === "#");

const MOVES = new Map([
  ["ArrowUp", [-1, 0]],
  ["ArrowDown", [1, 0]],
  ["ArrowLeft", [0, -1]],
  ["ArrowRight", [0, 1]],
]);

/**
 * @param {HTMLElement} root
 * @param {() => void} changed
 */
export function createGrid(root, changed) {
  const table = find(root, "#task-grid", HTMLElement);
  const undo = find(root, "#task-grid-undo", HTMLButtonElement);
  /** @type {Size} */
  let size = { rows: 0, columns: 0 };
  /** @type {boolean[]} */
  let pixels = [];
  /** @type {boolean[][]} */
  let past = [];
  /** @type {HTMLElement[]} */
  let cells = [];
  /** What a stroke puts down; null while there is none. @type {boolean | null} */
  let ink = null;

  function show() {
    cells.forEach((cell, place) => {
      const [row, column] = [Math.floor(place / size.columns) + 1, (place % size.columns) + 1];
      cell.toggleAttribute("data-on", pixels[place]);
      cell.setAttribute("aria-label", `row ${row}, column ${column}: ${pixels[place] ? "ink" : "paper"}`);
    });
    undo.disabled = past.length === 0;
  }

  /** @param {boolean[]} next */
  function put(next) {
    if (next.some((pixel, place) => pixel !== pixels[place])) {
      pixels = next;
      show();
      changed();
    }
  }

  function keep() {
    past = [...past.slice(-49), [...pixels]];
  }

  /**
   * @param {number} place
   * @param {boolean} to
   */
  function paint(place, to) {
    put(pixels.map((pixel, at) => (at === place ? to : pixel)));
  }

  /** @param {EventTarget | null} target */
  const placeOf = (target) => (target instanceof HTMLElement ? cells.indexOf(target) : -1);

  on(table, "pointerdown", (event) => {
    const place = placeOf(event.target);
    if (place < 0 || event.button !== 0) {
      return;
    }
    event.preventDefault();
    keep();
    ink = !pixels[place];
    focus(place);
    paint(place, ink);
  });
  on(table, "pointermove", (event) => {
    if (ink !== null && event.buttons !== 0) {
      // A touch keeps its first target: what lies under the finger is asked for.
      const place = placeOf(document.elementFromPoint(event.clientX, event.clientY));
      if (place >= 0) {
        paint(place, ink);
      }
    }
  });
  for (const end of /** @type {const} */ (["pointerup", "pointercancel"])) {
    on(document, end, () => {
      ink = null;
    });
  }
  on(table, "keydown", (event) => {
    const place = placeOf(event.target);
    const move = MOVES.get(event.key);
    if (place < 0) {
      return;
    }
    if (move !== undefined) {
      const row = Math.min(size.rows - 1, Math.max(0, Math.floor(place / size.columns) + move[0]));
      const column = Math.min(size.columns - 1, Math.max(0, (place % size.columns) + move[1]));
      focus(row * size.columns + column);
    } else if (event.key === " " || event.key === "Enter") {
      keep();
      paint(place, !pixels[place]);
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  });
  on(undo, "click", takeBack);
  on(find(root, "#task-grid-clear", HTMLButtonElement), "click", () => {
    keep();
    put(pixels.map(() => false));
    show();
  });

  function takeBack() {
    const before = past.at(-1);
    if (before !== undefined) {
      past = past.slice(0, -1);
      put(before);
      show();
    }
  }

  /** @param {number} place */
  function focus(place) {
    cells.forEach((cell, at) => cell.setAttribute("tabindex", at === place ? "0" : "-1"));
    cells[place]?.focus();
  }

  return {
    /** @param {Size} now */
    resize(now) {
      if (now.rows === size.rows && now.columns === size.columns) {
        return;
      }
      size = now;
      pixels = Array.from({ length: size.rows * size.columns }, () => false);
      past = [];
      cells = pixels.map((_, place) => h("span", { role: "gridcell", tabindex: place === 0 ? "0" : "-1", class: "pixel" }));
      table.replaceChildren(
        ...Array.from({ length: size.rows }, (_, row) =>
          h("div", { role: "row" }, ...cells.slice(row * size.columns, (row + 1) * size.columns)),
        ),
      );
      show();
    },
    /** @param {string} source */
    draw(source) {
      keep();
      put(pixelsOf(source));
      show();
    },
    source: () => written(size, pixels),
    isEmpty: () => !pixels.some(Boolean),
  };
}
