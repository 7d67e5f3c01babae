/** One tile for each timestep: the letter read, the letter predicted, and whether it is right. */

import { useLayoutEffect, useRef } from "preact/hooks";

import { say } from "../lib/messages";
import { exact, spoken, visible } from "../model/format";
import { probability } from "../model/network/numbers";
import { hasWords } from "../model/parts";
import type { Letter } from "../model/spelling";
import { letters } from "../model/spelling";
import type { Trace } from "../model/types";

export function Spelling({ task, trace }: { task: string; trace: Trace | null }) {
  const spelled = trace === null ? [] : letters(trace);
  const list = useRoom(trace);
  return (
    <>
      <header class="card-header">
        <h2 id="spelling-heading">{say("spelling", { task })}</h2>
        <p class="card-note" id="spelling-score">
          {trace !== null &&
            say("spelling-score", { right: spelled.filter(({ right }) => right).length, all: spelled.length })}
        </p>
      </header>
      <ol
        class="spelling scrolls"
        id="spelling"
        ref={list}
        aria-labelledby="spelling-heading"
        data-words={trace !== null && hasWords(trace) ? "" : undefined}
      >
        {trace !== null &&
          spelled.map((letter) => <Tile key={letter.t} {...letter} index={trace.vocabulary.indexOf(letter.target)} />)}
      </ol>
    </>
  );
}

/** Of one task's examples the tiles take as much room as those of the longest that was shown. */
function useRoom(trace: Trace | null) {
  const list = useRef<HTMLOListElement>(null);
  const room = useRef({ task: "", height: 0 });
  useLayoutEffect(() => {
    const task = trace === null || trace.example.count === 1 ? "" : trace.vocabulary.join(" ");
    if (list.current === null) {
      return;
    }
    if (task === "" || task !== room.current.task) {
      list.current.style.minHeight = "";
      room.current = { task, height: 0 };
    }
    if (task !== "") {
      room.current.height = Math.max(room.current.height, list.current.getBoundingClientRect().height);
      list.current.style.minHeight = `${room.current.height}px`;
    }
  }, [trace]);
  return list;
}

/** @param index of its target in the vocabulary */
function Tile({ t, input, target, predicted, right, targetProbability, index }: Letter & { index: number }) {
  const shown = probability(targetProbability);
  return (
    <li
      class={right ? "tile right" : "tile wrong"}
      title={say("spelling-title", { t, target: visible(target), probability: exact(targetProbability) })}
    >
      <span class="visually-hidden">
        {say("spelling-spoken", {
          t,
          input: spoken(input),
          predicted: predicted === null ? say("spelling-nothing") : spoken(predicted),
          right: right ? "yes" : "no",
          target: spoken(target),
          probability: shown,
        })}
      </span>
      <span class="read" aria-hidden="true">
        {visible(input)} →
      </span>
      <span class="letter" aria-hidden="true">
        {predicted === null ? "?" : visible(predicted)}
      </span>
      <span class="mark" aria-hidden="true">
        {right ? "✓" : "✗"}
      </span>
      <span class="target">
        <span aria-hidden="true">{right ? "" : `${visible(target)} `}</span>
        <button
          type="button"
          class="number"
          data-quantity="probs"
          data-t={t}
          data-index={index}
          aria-label={say("spelling-why", { probability: shown, target: spoken(target), t })}
        >
          {shown}
        </button>
      </span>
    </li>
  );
}
