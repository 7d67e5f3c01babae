/**
 * The unrolled network, or its one cell folded with the loop.
 *
 * What it shows is in signals; whenever one changes, it is drawn at once. Only the columns on screen
 * exist, so that with 199 timesteps of 64 units a redraw touches a dozen columns.
 */

import { batch, effect, untracked } from "@preact/signals";
import { createRef, render } from "preact";
import { prefersReducedMotion } from "../lib/dom";
import { sentence, sentences } from "../lib/messages";
import type { Structure } from "../model/cells";
import type { Palette, ThemeName } from "../model/colours";
import type { Cover } from "../model/network/cover";
import type { Room } from "../model/network/fitting";
import type { Place } from "../model/network/keyboard";
import { move } from "../model/network/keyboard";
import type { Rows } from "../model/network/layout";
import { ALL_ROWS } from "../model/network/layout";
import { centred, fullyVisible, pageOf, settled, uncovered } from "../model/network/viewport";
import { isRecurrent, sharingOf } from "../model/parts";
import type { Moment } from "../model/phases";
import type { Address, Trace } from "../model/types";
import { createFocus } from "./network/focus";
import { tween } from "./network/fold";
import { createFrame } from "./network/frame";
import { addressOf, highlight, itemAt, light } from "./network/items";
import { pulse } from "./network/pulse";
import { createScene } from "./network/scene";

export interface NetworkOptions {
  palette: Palette;
  /** what each is made of */
  cells: Record<string, Structure>;
  theme?: ThemeName;
  onHover?: (address: Address | null) => void;
  onSelect?: (address: Address) => void;
  /** where nobody listens to the switches there are only the units' numbers */
  onSwitch?: (unit: number, isHeld: boolean) => void;
  /** a cover is to be taken away */
  onUncover?: () => void;
  /** by default all of them */
  rows?: Rows;
  /** of a gated cell those that are drawn; by default all */
  gates?: readonly string[];
}

/** Faster redraws than this are a training run: no single change is pointed out. */
const WATCHABLE = 350;
/** The table for screen readers follows when the numbers have rested for this long. */
const TABLE_DELAY = 400;
/** So little folded that it looks unrolled, and columns are drawn as copies of one another. */
const BARELY_UNFOLDED = 0.9999;

/** What has to be the same for a sequence to be another one of the same network. */
function taskOf(trace: Trace) {
  const text = trace.example.count === 1 ? trace.text : "";
  return [sharingOf(trace), trace.h_0.length, isRecurrent(trace), text, ...trace.vocabulary].join("\n");
}

const clamp = (t: number, first: number, last: number) => Math.max(first, Math.min(last, t));

