/**
 * Inside a gated cell at one timestep: for each unit what it had, what its gates let through, and
 * what came of it. Draws what it is given; every number has its address and can be asked why.
 */

import { find, h, on, setAttributes, setText } from "../lib/dom";
import { kindOf } from "../model/cells";
import type { Palette, ThemeName } from "../model/colours";
import { createScale } from "../model/colours";
import { counted, exact, fixed, signed, spoken, subscript } from "../model/format";
import type { Moment } from "../model/phases";
import type { Maybe, Trace } from "../model/types";

/** a column of the table */
export interface Part {
  name: "c" | "h" | "i" | "f" | "g" | "o" | "r" | "z" | "n";
  /** of the timestep before */
  before?: boolean;
  /** from 0 to 1, a bar */
  gate?: boolean;
  words: string;
}

const PARTS: Record<"gru" | "lstm", Part[]> = {
  lstm: [
    { name: "c", before: true, words: "had" },
    { name: "f", gate: true, words: "keeps" },
    { name: "i", gate: true, words: "writes" },
    { name: "g", words: "of candidate" },
    { name: "c", words: "cell state" },
    { name: "o", gate: true, words: "shows" },
    { name: "h", words: "state" },
  ],
  gru: [
    { name: "h", before: true, words: "had" },
    { name: "r", gate: true, words: "sees of the past" },
    { name: "n", words: "candidate" },
    { name: "z", gate: true, words: "keeps" },
    { name: "h", words: "state" },
  ],
};
/** More rows than this are no overview. */
const MOST_UNITS = 64;
const AHEAD = "·";

/**
 * Value and address of a part at a timestep; without an address where it is not a number of the
 * run: c_0 is always zero.
 */
export function partAt(
  trace: Trace,
  { name, before }: Part,
  t: number,
  unit: number,
): { value: Maybe; quantity: string | null; t: number | null } {
  const at = before ? t - 1 : t;
  if (at === 0) {
    return name === "h"
      ? { value: trace.h_0[unit] ?? null, quantity: "h_0", t: null }
      : { value: 0, quantity: null, t: null };
  }
  return { value: trace.steps[at - 1]?.[name]?.[unit] ?? null, quantity: name, t: at };
}

