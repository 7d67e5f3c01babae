/**
 * The inspector: one number, in words, its formula, and the arithmetic that made it, in which
 * every operand can be asked the same question.
 */

import type { Signal } from "@preact/signals";
import { useSignal } from "@preact/signals";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { copied } from "../lib/dom";
import { useKeptFocus } from "../lib/focus";
import { Legible } from "../lib/legible";
import { Say, say } from "../lib/messages";
import { base } from "../lib/root";
import type { Store } from "../lib/store";
import type { Place } from "../model/address";
import { placeData, placeOf, placeOfAddress, placeText } from "../model/address";
import { operandsOf } from "../model/arithmetic";
import { exact } from "../model/format";
import type { Answer, Inspection } from "../model/inspection";
import { crumbs } from "../model/inspection";
import { isUnsigned, reading } from "../model/notation";
import type { Derivation, FullAddress } from "../model/types";
import { Small } from "./button";
import { Arithmetic } from "./inspector/arithmetic";
import type { Panel } from "./inspector/number";
import { Name, Value } from "./inspector/number";
import { ProofOfOne } from "./proof";

export interface Actions {
  descend: (address: FullAddress) => void;
  go: (at: number) => void;
  back: () => void;
  forward: () => void;
  close: () => void;
  retry: () => void;
  here: () => void;
  prove: () => void;
  point: (place: Place | null) => void;
  /** whether it can be set by hand */
  canChange: (place: Place) => boolean;
  change: (place: Place, anchor: Element) => void;
}

type Asked = Store<Inspection>["signals"];

/** @param lit what the reader points at elsewhere */
export function Inspector({ asked, lit, actions }: { asked: Asked; lit: Signal<Place | null>; actions: Actions }) {
  const root = useRef<HTMLDivElement>(null);
  const unfolded = useSignal<ReadonlySet<string>>(new Set());
  const answer = asked.answer.value;
  // What helps against trouble is a button too, and goes with it.
  void asked.trouble.value;
  useKeptFocus(root, answer?.derivation.symbol, (within) => within.querySelector("#inspector-title, .trouble button"));
  return (
    <div class="inspector" id="inspector" ref={root}>
      {asked.place.value === null ? (
        <Beginning />
      ) : (
        <>
          <Bar asked={asked} actions={actions} />
          <Explanation asked={asked} panel={{ lit, unfolded, descend: actions.descend }} actions={actions} />
        </>
      )}
    </div>
  );
}

const STARTS = [
  { name: "loss", place: { quantity: "loss", index: [] }, notation: "L" },
  { name: "unit", place: { quantity: "h", t: 1, index: [0] }, notation: "h_{1}" },
  { name: "gradient", place: { quantity: "gradients.W_hh", index: [0, 0] }, notation: "∂L/∂W_{hh}" },
  { name: "update", place: { quantity: "updates.W_hh", index: [0, 0] }, notation: "ΔW_{hh}" },
  { name: "norm", place: { quantity: "gradient_norm", index: [] }, notation: "‖g‖" },
];

/** The page explains every number that is clicked, these as well. */
function Beginning() {
  return (
    <div class="inspector-empty" id="inspector-empty">
      <p>
        <Say id="inspector-empty" />
      </p>
      <p class="hint">
        <Say id="inspector-counting" slots={{ unit: <Name of={{ notation: "h_{3}", labels: ["4"] }} /> }} />
      </p>
      <p class="hint">{say("inspector-begin")}</p>
      <ul class="inspector-starts">
        {STARTS.map(({ name, place, notation }) => (
          <li key={name}>
            <Small {...placeData(place)}>
              {say(`inspector-start-${name}`)}{" "}
              <Name of={{ notation, labels: place.index.map(String) }} quantity={place.quantity} />
            </Small>
          </li>
        ))}
      </ul>
      <p class="hint">
        <Say id="inspector-keys" />
      </p>
    </div>
  );
}

function Bar({ asked, actions: { back, forward, go, close } }: { asked: Asked; actions: Actions }) {
  const trail = useRef<HTMLOListElement>(null);
  const visits = asked.visits.value;
  const at = asked.at.value;
  useLayoutEffect(() => {
    trail.current?.scrollTo({ left: trail.current.scrollWidth });
  });
  const button = (name: string, sign: string, act: () => void, isOff: boolean = false) => (
    <button
      type="button"
      class="icon-button"
      id={`inspector-${name}`}
      title={say(`inspector-${name}-title`)}
      aria-label={say(`inspector-${name}`)}
      disabled={isOff}
      onClick={act}
    >
      {sign}
    </button>
  );
  return (
    <div class="inspector-bar" id="inspector-bar">
      {button("back", "◀", back, at <= 0)}
      {button("forward", "▶", forward, at >= visits.length - 1)}
      <nav class="inspector-way" aria-label={say("inspector-trail")}>
        <ol class="scrolls" id="inspector-trail" ref={trail}>
          {crumbs(visits, at).map(({ visit: { label, place }, at: step }) => (
            <li key={step}>
              <button
                type="button"
                class="crumb"
                aria-current={step === at ? "location" : undefined}
                onClick={() => go(step)}
              >
                {label === null ? placeText(place) : <Name of={label} quantity={place.quantity} />}
                {place.iteration !== undefined && <sup>@{place.iteration}</sup>}
              </button>
            </li>
          ))}
        </ol>
      </nav>
      {button("close", "✕", close)}
    </div>
  );
}

