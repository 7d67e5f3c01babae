/**
 * What the reader tries out on a run: changes by hand, and the question which letters mattered.
 * A click explains a number; changing it is the second thing one can do with it: by the context
 * menu, a long press, “e”, or a button of whoever calls `change`.
 */

import { computed, signal } from "@preact/signals";
import { render } from "preact";

import type { Api } from "../client/api";
import { changeCommand } from "../client/curl";
import type { Session, State } from "../client/session";
import { Changes } from "../components/changes";
import type { Actions, Box } from "../components/intervene";
import { NumberDialog, walkOf } from "../components/intervene";
import { copied, find, on } from "../lib/dom";
import { base } from "../lib/root";
import type { Store } from "../lib/store";
import type { Place } from "../model/address";
import { placeOf } from "../model/address";
import { changeable } from "../model/changeable";
import { record } from "../model/interventions";
import type { Address, PageConfig } from "../model/types";
import { createLetters } from "./letters";
import { asSeen } from "./timemachine";

const LONG_PRESS = 500;
const STEADY = 10;
const SHEET = "(max-width: 640px)";

/** The address that an element of the page carries. */
function addressAt(target: EventTarget | null): { address: Place; element: Element } | null {
  const element = target instanceof Element ? target.closest<HTMLElement | SVGElement>("[data-quantity]") : null;
  const address = element === null ? null : placeOf(element.dataset);
  return address === null || element === null ? null : { address, element };
}

/** Whether a text field undoes its own typing. */
function isTyping(target: EventTarget | null) {
  return (
    target instanceof HTMLTextAreaElement ||
    (target instanceof HTMLInputElement && !["range", "checkbox"].includes(target.type))
  );
}

export function createExperiments({
  page,
  store,
  session,
  api,
  config,
}: {
  page: HTMLElement;
  store: Store<State>;
  session: Session;
  api: Api;
  config: PageConfig;
}) {
  const { hand } = session;
  const { signals } = store;
  const letters = createLetters({ page, store, api, config });
  const opened = signal<{ address: Address; box: Box } | null>(null);
  const seen = computed(() => asSeen({ run: signals.run.value, trace: signals.trace.value, view: signals.view.value }));
  /** What a heatmap under the pointer shows there: its cells are no elements. */
  let pointed: Address | null = null;

  const actions: Actions = {
    setWeight: hand.setWeight,
    resetWeight: hand.resetWeight,
    hold: hand.hold,
    release: hand.release,
    undo() {
      if (store.get().undo === null) {
        return hand.undoIntervention();
      }
      session.undo();
      return Promise.resolve();
    },
    redo: () => hand.redoIntervention(),
    copy(address, value) {
      const { run } = store.get();
      return run === null ? Promise.resolve(false) : copied(changeCommand(base(), run, address, value));
    },
  };

  /** Of a control that has no place of its own for an error. */
  async function complaining(work: Promise<void>) {
    try {
      await work;
    } catch (error) {
      if (error instanceof Error) {
        session.tell({ kind: "error", text: error.message });
      }
    }
  }

  function canChange(place: Place & { show?: string }) {
    const { trace } = store.get();
    return trace !== null && !trace.diverged && changeable(trace, place) !== undefined;
  }

  /** @param anchor what to stand beside */
  function open(address: Address, anchor: Element | Box) {
    if (!canChange(address)) {
      return;
    }
    const { quantity, t = "", index } = address;
    // On a small screen the dialog is a sheet: the diagram stays in sight above it.
    const drawn = window.matchMedia(SHEET).matches
      ? page.querySelector(`#network [data-quantity="${quantity}"][data-t="${t}"][data-index="${index.join(",")}"]`)
      : null;
    const beside = drawn ?? anchor;
    store.set({ effect: null });
    opened.value = { address, box: beside instanceof Element ? beside.getBoundingClientRect() : beside };
  }

  const Card = () => (
    <Changes
      entries={seen.value === null ? [] : record(seen.value)}
      trace={signals.trace.value}
      canUndo={signals.run.value?.can_undo ?? false}
      canRedo={signals.run.value?.can_redo ?? false}
      onUndo={() => void complaining(actions.undo())}
      onRedo={() => void complaining(actions.redo())}
      onChoose={open}
    />
  );
  render(<Card />, find(page, "#changes", HTMLElement));

  const Dialog = () =>
    opened.value !== null &&
    seen.value !== null &&
    signals.trace.value !== null && (
      <NumberDialog
        run={seen.value}
        trace={signals.trace.value}
        {...opened.value}
        effect={signals.effect.value ?? ""}
        canUndo={signals.run.value?.can_undo ?? false}
        actions={actions}
        onClose={() => {
          opened.value = null;
        }}
      />
    );
  render(<Dialog />, find(page, "#intervene-place", HTMLElement));

  on(document, "contextmenu", (event) => {
    const { target, clientX: left, clientY: top } = event;
    const found = addressAt(target);
    const isInPlot = target instanceof Element && target.closest(".plot") !== null;
    const place = found?.address ?? (isInPlot ? pointed : null);
    if (place !== null && canChange(place)) {
      event.preventDefault();
      open(place, found?.element ?? { left, top, right: left, bottom: top });
    }
  });
  on(document, "keydown", (event) => {
    const walk = walkOf(event);
    if (walk !== null && !isTyping(event.target)) {
      event.preventDefault();
      void complaining(actions[walk]());
    }
    if (event.key !== "e" || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    const focused = document.activeElement;
    const found = addressAt(focused);
    const isInPlot = focused !== null && focused.closest(".plotly-figure") !== null;
    const place = found?.address ?? (isInPlot ? pointed : null);
    if (focused !== null && place !== null && canChange(place)) {
      event.preventDefault();
      open(place, found?.element ?? focused);
    }
  });
  let pressing: ReturnType<typeof setTimeout> | undefined;
  let from = { x: 0, y: 0 };
  on(document, "pointerdown", ({ pointerType, target, clientX: x, clientY: y }) => {
    clearTimeout(pressing);
    const found = pointerType === "touch" ? addressAt(target) : null;
    if (found !== null && canChange(found.address)) {
      from = { x, y };
      pressing = setTimeout(() => open(found.address, found.element), LONG_PRESS);
    }
  });
  on(document, "pointermove", ({ clientX, clientY }) => {
    if (Math.hypot(clientX - from.x, clientY - from.y) > STEADY) {
      clearTimeout(pressing);
    }
  });
  for (const end of ["pointerup", "pointercancel"] as const) {
    on(document, end, () => clearTimeout(pressing));
  }

  return {
    canChange,
    change: open,
    follow: letters.follow,

    /** @param address what a figure has under the pointer */
    point(address: Address | null) {
      pointed = address;
    },

    /** The switch of a unit. */
    toggle(unit: number, isHeld: boolean) {
      void complaining(isHeld ? hand.release(unit, null) : hand.hold(unit, null, 0));
    },
  };
}
