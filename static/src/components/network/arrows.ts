/** Arrows of weights: their names, their heads, and those straight up. */

import type { AttributeValue } from "../../lib/dom";
import { setAttributes, setText, svg } from "../../lib/dom";
import { HEAD } from "../../model/network/paths";
import { parameterAt, partMark } from "../../model/parts";
import type { Trace } from "../../model/types";

const HEAD_SHAPE = "M0-4.6L9.5 0L0 4.6Z";

/** @param name `W_xh` */
export const hueClass = (name: string) => `network-${name.replace("_", "-").toLowerCase()}`;

/**
 * A name with its subscript and, where other parts have such weights too, the mark of its part.
 *
 * @param name `W_xh`
 */
export function weightName(name: string, attributes: Record<string, AttributeValue>) {
  const [letter, below] = name.split("_");
  const mark = svg("tspan", { dy: -9, class: "network-script" });
  const element = svg("text", attributes, letter, svg("tspan", { dy: 3, class: "network-script" }, below), mark);
  return {
    element,
    setMark(text: string) {
      setText(mark, text);
    },
  };
}

/** The head of an arrow, put where its line ends. */
export function arrowHead() {
  const element = svg("path", { class: "network-head", d: HEAD_SHAPE });
  return {
    element,
    /** @param degrees 0 points to the right */
    put(x: number, y: number, degrees: number) {
      setAttributes(element, {
        transform: `translate(${x.toFixed(1)} ${y.toFixed(1)}) rotate(${degrees.toFixed(1)})`,
      });
    },
  };
}

/**
 * An arrow of a weight matrix straight up, with its name.
 *
 * @param role `W_xh`
 * @param to height of the tip
 */
export function verticalArrow(
  role: string,
  from: number,
  to: number,
  { x = 0, nameY = (from + to) / 2 + 2 }: { x?: number; nameY?: number } = {},
) {
  const end = to + HEAD;
  return arrowAlong(role, `M${x} ${from}V${end}`, [x, end, -90], { x: x + 9, y: nameY });
}

/**
 * An arrow of a weight matrix along a path, with its name.
 *
 * @param role `W_xh`
 * @param path up to where the head begins
 * @param end where that is, and which way the head points, in degrees
 */
export function arrowAlong(
  role: string,
  path: string,
  end: [number, number, number],
  nameAt: { x: number; y: number },
) {
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
    fill(trace: Trace, t: number) {
      fillArrow(element, name, role, trace, t);
    },
  };
}

/** Which matrix an arrow stands for at a timestep; none, and it is not there. */
export function fillArrow(
  element: SVGGElement,
  name: ReturnType<typeof weightName>,
  role: string,
  trace: Trace,
  t: number,
) {
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
