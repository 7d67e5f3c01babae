/**
 * Changing one number by hand: a weight, a bias or a state. A click explains a number; changing it
 * is the second thing one can do with it: by the context menu, a long press, “e”, or a button of
 * whoever calls `open`.
 */

import { ProblemError } from "../client/api";
import type { Effect } from "../client/hand";
import { find, h, on, setText } from "../lib/dom";
import type { Place } from "../model/address";
import { placeOf } from "../model/address";
import { rowName, rowWords } from "../model/cells";
import { readNumber } from "../model/fields";
import { exact, setting, signed, spoken, subscript, visible } from "../model/format";
import type { Entry } from "../model/interventions";
import { editHere, effectInWords, holding, symbol } from "../model/interventions";
import { roleOf, usedWhen } from "../model/parts";
import type { Address, Clamp, Limit, Maybe, Run, Trace } from "../model/types";

/** each rejects with what the server found wrong */
export interface Actions {
  setWeight: (address: Address, value: number) => Promise<void>;
  resetWeight: (address: Address) => Promise<void>;
  hold: (unit: number, t: number | null, value: number) => Promise<void>;
  release: (unit: number, t: number | null) => Promise<void>;
  undo: () => Promise<void>;
  redo: () => Promise<void>;
  copy: (address: Address, value: number) => Promise<boolean>;
}

/** What is near enough to stand beside, in the window. */
export type Box = { left: number; top: number; right: number; bottom: number };

/** How large a weight or a state that is given by hand may be; the server's limit. */
const LIMIT = {
  type: "number",
  minimum: -1e6,
  maximum: 1e6,
  allowed: "a number from −1,000,000 to 1,000,000",
} as Limit;
const LONG_PRESS = 500;
const STEADY = 10;
const SHEET = "(max-width: 640px)";
const GAP = 8;

/** The address that an element of the page carries. */
function addressAt(target: EventTarget | null): { address: Place; element: Element } | null {
  const element = target instanceof Element ? target.closest("[data-quantity]") : null;
  const carries = element instanceof HTMLElement || element instanceof SVGElement;
  const address = carries ? placeOf(element.dataset) : null;
  return address === null || element === null ? null : { address, element };
}

/**
 * The number at an address that can be changed, or undefined where there is none: only weights,
 * biases and states of the iteration on screen can. Pure.
 */
export function changeable(
  trace: Trace,
  { quantity, t, index, iteration, show = "value" }: Place & { show?: string },
): Maybe | undefined {
  if (show !== "value" || (iteration ?? trace.iteration) !== trace.iteration) {
    return undefined;
  }
  if (quantity === "h") {
    return t === undefined || index.length !== 1 ? undefined : trace.steps[t - 1]?.h[index[0]];
  }
  if (!Object.hasOwn(trace.parameters, quantity)) {
    return undefined;
  }
  const array = (trace.parameters as Record<string, any>)[quantity];
  const value: any = index.reduce((part, place) => part?.[place], array);
  return Array.isArray(value) ? undefined : value;
}

/** What a number is, in words. Pure. */
export function inWords(trace: Trace, { quantity, t, index }: Address) {
  const { vocabulary } = trace;
  const [first = 0, second = 0] = index;
  const letter = (place: number) => `“${visible(vocabulary[place] ?? "")}”`;
  const { role, part } = roleOf(trace, quantity);
  const when = usedWhen(trace, quantity);
  switch (role) {
    case "W_xh":
      return `From the input “${visible(part.inputs[second] ?? "")}” to ${rowWords(trace, first)}, ${when}.`;
    case "W_hh":
      return `From unit ${second} to ${rowWords(trace, first)} one step later, ${when}.`;
    case "W_hy":
      return `From unit ${second} to the score of ${letter(first)}, ${when}.`;
    case "W_ph":
      return `From pixel ${second} to unit ${first} of the initial state, ${when}.`;
    case "b_h":
      return `The bias of ${rowWords(trace, first)}, ${when}.`;
    case "b_ph":
      return `The bias of unit ${first} of the initial state, ${when}.`;
    case "b_hn":
      return `The bias of the candidate of unit ${first} inside its reset gate, ${when}.`;
    case "b_y":
      return `The bias of ${letter(first)}, ${when}.`;
    default:
      return `What unit ${first} remembers after t = ${t}.`;
  }
}

