/** The switch between light and dark, the same on every page. */

import { remember } from "../lib/browser";
import { find, on } from "../lib/dom";
import type { ThemeName } from "../model/colours";

/** @returns the theme of the page */
export const themeNow = (): ThemeName => (document.documentElement.dataset.theme === "dark" ? "dark" : "light");

/** @returns switches it */
export function createThemeSwitch(page: HTMLElement, changed: (theme: ThemeName) => void): () => void {
  const button = find(page, "#theme", HTMLButtonElement);
  button.setAttribute("aria-pressed", String(themeNow() === "dark"));
  function toggle() {
    const next = themeNow() === "dark" ? "light" : "dark";
    document.documentElement.dataset.theme = next;
    button.setAttribute("aria-pressed", String(next === "dark"));
    remember("theme", next);
    changed(next);
  }
  on(button, "click", toggle);
  return toggle;
}
