/** What the first page asks of its run beside its traces: the losses so far, and when it had learned. */

import { signal } from "@preact/signals";

import { latest } from "../lib/latest";
import { isSpelled } from "../model/beginning";
import type { Course } from "../model/lesson";
import type { Run, Trace } from "../model/types";
import type { Api } from "./api";
import { ProblemError, UnreachableError } from "./api";
import type { Store } from "./state";

/** Of the curve of losses. */
const POINTS = 200;
/** Up to this iteration the server tells when a network had learned. */
const FURTHEST = 2000;

export function createBeginning({ api, store }: { api: Pick<Api, "history" | "measure">; store: Store }) {
  const course = signal<Course>({ iterations: [], loss: [] });
  const learned = signal<number | null>(null);
  let known = "";

  async function ask({ id }: Run, { iteration }: Trace) {
    const { iterations, loss } = await api.history(id, POINTS);
    const { run, trace } = store.get();
    if (run?.id !== id || trace === null) {
      return;
    }
    // The run may have gone on since, or back.
    const count = iterations.filter((each) => each <= trace.iteration).length;
    course.value = { iterations: iterations.slice(0, count), loss: loss.slice(0, count) };
    if (learned.peek() === null && isSpelled(trace)) {
      const asked = known;
      const { values } = await api.measure("runs", id, "spells", { iteration: Math.min(iteration, FURTHEST) });
      const first = Number(values.first);
      if (known === asked && first >= 0) {
        learned.value = first;
      }
    }
  }

  const askedAgain = latest(async () => {
    const { run, trace } = store.get();
    if (run === null || trace === null || trace.iteration === 0) {
      return;
    }
    try {
      await ask(run, trace);
    } catch (error) {
      // The session finds out by itself that the server, or the run, is gone.
      if (!(error instanceof ProblemError || error instanceof UnreachableError)) {
        throw error;
      }
    }
  });

  store.watch(["trace", "run"], ({ trace, run }) => {
    if (trace === null) {
      return;
    }
    const key = JSON.stringify([run?.id, run?.interventions]);
    if (key !== known) {
      known = key;
      learned.value = null;
    }
    if (trace.iteration === 0) {
      course.value = { iterations: [0], loss: [trace.loss] };
    }
    void askedAgain();
  });

  return { course, learned };
}
