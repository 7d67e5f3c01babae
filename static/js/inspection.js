// @ts-check
/**
 * What is being explained, and the way there. Asks the server; knows no elements.
 *
 * One question is in flight at a time and the latest wins, so that a training run that is being
 * watched is explained as fast as the server answers, and no faster.
 */

import { explainPath, parameterOf, placeAt, samePlace } from "./address.js";
import { ProblemError, UnreachableError } from "./api.js";

/** @typedef {import("./address.js").Place} Place */
/** @typedef {import("./types.js").Derivation} Derivation */
/** @typedef {import("./types.js").Check} Check */
/** @typedef {import("./types.js").Maybe} Maybe */
/** @typedef {import("./types.js").Term} Term */

/**
 * @typedef {object} Answer
 * @property {Derivation} derivation
 * @property {Derivation | null} inner of its only operand, where it has just one
 * @property {string | null} formula typeset
 * @property {string | null} innerFormula
 * @property {{iteration: number, value: Maybe} | null} before the same number, one look earlier
 */

/** @typedef {{place: Place, label: Pick<Derivation, "notation" | "labels"> | null, root: boolean}} Visit */
/** @typedef {{text: string, retry: boolean, here: boolean}} Trouble what went wrong, what helps */
/** @typedef {{state: "checking"} | {state: "failed", text: string} | {state: "checked", check: Check}} Proof */

/**
 * @typedef {object} Inspection
 * @property {Place | null} place
 * @property {Visit[]} visits
 * @property {number} at of the visits; those after it are the way forward
 * @property {Answer | null} answer
 * @property {Trouble | null} trouble
 * @property {Proof | null} proof of the one number on screen
 * @property {Record<string, Proof>} proofs of whole parameters at the iteration on screen
 * @property {number} iteration on screen
 * @property {string | null} run
 */

/** @typedef {import("./state.js").Store<Inspection>} InspectionStore */
/** @typedef {Pick<import("./api.js").Api, "explain" | "formula" | "check">} Questions */

const MOST_VISITS = 100;

/** @returns {Inspection} */
export function nothingInspected() {
  return {
    place: null,
    visits: [],
    at: -1,
    answer: null,
    trouble: null,
    proof: null,
    proofs: {},
    iteration: 0,
    run: null,
  };
}

/**
 * @param {Term | null} term
 * @returns {Term[]} the operands below it
 */
export function operandsOf(term) {
  if (term === null) {
    return [];
  }
  return term.op === "operand" ? [term] : (term.of ?? []).flatMap(operandsOf);
}

/**
 * The way from where the reader began to where they are.
 *
 * @param {Visit[]} visits
 * @param {number} at
 * @returns {{visit: Visit, at: number}[]}
 */
export function crumbs(visits, at) {
  let first = at;
  while (first > 0 && !visits[first]?.root) {
    first -= 1;
  }
  return visits.slice(first, at + 1).map((visit, offset) => ({ visit, at: first + offset }));
}

/**
 * @param {any} array nested as deep as the index is long
 * @param {number[]} index
 * @returns {Maybe}
 */
export function entry(array, index) {
  return index.reduce((part, place) => part?.[place] ?? null, array);
}

/**
 * @param {object} options
 * @param {Questions} options.api
 * @param {InspectionStore} options.store
 */
