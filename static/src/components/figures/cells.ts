/** The cells of a drawn figure: how many there are, where each lies, and where the arrow keys lead. */

import type { Figure, Series } from "../../model/figures";

interface Axis {
  _offset: number;
  /** a coordinate in pixels */
  c2p: (value: string | number) => number;
}

/** What Plotly makes of an element: where its axes are, and what the reader does there. */
export interface PlotElement extends HTMLElement {
  _fullLayout?: { xaxis?: Axis; yaxis?: Axis };
  on?: (type: string, handler: (event: { points?: PlotPoint[] } | undefined) => void) => void;
}

export interface PlotPoint {
  pointIndex?: number | number[];
  pointNumber?: number | number[];
}

/** The size of the figure's grid: rows and columns, or the number of bars. */
export function gridOf({ data: [series] }: { data: Series[] }): number[] {
  if (series?.type === "bar") {
    return [series.y?.length ?? 0];
  }
  const z = series?.z ?? [];
  return [z.length, z[0]?.length ?? 0];
}

/**
 * The cell a key leads to.
 *
 * @param point row and column, or the place of a bar
 * @returns `null` when the key means nothing here
 */
export function moved(point: number[], key: string, size: number[]): number[] | null {
  const last = size.length - 1;
  const steps = new Map([
    ["ArrowLeft", [last, -1]],
    ["ArrowRight", [last, 1]],
    ["ArrowUp", [0, last === 0 ? 1 : -1]],
    ["ArrowDown", [0, last === 0 ? -1 : 1]],
    ["Home", [last, -Infinity]],
    ["End", [last, Infinity]],
  ]);
  const step = steps.get(key);
  if (step === undefined) {
    return null;
  }
  const [axis = 0, by = 0] = step;
  return point.map((place, i) => (i === axis ? Math.max(0, Math.min((size[i] ?? 1) - 1, place + by)) : place));
}

/** Where a cell lies, as a style beside the element; null when there is no such cell. */
export function boxOf(element: PlotElement, figure: Figure, point: number[]) {
  const { xaxis: x, yaxis: y } = element._fullLayout ?? {};
  const [series] = figure.data;
  const size = gridOf(figure);
  if (x === undefined || y === undefined || series === undefined || point.some((at, i) => at >= (size[i] ?? 0))) {
    return null;
  }
  const [row = 0, column = 0] = point;
  const px = (value: number) => `${value.toFixed(1)}px`;
  const from = { left: element.offsetLeft + x._offset, top: element.offsetTop + y._offset };
  if (series.type === "bar") {
    const half = (Math.abs(x.c2p(2) - x.c2p(1)) * (1 - (figure.layout.bargap ?? 0))) / 2;
    const [top, bottom] = [y.c2p(series.y?.[row] ?? 0), y.c2p(0)];
    return {
      left: px(from.left + x.c2p(series.x?.[row] ?? 0) - half),
      top: px(from.top + top - 2),
      width: px(2 * half),
      height: px(bottom - top + 4),
    };
  }
  const labelled = series.x?.[column];
  const [width, height] = [Math.abs(x.c2p(1) - x.c2p(0)), Math.abs(y.c2p(1) - y.c2p(0))];
  return {
    left: px(from.left + x.c2p(typeof labelled === "number" ? labelled : column) - width / 2),
    top: px(from.top + y.c2p(row) - height / 2),
    width: px(width),
    height: px(height),
  };
}