function Explanation({ asked, panel, actions }: { asked: Asked; panel: Panel; actions: Actions }) {
  const answer = asked.answer.value;
  const isStale = answer !== null && asked.trouble.value !== null;
  const pointAt = ({ target }: Event) => {
    const term = target instanceof Element ? target.closest<HTMLElement>(".term") : null;
    actions.point(term === null ? null : placeOf(term.dataset));
  };
  return (
    <div
      class={isStale ? "inspector-body is-stale" : "inspector-body"}
      id="inspector-body"
      data-symbol={answer?.derivation.symbol ?? ""}
      data-iteration={answer?.derivation.address.iteration ?? ""}
      onPointerOver={pointAt}
      onPointerLeave={() => actions.point(null)}
      onFocusIn={pointAt}
      onFocusOut={() => actions.point(null)}
    >
      {answer !== null && <Headline answer={answer} isNow={isNow(answer, asked.iteration.value)} actions={actions} />}
      {answer !== null && <Formulas answer={answer} />}
      <TroubleNote asked={asked} actions={actions} />
      {answer !== null && (
        <>
          <End of={answer.derivation} />
          {answer.inner !== null && <Arithmetic of={answer.inner} panel={panel} isInner />}
          <Arithmetic of={answer.derivation} panel={panel} />
          <ProofOfOne of={answer.derivation} proof={asked.proof.value} onProve={actions.prove} />
          <Requests of={answer.derivation} />
        </>
      )}
    </div>
  );
}

const isNow = ({ derivation }: Answer, iteration: number) => derivation.address.iteration === iteration;

type HeadlineProps = { answer: Answer; isNow: boolean; actions: Actions };

function Headline({ answer: { derivation, before }, isNow, actions: { canChange, change } }: HeadlineProps) {
  const { address, value, words, arithmetic } = derivation;
  const unsigned = isUnsigned(address.quantity);
  const place = placeOfAddress(address);
  return (
    <>
      <div class="inspector-head">
        <h2 class="inspector-title" id="inspector-title" tabIndex={-1}>
          <Name of={derivation} quantity={address.quantity} />
          {" = "}
          <Value of={value} signed={!unsigned} result="line" title={exact(value)} />
          <span class="why">{operandsOf(arithmetic).length > 0 && ` ${say("explained-why")}`}</span>
        </h2>
        {canChange(place) && (
          <button
            type="button"
            class="button small inspector-change"
            onClick={(event) => change(place, event.currentTarget)}
          >
            {say("explained-change")}
          </button>
        )}
      </div>
      <p class="words">
        {words.charAt(0).toUpperCase() + words.slice(1)}
        {" · "}
        <span class={isNow ? "" : "earlier"}>{say("explained-iteration", { iteration: address.iteration })}</span>
        {before !== null && " · "}
        {before !== null && (
          <span class="before">
            <Legible
              text={
                before.value === value
                  ? say("explained-unchanged", { iteration: before.iteration })
                  : say("explained-was", { value: reading(before.value, unsigned), iteration: before.iteration })
              }
            />
          </span>
        )}
      </p>
    </>
  );
}

function Formulas({ answer: { derivation, formula, inner, innerFormula } }: { answer: Answer }) {
  if (derivation.formula === null && !inner?.formula) {
    return null;
  }
  return (
    <section class="inspector-formula scrolls" aria-label={say("explained-formula")}>
      <Formula of={derivation} drawing={formula} />
      {inner !== null && <Formula of={inner} drawing={innerFormula} />}
    </section>
  );
}

/** The server's SVG brings its glyphs along: those the page does not have yet join its sprite. */
function Formula({ of: { formula }, drawing }: { of: Derivation; drawing: string | null }) {
  const place = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (drawing === null) {
      return;
    }
    const drawn = new DOMParser().parseFromString(drawing, "image/svg+xml").documentElement;
    for (const glyph of drawn.querySelectorAll("symbol")) {
      glyph.remove();
      if (document.getElementById(glyph.id) === null) {
        document.getElementById("sprite")?.append(document.importNode(glyph, true));
      }
    }
    place.current?.replaceChildren(document.importNode(drawn, true));
  }, [drawing]);
  if (formula === null) {
    return null;
  }
  return drawing === null ? <code>{formula.plain}</code> : <div ref={place} />;
}

function End({ of: { source } }: { of: Derivation }) {
  return source === null ? null : (
    <p class="end">
      <Say id="explained-end" values={{ source }} />
    </p>
  );
}

function Requests({ of: { links } }: { of: Derivation }) {
  const [last, setLast] = useState({ self: "", worked: false });
  const address = `'${base()}${links.self ?? ""}'`;
  const commands = [
    { key: "curl", label: say("request-curl"), command: `curl -s ${address}` },
    { key: "text", label: say("request-text"), command: `curl -s -H 'Accept: text/plain' ${address}` },
  ];
  return (
    <footer class="requests">
      <pre class="terminal scrolls">
        <code>{commands[0]?.command}</code>
      </pre>
      {commands.map(({ key, label, command }) => (
        <button
          key={key}
          type="button"
          class="button small"
          data-key={key}
          data-command={command}
          onClick={() => void copied(command).then((worked) => setLast({ self: links.self ?? "", worked }))}
        >
          {label}
        </button>
      ))}
      <span class="hint" role="status">
        {last.self === links.self && (last.worked ? say("request-copied") : say("request-forbidden"))}
      </span>
    </footer>
  );
}

function TroubleNote({ asked, actions: { retry, here, close } }: { asked: Asked; actions: Actions }) {
  const trouble = asked.trouble.value;
  if (trouble === null) {
    return null;
  }
  const button = (label: string, act: () => void) => <Small onClick={act}>{label}</Small>;
  return (
    <div class="trouble" role="alert">
      <p>{trouble.text}</p>
      {trouble.retry && button(say("trouble-retry"), retry)}
      {trouble.here && button(say("trouble-here", { iteration: asked.iteration.value }), here)}
      {button(say("trouble-close"), close)}
    </div>
  );
}
