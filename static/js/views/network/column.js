// @ts-check
/**
 * Drawing one timestep. A column is made once for a layout and then filled with any timestep's
 * numbers, so that scrolling and training reuse the same nodes and change attributes only.
 */

import { setAttributes, setText, svg } from "../../dom.js";
import { loss, signed, subscript, visible } from "../../format.js";
import { holding } from "../../interventions.js";
import { HEAD, chainPath } from "./fold.js";
import { predicted, ranking } from "./layout.js";
import { columnStates, createStreams, gradientThickness } from "./reveal.js";
import {
  guessedToken,
  norm,
  probability,
  shortProbability,
  summary,
  targetIndex,
} from "./text.js";

/** @typedef {import("./layout.js").Layout} Layout */
/** @typedef {import("../../types.js").Clamp} Clamp */
/** @typedef {import("./text.js").Trace} Trace */
/** @typedef {import("./text.js").Maybe} Maybe */
/** @typedef {import("../../colours.js").Scale} Scale */
/** @typedef {import("../../phases.js").Moment} Moment */

/**
 * @typedef {object} Pose where a column is while the chain is folded or unrolled
 * @property {number} x centre
 * @property {number} previous centre of the column before it
 * @property {number} amount of folding, 0 to 1
 * @property {number} opacity
 */

/**
 * @typedef {object} Column
 * @property {SVGGElement} element
 * @property {(trace: Trace, t: number, scale: Scale) => void} fill
 * @property {(pose: Pose) => void} pose
 * @property {(trace: Trace, t: number, moment: Moment | null) => void} reveal
 * @property {(before: Trace, after: Trace, t: number) => Element[]} changed shapes of what changed
 */

const BAR_HEIGHT = 70;
const RANKING_ROW = 19.5;
/** Narrower bars carry small numbers, and none where the bar is invisible anyway. */
const TINY = 22;
/** From this room on, a gradient's arrow carries the name of its number. */
const NAMED_GAP = 112;

/** Changes of a value from which on it counts as notable. */
const NOTABLE = { h: 0.03, probs: 0.03 };

/**
 * A name with its subscript, as in W_xh.
 *
 * @param {string} name
 * @param {Record<string, import("../../dom.js").AttributeValue>} attributes
 */
function matrixName(name, attributes) {
  const [letter, below] = name.split("_");
  return svg(
    "text",
    attributes,
    letter,
    svg("tspan", { dy: 3, "font-size": "78%" }, below),
  );
}

/** @param {string} name `W_xh` */
const hueClass = (name) => `network-${name.replace("_", "-").toLowerCase()}`;

/**
 * An arrow of a weight matrix straight up, with its name.
 *
 * @param {string} name
 * @param {number} from
 * @param {number} to height of the tip
 */
function verticalArrow(name, from, to) {
  const path = `M0 ${from}V${to + HEAD}`;
  return svg(
    "g",
    { class: `network-arrow ${hueClass(name)}`, "data-arrow": name },
    svg("path", { class: "network-touch", d: path }),
    svg("path", { class: "network-line", d: path, "marker-end": `url(#${hueClass(name)}-head)` }),
    matrixName(name, { class: "network-name", x: 9, y: (from + to) / 2 + 2 }),
  );
}

/** The heads of the arrows, once per diagram. */
export function arrowHeads() {
  const names = ["W_xh", "W_hh", "W_hy", "gradient"];
  return svg(
    "defs",
    {},
    ...names.map((name) =>
      svg(
        "marker",
        {
          id: `${hueClass(name)}-head`,
          class: hueClass(name),
          viewBox: "0 -5 10 10",
          refX: 0.5,
          markerWidth: HEAD + 1,
          markerHeight: HEAD + 1,
          markerUnits: "userSpaceOnUse",
          orient: "auto",
        },
        svg("path", { class: "network-head", d: "M0-4.6L9.5 0L0 4.6Z" }),
      ),
    ),
  );
}

/**
 * The hidden units of one timestep, or of h_0: a frame and its cells.
 *
 * @param {Layout} layout
 * @param {"h" | "h_0"} quantity
 */
