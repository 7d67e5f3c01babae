/** Experiments: several networks on one task, run on the server, watched while they learn. */

import "../styles/tokens.css";
import "../styles/base.css";
import "../styles/workbench.css";
import "../styles/question.css";
import "../styles/models.css";
import "../lib/scrolling";
import { api, ProblemError, UnreachableError } from "../client/api";
import { createFigures } from "../components/figures";
import { splitName } from "../components/task/score";
import { createThemeSwitch, themeNow } from "../components/theme";
import { copied, find, h, on, setText } from "../lib/dom";
import { count } from "../model/format";
import type { Questions, Result } from "../model/models";
import {
  command,
  duration,
  fromQuery,
  percent,
  presetOf,
  request,
  spreadText,
  toQuery,
  USUAL,
  usual,
} from "../model/models";
import type { PageConfig } from "../model/types";

const FIGURES_EVERY = 1000;
const NUMBERS = [
  "distance",
  "hidden_size",
  "keep_bias",
  "learning_rate",
  "iterations",
  "evaluations",
  "seeds",
] as const;
const OPENS = "Open this network in the workbench, trained with the first seed";
const ENDS = new Map([
  ["finished", "Done."],
  ["cancelled", "Cancelled; what was measured until then is shown."],
]);

const page = document.body;
const config: PageConfig = JSON.parse(find(document, "#page-config", HTMLScriptElement).text);
const element = (id: string) => find(page, `#${id}`, HTMLElement);
const input = (id: string) => find(page, `#${id}`, HTMLInputElement);
const select = (id: string) => find(page, `#${id}`, HTMLSelectElement);

const figures = createFigures(
  Object.fromEntries(
    [...page.querySelectorAll("[data-plot]")]
      .filter((plot) => plot instanceof HTMLElement)
      .map((plot) => [plot.dataset.plot ?? "", plot]),
  ),
  { plotlyUrl: config.plotly, palette: config.palette },
);
const boxes = [...page.querySelectorAll("input[name=model]")].filter((box) => box instanceof HTMLInputElement);
const progress = find(page, "#progress", HTMLProgressElement);
const runButton = find(page, "#run", HTMLButtonElement);
const cancelButton = find(page, "#cancel", HTMLButtonElement);
const logButton = find(page, "#log", HTMLButtonElement);

const questions: Questions = config.questions ?? {};
let plan = fromQuery(location.search, questions);
let log = false;
let id: string | null = null;
let isCancelled = false;
let running: AbortController | null = null;
let drawnAt = 0;
/** what of this experiment the reader chose to see */
let chosenSplit: string | null = null;

// ---- the form ----------------------------------------------------------------------------

function fill() {
  select("task").value = plan.task;
  input("text").value = plan.text;
  select("optimizer").value = plan.optimizer;
  for (const name of NUMBERS) {
    input(name).value = String(plan[name]);
  }
  for (const box of boxes) {
    box.checked = plan.models.includes(box.value);
  }
  show();
}

/** What follows from the plan: fields, the question it is, the command, the address. */
function show() {
  for (const field of page.querySelectorAll("[data-of]")) {
    field.toggleAttribute("hidden", field.getAttribute("data-of") !== plan.task);
  }
  const preset = presetOf(plan, questions);
  let title = element("title").dataset.own ?? "";
  for (const button of page.querySelectorAll("[data-preset]")) {
    const isChosen = button.getAttribute("data-preset") === preset;
    button.setAttribute("aria-pressed", String(isChosen));
    if (isChosen) {
      title = button.textContent ?? "";
    }
  }
  setText(element("title"), title);
  document.title = `RNN Explainer: ${title}`;
  for (const text of page.querySelectorAll("[data-text]")) {
    text.toggleAttribute("hidden", text.getAttribute("data-text") !== preset);
  }
  for (const name of page.querySelectorAll("[data-bias-of]")) {
    name.textContent = plan.keep_bias === 0 ? "" : `, b_${name.getAttribute("data-bias-of")} = ${plan.keep_bias}`;
  }
  setText(element("command"), command(location.origin, plan));
  element("growth-card").hidden = plan.task !== "next_character";
  element("memory-card").hidden = plan.task === "next_character";
  history.replaceState(
    null,
    "",
    `/experiments${location.search === "" && preset === USUAL ? "" : toQuery(plan, questions)}`,
  );
}

