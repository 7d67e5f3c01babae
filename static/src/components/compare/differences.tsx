/** What differs between two runs: their losses in one figure, and every other figure subtracted. */

import type { ComponentChildren } from "preact";

import { Say, say } from "../../lib/messages";
import type { Figure } from "../../model/figures";
import type { Side } from "../../model/incomparable";
import { whyIncomparable } from "../../model/incomparable";
import type { Both } from "../../model/pair";
import { presentPart } from "../../model/parts";
import { Whose } from "../whose";

const SUBTRACTED = { hidden_states: "states", W_xh: "w-xh", W_hh: "w-hh", W_hy: "w-hy", W_ph: "w-ph" };

export function Differences({
  sides,
  figures,
  part,
  onChoosePart,
  toggle,
  timeline,
}: {
  sides: Both<Side> | null;
  /** by name; null is one that the runs have no common shape for */
  figures: Record<string, Figure | null>;
  /** whose weights are shown, where that was chosen */
  part: string | null;
  onChoosePart: (part: string) => void;
  /** beside the heading of the losses */
  toggle: ComponentChildren;
  /** under them */
  timeline: ComponentChildren;
}) {
  const seesPictures = [sides?.first, sides?.second].some((side) => side?.configuration.task === "captioning");
  return (
    <section class="figures" id="figures" aria-labelledby="differences-heading">
      <header class="figures-header">
        <h2 id="differences-heading">{say("compare-differences")}</h2>
        <p class="card-note">{say("compare-colours")}</p>
        <Whose trace={sides?.first.trace ?? null} part={part} onChoose={onChoosePart} />
      </header>
      <div class="figure-grid comparison-grid">
        <figure class="card figure loss history both" data-figure="loss_history">
          <figcaption>
            <h3>{say("compare-figure-loss_history")}</h3>
            {toggle}
          </figcaption>
          <div class="plot" data-plot="loss_history" />
          <div class="history-timeline">{timeline}</div>
        </figure>
        {Object.entries(SUBTRACTED).map(([name, kind]) => (
          <figure key={name} class={`card figure ${kind}`} data-figure={name} hidden={name === "W_ph" && !seesPictures}>
            <figcaption>
              <h3>
                <Say id={`compare-figure-${name}`} />
              </h3>
              <span class="card-note">
                <Say id={`compare-note-${name}`} />
              </span>
            </figcaption>
            <div class="plot" data-plot={name} hidden={figures[name] === null} />
            {figures[name] === null && sides !== null && (
              <p class="hint incomparable">
                {whyIncomparable(name, presentPart(sides.first.trace, part), sides.first, sides.second)}
              </p>
            )}
          </figure>
        ))}
      </div>
    </section>
  );
}
