/** The workbench's time machine: the timelines, looking at the past, and the way to a second run. */

import { render } from "preact";

import type { Api } from "../client/api";
import type { Notice, Session, State } from "../client/session";
import { recordOf } from "../client/session";
import { Small } from "../components/button";
import { createFork } from "../components/fork";
import type { Key } from "../components/help";
import { createTimeline } from "../components/timeline";
import { find } from "../lib/dom";
import { say } from "../lib/messages";
import type { Store } from "../lib/store";
import { toPairQuery } from "../model/pair";
import { marks, nextMark } from "../model/timeline";
import type { PageConfig, Run } from "../model/types";

/** Where the scale ends while there is no loss curve above it. */
const SHORTEST = 10;

/** The run as of the iteration on screen: itself, unless a past one is looked at. */
export function asSeen({ run, trace, view }: Pick<State, "run" | "trace" | "view">): Run | null {
  if (run === null || view === null || trace === null) {
    return run;
  }
  const { iteration, loss, hyperparameters } = trace;
  return { ...run, iteration, loss, hyperparameters };
}

/** Where the axis of the loss curve ends. */
function endOfAxis(figures: State["figures"]) {
  const figure = figures?.figures.loss_history as { layout?: { xaxis?: { range?: unknown[] } } } | undefined;
  const end = figure?.layout?.xaxis?.range?.[1];
  return typeof end === "number" ? end : SHORTEST;
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
  const small = createTimeline(find(page, "#transport-timeline", HTMLElement), look);
  const large = createTimeline(find(page, "#history-timeline", HTMLElement), look);
  const link = find(page, "#nav-compare", HTMLAnchorElement);

  function comparison(run: Run, other: Run | null, iteration: number) {
    const side = (of: Run) => ({ record: recordOf(of, of.furthest_iteration), run: of.id });
    return `/compare${toPairQuery(side(run), other === null ? null : side(other), iteration, config.defaults)}`;
  }

  const dialog = createFork(page, config, async (run, body) => {
    const other = await api.fork(run.id, body);
    location.assign(comparison(run, other, body.iteration));
  });

  function fork() {
    const { run, trace } = store.get();
    if (run !== null && trace !== null) {
      dialog.open(run, trace);
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
  const Below = () => {
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
  };
  render(<Below />, find(page, "#history-actions", HTMLElement));

  store.watch(["run", "trace", "view", "figures", "connection"], ({ run, trace, view, figures, connection }) => {
    if (run === null || trace === null) {
      return;
    }
    const shown = view ?? trace.iteration;
    const moment = {
      shown,
      // While this very run is trained, what is on screen is the newest there is.
      present: view === null ? shown : run.iteration,
      furthest: Math.max(run.furthest_iteration, shown),
      marks: marks(run),
      ...(trace.iteration === shown ? { loss: trace.loss } : {}),
      disabled: connection === "lost",
    };
    small.update(moment);
    large.update({ ...moment, end: endOfAxis(figures) });
    link.href = comparison(run, null, shown);
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
      key("h", () => small.focus()),
      key("j", (event) => jump(event.shiftKey ? -1 : 1)),
      key("n", () => session.leave()),
      key("k", fork),
      key("m", () => link.click()),
    ],
  };
}
