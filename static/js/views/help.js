// @ts-check
/** The keys: what each does, the dialog that lists them, and the listener that obeys them. */

import { find, h, on } from "../dom.js";

/**
 * @typedef {object} Key
 * @property {string[]} keys as `KeyboardEvent.key` names them
 * @property {string} label as the dialog writes them
 * @property {string} does
 * @property {(event: KeyboardEvent) => void} act
 */

const TYPING = "input:not([type=checkbox]):not([type=range]), select, textarea, [contenteditable]";
const OWN_ARROWS = "input[type=range], [role=tab], .network, .spelling, pre";
const OWN_SPACE = "button, a, summary, input";

/**
 * @param {KeyboardEvent} event
 * @returns {boolean} whether what has the focus needs this key for itself
 */
function taken(event) {
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

/**
 * @param {HTMLElement} root
 * @param {Key[]} keys
 * @param {{enabled: boolean, onEnabled: (enabled: boolean) => void}} options
 */
export function createHelp(root, keys, { enabled, onEnabled }) {
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

  /** @type {Key[]} */
  const all = [...keys, { keys: ["?"], label: "?", does: "Show this list", act: open }];
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