export function createInspection({ api, store }) {
  /** @type {Map<string, string>} */
  const formulas = new Map();
  let wanted = false;
  /** @type {Promise<void> | null} */
  let working = null;

  function ask() {
    wanted = true;
    working ??= work().finally(() => {
      working = null;
    });
    return working;
  }

  async function work() {
    while (wanted) {
      wanted = false;
      await answer();
    }
  }

  async function answer() {
    const { place, run, iteration } = store.get();
    if (place === null || run === null) {
      return;
    }
    const current = () => samePlace(store.get().place, place) && store.get().run === run;
    try {
      const path = explainPath(run, place.iteration ?? iteration, place);
      const derivation = await api.explain(path);
      const [inner, formula] = await Promise.all([explainOnly(derivation), typeset(derivation)]);
      const innerFormula = inner === null ? null : await typeset(inner);
      if (current()) {
        show({ derivation, inner, formula, innerFormula, before: changed(derivation) });
      }
    } catch (error) {
      if (!current() || wanted) {
        return;
      }
      if (error instanceof UnreachableError) {
        store.set({
          trouble: {
            text: "The server does not answer, so this number cannot be explained right now.",
            retry: true,
            here: false,
          },
        });
      } else if (error instanceof ProblemError) {
        const [first] = error.errors;
        const earlier = place.iteration !== undefined;
        store.set({
          answer: null,
          trouble: {
            text: first?.message ?? error.message,
            retry: error.status >= 500,
            here: earlier && error.kind === "iteration-not-found",
          },
        });
      } else {
        throw error;
      }
    }
  }

  /**
   * One number made of one other: that one is explained with it.
   *
   * @param {Derivation} derivation
   */
  async function explainOnly({ arithmetic }) {
    const operands = operandsOf(arithmetic);
    const href = operands.length === 1 && !operands[0]?.end ? operands[0]?.href : undefined;
    if (href === undefined) {
      return null;
    }
    try {
      return await api.explain(href);
    } catch {
      // The operand can still be asked by itself.
      return null;
    }
  }

  /** @param {Derivation} derivation */
  async function typeset({ formula }) {
    if (formula === null) {
      return null;
    }
    const path = formula.typeset;
    let drawing = formulas.get(path);
    if (drawing === undefined) {
      try {
        drawing = await api.formula(path);
      } catch {
        // The formula in plain text stands in.
        return null;
      }
      formulas.set(path, drawing);
    }
    return drawing;
  }

  /** @param {Derivation} derivation */
  function changed(derivation) {
    const { answer: last, place } = store.get();
    const was = last?.derivation;
    if (was === undefined || place?.iteration !== undefined || was.symbol !== derivation.symbol) {
      return null;
    }
    return was.address.iteration === derivation.address.iteration
      ? (last?.before ?? null)
      : { iteration: was.address.iteration, value: was.value };
  }

  /** @param {Answer} shown */
  function show(shown) {
    const { visits, at, answer: last, proof } = store.get();
    const { notation, labels, address } = shown.derivation;
    const same =
      last?.derivation.symbol === shown.derivation.symbol &&
      last.derivation.address.iteration === address.iteration;
    store.set({
      answer: shown,
      trouble: null,
      proof: same ? proof : null,
      visits: visits.map((visit, i) => (i === at ? { ...visit, label: { notation, labels } } : visit)),
    });
  }

  /** @param {number} at */
  function go(at) {
    const visit = store.get().visits[at];
    if (visit !== undefined) {
      store.set({ at, place: visit.place, trouble: null });
      void ask();
    }
  }

  /**
   * @param {Place} place
   * @param {boolean} root
   */
  function visit(place, root) {
    const { visits, at, place: now } = store.get();
    if (!samePlace(place, now)) {
      const way = [...visits.slice(0, at + 1), { place, label: null, root }].slice(-MOST_VISITS);
      store.set({ visits: way, at: way.length - 1, place, trouble: null });
    }
    return ask();
  }

  return {
    /**
     * Explain a number of the page.
     *
     * @param {Place} place
     */
    inspect: (place) => visit(place, true),

    /**
     * Explain an operand of what is explained.
     *
     * @param {import("./types.js").FullAddress} address
     */
    descend: (address) => visit(placeAt(address, store.get().iteration), false),

    go,
    back: () => go(store.get().at - 1),
    forward: () => go(store.get().at + 1),
    retry: () => ask(),

    /** The same number, at the iteration on screen. */
    here() {
      const { place } = store.get();
      if (place !== null) {
        const { iteration: _, ...rest } = place;
        void visit(rest, true);
      }
    },

    close() {
      store.set({ place: null, visits: [], at: -1, answer: null, trouble: null, proof: null });
    },

    /**
     * Another iteration is on screen, or another run.
     *
     * @param {string} run
     * @param {number} iteration
     */
    follow(run, iteration) {
      const { run: lastRun, iteration: lastIteration, proofs } = store.get();
      const moved = run !== lastRun || iteration !== lastIteration;
      store.set({
        run,
        iteration,
        ...(moved && Object.keys(proofs).length > 0 ? { proofs: {} } : {}),
        ...(run === lastRun ? {} : { answer: null }),
      });
      if (store.get().place !== null) {
        void ask();
      }
    },

    /**
     * Check a whole parameter's gradient.
     *
     * @param {string} parameter
     */
    async prove(parameter) {
      const { run, iteration } = store.get();
      if (run === null) {
        return;
      }
      /** @param {Proof} proof */
      const tell = (proof) => {
        const now = store.get();
        if (now.run === run && now.iteration === iteration) {
          store.set({ proofs: { ...now.proofs, [parameter]: proof } });
        }
      };
      tell({ state: "checking" });
      tell(await proved(run, iteration, parameter, null));
    },

    /** Check the one gradient that is being explained. */
    async proveThis() {
      const { run, answer: shown } = store.get();
      const parameter = shown === null ? null : parameterOf(shown.derivation.address.quantity);
      if (run === null || shown === null || parameter === null) {
        return;
      }
      const { iteration, index } = shown.derivation.address;
      const current = () =>
        store.get().answer?.derivation.symbol === shown.derivation.symbol &&
        store.get().answer?.derivation.address.iteration === iteration;
      store.set({ proof: { state: "checking" } });
      const proof = await proved(run, iteration, parameter, index);
      if (current()) {
        store.set({ proof });
      }
    },
  };

  /**
   * @param {string} run
   * @param {number} iteration
   * @param {string} parameter
   * @param {number[] | null} index
   * @returns {Promise<Proof>}
   */
  async function proved(run, iteration, parameter, index) {
    try {
      return { state: "checked", check: await api.check(run, iteration, parameter, index) };
    } catch (error) {
      if (error instanceof ProblemError || error instanceof UnreachableError) {
        return { state: "failed", text: error.message };
      }
      throw error;
    }
  }
}

/** @typedef {ReturnType<typeof createInspection>} Inspecting */
