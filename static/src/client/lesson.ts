/** A scene of a chapter as it is played: from the guess through the action to what was seen. */

import { batch, computed, signal } from "@preact/signals";

import { say } from "../lib/messages";
import type { Figure as Drawing } from "../model/figures";
import type { Measured as MeasuredReach } from "../model/laboratory";
import type { Course, Measured, NumberPlace, Scene, Standing, View } from "../model/lesson";
import { between, enlarged, isRight, measuresOf, reachRequest } from "../model/lesson";
import type { Timeline } from "../model/phases";
import { createTimelines, momentAt } from "../model/phases";
import type { Triangle } from "../model/triangle";
import type { Attempt, Contributions, Derivation, FullAddress, Run, Scores, Task, Trace } from "../model/types";
import type { Api } from "./api";
import { ProblemError } from "./api";
import type { Finding, Findings } from "./findings";
import type { Runs } from "./lesson-runs";
import type { ProgressKeeper } from "./progress";

type Asked = Pick<Api, "measure" | "measureGradients" | "experiment" | "experimentFigures">;

/** The figures that are triangles. */
const TRIANGLES = ["loss-shares", "state-shares"];
/** The figures of a whole task; no trace is drawn in them. */
const OF_TASKS = ["answers", "answered", "scores"];
/** Phases of a timestep by which its state has been passed on. */
const PASSED = ["pass", "probs", "loss"];
/** An experiment has to be this far before it is said how long it will take (a share, and ms). */
const [FORESEEN, WAITED] = [0.1, 2000];
/** Between two phases, and two iterations, that are watched. */
const [PHASE_PAUSE, ITERATION_PAUSE] = [420, 90];
/** Iterations of a training that are watched on the way. */
const WATCHED = 14;

export type Stage = ReturnType<typeof createStage>;

/** asking for a guess, doing it, done by hand step by step, seen */
export type Step = "asking" | "acting" | "by-hand" | "seen";

/** The examples of a chapter are few enough: where judging them takes too long, the server is busy. */
function toldToReader(error: unknown): Error {
  if (error instanceof ProblemError && error.kind === "judging-too-long") {
    return new Error(say("lesson-too-slow"));
  }
  return error instanceof Error ? error : new Error(String(error));
}

