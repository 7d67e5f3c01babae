/** A grid to draw on: by mouse, by touch and by keyboard, with undo. */

import { useRef, useState } from "preact/hooks";

import type { TaskClient } from "../../client/task";
import { say } from "../../lib/messages";
import { rowsOf } from "../../model/picture";
import { Small } from "../button";

const MOVES = new Map([
  ["ArrowUp", [-1, 0]],
  ["ArrowDown", [1, 0]],
  ["ArrowLeft", [0, -1]],
  ["ArrowRight", [0, 1]],
]);

function placeOf(target: EventTarget | null) {
  const place = target instanceof HTMLElement ? target.dataset.place : undefined;
  return place === undefined ? null : Number(place);
}

/** @param picture rows of # and . */
export function Grid({ picture, canUndo, client }: { picture: string; canUndo: boolean; client: TaskClient }) {
  const rows = rowsOf(picture);
  const columns = rows[0]?.length ?? 0;
  const grid = useRef<HTMLDivElement>(null);
  const [focused, setFocused] = useState(0);
  /** What a stroke puts down; null while there is none. */
  const ink = useRef<boolean | null>(null);

  function focus(place: number) {
    setFocused(place);
    grid.current?.querySelector<HTMLElement>(`[data-place="${place}"]`)?.focus();
  }

  function begin(event: PointerEvent) {
    const place = placeOf(event.target);
    if (place === null || event.button !== 0) {
      return;
    }
    event.preventDefault();
    grid.current?.setPointerCapture(event.pointerId);
    ink.current = !rows.flat()[place];
    focus(place);
    client.keep();
    client.paint(place, ink.current);
  }

  function draw({ clientX, clientY }: PointerEvent) {
    // The pointer is captured: what lies under it is asked for.
    const place = placeOf(document.elementFromPoint(clientX, clientY));
    if (ink.current !== null && place !== null) {
      client.paint(place, ink.current);
    }
  }

  function press(event: KeyboardEvent) {
    const place = placeOf(event.target);
    const [down, right] = MOVES.get(event.key) ?? [0, 0];
    if (place === null) {
      return;
    }
    if (MOVES.has(event.key)) {
      const row = Math.min(rows.length - 1, Math.max(0, Math.floor(place / columns) + down));
      focus(row * columns + Math.min(columns - 1, Math.max(0, (place % columns) + right)));
    } else if (event.key === " " || event.key === "Enter") {
      client.keep();
      client.paint(place, !rows.flat()[place]);
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <div class="task-grid-part">
      <div
        class="task-grid"
        id="task-grid"
        role="grid"
        aria-label={say("task-grid-label")}
        ref={grid}
        onPointerDown={begin}
        onPointerMove={draw}
        onLostPointerCapture={() => {
          ink.current = null;
        }}
        onKeyDown={press}
      >
        {rows.map((row, i) => (
          <div key={i} role="row">
            {row.map((isInk, j) => (
              <span
                key={j}
                role="gridcell"
                class="pixel"
                tabIndex={i * columns + j === focused ? 0 : -1}
                data-place={i * columns + j}
                data-on={isInk ? "" : undefined}
                aria-label={say("task-pixel", { row: i, column: j, ink: isInk ? "yes" : "no" })}
              />
            ))}
          </div>
        ))}
      </div>
      <div class="task-grid-actions">
        <Small id="task-grid-undo" disabled={!canUndo} onClick={client.undo}>
          {say("task-grid-undo")}
        </Small>
        <Small id="task-grid-clear" onClick={client.clear}>
          {say("task-grid-clear")}
        </Small>
        <Small id="task-grid-pick" onClick={() => void client.pick()}>
          {say("task-grid-pick")}
        </Small>
      </div>
    </div>
  );
}
