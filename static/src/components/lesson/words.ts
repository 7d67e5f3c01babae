/**
 * The cards of technical terms. The browser opens and closes them (`popovertarget`); here they get
 * their place beside the word, and open for whoever rests on it.
 */

import { on } from "../../lib/dom";

const [DISTANCE, EDGE, REST] = [8, 12, 250];

function place(word: Element, card: HTMLElement) {
  const target = word.getClientRects()[0] ?? word.getBoundingClientRect();
  const own = card.getBoundingClientRect();
  const left = Math.max(EDGE, Math.min(window.innerWidth - own.width - EDGE, target.left));
  const below = target.bottom + DISTANCE;
  const top = below + own.height > window.innerHeight ? target.top - own.height - DISTANCE : below;
  card.style.left = `${Math.round(left)}px`;
  card.style.top = `${Math.round(Math.max(EDGE, top))}px`;
}

export function explainWords(page: HTMLElement) {
  for (const word of page.querySelectorAll<HTMLButtonElement>(".word[data-term]")) {
    const card = page.querySelector<HTMLElement>(`#term-${word.dataset.term}`);
    if (card === null) {
      continue;
    }
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isHovered = false;
    const isOpen = () => card.matches(":popover-open");
    const close = () => {
      if (isHovered && isOpen()) {
        card.hidePopover();
      }
      isHovered = false;
    };
    word.popoverTargetElement = card;
    on(word, "pointerenter", ({ pointerType }) => {
      clearTimeout(timer);
      if (pointerType === "mouse" && !isOpen()) {
        timer = setTimeout(() => {
          isHovered = true;
          card.showPopover();
          place(word, card);
        }, REST);
      }
    });
    on(word, "pointerleave", () => {
      clearTimeout(timer);
      timer = setTimeout(close, REST);
    });
    on(card, "pointerenter", () => clearTimeout(timer));
    on(card, "pointerleave", () => {
      timer = setTimeout(close, REST);
    });
    // What was opened by resting on it stays open when it is pressed.
    on(word, "click", (event) => {
      clearTimeout(timer);
      if (isHovered) {
        event.preventDefault();
        isHovered = false;
      }
      setTimeout(() => isOpen() && place(word, card));
    });
  }
}
