/** The arithmetic of a real number, with some of it to be filled in. */

import { signal } from "@preact/signals";
import { useRef } from "preact/hooks";

import type { Filling } from "../../client/sum";
import { useKeptFocus } from "../../lib/focus";
import { Legible } from "../../lib/legible";
import { say } from "../../lib/messages";
import type { Piece } from "../../model/arithmetic";
import { surprising } from "../../model/arithmetic";
import { stepsOf, termsOf } from "../../model/blanks";
import { indexOf, plainName, reading, readingUnderLog } from "../../model/notation";
import type { Derivation, Term } from "../../model/types";
import { Explained, Name, Value } from "../inspector/number";
import { Coloured } from "../phases";
import { UNKNOWN } from "./setting";

/** Nobody points at operands here, and none of them leads further. */
const PANEL = { lit: signal(null), unfolded: signal<ReadonlySet<string>>(new Set()), descend: () => {} };

export function SumCheck({ filling }: { filling: Filling }) {
  const root = useRef<HTMLFormElement>(null);
  const { sum } = filling;
  const [derivation, inner] = [filling.derivation.value, filling.inner.value];
  const isDone = filling.isDone.value;
  useKeptFocus(root, isDone, (within) => within.querySelector(".verdict, input"));
  return (
    <form
      class="scene is-check sum-check"
      ref={root}
      data-step={isDone ? "seen" : "asking"}
      onSubmit={(event) => {
        event.preventDefault();
        filling.check();
      }}
    >
      <p class="check-mark">{say("lesson-check")}</p>
      <p class="sum-ask">
        <Coloured text={sum.ask} />
      </p>
      {derivation !== null && (
        <Explained.Provider value={{ ...PANEL, of: derivation, isInner: false }}>
          <Arithmetic filling={filling} derivation={derivation} inner={inner} />
        </Explained.Provider>
      )}
      {!isDone && (
        <p class="scene-act">
          <button type="submit" class="button primary" disabled={derivation === null}>
            {say("lesson-check-it")}
          </button>
          <button
            type="button"
            class="button"
            disabled={derivation === null || filling.isShown.value}
            onClick={() => void filling.show()}
          >
            {say("lesson-show-me")}
          </button>
        </p>
      )}
      <div class="verdict-place" role="status">
        {isDone ? (
          <p class="verdict" tabIndex={-1} data-right={filling.isShown.value ? undefined : ""}>
            {!filling.isShown.value && <b class="verdict-head">{say("lesson-correct")} </b>}
            <Coloured text={sum.well} />
          </p>
        ) : (
          <Hint filling={filling} />
        )}
      </div>
      {filling.failure.value !== null && (
        <p class="scene-failure" role="alert">
          {filling.failure.value.message}{" "}
          <button type="button" class="button" onClick={() => void filling.open()}>
            {say("lesson-again")}
          </button>
        </p>
      )}
      {isDone && (
        <p class="scene-foot">
          <button type="button" class="link-button" onClick={filling.reset}>
            {say("lesson-repeat")}
          </button>
        </p>
      )}
    </form>
  );
}

/** Why it is not done yet, once it has been checked. */
function Hint({ filling }: { filling: Filling }) {
  const count = filling.empty.value;
  const filled = filling.sum.blank.length - count;
  if (Object.values(filling.marks.value).includes(false)) {
    return (
      <p class="hint">
        {say("lesson-not-yet")} {count > 0 && say("lesson-empty", { count })}
      </p>
    );
  }
  return count > 0 ? <p class="hint">{say("lesson-unfilled", { count, filled })}</p> : null;
}

interface ArithmeticProps {
  filling: Filling;
  derivation: Derivation;
  inner: Derivation | null;
}

