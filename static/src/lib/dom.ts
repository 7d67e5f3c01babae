/** Making and finding elements, with types that hold. */
export type AttributeValue = string | number | boolean | null | undefined;
export type Child = Node | string | number | null | undefined | false;

const SVG_NAMESPACE = "http://www.w3.org/2000/svg";
/** Unicode's sub- and superscripts, which fonts draw at six tenths of their size. */
const SCRIPTS = /([\u2080-\u209c]+|[\u00b2\u00b3\u00b9\u2070-\u207f]+)/;
const BELOW = /^[\u2080-\u209c]/;

export function setAttributes(element: Element, attributes: Record<string, AttributeValue>) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) {
      element.removeAttribute(name);
    } else {
      element.setAttribute(name, value === true ? "" : String(value));
    }
  }
}

/**
 * A text whose scripts are as large as text has to be; to read and to copy it is the same text.
 *
 * @param element that it is for
 */
function legible(element: Element, text: string): (Node | string)[] {
  if (!SCRIPTS.test(text) || element.matches("option, title")) {
    return [text];
  }
  const tag = element instanceof SVGElement ? "tspan" : "span";
  // Every second piece is a script.
  return text.split(SCRIPTS).map((piece, place) => {
    if (place % 2 === 0) {
      return piece;
    }
    const script = tag === "tspan" ? document.createElementNS(SVG_NAMESPACE, tag) : document.createElement(tag);
    script.setAttribute("class", BELOW.test(piece) ? "script is-below" : "script");
    script.textContent = piece;
    return script;
  });
}

function append(element: Element, children: Child[]) {
  for (const child of children) {
    if (child instanceof Node) {
      element.append(child);
    } else if (child !== null && child !== undefined && child !== false) {
      element.append(...legible(element, String(child)));
    }
  }
}

/** An HTML element: `h("button", {class: "x", disabled: true}, "Step")`. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Record<string, AttributeValue> = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  setAttributes(element, attributes);
  append(element, children);
  return element;
}

/**
 * The element a selector names, of the type it must have; its absence is a mistake in the page.
 */
export function find<E extends Element>(root: ParentNode, selector: string, type: { new (): E }): E {
  const element = root.querySelector(selector);
  if (!(element instanceof type)) {
    throw new Error(`the page has no ${type.name} at ${selector}`);
  }
  return element;
}

/** Listen, and get back the function that stops listening. */
export function on<K extends keyof HTMLElementEventMap>(
  target: EventTarget,
  type: K,
  handler: (event: HTMLElementEventMap[K]) => void,
  options?: AddEventListenerOptions,
): () => void {
  const listener = handler as EventListener;
  target.addEventListener(type, listener, options);
  return () => target.removeEventListener(type, listener, options);
}

/** Set an element's text only when it differs, and tell whether it did. */
export function setText(element: Element, text: string): boolean {
  if (element.textContent === text) {
    return false;
  }
  element.replaceChildren(...legible(element, text));
  return true;
}

/** Copy, also where the clipboard API is missing (plain http on another machine). */
export async function copied(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const field = h("textarea", { class: "visually-hidden", "aria-hidden": "true" });
    const before = document.activeElement;
    field.value = text;
    document.body.append(field);
    field.select();
    const worked = document.execCommand("copy");
    field.remove();
    if (before instanceof HTMLElement) {
      before.focus();
    }
    return worked;
  }
}

/** @returns whether the reader asked for less motion */
export function prefersReducedMotion(): boolean {
  return window.matchMedia("(prefers-reduced-motion: reduce)").matches;
}

/**
 * Mark an element as just changed: its background glows for a moment. A reader who asked for
 * less motion sees a still underline for the same moment.
 */
export function flash(element: Element) {
  for (const running of element.getAnimations()) {
    running.cancel();
  }
  const glow = getComputedStyle(element).getPropertyValue("--changed").trim();
  if (prefersReducedMotion()) {
    const mark = `inset 0 -2px ${glow}`;
    element.animate([{ boxShadow: mark }, { boxShadow: mark }], 900);
  } else {
    element.animate([{ backgroundColor: glow }, { backgroundColor: "transparent" }], 900);
  }
}
