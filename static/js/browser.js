// @ts-check
/** What a page asks of its browser: a memory, the next frame, and time between two calls. */

/** @param {string} key */
export function remembered(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/**
 * @param {string} key
 * @param {string} value
 */
export function remember(key, value) {
  try {
    localStorage.setItem(key, value);
  } catch {
    // Forbidden storage only costs the memory of a preference.
  }
}

/** @returns {Promise<void>} the next frame to be painted; soon, when the page is out of sight */
export function nextFrame() {
  return new Promise((resolve) => {
    if (document.visibilityState === "visible") {
      requestAnimationFrame(() => setTimeout(resolve));
    } else {
      setTimeout(resolve, 250);
    }
  });
}

/**
 * Run at most once in a while, and always once after the last call.
 *
 * @param {() => void} work
 * @param {number} interval
 */
export function throttled(work, interval) {
  let last = -Infinity;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
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
 * @param {() => void} work
 * @param {number} most how often it may run in any `span`
 * @param {number} span milliseconds
 * @returns {() => void} runs the work at once while it may, else as soon as it may again
 */
export function sparing(work, most, span) {
  /** @type {number[]} */
  const times = [];
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
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
