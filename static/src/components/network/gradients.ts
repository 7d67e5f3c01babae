/**
 * The gradient at the states: an arrow carries what flows along it, and the state shows the sum of
 * what arrives there. Lengths do not add, so each has a number of its own from the trace.
 */

import { setAttributes, setText, svg } from "../../lib/dom";
import { subscript } from "../../model/format";
import type { Layout } from "../../model/network/layout";
import { gradientThickness, statusOf } from "../../model/network/moments";
import { flowInto, flowName, norm } from "../../model/network/numbers";
import type { Moment } from "../../model/phases";
import type { Trace } from "../../model/types";

/** From this room on, a gradient's arrow carries the name of its number. */
const NAMED_ARROW = 140;
/** Of a state: "‖∂L/∂h₁₀‖", the same in one line with its number, the number alone. */
const NAME = 58;
const ONE_LINE = 84;
const NUMBER = 28;
/** From there to the arrow up out of the state. */
const BESIDE_ARROW = 15;

/**
 * The arrow back into a state, or into a cell state, from the timestep after it.
 *
 * Unrolled, a column draws the arrow from its state to the one before. The folded cell shows what
 * comes to the timestep that it shows, as its loop does forwards: there it is the arrow into it.
 */
export function gradientArrow(layout: Layout, letter: "h" | "c") {
  const quantity = `d${letter}_from_future_norm`;
  const touch = svg("path", { class: "network-touch" });
  const line = svg("path", {
    class: "network-line network-dashed",
    "marker-end": "url(#network-gradient-head)",
  });
  const name = svg("tspan", { class: "network-norm" });
  const value = svg("tspan", { class: "network-strong" });
  const text = svg("text", { class: "network-small network-gradient-text", "aria-hidden": "true" }, name, value);
  const element = svg(
    "g",
    { class: "network-item network-gradient network-flow", "data-quantity": quantity, "data-index": "" },
    touch,
    line,
    text,
  );
  let trace: Trace | null = null;
  let moment: Moment | null = null;
  let t = 1;
  let folded = false;

  function show() {
    if (trace === null) {
      return;
    }
    const into = folded && moment?.phase.kind !== "start" ? t : t - 1;
    // Nothing comes back into the last state.
    const exists = into < trace.steps.length;
    const carried = exists ? flowInto(trace, into, letter) : null;
    setAttributes(element, {
      "data-t": into,
      "data-flow": statusOf(moment, quantity, into),
      display: exists ? null : "none",
    });
    line.style.strokeWidth = gradientThickness(carried).toFixed(2);
    const named = folded ? !layout.narrow : layout.gap(t) >= NAMED_ARROW;
    setText(name, named ? `${flowName(into, letter)} ` : "");
    setText(value, norm(carried));
  }

  return {
    element,
    fill(next: Trace, column: number) {
      [trace, t] = [next, column];
      show();
    },
    reveal(next: Moment | null) {
      moment = next;
      show();
    },
    /**
     * @param amount of folding, 0 to 1
     * @param at where its number stands
     */
    pose(amount: number, path: string, at: { x: string; y: string }) {
      if (folded !== amount > 0.5) {
        folded = !folded;
        show();
      }
      setAttributes(line, { d: path });
      setAttributes(touch, { d: path });
      setAttributes(text, at);
    },
  };
}

/** The length of the whole gradient at a state, above its cells. */
export function gradientSum(layout: Layout) {
  const { rows, pitch, frameWidth, gated, nameReach } = layout;
  // Unrolled, it must not reach the names of the timestep before.
  const room = pitch - nameReach - BESIDE_ARROW;
  const isWide = gated === null && room >= ONE_LINE;
  const fits = gated !== null || room >= NAME;
  // Left of a gated state are its gates.
  const right = gated === null ? -BESIDE_ARROW : 8;
  const bottom = rows.frame - 6;
  const touch = svg("rect", { class: "network-touch" });
  const name = svg("tspan", { class: "network-norm" });
  const value = svg("tspan", { class: "network-strong" });
  let named = false;
  let t = 1;
  function place(wish: boolean) {
    named = wish;
    const above = bottom - 14;
    // Alone, the number stands beside the arrow, above the name of the state before.
    const at = named ? { x: right, y: bottom } : { x: right + 8, y: above };
    setAttributes(name, { x: right, y: isWide ? bottom : above });
    setAttributes(value, isWide ? { x: null, y: null } : at);
    const width = isWide ? ONE_LINE : named ? NAME : NUMBER;
    setAttributes(touch, {
      x: gated === null ? at.x - width : right,
      y: (isWide ? bottom : above) - 11,
      width: width + 2,
      height: named && !isWide ? 29 : 15,
    });
    setText(name, named ? `‖∂L/∂h${subscript(t)}‖ ` : "");
  }
  const element = svg(
    "g",
    { class: "network-item network-gradient network-sum", "data-quantity": "dh_norm", "data-index": "" },
    touch,
    svg(
      "text",
      {
        class: `network-small network-gradient-text ${gated === null ? "network-right" : "network-beside"}`,
        "aria-hidden": "true",
      },
      name,
      value,
    ),
  );
  return {
    element,
    fill(trace: Trace, column: number) {
      t = column;
      setAttributes(element, { "data-t": t });
      place(named);
      setText(value, norm(trace.steps[t - 1].dh_norm));
    },
    /** @param amount of folding: then there is room, inside of the loops of a gated cell */
    pose(amount: number) {
      if (named !== (fits || amount > 0.5)) {
        place(!named);
      }
      if (gated !== null) {
        const [across, down] = [(frameWidth / 2) * amount, 28 * amount];
        setAttributes(element, { transform: `translate(${across.toFixed(1)} ${down.toFixed(1)})` });
      }
    },
    reveal(moment: Moment | null, t: number) {
      setAttributes(element, { "data-flow": statusOf(moment, "dh_norm", t) });
    },
  };
}
