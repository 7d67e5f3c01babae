/** The strip of an iteration's phases, and the player that steps, plays and scrubs through them. */

import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { Player } from "../client/player";
import { Legible } from "../lib/legible";
import { listed, Say, say, sentence } from "../lib/messages";
import { caption, title } from "../model/captions";
import type { Moment } from "../model/phases";
import type { Derivation, Trace } from "../model/types";
import { Subtotals } from "./inspector/subtotals";
import { Select } from "./select";

/** A formula that a phase computes, as the server has typeset it. */
export interface Formula {
  kind: string;
  /** empty for all cells, or optimizers */
  cells: string;
  optimizer: string;
  html: string;
}

const CHAPTERS = [1, 2, 3, 4, 5, 6, 7];
const PACES = [6000, 3000, 1500, 700, 250];
/** What the bars beside the cells mean, by phase; those of ∂L/∂a are drawn for a cell without gates only. */
const KEYS: Record<string, { cells?: string; streams: string[] }> = {
  dh: { streams: ["own", "future", "sum"] },
  da: { cells: "tanh", streams: ["before", "after"] },
};

const sentenceCase = (text: string) => sentence(`${text.charAt(0).toUpperCase()}${text.slice(1)}`);

interface PhasesProps {
  trace: Trace | null;
  player: Player;
  formulas: Formula[];
  /** of the sum that the caption tells of */
  subtotals: Derivation["subtotals"];
}

export function Phases({ trace, player, formulas, subtotals }: PhasesProps) {
  const strip = useRef<HTMLOListElement>(null);
  const moment = player.moment.value;
  const phase = moment?.phase;
  return (
    <section
      class={`phases${moment === null ? "" : " is-inside"}`}
      id="phases"
      data-half={phase?.half}
      data-phase={phase?.id}
      aria-labelledby="phases-heading"
    >
      <h3 class="visually-hidden" id="phases-heading">
        {say("phases-heading")}
      </h3>
      <div class="phases-line">
        <ol class="phases-strip" aria-label={say("phases-steps")} ref={strip}>
          {CHAPTERS.map((chapter) => (
            <li key={chapter}>
              <button
                type="button"
                data-chapter={chapter}
                title={say(`phases-chapter_${chapter}-title`)}
                aria-current={phase?.chapter === chapter ? "step" : undefined}
                onClick={() => player.chapter(chapter)}
              >
                <b>{chapter}</b>{" "}
                <span>
                  <Say
                    id={`phases-chapter_${chapter}`}
                    slots={{ bptt: <abbr title={say("phases-bptt-title")}>{say("phases-bptt")}</abbr> }}
                  />
                </span>
              </button>
            </li>
          ))}
        </ol>
        {moment !== null && (
          <Button id="phases-leave" title={say("phases-leave-title")} act={player.leave}>
            {say("phases-leave")}
          </Button>
        )}
      </div>
      {trace !== null && moment !== null && (
        <div class="phases-player" id="phases-player">
          <Controls trace={trace} moment={moment} player={player} />
          <div class="phases-told">
            <p role="status" aria-live="polite">
              <b id="phase-title">
                <Legible text={sentenceCase(title(trace, moment.phase))} />
              </b>{" "}
              <span id="phase-caption">
                <Coloured text={caption(trace, moment.phase)} />
              </span>{" "}
              <Subtotals subtotals={subtotals} />
            </p>
            <Formulas kind={moment.phase.kind} formulas={formulas} optimizer={trace.hyperparameters.optimizer} />
          </div>
          <KeepFocus within={strip} />
        </div>
      )}
    </section>
  );
}

function Button({
  id,
  title,
  label,
  isMain = false,
  isPressed,
  isDisabled = false,
  act,
  children,
}: {
  id: string;
  title: string;
  /** where it has but a sign on it */
  label?: string;
  isMain?: boolean;
  isPressed?: boolean;
  isDisabled?: boolean;
  act: () => void;
  children: ComponentChildren;
}) {
  return (
    <button
      type="button"
      class={`button small${isMain ? " primary" : ""}`}
      id={id}
      title={title}
      aria-label={label}
      aria-pressed={isPressed}
      disabled={isDisabled}
      onClick={act}
    >
      {label === undefined ? children : <span aria-hidden="true">{children}</span>}
    </button>
  );
}