function cellBlock(layout, quantity) {
  const { cells, frameWidth, frameHeight, rows } = layout;
  const shapes = Array.from({ length: layout.H }, (_, index) => {
    const { x, y } = layout.cell(index);
    const rect = svg("rect", { x, y, width: cells.width, height: cells.height, rx: 3 });
    const text = cells.showsText
      ? svg("text", {
          class: "network-value",
          x: x + cells.width / 2,
          y: y + cells.height / 2 + 4,
          "aria-hidden": "true",
        })
      : null;
    const group = svg(
      "g",
      { class: "network-item network-cell", "data-quantity": quantity, "data-index": index },
      rect,
      text,
    );
    return { group, rect, text };
  });
  const name = svg("text", {
    class: "network-symbol",
    x: frameWidth / 2 + 5,
    y: rows.frame + 11,
    "aria-hidden": "true",
  });
  const element = svg(
    "g",
    {},
    svg("rect", {
      class: "network-frame",
      x: -frameWidth / 2,
      y: rows.frame,
      width: frameWidth,
      height: frameHeight,
      rx: 7,
    }),
    name,
    ...shapes.map(({ group }) => group),
  );
  /** @type {Map<number, SVGPathElement>} */
  const jaws = new Map();
  /**
   * A state that is held has a bar at either side, like a jaw.
   *
   * @param {number} index
   * @param {boolean} held
   */
  function hold(index, held) {
    let jaw = jaws.get(index);
    if (jaw === undefined && held) {
      const { x, y } = layout.cell(index);
      const [right, bottom] = [x + cells.width, y + cells.height];
      jaw = svg("path", {
        class: "network-jaws",
        d: `M${x + 4} ${y}H${x}V${bottom}h4M${right - 4} ${y}H${right}V${bottom}h-4`,
      });
      jaws.set(index, jaw);
    }
    const group = shapes[index].group;
    group.classList.toggle("is-held", held);
    if (jaw !== undefined && held) {
      group.append(jaw);
    } else {
      jaw?.remove();
    }
  }
  return {
    element,
    shapes,
    /**
     * @param {readonly Maybe[]} values
     * @param {number} t
     * @param {Scale} scale
     * @param {readonly Clamp[]} [clamps]
     */
    fill(values, t, scale, clamps = []) {
      setText(name, `h${subscript(t)}`);
      shapes.forEach(({ group, rect, text }, index) => {
        const value = values[index];
        if (quantity === "h") {
          group.setAttribute("data-t", String(t));
        }
        rect.setAttribute("fill", scale.colour(value));
        hold(index, clamps.length > 0 && holding(clamps, index, t) !== undefined);
        if (text !== null) {
          setText(text, signed(value, 2));
          text.setAttribute("fill", scale.ink(value));
        }
      });
    },
  };
}

/**
 * Softmax over few letters: a bar for each, in the order of the vocabulary.
 *
 * @param {Layout} layout
 */
function bars(layout) {
  const { V, letterWidth, rows } = layout;
  const width = letterWidth - 4;
  const top = rows.output + 12;
  const items = Array.from({ length: V }, (_, index) => {
    const x = (index - V / 2) * letterWidth + 2;
    const middle = x + width / 2;
    const track = svg("rect", {
      class: "network-track",
      x,
      y: top,
      width,
      height: BAR_HEIGHT,
      rx: 2,
    });
    const bar = svg("rect", { class: "network-bar", x, width, rx: 2 });
    const value = svg("text", {
      class: `network-small ${letterWidth < TINY ? "network-tiny" : ""}`,
      x: middle,
      "aria-hidden": "true",
    });
    const mark = svg("rect", {
      class: "network-target",
      x: middle - 8.5,
      y: top + BAR_HEIGHT + 3,
      width: 17,
      height: 17,
      rx: 4,
    });
    const letter = svg("text", {
      class: "network-letter",
      x: middle,
      y: top + BAR_HEIGHT + 15.5,
      "aria-hidden": "true",
    });
    const group = svg(
      "g",
      { class: "network-item network-prob", "data-quantity": "probs", "data-index": index },
      track,
      bar,
      value,
      mark,
      letter,
    );
    return { group, track, bar, value, letter };
  });
  return {
    element: svg("g", {}, ...items.map(({ group }) => group)),
    items,
    /**
     * @param {Trace} trace
     * @param {number} t
     */
    fill(trace, t) {
      const { probs } = trace.steps[t - 1];
      const target = targetIndex(trace, t);
      const guess = predicted(probs);
      items.forEach(({ group, bar, value, letter }, index) => {
        const p = Math.max(0, Math.min(1, probs[index] ?? 0));
        const height = Math.max(1, p * BAR_HEIGHT);
        group.setAttribute("data-t", String(t));
        group.classList.toggle("is-target", index === target);
        group.classList.toggle("is-predicted", index === guess);
        setAttributes(bar, { y: (top + BAR_HEIGHT - height).toFixed(1), height: height.toFixed(1) });
        value.setAttribute("y", (top + BAR_HEIGHT - height - 3).toFixed(1));
        setText(value, letterWidth < TINY && p < 0.005 ? "" : shortProbability(probs[index]));
        setText(letter, visible(trace.vocabulary[index]));
      });
    },
  };
}

