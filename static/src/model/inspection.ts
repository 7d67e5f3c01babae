/**
 * What is being explained, and the way there. Asks the server; knows no elements.
 *
 * One question is in flight at a time and the latest wins, so that a training run that is being
 * watched is explained as fast as the server answers, and no faster.
 */

import type { Api } from "../client/api";
import { ProblemError, UnreachableError } from "../client/api";
import type { Store } from "../lib/store";
import type { Place } from "./address";
import { explainPath, parameterOf, placeAt, samePlace } from "./address";
import type { Check, Derivation, FullAddress, Maybe, Term } from "./types";

export interface Answer {
  derivation: Derivation;
  /** of its only operand, where it has just one */
  inner: Derivation | null;
  /** typeset */
  formula: string | null;
  innerFormula: string | null;
  /** the same number, one look earlier */
  before: { iteration: number; value: Maybe } | null;
}

export type Visit = { place: Place; label: Pick<Derivation, "notation" | "labels"> | null; root: boolean };
/** what went wrong, what helps */
export type Trouble = { text: string; retry: boolean; here: boolean };
export type Proof = { state: "checking" } | { state: "failed"; text: string } | { state: "checked"; check: Check };

export interface Inspection {
  place: Place | null;
  visits: Visit[];
  /** of the visits; those after it are the way forward */
  at: number;
  answer: Answer | null;
  trouble: Trouble | null;
  /** of the one number on screen */
  proof: Proof | null;
  /** of whole parameters at the iteration on screen */
  proofs: Record<string, Proof>;
  /** on screen */
  iteration: number;
  run: string | null;
}

export type InspectionStore = Store<Inspection>;
export type Questions = Pick<Api, "explain" | "formula" | "check">;

const MOST_VISITS = 100;

export function nothingInspected(): Inspection {
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

/** @returns the operands below it */
export function operandsOf(term: Term | null): Term[] {
  if (term === null) {
    return [];
  }
  return term.op === "operand" ? [term] : (term.of ?? []).flatMap(operandsOf);
}

/** The way from where the reader began to where they are. */
export function crumbs(visits: Visit[], at: number): { visit: Visit; at: number }[] {
  let first = at;
  while (first > 0 && !visits[first]?.root) {
    first -= 1;
  }
  return visits.slice(first, at + 1).map((visit, offset) => ({ visit, at: first + offset }));
}

/** @param array nested as deep as the index is long */
export function entry(array: any, index: number[]): Maybe {
  return index.reduce((part, place) => part?.[place] ?? null, array);
}

export function createInspection({ api, store }: { api: Questions; store: InspectionStore }) {
  const formulas: Map<string, string> = new Map();
  let wanted = false;
  let working: Promise<void> | null = null;

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

  /** One number made of one other: that one is explained with it. */
  async function explainOnly({ arithmetic }: Derivation) {
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

  async function typeset({ formula }: Derivation) {
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

  function changed(derivation: Derivation) {
    const { answer: last, place } = store.get();
    const was = last?.derivation;
    if (was === undefined || place?.iteration !== undefined || was.symbol !== derivation.symbol) {
      return null;
    }
    return was.address.iteration === derivation.address.iteration
      ? (last?.before ?? null)
      : { iteration: was.address.iteration, value: was.value };
  }

  function show(shown: Answer) {
    const { visits, at, answer: last, proof } = store.get();
    const { notation, labels, address } = shown.derivation;
    const same =
      last?.derivation.symbol === shown.derivation.symbol && last.derivation.address.iteration === address.iteration;
    store.set({
      answer: shown,
      trouble: null,
      proof: same ? proof : null,
      visits: visits.map((visit, i) => (i === at ? { ...visit, label: { notation, labels } } : visit)),
    });
  }

  function go(at: number) {
    const visit = store.get().visits[at];
    if (visit !== undefined) {
      store.set({ at, place: visit.place, trouble: null });
      void ask();
    }
  }

  function visit(place: Place, root: boolean) {
    const { visits, at, place: now } = store.get();
    if (!samePlace(place, now)) {
      const way = [...visits.slice(0, at + 1), { place, label: null, root }].slice(-MOST_VISITS);
      store.set({ visits: way, at: way.length - 1, place, trouble: null });
    }
    return ask();
  }

  return {
    /** Explain a number of the page. */
    inspect: (place: Place) => visit(place, true),

    /** Explain an operand of what is explained. */
    descend: (address: FullAddress) => visit(placeAt(address, store.get().iteration), false),

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

    /** Another iteration is on screen, or another run. */
    follow(run: string, iteration: number) {
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

    /** Check a whole parameter's gradient. */
    async prove(parameter: string) {
      const { run, iteration } = store.get();
      if (run === null) {
        return;
      }
      const tell = (proof: Proof) => {
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

  async function proved(run: string, iteration: number, parameter: string, index: number[] | null): Promise<Proof> {
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

export type Inspecting = ReturnType<typeof createInspection>;
