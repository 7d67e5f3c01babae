// @ts-check
/** Making and finding elements, with types that hold. */

/** @typedef {string | number | boolean | null | undefined} AttributeValue */
/** @typedef {Node | string | number | null | undefined | false} Child */

const SVG_NAMESPACE = "http://www.w3.org/2000/svg";
/** Unicode's sub- and superscripts, which fonts draw at six tenths of their size. */
const SCRIPTS = /([\u2080-\u209c]+|[\u00b2\u00b3\u00b9\u2070-\u207f]+)/;
const BELOW = /^[\u2080-\u209c]/;

/**
 * @param {Element} element
 * @param {Record<string, AttributeValue>} attributes
 */
export function setAttributes(element, attributes) {
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
 * @param {Element} element that it is for
 * @param {string} text
 * @returns {(Node | string)[]}
 */
function legible(element, text) {
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

/**
 * @param {Element} element
 * @param {Child[]} children
 */
function append(element, children) {
  for (const child of children) {
    if (child instanceof Node) {
      element.append(child);
    } else if (child !== null && child !== undefined && child !== false) {
      element.append(...legible(element, String(child)));
    }
  }
}

/**
 * An HTML element: `h("button", {class: "x", disabled: true}, "Step")`.
 *
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, AttributeValue>} [attributes]
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  setAttributes(element, attributes);
  append(element, children);
  return element;
}

/**
 * An SVG element, made like `h`.
 *
 * @template {keyof SVGElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, AttributeValue>} [attributes]
 * @param {...Child} children
 * @returns {SVGElementTagNameMap[K]}
 */
export function svg(tag, attributes = {}, ...children) {
  const element = document.createElementNS(SVG_NAMESPACE, tag);
  setAttributes(element, attributes);
  append(element, children);
  return element;
}

/**
 * The element a selector names, of the type it must have; its absence is a mistake in the page.
 *
 * @template {Element} E
 * @param {ParentNode} root
 * @param {string} selector
 * @param {{new (): E}} type
 * @returns {E}
 */
export function find(root, selector, type) {
  const element = root.querySelector(selector);
  if (!(element instanceof type)) {
    throw new Error(`the page has no ${type.name} at ${selector}`);
  }
  return element;
}

/**
 * Listen, and get back the function that stops listening.
 *
 * @template {keyof HTMLElementEventMap} K
 * @param {EventTarget} target
 * @param {K} type
 * @param {(event: HTMLElementEventMap[K]) => void} handler
 * @param {AddEventListenerOptions} [options]
 * @returns {() => void}
 */
export function on(target, type, handler, options) {
  const listener = /** @type {EventListener} */ (handler);
  target.addEventListener(type, listener, options);
  return () => target.removeEventListener(type, listener, options);
}

/**
 * Set an element's text only when it differs, and tell whether it did.
 *
 * @param {Element} element
 * @param {string} text
 * @returns {boolean}
 */
export function setText(element, text) {
  if (element.textContent === text) {
    return false;
  }
  element.replaceChildren(...legible(element, text));
  return true;
}

/**
 * Copy, also where the clipboard API is missing (plain http on another machine).
 *
 * @param {string} text
 * @returns {Promise<boolean>}
 */
export async function copied(text) {
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

/** @returns {boolean} whether the reader asked for less motion */
export function prefersReducedMotion() {
  return window.matchMedia("(prefers-reduced-motion: reduce)").matches;
}

/**
 * Mark an element as just changed: its background glows for a moment. A reader who asked for
 * less motion sees a still underline for the same moment.
 *
 * @param {Element} element
 */
export function flash(element) {
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
