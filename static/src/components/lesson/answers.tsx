/** What a network makes of whole inputs: of a few, step by step or in a list, and of every split. */

import { useLayoutEffect, useRef, useState } from "preact/hooks";

import { say } from "../../lib/messages";
import { prose } from "../../model/format";
import type { Task } from "../../model/types";
import { Answer } from "../task/answer";
import { ScoreTable } from "../task/score";
import { Picture, Shape, shapeInWords } from "../task/shape";
import type { FigureProps } from "./setting";

const [SIDE, LISTED] = [96, 56];

function Source({ task, source, side }: { task: Task; source: string; side: number }) {
  return task.image === null ? (
    <span class="answer-source">{prose(source)}</span>
  ) : (
    <svg class="answer-picture" width={side + 2} height={side + 2} role="img" aria-label={say("task-picture")}>
      <Picture picture={source} x={1} y={1} side={side} />
    </svg>
  );
}

/** Some inputs, and below each what the network says after every token. */
export function Answers({ view: { task, attempts, isHidden }, figure }: FigureProps) {
  const root = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState<number | undefined>(undefined);
  useLayoutEffect(() => setWidth(root.current?.clientWidth), [attempts]);
  const sources = figure.told.sources ?? [];
  return (
    <div class="lesson-answers" ref={root}>
      {task !== null &&
        sources.map((source, place) => {
          const attempt = attempts[place];
          return (
            <section key={source} class="answer" aria-label={task.image === null ? prose(source) : say("task-picture")}>
              <p class="answer-read">
                <Source task={task} source={source} side={SIDE} />
              </p>
              {!isHidden && attempt !== undefined && <Answer task={task} attempt={attempt} width={width} />}
            </section>
          );
        })}
    </div>
  );
}

/** Inputs in a list, each with what the network says of it, and what would be right. */
export function Answered({ view: { task, measures, isHidden } }: FigureProps) {
  const [measured] = measures;
  if (task === null || measured === undefined) {
    return null;
  }
  const lines = (name: string) => String(measured.values[name] ?? "").split("\n");
  const [said, asked, meant] = [lines("said"), lines("asked"), lines("meant")];
  return (
    <div class="lesson-answered scrolls">
      <table aria-label={say("lesson-answered")}>
        <thead>
          <tr>
            {["input", "says", "right"].map((name) => (
              <th key={name} scope="col">
                {say(`lesson-answered-${name}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lines("sources").map((source, place) => {
            const mark = said[place] === asked[place] ? "right" : "wrong";
            return (
              <tr key={source}>
                <th scope="row">
                  <Source task={task} source={source} side={LISTED} />
                </th>
                <td class="is-said" data-mark={isHidden ? undefined : mark}>
                  {isHidden ? "?" : said[place]}
                  {!isHidden && <span class="visually-hidden"> {say("lesson-mark", { mark })}</span>}
                  {!isHidden && (meant[place] ?? "") !== "" && (
                    <small class="answered-meant">{say("lesson-answered-meant", { source: meant[place] })}</small>
                  )}
                </td>
                <td>{asked[place]}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

/** What the task is, and how good the network is at it once it is trained. */
export function Scores({ view: { task, scores, isSeen } }: FigureProps) {
  if (task === null) {
    return null;
  }
  return (
    <div class="lesson-scores">
      <div class="task-shape scrolls" role="group" aria-label={say("task-shape-label")}>
        {/* Where the losses are is what the scenes before ask. */}
        <Shape task={task} isHidden={!isSeen} />
      </div>
      {isSeen && <p>{shapeInWords(task)}</p>}
      {isSeen && scores !== null && (
        <div class="scrolls" role="group" aria-label={say("task-score-table")}>
          <ScoreTable task={task} scores={scores} />
        </div>
      )}
    </div>
  );
}
