/**
 * Asking why: any number of the page is explained in the inspector, what the reader points at is
 * lit wherever it is drawn, and gradients are proved when somebody wants to know.
 */

import { signal } from "@preact/signals";
import { render } from "preact";
import type { Api } from "../client/api";
import { createInspection } from "../client/inspection";
import type { State } from "../client/session";
import { Inspector } from "../components/inspector";
import { ProofBadge } from "../components/proof";
import { find, on } from "../lib/dom";
import { Legible } from "../lib/legible";
import { say } from "../lib/messages";
import type { Store } from "../lib/store";
import { createStore } from "../lib/store";
import type { Place } from "../model/address";
import { drawnAs, placeAt, placeOf, samePlace } from "../model/address";
import { NOTHING_INSPECTED } from "../model/inspection";
import { reading } from "../model/notation";
import type { Address, Trace } from "../model/types";

const TAB = "tab-explain";
const SHEET = "(max-width: 1180px)";

/** What has its own use for a click beside being a number. */
const hasOwnClick = (element: Element) => element.matches(".term, .network, .plotly-figure, input, select");

interface Surroundings {
  page: HTMLElement;
  store: Store<State>;
  api: Api;
  tabs: { open: (id: string) => void };
  network: { setHighlight: (address: Address | null) => void };
  figures: () => { setMark: (kind: "inspected" | "lit", address: Address | null) => void };
  /** another number is explained */
  changed: () => void;
  /** another number is pointed at, or none */
  pointing: () => void;
  /** whether a number can be set by hand */
  canChange: (place: Place) => boolean;
  change: (place: Place, anchor: Element) => void;
}

