/** How large a network is drawn on a screen that it has for itself. Pure. */

export interface Room {
  width: number;
  height: number;
  /** at the usual size: what stands above the drawing */
  head: number;
}

/** What the drawing takes at its usual size, given the width that it has then, and whether it is low. */
export type Taken = (width: number, isLow: boolean) => { width: number; height: number };

export interface Fit {
  /** how many times its usual size it is drawn */
  size: number;
  /** whether it takes shorter arrows and bars */
  isLow: boolean;
  /** whether what stands above it has to go */
  isBare: boolean;
  /** whether it is not cut off below, for all that */
  isWhole: boolean;
}

/** The smallest letters are 11 px high: so they get 14. */
const LEAST = 1.28;
/** A network too wide for its screen is scrolled, at the size it would have on a screen this wide. */
const USUAL_WIDTH = 1000;
/** Halvings until two sizes are the same to the eye. */
const HALVINGS = 9;

const WAYS = [
  { isLow: false, isBare: false },
  { isLow: true, isBare: false },
  { isLow: true, isBare: true },
] as const;

/** How a network fills the room, with no letter too small: it gives up what it has to, and no more. */
export function fitIn(room: Room, taken: Taken): Fit {
  const ways = WAYS.map((way) => {
    const head = way.isBare ? 0 : room.head;
    return { ...way, ...sizeIn({ ...room, head }, (width) => taken(width, way.isLow)) };
  });
  return ways.find(({ isWhole }) => isWhole) ?? (ways[WAYS.length - 1] as Fit);
}

function sizeIn(room: Room, taken: (width: number) => { width: number; height: number }) {
  const needs = (size: number) => {
    const width = Math.floor(room.width / size);
    const needed = taken(width);
    return { isWide: needed.width > width, isHigh: (needed.height + room.head) * size > room.height };
  };
  /** The largest size up to `most` that fits; the least where none does. */
  function largest(most: number, fits: (size: number) => boolean) {
    let [low, high] = [LEAST, Math.max(LEAST, most)];
    if (fits(high)) {
      return { size: high, isWhole: true };
    }
    const isWhole = fits(low);
    for (let i = 0; isWhole && i < HALVINGS; i++) {
      const middle = (low + high) / 2;
      [low, high] = fits(middle) ? [middle, high] : [low, middle];
    }
    return { size: low, isWhole };
  }
  const most = room.height / (taken(room.width).height + room.head);
  // What is scrolled anyway is as high as it can be.
  return needs(LEAST).isWide
    ? largest(Math.min(most, room.width / USUAL_WIDTH), (size) => !needs(size).isHigh)
    : largest(most, (size) => !needs(size).isWide && !needs(size).isHigh);
}
