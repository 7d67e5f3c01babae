/** The workbench's time machine: the timelines, looking at the past, and the way to a second run. */

import { computed, signal } from "@preact/signals";

import type { Api } from "../client/api";
import type { Notice, Session, State } from "../client/session";
import { recordOf } from "../client/session";
import { Small } from "../components/button";
import { ForkDialog } from "../components/fork";
import type { Key } from "../components/help";
import type { Moment } from "../components/timeline";
import { NO_MOMENT, Timeline } from "../components/timeline";
import { find } from "../lib/dom";
import { say } from "../lib/messages";
import { draw } from "../lib/mount";
import { rooted } from "../lib/root";
import type { Store } from "../lib/store";
import { toPairQuery } from "../model/pair";
import { endOfAxis, marks, nextMark } from "../model/timeline";
import type { PageConfig, Run, Trace } from "../model/types";

/** The run as of the iteration on screen: itself, unless a past one is looked at. */
export function asSeen({ run, trace, view }: Pick<State, "run" | "trace" | "view">): Run | null {
  if (run === null || view === null || trace === null) {
    return run;
  }
  const { iteration, loss, hyperparameters } = trace;
  return { ...run, iteration, loss, hyperparameters };
}

export function createTimeMachine({
  page,
  config,
  store,
  session,
  api,
}: {
  page: HTMLElement;
  config: PageConfig;
  store: Store<State>;
  session: Session;
  api: Api;
}) {
  const { signals } = store;
  const look = (iteration: number) => session.look(iteration);
  const link = find(page, "#nav-compare", HTMLAnchorElement);

  function comparison(run: Run, other: Run | null, iteration: number) {
    const side = (of: Run) => ({ record: recordOf(of, of.furthest_iteration), run: of.id });
    return rooted(`/compare${toPairQuery(side(run), other === null ? null : side(other), iteration, config.defaults)}`);
  }

  const forking = signal<{ run: Run; trace: Trace } | null>(null);
  draw(
    find(page, "#fork-place", HTMLElement),
    () =>
      forking.value !== null && (
        <ForkDialog
          {...forking.value}
          limits={config.limits.run}
          onFork={async (run, body) => {
            const other = await api.fork(run.id, body);
            location.assign(comparison(run, other, body.iteration));
          }}
          onClose={() => {
            forking.value = null;
          }}
        />
      ),
  );

  function fork() {
    const { run, trace } = store.get();
    if (run !== null && trace !== null) {
      forking.value = { run, trace };
    }
  }

  function jump(direction: 1 | -1) {
    const { run, view } = store.get();
    const found = run === null ? null : nextMark(marks(run), view ?? run.iteration, direction);
    if (found !== null) {
      look(found);
    }
  }

  /** Under the loss curve: which iteration is on screen, and the way to a second run from there. */
  draw(find(page, "#history-actions", HTMLElement), () => {
    const [run, trace, view] = [signals.run.value, signals.trace.value, signals.view.value];
    const shown = view ?? trace?.iteration ?? 0;
    const extent = view !== null ? "past" : shown < (run?.furthest_iteration ?? 0) ? "known" : "end";
    return (
      <>
        <span class="hint" id="history-view">
          {run !== null &&
            trace !== null &&
            say(`history-${extent}`, { shown, furthest: run.furthest_iteration, present: run.iteration })}
        </span>
        <Small
          id="open-fork"
          title={say("fork-open-title")}
          disabled={run === null || trace === null || signals.connection.value === "lost"}
          onClick={fork}
        >
          {say("fork-open")}
        </Small>
      </>
    );
  });

  const moment = computed<Moment>(() => {
    const [run, trace, view] = [signals.run.value, signals.trace.value, signals.view.value];
    if (run === null || trace === null) {
      return NO_MOMENT;
    }
    const shown = view ?? trace.iteration;
    return {
      shown,
      // While this very run is trained, what is on screen is the newest there is.
      present: view === null ? shown : run.iteration,
      furthest: Math.max(run.furthest_iteration, shown),
      marks: marks(run),
      loss: trace.iteration === shown ? trace.loss : undefined,
      disabled: signals.connection.value === "lost",
    };
  });
  draw(find(page, "#transport-timeline", HTMLElement), () => (
    <Timeline label={say("timeline-transport")} moment={moment.value} onLook={look} />
  ));
  draw(find(page, "#history-timeline", HTMLElement), () => (
    <Timeline
      label={say("timeline-history")}
      isFull
      moment={{ ...moment.value, end: endOfAxis(signals.figures.value?.figures.loss_history) }}
      onLook={look}
    />
  ));
  store.watch(["run", "trace", "view"], ({ run, trace, view }) => {
    if (run !== null && trace !== null) {
      link.href = comparison(run, null, view ?? trace.iteration);
    }
  });

  const key = (letter: string, act: Key["act"]): Key => ({
    keys: [letter],
    label: letter.toUpperCase(),
    does: say(`time-key-${letter}`),
    act,
  });

  return {
    fork,

    /** What to say while a past iteration is looked at. */
    notice({ run, view, training }: State): Notice | null {
      if (run === null || view === null) {
        return null;
      }
      return {
        kind: "viewing",
        text: say("viewing", {
          view,
          furthest: run.furthest_iteration,
          present: run.iteration,
          isTraining: training === null ? "no" : "yes",
        }),
        actions: [
          { label: say("viewing-proceed"), act: () => void session.proceed() },
          { label: say("viewing-fork"), act: fork },
          { label: say("viewing-leave"), act: () => session.leave() },
        ],
      };
    },

    keys: [
      key("h", () => find(page, "#transport-timeline input", HTMLInputElement).focus()),
      key("j", (event) => jump(event.shiftKey ? -1 : 1)),
      key("n", () => session.leave()),
      key("k", fork),
      key("m", () => link.click()),
    ],
  };
}
