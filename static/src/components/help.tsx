/** The keys: what each does, the dialog that lists them, and the listener that obeys them. */

import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";

import { remember, remembered } from "../lib/browser";
import { say } from "../lib/messages";

export interface Key {
  /** as `KeyboardEvent.key` names them */
  keys: string[];
  /** as the dialog writes them */
  label: string;
  does: string;
  act: (event: KeyboardEvent) => void;
}

/** Whether what has the focus needs this key for itself. */
function isTaken({ target, key }: KeyboardEvent): boolean {
  if (!(target instanceof Element)) {
    return false;
  }
  if (target.closest("input:not([type=checkbox], [type=range]), select, textarea, [contenteditable]") !== null) {
    return true;
  }
  if (key.startsWith("Arrow") || key === "Home") {
    return target.closest("input[type=range], [role=tab], .network, .spelling, pre") !== null;
  }
  return key === " " && target.closest("button, a, summary, input") !== null;
}

/** The button that opens the dialog, and the dialog; `children` say what the page shows. */
export function Help({ keys, children }: { keys: Key[]; children: ComponentChildren }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [isEnabled, enable] = useState(remembered("keys") !== "off");
  const open = () => dialog.current?.open === false && dialog.current.showModal();
  const all: Key[] = [...keys, { keys: ["?"], label: "?", does: say("key-help"), act: open }];

  // At once: a key that is pressed right after the switch obeys it.
  useLayoutEffect(() => {
    const obey = (event: KeyboardEvent) => {
      if (event.altKey || event.metaKey || event.ctrlKey || event.defaultPrevented || dialog.current?.open) {
        return;
      }
      const name = event.key.length === 1 ? event.key.toLowerCase() : event.key;
      const key = all.find((candidate) => candidate.keys.includes(name));
      if (key !== undefined && !isTaken(event) && (isEnabled || name === "?")) {
        event.preventDefault();
        key.act(event);
      }
    };
    document.addEventListener("keydown", obey);
    return () => document.removeEventListener("keydown", obey);
  });

  return (
    <>
      <button
        type="button"
        id="open-help"
        class="icon-button"
        title={say("help-open-title")}
        aria-label={say("help-open")}
        onClick={open}
      >
        ?
      </button>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: a dialog closes with Escape by itself */}
      <dialog
        ref={dialog}
        id="help"
        class="help scrolls"
        aria-labelledby="help-heading"
        onClick={(event) => event.target === dialog.current && dialog.current?.close()}
      >
        <form method="dialog" class="help-head">
          <h2 id="help-heading">{say("help-heading")}</h2>
          <button type="submit" class="icon-button" aria-label={say("help-close")}>
            ✕
          </button>
        </form>
        <dl class="keys" id="keys">
          {all.map(({ label, does }) => (
            <div key={label}>
              <dt>
                {label.split(" / ").map((key) => (
                  <kbd key={key}>{key}</kbd>
                ))}
              </dt>
              <dd>{does}</dd>
            </div>
          ))}
        </dl>
        <label class="check">
          <input
            type="checkbox"
            id="keys-enabled"
            checked={isEnabled}
            onChange={({ currentTarget: { checked } }) => {
              enable(checked);
              remember("keys", checked ? "on" : "off");
            }}
          />{" "}
          {say("help-enabled")}
        </label>
        <h3>{say("help-about")}</h3>
        {children}
      </dialog>
    </>
  );
}
