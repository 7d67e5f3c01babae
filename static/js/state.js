// @ts-check
/** What the page knows, in one place; views are redrawn from it. */

/**
 * @template {object} S
 * @typedef {object} Store
 * @property {() => S} get
 * @property {(patch: Partial<S>) => void} set
 * @property {<K extends keyof S>(keys: K[], listener: (state: S) => void) => () => void} watch
 *   calls the listener once at once and whenever one of the keys has changed
 */

/**
 * A store: `set` replaces some keys, and whoever watches one that changed is told, once per `set`.
 *
 * @template {object} S
 * @param {S} initial
 * @returns {Store<S>}
 */
export function createStore(initial) {
  let state = initial;
  /** @type {Set<{keys: (keyof S)[], listener: (state: S) => void}>} */
  const watchers = new Set();

  return {
    get: () => state,
    set(patch) {
      const before = state;
      state = { ...state, ...patch };
      const now = state;
      for (const { keys, listener } of [...watchers]) {
        if (keys.some((key) => before[key] !== now[key])) {
          listener(now);
        }
      }
    },
    watch(keys, listener) {
      const watcher = { keys, listener };
      watchers.add(watcher);
      listener(state);
      return () => watchers.delete(watcher);
    },
  };
}
