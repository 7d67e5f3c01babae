/** What a run was changed with by hand: the record, undo and redo, and the choice of any number by name. */

import { useEffect, useMemo, useRef, useState } from "preact/hooks";

import { Legible } from "../lib/legible";
import { Say, say } from "../lib/messages";
import { addressOf, choicesOf, valid } from "../model/changeable";
import type { Entry } from "../model/interventions";
import type { Address, Trace } from "../model/types";

type Choose = (address: Address, anchor: Element) => void;

export function Changes({
  entries,
  trace,
  canUndo,
  canRedo,
  onUndo,
  onRedo,
  onChoose,
}: {
  /** in order */
  entries: Entry[];
  trace: Trace | null;
  canUndo: boolean;
  canRedo: boolean;
  onUndo: () => void;
  onRedo: () => void;
  onChoose: Choose;
}) {
  // Most traces offer the same numbers as the one before.
  const offered =
    trace === null
      ? ""
      : JSON.stringify([
          trace.text,
          trace.vocabulary,
          trace.h_0.length,
          trace.gate_names,
          Object.keys(trace.parameters),
        ]);
  const chooser = useMemo(() => trace !== null && <Chooser trace={trace} onChoose={onChoose} />, [offered]);
  return (
    <>
      <header class="card-header">
        <h2 id="changes-heading">{say("changes-heading")}</h2>
        <button
          type="button"
          class="button small"
          id="undo-change"
          title={say("changes-undo-title")}
          disabled={!canUndo}
          onClick={onUndo}
        >
          {say("change-undo")}
        </button>
        <button
          type="button"
          class="button small"
          id="redo-change"
          title={say("changes-redo-title")}
          disabled={!canRedo}
          onClick={onRedo}
        >
          {say("change-redo")}
        </button>
      </header>
      {entries.length === 0 ? (
        <p class="hint" id="no-interventions">
          <Say id="changes-none" />
        </p>
      ) : (
        <Record entries={entries} />
      )}
      {chooser}
    </>
  );
}

function Record({ entries }: { entries: Entry[] }) {
  const list = useRef<HTMLOListElement>(null);
  const written = JSON.stringify(entries);
  useEffect(() => list.current?.scrollTo(0, list.current.scrollHeight), [written]);
  return (
    <ol class="interventions scrolls" id="interventions" aria-labelledby="changes-heading" ref={list}>
      {entries.map(({ iteration, text, ahead }, place) => (
        <li key={place} class={ahead ? "ahead" : undefined}>
          <span class="when">{say("changes-when", { iteration })} </span>
          <Legible text={text} />
          {ahead && <span class="later">{say("changes-later")}</span>}
        </li>
      ))}
    </ol>
  );
}

/** Any number that can be changed, chosen by name: for heatmaps without a pointer. */
function Chooser({ trace, onChoose }: { trace: Trace; onChoose: Choose }) {
  const names = [...Object.keys(trace.parameters), "h"];
  const [chosen, setChosen] = useState({ quantity: names[0] ?? "h", index: [0, 0] });
  const quantity = names.includes(chosen.quantity) ? chosen.quantity : (names[0] ?? "h");
  const choices = choicesOf(trace, quantity);
  const index = valid(choices, chosen.index);
  return (
    <form
      id="choose-number"
      class="choose-number"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        onChoose(addressOf(quantity, index), event.submitter ?? event.currentTarget);
      }}
    >
      <label>
        {say("choose-number")}{" "}
        <select
          id="choose-quantity"
          value={quantity}
          onInput={(event) => setChosen({ ...chosen, quantity: event.currentTarget.value })}
        >
          {names.map((name) => (
            <option key={name} value={name}>
              {name === "h" ? say("choose-state") : name}
            </option>
          ))}
        </select>
      </label>
      {choices.map(({ label, options }, place) => (
        <label key={place}>
          {label}{" "}
          <select
            id={place === 0 ? "choose-first" : "choose-second"}
            value={index[place]}
            onInput={({ currentTarget: { value } }) =>
              setChosen({ quantity, index: chosen.index.map((old, at) => (at === place ? Number(value) : old)) })
            }
          >
            {options.map(({ value, text }) => (
              <option key={value} value={value}>
                {text}
              </option>
            ))}
          </select>
        </label>
      ))}
      <button type="submit" class="button small">
        {say("choose-submit")}
      </button>
    </form>
  );
}