/**
 * Softmax over many letters: the most probable ones and the target, one row each.
 *
 * @param {Layout} layout
 */
function rankingRows(layout) {
  const { rankingRows: count, rankingWidth, rows } = layout;
  const left = -rankingWidth / 2;
  const barLeft = left + 22;
  const room = rankingWidth - 22 - 34;
  const items = Array.from({ length: count }, (_, row) => {
    const top = rows.output + 2 + row * RANKING_ROW;
    const baseline = top + 12.5;
    const track = svg("rect", {
      class: "network-track",
      x: barLeft,
      y: top + 2,
      width: room,
      height: 13,
      rx: 2,
    });
    const bar = svg("rect", { class: "network-bar", x: barLeft, y: top + 2, height: 13, rx: 2 });
    const mark = svg("rect", {
      class: "network-target",
      x: left,
      y: top,
      width: 18,
      height: 17,
      rx: 4,
    });
    const letter = svg("text", {
      class: "network-letter",
      x: left + 9,
      y: baseline,
      "aria-hidden": "true",
    });
    const value = svg("text", {
      class: "network-small network-right",
      x: -left,
      y: baseline,
      "aria-hidden": "true",
    });
    const group = svg(
      "g",
      { class: "network-item network-prob", "data-quantity": "probs" },
      svg("rect", { class: "network-touch", x: left, y: top, width: rankingWidth, height: 17 }),
      track,
      bar,
      mark,
      letter,
      value,
    );
    return { group, track, bar, value, letter };
  });
  return {
    element: svg("g", {}, ...items.map(({ group }) => group)),
    items,
    /**
     * @param {Trace} trace
     * @param {number} t
     */
    fill(trace, t) {
      const { probs } = trace.steps[t - 1];
      const target = targetIndex(trace, t);
      const guess = predicted(probs);
      const shown = ranking(probs, target, count);
      items.forEach(({ group, bar, value, letter }, row) => {
        const index = shown[row];
        const p = Math.max(0, Math.min(1, probs[index] ?? 0));
        setAttributes(group, { "data-t": t, "data-index": index });
        group.classList.toggle("is-target", index === target);
        group.classList.toggle("is-predicted", index === guess);
        bar.setAttribute("width", Math.max(1, p * room).toFixed(1));
        setText(value, probability(probs[index]));
        setText(letter, visible(trace.vocabulary[index]));
      });
    },
  };
}

/**
 * The input: a one-hot vector, or its letter when the vector would be long.
 *
 * @param {Layout} layout
 */
function inputBlock(layout) {
  const { V, fewLetters, letterWidth, rows } = layout;
  const count = fewLetters ? V : 1;
  const width = fewLetters ? letterWidth : 32;
  const items = Array.from({ length: count }, (_, index) => {
    const x = (index - count / 2) * width + 1;
    const rect = svg("rect", { x, y: rows.input, width: width - 2, height: 24, rx: 4 });
    const letter = svg("text", {
      class: "network-letter",
      x: x + (width - 2) / 2,
      y: rows.input + 16.5,
      "aria-hidden": "true",
    });
    const group = svg(
      "g",
      { class: "network-item network-input", "data-quantity": "x", "data-index": index },
      rect,
      letter,
    );
    return { group, letter };
  });
  const name = svg("text", {
    class: "network-caption",
    y: rows.inputLabel + 17,
    "aria-hidden": "true",
  });
  return {
    element: svg("g", {}, ...items.map(({ group }) => group), name),
    /**
     * @param {Trace} trace
     * @param {number} t
     */
    fill(trace, t) {
      const { input } = trace.steps[t - 1];
      const hot = trace.vocabulary.indexOf(input);
      items.forEach(({ group, letter }, place) => {
        const index = fewLetters ? place : hot;
        setAttributes(group, { "data-t": t, "data-index": index });
        group.classList.toggle("is-hot", index === hot);
        setText(letter, visible(trace.vocabulary[index]));
      });
      setText(name, `x${subscript(t)} = “${visible(input)}”`);
    },
  };
}

