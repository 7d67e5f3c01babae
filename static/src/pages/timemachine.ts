/** The workbench's time machine: the timelines, looking at the past, and the way to a second run. */

import type { Api } from "../client/api";
import type { Notice, Session, State } from "../client/session";
import { recordOf } from "../client/session";
import { createFork } from "../components/fork";
import type { Key } from "../components/help";
import { createTimeline } from "../components/timeline";
import { find, on, setText } from "../lib/dom";
import type { Store } from "../lib/store";
import { count } from "../model/format";
import { toPairQuery } from "../model/pair";
import { marks, nextMark } from "../model/timeline";
import type { PageConfig, Run } from "../model/types";

/** The run as of the iteration on screen: itself, unless a past one is looked at. */
export function asSeen({ run, trace, view }: State): Run | null {
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
  const look = (iteration: number) => session.look(iteration);
  const small = createTimeline(find(page, "#transport-timeline", HTMLElement), look);
  const large = createTimeline(find(page, "#history-timeline", HTMLElement), look);
  const note = find(page, "#history-view", HTMLElement);
  const link = find(page, "#nav-compare", HTMLAnchorElement);
  const open = find(page, "#open-fork", HTMLButtonElement);

  function comparison(run: Run, other: Run | null, iteration: number) {
    const side = (of: Run) => ({
      record: recordOf(of, of.furthest_iteration),
      run: of.id,
    });
    const both = other === null ? null : side(other);
    return `/compare${toPairQuery(side(run), both, iteration, config.defaults)}`;
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
  on(open, "click", fork);

  function jump(direction: 1 | -1) {
    const { run, view } = store.get();
    if (run !== null) {
      const found = nextMark(marks(run), view ?? run.iteration, direction);
      if (found !== null) {
        look(found);
      }
    }
  }

  const actions = [
    { label: "Continue from here", act: () => void session.proceed() },
    { label: "Fork from here", act: fork },
    { label: "Back to the present", act: () => session.leave() },
  ];

  store.watch(["run", "trace", "view", "figures", "connection"], (state) => {
    const { run, trace, view, figures, connection } = state;
    open.disabled = run === null || trace === null || connection === "lost";
    if (run === null || trace === null) {
      return;
    }
    const shown = view ?? trace.iteration;
    const furthest = Math.max(run.furthest_iteration, shown);
    const axis = (figures?.figures.loss_history as any)?.layout?.xaxis?.range?.[1];
    const moment = {
      shown,
      // While this very run is trained, what is on screen is the newest there is.
      present: view === null ? shown : run.iteration,
      furthest,
      marks: marks(run),
      ...(trace.iteration === shown ? { loss: trace.loss } : {}),
      disabled: connection === "lost",
    };
    small.update(moment);
    large.update({ ...moment, end: typeof axis === "number" ? axis : 10 });
    setText(
      note,
      view === null
        ? `Iteration ${count(shown)}${furthest > shown ? ` of ${count(furthest)}` : ""}`
        : `Viewing ${count(view)}; the run stands at ${count(run.iteration)}`,
    );
    link.href = comparison(run, null, shown);
  });

  return {
    fork,

    /** What to say while a past iteration is looked at. */
    notice({ run, view, training }: State): Notice | null {
      if (run === null || view === null) {
        return null;
      }
      const stands = training === null ? `the run stands at ${count(run.iteration)}` : "the run trains on meanwhile";
      return {
        kind: "viewing",
        text: `Viewing iteration ${count(view)} of ${count(run.furthest_iteration)}; ${stands}.`,
        actions,
      };
    },

    keys: [
      { keys: ["h"], label: "H", does: "History: the timeline (then ← →, with Shift ten)", act: () => small.focus() },
      {
        keys: ["j"],
        label: "J",
        does: "Look at the next change (with Shift: before)",
        act: (event) => jump(event.shiftKey ? -1 : 1),
      },
      { keys: ["n"], label: "N", does: "Back to now, the present", act: () => session.leave() },
      { keys: ["k"], label: "K", does: "Fork from this iteration", act: fork },
      { keys: ["m"], label: "M", does: "Compare with a second run", act: () => link.click() },
    ] as Key[],
  };
}
