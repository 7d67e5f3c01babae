/** The workbench's address bar: it always names the run on screen at its iteration. */

import { recordOf } from "../client/session";
import type { State } from "../client/state";
import { sparing } from "../lib/browser";
import type { Store } from "../lib/store";
import type { Place } from "../model/address";
import { withInspected } from "../model/address";
import { withClass } from "../model/classroom";
import type { Hideable } from "../model/hiding";
import { withHidden } from "../model/hiding";
import { toQuery } from "../model/link";
import type { PageConfig } from "../model/types";

/** Browsers drop addresses that are much longer. */
const LONGEST = 16_000;
/** Browsers allow a hundred changes in 10 seconds. */
const MOST = { times: 30, milliseconds: 10_000 };

export function createAddressing({
  store,
  config,
  inspected,
  code,
  hidden,
}: {
  store: Store<State>;
  config: PageConfig;
  /** the number whose derivation is open */
  inspected: () => Place | null;
  /** of the class that the page is of */
  code: string | null;
  /** parts of the page that its address hides */
  hidden: readonly Hideable[];
}) {
  /** @param isLive whether the address joins this very run */
  function address(isLive: boolean, hides: readonly Hideable[] = hidden): string {
    const { run, trace, view, phase } = store.get();
    if (run === null) {
      return location.href;
    }
    const record = recordOf(run, trace?.iteration);
    const query = toQuery(record, config.defaults, isLive ? run.id : null, { phase, view });
    // Given weights may be too many for an address; then only the living run can be named.
    const short = query.length > LONGEST ? `?run=${encodeURIComponent(run.id)}` : query;
    return `${location.origin}${location.pathname}${withHidden(withInspected(short, inspected()), hides)}`;
  }

  function write() {
    const { run, view, shared } = store.get();
    if (run !== null) {
      history.replaceState({ run: run.id, view }, "", withClass(address(shared), code));
    }
  }
  const writeSparingly = sparing(write, MOST.times, MOST.milliseconds);

  return {
    address,

    /** A reload finds what was shown only if it was written at once; another run always is. */
    show() {
      if (history.state?.run === store.get().run?.id) {
        writeSparingly();
      } else {
        write();
      }
    },
  };
}
