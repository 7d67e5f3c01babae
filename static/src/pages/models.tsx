/** Experiments: several networks on one task, run on the server, watched while they learn. */

import "../styles/tokens.css";
import "../styles/base.css";
import "../styles/controls.css";
import "../styles/transport.css";
import "../styles/workbench.css";
import "../styles/panels.css";
import "../styles/figures.css";
import "../styles/question.css";
import "../styles/models.css";
import "./common";
import { computed, effect, signal } from "@preact/signals";
import { render } from "preact";

import { api, ProblemError, UnreachableError } from "../client/api";
import { createExperiment } from "../client/experiment";
import { createFigures } from "../components/figures";
import { ExperimentForm } from "../components/models/form";
import { Results } from "../components/models/results";
import { Presets, plotsIn } from "../components/question";
import { createThemeSwitch, theme } from "../components/theme";
import { find } from "../lib/dom";
import { say } from "../lib/messages";
import { rooted } from "../lib/root";
import type { Question } from "../model/models";
import { fromQuery, toQuery, USUAL, usual } from "../model/models";
import type { PageConfig } from "../model/types";

const page = document.body;
const config: PageConfig & { questions: Question[] } = JSON.parse(
  find(document, "#page-config", HTMLScriptElement).text,
);
const { questions, tasks } = config;
const optimizers = config.limits.run.optimizer?.choices ?? [];
const wasAsked = location.search !== "";
const experiment = createExperiment({
  api,
  opened: fromQuery(location.search, questions),
  questions,
  draw: () => void draw(),
});
const { plan, question, result, isFound, id } = experiment;
const log = signal(false);
const chosenSplit = signal<string | null>(null);
const split = computed(() => {
  const wanted = chosenSplit.value ?? result.value?.judged_on ?? "train";
  return isFound.value && result.value?.splits.includes(wanted) ? wanted : "train";
});

async function draw() {
  const shown = id.peek();
  if (shown === null) {
    return;
  }
  try {
    const options = { split: split.value, theme: theme.value, log: log.value };
    await figures.update(await api.experimentFigures(shown, options));
  } catch (error) {
    if (!(error instanceof ProblemError || error instanceof UnreachableError)) {
      throw error;
    }
  }
}

function run() {
  const wrong = experiment.run();
  if (wrong !== null) {
    find(page, `#${wrong}`, HTMLInputElement).focus();
  }
}

function chooseTask(task: string) {
  const { hidden_size, optimizer, learning_rate } = { ...usual(questions), ...tasks[task]?.suggested };
  experiment.change({
    task,
    hidden_size: String(hidden_size),
    optimizer: String(optimizer),
    learning_rate: String(learning_rate),
  });
}

const title = () => question.value?.title ?? say("experiments-own");

const Guide = () => (
  <section class="card guide" aria-labelledby="title">
    <h1 id="title">{title()}</h1>
    <p>{say("experiments-guide")}</p>
    <Presets
      label={say("experiments-questions")}
      presets={questions}
      chosen={question.value?.name ?? null}
      onChoose={experiment.choose}
    />
    {question.value !== null && (
      <p class="guide-text" data-text={question.value.name}>
        {question.value.beforehand}
      </p>
    )}
  </section>
);

render(
  <>
    <Guide />
    <div class="experiment">
      <ExperimentForm {...{ experiment, tasks, optimizers }} onTask={chooseTask} onRun={run} />
      <Results experiment={experiment} split={{ now: split, choose: (name) => (chosenSplit.value = name) }} log={log} />
    </div>
  </>,
  find(page, "#main", HTMLElement),
);

const figures = createFigures(plotsIn(page), { plotlyUrl: config.plotly, palette: config.palette });
createThemeSwitch(page);

effect(() => {
  void [split.value, log.value, result.value, theme.value];
  void draw();
});
effect(() => {
  if (!isFound.value) {
    chosenSplit.value = null;
  }
});
effect(() => {
  document.title = say("experiments-page-title", { title: title() });
});
effect(() => {
  // An address that says something runs when it is opened: also that of the usual experiment.
  const isBare = location.search === "" && question.value?.name === USUAL && experiment.state.value === "idle";
  history.replaceState(null, "", rooted(`/experiments${isBare ? "" : toQuery(plan.value, questions)}`));
});
if (wasAsked) {
  run();
}
