/** The task of the run on screen: its examples, its score, and what the network makes of an input. */

import { signal } from "@preact/signals";
import { sentence, sentences } from "../lib/messages";

import { blank, inked } from "../model/picture";
import type { Attempt, Run, Scores, Task } from "../model/types";
import type { Api } from "./api";
import { ProblemError, UnreachableError } from "./api";
import type { Store } from "./state";

export const EXAMPLES_SHOWN = 6;
const ASK_AFTER = 180;
const MOST_UNDONE = 50;

export type TaskExample = { source: string; target: string };

const NOTHING = {
  task: null as Task | null,
  isOpen: false,
  /** what the network is asked: a text, or a picture in rows of # and . */
  source: "",
  /** earlier drawings of the picture */
  past: [] as string[],
  /** the correct answer, where it is known */
  target: "",
  /** whether the decoder reads the correct answer instead of its own */
  isForced: false,
  attempt: null as Attempt | null,
  refusal: "",
  split: "",
  offset: 0,
  examples: null as { count: number; examples: TaskExample[] } | null,
  listRefusal: "",
  scores: null as Scores | null,
  isScoring: false,
  scoreRefusal: "",
};

export type TaskState = typeof NOTHING;
export type TaskClient = ReturnType<typeof createTask>;

export function createTask({ api, store }: { api: Api; store: Store }) {
  const state = signal(NOTHING);
  const get = () => state.peek();
  const set = (patch: Partial<TaskState>) => {
    state.value = { ...get(), ...patch };
  };
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asked = 0;

  async function unlessRefused<T>(promise: Promise<T>, tell: (text: string) => void): Promise<T | null> {
    try {
      return await promise;
    } catch (problem) {
      if (problem instanceof ProblemError) {
        tell(sentences(problem.errors.map(({ message }) => sentence(message))) || problem.message);
      } else if (problem instanceof UnreachableError) {
        tell(problem.message);
      } else {
        throw problem;
      }
      return null;
    }
  }

  function askSoon() {
    clearTimeout(timer);
    timer = setTimeout(() => void ask(), ASK_AFTER);
  }

  async function ask() {
    clearTimeout(timer);
    const { run, trace } = store.get();
    const { task, isOpen, source, target, isForced } = get();
    if (task === null || run === null || trace === null || !isOpen) {
      return;
    }
    asked += 1;
    const mine = asked;
    if (task.image === null ? source.trim() === "" : !source.includes("#")) {
      set({ attempt: null, refusal: "" });
      return;
    }
    const forcing = isForced && target !== "" ? { target, teacher_forcing: true } : {};
    const attempt = await unlessRefused(
      api.attempt(run.id, { source, iteration: trace.iteration, ...forcing }),
      (refusal) => set({ refusal, attempt: null }),
    );
    if (attempt !== null && mine === asked) {
      set({ attempt, refusal: "" });
    }
  }

  /** An input of one's own: nobody knows the correct answer. */
  function write(source: string) {
    if (source !== get().source) {
      set({ source, target: "", isForced: false });
      askSoon();
    }
  }

  /** From here on the picture can be undone to what it is now. */
  function keep() {
    const { past, source } = get();
    set({ past: [...past, source].slice(-MOST_UNDONE) });
  }

  function take({ source, target }: TaskExample) {
    if (get().task?.image !== null) {
      keep();
    }
    set({ source, target });
    void ask();
  }

  async function list(offset: number, split = get().split) {
    set({ split, offset });
    const { run } = store.get();
    if (run === null || !get().isOpen) {
      return;
    }
    const examples = await unlessRefused(api.examples(run.id, split, offset, EXAMPLES_SHOWN), (listRefusal) =>
      set({ listRefusal }),
    );
    const isLatest = get().split === split && get().offset === offset && store.get().run?.id === run.id;
    if (examples !== null && isLatest) {
      set({ examples, listRefusal: "" });
    }
  }

  async function score() {
    const { run, trace } = store.get();
    if (run === null || trace === null || get().task === null) {
      return;
    }
    set({ isScoring: true, scoreRefusal: "" });
    const scores = await unlessRefused(api.score(run.id, trace.iteration), (scoreRefusal) => set({ scoreRefusal }));
    set({ isScoring: false });
    if (scores !== null && store.get().run?.id === run.id) {
      set({ scores });
    }
  }

  async function open(run: Run) {
    const task = await unlessRefused(api.taskOf(run.id), () => {});
    if (task === null || store.get().run?.id !== run.id) {
      return;
    }
    const before = get();
    const isOther = before.task?.name !== task.name;
    const empty = task.image === null ? "" : blank(task.image);
    const fits = task.image === null || before.source.length === empty.length;
    set({
      task,
      scores: null,
      scoreRefusal: "",
      ...(isOther || !fits ? { source: empty, past: [] } : {}),
      ...(isOther
        ? { isOpen: task.name !== "next_character", target: "", isForced: false, attempt: null, refusal: "" }
        : {}),
    });
    void list(0, Object.keys(task.splits)[0]);
    if (isOther && task.image === null) {
      take(task.example);
    } else {
      void ask();
    }
  }

  let runId = "";
  store.watch(["run"], ({ run }) => {
    if (run !== null && run.id !== runId) {
      runId = run.id;
      void open(run);
    }
  });
  store.watch(["trace"], askSoon);
  let trained = false;
  store.watch(["training"], ({ training }) => {
    if (trained && training === null && get().isOpen) {
      void score();
    }
    trained = training !== null;
  });

  return {
    state,
    ask,
    write,
    keep,
    take,
    list,
    score,

    toggle(isOpen: boolean) {
      if (isOpen !== get().isOpen) {
        set({ isOpen });
        void list(get().offset);
        void ask();
      }
    },

    paint: (place: number, ink: boolean) => write(inked(get().source, place, ink)),

    undo() {
      const { past } = get();
      set({ past: past.slice(0, -1) });
      write(past.at(-1) ?? get().source);
    },

    clear() {
      const { task } = get();
      if (task !== null && task.image !== null) {
        keep();
        write(blank(task.image));
      }
    },

    force(isForced: boolean) {
      set({ isForced });
      void ask();
    },

    /** Any example that the network was not trained on, where there are some. */
    async pick() {
      const { run } = store.get();
      const splits = get().task?.splits;
      if (run !== null && splits !== undefined) {
        const split = splits.test === undefined ? "train" : "test";
        const place = Math.floor(Math.random() * (splits[split] ?? 1));
        const found = await unlessRefused(api.examples(run.id, split, place, 1), (refusal) => set({ refusal }));
        found?.examples.forEach(take);
      }
    },
  };
}
