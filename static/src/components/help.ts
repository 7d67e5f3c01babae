/** The keys: what each does, the dialog that lists them, and the listener that obeys them. */

import { find, h, on } from "../lib/dom";

export interface Key {
  /** as `KeyboardEvent.key` names them */
  keys: string[];
  /** as the dialog writes them */
  label: string;
  does: string;
  act: (event: KeyboardEvent) => void;
}

const TYPING = "input:not([type=checkbox]):not([type=range]), select, textarea, [contenteditable]";
const OWN_ARROWS = "input[type=range], [role=tab], .network, .spelling, pre";
const OWN_SPACE = "button, a, summary, input";

/** @returns whether what has the focus needs this key for itself */
function taken(event: KeyboardEvent): boolean {
  const target = event.target;
  if (!(target instanceof Element)) {
    return false;
  }
  if (target.closest(TYPING) !== null) {
    return true;
  }
  if (event.key.startsWith("Arrow") || event.key === "Home") {
    return target.closest(OWN_ARROWS) !== null;
  }
  return event.key === " " && target.closest(OWN_SPACE) !== null;
}

export function createHelp(
  root: HTMLElement,
  keys: Key[],
  { enabled, onEnabled }: { enabled: boolean; onEnabled: (enabled: boolean) => void },
) {
  const dialog = find(root, "#help", HTMLDialogElement);
  const toggle = find(dialog, "#keys-enabled", HTMLInputElement);
  toggle.checked = enabled;
  on(toggle, "change", () => onEnabled(toggle.checked));

  const open = () => {
    if (!dialog.open) {
      dialog.showModal();
    }
  };
  on(find(root, "#open-help", HTMLButtonElement), "click", open);
  on(dialog, "click", (event) => {
    if (event.target === dialog) {
      dialog.close();
    }
  });

  const all: Key[] = [...keys, { keys: ["?"], label: "?", does: "Show this list", act: open }];
  find(dialog, "#keys", HTMLElement).replaceChildren(
    ...all.map(({ label, does }) =>
      h("div", {}, h("dt", {}, ...label.split(" / ").map((key) => h("kbd", {}, key))), h("dd", {}, does)),
    ),
  );

  on(document, "keydown", (event) => {
    if (event.altKey || event.metaKey || event.ctrlKey || event.defaultPrevented || dialog.open) {
      return;
    }
    const name = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const key = all.find((candidate) => candidate.keys.includes(name));
    if (key === undefined || taken(event) || (!toggle.checked && name !== "?")) {
      return;
    }
    event.preventDefault();
    key.act(event);
  });
  return { open };
}
