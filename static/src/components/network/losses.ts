/** The loss of a timestep, where something is asked. */

import { setAttributes, setText, svg } from "../../lib/dom";
import { logged, loss, subscript } from "../../model/format";
import type { Layout } from "../../model/network/layout";
import { guessedToken, targetIndex } from "../../model/network/numbers";
import { elided, tokenWidth } from "../../model/network/tokens";
import { writesAt } from "../../model/parts";
import type { Trace } from "../../model/types";

const FONT = 12.5;

/** The loss of the timestep and whether the prediction is right, in words and by a mark. */
export function lossBlock(layout: Layout) {
  const { roomy, tight, rows } = layout;
  // A gated state stands right of the middle of its column, and its loss above it.
  const half = Math.min(layout.pitch / 2 - 6, layout.last - 2);
  const lossName = svg("tspan");
  const logarithm = svg("tspan");
  const result = svg("tspan", { class: "network-strong" });
  const text = roomy
    ? [svg("text", { class: "network-loss", y: rows.loss + 16 }, lossName, logarithm, result)]
    : [
        svg("text", { class: "network-loss", y: rows.loss + 14 }, lossName, result),
        svg("text", { class: "network-loss network-second", y: rows.loss + 30 }, logarithm),
      ];
  const number = svg(
    "g",
    { class: "network-item network-loss-item", "data-quantity": "loss" },
    svg("rect", {
      class: "network-touch",
      x: -half,
      y: rows.loss,
      width: 2 * half,
      height: roomy ? 22 : 36,
      rx: 4,
    }),
    ...text,
  );
  for (const element of text) {
    element.setAttribute("aria-hidden", "true");
  }
  const mark = svg("tspan", { class: "network-mark" });
  const guess = svg("tspan", { class: "network-strong" });
  const instead = svg("tspan");
  const verdict = svg(
    "text",
    { class: "network-verdict", y: rows.verdict + 17, "data-role": "prediction" },
    mark,
    guess,
    instead,
  );
  verdict.setAttribute("aria-hidden", "true");
  const nothing = svg(
    "text",
    { class: "network-unasked", y: rows.loss + (roomy ? 16 : 20), "aria-hidden": "true" },
    tight ? "not asked" : "nothing asked here",
  );
  return {
    element: svg("g", {}, number, nothing, verdict),
    fill(trace: Trace, t: number) {
      const step = trace.steps[t - 1];
      const asked = step.target !== null;
      const writes = writesAt(trace, t);
      setAttributes(number, { "data-t": t, display: asked ? null : "none" });
      setAttributes(nothing, { display: writes && !asked ? null : "none" });
      setAttributes(verdict, { "data-t": t, display: writes ? null : "none" });
      if (!writes) {
        return;
      }
      const room = layout.pitch - 16;
      const token = guessedToken(trace, t);
      const right = asked && token === step.target;
      verdict.classList.toggle("is-right", right);
      verdict.classList.toggle("is-unasked", !asked);
      setText(mark, !asked ? "" : right ? "✓ " : "✗ ");
      const shown: (of: string, share: number) => string = (of, share) =>
        `“${elided(of, share * room - 3 * FONT, FONT)}”`;
      // What was right is framed below.
      const alone = right || !asked || token === null || tight;
      setText(guess, token === null ? "no prediction" : shown(token, alone ? 1 : 0.5));
      setText(instead, alone || step.target === null ? "" : `, not ${shown(step.target, 0.5)}`);
      if (asked) {
        const p = logged(step.probs[targetIndex(trace, t)], step.loss);
        const name = `loss${subscript(t)} = `;
        const width = (said: string) => tokenWidth(`${said}−log ${p} = ${loss(step.loss)}`, FONT);
        const isNamed = !tight && (!roomy || width(name) <= layout.pitch - 8);
        setText(lossName, isNamed ? name : "");
        // Left of what is above a gated state there is more room than right of it.
        const beyond = roomy ? Math.max(0, width(isNamed ? name : "") / 2 - half) : 0;
        setAttributes(text[0], { x: -beyond });
        setText(logarithm, roomy ? `−log ${p} = ` : tight ? `−log ${p}` : `= −log ${p}`);
        setText(result, loss(step.loss));
      }
    },
  };
}