export function createGates(
  root: HTMLElement,
  {
    palette,
    theme,
    onHover,
  }: {
    palette: Palette;
    theme: ThemeName;
    onHover: (data: DOMStringMap | null) => void;
  },
) {
  const table = find(root, "#gates-table", HTMLTableElement);
  const choice = find(root, "#gates-t", HTMLSelectElement);
  const note = find(root, "#gates-note", HTMLElement);
  let scale = createScale(palette[theme]);
  let trace: Trace | null = null;
  let moment: Moment | null = null;
  let t = 2;
  let shape = "";
  let cells: HTMLElement[][] = [];
  let heads: HTMLElement[] = [];
  let active = [0, 0];

  function rebuild(of: Trace) {
    const kind = kindOf(of);
    if (kind === "tanh") {
      return;
    }
    const parts = PARTS[kind];
    heads = parts.map(({ name }) => h("span", { class: "gates-symbol" }, h("var", {}, name), h("sub", {})));
    cells = Array.from({ length: Math.min(of.h_0.length, MOST_UNITS) }, (_, unit) =>
      parts.map(({ gate }) =>
        h("button", {
          type: "button",
          class: `number ${gate ? "gates-gate" : "gates-state"}`,
          "data-index": unit,
          tabindex: -1,
        }),
      ),
    );
    table.replaceChildren(
      h(
        "thead",
        {},
        h(
          "tr",
          {},
          h("th", { scope: "col" }, "unit"),
          ...parts.map(({ words, gate }, i) =>
            h(
              "th",
              { scope: "col", class: gate ? "gates-wide" : "" },
              heads[i],
              " ",
              h("span", { class: "gates-does" }, words),
            ),
          ),
        ),
      ),
      h(
        "tbody",
        {},
        ...cells.map((row, unit) =>
          h("tr", {}, h("th", { scope: "row" }, String(unit)), ...row.map((cell) => h("td", {}, cell))),
        ),
      ),
    );
    active = [0, 0];
    cells[0]?.[0]?.setAttribute("tabindex", "0");
  }

  function draw() {
    if (trace === null) {
      return;
    }
    const kind = kindOf(trace);
    if (kind === "tanh") {
      return;
    }
    const now = trace;
    const parts = PARTS[kind];
    const shown = moment?.phase.t ?? Math.min(t, now.steps.length);
    choice.value = String(shown);
    const all = now.h_0.length;
    setText(
      note,
      `${kind === "lstm" ? "what is forgotten, written and shown" : "what is seen, kept and renewed"}` +
        (all > MOST_UNITS ? `; the first ${MOST_UNITS} of ${counted(all, "unit")}` : ""),
    );
    parts.forEach((part, i) => {
      const below = heads[i]?.querySelector("sub");
      if (below) {
        setText(below, String(part.before ? shown - 1 : shown));
      }
    });
    cells.forEach((row, unit) =>
      row.forEach((cell, i) => {
        const part = parts[i] as Part;
        const { value, quantity, t: at } = partAt(now, part, shown, unit);
        const known = quantity === null || at === null || (moment?.knows(quantity, at) ?? true);
        const asks = known && quantity !== null;
        setAttributes(cell, {
          "data-quantity": asks ? quantity : null,
          "data-t": asks ? at : null,
          "aria-disabled": asks ? null : "true",
          title: !known
            ? "not computed yet"
            : `${part.name}${subscript(part.before ? shown - 1 : shown)}[${unit}] = ${exact(value)}${asks ? ": why?" : ": the cell state begins at zero"}`,
        });
        setText(cell, known ? (part.gate ? fixed(value, 2) : signed(value, 2)) : AHEAD);
        if (part.gate) {
          cell.style.setProperty("--share", known ? `${(100 * (value ?? 0)).toFixed(1)}%` : "0%");
        } else {
          cell.style.background = known ? scale.colour(value) : "";
          cell.style.color = known ? scale.ink(value) : "";
        }
      }),
    );
  }

  on(choice, "change", () => {
    t = Number(choice.value);
    draw();
  });

  on(table, "keydown", (event) => {
    const [row = 0, column = 0] = active;
    const places: Record<string, [number, number]> = {
      ArrowUp: [row - 1, column],
      ArrowDown: [row + 1, column],
      ArrowLeft: [row, column - 1],
      ArrowRight: [row, column + 1],
      Home: [row, 0],
      End: [row, (cells[0]?.length ?? 1) - 1],
    };
    const place = places[event.key];
    if (place === undefined || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    // The page would step or train.
    event.preventDefault();
    event.stopPropagation();
    focus(place);
  });

  function focus([row, column]: [number, number]) {
    const next = cells[row]?.[column];
    if (next !== undefined) {
      cells[active[0] ?? 0]?.[active[1] ?? 0]?.setAttribute("tabindex", "-1");
      active = [row, column];
      next.setAttribute("tabindex", "0");
      next.focus();
    }
  }

  const point = (event: Event) => {
    const cell = event.target instanceof Element ? event.target.closest("[data-quantity]") : null;
    onHover(cell instanceof HTMLElement ? cell.dataset : null);
  };
  on(table, "pointerover", point);
  on(table, "focusin", point);
  on(table, "pointerleave", () => onHover(null));
  on(table, "focusout", () => onHover(null));

  return {
    update(now: Trace) {
      trace = now;
      const form = `${kindOf(now)} ${now.h_0.length}`;
      if (form !== shape) {
        shape = form;
        rebuild(now);
      }
      const texts = now.steps.map(({ t: at, input }) => `${at}, reads ${spoken(input)}`);
      if (texts.join("\n") !== [...choice.options].map((option) => option.text).join("\n")) {
        choice.replaceChildren(...texts.map((text, i) => h("option", { value: i + 1 }, text)));
      }
      draw();
    },
    /** @param at a timestep the reader asked about elsewhere */
    show(at: number) {
      t = at;
      draw();
    },
    setPhase(next: Moment | null) {
      moment = next;
      choice.disabled = next !== null && next.phase.t !== null;
      draw();
    },
    setTheme(name: ThemeName) {
      scale = createScale(palette[name]);
      draw();
    },
  };
}
