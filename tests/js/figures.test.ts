import assert from "node:assert/strict";
import { test } from "node:test";
import type { Meta } from "../../static/src/model/figures";
import { addressOf, colourMap, recoloured } from "../../static/src/model/figures";

const bare_top = 6;

test("a point of a heatmap has the address of its number", () => {
  const matrix: Meta = { quantity: "W_xh", axes: ["index", "index"], show: "value", bare_top };
  assert.deepEqual(addressOf(matrix, [4, 2]), { quantity: "W_xh", index: [4, 2] });
  assert.deepEqual(addressOf({ ...matrix, show: "gradient" }, [4, 2]), {
    quantity: "W_xh",
    index: [4, 2],
    show: "gradient",
  });
  assert.deepEqual(addressOf({ quantity: "b_h", axes: ["index"], show: "value", bare_top }, [3, 0]), {
    quantity: "b_h",
    index: [3],
  });
  assert.deepEqual(addressOf({ quantity: "h", axes: ["index", "t"], bare_top }, [5, 0]), {
    quantity: "h",
    t: 1,
    index: [5],
  });
});

test("a bar is the loss of its timestep, a point of the history no number of the trace", () => {
  assert.deepEqual(addressOf({ quantity: "loss", axes: ["t"], bare_top }, 2), {
    quantity: "loss",
    t: 3,
    index: [],
  });
  assert.equal(addressOf({ quantity: "loss", axes: ["iteration"], bare_top }, 2), null);
});

test("a theme is another's colours in the same figure, numbers untouched", () => {
  const palette: any = {
    light: { surface: "#ffffff", loss: "#be185d", diverging: [] },
    dark: { surface: "#1b1e25", loss: "#f481b4", diverging: [] },
  };
  const z = [[1, 2]];
  const figure = {
    data: [{ z, colorscale: [[0.5, "#ffffff"]], marker: { color: "#be185d" } }],
    layout: { font: { size: 11 }, plot_bgcolor: "rgba(0,0,0,0)" },
  };
  const dark = recoloured(figure, colourMap(palette, "light", "dark"));
  assert.equal(dark.data[0].z, z);
  assert.deepEqual(dark.data[0].colorscale, [[0.5, "#1b1e25"]]);
  assert.equal(dark.data[0].marker.color, "#f481b4");
  assert.deepEqual(dark.layout, figure.layout);
  assert.deepEqual(recoloured(dark, colourMap(palette, "dark", "light")), figure);
});
