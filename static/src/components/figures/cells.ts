/**
 * The cells of a drawn figure: marked, and walked through with the arrow keys. The mark lies over
 * the figure, so that pointing at things redraws nothing.
 */

import { h, on } from "../../lib/dom";

export type Kind = "inspected" | "lit" | "cursor";

export interface Figure {
  data: Record<string, any>[];
}

/** The size of the figure's grid: rows and columns, or the number of bars. Pure. */
export function gridOf({ data }: Figure): number[] {
  const [trace] = data;
  if (trace?.type === "bar") {
    return [trace.y.length];
  }
  const z = trace?.z ?? [];
  return [z.length, z[0]?.length ?? 0];
}

/**
 * The cell a key leads to. Pure.
 *
 * @param point row and column, or the place of a bar
 * @returns `null` when the key means nothing here
 */
export function moved(point: number[], key: string, size: number[]): number[] | null {
  const last = size.length - 1;
  const steps = new Map([
    ["ArrowLeft", [last, -1]],
    ["ArrowRight", [last, 1]],
    ["ArrowUp", [0, last === 0 ? 1 : -1]],
    ["ArrowDown", [0, last === 0 ? -1 : 1]],
    ["Home", [last, -Infinity]],
    ["End", [last, Infinity]],
  ]);
  const step = steps.get(key);
  if (step === undefined) {
    return null;
  }
  const [axis = 0, by = 0] = step;
  return point.map((place, i) => (i === axis ? Math.max(0, Math.min((size[i] ?? 1) - 1, place + by)) : place));
}

/**
 * @param element where Plotly draws
 * @param options.figure what is drawn
 */
export function createCells(
  element: HTMLElement,
  {
    figure,
    describe,
    onPoint,
    onSelect,
  }: {
    /** what is drawn */
    figure: () => Figure | undefined;
    describe: (point: number[]) => string;
    onPoint: (point: number[] | null) => void;
    onSelect: (point: number[]) => void;
  },
) {
  const marks: Map<Kind, { mark: HTMLElement; point: number[] }> = new Map();
  const live = h("span", { class: "visually-hidden", role: "status" });
  element.after(live);
  element.tabIndex = 0;
  element.setAttribute("role", "application");
  const title = element.closest("figure")?.querySelector("h3")?.textContent ?? "Figure";
  element.setAttribute("aria-label", `${title.trim()}. Arrow keys move from number to number, Enter explains one.`);
  let cursor: number[] | null = null;

  /** @returns in the element */
  function place(point: number[]): { left: number; top: number; width: number; height: number } | null {
    const drawn = figure();
    const layout = (element as any)._fullLayout;
    const x = layout?.xaxis;
    const y = layout?.yaxis;
    const [trace] = drawn?.data ?? [];
    if (drawn === undefined || trace === undefined || typeof x?.c2p !== "function") {
      return null;
    }
    const size = gridOf(drawn);
    if (point.some((at, i) => at >= (size[i] ?? 0))) {
      return null;
    }
    const [row = 0, column = 0] = point;
    if (trace.type === "bar") {
      const half = (Math.abs(x.c2p(2) - x.c2p(1)) * (1 - (layout.bargap ?? 0))) / 2;
      const middle = x._offset + x.c2p(trace.x[row]);
      const top = y._offset + y.c2p(trace.y[row] ?? 0);
      const bottom = y._offset + y.c2p(0);
      return { left: middle - half, top: top - 2, width: 2 * half, height: bottom - top + 4 };
    }
    const first = typeof trace.x?.[column] === "number" ? trace.x[column] : column;
    const width = Math.abs(x.c2p(1) - x.c2p(0));
    const height = Math.abs(y.c2p(1) - y.c2p(0));
    return {
      left: x._offset + x.c2p(first) - width / 2,
      top: y._offset + y.c2p(row) - height / 2,
      width,
      height,
    };
  }

  function show(kind: Kind, point: number[] | null) {
    const there = point === null ? null : place(point);
    const known = marks.get(kind);
    if (point === null || there === null) {
      known?.mark.remove();
      if (point === null) {
        marks.delete(kind);
      } else {
        marks.set(kind, { mark: known?.mark ?? h("span", { class: "cell-mark", "data-kind": kind }), point });
      }
      return;
    }
    const mark = known?.mark ?? h("span", { class: "cell-mark", "data-kind": kind });
    marks.set(kind, { mark, point });
    mark.dataset.point = point.join(",");
    mark.style.cssText =
      `left:${(element.offsetLeft + there.left).toFixed(1)}px;top:${(element.offsetTop + there.top).toFixed(1)}px;` +
      `width:${there.width.toFixed(1)}px;height:${there.height.toFixed(1)}px`;
    if (!mark.isConnected) {
      element.parentElement?.append(mark);
    }
  }

  function visit(point: number[]) {
    cursor = point;
    show("cursor", point);
    live.textContent = describe(point);
    onPoint(point);
  }

  on(element, "focus", () => {
    const drawn = figure();
    if (drawn !== undefined && element.matches(":focus-visible")) {
      visit(cursor ?? marks.get("inspected")?.point ?? gridOf(drawn).map(() => 0));
    }
  });
  on(element, "blur", () => {
    show("cursor", null);
    onPoint(null);
  });
  on(element, "keydown", (event) => {
    const drawn = figure();
    if (drawn === undefined || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    const now = cursor ?? gridOf(drawn).map(() => 0);
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      event.stopPropagation();
      onSelect(now);
      return;
    }
    const next = moved(now, event.key, gridOf(drawn));
    if (next !== null) {
      event.preventDefault();
      event.stopPropagation();
      visit(next);
    }
  });

  return {
    show,
    /** The figure has been drawn again, or resized: the marks go where their cells are now. */
    settle() {
      for (const [kind, { point }] of [...marks]) {
        show(kind, point);
      }
    },
  };
}
