/**
 * The unrolled network, or its one cell folded with the loop.
 *
 * Only the columns on screen exist: with 199 timesteps of 64 units a redraw touches a dozen
 * columns, and scrolling hands their nodes to other timesteps. A redraw changes attributes of
 * nodes that are there; nodes are made anew only when T, H, V or the room changes.
 */

import { h, on, prefersReducedMotion, setAttributes, setText, svg } from "../lib/dom";
import type { Structure } from "../model/cells";
import { structureOf } from "../model/cells";
import type { Palette, ThemeName } from "../model/colours";
import { createScale } from "../model/colours";
import { everything, overview, summary } from "../model/network/descriptions";
import type { Place } from "../model/network/keyboard";
import { inColumn, move } from "../model/network/keyboard";
import { networkLayout } from "../model/network/layout";
import { tokenWidth } from "../model/network/tokens";
import { hasWords, inputGroups, isRecurrent, sharingOf } from "../model/parts";
import type { Moment } from "../model/phases";
import type { Address, Trace } from "../model/types";
import { arrowHeads } from "./network/arrows";
import type { Column } from "./network/column";
import { createColumn, createStart } from "./network/column";
import { createFocus } from "./network/focus";
import { tween } from "./network/fold";
import { createHalves } from "./network/halves";
import { createLabels } from "./network/labels";
import { createLegend } from "./network/legend";
import { createPointing } from "./network/pointing";
import { pulse } from "./network/pulse";
import { addressAt, emptyScene, isKnown, itemAt } from "./network/scene";
import { createTable } from "./network/table";
import { createUnits } from "./network/units";
import { createViewport } from "./network/viewport";

export interface NetworkOptions {
  palette: Palette;
  /** what each is made of */
  cells: Record<string, Structure>;
  theme?: ThemeName;
  onHover?: (address: Address | null) => void;
  onSelect?: (address: Address) => void;
  onSwitch?: (unit: number, isHeld: boolean) => void;
}

/** Faster redraws than this are a training run: no single change is pointed out. */
const WATCHABLE = 350;
/** The table for screen readers follows when the numbers have rested for this long. */
const TABLE_DELAY = 400;
// From more pages on there are buttons to the first and to the last timestep.
const FAR = 3;

/** What has to be the same for a sequence to be another one of the same network. */
function taskOf(trace: Trace) {
  const sharing = sharingOf(trace);
  const one = trace.example.count === 1 ? trace.text : "";
  return [sharing, trace.h_0.length, isRecurrent(trace), one, ...trace.vocabulary].join("\n");
}

const widest = (tokens: readonly string[]) => Math.max(...tokens.map((token) => tokenWidth(token, 12.5)));

/**
 * Folding lays all timesteps into one cell, which takes one set of weights.
 *
 * @returns why that cannot be
 */
function whyUnfoldable(trace: Trace): string | null {
  switch (sharingOf(trace)) {
    case "unshared":
      return (
        "There is nothing to fold here: every timestep has weights of its own. Only a network that uses " +
        "the same weights again and again is one cell with a loop."
      );
    case "halves":
      return (
        "This network does not fold into one cell: encoder and decoder have weights of their own, so it " +
        "would be two cells, each with its loop."
      );
    default:
      return null;
  }
}

