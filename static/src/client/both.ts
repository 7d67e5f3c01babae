/** Two runs: joined or made, made again when the server has forgotten one, and trained as far as is wished. */

import type { Store } from "../lib/store";
import type { ThemeName } from "../model/colours";
import type { Figure } from "../model/figures";
import type { Link } from "../model/link";
import type { Both, PairLink, Which } from "../model/pair";
import { BOTH } from "../model/pair";
import type { Comparison, Configuration, Run, Trace } from "../model/types";
import type { Api } from "./api";
import { ProblemError } from "./api";
import { creation } from "./curl";
import type { Notice } from "./session";
import { recordOf } from "./session";

export interface PairState {
  runs: Both<Run> | null;
  /** of both */
  iteration: number;
  traces: Both<Trace> | null;
  previous: Both<Trace> | null;
  comparison: Comparison | null;
  figures: { iteration: number; figures: Record<string, Figure | null> } | null;
  connection: "connecting" | "live" | "lost";
  training: "here" | null;
  speed: number | null;
  log: boolean;
  /** whose weights the figures show, where not all timesteps share them */
  part: string | null;
  theme: ThemeName;
  notice: Notice | null;
}

export type PairStore = Store<PairState>;

// How the second run differs, and where both are looked at, when nothing says it.
const FACTOR = 5;
const START = 20;

/** Whether the server has forgotten a run. */
export const isGone = (error: unknown) => error instanceof ProblemError && error.kind === "run-not-found";

/** The learning rate of a fork that nobody has chosen: five times as large, or as small where that is too large. */
export function otherRate(rate: number, largest: number) {
  const more = Number((rate * FACTOR).toPrecision(6));
  return more <= largest ? more : Number((rate / FACTOR).toPrecision(6));
}

export function createBoth(api: Api, store: PairStore, defaults: Configuration) {
  function keep(which: Which, run: Run) {
    const { runs } = store.get();
    if (runs !== null) {
      store.set({ runs: { ...runs, [which]: run } });
    }
  }

  /** The run that a link describes, at the iteration at least: the living one, or else one made again. */
  async function join({ run, configuration, interventions, ...link }: Link, iteration: number): Promise<Run> {
    if (run !== null) {
      try {
        return await api.run(run);
      } catch (error) {
        if (!isGone(error)) {
          throw error;
        }
      }
    }
    const body = { ...configuration, ...(interventions.length > 0 ? { interventions } : {}) };
    const furthest = Math.max(link.iteration, iteration);
    try {
      return await api.create({ ...body, iteration: furthest });
    } catch (error) {
      if (!(error instanceof ProblemError) || furthest === iteration) {
        throw error;
      }
      return api.create({ ...body, iteration });
    }
  }

  /** Trains a run as far as an iteration, if it has not been there yet. */
  async function reach(which: Which, run: Run, iteration: number) {
    const furthest = run.furthest_iteration;
    if (furthest >= iteration) {
      return;
    }
    if (run.iteration < furthest) {
      await api.rewind(run.id, furthest);
    }
    if (iteration === furthest + 1) {
      await api.step(run.id);
    } else {
      const request = { iterations: iteration - furthest, iterations_per_second: null };
      for await (const _ of api.train(run.id, request, new AbortController().signal)) {
        // Only the end matters here.
      }
    }
    keep(which, await api.run(run.id));
  }

  return {
    keep,

    /** Both runs of a link; what it leaves out is the run this tab showed before, the default run, or a fork. */
    async open(link: PairLink, remembered: Both<string> | null, largestRate: number) {
      const wish = link.iteration ?? (link.first === null ? START : 0);
      const usual = { configuration: {}, interventions: [], iteration: wish, view: null, phase: null, problems: [] };
      const joined = (one: Omit<Link, "run"> & { run?: string | null }, which: Which) =>
        join({ ...one, run: one.run ?? remembered?.[which] ?? null }, wish);
      const first = await joined(link.first ?? usual, "first");
      const rate = otherRate(first.configuration.learning_rate, largestRate);
      const second =
        link.second === null
          ? await api.fork(first.id, { iteration: 0, learning_rate: rate })
          : await joined(link.second, "second");
      const iteration = link.iteration ?? (link.first === null ? START : first.iteration);
      return { runs: { first, second }, iteration };
    },

    /** Makes those known again that the server has forgotten. Resolves to whether one had to be made. */
    async revive(): Promise<boolean> {
      const { runs, iteration } = store.get();
      let made = false;
      for (const which of runs === null ? [] : BOTH) {
        const run = (runs as Both<Run>)[which];
        try {
          keep(which, await api.run(run.id));
        } catch (error) {
          if (!isGone(error)) {
            throw error;
          }
          const record = recordOf(run, Math.max(iteration, run.furthest_iteration));
          keep(which, await api.create(creation(record, defaults)));
          made = true;
        }
      }
      return made;
    },

    /** Lets both reach an iteration. Resolves to it, or to the last that both can reach. */
    async reach(runs: Both<Run>, wish: number): Promise<number> {
      await Promise.all(BOTH.map((which) => reach(which, runs[which], wish)));
      const now = store.get().runs ?? runs;
      return Math.min(wish, ...BOTH.map((which) => now[which].furthest_iteration));
    },
  };
}