export function createAsking({
  page,
  store,
  api,
  tabs,
  network,
  figures,
  changed,
  pointing,
  canChange,
  change,
}: Surroundings) {
  const asked = createStore(NOTHING_INSPECTED);
  const inspection = createInspection({ api, store: asked });
  /** what the reader points at outside the inspector */
  const lit = signal<Place | null>(null);
  let pointed: Place | null = null;
  /** the tab that was open before the first question */
  let tabBefore: string | null = null;
  /** where the question was asked */
  let asker: HTMLElement | SVGElement | null = null;
  /** what has been scrolled to already */
  let uncovered: Place | null = null;

  const panel = find(page, "#panel-explain", HTMLElement);
  const actions = {
    ...inspection,
    prove: inspection.proveThis,
    close,
    point: (place: Place | null) => point(place, true),
    canChange,
    change,
  };
  render(<Inspector asked={asked.signals} lit={lit} actions={actions} />, panel);
  const isInside = () => panel.contains(document.activeElement);
  const focus = () => panel.querySelector<HTMLElement>("#inspector-title")?.focus();

  // Scrolled out of sight, the explanation comes along; its place on the page is kept.
  const card = find(page, ".panel-card", HTMLElement);
  new IntersectionObserver(
    (entries) => page.classList.toggle("is-floating", !(entries.at(-1)?.isIntersecting ?? true)),
    { rootMargin: "-160px 0px -120px 0px" },
  ).observe(card);

  // ---- asking -----------------------------------------------------------------------------

  const selectedTab = () => find(page, '[role="tab"][aria-selected="true"]', HTMLElement).id;

  async function inspect(place: Place) {
    const focused = document.activeElement;
    const byKeys = focused?.matches(":focus-visible") ?? false;
    if (!isInside()) {
      const isElement = focused instanceof HTMLElement || focused instanceof SVGElement;
      // A click on what takes no focus gives it to what is around: the whole page is no asker.
      asker = isElement && !focused.matches("body, main") ? focused : null;
    }
    if (asked.get().place === null) {
      tabBefore = selectedTab() === TAB ? null : selectedTab();
      card.style.setProperty("--height-before", `${card.offsetHeight}px`);
    }
    tabs.open(TAB);
    await inspection.inspect(place);
    if (byKeys) {
      focus();
    }
  }

  function close() {
    uncovered = null;
    const wasInside = isInside();
    inspection.close();
    if (tabBefore !== null && selectedTab() === TAB) {
      tabs.open(tabBefore);
    }
    tabBefore = null;
    card.style.removeProperty("--height-before");
    if (wasInside) {
      (asker?.isConnected ? asker : find(page, `#${TAB}`, HTMLElement)).focus();
    }
  }

  on(document, "click", (event) => {
    // By the event's path: what was clicked may have been drawn anew since.
    const path = event.composedPath().filter((node) => node instanceof Element);
    const element = path.find((node) => node.hasAttribute("data-quantity"));
    const place = element instanceof HTMLElement ? placeOf(element.dataset) : null;
    if (place !== null && !path.some(hasOwnClick)) {
      void inspect(place);
    }
  });

  on(document, "keydown", (event) => {
    if (asked.get().place === null || event.defaultPrevented || event.ctrlKey || event.metaKey) {
      return;
    }
    const isEscape = event.key === "Escape" && page.querySelector("dialog[open]") === null;
    const moves = new Map([
      ["ArrowLeft", inspection.back],
      ["ArrowRight", inspection.forward],
    ]);
    const act = isEscape ? close : event.altKey ? moves.get(event.key) : undefined;
    if (act !== undefined) {
      event.preventDefault();
      act();
    }
  });

  // ---- pointing ---------------------------------------------------------------------------

  function light() {
    const address = asked.get().answer?.derivation.address ?? null;
    const inspected = address && placeAt(address, address.iteration);
    const shown = pointed ?? inspected;
    network.setHighlight(shown && drawnAs(shown));
    figures().setMark("inspected", inspected);
    figures().setMark("lit", pointed);
  }

  function point(place: Place | null, fromInspector: boolean = false) {
    if (!samePlace(place, pointed)) {
      pointed = place;
      lit.value = fromInspector ? null : place;
      light();
      pointing();
    }
  }

  // ---- what follows -----------------------------------------------------------------------

  let followed: { run: string; trace: Trace } | null = null;
  store.watch(["run", "trace"], ({ run, trace }) => {
    if (run !== null && trace !== null && (run.id !== followed?.run || trace !== followed.trace)) {
      followed = { run: run.id, trace };
      inspection.follow(run.id, trace.iteration);
    }
  });
  store.watch(["connection"], ({ connection }) => {
    if (connection === "live" && asked.get().trouble?.retry) {
      void inspection.retry();
    }
  });
  asked.watch(["answer"], ({ answer, visits, at }) => {
    light();
    const visit = visits[at];
    if (answer !== null && visit?.root && !samePlace(visit.place, uncovered)) {
      uncovered = visit.place;
      if (window.matchMedia(SHEET).matches) {
        uncover();
      }
    }
  });
  asked.watch(["place"], ({ place }) => {
    page.classList.toggle("is-inspecting", place !== null);
    changed();
  });

  for (const name of ["gradient_norm", "clip_scale"] as const) {
    const Read = () => (
      <Legible text={store.signals.trace.value ? reading(store.signals.trace.value[name], true) : ""} />
    );
    render(<Read />, find(page, `#${name.replace("_", "-")}`, HTMLElement));
  }
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
    if (!isInside() && bottom > free) {
      window.scrollBy({ top: bottom - free });
    }
  }

  return {
    inspect,
    close,
    point,
    /** What is being explained. */
    place: (): Place | null => asked.get().place,
    /** What is being pointed at. */
    pointed: (): Place | null => pointed,
    keys: [
      { keys: ["["], label: "[", does: say("inspector-key-back"), act: inspection.back },
      { keys: ["]"], label: "]", does: say("inspector-key-forward"), act: inspection.forward },
      {
        keys: ["y"],
        label: "Y",
        does: say("inspector-key-go"),
        act: () => {
          tabs.open(TAB);
          focus();
        },
      },
    ],
  };
}
