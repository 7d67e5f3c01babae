/**
 * Asks the server why a number is what it is. One question is in flight at a time and the latest
 * wins, so that a training run that is being watched is explained as fast as the server answers,
 * and no faster.
 */

import { latest } from "../lib/latest";
import { say } from "../lib/messages";
import type { Store } from "../lib/store";
import type { Place } from "../model/address";
import { explainPath, parameterOf, placeAt, samePlace } from "../model/address";
import { operandsOf } from "../model/arithmetic";
import type { Answer, Inspection, Proof } from "../model/inspection";
import type { Derivation, FullAddress } from "../model/types";
import type { Api } from "./api";
import { ProblemError, UnreachableError } from "./api";

export type Questions = Pick<Api, "explain" | "formula" | "check">;

const MOST_VISITS = 100;

export function createInspection({ api, store }: { api: Questions; store: Store<Inspection> }) {
  const { get, set } = store;
  const formulas = new Map<string, string>();
  const ask = latest(answer);

  async function answer(isLatest: () => boolean) {
    const { place, run, iteration } = get();
    if (place === null || run === null) {
      return;
    }
    const isCurrent = () => samePlace(get().place, place) && get().run === run;
    try {
      const derivation = await api.explain(explainPath(run, place.iteration ?? iteration, place));
      const [inner, formula] = await Promise.all([explainOnly(derivation), typeset(derivation)]);
      const innerFormula = inner === null ? null : await typeset(inner);
      if (isCurrent()) {
        show({ derivation, inner, formula, innerFormula, before: before(derivation) });
      }
    } catch (error) {
      if (isCurrent() && isLatest()) {
        fail(error, place);
      }
    }
  }

  function fail(error: unknown, { iteration }: Place) {
    if (error instanceof UnreachableError) {
      set({ trouble: { text: say("inspector-unreachable"), retry: true, here: false } });
    } else if (error instanceof ProblemError) {
      const text = error.errors[0]?.message ?? error.message;
      const here = iteration !== undefined && error.kind === "iteration-not-found";
      set({ answer: null, trouble: { text, retry: error.status >= 500, here } });
    } else {
      throw error;
    }
  }

  /** One number made of one other: that one is explained with it, or else asked by itself. */
  async function explainOnly({ arithmetic }: Derivation) {
    const [only, ...more] = operandsOf(arithmetic);
    return only?.href === undefined || only.end || more.length > 0 ? null : api.explain(only.href).catch(() => null);
  }

  /** Without it, the formula in plain text stands in. */
  async function typeset({ formula }: Derivation) {
    if (formula === null) {
      return null;
    }
    const path = formula.typeset;
    const drawing = formulas.get(path) ?? (await api.formula(path).catch(() => null));
    if (drawing !== null) {
      formulas.set(path, drawing);
    }
    return drawing;
  }

  function before({ symbol, address }: Derivation) {
    const { answer: last, place } = get();
    if (last === null || place?.iteration !== undefined || last.derivation.symbol !== symbol) {
      return null;
    }
    const { value, address: earlier } = last.derivation;
    return earlier.iteration === address.iteration ? last.before : { iteration: earlier.iteration, value };
  }

  function isShown({ symbol, address }: Derivation) {
    const shown = get().answer?.derivation;
    return shown?.symbol === symbol && shown.address.iteration === address.iteration;
  }

  function show(answer: Answer) {
    const { visits, at, proof } = get();
    const { notation, labels } = answer.derivation;
    set({
      answer,
      trouble: null,
      proof: isShown(answer.derivation) ? proof : null,
      visits: visits.map((visit, i) => (i === at ? { ...visit, label: { notation, labels } } : visit)),
    });
  }

  function go(at: number) {
    const visit = get().visits[at];
    if (visit !== undefined) {
      set({ at, place: visit.place, trouble: null });
      void ask();
    }
  }

  function visit(place: Place, root: boolean) {
    const { visits, at, place: now } = get();
    if (!samePlace(place, now)) {
      const way = [...visits.slice(0, at + 1), { place, label: null, root }].slice(-MOST_VISITS);
      set({ visits: way, at: way.length - 1, place, trouble: null });
    }
    return ask();
  }

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

  return {
    /** Explain a number of the page. */
    inspect: (place: Place) => visit(place, true),

    /** Explain an operand of what is explained. */
    descend: (address: FullAddress) => visit(placeAt(address, get().iteration), false),

    go,
    back: () => go(get().at - 1),
    forward: () => go(get().at + 1),
    retry: ask,

    /** The same number, at the iteration on screen. */
    here() {
      const { place } = get();
      if (place !== null) {
        const { iteration: _, ...rest } = place;
        void visit(rest, true);
      }
    },

    close() {
      set({ place: null, visits: [], at: -1, answer: null, trouble: null, proof: null });
    },

    /** Another iteration is on screen, or another run. */
    follow(run: string, iteration: number) {
      const last = get();
      const isSame = run === last.run && iteration === last.iteration;
      set({
        run,
        iteration,
        proofs: isSame || Object.keys(last.proofs).length === 0 ? last.proofs : {},
        answer: run === last.run ? last.answer : null,
      });
      if (last.place !== null) {
        void ask();
      }
    },

    /** Check a whole parameter's gradient. */
    async prove(parameter: string) {
      const { run, iteration } = get();
      if (run === null) {
        return;
      }
      const tell = (proof: Proof) => {
        const now = get();
        if (now.run === run && now.iteration === iteration) {
          set({ proofs: { ...now.proofs, [parameter]: proof } });
        }
      };
      tell({ state: "checking" });
      tell(await proved(run, iteration, parameter, null));
    },

    /** Check the one gradient that is being explained. */
    async proveThis() {
      const { run, answer: shown } = get();
      const parameter = shown === null ? null : parameterOf(shown.derivation.address.quantity);
      if (run === null || shown === null || parameter === null) {
        return;
      }
      const { iteration, index } = shown.derivation.address;
      set({ proof: { state: "checking" } });
      const proof = await proved(run, iteration, parameter, index);
      if (isShown(shown.derivation)) {
        set({ proof });
      }
    },
  };
}
