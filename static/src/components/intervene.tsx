/** The dialog that changes one number by hand: a weight, a bias or a state. */

import { useEffect, useRef, useState } from "preact/hooks";

import { ProblemError } from "../client/api";
import { Legible } from "../lib/legible";
import { clauses, say, sentence } from "../lib/messages";
import { rowWords } from "../model/cells";
import { anyNumber, changeable, sliderBound } from "../model/changeable";
import { readNumber } from "../model/fields";
import { exact, setting, signed, subscript, visible } from "../model/format";
import { editHere, holding, symbol } from "../model/interventions";
import { roleOf, usedWhen } from "../model/parts";
import type { Address, Run, Trace } from "../model/types";
import { Small } from "./button";
import { CopyButton } from "./copy";
import { Dialog } from "./dialog";

/** Each rejects with what the server found wrong. */
export interface Actions {
  setWeight: (address: Address, value: number) => Promise<void>;
  resetWeight: (address: Address) => Promise<void>;
  hold: (unit: number, t: number | null, value: number) => Promise<void>;
  release: (unit: number, t: number | null) => Promise<void>;
  undo: () => Promise<void>;
  redo: () => Promise<void>;
  copy: (address: Address, value: number) => Promise<boolean>;
}

/** What the dialog stands beside, in the window. */
export type Box = Pick<DOMRect, "left" | "top" | "right" | "bottom">;

const SHEET = "(max-width: 640px)";
const GAP = 8;

/** What a number is, in words. */
export function inWords(trace: Trace, { quantity, t = 0, index }: Address) {
  const [first = 0, second = 0] = index;
  const { role, part } = roleOf(trace, quantity);
  const name = role.toLowerCase();
  return say(`number-${name}`, {
    t,
    first: String(first),
    second: String(second),
    row: rowWords(trace, first),
    input: visible(part?.inputs[second] ?? ""),
    letter: visible(trace.vocabulary[first] ?? ""),
    when: usedWhen(trace, quantity),
  });
}

/** Which way through the changes a key goes, if any. */
export function walkOf({ key, ctrlKey, metaKey, altKey, shiftKey }: KeyboardEvent): "undo" | "redo" | null {
  const letter = key.toLowerCase();
  if (!(ctrlKey || metaKey) || altKey || !(letter === "z" || (letter === "y" && !shiftKey))) {
    return null;
  }
  return letter === "y" || shiftKey ? "redo" : "undo";
}

function refusal(error: unknown) {
  if (error instanceof ProblemError && error.errors.length > 0) {
    return sentence(clauses(error.errors.map(({ message }) => message)));
  }
  return error instanceof Error ? error.message : "";
}

/** Beside the box, inside the window; a sheet at the bottom must not cover what it changes. */
function stand(dialog: HTMLDialogElement, box: Box) {
  const { offsetWidth: width, offsetHeight: height } = dialog;
  if (window.matchMedia(SHEET).matches) {
    const high = document.querySelector(".transport-bar")?.getBoundingClientRect().bottom ?? 0;
    const low = dialog.getBoundingClientRect().top;
    if (box.top < high || box.bottom > low) {
      window.scrollBy(0, (box.top + box.bottom) / 2 - (high + low) / 2);
    }
    return;
  }
  const isRight = box.right + GAP + width < window.innerWidth;
  const left = isRight ? box.right + GAP : box.left - GAP - width;
  const most = { left: window.innerWidth - width - GAP, top: window.innerHeight - height - GAP };
  dialog.style.setProperty("--left", `${Math.max(GAP, Math.min(most.left, left))}px`);
  dialog.style.setProperty("--top", `${Math.max(GAP, Math.min(most.top, box.top - GAP))}px`);
}

