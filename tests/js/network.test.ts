import assert from "node:assert/strict";
import { test } from "node:test";
import { cellGrid } from "../../static/src/model/network/density";
import { describe, networkNote, overview, summary } from "../../static/src/model/network/descriptions";
import type { Place } from "../../static/src/model/network/keyboard";
import { inColumn, move, placesIn } from "../../static/src/model/network/keyboard";
import { networkLayout } from "../../static/src/model/network/layout";
import { norm, predicted, probability, ranking, shortProbability } from "../../static/src/model/network/numbers";
import { bandDashes, chainPath, ease, HEAD } from "../../static/src/model/network/paths";
import { elided } from "../../static/src/model/network/tokens";
import {
  centred,
  fullyVisible,
  pageOf,
  settled,
  timestepsIn,
  uncovered,
} from "../../static/src/model/network/viewport";
import "messages:en";
import { inputGroups, parameterAt, partMark, sharingOf, timestepsOf } from "../../static/src/model/parts";
import { answered, CAPTION, SENTIMENT, TRANSLATION, UNSHARED, WINDOW } from "./traces";

const SIZES = [1, 2, 3, 6, 8, 9, 16, 24, 25, 40, 64, 65, 100, 256];

// --- layout ---------------------------------------------------------------------------------

test("cells hold every unit, and are never smaller than can be pointed at", () => {
  for (const H of SIZES) {
    const grid = cellGrid(H);
    assert.ok(grid.columns * grid.rows >= H, `${H}`);
    assert.ok(grid.width >= 10 && grid.height >= 9, `${H}`);
    assert.ok(grid.rows * (grid.height + grid.gap) <= 290, `${H}`);
    assert.equal(grid.showsText, H <= 24);
  }
});

test("no unit's cell lies on another's", () => {
  for (const H of SIZES) {
    const layout = networkLayout({ T: 4, H, V: 4, width: 1000 });
    const seen = new Set();
    for (let i = 0; i < H; i += 1) {
      const { x, y } = layout.cell(i);
      assert.ok(Math.abs(x) <= layout.frameWidth / 2, `${H} ${i}`);
      assert.ok(y >= layout.rows.frame, `${H} ${i}`);
      assert.ok(y + layout.cells.height <= layout.rows.frame + layout.frameHeight + 1e-9, `${H} ${i}`);
      seen.add(`${x} ${y}`);
    }
    assert.equal(seen.size, H);
  }
});

test("columns are evenly spaced and wide enough for what they hold", () => {
  for (const T of [1, 2, 4, 25, 40, 199]) {
    for (const H of [2, 6, 24, 64]) {
      for (const V of [2, 4, 8, 9, 26, 199]) {
        for (const width of [300, 700, 1000, 1400]) {
          const layout = networkLayout({ T, H, V, width });
          const name = `T ${T} H ${H} V ${V} width ${width}`;
          for (let t = 2; t <= T; t += 1) {
            assert.ok(Math.abs(layout.x(t) - layout.x(t - 1) - layout.pitch) < 1e-9, name);
          }
          for (let t = 1; t <= T; t += 1) {
            assert.ok(layout.gap(t) >= (layout.tight ? 30 : 55), `${name}: room for the arrow into ${t}`);
          }
          const output = layout.fewLetters ? V * layout.letterWidth : layout.rankingWidth;
          assert.ok(output <= layout.pitch, `${name}: softmax fits`);
          assert.ok(!layout.fewLetters || layout.letterWidth >= (layout.tight ? 14 : 18), `${name}: letters legible`);
          assert.ok(layout.x(1) - output / 2 >= layout.gutter, `${name}: clear of the row names`);
          assert.ok(layout.x(T) + layout.pitch / 2 <= layout.width + 1, `${name}: nothing cut off`);
        }
      }
    }
  }
});

test("few timesteps fill the room without scrolling; many scroll at a fixed width", () => {
  assert.equal(networkLayout({ T: 4, H: 6, V: 4, width: 1000 }).width, 1000);
  const long = networkLayout({ T: 40, H: 6, V: 4, width: 1000 });
  assert.ok(long.width > 1000);
  assert.equal(long.pitch, networkLayout({ T: 199, H: 6, V: 4, width: 1000 }).pitch);
});

