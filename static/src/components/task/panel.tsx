/** The task card: its shape, its examples, how well it is learned, and an input of one's own. */

import type { TaskClient, TaskState } from "../../client/task";
import { EXAMPLES_SHOWN } from "../../client/task";
import { Legible } from "../../lib/legible";
import { say } from "../../lib/messages";
import { visible } from "../../model/format";
import type { Task } from "../../model/types";
import { Small } from "../button";
import { Select } from "../select";
import { Answer } from "./answer";
import { Grid } from "./grid";
import { ScoreTable, splitName, splitTitle } from "./score";
import { kindOfShape, Picture, Shape, shapeInWords } from "./shape";

type Part = { state: TaskState; task: Task; client: TaskClient };

export function TaskPanel({ state, client }: { state: TaskState; client: TaskClient }) {
  const { task, scores, isOpen } = state;
  const kind = task === null ? "" : kindOfShape(task);
  return (
    <section
      class="card task-card"
      id="task-card"
      aria-labelledby="task-heading"
      data-task={task?.name}
      data-scored={scores?.iteration}
    >
      <details id="task-details" open={isOpen} onToggle={(event) => client.toggle(event.currentTarget.open)}>
        <summary>
          <h2 id="task-heading">
            {say("task-heading")} <span>{task?.title}</span>
          </h2>{" "}
          <span class="card-note">
            <Legible text={task?.words ?? ""} />
          </span>
        </summary>
        {task !== null && (
          <div class="task-parts">
            <div class="task-column">
              <figure>
                <figcaption>
                  <h3>
                    {say("task-shape-heading")} <span id="task-kind">{say(`task-kind-${kind}`)}</span>
                  </h3>
                </figcaption>
                <div class="task-shape scrolls" role="group" aria-label={say("task-shape-label")}>
                  <Shape task={task} />
                </div>
                <p class="hint">{shapeInWords(task)}</p>
              </figure>
              <Examples state={state} task={task} client={client} />
            </div>
            <div class="task-column">
              <Try state={state} task={task} client={client} />
              <Scored state={state} task={task} client={client} />
            </div>
          </div>
        )}
      </details>
    </section>
  );
}

function Examples({ state, task, client }: Part) {
  const { examples, listRefusal, offset, split } = state;
  const count = examples?.count ?? 0;
  const last = Math.min(count, offset + EXAMPLES_SHOWN);
  const range = examples === null ? "" : say("task-page", { first: offset + 1, last, count });
  return (
    <section aria-labelledby="task-examples-heading">
      <header>
        <h3 id="task-examples-heading">{say("task-examples")}</h3>
        <Select
          id="task-split"
          aria-label={say("task-split")}
          title={splitTitle(split, task.name)}
          value={split}
          onChoose={(value) => void client.list(0, value)}
          options={Object.entries(task.splits).map(([name, many]) => [
            name,
            say("task-split-option", { name: splitName(name, task.name), count: many }),
          ])}
        />
      </header>
      <ol class="task-list" id="task-list">
        {examples?.examples.map((example, place) => (
          <li key={place}>
            <button type="button" class="task-example" title={say("task-take")} onClick={() => client.take(example)}>
              {task.image === null ? (
                <span class="source">{visible(example.source)}</span>
              ) : (
                <svg class="task-miniature" width={34} height={34} role="img" aria-label={say("task-picture")}>
                  <Picture picture={example.source} x={1} y={1} side={32} />
                </svg>
              )}
              {example.target !== "" && <span class="target">→ {example.target}</span>}
            </button>
          </li>
        ))}
      </ol>
      <p class="task-pages">
        <Small
          aria-label={say("task-before")}
          disabled={offset === 0}
          onClick={() => void client.list(Math.max(0, offset - EXAMPLES_SHOWN))}
        >
          ◀
        </Small>
        <span>{listRefusal || range}</span>
        <Small
          aria-label={say("task-after")}
          disabled={last >= count}
          onClick={() => void client.list(offset + EXAMPLES_SHOWN)}
        >
          ▶
        </Small>
      </p>
    </section>
  );
}

function Try({ state, task, client }: Part) {
  const { source, target, past, attempt, refusal } = state;
  return (
    <section aria-labelledby="task-try-heading">
      <h3 id="task-try-heading">{say("task-try")}</h3>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void client.ask();
        }}
      >
        {task.image !== null ? (
          <Grid picture={source} canUndo={past.length > 0} client={client} />
        ) : (
          <div class="task-line">
            <label for="task-source">{say("task-input", { task: task.name })}</label>
            <input
              type="text"
              id="task-source"
              autocomplete="off"
              autocapitalize="off"
              spellcheck={false}
              aria-describedby="task-try-error"
              value={source}
              onInput={(event) => client.write(event.currentTarget.value)}
            />
            <button type="submit" class="button">
              {say("task-ask")}
            </button>
          </div>
        )}
        <p class="error" id="task-try-error" role="alert">
          {refusal}
        </p>
      </form>
      {task.writes_freely && <Forcing state={state} client={client} />}
      <div class="task-answer" id="task-answer" aria-live="polite">
        {attempt !== null && <Answer task={task} attempt={attempt} />}
      </div>
      <p class="hint">
        {attempt !== null &&
          say("task-asked", { iteration: attempt.iteration, target, known: target === "" ? "no" : "yes" })}
      </p>
    </section>
  );
}

function Forcing({ state, client }: { state: TaskState; client: TaskClient }) {
  const { isForced, target } = state;
  const read = isForced ? "answer" : "itself";
  return (
    <div class="task-forcing">
      <div class="segments" role="group" aria-label={say("task-forcing")}>
        <button type="button" aria-pressed={!isForced} onClick={() => client.force(false)}>
          {say("task-free")}
        </button>
        <button
          type="button"
          id="task-forced"
          aria-pressed={isForced}
          disabled={target === ""}
          title={target === "" ? say("task-forced-disabled") : undefined}
          onClick={() => client.force(true)}
        >
          {say("task-forced")}
        </button>
      </div>
      <p class="hint">{say(`task-reads-${read}`)}</p>
    </div>
  );
}

function Scored({ state, task, client }: Part) {
  const { scores, isScoring, scoreRefusal } = state;
  const at = scores === null ? "" : say("task-scored", { iteration: scores.iteration });
  return (
    <section aria-labelledby="task-score-heading">
      <header>
        <h3 id="task-score-heading">{say("task-score")}</h3>
        <Small id="task-score-ask" disabled={isScoring} onClick={() => void client.score()}>
          {say("task-score-ask")}
        </Small>
      </header>
      <p class="hint">{say("task-metric", { metric: task.metric })}</p>
      <div id="task-score-table" class="scrolls" role="group" aria-label={say("task-score-table")}>
        {scores !== null && <ScoreTable task={task} scores={scores} />}
      </div>
      <p class="hint" role="status">
        {isScoring ? say("task-scoring") : scoreRefusal || at}
      </p>
    </section>
  );
}
