/**
 * Asking why: any number of the page is explained in the inspector, what the reader points at is
 * lit wherever it is drawn, and gradients are proved when somebody wants to know.
 */

import { render } from "preact";
import type { Api } from "../client/api";
import type { State } from "../client/session";
import { createInspector } from "../components/inspector";
import { reading } from "../components/inspector/writing";
import { ProofBadge } from "../components/proof";
import { find, on, setText } from "../lib/dom";
import type { Store } from "../lib/store";
import { createStore } from "../lib/store";
import type { Place } from "../model/address";
import { drawnAs, placeOf, samePlace } from "../model/address";
import { createInspection, nothingInspected } from "../model/inspection";
import type { Address } from "../model/types";

const TAB = "tab-explain";
const SHEET = "(max-width: 1180px)";
// What has its own use for a click beside being a number.
const OWN_CLICK = "#inspector, .network, .plotly-figure, input, select";

/**
 * @param options.changed another number is explained
 * @param options.canChange whether a number can be set by hand
 */
export function createAsking({
  page,
  store,
  api,
  tabs,
  network,
  figures,
  changed,
  canChange,
  change,
}: {
  page: HTMLElement;
  store: Store<State>;
  api: Api;
  tabs: { open: (id: string) => void };
  network: { setHighlight: (address: Address | null) => void };
  figures: () => ReturnType<typeof import("../components/figures").createFigures>;
  /** another number is explained */
  changed: () => void;
  /** whether a number can be set by hand */
  canChange: (place: Place) => boolean;
  change: (place: Place, anchor: Element) => void;
}) {
  const asked = createStore(nothingInspected());
  const inspection = createInspection({ api, store: asked });
  /** the tab that was open before the first question */
  let tabBefore: string | null = null;
  /** where the question was asked */
  let asker: HTMLElement | SVGElement | null = null;
  let pointed: Place | null = null;
  /** What has been scrolled to already. */
  let uncovered: Place | null = null;

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

  // Scrolled out of sight, the explanation comes along; its place on the page is kept.
  const card = find(page, ".panel-card", HTMLElement);
  new IntersectionObserver(
    (entries) => page.classList.toggle("is-floating", !(entries.at(-1)?.isIntersecting ?? true)),
    { rootMargin: "-160px 0px -120px 0px" },
  ).observe(card);

  // ---- asking -----------------------------------------------------------------------------

  const selectedTab = () => find(page, '[role="tab"][aria-selected="true"]', HTMLElement).id;

  function inspect(place: Place) {
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
    const inspected: Place | null =
      address === null
        ? null
        : { quantity: address.quantity, index: address.index, ...(address.t === null ? {} : { t: address.t }) };
    const shown = pointed ?? inspected;
    network.setHighlight(shown === null ? null : drawnAs(shown));
    figures().setMark("inspected", inspected);
    figures().setMark("lit", pointed);
  }

  function point(place: Place | null, fromInspector: boolean = false) {
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
  for (const figure of page.querySelectorAll<HTMLElement>("[data-figure]")) {
    const parameter = figure.dataset.figure ?? "";
    if (/^[Wb]_/.test(parameter)) {
      const Proved = () => (
        <ProofBadge
          parameter={parameter}
          proof={asked.signals.proofs.value[parameter]}
          onProve={() => void inspection.prove(parameter)}
        />
      );
      render(<Proved />, find(figure, ".prove-slot", HTMLElement));
    }
  }

  /**
   * On a small screen the explanation comes up from below: its number stays in sight above it.
   */
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
    /** @returns what is being explained */
    place: (): Place | null => asked.get().place,
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