test("a network that fits close together stands close together instead of scrolling", () => {
  for (const low of [false, true]) {
    for (const H of [2, 6, 8, 16, 24, 64]) {
      for (const V of [2, 4, 8, 9, 26]) {
        for (const width of [340, 650, 966]) {
          let T = 1;
          while (networkLayout({ T, H, V, width, low }).width <= width) {
            T += 1;
          }
          const name = `H ${H} V ${V} width ${width}`;
          const scrolling = networkLayout({ T, H, V, width, low });
          assert.equal(scrolling.tight, width < 700, `${name}: its usual room where it scrolls anyway`);
          if (T > 1) {
            const fitting = networkLayout({ T: T - 1, H, V, width, low });
            assert.ok(fitting.x(T - 1) + fitting.pitch / 2 <= width, `${name}: ${T - 1} are on screen`);
          }
        }
      }
    }
  }
});

test("the words people try first fit the pages they try them on", () => {
  // The workbench and one side of the comparison, in a window of 1440 pixels.
  assert.equal(networkLayout({ T: 10, H: 6, V: 4, width: 932 }).width, 932);
  assert.equal(networkLayout({ T: 11, H: 6, V: 4, inputs: 7, width: 932 }).width, 932);
  assert.equal(networkLayout({ T: 4, H: 6, V: 4, width: 650 }).width, 650);
});

test("in a low window the network is lower, and its rows keep their order", () => {
  for (const H of SIZES) {
    const size = { T: 4, H, V: 4, width: 1000, lane: true };
    const [low, high] = [networkLayout({ ...size, low: true }), networkLayout(size)];
    assert.ok(low.height < high.height, `${H}`);
    const { loss, verdict, output, outputArrow, frame, cellEnd, input, inputLabel } = low.rows;
    const rows = [loss, verdict, output, outputArrow, frame, cellEnd, input, inputLabel, low.height];
    assert.deepEqual(
      [...rows].sort((a, b) => a - b),
      rows,
      `${H}`,
    );
  }
});

test("the columns between two positions are those that show something there", () => {
  const layout = networkLayout({ T: 40, H: 6, V: 26, width: 900 });
  assert.deepEqual(layout.between(0, layout.width), [1, 40]);
  for (let left = 0; left < layout.width - 900; left += 37) {
    const [first, last] = layout.between(left, left + 900);
    for (let t = 1; t <= 40; t += 1) {
      const visible = layout.x(t) + layout.pitch / 2 > left + 1 && layout.x(t) - layout.pitch / 2 < left + 899;
      assert.equal(t >= first && t <= last, visible || (t >= first && t <= last), `${left} ${t}`);
      assert.ok(!visible || (t >= first && t <= last), `${left} ${t}`);
    }
  }
});

test("what is on screen is drawn with one timestep more on either side", () => {
  const layout = networkLayout({ T: 40, H: 6, V: 26, width: 900 });
  for (const t of [1, 7, 20, 40]) {
    const view = { left: Math.max(0, centred(layout, { left: 0, width: 900 }, t)), width: 900 };
    const drawn = timestepsIn(layout, view);
    const [first, last] = fullyVisible(layout, view);
    assert.ok(drawn.includes(t) && first <= t && t <= last, `${t}`);
    assert.ok(drawn.length <= pageOf(layout, view) + 5, `${t}`);
  }
});

test("to see a timestep one scrolls as little as possible", () => {
  const layout = networkLayout({ T: 40, H: 6, V: 26, width: 900 });
  const view = { left: centred(layout, { left: 0, width: 900 }, 20), width: 900 };
  assert.equal(uncovered(layout, view, 20), view.left);
  for (const t of [3, 38]) {
    const left = uncovered(layout, view, t);
    assert.ok(t < 20 ? left < view.left : left > view.left);
    const [first, last] = fullyVisible(layout, { ...view, left });
    assert.equal(t < 20 ? first : last, t);
  }
  assert.equal(uncovered(layout, view, 0), 0);
});