export function NumberDialog({
  run,
  trace,
  address,
  box,
  effect,
  canUndo,
  actions,
  onClose,
}: {
  /** as of the iteration on screen */
  run: Run;
  trace: Trace;
  address: Address;
  box: Box;
  /** what the latest change did */
  effect: string;
  canUndo: boolean;
  actions: Actions;
  onClose: () => void;
}) {
  const { quantity, t = 0, index } = address;
  const [unit = 0] = index;
  const isState = quantity === "h";
  const found = changeable(trace, address);
  const value = found ?? 0;
  const held = isState ? holding(trace.clamps, unit, t) : undefined;
  const unitHeld = isState ? holding(trace.clamps, unit, null) : undefined;

  const dialog = useRef<HTMLDialogElement | null>(null);
  const field = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState<string | null>(null);
  const [slid, setSlid] = useState<number | null>(null);
  const [error, setError] = useState("");
  const [isBusy, setBusy] = useState(false);
  /** Of the changes that come while one is made, only the latest is kept. */
  const queue = useRef<{ isBusy: boolean; next: (() => Promise<void>) | null }>({ isBusy: false, next: null });
  const bound = useRef(0);
  bound.current = sliderBound(address, Math.max(Math.abs(value), bound.current));

  const isGone = found === undefined;
  useEffect(() => {
    if (isGone) {
      dialog.current?.close();
    }
  }, [isGone]);

  async function perform(work: () => Promise<void>) {
    const { current } = queue;
    current.next = work;
    if (current.isBusy) {
      return;
    }
    current.isBusy = true;
    setBusy(true);
    while (current.next !== null) {
      const doing = current.next;
      current.next = null;
      setError("");
      try {
        await doing();
        setTyped(null);
        setSlid(null);
      } catch (problem) {
        setError(refusal(problem));
      }
    }
    current.isBusy = false;
    setBusy(false);
  }

  const isEdited = !isState && editHere(run, address) !== undefined;
  const apply = (to: number) =>
    void perform(() => (isState ? actions.hold(unit, t, to) : actions.setWeight(address, to)));
  const reset = () => void perform(() => (isState ? actions.release(unit, t) : actions.resetWeight(address)));
  const switchUnit = () =>
    void perform(() => (unitHeld === undefined ? actions.hold(unit, null, 0) : actions.release(unit, null)));

  function read() {
    const reading = readNumber(typed ?? setting(value), anyNumber());
    if (reading.error !== undefined) {
      setError(reading.error);
      field.current?.focus();
    }
    return reading.value;
  }

  function slide(to: number) {
    setError("");
    setSlid(to);
    setTyped(setting(to));
  }

  function press(event: KeyboardEvent) {
    const walk = walkOf(event);
    const isTyping = event.target === field.current && typed !== null && typed !== setting(value);
    if (walk !== null && !isTyping) {
      event.preventDefault();
      void perform(actions[walk]);
    }
    // The page's keys are not meant for a number that is being changed.
    event.stopPropagation();
  }

  const kind = isState ? "state" : "weight";
  const shown = slid ?? value;
  return (
    <Dialog
      id="intervene"
      class="intervene scrolls"
      labelledBy="intervene-title"
      isBusy={isBusy}
      onOpen={(opened) => {
        dialog.current = opened;
        stand(opened, box);
        field.current?.focus();
        field.current?.select();
      }}
      onClose={onClose}
      onKeyDown={press}
    >
      <header class="intervene-head">
        <h2 id="intervene-title">
          <span id="intervene-symbol">
            <var>
              <Legible text={isState ? `h${subscript(t)}` : quantity.slice(0, 1)} />
            </var>
            {!isState && <sub>{quantity.slice(2)}</sub>}[{index.join(",")}]
          </span>{" "}
          ={" "}
          <output id="intervene-value" title={exact(value)}>
            {signed(value, 4)}
          </output>
        </h2>
        <button
          type="button"
          class="icon-button"
          aria-label={say("change-close")}
          onClick={() => dialog.current?.close()}
        >
          ✕
        </button>
      </header>
      <p class="hint" id="intervene-words">
        {held === undefined
          ? inWords(trace, address)
          : say("number-held", {
              value: setting(held.value),
              unit,
              t,
              extent: (held.t ?? null) === null ? "always" : "once",
            })}
      </p>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          const to = read();
          if (to !== undefined) {
            apply(to);
          }
        }}
      >
        <div class="intervene-field">
          <label for="intervene-number">{say(`change-label-${kind}`)}</label>
          <input
            ref={field}
            type="text"
            inputMode="decimal"
            id="intervene-number"
            autocomplete="off"
            aria-describedby="intervene-error"
            aria-invalid={error === "" ? undefined : "true"}
            value={typed ?? setting(value)}
            onInput={(event) => {
              setError("");
              setTyped(event.currentTarget.value);
            }}
          />
          <button type="submit" class="button small primary" id="intervene-set">
            {say(`change-set-${kind}`)}
          </button>
        </div>
        <div class="intervene-slide">
          <span aria-hidden="true">{setting(-bound.current)}</span>
          <input
            type="range"
            id="intervene-slider"
            aria-label={say("change-slider")}
            aria-valuetext={setting(shown)}
            min={-bound.current}
            max={bound.current}
            step={bound.current / 100}
            value={shown}
            onInput={(event) => slide(Number(event.currentTarget.value))}
            onChange={(event) => apply(Number(event.currentTarget.value))}
          />
          <span aria-hidden="true">{setting(bound.current)}</span>
        </div>
        <p class="error" id="intervene-error" role="alert">
          {error}
        </p>
        <div class="intervene-actions">
          <Small id="intervene-zero" onClick={() => apply(0)}>
            {say(`change-zero-${kind}`)}
          </Small>
          <Small
            id="intervene-reset"
            title={
              isEdited ? say("change-reset-title", { symbol: symbol(address), iteration: run.iteration }) : undefined
            }
            disabled={isState ? (held?.t ?? null) === null : !isEdited}
            onClick={reset}
          >
            {say(`change-reset-${kind}`)}
          </Small>
        </div>
      </form>
      {isState && (
        <div class="intervene-unit">
          <p class="hint" id="intervene-unit-words">
            {unitHeld === undefined
              ? say("unit-computed", { unit })
              : say("unit-held", { unit, value: setting(unitHeld.value) })}
          </p>
          <Small id="intervene-unit-switch" onClick={switchUnit}>
            {say("unit-switch", { unit, isHeld: unitHeld === undefined ? "no" : "yes" })}
          </Small>
        </div>
      )}
      <p class="intervene-effect" role="status" id="intervene-effect">
        {effect || <span class="hint">{say("change-effect")}</span>}
      </p>
      <footer class="intervene-actions">
        <Small id="intervene-undo" title="Ctrl + Z" disabled={!canUndo} onClick={() => void perform(actions.undo)}>
          {say("change-undo")}
        </Small>
        <CopyButton
          id="intervene-copy"
          label={say("change-copy")}
          copy={() => {
            const to = read();
            return to === undefined ? null : actions.copy(address, to);
          }}
        />
      </footer>
    </Dialog>
  );
}
