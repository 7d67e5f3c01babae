/** A teacher's side of a class: what is on the page is what the class is shown. Knows no elements. */

import { throttled } from "../lib/browser";
import { latest } from "../lib/latest";
import type { Place } from "../model/address";
import { placeText } from "../model/address";
import type { ClassView } from "../model/types";
import { ProblemError, UnreachableError } from "./api";
import type { Classes } from "./classes";
import type { Store } from "./state";

/** The least time between two moves that are sent (ms). */
const EVERY = 50;
const AGAIN = 1000;

export function createTeaching({
  classes,
  code,
  store,
  inspected,
  pointed,
  tell,
}: {
  classes: Pick<Classes, "show">;
  code: string;
  store: Store;
  /** the number whose derivation is open */
  inspected: () => Place | null;
  /** what is pointed at */
  pointed: () => Place | null;
  tell: (text: string | null) => void;
}) {
  let sent = "";
  /** of the run's changes, by which the same iteration gets other numbers */
  let changes: string | null = null;
  let revision = 0;

  function view(): ClassView | null {
    const { run, trace, phase, cover } = store.get();
    if (run === null || trace === null) {
      return null;
    }
    const now = JSON.stringify([run.id, run.interventions]);
    if (now !== changes) {
      changes = now;
      revision = Date.now();
    }
    const [place, pointer] = [inspected(), pointed()];
    return {
      run: run.id,
      iteration: trace.iteration,
      phase,
      inspect: place === null ? null : placeText(place),
      revision,
      cover,
      pointer: pointer === null || pointer.iteration !== undefined ? null : placeText(pointer),
    };
  }

  const publish = latest(async () => {
    const next = view();
    const written = JSON.stringify(next);
    if (next === null || written === sent) {
      return;
    }
    try {
      await classes.show(code, next);
      sent = written;
      tell(null);
    } catch (error) {
      if (error instanceof UnreachableError) {
        setTimeout(() => void publish(), AGAIN);
      } else if (error instanceof ProblemError) {
        // An iteration that another window has just taken back; the next move says where it is.
        if (error.status !== 422 && error.kind !== "run-not-found") {
          tell(error.message);
        }
      } else {
        throw error;
      }
    }
  });

  const move = throttled(() => void publish(), EVERY);
  store.watch(["run", "trace", "phase", "cover"], move);
  return {
    move,
    /** Show the class this again, after another window has shown it something else. */
    again() {
      sent = "";
      move();
    },
  };
}