test("a timestep that is brought into view is whole, and so is the first one beside the names of the rows", () => {
  for (const width of [260, 700, 900]) {
    const layout = networkLayout({ T: 12, H: 6, V: 26, width });
    for (let t = 1; t <= 12; t += 1) {
      const left = settled(layout, { left: 0, width }, t);
      const [first, last] = fullyVisible(layout, { left, width });
      assert.ok(first <= t && t <= last, `${width} ${t}: ${first} to ${last}`);
      const ends = [0, ...Array.from({ length: 12 }, (_, i) => layout.x(i) + layout.frameWidth / 2)];
      const nearest = Math.min(...ends.map((end) => Math.abs(end - (left === 0 ? 0 : left + layout.gutter))));
      assert.ok(nearest <= 1, `${width} ${t}: an arrow is cut`);
    }
  }
});

test("the edge of a timestep is open where the arrow to it and the one from it pass", () => {
  const band = { y: 2, width: 140, height: 300, rx: 10 };
  const [right, open, between, other, rest] = bandDashes(band, { top: 150, bottom: 180 }, true).split(" ").map(Number);
  const corner = (Math.PI * 10) / 2;
  // Along the top and round a corner to the right side, which begins below it.
  assert.ok(Math.abs(right - (120 + corner + (150 - 12))) < 0.1);
  assert.deepEqual([open, other], [30, 30]);
  // From the same height on the one side to the same height on the other.
  assert.ok(Math.abs(between - (2 * (292 - 180) + 120 + 2 * corner)) < 0.2);
  assert.ok(Math.abs(right + open + between + other + rest - (2 * (120 + 280) + 4 * corner)) < 0.3);
  // Where nothing leads on, the right side is closed, and the left as open as before.
  const [before, closed, on, left] = bandDashes(band, { top: 150, bottom: 180 }, false).split(" ").map(Number);
  assert.deepEqual([before, closed, left], [right, 0, 30]);
  assert.ok(Math.abs(before + on - (right + open + between)) < 0.2);
});

// --- ranking --------------------------------------------------------------------------------

test("a ranking shows the most probable letters, equal ones in the vocabulary's order", () => {
  assert.deepEqual(ranking([0.1, 0.3, 0.1, 0.5], 3, 3), [3, 1, 0]);
});

test("the target is always in the ranking", () => {
  assert.deepEqual(ranking([0.1, 0.3, 0.05, 0.5, 0.05], 4, 3), [3, 1, 4]);
});

test("the first of equally probable letters is the prediction", () => {
  assert.equal(predicted([0.2, 0.4, 0.4]), 1);
  assert.equal(predicted([null, 0, null]), 1);
});

test("without any finite probability nothing is predicted", () => {
  assert.equal(predicted([null, null]), -1);
});

// --- folding --------------------------------------------------------------------------------

const PLACE = { distance: 200, half: 30, y: 100, peak: 40, reach: 150 };

const numbers = (path: string) => (path.match(/-?[\d.]+/g) ?? []).map(Number);

test("unrolled, an arrow is straight from frame to frame", () => {
  const there = numbers(chainPath(PLACE, 0, false));
  assert.deepEqual(there.slice(0, 2), [-170, 100]);
  assert.deepEqual(there.slice(-2), [-30 - HEAD, 100]);
  assert.ok(there.every((value, i) => i % 2 === 0 || value === 100));
});

test("folded, it leaves its cell and comes back to it from the other side", () => {
  const loop = numbers(chainPath({ ...PLACE, distance: 0 }, 1, false));
  assert.deepEqual(loop.slice(0, 2), [30, 100]);
  assert.deepEqual(loop.slice(-2), [-30 - HEAD, 100]);
  // The control points of a cubic curve are a third further out than its peak.
  assert.ok(Math.abs(loop[3] - 20) < 0.1 && Math.abs(loop[5] - 20) < 0.1);
});

test("the gradient's arrow runs the other way", () => {
  const back = numbers(chainPath(PLACE, 0, true));
  assert.ok(back[0] > back[6]);
  assert.deepEqual(back.slice(-2), [-170 + HEAD, 100]);
});

test("easing starts and ends where it should", () => {
  assert.deepEqual([ease(0), ease(0.5), ease(1)], [0, 0.5, 1]);
});

// --- keys -----------------------------------------------------------------------------------

