/** What the diagram shows now, in signals, and what follows from them. */

import { computed, signal } from "@preact/signals";

import type { Structure } from "../../model/cells";
import { structureOf } from "../../model/cells";
import type { Palette, ThemeName } from "../../model/colours";
import { createScale } from "../../model/colours";
import type { Cover } from "../../model/network/cover";
import { isCovered } from "../../model/network/cover";
import type { Knows } from "../../model/network/descriptions";
import { describe, everything } from "../../model/network/descriptions";
import type { Room } from "../../model/network/fitting";
import { fitIn } from "../../model/network/fitting";
import { withOnly } from "../../model/network/gating";
import type { Place } from "../../model/network/keyboard";
import { placesIn } from "../../model/network/keyboard";
import type { Rows } from "../../model/network/layout";
import { layoutOf } from "../../model/network/layout";
import { timestepsIn } from "../../model/network/viewport";
import { sharingOf } from "../../model/parts";
import type { Moment } from "../../model/phases";
import type { Address, Trace } from "../../model/types";

export type Scene = ReturnType<typeof createScene>;

export function createScene(
  palette: Palette,
  cells: Record<string, Structure>,
  firstTheme: ThemeName,
  firstRows: Rows,
  gates: readonly string[] | undefined,
) {
  const rows = signal(firstRows);
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
  const isLow = signal(false);
  /** what the table for screen readers shows */
  const rested = signal<{ trace: Trace; knows: Knows } | null>(null);
  const cover = signal<{ covered: Cover; isOurs: boolean } | null>(null);
  /** the screen that it has for itself, where it has one */
  const room = signal<Room | null>(null);
  /** what somebody else points at */
  const pointer = signal<Address | null>(null);

  const scale = computed(() => createScale(palette[theme.value]));
  /** Folding lays all timesteps into one cell, which takes one set of weights. */
  const isFoldable = computed(() => shown.value === null || sharingOf(shown.value.trace) === "shared");
  const isFolded = computed(() => wishesFolded.value && isFoldable.value);
  const structureFor = (trace: Trace) => withOnly(structureOf(trace, cells), gates);
  const structure = computed(() => (shown.value === null ? null : structureFor(shown.value.trace)));
  const layoutFor = ({ trace, fit }: { trace: Trace; fit: number }, wide: number, low: boolean) =>
    layoutOf(trace, {
      fit,
      width: wide,
      low,
      structure: structureOf(trace, cells),
      gates,
      shown: rows.value,
    });
  /** How it fills the screen that it has for itself. */
  const filling = computed(() => {
    const [of, within] = [shown.value, room.value];
    return of === null || within === null ? null : fitIn(within, (wide, low) => layoutFor(of, wide, low));
  });
  const layout = computed(() => {
    if (shown.value === null || width.value === 0) {
      return null;
    }
    return layoutFor(shown.value, width.value, filling.value?.isLow ?? isLow.value);
  });
  const view = () => ({ left: left.value, width: width.value });

  /** The timesteps to be drawn. */
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

  const knowing = computed<Knows>(() => {
    const [now, covered] = [moment.value, cover.value];
    const known = now?.knows ?? everything;
    return covered === null ? known : (quantity, t) => !isCovered(covered.covered, quantity) && known(quantity, t);
  });
  const knows: Knows = (quantity, t) => knowing.peek()(quantity, t);

  return {
    shown,
    moment,
    theme,
    wishesFolded,
    amount,
    foldedT,
    focusedT,
    pointed,
    left,
    width,
    isLow,
    rested,
    cover,
    room,
    filling,
    pointer,
    scale,
    isFoldable,
    isFolded,
    structure,
    structureFor,
    layout,
    view,
    timesteps,
    canvasWidth,

    /** Whether a number is known at the moment that is shown, and under no cover. */
    knowing,
    knows,

    /** What the keys can visit in a column. */
    places(t: number): Place[] {
      const [at, of] = [layout.peek(), shown.peek()];
      const all = at === null || of === null ? [] : placesIn(of.trace, at, t);
      return all.filter(({ quantity }) => !isCovered(cover.peek()?.covered ?? null, quantity));
    },

    described(address: Address | null) {
      const trace = shown.peek()?.trace;
      return trace === undefined || address === null ? null : describe(trace, address, knows, structure.peek());
    },
  };
}
