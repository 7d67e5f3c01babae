// @ts-check
/**
 * Asking why: any number of the page is explained in the inspector, what the reader points at is
 * lit wherever it is drawn, and gradients are proved when somebody wants to know.
 */

import { drawnAs, placeOf, samePlace } from "../address.js";
import { find, on, setText } from "../dom.js";
import { createInspection, nothingInspected } from "../inspection.js";
import { createStore } from "../state.js";
import { createInspector } from "../views/inspector.js";
import { reading } from "../views/inspector/writing.js";
import { createProofs } from "../views/proof.js";

/** @typedef {import("../address.js").Place} Place */
/** @typedef {import("../types.js").Address} Address */
/** @typedef {import("../session.js").State} State */

const TAB = "tab-explain";
const SHEET = "(max-width: 1180px)";
// What has its own use for a click beside being a number.
const OWN_CLICK = "#inspector, .network, .plotly-figure, input, select";

/**
 * @param {object} options
 * @param {HTMLElement} options.page
 * @param {import("../state.js").Store<State>} options.store
 * @param {import("../api.js").Api} options.api
 * @param {{open: (id: string) => void}} options.tabs
 * @param {{setHighlight: (address: Address | null) => void}} options.network
 * @param {() => ReturnType<typeof import("../views/figures.js").createFigures>} options.figures
 * @param {() => void} options.changed another number is explained
 * @param {(place: Place) => boolean} options.canChange whether a number can be set by hand
 * @param {(place: Place, anchor: Element) => void} options.change
 */