const places = (t: number): Place[] =>
  t === 0
    ? [0, 1].map((index) => ({ quantity: "h_0", t, index }))
    : [
        { quantity: "loss", t, index: 0 },
        { quantity: "probs", t, index: t },
        { quantity: "h", t, index: 0 },
        { quantity: "h", t, index: 1 },
        { quantity: "x", t, index: 3 },
      ];
const COLUMNS = { first: 0, last: 3, places };

test("left and right keep to the number and stop at the ends", () => {
  const place = { quantity: "h", t: 1, index: 1 };
  assert.deepEqual(move(place, "ArrowRight", COLUMNS), { quantity: "h", t: 2, index: 1 });
  assert.deepEqual(move(place, "ArrowLeft", COLUMNS), { quantity: "h_0", t: 0, index: 1 });
  assert.deepEqual(move(place, "End", COLUMNS), { quantity: "h", t: 3, index: 1 });
  assert.deepEqual(move({ ...place, t: 3 }, "ArrowRight", COLUMNS)?.t, 3);
});

test("what another column has under another index is found by its kind", () => {
  assert.deepEqual(inColumn({ quantity: "probs", t: 1, index: 1 }, 2, places), {
    quantity: "probs",
    t: 2,
    index: 2,
  });
  assert.deepEqual(inColumn({ quantity: "h_0", t: 0, index: 1 }, 2, places), {
    quantity: "h",
    t: 2,
    index: 1,
  });
});

test("up and down go through the column, Page Up and Page Down through its kinds", () => {
  const place = { quantity: "h", t: 1, index: 0 };
  assert.equal(move(place, "ArrowUp", COLUMNS)?.quantity, "probs");
  assert.equal(move(place, "ArrowDown", COLUMNS)?.index, 1);
  assert.equal(move({ ...place, index: 1 }, "PageUp", COLUMNS)?.quantity, "probs");
  assert.equal(move(place, "PageDown", COLUMNS)?.quantity, "x");
  assert.equal(move({ quantity: "loss", t: 1, index: 0 }, "ArrowUp", COLUMNS)?.quantity, "loss");
  assert.equal(move(place, "q", COLUMNS), null);
});

// --- text -----------------------------------------------------------------------------------

test("a probability never reads as certain or impossible when it is neither", () => {
  assert.equal(probability(0.864), "0.86");
  assert.equal(probability(0.9978), "0.998");
  assert.equal(probability(0.99951), "0.9995");
  assert.equal(probability(0.99999), "0.9999…");
  assert.equal(probability(0.0042), "0.004");
  assert.equal(probability(0.00042), "4e−4");
  assert.equal(probability(1), "1");
  assert.equal(shortProbability(0.864), ".86");
  assert.equal(shortProbability(0.001), "<.01");
  assert.equal(shortProbability(0.997), ">.99");
  assert.equal(shortProbability(0), ".00");
});

test("norms are short at every order of magnitude", () => {
  assert.deepEqual([0.47, 0.0731, 0.00012, 13.4, 230.2, 4e7, 0].map(norm), [
    "0.47",
    "0.073",
    "1e−4",
    "13.40",
    "230",
    "4e7",
    "0",
  ]);
  assert.equal(norm(null), "∞");
  assert.equal(norm(undefined), "");
});

const TRACE: any = answered({
  parameters: {
    W_xh: [
      [1, 2],
      [3, 4],
    ],
  },
  vocabulary: ["a", " "],
  h_0: [0, 0.5],
  dh_0_norm: 0.25,
  steps: [
    {
      t: 1,
      input: "a",
      target: " ",
      x: [1, 0],
      a: [0.1, 0.2],
      h: [0.0997, 0.1974],
      dh: [-0.3, 0.4],
      logits: [0.5, -0.5],
      probs: [0.731, 0.269],
      loss: 1.313,
      dh_norm: 0.5,
      dh_from_output_norm: 0.5,
      dh_from_future_norm: 0,
    },
  ],
});

