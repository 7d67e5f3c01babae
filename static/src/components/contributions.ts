/**
 * A gradient as the sum of its timesteps: small multiples that add up to the total, on one
 * symmetric scale; only a total that is far larger than its parts has one of its own. Under them
 * stands one weight's sum in numbers. Draws what it is given; inside an iteration only what has
 * been added by then.
 */

import { find, h, on, setText } from "../lib/dom";
import type { Palette, ThemeName } from "../model/colours";
import { createScale } from "../model/colours";
import { NOT_FINITE, setting, visible } from "../model/format";
import { norm } from "../model/network/numbers";
import { added, joined, writtenSum } from "../model/sums";
import type { Contributions, Maybe } from "../model/types";

export interface Scene {
  T: number;
  /** the timesteps that use the matrix */
  uses: number[];
  /** the inputs */
  letters: string[];
  /** the first timestep that is known; T + 1 for none */
  from: number;
  /** the timestep that has just been added */
  now: number | null;
  /** whether an iteration is being walked through */
  inside: boolean;
}

const TALLEST = 78;
const MOST_SHOWN_ADDENDS = 8;
/** From this many times the parts on, a sum has a scale of its own. */
const MOST_TIMES = 5;
const LADDER = [1, 2, 5, 10];

/** The smallest of 1, 2, 5 times a power of ten that is not below any absolute value. */
export function boundOf(matrices: readonly Maybe[][][]) {
  let largest = 0;
  for (const matrix of matrices) {
    for (const row of matrix) {
      for (const value of row) {
        largest = Math.max(largest, Math.abs(value ?? 0));
      }
    }
  }
  if (!(largest > 0) || !Number.isFinite(largest)) {
    return 1;
  }
  const power = 10 ** Math.floor(Math.log10(largest));
  const step = LADDER.find((rung) => rung * power >= largest * (1 - 1e-12)) ?? 10;
  return step * power;
}

/**
 * The bounds of the colours. One scale lets the parts be seen to add up; but of many timesteps
 * that pull the same way the sum is so much larger that on its scale every part would be blank.
 */
export function boundsOf(contributions: readonly Maybe[][][], total: Maybe[][]): { each: number; sum: number } {
  const each = boundOf(contributions);
  const sum = boundOf([total]);
  return sum > MOST_TIMES * each ? { each, sum } : { each: Math.max(each, sum), sum: Math.max(each, sum) };
}

/** How large a weight's cell is drawn. */
export function cellSize(rows: number, columns: number) {
  return Math.max(1, Math.min(13, Math.floor(TALLEST / rows), Math.floor((1.6 * TALLEST) / columns)));
}

/** The weight whose gradient is largest, row and column. */
export function largestOf({ total }: Contributions): [number, number] {
  let best: [number, number] = [0, 0];
  total.forEach((line, i) =>
    line.forEach((value, j) => {
      if (Math.abs(value ?? 0) > Math.abs(total[best[0]][best[1]] ?? 0)) {
        best = [i, j];
      }
    }),
  );
  return best;
}

export interface WeightSum {
  /** of the timesteps that are here and use the weight */
  addends: { t: number; text: string }[];
  /** whether those are all timesteps that use it */
  all: boolean;
  total: string;
  relation: "=" | "≈";
}

/** What each timestep adds to one weight's gradient, with digits that add up. */
export function sumOf(data: Contributions, [row, column]: [number, number], { uses }: Scene): WeightSum {
  const here = uses.filter((t) => t >= data.first && t <= data.last);
  const all = here.length === uses.length;
  const { addends, total, relation } = writtenSum(
    here.map((t) => data.contributions[t - data.first][row][column]),
    data.total[row][column],
    all,
  );
  return { addends: here.map((t, i) => ({ t, text: addends[i] })), all, total, relation };
}

/** One weight's gradient as a sum in a line, as far as it is known. */
export function sentenceOf(data: Contributions, place: [number, number], scene: Scene) {
  const { addends, all, total, relation } = sumOf(data, place, scene);
  const name = `∂L/∂${data.parameter}[${place.join(",")}]`;
  if (total === NOT_FINITE) {
    return `${name} is not finite: there is nothing to add up`;
  }
  const shown = addends.filter(({ t }) => t >= scene.from).map(({ text }) => text);
  if (scene.from > 1 && shown.length === 0) {
    return `${name}: nothing added yet`;
  }
  const told =
    shown.length > MOST_SHOWN_ADDENDS
      ? [...shown.slice(0, MOST_SHOWN_ADDENDS - 2), "…", shown[shown.length - 1]]
      : shown;
  if (scene.from > 1) {
    return `${name} so far: ${joined(["…", ...told])}`;
  }
  const isFirst = all || addends[0]?.t === scene.uses[0];
  const isLast = all || addends[addends.length - 1]?.t === scene.uses[scene.uses.length - 1];
  const sum = joined([...(isFirst ? [] : ["…"]), ...told, ...(isLast ? [] : ["…"])]);
  return addends.length === 1 && all ? `${name} = ${total}` : `${name} = ${sum} ${relation} ${total}`;
}

