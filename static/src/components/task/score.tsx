/** How good the network is, split by split: a share with its counts, never a bare percentage. */

import { isSaid, say } from "../../lib/messages";
import { loss as written } from "../../model/format";
import type { Score, Scores, Task } from "../../model/types";

export const splitName = (split: string, task: string) =>
  isSaid(`task-split-${split}`) ? say(`task-split-${split}`, { task }) : split;

/** What the examples of a split are, where its name does not say it. */
export const splitTitle = (split: string, task: string) =>
  split === "longer" || split === "shifted" ? say(`task-split-${split}-title`, { task }) : "";

const share = (right: number, all: number) => say("task-score-counted", { right: String(right), all: String(all) });

/** `54 of 54` */
export function counted({ answers_right: answers, examples, right, counted: all }: Score): string {
  return answers === null ? share(right, all) : share(answers, examples);
}

export function ScoreTable({ task, scores }: { task: Task; scores: Scores }) {
  const predictions = task.writes_freely ? [say("task-score-predictions")] : [];
  return (
    <table class="task-scores">
      <thead>
        <tr>
          {["", say("task-score-loss"), say("task-score-share"), ...predictions].map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {Object.entries(scores.splits).map(([split, score]) => (
          <tr key={split} data-split={split}>
            <th scope="row" title={splitTitle(split, task.name)}>
              {splitName(split, task.name)}
            </th>
            <td class="loss">{score.loss === null ? "–" : written(score.loss)}</td>
            <td>
              <span class="score-bar" aria-hidden="true">
                <i style={{ inlineSize: `${100 * (score.value ?? 0)}%` }} />
              </span>
              <span class="count">{counted(score)}</span>
              {score.out_of_reach > 0 && <Beyond {...score} />}
            </td>
            {task.writes_freely && <td class="count">{share(score.right, score.counted)}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Beyond({ out_of_reach: beyond, examples }: Score) {
  return (
    <span class="hint"> {say("task-score-beyond", { beyond, extent: beyond === examples ? "all" : "some" })}</span>
  );
}
