/** What a run was changed with by hand: the record, undo and redo, and the choice of any number by name. */

import { useEffect, useMemo, useRef, useState } from "preact/hooks";

import { Legible } from "../lib/legible";
import { Say, say } from "../lib/messages";
import type { Chosen } from "../model/changeable";
import { addressOf, offered } from "../model/changeable";
import type { Entry } from "../model/interventions";
import type { Address, Trace } from "../model/types";
import { Small } from "./button";
import { NumberChoice } from "./choice";

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
  const shape =
    trace === null
      ? ""
      : JSON.stringify([
          trace.text,
          trace.vocabulary,
          trace.h_0.length,
          trace.gate_names,
          Object.keys(trace.parameters),
        ]);
  const chooser = useMemo(() => trace !== null && <Chooser trace={trace} onChoose={onChoose} />, [shape]);
  return (
    <>
      <header class="card-header">
        <h2 id="changes-heading">{say("changes-heading")}</h2>
        <Small id="undo-change" title={say("changes-undo-title")} disabled={!canUndo} onClick={onUndo}>
          {say("change-undo")}
        </Small>
        <Small id="redo-change" title={say("changes-redo-title")} disabled={!canRedo} onClick={onRedo}>
          {say("change-redo")}
        </Small>
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
  const quantities = [...Object.keys(trace.parameters), "h"];
  const [before, setChosen] = useState<Chosen>({ quantity: "", index: [] });
  const chosen = offered(trace, quantities, before);
  return (
    <form
      id="choose-number"
      class="choose-number"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        onChoose(addressOf(chosen), event.submitter ?? event.currentTarget);
      }}
    >
      <NumberChoice
        ids={["choose-quantity", "choose-first", "choose-second"]}
        trace={trace}
        quantities={quantities}
        chosen={chosen}
        onChoose={setChosen}
      />
      <button type="submit" class="button small">
        {say("choose-submit")}
      </button>
    </form>
  );
}
