/** Running the fold: amounts from one to another, frame by frame. */

import { ease } from "../../model/network/paths";

/** How long folding and unfolding take, in milliseconds. */
const DURATION = 620;

const mix = (from: number, to: number, amount: number) => from + (to - from) * amount;

/**
 * Call `draw` with amounts from `from` to `to` until it is there.
 *
 * @returns stops it where it is
 */
export function tween(from: number, to: number, draw: (amount: number) => void, done: () => void): () => void {
  let frame = 0;
  const start = performance.now();
  const next = (now: number) => {
    const share = Math.min(1, Math.max(0, now - start) / DURATION);
    draw(mix(from, to, ease(share)));
    if (share < 1) {
      frame = requestAnimationFrame(next);
    } else {
      done();
    }
  };
  frame = requestAnimationFrame(next);
  return () => cancelAnimationFrame(frame);
}
