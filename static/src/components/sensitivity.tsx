/**
 * Which letters mattered: for one output, how its score answers to each letter that was read, shown
 * over the letters themselves, and how much of a change in an earlier state arrives.
 */

import { useRef, useState } from "preact/hooks";
import { useKeptFocus } from "../lib/focus";
import { Legible } from "../lib/legible";
import { quotation, Say, say } from "../lib/messages";
import type { ThemeColours } from "../model/colours";
import { createScale } from "../model/colours";
import { exact, setting, signed, spoken, subscript, visible } from "../model/format";
import { norm } from "../model/network/numbers";
import type { Maybe, Sensitivity, Trace } from "../model/types";
import { Toggle } from "./button";
import { LabelledSelect } from "./select";

/** The chosen output; null is the last timestep, or the timestep's target. */
export type Choice = { t: number | null; token: number | null };

/** An answer, and scales that hold it. */
export type Shown = { told: Sensitivity; run: string; bounds: Sensitivity["bounds"]; isBehind: boolean };

// With more letters there is no room for their numbers.
const MOST_NUMBERS = 40;
// Below the first a norm is said to vanish, above the second to explode.
const VANISHED = 0.1;
const EXPLODED = 2;

/** The place of the largest absolute value, or -1. */
export function strongest(values: readonly Maybe[]) {
  const sizes = values.map((value) => (value === null ? -1 : Math.abs(value)));
  const most = Math.max(...sizes);
  return most < 0 ? -1 : sizes.indexOf(most);
}

/** What the letters did, in a sentence. */
export function lettersInWords({ t, token, letters, of_letter }: Sensitivity) {
  const most = strongest(of_letter);
  const value = of_letter[most] ?? null;
  if (value === null) {
    return say("letters-diverged");
  }
  const output = { token: visible(token), t };
  return value === 0
    ? say("letters-none", output)
    : say("letters-most", {
        ...output,
        letter: visible(letters[most] ?? ""),
        at: most + 1,
        back: t - 1 - most,
        does: value > 0 ? "raise" : "lower",
        value: signed(value, 2),
      });
}

/** What a falling or growing norm means, in a sentence. */
export function statesInWords({ t, state_norm }: Pick<Sensitivity, "t" | "state_norm">) {
  const first = state_norm[0] ?? null;
  if (first === null) {
    return say("letters-diverged");
  }
  return say("states-arrive", { norm: norm(first), at: subscript(t), change: changeOf(first) });
}

/** What a factor does to a change; one that is written as 1 leaves it as it is. */
function changeOf(factor: number) {
  if (factor < VANISHED || factor > EXPLODED) {
    return factor < 1 ? "vanishes" : "explodes";
  }
  return norm(factor) === norm(1) ? "stays" : factor < 1 ? "shrinks" : "grows";
}

interface CardProps {
  /** what can be chosen */
  trace: Trace | null;
  choice: Choice;
  shown: Shown | null;
  log: boolean;
  colours: ThemeColours;
  onChoose: (choice: Choice) => void;
  onLog: () => void;
}

export function LettersCard({ trace, choice, shown, log, colours, onChoose, onLog }: CardProps) {
  const root = useRef<HTMLElement>(null);
  useKeptFocus(root, null, (card) => card.querySelector(".sensitivity-letter:last-child"));
  const told = shown?.told;
  return (
    <section
      class={shown?.isBehind ? "card sensitivity-card is-behind" : "card sensitivity-card"}
      id="sensitivity"
      aria-labelledby="sensitivity-heading"
      ref={root}
      data-iteration={told?.iteration}
      data-of={told && `${told.t} ${told.token}`}
    >
      <header class="card-header">
        <h2 id="sensitivity-heading">
          {say("letters-heading")}{" "}
          <span class="card-note" id="sensitivity-note">
            {shown?.isBehind && say("letters-behind", { iteration: shown.told.iteration })}
          </span>
        </h2>
        <Choices trace={trace} choice={choice} onChoose={onChoose} />
      </header>
      <div class="sensitivity-parts">
        <div class="sensitivity-letters-part">
          <p class="sensitivity-sentence" id="sensitivity-sentence">
            {told && <Legible text={lettersInWords(told)} />}
          </p>
          <Letters key={`${shown?.run} ${told?.letters.length}`} shown={shown} colours={colours} />
        </div>
        <figure class="sensitivity-figure">
          <figcaption>
            <h3>
              <Say
                id="states-heading"
                values={{ t: String(told?.t ?? "t") }}
                slots={{
                  norm: (
                    <span class="norm">
                      ‖∂<var>h</var>
                      <sub>{told?.t ?? "t"}</sub>/∂<var>h</var>
                      <sub>s</sub>‖
                    </span>
                  ),
                }}
              />
            </h3>
            <Toggle id="sensitivity-log" isPressed={log} title={say("states-log-title")} onClick={onLog}>
              {say("states-log")}
            </Toggle>
          </figcaption>
          <div class="sensitivity-plot" id="sensitivity-plot" />
          <p class="sensitivity-sentence" id="sensitivity-states">
            {told && <Legible text={statesInWords(told)} />}
          </p>
        </figure>
      </div>
    </section>
  );
}

