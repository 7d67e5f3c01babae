/** What a drawing does to the focus. */

import type { RefObject } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";

/**
 * Keeps the focus inside: where what had it is gone, or where something else is `shown` than before,
 * `instead` gets it.
 */
export function useKeptFocus(
  root: RefObject<HTMLElement | null>,
  shown: unknown,
  instead: (root: HTMLElement) => HTMLElement | null,
) {
  const hadFocus = root.current?.contains(document.activeElement) ?? false;
  const before = useRef(shown);
  useLayoutEffect(() => {
    const within = root.current;
    if (within !== null && hadFocus && (before.current !== shown || !within.contains(document.activeElement))) {
      instead(within)?.focus();
    }
    before.current = shown;
  });
}
