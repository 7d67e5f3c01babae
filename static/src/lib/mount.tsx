/** Components on a page that is a template: each is drawn into an element, in place of what it held. */

import type { ComponentChild } from "preact";
import { render } from "preact";

/** Draws a part of a page, again whenever a signal changes that it reads. */
export function draw(root: Element, Part: () => ComponentChild) {
  root.replaceChildren();
  render(<Part />, root);
}