function Choices({ trace, choice, onChoose }: Pick<CardProps, "trace" | "choice" | "onChoose">) {
  const { steps = [], vocabulary = [] } = trace ?? {};
  const t = Math.min(choice.t ?? steps.length, steps.length);
  const target = steps[t - 1]?.target ?? null;
  const token = choice.token === null || vocabulary[choice.token] === target ? "" : choice.token;
  const others = vocabulary.flatMap((letter, id) => (letter === target ? [] : [{ id, letter: visible(letter) }]));
  return (
    <form class="sensitivity-choice" id="sensitivity-choice" onSubmit={(event) => event.preventDefault()}>
      <LabelledSelect
        label={<Say id="letters-at" />}
        id="sensitivity-t"
        value={t}
        onChoose={(value) => onChoose({ t: Number(value), token: null })}
        options={steps.map((step) => [step.t, say("letters-after", { t: String(step.t), input: visible(step.input) })])}
      />
      <label>
        {say("letters-logit")}{" "}
        <select
          id="sensitivity-token"
          value={token}
          onInput={({ currentTarget: { value } }) => onChoose({ t, token: value === "" ? null : Number(value) })}
        >
          <option value="">
            {target === null ? say("letters-probable") : say("letters-target", { target: visible(target) })}
          </option>
          {others.map(({ id, letter }) => (
            <option key={id} value={id}>
              {quotation(letter)}
            </option>
          ))}
        </select>
      </label>
    </form>
  );
}

/** The letters over each other's scale, and the exact numbers of the one that is pointed at. */
function Letters({ shown, colours }: Pick<CardProps, "shown" | "colours">) {
  const list = useRef<HTMLOListElement>(null);
  const [active, setActive] = useState(-1);
  const bounds = shown?.bounds ?? { of_letter: 1, norm: 1 };
  const scale = createScale(colours, bounds.of_letter);
  const { letters = [], of_letter = [], norm: norms = [] } = shown?.told ?? {};
  const share = (value: Maybe | undefined, bound: number) => Math.min(1, Math.abs(value ?? 0) / bound).toFixed(4);

  function onKeyDown(event: KeyboardEvent) {
    const last = letters.length - 1;
    const places: Record<string, number> = { ArrowLeft: active - 1, ArrowRight: active + 1, Home: 0, End: last };
    const place = places[event.key];
    if (place !== undefined) {
      event.preventDefault();
      event.stopPropagation();
      focus(Math.max(0, Math.min(last, place)));
    }
  }
  function focus(place: number) {
    const letter = list.current?.children[place];
    if (letter instanceof HTMLElement) {
      letter.focus();
    }
  }

  return (
    <>
      <ol
        class={letters.length > MOST_NUMBERS ? "sensitivity-letters scrolls is-dense" : "sensitivity-letters scrolls"}
        id="sensitivity-letters"
        ref={list}
        onKeyDown={onKeyDown}
      >
        {letters.map((letter, i) => {
          const value = of_letter[i] ?? null;
          return (
            <li
              key={i}
              class={`sensitivity-letter${i === active ? " is-read" : ""}${(value ?? 0) < 0 ? " is-negative" : ""}`}
              style={{ "--share": share(value, bounds.of_letter), "--norm": share(norms[i], bounds.norm) }}
              tabIndex={i === Math.max(active, 0) ? 0 : -1}
              onPointerOver={() => setActive(i)}
              onFocus={() => setActive(i)}
            >
              <span class="visually-hidden">
                {say("letters-letter", {
                  t: String(i + 1),
                  letter: spoken(letter),
                  value: signed(value, 3),
                  norm: norm(norms[i]),
                })}
              </span>
              <span class="sensitivity-bar" aria-hidden="true">
                <i />
              </span>
              <span
                class="sensitivity-token"
                aria-hidden="true"
                style={{ background: scale.colour(value), color: scale.ink(value) }}
              >
                {visible(letter)}
              </span>
              <span class="sensitivity-norm" aria-hidden="true">
                <i />
              </span>
              <span class="sensitivity-number" aria-hidden="true">
                {signed(value, 2)}
              </span>
            </li>
          );
        })}
      </ol>
      <p class="sensitivity-reading" id="sensitivity-reading">
        {shown !== null && active >= 0 ? <Exact told={shown.told} place={active} /> : say("letters-point")}
      </p>
      <p class="sensitivity-legend hint">
        <span>{say("letters-lowers")}</span> <span id="sensitivity-low">{setting(-bounds.of_letter)}</span>
        <span class="sensitivity-scale" id="sensitivity-scale" style={{ background: scale.gradient }} />
        <span id="sensitivity-high">+{setting(bounds.of_letter)}</span> <span>{say("letters-raises")}</span>
        <span class="sensitivity-norm-key">
          <i />
          <span>
            <Say
              id="letters-norm"
              values={{ most: setting(bounds.norm) }}
              slots={{ norm: <span class="norm">‖…‖</span> }}
            />
          </span>
        </span>
      </p>
    </>
  );
}

function Exact({ told: { t, token, letters, of_letter, norm: norms }, place }: { told: Sensitivity; place: number }) {
  const s = place + 1;
  const output = `∂y_${t}[${visible(token)}]/∂x_${s}`;
  return (
    <>
      {`${output}[${visible(letters[place] ?? "")}] = `}
      <b data-of-letter={s}>{exact(of_letter[place] ?? null)}</b>
      {" · "}
      <span class="norm">‖{output}‖</span>
      {" = "}
      <b data-norm={s}>{exact(norms[place] ?? null)}</b>
    </>
  );
}