/** The largest value of the slider: 1, 2 or 5 times a power of ten with room beyond the value. */
export function sliderBound({ quantity }: Address, value: number) {
  const least = Math.max(Math.abs(value), quantity === "h" ? 1 : 2);
  const power = 10 ** Math.floor(Math.log10(least));
  return [1, 2, 5, 10].map((step) => step * power).find((bound) => bound >= least) ?? 10 * power;
}

export function createIntervene(root: HTMLElement, actions: Actions) {
  const dialog = find(root, "#intervene", HTMLDialogElement);
  const element = (name: string) => find(dialog, `#intervene-${name}`, HTMLElement);
  const button = (name: string) => find(dialog, `#intervene-${name}`, HTMLButtonElement);
  const form = find(dialog, "#intervene-form", HTMLFormElement);
  const field = find(dialog, "#intervene-number", HTMLInputElement);
  const slider = find(dialog, "#intervene-slider", HTMLInputElement);
  const record = find(root, "#interventions", HTMLOListElement);
  const noRecord = find(root, "#no-interventions", HTMLElement);
  const undoButton = find(root, "#undo-change", HTMLButtonElement);
  const redoButton = find(root, "#redo-change", HTMLButtonElement);

  let run: Run | null = null;
  let trace: Trace | null = null;
  let effect: Effect | null = null;
  let address: Address | null = null;
  let bound = 1;
  let listed = "";
  let canUndo = false;
  /** What a heatmap under the pointer shows there: its cells are no elements. */
  let pointed: Address | null = null;

  // ---- the dialog -------------------------------------------------------------------------

  const valueAt = (place: Address) => (trace === null ? undefined : changeable(trace, place));

  const canChange = (place: Place & { show?: string }) => valueAt(place) !== undefined && trace?.diverged === false;

  /** @param anchor what to stand beside */
  function open(place: Address, anchor: Element | Box) {
    if (!canChange(place)) {
      return;
    }
    address = place;
    effect = null;
    explain("");
    const value = valueAt(place) ?? 0;
    fit(value);
    fill(value);
    describe();
    if (!dialog.open) {
      dialog.showModal();
    }
    stand(anchor instanceof Element ? anchor.getBoundingClientRect() : anchor);
    field.focus();
    field.select();
  }

  function stand(box: Box) {
    if (window.matchMedia(SHEET).matches) {
      uncover(box);
      return;
    }
    const { offsetWidth: width, offsetHeight: height } = dialog;
    const beside = box.right + GAP + width < window.innerWidth;
    const left = beside ? box.right + GAP : box.left - GAP - width;
    const most = { left: window.innerWidth - width - GAP, top: window.innerHeight - height - GAP };
    dialog.style.setProperty("--left", `${Math.max(GAP, Math.min(most.left, left))}px`);
    dialog.style.setProperty("--top", `${Math.max(GAP, Math.min(most.top, box.top - GAP))}px`);
  }

  /** On a small screen the dialog comes up from below: what changes stays in sight above it. */
  function uncover(box: Box) {
    const { quantity, t = "", index } = address ?? { quantity: "", index: [] };
    const drawn = root.querySelector(
      `#network [data-quantity="${quantity}"][data-t="${t}"][data-index="${index.join(",")}"]`,
    );
    const { top, bottom } = drawn?.getBoundingClientRect() ?? box;
    const low = dialog.getBoundingClientRect().top;
    const high = find(root, ".transport-bar", HTMLElement).getBoundingClientRect().bottom;
    if (top < high || bottom > low) {
      window.scrollBy(0, (top + bottom) / 2 - (high + low) / 2);
    }
  }

  function fit(value: number) {
    if (address === null) {
      return;
    }
    bound = sliderBound(address, value);
    slider.min = String(-bound);
    slider.max = String(bound);
    slider.step = String(bound / 100);
    setText(element("low"), setting(-bound));
    setText(element("high"), setting(bound));
  }

  function fill(value: number) {
    field.value = setting(value);
    slide(value);
  }

  function slide(value: number) {
    slider.value = String(value);
    slider.setAttribute("aria-valuetext", setting(value));
  }

  function explain(message: string) {
    setText(element("error"), message);
    field.toggleAttribute("aria-invalid", false);
    if (message !== "") {
      field.setAttribute("aria-invalid", "true");
    }
  }

  function describe() {
    if (address === null || trace === null || run === null) {
      return;
    }
    const value = valueAt(address);
    if (value === undefined) {
      dialog.close();
      return;
    }
    const { quantity, t = 0, index } = address;
    const [unit = 0] = index;
    const isState = quantity === "h";
    const held = isState ? holding(trace.clamps, unit, t) : undefined;
    const unitHeld = isState ? holding(trace.clamps, unit, null) : undefined;
    const places = `[${index.join(",")}]`;
    element("symbol").replaceChildren(
      h("var", {}, isState ? `h${subscript(t)}` : quantity.slice(0, 1)),
      isState ? "" : h("sub", {}, quantity.slice(2)),
      places,
    );
    setText(element("value"), signed(value, 4));
    element("value").title = exact(value);
    const hint = held === undefined ? inWords(trace, address) : heldWords(held, unit, t);
    setText(element("words"), hint);
    setText(element("label"), isState ? "Hold at" : "Set to");
    setText(button("set"), isState ? "Hold" : "Set");
    setText(button("zero"), isState ? "Hold at 0" : "Set to 0");
    setText(button("reset"), isState ? "Let it be computed" : "Back to what training gave it");
    const own = held !== undefined && (held.t ?? null) !== null;
    button("reset").disabled = isState ? !own : editHere(run, address) === undefined;
    button("reset").title = isState ? "" : `Takes the change of ${symbol(address)} at iteration ${run.iteration} back`;
    element("unit").hidden = !isState;
    setText(
      element("unit-words"),
      unitHeld === undefined
        ? `Unit ${unit} at every timestep:`
        : `Unit ${unit} is held at ${setting(unitHeld.value)} at every timestep:`,
    );
    setText(button("unit-switch"), unitHeld === undefined ? `Switch unit ${unit} off` : `Switch unit ${unit} on again`);
    button("undo").disabled = !canUndo;
    setText(element("effect"), effect === null ? "" : `${effect.words}: ${did(effect)}.`);
  }

  const did = ({ before, after }: Effect) =>
    before.iteration === after.iteration ? effectInWords(before, after) : `now at iteration ${after.iteration}`;

  // ---- what is done -----------------------------------------------------------------------

  let busy = false;
  let next: (() => Promise<void>) | null = null;

  /** One change at a time; of those that come meanwhile only the latest is made. */
  async function perform(work: () => Promise<void>) {
    next = work;
    if (busy) {
      return;
    }
    busy = true;
    dialog.setAttribute("aria-busy", "true");
    while (next !== null) {
      const doing = next;
      next = null;
      explain("");
      try {
        await doing();
        if (address !== null) {
          const value = valueAt(address) ?? 0;
          fit(Math.max(Math.abs(value), bound));
          fill(value);
        }
      } catch (error) {
        explain(refusal(error));
      }
    }
    busy = false;
    dialog.removeAttribute("aria-busy");
  }

  function apply(value: number) {
    const place = address;
    if (place === null) {
      return;
    }
    void perform(() =>
      place.quantity === "h"
        ? actions.hold(place.index[0] ?? 0, place.t ?? null, value)
        : actions.setWeight(place, value),
    );
  }

  function read() {
    const reading = readNumber(field.value, LIMIT);
    if (reading.error !== undefined) {
      explain(reading.error);
      field.focus();
      return null;
    }
    return reading.value;
  }

  on(form, "submit", (event) => {
    event.preventDefault();
    const value = read();
    if (value !== null) {
      apply(value);
    }
  });
  on(field, "input", () => explain(""));
  on(slider, "input", () => {
    explain("");
    field.value = setting(Number(slider.value));
    slider.setAttribute("aria-valuetext", field.value);
  });
  on(slider, "change", () => apply(Number(slider.value)));
  on(button("zero"), "click", () => apply(0));
  on(button("reset"), "click", () => {
    const place = address;
    if (place !== null) {
      void perform(() =>
        place.quantity === "h" ? actions.release(place.index[0] ?? 0, place.t ?? null) : actions.resetWeight(place),
      );
    }
  });
  on(button("unit-switch"), "click", () => {
    const unit = address?.index[0] ?? 0;
    const held = holding(trace?.clamps, unit, null);
    void perform(() => (held === undefined ? actions.hold(unit, null, 0) : actions.release(unit, null)));
  });
  on(button("undo"), "click", () => void perform(actions.undo));
  on(button("copy"), "click", () => {
    const value = read();
    if (address !== null && value !== null) {
      void actions.copy(address, value).then((worked) => {
        setText(button("copy"), worked ? "Copied" : "Not allowed here");
        setTimeout(() => setText(button("copy"), "Copy as curl"), 1500);
      });
    }
  });
  on(button("close"), "click", () => dialog.close());
  on(dialog, "click", (event) => {
    if (event.target === dialog) {
      dialog.close();
    }
  });
  on(dialog, "keydown", (event) => {
    // The page's single keys are not meant for a number that is being changed; Undo is.
    if (!(event.ctrlKey || event.metaKey)) {
      event.stopPropagation();
    }
  });

  // ---- the second thing one can do with a number ------------------------------------------

  on(document, "contextmenu", (event) => {
    const { target, clientX: left, clientY: top } = event;
    const found = addressAt(target);
    const inPlot = target instanceof Element && target.closest(".plot") !== null;
    const place = found?.address ?? (inPlot ? pointed : null);
    if (place !== null && canChange(place)) {
      event.preventDefault();
      open(place, found?.element ?? { left, top, right: left, bottom: top });
    }
  });
  on(document, "keydown", (event) => {
    if (event.key !== "e" || event.ctrlKey || event.metaKey || event.altKey || dialog.open) {
      return;
    }
    const focused = document.activeElement;
    const found = addressAt(focused);
    const inPlot = focused?.closest(".plotly-figure") ?? null;
    const place = found?.address ?? (inPlot === null ? null : pointed);
    const anchor = found?.element ?? focused;
    if (place !== null && anchor !== null && canChange(place)) {
      event.preventDefault();
      open(place, anchor);
    }
  });
  let pressing: ReturnType<typeof setTimeout> | undefined;
  let from = { x: 0, y: 0 };
  on(document, "pointerdown", (event) => {
    clearTimeout(pressing);
    const found = event.pointerType === "touch" ? addressAt(event.target) : null;
    if (found !== null && canChange(found.address)) {
      from = { x: event.clientX, y: event.clientY };
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

  // ---- undo, and the record ---------------------------------------------------------------

  on(undoButton, "click", () => void actions.undo().catch(() => {}));
  on(redoButton, "click", () => void actions.redo().catch(() => {}));
  on(document, "keydown", (event) => {
    const key = event.key.toLowerCase();
    const isRedo = (key === "z" && event.shiftKey) || (key === "y" && !event.shiftKey);
    if (!(event.ctrlKey || event.metaKey) || event.altKey || !(isRedo || key === "z") || typing(event.target)) {
      return;
    }
    event.preventDefault();
    const action = isRedo ? actions.redo : actions.undo;
    void (dialog.open ? perform(action) : action().catch(() => {}));
  });

  /** A text field undoes its own typing; that of the dialog only while there is some. */
  function typing(target: EventTarget | null) {
    if (target === field) {
      const value = address === null ? undefined : valueAt(address);
      return field.value !== setting(value ?? 0);
    }
    return (
      target instanceof HTMLTextAreaElement ||
      (target instanceof HTMLInputElement && !["range", "checkbox"].includes(target.type))
    );
  }

  const chooser = createChooser(root, (place, anchor) => open(place, anchor));

  return {
    canChange,
    open,

    /** What a figure has under the pointer. */
    point(place: Address | null) {
      pointed = place;
    },

    update(nowRun: Run, nowTrace: Trace) {
      run = nowRun;
      trace = nowTrace;
      if (dialog.open) {
        describe();
      }
      chooser.update(nowTrace);
    },

    /** @param told what the latest change did */
    tell(told: Effect | null) {
      effect = told;
      if (dialog.open) {
        describe();
      }
    },

    /** @param entries of the run's record, in order */
    list(entries: Entry[], { can_undo, can_redo }: Pick<Run, "can_undo" | "can_redo">) {
      canUndo = can_undo;
      undoButton.disabled = !can_undo;
      redoButton.disabled = !can_redo;
      button("undo").disabled = !can_undo;
      const told = JSON.stringify(entries);
      if (told === listed) {
        return;
      }
      listed = told;
      record.replaceChildren(
        ...entries.map(({ iteration, text, ahead }) =>
          h(
            "li",
            ahead ? { class: "ahead" } : {},
            h("span", { class: "when" }, `iteration ${iteration}: `),
            text,
            ahead ? h("span", { class: "later" }, ", still to come") : null,
          ),
        ),
      );
      record.hidden = entries.length === 0;
      noRecord.hidden = entries.length > 0;
      record.scrollTop = record.scrollHeight;
    },
  };
}

function heldWords({ value, t: at }: Clamp, unit: number, t: number) {
  return (at ?? null) === null
    ? `Unit ${unit} is held at ${setting(value)} at every timestep; what it would compute is not used.`
    : `Held at ${setting(value)} at t = ${t}; what it would compute is not used.`;
}

function refusal(error: unknown) {
  if (error instanceof ProblemError && error.errors.length > 0) {
    return `${error.errors.map(({ message }) => message).join("; ")}.`;
  }
  return error instanceof Error ? error.message : "";
}

/** Any number that can be changed, chosen by name: for heatmaps without a pointer. */
function createChooser(root: HTMLElement, open: (address: Address, anchor: Element) => void) {
  const form = find(root, "#choose-number", HTMLFormElement);
  const quantity = find(form, "#choose-quantity", HTMLSelectElement);
  const first = find(form, "#choose-first", HTMLSelectElement);
  const second = find(form, "#choose-second", HTMLSelectElement);
  let shape = "";
  let trace: Trace | null = null;

  function offer(select: HTMLSelectElement, name: string, choices: [string, string][]) {
    const label = find(form, `#${select.id}-label`, HTMLLabelElement);
    label.hidden = choices.length === 0;
    setText(find(label, "span", HTMLElement), name);
    const before = select.value;
    select.replaceChildren(...choices.map(([value, text]) => h("option", { value }, text)));
    if (choices.some(([value]) => value === before)) {
      select.value = before;
    }
  }

  function offerPlaces() {
    if (trace === null) {
      return;
    }
    const now = trace;
    const units: [string, string][] = trace.h_0.map((_, unit) => [String(unit), String(unit)]);
    const gates: [string, string][] = Array.from(
      { length: units.length * Math.max(1, now.gate_names?.length ?? 0) },
      (_, row) => [String(row), rowName(now, row)],
    );
    const toRow = gates.length === units.length ? "to unit" : "to gate";
    const { role, part } = roleOf(now, quantity.value);
    const inputs: [string, string][] = part.inputs.map((token, id) => [String(id), `${visible(token)}`]);
    const pixels: [string, string][] = (now.example?.image?.pixels ?? []).map((_, id) => [String(id), String(id)]);
    const letters: [string, string][] = trace.vocabulary.map((token, id) => [String(id), `${visible(token)}`]);
    const times: [string, string][] = trace.steps.map(({ t, input }) => [String(t), `${t}, after ${spoken(input)}`]);
    const places: Record<string, [[string, [string, string][]], [string, [string, string][]]]> = {
      h: [
        ["unit", units],
        ["t", times],
      ],
      W_xh: [
        [toRow, gates],
        ["from input", inputs],
      ],
      W_hh: [
        [toRow, gates],
        ["from unit", units],
      ],
      W_hy: [
        ["to letter", letters],
        ["from unit", units],
      ],
      b_h: [
        [toRow.replace("to ", ""), gates],
        ["", []],
      ],
      W_ph: [
        ["to unit", units],
        ["from pixel", pixels],
      ],
      b_ph: [
        ["unit", units],
        ["", []],
      ],
      b_hn: [
        ["unit", units],
        ["", []],
      ],
      b_y: [
        ["letter", letters],
        ["", []],
      ],
    };
    const offered = places[role];
    if (offered !== undefined) {
      offer(first, ...offered[0]);
      offer(second, ...offered[1]);
    }
  }

  on(quantity, "change", offerPlaces);
  on(form, "submit", (event) => {
    event.preventDefault();
    const name = quantity.value;
    const row = Number(first.value);
    const column = Number(second.value);
    const anchor = find(form, "button", HTMLButtonElement);
    if (name === "h") {
      open({ quantity: name, t: column, index: [row] }, anchor);
    } else {
      open({ quantity: name, index: name.startsWith("W") ? [row, column] : [row] }, anchor);
    }
  });

  return {
    update(now: Trace) {
      trace = now;
      const seen = JSON.stringify([
        now.text,
        now.vocabulary,
        now.h_0.length,
        Object.keys(now.parameters),
        now.gate_names,
      ]);
      if (seen !== shape) {
        shape = seen;
        const names = [...Object.keys(now.parameters), "h"];
        quantity.replaceChildren(
          ...names.map((name) => h("option", { value: name }, name === "h" ? "h, a state" : name)),
        );
        offerPlaces();
      }
    },
  };
}
