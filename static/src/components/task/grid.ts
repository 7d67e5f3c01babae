/** A grid to draw on: by mouse, by touch and by keyboard, with undo. */

import { find, h, on } from "../../lib/dom";

export type Size = { rows: number; columns: number };

/** The picture as the server reads it: rows of # and . with / between. */
export function written({ rows, columns }: Size, pixels: readonly boolean[]) {
  return Array.from({ length: rows }, (_, row) =>
    Array.from({ length: columns }, (_, column) => (pixels[row * columns + column] ? "#" : ".")).join(""),
  ).join("/");
}

export const pixelsOf = (source: string): boolean[] => [...source.replaceAll("/", "")].map((pixel) => pixel === "#");

const MOVES = new Map([
  ["ArrowUp", [-1, 0]],
  ["ArrowDown", [1, 0]],
  ["ArrowLeft", [0, -1]],
  ["ArrowRight", [0, 1]],
]);

export function createGrid(root: HTMLElement, changed: () => void) {
  const table = find(root, "#task-grid", HTMLElement);
  const undo = find(root, "#task-grid-undo", HTMLButtonElement);
  let size: Size = { rows: 0, columns: 0 };
  let pixels: boolean[] = [];
  let past: boolean[][] = [];
  let cells: HTMLElement[] = [];
  /** What a stroke puts down; null while there is none. */
  let ink: boolean | null = null;

  function show() {
    cells.forEach((cell, place) => {
      const [row, column] = [Math.floor(place / size.columns) + 1, (place % size.columns) + 1];
      cell.toggleAttribute("data-on", pixels[place]);
      cell.setAttribute("aria-label", `row ${row}, column ${column}: ${pixels[place] ? "ink" : "paper"}`);
    });
    undo.disabled = past.length === 0;
  }

  function put(next: boolean[]) {
    if (next.some((pixel, place) => pixel !== pixels[place])) {
      pixels = next;
      show();
      changed();
    }
  }

  function keep() {
    past = [...past.slice(-49), [...pixels]];
  }

  function paint(place: number, to: boolean) {
    put(pixels.map((pixel, at) => (at === place ? to : pixel)));
  }

  const placeOf = (target: EventTarget | null) => (target instanceof HTMLElement ? cells.indexOf(target) : -1);

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
  for (const end of ["pointerup", "pointercancel"] as const) {
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

  function focus(place: number) {
    cells.forEach((cell, at) => cell.setAttribute("tabindex", at === place ? "0" : "-1"));
    cells[place]?.focus();
  }

  return {
    resize(now: Size) {
      if (now.rows === size.rows && now.columns === size.columns) {
        return;
      }
      size = now;
      pixels = Array.from({ length: size.rows * size.columns }, () => false);
      past = [];
      cells = pixels.map((_, place) =>
        h("span", { role: "gridcell", tabindex: place === 0 ? "0" : "-1", class: "pixel" }),
      );
      table.replaceChildren(
        ...Array.from({ length: size.rows }, (_, row) =>
          h("div", { role: "row" }, ...cells.slice(row * size.columns, (row + 1) * size.columns)),
        ),
      );
      show();
    },
    draw(source: string) {
      keep();
      put(pixelsOf(source));
      show();
    },
    source: () => written(size, pixels),
    isEmpty: () => !pixels.some(Boolean),
  };
}
