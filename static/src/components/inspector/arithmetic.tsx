/** The arithmetic that made a number: tables of sums and shares, and steps. */

import { useContext } from "preact/hooks";
import { Legible } from "../../lib/legible";
import { say } from "../../lib/messages";
import type { Block, Piece, Row, SharesBlock, StepBlock, SumBlock } from "../../model/arithmetic";
import { blocks, surprising } from "../../model/arithmetic";
import { isUnsigned, reading, readingUnderLog } from "../../model/notation";
import type { Derivation, Maybe } from "../../model/types";
import type { Panel } from "./number";
import { Explained, Name, Operand, Value } from "./number";
import { Subtotals } from "./subtotals";

/** @param isInner whether it explains the only operand of the number above it */
export function Arithmetic({ of, panel, isInner = false }: { of: Derivation; panel: Panel; isInner?: boolean }) {
  const list = of.arithmetic === null ? [] : blocks(of.arithmetic);
  const lines = list.map((block, i) => <BlockView key={i} block={block} />);
  return (
    <Explained.Provider value={{ ...panel, of, isInner }}>
      {isInner && lines.length > 0 ? <div class="inner">{lines}</div> : lines}
      <Subtotals subtotals={of.subtotals} />
    </Explained.Provider>
  );
}

function BlockView({ block }: { block: Block }) {
  switch (block.kind) {
    case "step":
      return <Step block={block} />;
    case "sum":
      return <Sum block={block} />;
    case "shares":
      return <Shares block={block} />;
  }
}

function Step({ block: { pieces, term } }: { block: StepBlock }) {
  const p = surprising(term);
  return (
    <p class="step">
      <span class="expression">
        {pieces.map((piece) =>
          piece === p ? <Operand term={p} text={readingUnderLog(p.value, term.value)} /> : <PieceView piece={piece} />,
        )}
      </span>
      <span class="equals">=</span>
      <Value of={term.value} result="line" />
    </p>
  );
}

function PieceView({ piece }: { piece: Piece }) {
  if (typeof piece === "string") {
    return <span class="sign">{piece}</span>;
  }
  if (piece.op === "operand") {
    return <Operand term={piece} />;
  }
  const number = (
    <Value of={piece.value} {...(piece.op === "result" ? { result: "part" } : {})}>
      {piece.note && <span class="note">{piece.note}</span>}
    </Value>
  );
  return piece.symbol ? (
    <span class="constant">
      <span class="symbol">{piece.symbol}</span>
      {number}
    </span>
  ) : (
    number
  );
}

/** Whether every term of the number's sums is shown, and the switch. */
function useFold() {
  const { of, unfolded } = useContext(Explained);
  const isOpen = unfolded.value.has(of.symbol);
  return {
    isOpen,
    toggle() {
      const others = [...unfolded.value].filter((symbol) => symbol !== of.symbol);
      unfolded.value = new Set(isOpen ? others : [...others, of.symbol]);
    },
  };
}

function FoldRow({ more, fewer }: { more: string; fewer: string }) {
  const { isOpen, toggle } = useFold();
  return (
    <li class="row row-fold">
      <button type="button" class="fold" aria-expanded={isOpen} onClick={toggle}>
        <Legible text={isOpen ? fewer : more} />
        {!isOpen && <span class="fold-show">{say("fold-show")}</span>}
      </button>
    </li>
  );
}

function Sum({ block: { rows, term } }: { block: SumBlock }) {
  const { of, isInner } = useContext(Explained);
  const { isOpen } = useFold();
  const largest = Math.max(...rows.map(({ term: { value } }) => Math.abs(value ?? 0)));
  const isWhole = term === of.arithmetic;
  const { value, notation, labels, address } = of;
  return (
    <div class="sum">
      <ul class="rows">
        {rows.map((row, i) => (row.shown || isOpen) && <RowView key={i} row={row} largest={largest} />)}
        {term.fold && (
          <FoldRow
            more={
              term.fold.zero
                ? say("sum-rest-zero", { rest: term.fold.rest })
                : say("sum-rest", { rest: term.fold.rest, value: reading(term.fold.value) })
            }
            fewer={say("sum-fewer")}
          />
        )}
      </ul>
      <p class="total">
        {say("sum-total")}
        {isWhole && " = "}
        {isWhole &&
          (isInner ? (
            <Operand term={{ op: "operand", value, notation, labels, address }} value="none" />
          ) : (
            <Name of={of} quantity={address.quantity} />
          ))}
        <Value of={term.value} signed={!isWhole || !isUnsigned(address.quantity)} result="line" />
      </p>
    </div>
  );
}

function RowView({ row: { pieces, pair, term }, largest }: { row: Row; largest: number }) {
  return (
    <li class={pair === null ? "row" : "row row-pair"}>
      {pair === null ? (
        <span class="expression">
          {term.op === "operand" ? (
            <Operand term={term} value="none" />
          ) : (
            pieces.map((piece) => <PieceView piece={piece} />)
          )}
        </span>
      ) : (
        <>
          <Operand term={pair[0]} />
          <span class="sign">×</span>
          <Operand term={pair[1]} value="before" />
        </>
      )}
      <Value of={term.value} signed result="row" />
      <Bar value={term.value} largest={largest} />
    </li>
  );
}

function Bar({ value, largest }: { value: Maybe; largest: number }) {
  const share = value === null || largest === 0 ? 0 : Math.min(1, Math.abs(value) / largest);
  return (
    <span class="bar" aria-hidden="true">
      <span class={(value ?? 0) < 0 ? "negative" : "positive"} style={{ width: `${(share * 50).toFixed(1)}%` }} />
    </span>
  );
}

function Shares({ block: { term, shown } }: { block: SharesBlock }) {
  const { isOpen } = useFold();
  const { of: logits = [], exponentials = [], shares = [], chosen = 0, fold = null } = term;
  const power = term.shift ? `y − ${reading(term.shift, true)}` : "y";
  return (
    <div class="sum shares">
      <ul class="rows">
        <li class="row row-share shares-head" aria-hidden="true">
          <span class="term">
            {say("shares-logit")}
            <var>y</var>
          </span>
          <span class="value">
            <var>e</var>
            <sup>{power}</sup>
          </span>
          <span class="value row-value">{say("shares-share")}</span>
        </li>
        {logits.map(
          (logit, i) =>
            (shown[i] || isOpen) && (
              <li key={i} class={`row row-share${i === chosen ? " is-chosen" : ""}`}>
                <Operand term={logit} text={reading(logit.value)} />
                <Value of={exponentials[i]} />
                <Value of={shares[i]} result="row" />
                <span class="bar share" aria-hidden="true">
                  <span style={{ width: `${(100 * (shares[i] ?? 0)).toFixed(1)}%` }} />
                </span>
              </li>
            ),
        )}
        {fold !== null && (
          <FoldRow
            more={say("shares-rest", { rest: fold.rest, share: reading(fold.share, true) })}
            fewer={say("shares-fewer")}
          />
        )}
      </ul>
      <p class="step">
        <span class="expression">
          <Value of={exponentials[chosen]} />
          <span class="sign">/</span>
          <Value of={term.total} />
          <span class="note">{say("shares-total")}</span>
        </span>
        <span class="equals">=</span>
        <Value of={term.value} result="line" />
      </p>
    </div>
  );
}
