/** The way back through time: what happens in a phase, and what gradients are sums of. */

import { useMemo, useRef } from "preact/hooks";

import { Legible } from "../../lib/legible";
import { say } from "../../lib/messages";
import { caption, title } from "../../model/captions";
import { boundOf } from "../../model/contributions";
import { subscript, visible } from "../../model/format";
import { reading } from "../../model/notation";
import type { Phase } from "../../model/phases";
import { writtenSum } from "../../model/sums";
import type { Triangle } from "../../model/triangle";
import { writtenTriangle } from "../../model/triangle";
import type { Maybe, Trace } from "../../model/types";
import { Coloured, Key } from "../phases";
import type { FigureProps } from "./setting";
import { UNKNOWN } from "./setting";

/** What happens in a phase, as in the workbench. What comes after the first is read aloud. */
export function Caption({ trace, phase }: { trace: Trace; phase: Phase }) {
  const first = useRef(phase.id);
  return (
    <div class="lesson-caption">
      <p aria-live={first.current === phase.id ? "off" : "polite"}>
        <b>
          <Legible text={title(trace, phase)} />
        </b>{" "}
        <span class="lesson-caption-text">
          <Coloured text={caption(trace, phase)} />
        </span>
      </p>
      <Key kind={phase.kind} />
    </div>
  );
}

/** From the middle, to the left or to the right. */
function Bar({ value, bound }: { value: Maybe; bound: number }) {
  const share = Math.max(-1, Math.min(1, (value ?? 0) / bound));
  return (
    <span class="share-bar" aria-hidden="true">
      <span
        class={share < 0 ? "is-negative" : "is-positive"}
        style={{
          left: `${(50 + 50 * Math.min(0, share)).toFixed(1)}%`,
          width: `${(50 * Math.abs(share)).toFixed(1)}%`,
        }}
      />
    </span>
  );
}

const weight = (quantity: string, index: readonly number[]) => `${quantity}[${index.join(",")}]`;

/** One weight's gradient, a row for what each timestep adds to it. */
export function Shares({ figure, view: { trace, contributions, isSeen } }: FigureProps) {
  if (trace === null || contributions === null) {
    return null;
  }
  const { quantity = "", index = [] } = figure.told;
  const [row = 0, column = 0] = index;
  const each = contributions.contributions.map((matrix) => matrix[row]?.[column] ?? null);
  const total = contributions.total[row]?.[column] ?? null;
  const { addends, total: sum, relation } = writtenSum(each, total);
  const bound = boundOf([[[...each, total]]]);
  const name = `∂L/∂${weight(quantity, index)}`;
  return (
    <table class="lesson-shares">
      <caption>
        <Coloured text={say("lesson-shares", { name })} />
      </caption>
      <thead>
        <tr>
          <th scope="col">{say("lesson-timestep")}</th>
          <th scope="col">{say("lesson-share-made")}</th>
          <td class="share-drawn" />
          <th scope="col" class="share-number">
            {say("lesson-share")}
          </th>
        </tr>
      </thead>
      <tbody>
        {trace.steps.map(({ t, input, da }, place) => {
          const past = (t > 1 ? trace.steps[t - 2]?.h : trace.h_0)?.[column] ?? null;
          return (
            <tr key={t} data-t={t}>
              <th scope="row">
                <span class="share-letter">{visible(input)}</span> t = {t}
              </th>
              <td class="share-made">
                <Legible text={`∂L/∂a${subscript(t)}[${row}] × h${subscript(t - 1)}[${column}]`} />
                {isSeen && (
                  <span class="share-factors">
                    {reading(da[row], true)} × {(past ?? 0) < 0 ? `(${reading(past, true)})` : reading(past, true)}
                  </span>
                )}
              </td>
              <td class="share-drawn">{isSeen && <Bar value={each[place] ?? null} bound={bound} />}</td>
              <td class="share-number">{isSeen ? addends[place] : UNKNOWN}</td>
            </tr>
          );
        })}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">{say("sum-total")}</th>
          <td class="share-made">
            <Coloured text={name} />
          </td>
          <td class="share-drawn">{isSeen && <Bar value={total} bound={bound} />}</td>
          <td class="share-number">{isSeen ? `${relation === "=" ? "" : `${relation} `}${sum}` : UNKNOWN}</td>
        </tr>
      </tfoot>
    </table>
  );
}