export function createNetwork(
  root: HTMLElement,
  { palette, cells, theme = "light", onHover, onSelect, onSwitch, onUncover, rows = ALL_ROWS, gates }: NetworkOptions,
) {
  const scene = createScene(palette, cells, theme, rows, gates);
  const scroller = createRef<HTMLDivElement>();
  const lowWindow = window.matchMedia("(height <= 820px)");
  let stopFolding: (() => void) | null = null;
  let lastUpdate = -Infinity;
  let highlighted: Address | null = null;
  let resting = 0;
  let scrolling = 0;
  let marked: unknown = null;
  /** where to scroll to when what is there has been drawn */
  let awaited: number | null = null;

  const focus = createFocus(root, scene.places, (item) => {
    const description = scene.described(addressOf(item));
    if (description === null) {
      return null;
    }
    const { title, value, notes } = description;
    return sentences([sentence(value === "" ? title : `${title} = ${value}`), ...notes]);
  });
  const { frame, picture } = createFrame({
    root,
    scroller,
    scene,
    ring: focus.ring,
    on: {
      turn,
      turnTo,
      scroll: onScroll,
      point,
      select,
      focusIn: onFocusIn,
      focusOut: onFocusOut,
      keyDown: onKeyDown,
      switch: onSwitch,
      uncover: onUncover,
    },
  });

  function draw() {
    const at = scene.layout.value;
    root.classList.toggle("is-ranked", at !== null && !at.fewLetters);
    root.classList.toggle("is-memoryless", at !== null && !at.recurrent);
    root.classList.toggle("is-folded", at !== null && scene.isFolded.value);
    root.classList.toggle("is-inside", scene.moment.value !== null);
    root.style.setProperty("--network-amount", scene.amount.value.toFixed(3));
    root.classList.toggle("is-bare", scene.filling.value?.isBare === true);
    root.classList.toggle("is-cut", scene.filling.value?.isWhole === false);
    root.style.setProperty("zoom", scene.filling.value?.size.toFixed(3) ?? "");
    render(frame(), root);
    if (awaited !== null) {
      const x = awaited;
      untracked(() => scrollTo(x));
      awaited = null;
    }
    if (picture.value !== marked) {
      marked = picture.value;
      untracked(mark);
    }
  }

  /** What is lit and focused now, after columns have been drawn. */
  function mark() {
    const list = scene.timesteps.peek();
    focus.mark(scene.isFolded.peek() ? scene.foldedT.peek() : (list[Math.min(1, list.length - 1)] ?? 1));
    markHighlight();
  }

  function markHighlight() {
    highlight(root, highlighted, scene.layout.peek()?.H ?? 1);
    const isMatrix = highlighted?.quantity.startsWith("W_");
    light(root, isMatrix ? highlighted : addressOf(scene.pointed.peek()));
  }

  // --- pointing -----------------------------------------------------------------------------

  function point(item: Element | null) {
    if (item !== scene.pointed.peek()) {
      scene.pointed.value = item;
      const address = addressOf(item);
      light(root, address);
      onHover?.(address);
    }
  }

  /** What is not known yet cannot be asked about. */
  function select(address: Address | null) {
    const isKnown = address !== null && scene.knows(address.quantity, address.t);
    if (isKnown) {
      onSelect?.(address);
    }
    return isKnown;
  }

  function onFocusIn({ target }: FocusEvent) {
    if (target instanceof Element && target.matches(":focus-visible")) {
      point(itemAt(target));
    }
    scene.focusedT.value = focus.isFocused() ? focus.place().t : 0;
    focus.markRing();
  }

  function onFocusOut() {
    point(null);
    scene.focusedT.value = 0;
    focus.ring.value = null;
  }

  function onKeyDown(event: KeyboardEvent) {
    const at = scene.layout.peek();
    if (event.ctrlKey || event.metaKey || event.altKey || at === null) {
      return;
    }
    if (event.key === "Escape") {
      scene.pointed.value = null;
      return;
    }
    if (event.key === "Enter" || event.key === " ") {
      if (focus.element() !== null && select(addressOf(itemAt(focus.element())))) {
        event.preventDefault();
        event.stopPropagation();
      }
      return;
    }
    const first = scene.isFolded.peek() || !at.recurrent ? 1 : 0;
    const place = move(focus.place(), event.key, { first, last: at.T, places: scene.places });
    if (place !== null) {
      event.preventDefault();
      event.stopPropagation();
      focusOn(place);
    }
  }

  function focusOn(place: Place) {
    const at = scene.layout.peek();
    focus.set(place);
    batch(() => {
      scene.focusedT.value = place.t;
      if (scene.isFolded.peek()) {
        scene.foldedT.value = place.t;
      } else if (at !== null) {
        scrollTo(uncovered(at, scene.view(), place.t));
      }
    });
    mark();
    const element = focus.element();
    if (element !== null) {
      element.focus({ preventScroll: true });
      point(itemAt(element));
    }
  }

  // --- scrolling and folding ----------------------------------------------------------------

  function measure() {
    if (scroller.current !== null) {
      const { scrollLeft } = scroller.current;
      // Rounded up (as `clientWidth` may be) it would scroll by a fraction of a pixel.
      const room = Math.floor(Number.parseFloat(getComputedStyle(scroller.current).width));
      batch(() => {
        scene.left.value = scrollLeft;
        scene.width.value = room || scene.width.peek();
      });
    }
  }

  function scrollTo(x: number) {
    if (scroller.current !== null) {
      scroller.current.scrollLeft = x;
      measure();
      awaited = scene.left.peek() < Math.floor(x) ? x : null;
    }
  }

  function onScroll() {
    awaited = null;
    cancelAnimationFrame(scrolling);
    scrolling = requestAnimationFrame(() => {
      if (stopFolding === null) {
        measure();
      }
      if (!focus.isFocused()) {
        scene.pointed.value = null;
      }
    });
  }

  function turn(direction: number) {
    const at = scene.layout.peek();
    if (scene.isFolded.peek()) {
      turnTo(scene.foldedT.peek() + direction);
    } else if (at !== null) {
      scroller.current?.scrollBy({
        left: direction * pageOf(at, scene.view()) * at.pitch,
        behavior: prefersReducedMotion() ? "auto" : "smooth",
      });
    }
  }

  function turnTo(t: number) {
    if (scene.isFolded.peek()) {
      showFolded(clamp(t, 1, scene.layout.peek()?.T ?? 1));
    } else {
      scroller.current?.scrollTo({ left: t === 1 ? 0 : scroller.current.scrollWidth });
    }
  }

  function showFolded(t: number) {
    if (focus.place().t !== t) {
      focus.follow(t);
    }
    scene.foldedT.value = t;
  }

  function setFolded(wish: boolean) {
    const was = scene.isFolded.peek();
    scene.wishesFolded.value = wish;
    const folds = scene.isFolded.peek();
    const at = scene.layout.peek();
    if (folds === was) {
      return;
    }
    stopFolding?.();
    stopFolding = null;
    scene.pointed.value = null;
    if (at === null) {
      scene.amount.value = Number(folds);
      return;
    }
    if (folds) {
      const t = scene.moment.peek()?.phase.t;
      scene.foldedT.value = t ?? clamp(scene.foldedT.peek(), ...fullyVisible(at, scene.view()));
    } else if (scene.amount.peek() === 1) {
      scene.amount.value = BARELY_UNFOLDED;
      scrollTo(centred(at, scene.view(), scene.foldedT.peek()) - at.shift);
    }
    const finish = () => {
      stopFolding = null;
      scene.amount.value = Number(folds);
      scrollTo(folds ? 0 : scene.left.peek());
      if (folds) {
        showFolded(scene.foldedT.peek());
      }
    };
    if (prefersReducedMotion()) {
      finish();
    } else {
      stopFolding = tween(
        scene.amount.peek(),
        Number(folds),
        (now) => {
          scene.amount.value = now;
        },
        finish,
      );
    }
  }

  // --- changes ------------------------------------------------------------------------------

  function restSoon() {
    clearTimeout(resting);
    resting = window.setTimeout(() => {
      const trace = scene.shown.peek()?.trace;
      scene.rested.value = trace === undefined ? null : { trace, knows: scene.knowing.peek() };
    }, TABLE_DELAY);
  }

  /**
   * Draw a trace. With the one before, what changed notably is outlined for a moment, unless
   * traces come faster than one can watch.
   */
  function update(trace: Trace, previous: Trace | null = null) {
    const time = performance.now();
    const isWatchable = time - lastUpdate > WATCHABLE;
    lastUpdate = time;
    const before = scene.shown.peek();
    const isSame = before !== null && taskOf(before.trace) === taskOf(trace);
    const geometry = scene.layout.peek()?.geometry;
    batch(() => {
      // The observer tells the first width, when the whole page is laid out: asking would do that twice.
      if (scene.width.peek() > 0) {
        measure();
      }
      scene.shown.value = { trace, fit: Math.max(isSame ? before.fit : 0, trace.steps.length) };
      scene.foldedT.value = Math.min(scene.foldedT.peek(), trace.steps.length);
      if (!isSame || scene.layout.peek()?.geometry !== geometry) {
        stopFolding?.();
        stopFolding = null;
        scene.amount.value = Number(scene.isFolded.peek());
        scene.pointed.value = null;
        focus.reset(trace.steps.length);
      }
      if (before !== null && !isSame) {
        scrollTo(0);
      }
    });
    if (previous !== null && isWatchable && scene.moment.peek() === null) {
      pulse(root, previous, trace);
    }
    restSoon();
  }

  /**
   * Show only what is known at a moment of the iteration, and mark what has just been computed;
   * `null` shows everything.
   */
  function setPhase(next: Moment | null) {
    if (scene.width.peek() === 0) {
      measure();
    }
    const at = scene.layout.peek();
    const t = next?.phase.t ?? null;
    batch(() => {
      scene.moment.value = next;
      if (t !== null && at !== null) {
        if (scene.isFolded.peek()) {
          scene.foldedT.value = clamp(t, 1, at.T);
        } else {
          scrollTo(centred(at, scene.view(), t));
        }
      }
    });
    restSoon();
  }

  /** Brings a timestep into view. */
  function bring(t: number) {
    if (scene.width.peek() === 0) {
      measure();
    }
    const at = scene.layout.peek();
    if (at !== null && !scene.isFolded.peek()) {
      // Before the first is the initial state, and what it is made from.
      scrollTo(settled(at, scene.view(), clamp(t, 1, at.T)));
    }
  }

  root.classList.add("network");
  scene.isLow.value = lowWindow.matches;
  effect(draw);
  new ResizeObserver(measure).observe(scroller.current as HTMLDivElement);
  lowWindow.addEventListener("change", () => {
    scene.isLow.value = lowWindow.matches;
  });

  return {
    update,
    setFolded,
    setPhase,
    bring,
    setHighlight(address: Address | null) {
      highlighted = address;
      markHighlight();
    },
    setTheme(name: ThemeName) {
      scene.theme.value = name;
    },
    /**
     * Cover rows until they are revealed.
     *
     * @param isOurs whether it is taken away here, and not by somebody else
     */
    setCover(cover: Cover | null, isOurs: boolean) {
      scene.cover.value = cover === null ? null : { covered: cover, isOurs };
      scene.pointed.value = null;
      // At once: what is covered is not for a screen reader either.
      const trace = scene.shown.peek()?.trace;
      scene.rested.value = trace === undefined ? null : { trace, knows: scene.knowing.peek() };
    },
    /** Fill the screen that it has for itself, or be of its usual size. */
    fill(room: Omit<Room, "head"> | null) {
      if (room === null) {
        scene.room.value = null;
        return;
      }
      const above = root.offsetHeight - (scroller.current?.offsetHeight ?? 0);
      // It may be hidden now.
      scene.room.value = { ...room, head: above || (scene.room.peek()?.head ?? 0) };
    },
    /** Show what somebody else points at. */
    setPointer(address: Address | null) {
      scene.pointer.value = address;
    },
  };
}
