/** The loss of a timestep and whether its prediction is right, in words and by a mark. */

import { Legible } from "../../lib/legible";
import { quotation, say } from "../../lib/messages";
import { logged, loss, subscript } from "../../model/format";
import type { Cover } from "../../model/network/cover";
import { isCovered } from "../../model/network/cover";
import type { Layout } from "../../model/network/layout";
import { guessedToken, targetIndex } from "../../model/network/numbers";
import { elided, tokenWidth } from "../../model/network/tokens";
import { writesAt } from "../../model/parts";
import type { Trace } from "../../model/types";

const FONT = 12.5;

interface Asked {
  layout: Layout;
  trace: Trace;
  t: number;
}

export function Losses({ cover, ...asked }: Asked & { cover: Cover | null }) {
  const { layout, trace, t } = asked;
  const { roomy, tight, rows } = layout;
  if (!writesAt(trace, t)) {
    return null;
  }
  return (
    <g>
      {isCovered(cover, "loss") ? null : trace.steps[t - 1].target === null ? (
        <text class="network-unasked" y={rows.loss + (roomy ? 16 : 20)} aria-hidden="true">
          {say(tight ? "network-unasked-short" : "network-unasked")}
        </text>
      ) : (
        <Loss {...asked} />
      )}
      {!isCovered(cover, "probs") && <Verdict {...asked} />}
    </g>
  );
}

function Loss({ layout, trace, t }: Asked) {
  const { roomy, tight, rows } = layout;
  const { probs, loss: value } = trace.steps[t - 1];
  // A gated state stands right of the middle of its column, and its loss above it.
  const half = Math.min(layout.pitch / 2 - 6, layout.last - 2);
  const p = logged(probs[targetIndex(trace, t)], value);
  const result = loss(value);
  const lossName = `${say("network-loss-name", { at: subscript(t) })} = `;
  const width = (words: string) => tokenWidth(`${words}−log ${p} = ${result}`, FONT);
  const isNamed = !tight && (!roomy || width(lossName) <= layout.pitch - 8);
  // Left of what is above a gated state there is more room than right of it.
  const beyond = roomy ? Math.max(0, width(isNamed ? lossName : "") / 2 - half) : 0;
  const logarithm = <tspan>{roomy ? `−log ${p} = ` : tight ? `−log ${p}` : `= −log ${p}`}</tspan>;
  return (
    <g class="network-item network-loss-item" data-quantity="loss" data-t={t}>
      <rect class="network-touch" x={-half} y={rows.loss} width={2 * half} height={roomy ? 22 : 36} rx={4} />
      <text class="network-loss" x={-beyond} y={rows.loss + (roomy ? 16 : 14)} aria-hidden="true">
        <tspan>{isNamed && <Legible text={lossName} inside="svg" />}</tspan>
        {roomy && logarithm}
        <tspan class="network-strong">{result}</tspan>
      </text>
      {!roomy && (
        <text class="network-loss network-second" y={rows.loss + 30} aria-hidden="true">
          {logarithm}
        </text>
      )}
    </g>
  );
}

function Verdict({ layout, trace, t }: Asked) {
  const { target } = trace.steps[t - 1];
  const token = guessedToken(trace, t);
  const verdict = target === null ? "unasked" : token === target ? "right" : "wrong";
  // What was right is framed below.
  const isAlone = verdict !== "wrong" || token === null || layout.tight;
  const quoted = (of: string) => {
    const share = isAlone ? 1 : 0.5;
    return quotation(elided(of, share * (layout.pitch - 16) - 3 * FONT, FONT));
  };
  return (
    <text
      class={`network-verdict is-${verdict}`}
      y={layout.rows.verdict + 17}
      data-role="prediction"
      data-t={t}
      aria-hidden="true"
    >
      <tspan class="network-mark">{verdict === "unasked" ? "" : verdict === "right" ? "✓ " : "✗ "}</tspan>
      <tspan class="network-strong">{token === null ? say("network-no-prediction") : quoted(token)}</tspan>
      {!isAlone && <tspan>{say("network-not-target", { target: quoted(target ?? "") })}</tspan>}
    </text>
  );
}
