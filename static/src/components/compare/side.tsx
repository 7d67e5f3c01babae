/** One of two runs beside the other: its network, its loss, and what leads on from it. */

import { say } from "../../lib/messages";
import { loss } from "../../model/format";
import type { Which } from "../../model/pair";
import { LETTER } from "../../model/pair";
import { summary } from "../../model/summary";
import type { Run, Trace } from "../../model/types";
import { LossChange, Sentence, useGlow } from "../status";

export function Side({
  which,
  run,
  trace,
  previous,
  isTraining,
  label,
  href,
  canFork,
  onFork,
}: {
  which: Which;
  run: Run | null;
  trace: Trace | null;
  previous: Trace | null;
  isTraining: boolean;
  /** what sets it apart from the other; empty where nothing does */
  label: string;
  /** the workbench with this run */
  href: string;
  canFork: boolean;
  onFork: () => void;
}) {
  const letter = LETTER[which];
  const text = trace === null ? "" : loss(trace.loss);
  const value = useGlow<HTMLOutputElement>(text, isTraining);
  const told = run === null ? "" : summary(run);
  return (
    <section class={`card network-card side-${which}`} id={which} aria-labelledby={`${which}-heading`}>
      <header class="card-header">
        <h2 id={`${which}-heading`}>
          <span class="letter">{letter}</span>{" "}
          <span class="side-label" title={label}>
            {trace !== null && (label || say("compare-run", { letter }))}
          </span>
        </h2>
        <p class="side-loss">
          <span class="card-note">{say("loss")}</span>{" "}
          <output class="loss-value" ref={value}>
            {text}
          </output>{" "}
          <LossChange before={previous} after={trace?.loss ?? null} />
        </p>
      </header>
      <p class="side-line">
        <span class="sentence side-sentence">{trace !== null && <Sentence trace={trace} />}</span>{" "}
        <span class="card-note side-summary" title={told}>
          {told}
        </span>
      </p>
      <div class="network" id={`network-${which}`} />
      <footer class="side-links">
        <a class="side-open" href={href}>
          {say("compare-open")}
        </a>
        <button type="button" class="button small side-fork" disabled={!canFork} onClick={onFork}>
          {say("compare-fork", { letter })}
        </button>
      </footer>
    </section>
  );
}
