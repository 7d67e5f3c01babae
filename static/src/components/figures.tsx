/** Plotly's figures: the server builds them, and what is pointed at is marked over them. */

import "./figures.css";
import type { Signal } from "@preact/signals";
import { signal } from "@preact/signals";
import { render } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { say } from "../lib/messages";
import { rooted } from "../lib/root";
import { cellOf } from "../model/address";
import type { Palette, ThemeName } from "../model/colours";
import type { Figure as Drawing, FigureAddress } from "../model/figures";
import { addressOf, colourMap, described, recoloured } from "../model/figures";
import type { Address } from "../model/types";
import { Small } from "./button";
import type { PlotElement, PlotPoint } from "./figures/cells";
import { boxOf, gridOf, moved } from "./figures/cells";
import type { Easel } from "./figures/easel";
import { createEasel } from "./figures/easel";

export interface Asking {
  onHover?: (address: FigureAddress | null) => void;
  onSelect?: (address: FigureAddress) => void;
}

/** What a figure marks: the number that is explained, and the one that is pointed at. */
export type Marks = Record<"inspected" | "lit", Address | null>;

const CONFIG = { displayModeBar: false, responsive: false, showTips: false };

/** As the page draws it: its headings stand above the figures already. */
function pageLayout({ title: _, margin, ...rest }: Drawing["layout"]) {
  return { ...rest, margin: { ...margin, t: rest.meta.bare_top }, autosize: true };
}

/** In an element of the class `figure-room`, which it fills. */
export function Figure({
  name,
  title,
  figure,
  easel,
  marks,
  onHover,
  onSelect,
}: Asking & {
  name: string;
  /** what it shows, for a screen reader */
  title: string;
  figure: Drawing | null;
  easel: Easel;
  marks?: Marks;
}) {
  const plot = useRef<HTMLDivElement & PlotElement>(null);
  const latest = useRef({ figure, onHover, onSelect });
  latest.current = { figure, onHover, onSelect };
  const [drawn, setDrawn] = useState<{ figure: Drawing } | null>(null);
  const [cursor, setCursor] = useState<number[] | null>(null);
  const last = useRef<number[] | null>(null);

  useLayoutEffect(() => {
    const element = plot.current;
    if (element === null) {
      return;
    }
    let showing: Drawing | null = null;
    return easel.place(
      element,
      async (plotly) => {
        const isFirst = showing === null;
        showing = latest.current.figure;
        if (showing === null) {
          return;
        }
        await plotly.react(element, showing.data, pageLayout(showing.layout), CONFIG);
        if (isFirst) {
          listen(element, () => showing);
        }
      },
      () => setDrawn(showing && { figure: showing }),
    );
  }, [easel]);
  useLayoutEffect(() => {
    if (figure !== null && plot.current !== null) {
      easel.want(plot.current);
    }
  }, [figure]);

  function listen(element: PlotElement, showing: () => Drawing | null) {
    const address = (event: { points?: PlotPoint[] } | undefined) => {
      const point = event?.points?.[0];
      const place = point?.pointIndex ?? point?.pointNumber;
      const meta = showing()?.layout.meta;
      return meta === undefined || place === undefined ? null : addressOf(meta, place);
    };
    element.on?.("plotly_hover", (event) => latest.current.onHover?.(address(event)));
    element.on?.("plotly_unhover", () => latest.current.onHover?.(null));
    element.on?.("plotly_click", (event) => {
      const place = address(event);
      if (place !== null) {
        latest.current.onSelect?.(place);
      }
    });
  }

  const meta = drawn?.figure.layout.meta;
  // Of a figure over iterations, no point is a number of this one.
  const walked = meta === undefined || onSelect === undefined || meta.axes.includes("iteration") ? null : drawn;
  const pointOf = (address: Address | null | undefined) => {
    const cell = address ? cellOf(address) : null;
    // A vector is drawn as a matrix of one column.
    return cell?.figure !== name ? null : name.startsWith("b_") ? [...cell.point, 0] : cell.point;
  };
  const points = walked ? { inspected: pointOf(marks?.inspected), lit: pointOf(marks?.lit), cursor } : {};

  function visit(point: number[]) {
    last.current = point;
    setCursor(point);
    onHover?.(meta === undefined ? null : addressOf(meta, point));
  }

  const walking = walked && {
    tabIndex: 0,
    role: "application" as const,
    "aria-label": say("figure-label", { title }),
    onFocus() {
      if (plot.current?.matches(":focus-visible")) {
        visit(last.current ?? points.inspected ?? gridOf(walked.figure).map(() => 0));
      }
    },
    onBlur() {
      setCursor(null);
      onHover?.(null);
    },
    onKeyDown(event: KeyboardEvent) {
      if (event.ctrlKey || event.metaKey || event.altKey) {
        return;
      }
      const size = gridOf(walked.figure);
      const now = last.current ?? size.map(() => 0);
      const next = moved(now, event.key, size);
      const chosen = event.key === "Enter" || event.key === " " ? addressOf(walked.figure.layout.meta, now) : null;
      if (next !== null || chosen !== null) {
        event.preventDefault();
        event.stopPropagation();
      }
      if (chosen !== null) {
        onSelect?.(chosen);
      } else if (next !== null) {
        visit(next);
      }
    },
  };
  return (
    <>
      <Missing easel={easel} />
      <div class="plotly-figure" data-plot={name} ref={plot} {...walking} />
      {walked && (
        <span class="visually-hidden" role="status">
          {cursor !== null && described(walked.figure, cursor)}
        </span>
      )}
      {Object.entries(points).map(([kind, point]) => {
        const box = drawn && point && plot.current && boxOf(plot.current, drawn.figure, point);
        return box && <span key={kind} class="cell-mark" data-kind={kind} data-point={point.join(",")} style={box} />;
      })}
    </>
  );
}

