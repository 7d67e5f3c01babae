// @ts-check
/** Links to the run, and the page's actions as commands for a terminal. */

import { copied, find, h, on, setText } from "../dom.js";

/** @typedef {import("../curl.js").Command} Command */

/**
 * @param {HTMLElement} root
 * @param {object} actions
 * @param {() => string} actions.link an address that makes a run of its own
 * @param {() => string} actions.live an address that joins this run
 */
export function createShare(root, { link, live }) {
  const status = find(root, "#copy-status", HTMLElement);
  const list = find(root, "#commands", HTMLUListElement);
  /** @type {Map<string, {text: HTMLElement, button: HTMLButtonElement}>} */
  const shown = new Map();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  /**
   * @param {string} text
   * @param {string} what
   */
  async function copy(text, what) {
    clearTimeout(timer);
    setText(status, (await copied(text)) ? `${what} copied.` : `Copying is not allowed here: ${text}`);
    timer = setTimeout(() => setText(status, ""), 6000);
  }

  on(find(root, "#copy-link", HTMLButtonElement), "click", () => void copy(link(), "Link"));
  on(find(root, "#copy-live", HTMLButtonElement), "click", () => void copy(live(), "Live link"));

  /** @param {Command} command */
  function item({ name, title, command }) {
    const text = h("code", { "data-command": name }, command);
    const button = h("button", { type: "button", class: "button small", "aria-label": `Copy: ${title}` }, "Copy");
    on(button, "click", () => {
      void copy(text.textContent ?? "", "Command").then(() => {
        setText(button, "Copied");
        setTimeout(() => setText(button, "Copy"), 1500);
      });
    });
    shown.set(name, { text, button });
    return h("li", {}, h("span", { class: "command-title" }, title), button, h("pre", { class: "terminal scrolls", tabindex: 0, "aria-label": title }, text));
  }

  return {
    copyLink: () => copy(link(), "Link"),

    /** @param {Command[]} commands */
    update(commands) {
      if (shown.size === 0) {
        list.replaceChildren(...commands.map(item));
        return;
      }
      for (const { name, command } of commands) {
        const entry = shown.get(name);
        if (entry !== undefined) {
          setText(entry.text, command);
        }
      }
    },
  };
}
