/** An experiment: its form, how far the server is with it, and what was found. */

import { batch, computed, signal } from "@preact/signals";

import { say } from "../lib/messages";
import type { Form, Line, Plan, Question, Result } from "../model/models";
import { formOf, labelOf, NUMBERS, planOf, questionOf, request, unreadable } from "../model/models";
import type { Api } from "./api";
import { ProblemError, UnreachableError } from "./api";

const FIGURES_EVERY = 1000;
/** Fields that have room for what is wrong with them. */
const FIELDS = ["task", "text", "models", ...NUMBERS];

export type Experiment = ReturnType<typeof createExperiment>;

export function createExperiment({
  api,
  opened,
  questions,
  draw,
}: {
  api: Pick<Api, "experiment" | "cancelExperiment">;
  opened: Plan;
  questions: Question[];
  /** draws the figures while they are being measured */
  draw: () => void;
}) {
  const form = signal(formOf(opened));
  const plan = computed(() => planOf(form.value));
  const errors = signal<Record<string, string>>({});
  const progress = signal({ measured: 0, of: 1 });
  const status = signal(say("experiments-nothing"));
  const state = signal<"idle" | "running" | "cancelled">("idle");
  const result = signal<Result | null>(null);
  /** Whether the result is of what ran last. */
  const isFound = signal(false);
  const id = signal<string | null>(null);
  let running: AbortController | null = null;
  let drawnAt = 0;

  /** @returns the field that has to be mended first */
  function run(): string | null {
    running?.abort();
    const wrong = unreadable(plan.value);
    errors.value = wrong === null ? {} : { [wrong]: say("experiments-unreadable", { field: wrong }) };
    if (wrong === null) {
      void follow(plan.value);
    }
    return wrong;
  }

  async function follow(asked: Plan) {
    const own = new AbortController();
    running = own;
    batch(() => {
      id.value = null;
      state.value = "running";
      progress.value = { measured: 0, of: 1 };
      status.value = say("experiments-starting");
      isFound.value = false;
    });
    try {
      for await (const line of api.experiment(request(asked), own.signal)) {
        if (own !== running) {
          return;
        }
        hear(line, asked);
      }
    } catch (error) {
      if (!own.signal.aborted) {
        fail(error);
      }
    } finally {
      if (own === running) {
        running = null;
        state.value = "idle";
      }
    }
  }

  function hear(line: Line, asked: Plan) {
    if (id.value === null && line.id !== undefined) {
      id.value = line.id;
      if (state.value === "cancelled") {
        stop(line.id);
      }
    }
    progress.value = { measured: line.measured, of: line.of };
    if ("models" in line) {
      finish(line);
    } else if (line.measurement !== undefined) {
      const { model, seed, iteration } = line.measurement;
      const name = labelOf(asked.models[model] ?? "", asked.keep_bias);
      status.value = say("experiments-measured", { ...progress.value, name, seed: String(seed), iteration });
      if (performance.now() - drawnAt > FIGURES_EVERY) {
        drawnAt = performance.now();
        draw();
      }
    }
  }

  function finish(found: Result) {
    const { stopped, message, seconds } = found;
    batch(() => {
      result.value = found;
      isFound.value = true;
      status.value = say("experiments-ended", {
        ...progress.value,
        end: stopped ?? "failed",
        message: message ?? "",
        seconds: seconds.toFixed(1),
      });
    });
  }

  function fail(error: unknown) {
    if (error instanceof ProblemError) {
      // “models[0].hidden_size” is the field “hidden_size”, “seeds[3]” the field “seeds”.
      const named = error.errors.map(({ field, message }) => {
        const name = field.replace(/^models\[\d+\]\./, "").replace(/\[\d+\]$/, "");
        return [FIELDS.includes(name) ? name : "form", `${message}.`];
      });
      errors.value = Object.fromEntries(named);
      status.value = named.length > 0 ? say("experiments-refused") : error.message;
    } else if (error instanceof UnreachableError) {
      status.value = say("experiments-unreachable", { message: error.message });
    } else {
      throw error;
    }
  }

  /** The stream then ends by itself, with all that was measured. */
  function stop(experiment: string) {
    void api.cancelExperiment(experiment).catch(() => running?.abort());
  }

  return {
    questions,
    form,
    plan,
    question: computed(() => questionOf(plan.value, questions)),
    errors,
    progress,
    status,
    state,
    result,
    isFound,
    id,
    run,

    change(changes: Partial<Form>) {
      form.value = { ...form.value, ...changes };
      errors.value = Object.fromEntries(Object.entries(errors.value).filter(([name]) => !(name in changes)));
    },

    choose(question: Question) {
      form.value = formOf(question.plan);
      run();
    },

    cancel() {
      state.value = "cancelled";
      status.value = say("experiments-cancelling");
      // Until the server's first line, its experiment has no name that could be cancelled.
      if (id.value !== null) {
        stop(id.value);
      }
    },
  };
}
