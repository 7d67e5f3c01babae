// @ts-check
/** The line under the transport: what happened, what is wrong, and what can be done about it. */

import { find, h, on, setText } from "../dom.js";

/** @typedef {import("../session.js").Notice} Notice */
/** @typedef {import("../session.js").State} State */

/** @param {HTMLElement} root */
export function createNotices(root) {
  const line = find(root, "#notice", HTMLElement);
  const text = find(root, "#notice-text", HTMLElement);
  const actions = find(root, "#notice-actions", HTMLElement);
  const connection = find(root, "#connection", HTMLElement);
  const connectionText = find(root, "#connection-text", HTMLElement);
  /** @type {Notice | null} */
  let shown = null;

  return {
    /** @param {Notice} notice */
    update(notice) {
      if (
        shown !== null &&
        shown.kind === notice.kind &&
        shown.text === notice.text &&
        shown.actions === notice.actions
      ) {
        return;
      }
      shown = notice;
      line.dataset.kind = notice.kind;
      setText(text, notice.text);
      actions.replaceChildren(
        ...(notice.actions ?? []).map(({ label, act }) => {
          const button = h("button", { type: "button", class: "button small" }, label);
          on(button, "click", act);
          return button;
        }),
      );
    },

    /**
     * @param {State["connection"]} state
     * @param {string} words
     */
    connection(state, words) {
      connection.dataset.state = state;
      setText(connectionText, words);
    },
  };
}