/**
 * The loss of the timestep and whether the prediction is right, in words and by a mark.
 *
 * @param {Layout} layout
 */
function lossBlock(layout) {
  const { roomy, rows } = layout;
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
      x: -layout.pitch / 2 + 6,
      y: rows.loss,
      width: layout.pitch - 12,
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
  return {
    element: svg("g", {}, number, verdict),
    /**
     * @param {Trace} trace
     * @param {number} t
     */
    fill(trace, t) {
      const step = trace.steps[t - 1];
      const p = probability(step.probs[targetIndex(trace, t)]);
      number.setAttribute("data-t", String(t));
      setText(lossName, `loss${subscript(t)} = `);
      setText(logarithm, roomy ? `−log ${p} = ` : `= −log ${p}`);
      setText(result, loss(step.loss));
      const token = guessedToken(trace, t);
      const right = token === step.target;
      verdict.setAttribute("data-t", String(t));
      verdict.classList.toggle("is-right", right);
      setText(mark, right ? "✓ " : "✗ ");
      setText(guess, token === null ? "no prediction" : `“${visible(token)}”`);
      setText(instead, right || token === null ? "" : `, not “${visible(step.target)}”`);
    },
  };
}

/**
 * What connects a timestep with the one before: W_hh forward, the gradient back.
 *
 * @param {Layout} layout
 */
function chainBlock(layout) {
  const { narrow, rows, frameWidth, frameHeight } = layout;
  const half = frameWidth / 2 + 3;
  // Wide enough to pass outside of the state's name.
  const reach = 90 + 0.42 * frameHeight;
  const forwardTouch = svg("path", { class: "network-touch" });
  const forward = svg("path", {
    class: "network-line",
    "marker-end": `url(#${hueClass("W_hh")}-head)`,
  });
  const forwardName = matrixName("W_hh", { class: "network-name network-middle" });
  const backwardTouch = svg("path", { class: "network-touch" });
  const backward = svg("path", {
    class: "network-line network-dashed",
    "marker-end": `url(#${hueClass("gradient")}-head)`,
  });
  const backwardName = svg("tspan", { class: "network-norm" });
  const backwardValue = svg("tspan", { class: "network-strong" });
  const backwardText = svg(
    "text",
    { class: "network-small network-gradient-text", "aria-hidden": "true" },
    backwardName,
    backwardValue,
  );
  const gradient = svg(
    "g",
    { class: "network-item network-gradient", "data-quantity": "dh_norm", "data-index": "" },
    backwardTouch,
    backward,
    backwardText,
  );
  const element = svg(
    "g",
    {},
    svg(
      "g",
      { class: `network-arrow ${hueClass("W_hh")}`, "data-arrow": "W_hh" },
      forwardTouch,
      forward,
      forwardName,
    ),
    gradient,
  );
  let name = "";
  let named = false;
  return {
    element,
    /**
     * @param {Trace} trace
     * @param {number} t
     */
    fill(trace, t) {
      const value = t === 1 ? trace.dh_0_norm : trace.steps[t - 2].dh_norm;
      gradient.setAttribute("data-t", String(t - 1));
      backward.style.strokeWidth = gradientThickness(value).toFixed(2);
      name = `‖∂L/∂h${subscript(t - 1)}‖ `;
      named = layout.gap(t) >= NAMED_GAP;
      setText(backwardValue, norm(value));
    },
    /** @param {Pose} pose */
    pose({ x, previous, amount }) {
      setText(backwardName, named || (amount > 0.5 && !narrow) ? name : "");
      const distance = x - previous;
      const above = { distance, half, reach, y: rows.forward, peak: rows.frame - 13 };
      const below = { ...above, y: rows.backward, peak: rows.frame + frameHeight + 12 };
      const there = chainPath(above, amount, false);
      const back = chainPath(below, amount, true);
      forward.setAttribute("d", there);
      forwardTouch.setAttribute("d", there);
      backward.setAttribute("d", back);
      backwardTouch.setAttribute("d", back);
      const straight = -distance / 2;
      const aside = half + 0.3 * reach + 22;
      /** @type {(from: number, to: number) => string} */
      const mix = (from, to) => (from + (to - from) * amount).toFixed(1);
      setAttributes(forwardName, {
        x: mix(straight, aside),
        y: mix(rows.forward - 8, rows.frame + 10),
      });
      setAttributes(backwardText, {
        x: mix(straight, aside + (narrow ? 0 : 34)),
        y: mix(rows.backward + 17, rows.frame + frameHeight - 6),
      });
    },
  };
}

