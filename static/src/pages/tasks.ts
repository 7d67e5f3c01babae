/** The task card: its shape, its examples, how well it is learnt, and an input of one's own. */

import type { Api } from "../client/api";
import { ProblemError, UnreachableError } from "../client/api";
import type { State } from "../client/session";
import { drawAnswer } from "../components/task/answer";
import { createGrid } from "../components/task/grid";
import { drawScore, splitName } from "../components/task/score";
import { drawShape, kindOfShape, pictureOf, shapeInWords } from "../components/task/shape";
import { find, h, on, setText, svg } from "../lib/dom";
import type { Store } from "../lib/store";
import { count, visible } from "../model/format";
import type { Run, Task } from "../model/types";

const PAGE = 6;
const ASK_AFTER = 180;
const LABELS = new Map([
  ["next_character", "A text of these letters"],
  ["counting", "Some a's and b's"],
  ["sentiment", "A sentence"],
  ["translation", "An English phrase"],
  ["remembering", "A letter and what follows"],
]);
const FREE =
  "Free running: the decoder reads its own words, as it must when nobody knows the answer. One mistake leads to the next.";
const FORCED =
  "Teacher forcing, as in training: the decoder reads the right words, whatever it said itself. So each place is judged alone.";

export function createTasks({ page, store, api }: { page: HTMLElement; store: Store<State>; api: Api }) {
  const card = find(page, "#task-card", HTMLElement);
  const details = find(card, "#task-details", HTMLDetailsElement);
  const source = find(card, "#task-source", HTMLInputElement);
  const answer = find(card, "#task-answer", HTMLElement);
  const error = find(card, "#task-try-error", HTMLElement);
  const split = find(card, "#task-split", HTMLSelectElement);
  const list = find(card, "#task-list", HTMLOListElement);
  const free = find(card, "#task-free", HTMLButtonElement);
  const forced = find(card, "#task-forced", HTMLButtonElement);
  const grid = createGrid(card, () => askSoon());
  let task: Task | null = null;
  /** Of the run whose examples are shown. */
  let runId = "";
  let offset = 0;
  /** The right answer to what is asked, where it is known. */
  let target = "";
  let teacher = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asked = 0;

  async function unlessRefused<T>(promise: Promise<T>, tell: (text: string) => void): Promise<T | null> {
    try {
      return await promise;
    } catch (problem) {
      if (problem instanceof ProblemError) {
        tell(problem.errors.map(({ message }) => `${message}.`).join(" ") || problem.message);
      } else if (problem instanceof UnreachableError) {
        tell(problem.message);
      } else {
        throw problem;
      }
      return null;
    }
  }

  // ---- try --------------------------------------------------------------------------------

  const input = () => (task?.image === null ? source.value : grid.source());

  function askSoon() {
    target = "";
    timer = again(timer);
  }

  function again(before: ReturnType<typeof setTimeout> | undefined) {
    clearTimeout(before);
    return setTimeout(() => void ask(), ASK_AFTER);
  }

  async function ask() {
    const { run, trace } = store.get();
    if (task === null || run === null || trace === null || !details.open) {
      return;
    }
    if (task.image === null ? source.value.trim() === "" : grid.isEmpty()) {
      answer.replaceChildren();
      setText(error, "");
      setText(find(card, "#task-asked", HTMLElement), "");
      return;
    }
    const mine = ++asked;
    const forcing = teacher && target !== "";
    const attempt = await unlessRefused(
      api.attempt(run.id, {
        source: input(),
        iteration: trace.iteration,
        ...(forcing ? { target, teacher_forcing: true } : {}),
      }),
      (text) => {
        setText(error, text);
        answer.replaceChildren();
      },
    );
    if (attempt === null || mine !== asked || task === null) {
      return;
    }
    setText(error, "");
    answer.replaceChildren(...drawAnswer(task, attempt));
    setText(
      find(card, "#task-asked", HTMLElement),
      `The network of iteration ${count(attempt.iteration)} answered${target === "" ? "." : `; right would be “${target}”.`}`,
    );
    showForcing();
  }

  function showForcing() {
    free.setAttribute("aria-pressed", String(!teacher));
    forced.setAttribute("aria-pressed", String(teacher));
    forced.disabled = target === "";
    forced.title = target === "" ? "Take an example from the list: only there the right answer is known" : "";
    setText(find(card, "#task-forcing-words", HTMLElement), teacher ? FORCED : FREE);
  }

  on(find(card, "#task-try", HTMLFormElement), "submit", (event) => {
    event.preventDefault();
    void ask();
  });
  on(source, "input", () => {
    teacher = false;
    askSoon();
    showForcing();
  });
  on(free, "click", () => {
    teacher = false;
    void ask();
    showForcing();
  });
  on(forced, "click", () => {
    teacher = true;
    void ask();
    showForcing();
  });
  on(find(card, "#task-grid-pick", HTMLButtonElement), "click", () => void pick());

  async function pick() {
    const { run } = store.get();
    if (run === null || task === null) {
      return;
    }
    const which = task.splits.test === undefined ? "train" : "test";
    const at = Math.floor(Math.random() * (task.splits[which] ?? 1));
    const found = await unlessRefused(api.examples(run.id, which, at, 1), (text) => setText(error, text));
    const [example] = found?.examples ?? [];
    if (example !== undefined) {
      take(example);
    }
  }

  function take(example: { source: string; target: string }) {
    if (task?.image !== null) {
      grid.draw(example.source);
    } else {
      source.value = example.source;
    }
    clearTimeout(timer);
    target = example.target;
    void ask();
    showForcing();
  }

  // ---- score ------------------------------------------------------------------------------

  const scored = find(card, "#task-score-table", HTMLElement);
  const said = find(card, "#task-score-words", HTMLElement);
  const scoreButton = find(card, "#task-score-ask", HTMLButtonElement);

  async function score() {
    const { run, trace } = store.get();
    if (run === null || trace === null || task === null) {
      return;
    }
    scoreButton.disabled = true;
    setText(said, "Judging every example…");
    const scores = await unlessRefused(api.score(run.id, trace.iteration), (text) => setText(said, text));
    scoreButton.disabled = false;
    if (scores === null || store.get().run?.id !== run.id) {
      return;
    }
    scored.replaceChildren(drawScore(task, scores));
    card.dataset.scored = String(scores.iteration);
    setText(said, `At iteration ${count(scores.iteration)}. The loss is the mean over the examples.`);
  }

  on(scoreButton, "click", () => void score());

  // ---- examples ---------------------------------------------------------------------------

  async function showExamples() {
    const { run } = store.get();
    if (run === null || task === null || !details.open) {
      return;
    }
    const found = await unlessRefused(api.examples(run.id, split.value, offset, PAGE), (text) =>
      setText(find(card, "#task-page", HTMLElement), text),
    );
    if (found === null || task === null) {
      return;
    }
    list.replaceChildren(
      ...found.examples.map((example) => {
        const button = h(
          "button",
          { type: "button", class: "task-example", title: "Try this one" },
          task?.image === null ? h("span", { class: "source" }, visible(example.source)) : miniature(example.source),
          example.target === "" ? null : h("span", { class: "target" }, `→ ${example.target}`),
        );
        on(button, "click", () => take(example));
        return h("li", {}, button);
      }),
    );
    const last = Math.min(found.count, offset + PAGE);
    setText(
      find(card, "#task-page", HTMLElement),
      found.count === 0 ? "none" : `${offset + 1}–${last} of ${count(found.count)}`,
    );
    find(card, "#task-before", HTMLButtonElement).disabled = offset === 0;
    find(card, "#task-after", HTMLButtonElement).disabled = last >= found.count;
  }

  on(split, "change", () => {
    offset = 0;
    void showExamples();
  });
  on(find(card, "#task-before", HTMLButtonElement), "click", () => {
    offset = Math.max(0, offset - PAGE);
    void showExamples();
  });
  on(find(card, "#task-after", HTMLButtonElement), "click", () => {
    offset += PAGE;
    void showExamples();
  });

  // ---- which task -------------------------------------------------------------------------

  async function open(run: Run) {
    const own = await unlessRefused(api.taskOf(run.id), () => {});
    if (own === null || store.get().run?.id !== run.id) {
      return;
    }
    const another = task?.name !== own.name;
    task = own;
    setText(find(card, "#task-title", HTMLElement), task.title);
    setText(find(card, "#task-words", HTMLElement), task.words);
    setText(find(card, "#task-kind", HTMLElement), kindOfShape(task));
    setText(find(card, "#task-shape-words", HTMLElement), shapeInWords(task));
    find(card, "#task-shape", HTMLElement).replaceChildren(drawShape(task));
    setText(find(card, "#task-metric", HTMLElement), `It counts ${task.metric}.`);
    setText(find(card, "#task-source-label", HTMLElement), LABELS.get(task.name) ?? "Your input");
    find(card, "#task-line", HTMLElement).hidden = task.image !== null;
    find(card, "#task-grid-part", HTMLElement).hidden = task.image === null;
    find(card, "#task-forcing", HTMLElement).hidden = !task.writes_freely;
    if (task.image !== null) {
      grid.resize(task.image);
    }
    scored.replaceChildren();
    delete card.dataset.scored;
    setText(said, "");
    split.replaceChildren(
      ...Object.entries(task.splits).map(([name, many]) =>
        h("option", { value: name }, `${splitName(name)} (${many})`),
      ),
    );
    if (another) {
      details.open = task.name !== "next_character";
      source.value = "";
      teacher = false;
      target = "";
      answer.replaceChildren();
      setText(error, "");
    }
    offset = 0;
    showForcing();
    card.dataset.task = task.name;
    void showExamples();
    if (another && task.image === null) {
      take(task.example);
    } else {
      void ask();
    }
  }

  on(details, "toggle", () => {
    if (details.open) {
      void showExamples();
      void ask();
    }
  });
  store.watch(["run"], ({ run }) => {
    if (run !== null && run.id !== runId) {
      runId = run.id;
      void open(run);
    }
  });
  store.watch(["trace"], () => {
    timer = again(timer);
  });
  let trained = false;
  store.watch(["training"], ({ training }) => {
    if (trained && training === null && details.open) {
      void score();
    }
    trained = training !== null;
  });

  return {
    /** To where the network can be asked about an input of one's own. */
    tryOwn() {
      details.open = true;
      const drawn = find(card, "#task-grid", HTMLElement).querySelector('[tabindex="0"]');
      const place = task !== null && task.image !== null && drawn instanceof HTMLElement ? drawn : source;
      place.focus();
      if (place === source) {
        source.select();
      }
    },
  };
}

function miniature(source: string) {
  return svg(
    "svg",
    { class: "task-miniature", viewBox: "0 0 34 34", width: 34, height: 34, role: "img", "aria-label": "a picture" },
    ...pictureOf(source, 1, 1, 32),
  );
}
