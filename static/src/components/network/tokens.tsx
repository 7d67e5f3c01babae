/** Tokens in the diagram. */

import { Legible } from "../../lib/legible";
import { elided, tokenWidth } from "../../model/network/tokens";
import { isSpecial } from "../../model/parts";

const SIZE = 12.5;
/** The least size that still is read; what is wider than its room then stands out of it. */
const SMALL = 11;

/** A token that fits its room; special ones look special. */
export function Token({ token, room, x, y }: { token: string; room: number; x: number; y: number }) {
  const special = isSpecial(token);
  const text = special ? token : elided(token, room, SIZE);
  const isWide = special && tokenWidth(token, SIZE) > room;
  return (
    <text
      class={special ? "network-letter is-special" : "network-letter"}
      style={isWide ? { fontSize: `${SMALL}px` } : undefined}
      x={x}
      y={y}
      aria-hidden="true"
    >
      <Legible text={text} inside="svg" />
    </text>
  );
}
