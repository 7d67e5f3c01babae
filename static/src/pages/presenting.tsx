/** Presenting: the network alone, as large as the screen, and rows of it covered until they are revealed. */

import { effect, signal } from "@preact/signals";

import type { State } from "../client/state";
import type { Key } from "../components/help";
import { PresentBar } from "../components/present";
import { find } from "../lib/dom";
import { say } from "../lib/messages";
import { draw } from "../lib/mount";
import type { Store } from "../lib/store";
import type { Cover } from "../model/network/cover";
import { nextCover } from "../model/network/cover";

/** Of a screen on which everything beside the network is so large that its letters have 14 px. */
const USUAL = { width: 1440, height: 900 };
const ENLARGED = 1.28;

export function createPresenting({
  page,
  store,
  network,
}: {
  page: HTMLElement;
  store: Store<State>;
  network: {
    fill: (room: { width: number; height: number } | null) => void;
    setCover: (cover: Cover | null, isOurs: boolean) => void;
  };
}) {
  const isPresenting = signal(false);
  const { cover } = store.signals;
  const place = find(page, ".network-room", HTMLElement);
  /** Whether it is covered here, and not by a teacher elsewhere. */
  const isOurs = () => page.dataset.class !== "following";
  const setCover = (next: Cover | null) => isOurs() && store.set({ cover: next });

  function measure() {
    const { clientWidth: width, clientHeight: height } = place;
    if (isPresenting.peek() && width > 0 && height > 0) {
      network.fill({ width, height });
    }
  }
  function scale() {
    const share = Math.min(window.innerWidth / USUAL.width, window.innerHeight / USUAL.height);
    page.style.setProperty("--present-size", (ENLARGED * Math.max(1, share)).toFixed(2));
  }
  new ResizeObserver(measure).observe(place);
  window.addEventListener("resize", () => isPresenting.peek() && scale());

  function show(isOn: boolean) {
    isPresenting.value = isOn;
    page.toggleAttribute("data-presenting", isOn);
    if (isOn) {
      scale();
      measure();
    } else {
      network.fill(null);
    }
  }

  async function start() {
    show(true);
    find(page, "#main", HTMLElement).focus({ preventScroll: true });
    try {
      await document.documentElement.requestFullscreen();
    } catch {
      // A phone, or an embedding page, may not allow it: the window is filled anyway.
    }
  }

  function stop() {
    if (document.fullscreenElement !== null) {
      void document.exitFullscreen();
    }
    show(false);
    find(page, "#present", HTMLElement).focus({ preventScroll: true });
  }

  document.addEventListener("fullscreenchange", () => {
    if (document.fullscreenElement === null && isPresenting.peek()) {
      stop();
    }
  });

  // Before the keys: what else Escape leaves comes first.
  document.addEventListener(
    "keydown",
    ({ key }) => {
      const isFree = !page.classList.contains("is-inspecting") && store.get().phase === null;
      if (key === "Escape" && isPresenting.peek() && isFree && page.querySelector("dialog[open]") === null) {
        stop();
      }
    },
    { capture: true },
  );

  effect(() => {
    const covered = cover.value;
    network.setCover(covered, isOurs());
    if (covered === null) {
      page.removeAttribute("data-cover");
    } else {
      page.dataset.cover = covered;
    }
  });

  draw(find(page, "#present-place", HTMLElement), () =>
    isPresenting.value ? <PresentBar cover={cover.value} onCover={setCover} onLeave={stop} /> : null,
  );

  return {
    start: () => void start(),
    keys: [
      {
        keys: ["p"],
        label: "P",
        does: say("present-key"),
        act: () => (isPresenting.peek() ? stop() : void start()),
      },
      { keys: ["x"], label: "X", does: say("present-key-cover"), act: () => setCover(nextCover(cover.peek())) },
    ] as Key[],
  };
}
