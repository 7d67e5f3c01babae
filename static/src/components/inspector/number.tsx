/** Numbers and their names as the inspector writes them, and the operand that can be asked on. */

import type { Signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import { Legible } from "../../lib/legible";
import { say } from "../../lib/messages";
import type { Place } from "../../model/address";
import { placeAt, placeData, placeOfAddress, related } from "../../model/address";
import { exact } from "../../model/format";
import type { Named, Part } from "../../model/notation";
import { identity, indexOf, nameParts, plainName, reading } from "../../model/notation";
import type { Derivation, FullAddress, Maybe, Term } from "../../model/types";

export interface Panel {
  /** what the reader points at elsewhere */
  lit: Signal<Place | null>;
  /** the sums whose every term is shown, by the number's symbol */
  unfolded: Signal<ReadonlySet<string>>;
  descend: (address: FullAddress) => void;
}

/** The panel, and the number whose arithmetic is written. */
export const Explained = createContext<Panel & { of: Derivation; isInner: boolean }>(null as never);

function Typeset({ parts }: { parts: Part[] }) {
  return (
    <>
      {parts.map(({ kind, text, parts: inner }) => {
        if (kind === "text") {
          return <Legible text={text} />;
        }
        const Tag = kind === "name" ? "var" : kind;
        return <Tag>{kind === "name" ? text : <Typeset parts={inner} />}</Tag>;
      })}
    </>
  );
}

/** @param quantity gives it its colour */
export function Name({ of: { notation, labels }, quantity = "" }: { of: Named; quantity?: string }) {
  return (
    <span class={`symbol ${identity(quantity)}`}>
      <Typeset parts={nameParts(notation)} />
      <Legible text={indexOf(labels)} />
    </span>
  );
}

interface ValueProps {
  of: Maybe | undefined;
  signed?: boolean;
  /** of a line, of a row of a table, of a part of an expression */
  result?: "line" | "row" | "part";
  /** in digits of its own */
  text?: string | undefined;
  title?: string;
  children?: ComponentChildren;
}

/** A number, with its sign or without the plus. */
export function Value({ of, signed = false, result, text = reading(of, !signed), title, children }: ValueProps) {
  const Tag = result === "line" || result === "row" ? "b" : "span";
  return (
    <Tag class={result === "row" ? "value row-value" : result === "part" ? "value result" : "value"} title={title}>
      <Legible text={text} />
      {children}
    </Tag>
  );
}

interface OperandProps {
  term: Term;
  /** where the value stands: on which side of the name */
  value?: "before" | "after" | "none";
  /** the value in digits of its own */
  text?: string;
}

/** An operand: its name, its number, and a click that asks why. */
export function Operand({ term, value = "after", text }: OperandProps) {
  const { of, lit, descend } = useContext(Explained);
  const address = term.address as FullAddress;
  const { iteration } = address;
  const named = { notation: term.notation ?? "", labels: term.labels ?? [] };
  const isEarlier = iteration !== of.address.iteration;
  const pointed = lit.value;
  const isLit = pointed !== null && related(placeAt(address, of.address.iteration), pointed);
  const number = <Value of={term.value} text={text} />;
  return (
    <button
      type="button"
      class={`term${term.end ? " is-end" : ""}${isLit ? " is-lit" : ""}`}
      {...placeData(placeOfAddress(address))}
      title={say("operand-title", {
        symbol: plainName(named.notation) + indexOf(named.labels),
        value: exact(term.value),
        when: isEarlier ? "earlier" : "now",
        iteration,
        made: term.end ? "of-nothing" : "of-others",
      })}
      onClick={() => descend(address)}
    >
      {value === "before" && number}
      <Name of={named} quantity={address.quantity} />
      {value === "after" && number}
      {isEarlier && <span class="earlier">{say("explained-iteration", { iteration })}</span>}
    </button>
  );
}