/** A column for each state, a row for each loss: what flows back to where. */
export function LossShares(props: FigureProps) {
  const { figure, view } = props;
  const { unit = 0 } = figure.told;
  return (
    <TriangleOf
      {...props}
      caption={say("lesson-loss-shares", { unit })}
      rowName={(s) => `L${subscript(s)}`}
      columnName={(t) => `h${subscript(t)}[${unit}]`}
      totalName={say("sum-total")}
      triangle={view.triangle}
      describe={(s, t) => say("lesson-loss-share", { loss: s, t })}
    />
  );
}

/** A row for each state, a column for each timestep that uses the weight. */
export function StateShares(props: FigureProps) {
  const { figure, view } = props;
  const { unit = 0, quantity = "", index = [] } = figure.told;
  return (
    <TriangleOf
      {...props}
      caption={say("lesson-state-shares", { weight: weight(quantity, index), unit })}
      rowName={(t) => `h${subscript(t)}[${unit}]`}
      columnName={(k) => say("lesson-used-at", { t: k })}
      totalName={say("lesson-total")}
      triangle={view.triangle}
      describe={(t, k) => say("lesson-state-share", { t, used: k })}
    />
  );
}

interface TriangleProps extends FigureProps {
  caption: string;
  rowName: (row: number) => string;
  columnName: (column: number) => string;
  totalName: string;
  triangle: Triangle | null;
  /** what a number is, for whoever does not see where it stands; both counted from 1 */
  describe: (row: number, column: number) => string;
}

function TriangleOf({
  caption: text,
  rowName,
  columnName,
  totalName,
  triangle,
  describe,
  view: { isSeen, trace },
}: TriangleProps) {
  const written = useMemo(() => (triangle === null ? null : writtenTriangle(triangle)), [triangle]);
  if (triangle === null || written === null || trace === null) {
    return null;
  }
  const byRow = triangle.along === "row";
  const places = triangle.total.map((_, i) => i);
  const total = (i: number) => (
    <td key={`total ${i}`} class="triangle-total">
      {isSeen ? (triangle.total[i] === 0 ? "0" : written.totals[i]) : UNKNOWN}
    </td>
  );
  return (
    <div class="lesson-triangle scrolls" data-along={triangle.along}>
      <table>
        <caption>
          <Coloured text={text} />
        </caption>
        <thead>
          <tr>
            <td />
            {places.map((column) => (
              <th key={column} scope="col">
                <Legible text={columnName(column + 1)} />
              </th>
            ))}
            {byRow && <th scope="col">{totalName}</th>}
          </tr>
        </thead>
        <tbody>
          {places.map((row) => (
            <tr key={row}>
              <th scope="row">
                <Legible text={rowName(row + 1)} />
              </th>
              {places.map((column) => {
                const known = written.texts[row]?.[column] ?? null;
                const value = known === null ? 0 : (triangle.values[row]?.[column] ?? null);
                return (
                  <td
                    key={column}
                    class={isSeen && known === null ? "is-nothing" : row === column ? "is-diagonal" : "is-below"}
                    title={describe(row + 1, column + 1)}
                  >
                    {isSeen ? (value === 0 ? "0" : known) : UNKNOWN}
                  </td>
                );
              })}
              {byRow && total(row)}
            </tr>
          ))}
        </tbody>
        {!byRow && (
          <tfoot>
            <tr>
              <th scope="row">{totalName}</th>
              {places.map(total)}
            </tr>
          </tfoot>
        )}
      </table>
    </div>
  );
}
