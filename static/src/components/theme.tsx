/** Light or dark, the same on every page. */

import { signal } from "@preact/signals";

import { remember } from "../lib/browser";
import { find } from "../lib/dom";
import { say } from "../lib/messages";
import { draw } from "../lib/mount";
import type { ThemeName } from "../model/colours";

/** The page's, which a script has set before the first paint. */
export const theme = signal<ThemeName>(document.documentElement.dataset.theme === "dark" ? "dark" : "light");

const Switch = ({ onClick }: { onClick: () => void }) => (
  <button
    type="button"
    id="theme"
    class="icon-button"
    title={say("theme-title")}
    aria-label={say("theme")}
    aria-pressed={theme.value === "dark"}
    onClick={onClick}
  >
    <svg viewBox="0 0 16 16" aria-hidden="true">
      <path d="M8 1.5a6.5 6.5 0 1 0 0 13z" fill="currentColor" />
      <circle cx="8" cy="8" r="6.5" fill="none" stroke="currentColor" stroke-width="1.4" />
    </svg>
  </button>
);

/**
 * Draws the switch.
 *
 * @param changed is told the new theme
 * @returns switches it
 */
export function createThemeSwitch(page: HTMLElement, changed?: (theme: ThemeName) => void): () => void {
  function toggle() {
    const next = theme.peek() === "dark" ? "light" : "dark";
    document.documentElement.dataset.theme = next;
    remember("theme", next);
    theme.value = next;
    changed?.(next);
  }
  draw(find(page, "#theme-place", HTMLElement), () => <Switch onClick={toggle} />);
  return toggle;
}
