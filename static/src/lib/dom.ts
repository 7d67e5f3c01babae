/** Finding elements, with types that hold, and what else a page asks of its document. */

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

/** Copy, also where the clipboard API is missing (plain http on another machine). */
export async function copied(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const field = document.createElement("textarea");
    field.className = "visually-hidden";
    field.ariaHidden = "true";
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
