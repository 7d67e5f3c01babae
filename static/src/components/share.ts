/** Links to the run, and the page's actions as commands for a terminal. */

import type { Command } from "../client/curl";
import { copied, find, h, on, setText } from "../lib/dom";

/**
 * @param actions.link an address that makes a run of its own
 * @param actions.live an address that joins this run
 */
export function createShare(
  root: HTMLElement,
  {
    link,
    live,
  }: {
    /** an address that makes a run of its own */
    link: () => string;
    /** an address that joins this run */
    live: () => string;
  },
) {
  const status = find(root, "#copy-status", HTMLElement);
  const list = find(root, "#commands", HTMLUListElement);
  const shown: Map<string, { text: HTMLElement; button: HTMLButtonElement }> = new Map();
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function copy(text: string, what: string) {
    clearTimeout(timer);
    setText(status, (await copied(text)) ? `${what} copied.` : `Copying is not allowed here: ${text}`);
    timer = setTimeout(() => setText(status, ""), 6000);
  }

  on(find(root, "#copy-link", HTMLButtonElement), "click", () => void copy(link(), "Link"));
  on(find(root, "#copy-live", HTMLButtonElement), "click", () => void copy(live(), "Live link"));

  function item({ name, title, command }: Command) {
    const text = h("code", { "data-command": name }, command);
    const button = h("button", { type: "button", class: "button small", "aria-label": `Copy: ${title}` }, "Copy");
    on(button, "click", () => {
      void copy(text.textContent ?? "", "Command").then(() => {
        setText(button, "Copied");
        setTimeout(() => setText(button, "Copy"), 1500);
      });
    });
    shown.set(name, { text, button });
    return h(
      "li",
      {},
      h("span", { class: "command-title" }, title),
      button,
      h("pre", { class: "terminal scrolls", tabindex: 0, "aria-label": title }, text),
    );
  }

  return {
    copyLink: () => copy(link(), "Link"),

    update(commands: Command[]) {
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
