/** How a page comes to its run, and to its server again when that was away. */

import { ProblemError, UnreachableError } from "../client/api";
import type { Session } from "../client/session";
import type { State } from "../client/state";
import { find } from "../lib/dom";
import type { Store } from "../lib/store";
import type { Link } from "../model/link";
import type { Trace } from "../model/types";

/** What the run begins with that is about to be made; a reload shows the run it had, where that was. */
export function firstTrace(): Trace | null {
  const isSent = document.querySelector("#first-trace") !== null;
  return !isSent || history.state?.run ? null : JSON.parse(find(document, "#first-trace", HTMLScriptElement).text);
}

/** A window out of sight lets go of its run and catches up when it is seen again. */
export function createOpening({ store, session, link }: { store: Store<State>; session: Session; link: Link }) {
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function open(asked = link) {
    clearTimeout(timer);
    try {
      await session.open(asked, history.state?.run ?? null, history.state?.view ?? null);
    } catch (error) {
      if (!(error instanceof UnreachableError || error instanceof ProblemError)) {
        throw error;
      }
      timer = setTimeout(() => void open(asked), session.retryDelay());
      if (error instanceof ProblemError) {
        store.set({ connection: "connecting" });
        session.tell({ kind: "error", text: error.message });
      }
    }
  }

  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") {
      session.wake();
    } else {
      session.sleep();
    }
  });

  return {
    open,
    retry: () => void (store.get().run === null ? open() : session.recover()),
  };
}
