/**
 * The Plotly figures. The server builds them; this draws them, and only those near the viewport.
 *
 * At most one figure is drawn per frame, and of several states that arrive meanwhile only the
 * latest, so that training at full speed keeps the page responsive.
 */

import { h, on } from "../lib/dom";
import { cellOf } from "../model/address";
import type { Palette, ThemeName } from "../model/colours";
import { signed } from "../model/format";
import type { Address } from "../model/types";
import { createCells } from "./figures/cells";
import { plotlyFrom } from "./figures/library";

/** What the server says a figure's points are: the names of the two (or one) coordinates. */
export interface Meta {
  quantity: string;
  /** of the data, rows first */
  axes: ("index" | "t" | "iteration")[];
  show?: "value" | "gradient" | "update";
  /** the top margin without a title */
  bare_top: number;
}

export interface Figure {
  data: Record<string, any>[];
  layout: Record<string, any> & { meta: Meta };
}

export type FigureAddress = Address & { show?: string };

export interface Options {
  plotlyUrl: string;
  /** lets `setTheme` recolour at once what is drawn */
  palette?: Palette;
  onHover?: (address: FigureAddress | null) => void;
  onSelect?: (address: FigureAddress) => void;
  /** draw the figures' own titles */
  titles?: boolean;
}

/** How far from what is seen a figure is drawn. */
const MARGIN = "150px";
const CONFIG = { displayModeBar: false, responsive: false, showTips: false };

/** What to do again where figures wait for a library that did not load. */
const stranded: Set<() => void> = new Set();

/** @returns after the next painted frame; soon, when the page is out of sight */
function painted(): Promise<void> {
  return new Promise((resolve) => {
    if (document.visibilityState === "visible") {
      requestAnimationFrame(() => setTimeout(resolve));
    } else {
      setTimeout(resolve, 100);
    }
  });
}

/**
 * The address of the number under the pointer. Pure.
 *
 * @param point as Plotly counts it: row and column, or one number
 */
export function addressOf({ quantity, axes, show }: Meta, point: readonly number[] | number): FigureAddress | null {
  const numbers = typeof point === "number" ? [point] : point;
  // A vector is drawn as a matrix of one column.
  const places = numbers.slice(0, axes.length);
  const t = axes.indexOf("t");
  if (axes.includes("iteration") || places.length !== axes.length) {
    return null;
  }
  return {
    quantity,
    ...(t === -1 ? {} : { t: places[t] + 1 }),
    index: places.filter((_, axis) => axes[axis] === "index"),
    ...(show === undefined || show === "value" ? {} : { show }),
  };
}

/**
 * A figure with every colour of one theme replaced by the other's. Pure.
 *
 * @param value a figure or any part of one
 */
export function recoloured<T>(value: T, colours: Map<string, string>): T {
  if (typeof value === "string") {
    return (colours.get(value) ?? value) as T;
  }
  if (Array.isArray(value)) {
    // Numbers, by far the longest arrays, have no colours in them.
    return typeof value.at(-1) === "number" ? value : (value.map((item) => recoloured(item, colours)) as T);
  }
  if (value !== null && typeof value === "object" && Object.getPrototypeOf(value) === Object.prototype) {
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [
        key,
        key === "z" || key === "x" || key === "y" ? item : recoloured(item, colours),
      ]),
    ) as T;
  }
  return value;
}

export function colourMap(palette: Palette, from: ThemeName, to: ThemeName): Map<string, string> {
  const target = palette[to] as Record<string, any>;
  return new Map(
    Object.entries(palette[from])
      .filter(([, colour]) => typeof colour === "string")
      .map(([role, colour]) => [colour as string, target[role]]),
  );
}

/** Layout as the page draws it: its headings stand above the figures already. */
function pageLayout(layout: Record<string, any>, titles: boolean) {
  if (titles) {
    return { ...layout, autosize: true };
  }
  const { title: _, margin, ...rest } = layout;
  return { ...rest, margin: { ...margin, t: layout.meta.bare_top }, autosize: true };
}

/** A cell for a screen reader: its coordinates as the axes write them, and its value. */
function described(figure: Figure | undefined, [row = 0, column]: number[]) {
  const [trace] = figure?.data ?? [];
  if (trace === undefined) {
    return "";
  }
  if (column === undefined) {
    return `t = ${trace.x[row]}: ${signed(trace.y[row], 4)}`;
  }
  const at = [trace.y[row], trace.x[column]].filter((label) => label !== "").join(", ");
  return `${at}: ${signed(trace.z[row][column], 4)}`;
}