function read() {
  plan = {
    task: select("task").value,
    text: input("text").value,
    distance: Number(input("distance").value),
    models: boxes.filter(({ checked }) => checked).map(({ value }) => value),
    hidden_size: Number(input("hidden_size").value),
    optimizer: select("optimizer").value,
    keep_bias: Number(input("keep_bias").value.replace(",", ".")),
    learning_rate: Number(input("learning_rate").value.replace(",", ".")),
    iterations: Number(input("iterations").value),
    seeds: Number(input("seeds").value),
    evaluations: Number(input("evaluations").value),
  };
  show();
}

/** @param field all of them without one */
function clearErrors(field?: string) {
  for (const error of page.querySelectorAll(".controls .error")) {
    if (field === undefined || error.id === `${field}-error`) {
      error.textContent = "";
    }
  }
}

on(element("controls"), "input", (event) => {
  read();
  clearErrors(event.target instanceof HTMLElement ? event.target.id : undefined);
});
on(select("task"), "change", () => {
  const { suggested } = config.tasks[plan.task] ?? { suggested: {} };
  plan = {
    ...plan,
    hidden_size: Number(suggested.hidden_size ?? usual(questions).hidden_size),
    optimizer: String(suggested.optimizer ?? usual(questions).optimizer),
    learning_rate: Number(suggested.learning_rate ?? usual(questions).learning_rate),
  };
  fill();
});
on(element("controls"), "submit", (event) => {
  event.preventDefault();
  void run();
});
for (const button of page.querySelectorAll("[data-preset]")) {
  on(button, "click", () => {
    plan = { ...(questions[button.getAttribute("data-preset") ?? ""] ?? plan) };
    fill();
    void run();
  });
}

// ---- running -----------------------------------------------------------------------------

async function run() {
  running?.abort();
  clearErrors();
  const wrong = NUMBERS.find(
    (name) =>
      !Number.isFinite(plan[name]) ||
      (name === "seeds" && (!Number.isInteger(plan.seeds) || plan.seeds < 1 || plan.seeds > 100)),
  );
  if (wrong !== undefined) {
    setText(element(`${wrong}-error`), wrong === "seeds" ? "Enter a whole number of seeds." : "Enter a number.");
    input(wrong).focus();
    return;
  }
  // An address that says something runs when it is opened: also that of the usual experiment.
  history.replaceState(null, "", `/experiments${toQuery(plan, questions)}`);
  const own = new AbortController();
  running = own;
  id = null;
  runButton.disabled = true;
  cancelButton.disabled = false;
  isCancelled = false;
  progress.value = 0;
  setText(element("status"), "Starting…");
  chosenSplit = null;
  select("split").value = "train";
  select("split").disabled = true;
  // What the last one said is not said of this one.
  element("found-card").hidden = true;
  element("results").setAttribute("aria-busy", "true");
  try {
    for await (const line of api.experiment(request(plan), own.signal)) {
      if (own !== running) {
        return;
      }
      if (id === null && line.id !== undefined) {
        id = line.id;
        if (isCancelled) {
          cancel(line.id);
        }
      }
      progress.max = line.of;
      progress.value = line.measured;
      if (line.models !== undefined) {
        await finish(line as Result);
      } else if (line.measurement !== undefined) {
        const { model, seed, iteration } = line.measurement;
        setText(
          element("status"),
          `${count(line.measured)} of ${count(line.of)} measured: ${names()[model] ?? ""}, seed ${seed}, iteration ${count(iteration)}.`,
        );
        if (performance.now() - drawnAt > FIGURES_EVERY) {
          drawnAt = performance.now();
          void draw();
        }
      }
    }
  } catch (error) {
    ended(error, own);
  } finally {
    if (own === running) {
      running = null;
      runButton.disabled = false;
      cancelButton.disabled = true;
      element("results").setAttribute("aria-busy", "false");
    }
  }
}

