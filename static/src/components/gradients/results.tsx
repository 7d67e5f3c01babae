/** What the laboratory measured: readings, what several seeds say, figures, and how training went. */

import { UnreachableError } from "../../client/api";
import type { Laboratory } from "../../client/laboratory";
import { Legible } from "../../lib/legible";
import { Say, say } from "../../lib/messages";
import { base, rooted } from "../../lib/root";
import { loss, setting } from "../../model/format";
import type { Measured } from "../../model/laboratory";
import { command, norm } from "../../model/laboratory";
import { Small } from "../button";
import { Keep, Sentences } from "../question";

const READINGS = [
  "spectral_radius",
  "spectral_norm",
  "first_gradient",
  "last_gradient",
  "ratio",
  "gradient_norm",
] as const;
/** By name, what each figure is about. */
const FIGURES = {
  loss_gradients: "distance",
  jacobians: "distance",
  eigenvalues: "matrix",
  singular_values: "matrix",
  losses: "training",
  gradient_norms: "training",
};

export const W_HH = (
  <>
    <var class="w-hh">W</var>
    <sub>hh</sub>
  </>
);

export function Results({ laboratory }: { laboratory: Laboratory }) {
  const { settings, limits, measured } = laboratory;
  const answer = measured.answer.value;
  return (
    <section
      class="results"
      id="results"
      aria-labelledby="results-heading"
      aria-busy={measured.isAsked.value}
      data-iteration={answer?.iteration}
      data-stale={measured.failure.value === null ? undefined : ""}
    >
      <h2 id="results-heading" class="visually-hidden">
        {say("gradients-results")}
      </h2>
      <Readings laboratory={laboratory} />
      <Seeds laboratory={laboratory} />
      <Figures laboratory={laboratory} />
      <Trainings measured={answer} />
      <Keep hint={say("gradients-keep")} command={command(base(), settings.value, limits)}>
        {answer !== null && answer.page !== null && (
          <a class="button small" id="open" href={rooted(answer.page)}>
            {say("gradients-open")}
          </a>
        )}
      </Keep>
    </section>
  );
}

const words = (error: Error) =>
  error instanceof UnreachableError ? say("gradients-unreachable", { told: error.message }) : error.message;

function Readings({ laboratory: { measured, settings, ask } }: { laboratory: Laboratory }) {
  const answer = measured.answer.value;
  const failure = measured.failure.value;
  const verdict = answer === null ? say("gradients-measuring") : verdictOf(answer, Number(settings.value.iteration));
  return (
    <div class="card readings-card">
      <p class="verdict" id="verdict" role="status">
        <Legible text={failure === null ? verdict : say("gradients-stale")} />
      </p>
      <div class="failure-line" id="failure" hidden={failure === null} role="alert">
        <p id="failure-text">{failure !== null && words(failure)}</p>
        <Small id="retry" onClick={() => void ask()}>
          {say("gradients-retry")}
        </Small>
      </div>
      <dl class="readouts">
        {READINGS.map((name) => (
          <div key={name}>
            <dt>
              <Say id={`gradients-reading-${name}`} />
            </dt>
            <dd id={`read-${name}`}>
              <Legible text={answer === null ? "–" : norm(reading(answer, name))} />
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

const reading = ({ readings, gradient_norm }: Measured, name: (typeof READINGS)[number]) =>
  name === "gradient_norm" ? gradient_norm : readings[name];

function verdictOf({ iteration, readings, trainings }: Measured, wanted: number) {
  const end = trainings[0]?.stopped === "time" ? "time" : "diverged";
  return say("gradients-verdict", {
    iteration,
    end: iteration < wanted ? end : "reached",
    words: readings.words.charAt(0).toLowerCase() + readings.words.slice(1),
  });
}

function Seeds({ laboratory: { seeds, askSeeds } }: { laboratory: Laboratory }) {
  const found = seeds.answer.value;
  const done = found && { seeds: found.seeds.length, seconds: found.seconds.toFixed(1) };
  const idle = done === null ? say("gradients-seeds-hint") : say("gradients-seeds-done", done);
  const failure = seeds.failure.value;
  return (
    <section
      class="card findings seeds-card"
      id="seeds-card"
      aria-labelledby="seeds-heading"
      aria-busy={seeds.isAsked.value}
    >
      <header>
        <h3 id="seeds-heading">{say("gradients-seeds")}</h3>
        <Small id="ask-seeds" onClick={askSeeds}>
          {say("gradients-seeds-ask")}
        </Small>
        <p class="hint" id="seeds-status" role="status">
          {seeds.isAsked.value ? say("gradients-seeds-training") : failure === null ? idle : words(failure)}
        </p>
      </header>
      {found !== null && (
        <div id="seeds-found">
          <Sentences id="so" label={say("findings-so")} sentences={found.verdict.so} />
          <details>
            <summary>{say("gradients-seeds-seen")}</summary>
            <Sentences id="seen" sentences={found.verdict.seen} />
            <p class="hint" id="limit">
              {found.verdict.limit}
            </p>
          </details>
        </div>
      )}
    </section>
  );
}

/** The cards that the figures are drawn into. */
function Figures({ laboratory: { settings, measured } }: { laboratory: Laboratory }) {
  const { task, cell, clip_norm: clip } = settings.value;
  const values = {
    task: String(task),
    cell: String(cell),
    over: measured.answer.value?.mean_over ?? 1,
    isClipped: clip === null ? "no" : "yes",
    norm: setting(Number(clip)),
  };
  return (
    <div class="plots" id="figures">
      {Object.entries(FIGURES).map(([name, about]) => (
        <figure key={name} class="card plot-card">
          <figcaption class={about === "distance" ? "tall" : undefined}>
            <h3>
              <Say id={`gradients-figure-${name}`} slots={{ weights: W_HH }} />
            </h3>
            <p class="hint" id={name === "gradient_norms" ? "clip-note" : undefined}>
              <Say id={`gradients-note-${name}`} values={values} slots={{ weights: W_HH }} />
            </p>
          </figcaption>
          <div
            class={about === "matrix" ? "plot square" : "plot"}
            data-plot={name}
            role="img"
            aria-label={say(`gradients-plot-${name}`)}
          />
        </figure>
      ))}
    </div>
  );
}

function Trainings({ measured }: { measured: Measured | null }) {
  const judgedOn = measured?.judged_on ?? "train";
  return (
    <section class="card outcome" aria-labelledby="outcome-heading">
      <h3 id="outcome-heading">{say("gradients-trainings")}</h3>
      <section class="table-scroll scrolls" aria-labelledby="outcome-heading">
        <table>
          <thead>
            <tr>
              {["name", "iterations", "norm", "loss", "right"].map((name) => (
                <th key={name} scope="col">
                  {say(`gradients-column-${name}`, { judgedOn })}
                </th>
              ))}
            </tr>
          </thead>
          <tbody id="trainings">
            {measured?.trainings.map(({ name, words, ...training }) => (
              <tr key={name}>
                <th scope="row">
                  {name}
                  {words !== name && <span class="card-note">{words}</span>}
                </th>
                <td>{say("gradients-iterations", { count: training.iterations, end: training.stopped })}</td>
                <td>
                  <Legible text={norm(training.largest_gradient_norm)} />
                </td>
                <td>
                  <Legible text={loss(training.loss)} />
                </td>
                <td>{say("gradients-right", { right: training.right, of: training.counted })}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <p class="hint">{say("gradients-one-seed")}</p>
    </section>
  );
}
