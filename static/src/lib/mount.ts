/** Components on a page that is a template. */

import type { ComponentType } from "preact";
import { h, render } from "preact";

/** Draws the component into an element of the template, in place of what it held, each time it is called. */
export function mounted<P extends object>(root: Element, Component: ComponentType<P>): (props: P) => void {
  root.replaceChildren();
  return (props) => render(h(Component, props), root);
}
