import assert from "node:assert/strict";
import { test } from "node:test";

import { isCovered, nextCover } from "../../static/src/model/network/cover";
import { fitIn } from "../../static/src/model/network/fitting";
import { networkLayout } from "../../static/src/model/network/layout";

const HEAD = 40;
const SCREENS = [
  [1280, 560],
  [1440, 720],
  [1920, 900],
  [2560, 1240],
  [3840, 1900],
] as const;
const NETWORKS = [1, 4, 11, 40, 199].flatMap((T) => [3, 6, 24, 64].map((H) => ({ T, H, V: Math.min(T, 30) + 1 })));

const drawn = (network: (typeof NETWORKS)[number]) => (width: number, low: boolean) =>
  networkLayout({ ...network, width, low });

test("a network that has the screen for itself fills it, and no letter is too small", () => {
  for (const [width, height] of SCREENS) {
    for (const network of NETWORKS) {
      const { size, isLow, isBare, isWhole } = fitIn({ width, height, head: HEAD }, drawn(network));
      const layout = drawn(network)(Math.floor(width / size), isLow);
      const above = isBare ? 0 : HEAD;
      // The smallest letters of the drawing have 11 px.
      assert.ok(11 * size >= 14, `${width} ${JSON.stringify(network)}`);
      assert.equal(isWhole, (layout.height + above) * size <= height);
      if (isWhole && layout.width * size <= width) {
        const larger = size * 1.05;
        const next = drawn(network)(Math.floor(width / larger), isLow);
        const isFull = next.width * larger > width + larger || (next.height + above) * larger > height;
        assert.ok(isFull, `${width}×${height} ${JSON.stringify(network)}: ${size} leaves room`);
      }
    }
  }
});

test("hello is drawn whole, unrolled and without scrolling, on every screen of a classroom", () => {
  for (const [width, height] of SCREENS) {
    const network = { T: 4, H: 6, V: 4 };
    const { size, isLow, isWhole } = fitIn({ width, height, head: HEAD }, drawn(network));
    assert.ok(isWhole);
    assert.ok(drawn(network)(Math.floor(width / size), isLow).width * size <= width + size);
  }
});

test("a network gives up what stands above it only where it would be cut off", () => {
  const taken = (_: number, isLow: boolean) => ({ width: 300, height: isLow ? 400 : 500 });
  const fit = (height: number) => fitIn({ width: 1000, height: Math.ceil(height * 1.28), head: HEAD }, taken);
  assert.deepEqual([fit(560).isLow, fit(560).isBare, fit(560).isWhole], [false, false, true]);
  assert.deepEqual([fit(450).isLow, fit(450).isBare, fit(450).isWhole], [true, false, true]);
  assert.deepEqual([fit(420).isLow, fit(420).isBare, fit(420).isWhole], [true, true, true]);
  assert.deepEqual([fit(390).isLow, fit(390).isBare, fit(390).isWhole], [true, true, false]);
});

test("with the predictions, what tells how good they are is covered too", () => {
  assert.deepEqual(
    ["loss", "probs", "logits", "h"].map((each) => isCovered("predictions", each)),
    [true, true, true, false],
  );
  assert.deepEqual(
    ["loss", "probs", "h"].map((each) => isCovered("losses", each)),
    [true, false, false],
  );
  assert.equal(isCovered(null, "loss"), false);
  assert.deepEqual([nextCover(null), nextCover("losses"), nextCover("predictions")], ["losses", "predictions", null]);
});