/** When the player goes and takes the focus with it, the focus goes to the strip. */
function KeepFocus({ within }: { within: { current: HTMLElement | null } }) {
  useLayoutEffect(
    () => () => {
      const strip = within.current;
      const focused = document.activeElement;
      if (strip?.closest("#phases")?.contains(focused) && !strip.contains(focused)) {
        strip.querySelector("button")?.focus();
      }
    },
    [],
  );
  return null;
}

function Controls({ trace, moment, player }: { trace: Trace; moment: Moment; player: Player }) {
  const { index, phase } = moment;
  const { phases, turn, T } = player.line.value;
  const last = phases.length - 1;
  const next = index === last ? say("phases-step") : say("phases-next");
  const back = say("phases-back");
  const isPlaying = player.playing.value;
  return (
    <div class="phases-controls">
      <Button
        id="phase-back"
        title={`${back} (,)`}
        label={back}
        isDisabled={index === 0 && trace.iteration === 0}
        act={() => void player.back()}
      >
        ◀
      </Button>
      <Button id="phase-play" title={say("phases-play-title")} isPressed={isPlaying} act={player.play}>
        {isPlaying ? say("phases-pause") : say("phases-play")}
      </Button>
      <Button
        id="phase-next"
        title={`${next} (.)`}
        label={next}
        isMain
        isDisabled={index === last && trace.diverged}
        act={() => void player.next()}
      >
        ▶
      </Button>
      <Select
        id="phase-pace"
        aria-label={say("phases-pace")}
        title={say("phases-pace")}
        value={player.pace.value}
        onChoose={(value) => player.setPace(Number(value))}
        options={PACES.map((time) => [time, say("phases-pace-each", { seconds: time / 1000 })])}
      />
      <div class="phases-scrubber" style={{ "--turn": (turn - 0.5) / last }}>
        <input
          type="range"
          id="phase-slider"
          min="0"
          max={last}
          step="1"
          value={index}
          aria-label={say("phases-slider")}
          aria-valuetext={listed([title(trace, phase), say(`phases-half-${phase.half}`)])}
          onInput={(event) => player.goTo(event.currentTarget.valueAsNumber)}
        />
        <span class="phases-halves" aria-hidden="true">
          <span>
            <Say id="phases-forward" values={{ T }} />
          </span>
          <span>
            <Say id="phases-backward" values={{ T }} />
          </span>
        </span>
      </div>
      <fieldset class="phases-jumps" aria-label={say("phases-jumps")}>
        <Button id="phase-timestep" title={say("phases-timestep-title")} act={() => player.timestep(1)}>
          <Say id="phases-timestep" />
        </Button>
        <Button id="phase-backward" title={say("phases-turn-title")} act={player.backward}>
          {say("phases-turn")}
        </Button>
        <Button id="phase-update" title={say("phases-update-title")} act={player.update}>
          {say("phases-update")}
        </Button>
      </fieldset>
    </div>
  );
}

/** A sentence with the weights in their colours, and each written as in a formula: `W_hh[0,1]`. */
export function Coloured({ text }: { text: string }) {
  return (
    <>
      {text.split(/(W_(?:xh|hh|hy|ph)(?:\[[^\]]*\])?)/).map((part, place) => {
        // Every second piece is a matrix, or a number of one.
        if (place % 2 === 0) {
          return <Legible text={part} />;
        }
        const [below, index] = [part.slice(2, 4), part.slice(4)];
        return (
          <span class={`matrix w-${below}`}>
            <var>W</var>
            <sub>{below}</sub>
            {index}
          </span>
        );
      })}
    </>
  );
}

function Formulas({ kind, formulas, optimizer }: { kind: string; formulas: Formula[]; optimizer: string }) {
  return (
    <div class="phases-formula" id="phase-formula">
      {formulas
        .filter((each) => each.kind === kind && ["", optimizer].includes(each.optimizer))
        .map(({ cells, html }) => (
          <span key={html} data-cells={cells || undefined} dangerouslySetInnerHTML={{ __html: html }} />
        ))}
      <Key kind={kind} />
    </div>
  );
}

/** What the bars beside the cells mean in a phase. */
export function Key({ kind }: { kind: string }) {
  const key = KEYS[kind];
  return key === undefined ? null : (
    <span class="phases-key" data-cells={key.cells}>
      {key.streams.map((stream) => (
        <span key={stream} class={`stream-${stream}`}>
          <Say id={`phases-stream-${stream}`} />
        </span>
      ))}
    </span>
  );
}
