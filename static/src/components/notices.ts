/** The line under the transport: what happened, what is wrong, and what can be done about it. */

import type { Notice, State } from "../client/session";
import { find, h, on, setText } from "../lib/dom";

export function createNotices(root: HTMLElement) {
  const line = find(root, "#notice", HTMLElement);
  const text = find(root, "#notice-text", HTMLElement);
  const actions = find(root, "#notice-actions", HTMLElement);
  const connection = find(root, "#connection", HTMLElement);
  const connectionText = find(root, "#connection-text", HTMLElement);
  let shown: Notice | null = null;

  return {
    update(notice: Notice) {
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

    connection(state: State["connection"], words: string) {
      connection.dataset.state = state;
      setText(connectionText, words);
    },
  };
}