/** @param containers by figure name */
export function createFigures(containers: Record<string, HTMLElement>, options: Options) {
  const { plotlyUrl, palette, onHover, onSelect, titles = false } = options;
  const library = plotlyFrom(plotlyUrl);
  let plotly: any = null;
  /** the latest of each, drawn or not */
  const latest: Map<string, Figure> = new Map();
  /** what is on screen */
  const drawn: Map<string, Figure> = new Map();
  const near: Set<string> = new Set();
  const cells: Map<string, ReturnType<typeof createCells>> = new Map();
  const marked: Map<"inspected" | "lit", Address> = new Map();
  let working: Promise<void> | null = null;

  const names = new Map(Object.entries(containers).map(([name, element]) => [element, name]));

  const due = (name: string) => near.has(name) && latest.has(name) && latest.get(name) !== drawn.get(name);

  async function work() {
    for (;;) {
      const name = stranded.has(again) ? undefined : Object.keys(containers).find(due);
      if (name === undefined) {
        return;
      }
      if (plotly === null) {
        await painted();
        try {
          plotly = await library.get();
        } catch {
          strand();
        }
      } else {
        await draw(name);
        await painted();
      }
    }
  }

  /** Say that nothing can be drawn, and how to try again. */
  function strand() {
    stranded.add(again);
    for (const element of Object.values(containers)) {
      const button = h("button", { type: "button", class: "button small" }, "Try again");
      on(button, "click", () => stranded.forEach((retry) => retry()));
      element.replaceChildren(h("p", { class: "figure-missing" }, "The drawing library did not load. ", button));
    }
  }

  function again() {
    stranded.delete(again);
    for (const element of Object.values(containers)) {
      element.replaceChildren(h("p", { class: "figure-missing" }, "Loading the drawing library…"));
    }
    void settle();
  }

  /**
   * Draw what is due, one figure a frame.
   *
   * @returns when nothing near the viewport is out of date
   */
  function settle(): Promise<void> {
    working ??= work().finally(() => {
      working = null;
    });
    return working;
  }

  async function draw(name: string) {
    const element = containers[name];
    const figure = latest.get(name);
    if (figure === undefined) {
      return;
    }
    const first = !drawn.has(name);
    drawn.set(name, figure);
    if (first) {
      element.replaceChildren();
    }
    await plotly.react(element, figure.data, pageLayout(figure.layout, titles), CONFIG);
    if (first) {
      listen(element, name);
    }
    cells.get(name)?.settle();
  }

  function walk(element: HTMLElement, name: string) {
    const figure = () => drawn.get(name);
    const meta = figure()?.layout.meta;
    if (meta === undefined || meta.axes.includes("iteration") || onSelect === undefined) {
      return;
    }
    const address = (point: number[]) => {
      const now = figure()?.layout.meta;
      return now === undefined ? null : addressOf(now, point);
    };
    const own = createCells(element, {
      figure,
      describe: (point) => described(figure(), point),
      onPoint: (point) => onHover?.(point === null ? null : address(point)),
      onSelect: (point) => {
        const chosen = address(point);
        if (chosen !== null) {
          onSelect?.(chosen);
        }
      },
    });
    cells.set(name, own);
    for (const kind of marked.keys()) {
      mark(kind);
    }
  }

  function mark(kind: "inspected" | "lit") {
    const address = marked.get(kind);
    const cell = address === undefined ? null : cellOf(address);
    for (const [name, own] of cells) {
      // A vector is drawn as a matrix of one column.
      const point = cell?.figure === name ? cell.point : null;
      own.show(kind, point !== null && name.startsWith("b_") ? [...point, 0] : point);
    }
  }

  function listen(element: HTMLElement, name: string) {
    const address = (event: any) => {
      const point = event?.points?.[0];
      const meta = drawn.get(name)?.layout.meta;
      const place = point?.pointIndex ?? point?.pointNumber;
      return meta === undefined || place === undefined ? null : addressOf(meta, place);
    };
    walk(element, name);
    const plot = element as any;
    plot.on("plotly_hover", (event: any) => onHover?.(address(event)));
    plot.on("plotly_unhover", () => onHover?.(null));
    plot.on("plotly_click", (event: any) => {
      const place = address(event);
      if (place !== null) {
        onSelect?.(place);
      }
    });
  }

  const resized: Set<string> = new Set();
  let resizeFrame = 0;
  function resize() {
    cancelAnimationFrame(resizeFrame);
    resizeFrame = requestAnimationFrame(() => {
      for (const name of resized) {
        if (drawn.has(name) && containers[name].offsetWidth > 0) {
          void Promise.resolve(plotly?.Plots.resize(containers[name])).then(() => cells.get(name)?.settle());
        }
      }
      resized.clear();
    });
  }

  const sizes = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      const name = names.get(target as HTMLElement);
      if (name !== undefined) {
        resized.add(name);
      }
    }
    resize();
  });
  const sight = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        const name = names.get(target as HTMLElement);
        if (name !== undefined && isIntersecting) {
          near.add(name);
        } else if (name !== undefined) {
          near.delete(name);
        }
      }
      void settle();
    },
    { rootMargin: MARGIN },
  );
  for (const element of Object.values(containers)) {
    element.classList.add("plotly-figure");
    sizes.observe(element);
    sight.observe(element);
  }

  return {
    /**
     * @param figures the server's, by name; those left out stay
     * @returns when all figures near the viewport show these, or newer ones
     */
    update(figures: Record<string, object>): Promise<void> {
      for (const [name, figure] of Object.entries(figures)) {
        if (name in containers) {
          latest.set(name, figure as Figure);
        }
      }
      library.use();
      return settle();
    },
    resize() {
      Object.keys(containers).forEach((name) => resized.add(name));
      resize();
    },
    /** Mark the cell of a number, and no other. */
    setMark(kind: "inspected" | "lit", address: Address | null) {
      if (address === null) {
        marked.delete(kind);
      } else {
        marked.set(kind, address);
      }
      mark(kind);
    },
    setTheme(name: ThemeName) {
      if (palette === undefined) {
        return;
      }
      const colours = colourMap(palette, name === "dark" ? "light" : "dark", name);
      for (const [key, figure] of latest) {
        latest.set(key, recoloured(figure, colours));
      }
      void settle();
    },
  };
}
