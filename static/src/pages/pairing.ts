/** The address bar of a comparison: it holds both runs and the iteration, and is written as they change. */

import type { PairStore } from "../client/both";
import { recordOf } from "../client/session";
import { sparing } from "../lib/browser";
import { BOTH, toPairQuery } from "../model/pair";
import type { Configuration, Run } from "../model/types";

const LONGEST = 16_000;

export function createPairAddress(store: PairStore, defaults: Configuration) {
  function address(isLive: boolean): string {
    const { runs, iteration, log } = store.get();
    if (runs === null) {
      return location.href;
    }
    const { first, second } = runs;
    const side = (run: Run) => ({ record: recordOf(run, run.furthest_iteration), run: isLive ? run.id : null });
    const query = toPairQuery(side(first), side(second), iteration, defaults, { log });
    const short = `?a.run=${first.id}&b.run=${second.id}&iteration=${iteration}`;
    return `${location.origin}${location.pathname}${query.length > LONGEST ? short : query}`;
  }

  function writeNow() {
    const { runs } = store.get();
    if (runs !== null) {
      // A reload of this tab shows these very runs.
      history.replaceState({ first: runs.first.id, second: runs.second.id }, "", address(false));
    }
  }
  // A reload finds what was shown only if it was written at once; browsers allow a hundred
  // changes in 10 seconds.
  const writeSparingly = sparing(writeNow, 30, 10_000);

  return {
    /** An address that makes both runs again. */
    link: () => address(false),

    /** An address that joins these very runs. */
    live: () => address(true),

    write() {
      const { runs } = store.get();
      const isSame = BOTH.every((which) => history.state?.[which] === runs?.[which].id);
      (isSame ? writeSparingly : writeNow)();
    },
  };
}
