/** What the workbench says: the line under the transport, and what screen readers announce. */

import type { Session } from "../client/session";
import type { Notice, State } from "../client/state";
import { Notices } from "../components/notices";
import { throttled } from "../lib/browser";
import { find } from "../lib/dom";
import { say } from "../lib/messages";
import { draw } from "../lib/mount";
import type { Store } from "../lib/store";
import { loss } from "../model/format";

const ANNOUNCE_EVERY = 3000;
const MOVED_SHOWN = 4000;

function hint({ run, trace, training, undo }: State) {
  if (trace === null) {
    return say("hint-starting");
  }
  if (training !== null) {
    return training === "here" ? say("hint-training") : say("hint-elsewhere");
  }
  if (undo !== null) {
    return "";
  }
  if (trace.iteration === 0) {
    return run?.configuration.initial_parameters ? say("hint-given") : say("hint-random");
  }
  return say("hint-updates", { count: trace.iteration });
}

export function createNoticing({
  page,
  store,
  session,
  viewing,
  retry,
}: {
  page: HTMLElement;
  store: Store<State>;
  session: Session;
  /** what to say while a past iteration is looked at */
  viewing: (state: State) => Notice | null;
  retry: () => void;
}) {
  const waysOut = [
    { label: say("diverged-back"), act: () => void session.retreat() },
    {
      label: say("diverged-halve"),
      act: () => {
        const rate = store.get().run?.hyperparameters.learning_rate;
        if (rate !== undefined) {
          void session.retreat({ learning_rate: rate / 2 });
        }
      },
    },
  ];

  function notice(state: State): Notice {
    const { connection, notice: told, trace, run } = state;
    if (connection === "lost") {
      return { kind: "lost", text: say("connection-lost"), actions: [{ label: say("connection-retry"), act: retry }] };
    }
    const past = told?.kind === "error" ? told : viewing(state);
    if (past !== null) {
      return past;
    }
    if (trace?.diverged) {
      return { kind: "diverged", text: trace.divergence ?? run?.divergence ?? say("diverged"), actions: waysOut };
    }
    return told ?? { kind: "info", text: hint(state) };
  }

  draw(find(page, "#notices", HTMLElement), () => {
    const { connection, moved, notice: told, trace, view, training, run, undo } = store.signals;
    // What the notice is made of.
    void [told.value, trace.value, view.value, training.value, run.value, undo.value];
    return <Notices notice={notice(store.get())} connection={connection.value} moved={moved.value} />;
  });

  let timer: ReturnType<typeof setTimeout> | undefined;
  store.watch(["moved"], ({ moved }) => {
    clearTimeout(timer);
    if (moved !== null) {
      timer = setTimeout(() => store.set({ moved: null }), MOVED_SHOWN);
    }
  });

  const announcer = find(page, "#announcer", HTMLElement);
  const announce = throttled(() => {
    const { trace, cover } = store.get();
    if (trace !== null) {
      const told =
        cover !== null ? say("announcement-covered") : trace.diverged ? say("announcement-diverged") : loss(trace.loss);
      announcer.textContent = say("announcement", { iteration: trace.iteration, loss: told });
    }
  }, ANNOUNCE_EVERY);
  store.watch(["trace", "cover"], ({ trace }) => trace !== null && announce());
}