export function createAsking({ page, store, api, tabs, network, figures, changed, canChange, change }) {
  const asked = createStore(nothingInspected());
  const inspection = createInspection({ api, store: asked });
  /** @type {string | null} the tab that was open before the first question */
  let tabBefore = null;
  /** @type {HTMLElement | SVGElement | null} where the question was asked */
  let asker = null;
  /** @type {Place | null} */
  let pointed = null;
  /** What has been scrolled to already. @type {Place | null} */
  let uncovered = null;

  const inspector = createInspector(find(page, "#inspector", HTMLElement), {
    descend: (address) => void inspection.descend(address),
    inspect: (place) => void inspect(place),
    go: (at) => inspection.go(at),
    back: () => inspection.back(),
    forward: () => inspection.forward(),
    close,
    retry: () => void inspection.retry(),
    here: () => inspection.here(),
    prove: () => void inspection.proveThis(),
    onHover: (place) => point(place, true),
    canChange,
    change,
  });
  inspector.setOrigin(location.origin);
  const proofs = createProofs(page, (parameter) => void inspection.prove(parameter));

  // Scrolled out of sight, the explanation comes along; its place on the page is kept.
  const card = find(page, ".panel-card", HTMLElement);
  new IntersectionObserver(
    (entries) => page.classList.toggle("is-floating", !(entries.at(-1)?.isIntersecting ?? true)),
    { rootMargin: "-160px 0px -120px 0px" },
  ).observe(card);

  // ---- asking -----------------------------------------------------------------------------

  const selectedTab = () =>
    find(page, '[role="tab"][aria-selected="true"]', HTMLElement).id;

  /** @param {Place} place */
  function inspect(place) {
    const byKeys = document.activeElement?.matches(":focus-visible") ?? false;
    const focused = document.activeElement;
    if (!inspector.hasFocus()) {
      const isElement = focused instanceof HTMLElement || focused instanceof SVGElement;
      // A click on what takes no focus gives it to what is around: the whole page is no asker.
      asker = isElement && !focused.matches("body, main") ? focused : null;
    }
    if (asked.get().place === null) {
      tabBefore = selectedTab() === TAB ? null : selectedTab();
      card.style.minHeight = `${card.offsetHeight}px`;
    }
    tabs.open(TAB);
    return inspection.inspect(place).then(() => {
      if (byKeys) {
        inspector.focus();
      }
    });
  }

  function close() {
    uncovered = null;
    const inside = inspector.hasFocus();
    inspection.close();
    if (tabBefore !== null && selectedTab() === TAB) {
      tabs.open(tabBefore);
    }
    tabBefore = null;
    card.style.minHeight = "";
    if (inside) {
      (asker?.isConnected ? asker : find(page, `#${TAB}`, HTMLElement)).focus();
    }
  }

  on(document, "click", (event) => {
    // By the event's path: what was clicked may have been drawn anew since.
    const path = event.composedPath().filter((node) => node instanceof Element);
    const element = path.find((node) => node.hasAttribute("data-quantity"));
    const place = element instanceof HTMLElement ? placeOf(element.dataset) : null;
    if (place !== null && !path.some((node) => node.matches(OWN_CLICK))) {
      void inspect(place);
    }
  });

  on(document, "keydown", (event) => {
    if (asked.get().place === null || event.defaultPrevented || event.ctrlKey || event.metaKey) {
      return;
    }
    if (event.altKey && (event.key === "ArrowLeft" || event.key === "ArrowRight")) {
      event.preventDefault();
      if (event.key === "ArrowLeft") {
        inspection.back();
      } else {
        inspection.forward();
      }
    } else if (event.key === "Escape" && page.querySelector("dialog[open]") === null) {
      event.preventDefault();
      close();
    }
  });

  // ---- pointing ---------------------------------------------------------------------------

  function light() {
    const { answer } = asked.get();
    const address = answer?.derivation.address ?? null;
    /** @type {Place | null} */
    const inspected =
      address === null
        ? null
        : { quantity: address.quantity, index: address.index, ...(address.t === null ? {} : { t: address.t }) };
    const shown = pointed ?? inspected;
    network.setHighlight(shown === null ? null : drawnAs(shown));
    figures().setMark("inspected", inspected);
    figures().setMark("lit", pointed);
  }

  /**
   * @param {Place | null} place
   * @param {boolean} [fromInspector]
   */
  function point(place, fromInspector = false) {
    if (samePlace(place, pointed)) {
      return;
    }
    pointed = place;
    inspector.setHighlight(fromInspector ? null : place);
    light();
  }

  // ---- what follows -----------------------------------------------------------------------

  store.watch(["trace"], ({ run, trace }) => {
    if (run !== null && trace !== null) {
      inspection.follow(run.id, trace.iteration);
      setText(find(page, "#gradient-norm", HTMLElement), reading(trace.gradient_norm, true));
      setText(find(page, "#clip-scale", HTMLElement), reading(trace.clip_scale, true));
    }
  });
  store.watch(["connection"], ({ connection }) => {
    if (connection === "live" && asked.get().trouble?.retry) {
      void inspection.retry();
    }
  });
  asked.watch(["place", "answer", "trouble", "proof", "visits", "at"], (state) => {
    inspector.update(state);
  });
  asked.watch(["answer"], light);
  asked.watch(["place"], ({ place }) => {
    page.classList.toggle("is-inspecting", place !== null);
    changed();
  });
  asked.watch(["answer"], ({ answer, visits, at }) => {
    const visit = visits[at];
    if (answer !== null && visit?.root && !samePlace(visit.place, uncovered)) {
      uncovered = visit.place;
      if (window.matchMedia(SHEET).matches) {
        uncover();
      }
    }
  });
  asked.watch(["proofs"], (state) => proofs.update(state.proofs));

  /** On a small screen the explanation comes up from below: its number stays in sight above it. */
  function uncover() {
    const drawn = page.querySelector(".network .is-highlighted:not(.network-column)");
    const number = asker?.isConnected ? asker : drawn;
    const bottom = number?.getBoundingClientRect().bottom ?? 0;
    const free = window.innerHeight * 0.44;
    if (!inspector.hasFocus() && bottom > free) {
      window.scrollBy({ top: bottom - free });
    }
  }

  return {
    inspect,
    point,
    /** @returns {Place | null} what is being explained */
    place: () => asked.get().place,
    keys: [
      { keys: ["["], label: "[", does: "Explanation: back", act: () => inspection.back() },
      { keys: ["]"], label: "]", does: "Explanation: forward", act: () => inspection.forward() },
      {
        keys: ["y"],
        label: "Y",
        does: "Why? Go to the explanation",
        act: () => {
          tabs.open(TAB);
          inspector.focus();
        },
      },
    ],
  };
}
