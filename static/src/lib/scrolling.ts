/**
 * What scrolls shows that it does: each element of the class `scrolls`, and the samples in Swagger
 * UI, get told in `data-more` on which sides there is more. The style sheet fades them out there.
 */
const SCROLLERS = ".scrolls, .swagger-ui pre";
/** Rounding leaves a pixel over. */
const SLACK = 2;
const FOCUSABLE = "a[href], button, input, select, textarea, summary, [tabindex]";

/** What can be focused only because it scrolls. */
const made = new WeakSet();

/** On which sides there is more. */
function more(element: Element) {
  const { scrollLeft, scrollTop, scrollWidth, scrollHeight, clientWidth, clientHeight } = element;
  const { overflowX, overflowY } = getComputedStyle(element);
  const across = overflowX === "auto" || overflowX === "scroll";
  const down = overflowY === "auto" || overflowY === "scroll";
  const sides = [
    across && scrollLeft > SLACK && "left",
    across && scrollLeft + clientWidth < scrollWidth - SLACK && "right",
    down && scrollTop > SLACK && "up",
    down && scrollTop + clientHeight < scrollHeight - SLACK && "down",
  ];
  return sides.filter(Boolean).join(" ");
}

/** All are looked at before one is changed: who looks after a change has the page laid out again. */
function tell(elements: Element[]) {
  const found = elements.map((element) => ({ element, told: more(element) }));
  for (const { element, told } of found) {
    mark(element, told);
  }
}

function mark(element: Element, told: string) {
  if (told === "") {
    element.removeAttribute("data-more");
    if (made.delete(element)) {
      element.removeAttribute("tabindex");
    }
    return;
  }
  // The keys scroll what is in focus, or holds it.
  if (!element.matches(FOCUSABLE) && element.querySelector(FOCUSABLE) === null) {
    element.setAttribute("tabindex", "0");
    made.add(element);
  }
  if (element.getAttribute("data-more") !== told) {
    element.setAttribute("data-more", told);
  }
}

// It reports after the page has been laid out, so that asking for sizes costs nothing more.
const sizes = new ResizeObserver((entries) => {
  const changed = new Set(entries.map(({ target }) => target.closest(SCROLLERS)));
  for (const { target } of entries) {
    changed.add(target.parentElement?.closest(SCROLLERS) ?? null);
  }
  tell([...changed].filter((element) => element !== null));
});

/** @param element whose content is as large as its children are */
function watch(element: Element) {
  sizes.observe(element);
  for (const child of element.children) {
    sizes.observe(child);
  }
}

new MutationObserver((records) => {
  for (const { target, addedNodes } of records) {
    const within = target instanceof Element && target.matches(SCROLLERS);
    for (const node of addedNodes) {
      if (node instanceof Element) {
        node.querySelectorAll(SCROLLERS).forEach(watch);
        if (node.matches(SCROLLERS)) {
          watch(node);
        } else if (within) {
          sizes.observe(node);
        }
      }
    }
    // Also when something was taken away.
    if (within) {
      sizes.unobserve(target);
      sizes.observe(target);
    }
  }
}).observe(document.body, { childList: true, subtree: true });

document.querySelectorAll(SCROLLERS).forEach(watch);
document.addEventListener(
  "scroll",
  ({ target }) => {
    if (target instanceof Element && target.matches(SCROLLERS)) {
      tell([target]);
    }
  },
  { capture: true, passive: true },
);
