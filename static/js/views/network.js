// @ts-check
/**
 * The unrolled network, or its one cell folded with the loop.
 *
 * Only the columns on screen exist: with 199 timesteps of 64 units a redraw touches a dozen
 * columns, and scrolling hands their nodes to other timesteps. A redraw changes attributes of
 * nodes that are there; nodes are made anew only when T, H, V or the room changes.
 */

import { createScale } from "../colours.js";
import { h, on, prefersReducedMotion, setAttributes, setText, svg } from "../dom.js";
import { arrowHeads, createColumn, createStart } from "./network/column.js";
import { tween } from "./network/fold.js";
import { inColumn, move } from "./network/keyboard.js";
import { networkLayout } from "./network/layout.js";
import { createTable } from "./network/table.js";
import { describe, everything, summary } from "./network/text.js";
import { createTooltip } from "./network/tooltip.js";
import { createUnits } from "./network/units.js";

/** @typedef {import("../types.js").Address} Address */
/** @typedef {import("../colours.js").Palette} Palette */
/** @typedef {import("../colours.js").ThemeName} ThemeName */
/** @typedef {import("./network/text.js").Trace} Trace */
/** @typedef {import("./network/column.js").Column} Column */
/** @typedef {import("./network/keyboard.js").Place} Place */
/** @typedef {import("../phases.js").Moment} Moment */

/**
 * @typedef {object} NetworkOptions
 * @property {Palette} palette
 * @property {ThemeName} [theme]
 * @property {(address: Address | null) => void} [onHover]
 * @property {(address: Address) => void} [onSelect]
 * @property {(unit: number, isHeld: boolean) => void} [onSwitch]
 */

/** Faster redraws than this are a training run: no single change is pointed out. */
const WATCHABLE = 350;
const MOST_PULSES = 80;
const PULSE = 700;
/** The table for screen readers follows when the numbers have rested for this long. */
const TABLE_DELAY = 400;

/**
 * @param {HTMLElement} root
 * @param {NetworkOptions} options
 */