/** @param options.onSelect a weight, once its gradient is complete */
export function createContributions(
  root: HTMLElement,
  {
    palette,
    theme,
    onParameter,
    onClose,
    onSelect,
  }: {
    palette: Palette;
    theme: ThemeName;
    onParameter: (parameter: string) => void;
    onClose: () => void;
    /** a weight, once its gradient is complete */
    onSelect: (index: [number, number]) => void;
  },
) {
  const row = find(root, ".contributions-row", HTMLElement);
  const name = find(root, ".contributions-name", HTMLElement);
  const why = find(root, "h3 .card-note", HTMLElement);
  const sum = find(root, ".contributions-sum", HTMLElement);
  const scaleNote = find(root, ".contributions-scale", HTMLElement);
  const close = find(root, "#contributions-close", HTMLButtonElement);
  const buttons = [...root.querySelectorAll("[data-parameter]")].filter(
    (element) => element instanceof HTMLButtonElement,
  );
  for (const button of buttons) {
    on(button, "click", () => onParameter(button.dataset.parameter ?? "W_hh"));
  }
  on(close, "click", onClose);

  let data: Contributions | null = null;
  let scene: Scene | null = null;
  let themeName = theme;
  /** what is pointed at */
  let pointed: [number, number] | null = null;
  /** what was chosen */
  let chosen: [number, number] | null = null;
  let items: {
    t: number | null;
    element: HTMLElement;
    canvas: HTMLCanvasElement;
    mark: HTMLElement;
    term: HTMLElement;
  }[] = [];
  let shape = "";

  /** @param t null for the total */
  function item(t: number | null, rows: number, columns: number) {
    const cell = cellSize(rows, columns);
    const canvas = h("canvas", { width: columns, height: rows, role: "img" });
    canvas.style.width = `${columns * cell}px`;
    canvas.style.height = `${rows * cell}px`;
    const mark = h("span", { class: "contributions-mark" });
    mark.style.width = `${cell}px`;
    mark.style.height = `${cell}px`;
    const picture = h("span", { class: "contributions-picture" }, canvas, mark);
    const term = h("span", { class: "contributions-term", "aria-hidden": "true" });
    const element = h(
      "span",
      { class: t === null ? "contribution is-sum" : "contribution", "data-t": t },
      picture,
      t === null
        ? h("span", { class: "contributions-label", "aria-hidden": "true" }, "sum")
        : h("span", { class: "contributions-label", "aria-hidden": "true" }),
      term,
    );
    const weightAt = (event: MouseEvent): [number, number] => {
      const box = canvas.getBoundingClientRect();
      const at = (offset: number, size: number, count: number) =>
        Math.max(0, Math.min(count - 1, Math.floor((offset / size) * count)));
      return [at(event.clientY - box.top, box.height, rows), at(event.clientX - box.left, box.width, columns)];
    };
    on(picture, "pointermove", (event) => {
      pointed = weightAt(event);
      tell();
    });
    on(picture, "click", (event) => {
      choose(weightAt(event));
      explain();
    });
    return { t, element, canvas, mark, term };
  }

  function choose(next: [number, number]) {
    [chosen, pointed] = [next, null];
    tell();
  }

  function tell() {
    if (data === null || scene === null) {
      return;
    }
    const place = pointed ?? chosen ?? largestOf(data);
    const [i, j] = place;
    const { addends, total, relation } = sumOf(data, place, scene);
    const begun = addends.some(({ t }) => t >= (scene?.from ?? 1));
    for (const { t, mark, term } of items) {
      mark.hidden = !begun;
      if (begun) {
        const { offsetWidth } = mark;
        mark.style.transform = `translate(${j * offsetWidth}px, ${i * offsetWidth}px)`;
      }
      const addend = addends.find((each) => each.t === t);
      if (t === null) {
        setText(term, scene.from === 1 ? `${relation} ${total}` : "");
      } else if (addend === undefined || t < scene.from) {
        setText(term, "");
      } else {
        setText(term, t === scene.uses[0] ? addend.text : added(addend.text));
      }
    }
    const why = pointed === null && chosen === null ? "Where the gradient is largest: " : "";
    setText(
      sum,
      begun ? `${why}${sentenceOf(data, place, scene)}` : "On the way back, each timestep adds its share here.",
    );
  }

  function build() {
    if (data === null || scene === null) {
      return;
    }
    const rows = data.total.length;
    const columns = data.total[0]?.length ?? 0;
    const key = [data.parameter, rows, columns, data.first, data.last, scene.T].join(" ");
    if (key !== shape) {
      if (shape.split(" ").slice(0, 3).join(" ") !== key.split(" ").slice(0, 3).join(" ")) {
        chosen = null;
      }
      shape = key;
      pointed = null;
      items = [];
      for (let t = data.first; t <= data.last; t += 1) {
        items.push(item(t, rows, columns));
      }
      items.push(item(null, rows, columns));
      const sign = (text: string) => h("span", { class: "contributions-sign", "aria-hidden": "true" }, text);
      row.replaceChildren(
        ...(data.first > 1 ? [sign("… +")] : []),
        ...items.flatMap(({ t, element }) =>
          t === null
            ? [h("span", { class: "contributions-end" }, sign(data?.last === scene?.T ? "=" : "+ … ="), element)]
            : t === data?.first
              ? [element]
              : [sign("+"), element],
        ),
      );
    }
    paint();
  }

  function paint() {
    if (data === null || scene === null) {
      return;
    }
    const { contributions, total, first } = data;
    const { each, sum: whole } = boundsOf(contributions, total);
    const scale = createScale(palette[themeName], each);
    const sumScale = createScale(palette[themeName], whole);
    const [letter, below, of] = data.parameter.split("_");
    name.replaceChildren(
      "∂",
      h("i", {}, "L"),
      "/∂",
      h("i", {}, letter),
      h("sub", {}, below),
      of === undefined ? "" : h("sup", {}, /^\d+$/.test(of) ? `(${of})` : of),
    );
    setText(
      why,
      scene.uses.length === 1 && scene.T > 1
        ? "belongs to one timestep alone: there is nothing to add"
        : "is the sum of what each timestep asks for: shared weights, added gradients",
    );
    for (const button of buttons) {
      button.setAttribute("aria-pressed", String(button.dataset.parameter === `${letter}_${below}`));
    }
    scaleNote.replaceChildren(
      `−${setting(each)}`,
      h("span", { class: "contributions-bar", style: `background:${scale.gradient}` }),
      `+${setting(each)}`,
      whole === each ? "" : `; in the sum, −${setting(whole)} to +${setting(whole)}`,
    );
    for (const { t, element, canvas } of items) {
      const known = t === null ? scene.from === 1 : t >= scene.from;
      const values = t === null ? total : contributions[t - first];
      const size = t === null ? data.total_norm : data.norm[t - first];
      element.classList.toggle("is-ahead", !known);
      element.classList.toggle("is-now", t !== null && t === scene.now);
      element.classList.toggle("is-new", t === null && scene.now === 1);
      const label = element.querySelector(".contributions-label");
      if (t !== null && label !== null) {
        setText(label, `t = ${t} ${visible(scene.letters[t - 1] ?? "")}`);
      }
      canvas.setAttribute(
        "aria-label",
        `${t === null ? "The sum" : `Timestep ${t}`}: ${known ? `norm ${norm(size)}` : "not computed yet"}`,
      );
      const pen = canvas.getContext("2d");
      if (pen === null) {
        continue;
      }
      pen.clearRect(0, 0, canvas.width, canvas.height);
      if (known) {
        values.forEach((line, i) =>
          line.forEach((value, j) => {
            pen.fillStyle = (t === null ? sumScale : scale).colour(value);
            pen.fillRect(j, i, 1, 1);
          }),
        );
      }
    }
    tell();
    if (scene.now !== null) {
      follow(scene.now);
    }
  }

  function follow(t: number) {
    const found = items.find((each) => each.t === t)?.element;
    if (found !== undefined && row.scrollWidth > row.clientWidth) {
      row.scrollLeft = found.offsetLeft - row.clientWidth / 2;
    }
  }

  function explain() {
    if (data !== null && scene?.from === 1) {
      onSelect(chosen ?? largestOf(data));
    }
  }

  on(row, "pointerleave", () => {
    pointed = null;
    tell();
  });
  on(row, "keydown", (event) => {
    const moves: Record<string, [number, number]> = {
      ArrowUp: [-1, 0],
      ArrowDown: [1, 0],
      ArrowLeft: [0, -1],
      ArrowRight: [0, 1],
    };
    if (event.key === "Enter") {
      explain();
      return;
    }
    const move = moves[event.key];
    if (move === undefined || data === null || event.altKey || event.ctrlKey || event.metaKey) {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    const [i, j] = pointed ?? chosen ?? largestOf(data);
    choose([
      Math.max(0, Math.min(data.total.length - 1, i + move[0])),
      Math.max(0, Math.min((data.total[0]?.length ?? 1) - 1, j + move[1])),
    ]);
  });

  return {
    update(next: Contributions, now: Scene) {
      data = next;
      scene = now;
      close.hidden = now.inside;
      build();
    },
    show(shown: boolean) {
      root.hidden = !shown;
    },
    /** @param text why there is nothing to be seen */
    fail(text: string) {
      data = null;
      shape = "";
      row.replaceChildren(h("span", { class: "contributions-missing" }, text));
    },
    setTheme(next: ThemeName) {
      themeName = next;
      paint();
    },
    scrollIntoView() {
      root.scrollIntoView({ block: "nearest" });
      row.focus({ preventScroll: true });
    },
  };
}