export function createNetwork(
  root: HTMLElement,
  { palette, cells, theme = "light", onHover, onSelect, onSwitch }: NetworkOptions,
) {
  const begin = h("button", { type: "button", "aria-label": "First timestep", hidden: true }, "⇤");
  const back = h("button", { type: "button", "aria-label": "Previous timestep" }, "◀");
  const shown = h("span", { class: "network-shown" });
  const forth = h("button", { type: "button", "aria-label": "Next timestep" }, "▶");
  const end = h("button", { type: "button", "aria-label": "Last timestep", hidden: true }, "⇥");
  const picture = svg("svg", { class: "network-picture", role: "group" });
  // Where nobody listens to the switches there are only the units' numbers.
  const switchable = onSwitch !== undefined;
  const units = createUnits((unit, isHeld) => onSwitch?.(unit, isHeld));
  const labels = createLabels(switchable);
  const legend = createLegend();
  const table = createTable();
  const halves = createHalves();
  const unfoldable = h("p", { class: "network-unfoldable", role: "status", hidden: true });
  const canvas = h("div", { class: "network-canvas" }, labels.element, switchable && units.element, picture);
  const scroller = h("div", { class: "network-scroller scrolls" }, canvas);
  root.classList.add("network");
  root.replaceChildren(
    h(
      "div",
      { class: "network-head-line" },
      legend.element,
      h("div", { class: "network-timestep" }, begin, back, shown, forth, end),
    ),
    unfoldable,
    scroller,
    table.element,
  );

  const lowWindow = window.matchMedia("(height <= 820px)");
  const scene = emptyScene();
  const viewport = createViewport(scroller);
  const focus = createFocus(scene);
  const pointing = createPointing(scene, root, onHover);

  let scale = createScale(palette[theme]);
  legend.setScale(scale);

  let spare: Column[] = [];
  let stopTween: (() => void) | null = null;
  let lastUpdate = -Infinity;
  /** Of this task's sequences, the timesteps of the longest that was shown. */
  let longest = 0;
  let wishesFolded = false;
  let tableTimer = 0;
  let scrollFrame = 0;

  // --- drawing ------------------------------------------------------------------------------

  /** The timesteps to be drawn now. */
  function wanted() {
    const { layout, amount, foldedT } = scene;
    if (layout === null) {
      return [];
    }
    if (amount === 1) {
      return [foldedT];
    }
    const list = viewport.timesteps(layout);
    const pinned = [amount > 0 ? foldedT : 0, focus.hasFocus() ? focus.place().t : 0];
    for (const t of pinned) {
      if (t > 0 && t <= layout.T && !list.includes(t)) {
        list.push(t);
      }
    }
    return list;
  }

  function layoutOf(trace: Trace) {
    const { parts } = trace;
    const groups = parts.map(inputGroups);
    return networkLayout({
      T: trace.steps.length,
      fit: Math.max(longest, trace.steps.length),
      H: trace.h_0.length,
      V: trace.vocabulary.length,
      inputs: Math.max(...groups.flat().map(({ tokens }) => tokens.length)),
      groups: Math.max(...groups.map(({ length }) => length)),
      words: hasWords(trace),
      widest: widest(trace.vocabulary),
      widestInput: widest(groups.flat().flatMap(({ tokens }) => tokens)),
      marks: sharingOf(trace) !== "shared",
      low: lowWindow.matches,
      recurrent: isRecurrent(trace),
      lane: trace.steps[0]?.c !== undefined,
      structure: structureOf(trace, cells),
      halves: sharingOf(trace) === "halves",
      image: trace.example.image ?? null,
      width: viewport.width(),
    });
  }

  function rebuild() {
    const { trace } = scene;
    if (trace === null) {
      return;
    }
    viewport.measure();
    const layout = layoutOf(trace);
    scene.layout = layout;
    scene.columns.clear();
    spare = [];
    pointing.reset();
    scene.start = createStart(layout);
    root.classList.toggle("is-ranked", !layout.fewLetters);
    root.classList.toggle("is-memoryless", !layout.recurrent);
    scene.foldedT = Math.min(scene.foldedT, layout.T);
    focus.reset();
    setAttributes(picture, { height: layout.height });
    canvas.style.setProperty("--network-height", `${layout.height}px`);
    halves.rebuild(layout);
    picture.replaceChildren(arrowHeads(), halves.element, scene.start.element);
    canvas.style.setProperty("--network-gutter", `${layout.gutter}px`);
    labels.rebuild(layout);
    units.rebuild(layout);
    resizeCanvas();
  }

  function resizeCanvas() {
    if (scene.layout === null) {
      return;
    }
    const width = scene.amount === 1 ? viewport.width() : scene.layout.width;
    canvas.style.width = `${width}px`;
    setAttributes(picture, { width });
  }

  /** Make the columns on screen be there, filled and in place. */
  function draw(refill = false) {
    const { trace, layout, start, columns, moment } = scene;
    if (trace === null || layout === null || start === null) {
      return;
    }
    viewport.measure();
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
    start.reveal(moment);
    if (refill) {
      start.fill(trace, scale);
      halves.fill(trace, layout);
    }
    pose();
    markActive();
    pointing.markHighlight();
  }

  function markActive() {
    const list = wanted();
    focus.mark(scene.folded ? scene.foldedT : (list[Math.min(1, list.length - 1)] ?? 1));
  }

  function pose() {
    const { layout, start, amount, foldedT } = scene;
    if (layout === null || start === null) {
      return;
    }
    const target = viewport.middle(layout) - layout.shift;
    const x = (t: number) => {
      const own = layout.x(t);
      return own + (target - own) * amount;
    };
    // The copies become visible as soon as they leave the one cell, and h_0 last of all.
    const opacity = 1 - Math.max(0, Math.min(1, (amount - 0.7) / 0.3));
    root.style.setProperty("--network-amount", amount.toFixed(3));
    for (const [t, column] of scene.columns) {
      column.element.classList.toggle("is-shown", t === foldedT);
      column.pose({
        x: x(t),
        previous: x(t - 1),
        amount,
        opacity: t === foldedT ? 1 : opacity,
      });
    }
    start.pose({ x: x(0), previous: x(0), amount, opacity: Math.max(0, 1 - 2.5 * amount) });
    setAttributes(start.element, { display: amount === 1 || !layout.recurrent ? "none" : null });
  }

  function describeView() {
    const { layout, trace, folded, foldedT, moment } = scene;
    if (layout === null || trace === null) {
      return;
    }
    const { T } = layout;
    root.classList.toggle("is-folded", folded);
    const [first, last] = viewport.fullyVisible(layout);
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
    const [isFirst, isLast] = folded ? [foldedT === 1, foldedT === T] : [first === 1, last === T];
    const isFar = T > FAR * (folded ? 1 : viewport.page(layout));
    setAttributes(begin, { disabled: isFirst, hidden: !isFar });
    setAttributes(back, { disabled: isFirst });
    setAttributes(forth, { disabled: isLast });
    setAttributes(end, { disabled: isLast, hidden: !isFar });
    const all = !folded && first === 1 && last === T;
    for (const button of [back, forth]) {
      button.style.visibility = all ? "hidden" : "";
      button.setAttribute("aria-label", `${button === back ? "Previous" : "Next"} timestep${folded ? "" : "s"}`);
    }
    picture.setAttribute(
      "aria-label",
      folded
        ? `The folded cell. ${summary(trace, foldedT, moment?.knows)}`
        : `${overview(trace)} Arrow keys move from number to number.`,
    );
  }

  function drawTableSoon() {
    clearTimeout(tableTimer);
    tableTimer = window.setTimeout(() => {
      if (scene.trace !== null) {
        table.update(scene.trace, scene.moment?.knows ?? everything, structureOf(scene.trace, cells));
      }
    }, TABLE_DELAY);
  }

  // --- folding ------------------------------------------------------------------------------

  function setFolded(wish: boolean) {
    wishesFolded = wish;
    const { layout, trace } = scene;
    const why = trace === null ? null : whyUnfoldable(trace);
    setAttributes(unfoldable, { hidden: !wish || why === null });
    setText(unfoldable, why ?? "");
    const value = wish && why === null;
    if (value === scene.folded || layout === null) {
      scene.folded = value;
      scene.amount = stopTween === null && layout === null ? Number(value) : scene.amount;
      return;
    }
    stopTween?.();
    pointing.hideTooltip();
    if (value) {
      const [first, last] = viewport.fullyVisible(layout);
      scene.foldedT = scene.moment?.phase.t ?? Math.max(first, Math.min(last, scene.foldedT));
      scene.folded = true;
    } else {
      scene.folded = false;
      if (scene.amount === 1) {
        scene.amount = 0.9999;
        resizeCanvas();
        const { gutter } = layout;
        scroller.scrollLeft = layout.x(scene.foldedT) - gutter - (viewport.width() - gutter) / 2;
      }
    }
    describeView();
    const target = value ? 1 : 0;
    const finish = () => {
      stopTween = null;
      scene.amount = target;
      if (value) {
        scroller.scrollLeft = 0;
      }
      resizeCanvas();
      if (scene.folded && focus.place().t !== scene.foldedT) {
        focus.follow(scene.foldedT);
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
    const top = scene.columns.get(scene.foldedT)?.element;
    if (top !== undefined) {
      picture.append(top);
    }
    stopTween = tween(
      scene.amount,
      target,
      (now) => {
        scene.amount = now;
        pose();
      },
      finish,
    );
  }

  function showFolded(t: number) {
    if (scene.layout === null) {
      return;
    }
    scene.foldedT = Math.max(1, Math.min(scene.layout.T, t));
    draw();
    if (focus.place().t !== scene.foldedT) {
      focus.follow(scene.foldedT);
      markActive();
    }
    describeView();
  }

  // --- changes ------------------------------------------------------------------------------

  /**
   * Draw a trace. With the one before, what changed notably is outlined for a moment, unless
   * traces come faster than one can watch.
   */
  function update(next: Trace, previous: Trace | null = null) {
    const time = performance.now();
    const watchable = time - lastUpdate > WATCHABLE;
    lastUpdate = time;
    const { trace, layout } = scene;
    const sameTask = trace !== null && taskOf(trace) === taskOf(next);
    // Room for the longest sequence so far, so that the others do not stretch and shrink.
    longest = sameTask ? Math.max(longest, next.steps.length) : 0;
    scene.trace = next;
    units.update(next.clamps);
    legend.setHeld((next.clamps ?? []).length > 0);
    legend.setLane(next.steps[0]?.c !== undefined);
    legend.setGates(structureOf(next, cells) !== null);
    setAttributes(unfoldable, { hidden: !(wishesFolded && whyUnfoldable(next) !== null) });
    setText(unfoldable, whyUnfoldable(next) ?? "");
    scene.folded = wishesFolded && whyUnfoldable(next) === null;
    viewport.measure();
    const nextLayout = layoutOf(next);
    if (sameTask && layout !== null && layout.geometry === nextLayout.geometry) {
      scene.layout = nextLayout;
      scene.foldedT = Math.min(scene.foldedT, nextLayout.T);
      resizeCanvas();
      draw(true);
    } else {
      scene.amount = scene.folded ? 1 : 0;
      if (!sameTask) {
        scroller.scrollLeft = 0;
      }
      rebuild();
      draw(true);
    }
    describeView();
    pointing.refresh();
    if (previous !== null && watchable && scene.moment === null) {
      pulse(root, scene.columns, previous, next);
    }
    drawTableSoon();
  }

  /**
   * Show only what is known at a moment of the iteration, and mark what has just been computed;
   * `null` shows everything.
   */
  function setPhase(next: Moment | null) {
    scene.moment = next;
    root.classList.toggle("is-inside", next !== null);
    const { trace, layout } = scene;
    if (trace === null || layout === null) {
      return;
    }
    scene.columns.forEach((column, t) => column.reveal(trace, t, next));
    const t = next?.phase.t ?? null;
    if (t !== null && scene.folded) {
      scene.foldedT = Math.max(1, Math.min(layout.T, t));
    } else if (t !== null) {
      viewport.centre(layout, t);
    }
    draw();
    describeView();
    pointing.refresh();
    drawTableSoon();
  }

  // --- listening ----------------------------------------------------------------------------

  // On the HTML around it: an SVG that listens for focus takes it itself, as one more tab stop.
  on(canvas, "pointerover", (event) => pointing.point(itemAt(event.target)));
  on(canvas, "pointerleave", () => pointing.point(null));
  on(canvas, "focusin", (event) => {
    const element = itemAt(event.target);
    if (event.target instanceof Element && event.target.matches(":focus-visible")) {
      pointing.point(element);
    }
    focus.markRing();
  });
  on(canvas, "focusout", () => {
    pointing.point(null);
    focus.clearRing();
  });
  on(canvas, "click", (event) => {
    const address = addressAt(event.target);
    if (address !== null && isKnown(scene, address)) {
      onSelect?.(address);
    }
  });
  on(canvas, "keydown", (event) => {
    const { layout, folded } = scene;
    if (event.ctrlKey || event.metaKey || event.altKey || layout === null) {
      return;
    }
    if (event.key === "Escape") {
      pointing.hideTooltip();
      return;
    }
    if ((event.key === "Enter" || event.key === " ") && focus.element() !== null) {
      const address = addressAt(focus.element());
      if (address !== null && isKnown(scene, address)) {
        event.preventDefault();
        event.stopPropagation();
        onSelect?.(address);
      }
      return;
    }
    const place = move(focus.place(), event.key, {
      first: folded || !layout.recurrent ? 1 : 0,
      last: layout.T,
      places: focus.places,
    });
    if (place === null) {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    focusPlace(place);
  });

  function focusPlace(place: Place) {
    const { layout, folded } = scene;
    if (folded) {
      scene.foldedT = place.t;
    } else if (layout !== null) {
      viewport.uncover(layout, place.t);
    }
    focus.set(place);
    draw();
    // A ranking's letters are known only once its column is drawn.
    if (focus.element() === null) {
      focus.set(inColumn(place, place.t, focus.places));
      markActive();
    }
    const element = focus.element();
    if (element instanceof SVGElement) {
      element.focus({ preventScroll: true });
      pointing.point(itemAt(element));
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
      if (!focus.hasFocus()) {
        pointing.hideTooltip();
      }
    });
  });
  const turn = (direction: number) => {
    const { layout, folded } = scene;
    if (folded) {
      showFolded(scene.foldedT + direction);
    } else if (layout !== null) {
      scroller.scrollBy({
        left: direction * viewport.page(layout) * layout.pitch,
        behavior: prefersReducedMotion() ? "auto" : "smooth",
      });
    }
  };
  on(back, "click", () => turn(-1));
  on(forth, "click", () => turn(1));
  /** @param t 1, or the last one */
  const turnTo = (t: number) => {
    if (scene.folded) {
      showFolded(t);
    } else {
      scroller.scrollTo({ left: t === 1 ? 0 : scroller.scrollWidth });
    }
  };
  on(begin, "click", () => turnTo(1));
  on(end, "click", () => turnTo(scene.layout?.T ?? 1));

  function redraw() {
    if (scene.trace !== null) {
      rebuild();
      draw(true);
      describeView();
    }
  }

  let knownWidth = 0;
  new ResizeObserver(() => {
    const width = scroller.clientWidth;
    if (width !== knownWidth && width > 0) {
      knownWidth = width;
      redraw();
    }
  }).observe(scroller);
  lowWindow.addEventListener("change", redraw);

  return {
    update,
    setFolded,
    setPhase,
    setHighlight: pointing.highlight,
    setTheme(name: ThemeName) {
      scale = createScale(palette[name]);
      legend.setScale(scale);
      draw(true);
    },
  };
}