function Arithmetic({ filling, derivation, inner }: ArithmeticProps) {
  const summed = inner ?? derivation;
  const terms = termsOf(summed);
  if (terms.length === 0) {
    return <Steps filling={filling} derivation={derivation} />;
  }
  return (
    <div class="sum-table scrolls">
      <table>
        <tbody>
          {terms.map(({ pair, term, pieces }, place) => (
            <tr key={place}>
              <th scope="row">
                {pair !== null ? (
                  <Product pair={pair} />
                ) : term.op === "operand" ? (
                  <NameOf term={term} />
                ) : (
                  <Unnamed term={term} pieces={pieces} />
                )}
              </th>
              <td>
                {pair === null ? null : (
                  <>
                    {reading(pair[0].value, true)} × {inParentheses(pair[1])}
                  </>
                )}
              </td>
              <td class="sum-value">
                <Filled filling={filling} blank={String(place + 1)} value={term.value} label={labelOf(term, pieces)} />
              </td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">
              {say("sum-total")} <Name of={summed} quantity={summed.address.quantity} />
            </th>
            <td />
            <td class="sum-value">
              <Filled filling={filling} blank="sum" value={summed.value} label={say("sum-total")} />
            </td>
          </tr>
          {inner !== null && (
            <tr>
              <th scope="row">
                <Name of={derivation} quantity={derivation.address.quantity} /> = {derivation.arithmetic?.op}(
                {say("sum-total")})
              </th>
              <td />
              <td class="sum-value">
                <Filled filling={filling} blank="result" value={derivation.value} label={nameOf(derivation)} />
              </td>
            </tr>
          )}
        </tfoot>
      </table>
    </div>
  );
}

/** What is no sum, a line for each step. */
function Steps({ filling, derivation }: { filling: Filling; derivation: Derivation }) {
  const steps = stepsOf(derivation);
  const [last, earlier] = [steps.at(-1), steps.slice(0, -1)];
  const p = last === undefined ? null : surprising(last.term);
  // A result that is to be filled in is not read in the step after it.
  const isLeftOut = (piece: Term) =>
    !filling.isDone.value &&
    earlier.some(({ term }, at) => term.value === piece.value && filling.sum.blank.includes(String(at + 1)));
  const written = (pieces: Piece[]) =>
    pieces.map((piece) => {
      if (typeof piece === "string") {
        return /^[×−+/]$/.test(piece) ? ` ${piece} ` : piece;
      }
      return <b>{piece.op === "result" && isLeftOut(piece) ? UNKNOWN : digits(piece, p, derivation)}</b>;
    });
  return (
    <>
      {earlier.map(({ pieces, term }, at) => (
        <p class="sum-line" key={at}>
          {written(pieces)}
          {" = "}
          <Filled filling={filling} blank={String(at + 1)} value={term.value} label={inWords(pieces)} />
        </p>
      ))}
      <p class="sum-line">
        <Name of={derivation} quantity={derivation.address.quantity} />
        {" = "}
        {written(last?.pieces ?? [])}
        {" = "}
        <Filled filling={filling} blank="result" value={derivation.value} label={nameOf(derivation)} />
      </p>
    </>
  );
}

const digits = (piece: Term, p: Term | null, { value }: Derivation) =>
  piece === p ? readingUnderLog(piece.value, value) : reading(piece.value, true);

const nameOf = ({ notation = "", labels = [] }: Pick<Derivation, "notation" | "labels">) =>
  plainName(notation) + indexOf(labels);

const named = (term: Term) => ({ notation: term.notation ?? "", labels: term.labels ?? [] });

const labelOf = (term: Term, pieces: Piece[]) =>
  streamOf(term) ??
  (term.op === "operand"
    ? nameOf(named(term))
    : pieces.map((piece) => (typeof piece === "string" ? ` ${piece} ` : nameOf(named(piece)))).join(""));

/** The arithmetic as it is said: its operands by name, and its numbers. */
const inWords = (pieces: Piece[]) =>
  pieces
    .map((piece) =>
      typeof piece === "string" ? piece : piece.op === "operand" ? nameOf(named(piece)) : reading(piece.value, true),
    )
    .join(" ");

/** What meets at a state, in words; null for everything else. */
function streamOf({ address }: Term): string | null {
  const from = { dh_from_output: "output", dh_from_future: "next" }[address?.quantity ?? ""];
  return from === undefined ? null : say("lesson-stream", { from });
}

const inParentheses = ({ value }: Term) => ((value ?? 0) < 0 ? `(${reading(value, true)})` : reading(value, true));

function NameOf({ term }: { term: Term }) {
  const stream = streamOf(term);
  return stream === null ? <Name of={named(term)} quantity={term.address?.quantity ?? ""} /> : stream;
}

/** What has no name: the numbers of a formula, and what they stand for. */
function Unnamed({ term, pieces }: { term: Term; pieces: Piece[] }) {
  const notes = [term, ...(term.of ?? [])].map(({ note }) => note).filter(Boolean);
  return (
    <>
      {pieces.map((piece) => (typeof piece === "string" ? piece : reading(piece.value, true)))}
      {notes.length > 0 && <Legible text={say("lesson-notes", { notes: notes.join(say("list-separator")) })} />}
    </>
  );
}

const Product = ({ pair: [one, other] }: { pair: [Term, Term] }) => (
  <>
    <NameOf term={one} /> × <NameOf term={other} />
  </>
);

/** A number, or the field for it where it is left out. */
function Filled({
  filling,
  blank,
  value,
  label,
}: {
  filling: Filling;
  blank: string;
  value: Term["value"];
  label: string;
}) {
  const { sum, typed, marks, isShown, isDone } = filling;
  if (!sum.blank.includes(blank)) {
    return <Value of={value} />;
  }
  const mark = marks.value[blank];
  return (
    <input
      class="sum-blank"
      type="text"
      inputMode="text"
      autocomplete="off"
      size={8}
      data-blank={blank}
      aria-label={say("lesson-blank", { name: label })}
      aria-invalid={mark === false ? true : undefined}
      data-right={mark === true ? "" : undefined}
      readOnly={isShown.value || isDone.value}
      value={typed.value[blank] ?? ""}
      onInput={({ currentTarget }) => filling.type(blank, currentTarget.value)}
    />
  );
}