/** One scene as it is played: from the guess through the action to what was seen. */
export function createStage({
  scene,
  runs,
  api,
  progress,
  findings,
  pause,
  theme = () => "light",
  now = () => performance.now(),
}: {
  scene: Scene;
  runs: Runs;
  api: Asked;
  progress: ProgressKeeper;
  findings: Findings;
  /** waits so many milliseconds, or not at all where the reader wants less motion */
  pause: (milliseconds: number) => Promise<void>;
  /** that an experiment's results are drawn for */
  theme?: () => string;
  /** a clock, in milliseconds */
  now?: () => number;
}) {
  const { before, after } = scene;
  const step = signal<Step>("asking");
  const guess = signal(progress.here.peek().guesses[scene.id] ?? "");
  const trace = signal<Trace | null>(null);
  const phase = signal<string | null>(before.phase);
  const course = signal<Course | null>(null);
  const derivation = signal<Derivation | null>(null);
  const contributions = signal<Contributions | null>(null);
  const triangle = signal<Triangle | null>(null);
  const reach = signal<MeasuredReach | null>(null);
  const untrained = signal<MeasuredReach | null>(null);
  const task = signal<Task | null>(null);
  const attempts = signal<Attempt[]>([]);
  const scores = signal<Scores | null>(null);
  /** what the reader has moved in a figure */
  const moved = signal<Record<string, number>>({});
  let exploring = new AbortController();
  const drawings = signal<Record<string, Drawing> | null>(null);
  const run = signal<Run | null>(null);
  const measures = signal<Measured[]>([]);
  /** layers that have the same weights by now */
  const merged = signal(1);
  const measured = signal<Measured | null>(null);
  /** of an experiment, from 0 to 1 */
  const carriedOut = signal<number | null>(null);
  /** seconds that an experiment still takes, at the pace so far; null before that can be told */
  const remaining = signal<number | null>(null);
  let carrying = new AbortController();
  /** of a wrong choice by hand, the kind of phase that comes first; `passed` where the state has been passed on, `last` where no timestep follows */
  const unready = signal<string | null>(null);
  const failure = signal<Error | null>(null);
  const lineOf = createTimelines();
  /** what is under way belongs to an earlier play where this has moved on */
  let play = 0;
  let opening: Promise<void> | null = null;

  /** networks are being trained; whoever leaves now has to begin again */
  const isTraining = computed(() => step.value === "acting" && (scene.experiment !== null || scene.action === "train"));
  const line = computed<Timeline | null>(() => (trace.value === null ? null : lineOf(trace.value)));
  const view = computed<View>(() => ({
    trace: trace.value,
    moment: line.value === null ? null : momentAt(line.value, phase.value),
    course: course.value,
    derivation: derivation.value,
    contributions: contributions.value,
    triangle: triangle.value,
    reach: reach.value,
    untrained: untrained.value,
    drawings: drawings.value,
    task: task.value,
    attempts: attempts.value,
    scores: scores.value,
    measures: measures.value,
    merged: merged.value,
    isSeen: step.value === "seen",
    isActing: step.value === "acting",
    isHidden: scene.action === "reveal" && step.value !== "seen",
    run: run.value,
  }));

  async function attempt(work: () => Promise<void>) {
    failure.value = null;
    try {
      await work();
    } catch (error) {
      failure.value = toldToReader(error);
    }
  }

  const layers = () => trace.peek()?.steps.length ?? 1;

  /** One more layer gets the weights of the first. */
  async function merge() {
    merged.value += 1;
    if (merged.peek() >= layers()) {
      await attempt(() => finish(play));
    }
  }

  /** What a figure shows of where the run stands. */
  async function look(at: Standing) {
    const figure = scene.figure ?? { name: "", told: {} };
    const { name, told } = figure;
    const reachAt = (standing: Standing) =>
      api.measureGradients(reachRequest(standing, moved.peek()), theme(), new AbortController().signal);
    const isTrained = at === after && before.iteration !== after.iteration;
    const [shown, made, losses, explained, added, adding, reaching, reached, of, tried, scored] = await Promise.all([
      runs.trace(at),
      runs.run(at),
      name === "losses" ? runs.course(at) : null,
      name === "derivation" ? runs.explain(at, told as NumberPlace) : null,
      name === "shares"
        ? runs.trace(at).then(({ steps }) => runs.contributions(at, told.quantity ?? "", steps.length))
        : null,
      TRIANGLES.includes(name) ? runs.triangle(at, figure) : null,
      name === "reach" ? reachAt(at) : null,
      name === "reach" && isTrained ? reachAt(before) : null,
      OF_TASKS.includes(name) ? runs.task(at) : null,
      name === "answers" ? runs.attempts(at, told.sources ?? []) : [],
      // Before it is trained there is nothing to be said of it, and to say so takes long.
      name === "scores" && at === after ? runs.scores(at) : null,
    ]);
    const found = await Promise.all(
      scene.experiment === null
        ? measuresOf(scene, shown).map(([measure, what]) => runs.measure(at, measure, what))
        : [],
    );
    return () => {
      measures.value = found;
      trace.value = shown;
      run.value = made;
      course.value = losses;
      derivation.value = explained;
      contributions.value = added;
      triangle.value = adding;
      reach.value = reaching;
      untrained.value = reached;
      task.value = of;
      attempts.value = tried;
      scores.value = scored;
    };
  }

  async function open() {
    const own = play;
    const isDone = progress.here.peek().done[scene.id] !== undefined && guess.peek() !== "";
    const kept = isDone ? findings.of(scene) : null;
    if (kept !== null) {
      // What was seen before is seen again, at once.
      batch(() => {
        measured.value = kept.measured;
        step.value = "seen";
      });
      return show(own, kept);
    }
    const showBefore = await look(before);
    if (own !== play) {
      return;
    }
    batch(showBefore);
    // An experiment takes long: it is carried out when the reader asks for it.
    if (isDone && scene.experiment === null) {
      await finish(own);
    }
  }

  function opened() {
    opening ??= attempt(open).finally(() => {
      if (failure.peek() !== null) {
        opening = null;
      }
    });
    return opening;
  }

  /** To the end of the action, without its way. */
  async function finish(own: number) {
    const found =
      scene.experiment === null
        ? { measured: await runs.measure(after, scene.measure, scene.told), experiment: null }
        : await compared();
    await show(own, found);
    if (own === play) {
      findings.keep(scene, found);
      progress.finish(scene.id, isRight(scene, guess.peek(), found.measured) ? "right" : "wrong");
    }
  }

  /** What was found, with the figure that belongs to it. */
  async function show(own: number, found: Finding) {
    const [showAfter, drawn] = await Promise.all([
      look(after),
      found.experiment === null ? null : drawingsOf(found.experiment),
    ]);
    if (own !== play) {
      return;
    }
    batch(() => {
      showAfter();
      drawings.value = drawn;
      phase.value = after.phase;
      merged.value = layers();
      measured.value = found.measured;
      carriedOut.value = null;
      step.value = "seen";
    });
  }

  /** The figures of an experiment; null where the server has forgotten it. */
  async function drawingsOf(experiment: string) {
    const split = scene.figure?.told.split ?? "train";
    try {
      return enlarged(await api.experimentFigures(experiment, { split, theme: theme(), log: false }));
    } catch (error) {
      if (error instanceof ProblemError && error.status === 404) {
        return null;
      }
      throw error;
    }
  }

  async function compared(): Promise<Finding> {
    let id = "";
    carrying = new AbortController();
    const began = now();
    for await (const told of api.experiment(scene.experiment ?? {}, carrying.signal)) {
      if (typeof told.id === "string") {
        id = told.id;
      }
      if (told.of > 0) {
        const share = told.measured / told.of;
        const passed = now() - began;
        carriedOut.value = share;
        remaining.value = share < FORESEEN || passed < WAITED ? null : Math.ceil((passed * (1 - share)) / share / 1000);
      }
    }
    return { measured: await api.measure("experiments", id, scene.measure, scene.told), experiment: id };
  }

  /** Phase by phase, or some iterations on the way. */
  async function watch(own: number) {
    if (scene.action === "compute") {
      for (const { id } of line.peek() === null ? [] : between(line.peek() as Timeline, before.phase, after.phase)) {
        if (own !== play) {
          return;
        }
        phase.value = id;
        await pause(PHASE_PAUSE);
      }
    }
    if ((scene.action === "train" || scene.action === "step") && !OF_TASKS.includes(scene.figure?.name ?? "")) {
      const far = after.iteration - before.iteration;
      const stops = Math.min(WATCHED, far - 1);
      for (let i = 1; i <= stops && own === play; i += 1) {
        // More of the first iterations, in which most happens.
        const share = (i / (stops + 1)) ** 2;
        const next = await runs.trace(before, before.iteration + Math.max(i, Math.round(share * far)));
        // All of it is shown, whatever was held back before.
        batch(() => {
          trace.value = next;
          phase.value = after.phase;
        });
        await pause(ITERATION_PAUSE);
      }
    }
  }

  async function act() {
    const own = play;
    failure.value = null;
    // The reader may be faster than what is shown first.
    await opened();
    if (own !== play || failure.peek() !== null || step.peek() !== "asking" || guess.peek().trim() === "") {
      return;
    }
    progress.guess(scene.id, guess.peek());
    if (scene.by_hand !== null) {
      step.value = "by-hand";
      if (scene.action === "merge") {
        await merge();
      }
      return;
    }
    step.value = "acting";
    await attempt(async () => {
      try {
        await watch(own);
        await finish(own);
      } catch (error) {
        // What was broken off has not failed.
        if (own === play) {
          throw error;
        }
      }
    });
    if (own === play && failure.peek() !== null) {
      step.value = "asking";
    }
  }

  return {
    scene,
    step,
    guess,
    view,
    measured,
    isTraining,
    carriedOut,
    remaining,
    unready,
    failure,

    /** Fetches what is shown first; does nothing where that is under way or done. */
    open: opened,

    act,

    /** After a failure: nothing that was guessed is lost. */
    again(): Promise<void> {
      if (step.peek() === "by-hand") {
        return this.reset();
      }
      opening = attempt(open);
      return opening;
    },

    /** Breaks an experiment off: the guess stays, and it can be carried out again. */
    stop() {
      play += 1;
      carrying.abort();
      batch(() => {
        carriedOut.value = null;
        remaining.value = null;
        step.value = "asking";
      });
    },

    /** Explains another number, an operand of the one before. */
    explain: ({ iteration, quantity, t, index }: FullAddress) =>
      attempt(async () => {
        derivation.value = await runs.explain({ ...after, iteration }, { quantity, t, index });
      }),

    moved,

    /** Measures anew with what the reader moves in a figure; only the latest is waited for. */
    async move(name: string, value: number) {
      moved.value = { ...moved.peek(), [name]: value };
      exploring.abort();
      exploring = new AbortController();
      const { signal: own } = exploring;
      await attempt(async () => {
        try {
          const found = await api.measureGradients(reachRequest(after, moved.peek()), theme(), own);
          if (!own.aborted) {
            reach.value = found;
          }
        } catch (error) {
          if (!own.aborted) {
            throw error;
          }
        }
      });
    },

    /** The kind of phase that comes next; null where everything is done. */
    next(): string | null {
      const all = line.value;
      return all === null ? null : (between(all, phase.value, after.phase)[0]?.kind ?? null);
    },

    /** By hand: what the reader wants to compute next. */
    async choose(kind: string) {
      if (scene.action === "merge") {
        return step.peek() === "by-hand" && merged.peek() < layers() ? merge() : undefined;
      }
      const all = line.peek();
      const left = all === null ? [] : between(all, phase.peek(), after.phase);
      // A prediction needs the state, and not that it is passed on.
      const isEither = left[0]?.kind === "pass" && left[1]?.kind === "probs" && kind === "probs";
      const [next, ...more] = isEither ? left.slice(1) : left;
      if (step.peek() !== "by-hand" || next === undefined) {
        return;
      }
      if (next.kind !== kind) {
        const reached = all?.phases[all.indexOf(phase.peek())];
        const isMade = kind === "pass" && next.kind !== "h";
        // At the last timestep there is nothing that the state could be passed to.
        const t = reached?.t ?? null;
        const isLast = isMade && t !== null && !all?.phases.some((each) => each.kind === "pass" && each.t === t);
        const isPassed = isMade && PASSED.includes(reached?.kind ?? "");
        unready.value = isLast ? "last" : isPassed ? "passed" : next.kind;
        return;
      }
      unready.value = null;
      phase.value = next.id;
      // What is left adds up what the reader has computed.
      if (more.every((each) => !(each.kind in (scene.by_hand ?? {})))) {
        await attempt(() => finish(play));
      }
    },

    /** Once more, from the guess on. */
    async reset() {
      play += 1;
      carrying.abort();
      progress.forget([scene.id]);
      batch(() => {
        step.value = "asking";
        guess.value = "";
        measured.value = null;
        unready.value = null;
        carriedOut.value = null;
        remaining.value = null;
        drawings.value = null;
        merged.value = 1;
        moved.value = {};
        phase.value = before.phase;
        failure.value = null;
      });
      opening = attempt(open);
      await opening;
    },
  };
}
