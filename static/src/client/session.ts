/**
 * The page's side of one run: joins or creates it, moves it, follows it whoever moves it, and
 * makes it again from the page's own record when the server has forgotten it. Knows no elements.
 */

import { clauses, say, sentence } from "../lib/messages";
import type { Link } from "../model/link";
import type { Configuration } from "../model/types";
import type { Api } from "./api";
import { ProblemError, UnreachableError } from "./api";
import { creation } from "./curl";
import { createDrawing } from "./drawing";
import { createFollowing } from "./following";
import type { Request } from "./generation";
import { createHand } from "./hand";
import { createHistory } from "./history";
import type { Notice, Store } from "./state";
import { arrival, recordOf } from "./state";
import { createTraining } from "./training";

export type { Action, Notice, State, Store } from "./state";
export { initialState, recordOf } from "./state";

export function createSession({
  api,
  store,
  defaults,
  figureNames,
  nextFrame,
}: {
  api: Api;
  store: Store;
  defaults: Configuration;
  figureNames: string[];
  /** resolves when there is a frame to draw */
  nextFrame: () => Promise<void>;
}) {
  const tell = (notice: Notice | null) => store.set({ notice });
  const report = (error: unknown) => following.report(error);
  const { draw, redraw, drawn } = createDrawing({ api, store, figureNames, nextFrame, report });
  const training = createTraining({ api, store, draw, report });
  const { command, refresh, pause, start, isCommanding, isEcho } = training;
  const following = createFollowing({ api, store, defaults, draw, redraw, isCommanding, isEcho });
  const { enter, remake } = following;
  const { travel, ...history } = createHistory({
    api,
    store,
    draw,
    drawn,
    tell,
    command,
    refresh,
    pause,
    startTraining: start,
    report,
  });

  /**
   * The run that is shown where a link asks for one that cannot be: without its changes, or else
   * the default one.
   */
  async function insteadOf(link: Link) {
    if (link.interventions.length > 0) {
      try {
        return { run: await api.create(link.configuration), words: say("session-unchanged") };
      } catch (error) {
        if (!(error instanceof ProblemError)) {
          throw error;
        }
      }
    }
    return { run: await api.create({}), words: say("session-default") };
  }

  /** The run a link describes; where there can be none, another one, and why. */
  async function made(link: Link) {
    const { configuration, interventions, iteration } = link;
    try {
      const run = await api.create({
        ...configuration,
        ...(interventions.length > 0 ? { interventions } : {}),
        ...(iteration > 0 ? { iteration } : {}),
      });
      return { run, wrong: null };
    } catch (error) {
      if (!(error instanceof ProblemError) || error.status >= 500 || error.status === 429) {
        throw error;
      }
      const reasons = clauses(error.errors.map(({ message }) => message));
      const { run, words } = await insteadOf(link);
      const reason = reasons === "" ? error.message : sentence(reasons);
      return { run, wrong: say("session-impossible", { reason, instead: words }) };
    }
  }

  return {
    tell,
    redraw,
    pause,
    toggleTraining: training.toggle,
    setSpeed: training.setSpeed,
    train: training.start,
    change: training.change,
    hand: createHand({ api, store, command, draw, tell, travel }),
    ...history,
    recover: following.recover,
    retryDelay: following.retryDelay,
    sleep: following.sleep,
    wake: following.wake,

    /**
     * Join the run of a link, or of this tab's memory, or make the one the link describes.
     *
     * @param remembered the run this tab showed before it was reloaded
     * @param looked the iteration it was looking at
     */
    async open(link: Link, remembered: string | null, looked: number | null = null) {
      const wish = link.run ?? remembered;
      let wrong = link.problems.length > 0 ? sentence(clauses(link.problems)) : null;
      const noticed = (): Notice | null => (wrong === null ? null : { kind: "error", text: wrong });
      if (wish !== null) {
        try {
          const run = await api.run(wish);
          store.set({ shared: link.run !== null, notice: noticed() });
          enter(run, link.view ?? looked);
          return;
        } catch (error) {
          if (!(error instanceof ProblemError)) {
            throw error;
          }
          if (link.run !== null) {
            wrong = say("session-gone");
          }
        }
      }
      const found = await made(link);
      wrong = found.wrong ?? wrong;
      store.set({ notice: noticed() });
      enter(found.run);
    },

    /**
     * Leave this run for a new one at iteration 0.
     *
     * @returns rejects when the server refuses
     */
    async startRun(configuration: Configuration): Promise<void> {
      await pause();
      const before = store.get().run;
      enter(await api.create(creation({ configuration, interventions: [], iteration: 0 }, defaults)));
      if (before !== null) {
        const goBack = () =>
          void api.run(before.id).then(
            (run) => enter(run),
            () => remake(recordOf(before), null),
          );
        const undo = { label: say("session-undo"), act: goBack };
        store.set({ undo });
        tell({ kind: "done", text: say("session-new-run"), actions: [undo] });
      }
    },

    async sample(request: Request) {
      await arrival(store);
      const { run, view } = store.get();
      if (run === null) {
        throw new UnreachableError();
      }
      return api.sample(run.id, view === null ? request : { ...request, iteration: view });
    },
  };
}

export type Session = ReturnType<typeof createSession>;
