// @ts-check
/** Arrows of weights: their names, their heads, and those straight up. */

import { setAttributes, setText, svg } from "../../dom.js";
import { parameterAt, partMark } from "../../parts.js";
import { HEAD } from "./fold.js";

/** @typedef {import("./text.js").Trace} Trace */

const HEAD_SHAPE = "M0-4.6L9.5 0L0 4.6Z";

/** @param {string} name `W_xh` */
export const hueClass = (name) => `network-${name.replace("_", "-").toLowerCase()}`;

/**
 * A name with its subscript and, where other parts have such weights too, the mark of its part.
 *
 * @param {string} name `W_xh`
 * @param {Record<string, import("../../dom.js").AttributeValue>} attributes
 */
export function weightName(name, attributes) {
  const [letter, below] = name.split("_");
  const mark = svg("tspan", { dy: -9, class: "network-script" });
  const element = svg(
    "text",
    attributes,
    letter,
    svg("tspan", { dy: 3, class: "network-script" }, below),
    mark,
  );
  return {
    element,
    /** @param {string} text */
    setMark(text) {
      setText(mark, text);
    },
  };
}

/** The head of an arrow, put where its line ends. */
export function arrowHead() {
  const element = svg("path", { class: "network-head", d: HEAD_SHAPE });
  return {
    element,
    /**
     * @param {number} x
     * @param {number} y
     * @param {number} degrees 0 points to the right
     */
    put(x, y, degrees) {
      setAttributes(element, {
        transform: `translate(${x.toFixed(1)} ${y.toFixed(1)}) rotate(${degrees.toFixed(1)})`,
      });
    },
  };
}

/**
 * An arrow of a weight matrix straight up, with its name.
 *
 * @param {string} role `W_xh`
 * @param {number} from
 * @param {number} to height of the tip
 * @param {{x?: number, nameY?: number}} [place]
 */
export function verticalArrow(role, from, to, { x = 0, nameY = (from + to) / 2 + 2 } = {}) {
  const end = to + HEAD;
  return arrowAlong(role, `M${x} ${from}V${end}`, [x, end, -90], { x: x + 9, y: nameY });
}

/**
 * An arrow of a weight matrix along a path, with its name.
 *
 * @param {string} role `W_xh`
 * @param {string} path up to where the head begins
 * @param {[number, number, number]} end where that is, and which way the head points, in degrees
 * @param {{x: number, y: number}} nameAt
 */
export function arrowAlong(role, path, end, nameAt) {
  const head = arrowHead();
  head.put(...end);
  const name = weightName(role, { class: "network-name", ...nameAt });
  const element = svg(
    "g",
    { class: `network-arrow ${hueClass(role)}`, "data-arrow": role },
    svg("path", { class: "network-touch", d: path }),
    svg("path", { class: "network-line", d: path }),
    head.element,
    name.element,
  );
  return {
    element,
    /**
     * @param {Trace} trace
     * @param {number} t
     */
    fill(trace, t) {
      fillArrow(element, name, role, trace, t);
    },
  };
}

/**
 * Which matrix an arrow stands for at a timestep; none, and it is not there.
 *
 * @param {SVGGElement} element
 * @param {ReturnType<typeof weightName>} name
 * @param {string} role
 * @param {Trace} trace
 * @param {number} t
 */
export function fillArrow(element, name, role, trace, t) {
  const parameter = parameterAt(trace, role, t);
  const mark = partMark(trace, role, t);
  setAttributes(element, {
    "data-arrow": parameter,
    "data-own": mark === "" ? null : "",
    display: parameter === null ? "none" : null,
  });
  name.setMark(mark);
}

/** The heads of the gradients' arrows, once per diagram. */
export function arrowHeads() {
  return svg(
    "defs",
    {},
    svg(
      "marker",
      {
        id: "network-gradient-head",
        class: "network-gradient",
        viewBox: "0 -5 10 10",
        refX: 0.5,
        markerWidth: HEAD + 1,
        markerHeight: HEAD + 1,
        markerUnits: "userSpaceOnUse",
        orient: "auto",
      },
      svg("path", { class: "network-head", d: HEAD_SHAPE }),
    ),
  );
}
