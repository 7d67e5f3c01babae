/**
 * Folding: between the unrolled chain (amount 0) and one cell with a loop (amount 1).
 *
 * All columns slide from their places into one; the arrow from h of the previous timestep bends
 * meanwhile from a straight line into the loop it really is. Pure.
 */

/** Length of an arrow's head, which is drawn beyond the end of its path. */
export const HEAD = 9;

const mix = (from: number, to: number, amount: number) => from + (to - from) * amount;

/**
 * The arrow between two neighbouring frames, as a path relative to the later one's centre.
 *
 * @param amount of folding, 0 to 1
 * @param backward from this column to the previous one
 */
export function chainPath(
  {
    distance,
    half,
    enter = half,
    y,
    peak,
    reach,
  }: {
    /** from the previous column's centre to this one's, now */
    distance: number;
    /** half the width of a frame, with the arrow's clearance */
    half: number;
    /** from this column's centre to where the arrow comes in */
    enter?: number;
    /** height of the straight arrow */
    y: number;
    /** height the loop reaches */
    peak: number;
    /** how far the loop's control points stand out on either side */
    reach: number;
  },
  amount: number,
  backward: boolean,
) {
  const start = { x: half - distance + (backward ? HEAD : 0), y };
  const end = { x: -enter - (backward ? 0 : HEAD), y };
  const gap = end.x - start.x;
  // A cubic curve's middle is three quarters of the way to its control points.
  const bend = (peak - y) / 0.75;
  const first = {
    x: mix(start.x + gap / 3, half + reach, amount),
    y: mix(y, y + bend, amount),
  };
  const second = {
    x: mix(end.x - gap / 3, -enter - reach, amount),
    y: mix(y, y + bend, amount),
  };
  const points = backward ? [end, second, first, start] : [start, first, second, end];
  const [a, b, c, d] = points.map(({ x, y: py }) => `${x.toFixed(1)} ${py.toFixed(1)}`);
  return `M${a}C${b},${c},${d}`;
}

/**
 * The way on which a state passes the gates of the next timestep below them: down out of its frame,
 * and along; folded, back under the cell itself.
 *
 * @param amount of folding, 0 to 1
 */
export function bypassPath(
  {
    from,
    bottom,
    y,
    left,
    to,
  }: {
    /** where it leaves the frame, from the later column's centre */
    from: number;
    /** of the frame */
    bottom: number;
    /** height on which it comes in */
    y: number;
    /** of all that belongs to the cell */
    left: number;
    /** where it comes in */
    to: number;
  },
  amount: number,
) {
  const back = Math.min(left - 14, to - 12);
  const under = y + 20 * amount;
  const side = back < from ? -1 : 1;
  const round = 5;
  const rise = Math.min(round, (under - y) / 2);
  const corner = (...numbers: number[]) => numbers.map((n) => n.toFixed(1)).join(" ");
  return (
    `M${corner(from, bottom)}V${corner(under - round)}q${corner(0, round, side * round, round)}` +
    `H${corner(back - side * rise)}q${corner(side * rise, 0, side * rise, -rise)}` +
    `V${corner(y + rise)}q${corner(0, -rise, rise, -rise)}H${corner(to)}`
  );
}

/** The direction in which a path of `chainPath` ends, in degrees. */
export function headAngle(path: string) {
  const [x1, y1, x2, y2] = (path.match(/-?[\d.]+/g) ?? []).slice(-4).map(Number);
  return (Math.atan2(y2 - y1, x2 - x1) * 180) / Math.PI;
}

/**
 * Slow, fast, slow.
 *
 * @param share of the time, 0 to 1
 */
export function ease(share: number) {
  return share < 0.5 ? 4 * share ** 3 : 1 - (-2 * share + 2) ** 3 / 2;
}

/**
 * The dashes of a rectangle's edge that leave its left side open from `top` to `bottom`, and its right
 * side too unless nothing leads on from there.
 */
export function bandDashes(
  { y, width, height, rx }: { y: number; width: number; height: number; rx: number },
  { top, bottom }: { top: number; bottom: number },
  leadsOn: boolean,
) {
  const [across, down, corner] = [width - 2 * rx, height - 2 * rx, (Math.PI * rx) / 2];
  // The edge begins at the upper left corner and goes round clockwise.
  const right = across + corner + top - y - rx;
  const left = 2 * (across + corner) + down + corner + (y + height - rx - bottom);
  const whole = 2 * (across + down) + 4 * corner;
  const open = bottom - top;
  const beyond = leadsOn ? open : 0;
  return [right, beyond, left - right - beyond, open, whole - left - open, 0].map((each) => each.toFixed(1)).join(" ");
}