/** That nothing can be drawn, and how to try again. */
function Missing({ easel: { library } }: { easel: Easel }) {
  switch (library.state.value) {
    case "missing":
      return (
        <p class="figure-missing">
          {say("figure-missing")}{" "}
          <Small
            onClick={() => {
              library.state.value = "again";
            }}
          >
            {say("figure-again")}
          </Small>
        </p>
      );
    case "again":
      return <p class="figure-missing">{say("figure-loading")}</p>;
    default:
      return null;
  }
}

/**
 * Figures in elements that the page has already.
 *
 * @param rooms by figure name
 * @param options.palette lets `setTheme` recolour at once what is drawn
 */
export function createFigures(
  rooms: Record<string, HTMLElement>,
  { plotlyUrl, palette, ...asking }: Asking & { plotlyUrl: string; palette?: Palette },
) {
  const easel = createEasel(rooted(plotlyUrl));
  const marks: Signal<Marks> = signal({ inspected: null, lit: null });
  const figures = new Map(Object.keys(rooms).map((name) => [name, signal<Drawing | null>(null)]));

  for (const [name, room] of Object.entries(rooms)) {
    const title = room.closest("figure")?.querySelector("h3")?.textContent?.trim() ?? name;
    const Drawn = () => (
      <Figure
        name={name}
        title={title}
        figure={figures.get(name)?.value ?? null}
        easel={easel}
        marks={marks.value}
        {...asking}
      />
    );
    room.removeAttribute("data-plot");
    room.classList.add("figure-room");
    render(<Drawn />, room);
  }

  return {
    /**
     * @param shown the server's, by name; those left out stay
     * @returns when all figures near the viewport show these, or newer ones
     */
    update(shown: Record<string, Drawing>): Promise<void> {
      for (const [name, figure] of Object.entries(shown)) {
        const known = figures.get(name);
        if (known !== undefined) {
          known.value = figure;
        }
      }
      return easel.settle();
    },
    /** Mark the cell of a number, and no other. */
    setMark(kind: keyof Marks, address: Address | null) {
      marks.value = { ...marks.peek(), [kind]: address };
    },
    setTheme(name: ThemeName) {
      if (palette !== undefined) {
        const colours = colourMap(palette, name === "dark" ? "light" : "dark", name);
        for (const figure of figures.values()) {
          figure.value = recoloured(figure.peek(), colours);
        }
      }
    },
  };
}