test("every number of the diagram describes itself with its exact value", () => {
  const h = describe(TRACE, { quantity: "h", t: 1, index: [1] });
  assert.equal(h?.title, "h₁[1]");
  assert.equal(h?.value, "0.1974");
  assert.equal(describe(TRACE, { quantity: "h_0", index: [1] })?.value, "0.5");
  assert.equal(describe(TRACE, { quantity: "probs", t: 1, index: [1] })?.title, "ŷ₁[␣]");
  assert.equal(describe(TRACE, { quantity: "loss", t: 1, index: [] })?.value, "1.313");
  assert.equal(describe(TRACE, { quantity: "dh_from_future_norm", t: 0, index: [] })?.value, "0.25");
  assert.equal(describe(TRACE, { quantity: "dh_norm", t: 1, index: [] })?.value, "0.5");
  assert.equal(describe(TRACE, { quantity: "W_xh", index: [] })?.title, "The matrix W_xh has 2 rows and 2 columns");
  assert.equal(describe(TRACE, { quantity: "h", t: 9, index: [0] }), null);
  assert.equal(describe(TRACE, { quantity: "W_zz", index: [] }), null);
});

test("a timestep is told in a sentence", () => {
  assert.equal(summary(TRACE, 1), "Timestep 1: reads a, predicts a, which is wrong: the target is space. Loss 1.313.");
});

// --- tasks and networks of other forms --------------------------------------------------------

test("a part without output has no output weights; each weight knows its timesteps", () => {
  assert.equal(parameterAt(TRANSLATION, "W_xh", 2), "W_xh_encoder");
  assert.equal(parameterAt(TRANSLATION, "W_hy", 2), null);
  assert.equal(parameterAt(TRANSLATION, "W_hy", 3), "W_hy");
  assert.deepEqual(timestepsOf(TRANSLATION, "W_hh_decoder"), [3, 4]);
  assert.deepEqual(timestepsOf(TRANSLATION, "W_hy"), [3, 4]);
  assert.equal(parameterAt(WINDOW, "W_hh", 2), null);
});

test("weights of their own are marked by their part, shared ones are not", () => {
  assert.deepEqual([SENTIMENT, TRANSLATION, UNSHARED].map(sharingOf), ["shared", "halves", "unshared"]);
  assert.equal(partMark(SENTIMENT, "W_xh", 1), "");
  assert.equal(partMark(TRANSLATION, "W_xh", 1), "enc");
  assert.equal(partMark(UNSHARED, "W_hh", 2), "(2)");
  assert.equal(partMark(UNSHARED, "W_hy", 2), "");
});

test("the inputs of a window are grouped by when they were read", () => {
  assert.deepEqual(inputGroups(WINDOW.parts[0]), [
    { before: 0, offset: 0, tokens: ["h", "e"] },
    { before: 1, offset: 2, tokens: ["h", "e"] },
  ]);
});

test("timesteps are told as what they are", () => {
  assert.equal(summary(SENTIMENT, 1), "Timestep 1: reads not, predicts positive. No target at this timestep.");
  // Where a target is may be the question.
  const toldLater = (quantity: string) => quantity !== "target";
  assert.equal(summary(SENTIMENT, 1, toldLater), "Timestep 1: reads not, predicts positive.");
  const probability = { quantity: "probs", t: 1, index: [0] };
  assert.match(describe(SENTIMENT, probability)?.notes.join(" ") ?? "", /No target at this timestep/);
  assert.doesNotMatch(describe(SENTIMENT, probability, toldLater)?.notes.join(" ") ?? "", /target/);
  assert.equal(summary(TRANSLATION, 1), "Timestep 1, encoder: reads good.");
  assert.equal(describe(SENTIMENT, { quantity: "loss", t: 1, index: [] }), null);
  assert.match(describe(UNSHARED, { quantity: "W_xh_2", index: [] })?.notes.join(" ") ?? "", /Used at t = 2 only/);
  assert.match(describe(TRANSLATION, { quantity: "W_hh_encoder", index: [] })?.notes.join(" ") ?? "", /of the encoder/);
  assert.equal(describe(CAPTION, { quantity: "p", index: [3] })?.value, "1");
});