export function createNetwork(root, { palette, theme = "light", onHover, onSelect, onSwitch }) {
  const back = h("button", { type: "button", "aria-label": "Previous timestep" }, "◀");
  const shown = h("span", { class: "network-shown" });
  const forth = h("button", { type: "button", "aria-label": "Next timestep" }, "▶");
  const picture = svg("svg", { class: "network-picture", role: "group" });
  const ring = svg("rect", { class: "network-ring", rx: 4 });
  const labels = h("div", { class: "network-labels", "aria-hidden": "true" });
  const units = createUnits((unit, isHeld) => onSwitch?.(unit, isHeld));
  // Where nobody listens to the switches there are only the units' numbers.
  const switchable = onSwitch !== undefined;
  const canvas = h("div", { class: "network-canvas" }, labels, switchable && units.element, picture);
  const scroller = h("div", { class: "network-scroller" }, canvas);
  const legendBar = h("span", { class: "network-scale" });
  const heldKey = h(
    "span",
    { class: "network-legend-entry network-legend-held" },
    h("span", { class: "network-key network-key-held" }),
    "held by hand",
  );
  const table = createTable();
  root.classList.add("network");
  root.replaceChildren(
    h(
      "div",
      { class: "network-head-line" },
      legend(legendBar, heldKey),
      h("div", { class: "network-timestep" }, back, shown, forth),
    ),
    scroller,
    table.element,
  );
  const tooltip = createTooltip(root);

  let scale = createScale(palette[theme]);
  legendBar.style.background = scale.gradient;

  /** @type {Trace | null} */
  let trace = null;
  /** @type {ReturnType<typeof networkLayout> | null} */
  let layout = null;
  /** @type {Map<number, Column>} */
  const columns = new Map();
  /** @type {Column[]} */
  let spare = [];
  /** @type {ReturnType<typeof createStart> | null} */
  let start = null;

  let folded = false;
  let amount = 0;
  let foldedT = 1;
  /** @type {(() => void) | null} */
  let stopTween = null;
  /** @type {Place} */
  let active = { quantity: "h", t: 1, index: 0 };
  /** @type {Element | null} */
  let activeElement = null;
  /** @type {Address | null} */
  let highlighted = null;
  /** @type {Moment | null} inside the iteration; null shows all of it */
  let moment = null;
  /** @type {Element | null} */
  let hovered = null;
  let lastUpdate = -Infinity;
  let tableTimer = 0;
  let scrollFrame = 0;

  // --- geometry on screen -------------------------------------------------------------------

  /** What of the canvas is on screen, read before anything is written: reading costs a layout. */
  let view = { left: 0, width: 0 };
  const measure = () => {
    view = { left: scroller.scrollLeft, width: scroller.clientWidth };
  };
  /** Where the folded cell stands. */
  const foldX = () => {
    const gutter = layout?.gutter ?? 0;
    return view.left + gutter + (view.width - gutter) / 2;
  };

  /** The timesteps to be drawn now. */
  function wanted() {
    if (layout === null) {
      return [];
    }
    if (amount === 1) {
      return [foldedT];
    }
    const { left, width } = view;
    const [first, last] = layout.between(left, left + width);
    const list = [];
    for (let t = Math.max(1, first - 1); t <= Math.min(layout.T, last + 1); t += 1) {
      list.push(t);
    }
    const pinned = [amount > 0 ? foldedT : 0, hasFocus() ? active.t : 0];
    for (const t of pinned) {
      if (t > 0 && t <= layout.T && !list.includes(t)) {
        list.push(t);
      }
    }
    return list;
  }

  const hasFocus = () => activeElement !== null && activeElement === document.activeElement;

  // --- drawing ------------------------------------------------------------------------------

  function rebuild() {
    if (trace === null) {
      return;
    }
    measure();
    layout = networkLayout({
      T: trace.steps.length,
      H: trace.h_0.length,
      V: trace.vocabulary.length,
      width: view.width,
    });
    columns.clear();
    spare = [];
    activeElement = null;
    hovered = null;
    tooltip.hide();
    start = createStart(layout);
    root.classList.toggle("is-ranked", !layout.fewLetters);
    foldedT = Math.min(foldedT, layout.T);
    if (active.t > layout.T || (active.quantity !== "loss" && !placeExists(active))) {
      active = { quantity: "h", t: 1, index: 0 };
    }
    setAttributes(picture, { height: layout.height });
    canvas.style.setProperty("--network-height", `${layout.height}px`);
    picture.replaceChildren(arrowHeads(), start.element);
    canvas.style.setProperty("--network-gutter", `${layout.gutter}px`);
    drawLabels();
    units.rebuild(layout);
    resizeCanvas();
  }

  /** @param {Place} place */
  function placeExists(place) {
    return places(place.t).some((p) => p.quantity === place.quantity && p.index === place.index);
  }

  function resizeCanvas() {
    if (layout === null) {
      return;
    }
    const width = amount === 1 ? view.width : layout.width;
    canvas.style.width = `${width}px`;
    setAttributes(picture, { width });
  }

  function drawLabels() {
    if (layout === null) {
      return;
    }
    const { rows, cells, narrow, offset } = layout;
    /** @type {[string, string, number, string][]} */
    const names = [
      ["loss", "L", rows.loss + 11, "network-loss-label"],
      ["prediction", "ŷ", rows.output + 56, ""],
      ["state", "h", rows.frame - 12, ""],
      ["input", "x", rows.input + 12, ""],
    ];
    const rowNames = [];
    const every = Math.ceil(13 / (cells.height + cells.gap));
    // With one unit in each row, its switch says which it is.
    for (let row = 0; row < cells.rows && (cells.columns > 1 || !switchable); row += every) {
      const index = row * cells.columns;
      const top = layout.cell(index).y + cells.height / 2;
      rowNames.push(
        h("span", { class: "network-unit", style: `top:${top}px;left:${offset}px` }, String(index)),
      );
    }
    labels.replaceChildren(
      ...names.map(([name, symbol, top, extra]) =>
        h(
          "span",
          { class: `network-label ${extra}`, style: `top:${top}px;left:${offset}px` },
          narrow ? null : `${name} `,
          h("i", {}, symbol, h("sub", {}, "t")),
        ),
      ),
      ...rowNames,
    );
  }

  /** Make the columns on screen be there, filled and in place. */
  function draw(refill = false) {
    if (trace === null || layout === null || start === null) {
      return;
    }
    measure();
    const list = wanted();
    for (const [t, column] of columns) {
      if (!list.includes(t)) {
        columns.delete(t);
        spare.push(column);
        column.element.remove();
      }
    }
    for (const t of list) {
      let column = columns.get(t);
      if (column === undefined) {
        column = spare.pop() ?? createColumn(layout);
        columns.set(t, column);
        column.fill(trace, t, scale);
        column.reveal(trace, t, moment);
        picture.append(column.element);
      } else if (refill) {
        column.fill(trace, t, scale);
        column.reveal(trace, t, moment);
      }
    }
    if (refill) {
      start.fill(trace, scale);
    }
    pose();
    markActive();
    markHighlight();
  }

  function pose() {
    if (layout === null || start === null) {
      return;
    }
    const target = foldX();
    /** @param {number} t */
    const x = (t) => {
      const own = layout?.x(t) ?? 0;
      return own + (target - own) * amount;
    };
    // The copies become visible as soon as they leave the one cell, and h_0 last of all.
    const opacity = 1 - Math.max(0, Math.min(1, (amount - 0.7) / 0.3));
    root.style.setProperty("--network-amount", amount.toFixed(3));
    for (const [t, column] of columns) {
      column.element.classList.toggle("is-shown", t === foldedT);
      column.pose({
        x: x(t),
        previous: x(t - 1),
        amount,
        opacity: t === foldedT ? 1 : opacity,
      });
    }
    start.pose({ x: x(0), previous: x(0), amount, opacity: Math.max(0, 1 - 2.5 * amount) });
    setAttributes(start.element, { display: amount === 1 ? "none" : null });
  }

  function describeView() {
    if (layout === null || trace === null) {
      return;
    }
    const { T } = layout;
    root.classList.toggle("is-folded", folded);
    const [first, last] = fullyVisible();
    setText(
      shown,
      folded
        ? `numbers of t = ${foldedT} of ${T}`
        : first === 1 && last === T
          ? ""
          : first === last
            ? `t = ${first} of ${T}`
            : `t = ${first}–${last} of ${T}`,
    );
    setAttributes(back, { disabled: folded ? foldedT === 1 : first === 1 });
    setAttributes(forth, { disabled: folded ? foldedT === T : last === T });
    const all = !folded && first === 1 && last === T;
    for (const button of [back, forth]) {
      button.style.visibility = all ? "hidden" : "";
      button.setAttribute(
        "aria-label",
        `${button === back ? "Previous" : "Next"} timestep${folded ? "" : "s"}`,
      );
    }
    picture.setAttribute(
      "aria-label",
      folded
        ? `The folded cell. ${summary(trace, foldedT, moment?.knows)}`
        : `The network unrolled over ${T} timesteps, with ${layout.H} hidden units and ` +
            `${layout.V} letters. Arrow keys move from number to number.`,
    );
  }

  /** @returns {[number, number]} the timesteps that are wholly on screen */
  function fullyVisible() {
    if (layout === null) {
      return [1, 1];
    }
    const { gutter, pitch, T } = layout;
    const left = view.left + (view.left > 0 ? gutter : 0);
    const right = view.left + view.width;
    let [first, last] = layout.between(left, right);
    if (first < last && layout.x(first) - pitch / 2 < left - 4 && first < T) {
      first += 1;
    }
    if (last > first && layout.x(last) + pitch / 2 > right + 4) {
      last -= 1;
    }
    return [first, last];
  }

  function drawTable() {
    if (trace === null) {
      return;
    }
    table.update(trace, moment?.knows ?? everything);
  }

  // --- places, focus, highlight ---------------------------------------------------------------

  /**
   * What the keys can visit in a column, top to bottom.
   *
   * @param {number} t
   * @returns {Place[]}
   */
  function places(t) {
    if (trace === null || layout === null) {
      return [];
    }
    const H = trace.h_0.length;
    if (t === 0) {
      return [
        ...Array.from({ length: H }, (_, index) => ({ quantity: "h_0", t, index })),
        { quantity: "dh_norm", t, index: 0 },
      ];
    }
    const column = columns.get(t)?.element;
    const letters = layout.fewLetters
      ? trace.vocabulary.map((_, index) => index)
      : Array.from(
          column?.querySelectorAll('[data-quantity="probs"]') ?? [],
          (item) => Number(item.getAttribute("data-index")),
        );
    return [
      { quantity: "loss", t, index: 0 },
      ...letters.map((index) => ({ quantity: "probs", t, index })),
      ...Array.from({ length: H }, (_, index) => ({ quantity: "h", t, index })),
      { quantity: "dh_norm", t, index: 0 },
      { quantity: "x", t, index: trace.vocabulary.indexOf(trace.steps[t - 1].input) },
    ];
  }

  /**
   * The drawn element of a number, when it is on screen.
   *
   * @param {string} quantity
   * @param {number | undefined} t
   * @param {number | undefined} index
   */
  function locate(quantity, t, index) {
    // The arrow that carries the gradient of h_t leaves from the next column.
    const column =
      quantity === "h_0"
        ? start?.element
        : columns.get(quantity === "dh_norm" ? (t ?? 0) + 1 : (t ?? 0))?.element;
    const which = quantity === "loss" || quantity === "dh_norm" ? "" : `[data-index="${index}"]`;
    return column?.querySelector(`[data-quantity="${quantity}"]${which}`) ?? null;
  }

  /**
   * What takes the focus of a number: its shape, for the accessible name of an element with text
   * would have to repeat that text.
   *
   * @param {Place} place
   */
  function focusable({ quantity, t, index }) {
    return locate(quantity, t, index)?.querySelector("rect, path") ?? null;
  }

  function markActive() {
    let element = focusable(active);
    if (element === null && !hasFocus()) {
      // The place scrolled away: Tab shall enter where the reader looks.
      const t = wanted()[Math.min(1, wanted().length - 1)] ?? 1;
      active = inColumn(active, folded ? foldedT : t, places);
      element = focusable(active);
    }
    if (activeElement !== element && activeElement !== null) {
      setAttributes(activeElement, { tabindex: null, role: null, "aria-label": null });
    }
    activeElement = element;
    if (element !== null) {
      setAttributes(element, { tabindex: 0, role: "button", "aria-label": spokenAddress(element) });
    }
    markFocus();
  }

  /** The ring around the focused number, above its neighbours. */
  function markFocus() {
    const item = itemAt(activeElement);
    if (!(item instanceof SVGGElement) || !activeElement?.matches(":focus-visible")) {
      ring.remove();
      return;
    }
    const { x, y, width, height } = item.getBBox();
    setAttributes(ring, { x: x - 2, y: y - 2, width: width + 4, height: height + 4 });
    item.closest(".network-column")?.append(ring);
  }

  /** @param {Element} element */
  function spokenAddress(element) {
    const address = addressAt(element);
    const description = trace && address ? describe(trace, address, moment?.knows) : null;
    return description === null
      ? null
      : `${description.title} = ${description.value}. ${description.notes.join(" ")}`;
  }

  /**
   * @param {Element} element with data-quantity or data-arrow
   * @returns {Address | null}
   */
  function addressOf(element) {
    const arrow = element.getAttribute("data-arrow");
    if (arrow !== null) {
      return { quantity: arrow, index: [] };
    }
    const quantity = element.getAttribute("data-quantity");
    if (quantity === null) {
      return null;
    }
    const index = element.getAttribute("data-index");
    const t = element.getAttribute("data-t");
    return {
      quantity,
      ...(t === null ? {} : { t: Number(t) }),
      index: index === null || index === "" ? [] : index.split(",").map(Number),
    };
  }

  function markHighlight() {
    for (const element of picture.querySelectorAll(".is-highlighted")) {
      element.classList.remove("is-highlighted");
    }
    root.removeAttribute("data-lit");
    if (highlighted === null) {
      return;
    }
    const { quantity, t, index } = highlighted;
    if (t !== undefined && t > 0) {
      columns.get(t)?.element.classList.add("is-highlighted");
    }
    if (quantity.startsWith("W_")) {
      root.setAttribute("data-lit", quantity);
    } else {
      const own = quantity === "a" || quantity.startsWith("dh") ? "h" : quantity;
      // Sums have a row for each gate of a unit.
      const place = own === "h" && index[0] !== undefined ? index[0] % (layout?.H ?? 1) : index[0];
      const drawn = locate(quantity === "dh_norm" ? quantity : own, t, place);
      drawn?.classList.add("is-highlighted");
    }
  }

  /** @param {Element | null} element */
  function point(element) {
    if (element === hovered) {
      return;
    }
    hovered = element;
    const address = element === null ? null : addressOf(element);
    if (address?.quantity.startsWith("W_")) {
      root.setAttribute("data-lit", address.quantity);
    } else {
      root.removeAttribute("data-lit");
    }
    showTooltip(element, address);
    onHover?.(address);
  }

  /**
   * @param {Element | null} element
   * @param {Address | null} address
   */
  function showTooltip(element, address) {
    const description = trace && address ? describe(trace, address, moment?.knows) : null;
    if (element === null || description === null || address === null) {
      tooltip.hide();
      return;
    }
    const isNumber = address.index.length > 0 || address.t !== undefined;
    tooltip.show(element, description, isNumber && isKnown(address) ? " = " : ", ");
  }

  /** @param {Address} address */
  const isKnown = ({ quantity, t }) => moment === null || moment.knows(quantity, t);

  /** @param {EventTarget | null} target */
  const itemAt = (target) =>
    target instanceof Element ? target.closest("[data-quantity], [data-arrow]") : null;

  /** @param {EventTarget | null} target */
  function addressAt(target) {
    const element = itemAt(target);
    return element === null ? null : addressOf(element);
  }

  /** @param {number} t bring its column into view */
  function reveal(t) {
    if (layout === null || folded) {
      return;
    }
    const { gutter, pitch } = layout;
    const x = layout.x(t);
    measure();
    const left = view.left + gutter;
    const right = view.left + view.width;
    if (t === 0) {
      scroller.scrollLeft = 0;
    } else if (x - pitch / 2 < left) {
      scroller.scrollLeft = x - pitch / 2 - gutter;
    } else if (x + pitch / 2 > right) {
      scroller.scrollLeft = x + pitch / 2 - view.width;
    }
  }

  // --- folding ------------------------------------------------------------------------------

  /** @param {boolean} value */
  function setFolded(value) {
    if (value === folded || layout === null) {
      folded = value;
      amount = stopTween === null && layout === null ? Number(value) : amount;
      return;
    }
    stopTween?.();
    tooltip.hide();
    if (value) {
      const [first, last] = fullyVisible();
      foldedT = moment?.phase.t ?? Math.max(first, Math.min(last, foldedT));
      folded = true;
    } else {
      folded = false;
      if (amount === 1) {
        amount = 0.9999;
        resizeCanvas();
        const { gutter } = layout;
        scroller.scrollLeft = layout.x(foldedT) - gutter - (view.width - gutter) / 2;
      }
    }
    describeView();
    const target = value ? 1 : 0;
    const finish = () => {
      stopTween = null;
      amount = target;
      if (value) {
        scroller.scrollLeft = 0;
      }
      resizeCanvas();
      if (folded && active.t !== foldedT) {
        active = inColumn(active, foldedT, places);
      }
      draw();
      describeView();
    };
    if (prefersReducedMotion()) {
      finish();
      return;
    }
    // The shown timestep lies on top of its copies.
    draw();
    const top = columns.get(foldedT)?.element;
    if (top !== undefined) {
      picture.append(top);
    }
    stopTween = tween(
      amount,
      target,
      (now) => {
        amount = now;
        pose();
      },
      finish,
    );
  }

  /** @param {number} t */
  function showFolded(t) {
    if (layout === null) {
      return;
    }
    foldedT = Math.max(1, Math.min(layout.T, t));
    draw();
    if (active.t !== foldedT) {
      active = inColumn(active, foldedT, places);
      markActive();
    }
    describeView();
  }

  // --- changes ------------------------------------------------------------------------------

  /**
   * @param {Trace} before
   * @param {Trace} after
   */
  function pulse(before, after) {
    if (
      prefersReducedMotion() ||
      before.text !== after.text ||
      before.h_0.length !== after.h_0.length
    ) {
      return;
    }
    const colour = getComputedStyle(root).getPropertyValue("--network-pulse").trim();
    const shapes = [...columns].flatMap(([t, column]) => column.changed(before, after, t));
    for (const shape of shapes.slice(0, MOST_PULSES)) {
      shape.animate(
        [{ stroke: colour, strokeWidth: "3px" }, { stroke: colour, strokeWidth: "3px", offset: 0.3 }, {}],
        { duration: PULSE, easing: "ease-out" },
      );
    }
  }

  /**
   * Draw a trace. With the one before, what changed notably is outlined for a moment, unless
   * traces come faster than one can watch.
   *
   * @param {Trace} next
   * @param {Trace | null} [previous]
   */
  function update(next, previous = null) {
    const now = performance.now();
    const watchable = now - lastUpdate > WATCHABLE;
    lastUpdate = now;
    const sameShape =
      trace !== null &&
      layout !== null &&
      trace.steps.length === next.steps.length &&
      trace.h_0.length === next.h_0.length &&
      trace.vocabulary.length === next.vocabulary.length;
    trace = next;
    units.update(next.clamps);
    heldKey.classList.toggle("is-needed", (next.clamps ?? []).length > 0);
    if (sameShape) {
      draw(true);
    } else {
      amount = folded ? 1 : 0;
      scroller.scrollLeft = 0;
      rebuild();
      draw(true);
    }
    describeView();
    if (hovered !== null) {
      showTooltip(hovered, addressOf(hovered));
    }
    if (previous !== null && watchable && moment === null) {
      pulse(previous, next);
    }
    drawTableSoon();
  }

  function drawTableSoon() {
    clearTimeout(tableTimer);
    tableTimer = window.setTimeout(drawTable, TABLE_DELAY);
  }

  /**
   * Show only what is known at a moment of the iteration, and mark what has just been computed;
   * `null` shows everything.
   *
   * @param {Moment | null} next
   */
  function setPhase(next) {
    moment = next;
    root.classList.toggle("is-inside", next !== null);
    if (trace === null || layout === null) {
      return;
    }
    const drawn = trace;
    columns.forEach((column, t) => column.reveal(drawn, t, moment));
    const t = next?.phase.t ?? null;
    if (t !== null && folded) {
      foldedT = Math.max(1, Math.min(layout.T, t));
    } else if (t !== null) {
      // In the middle, so that one sees where it comes from and where it leads.
      measure();
      scroller.scrollLeft = layout.x(t) - (view.width + layout.gutter) / 2;
    }
    draw();
    describeView();
    if (hovered !== null) {
      showTooltip(hovered, addressOf(hovered));
    }
    drawTableSoon();
  }

  // --- listening ----------------------------------------------------------------------------

  // On the HTML around it: an SVG that listens for focus takes it itself, as one more tab stop.
  on(canvas, "pointerover", (event) => point(itemAt(event.target)));
  on(canvas, "pointerleave", () => point(null));
  on(canvas, "focusin", (event) => {
    const element = itemAt(event.target);
    if (event.target instanceof Element && event.target.matches(":focus-visible")) {
      point(element);
    }
    markFocus();
  });
  on(canvas, "focusout", () => {
    point(null);
    ring.remove();
  });
  on(canvas, "click", (event) => {
    const address = addressAt(event.target);
    if (address !== null && isKnown(address)) {
      onSelect?.(address);
    }
  });
  on(canvas, "keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || layout === null) {
      return;
    }
    if (event.key === "Escape") {
      tooltip.hide();
      return;
    }
    if ((event.key === "Enter" || event.key === " ") && activeElement !== null) {
      const address = addressAt(activeElement);
      if (address !== null && isKnown(address)) {
        event.preventDefault();
        event.stopPropagation();
        onSelect?.(address);
      }
      return;
    }
    const place = move(active, event.key, { first: folded ? 1 : 0, last: layout.T, places });
    if (place === null) {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    focusPlace(place);
  });

  /** @param {Place} place */
  function focusPlace(place) {
    if (folded && place.t !== foldedT) {
      foldedT = place.t;
    }
    reveal(place.t);
    active = place;
    draw();
    // A ranking's letters are known only once its column is drawn.
    if (activeElement === null) {
      active = inColumn(place, place.t, places);
      markActive();
    }
    if (activeElement instanceof SVGElement) {
      activeElement.focus({ preventScroll: true });
      point(itemAt(activeElement));
    }
    describeView();
  }

  on(scroller, "scroll", () => {
    cancelAnimationFrame(scrollFrame);
    scrollFrame = requestAnimationFrame(() => {
      if (stopTween === null) {
        draw();
        describeView();
      }
      if (!hasFocus()) {
        tooltip.hide();
      }
    });
  });
  /** @param {number} direction */
  const turn = (direction) => {
    if (folded) {
      showFolded(foldedT + direction);
    } else if (layout !== null) {
      const page = Math.max(1, Math.floor((view.width - layout.gutter) / layout.pitch));
      scroller.scrollBy({
        left: direction * page * layout.pitch,
        behavior: prefersReducedMotion() ? "auto" : "smooth",
      });
    }
  };
  on(back, "click", () => turn(-1));
  on(forth, "click", () => turn(1));

  let knownWidth = 0;
  new ResizeObserver(() => {
    const width = scroller.clientWidth;
    if (width !== knownWidth && width > 0) {
      knownWidth = width;
      if (trace !== null) {
        rebuild();
        draw(true);
        describeView();
      }
    }
  }).observe(scroller);

  return {
    update,
    setFolded,
    setPhase,
    /** @param {Address | null} address */
    setHighlight(address) {
      highlighted = address;
      markHighlight();
    },
    /** @param {ThemeName} name */
    setTheme(name) {
      scale = createScale(palette[name]);
      legendBar.style.background = scale.gradient;
      draw(true);
    },
  };
}

/**
 * @param {HTMLElement} bar
 * @param {HTMLElement} held its room is kept while no state is
 */
function legend(bar, held) {
  return h(
    "div",
    { class: "network-legend" },
    h(
      "span",
      { class: "network-legend-entry" },
      h("i", {}, "h", h("sub", {}, "t")),
      h("span", {}, "−1"),
      bar,
      h("span", {}, "+1"),
    ),
    h(
      "span",
      { class: "network-legend-entry" },
      h("span", { class: "network-key network-key-predicted" }),
      "predicted",
    ),
    h(
      "span",
      { class: "network-legend-entry" },
      h("span", { class: "network-key network-key-target" }),
      "target",
    ),
    held,
    h(
      "span",
      { class: "network-legend-entry network-legend-gradient" },
      h("span", { class: "network-key network-key-gradient" }),
      "gradient ",
      h("span", { class: "network-norm" }, "‖∂L/∂h", h("sub", {}, "t"), "‖"),
      " (thickness logarithmic)",
    ),
  );
}
