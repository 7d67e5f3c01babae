// @ts-check
/**
 * The Plotly figures. The server builds them; this draws them, and only those near the viewport.
 *
 * At most one figure is drawn per frame, and of several states that arrive meanwhile only the
 * latest, so that training at full speed keeps the page responsive.
 */

import { cellOf } from "../address.js";
import { h, on } from "../dom.js";
import { signed } from "../format.js";
import { createCells } from "./figures/cells.js";
import { plotlyFrom } from "./figures/library.js";

/** @typedef {import("../types.js").Address} Address */
/** @typedef {import("../colours.js").ThemeName} ThemeName */
/** @typedef {import("../colours.js").Palette} Palette */

/**
 * What the server says a figure's points are: the names of the two (or one) coordinates.
 *
 * @typedef {object} Meta
 * @property {string} quantity
 * @property {("index" | "t" | "iteration")[]} axes of the data, rows first
 * @property {"value" | "gradient" | "update"} [show]
 * @property {number} bare_top the top margin without a title
 */

/**
 * @typedef {object} Figure
 * @property {Record<string, any>[]} data
 * @property {Record<string, any> & {meta: Meta}} layout
 */

/** @typedef {Address & {show?: string}} FigureAddress */

/**
 * @typedef {object} Options
 * @property {string} plotlyUrl
 * @property {Palette} [palette] lets `setTheme` recolour at once what is drawn
 * @property {(address: FigureAddress | null) => void} [onHover]
 * @property {(address: FigureAddress) => void} [onSelect]
 * @property {boolean} [titles] draw the figures' own titles
 */

/** How far from what is seen a figure is drawn. */
const MARGIN = "150px";
const CONFIG = { displayModeBar: false, responsive: false, showTips: false };

/** What to do again where figures wait for a library that did not load. @type {Set<() => void>} */
const stranded = new Set();

