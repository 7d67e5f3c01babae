/** Tokens written into the diagram. */

import { setText } from "../../lib/dom";
import { elided, tokenWidth } from "../../model/network/tokens";
import { isSpecial } from "../../model/parts";

const SIZE = 12.5;
/** The least size that still is read; what is wider than its room then stands out of it. */
const SMALL = 11;

/** Write a token into a text of the diagram; special ones look special. */
export function writeToken(text: SVGTextElement, token: string, room: number) {
  const special = isSpecial(token);
  text.classList.toggle("is-special", special);
  setText(text, special ? token : elided(token, room, SIZE));
  text.style.fontSize = special && tokenWidth(token, SIZE) > room ? `${SMALL}px` : "";
}
