// @ts-check
/** The switch between light and dark, the same on every page. */

import { remember } from "../browser.js";
import { find, on } from "../dom.js";

/** @typedef {import("../colours.js").ThemeName} ThemeName */

/** @returns {ThemeName} the theme of the page */
export const themeNow = () => (document.documentElement.dataset["theme"] === "dark" ? "dark" : "light");

/**
 * @param {HTMLElement} page
 * @param {(theme: ThemeName) => void} changed
 * @returns {() => void} switches it
 */
export function createThemeSwitch(page, changed) {
  const button = find(page, "#theme", HTMLButtonElement);
  button.setAttribute("aria-pressed", String(themeNow() === "dark"));
  function toggle() {
    const next = themeNow() === "dark" ? "light" : "dark";
    document.documentElement.dataset["theme"] = next;
    button.setAttribute("aria-pressed", String(next === "dark"));
    remember("theme", next);
    changed(next);
  }
  on(button, "click", toggle);
  return toggle;
}