function ended(error: unknown, own: AbortController) {
  if (own.signal.aborted) {
    return;
  }
  if (error instanceof ProblemError) {
    for (const { field, message } of error.errors) {
      const name = field.startsWith("models[") ? (field.split(".")[1] ?? "models") : field.replace(/\[\d+\]$/, "");
      const place = page.querySelector(`#${CSS.escape(name)}-error`) ?? element("form-error");
      place.textContent = `${message}.`;
    }
    setText(element("status"), error.errors.length > 0 ? "This cannot be run as it is: see the form." : error.message);
  } else if (error instanceof UnreachableError) {
    setText(element("status"), `${error.message} What was measured is shown.`);
  } else {
    throw error;
  }
}

const names = () =>
  plan.models.map((model) => boxes.find(({ value }) => value === model)?.parentElement?.textContent?.trim() ?? model);

on(cancelButton, "click", () => {
  cancelButton.disabled = true;
  isCancelled = true;
  setText(element("status"), "Cancelling…");
  // Until the server's first line, its experiment has no name that could be cancelled.
  if (id !== null) {
    cancel(id);
  }
});

/** The stream then ends by itself, with all that was measured. */
function cancel(experiment: string) {
  void api.cancelExperiment(experiment).catch(() => running?.abort());
}

// ---- showing -----------------------------------------------------------------------------

async function finish(result: Result) {
  const { splits, judged_on: judgedOn } = result;
  id = result.id;
  const before = chosenSplit ?? judgedOn;
  select("split").replaceChildren(...splits.map((name) => h("option", { value: name }, splitName(name))));
  select("split").value = splits.includes(before) ? before : "train";
  select("split").disabled = false;
  progress.max = result.of;
  progress.value = result.measured;
  setText(
    element("status"),
    `${ENDS.get(result.stopped ?? "") ?? result.message ?? ""} ${count(result.measured)} of ${count(result.of)} measured in ${result.seconds.toFixed(1)} s.`,
  );
  const head = ["network", "weights", "one iteration", "loss", ...splits.map((name) => `score, ${splitName(name)}`)];
  element("outcome-head").replaceChildren(h("tr", {}, ...head.map((name) => h("th", { scope: "col" }, name))));
  element("outcomes").replaceChildren(
    ...result.models.map(({ label, page: address, weights, outcome }) =>
      h(
        "tr",
        {},
        h("th", { scope: "row" }, address === null ? label : h("a", { href: address, title: OPENS }, label)),
        h("td", {}, count(weights)),
        h("td", {}, spreadText(outcome.seconds_per_iteration, duration)),
        h("td", { class: "loss" }, spreadText(outcome.loss.train)),
        ...splits.map((name) =>
          h(
            "td",
            {},
            (outcome.out_of_reach[name] ?? 0) > 0 ? "no weights for it" : spreadText(outcome.score[name], percent),
          ),
        ),
      ),
    ),
  );
  const { seen, so, limit } = result.verdict;
  element("found").replaceChildren(...seen.map((sentence) => h("li", {}, sentence)));
  element("so").replaceChildren(...so.map((sentence) => h("li", {}, sentence)));
  setText(element("limit"), limit);
  element("found-card").hidden = false;
  const here = `/api/experiments/${encodeURIComponent(result.id)}`;
  for (const [name, href] of [
    ["csv", `${here}/csv`],
    ["json", here],
  ]) {
    const link = find(page, `#download-${name}`, HTMLAnchorElement);
    link.href = href;
    link.removeAttribute("aria-disabled");
  }
  await draw();
  element("results").dataset.measured = String(result.measured);
}

async function draw() {
  if (id === null) {
    return;
  }
  try {
    await figures.update(await api.experimentFigures(id, { split: select("split").value, theme: themeNow(), log }));
  } catch (error) {
    if (!(error instanceof ProblemError || error instanceof UnreachableError)) {
      throw error;
    }
  }
}

on(select("split"), "change", () => {
  chosenSplit = select("split").value;
  void draw();
});
on(logButton, "click", () => {
  log = !log;
  logButton.setAttribute("aria-pressed", String(log));
  void draw();
});

async function copy(text: string, what: string) {
  setText(element("copy-status"), (await copied(text)) ? `${what} copied.` : "Copying is not allowed here.");
}
on(element("copy-link"), "click", () => void copy(location.href, "Link"));
on(element("copy-command"), "click", () => void copy(element("command").textContent ?? "", "Command"));

createThemeSwitch(page, () => void draw());

const asked = location.search !== "";
fill();
if (asked) {
  void run();
}
