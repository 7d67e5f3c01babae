/** Arrows of weights, with their names and heads. */

import { HEAD } from "../../model/network/paths";
import { parameterAt, partMark } from "../../model/parts";
import type { Trace } from "../../model/types";

const HEAD_SHAPE = "M0-4.6L9.5 0L0 4.6Z";

/** Where an arrow's head begins, and which way it points: 0 degrees is to the right. */
export interface End {
  x: number;
  y: number;
  degrees: number;
}

export function Head({ x, y, degrees }: End) {
  const transform = `translate(${x.toFixed(1)} ${y.toFixed(1)}) rotate(${degrees.toFixed(1)})`;
  return <path class="network-head" d={HEAD_SHAPE} transform={transform} />;
}

/**
 * An arrow of the weights that play a role (`W_xh`) at a timestep. Where other parts have such
 * weights too, its name has the mark of its part; where there are none, there is no arrow. Where
 * all of them are 0, nothing passes, and the arrow is faint.
 */
export function WeightArrow({
  trace,
  t,
  weights,
  path,
  end,
  name,
}: {
  trace: Trace;
  t: number;
  weights: string;
  path: string;
  end: End;
  name: { x: number | string; y: number | string; class?: string };
}) {
  const parameter = parameterAt(trace, weights, t);
  if (parameter === null) {
    return null;
  }
  const isZero = (trace.parameters[parameter] ?? []).flat().every((weight) => weight === 0);
  const [letter, below] = weights.split("_");
  const mark = partMark(trace, weights, t);
  return (
    <g
      class={`network-arrow network-${weights.replace("_", "-").toLowerCase()}`}
      data-arrow={parameter}
      data-own={mark === "" ? undefined : ""}
      data-zero={isZero ? "" : undefined}
    >
      <path class="network-touch" d={path} />
      <path class="network-line" d={path} />
      <Head {...end} />
      <text {...name} class={`network-name ${name.class ?? ""}`}>
        {letter}
        <tspan dy={3} class="network-script">
          {below}
        </tspan>
        <tspan dy={-9} class="network-script">
          {mark}
        </tspan>
      </text>
    </g>
  );
}

/** Straight up to a tip. */
export function VerticalArrow({
  from,
  to,
  x = 0,
  nameY = (from + to) / 2 + 2,
  ...arrow
}: {
  trace: Trace;
  t: number;
  weights: string;
  from: number;
  to: number;
  x?: number | undefined;
  nameY?: number | undefined;
}) {
  const end = { x, y: to + HEAD, degrees: -90 };
  return <WeightArrow {...arrow} path={`M${x} ${from}V${end.y}`} end={end} name={{ x: x + 9, y: nameY }} />;
}

/** The head of the gradients' arrows, once per diagram. */
export function GradientHead() {
  return (
    <defs>
      <marker
        id="network-gradient-head"
        class="network-gradient"
        viewBox="0 -5 10 10"
        refX={0.5}
        markerWidth={HEAD + 1}
        markerHeight={HEAD + 1}
        markerUnits="userSpaceOnUse"
        orient="auto"
      >
        <path class="network-head" d={HEAD_SHAPE} />
      </marker>
    </defs>
  );
}
