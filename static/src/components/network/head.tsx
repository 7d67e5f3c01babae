/** Which timesteps are on screen, and the buttons to others. */

import { say } from "../../lib/messages";
import type { Layout } from "../../model/network/layout";
import type { View } from "../../model/network/viewport";
import { fullyVisible, pageOf } from "../../model/network/viewport";

// From more pages on there are buttons to the first and to the last timestep.
const FAR = 3;

export function Timesteps({
  layout,
  view,
  foldedT,
  onTurn,
  onTurnTo,
}: {
  layout: Layout | null;
  view: View;
  /** what the folded cell shows, null when it is unrolled */
  foldedT: number | null;
  onTurn: (direction: number) => void;
  onTurnTo: (t: number) => void;
}) {
  const T = layout?.T ?? 1;
  const isFolded = foldedT !== null;
  const [first, last] = isFolded ? [foldedT, foldedT] : layout === null ? [1, 1] : fullyVisible(layout, view);
  const isAll = !isFolded && first === 1 && last === T;
  const isFar = layout !== null && T > FAR * (isFolded ? 1 : pageOf(layout, view));
  const folded = isFolded ? "yes" : "no";
  const visibility = isAll ? "hidden" : undefined;
  return (
    <div class="network-timestep">
      <button
        type="button"
        aria-label={say("network-first")}
        hidden={!isFar}
        disabled={first === 1}
        onClick={() => onTurnTo(1)}
      >
        ⇤
      </button>
      <button
        type="button"
        aria-label={say("network-previous", { folded })}
        disabled={first === 1}
        style={{ visibility }}
        onClick={() => onTurn(-1)}
      >
        ◀
      </button>
      <span class="network-shown">
        {isAll ? "" : say(first === last ? "network-shown" : "network-shown-range", { folded, first, last, T })}
      </span>
      <button
        type="button"
        aria-label={say("network-next", { folded })}
        disabled={last === T}
        style={{ visibility }}
        onClick={() => onTurn(1)}
      >
        ▶
      </button>
      <button
        type="button"
        aria-label={say("network-last")}
        hidden={!isFar}
        disabled={last === T}
        onClick={() => onTurnTo(T)}
      >
        ⇥
      </button>
    </div>
  );
}
