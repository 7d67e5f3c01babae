/** Components on a page that is a template: each is drawn into an element, in place of what it held. */

import type { ComponentChild, ComponentType } from "preact";
import { h, render } from "preact";

/** Draws a component again each time it is called with its props. */
export function mounted<P extends object>(root: Element, Component: ComponentType<P>): (props: P) => void {
  root.replaceChildren();
  return (props) => render(h(Component, props), root);
}

/** Draws a part of a page, again whenever a signal changes that it reads. */
export function draw(root: Element, Part: () => ComponentChild) {
  root.replaceChildren();
  render(<Part />, root);
}
