/**
 * A timeline of iterations: a slider over those that are known, with the present, the furthest and
 * the interventions marked. While it is dragged its scale stands still, whatever trains meanwhile.
 */

import { useEffect, useRef, useState } from "preact/hooks";

import { say } from "../lib/messages";
import { count, loss } from "../model/format";
import type { Mark } from "../model/timeline";
import { position, ticks } from "../model/timeline";

export interface Moment {
  /** the iteration on screen */
  shown: number;
  /** where the run stands */
  present: number;
  /** the last one that is known */
  furthest: number;
  /** where the scale ends, if that is beyond the furthest */
  end?: number;
  marks: Mark[];
  /** at the iteration on screen; left out when not known */
  loss?: number | null | undefined;
  disabled?: boolean;
}

const ROOM_FOR_TICK = 64;
const SHIFT = 10;
const DIRECTIONS: Record<string, number> = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 };

/** While nothing is known. */
export const NO_MOMENT: Moment = { shown: 0, present: 0, furthest: 0, marks: [], disabled: true };

/** In an element of the class `timeline`, which is also `full` if it has the scale underneath. */
export function Timeline({
  label,
  isFull = false,
  moment,
  onLook,
}: {
  label: string;
  isFull?: boolean;
  moment: Moment;
  onLook: (iteration: number) => void;
}) {
  const [dragged, setDragged] = useState<Moment | null>(null);
  const { furthest, end = 0, marks, disabled = false } = dragged ?? moment;
  const { shown, present } = moment;
  const last = Math.max(end, furthest);
  const release = () => setDragged(null);

  function leap(event: KeyboardEvent) {
    const direction = DIRECTIONS[event.key];
    if (direction !== undefined && event.shiftKey && !disabled) {
      event.preventDefault();
      onLook(Math.min(furthest, Math.max(0, shown + direction * SHIFT)));
    }
  }

  return (
    <>
      <div
        class="timeline-known"
        data-elsewhere={shown === present ? undefined : ""}
        style={{
          "--known": position(furthest, last),
          "--shown": position(shown, furthest),
          "--present": position(present, furthest),
        }}
      >
        <input
          type="range"
          min={0}
          max={furthest}
          value={shown}
          disabled={disabled || furthest === 0}
          autocomplete="off"
          aria-label={label}
          aria-valuetext={say("timeline-value", {
            shown,
            furthest,
            present,
            loss: loss(moment.loss ?? null),
            hasLoss: moment.loss === undefined ? "no" : "yes",
            isElsewhere: shown === present ? "no" : "yes",
          })}
          onInput={(event) => onLook(Number(event.currentTarget.value))}
          onKeyDown={leap}
          onPointerDown={() => setDragged(moment)}
          onPointerUp={release}
          onPointerCancel={release}
          onBlur={release}
          onChange={release}
        />
        <span class="timeline-present" aria-hidden="true" />
        <div role="group" aria-label={say("timeline-marks")}>
          {marks
            .filter(({ iteration }) => iteration <= furthest)
            .map(({ iteration, text }) => {
              const words = say("timeline-mark", { iteration, text });
              return (
                <button
                  key={iteration}
                  type="button"
                  class="timeline-mark"
                  style={{ "--at": position(iteration, furthest) }}
                  title={words}
                  aria-label={words}
                  onClick={() => onLook(iteration)}
                />
              );
            })}
        </div>
      </div>
      {isFull && <Ticks last={last} furthest={furthest} />}
    </>
  );
}

function Ticks({ last, furthest }: { last: number; furthest: number }) {
  const root = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const observer = new ResizeObserver((entries) => setWidth(entries.at(-1)?.contentRect.width ?? 0));
    if (root.current !== null) {
      observer.observe(root.current);
    }
    return () => observer.disconnect();
  }, []);
  return (
    <div class="timeline-ticks" aria-hidden="true" ref={root}>
      {ticks(last, Math.max(2, Math.floor(width / ROOM_FOR_TICK))).map((tick) => (
        <span
          key={tick}
          class={tick === furthest ? "timeline-tick furthest" : "timeline-tick"}
          style={{ "--at": position(tick, last) }}
        >
          {count(tick)}
        </span>
      ))}
    </div>
  );
}
