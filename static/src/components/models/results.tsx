/** What an experiment found: how far it is, the verdict, curves, and the networks side by side. */

import type { Signal } from "@preact/signals";
import type { ComponentChildren } from "preact";

import type { Experiment } from "../../client/experiment";
import { Say, say } from "../../lib/messages";
import { base, rooted } from "../../lib/root";
import { count } from "../../model/format";
import type { Model, Result } from "../../model/models";
import { command, duration, percent, spreadText } from "../../model/models";
import { Toggle } from "../button";
import { Keep, Sentences } from "../question";
import { LabelledSelect } from "../select";
import { splitName } from "../task/score";

export function Results({ experiment, split, log }: { experiment: Experiment; split: Split; log: Signal<boolean> }) {
  const { plan, result, state } = experiment;
  const found = result.value;
  const here = found === null ? undefined : rooted(`/api/experiments/${encodeURIComponent(found.id)}`);
  return (
    <section
      class="results"
      id="results"
      aria-labelledby="results-heading"
      aria-busy={state.value !== "idle"}
      data-measured={found?.measured}
    >
      <h2 id="results-heading" class="visually-hidden">
        {say("experiments-results")}
      </h2>
      <Progress experiment={experiment} />
      <Verdict experiment={experiment} />
      <Figures experiment={experiment} split={split} log={log} />
      <Outcomes result={found} task={experiment.plan.value.task} />
      <Keep hint={say("experiments-keep")} command={command(base(), plan.value)}>
        <a class="button small" id="download-csv" href={here && `${here}/csv`} aria-disabled={here === undefined}>
          CSV
        </a>
        <a
          class="button small"
          id="download-json"
          href={here}
          aria-disabled={here === undefined}
          download="experiment.json"
        >
          JSON
        </a>
      </Keep>
    </section>
  );
}

/** On which examples the curves are, and the reader's choice of it. */
export interface Split {
  now: Signal<string>;
  choose: (split: string) => void;
}

function Progress({ experiment: { progress, status } }: { experiment: Experiment }) {
  const { measured, of } = progress.value;
  return (
    <div class="card progress-card">
      <progress id="progress" max={of} value={measured} aria-label={say("experiments-progress")} />
      <p id="status" role="status">
        {status.value}
      </p>
    </div>
  );
}

function Verdict({ experiment: { result, isFound } }: { experiment: Experiment }) {
  // What the last one said is not said of this one.
  if (result.value === null || !isFound.value) {
    return <section id="found-card" hidden />;
  }
  const { seen, so, limit } = result.value.verdict;
  return (
    <section class="card findings" id="found-card" aria-labelledby="found-heading">
      <h3 id="found-heading">{say("experiments-seen")}</h3>
      <Sentences id="found" sentences={seen} />
      <h3>{say("findings-so")}</h3>
      <Sentences id="so" label={say("findings-so")} sentences={so} />
      <p class="hint" id="limit">
        {limit}
      </p>
    </section>
  );
}

function Figures({ experiment, split, log }: { experiment: Experiment; split: Split; log: Signal<boolean> }) {
  const { plan, result, isFound } = experiment;
  const splits = isFound.value ? result.value?.splits : undefined;
  const readsText = plan.value.task === "next_character";
  return (
    <div class="plots" id="figures">
      <header class="figures-header">
        <LabelledSelect
          label={say("experiments-split")}
          id="split"
          disabled={splits === undefined}
          value={split.now.value}
          onChoose={split.choose}
          options={(splits ?? ["train"]).map((name) => [name, splitName(name, plan.value.task)])}
        />
        <Toggle
          id="log"
          isPressed={log.value}
          title={say("experiments-log-title")}
          onClick={() => {
            log.value = !log.value;
          }}
        >
          {say("experiments-log")}
        </Toggle>
        <p class="hint">{say("experiments-band")}</p>
      </header>
      <Figure name="loss" />
      <Figure name="score" />
      <Figure name="growth" hidden={!readsText} />
      <Figure name="memory" hidden={readsText} hint={<Say id="experiments-memory-note" />} />
    </div>
  );
}

function Figure({ name, hidden = false, hint }: { name: string; hidden?: boolean; hint?: ComponentChildren }) {
  return (
    <figure class="card plot-card" id={`${name}-card`} hidden={hidden}>
      <figcaption>
        <h3>{say(`experiments-figure-${name}`)}</h3>
        {hint && <p class="hint">{hint}</p>}
      </figcaption>
      <div class="plot" data-plot={name} role="img" aria-label={say(`experiments-plot-${name}`)} />
    </figure>
  );
}

function Outcomes({ result, task }: { result: Result | null; task: string }) {
  const splits = result?.splits ?? [];
  return (
    <section class="card outcome" aria-labelledby="outcome-heading">
      <h3 id="outcome-heading">{say("experiments-outcomes")}</h3>
      <section class="table-scroll scrolls" aria-labelledby="outcome-heading">
        {result !== null && (
          <table>
            <thead>
              <tr>
                {["network", "weights", "time", "loss"].map((name) => (
                  <th key={name} scope="col">
                    {say(`experiments-column-${name}`)}
                  </th>
                ))}
                {splits.map((split) => (
                  <th key={split} scope="col">
                    {say("experiments-column-score", { split: splitName(split, task) })}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody id="outcomes">
              {result.models.map((model) => (
                <Outcome key={model.label} model={model} splits={splits} />
              ))}
            </tbody>
          </table>
        )}
      </section>
      <p class="hint">{say("experiments-outcomes-note")}</p>
    </section>
  );
}

function Outcome({ model: { label, page, weights, outcome }, splits }: { model: Model; splits: string[] }) {
  const score = (split: string) =>
    (outcome.out_of_reach[split] ?? 0) > 0
      ? say("experiments-out-of-reach")
      : spreadText(outcome.score[split], percent);
  return (
    <tr>
      <th scope="row">
        {page === null ? (
          label
        ) : (
          <a href={rooted(page)} title={say("experiments-open")}>
            {label}
          </a>
        )}
      </th>
      <td>{count(weights)}</td>
      <td>{spreadText(outcome.seconds_per_iteration, duration)}</td>
      <td class="loss">{spreadText(outcome.loss.train)}</td>
      {splits.map((split) => (
        <td key={split}>{score(split)}</td>
      ))}
    </tr>
  );
}
