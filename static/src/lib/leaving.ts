/** Asks before a page is left whose work would be lost. */

import type { ReadonlySignal } from "@preact/signals";
import { effect } from "@preact/signals";

const ask = (event: BeforeUnloadEvent) => event.preventDefault();

/** Listens only as long as there is something to lose: the browser may keep any other page for its way back. */
export function askBeforeLeaving(isAtWork: ReadonlySignal<boolean>) {
  effect(() => {
    if (!isAtWork.value) {
      return;
    }
    addEventListener("beforeunload", ask);
    return () => removeEventListener("beforeunload", ask);
  });
}