test("keys visit what is there: no loss where nothing is asked, pixels under h_0", () => {
  const kinds = (trace: any, t: number, size: object = {}) => {
    const layout = networkLayout({ T: trace.steps.length, H: 2, V: 2, width: 900, ...size });
    return [...new Set(placesIn(trace, layout, t).map(({ quantity }) => quantity))];
  };
  assert.deepEqual(kinds(SENTIMENT, 1), ["probs", "h", "dh_norm", "dh_from_future_norm", "x"]);
  // Nothing comes back into the last state.
  assert.deepEqual(kinds(SENTIMENT, 2), ["loss", "probs", "h", "dh_norm", "x"]);
  assert.deepEqual(kinds(TRANSLATION, 1), ["h", "dh_norm", "dh_from_future_norm", "x"]);
  assert.deepEqual(kinds(WINDOW, 1, { recurrent: false, groups: 2 }), ["loss", "probs", "h", "dh_norm", "x"]);
  assert.deepEqual(kinds(CAPTION, 0), ["h_0", "dh_from_future_norm", "p"]);
});

test("a shorter sequence stands where a longer one stood", () => {
  const longer = networkLayout({ T: 6, H: 6, V: 4, width: 1200 });
  const shorter = networkLayout({ T: 3, H: 6, V: 4, width: 1200, fit: 6 });
  assert.equal(shorter.geometry, longer.geometry);
  assert.equal(shorter.x(3), longer.x(3));
  assert.equal(shorter.T, 3);
});

test("cell states, groups of inputs and a picture have rooms of their own", () => {
  for (const H of SIZES) {
    const { rows, frameHeight, laneHeight, height } = networkLayout({ T: 4, H, V: 4, width: 900, lane: true });
    assert.ok(rows.frame + frameHeight < rows.lane, `${H}`);
    assert.equal(rows.cellEnd, rows.lane + laneHeight);
    assert.ok(rows.cellEnd < rows.input && rows.input < height, `${H}`);
  }
  const window = networkLayout({ T: 4, H: 6, V: 4, width: 900, recurrent: false, groups: 5 });
  assert.ok(window.rows.inputLabel >= window.rows.input + 5 * window.rows.inputRow);
  for (const image of [
    { rows: 3, columns: 3 },
    { rows: 8, columns: 8 },
    { rows: 28, columns: 28 },
  ]) {
    const layout = networkLayout({ T: 3, H: 6, V: 6, width: 900, image });
    assert.ok(layout.x(0) - layout.imageWidth / 2 >= layout.gutter);
    assert.ok(layout.rows.input + image.rows * layout.pixel < layout.height);
  }
});

test("words that do not fit lose their end, wide signs sooner", () => {
  assert.equal(elided("not", 60, 12), "not");
  assert.equal(elided("m", 5, 12), "m");
  assert.match(elided("wonderful", 40, 12), /^won.*…$/);
  assert.ok(elided("早上好早上好", 40, 12).length < elided("abcdef", 40, 12).length + 1);
});

test("from the inputs the keys lead to the pixels at t = 0, and back", () => {
  const places = (t: number) =>
    t === 0
      ? [
          { quantity: "h_0", t, index: 0 },
          { quantity: "p", t, index: 0 },
        ]
      : [
          { quantity: "h", t, index: 0 },
          { quantity: "x", t, index: 2 },
        ];
  const at = inColumn({ quantity: "x", t: 1, index: 2 }, 0, places);
  assert.deepEqual(at, { quantity: "p", t: 0, index: 0 });
  assert.deepEqual(inColumn(at, 1, places), { quantity: "x", t: 1, index: 2 });
});

// --- counts -----------------------------------------------------------------------------------

const firstOnly = (trace: any) => ({
  ...trace,
  steps: trace.steps.slice(0, 1),
  parts: trace.parts.slice(0, 1).map((part: any) => ({ ...part, last: 1 })),
  h_0: [0],
  vocabulary: trace.vocabulary.slice(0, 1),
});

test("a network of one timestep, one unit and one token is told in the singular", () => {
  for (const trace of [SENTIMENT, TRANSLATION, UNSHARED, WINDOW, CAPTION]) {
    for (const text of [
      networkNote(firstOnly(trace), false),
      networkNote(firstOnly(trace), true),
      overview(firstOnly(trace)),
    ]) {
      assert.doesNotMatch(text, /\b1 \w*(?: \w+)?s\b(?<!unless|less)/, text);
    }
  }
});

test("where timesteps are seen side by side, it is said from where they and the units count", () => {
  for (const trace of [SENTIMENT, TRANSLATION, UNSHARED, WINDOW]) {
    assert.match(networkNote(trace, false), /Timesteps count from 1, units from 0\./);
  }
});