/**
 * h_0: the state before the first letter.
 *
 * @param {Layout} layout
 */
export function createStart(layout) {
  const block = cellBlock(layout, "h_0");
  const element = svg("g", { class: "network-column network-start" }, block.element);
  return {
    element,
    /**
     * @param {Trace} trace
     * @param {Scale} scale
     */
    fill(trace, scale) {
      setAttributes(element, { role: "group", "aria-label": "h_0, the initial state" });
      block.fill(trace.h_0, 0, scale);
    },
    /** @param {Pose} pose */
    pose({ x, opacity }) {
      setAttributes(element, {
        transform: `translate(${x.toFixed(1)} 0)`,
        opacity: opacity < 1 ? opacity.toFixed(3) : null,
      });
    },
  };
}

/**
 * @param {Layout} layout
 * @returns {Column}
 */
export function createColumn(layout) {
  const { rows, pitch } = layout;
  const output = layout.fewLetters ? bars(layout) : rankingRows(layout);
  const cells = cellBlock(layout, "h");
  const input = inputBlock(layout);
  const losses = lossBlock(layout);
  const chain = chainBlock(layout);
  const element = svg(
    "g",
    { class: "network-column", role: "group" },
    svg("rect", {
      class: "network-band",
      x: -pitch / 2 + 2,
      y: 2,
      width: pitch - 4,
      height: layout.height - 4,
      rx: 10,
    }),
    chain.element,
    losses.element,
    output.element,
    verticalArrow("W_hy", rows.frame - 3, rows.outputArrow),
    cells.element,
    verticalArrow("W_xh", rows.input - 3, rows.frame + layout.frameHeight + 3),
    input.element,
  );
  /** @type {ReturnType<typeof createStreams> | null} */
  let streams = null;
  return {
    element,
    fill(trace, t, scale) {
      element.setAttribute("data-column", String(t));
      element.setAttribute("aria-label", summary(trace, t));
      losses.fill(trace, t);
      output.fill(trace, t);
      cells.fill(trace.steps[t - 1].h, t, scale, trace.clamps);
      input.fill(trace, t);
      chain.fill(trace, t);
    },
    pose(pose) {
      setAttributes(element, {
        transform: `translate(${pose.x.toFixed(1)} 0)`,
        opacity: pose.opacity < 1 ? pose.opacity.toFixed(3) : null,
      });
      chain.pose(pose);
    },
    reveal(trace, t, moment) {
      setAttributes(element, {
        ...columnStates(moment, t),
        "aria-label": summary(trace, t, moment?.knows),
      });
      if (moment !== null && streams === null) {
        streams = createStreams(layout);
        element.append(streams.element);
      }
      streams?.reveal(trace, t, moment);
    },
    changed(before, after, t) {
      const was = before.steps[t - 1];
      const is = after.steps[t - 1];
      /** @type {(a: Maybe[], b: Maybe[], i: number, least: number) => boolean} */
      const differs = (a, b, i, least) => Math.abs((a[i] ?? 0) - (b[i] ?? 0)) >= least;
      return [
        ...cells.shapes
          .filter((_, i) => differs(was.h, is.h, i, NOTABLE.h))
          .map(({ rect }) => rect),
        ...output.items
          .filter(({ group }) =>
            differs(was.probs, is.probs, Number(group.getAttribute("data-index")), NOTABLE.probs),
          )
          .map(({ track }) => track),
      ];
    },
  };
}
