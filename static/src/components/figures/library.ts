/**
 * Plotly, several megabytes that hold up the page while they are read: its script is asked for when
 * a figure needs it or the page has been left alone for a while, and in no case soon after the
 * reader has clicked or pressed a key, for more of it may follow. One for all figures of a page.
 */

import type { Signal } from "@preact/signals";
import { signal } from "@preact/signals";

/** As much of Plotly as is used. */
export interface Plotly {
  react: (element: HTMLElement, data: object[], layout: object, config: object) => Promise<unknown>;
  Plots: { resize: (element: HTMLElement) => Promise<unknown> | undefined };
}

export interface Library {
  /** rejects when it did not load, which may be tried again */
  get: () => Promise<Plotly>;
  /** there is something to draw, near or far */
  use: () => void;
  /** whether somebody needed it and did not get it, or asks for it again */
  state: Signal<"calm" | "missing" | "again">;
}

/** How long after a click, a key or a moved slider nothing is loaded (ms). */
const CALM = 1000;
/** How long nothing has happened on a page that is left alone. */
const QUIET = 4000;

const PRESSES = ["pointerdown", "pointerup", "click", "keydown", "input"];
const DOINGS = [...PRESSES, "wheel", "scroll"];

/** @param time in milliseconds */
const sleep = (time: number) => new Promise((resolve) => setTimeout(resolve, time));

/** @returns when the browser has nothing to do */
function idle(): Promise<void> {
  return new Promise((resolve) => {
    if ("requestIdleCallback" in window) {
      requestIdleCallback(() => resolve());
    } else {
      setTimeout(resolve);
    }
  });
}

async function fetched(url: string) {
  const response = await fetch(url);
  if (!response.ok) {
    throw new Error(`There is no drawing library at ${url}.`);
  }
  await response.arrayBuffer();
}

async function run(url: string): Promise<Plotly> {
  performance.mark("plotly");
  return (await import(url)).default;
}

function createLibrary(url: string): Library {
  let pressed = -Infinity;
  let busy = performance.now();
  let waiting = false;
  let loading: Promise<Plotly> | null = null;
  const state: Library["state"] = signal("calm");

  for (const type of DOINGS) {
    const isPress = PRESSES.includes(type);
    window.addEventListener(
      type,
      () => {
        busy = performance.now();
        pressed = isPress ? busy : pressed;
      },
      { capture: true, passive: true },
    );
  }

  async function calm() {
    for (;;) {
      const left = pressed + CALM - performance.now();
      if (left <= 0) {
        return;
      }
      await sleep(left);
    }
  }

  async function load() {
    await calm();
    // Into the browser's cache first: a key may be pressed while it is under way.
    await fetched(url);
    await calm();
    return run(url);
  }

  function get() {
    loading ??= load().catch((error) => {
      loading = null;
      throw error;
    });
    return loading;
  }

  async function whenLeftAlone() {
    while (loading === null) {
      const left = busy + QUIET - performance.now();
      if (left > 0) {
        await sleep(left);
        continue;
      }
      await idle();
      if (busy + QUIET <= performance.now()) {
        // Whoever needs it will find out whether it loads.
        await get().catch(() => {});
        return;
      }
    }
  }

  return {
    state,
    get,
    use() {
      busy = performance.now();
      if (!waiting) {
        waiting = true;
        void whenLeftAlone();
      }
    },
  };
}

const libraries: Map<string, Library> = new Map();

/** @param url of Plotly's script, which a page loads once */
export function plotlyFrom(url: string): Library {
  const library = libraries.get(url) ?? createLibrary(url);
  libraries.set(url, library);
  return library;
}