/** @returns {Promise<void>} after the next painted frame; soon, when the page is out of sight */
function painted() {
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
 * @param {Meta} meta
 * @param {readonly number[] | number} point as Plotly counts it: row and column, or one number
 * @returns {FigureAddress | null}
 */
export function addressOf({ quantity, axes, show }, point) {
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
 * @template T
 * @param {T} value a figure or any part of one
 * @param {Map<string, string>} colours
 * @returns {T}
 */
export function recoloured(value, colours) {
  if (typeof value === "string") {
    return /** @type {T} */ (colours.get(value) ?? value);
  }
  if (Array.isArray(value)) {
    // Numbers, by far the longest arrays, have no colours in them.
    return typeof value.at(-1) === "number"
      ? value
      : /** @type {T} */ (value.map((item) => recoloured(item, colours)));
  }
  if (value !== null && typeof value === "object" && Object.getPrototypeOf(value) === Object.prototype) {
    return /** @type {T} */ (
      Object.fromEntries(
        Object.entries(value).map(([key, item]) => [
          key,
          key === "z" || key === "x" || key === "y" ? item : recoloured(item, colours),
        ]),
      )
    );
  }
  return value;
}

/**
 * @param {Palette} palette
 * @param {ThemeName} from
 * @param {ThemeName} to
 * @returns {Map<string, string>}
 */
export function colourMap(palette, from, to) {
  const target = /** @type {Record<string, any>} */ (palette[to]);
  return new Map(
    Object.entries(palette[from])
      .filter(([, colour]) => typeof colour === "string")
      .map(([role, colour]) => [/** @type {string} */ (colour), target[role]]),
  );
}

/**
 * Layout as the page draws it: its headings stand above the figures already.
 *
 * @param {Record<string, any>} layout
 * @param {boolean} titles
 */
function pageLayout(layout, titles) {
  if (titles) {
    return { ...layout, autosize: true };
  }
  const { title: _, margin, ...rest } = layout;
  return { ...rest, margin: { ...margin, t: layout["meta"].bare_top }, autosize: true };
}

/**
 * A cell for a screen reader: its coordinates as the axes write them, and its value.
 *
 * @param {Figure | undefined} figure
 * @param {number[]} point
 */
function described(figure, [row = 0, column]) {
  const [trace] = figure?.data ?? [];
  if (trace === undefined) {
    return "";
  }
  if (column === undefined) {
    return `t = ${trace["x"][row]}: ${signed(trace["y"][row], 4)}`;
  }
  const at = [trace["y"][row], trace["x"][column]].filter((label) => label !== "").join(", ");
  return `${at}: ${signed(trace["z"][row][column], 4)}`;
}

/**
 * @param {Record<string, HTMLElement>} containers by figure name
 * @param {Options} options
 */
export function createFigures(containers, options) {
  const { plotlyUrl, palette, onHover, onSelect, titles = false } = options;
  const library = plotlyFrom(plotlyUrl);
  /** @type {any} */
  let plotly = null;
  /** @type {Map<string, Figure>} the latest of each, drawn or not */
  const latest = new Map();
  /** @type {Map<string, Figure>} what is on screen */
  const drawn = new Map();
  /** @type {Set<string>} */
  const near = new Set();
  /** @type {Map<string, ReturnType<typeof createCells>>} */
  const cells = new Map();
  /** @type {Map<"inspected" | "lit", Address>} */
  const marked = new Map();
  /** @type {Promise<void> | null} */
  let working = null;

  const names = new Map(Object.entries(containers).map(([name, element]) => [element, name]));

  /** @param {string} name */
  const due = (name) => near.has(name) && latest.has(name) && latest.get(name) !== drawn.get(name);

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
      element.replaceChildren(
        h("p", { class: "figure-missing" }, "The drawing library did not load. ", button),
      );
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
   * @returns {Promise<void>} when nothing near the viewport is out of date
   */
  function settle() {
    working ??= work().finally(() => {
      working = null;
    });
    return working;
  }

  /** @param {string} name */
  async function draw(name) {
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

  /**
   * @param {HTMLElement} element
   * @param {string} name
   */
  function walk(element, name) {
    const figure = () => drawn.get(name);
    const meta = figure()?.layout.meta;
    if (meta === undefined || meta.axes.includes("iteration") || onSelect === undefined) {
      return;
    }
    /** @param {number[]} point */
    const address = (point) => {
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

  /** @param {"inspected" | "lit"} kind */
  function mark(kind) {
    const address = marked.get(kind);
    const cell = address === undefined ? null : cellOf(address);
    for (const [name, own] of cells) {
      // A vector is drawn as a matrix of one column.
      const point = cell?.figure === name ? cell.point : null;
      own.show(kind, point !== null && name.startsWith("b_") ? [...point, 0] : point);
    }
  }

  /**
   * @param {HTMLElement} element
   * @param {string} name
   */
  function listen(element, name) {
    /** @param {any} event */
    const address = (event) => {
      const point = event?.points?.[0];
      const meta = drawn.get(name)?.layout.meta;
      const place = point?.pointIndex ?? point?.pointNumber;
      return meta === undefined || place === undefined ? null : addressOf(meta, place);
    };
    walk(element, name);
    const plot = /** @type {any} */ (element);
    plot.on("plotly_hover", (/** @type {any} */ event) => onHover?.(address(event)));
    plot.on("plotly_unhover", () => onHover?.(null));
    plot.on("plotly_click", (/** @type {any} */ event) => {
      const place = address(event);
      if (place !== null) {
        onSelect?.(place);
      }
    });
  }

  /** @type {Set<string>} */
  const resized = new Set();
  let resizeFrame = 0;
  function resize() {
    cancelAnimationFrame(resizeFrame);
    resizeFrame = requestAnimationFrame(() => {
      for (const name of resized) {
        if (drawn.has(name) && containers[name].offsetWidth > 0) {
          void Promise.resolve(plotly?.Plots.resize(containers[name])).then(() =>
            cells.get(name)?.settle(),
          );
        }
      }
      resized.clear();
    });
  }

  const sizes = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      const name = names.get(/** @type {HTMLElement} */ (target));
      if (name !== undefined) {
        resized.add(name);
      }
    }
    resize();
  });
  const sight = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        const name = names.get(/** @type {HTMLElement} */ (target));
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
     * @param {Record<string, object>} figures the server's, by name; those left out stay
     * @returns {Promise<void>} when all figures near the viewport show these, or newer ones
     */
    update(figures) {
      for (const [name, figure] of Object.entries(figures)) {
        if (name in containers) {
          latest.set(name, /** @type {Figure} */ (figure));
        }
      }
      library.use();
      return settle();
    },
    resize() {
      Object.keys(containers).forEach((name) => resized.add(name));
      resize();
    },
    /**
     * Mark the cell of a number, and no other.
     *
     * @param {"inspected" | "lit"} kind
     * @param {Address | null} address
     */
    setMark(kind, address) {
      if (address === null) {
        marked.delete(kind);
      } else {
        marked.set(kind, address);
      }
      mark(kind);
    },
    /** @param {ThemeName} name */
    setTheme(name) {
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
