/** Running the fold: amounts from one to another, frame by frame. */

import { ease } from "../../model/network/paths";

/** How long folding and unfolding take, in milliseconds. */
const DURATION = 620;

/** Draws amounts from `from` to `to` until it is there; what it returns stops it where it is. */
export function tween(from: number, to: number, draw: (amount: number) => void, done: () => void): () => void {
  const start = performance.now();
  const next = (now: number) => {
    const share = Math.min(1, Math.max(0, now - start) / DURATION);
    draw(from + (to - from) * ease(share));
    if (share < 1) {
      frame = requestAnimationFrame(next);
    } else {
      done();
    }
  };
  let frame = requestAnimationFrame(next);
  return () => cancelAnimationFrame(frame);
}
