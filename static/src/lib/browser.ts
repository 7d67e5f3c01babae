/** What a page asks of its browser: a memory, the next frame, and time between two calls. */

export function remembered(key: string) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

export function remember(key: string, value: string) {
  try {
    localStorage.setItem(key, value);
  } catch {
    // Forbidden storage only costs the memory of a preference.
  }
}

/** @returns the next frame to be painted; soon, when the page is out of sight */
export function nextFrame(): Promise<void> {
  return new Promise((resolve) => {
    if (document.visibilityState === "visible") {
      requestAnimationFrame(() => setTimeout(resolve));
    } else {
      setTimeout(resolve, 250);
    }
  });
}

/** Run at most once in a while, and always once after the last call. */
export function throttled(work: () => void, interval: number) {
  let last = -Infinity;
  let timer: ReturnType<typeof setTimeout> | undefined;
  return () => {
    clearTimeout(timer);
    const wait = last + interval - Date.now();
    const run = () => {
      last = Date.now();
      work();
    };
    if (wait <= 0) {
      run();
    } else {
      timer = setTimeout(run, wait);
    }
  };
}

/**
 * @param most how often it may run in any `span`
 * @param span milliseconds
 * @returns runs the work at once while it may, else as soon as it may again
 */
export function sparing(work: () => void, most: number, span: number): () => void {
  const times: number[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  return () => {
    clearTimeout(timer);
    const run = () => {
      times.push(Date.now());
      times.splice(0, times.length - most);
      work();
    };
    const wait = times.length < most ? 0 : (times[0] ?? 0) + span - Date.now();
    if (wait <= 0) {
      run();
    } else {
      timer = setTimeout(run, wait);
    }
  };
}
