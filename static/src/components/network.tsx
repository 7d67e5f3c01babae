/**
 * The unrolled network, or its one cell folded with the loop.
 *
 * What it shows is in signals; whenever one changes, it is drawn at once. Only the columns on screen
 * exist, so that with 199 timesteps of 64 units a redraw touches a dozen columns.
 */

import { batch, computed, effect, signal, untracked } from "@preact/signals";
import { createRef, render } from "preact";

import { prefersReducedMotion } from "../lib/dom";
import { say } from "../lib/messages";
import type { Structure } from "../model/cells";
import { structureOf } from "../model/cells";
import type { Palette, ThemeName } from "../model/colours";
import { createScale } from "../model/colours";
import { describe, everything, overview, summary } from "../model/network/descriptions";
import type { Place } from "../model/network/keyboard";
import { move, placesIn } from "../model/network/keyboard";
import { layoutOf } from "../model/network/layout";
import { centred, fullyVisible, pageOf, timestepsIn, uncovered } from "../model/network/viewport";
import { isRecurrent, sharingOf } from "../model/parts";
import type { Moment } from "../model/phases";
import type { Address, Trace } from "../model/types";
import { createFocus } from "./network/focus";
import { tween } from "./network/fold";
import { Timesteps } from "./network/head";
import { addressOf, highlight, itemAt, light } from "./network/items";
import { Labels } from "./network/labels";
import { Legend } from "./network/legend";
import { Picture } from "./network/picture";
import { pulse } from "./network/pulse";
import { Table } from "./network/table";
import { Tooltip } from "./network/tooltip";
import { Units } from "./network/units";

