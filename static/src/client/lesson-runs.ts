/**
 * The runs behind a chapter's scenes. What a scene shows is decided by where its run stands, so one
 * run serves all scenes of its configuration, and is made again when the server has forgotten it.
 */

import { say } from "../lib/messages";
import type { Course, Figure, Measured, NumberPlace, Standing } from "../model/lesson";
import type { Triangle } from "../model/triangle";
import { ofLosses, ofUses } from "../model/triangle";
import type { Attempt, Contributions, Derivation, Run, Scores, Task, Trace } from "../model/types";
import type { Api } from "./api";
import { ProblemError } from "./api";
import { isGone } from "./following";

type Asked = Pick<
  Api,
  | "create"
  | "train"
  | "trace"
  | "history"
  | "measure"
  | "explain"
  | "contributions"
  | "lossShares"
  | "stateShares"
  | "taskOf"
  | "attempt"
  | "score"
>;

/** A run that is trained as it is made has only so much time. */
const isTooLong = (error: unknown) => error instanceof ProblemError && error.kind === "replay-too-long";
/** Of a loss curve. */
const POINTS = 400;

export type Runs = ReturnType<typeof createRuns>;

/** @param standings all that will be asked for: a run is made for the furthest of its own at once */
export function createRuns(api: Asked, standings: readonly Standing[]) {
  const keyOf = ({ configuration, interventions }: Standing) => JSON.stringify([configuration, interventions]);
  const furthest = new Map<string, number>();
  for (const standing of standings) {
    const key = keyOf(standing);
    furthest.set(key, Math.max(furthest.get(key) ?? 0, standing.iteration));
  }
  const living = new Map<string, Promise<Run>>();
  const traces = new Map<string, Promise<Trace>>();

  function run(standing: Standing): Promise<Run> {
    const key = keyOf(standing);
    const known = living.get(key);
    if (known !== undefined) {
      return known;
    }
    const iteration = furthest.get(key) ?? standing.iteration;
    const record = {
      ...standing.configuration,
      listed: false,
      ...(standing.interventions.length > 0 ? { interventions: standing.interventions } : {}),
    };
    const made = api.create({ ...record, ...(iteration > 0 ? { iteration } : {}) }).catch((error) => {
      if (!isTooLong(error)) {
        throw error;
      }
      return trained(record, iteration);
    });
    living.set(key, made);
    made.catch(() => living.delete(key));
    return made;
  }

  /** A run whose training takes longer than a request for a run may: in as many as it needs. */
  async function trained(record: Record<string, unknown>, iteration: number): Promise<Run> {
    const made = await api.create(record);
    for (let at = made.iteration; at < iteration; ) {
      const before = at;
      for await (const told of api.train(made.id, { iterations: iteration - at }, new AbortController().signal)) {
        at = told.iteration;
      }
      if (at === before) {
        throw new Error(say("lesson-too-slow"));
      }
    }
    return made;
  }

  /** Asks about a run; once more where the server had forgotten it. */
  async function about<T>(standing: Standing, question: (run: Run) => Promise<T>): Promise<T> {
    try {
      return await question(await run(standing));
    } catch (error) {
      if (!isGone(error)) {
        throw error;
      }
      living.delete(keyOf(standing));
      return question(await run(standing));
    }
  }

  return {
    run,

    trace(standing: Standing, iteration: number = standing.iteration): Promise<Trace> {
      const key = `${iteration} ${keyOf(standing)}`;
      const known = traces.get(key);
      if (known !== undefined) {
        return known;
      }
      const found = about(standing, ({ id }) => api.trace(id, iteration));
      traces.set(key, found);
      found.catch(() => traces.delete(key));
      return found;
    },

    course: (standing: Standing): Promise<Course> =>
      about(standing, ({ id }) => api.history(id, POINTS)).then(({ iterations, loss }) => {
        const count = iterations.filter((each) => each <= standing.iteration).length;
        return { iterations: iterations.slice(0, count), loss: loss.slice(0, count) };
      }),

    measure: (standing: Standing, name: string, told: Record<string, string | number>): Promise<Measured> =>
      about(standing, ({ id }) => api.measure("runs", id, name, { ...told, iteration: standing.iteration })),

    explain: (standing: Standing, { quantity, t, index }: NumberPlace): Promise<Derivation> =>
      about(standing, ({ id }) =>
        api.explain(
          `/api/runs/${encodeURIComponent(id)}/iterations/${standing.iteration}/explain?quantity=${quantity}` +
            (t === null ? "" : `&t=${t}`) +
            (index.length > 0 ? `&index=${index.join(",")}` : ""),
        ),
      ),

    /** A gradient as a sum over all `T` timesteps. */
    contributions: (standing: Standing, parameter: string, T: number): Promise<Contributions> =>
      about(standing, ({ id }) => api.contributions(id, standing.iteration, { parameter, first: 1, last: T })),

    task: (standing: Standing): Promise<Task> => about(standing, ({ id }) => api.taskOf(id)),

    scores: (standing: Standing): Promise<Scores> => about(standing, ({ id }) => api.score(id, standing.iteration)),

    /** What the network makes of each of these inputs. */
    attempts: (standing: Standing, sources: readonly string[]): Promise<Attempt[]> =>
      about(standing, ({ id }) =>
        Promise.all(sources.map((source) => api.attempt(id, { source, iteration: standing.iteration }))),
      ),

    /** What is added up in a triangle: over the losses, or over the uses of a weight. */
    triangle: (standing: Standing, { name, told }: Figure): Promise<Triangle> =>
      about(standing, ({ id }) => {
        const { quantity = "", index = [], unit = 0 } = told;
        return name === "loss-shares"
          ? api.lossShares(id, standing.iteration, unit).then(ofLosses)
          : api.stateShares(id, standing.iteration, { parameter: quantity, index, unit }).then(ofUses);
      }),
  };
}
