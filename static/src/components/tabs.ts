/** Tabs: arrow keys move between them, one panel is open. */

import { on } from "../lib/dom";

/** @param remembered the tab to open first, by its id */
export function createTabs(root: HTMLElement, remembered: string, onOpen: (id: string) => void) {
  const tabs = [...root.querySelectorAll("[role=tab]")].filter((tab) => tab instanceof HTMLElement);

  function open(id: string) {
    for (const tab of tabs) {
      const chosen = tab.id === id;
      tab.setAttribute("aria-selected", String(chosen));
      tab.tabIndex = chosen ? 0 : -1;
      const panel = document.getElementById(tab.getAttribute("aria-controls") ?? "");
      panel?.toggleAttribute("hidden", !chosen);
    }
    onOpen(id);
  }

  for (const [index, tab] of tabs.entries()) {
    on(tab, "click", () => open(tab.id));
    on(tab, "keydown", (event) => {
      const moves = new Map([
        ["ArrowRight", index + 1],
        ["ArrowLeft", index - 1],
        ["Home", 0],
        ["End", tabs.length - 1],
      ]);
      const target = moves.get(event.key);
      const next = target === undefined ? undefined : tabs[(target + tabs.length) % tabs.length];
      if (next !== undefined) {
        event.preventDefault();
        open(next.id);
        next.focus();
      }
    });
  }
  if (tabs.some((tab) => tab.id === remembered)) {
    open(remembered);
  }
  return { open };
}
