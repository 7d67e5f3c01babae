/**
 * What the reader tries out on a run: changes by hand, and the question which letters mattered.
 * Wires both to the session and to the views around them.
 */

import type { Api } from "../client/api";
import { changeCommand } from "../client/curl";
import type { Session, State } from "../client/session";
import { createIntervene } from "../components/intervene";
import { copied } from "../lib/dom";
import type { Store } from "../lib/store";
import { record } from "../model/interventions";
import type { Address, PageConfig } from "../model/types";
import { createLetters } from "./letters";
import { asSeen } from "./timemachine";

export function createExperiments({
  page,
  store,
  session,
  api,
  config,
}: {
  page: HTMLElement;
  store: Store<State>;
  session: Session;
  api: Api;
  config: PageConfig;
}) {
  const { hand } = session;
  const letters = createLetters({ page, store, api, config });

  // ---- changes by hand --------------------------------------------------------------------

  const intervene = createIntervene(page, {
    setWeight: hand.setWeight,
    resetWeight: hand.resetWeight,
    hold: hand.hold,
    release: hand.release,
    undo() {
      if (store.get().undo === null) {
        return hand.undoIntervention();
      }
      session.undo();
      return Promise.resolve();
    },
    redo: () => hand.redoIntervention(),
    copy(address, value) {
      const { run } = store.get();
      return run === null ? Promise.resolve(false) : copied(changeCommand(location.origin, run, address, value));
    },
  });

  store.watch(["run", "trace", "view"], (state) => {
    const run = asSeen(state);
    if (run !== null && state.trace !== null) {
      intervene.update(run, state.trace);
    }
    if (run !== null) {
      intervene.list(record(run), state.run ?? run);
    }
  });
  store.watch(["effect"], ({ effect }) => intervene.tell(effect));

  /** @param work of a control that has no place of its own for an error */
  async function complaining(work: Promise<void>) {
    try {
      await work;
    } catch (error) {
      if (error instanceof Error) {
        session.tell({ kind: "error", text: error.message });
      }
    }
  }

  return {
    canChange: (address: Address & { show?: string }) => intervene.canChange(address),

    change: (address: Address, anchor: Element) => intervene.open(address, anchor),

    /** @param address what a figure has under the pointer */
    point: (address: Address | null) => intervene.point(address),

    /** The switch of a unit. */
    toggle(unit: number, isHeld: boolean) {
      void complaining(isHeld ? hand.release(unit, null) : hand.hold(unit, null, 0));
    },

    follow: letters.follow,
  };
}
