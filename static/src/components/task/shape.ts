/** The picture of a task's shape: which timesteps read, which write, and where the loss is. */

import { svg } from "../../lib/dom";
import { counted, visible } from "../../model/format";
import type { Task } from "../../model/types";

const STEP = 62;
const ROWS = { target: 16, cell: 62, input: 108 };
// More timesteps than these are drawn as their beginning and their end.
const MOST = 10;
const BEGINNING = 4;
const END = 5;

/** The kind of the shape in words. */
export function kindOfShape({ image, parts, shape }: Task) {
  if (parts.length > 1) {
    return "sequence to sequence";
  }
  if (image !== null) {
    return "one to many";
  }
  return shape.filter(({ target }) => target !== null).length === 1 ? "many to one" : "many to many";
}

/** @returns the same picture in a sentence */
export function shapeInWords(task: Task): string {
  const { shape, example } = task;
  const asked = shape.filter(({ target }) => target !== null).length;
  const reads = task.image !== null ? "The picture sets the first state" : `It reads ${counted(shape.length, "token")}`;
  switch (kindOfShape(task)) {
    case "sequence to sequence":
      return `The first half reads “${example.source}” and says nothing; the second writes “${example.target}”. Only the second half has a loss.`;
    case "one to many":
      return `${reads}; then every timestep writes a word, and each of them has a loss.`;
    case "many to one":
      return `${reads}, and is asked once, at the end: only there is a loss.`;
    default:
      return `${reads}, and says at each what comes next: ${counted(asked, "loss", "losses")}.`;
  }
}

export function drawShape(task: Task) {
  const steps =
    task.shape.length > MOST ? [...task.shape.slice(0, BEGINNING), null, ...task.shape.slice(-END)] : task.shape;
  const left = task.image === null ? 30 : 92;
  const width = left + steps.length * STEP;
  const drawn = steps.flatMap((step, place) => {
    const x = left + place * STEP + STEP / 2 - 16;
    if (step === null) {
      return [svg("text", { class: "shape-gap", x, y: ROWS.cell + 5 }, "…")];
    }
    const { part, input, target, scored } = step;
    const hue = part === "encoder" ? "encoder" : part === "decoder" ? "decoder" : "only";
    const before = place > 0 || task.image !== null;
    return [
      before &&
        svg("path", {
          class: "shape-state",
          d: `M ${x - STEP + 19} ${ROWS.cell} H ${x - 20}`,
          "marker-end": "url(#shape-arrow)",
        }),
      svg("path", {
        class: "shape-input",
        d: `M ${x} ${ROWS.input - 14} V ${ROWS.cell + 20}`,
        "marker-end": "url(#shape-arrow)",
      }),
      svg("rect", { class: `shape-cell ${hue}`, x: x - 17, y: ROWS.cell - 15, width: 34, height: 30, rx: 6 }),
      token(x, ROWS.input, input, "shape-token"),
      target !== null &&
        svg("path", {
          class: "shape-output",
          d: `M ${x} ${ROWS.cell - 16} V ${ROWS.target + 15}`,
          "marker-end": "url(#shape-arrow)",
        }),
      target !== null && token(x, ROWS.target, target, scored ? "shape-token asked scored" : "shape-token asked"),
    ].filter((each) => each !== false);
  });
  const arrow = svg(
    "marker",
    { id: "shape-arrow", viewBox: "0 0 8 8", refX: 7, refY: 4, markerWidth: 7, markerHeight: 7, orient: "auto" },
    svg("path", { class: "shape-head", d: "M 0 0.5 L 8 4 L 0 7.5 z" }),
  );
  const picture = task.image === null ? [] : pictureOf(task.example.source, 4, ROWS.cell - 26, 52);
  return svg(
    "svg",
    { viewBox: `0 0 ${width} 132`, width, height: 132, role: "img", "aria-label": shapeInWords(task) },
    svg("defs", {}, arrow),
    ...picture,
    ...drawn,
  );
}

/** @param x of its middle */
function token(x: number, y: number, text: string, kind: string) {
  const shown = visible(text);
  const short = shown.length > 8 ? `${shown.slice(0, 7)}…` : shown;
  return svg(
    "g",
    { class: kind },
    svg("title", {}, shown),
    svg("rect", { x: x - 27, y: y - 11, width: 54, height: 23, rx: 5 }),
    svg("text", { x, y: y + 5 }, short),
  );
}

/** @param source rows of # and . */
export function pictureOf(source: string, x: number, y: number, side: number) {
  const rows = source.split("/");
  const pixel = side / Math.max(rows.length, rows[0]?.length ?? 1);
  return [
    svg("rect", { class: "shape-paper", x: x - 1, y: y - 1, width: side + 2, height: side + 2 }),
    ...rows.flatMap((row, i) =>
      [...row].flatMap((ink, j) =>
        ink === "#"
          ? [svg("rect", { class: "shape-ink", x: x + j * pixel, y: y + i * pixel, width: pixel, height: pixel })]
          : [],
      ),
    ),
  ];
}
