import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import type { ThemeColours } from "../../static/src/model/colours";
import { contrast, createScale, LEAST_CONTRAST, readableInk } from "../../static/src/model/colours";

const LIGHT: ThemeColours = {
  surface: "#ffffff",
  text: "#1d2330",
  text_muted: "#5f6470",
  line: "#e2dfd6",
  w_xh: "#0f766e",
  w_hh: "#b8500a",
  w_hy: "#6d28d9",
  loss: "#be185d",
  negative: "#1d5fa8",
  positive: "#b5172f",
  diverging: [
    [0, "#1d5fa8"],
    [0.5, "#ffffff"],
    [1, "#b5172f"],
  ],
};

test("the ends and zero have the stops' colours", () => {
  const scale = createScale(LIGHT);
  assert.equal(scale.colour(-1), "#1d5fa8");
  assert.equal(scale.colour(0), "#ffffff");
  assert.equal(scale.colour(1), "#b5172f");
});

test("values beyond the scale take its ends, and null takes zero's colour", () => {
  const scale = createScale(LIGHT, 0.5);
  assert.equal(scale.colour(0.5), "#b5172f");
  assert.equal(scale.colour(7), "#b5172f");
  assert.equal(scale.colour(-Infinity), "#1d5fa8");
  assert.equal(scale.colour(null), "#ffffff");
  assert.equal(scale.colour(NaN), "#ffffff");
});

test("opposite values are equally far from zero", () => {
  const grey = createScale({
    ...LIGHT,
    diverging: [
      [0, "#000000"],
      [0.5, "#808080"],
      [1, "#000000"],
    ],
  });
  for (const value of [0.1, 0.25, 0.5, 0.9]) {
    assert.equal(grey.colour(value), grey.colour(-value));
  }
});

/** The scales as the server has them. */
function served(): [string, string, string][] {
  const palette = readFileSync("rnn_core/display/palette.py", "utf8");
  const all = (name: string) =>
    [...palette.matchAll(new RegExp(`^    ${name}="(#[0-9a-f]{6})"`, "gm"))].map((m) => m[1]);
  const [negative, surface, positive] = ["negative", "surface", "positive"].map(all);
  return surface.map((zero, i) => [negative[i], zero, positive[i]]);
}

test("digits keep their contrast on every colour of the scale, in both themes", () => {
  const scales = served();
  assert.equal(scales.length, 2);
  for (const [low, zero, high] of scales) {
    const scale = createScale({
      ...LIGHT,
      diverging: [
        [0, low],
        [0.5, zero],
        [1, high],
      ],
    });
    const colours = new Set<string>();
    for (let step = -1000; step <= 1000; step += 1) {
      const value = step / 1000;
      const ratio = contrast(scale.ink(value), scale.colour(value));
      assert.ok(ratio >= LEAST_CONTRAST, `${value} on ${scale.colour(value)}: ${ratio}`);
      colours.add(scale.colour(value));
    }
    assert.ok(colours.size > 200);
  }
});

test("text keeps its contrast on every grey", () => {
  for (let grey = 0; grey < 256; grey += 1) {
    const hex = `#${grey.toString(16).padStart(2, "0").repeat(3)}`;
    assert.ok(contrast(readableInk(hex), hex) >= LEAST_CONTRAST, hex);
  }
});

test("contrast is the ratio of WCAG", () => {
  assert.equal(contrast("#000000", "#ffffff"), 21);
  assert.equal(contrast("#123456", "#123456"), 1);
});
