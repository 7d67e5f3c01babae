/** What a page knows of its run. */

import type { Store as StoreOf } from "../lib/store";
import type { ThemeName } from "../model/colours";
import type { Figure } from "../model/figures";
import type { RunRecord } from "../model/link";
import type { Cover } from "../model/network/cover";
import type { Run, Trace } from "../model/types";

/** What a change by hand did, in a sentence. */
export type Effect = string;

export type Action = { label: string; act: () => void };

/** Something to say at the transport. Of several, the most pressing kind is shown. */
export interface Notice {
  kind: "info" | "done" | "viewing" | "error" | "diverged" | "lost";
  text: string;
  actions?: Action[];
}

export interface State {
  /** as the server last told it */
  run: Run | null;
  /** the iteration on screen; before there is a run, that of the run which is being made */
  trace: Trace | null;
  /** the iteration on screen before it */
  previous: Trace | null;
  /** an iteration that is looked at while the run stands elsewhere */
  view: number | null;
  figures: { iteration: number; figures: Record<string, Figure> } | null;
  connection: "connecting" | "live" | "lost";
  /** when the next attempt to reach the server is due (ms) */
  retryAt: number | null;
  training: "here" | "elsewhere" | null;
  /** whether the address bar names a living run */
  shared: boolean;
  /** iterations a second; null is as fast as the server goes */
  speed: number | null;
  /** value, gradient or update */
  show: string;
  /** whose weights the figures show, where not all timesteps share them */
  part: string | null;
  /** whether the loss axis is logarithmic */
  log: boolean;
  theme: ThemeName;
  folded: boolean;
  /** of the iteration that is stopped at; null shows all of it */
  phase: string | null;
  /** rows of the network that are covered until they are revealed */
  cover: Cover | null;
  /** the last thing worth saying */
  notice: Notice | null;
  undo: Action | null;
  /** what another window just did */
  moved: string | null;
  /** what the latest change by hand did */
  effect: Effect | null;
}

export type Store = StoreOf<State>;

export function initialState(): State {
  return {
    run: null,
    trace: null,
    previous: null,
    view: null,
    figures: null,
    connection: "connecting",
    retryAt: null,
    training: null,
    shared: false,
    speed: 5,
    show: "value",
    part: null,
    log: false,
    theme: "light",
    folded: false,
    phase: null,
    cover: null,
    notice: null,
    undo: null,
    moved: null,
    effect: null,
  };
}

/** Resolves when the page has its run, or the server turns out to be away. */
export async function arrival(store: Store): Promise<void> {
  const isSettled = ({ run, connection }: State) => run !== null || connection === "lost";
  if (isSettled(store.get())) {
    return;
  }
  await new Promise<void>((resolve) => {
    const stop = store.watch(["run", "connection"], (state) => {
      if (isSettled(state)) {
        stop();
        resolve();
      }
    });
  });
}

export function recordOf(run: Run, iteration: number = run.iteration): RunRecord {
  return { configuration: run.configuration, interventions: run.interventions, iteration };
}