export interface NetworkOptions {
  palette: Palette;
  /** what each is made of */
  cells: Record<string, Structure>;
  theme?: ThemeName;
  onHover?: (address: Address | null) => void;
  onSelect?: (address: Address) => void;
  /** where nobody listens to the switches there are only the units' numbers */
  onSwitch?: (unit: number, isHeld: boolean) => void;
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
  { palette, cells, theme: firstTheme = "light", onHover, onSelect, onSwitch }: NetworkOptions,
) {
  const scroller = createRef<HTMLDivElement>();
  const lowWindow = window.matchMedia("(height <= 820px)");
  let stopFolding: (() => void) | null = null;
  let lastUpdate = -Infinity;
  let highlighted: Address | null = null;
  let resting = 0;
  let scrolling = 0;
  let marked: unknown = null;

  // --- what is shown ------------------------------------------------------------------------

  /** `fit` are the timesteps of the longest sequence of this task so far: there is room for it. */
  const shown = signal<{ trace: Trace; fit: number } | null>(null);
  const moment = signal<Moment | null>(null);
  const theme = signal(firstTheme);
  const wishesFolded = signal(false);
  /** of folding, 0 to 1 */
  const amount = signal(0);
  /** the timestep whose numbers the folded cell shows */
  const foldedT = signal(1);
  /** the timestep that has the focus, 0 when none has */
  const focusedT = signal(0);
  const pointed = signal<Element | null>(null);
  const left = signal(0);
  const width = signal(0);
  const isLow = signal(lowWindow.matches);
  const rested = signal<{ trace: Trace; moment: Moment | null } | null>(null);

  const scale = computed(() => createScale(palette[theme.value]));
  /** Folding lays all timesteps into one cell, which takes one set of weights. */
  const isFoldable = computed(() => shown.value === null || sharingOf(shown.value.trace) === "shared");
  const isFolded = computed(() => wishesFolded.value && isFoldable.value);
  const structure = computed(() => (shown.value === null ? null : structureOf(shown.value.trace, cells)));
  const layout = computed(() => {
    if (shown.value === null || width.value === 0) {
      return null;
    }
    const { trace, fit } = shown.value;
    return layoutOf(trace, { fit, width: width.value, low: isLow.value, structure: structure.value });
  });
  const view = () => ({ left: left.value, width: width.value });
  const knows = (quantity: string, t?: number) => moment.peek()?.knows(quantity, t) ?? true;

  const places = (t: number): Place[] => {
    const [at, of] = [layout.peek(), shown.peek()];
    return at === null || of === null ? [] : placesIn(of.trace, at, t);
  };
  const described = (address: Address | null) => {
    const trace = shown.peek()?.trace;
    return trace === undefined || address === null ? null : describe(trace, address, knows, structure.peek());
  };
  const focus = createFocus(root, places, (item) => {
    const description = described(addressOf(item));
    return description && `${description.title} = ${description.value}. ${description.notes.join(" ")}`;
  });

  // --- drawing ------------------------------------------------------------------------------

  /** The timesteps to be drawn now. */
  const timesteps = computed(() => {
    const at = layout.value;
    if (at === null) {
      return [];
    }
    if (amount.value === 1) {
      return [foldedT.value];
    }
    const pinned = [amount.value > 0 ? foldedT.value : 0, focusedT.value];
    return [...new Set([...timestepsIn(at, view()), ...pinned.filter((t) => t > 0 && t <= at.T)])];
  });

  const canvasWidth = computed(() =>
    isFolded.value && amount.value === 1 ? width.value : (layout.value?.width ?? width.value),
  );

  // What has not changed is the same vnode, which is not drawn again.
  const legend = computed(() => (
    <Legend
      scale={scale.value}
      hasCellState={shown.value?.trace.steps[0]?.c !== undefined}
      hasGates={structure.value !== null}
      isHeld={(shown.value?.trace.clamps ?? []).length > 0}
    />
  ));

  const rows = computed(() => {
    const at = layout.value;
    return (
      at !== null && (
        <>
          <Labels layout={at} hasSwitches={onSwitch !== undefined} />
          {onSwitch !== undefined && <Units layout={at} clamps={shown.value?.trace.clamps} onSwitch={onSwitch} />}
        </>
      )
    );
  });

  const picture = computed(() => {
    const at = layout.value;
    if (at === null || shown.value === null) {
      return null;
    }
    const { trace } = shown.value;
    const label = isFolded.value
      ? say("network-label-folded", { summary: summary(trace, foldedT.value, moment.value?.knows) })
      : say("network-label", { overview: overview(trace) });
    return (
      <Picture
        layout={at}
        trace={trace}
        scale={scale.value}
        moment={moment.value}
        ring={focus.ring}
        timesteps={timesteps.value}
        fold={{ amount: amount.value, t: foldedT.value }}
        view={view()}
        width={canvasWidth.value}
        label={label}
      />
    );
  });

  const table = computed(
    () =>
      rested.value !== null && (
        <Table
          trace={rested.value.trace}
          knows={rested.value.moment?.knows ?? everything}
          structure={structureOf(rested.value.trace, cells)}
        />
      ),
  );

  function Explained({ anchor }: { anchor: Element | null }) {
    const address = addressOf(anchor);
    const description = described(address);
    if (anchor === null || address === null || description === null || !anchor.isConnected) {
      return null;
    }
    const isNumber = address.index.length > 0 || address.t !== undefined;
    const isKnown = knows(address.quantity, address.t);
    return <Tooltip anchor={anchor} within={root} description={description} isNumber={isNumber && isKnown} />;
  }

  root.classList.add("network");
  const draw = () => {
    const at = layout.value;
    const trace = shown.value?.trace;
    root.classList.toggle("is-ranked", at !== null && !at.fewLetters);
    root.classList.toggle("is-memoryless", at !== null && !at.recurrent);
    root.classList.toggle("is-folded", isFolded.value && at !== null);
    root.classList.toggle("is-inside", moment.value !== null);
    root.style.setProperty("--network-amount", amount.value.toFixed(3));
    render(
      <>
        <div class="network-head-line">
          {legend.value}
          <Timesteps
            layout={at}
            view={view()}
            foldedT={isFolded.value ? foldedT.value : null}
            onTurn={turn}
            onTurnTo={turnTo}
          />
        </div>
        <p class="network-unfoldable" role="status" hidden={!wishesFolded.value || isFoldable.value}>
          {trace !== undefined && !isFoldable.value && say(`network-unfoldable-${sharingOf(trace)}`)}
        </p>
        <div class="network-scroller scrolls" ref={scroller} onScroll={onScroll}>
          {/* An SVG that listens for focus takes it itself, as one more tab stop. */}
          {/* biome-ignore lint/a11y/noStaticElementInteractions: it listens for the numbers in it */}
          <div
            class="network-canvas"
            style={{
              width: `${canvasWidth.value}px`,
              "--network-height": `${at?.height ?? 0}px`,
              "--network-gutter": `${at?.gutter ?? 0}px`,
            }}
            onPointerOver={({ target }) => point(itemAt(target))}
            onPointerLeave={() => point(null)}
            onFocusIn={onFocusIn}
            onFocusOut={onFocusOut}
            onClick={({ target }) => select(addressOf(itemAt(target)))}
            onKeyDown={onKeyDown}
          >
            {rows.value}
            {picture.value}
          </div>
        </div>
        {table.value}
        <Explained anchor={pointed.value} />
      </>,
      root,
    );
    if (picture.value !== marked) {
      marked = picture.value;
      untracked(mark);
    }
  };

  /** What is lit and focused now, after columns have been drawn. */
  function mark() {
    const list = timesteps.peek();
    focus.mark(isFolded.peek() ? foldedT.peek() : (list[Math.min(1, list.length - 1)] ?? 1));
    markHighlight();
  }

  function markHighlight() {
    highlight(root, highlighted, layout.peek()?.H ?? 1);
    const isMatrix = highlighted?.quantity.startsWith("W_");
    light(root, isMatrix ? highlighted : addressOf(pointed.peek()));
  }

  // --- pointing -----------------------------------------------------------------------------

  function point(item: Element | null) {
    if (item !== pointed.peek()) {
      pointed.value = item;
      const address = addressOf(item);
      light(root, address);
      onHover?.(address);
    }
  }

  /** What is not known yet cannot be asked about. */
  function select(address: Address | null) {
    const isKnown = address !== null && knows(address.quantity, address.t);
    if (isKnown) {
      onSelect?.(address);
    }
    return isKnown;
  }

  function onFocusIn({ target }: FocusEvent) {
    if (target instanceof Element && target.matches(":focus-visible")) {
      point(itemAt(target));
    }
    focusedT.value = focus.isFocused() ? focus.place().t : 0;
    focus.markRing();
  }

  function onFocusOut() {
    point(null);
    focusedT.value = 0;
    focus.ring.value = null;
  }

  function onKeyDown(event: KeyboardEvent) {
    const at = layout.peek();
    if (event.ctrlKey || event.metaKey || event.altKey || at === null) {
      return;
    }
    if (event.key === "Escape") {
      pointed.value = null;
      return;
    }
    if (event.key === "Enter" || event.key === " ") {
      if (focus.element() !== null && select(addressOf(itemAt(focus.element())))) {
        event.preventDefault();
        event.stopPropagation();
      }
      return;
    }
    const first = isFolded.peek() || !at.recurrent ? 1 : 0;
    const place = move(focus.place(), event.key, { first, last: at.T, places });
    if (place !== null) {
      event.preventDefault();
      event.stopPropagation();
      focusOn(place);
    }
  }

  function focusOn(place: Place) {
    const at = layout.peek();
    focus.set(place);
    batch(() => {
      focusedT.value = place.t;
      if (isFolded.peek()) {
        foldedT.value = place.t;
      } else if (at !== null) {
        scrollTo(uncovered(at, view(), place.t));
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
      const { scrollLeft, clientWidth } = scroller.current;
      batch(() => {
        left.value = scrollLeft;
        width.value = clientWidth || width.peek();
      });
    }
  }

  function scrollTo(x: number) {
    if (scroller.current !== null) {
      scroller.current.scrollLeft = x;
      measure();
    }
  }

  function onScroll() {
    cancelAnimationFrame(scrolling);
    scrolling = requestAnimationFrame(() => {
      if (stopFolding === null) {
        measure();
      }
      if (!focus.isFocused()) {
        pointed.value = null;
      }
    });
  }

  function turn(direction: number) {
    const at = layout.peek();
    if (isFolded.peek()) {
      turnTo(foldedT.peek() + direction);
    } else if (at !== null) {
      scroller.current?.scrollBy({
        left: direction * pageOf(at, view()) * at.pitch,
        behavior: prefersReducedMotion() ? "auto" : "smooth",
      });
    }
  }

  function turnTo(t: number) {
    if (isFolded.peek()) {
      showFolded(clamp(t, 1, layout.peek()?.T ?? 1));
    } else {
      scroller.current?.scrollTo({ left: t === 1 ? 0 : scroller.current.scrollWidth });
    }
  }

  function showFolded(t: number) {
    if (focus.place().t !== t) {
      focus.follow(t);
    }
    foldedT.value = t;
  }

  function setFolded(wish: boolean) {
    const was = isFolded.peek();
    wishesFolded.value = wish;
    const folds = isFolded.peek();
    const at = layout.peek();
    if (folds === was) {
      return;
    }
    stopFolding?.();
    stopFolding = null;
    pointed.value = null;
    if (at === null) {
      amount.value = Number(folds);
      return;
    }
    if (folds) {
      const t = moment.peek()?.phase.t;
      foldedT.value = t ?? clamp(foldedT.peek(), ...fullyVisible(at, view()));
    } else if (amount.peek() === 1) {
      amount.value = BARELY_UNFOLDED;
      scrollTo(centred(at, view(), foldedT.peek()) - at.shift);
    }
    const finish = () => {
      stopFolding = null;
      amount.value = Number(folds);
      scrollTo(folds ? 0 : left.peek());
      if (folds) {
        showFolded(foldedT.peek());
      }
    };
    if (prefersReducedMotion()) {
      finish();
    } else {
      stopFolding = tween(
        amount.peek(),
        Number(folds),
        (now) => {
          amount.value = now;
        },
        finish,
      );
    }
  }

  // --- changes ------------------------------------------------------------------------------

  function restSoon() {
    clearTimeout(resting);
    resting = window.setTimeout(() => {
      const trace = shown.peek()?.trace;
      rested.value = trace === undefined ? null : { trace, moment: moment.peek() };
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
    const before = shown.peek();
    const isSame = before !== null && taskOf(before.trace) === taskOf(trace);
    const geometry = layout.peek()?.geometry;
    batch(() => {
      measure();
      shown.value = { trace, fit: Math.max(isSame ? before.fit : 0, trace.steps.length) };
      foldedT.value = Math.min(foldedT.peek(), trace.steps.length);
      if (!isSame || layout.peek()?.geometry !== geometry) {
        stopFolding?.();
        stopFolding = null;
        amount.value = Number(isFolded.peek());
        pointed.value = null;
        focus.reset(trace.steps.length);
      }
      if (!isSame) {
        scrollTo(0);
      }
    });
    if (previous !== null && isWatchable && moment.peek() === null) {
      pulse(root, previous, trace);
    }
    restSoon();
  }

  /**
   * Show only what is known at a moment of the iteration, and mark what has just been computed;
   * `null` shows everything.
   */
  function setPhase(next: Moment | null) {
    const at = layout.peek();
    const t = next?.phase.t ?? null;
    batch(() => {
      moment.value = next;
      if (t !== null && at !== null) {
        if (isFolded.peek()) {
          foldedT.value = clamp(t, 1, at.T);
        } else {
          scrollTo(centred(at, view(), t));
        }
      }
    });
    restSoon();
  }

  effect(draw);
  new ResizeObserver(measure).observe(scroller.current as HTMLDivElement);
  lowWindow.addEventListener("change", () => {
    isLow.value = lowWindow.matches;
  });

  return {
    update,
    setFolded,
    setPhase,
    setHighlight(address: Address | null) {
      highlighted = address;
      markHighlight();
    },
    setTheme(name: ThemeName) {
      theme.value = name;
    },
  };
}
