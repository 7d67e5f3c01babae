/** The picture of a task's shape: which timesteps read, which write, and where the loss is. */

import { say } from "../../lib/messages";
import { visible } from "../../model/format";
import { rowsOf } from "../../model/picture";
import type { Task } from "../../model/types";

const STEP = 62;
const ROWS = { target: 16, cell: 62, input: 108 };
// More timesteps than these are drawn as their beginning and their end.
const MOST = 10;
const BEGINNING = 4;
const END = 5;
const LONGEST = 8;
const ARROW = "url(#shape-arrow)";

export function kindOfShape({ image, parts, shape }: Task) {
  if (parts.length > 1) {
    return "sequence_to_sequence";
  }
  if (image !== null) {
    return "one_to_many";
  }
  return shape.filter(({ target }) => target !== null).length === 1 ? "many_to_one" : "many_to_many";
}

/** The same picture in a sentence. */
export function shapeInWords(task: Task): string {
  const losses = task.shape.filter(({ target }) => target !== null).length;
  const kind = kindOfShape(task);
  return say(`task-shape-${kind}`, { ...task.example, timesteps: task.shape.length, losses });
}

export function Shape({
  task,
  isHidden = false,
}: {
  task: Task;
  /** where the targets are is for the reader to say first */
  isHidden?: boolean;
}) {
  const { shape, image, example } = task;
  const steps = shape.length > MOST ? [...shape.slice(0, BEGINNING), null, ...shape.slice(-END)] : shape;
  const left = image === null ? 30 : 92;
  const width = left + steps.length * STEP;
  const words = isHidden ? say("task-shape-hidden", { timesteps: shape.length }) : shapeInWords(task);
  return (
    <svg viewBox={`0 0 ${width} 132`} width={width} height={132} role="img" aria-label={words}>
      <defs>
        <marker id="shape-arrow" viewBox="0 0 8 8" refX={7} refY={4} markerWidth={7} markerHeight={7} orient="auto">
          <path class="shape-head" d="M 0 0.5 L 8 4 L 0 7.5 z" />
        </marker>
      </defs>
      {image !== null && <Picture picture={example.source} x={4} y={ROWS.cell - 26} side={52} />}
      {steps.map((step, place) => {
        const x = left + place * STEP + STEP / 2 - 16;
        return step === null ? (
          <text key={place} class="shape-gap" x={x} y={ROWS.cell + 5}>
            …
          </text>
        ) : (
          <Timestep
            key={place}
            x={x}
            step={isHidden ? { ...step, target: null } : step}
            isFirst={place === 0 && image === null}
          />
        );
      })}
    </svg>
  );
}

function Timestep({ x, step, isFirst }: { x: number; step: Task["shape"][number]; isFirst: boolean }) {
  const { part, input, target, scored } = step;
  return (
    <>
      {!isFirst && <path class="shape-state" d={`M ${x - STEP + 19} ${ROWS.cell} H ${x - 20}`} marker-end={ARROW} />}
      <path class="shape-input" d={`M ${x} ${ROWS.input - 14} V ${ROWS.cell + 20}`} marker-end={ARROW} />
      <rect class={`shape-cell ${part}`} x={x - 17} y={ROWS.cell - 15} width={34} height={30} rx={6} />
      <Token x={x} y={ROWS.input} text={input} kind="shape-token" />
      {target !== null && (
        <>
          <path class="shape-output" d={`M ${x} ${ROWS.cell - 16} V ${ROWS.target + 15}`} marker-end={ARROW} />
          <Token x={x} y={ROWS.target} text={target} kind={`shape-token asked${scored ? " scored" : ""}`} />
        </>
      )}
    </>
  );
}

/** @param x of its middle */
function Token({ x, y, text, kind }: { x: number; y: number; text: string; kind: string }) {
  const shown = visible(text);
  return (
    <g class={kind}>
      <title>{shown}</title>
      <rect x={x - 27} y={y - 11} width={54} height={23} rx={5} />
      <text x={x} y={y + 5}>
        {shown.length > LONGEST ? `${shown.slice(0, LONGEST - 1)}…` : shown}
      </text>
    </g>
  );
}

export function Picture({ picture, x, y, side }: { picture: string; x: number; y: number; side: number }) {
  const rows = rowsOf(picture);
  const pixel = side / Math.max(rows.length, rows[0]?.length ?? 1);
  return (
    <>
      <rect class="shape-paper" x={x - 1} y={y - 1} width={side + 2} height={side + 2} />
      {rows.flatMap((row, i) =>
        row.map(
          (isInk, j) =>
            isInk && (
              <rect
                key={`${i} ${j}`}
                class="shape-ink"
                x={x + j * pixel}
                y={y + i * pixel}
                width={pixel}
                height={pixel}
              />
            ),
        ),
      )}
    </>
  );
}
